/* Clauses of a policy document: what each says, how strong it is, who answers for it, what carries it
 * and what it still waits for.
 */
#ifndef LINLI_POLICY_CLAUSE_H
#define LINLI_POLICY_CLAUSE_H

#include "policy/pack_part.h"

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
extern const struct choices clause_kinds, forces, carrier_kinds, engines;

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

#endif
