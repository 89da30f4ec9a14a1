/* A path, decoded and matched against routes. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static err handle(struct ctx *cx, struct request *rq)
{
	(void)rq;
	return ctx_err(cx);
}

static const struct route routes[] = {
	{"GET", "/estates", 1, 1, handle},
	{"GET", "/estates/{estate}", 1, 1, handle},
	{"POST", "/estates/{estate}", 1, 1, handle},
	{"GET", "/estates/near", 1, 1, handle},
	{"GET", "/estates/near/{region}", 1, 1, handle},
	{"GET", "/estates/{estate}/houses/{house}", 1, 1, handle},
	{"GET", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}", 1, 1, handle},
	{0},
};
static const struct route_mount mounts[] = {{"", routes}, {0}};

static const struct router *router(void)
{
	static struct router *r;
	struct ctx cx = {.mem = mem_child(NULL)};
	if (!r) {
		err e = router_new(&cx, NULL, mounts, &r);
		assert(!e);
	}
	mem_free(cx.mem);
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *path;
	mem *m = mem_child(NULL);
	if (path_parse(m, (struct slice){(const char *)data, n}, &path) == LAWFUL) {
		struct route_match match = router_match(router(), m, "GET", path);
		assert(utf8_is_text(path, strlen(path)));
		for (size_t i = 0; i < 8 && match.params[i]; i++)
			assert(*match.params[i] && !strchr(match.params[i], '/'));
		assert(!match.route || match.allow);
	}
	mem_free(m);
	return 0;
}
