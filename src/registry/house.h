/* 房屋: what is owned, billed and voted with. Its certified floor area is in 0.01 m² (the precision
 * of a certificate), its label unique in the estate. */
#ifndef LINLI_REGISTRY_HOUSE_H
#define LINLI_REGISTRY_HOUSE_H

#include "audit/record.h"

enum house_kind {
	HOUSE_HOME = 1, /* 住宅 */
	HOUSE_SHOP,     /* 商铺 */
	HOUSE_OFFICE,   /* 办公 */
	HOUSE_GARAGE,   /* 车库 */
	HOUSE_STORE,    /* 储藏间 */
	HOUSE_OTHER,
};
enum house_use { USE_LIVED_IN = 1, USE_LET, USE_VACANT, USE_UNSOLD };
extern const struct choices house_kinds, house_uses;

struct house {
	struct record rec;
	int64_t building_id;
	const char *entrance;
	int64_t floor;
	const char *name, *label, *sort_key;
	int64_t kind, use, area_dm2;
	const char *unit_number, *delivered_on, *outside_key;
};
extern const struct entity house_entity;
extern const struct field house_fields[];

err house_load(struct ctx *cx, int64_t estate_id, int64_t id, struct house *ret);

/* Does the person own it, or live in it, today? */
bool house_is_of(struct ctx *cx, int64_t estate_id, int64_t house_id, int64_t person_id);
/* Does the person own it, alone or with others? */
bool house_is_owned_by(struct ctx *cx, int64_t estate_id, int64_t house_id, int64_t person_id);

#endif
