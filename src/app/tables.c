#include "app/tables.h"

#include "account/account.h"
#include "app/audit_api.h"
#include "app/export.h"
#include "app/import_file.h"
#include "app/portal.h"
#include "app/setting_api.h"
#include "app/system_api.h"
#include "app/test_api.h"
#include "place/organisation.h"
#include "place/person.h"
#include "place/region.h"
#include "policy/policy_api.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/estate.h"
#include "registry/facts.h"
#include "registry/house.h"
#include "registry/import.h"
#include "registry/ownership.h"
#include "registry/registry_api.h"

const struct route_mount app_mounts[] = {
	{"/api/v1", session_routes},
	{"/api/v1", self_routes},
	{"/api/v1", account_routes},
	{"/api/v1", token_routes},
	{"/api/v1", audit_routes},
	{"/api/v1", kept_routes},
	{"/api/v1", job_routes},
	{"/api/v1", place_routes},
	{"/api/v1", directory_routes},
	{"/api/v1", estate_routes},
	{"/api/v1", directory_estate_routes},
	{"/api/v1", house_routes},
	{"/api/v1", part_routes},
	{"/api/v1", people_routes},
	{"/api/v1", merge_routes},
	{"/api/v1", resident_routes},
	{"/api/v1", consent_routes},
	{"/api/v1", my_house_routes},
	{"/api/v1", binding_routes},
	{"/api/v1", house_code_routes},
	{"/api/v1", search_routes},
	{"/api/v1", workbench_routes},
	{"/api/v1", import_routes},
	{"/api/v1", import_kind_routes},
	{"/api/v1", import_question_routes},
	{"/api/v1", import_row_routes},
	{"/api/v1", import_file_routes},
	{"/api/v1", cockpit_routes},
	{"/api/v1", clause_routes},
	{"/api/v1", measure_routes},
	{"/api/v1", pack_routes},
	{"/api/v1", event_routes},
	{"/api/v1", export_routes},
	{"/api/v1", setting_routes},
	{"/api/v1", state_routes},
	{"/api/public", public_routes},
	{"/api/public", binding_public_routes},
	{"/api/public", site_routes},
	{"/api/public", cockpit_public_routes},
	{"", system_routes},
	{"", portal_routes},
	{"/test", test_routes},
	{0},
};

const struct entity *const app_entities[] = {
	&region_entity,
	&organisation_entity,
	&person_entity,
	&estate_entity,
	&building_entity,
	&house_entity,
	&ownership_entity,
	&occupancy_entity,
	&parking_space_entity,
	&vehicle_entity,
	&facility_entity,
	&committee_entity,
	&committee_member_entity,
	&party_organisation_entity,
	&staff_entity,
	NULL,
};

const struct job_kind *const app_job_kinds[] = {
	export_jobs,
	audit_jobs,
	import_jobs,
	NULL,
};

const struct fact_table *const app_facts[] = {
	region_facts,      estate_facts,  estate_part_facts,
	estate_body_facts, company_facts, committee_facts,
	department_facts,  staff_facts,   NULL,
};
