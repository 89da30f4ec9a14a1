/* Who owns and who lives in a house, from when to when.
 *
 * Shares of the owners of a house at a time sum to at most one (numerator ÷ denominator, compared
 * exactly). One of them votes for all: the representative. A new owner ends nobody's ownership:
 * ownership_transfer() does both in one act.
 */
#ifndef LINLI_REGISTRY_OWNERSHIP_H
#define LINLI_REGISTRY_OWNERSHIP_H

#include "audit/record.h"

struct ownership {
	struct record rec;
	int64_t house_id, person_id, share_num, share_den, is_representative;
	const char *certificate, *since, *until;
};
extern const struct entity ownership_entity;
extern const struct field ownership_fields[];

enum occupancy_kind { OCCUPANT_MEMBER = 1, OCCUPANT_TENANT, OCCUPANT_OTHER };
extern const struct choices occupancy_kinds;

struct occupancy {
	struct record rec;
	int64_t house_id, person_id, kind;
	const char *relation, *since, *until;
};
extern const struct entity occupancy_entity;
extern const struct field occupancy_fields[];

/* The house passes to new owners on a day: those of before end the day before. */
struct transfer {
	int64_t home_id, house_id;
	const char *on, *certificate;
	const struct ownership *owners; /* person_id and shares */
	size_t n;
};
err ownership_transfer(struct ctx *cx, const struct transfer *t);

/* The owners of one house become owners of another from today, with the same shares. */
err ownership_copy(struct ctx *cx, int64_t estate_id, int64_t from_house, int64_t to_house);

#endif
