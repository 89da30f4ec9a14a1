/* A growing piece of text or bytes.
 *
 *     struct buf b = buf_on(cx->mem);
 *     buf_puts(&b, "共");
 *     buf_format(&b, "%d 户", n);
 *     return buf_text(&b);          // NUL-terminated, owned by the parent
 *
 * Never fails: running out of memory aborts (mem.h). What a client can make grow has a `cap`:
 * past it nothing more is added and `is_full` stays set, to be checked once at the end.
 */
#ifndef LINLI_BASE_BUF_H
#define LINLI_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

struct buf {
	mem *parent;
	char *data;       /* not NUL-terminated until buf_text() */
	size_t len, room; /* room is at most cap, and equals len once it is full */
	size_t cap;       /* 0: none */
	bool is_full;
};

static inline struct buf buf_on(mem *parent)
{
	return (struct buf){.parent = parent};
}

/* Room for `n` more bytes; returns where they go, NULL past the cap. Add what was used to len. */
char *buf_make_room(struct buf *b, size_t n);
static inline char *buf_room(struct buf *b, size_t n)
{
	return n <= b->room - b->len ? b->data + b->len : buf_make_room(b, n);
}

void buf_put(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *buf_text(struct buf *b);

static inline void buf_putc(struct buf *b, char c)
{
	char *p = buf_room(b, 1);
	if (p) {
		*p = c;
		b->len++;
	}
}

#endif
