/* The demo's data without a store: all of it, twice. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "account/may.h"
#include "account/password.h"
#include "app/demo.h"
#include "app/demo_priv.h"
#include "base/date.h"
#include "base/utf8.h"
#include "place/identifier.h"
#include "place/region.h"

#define TODAY "2026-11-21"

static struct demo_plan plan_of(struct ctx *cx, const char *today)
{
	struct demo_plan p;
	assert_ok(demo_plan(cx, today, &p));
	return p;
}

/* ─── within the limits of the field tables ─── */

static bool fits(const struct field *f, const void *obj)
{
	struct arg value = field_arg(f, obj);
	if (value.kind == &arg_is_null)
		return !(f->flags & REQUIRED) || (f->flags & READ_ONLY) || f->type == F_ID;
	if (f->type == F_DATE)
		return date_is_valid(value.p);
	if (f->type == F_ENUM)
		return choice_of(f->of, value.i) != NULL;
	int64_t size = f->type == F_TEXT ? (int64_t)utf8_length(value.p) : value.i;
	int64_t most = f->max ? f->max : f->type == F_TEXT ? TEXT_MAX_DEFAULT : INT64_MAX;
	return (f->type != F_TEXT && f->type != F_INT) || (size >= f->min && size <= most);
}

static void assert_fits(const struct field *fields, const void *obj)
{
	for (const struct field *f = fields; f->name; f++) {
		if (!fits(f, obj))
			print_error("%s does not fit\n", f->name);
		assert_true(fits(f, obj));
	}
}

/* ─── the same every time ─── */

/* FNV-1a over what a field table says of an object, which must be what the register takes. */
static void mix(uint64_t *hash, const struct field *fields, const void *obj)
{
	assert_fits(fields, obj);
	mem *m = mem_child(NULL);
	struct buf b = buf_on(m);
	struct json j = json_on(&b);
	fields_write(&j, fields, obj, true);
	for (size_t i = 0; i < b.len; i++)
		*hash = (*hash ^ (unsigned char)b.data[i]) * UINT64_C(0x100000001b3);
	mem_free(m);
}

static void mix_person(uint64_t *hash, mem *m, struct demo_who who)
{
	struct person person;
	demo_person(m, who, &person);
	mix(hash, person_fields, &person);
}

static void mix_household(uint64_t *hash, mem *m, const struct demo_household *h)
{
	mix(hash, house_fields, &h->house);
	for (int i = 0; i < h->n_owners; i++) {
		mix(hash, ownership_fields, &h->owners[i].ownership);
		mix_person(hash, m, h->owners[i].who);
	}
	for (int i = 0; i < h->n_occupants; i++) {
		mix(hash, occupancy_fields, &h->occupants[i].occupancy);
		mix_person(hash, m, h->occupants[i].who);
	}
	if (h->space.name)
		mix(hash, parking_space_fields, &h->space);
	if (h->vehicle.plate)
		mix(hash, vehicle_fields, &h->vehicle);
}

static void mix_bodies(uint64_t *hash, const struct demo_bodies *b)
{
	if (b->committee.kind)
		mix(hash, committee_fields, &b->committee);
	for (int i = 0; i < b->n_members; i++)
		mix(hash, committee_member_fields, &b->members[i].member);
	if (b->party.form)
		mix(hash, party_organisation_fields, &b->party);
	for (int i = 0; i < b->n_staff; i++)
		mix(hash, staff_fields, &b->staff[i].staff);
}

/* Every estate with its bodies; every fifth house. */
static uint64_t digest_of(struct ctx *cx, const char *today)
{
	struct demo_plan p = plan_of(cx, today);
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < p.n; i++) {
		const struct demo_estate *e = &p.estates[i];
		mem *m = mem_child(NULL);
		struct demo_bodies b;
		demo_bodies(m, &p, e, &b);
		mix(&hash, estate_fields, &e->estate);
		mix_bodies(&hash, &b);
		for (int k = 0; e->is_full && k < demo_house_count(e); k += 5) {
			struct demo_household h;
			demo_household(m, &p, e, k, &h);
			mix_household(&hash, m, &h);
		}
		mem_free(m);
	}
	return hash;
}

TEST(the_demo_is_the_same_every_time)
{
	struct ctx *cx = test_ctx();
	uint64_t first = digest_of(cx, TODAY);
	assert_true(first == digest_of(cx, TODAY));
	assert_true(first != digest_of(cx, "2026-11-22"));
}

TEST(only_dates_hang_on_the_day)
{
	struct ctx *cx = test_ctx();
	struct demo_plan a = plan_of(cx, TODAY), b = plan_of(cx, "2027-03-01");
	for (size_t i = 0; i < a.n; i++) {
		const struct demo_estate *x = &a.estates[i], *y = &b.estates[i];
		for (const struct field *f = estate_fields; f->name; f++)
			assert_true(f->type == F_DATE || field_equal(f, &x->estate, &y->estate));
		assert_string_equal(x->region_key, y->region_key);
		assert_int_equal(x->company, y->company);
		assert_int_equal(x->committee, y->committee);
	}
}

/* ─── estates ─── */

static const struct region_row *row_of(const struct demo_plan *p, int district, const char *key)
{
	for (size_t i = 0; i < p->n_rows[district]; i++)
		if (!strcmp(p->rows[district][i].key, key))
			return &p->rows[district][i];
	return NULL;
}

TEST(estates_stand_in_real_communities_and_some_wait_for_one)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int waiting = 0, in_streets = 0, in_towns = 0;
	assert_true(p.n >= 1200);
	for (size_t i = 0; i < p.n; i++) {
		const struct demo_estate *e = &p.estates[i];
		const struct region_row *r = row_of(&p, e->district, e->region_key);
		assert_non_null(r);
		bool is_placed = r->level >= LEVEL_COMMUNITY;
		const struct region_row *street = is_placed ? &p.rows[e->district][r->parent] : r;
		waiting += !is_placed;
		assert_true(is_placed || e->estate.note);
		assert_ptr_equal(strstr(e->estate.address, street->name), e->estate.address);
		in_streets += street->level == LEVEL_SUBDISTRICT;
		in_towns += street->level == LEVEL_TOWN;
	}
	assert_in_range(waiting * 100, 3 * (int64_t)p.n, 8 * (int64_t)p.n);
	assert_true(in_streets > 2 * in_towns && in_towns > 50);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void assert_distinct(const char **all, size_t n)
{
	qsort(all, n, sizeof *all, by_text);
	for (size_t i = 1; i < n; i++)
		assert_string_not_equal(all[i - 1], all[i]);
}

TEST(names_of_estates_are_distinct_in_a_district)
{
	struct ctx *cx = test_ctx();
	struct demo_plan p = plan_of(cx, TODAY);
	for (int i = 0; i < DEMO_DISTRICTS; i++) {
		size_t n = p.first[i + 1] - p.first[i];
		const char **names = mem_array(cx->mem, const char *, n);
		for (size_t k = 0; k < n; k++)
			names[k] = p.estates[p.first[i] + k].estate.name;
		assert_distinct(names, n);
	}
}

static bool is_in_order(const char *a, const char *b)
{
	return !a || !b || strcmp(a, b) <= 0;
}

TEST(estates_keep_the_rules_of_the_register)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	for (size_t i = 0; i < p.n; i++) {
		const struct estate *e = &p.estates[i].estate;
		assert_true(e->kind && e->service_mode);
		assert_true(is_in_order(e->contract_since, e->contract_until));
		assert_true(is_in_order(e->completed_on, e->delivered_on));
		assert_true(e->fee_low_e4 <= e->fee_high_e4);
		assert_int_equal(e->fee_low_e4 == NONE, e->fee_unit == 0);
		assert_true(e->house_count > 0 && e->building_count > 0);
		assert_true(p.estates[i].company < demo_districts[p.estates[i].district].companies);
		assert_true(e->charging_form != CHARGING_COMMISSION || e->house_count <= 300);
	}
}

TEST(yongchuan_has_254_estates_with_a_company)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int served = 0, lacking = 0;
	for (size_t i = p.first[YONGCHUAN]; i < p.first[YONGCHUAN + 1]; i++) {
		const struct estate *e = &p.estates[i].estate;
		served += p.estates[i].company >= 0;
		lacking += e->has_septic_alarm == 0 || e->has_emergency_power == 0;
	}
	assert_int_equal(served, 254);
	assert_in_range(lacking, 60, 250);
}

/* What the measures of the packs are to find: both who meets them and who does not. */
TEST(there_are_exceptions_to_find)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int expired = 0, ending = 0, cheap = 0, unknown = 0, long_preliminary = 0;
	char soon[DATE_SIZE], years_ago[DATE_SIZE];
	date_from_day(p.day + 90, soon);
	date_from_day(p.day - 5 * 365, years_ago);
	for (size_t i = 0; i < p.n; i++) {
		const struct estate *e = &p.estates[i].estate;
		const char *until = e->contract_until;
		expired += until && strcmp(until, TODAY) < 0;
		ending += until && strcmp(until, TODAY) >= 0 && strcmp(until, soon) <= 0;
		unknown += e->has_fire_system == NONE;
		cheap += p.estates[i].district == XIHU && e->kind == ESTATE_OLD &&
			 e->fee_low_e4 != NONE && e->fee_low_e4 < 5600;
		long_preliminary += p.estates[i].district == XIXIAN && e->preliminary_since &&
				    strcmp(e->preliminary_since, years_ago) < 0;
	}
	assert_true(expired > 40 && ending > 40 && cheap > 10 && unknown > 10);
	assert_true(long_preliminary > 5);
}

/* ─── houses ─── */

static void assert_shares_whole(const struct demo_household *h)
{
	int64_t num = 0, den = 1;
	int representatives = 0;
	for (int i = 0; i < h->n_owners; i++) {
		const struct ownership *o = &h->owners[i].ownership;
		num = num * o->share_den + o->share_num * den;
		den *= o->share_den;
		representatives += o->is_representative == 1;
	}
	assert_true(h->n_owners == 0 || num == den);
	assert_int_equal(representatives, h->n_owners > 0);
	assert_int_equal(h->n_owners == 0, h->house.use == USE_UNSOLD);
}

static void assert_person_cannot_be(mem *m, struct demo_who who)
{
	struct person p;
	struct identifier_fault f;
	demo_person(m, who, &p);
	assert_true(!p.phone || identifier_check_phone(p.phone, &f));
	assert_true(!p.phone || !strncmp(p.phone, "154", 3));
	if (p.id_kind == ID_CREDIT_CODE) {
		assert_true(identifier_check_credit_code(p.id_number, &f));
		assert_memory_equal(p.id_number + 2, "000000", 6);
	} else if (p.id_kind) {
		char birth[DATE_SIZE];
		assert_true(identifier_check_id_number(p.id_number, TODAY, &f));
		assert_memory_equal(p.id_number, "9900", 4);
		id_number_birth(p.id_number, birth);
		assert_int_equal(strtol(birth, NULL, 10), p.birth_year);
		assert_int_equal(id_number_is_male(p.id_number), p.sex == 1);
	}
}

static void assert_household(mem *m, const struct demo_estate *e, const struct demo_household *h)
{
	struct identifier_fault f;
	assert_shares_whole(h);
	assert_true(h->building < demo_building_count(e));
	assert_true(h->house.area_dm2 > 2000);
	assert_true(identifier_check_unit_number(h->house.unit_number, &f));
	assert_true(!h->vehicle.plate || identifier_check_plate(h->vehicle.plate, &f));
	for (int i = 0; i < h->n_owners; i++) {
		assert_person_cannot_be(m, h->owners[i].who);
		assert_true(is_in_order(h->owners[i].ownership.since, TODAY));
		assert_true(is_in_order(e->estate.delivered_on, h->owners[i].ownership.since));
	}
	for (int i = 0; i < h->n_occupants; i++)
		assert_person_cannot_be(m, h->occupants[i].who);
}

static int64_t assert_estate(const struct demo_plan *p, const struct demo_estate *e)
{
	mem *m = mem_child(NULL);
	size_t n = (size_t)demo_house_count(e);
	int64_t housing_dm2 = 0;
	const char **labels = mem_array(m, const char *, n);
	for (size_t i = 0; i < n; i++) {
		struct demo_household h;
		demo_household(m, p, e, (int)i, &h);
		assert_household(m, e, &h);
		housing_dm2 += h.house.kind == HOUSE_HOME ? h.house.area_dm2 : 0;
		labels[i] = mem_format(m, "%d-%s-%s", h.building,
				       h.house.entrance ? h.house.entrance : "", h.house.name);
	}
	assert_int_equal(housing_dm2, e->estate.housing_dm2);
	assert_distinct(labels, n);
	mem_free(m);
	return (int64_t)n;
}

TEST(sixty_thousand_houses_of_xihu_and_some_of_each_district)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int64_t houses[DEMO_DISTRICTS] = {0};
	for (size_t i = 0; i < p.n; i++)
		if (p.estates[i].is_full) {
			assert_int_equal(p.estates[i].first_house, houses[p.estates[i].district]);
			houses[p.estates[i].district] += assert_estate(&p, &p.estates[i]);
		}
	assert_true(houses[XIHU] >= 60000);
	for (int i = YONGCHUAN; i < DEMO_DISTRICTS; i++)
		assert_in_range(houses[i], 200, 1500);
}

TEST(buildings_have_the_houses_of_their_estate)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	for (size_t i = 0; i < p.n; i++) {
		mem *m = mem_child(NULL);
		int64_t houses = 0;
		for (int b = 0; b < demo_building_count(&p.estates[i]); b++) {
			struct building building;
			demo_building(m, &p.estates[i], b, &building);
			assert_fits(building_fields, &building);
			houses += building.house_count;
		}
		assert_int_equal(houses, p.estates[i].estate.house_count);
		mem_free(m);
	}
}

TEST(facilities_are_kept_mostly_in_order)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	struct demo_facility all[FACILITIES_MAX];
	int facilities = 0, late = 0;
	for (size_t i = 0; i < p.n; i++) {
		mem *m = mem_child(NULL);
		int n = p.estates[i].is_full ? demo_facilities(m, &p, &p.estates[i], all) : 0;
		for (int k = 0; k < n; k++) {
			const struct facility *f = &all[k].facility;
			assert_fits(facility_fields, f);
			assert_true(is_in_order(f->inspected_on, f->inspect_due_on));
			late += f->maintained_on &&
				date_to_day(f->maintained_on) + f->maintain_every_days < p.day;
		}
		facilities += n;
		mem_free(m);
	}
	assert_true(facilities > 1000 && late > 30 && late * 5 < facilities);
}

/* ─── numbers ─── */

TEST(no_number_is_given_twice)
{
	enum { N = 30000 };
	struct ctx *cx = test_ctx();
	const char **ids = mem_array(cx->mem, const char *, N * 2),
		   **phones = mem_array(cx->mem, const char *, N * 2);
	for (int i = 0; i < N; i++)
		for (int k = 0; k < 2; k++) {
			struct demo_who who = {k ? CROWD_CHILD : CROWD_OWNER, XIHU, i};
			ids[i * 2 + k] = demo_id_number(cx->mem, who);
			phones[i * 2 + k] = demo_phone(cx->mem, who);
		}
	assert_distinct(ids, N * 2);
	assert_distinct(phones, N * 2);
	assert_int_equal(strlen(ids[0]), 18);
}

TEST(the_last_of_a_crowd_has_a_number_too)
{
	struct ctx *cx = test_ctx();
	struct identifier_fault f;
	for (int crowd = CROWD_STAFF; crowd < CROWD_FIRM; crowd++) {
		const char *id = demo_id_number(cx->mem, (struct demo_who){(enum demo_crowd)crowd,
									   XIXIAN, 999999});
		assert_int_equal(strlen(id), 18);
		assert_true(identifier_check_id_number(id, TODAY, &f));
	}
}

/* ─── organisations, bodies, staff ─── */

TEST(organisations_are_departments_or_marked_as_examples)
{
	struct ctx *cx = test_ctx();
	struct demo_plan p = plan_of(cx, TODAY);
	struct identifier_fault f;
	const char *codes[1000], *keys[1000], *names[1000];
	size_t n = 0, n_codes = 0, companies = 0;
	for (int i = 0; i < DEMO_DISTRICTS; i++) {
		struct demo_organisations list = demo_organisations(cx->mem, &p, i);
		for (size_t k = 0; k < list.n; k++, n++) {
			const struct organisation *o = &list.all[k].organisation;
			assert_fits(organisation_fields, o);
			bool is_public = o->kind == ORGANISATION_DEPARTMENT ||
					 o->kind == ORGANISATION_OFFICE;
			assert_non_null(row_of(&p, i, list.all[k].region_key));
			assert_true(is_public || strstr(o->name, "示例"));
			assert_true(is_public || identifier_check_credit_code(o->credit_code, &f));
			companies += o->kind == ORGANISATION_COMPANY;
			keys[n] = o->outside_key;
			names[n] = o->name;
			if (o->credit_code)
				codes[n_codes++] = o->credit_code;
		}
	}
	assert_in_range(companies, 80, 100);
	assert_distinct(codes, n_codes);
	assert_distinct(keys, n);
	assert_distinct(names, n);
}

TEST(the_first_organisation_of_xihu_is_the_mark)
{
	struct ctx *cx = test_ctx();
	struct demo_plan p = plan_of(cx, TODAY);
	struct demo_organisations list = demo_organisations(cx->mem, &p, XIHU);
	assert_string_equal(list.all[0].organisation.outside_key, DEMO_MARK);
}

TEST(some_committees_break_the_rules)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int all = 0, even = 0, few_party = 0, half_party = 0, outlived = 0, parties = 0;
	for (size_t i = 0; i < p.n; i++) {
		mem *m = mem_child(NULL);
		struct demo_bodies b;
		int party = 0;
		demo_bodies(m, &p, &p.estates[i], &b);
		for (int k = 0; k < b.n_members; k++) {
			assert_person_cannot_be(m, b.members[k].who);
			party += b.members[k].member.is_party_member == 1;
			for (int j = 0; j < k; j++)
				assert_false(b.members[j].who.crowd == b.members[k].who.crowd &&
					     b.members[j].who.index == b.members[k].who.index);
		}
		all += b.n_members > 0;
		even += b.n_members > 0 && b.n_members % 2 == 0;
		few_party += b.n_members > 0 && party * 10 < b.n_members * 3;
		half_party += b.n_members > 0 && party * 2 >= b.n_members;
		outlived += b.committee.state == COMMITTEE_IN_OFFICE &&
			    strcmp(b.committee.until, TODAY) < 0;
		parties += b.party.form > 0;
		mem_free(m);
	}
	assert_true(all > 400 && even > 20 && few_party > 20 && half_party > 200);
	assert_true(outlived > 30 && parties > 400);
}

TEST(some_communities_lack_a_specialist)
{
	struct demo_plan p = plan_of(test_ctx(), TODAY);
	int communities = 0, at_norm = 0, short_of_it = 0, appointed = 0;
	for (size_t row = 0; row < p.n_rows[XIXIAN]; row++) {
		mem *m = mem_child(NULL);
		struct demo_staff staff[STAFF_MAX];
		int specialists = 0, n = demo_region_staff(m, &p, XIXIAN, (int)row, staff);
		bool is_community = p.rows[XIXIAN][row].level == LEVEL_COMMUNITY;
		for (int i = 0; i < n; i++)
			specialists += staff[i].staff.kind == STAFF_SPECIALIST;
		communities += is_community;
		at_norm += is_community && specialists >= 2;
		short_of_it += is_community && specialists < 2;
		mem_free(m);
	}
	for (size_t i = p.first[ZHANGDIAN]; i < p.first[ZHANGDIAN + 1]; i++) {
		mem *m = mem_child(NULL);
		struct demo_bodies b;
		demo_bodies(m, &p, &p.estates[i], &b);
		for (int k = 0; k < b.n_staff; k++)
			appointed += b.staff[k].staff.kind == STAFF_APPOINTED;
		mem_free(m);
	}
	assert_int_equal(at_norm + short_of_it, communities);
	assert_true(short_of_it > 10 && at_norm > 2 * short_of_it);
	assert_in_range(appointed, 200, 229); /* of 230 */
}

/* ─── accounts ─── */

TEST(xihu_has_an_account_of_every_role)
{
	for (int64_t role = 1; role < ROLE__MAX; role++) {
		bool is_there = role == ROLE_MACHINE;
		for (const struct demo_account *a = demo_accounts; a->login; a++)
			is_there |= a->role == role && a->district == XIHU;
		if (!is_there)
			print_error("no account with role %s\n", choice_of(&roles, role)->code);
		assert_true(is_there);
	}
}

static bool is_key(struct ctx *cx, const struct demo_plan *p, const struct demo_account *a,
		   const char *key)
{
	struct demo_organisations list = demo_organisations(cx->mem, p, a->district);
	for (size_t i = 0; i < list.n; i++)
		if (!strcmp(list.all[i].organisation.outside_key, key))
			return true;
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->estates[i].estate.outside_key, key))
			return true;
	return row_of(p, a->district, key);
}

TEST(accounts_name_what_there_is)
{
	struct ctx *cx = test_ctx();
	struct demo_plan p = plan_of(cx, TODAY);
	const char *logins[100];
	size_t n = 0;
	for (const struct demo_account *a = demo_accounts; a->login; a++) {
		enum reach_of of = role_reach((enum role)a->role);
		logins[n++] = a->login;
		assert_int_equal(a->reach != NULL, of != OF_INSTALLATION && of != OF_PERSON);
		assert_true(!a->reach || is_key(cx, &p, a, a->reach));
		assert_true(!a->organisation || is_key(cx, &p, a, a->organisation));
		assert_person_cannot_be(cx->mem, demo_account_holder(&p, a));
		password_check(cx, "password", DEMO_PASSWORD, a->login);
	}
	assert_ok(ctx_err(cx));
	assert_distinct(logins, n);
}

TEST(the_resident_owns_a_house_with_somebody)
{
	struct ctx *cx = test_ctx();
	struct demo_plan p = plan_of(cx, TODAY);
	const struct demo_account *a = demo_accounts;
	while (a->role != ROLE_RESIDENT)
		a++;
	struct demo_who who = demo_account_holder(&p, a);
	int houses = 0;
	for (int i = 0; i < demo_house_count(&p.estates[0]); i++) {
		struct demo_household h;
		demo_household(cx->mem, &p, &p.estates[0], i, &h);
		houses += h.n_owners > 1 && h.owners[0].who.index == who.index;
	}
	assert_int_equal(who.crowd, CROWD_OWNER);
	assert_int_equal(houses, 1);
}
