/* The administering tree: province → city → district or authority → new town → subdistrict or town
 * → community or village. A division code is an attribute: 西咸新区 has none.
 *
 * Rows elsewhere carry only the id of their lowest region. region_within is the closure of the
 * tree, dated, kept in the transaction that changes it.
 */
#ifndef LINLI_PLACE_REGION_H
#define LINLI_PLACE_REGION_H

#include "audit/record.h"

/* From the top down, so that a lower level has a greater number. */
enum region_level {
	LEVEL_PROVINCE = 1,
	LEVEL_CITY,
	LEVEL_DISTRICT,
	LEVEL_AUTHORITY, /* 新区: a management area, not a division */
	LEVEL_NEW_TOWN,  /* 新城 */
	LEVEL_SUBDISTRICT,
	LEVEL_TOWN,
	LEVEL_COMMUNITY,
	LEVEL_VILLAGE,
	LEVEL__MAX
};
extern const struct choices region_levels;

struct region {
	struct record rec;
	int64_t parent_id; /* 0: a root */
	int64_t level;     /* enum region_level */
	const char *name, *full_name, *division_code, *outside_key, *note, *since, *until;
};
extern const struct entity region_entity;
extern const struct field region_fields[];

#define ALWAYS "0001-01-01"
#define STILL  "9999-12-31"

err region_load(struct ctx *cx, int64_t id, struct region *ret);

/* Is `inner` the same as, or below, `outer` today? */
bool region_holds(struct ctx *cx, int64_t outer, int64_t inner);

/* A community or a village: where an estate hangs when it is fully placed. Higher up it is 待划归. */
static inline bool region_is_lowest(const struct region *r)
{
	return r->level >= LEVEL_COMMUNITY;
}

/* "西湖区 / 翠苑街道 / 翠苑一区社区": from the district down. */
err region_path(struct ctx *cx, int64_t id, const char **ret);

#endif
