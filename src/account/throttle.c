#include "account/throttle.h"

#include "store/sql.h"

enum { LONGEST_WINDOW_MS = 24 * 3600 * 1000 };

static const char *key_of(struct ctx *cx, const struct throttle *t, const char *who)
{
	return mem_format(cx->mem, "%s:%s", t->what, who);
}

bool throttle_allows(struct ctx *cx, const struct throttle *t, const char *who, int64_t *ret_wait_s)
{
	bool allows = true;
	struct stmt *q = sql(cx, "SELECT since, count FROM throttle WHERE key = $1 AND since > $2",
			     str(key_of(cx, t, who)), i64(cx->now - t->window_ms));
	if (sql_next(q) && col_i64(q, 1) >= t->most) {
		allows = false;
		*ret_wait_s = (col_i64(q, 0) + t->window_ms - cx->now + 999) / 1000;
	}
	return sql_end(q) == OK && allows;
}

err throttle_count(struct ctx *cx, const struct throttle *t, const char *who)
{
	return sql_exec(cx,
			"INSERT INTO throttle (key, since, count) VALUES ($1, $2, 1)"
			" ON CONFLICT (key) DO UPDATE SET"
			" count = CASE WHEN throttle.since > $3 THEN throttle.count + 1 ELSE 1 END,"
			" since = CASE WHEN throttle.since > $3 THEN throttle.since ELSE $2 END",
			str(key_of(cx, t, who)), i64(cx->now), i64(cx->now - t->window_ms));
}

err throttle_forget(struct ctx *cx, const struct throttle *t, const char *who)
{
	return sql_exec(cx, "DELETE FROM throttle WHERE key = $1", str(key_of(cx, t, who)));
}

err throttle_sweep(struct ctx *cx)
{
	return sql_exec(cx, "DELETE FROM throttle WHERE since < $1",
			i64(cx->now - LONGEST_WINDOW_MS));
}
