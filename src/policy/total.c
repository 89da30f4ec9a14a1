#include "policy/total.h"

#include "store/sql.h"

static const struct query now = SQL("SELECT measure_id, met, unmet, unknown, not_applicable"
				    " FROM measure_total WHERE home_id = $1");
/* Each measure by itself, so that it costs the same after years of days. */
static const struct query on_day =
	SQL("SELECT d.measure_id, d.met, d.unmet, d.unknown, d.not_applicable"
	    " FROM (SELECT unnest AS id FROM unnest($3)) m JOIN measure_day d"
	    " ON d.home_id = $1 AND d.measure_id = m.id AND d.day = (SELECT max(x.day)"
	    " FROM measure_day x WHERE x.home_id = $1 AND x.measure_id = m.id AND x.day <= $2)");

static struct total *total_for(const struct live_pack *p, struct total *all, int64_t measure_id)
{
	for (size_t i = 0; i < p->n_measures; i++)
		if (p->measures[i].id == measure_id)
			return &all[i];
	return NULL;
}

err totals_load(struct ctx *cx, const struct live_pack *p, int64_t region_id, const char *day,
		struct total **ret)
{
	int64_t *ids = mem_array(cx->mem, int64_t, p->n_measures + 1);
	*ret = mem_array(cx->mem, struct total, p->n_measures + 1);
	for (size_t i = 0; i < p->n_measures; i++)
		ids[i] = p->measures[i].id;
	struct stmt *q =
		day ? sql_run(cx, &on_day, i64(region_id), str(day), i64s(ids, p->n_measures))
		    : sql_run(cx, &now, i64(region_id));
	while (sql_next(q)) {
		struct total *t = total_for(p, *ret, col_i64(q, 0));
		if (t)
			*t = (struct total){col_i64(q, 1), col_i64(q, 2), col_i64(q, 3),
					    col_i64(q, 4)};
	}
	return sql_end(q);
}
