/* A small district made by hand, with something of every kind that facts count and something beside it
 * that they must not: ended yesterday, begun tomorrow, deleted, elsewhere. Today is 2026-03-02. */
#ifndef LINLI_REGISTRY_FACTS_DISTRICT_TEST_H
#define LINLI_REGISTRY_FACTS_DISTRICT_TEST_H

#include "store/store.h"

struct facts_district {
	int64_t district, new_town, street, town, first, second, third, moved, over;
	int64_t rich, bare, unplaced, other, deleted, grouped, planned, left;
	int64_t company, idle, utility, office_department, district_department, office;
	int64_t committee, managing, replaced, expired, specialist, released, guard;
	int64_t deleted_committee, deleted_staff;
	int64_t people[8];
};
extern struct facts_district is;

/* Ends the test if the work failed. */
void facts_done(struct ctx *cx, err e);
/* The store is empty and migrated, cx->now in the morning of that day. */
void facts_build(struct ctx *cx, struct store *store);

#endif
