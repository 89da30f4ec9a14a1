/* Buildings and households. Any house can be made without those before it: what it shares with
 * others (the area of its column, an owner of the house next door) follows from their numbers. */
#include "app/demo_priv.h"
#include "base/date.h"
#include "place/region.h"

enum { SLOTS = 4 }; /* numbers of people that each house has for itself */

/* ─── buildings ─── */

static bool is_low(enum estate_kind kind, int64_t year)
{
	return year < 2000 || kind == ESTATE_OLD || kind == ESTATE_UNIT ||
	       kind == ESTATE_SCATTERED || kind == ESTATE_RURAL ||
	       (kind != ESTATE_COMMODITY && year < 2010);
}

struct demo_layout demo_layout(struct dice *d, enum estate_kind kind, int64_t year, int64_t target)
{
	struct demo_layout l = {.entrances = (int)dice_between(d, 2, 4), .per_floor = 2};
	if (is_low(kind, year)) {
		l.floors = (int)dice_between(d, 5, 7);
		l.per_floor = dice_hit(d, 250) ? 3 : 2;
	} else if (target < 300 || dice_hit(d, 300)) {
		l.floors = (int)dice_between(d, 9, 11);
		l.entrances = (int)dice_between(d, 1, 3);
	} else {
		l.floors = (int)dice_between(d, 17, 33);
		l.entrances = (int)dice_between(d, 1, 2);
		l.per_floor = (int)dice_between(d, 2, 4);
	}
	int64_t each = l.entrances * l.floors * l.per_floor;
	l.buildings = (int)((target + each / 2) / each);
	if (l.buildings < 1 || kind == ESTATE_SCATTERED)
		l.buildings = 1;
	bool may_trade = kind == ESTATE_COMMODITY || kind == ESTATE_RESETTLEMENT;
	l.shops = may_trade && dice_hit(d, 450) ? (int)dice_between(d, 4, 24) : 0;
	return l;
}

int demo_building_count(const struct demo_estate *e)
{
	return e->layout.buildings + (e->layout.shops > 0);
}

int demo_house_count(const struct demo_estate *e)
{
	return demo_layout_homes(&e->layout) + e->layout.shops;
}

static const char *building_name(mem *m, const struct demo_estate *e, int building)
{
	static const char *const words[] = {[XIHU] = "幢", [YONGCHUAN] = "栋"};
	const char *word = e->district <= YONGCHUAN ? words[e->district] : "号楼";
	return mem_format(m, "%d%s", building + 1, word);
}

static int lifts_of(const struct demo_layout *l)
{
	return l->floors < 8 ? 0 : l->entrances * (l->per_floor > 2 ? 2 : 1);
}

void demo_building(mem *m, const struct demo_estate *e, int building, struct building *ret)
{
	const struct demo_layout *l = &e->layout;
	bool is_shops = building == l->buildings;
	fields_clear(building_fields, ret);
	ret->name = building_name(m, e, building);
	ret->kind = is_shops          ? BUILDING_COMMERCIAL
		    : l->floors < 8   ? BUILDING_MULTI_STOREY
		    : l->floors <= 11 ? BUILDING_MID_RISE
				      : BUILDING_HIGH_RISE;
	ret->floors = is_shops ? 1 : l->floors;
	ret->basement_floors = e->estate.built_year >= 2005 && !is_shops ? 1 : 0;
	ret->entrance_count = is_shops ? NONE : l->entrances;
	ret->house_count = is_shops ? l->shops : l->entrances * l->floors * l->per_floor;
	ret->lift_count = is_shops ? 0 : lifts_of(l);
	ret->completed_on = e->estate.completed_on;
	ret->structure = l->floors < 8 && e->estate.built_year < 2002 ? "砖混" : "框剪";
}

/* ─── a house ─── */

static int64_t serial_of(const struct demo_estate *e, int house)
{
	return e->first_house + house;
}

static struct dice house_dice(const char *what, const struct demo_estate *e, int house)
{
	return dice_of(what, e->district, serial_of(e, house));
}

static bool is_shop(const struct demo_estate *e, int house)
{
	return house >= demo_layout_homes(&e->layout);
}

/* All houses of a column of a building have the same area. */
static int64_t area_of(const struct demo_estate *e, int building, int column)
{
	static const int large[] = {5900, 7400, 8800, 8900, 10800, 12700, 14300};
	static const int small[] = {3800, 4500, 5200, 5800, 6400, 7000, 7800};
	struct dice d = dice_of("area", e->district * 1000 + e->index, building * 100 + column);
	int64_t i = dice_below(&d, 7);
	return (e->estate.built_year < 2000 ? small[i] : large[i]) + dice_between(&d, 0, 397);
}

int64_t demo_housing_dm2(const struct demo_estate *e)
{
	const struct demo_layout *l = &e->layout;
	int64_t sum = 0;
	for (int b = 0; b < l->buildings; b++)
		for (int entrance = 0; entrance < l->entrances; entrance++)
			for (int door = 1; door <= l->per_floor; door++)
				sum += area_of(e, b, entrance * 8 + door) * l->floors;
	return sum;
}

static void place_shop(mem *m, const struct demo_estate *e, int house, struct demo_household *h)
{
	struct dice d = house_dice("shop", e, house);
	h->building = e->layout.buildings;
	h->house.floor = 1;
	h->house.name = mem_format(m, "%d", 101 + house - demo_layout_homes(&e->layout));
	h->house.kind = HOUSE_SHOP;
	h->house.area_dm2 = dice_between(&d, 2400, 13800);
}

static void place_home(mem *m, const struct demo_estate *e, int house, struct demo_household *h)
{
	const struct demo_layout *l = &e->layout;
	int entrance = house / (l->floors * l->per_floor) % l->entrances;
	int floor = house / l->per_floor % l->floors + 1, door = house % l->per_floor + 1;
	h->building = house / (l->entrances * l->floors * l->per_floor);
	h->house.entrance = mem_format(m, "%d", entrance + 1);
	h->house.floor = floor;
	h->house.name = mem_format(m, "%d%02d", floor, door);
	h->house.kind = HOUSE_HOME;
	h->house.area_dm2 = area_of(e, h->building, entrance * 8 + door);
}

static int64_t use_of(const struct demo_plan *p, const struct demo_estate *e, int house)
{
	static const unsigned char uses[] = {72, 15, 13};
	struct dice d = house_dice("use", e, house);
	const char *delivered = e->estate.delivered_on;
	bool is_new = delivered && p->day - date_to_day(delivered) < 5 * 365;
	bool is_unsold = dice_hit(&d, 70);
	int use = dice_weighted(&d, uses, 3);
	return is_new && is_unsold ? USE_UNSOLD : USE_LIVED_IN + use;
}

/* Division 000000, as in credit codes. */
static const char *unit_number(mem *m, const struct demo_estate *e, int building, int house)
{
	return mem_format(m, "000000000000GB%05dF%04d%04d", (e->district + 1) * 10000 + e->index,
			  building + 1, house + 1);
}

/* ─── owners ─── */

static const struct shares {
	int n;
	struct {
		int num, den;
	} each[OWNERS_MAX];
} shares[] = {
	{1, {{1, 1}}},         {2, {{1, 2}, {1, 2}}},         {2, {{99, 100}, {1, 100}}},
	{2, {{2, 3}, {1, 3}}}, {3, {{1, 3}, {1, 3}, {1, 3}}}, {3, {{1, 2}, {1, 4}, {1, 4}}},
};
static const unsigned char share_weights[] = {62, 28, 2, 3, 3, 2};

/* Bought by the owner of the house before. */
static bool is_again(const struct demo_estate *e, int house)
{
	struct dice d = house_dice("again", e, house);
	return house > 0 && !is_shop(e, house) && dice_hit(&d, 40);
}

static struct demo_who owner_of(const struct demo_estate *e, int house, int slot)
{
	struct dice d = house_dice("firm", e, house);
	if (is_shop(e, house) && dice_hit(&d, 600))
		return (struct demo_who){CROWD_FIRM, e->district, e->index};
	while (slot == 0 && is_again(e, house))
		house--;
	return (struct demo_who){CROWD_OWNER, e->district, serial_of(e, house) * SLOTS + slot};
}

struct demo_who demo_first_owner(const struct demo_estate *e, int house)
{
	return owner_of(e, house, 0);
}

/* Between the handing over of the estate (or growing up) and a month ago. */
static const char *bought_on(mem *m, const struct demo_plan *p, const struct demo_estate *e,
			     struct demo_who buyer, struct dice *d)
{
	enum { GROWN_UP = 22 };
	int64_t grown_up = demo_birth_day(buyer) + GROWN_UP * 365;
	int64_t first = e->estate.delivered_on
				? date_to_day(e->estate.delivered_on)
				: date_to_day(mem_format(m, "%d-07-01", (int)e->estate.built_year));
	first = first > grown_up ? first : grown_up;
	int64_t last = p->day - 30, soon = first + 400 < last ? first + 400 : last;
	if (first >= last)
		return demo_date(m, first < p->day ? first : p->day);
	return demo_date(m, dice_between(d, first, dice_hit(d, 600) ? soon : last));
}

static void add_owners(mem *m, const struct demo_plan *p, const struct demo_estate *e, int house,
		       struct demo_household *h)
{
	struct dice d = house_dice("owners", e, house);
	const struct shares *s =
		&shares[dice_weighted(&d, share_weights, (int)sizeof share_weights)];
	const char *since = bought_on(m, p, e, owner_of(e, house, 0), &d);
	if (is_again(e, house) || owner_of(e, house, 0).crowd == CROWD_FIRM)
		s = &shares[0];
	h->n_owners = s->n;
	for (int i = 0; i < s->n; i++) {
		struct ownership *o = &h->owners[i].ownership;
		fields_clear(ownership_fields, o);
		h->owners[i].who = owner_of(e, house, i);
		o->share_num = s->each[i].num;
		o->share_den = s->each[i].den;
		o->is_representative = i == 0;
		o->certificate = mem_format(m, "示例（%.4s）不动产权第%07lld号", since,
					    (long long)serial_of(e, house));
		o->since = since;
		o->until = STILL;
	}
}

/* ─── who lives there ─── */

static void add_occupant(struct demo_household *h, struct demo_who who, struct occupancy o)
{
	struct demo_occupant *to = &h->occupants[h->n_occupants++];
	fields_clear(occupancy_fields, &to->occupancy);
	to->who = who;
	to->occupancy.kind = o.kind;
	to->occupancy.relation = o.relation;
	to->occupancy.since = o.since;
	to->occupancy.until = STILL;
}

static void add_family(const struct demo_estate *e, int house, struct dice *d,
		       struct demo_household *h)
{
	static const struct {
		enum demo_crowd crowd;
		const char *relation;
		int permille;
	} members[] = {{CROWD_SPOUSE, "配偶", 800},
		       {CROWD_CHILD, "子女", 650},
		       {CROWD_ELDER, "父母", 220}};
	const char *since = h->n_owners ? h->owners[0].ownership.since : NULL;
	for (size_t i = 0; i < sizeof members / sizeof *members && since; i++)
		if (dice_hit(d, members[i].permille))
			add_occupant(h,
				     (struct demo_who){members[i].crowd, e->district,
						       serial_of(e, house)},
				     (struct occupancy){.kind = OCCUPANT_MEMBER,
							.relation = members[i].relation,
							.since = since});
}

static void add_tenants(mem *m, const struct demo_plan *p, const struct demo_estate *e, int house,
			struct demo_household *h)
{
	struct dice d = house_dice("tenants", e, house);
	int n = dice_hit(&d, 250) ? 0 : (int)dice_between(&d, 1, 2); /* 0: let, to nobody known */
	const char *since = demo_date(m, p->day - dice_between(&d, 20, 900));
	for (int i = 0; i < n; i++)
		add_occupant(h,
			     (struct demo_who){CROWD_TENANT, e->district,
					       serial_of(e, house) * 2 + i},
			     (struct occupancy){.kind = OCCUPANT_TENANT, .since = since});
}

/* ─── cars ─── */

static void add_space(mem *m, const struct demo_estate *e, int house, struct dice *d,
		      struct demo_household *h)
{
	static const unsigned char holdings[] = {50, 34, 6, 8, 2};
	struct parking_space *s = &h->space;
	bool is_new = e->estate.built_year >= 2005;
	if (!dice_hit(d, is_new ? 480 : 140))
		return;
	s->name = mem_format(m, is_new ? "B1-%04d" : "地面%03d", house + 1);
	s->holding = is_new ? HOLDING_OWNED + dice_weighted(d, holdings, sizeof holdings)
			    : HOLDING_COMMON;
	s->has_charger = is_new && dice_hit(d, 160);
	s->kind = s->has_charger ? PARKING_EV : PARKING_MOTOR;
	s->area_dm2 = dice_between(d, 1200, 1360);
	s->completed_on = e->estate.delivered_on;
}

static void add_vehicle(mem *m, const struct demo_estate *e, int house, struct dice *d,
			struct demo_household *h)
{
	enum { SECOND_OF_PROVINCE = 50000 }; /* 陕X serves two districts */
	static const char *const notes[] = {"白色轿车", "黑色轿车", "灰色越野车", "蓝色轿车",
					    "银色商务车"};
	bool is_electric = dice_hit(d, 200);
	int64_t serial = serial_of(e, house) + (e->district == XIXIAN ? SECOND_OF_PROVINCE : 0);
	if (!dice_hit(d, h->space.name ? 700 : 80) || h->space.holding == HOLDING_UNSOLD)
		return;
	h->vehicle.plate = demo_plate(m, &demo_districts[e->district], serial, is_electric);
	h->vehicle.kind = choice_find(&vehicle_kinds, is_electric ? "ev" : "car");
	h->vehicle.note = notes[dice_below(d, 5)];
}

void demo_household(mem *m, const struct demo_plan *p, const struct demo_estate *e, int house,
		    struct demo_household *ret)
{
	struct dice d = house_dice("household", e, house);
	*ret = (struct demo_household){0};
	fields_clear(house_fields, &ret->house);
	fields_clear(parking_space_fields, &ret->space);
	fields_clear(vehicle_fields, &ret->vehicle);
	if (is_shop(e, house))
		place_shop(m, e, house, ret);
	else
		place_home(m, e, house, ret);
	ret->house.use = use_of(p, e, house);
	ret->house.unit_number = unit_number(m, e, ret->building, house);
	if (ret->house.use == USE_UNSOLD)
		return;
	ret->house.delivered_on = e->estate.delivered_on;
	add_owners(m, p, e, house, ret);
	if (ret->house.use == USE_LET)
		add_tenants(m, p, e, house, ret);
	if (is_shop(e, house))
		return;
	if (ret->house.use == USE_LIVED_IN && dice_hit(&d, 240))
		add_family(e, house, &d, ret);
	add_space(m, e, house, &d, ret);
	if (ret->house.use != USE_VACANT)
		add_vehicle(m, e, house, &d, ret);
}
