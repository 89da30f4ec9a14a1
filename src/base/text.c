#include "base/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

struct arg *args_copy(mem *parent, const struct arg *args)
{
	size_t n = args_count(args);
	struct arg *copy = mem_array(parent, struct arg, n + 1);
	for (size_t i = 0; i < n; i++) {
		copy[i] = args[i];
		if (args[i].kind == &arg_is_str)
			copy[i].p = mem_str(copy, args[i].p);
		else if (args[i].kind == &arg_is_blob)
			copy[i].p = mem_dup(copy, args[i].p, args[i].n);
		else if (args[i].kind == &arg_is_i64s)
			copy[i].p = mem_dup(copy, args[i].p, args[i].n * sizeof(int64_t));
	}
	return copy;
}

static void put_arg(struct buf *out, const struct arg *a)
{
	if (a->kind == &arg_is_i64)
		buf_format(out, "%" PRId64, a->i);
	else if (a->kind == &arg_is_str)
		buf_puts(out, a->p);
}

char *text_render(mem *parent, struct text t, enum lang lang, const struct arg *args)
{
	size_t n = args ? args_count(args) : 0;
	struct buf out = buf_on(parent);
	for (const char *p = text_in(t, lang); *p; p++) {
		bool is_slot = p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}';
		if (is_slot && (size_t)(p[1] - '0') <= n) {
			put_arg(&out, &args[p[1] - '1']);
			p += 2;
		} else {
			buf_putc(&out, *p);
		}
	}
	return buf_text(&out);
}

char *text_fold(mem *parent, const char *text)
{
	char *s = mem_str(parent, text), *out = s;
	utf8_fold_width(s);
	for (const char *p = s; *p; p++)
		if (!isspace((unsigned char)*p))
			*out++ = (char)tolower((unsigned char)*p);
	*out = '\0';
	return s;
}

const char *text_pattern(mem *parent, const char *typed)
{
	const char *s = typed ? text_fold(parent, typed) : "";
	struct buf pattern = buf_on(parent);
	if (!*s)
		return NULL;
	buf_putc(&pattern, '%');
	for (; *s; s++) {
		if (strchr("%_\\", *s))
			buf_putc(&pattern, '\\');
		buf_putc(&pattern, *s);
	}
	buf_putc(&pattern, '%');
	return buf_text(&pattern);
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
	return p ? (int)(p - digits) : -1;
}

char *text_decode(mem *parent, const char *encoded, size_t most)
{
	char *s = mem_str(parent, encoded), *out = s;
	for (const char *p = s; *p; p++) {
		bool is_escape = *p == '%'; /* asked before `out` overtakes it */
		int high = is_escape ? hex_digit(p[1]) : 0,
		    low = is_escape && high >= 0 ? hex_digit(p[2]) : 0;
		if (high < 0 || low < 0)
			return NULL;
		*out++ = is_escape ? (char)(high << 4 | low) : *p;
		p += is_escape ? 2 : 0;
	}
	size_t n = (size_t)(out - s);
	*out = '\0';
	bool is_good = utf8_is_text(s, n) && utf8_length(s) <= most;
	utf8_trim(s);
	return is_good ? s : NULL;
}
