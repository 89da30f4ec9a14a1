#include "place/number.h"

#include <string.h>

#include "place/region.h"
#include "store/sql.h"

enum { CODE_DIGITS = 6 };

/* The lowest of district, authority and what stands above, that holds the region. */
static err district_of(struct ctx *cx, int64_t region_id, int64_t *ret_id, const char **ret_code)
{
	struct stmt *q = sql(cx,
			     "SELECT r.id, r.division_code FROM region_within w"
			     " JOIN region r ON r.home_id = w.ancestor_id"
			     " WHERE w.descendant_id = $1 AND w.until = $2 AND r.level <= $3"
			     " ORDER BY r.level DESC LIMIT 1",
			     i64(region_id), str(STILL), i64(LEVEL_AUTHORITY));
	*ret_id = 0;
	*ret_code = NULL;
	if (sql_next(q)) {
		*ret_id = col_i64(q, 0);
		*ret_code = col_str(q, 1);
	}
	return sql_end(q);
}

err number_next(struct ctx *cx, const char *kind, int64_t region_id, const char **ret)
{
	int64_t district;
	const char *code;
	err e = district_of(cx, region_id, &district, &code);
	if (e)
		return e;
	int64_t n =
		sql_int(cx, 0,
			"INSERT INTO counter (home_id, kind, year, last) VALUES ($1, $2, 0, 1)"
			" ON CONFLICT (home_id, kind, year) DO UPDATE SET last = counter.last + 1"
			" RETURNING last",
			i64(district), str(kind));
	*ret = mem_format(cx->mem, "%.*s-%06lld", CODE_DIGITS, code ? code : "000000",
			  (long long)n);
	return ctx_err(cx);
}
