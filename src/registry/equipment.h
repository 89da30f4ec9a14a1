/* Parking spaces, vehicles, facilities and equipment. */
#ifndef LINLI_REGISTRY_EQUIPMENT_H
#define LINLI_REGISTRY_EQUIPMENT_H

#include "audit/record.h"

/* XX-13: the ledger's kinds. */
enum parking_kind {
	PARKING_MOTOR = 1,
	PARKING_BICYCLE,
	PARKING_VISITOR,
	PARKING_SHARED_BICYCLE,
	PARKING_PUBLIC,
	PARKING_EV,
};
enum parking_holding {
	HOLDING_OWNED = 1,     /* sold to an owner */
	HOLDING_LET,           /* let by the developer or the owners */
	HOLDING_COMMON,        /* on the owners' common ground */
	HOLDING_UNSOLD,        /* the developer's, unsold */
	HOLDING_CIVIL_DEFENCE, /* in a civil-defence shelter */
};
extern const struct choices parking_kinds, parking_holdings, vehicle_kinds, facility_kinds,
	facility_states;

struct parking_space {
	struct record rec;
	const char *name, *sort_key;
	int64_t kind, holding, area_dm2, house_id, has_charger;
	const char *completed_on;
};
extern const struct entity parking_space_entity;
extern const struct field parking_space_fields[];

struct vehicle {
	struct record rec;
	const char *plate, *plate_hash;
	int64_t house_id, space_id, kind;
	const char *note;
};
extern const struct entity vehicle_entity;
extern const struct field vehicle_fields[];

struct facility {
	struct record rec;
	const char *name;
	int64_t kind;
	const char *number, *place, *model, *installed_on, *maintainer, *maintained_on;
	int64_t maintain_every_days;
	const char *inspected_on, *inspect_due_on;
	int64_t state, operated_by;
};
extern const struct entity facility_entity;
extern const struct field facility_fields[];

#endif
