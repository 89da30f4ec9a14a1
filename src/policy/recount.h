/* Keeping the cockpit true: what changed is evaluated within seconds, a pack as a whole when it is
 * loaded, when a day begins (measures may read it) and when the tree of regions changes.
 *
 * One process does it, whoever holds the lease. Each step does a block: its facts are read and its
 * expressions run outside the writer, which then only takes over what came out otherwise.
 */
#ifndef LINLI_POLICY_RECOUNT_H
#define LINLI_POLICY_RECOUNT_H

#include "policy/live.h"

struct recount;
struct recount *recount_new(mem *parent);

/* One step with this snapshot. *ret_is_idle: nothing is left to do. */
err recount_step(struct ctx *cx, struct store *s, const struct live *l, struct recount *r,
		 bool *ret_is_idle);

/* Everything that is due, at once, going on where a run was. */
err recount_all(struct ctx *cx, struct store *s, const struct live *l, struct recount *r);

#endif
