#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char *buf_make_room(struct buf *b, size_t n)
{
	size_t room = b->room ? b->room : 256;
	if (b->cap && (b->is_full || n > b->cap - b->len)) {
		b->is_full = true;
		b->room = b->len;
		return NULL;
	}
	while (room - b->len < n)
		room *= 2;
	if (b->cap && room > b->cap)
		room = b->cap;
	b->data = mem_resized(b->parent, b->data, 1, room);
	b->room = room;
	return b->data + b->len;
}

void buf_put(struct buf *b, const void *bytes, size_t n)
{
	char *p = n ? buf_room(b, n) : NULL;
	if (p) {
		memcpy(p, bytes, n);
		b->len += n;
	}
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_format(struct buf *b, const char *format, ...)
{
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, ap);
	char *p = n > 0 ? buf_room(b, (size_t)n + 1) : NULL;
	if (p) {
		vsnprintf(p, (size_t)n + 1, format, again);
		b->len += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

/* The NUL is ours, not the client's: it stands beyond the cap and leaves room as it is. */
char *buf_text(struct buf *b)
{
	if (b->len == b->room)
		b->data = mem_resized(b->parent, b->data, 1, b->len + 1);
	b->data[b->len] = '\0';
	return b->data;
}
