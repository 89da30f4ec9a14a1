/* A request's head: what is lawful lies within the bytes, and its target can be read or refused. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct head h;
	struct slice path, query;
	const struct pair *pairs;
	const char *text;
	if (head_read((const char *)data, n, &h) != LAWFUL)
		return 0;
	mem *m = mem_child(NULL);
	assert(h.method < METHOD__MAX && h.content_length >= -1);
	assert(!h.is_chunked || h.content_length == -1);
	assert(!memchr(data, 0, n));
	target_split(h.target, &path, &query);
	enum refusal r = path_parse(m, path, &text);
	assert(r != LAWFUL || (*text == '/' && !strstr(text, "/../")));
	r = query_parse(m, query, &pairs);
	assert(r == LAWFUL || r == REFUSE_TARGET || r == REFUSE_PARAMS);
	language_find(h.language);
	mem_free(m);
	return 0;
}
