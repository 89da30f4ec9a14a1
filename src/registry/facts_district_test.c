#include "facts_district_test.h"

#include "test.h"

#include "place/organisation.h"
#include "place/person.h"
#include "place/region.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/estate.h"
#include "registry/house.h"
#include "registry/ownership.h"

#define YESTERDAY "2026-03-01"
#define TODAY     "2026-03-02"
#define TOMORROW  "2026-03-03"
#define LONG_AGO  "2015-01-01"

static struct store *store;
static struct ctx *cx;

/* ─── acts ─── */

void facts_done(struct ctx *c, err e)
{
	if (e)
		print_error("%s: %s %s %s\n", err_code(e),
			    c->failure.internal ? c->failure.internal : c->failure.text.en,
			    c->failure.n_fields ? c->failure.fields[0].path : "",
			    c->failure.n_fields ? c->failure.fields[0].text.en : "");
	assert_ok(e);
}

static void done(err e)
{
	facts_done(cx, e);
}

struct thing {
	const struct entity *entity;
	void *obj;
};

static err create(struct ctx *c, void *arg)
{
	struct thing *t = arg;
	return record_create(c, t->entity, t->obj);
}

static err delete (struct ctx *c, void *arg)
{
	struct thing *t = arg;
	return record_delete(c, t->entity, t->obj);
}

static int64_t make(const struct entity *entity, void *obj)
{
	done(store_write_now(store, cx, create, &(struct thing){entity, obj}));
	return ((struct record *)obj)->id;
}

static void unmake(const struct entity *entity, void *obj)
{
	done(store_write_now(store, cx, delete, &(struct thing){entity, obj}));
}

/* ─── the district ─── */

struct facts_district is;

static int64_t region(struct region r)
{
	r.rec = (struct record){.deleted_at = NONE};
	return make(&region_entity, &r);
}

static err move(struct ctx *c, void *arg)
{
	const int64_t *to = arg;
	struct region r;
	err e = region_load(c, to[0], &r);
	r.parent_id = to[1];
	return e ? e : record_update(c, &region_entity, &r);
}

static void build_tree(void)
{
	is.district = region((struct region){.level = LEVEL_DISTRICT,
					     .name = "测试区",
					     .division_code = "330199"});
	is.new_town = region(
		(struct region){.parent_id = is.district, .level = LEVEL_NEW_TOWN, .name = "新城"});
	is.street = region((struct region){.parent_id = is.new_town,
					   .level = LEVEL_SUBDISTRICT,
					   .name = "街道"});
	is.town = region(
		(struct region){.parent_id = is.district, .level = LEVEL_TOWN, .name = "镇"});
	is.first = region((
		struct region){.parent_id = is.street, .level = LEVEL_COMMUNITY, .name = "一社区"});
	is.second = region(
		(struct region){.parent_id = is.street, .level = LEVEL_VILLAGE, .name = "二村"});
	is.third = region(
		(struct region){.parent_id = is.town, .level = LEVEL_COMMUNITY, .name = "三社区"});
	is.moved = region(
		(struct region){.parent_id = is.town, .level = LEVEL_COMMUNITY, .name = "迁社区"});
	is.over = region((struct region){.parent_id = is.street,
					 .level = LEVEL_COMMUNITY,
					 .name = "旧社区",
					 .until = YESTERDAY});
	region((struct region){.parent_id = is.street,
			       .level = LEVEL_COMMUNITY,
			       .name = "未来社区",
			       .since = TOMORROW});
	struct region gone = {.rec.deleted_at = NONE,
			      .parent_id = is.street,
			      .level = LEVEL_COMMUNITY,
			      .name = "误登社区"};
	make(&region_entity, &gone);
	unmake(&region_entity, &gone);
	done(store_write_now(store, cx, move, (int64_t[]){is.moved, is.street}));
}

static void build_people(void)
{
	static const int64_t roles[8] = {1, 4, 3, 0, 2, 0, 0, 0};
	static const char *const names[8] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"};
	for (int i = 0; i < 8; i++) {
		struct person p;
		fields_clear(person_fields, &p);
		p.name = names[i];
		p.public_role = roles[i];
		is.people[i] = make(&person_entity, &p);
	}
}

static int64_t organisation(struct organisation o)
{
	o.rec = (struct record){.deleted_at = NONE};
	return make(&organisation_entity, &o);
}

static void build_organisations(void)
{
	is.company = organisation((struct organisation){.kind = ORGANISATION_COMPANY,
							.name = "甲物业",
							.region_id = is.district,
							.legal_person = "某人",
							.credit_code = "91350100M000100Y43",
							.phone = "0571-88000000",
							.is_association_member = 1,
							.has_party_organisation = 0,
							.has_trade_union = NONE,
							.since = "2010-05-06"});
#define UNSAID \
	.is_association_member = NONE, .has_party_organisation = NONE, .has_trade_union = NONE
	is.idle = organisation(
		(struct organisation){.kind = ORGANISATION_COMPANY, .name = "乙物业", UNSAID});
	is.utility = organisation(
		(struct organisation){.kind = ORGANISATION_UTILITY, .name = "供电公司", UNSAID});
	is.office_department = organisation((struct organisation){.kind = ORGANISATION_DEPARTMENT,
								  .name = "街道物业科",
								  .region_id = is.street,
								  .duty = "物业",
								  .phone = "0571-88000001",
								  .since = "2021-01-01",
								  .until = TODAY,
								  UNSAID});
	is.office = organisation((struct organisation){.kind = ORGANISATION_OFFICE,
						       .name = "街道物业办",
						       .region_id = is.street,
						       .address = "一号",
						       UNSAID});
	is.district_department = organisation((struct organisation){.kind = ORGANISATION_DEPARTMENT,
								    .name = "区住建局",
								    .region_id = is.district,
								    UNSAID});
	organisation((struct organisation){.kind = ORGANISATION_DEPARTMENT,
					   .name = "旧科室",
					   .region_id = is.street,
					   .until = YESTERDAY,
					   UNSAID});
	organisation((struct organisation){.kind = ORGANISATION_DEPARTMENT,
					   .name = "新科室",
					   .region_id = is.street,
					   .since = TOMORROW,
					   UNSAID});
}

/* ─── estates ─── */

static void say_all(struct estate *e)
{
	e->service_grade = 3;
	e->charging_form = CHARGING_LUMP_SUM;
	e->fee_low_e4 = 12000;
	e->fee_high_e4 = 15500;
	e->fee_unit = FEE_M2_MONTH;
	e->contract_since = "2024-01-01";
	e->contract_until = TODAY;
	e->is_preliminary = 1;
	e->preliminary_since = "2020-01-01";
	e->former_unit = "纺织厂";
	e->built_year = 1998;
	e->completed_on = "1998-06-30";
	e->delivered_on = "1998-09-01";
	e->building_count = 3;
	e->resident_count = 300;
	e->land_dm2 = 1000001;
	e->floor_dm2 = 2000002;
	e->housing_dm2 = 1900003;
	e->green_permille = 305;
	e->property_room_dm2 = 8950;
	e->courier_dm2 = 4000;
	e->security_maintainer = "安防公司";
	e->motor_spaces = 11;
	e->bicycle_spaces = 12;
	e->visitor_spaces = 13;
	e->shared_bicycle_spaces = 14;
	e->public_spaces = 15;
	e->ev_spaces = 16;
	e->area_group = "西片";
}

/* Flags by turns, so that two that are mixed up are seen. */
static void say_flags(struct estate *e)
{
	int64_t *const flags[] = {&e->has_property_room,
				  &e->has_lighting,
				  &e->has_gate_control,
				  &e->has_emergency_power,
				  &e->has_fire_system,
				  &e->has_septic_alarm,
				  &e->has_barrier_free,
				  &e->has_recreation,
				  &e->has_community_room,
				  &e->has_ev_charging,
				  &e->has_waste_sorting,
				  &e->has_elder_care,
				  &e->has_video,
				  &e->has_vehicle_control,
				  &e->has_face_recognition,
				  &e->is_area_delimited,
				  &e->has_assembly,
				  &e->has_covenant,
				  &e->has_assembly_rules,
				  &e->has_service_rules,
				  &e->has_emergency_plan,
				  &e->has_quality_certificate,
				  &e->is_smart_managed,
				  &e->is_renovated};
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		*flags[i] = i % 3 == 2 ? NONE : i % 3 == 0;
}

struct plan {
	const char *name;
	int64_t region_id, kind, mode, houses;
	const char *group;
	bool is_served;
	const char *since, *until;
};

static struct estate planned(const struct plan *p)
{
	struct estate e;
	fields_clear(estate_fields, &e);
	e.name = p->name;
	e.region_id = p->region_id;
	e.kind = p->kind;
	e.service_mode = p->mode;
	e.house_count = p->houses;
	e.area_group = p->group;
	e.company_id = p->is_served ? is.company : 0;
	e.contract_since = p->since;
	e.contract_until = p->until;
	return e;
}

static int64_t estate(struct plan p)
{
	struct estate e = planned(&p);
	return make(&estate_entity, &e);
}

static void build_estates(void)
{
	struct estate rich = planned(&(struct plan){"全", is.first, ESTATE_OLD, SERVICE_BASIC, 120,
						    NULL, true, NULL, NULL});
	say_all(&rich);
	say_flags(&rich);
	is.rich = make(&estate_entity, &rich);
	is.bare = estate((struct plan){"空", is.second, 0, 0, NONE, NULL, false, NULL, NULL});
	is.unplaced = estate((struct plan){"待", is.street, ESTATE_RESETTLEMENT, SERVICE_NONE, 60,
					   "西片", true, NULL, YESTERDAY});
	is.other = estate((struct plan){"镇", is.third, ESTATE_COMMODITY, SERVICE_PROFESSIONAL,
					1000, "西片", true, NULL, NULL});
	is.grouped = estate((struct plan){"组", is.moved, ESTATE_OLD, SERVICE_COMMUNITY, NONE,
					  "东片", false, NULL, NULL});
	is.planned = estate((struct plan){"将", is.third, 0, SERVICE_SELF_MANAGED, 10, NULL, true,
					  TOMORROW, NULL});
	is.left = estate((struct plan){"旧", is.over, ESTATE_COMMODITY, SERVICE_PROFESSIONAL, NONE,
				       NULL, false, NULL, NULL});
}

/* ─── its parts ─── */

struct household {
	const char *name;
	int64_t kind, use, area;
	const char *owner_until; /* NULL: no owner */
	int64_t occupant;        /* 0: nobody */
	const char *occupant_until;
};

static void build_house(int64_t building, const struct household *h, bool is_gone)
{
	struct house house;
	fields_clear(house_fields, &house);
	house.rec.home_id = is.rich;
	house.building_id = building;
	house.name = h->name;
	house.kind = h->kind;
	house.use = h->use;
	house.area_dm2 = h->area;
	make(&house_entity, &house);
	if (h->owner_until)
		make(&ownership_entity, &(struct ownership){.rec = {is.rich, 0, 0, NONE},
							    .house_id = house.rec.id,
							    .person_id = is.people[0],
							    .share_num = 1,
							    .share_den = 1,
							    .is_representative = NONE,
							    .since = LONG_AGO,
							    .until = h->owner_until});
	if (h->occupant)
		make(&occupancy_entity, &(struct occupancy){.rec = {is.rich, 0, 0, NONE},
							    .house_id = house.rec.id,
							    .person_id = is.people[1],
							    .kind = h->occupant,
							    .since = LONG_AGO,
							    .until = h->occupant_until});
	if (is_gone)
		unmake(&house_entity, &house);
}

static int64_t build_building(const char *name, bool is_gone)
{
	struct building b;
	fields_clear(building_fields, &b);
	b.rec.home_id = is.rich;
	b.name = name;
	make(&building_entity, &b);
	if (is_gone)
		unmake(&building_entity, &b);
	return b.rec.id;
}

static void build_houses(void)
{
	static const struct household all[] = {
		{"101", HOUSE_HOME, USE_LIVED_IN, 8950, STILL, OCCUPANT_MEMBER, STILL},
		{"102", HOUSE_HOME, USE_LET, 7000, YESTERDAY, OCCUPANT_TENANT, TODAY},
		{"103", HOUSE_HOME, USE_LET, NONE, TODAY, OCCUPANT_MEMBER, STILL},
		{"104", HOUSE_SHOP, USE_VACANT, NONE, NULL, 0, NULL},
		{"105", HOUSE_HOME, USE_LIVED_IN, NONE, NULL, OCCUPANT_MEMBER, YESTERDAY},
		{"107", HOUSE_HOME, USE_LIVED_IN, NONE, NULL, OCCUPANT_TENANT, STILL},
	};
	static const struct household gone = {"106", HOUSE_HOME,      USE_LIVED_IN, 5000,
					      STILL, OCCUPANT_MEMBER, STILL};
	int64_t building = build_building("1幢", false);
	build_building("2幢", false);
	build_building("3幢", true);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		build_house(building, &all[i], false);
	build_house(building, &gone, true);
}

static void build_space(const char *name, int64_t holding, const char *completed_on, bool is_gone)
{
	struct parking_space p;
	fields_clear(parking_space_fields, &p);
	p.rec.home_id = is.rich;
	p.name = name;
	p.kind = PARKING_MOTOR;
	p.holding = holding;
	p.completed_on = completed_on;
	make(&parking_space_entity, &p);
	if (is_gone)
		unmake(&parking_space_entity, &p);
}

static void build_spaces(void)
{
	build_space("1", HOLDING_UNSOLD, "2023-05-01", false);
	build_space("2", HOLDING_UNSOLD, "2022-01-15", false);
	build_space("3", HOLDING_UNSOLD, NULL, false);
	build_space("4", HOLDING_OWNED, "2010-01-01", false);
	build_space("5", HOLDING_UNSOLD, "2001-01-01", true);
}

struct machine {
	const char *kind, *state, *due, *maintained;
	int64_t every;
	bool is_taken_over, is_gone;
};

/* From 2024-02-28 to 2026-03-02 there are 733 days, a leap day among them. */
static void build_facilities(void)
{
	static const struct machine all[] = {
		{"lift", "working", YESTERDAY, "2026-02-15", 15, false, false},
		{"lift", "faulty", TODAY, "2026-02-14", 15, false, false},
		{"lift", "stopped", "2020-01-01", "2020-01-01", 15, false, false},
		{"lift", "scrapped", "2020-01-01", "2020-01-01", 15, false, false},
		{"power", "working", NULL, "2024-02-28", 732, true, false},
		{"secondary_water", "working", NULL, "2024-02-28", 733, false, false},
		{"fire", "working", "2025-01-01", NULL, 30, false, false},
		{"lift", "working", "2020-01-01", "2020-01-01", 15, true, true},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct facility f;
		fields_clear(facility_fields, &f);
		f.rec.home_id = is.rich;
		f.name = "设施";
		f.kind = choice_find(&facility_kinds, all[i].kind);
		f.state = choice_find(&facility_states, all[i].state);
		f.inspect_due_on = all[i].due;
		f.maintained_on = all[i].maintained;
		f.maintain_every_days = all[i].every;
		f.operated_by = all[i].is_taken_over ? is.utility : 0;
		make(&facility_entity, &f);
		if (all[i].is_gone)
			unmake(&facility_entity, &f);
	}
}

/* Two lifts in use, of one of which nobody knows when it is due. */
static void build_undated_lift(void)
{
	for (int i = 0; i < 2; i++) {
		struct facility f;
		fields_clear(facility_fields, &f);
		f.rec.home_id = is.other;
		f.name = "电梯";
		f.kind = choice_find(&facility_kinds, "lift");
		f.state = choice_find(&facility_states, "working");
		f.inspect_due_on = i ? TODAY : NULL;
		make(&facility_entity, &f);
	}
}

/* ─── bodies ─── */

static int64_t committee(int64_t home_id, int64_t kind, int64_t state, const char *since,
			 const char *until)
{
	struct committee c;
	fields_clear(committee_fields, &c);
	c.rec.home_id = home_id;
	c.kind = kind;
	c.state = state;
	c.name = "业主组织";
	c.since = since;
	c.until = until;
	if (home_id == is.rich && state == COMMITTEE_IN_OFFICE) {
		c.filed_on = "2023-03-20";
		c.has_party_branch = 1;
	}
	return make(&committee_entity, &c);
}

static void build_committees(void)
{
	is.replaced =
		committee(is.rich, COMMITTEE_OWNERS, COMMITTEE_EXPIRED, "2018-01-01", "2023-03-02");
	is.committee =
		committee(is.rich, COMMITTEE_OWNERS, COMMITTEE_IN_OFFICE, "2023-03-03", TODAY);
	committee(is.unplaced, COMMITTEE_OWNERS, COMMITTEE_IN_OFFICE, "2021-03-02", YESTERDAY);
	is.managing =
		committee(is.other, COMMITTEE_MANAGEMENT, COMMITTEE_IN_OFFICE, "2025-01-01", NULL);
	committee(is.planned, COMMITTEE_NEIGHBOURHOOD, COMMITTEE_IN_OFFICE, TOMORROW, NULL);
	committee(is.grouped, COMMITTEE_OWNERS, COMMITTEE_DISSOLVED, "2018-01-01", "2020-01-01");
	is.expired =
		committee(is.left, COMMITTEE_OWNERS, COMMITTEE_EXPIRED, "2018-01-01", "2020-01-01");
}

static void build_members(void)
{
	static const struct committee_member all[] = {
		{.duty = 1,
		 .is_party_member = 1,
		 .is_cross_appointed = 1,
		 .trained_on = "2025-01-01",
		 .since = "2023-03-03"},
		{.duty = 3,
		 .is_party_member = 1,
		 .is_cross_appointed = 0,
		 .since = "2023-03-03",
		 .until = TODAY},
		{.duty = 3,
		 .is_party_member = 0,
		 .is_cross_appointed = NONE,
		 .trained_on = TODAY,
		 .since = TODAY},
		{.duty = 4, .is_party_member = 1, .is_cross_appointed = 1, .since = "2023-03-03"},
		{.duty = 2,
		 .is_party_member = 1,
		 .is_cross_appointed = 1,
		 .trained_on = "2025-01-01",
		 .since = "2023-03-03",
		 .until = YESTERDAY},
		{.duty = 1, .is_party_member = 1, .is_cross_appointed = 1, .since = TOMORROW},
		{.duty = 1, .is_party_member = 1, .is_cross_appointed = 1, .since = "2023-03-03"},
	};
	for (int i = 0; i < 7; i++) {
		struct committee_member m = all[i];
		m.rec = (struct record){is.rich, 0, 0, NONE};
		m.committee_id = is.committee;
		m.person_id = is.people[i];
		make(&committee_member_entity, &m);
		if (i == 6)
			unmake(&committee_member_entity, &m);
	}
}

static void party(int64_t home_id, struct party_organisation p)
{
	p.rec = (struct record){home_id, 0, 0, NONE};
	p.name = "党支部";
	make(&party_organisation_entity, &p);
}

static void build_parties(void)
{
	party(is.rich, (struct party_organisation){.form = 2,
						   .member_count = 12,
						   .is_secretary_of_community = 1,
						   .since = "2020-01-01"});
	party(is.rich, (struct party_organisation){.form = 1,
						   .member_count = 50,
						   .is_secretary_of_community = 0,
						   .since = LONG_AGO,
						   .until = YESTERDAY});
	party(is.grouped, (struct party_organisation){.form = 4,
						      .member_count = NONE,
						      .is_secretary_of_community = NONE,
						      .since = "2020-01-01",
						      .until = TODAY});
	party(is.other, (struct party_organisation){.form = 1,
						    .member_count = 3,
						    .is_secretary_of_community = 1,
						    .since = TOMORROW});
}

/* ─── staff and accounts ─── */

struct posting {
	const int64_t *home, *organisation;
	int64_t kind, is_full_time;
	const char *since, *until;
};

static int64_t post(const struct posting *p, bool is_gone)
{
	struct staff s;
	fields_clear(staff_fields, &s);
	s.rec.home_id = *p->home;
	s.kind = p->kind;
	s.person_id = is.people[0];
	s.name = "某人";
	s.organisation_id = p->organisation ? *p->organisation : 0;
	s.is_full_time = p->is_full_time;
	s.work_phone = p->home == &is.first ? "0571-88000002" : NULL;
	s.since = p->since;
	s.until = p->until;
	make(&staff_entity, &s);
	if (is_gone)
		unmake(&staff_entity, &s);
	return s.rec.id;
}

static const struct posting postings[] = {
	{&is.first, &is.office_department, STAFF_SPECIALIST, 1, "2024-01-01", TODAY},
	{&is.town, NULL, STAFF_SPECIALIST, NONE, LONG_AGO, YESTERDAY},
	{&is.street, NULL, STAFF_SPECIALIST, 1, LONG_AGO, NULL},
	{&is.street, &is.office_department, STAFF_SPECIALIST, 1, TOMORROW, NULL},
	{&is.street, NULL, STAFF_TOWN_OFFICE, 1, LONG_AGO, NULL},
	{&is.street, NULL, STAFF_TOWN_OFFICE, 0, LONG_AGO, NULL},
	{&is.district, &is.district_department, STAFF_TOWN_OFFICE, 1, LONG_AGO, NULL},
	{&is.street, NULL, STAFF_MEDIATOR, NONE, LONG_AGO, NULL},
	{&is.first, NULL, STAFF_GRID_WORKER, NONE, LONG_AGO, NULL},
	{&is.second, NULL, STAFF_VOLUNTEER, NONE, LONG_AGO, NULL},
	{&is.district, NULL, STAFF_PARTY_INSTRUCTOR, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_APPOINTED, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_APPOINTED, NONE, LONG_AGO, YESTERDAY},
	{&is.other, NULL, STAFF_APPOINTED, NONE, LONG_AGO, YESTERDAY},
	{&is.rich, NULL, STAFF_GRID_WORKER, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_GRID_WORKER, NONE, LONG_AGO, NULL},
	{&is.rich, &is.company, STAFF_PROJECT_MANAGER, NONE, LONG_AGO, NULL},
	{&is.rich, &is.company, STAFF_GUARD, NONE, LONG_AGO, TODAY},
	{&is.rich, &is.company, STAFF_GUARD, NONE, TODAY, NULL},
	{&is.rich, &is.utility, STAFF_GUARD, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_VOLUNTEER, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_MEDIATOR, NONE, LONG_AGO, NULL},
	{&is.rich, NULL, STAFF_MEDIATOR, NONE, TOMORROW, NULL},
	{&is.rich, NULL, STAFF_PARTY_INSTRUCTOR, NONE, LONG_AGO, NULL},
};

static void build_staff(void)
{
	static const struct posting gone = {&is.street,       &is.office_department,
					    STAFF_SPECIALIST, 1,
					    LONG_AGO,         NULL};
	is.specialist = post(&postings[0], false);
	is.released = post(&postings[1], false);
	for (size_t i = 2; i < sizeof postings / sizeof *postings; i++) {
		int64_t id = post(&postings[i], false);
		if (postings[i].kind == STAFF_GUARD && !is.guard)
			is.guard = id;
	}
	post(&gone, true);
}

static err build_accounts(struct ctx *c, void *arg)
{
	(void)arg;
	err e = sql_exec(c, "INSERT INTO account (id, login, name, state, totp_step, failures,"
			    " version) VALUES (1, 'a', 'a', 2, 0, 0, 1), (2, 'b', 'b', 3, 0, 0, 1),"
			    " (3, 'c', 'c', 2, 0, 0, 1), (4, 'd', 'd', 1, 0, 0, 1)");
	return e ? e
		 : sql_exec(c,
			    "INSERT INTO post (id, account_id, role, organisation_id, reach_id,"
			    " title, since, until, version) VALUES"
			    " (1, 1, 5, $1, 1, '', $2, $3, 1), (2, 1, 5, $1, 1, '', $2, $3, 1),"
			    " (3, 2, 5, $1, 1, '', $2, $3, 1), (4, 3, 5, $1, 1, '', $2, $4, 1),"
			    " (5, 4, 5, $1, 1, '', $2, $5, 1), (6, 3, 5, $1, 1, '', $6, $3, 1)",
			    i64(is.office_department), str(LONG_AGO), str(STILL), str(YESTERDAY),
			    str(TODAY), str(TOMORROW));
}

/* An estate with a body, a Party organisation and people, all of which go with it. */
static void build_deleted(void)
{
	struct estate e = planned(&(struct plan){"删", is.first, ESTATE_OLD, SERVICE_PROFESSIONAL,
						 500, "西片", true, NULL, NULL});
	is.deleted = make(&estate_entity, &e);
	is.deleted_committee =
		committee(is.deleted, COMMITTEE_OWNERS, COMMITTEE_IN_OFFICE, "2025-01-01", NULL);
	party(is.deleted, (struct party_organisation){.form = 1,
						      .member_count = 1,
						      .is_secretary_of_community = 1,
						      .since = LONG_AGO});
	is.deleted_staff =
		post(&(struct posting){&is.deleted, NULL, STAFF_APPOINTED, NONE, LONG_AGO, NULL},
		     false);
	post(&(struct posting){&is.deleted, &is.company, STAFF_PROJECT_MANAGER, NONE, LONG_AGO,
			       NULL},
	     false);
	post(&(struct posting){&is.deleted, &is.office_department, STAFF_OTHER, NONE, LONG_AGO,
			       NULL},
	     false);
	unmake(&estate_entity, &e);
}

void facts_build(struct ctx *c, struct store *s)
{
	cx = c;
	store = s;
	is = (struct facts_district){0};
	build_tree();
	build_people();
	build_organisations();
	build_estates();
	build_houses();
	build_spaces();
	build_facilities();
	build_undated_lift();
	build_committees();
	build_members();
	build_parties();
	build_staff();
	done(store_write_now(store, cx, build_accounts, NULL));
	build_deleted();
}
