/* Every fact of every kind, on a small district made by hand, on both databases. What ends on the day
 * still counts, what begins the day after does not yet. */
#include "test.h"

#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/secret.h"
#include "facts_district_test.h"
#include "postgres.h"
#include "registry/facts.h"

#define MORNING INT64_C(1772413200000) /* 2026-03-02 09:00 in Shanghai */

static struct store *store;
static struct ctx *cx;
static const struct facts *facts;

/* ─── what the facts say ─── */

struct asked {
	enum subject_kind kind;
	int64_t id;
	struct expr_value *values;
};

static err load(struct ctx *c, void *arg)
{
	struct asked *a = arg;
	return facts_load(c, facts, &(struct subjects){a->kind, &a->id, 1}, &a->values);
}

static const char *plain(const struct expr_value *v)
{
	char date[DATE_SIZE];
	switch ((int)v->kind) {
	case EXPR_BOOL:
		return v->b ? "yes" : "no";
	case EXPR_INT:
		return mem_format(cx->mem, "%lld", (long long)v->i);
	case EXPR_DATE:
		date_from_day((int32_t)v->i, date);
		return mem_str(cx->mem, date);
	case EXPR_STRING:
		return v->s;
	default:
		return "-";
	}
}

/* "name value" for each fact, in their order. */
static const char *said(enum subject_kind kind, int64_t id)
{
	struct asked a = {kind, id, NULL};
	struct buf out = buf_on(cx->mem);
	const struct fact *const *all;
	facts_done(cx, store_read(store, cx, load, &a));
	size_t n = facts_of(facts, kind, &all);
	for (size_t i = 0; i < n; i++)
		buf_format(&out, "%s%s %s", i ? "; " : "", all[i]->name, plain(&a.values[i]));
	return buf_text(&out);
}

static const char *value_of(enum subject_kind kind, int64_t id, const char *name)
{
	struct asked a = {kind, id, NULL};
	const struct fact *const *all;
	facts_done(cx, store_read(store, cx, load, &a));
	size_t n = facts_of(facts, kind, &all);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i]->name, name))
			return plain(&a.values[i]);
	return "no such fact";
}

#define SAYS(kind, id, text) assert_string_equal(said(kind, id), text)

/* ─── estates ─── */

static void the_full_estate(void)
{
	SAYS(SUBJECT_ESTATE, is.rich,
	     "kind old; service_mode basic; service_grade 3; charging_form lump_sum;"
	     " fee_unit m2_month; fee_low_e4 12000; fee_high_e4 15500; fee_m2_month_e4 12000;"
	     " has_company yes;"
	     " contract_since 2024-01-01; contract_until 2026-03-02; is_preliminary yes;"
	     " preliminary_since 2020-01-01; has_former_unit yes; is_placed yes;"
	     " is_area_delimited yes; has_area_group yes; built_year 1998;"
	     " completed_on 1998-06-30; delivered_on 1998-09-01; building_count 3;"
	     " house_count 120; resident_count 300; land_dm2 1000001; floor_dm2 2000002;"
	     " housing_dm2 1900003; green_permille 305; has_property_room yes;"
	     " property_room_dm2 8950; courier_dm2 4000; has_lighting no; has_gate_control -;"
	     " has_emergency_power yes; has_fire_system no; has_septic_alarm -;"
	     " has_barrier_free yes; has_recreation no; has_community_room -;"
	     " has_ev_charging yes; has_waste_sorting no; has_elder_care -; has_video yes;"
	     " has_vehicle_control no; has_face_recognition -; has_security_maintainer yes;"
	     " motor_spaces 11; bicycle_spaces 12; visitor_spaces 13; shared_bicycle_spaces 14;"
	     " public_spaces 15; ev_spaces 16; has_assembly no; has_covenant -;"
	     " has_assembly_rules yes; has_service_rules no; has_emergency_plan -;"
	     " has_quality_certificate yes; is_smart_managed no; is_renovated -;"
	     " group_houses 180; buildings_registered 2; houses_registered 6;"
	     " homes_registered 5; houses_with_owner 2; houses_with_area 2; houses_let 2;"
	     " houses_let_with_tenant 1; houses_lived_in 3; houses_with_household 1;"
	     " spaces_registered 4; unsold_spaces 3; unsold_spaces_since 2022-01-15;"
	     " facilities_registered 6; facilities_inspection_overdue 2;"
	     " facilities_maintenance_overdue 2; utility_facilities 2;"
	     " utility_facilities_taken_over 1; lifts 3; lifts_inspection_overdue 1;"
	     " lifts_in_use 2; lifts_inspected_until 2026-03-01;"
	     " has_committee yes; has_owners_body yes; owners_body owners;"
	     " committee_until 2026-03-02; committee_members 3; committee_party_members 2;"
	     " has_party_organisation yes; party_form joint; party_members 12;"
	     " is_party_secretary_of_community yes; appointed_officials 1; grid_workers 2;"
	     " project_managers 1; guards 3; volunteers 1; mediators 1; party_instructors 1");
}

static void an_estate_of_which_only_the_name_is_known(void)
{
	SAYS(SUBJECT_ESTATE, is.bare,
	     "kind -; service_mode -; service_grade -; charging_form -; fee_unit -; fee_low_e4 -;"
	     " fee_high_e4 -; fee_m2_month_e4 -; has_company no; contract_since -; contract_until "
	     "-;"
	     " is_preliminary -; preliminary_since -; has_former_unit no; is_placed yes;"
	     " is_area_delimited -; has_area_group no; built_year -; completed_on -;"
	     " delivered_on -; building_count -; house_count -; resident_count -; land_dm2 -;"
	     " floor_dm2 -; housing_dm2 -; green_permille -; has_property_room -;"
	     " property_room_dm2 -; courier_dm2 -; has_lighting -; has_gate_control -;"
	     " has_emergency_power -; has_fire_system -; has_septic_alarm -; has_barrier_free -;"
	     " has_recreation -; has_community_room -; has_ev_charging -; has_waste_sorting -;"
	     " has_elder_care -; has_video -; has_vehicle_control -; has_face_recognition -;"
	     " has_security_maintainer no; motor_spaces -; bicycle_spaces -; visitor_spaces -;"
	     " shared_bicycle_spaces -; public_spaces -; ev_spaces -; has_assembly -;"
	     " has_covenant -; has_assembly_rules -; has_service_rules -; has_emergency_plan -;"
	     " has_quality_certificate -; is_smart_managed -; is_renovated -; group_houses -;"
	     " buildings_registered 0; houses_registered 0; homes_registered 0;"
	     " houses_with_owner 0; houses_with_area 0; houses_let 0; houses_let_with_tenant 0;"
	     " houses_lived_in 0; houses_with_household 0; spaces_registered 0;"
	     " unsold_spaces 0; unsold_spaces_since -; facilities_registered 0;"
	     " facilities_inspection_overdue 0; facilities_maintenance_overdue 0;"
	     " utility_facilities 0; utility_facilities_taken_over 0; lifts 0;"
	     " lifts_inspection_overdue 0; lifts_in_use 0; lifts_inspected_until -;"
	     " has_committee no; has_owners_body no; owners_body -;"
	     " committee_until -; committee_members 0; committee_party_members 0;"
	     " has_party_organisation no; party_form -; party_members 0;"
	     " is_party_secretary_of_community -; appointed_officials 0; grid_workers 0;"
	     " project_managers 0; guards 0; volunteers 0; mediators 0; party_instructors 0");
}

struct one {
	const int64_t *id;
	const char *name, *value;
};

static void what_else_estates_say(void)
{
	static const struct one all[] = {
		{&is.unplaced, "is_placed", "no"},
		{&is.unplaced, "group_houses", "180"},
		{&is.unplaced, "has_company", "yes"},
		{&is.unplaced, "has_committee", "no"},
		{&is.unplaced, "committee_until", "-"},
		{&is.other, "group_houses", "1000"},
		{&is.other, "has_committee", "no"},
		{&is.other, "has_owners_body", "yes"},
		{&is.other, "owners_body", "management"},
		{&is.other, "committee_until", "-"},
		{&is.other, "lifts_in_use", "2"},
		{&is.other, "lifts_inspected_until", "-"},
		{&is.other, "has_party_organisation", "no"},
		{&is.other, "appointed_officials", "0"},
		{&is.grouped, "group_houses", "-"},
		{&is.grouped, "has_owners_body", "no"},
		{&is.grouped, "has_party_organisation", "yes"},
		{&is.grouped, "party_form", "group"},
		{&is.grouped, "party_members", "-"},
		{&is.grouped, "is_party_secretary_of_community", "-"},
		{&is.planned, "group_houses", "10"},
		{&is.planned, "has_owners_body", "no"},
		{&is.left, "has_owners_body", "no"},
		{&is.left, "is_placed", "yes"},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_string_equal(value_of(SUBJECT_ESTATE, *all[i].id, all[i].name),
				    all[i].value);
}

/* ─── regions ─── */

static void regions(void)
{
	SAYS(SUBJECT_SUBDISTRICT, is.street,
	     "communities 3; subdistricts 1; new_towns 0; estates 5; estates_old 2;"
	     " estates_resettlement 1; estates_unit 0; estates_scattered 0;"
	     " estates_served 3; estates_professional 1; estates_basic 1;"
	     " estates_self_managed 0; estates_by_community 1; estates_unserved 1;"
	     " estates_mode_unknown 1; estates_not_placed 1; estates_with_company 2; houses 180;"
	     " estates_with_committee 1; committees_in_office 1; committees_expired 2;"
	     " estates_with_party_organisation 2; estates_with_appointed_official 1;"
	     " specialists 2; office_staff 2; office_staff_full_time 1; grid_workers 1;"
	     " mediators 1; volunteers 1; party_instructors 0; own_specialists 1;"
	     " own_office_staff 2; own_office_staff_full_time 1; own_mediators 1;"
	     " own_grid_workers 0; departments 2");
	SAYS(SUBJECT_AUTHORITY, is.district,
	     "communities 4; subdistricts 2; new_towns 1; estates 7; estates_old 2;"
	     " estates_resettlement 1; estates_unit 0; estates_scattered 0;"
	     " estates_served 5; estates_professional 2; estates_basic 1;"
	     " estates_self_managed 1; estates_by_community 1; estates_unserved 1;"
	     " estates_mode_unknown 1; estates_not_placed 1; estates_with_company 4;"
	     " houses 1190; estates_with_committee 1; committees_in_office 2;"
	     " committees_expired 2; estates_with_party_organisation 2;"
	     " estates_with_appointed_official 1; specialists 2; office_staff 3;"
	     " office_staff_full_time 2; grid_workers 1; mediators 1; volunteers 1;"
	     " party_instructors 1; own_specialists 0; own_office_staff 1;"
	     " own_office_staff_full_time 1; own_mediators 0; own_grid_workers 0;"
	     " departments 1");
	SAYS(SUBJECT_COMMUNITY, is.first,
	     "communities 1; subdistricts 0; new_towns 0; estates 1; estates_old 1;"
	     " estates_resettlement 0; estates_unit 0; estates_scattered 0;"
	     " estates_served 1; estates_professional 0; estates_basic 1;"
	     " estates_self_managed 0; estates_by_community 0; estates_unserved 0;"
	     " estates_mode_unknown 0; estates_not_placed 0; estates_with_company 1; houses 120;"
	     " estates_with_committee 1; committees_in_office 1; committees_expired 0;"
	     " estates_with_party_organisation 1; estates_with_appointed_official 1;"
	     " specialists 1; office_staff 0; office_staff_full_time 0; grid_workers 1;"
	     " mediators 0; volunteers 0; party_instructors 0; own_specialists 1;"
	     " own_office_staff 0; own_office_staff_full_time 0; own_mediators 0;"
	     " own_grid_workers 1; departments 0");
}

/* What stood below the town until yesterday stands below the street today. */
static void regions_that_moved_or_ended(void)
{
	assert_string_equal(value_of(SUBJECT_NEW_TOWN, is.new_town, "estates"), "5");
	assert_string_equal(value_of(SUBJECT_NEW_TOWN, is.new_town, "communities"), "3");
	assert_string_equal(value_of(SUBJECT_NEW_TOWN, is.new_town, "departments"), "0");
	assert_string_equal(value_of(SUBJECT_SUBDISTRICT, is.town, "communities"), "1");
	assert_string_equal(value_of(SUBJECT_SUBDISTRICT, is.town, "estates"), "2");
	assert_string_equal(value_of(SUBJECT_SUBDISTRICT, is.town, "estates_with_committee"), "0");
	assert_string_equal(value_of(SUBJECT_SUBDISTRICT, is.town, "committees_in_office"), "1");
	assert_string_equal(value_of(SUBJECT_SUBDISTRICT, is.town, "specialists"), "0");
	assert_string_equal(value_of(SUBJECT_COMMUNITY, is.moved, "estates"), "1");
	assert_string_equal(value_of(SUBJECT_COMMUNITY, is.over, "estates_professional"), "1");
	assert_string_equal(value_of(SUBJECT_COMMUNITY, is.over, "communities"), "0");
	assert_string_equal(value_of(SUBJECT_COMMUNITY, is.second, "volunteers"), "1");
}

/* ─── organisations, bodies, staff ─── */

static void organisations(void)
{
	SAYS(SUBJECT_COMPANY, is.company,
	     "is_association_member yes; has_party_organisation no; has_trade_union -;"
	     " has_credit_code yes; has_legal_person yes; has_phone yes; since 2010-05-06;"
	     " project_managers 1; guards 2; estates_served 2; houses_served 1120");
	SAYS(SUBJECT_COMPANY, is.idle,
	     "is_association_member -; has_party_organisation -; has_trade_union -;"
	     " has_credit_code no; has_legal_person no; has_phone no; since -;"
	     " project_managers 0; guards 0; estates_served 0; houses_served 0");
	SAYS(SUBJECT_DEPARTMENT, is.office_department,
	     "duty 物业; level subdistrict; has_phone yes; has_address no; staff 1; posts 2;"
	     " since 2021-01-01; until 2026-03-02");
	SAYS(SUBJECT_DEPARTMENT, is.district_department,
	     "duty -; level authority; has_phone no; has_address no; staff 1; posts 0; since -;"
	     " until -");
	SAYS(SUBJECT_DEPARTMENT, is.office,
	     "duty -; level subdistrict; has_phone no; has_address yes; staff 0; posts 0;"
	     " since -; until -");
}

static void bodies_and_staff(void)
{
	SAYS(SUBJECT_COMMITTEE, is.committee,
	     "kind owners; state in_office; since 2023-03-03; until 2026-03-02;"
	     " filed_on 2023-03-20; is_filed yes; has_party_branch yes; members 3;"
	     " party_members 2; cross_appointed 1; members_trained 2; deputies 2; chairs 1;"
	     " is_replaced no");
	SAYS(SUBJECT_COMMITTEE, is.managing,
	     "kind management; state in_office; since 2025-01-01; until -; filed_on -;"
	     " is_filed no; has_party_branch -; members 0; party_members 0; cross_appointed 0;"
	     " members_trained 0; deputies 0; chairs 0; is_replaced no");
	assert_string_equal(value_of(SUBJECT_COMMITTEE, is.replaced, "is_replaced"), "yes");
	assert_string_equal(value_of(SUBJECT_COMMITTEE, is.expired, "is_replaced"), "no");
	SAYS(SUBJECT_STAFF, is.specialist,
	     "kind specialist; level community; is_full_time yes; has_work_phone yes;"
	     " has_organisation yes; since 2024-01-01; until 2026-03-02");
	SAYS(SUBJECT_STAFF, is.released,
	     "kind specialist; level subdistrict; is_full_time -; has_work_phone no;"
	     " has_organisation no; since 2015-01-01; until 2026-03-01");
	SAYS(SUBJECT_STAFF, is.guard,
	     "kind guard; level estate; is_full_time -; has_work_phone no;"
	     " has_organisation yes; since 2015-01-01; until 2026-03-02");
}

/* ─── who is no subject, and many at once ─── */

static void what_is_deleted_or_of_another_kind_says_nothing(void)
{
	const char *none = said(SUBJECT_COMPANY, is.utility);
	assert_string_equal(none, said(SUBJECT_COMPANY, 1));
	assert_null(strstr(none, " no"));
	assert_null(strstr(none, " 0"));
	assert_string_equal(said(SUBJECT_ESTATE, is.deleted), said(SUBJECT_ESTATE, 1));
	assert_null(strstr(said(SUBJECT_ESTATE, 1), " 0"));
	assert_string_equal(said(SUBJECT_COMMITTEE, is.deleted_committee),
			    said(SUBJECT_COMMITTEE, 1));
	assert_string_equal(said(SUBJECT_STAFF, is.deleted_staff), said(SUBJECT_STAFF, 1));
	assert_string_equal(said(SUBJECT_SUBDISTRICT, is.rich), said(SUBJECT_SUBDISTRICT, 1));
}

struct crowd {
	int64_t ids[2500];
	size_t n;
	struct expr_value *values;
};

static err load_crowd(struct ctx *c, void *arg)
{
	struct crowd *all = arg;
	return facts_load(c, facts, &(struct subjects){SUBJECT_ESTATE, all->ids, all->n},
			  &all->values);
}

/* Three blocks, with ids that stand several times and ids of nothing between them. */
static void many_at_once_stand_in_the_order_asked_for(void)
{
	struct crowd *all = mem_new(cx->mem, struct crowd);
	const struct fact *const *list;
	size_t width = facts_of(facts, SUBJECT_ESTATE, &list), mode = 1;
	all->n = 2500;
	for (size_t i = 0; i < all->n; i++)
		all->ids[i] = i % 3 == 0 ? is.rich : i % 3 == 1 ? is.left : (int64_t)i;
	facts_done(cx, store_read(store, cx, load_crowd, all));
	assert_string_equal(list[mode]->name, "service_mode");
	for (size_t i = 0; i < all->n; i++)
		assert_string_equal(plain(&all->values[i * width + mode]), i % 3 == 0 ? "basic"
									   : i % 3 == 1
										   ? "professional"
										   : "-");
}

/* ─── both databases ─── */

static void begin(const char *url)
{
	static const struct fact_table *const tables[] = {
		region_facts,      estate_facts,  estate_part_facts,
		estate_body_facts, company_facts, committee_facts,
		department_facts,  staff_facts,   NULL};
	cx = test_ctx();
	cx->now = MORNING;
	log_set_level(LOG_ERROR);
	struct store_settings s = {
		.url = url ? url : mem_format(cx->mem, "sqlite:%s/t.db", test_folder())};
	facts_done(cx, keyring_open(cx, cx->mem, mem_format(cx->mem, "%s/keys", test_folder()),
				    true, &cx->keys));
	facts_done(cx, store_open(cx, &s, &store));
	facts_done(cx, store_migrate(store, cx));
	facts_done(cx, facts_join(cx, cx->mem, tables, &facts));
	facts_build(cx, store);
}

static void all_facts(const char *url)
{
	begin(url);
	the_full_estate();
	an_estate_of_which_only_the_name_is_known();
	what_else_estates_say();
	regions();
	regions_that_moved_or_ended();
	organisations();
	bodies_and_staff();
	what_is_deleted_or_of_another_kind_says_nothing();
	many_at_once_stand_in_the_order_asked_for();
	store_close(store);
}

TEST(every_fact_of_a_small_district_on_sqlite)
{
	all_facts(NULL);
}

TEST(every_fact_of_a_small_district_on_postgresql)
{
	all_facts(postgres_database());
}
