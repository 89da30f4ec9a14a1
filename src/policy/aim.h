/* How regions stand to a target: a figure due by a day. (The word is not `target` alone: that is the
 * row of the pack.) */
#ifndef LINLI_POLICY_AIM_H
#define LINLI_POLICY_AIM_H

#include "policy/total.h"

enum aim_state {
	AIM_REACHED = 1,
	AIM_ON_TRACK,
	AIM_BEHIND,
	AIM_MISSED,         /* the day is over, and the figure was not reached on it */
	AIM_NO_RECORD,      /* the day is over, and nobody recorded how it stood */
	AIM_NOT_APPLICABLE, /* there is nothing that it could count */
	AIM__MAX
};
extern const struct choices aim_states;

/* One region that has to reach it. */
struct aim {
	const struct live_region *region;
	enum aim_state state;
	struct total now, then; /* then: on its day, if that is over and recorded */
	bool has_then, is_reached_now;
};

/* The regions of the target's level in `within` or below; the pack's own region if the target names no
 * level, and then only where that is asked for. */
struct aims {
	struct aim *all;
	size_t n;
};
err aims_load(struct ctx *cx, const struct live *l, const struct target *t,
	      const struct live_region *within, struct aims *ret);

/* Pure: the state on a day, given today's total and that of the target's own day (NULL: none). The line
 * runs straight from nothing on its first day to the figure on its last. */
enum aim_state aim_state_of(const struct target *t, int32_t today, const struct total *now,
			    const struct total *then);

#endif
