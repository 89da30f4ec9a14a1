/* A clause as the API shows it. */
#ifndef LINLI_POLICY_COCKPIT_OUT_PRIV_H
#define LINLI_POLICY_COCKPIT_OUT_PRIV_H

#include "policy/cockpit.h"

struct clause_out {
	const char *id, *cites, *part, *title, *gist, *lead_titles, *with_titles, *carried_by,
		*awaits_text;
	int64_t kind, force, light, carried;
	int64_t met, unmet, unknown, not_applicable, met_earlier, total_earlier;
	int64_t targets_reached, targets_on_track, targets_behind, targets_missed,
		targets_no_record;
	int64_t duties, duties_held;
	struct list lead, with; /* ids of bodies */
};
extern const struct field clause_out_fields[];
extern const struct element clause_element;

err clause_out_fill(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
		    struct clause_out *ret);

#endif
