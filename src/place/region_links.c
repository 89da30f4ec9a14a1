#include "place/region_links.h"

#include <string.h>

#include "http/html.h"
#include "place/region.h"
#include "store/sql.h"

static void put_region(struct ctx *cx, struct buf *b, struct stmt *q, const char *address)
{
	html_put(b, "<li><a href=\"");
	html_text(b, address);
	html_id(b, col_i64(q, 0));
	buf_puts(b, strchr(address, '?') ? with_lang(cx, "&amp;lang=en", "")
					 : with_lang(cx, "?lang=en", ""));
	html_put(b, "\">");
	html_text(b, col_peek(q, 1));
	html_put(b, "</a></li>");
}

static err put_list(struct ctx *cx, struct buf *b, struct stmt *q, const char *address)
{
	html_put(b, "<ul class=\"regions\">");
	while (sql_next(q))
		put_region(cx, b, q, address);
	html_put(b, "</ul>");
	return sql_end(q);
}

err region_links(struct ctx *cx, struct buf *b, int64_t region_id, const char *address)
{
	html_put(b, "<nav aria-label=\"");
	html_text(b, either(cx, "按辖区查看", "By region"));
	html_put(b, "\">");
	err e = put_list(cx, b,
			 sql(cx,
			     "SELECT r.id, r.name FROM region_within w"
			     " JOIN region r ON r.home_id = w.ancestor_id"
			     " WHERE w.descendant_id = $1 AND w.until = $2 AND r.deleted_at IS NULL"
			     " ORDER BY w.depth DESC",
			     i64(region_id), str(STILL)),
			 address);
	err below = put_list(
		cx, b,
		sql(cx,
		    "SELECT id, name FROM region WHERE deleted_at IS NULL"
		    " AND ((CAST($1 AS BIGINT) IS NULL AND parent_id IS NULL) OR parent_id = $1)"
		    " ORDER BY division_code, id LIMIT 1000",
		    id_or_none(region_id)),
		address);
	html_put(b, "</nav>");
	return e ? e : below;
}
