/* The lists of an estate's parts. A route names its listing in `of`, and its filters in `query`:
 * q (a part of a text), removed, up to two choices in the order of the listing, one id, and the day
 * as_of which it is shown (as_of.h).
 *
 *     {"GET", "/estates/{estate}/vehicles", …, part_list, .out = vehicle_row_fields,
 *      .of = &vehicle_listing, .query = vehicle_query, .flags = ROUTE_LIST}
 *
 * What a row refers to by id it also names (`house`, `person`), so that a list can be read.
 */
#ifndef LINLI_REGISTRY_PART_LIST_H
#define LINLI_REGISTRY_PART_LIST_H

#include "audit/record.h"
#include "http/page.h"

struct listing {
	const struct entity *entity; /* for ?as_of= */
	struct sort sorts[2];
	struct sort of_one[2]; /* for the id alone, which has an index; empty: as the others */
	struct query count;
};

err part_list(struct ctx *cx, struct request *rq);

extern const struct listing building_listing, ownership_listing, occupancy_listing,
	parking_space_listing, vehicle_listing, facility_listing, committee_listing,
	committee_member_listing, party_organisation_listing, staff_listing;
extern const struct param building_query[], ownership_query[], occupancy_query[],
	parking_space_query[], vehicle_query[], facility_query[], committee_query[],
	committee_member_query[], party_organisation_query[], staff_query[];
extern const struct field ownership_row_fields[], occupancy_row_fields[],
	parking_space_row_fields[], vehicle_row_fields[], committee_member_row_fields[],
	party_organisation_row_fields[], staff_row_fields[];

#endif
