/* Trying a pack: what would change in the cockpit of its region if it were loaded. Nothing is written. */
#ifndef LINLI_POLICY_TRIAL_H
#define LINLI_POLICY_TRIAL_H

#include "policy/cockpit.h"

/* A clause before and after; `before` is absent for a new clause, `after` for one that goes. */
struct trial_row {
	const char *clause, *title;
	int64_t light_before, light_after; /* enum light; 0: the clause is not there */
	struct total before, after;
};

/* For the pack's region as a whole; of a pack without one (the national pack) by the documents of the
 * packs that extend it there is nothing to show. In a read; takes as long as evaluating the pack in
 * full does. */
err trial_run(struct ctx *cx, const struct pack *pack, struct trial_row **ret, size_t *ret_n);

#endif
