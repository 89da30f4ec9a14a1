/* Writing JSON: an append writer over a buf. It puts the commas; the caller opens and closes.
 *
 *     struct json j = json_on(&buf);
 *     json_open(&j, '{');
 *     json_key(&j, "name"), json_put_str(&j, e->name);
 *     json_close(&j, '}');
 *
 * Reading is jansson's work (json_load()): strict, duplicates refused, depth and size capped.
 */
#ifndef LINLI_BASE_JSON_H
#define LINLI_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/ctx.h"

struct json {
	struct buf *out;
	bool needs_comma;
};

static inline struct json json_on(struct buf *out)
{
	return (struct json){.out = out};
}

void json_open(struct json *j, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket);
void json_key(struct json *j, const char *key);   /* plain ASCII, never escaped */
void json_put_str(struct json *j, const char *s); /* NULL writes null */
void json_put_strn(struct json *j, const char *s, size_t n);
void json_put_plain(struct json *j, const char *s, size_t n); /* what needs no escaping */
void json_put_int(struct json *j, int64_t v);
void json_put_bool(struct json *j, bool v);
void json_put_null(struct json *j);
void json_put_id(struct json *j, int64_t id); /* base32; 0 writes null */
void json_put_instant(struct json *j, int64_t instant);
void json_put_raw(struct json *j, const char *json, size_t n); /* a value already in JSON */

/* `"key":` as it stands, `n` bytes of it. A short key is copied with what stands behind it, so that
 * JSON_KEY_ROOM bytes must be there: to copy a fixed number costs less than to ask how many. */
enum { JSON_KEY_ROOM = 32 };
static inline void json_put_key(struct json *j, const char *quoted, size_t n)
{
	char *p = buf_room(j->out, n + 1 + JSON_KEY_ROOM);
	if (!p)
		return;
	*p = ',';
	p += j->needs_comma;
	if (n <= JSON_KEY_ROOM)
		memcpy(p, quoted, JSON_KEY_ROOM);
	else
		memcpy(p, quoted, n);
	j->out->len += n + j->needs_comma;
	j->needs_comma = false;
}

/* A document of at most `n` bytes, freed with cx->mem. Fails MALFORMED with line and column. */
err json_load_text(struct ctx *cx, const char *s, size_t n, json_t **ret);

#endif
