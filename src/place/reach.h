/* Reach: what a post can see. One table says which estates and organisations are in the reach of a
 * region (all that stands in it or below), of a company (estates with a contract in force), of an
 * estate's committee, of an owner. A post has one `reach_id`; every list of tenant data joins
 *
 *     … FROM reach r JOIN estate e ON e.home_id = r.thing_id
 *       WHERE r.reach_id = $1 AND r.kind = 1 AND r.since <= $2 AND r.until >= $2
 *
 * with the actor's reach_id and today, and so shows nobody more than what is theirs.
 */
#ifndef LINLI_PLACE_REACH_H
#define LINLI_PLACE_REACH_H

#include "base/ctx.h"

/* What was removed keeps its reach under a kind of its own, so that who could see it can restore it. */
enum reach_kind {
	REACH_ESTATE = 1,
	REACH_ORGANISATION,
	REACH_REMOVED_ESTATE,
	REACH_REMOVED_ORGANISATION,
};
enum reach_way { REACH_OWN = 1, REACH_ABOVE, REACH_GRANTED };

/* Puts a thing under its region (0: under none): in its reach and in that of all above it. */
err reach_place(struct ctx *cx, enum reach_kind kind, int64_t thing_id, int64_t region_id);

/* Grants it to somebody from a day to a day (both inclusive; NULL: open), or takes that back. */
struct reach_grant {
	enum reach_kind kind;
	int64_t thing_id, to;
	const char *since, *until;
};
err reach_grant(struct ctx *cx, const struct reach_grant *g);
err reach_withdraw(struct ctx *cx, enum reach_kind kind, int64_t thing_id, int64_t from);

/* The thing was removed, or is restored: what stood under one kind stands under another. */
err reach_turn(struct ctx *cx, int64_t thing_id, enum reach_kind from, enum reach_kind to);

/* A region has moved in the tree: all that stands in it or below is placed anew. */
err reach_move_region(struct ctx *cx, int64_t region_id);

bool reach_holds(struct ctx *cx, int64_t reach_id, enum reach_kind kind, int64_t thing_id);

/* Today in Asia/Shanghai, for `r.until >= $n`. */
const char *reach_today(struct ctx *cx);

#endif
