#include "place/reach.h"

#include "base/date.h"
#include "place/region.h"
#include "store/sql.h"

const char *reach_today(struct ctx *cx)
{
	char *today = mem_array(cx->mem, char, DATE_SIZE);
	date_of_instant(cx->now, today);
	return today;
}

err reach_place(struct ctx *cx, enum reach_kind kind, int64_t thing_id, int64_t region_id)
{
	err e = sql_exec(cx, "DELETE FROM reach WHERE kind = $1 AND thing_id = $2 AND way <> $3",
			 i64(kind), i64(thing_id), i64(REACH_GRANTED));
	if (e || !region_id)
		return e;
	return sql_exec(cx,
			"INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"
			" SELECT ancestor_id, $1, $2, CASE WHEN depth = 0 THEN 1 ELSE 2 END, $5, $4"
			" FROM region_within WHERE descendant_id = $3 AND until = $4",
			i64(kind), i64(thing_id), i64(region_id), str(STILL), str(ALWAYS));
}

err reach_grant(struct ctx *cx, const struct reach_grant *g)
{
	return sql_exec(cx,
			"INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"
			" VALUES ($1, $2, $3, $4, $5, $6)"
			" ON CONFLICT (reach_id, kind, thing_id)"
			" DO UPDATE SET since = $5, until = $6",
			i64(g->to), i64(g->kind), i64(g->thing_id), i64(REACH_GRANTED),
			str(g->since ? g->since : ALWAYS), str(g->until ? g->until : STILL));
}

err reach_withdraw(struct ctx *cx, enum reach_kind kind, int64_t thing_id, int64_t from)
{
	return sql_exec(cx,
			"DELETE FROM reach WHERE reach_id = $1 AND kind = $2 AND thing_id = $3"
			" AND way = $4",
			i64(from), i64(kind), i64(thing_id), i64(REACH_GRANTED));
}

err reach_turn(struct ctx *cx, int64_t thing_id, enum reach_kind from, enum reach_kind to)
{
	return sql_exec(cx, "UPDATE reach SET kind = $3 WHERE kind = $2 AND thing_id = $1",
			i64(thing_id), i64(from), i64(to));
}

/* What stands in a region's branch: its own regions, each with what is placed there. */
#define THINGS_BELOW                                                         \
	" FROM reach o JOIN region_within b ON b.descendant_id = o.reach_id" \
	" WHERE b.ancestor_id = $1 AND b.until = $2 AND o.way = 1"

err reach_move_region(struct ctx *cx, int64_t region_id)
{
	err e = sql_exec(cx,
			 "DELETE FROM reach WHERE way = 2 AND (kind, thing_id) IN"
			 " (SELECT o.kind, o.thing_id" THINGS_BELOW ")",
			 i64(region_id), str(STILL));
	if (e)
		return e;
	return sql_exec(cx,
			"INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"
			" SELECT a.ancestor_id, t.kind, t.thing_id, 2, $3, $2 FROM"
			" (SELECT o.kind, o.thing_id, o.reach_id" THINGS_BELOW ") t"
			" JOIN region_within a ON a.descendant_id = t.reach_id"
			" WHERE a.until = $2 AND a.depth > 0",
			i64(region_id), str(STILL), str(ALWAYS));
}

bool reach_holds(struct ctx *cx, int64_t reach_id, enum reach_kind kind, int64_t thing_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM reach WHERE reach_id = $1 AND kind = $2 AND thing_id = $3"
		       " AND since <= $4 AND until >= $4",
		       i64(reach_id), i64(kind), i64(thing_id), str(reach_today(cx))) == 1;
}
