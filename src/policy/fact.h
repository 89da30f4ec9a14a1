/* Facts: what a measure may ask of its subject. Rooms above hand in their tables of facts; app joins
 * them. A table is one SQL that answers its facts for many subjects at once, so that one estate and
 * a hundred thousand cost what they must.
 *
 *     static const struct fact community_facts[] = {
 *             {"specialists", FACT_INT, L("物业专干人数", "Property specialists"),
 *              L("在本辖区及以下任职的物业专干", "posted to the region or below"), .unit = "人"},
 *             {0}
 *     };
 *     const struct fact_table registry_facts[] = {
 *             {SUBJECT_COMMUNITY, community_facts,
 *              SQL("SELECT r.id, count(s.id) FROM region r LEFT JOIN … "
 *                  " WHERE r.id IN (SELECT unnest FROM unnest($1)) AND $2 … GROUP BY r.id")},
 *             {0}
 *     };
 *
 * $1 is the subjects' ids, $2 today. The first column is the subject's id, then stands one column for
 * each fact, in order: INTEGER for numbers, flags and choices, TEXT for dates and texts. NULL is
 * *not recorded*. A subject without a row has none of the facts, so counts are LEFT JOINs.
 */
#ifndef LINLI_POLICY_FACT_H
#define LINLI_POLICY_FACT_H

#include "base/field.h"
#include "expr/expr.h"
#include "store/sql.h"

/* Regions of a level are four kinds: an authority is a district or a 新区, a subdistrict may be a town,
 * a community a village. */
enum subject_kind {
	SUBJECT_AUTHORITY = 1,
	SUBJECT_NEW_TOWN,
	SUBJECT_SUBDISTRICT,
	SUBJECT_COMMUNITY,
	SUBJECT_ESTATE,
	SUBJECT_COMPANY,
	SUBJECT_COMMITTEE,
	SUBJECT_DEPARTMENT,
	SUBJECT_STAFF,
	SUBJECT__MAX
};
extern const struct choices subject_kinds; /* code "authority" …, Chinese, English */

static inline bool subject_is_region(enum subject_kind kind)
{
	return kind <= SUBJECT_COMMUNITY;
}

enum fact_type { FACT_INT = 1, FACT_FLAG, FACT_TEXT, FACT_DATE };

struct fact {
	const char *name; /* "house_count"; NULL ends a table */
	enum fact_type type;
	const char *zh, *en;                 /* the label, as explanations have it */
	const char *meaning_zh, *meaning_en; /* one sentence for the list of facts */
	const struct choices *of; /* FACT_TEXT: kept as the number of a choice; its code in
						expressions. NULL: any text */
	int places;               /* FACT_INT: decimals that people see */
	const char *unit;
};

struct fact_table {
	enum subject_kind kind; /* 0 ends the tables */
	const struct fact *facts;
	struct query query;
};

/* All tables of the program, joined: the variables of expressions by subject kind. */
struct facts;
/* Fails INTERNAL if a name stands twice or a table has no facts. `tables` is a NULL-ended list of
 * tables, each ended by kind 0, and must outlive the result. */
err facts_join(struct ctx *cx, mem *m, const struct fact_table *const *tables,
	       const struct facts **ret);

/* The facts of a kind in the order of their slots. */
size_t facts_of(const struct facts *f, enum subject_kind kind, const struct fact *const **ret);

/* Some subjects of one kind. */
struct subjects {
	enum subject_kind kind;
	const int64_t *ids;
	size_t n;
};

/* Their facts, in the order of the ids: n × facts_of() values. An id that no table knows has all its
 * values unrecorded. */
err facts_load(struct ctx *cx, const struct facts *f, const struct subjects *of,
	       struct expr_value **ret);

/* The value as people read it, with label of a choice, decimals and unit; "" where not recorded. */
const char *fact_show(mem *m, const struct fact *f, const struct expr_value *v, enum lang lang);

/* The program's tables, joined at start; one for the whole process. */
const struct facts *facts_all(void);
void facts_set(const struct facts *f);

#endif
