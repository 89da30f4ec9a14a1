/* A multipart body after a line with its Content-Type: fed whole and in pieces it has the same
 * parts, or the same refusal. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static err on_begin(void *seen, const char *name, const char *file_name)
{
	assert(*name && utf8_is_text(name, strlen(name)));
	assert(!file_name || (!strchr(file_name, '/') && !strchr(file_name, '\\')));
	buf_format(seen, "[%s|%s|", name, file_name ? file_name : "");
	return OK;
}

static err on_data(void *seen, const char *p, size_t n)
{
	buf_put(seen, p, n);
	return OK;
}

static err on_end(void *seen)
{
	buf_putc(seen, ']');
	return OK;
}

static err read_parts(mem *m, const char *type, struct slice body, size_t piece, struct buf *seen)
{
	struct ctx cx = {.mem = m};
	struct multipart_sink sink = {seen, on_begin, on_data, on_end};
	struct multipart *mp;
	err e = multipart_new(&cx, type, &sink, &mp);
	for (size_t at = 0; at < body.n && !e; at += piece)
		e = multipart_feed(mp, body.at + at, piece < body.n - at ? piece : body.n - at);
	return e ? e : multipart_end(mp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *line = (const char *)data, *end = n ? memchr(line, '\n', n) : NULL;
	if (!end)
		return 0;
	mem *m = mem_child(NULL);
	const char *type = mem_strn(m, line, (size_t)(end - line));
	struct slice body = {end + 1, n - (size_t)(end - line) - 1};
	struct buf whole = buf_on(m), pieces = buf_on(m);
	err a = read_parts(m, type, body, body.n + 1, &whole);
	err b = read_parts(m, type, body, 1 + n % 7, &pieces);
	assert(a == b);
	assert(a || (whole.len == pieces.len &&
		     !memcmp(buf_text(&whole), buf_text(&pieces), whole.len)));
	mem_free(m);
	return 0;
}
