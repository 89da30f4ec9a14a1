/* What the tests of expressions share: a scope with values as an estate has them, and the one
 * question each of them asks of a source. */
#ifndef LINLI_EXPR_TEST_H
#define LINLI_EXPR_TEST_H

#include "test.h"

#include <string.h>

#include "expr/expr.h"

enum variable {
	TODAY,    /* 2026-11-30 */
	HOUSES,   /* 1200 户 */
	STAFF,    /* 1 */
	MODE,     /* "lump", a code */
	FEE,      /* 2.3000 */
	NAME,     /* "万家花园" */
	ASSEMBLY, /* false */
	UNTIL,    /* 2026-12-31 */
	FLOORS,   /* [6, 11, 18] */
	TAGS,     /* ["old", "lift"] */
	LIMITS,   /* {"fee": 23800, "staff": 2}, and "none", which is not recorded */
	FEE_LEAST,
	STAFF_LEAST,
	U_BOOL, /* from here on not recorded */
	U_INT,
	U_STRING,
	U_DATE,
	U_LIST,
	GAPS,       /* [1, not recorded, 3] */
	YES,        /* "t", true */
	NO,         /* "f", false */
	GRID,       /* [[1], [2, 3]] */
	REGISTERED, /* 30 */
	N_VARIABLES
};
extern const struct expr_scope test_scope;
struct expr_value *test_values(mem *m); /* a fresh copy, to be changed */

/* Compiles; a source that does not shows its findings and fails the test. */
const struct expr *compiles(mem *m, const char *source, const struct expr_type *wanted);
/* These begin a new context: what came of the last question is gone. */
struct expr_result runs(const char *source, const struct expr_type *wanted);
struct expr_findings *finds(const char *source, const struct expr_type *wanted);

void is_true(const char *source);
void is_false(const char *source);
void is_int(const char *source, int64_t value);
void is_text(const char *source, const char *value);
void is_day(const char *source, const char *date);
void is_unknown(const char *source);
void is_error(const char *source, const char *key);
/* The first finding, where it points at `what` in the source. */
void is_wrong(const char *source, const char *key, const char *what);

void are_true(const char *const *sources);
void are_false(const char *const *sources);
#define ALL(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
