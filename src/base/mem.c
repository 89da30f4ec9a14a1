#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_abort(void *p)
{
	if (!p) {
		fputs("linli: out of memory\n", stderr);
		abort();
	}
	return p;
}

void *mem_zeroed(mem *parent, size_t size, size_t n, const char *type)
{
	if (n && size > SIZE_MAX / n)
		or_abort(NULL);
	void *p = or_abort(talloc_named_const(parent, size * n, type));
	memset(p, 0, size * n);
	return p;
}

void *mem_resized(mem *parent, void *array, size_t size, size_t n)
{
	if (n && size > SIZE_MAX / n)
		or_abort(NULL);
	return or_abort(talloc_realloc_size(parent, array, size * n));
}

mem *mem_pool(size_t bytes)
{
#ifdef LINLI_NO_POOLS /* the sanitizer build: each object apart, so that ASan sees its edges */
	(void)bytes;
	return or_abort(talloc_new(NULL));
#else
	return or_abort(talloc_pool(NULL, bytes));
#endif
}

mem *mem_child(mem *parent)
{
	return or_abort(talloc_new(parent));
}

void mem_free(void *m)
{
	talloc_free(m);
}

struct at_end {
	void (*run)(void *arg);
	void *arg;
};

static int at_end(struct at_end *e)
{
	e->run(e->arg);
	return 0;
}

void mem_at_end(mem *parent, void (*run)(void *arg), void *arg)
{
	struct at_end *e = mem_new(parent, struct at_end);
	*e = (struct at_end){run, arg};
	talloc_set_destructor(e, at_end);
}

char *mem_str(mem *parent, const char *s)
{
	return s ? or_abort(talloc_strdup(parent, s)) : NULL;
}

char *mem_strn(mem *parent, const char *s, size_t n)
{
	return or_abort(talloc_strndup(parent, s, n));
}

void *mem_dup(mem *parent, const void *bytes, size_t n)
{
	return or_abort(talloc_memdup(parent, bytes, n));
}

char *mem_format(mem *parent, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *s = or_abort(talloc_vasprintf(parent, format, ap));
	va_end(ap);
	return s;
}
