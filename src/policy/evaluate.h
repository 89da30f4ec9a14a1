/* Evaluating measures: how subjects stand, computed from their facts. Nothing is written here. */
#ifndef LINLI_POLICY_EVALUATE_H
#define LINLI_POLICY_EVALUATE_H

#include "policy/live.h"

/* Four different things. An error counts as unknown, never as met. */
enum measure_state {
	MEASURE_MET = 1,
	MEASURE_UNMET,
	MEASURE_NOT_APPLICABLE,
	MEASURE_UNKNOWN,
	MEASURE__MAX
};
extern const struct choices measure_states;

/* A subject, and how it stands to each measure of its kind of the pack it lies under. */
struct standing {
	int64_t id, home_id;
	const char *name;
	const struct live_region *region; /* NULL: it was removed, or lies under no pack */
	const unsigned char *states;      /* region->pack->first[kind] … , enum measure_state */
};
struct evaluation {
	enum subject_kind kind;
	struct standing *all;
	size_t n;
};

/* At most EVALUATE_MOST at once; on cx->mem, in a read. Ids of what never was are left out. */
enum { EVALUATE_MOST = 500 };
err evaluate(struct ctx *cx, const struct live *l, const struct subjects *of,
	     struct evaluation *ret);

static inline struct subjects subjects_from(const struct subjects *all, size_t first)
{
	size_t left = all->n - first;
	return (struct subjects){all->kind, all->ids + first,
				 left < EVALUATE_MOST ? left : EVALUATE_MOST};
}

/* Why subjects do not meet a measure, or why nobody knows, for people: one text for each id, in their
 * order; "" for one that meets it, or to which it does not apply. */
err evaluate_why(struct ctx *cx, const struct live_measure *m, const int64_t *ids, size_t n,
		 const char ***ret);

/* The same of one subject, for several measures of its kind under one pack. */
err evaluate_why_all(struct ctx *cx, const struct live_measure *const *measures, size_t n,
		     int64_t id, const char ***ret);

/* All subjects of a kind that stand under a pack. */
err subjects_of(struct ctx *cx, const struct live_pack *p, enum subject_kind kind,
		struct subjects *ret);

#endif
