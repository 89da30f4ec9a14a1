/* The other parts of an estate over HTTP: every noun is its list's statement and its routes. */
#include "account/actor.h"
#include "account/scope.h"
#include "account/versions.h"
#include "audit/record_api.h"
#include "http/page.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/ownership.h"
#include "registry/registry_api.h"

/* A list of all that stands of one noun in {estate}; `of` is its sorts. */
static err part_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, rq->route->of, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p),
				      i64(request_id(rq, "estate"))),
			      NONE);
}

#define STANDING " WHERE home_id = $5 AND deleted_at IS NULL"

static const struct sort building_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT sort_key, id, version, name, kind, floors, basement_floors, "
		  "entrance_count,"
		  " house_count, lift_count, floor_dm2, completed_on, structure FROM "
		  "building" STANDING,
		  "sort_key", "id")},
	{0},
};
static const struct sort ownership_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, version, house_id, person_id, share_num, share_den,"
		  " is_representative, certificate, since, until FROM ownership" STANDING,
		  "id", "id")},
	{0},
};
static const struct sort occupancy_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, version, house_id, person_id, kind, relation, since, until"
		  " FROM occupancy" STANDING,
		  "id", "id")},
	{0},
};
static const struct sort parking_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT sort_key, id, version, name, kind, holding, area_dm2, house_id, "
		  "has_charger,"
		  " completed_on FROM parking_space" STANDING,
		  "sort_key", "id")},
	{0},
};
static const struct sort vehicle_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, version, plate, house_id, space_id, kind, note FROM "
		  "vehicle" STANDING,
		  "id", "id")},
	{0},
};
static const struct sort facility_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT name, id, version, kind, number, place, model, installed_on, maintainer,"
		  " maintained_on, maintain_every_days, inspected_on, inspect_due_on, state,"
		  " operated_by FROM facility" STANDING,
		  "name", "id")},
	{0},
};
static const struct sort committee_sorts[] = {
	{"since", F_DATE,
	 PAGE_SQL("SELECT since, id, version, kind, name, until, filed_on, filing_number, state,"
		  " has_party_branch FROM committee" STANDING,
		  "since", "id")},
	{0},
};
static const struct sort member_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, version, committee_id, person_id, duty, is_party_member,"
		  " is_cross_appointed, trained_on, since, until FROM committee_member" STANDING,
		  "id", "id")},
	{0},
};
static const struct sort party_sorts[] = {
	{"since", F_DATE,
	 PAGE_SQL("SELECT since, id, version, name, form, secretary_id, is_secretary_of_community,"
		  " member_count, until FROM party_organisation" STANDING,
		  "since", "id")},
	{0},
};
static const struct sort staff_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT name, id, version, kind, person_id, organisation_id, title, work_phone,"
		  " is_full_time, since, until FROM staff" STANDING,
		  "name", "id")},
	{0},
};

/* The six routes of a noun: list, add, one, change, remove, versions. */
#define NOUN(path, item, noun, sorts, read, write, what)                           \
	{"GET",                                                                    \
	 path,                                                                     \
	 read,                                                                     \
	 SCOPE_ESTATE,                                                             \
	 part_list,                                                                \
	 .out = noun##_fields,                                                     \
	 .summary = "List: " what,                                                 \
	 .flags = ROUTE_LIST,                                                      \
	 .of = sorts},                                                             \
		{"POST",                                                           \
		 path,                                                             \
		 write,                                                            \
		 SCOPE_ESTATE,                                                     \
		 record_post,                                                      \
		 .in = noun##_fields,                                              \
		 .out = noun##_fields,                                             \
		 .summary = "Register: " what,                                     \
		 .in_size = sizeof(struct noun),                                   \
		 .of = &noun##_entity},                                            \
		{"GET",                                                            \
		 path item,                                                        \
		 read,                                                             \
		 SCOPE_ESTATE,                                                     \
		 record_get,                                                       \
		 .out = noun##_fields,                                             \
		 .summary = "One: " what,                                          \
		 .of = &noun##_entity,                                             \
		 .query = as_of_param},                                            \
		{"PATCH",                                                          \
		 path item,                                                        \
		 write,                                                            \
		 SCOPE_ESTATE,                                                     \
		 record_patch,                                                     \
		 .in = noun##_fields,                                              \
		 .out = noun##_fields,                                             \
		 .summary = "Change: " what,                                       \
		 .flags = ROUTE_PATCH | ROUTE_MATCH,                               \
		 .in_size = sizeof(struct noun),                                   \
		 .of = &noun##_entity},                                            \
		{"DELETE",                                                         \
		 path item,                                                        \
		 write,                                                            \
		 SCOPE_ESTATE,                                                     \
		 record_remove,                                                    \
		 .summary = "Remove: " what,                                       \
		 .flags = ROUTE_MATCH,                                             \
		 .of = &noun##_entity},                                            \
		{"POST",                                                           \
		 path item "/restore",                                             \
		 write,                                                            \
		 SCOPE_ESTATE,                                                     \
		 record_bring_back,                                                \
		 .out = noun##_fields,                                             \
		 .summary = "Restore: " what,                                      \
		 .of = &noun##_entity},                                            \
	{                                                                          \
		"GET", path item "/versions", read, SCOPE_ESTATE, record_versions, \
			.out = version_fields, .summary = "Versions: " what,       \
			.flags = ROUTE_LIST | ROUTE_SLOW, .of = &noun##_entity     \
	}

const struct route part_routes[] = {
	NOUN("/estates/{estate}/buildings", "/{building}", building, building_sorts,
	     MAY_READ_ESTATE, MAY_WRITE_HOUSE, "buildings"),
	NOUN("/estates/{estate}/ownerships", "/{ownership}", ownership, ownership_sorts,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "ownerships"),
	NOUN("/estates/{estate}/occupancies", "/{occupancy}", occupancy, occupancy_sorts,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "occupancies"),
	NOUN("/estates/{estate}/parking-spaces", "/{space}", parking_space, parking_sorts,
	     MAY_READ_HOUSE, MAY_WRITE_HOUSE, "parking spaces"),
	NOUN("/estates/{estate}/vehicles", "/{vehicle}", vehicle, vehicle_sorts, MAY_READ_HOUSE,
	     MAY_WRITE_HOUSE, "vehicles"),
	NOUN("/estates/{estate}/facilities", "/{facility}", facility, facility_sorts,
	     MAY_READ_ESTATE, MAY_WRITE_HOUSE, "facilities"),
	NOUN("/estates/{estate}/committees", "/{committee}", committee, committee_sorts,
	     MAY_READ_ESTATE, MAY_WRITE_ESTATE, "owners' bodies"),
	NOUN("/estates/{estate}/committee-members", "/{member}", committee_member, member_sorts,
	     MAY_READ_HOUSE, MAY_WRITE_ESTATE, "members of owners' bodies"),
	NOUN("/estates/{estate}/party-organisations", "/{party}", party_organisation, party_sorts,
	     MAY_READ_ESTATE, MAY_WRITE_ESTATE, "Party organisations"),
	NOUN("/estates/{estate}/staff", "/{staff}", staff, staff_sorts, MAY_READ_STAFF,
	     MAY_WRITE_STAFF, "people posted to the estate"),
	{0},
};
