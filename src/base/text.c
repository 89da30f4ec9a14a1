#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

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
