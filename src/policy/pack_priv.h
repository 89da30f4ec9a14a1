/* What the files that read a pack share: its files, its forms, its names. */
#ifndef LINLI_POLICY_PACK_PRIV_H
#define LINLI_POLICY_PACK_PRIV_H

#include "policy/form_priv.h"

enum { CLAUSE_LIST_MAX = 200 }; /* carriers or bodies of one clause */

enum pack_part {
	PART_PACK,
	PART_CLAUSES,
	PART_MEASURES,
	PART_TARGETS,
	PART_DUTIES,
	PART_ROLES,
	PART_CALENDAR,
	PART_DISCLOSURES,
	PART__MAX
};
struct pack_form {
	const char *path, *zh, *en;
	const struct form *rows; /* over struct pack */
	bool is_needed;
};
extern const struct pack_form pack_forms[PART__MAX];

/* Things that others name. Every struct that has an id has it first. */
enum thing {
	THING_PART = 1,
	THING_BODY,
	THING_MEASURE,
	THING_TARGET,
	THING_DUTY,
	THING_PARAMETER,
	THING_DISCLOSURE,
	THING_FEATURE,
	THING_CLAUSE,
	THING__MAX
};
struct name {
	const char *id;
	const void *it;
	const struct yaml *node; /* NULL: not of this pack */
};
struct names {
	struct name *all; /* sorted once complete */
	const char **ids;
	size_t n, room;
	bool is_partial; /* its file or the base could not be read: what is absent may stand there */
};

/* What struct pack shows, and what only this room knows of it. */
struct whole {
	struct pack pack; /* first */
	const struct facts *facts;
	struct expr_scope scopes[SUBJECT__MAX];
	size_t n_facts[SUBJECT__MAX]; /* the scope's first variables */
	struct measure *inherited;    /* the base's, compiled over this pack's parameters */
	size_t n_inherited;
};

struct reader {
	struct ctx *cx;
	mem *m;
	struct report *report;
	const struct pack_files *files;
	const struct pack_env *env;
	struct whole *whole;
	struct pack *pack;
	const struct yaml *roots[PART__MAX]; /* NULL: absent or broken */
	bool is_broken[PART__MAX];
	bool is_base_missing;
	struct names names[THING__MAX];
	bool *is_used; /* by parameter */
};

/* The first member of a list of a file, to go beside the structs that were read from it; NULL: there
 * is none, or it could not be read. */
const struct yaml *part_items(const struct reader *r, enum pack_part part, const char *key);

/* pack_names.c */
void names_add(struct reader *r, enum thing kind, const void *it, const struct yaml *node);
void names_add_all(struct reader *r, enum thing kind, enum pack_part part, const char *key);
void names_sort(struct reader *r, enum thing kind);
void names_check(struct reader *r, enum thing kind); /* that none stands twice */
const struct name *names_entry(const struct names *of, const char *id);
const void *names_find(const struct reader *r, enum thing kind, const char *id);
/* What a node names; NULL after a finding, or if it cannot be told. */
const void *names_resolve(struct reader *r, enum thing kind, const struct yaml *node);

/* The steps of reading, in their order. Each says what is wrong and goes on. */
void read_head(struct reader *r);       /* pack_head.c: name, base, validity, levels, bodies */
void read_parameters(struct reader *r); /* pack_parameter.c */
void read_measures(struct reader *r);   /* pack_measure.c */
void read_targets(struct reader *r);    /* pack_clause.c: and duties and disclosures */
void read_clauses(struct reader *r);    /* pack_clause.c */
void read_roles(struct reader *r);      /* pack_head.c */
void read_calendar(struct reader *r);   /* pack_calendar.c */
void check_uses(struct reader *r);      /* pack_use.c */

/* pack_scope.c */
void scopes_build(struct reader *r);

/* Over path, length and bytes of each, in the order of paths, and over the version of the base (NULL:
 * none), which a version so pins. */
const char *pack_hash(mem *m, const struct pack_file *files, size_t n, const struct pack *base);

/* pack_head.c: false after a finding that the pack has no such level. */
bool check_level(struct reader *r, enum pack_level level, const struct yaml *node);

#endif
