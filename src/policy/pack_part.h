/* What a policy pack is made of besides its clauses: bodies, parameters, measures, targets, duties and
 * disclosures. All are immutable and point at one another; ids are those of the files.
 */
#ifndef LINLI_POLICY_PACK_PART_H
#define LINLI_POLICY_PACK_PART_H

#include "base/field.h"
#include "expr/expr.h"
#include "policy/fact.h"

/* What people read: both languages are always there. */
struct label {
	const char *zh, *en;
};
static inline const char *label_in(struct label l, enum lang lang)
{
	return lang == LANG_EN ? l.en : l.zh;
}

enum pack_level { PACK_AUTHORITY = 1, PACK_NEW_TOWN, PACK_SUBDISTRICT, PACK_COMMUNITY };
struct pack_level_title {
	enum pack_level level;
	struct label title;
};

struct body { /* whoever leads or supports a clause, or has a duty */
	const char *id;
	struct label title;
	enum pack_level level; /* 0: not said */
	const char *duty;      /* organisation.duty of a department; NULL: not a department */
};

enum parameter_type {
	PARAMETER_INT = 1,
	PARAMETER_FLAG,
	PARAMETER_TEXT,
	PARAMETER_DATE,
	PARAMETER_FRACTION
};
enum stricter { STRICTER_NONE = 1, STRICTER_HIGHER, STRICTER_LOWER };
struct parameter {
	const char *id;
	struct label title, unit; /* unit.zh NULL: none */
	enum parameter_type type;
	enum stricter stricter;
	int places;
	bool is_uncertain, is_own; /* own: stands in this pack, anew or changed */
	const char *source;
	struct label acknowledged;     /* zh NULL: no */
	int64_t value;                 /* int, flag; a date's day number; a fraction's numerator */
	int64_t den;                   /* of a fraction */
	const char *text;              /* of a text */
	const struct parameter *below; /* what it changes; NULL: nothing */
};

struct measure {
	const char *id;
	struct label title, remedy; /* remedy.zh NULL: none */
	enum subject_kind subject;
	const char *when_source, *meets_source; /* when NULL: always */
	const struct expr *when, *meets;        /* over pack_scope() of its subject */
	bool reads_today;
	const struct pack
		*pack; /* over whose pack_scope() it is compiled: whose parameters it reads */
	const struct measure *below; /* that of the base which it is, with this pack's parameters;
					NULL: it stands in `pack` itself */
};

struct target {
	const char *id;
	struct label title;
	const struct measure *measure;
	enum pack_level level;  /* 0: the pack's region as a whole */
	int64_t count;          /* NONE: a share */
	int64_t share_permille; /* NONE: a count */
	int32_t from, by;       /* day numbers; from 0: not said */
};

struct duty {
	const char *id, *cites;
	const struct body *body;
	struct label text;
};

enum disclosure_period {
	EVERY_ONCE = 1,
	EVERY_MONTH,
	EVERY_QUARTER,
	EVERY_HALF_YEAR,
	EVERY_YEAR,
	EVERY_CHANGE
};
struct disclosure {
	const char *id;
	struct label title;
	enum subject_kind subject;
	const struct body *publisher;
	enum disclosure_period every;
	int64_t within_days; /* NONE: not said */
};

extern const struct choices pack_levels, parameter_types, stricters, disclosure_periods;

/* The value as people read it, with decimals and unit. */
const char *parameter_show(mem *m, const struct parameter *p, enum lang lang);

#endif
