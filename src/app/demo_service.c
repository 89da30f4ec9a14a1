/* How an estate is served: mode, company, contract, fee, facilities, owners' body. The shares are
 * such that every measure of the packs finds some who meet it and some who do not. */
#include "app/demo_priv.h"
#include "base/date.h"
#include "registry/human.h"

/* Modes by kind; those of old estates are the district's own. */
static const unsigned char modes[ESTATE__MAX][SERVICE__MAX - 1] = {
	[ESTATE_COMMODITY] = {96, 1, 1, 0, 2},     [ESTATE_RESETTLEMENT] = {74, 14, 2, 8, 2},
	[ESTATE_PUBLIC_RENTAL] = {96, 4, 0, 0, 0}, [ESTATE_AFFORDABLE] = {90, 6, 0, 4, 0},
	[ESTATE_UNIT] = {32, 16, 22, 20, 10},      [ESTATE_RURAL] = {30, 32, 8, 30, 0},
	[ESTATE_SCATTERED] = {4, 16, 10, 50, 20},
};

static const struct demo_district *district_of(const struct demo_estate *e)
{
	return &demo_districts[e->district];
}

static bool is_professional(const struct demo_estate *e)
{
	return e->estate.service_mode == SERVICE_PROFESSIONAL;
}

/* ─── who serves ─── */

/* The first of the list have more estates than the last. */
static int skewed(struct dice *d, int n)
{
	return (int)(dice_below(d, n) * dice_below(d, n) / n);
}

static void choose_mode(struct dice *d, struct demo_estate *e)
{
	const struct demo_district *of = district_of(e);
	const unsigned char *of_kind =
		e->estate.kind == ESTATE_OLD ? of->old_modes : modes[e->estate.kind];
	e->estate.service_mode = dice_weighted(d, of_kind, SERVICE__MAX - 1) + 1;
	if (e->index < of->served || e->is_full)
		e->estate.service_mode = SERVICE_PROFESSIONAL;
	else if (of->served && is_professional(e))
		e->estate.service_mode = SERVICE_BASIC;
}

static void choose_company(struct dice *d, struct demo_estate *e)
{
	bool may_be = e->estate.service_mode == SERVICE_BASIC && !district_of(e)->served;
	bool is_served = is_professional(e) || (may_be && dice_hit(d, 600));
	int64_t kind = e->estate.kind;
	bool is_built_to_sell = kind == ESTATE_COMMODITY || kind == ESTATE_RESETTLEMENT ||
				kind == ESTATE_AFFORDABLE || kind == ESTATE_PUBLIC_RENTAL;
	e->company = is_served ? skewed(d, district_of(e)->companies) : -1;
	e->developer = is_built_to_sell && (e->index == 0 || dice_hit(d, 900))
			       ? skewed(d, district_of(e)->developers)
			       : -1;
	if (e->index == 0) /* what the accounts of companies see */
		e->company = e->developer = 0;
}

/* Running, about to end, ended; of some the dates are not known. */
static void sign_contract(mem *m, const struct demo_plan *p, struct dice *d, struct demo_estate *e)
{
	static const unsigned char states[] = {78, 8, 9, 5};
	enum { RUNNING, ENDING, ENDED, UNKNOWN } state = dice_weighted(d, states, 4);
	int64_t years = dice_between(d, 1, 5), until = p->day;
	if (e->index == 0)
		state = RUNNING;
	if (e->company < 0 || state == UNKNOWN)
		return;
	until += state == RUNNING  ? dice_between(d, 91, years * 365)
		 : state == ENDING ? dice_between(d, 1, 90)
				   : -dice_between(d, 1, 420);
	const char *since = demo_date(m, until - years * 365), *completed = e->estate.completed_on;
	e->estate.contract_until = demo_date(m, until);
	e->estate.contract_since = completed && strcmp(completed, since) > 0 ? completed : since;
}

/* Before owners choose: from the handing over on, in some estates for far more than five years. */
static void mark_preliminary(struct dice *d, const struct demo_plan *p, struct demo_estate *e)
{
	struct estate *to = &e->estate;
	bool was_sold = to->kind == ESTATE_COMMODITY || to->kind == ESTATE_AFFORDABLE;
	if (!was_sold || e->company < 0) {
		to->is_preliminary = e->company < 0 ? NONE : 0;
		return;
	}
	bool may_be = !e->committee && to->built_year >= 2011;
	to->is_preliminary = may_be && dice_hit(d, 800);
	if (to->is_preliminary && to->delivered_on && date_to_day(to->delivered_on) <= p->day)
		to->preliminary_since = to->delivered_on;
}

/* ─── what it costs ─── */

/* Of commodity housing in 西湖 by grade, one to five. */
static const int prices_e4[] = {0, 11000, 15500, 20000, 26000, 34000};

/* 0.56 yuan is what 西湖 asks of old estates without professional service; some pay less. */
static void old_fee(struct dice *d, struct demo_estate *e)
{
	static const int usual[] = {5600, 5600, 5600, 3000, 4200, 6500, 7000, 8500};
	int64_t price = usual[dice_below(d, 8)];
	bool is_by_house = !is_professional(e) && dice_hit(d, 350);
	int64_t by_house = dice_between(d, 2, 8) * 50000;
	e->estate.fee_low_e4 = e->estate.fee_high_e4 = is_by_house ? by_house : price;
	e->estate.fee_unit = is_by_house ? FEE_HOUSE_MONTH : FEE_M2_MONTH;
}

static void choose_fee(struct dice *d, struct demo_estate *e)
{
	enum { STEP = 100 }; /* a fen */
	int64_t kind = e->estate.kind;
	bool is_old = kind == ESTATE_OLD || kind == ESTATE_UNIT || kind == ESTATE_SCATTERED ||
		      kind == ESTATE_RURAL;
	if (e->estate.service_mode == SERVICE_NONE || (e->index && dice_hit(d, 60)))
		return;
	if (is_old) {
		old_fee(d, e);
		return;
	}
	int64_t grade = e->estate.service_grade ? e->estate.service_grade : 1;
	int64_t low = prices_e4[grade] + dice_between(d, -12, 12) * 200;
	if (kind != ESTATE_COMMODITY)
		low = low * 11 / 20;
	int64_t permille = district_of(e)->price_permille;
	int64_t high = dice_hit(d, 170) ? low + dice_between(d, 8, 40) * 200 : low;
	e->estate.fee_low_e4 = low * permille / 1000 / STEP * STEP;
	e->estate.fee_high_e4 = high * permille / 1000 / STEP * STEP;
	e->estate.fee_unit = FEE_M2_MONTH;
}

static void choose_terms(struct dice *d, struct demo_estate *e)
{
	static const unsigned char grades_new[] = {14, 30, 34, 16, 6},
				   grades_old[] = {62, 28, 8, 2, 0};
	static const unsigned char forms[] = {12, 80, 8}, forms_xixian[] = {30, 58, 12};
	bool is_new = e->estate.built_year >= 2005;
	if (is_professional(e) && (e->index == 0 || dice_hit(d, 930)))
		e->estate.service_grade = dice_weighted(d, is_new ? grades_new : grades_old, 5) + 1;
	if (e->company >= 0 && dice_hit(d, 950))
		e->estate.charging_form =
			dice_weighted(d, e->district == XIXIAN ? forms_xixian : forms, 3) + 1;
	bool is_large = e->estate.house_count > 300;
	if (e->estate.charging_form == CHARGING_COMMISSION && is_large)
		e->estate.charging_form = CHARGING_LUMP_SUM; /* a trial in small estates (XX-5.3) */
}

/* ─── what there is ─── */

enum age { NEW, MIDDLE, OLD, BARE, AGES };

static enum age age_of(const struct demo_estate *e)
{
	if (!is_professional(e))
		return BARE;
	return e->estate.built_year >= 2010 ? NEW : e->estate.built_year >= 2000 ? MIDDLE : OLD;
}

static const struct {
	size_t at;
	short yes[AGES]; /* permille, by age */
	short unknown;
} flags[] = {
#define HAS(member) offsetof(struct estate, member)
	{HAS(has_property_room), {985, 930, 480, 90}, 30},
	{HAS(has_lighting), {995, 985, 930, 760}, 15},
	{HAS(has_gate_control), {970, 880, 560, 130}, 25},
	{HAS(has_emergency_power), {930, 640, 80, 10}, 60},
	{HAS(has_fire_system), {985, 930, 520, 260}, 40},
	{HAS(has_septic_alarm), {720, 420, 190, 30}, 110},
	{HAS(has_barrier_free), {900, 580, 250, 80}, 90},
	{HAS(has_recreation), {930, 820, 480, 160}, 70},
	{HAS(has_community_room), {740, 520, 260, 120}, 80},
	{HAS(has_ev_charging), {880, 600, 420, 190}, 60},
	{HAS(has_waste_sorting), {960, 920, 820, 560}, 40},
	{HAS(has_elder_care), {420, 290, 240, 120}, 120},
	{HAS(has_video), {980, 920, 720, 240}, 30},
	{HAS(has_vehicle_control), {970, 900, 560, 90}, 40},
	{HAS(has_face_recognition), {660, 380, 150, 20}, 60},
	{HAS(is_area_delimited), {985, 930, 620, 210}, 60},
	{HAS(has_service_rules), {970, 940, 860, 220}, 50},
	{HAS(has_emergency_plan), {950, 900, 780, 190}, 60},
	{HAS(has_quality_certificate), {380, 220, 60, 0}, 140},
	{HAS(is_smart_managed), {420, 230, 70, 0}, 110},
#undef HAS
};

static void equip(mem *m, struct dice *d, struct demo_estate *e)
{
	char *to = (char *)&e->estate;
	enum age age = age_of(e);
	int64_t permille =
		age == NEW && e->district == XIHU ? 1000 : district_of(e)->facility_permille;
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		*(int64_t *)(void *)(to + flags[i].at) =
			dice_flag(d, (int)(flags[i].yes[age] * permille / 1000), flags[i].unknown);
	if (e->estate.has_video == 1 && dice_hit(d, 720))
		e->estate.security_maintainer =
			demo_company_name(m, e->district, "智能科技", e->index % 4);
	if (e->estate.kind == ESTATE_OLD)
		e->estate.is_renovated = dice_flag(d, is_professional(e) ? 620 : 240, 60);
}

static void measure(struct dice *d, struct demo_estate *e)
{
	struct estate *to = &e->estate;
	int64_t each_dm2 =
		to->built_year < 2000 ? dice_between(d, 5200, 6600) : dice_between(d, 8600, 11800);
	int64_t floors = e->layout.floors;
	to->housing_dm2 =
		e->is_full ? demo_housing_dm2(e) : demo_layout_homes(&e->layout) * each_dm2;
	to->floor_dm2 = to->housing_dm2 * dice_between(d, 108, 134) / 100;
	to->land_dm2 = to->floor_dm2 * 1000 / (floors < 8 ? 1500 : dice_between(d, 1900, 3100));
	if (!dice_hit(d, to->built_year < 2000 ? 400 : 80))
		to->green_permille = dice_between(d, to->built_year < 2000 ? 140 : 280, 420);
	if (!dice_hit(d, 70))
		to->resident_count = to->house_count * dice_between(d, 190, 300) / 100;
	if (to->has_property_room == 1)
		to->property_room_dm2 = to->floor_dm2 * dice_between(d, 18, 46) / 10000;
	if (to->built_year >= 2016 && dice_hit(d, 800))
		to->courier_dm2 = dice_between(d, 20, 90) * 100;
}

static void count_parking(struct dice *d, struct demo_estate *e)
{
	struct estate *to = &e->estate;
	int64_t houses = to->house_count,
		per_hundred = to->built_year >= 2010   ? dice_between(d, 80, 140)
			      : to->built_year >= 2000 ? dice_between(d, 35, 80)
						       : dice_between(d, 5, 25);
	if (dice_hit(d, 130))
		return;
	to->motor_spaces = houses * per_hundred / 100;
	to->bicycle_spaces = houses * dice_between(d, 40, 150) / 100;
	to->visitor_spaces = dice_hit(d, 600) ? to->motor_spaces / 25 : 0;
	to->shared_bicycle_spaces = dice_hit(d, 300) ? dice_between(d, 10, 60) : 0;
	to->public_spaces = dice_hit(d, 200) ? dice_between(d, 5, 40) : 0;
	to->ev_spaces = to->has_ev_charging == 1 ? to->motor_spaces / dice_between(d, 8, 30) : 0;
}

/* ─── who speaks for the owners ─── */

static int chance_of_body(const struct demo_estate *e)
{
	bool is_young = e->estate.built_year > 2021;
	static const short of_mode[SERVICE__MAX] = {[SERVICE_PROFESSIONAL] = 540,
						    [SERVICE_BASIC] = 380,
						    [SERVICE_SELF_MANAGED] = 930,
						    [SERVICE_COMMUNITY] = 520,
						    [SERVICE_NONE] = 40};
	return is_young || e->estate.kind == ESTATE_PUBLIC_RENTAL ? 0
								  : of_mode[e->estate.service_mode];
}

static void choose_body(struct dice *d, struct demo_estate *e)
{
	/* Preparing, in office, expired, dissolved; then the kinds of body. */
	static const unsigned char states[] = {4, 82, 12, 2};
	static const unsigned char kinds[] = {84, 10, 6}, kinds_community[] = {12, 58, 30};
	bool has = dice_hit(d, chance_of_body(e)) || e->index == 0;
	bool is_owners_own = e->estate.service_mode != SERVICE_COMMUNITY;
	e->committee = has ? dice_weighted(d, is_owners_own ? kinds : kinds_community, 3) + 1 : 0;
	e->committee_state = has ? dice_weighted(d, states, 4) + 1 : 0;
	if (e->index == 0) {
		e->committee = COMMITTEE_OWNERS;
		e->committee_state = COMMITTEE_IN_OFFICE;
	}
	bool has_assembly = has && e->committee == COMMITTEE_OWNERS;
	e->estate.has_assembly = has_assembly ? 1 : dice_flag(d, 60, 80);
	e->estate.has_covenant = dice_flag(d, has_assembly ? 940 : 330, 60);
	e->estate.has_assembly_rules = dice_flag(d, has_assembly ? 900 : 40, 60);
}

/* Small neighbours that form one property area (YC-7), and who owned an old estate. */
static void name_origin(mem *m, struct dice *d, struct demo_estate *e)
{
	bool is_old = e->estate.kind == ESTATE_OLD || e->estate.kind == ESTATE_UNIT ||
		      e->estate.kind == ESTATE_SCATTERED;
	if (!is_old)
		return;
	if (dice_hit(d, e->estate.kind == ESTATE_UNIT ? 950 : 450))
		e->estate.former_unit = mem_format(m, "%s示例%s厂", district_of(e)->city,
						   demo_word(m, dice_below(d, 300)));
	if (e->estate.house_count < 100 && dice_hit(d, 600))
		e->estate.area_group = mem_format(m, "第%d组团", (int)dice_between(d, 1, 9));
}

void demo_service(mem *m, const struct demo_plan *p, struct demo_estate *e)
{
	struct dice d = dice_of("service", e->district, e->index);
	choose_mode(&d, e);
	choose_company(&d, e);
	choose_body(&d, e);
	sign_contract(m, p, &d, e);
	mark_preliminary(&d, p, e);
	choose_terms(&d, e);
	choose_fee(&d, e);
	equip(m, &d, e);
	measure(&d, e);
	count_parking(&d, e);
	name_origin(m, &d, e);
}
