/* A policy pack: one district's policy document as data (docs/policy-packs.md is its manual).
 *
 * pack_read() (pack_read.h) makes it from files: an immutable struct pack whose parts point at one
 * another. A pack that extends another sees the parameters, measures and calendar of that one.
 */
#ifndef LINLI_POLICY_PACK_H
#define LINLI_POLICY_PACK_H

#include "policy/clause.h"

struct role_title {
	int64_t role; /* enum role (account/may.h) */
	enum pack_level level;
	struct label title;
};

struct calendar_day { /* sorted by day */
	int32_t day;
	bool is_work; /* a weekend day on which people work; else a day off */
	struct label name;
};
struct calendar {
	const struct calendar_day *days;
	size_t n;
	const int *years; /* those that are published, ascending */
	size_t n_years;
};

struct pack {
	const char *name, *hash; /* SHA-256 over its files and its base's version, in hex */
	struct label title;
	const char *document, *number, *issuer, *issued_on;
	const char *region; /* division code or key; NULL: the national pack */
	const struct pack *base;
	const char *from, *until; /* NULL: not said */
	bool is_draft;
	struct pack_level_title *levels;
	struct body *bodies;
	struct parameter *parameters; /* those of the base that are not changed included */
	struct part *parts;
	struct clause *clauses;
	struct measure *measures; /* its own */
	struct target *targets;
	struct duty *duties;
	struct disclosure *disclosures;
	struct role_title *roles;
	struct calendar calendar; /* with that of the base */
	size_t n_levels, n_bodies, n_parameters, n_parts, n_clauses, n_measures, n_targets,
		n_duties, n_disclosures, n_roles;
};

/* The variables of its expressions for a kind of subject: the subject's facts in the order of
 * facts_of(), then the parameters in the order of the pack (a fraction takes two), then today.
 * One for each kind, made by pack_read(). */
const struct expr_scope *pack_scope(const struct pack *p, enum subject_kind kind);
/* Fills in what does not hang on the subject: `values` has room for the whole scope. */
void pack_fill_values(const struct pack *p, enum subject_kind kind, int32_t today,
		      struct expr_value *values);

/* Its own, or its base's as this pack's parameters have it. */
const struct measure *pack_measure(const struct pack *p, const char *id);
const struct clause *pack_clause(const struct pack *p, const char *id);
const struct parameter *pack_parameter(const struct pack *p, const char *id);
/* What the pack calls a level: "镇街". */
struct label pack_level_label(const struct pack *p, enum pack_level level);

#endif
