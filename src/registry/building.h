/* 楼栋 */
#ifndef LINLI_REGISTRY_BUILDING_H
#define LINLI_REGISTRY_BUILDING_H

#include "audit/record.h"

enum building_kind {
	BUILDING_MULTI_STOREY = 1, /* 多层 */
	BUILDING_MID_RISE,         /* 小高层 */
	BUILDING_HIGH_RISE,        /* 高层 */
	BUILDING_VILLA,            /* 别墅、排屋 */
	BUILDING_COMMERCIAL,       /* 商业、办公 */
	BUILDING_ANCILLARY,        /* 配套 */
};
extern const struct choices building_kinds;

struct building {
	struct record rec;
	const char *name, *sort_key;
	int64_t kind, floors, basement_floors, entrance_count, house_count, lift_count, floor_dm2;
	const char *completed_on, *structure;
};
extern const struct entity building_entity;
extern const struct field building_fields[];

err building_load(struct ctx *cx, int64_t estate_id, int64_t id, struct building *ret);

/* The building of this name in the estate, 0 if there is none. */
int64_t building_named(struct ctx *cx, int64_t estate_id, const char *name);

#endif
