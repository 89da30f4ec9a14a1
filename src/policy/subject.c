#include "policy/subject.h"

static const struct subject_tables *all;

void subjects_set(const struct subject_tables *tables)
{
	all = tables;
}

const struct subject_table *subject_table_of(enum subject_kind kind)
{
	for (const struct subject_table *t = all->kinds; t->kind; t++)
		if (t->kind == kind)
			return t;
	return NULL;
}

const struct query *subject_regions_of_homes(void)
{
	return &all->regions_of_homes;
}
