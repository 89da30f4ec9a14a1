/* The cursor of a page: where a row stands in an order. It is not secret and not signed; whatever
 * is not one is refused. */
#ifndef LINLI_HTTP_PAGE_PRIV_H
#define LINLI_HTTP_PAGE_PRIV_H

#include "http/page.h"

enum { CURSOR_MAX = 4096 };

struct cursor {
	int64_t id, number;
	const char *text; /* the key, when it is text; otherwise `number` */
};

char *cursor_encode(mem *m, const char *order, const struct cursor *c);
/* False for anything that cursor_encode() did not make for this order and kind of key. */
bool cursor_decode(mem *m, const struct sort *sort, const char *order, const char *text,
		   struct cursor *ret);

#endif
