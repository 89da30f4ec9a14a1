/* Keyset pages. A list is sorted by one of at most four orders, each by a key column and the id;
 * the cursor carries the key of the last row, so page 900 costs what page 1 costs.
 *
 *     ?sort=-name&size=50&after=CURSOR      the next page
 *     ?before=CURSOR                        the previous one
 *     ?page=7                               a jump, within the first 10,000 rows
 *     ?total=1                              count too: exact up to 10,000, then 10,000 and more
 *
 * A statement of a list begins with the key and the id (a key that is not to be seen is a field
 * marked INTERNAL), ends in its WHERE, and takes its filters from $5 on: $1 to $4 are the page's.
 * PAGE_SQL makes the ascending and the descending one of it. Key and id columns are NOT NULL.
 *
 *     static const struct sort estate_sorts[] = {
 *             {"name", F_TEXT, PAGE_SQL("SELECT name, id, grade FROM estate"
 *                                       " WHERE region_id = $5 AND is_active = 1", "name", "id")},
 *             {"created", F_INSTANT, PAGE_SQL("SELECT created_at, id, name, grade FROM estate"
 *                                       " WHERE region_id = $5 AND is_active = 1", "created_at", "id")},
 *             {0}
 *     };
 *
 *     static err estate_list(struct ctx *cx, struct request *rq)
 *     {
 *             struct page p;
 *             int64_t total = NONE, region = request_id(rq, "region");
 *             err e = page_read(cx, rq, estate_sorts, &p);
 *             if (e)
 *                     return e;
 *             if (p.wants_total)
 *                     total = sql_int(cx, 0, "SELECT count(*) FROM (SELECT 1 FROM estate"
 *                                     " WHERE region_id = $1 AND is_active = 1 LIMIT " PAGE_COUNT ") x",
 *                                     i64(region));
 *             return reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(region)),
 *                               total);
 *     }
 *
 * answers {"items": […], "next": "…", "prev": null, "total": 812, "total_is_capped": false}.
 */
#ifndef LINLI_HTTP_PAGE_H
#define LINLI_HTTP_PAGE_H

#include "http/request.h"
#include "store/sql.h"

enum { PAGE_SIZE_DEFAULT = 20, PAGE_SIZE_MAX = 100, PAGE_JUMP_MAX = 10000 };

/* The LIMIT of a statement that counts: one more than is told exactly. */
#define PAGE_COUNT "10001"

struct sort {
	const char *name; /* "name"; "-name" is the other way; NULL ends a table */
	enum field_type
		key; /* F_TEXT, F_DATE, F_INT, F_INSTANT or F_ID: what the key column holds */
	struct query ascending, descending;
};

/* clang-format off */
#define PAGE_SQL(select, key, id)                                                               \
	SQL(select " AND (" key ", " id ") > ($1, $2)"                                           \
	    " ORDER BY " key ", " id " LIMIT $3 OFFSET $4"),                                     \
	SQL(select " AND (" key ", " id ") < ($1, $2)"                                           \
	    " ORDER BY " key " DESC, " id " DESC LIMIT $3 OFFSET $4")
/* The same where the key is the id: one comparison. */
#define PAGE_SQL_BY_ID(select, id)                                                              \
	SQL(select " AND " id " > $2 ORDER BY " id " LIMIT $3 OFFSET $4"),                       \
	SQL(select " AND " id " < $2 ORDER BY " id " DESC LIMIT $3 OFFSET $4")
/* clang-format on */

#define PAGE_ARGS(p) (p)->key, (p)->id, i64((p)->limit), i64((p)->offset)

struct page {
	const struct sort *sort;
	const char *order;   /* as asked for: "name" or "-name" */
	bool is_descending;  /* of the statement to run */
	bool is_backward;    /* rows come in reverse and are turned round */
	bool is_first;       /* nothing stands before it */
	struct arg key, id;  /* where to go on */
	int64_t size, limit; /* limit is size + 1: the one more says whether there is a next page */
	int64_t offset;
	bool wants_total;
	/* Writes the object of a row where SQL alone does not tell it; NULL: the row is the object. */
	void (*write)(void *arg, struct stmt *q, struct json *j);
	void *write_arg;
};

/* Reads the paging parameters; the first sort is the default. Fails INVALID naming the parameter. */
err page_read(struct ctx *cx, struct request *rq, const struct sort *sorts, struct page *ret);

/* The statement to run for this page. */
const struct query *page_query(const struct page *p);

/* Reads `q` to its end and answers with the page. `total` is NONE when it was not asked for. */
err reply_page(struct ctx *cx, struct request *rq, const struct page *p, struct stmt *q,
	       int64_t total);

/* Whether a list takes this parameter: sort, size, after, before, page, total. */
bool page_has_param(const char *name);

#endif
