#include "base/json.h"

#include <string.h>

#include "base/date.h"
#include "base/id.h"

void json_open(struct json *j, char bracket)
{
	if (j->needs_comma)
		buf_putc(j->out, ',');
	buf_putc(j->out, bracket);
	j->needs_comma = false;
}

void json_close(struct json *j, char bracket)
{
	buf_putc(j->out, bracket);
	j->needs_comma = true;
}

void json_key(struct json *j, const char *key)
{
	size_t n = strlen(key);
	char *p = buf_room(j->out, n + 4);
	if (!p)
		return;
	char *start = p;
	if (j->needs_comma)
		*p++ = ',';
	*p++ = '"';
	memcpy(p, key, n);
	p += n;
	*p++ = '"';
	*p++ = ':';
	j->out->len += (size_t)(p - start);
	j->needs_comma = false;
}

/* What a byte becomes inside a string: 0 itself, 'u' a \u00XX escape, else a backslash and that. */
static const char escape_of[256] = {
	[0] = 'u',  [1] = 'u',  [2] = 'u',  [3] = 'u',  [4] = 'u',   [5] = 'u',     [6] = 'u',
	[7] = 'u',  [8] = 'b',  [9] = 't',  [10] = 'n', [11] = 'u',  [12] = 'f',    [13] = 'r',
	[14] = 'u', [15] = 'u', [16] = 'u', [17] = 'u', [18] = 'u',  [19] = 'u',    [20] = 'u',
	[21] = 'u', [22] = 'u', [23] = 'u', [24] = 'u', [25] = 'u',  [26] = 'u',    [27] = 'u',
	[28] = 'u', [29] = 'u', [30] = 'u', [31] = 'u', ['"'] = '"', ['\\'] = '\\', [127] = 'u',
};

static char *escape(char *p, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	*p++ = '\\';
	*p++ = escape_of[c];
	if (escape_of[c] == 'u') {
		*p++ = '0';
		*p++ = '0';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	return p;
}

typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* Whether none of sixteen bytes needs escaping (escape_of). */
static bool are_plain(const char *p)
{
	bytes16 v;
	uint64_t found[2];
	memcpy(&v, p, sizeof v);
	__auto_type odd = (v < 0x20) | (v == '"') | (v == '\\') | (v == 0x7f);
	memcpy(found, &odd, sizeof found);
	return !(found[0] | found[1]);
}

/* Of 8 to 15 bytes the last eight overlap the first. */
static size_t copy_short(char *to, const char *from, size_t n)
{
	enum { HALF = sizeof(bytes16) / 2 };
	char both[2 * HALF];
	memcpy(both, from, HALF);
	memcpy(both + HALF, from + n - HALF, HALF);
	if (!are_plain(both))
		return 0;
	memcpy(to, both, HALF);
	memcpy(to + n - HALF, both + HALF, HALF);
	return n;
}

/* Copies up to where something needs escaping, sixteen bytes at a time; returns how many that were.
 * The last sixteen overlap those before. */
static size_t copy_plain(char *to, const char *from, size_t n)
{
	enum { STEP = sizeof(bytes16) };
	if (n < STEP)
		return n >= STEP / 2 ? copy_short(to, from, n) : 0;
	for (size_t i = 0; i < n; i += STEP) {
		size_t at = i + STEP <= n ? i : n - STEP;
		if (!are_plain(from + at))
			return at;
		memcpy(to + at, from + at, STEP);
	}
	return n;
}

/* Room for `n` bytes of a value; the comma before it is there already. */
static char *value_room(struct json *j, size_t n)
{
	char *p = buf_room(j->out, n + 1);
	if (!p || !j->needs_comma)
		return p;
	*p = ',';
	j->out->len++;
	return p + 1;
}

static void value_end(struct json *j, const char *end)
{
	j->out->len = (size_t)(end - j->out->data);
	j->needs_comma = true;
}

void json_put_strn(struct json *j, const char *s, size_t n)
{
	char *p = value_room(j, n * 6 + 2);
	if (!p)
		return;
	*p++ = '"';
	size_t i = copy_plain(p, s, n);
	for (p += i; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (escape_of[c])
			p = escape(p, c);
		else
			*p++ = (char)c;
	}
	*p++ = '"';
	value_end(j, p);
}

void json_put_plain(struct json *j, const char *s, size_t n)
{
	char *p = value_room(j, n + 2);
	if (!p)
		return;
	*p++ = '"';
	memcpy(p, s, n);
	p += n;
	*p++ = '"';
	value_end(j, p);
}

void json_put_str(struct json *j, const char *s)
{
	if (s)
		json_put_strn(j, s, strlen(s));
	else
		json_put_null(j);
}

void json_put_raw(struct json *j, const char *json, size_t n)
{
	char *p = value_room(j, n);
	if (!p)
		return;
	memcpy(p, json, n);
	value_end(j, p + n);
}

/* The digits are copied with what stands behind them, as a key is. */
void json_put_int(struct json *j, int64_t v)
{
	enum { MOST = 20 };
	char digits[2 * MOST] = {0}, *end = digits + MOST, *at = end;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char *p = value_room(j, MOST);
	if (!p)
		return;
	do
		*--at = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--at = '-';
	memcpy(p, at, MOST);
	value_end(j, p + (end - at));
}

void json_put_bool(struct json *j, bool v)
{
	json_put_raw(j, v ? "true" : "false", v ? 4 : 5);
}

void json_put_null(struct json *j)
{
	json_put_raw(j, "null", 4);
}

void json_put_id(struct json *j, int64_t id)
{
	char text[ID_SIZE];
	if (!id) {
		json_put_null(j);
		return;
	}
	id_format(id, text);
	json_put_plain(j, text, ID_TEXT);
}

void json_put_instant(struct json *j, int64_t instant)
{
	char text[INSTANT_SIZE];
	instant_format(instant, text);
	json_put_plain(j, text, INSTANT_SIZE - 1);
}

static int drop(json_t **held)
{
	json_decref(*held);
	return 0;
}

err json_load_text(struct ctx *cx, const char *s, size_t n, json_t **ret)
{
	json_error_t e;
	json_t **held = mem_new(cx->mem, json_t *);
	*held = json_loadb(s, n, JSON_REJECT_DUPLICATES, &e);
	if (!*held)
		return fail(cx, ERR_MALFORMED,
			    T("json.malformed", "内容不是正确的 JSON：第 {1} 行第 {2} 列",
			      "The body is not valid JSON: line {1}, column {2}"),
			    i64(e.line), i64(e.column));
	talloc_set_destructor(held, drop);
	*ret = *held;
	return OK;
}
