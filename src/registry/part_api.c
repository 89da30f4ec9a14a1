/* The other parts of an estate over HTTP: every noun is its routes. */
#include "account/may.h"
#include "account/scope.h"
#include "account/versions.h"
#include "audit/record_api.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/ownership.h"
#include "registry/part_list.h"
#include "registry/registry_api.h"

/* The seven routes of a noun: list, add, one, change, remove, restore, versions. `row` is what its
 * list shows; `scope` is that of its home. */
#define NOUN(path, item, noun, row, read, write, what) \
	NOUN_IN(SCOPE_ESTATE, path, item, noun, row, read, write, what)
#define NOUN_IN(scope, path, item, noun, row, read, write, what)               \
	{"GET",                                                                \
	 path,                                                                 \
	 read,                                                                 \
	 scope,                                                                \
	 part_list,                                                            \
	 .out = row##_fields,                                                  \
	 .summary = "List: " what,                                             \
	 .flags = ROUTE_LIST,                                                  \
	 .of = &noun##_listing,                                                \
	 .query = noun##_query},                                               \
		{"POST",                                                       \
		 path,                                                         \
		 write,                                                        \
		 scope,                                                        \
		 record_post,                                                  \
		 .in = noun##_fields,                                          \
		 .out = noun##_fields,                                         \
		 .summary = "Register: " what,                                 \
		 .in_size = sizeof(struct noun),                               \
		 .of = &noun##_entity},                                        \
		{"GET",                                                        \
		 path item,                                                    \
		 read,                                                         \
		 scope,                                                        \
		 record_get,                                                   \
		 .out = noun##_fields,                                         \
		 .summary = "One: " what,                                      \
		 .of = &noun##_entity,                                         \
		 .query = as_of_param},                                        \
		{"PATCH",                                                      \
		 path item,                                                    \
		 write,                                                        \
		 scope,                                                        \
		 record_patch,                                                 \
		 .in = noun##_fields,                                          \
		 .out = noun##_fields,                                         \
		 .summary = "Change: " what,                                   \
		 .flags = ROUTE_PATCH | ROUTE_MATCH,                           \
		 .in_size = sizeof(struct noun),                               \
		 .of = &noun##_entity},                                        \
		{"DELETE",                                                     \
		 path item,                                                    \
		 write,                                                        \
		 scope,                                                        \
		 record_remove,                                                \
		 .summary = "Remove: " what,                                   \
		 .flags = ROUTE_MATCH,                                         \
		 .of = &noun##_entity},                                        \
		{"POST",                                                       \
		 path item "/restore",                                         \
		 write,                                                        \
		 scope,                                                        \
		 record_bring_back,                                            \
		 .out = noun##_fields,                                         \
		 .summary = "Restore: " what,                                  \
		 .of = &noun##_entity},                                        \
	{                                                                      \
		"GET", path item "/versions", read, scope, record_versions,    \
			.out = version_fields, .summary = "Versions: " what,   \
			.flags = ROUTE_LIST | ROUTE_SLOW, .of = &noun##_entity \
	}

const struct route part_routes[] = {
	NOUN("/estates/{estate}/buildings", "/{building}", building, building, MAY_READ_ESTATE,
	     MAY_WRITE_HOUSE, "buildings"),
	NOUN("/estates/{estate}/ownerships", "/{ownership}", ownership, ownership_row,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "ownerships"),
	NOUN("/estates/{estate}/occupancies", "/{occupancy}", occupancy, occupancy_row,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "occupancies"),
	NOUN("/estates/{estate}/parking-spaces", "/{space}", parking_space, parking_space_row,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "parking spaces"),
	NOUN("/estates/{estate}/vehicles", "/{vehicle}", vehicle, vehicle_row, MAY_READ_HOUSE,
	     MAY_WRITE_HOUSE, "vehicles"),
	NOUN("/estates/{estate}/facilities", "/{facility}", facility, facility, MAY_READ_ESTATE,
	     MAY_WRITE_HOUSE, "facilities"),
	NOUN("/estates/{estate}/committees", "/{committee}", committee, committee, MAY_READ_ESTATE,
	     MAY_WRITE_ESTATE, "owners' bodies"),
	NOUN("/estates/{estate}/committee-members", "/{member}", committee_member,
	     committee_member_row, MAY_READ_HOUSE, MAY_WRITE_ESTATE, "members of owners' bodies"),
	NOUN("/estates/{estate}/party-organisations", "/{party}", party_organisation,
	     party_organisation_row, MAY_READ_ESTATE, MAY_WRITE_ESTATE, "Party organisations"),
	NOUN("/estates/{estate}/staff", "/{staff}", staff, staff_row, MAY_READ_STAFF,
	     MAY_WRITE_STAFF, "people posted to the estate"),
	NOUN_IN(SCOPE_REGION, "/regions/{region}/staff", "/{staff}", staff, staff_row,
		MAY_READ_STAFF, MAY_WRITE_STAFF, "people posted to the region itself"),
	{0},
};
