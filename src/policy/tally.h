/* Keeping what was evaluated: states and their changes, and the totals of regions, which are moved by
 * the difference and so always are the sum of what stands below. */
#ifndef LINLI_POLICY_TALLY_H
#define LINLI_POLICY_TALLY_H

#include "policy/evaluate.h"

/* Takes over an evaluation made with this snapshot. What a subject had under another pack, or under a
 * measure that is no more, goes. In a write; one at a time (the evaluator's lease sees to that). */
err tally_apply(struct ctx *cx, const struct live *l, const struct evaluation *ev);

/* Of these subjects of a kind, whatever is kept under the pack's measures of that kind goes unless they
 * stand there: what was changed by nobody who said so, or before a measure asked for this kind. */
err tally_sweep(struct ctx *cx, const struct live *l, const struct live_pack *p,
		const struct subjects *of);

/* What of a pack's states stands under a measure that it no longer has goes; and its totals are summed
 * anew over the tree as it is now. */
err tally_rebuild(struct ctx *cx, const struct live_pack *p);

#endif
