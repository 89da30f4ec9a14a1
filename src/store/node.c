/* What every process takes from the database for itself: a node number for its ids, and numbers
 * for people. */
#include <sodium.h>

#include "base/date.h"
#include "base/id.h"
#include "store/store_priv.h"

#define LEASE_MS INT64_C(3600000)

/* A lease is between processes: it goes by the machine's clock, as ids do. */
static err lease(struct ctx *cx, void *arg)
{
	struct store *s = arg;
	int64_t now = clock_now(), holder = (int64_t)(randombytes_random() & 0x7FFFFFFF) << 32;
	holder |= randombytes_random();
	int64_t node = sql_int(cx, -1,
			       "UPDATE node SET holder = $1, renewed_at = $2 WHERE number ="
			       " (SELECT min(number) FROM node WHERE renewed_at < $3)"
			       " RETURNING number",
			       i64(holder), i64(now), i64(now - LEASE_MS));
	if (node < 0)
		node = sql_int(cx, -1,
			       "INSERT INTO node (number, holder, renewed_at)"
			       " SELECT coalesce(max(number) + 1, 0), $1, $2 FROM node"
			       " HAVING coalesce(max(number) + 1, 0) < $3 RETURNING number",
			       i64(holder), i64(now), i64(ID_NODES));
	if (!ctx_err(cx) && node < 0)
		return fail_internal(cx, "all %d node numbers are leased: wait an hour", ID_NODES);
	s->node = (int)node;
	s->node_holder = holder;
	return ctx_err(cx);
}

err store_lease_node(struct store *s, struct ctx *cx, int *ret_node)
{
	err e = store_write_now(s, cx, lease, s);
	if (!e)
		*ret_node = s->node;
	return e;
}

static err keep(struct ctx *cx, void *arg)
{
	struct store *s = arg;
	int64_t changed = 0;
	err e = sql_change(cx, &changed,
			   "UPDATE node SET renewed_at = $1 WHERE number = $2 AND holder = $3",
			   i64(clock_now()), i64(s->node), i64(s->node_holder));
	if (!e && changed != 1)
		return fail_internal(cx, "node %d is leased to another process", s->node);
	return e;
}

err store_keep_node(struct store *s, struct ctx *cx)
{
	return store_write_now(s, cx, keep, s);
}

err store_number(struct ctx *cx, int64_t home_id, const char *kind, int64_t year,
		 int64_t *ret_number)
{
	*ret_number = sql_int(cx, 0,
			      "INSERT INTO counter (home_id, kind, year, last)"
			      " VALUES ($1, $2, $3, 1) ON CONFLICT (home_id, kind, year)"
			      " DO UPDATE SET last = counter.last + 1 RETURNING last",
			      i64(home_id), str(kind), i64(year));
	return ctx_err(cx);
}
