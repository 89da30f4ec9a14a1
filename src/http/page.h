/* Keyset pages. A list is sorted by one of at most four orders, each by a key column and the id;
 * the cursor carries the key of the last row, so page 900 costs what page 1 costs.
 *
 *     ?sort=-name&size=50&after=CURSOR      the next page
 *     ?before=CURSOR                        the previous one
 *     ?page=7                               a jump, within the first 10,000 rows
 *     ?total=1                              count too: exact up to 10,000, then 10,000 and more
 *
 * The handler supplies for each order two statements, ascending and descending, made of literals
 * by PAGE_SQL; they take the key, the id, the limit and the offset as their last four parameters.
 */
#ifndef LINLI_HTTP_PAGE_H
#define LINLI_HTTP_PAGE_H

#include "http/request.h"
#include "store/sql.h"

enum { PAGE_SIZE_DEFAULT = 20, PAGE_SIZE_MAX = 100, PAGE_JUMP_MAX = 10000 };

struct sort {
	const char *name;    /* "name"; "-name" is the other way; NULL ends a table */
	enum field_type key; /* F_TEXT, F_INT, F_ID or F_DATE: what the key column holds */
	struct query ascending, descending;
};

struct page {
	const struct sort *sort;
	bool is_descending;  /* of the statement to run */
	bool is_backward;    /* rows come in reverse and are turned round */
	struct arg key, id;  /* where to go on */
	int64_t size, limit; /* limit is size + 1: the one more says whether there is a next page */
	int64_t offset;
	bool wants_total;
};

/* Reads the paging parameters; the first sort is the default. Fails INVALID naming the parameter. */
err page_read(struct ctx *cx, struct request *rq, const struct sort *sorts, struct page *ret);

/* The statement to run for this page. */
const struct query *page_query(const struct page *p);

/* Reads `q` to its end and answers with the page. The first two columns of a row are the key and
 * the id and, like columns whose name starts with an underscore, are not part of the reply unless
 * route->out names them. `total` is NONE when it was not asked for. */
err reply_page(struct ctx *cx, struct request *rq, const struct page *p, struct stmt *q,
	       int64_t total);

#endif
