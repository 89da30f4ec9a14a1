/* The cockpit: how a region stands to each clause of a document, from what carries the clause.
 *
 *     struct cockpit c;
 *     err e = cockpit_open(cx, region_id, NULL, &c);        // the district's own document
 *     struct verdict v = cockpit_verdict(cx, &c, clause);
 */
#ifndef LINLI_POLICY_COCKPIT_H
#define LINLI_POLICY_COCKPIT_H

#include "policy/aim.h"

/* Only a clause that the document asks firmly, in force and no draft, can be a breach. */
enum light {
	LIGHT_MET = 1,        /* all to whom it applies meet it */
	LIGHT_UNMET,          /* a must is not met */
	LIGHT_SHORT,          /* what is encouraged is not reached, or a target lags */
	LIGHT_UNKNOWN,        /* nobody is known not to meet it, but of some nothing is known */
	LIGHT_IN_FORCE,       /* it holds; there is nothing to count */
	LIGHT_NOT_APPLICABLE, /* it applies to nothing here */
	LIGHT_NOT_YET,        /* what will carry it is still to come */
	LIGHT_NOTHING,        /* nothing carries it */
	LIGHT__MAX
};
enum carried {
	CARRIED_WHOLE = 1,
	CARRIED_PARTLY,
	CARRIED_NOT_YET,
	CARRIED_BY_NOTHING,
	CARRIED__MAX
};
extern const struct choices lights, carrieds;

/* The engine that publishes is still to come: until then a disclosure carries nothing. */
static inline bool carrier_carries(const struct carrier *c)
{
	return c->kind != CARRIER_DISCLOSURE;
}
/* The measure that it is, or that its target counts; NULL: neither. */
const struct measure *carrier_measure(const struct carrier *c);
/* What carries it now, and what is still to come: from the pack alone. */
enum carried clause_carried(const struct clause *c);
/* The measures of a clause, those of its targets included, each once. Returns how many; `ret` has room
 * for n_carriers. */
size_t clause_measures(const struct clause *c, const struct measure **ret);

struct cockpit {
	const struct live *live;
	const struct live_region *region;
	const struct live_pack *p;
	const struct pack *doc;      /* p->pack, or the pack that it extends */
	const struct total *now;     /* in the order of p->measures */
	const struct total *earlier; /* CHANGE_DAYS ago */
	const struct total *tried;   /* of a trial: of every region (aim.h); else NULL */
	struct department_at *departments;
	size_t n_departments;
};
enum { CHANGE_DAYS = 30 };

/* `pack` NULL: the one that governs the region. NOT_FOUND if none does, or it is neither that one nor
 * the one it extends. */
err cockpit_open(struct ctx *cx, int64_t region_id, const char *pack, struct cockpit *ret);

/* The same for the whole of a pack that is only tried, over the totals of all its regions. */
err cockpit_try(struct ctx *cx, const struct live *l, const struct live_pack *p,
		const struct total *tried, struct cockpit *ret);

struct verdict {
	enum light light;
	enum carried carried;
	struct total now, earlier; /* summed over its measures, those of its targets too */
	struct total asked;        /* the same over those that it names by themselves */
	size_t n_measures;
	int64_t aims[AIM__MAX];      /* how many regions stand how to its targets */
	int64_t late, slipped;       /* of those missed: reached since; of those reached: no more */
	int64_t duties, duties_held; /* rows of duties, and those whose body is registered */
};
err cockpit_verdict(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
		    struct verdict *ret);

/* The registered departments that hold a duty in the region's pack, joined by 、; NULL: none. A body
 * that is no department (regions, companies …) has nobody to look for. */
const char *cockpit_holders(struct ctx *cx, const struct cockpit *c, const struct body *b);
static inline bool body_is_department(const struct body *b)
{
	return b->duty != NULL;
}

#endif
