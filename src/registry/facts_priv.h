/* Rows and clauses that the tables of facts have in common. */
#ifndef LINLI_REGISTRY_FACTS_PRIV_H
#define LINLI_REGISTRY_FACTS_PRIV_H

#include "registry/facts.h"

/* clang-format off */
#define COUNT(name, unit_, label, meaning)    {name, FACT_INT, label, meaning, .unit = unit_}
#define AREA(name, label, meaning)            {name, FACT_INT, label, meaning, .places = 2, .unit = "㎡"}
#define FLAG(name, label, meaning)            {name, FACT_FLAG, label, meaning}
#define DAY(name, label, meaning)             {name, FACT_DATE, label, meaning}
#define CHOICE(name, choices_, label, meaning) {name, FACT_TEXT, label, meaning, .of = &choices_}
/* clang-format on */

#define ASKED " IN (SELECT unnest FROM unnest($1))"
/* What answers from its own row alone needs no day, but every query is given one. */
#define ANY_DAY " AND $2 > ''"

/* Stands, and is in force today. */
#define IN_FORCE(t)                                                                          \
	" AND " t ".deleted_at IS NULL AND " t ".since <= $2 AND (" t ".until IS NULL OR " t \
	".until >= $2)"
/* The same of what may have begun on a day that nobody recorded. */
#define NOT_OVER(t)                                                                            \
	" AND " t ".deleted_at IS NULL AND (" t ".since IS NULL OR " t ".since <= $2) AND (" t \
	".until IS NULL OR " t ".until >= $2)"

/* An owners' body whose state is *in office* and whose term runs. */
#define IN_OFFICE(t) " AND " t ".state = 2" IN_FORCE(t)

/* What belongs to a deleted estate does not count; what is posted to a region does. */
#define HOME_STANDS(t)                                                            \
	" AND NOT EXISTS (SELECT 1 FROM estate g WHERE g.home_id = " t ".home_id" \
	" AND g.deleted_at IS NOT NULL)"
#define REGISTERED(column) " CASE WHEN o." column " IS NULL THEN 0 ELSE 1 END,"
/* Who is posted for the organisation `o`, anywhere. */
#define EMPLOYED(which)                                                                          \
	" (SELECT count(*) FROM staff s WHERE s.organisation_id = o.home_id" which IN_FORCE("s") \
		HOME_STANDS("s") ")"

#endif
