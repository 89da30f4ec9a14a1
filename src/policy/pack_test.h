/* Small packs, for tests: a whole one, of which a test writes one file anew. */
#ifndef LINLI_PACK_TEST_H
#define LINLI_PACK_TEST_H

#include "policy/pack_read.h"

/* A pack named "small" that is right, up to its lists. */
#define SMALL_PACK                                                        \
	"format: 1\nname: small\ntitle: {zh: 小区, en: Small}\n"        \
	"document: {title: 办法, issuer: 政府}\nregion: \"330106\"\n" \
	"in_force: {from: 2024-01-01}\n"
#define SMALL_LEVELS                                               \
	"levels:\n"                                                \
	"  - {level: authority, title: {zh: 区, en: District}}\n" \
	"  - {level: subdistrict, title: {zh: 街, en: Street}}\n" \
	"  - {level: community, title: {zh: 社区, en: Community}}\n"
#define SMALL_BODIES                                               \
	"bodies:\n"                                                \
	"  - {id: housing, title: {zh: 房管局, en: Housing}}\n" \
	"  - {id: towns, title: {zh: 各镇街, en: Towns}}\n"
#define SMALL_PARTS "parts:\n  - {id: p1, title: {zh: 一, en: One}}\n"
#define SMALL_CLAUSE(id)                                                              \
	"  - id: " id "\n    part: p1\n    cites: 一\n    title: {zh: 题, en: T}\n" \
	"    gist: {zh: 义, en: G}\n    kind: rule\n    force: must\n"
#define SMALL_AWAITS  "    awaits:\n      - {engine: vote, what: {zh: 表决, en: Votes}}\n"
#define SMALL_CLAUSES SMALL_PARTS "clauses:\n" SMALL_CLAUSE("S-1") SMALL_AWAITS

/* community.specialists (int), community.estates (int), estate.kind (text: old, rural), estate.has_lift
 * (flag), estate.built_on (date). */
const struct facts *small_facts(void);

/* What is wrong with the small pack when `file` holds `text`: the findings in English, one a line.
 * NULL: the file is absent. */
const char *small_findings(const char *file, const char *text);

/* The same over a base. *ret_pack NULL: there are errors. */
const char *small_read(const struct pack *base, const struct pack_files *files,
		       const struct pack **ret_pack);

#endif
