/* Expressions: a subset of CEL, the Common Expression Language, without floating point. A pack says
 * in them when a subject meets a measure, when a step of a procedure may be taken, what an item of
 * a scorecard is worth.
 *
 *     estate.service_mode == "professional" && estate.fee_low_e4 >= params.fee_least_e4
 *
 * An expression is total: nothing in it can loop for ever, and its cost is bounded. It is typed
 * against the variables that it may use when it is compiled, so that a pack with a wrong one is
 * refused when it is loaded. It gives a value, or *unknown* (a fact that nobody recorded was
 * needed), or an error (division by zero, overflow, too costly): three different things. Pure: no
 * clock, no database. docs/expressions.md is the manual of the language.
 *
 *     struct expr_findings wrong;
 *     const struct expr *e = expr_compile(m, &scope, source, &expr_bool, &wrong);
 *     struct expr_result r = expr_run(m, e, values);
 *     if (r.outcome == EXPR_VALUE && r.value.b) …
 */
#ifndef LINLI_EXPR_EXPR_H
#define LINLI_EXPR_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arg.h"
#include "base/field.h"
#include "base/mem.h"
#include "base/text.h"

/* ─── types and values ─── */

enum expr_kind {
	EXPR_BOOL = 1,
	EXPR_INT,      /* 64 bits; what does not fit is an error */
	EXPR_STRING,   /* UTF-8 */
	EXPR_DATE,     /* a day in Asia/Shanghai; kept as a day number (base/date.h) */
	EXPR_DURATION, /* ms */
	EXPR_LIST,
	EXPR_MAP, /* keys are strings */
	EXPR__MAX
};

struct expr_type {
	enum expr_kind kind;
	const struct expr_type *of; /* EXPR_LIST: of its members; EXPR_MAP: of its values */
};
extern const struct expr_type expr_bool, expr_int, expr_string, expr_date, expr_duration,
	expr_int_list, expr_string_list;

struct expr_value;
struct expr_list {
	const struct expr_value *values;
	const struct expr_value *keys; /* of a map, as many; NULL: a list */
	size_t n;
};
struct expr_value {
	enum expr_kind kind; /* 0: nobody has recorded it */
	union {
		bool b;
		int64_t i; /* EXPR_INT; EXPR_DATE: day number; EXPR_DURATION: ms */
		const char *s;
		struct expr_list list;
	};
};

/* ─── what an expression may use ─── */

/* A variable has a name of one part ("today") or of two ("estate.house_count"): the first part is
 * then the name of a message, and has(estate.house_count) asks whether it is recorded. */
struct expr_variable {
	const char *name;
	const struct expr_type *type;
	const char *zh, *en; /* what explanations call it */
	const struct choices
		*of;      /* EXPR_STRING: its codes and their labels. A literal that is compared
				     with it and is no code of it is a finding. NULL: any text */
	int places;       /* EXPR_INT: shown to people with so many decimal places */
	const char *unit; /* EXPR_INT: "㎡"; NULL: none */
};
struct expr_scope {
	const struct expr_variable *variables;
	size_t n;
};

/* ─── compiling ─── */

enum {
	EXPR_SOURCE_MAX = 4096, /* bytes */
	EXPR_DEPTH_MAX = 64,    /* of nesting */
	EXPR_NODES_MAX = 1000,
	EXPR_COST_MAX = 100000, /* steps of one run; beyond it the result is an error */
	EXPR_FINDINGS_MAX = 20,
};

/* What is wrong: where in the source (bytes, from 0), what was found and what was expected, and the
 * name that was probably meant. */
struct expr_finding {
	size_t at, n;
	struct text text;
	const struct arg *args;
	const char *nearest; /* NULL: none is near */
};
struct expr_findings {
	struct expr_finding all[EXPR_FINDINGS_MAX];
	size_t n;
};

struct expr;

/* Parses and checks `source`, whose result must be of type `wanted` (NULL: of any). NULL if
 * anything is wrong; then *ret_wrong has every finding, not the first alone. The result lives on
 * `m` and points into `scope`, which must outlive it; any number of threads may run it. */
const struct expr *expr_compile(mem *m, const struct expr_scope *scope, const char *source,
				const struct expr_type *wanted, struct expr_findings *ret_wrong);

const struct expr_type *expr_type_of(const struct expr *e);
/* Is the variable of this index named in it? */
bool expr_uses(const struct expr *e, size_t variable);

/* The one of `n` names that `word` was probably meant to be; NULL: none is near. Also for what
 * packs name outside expressions. */
const char *expr_nearest(const char *word, const char *const *names, size_t n);

/* ─── running ─── */

enum expr_outcome { EXPR_VALUE = 1, EXPR_UNKNOWN, EXPR_ERROR };
struct expr_result {
	enum expr_outcome outcome;
	struct expr_value value; /* EXPR_VALUE */
	struct text error;       /* EXPR_ERROR */
	const struct arg *args;
};

/* `values` holds one value for each variable of the scope, in its order. As CEL has it:
 * false && (unknown or error) is false, true || (unknown or error) is true, unknown wins over
 * error; has() of what is not recorded is false. */
struct expr_result expr_run(mem *m, const struct expr *e, const struct expr_value *values);

/* Why a condition is not true, for people: the parts that failed, with their values and what was
 * asked for ("物业专干 1，至少需要 2"); the facts that are not recorded; the error. "" if it is true. */
const char *expr_explain(mem *m, const struct expr *e, const struct expr_value *values,
			 enum lang lang);

#endif
