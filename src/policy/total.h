/* Totals of a region, read: now, and as they stood on a day. */
#ifndef LINLI_POLICY_TOTAL_H
#define LINLI_POLICY_TOTAL_H

#include "policy/live.h"

struct total {
	int64_t met, unmet, unknown, not_applicable;
};
/* Those to which it applies. */
static inline int64_t total_of(const struct total *t)
{
	return t->met + t->unmet + t->unknown;
}
static inline void total_add(struct total *to, const struct total *t)
{
	to->met += t->met;
	to->unmet += t->unmet;
	to->unknown += t->unknown;
	to->not_applicable += t->not_applicable;
}

/* Of all measures of the pack in the region, in the order of the pack's live measures. `day` NULL: now;
 * else as it stood at the end of that day, nothing where nothing is known of it. */
err totals_load(struct ctx *cx, const struct live_pack *p, int64_t region_id, const char *day,
		struct total **ret);

#endif
