/* Subjects: what measures are asked about. Regions are policy's own matter; of everything else the
 * rooms above say, in a table for each kind, where the subjects stand.
 */
#ifndef LINLI_POLICY_SUBJECT_H
#define LINLI_POLICY_SUBJECT_H

#include "policy/fact.h"

struct subject_table {
	enum subject_kind kind; /* 0 ends the tables */
	/* $1 ids: id, home_id, region_id, 1 if it stands (0: it was removed), name. */
	struct query placed;
	/* $1 regions: the ids of all that stand directly in one of them. */
	struct query within;
	/* $1 homes: the ids of those that a change in one of these homes concerns, removed ones too. */
	struct query of_homes;
};

struct subject_tables {
	const struct subject_table *kinds;
	/* $1 homes: the regions in which they stand. A home that is no region's or estate's may give
	 * several. */
	struct query regions_of_homes;
};

/* The program's, set once at start. */
void subjects_set(const struct subject_tables *tables);
const struct subject_table *subject_table_of(enum subject_kind kind); /* NULL for a region */
const struct query *subject_regions_of_homes(void);

#endif
