/* What the parts of an estate have in common: rows for their field tables, and checks that what
 * they refer to stands in the same estate. */
#ifndef LINLI_REGISTRY_PART_H
#define LINLI_REGISTRY_PART_H

#include "audit/record.h"

/* clang-format off */
#define PART_TEXT(type, member, zh, en, max) \
	{#member, F_TEXT, 0, AT(type, member), L(zh, en), 1, max}
#define PART_COUNT(type, member, zh, en, max) \
	{#member, F_INT, 0, AT(type, member), L(zh, en), 0, max}
#define PART_AREA(type, member, zh, en) \
	{#member, F_INT, 0, AT(type, member), L(zh, en), 1, 100000000, .places = 2, .unit = "㎡"}
#define PART_FLAG(type, member, zh, en) \
	{#member, F_FLAG, 0, AT(type, member), L(zh, en)}
#define PART_DATE(type, member, zh, en) \
	{#member, F_DATE, 0, AT(type, member), L(zh, en)}
#define PART_ONE_OF(type, member, flags, zh, en, choices_) \
	{#member, F_ENUM, flags, AT(type, member), L(zh, en), .of = &choices_}
/* clang-format on */

/* Reports under `path` unless `exists` (a SELECT 1 by home $1 and id $2) finds the thing. */
#define part_must_exist(cx, path, literal, home_id, id) \
	part_check((cx), (path), &(const struct query)SQL(literal), (home_id), (id))
void part_check(struct ctx *cx, const char *path, const struct query *exists, int64_t home_id,
		int64_t id);

/* A last day before the first one is reported under `path`. */
void part_check_days(struct ctx *cx, const char *path, const char *since, const char *until);

#endif
