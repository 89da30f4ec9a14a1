/* What is printed from the tables: routes with who may, and the description of the API. */
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "account/scope.h"
#include "app/cli.h"
#include "http/openapi.h"

static int with_router(struct cli *c, void (*print)(const struct router *r, struct buf *out))
{
	struct app app = {.options = &c->options};
	struct ctx cx;
	struct router *router;
	app_ctx(&app, &cx);
	struct buf out = buf_on(cx.mem);
	err e = app_router(&cx, cx.mem, c->options.is_test, &router);
	if (!e)
		print(router, &out);
	int status = e ? cli_fail(&cx) : EXIT_SUCCESS;
	if (!e && fwrite(out.data, 1, out.len, stdout) != out.len)
		status = EXIT_FAILURE;
	mem_free(cx.mem);
	return status;
}

static void print_roles(struct buf *out, enum may may)
{
	if (may == MAY_PUBLIC || may == MAY_BE_SELF) {
		buf_puts(out, may == MAY_PUBLIC ? " everybody" : " everyone-signed-in");
		return;
	}
	for (int role = 1; role < ROLE__MAX; role++)
		if (role_may((enum role)role, may))
			buf_format(out, " %s", choice_of(&roles, role)->code);
}

/* One line a route: method, path, permission, scope, then the roles that have the permission. */
static void print_routes(const struct router *r, struct buf *out)
{
	for (unsigned i = 0; i < router_count(r); i++) {
		const char *prefix;
		const struct route *route = router_at(r, i, &prefix);
		buf_format(out, "%s %s%s %s %s", route->method, prefix, route->path,
			   choice_of(&permissions, route->may)->code,
			   choice_of(&scopes, route->scope)->code);
		print_roles(out, (enum may)route->may);
		buf_putc(out, '\n');
	}
}

int cli_routes(struct cli *c)
{
	return with_router(c, print_routes);
}

static const char *may_name(unsigned may)
{
	return choice_of(&permissions, may)->code;
}

static const char *scope_name(unsigned scope)
{
	return choice_of(&scopes, scope)->code;
}

static void print_openapi(const struct router *r, struct buf *out)
{
	const struct api_about about = {
		.title = "Linli 邻里",
		.version = LINLI_VERSION,
		.session_cookie = SESSION_COOKIE,
		.csrf_header = "X-CSRF-Token",
		.may_public = MAY_PUBLIC,
		.may_name = may_name,
		.scope_name = scope_name,
	};
	openapi_write(r, &about, out);
	buf_putc(out, '\n');
}

int cli_openapi(struct cli *c)
{
	return with_router(c, print_openapi);
}
