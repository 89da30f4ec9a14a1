/* A policy pack: one district's policy document as data (docs/policy-packs.md is its manual).
 *
 * pack_read() reads the files of a pack, reports everything that is wrong with them, and gives an
 * immutable struct pack whose parts point at one another. A pack that extends another sees the
 * parameters, measures and calendar of that one.
 */
#ifndef LINLI_POLICY_PACK_H
#define LINLI_POLICY_PACK_H

#include "base/ctx.h"
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

/* ─── files ─── */

enum { PACK_FILE_MAX = 1 << 20, PACK_BYTES_MAX = 4 << 20, PACK_FILES_MAX = 64 };
struct pack_file {
	const char *path; /* "clauses.yaml", relative, no ".." */
	const char *text;
	size_t n;
};
struct pack_files {
	const char *name; /* the folder's: must be the pack's */
	const struct pack_file *files;
	size_t n;
};
/* From a folder. Fails NOT_FOUND, TOO_LARGE, or INVALID for what is no YAML file of a pack. */
err pack_files_read(struct ctx *cx, const char *folder, struct pack_files *ret);
/* Those built into the program; NULL-named ends the list. */
extern const struct pack_files pack_builtin[];

/* ─── what stands in them ─── */

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
	int32_t from, by;       /* day numbers; from 0: there is none */
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

struct part {
	const char *id;
	struct label title;
};

enum clause_kind {
	CLAUSE_RULE = 1,
	CLAUSE_PROCEDURE,
	CLAUSE_TARGET,
	CLAUSE_MEASURE,
	CLAUSE_DUTY,
	CLAUSE_PUBLIC,
	CLAUSE_SCORE,
	CLAUSE_FEATURE,
	CLAUSE_KIND__MAX
};
enum force { FORCE_MUST = 1, FORCE_SHOULD, FORCE_MAY };
enum carrier_kind {
	CARRIER_MEASURE = 1,
	CARRIER_TARGET,
	CARRIER_DUTY,
	CARRIER_PARAMETER,
	CARRIER_DISCLOSURE,
	CARRIER_FEATURE,
	CARRIER__MAX
};
enum engine {
	ENGINE_REGISTER = 1,
	ENGINE_PROCEDURE,
	ENGINE_LEDGER,
	ENGINE_VOTE,
	ENGINE_SCORE,
	ENGINE_PUBLISH,
	ENGINE_SIGNAL,
	ENGINE__MAX
};
extern const struct choices clause_kinds, forces, carrier_kinds, engines, pack_levels,
	parameter_types, stricters, disclosure_periods;

struct carrier {
	enum carrier_kind kind;
	const char *id;
	union {
		const struct measure *measure;
		const struct target *target;
		const struct duty *duty;
		const struct parameter *parameter;
		const struct disclosure *disclosure;
		const struct feature *feature;
	};
};
struct awaited {
	enum engine engine;
	struct label what;
};
struct clause {
	const char *id, *cites;
	const struct part *part;
	struct label title, gist;
	enum clause_kind kind;
	enum force force;
	const struct body **lead, **with;
	size_t n_lead, n_with;
	struct carrier *carriers;
	struct awaited *awaits;
	size_t n_carriers, n_awaits;
	int order; /* its place in the document, from 0 */
};

/* Something that the program does, for clauses that ask for a tool (pack_features.c). */
struct feature {
	const char *id; /* NULL ends the table */
	const char *zh, *en;
	const char *
		path; /* where it is seen, in the console or the portal; NULL: on the command line */
};
extern const struct feature pack_features[];

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
	const char *name, *hash; /* SHA-256 over its files, in hex */
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
/* The value as people read it, with decimals and unit. */
const char *parameter_show(mem *m, const struct parameter *p, enum lang lang);
/* What the pack calls a level: "镇街". */
struct label pack_level_label(const struct pack *p, enum pack_level level);

/* ─── reading ─── */

enum severity { FINDING_ERROR = 1, FINDING_WARNING };
struct finding {
	enum severity severity;
	const char *file;
	int line, column; /* from 1; 0: the file as a whole */
	const char *path; /* "clauses[3].force" */
	struct text text; /* what was found and what is expected */
	const struct arg *args;
	const char *nearest; /* the name that was probably meant; NULL: none is near */
};
enum { FINDINGS_MAX = 1000 };
struct findings {
	struct finding *all;            /* by file, line and column */
	size_t n, n_errors, n_warnings; /* those that are not listed counted too */
};

struct pack_env {
	const struct facts *facts;
	/* Loaded already, by name: what a pack may extend. NULL: there is none, or it has errors. */
	const struct pack *(*find)(void *arg, const char *name);
	/* Whether a pack of this name is being read right now, so that extending it would be a circle.
	 * NULL: none is. */
	bool (*is_open)(void *arg, const char *name);
	void *arg;
	const char *const *names; /* of those that may be extended, NULL-ended; NULL: not known */
};

/* Never stops at the first mistake. *ret_pack is NULL if there is an error; fails only INTERNAL. The
 * pack and its findings live on `m`; its base must outlive it. */
err pack_read(struct ctx *cx, mem *m, const struct pack_files *files, const struct pack_env *env,
	      const struct pack **ret_pack, struct findings *ret);

/* "clauses.yaml:41:12: force: found “muss”, expected must, should or may; did you mean must?" */
const char *finding_show(mem *m, const struct finding *f, enum lang lang);

extern const char *const pack_file_names[]; /* "pack.yaml" …; NULL ends */

/* The JSON Schema of a file of the format ("clauses.yaml"), printed from the tables that read it. */
err pack_schema(struct ctx *cx, const char *file, const char **ret);

#endif
