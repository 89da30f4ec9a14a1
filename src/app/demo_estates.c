/* The plan of all estates: where each stands, what it is, how large. */
#include "app/demo_priv.h"

#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "base/date.h"
#include "place/region.h"

struct taken {
	const char *name;
	UT_hash_handle hh;
};

struct planning {
	mem *m;
	struct demo_plan *p;
	int district;
	int64_t houses; /* of full estates so far */
	struct taken *names;
	/* Running sums of the weights of the district's regions. */
	int64_t *weights;
};

static const struct demo_district *district_of(const struct planning *pl)
{
	return &demo_districts[pl->district];
}

/* ─── where ─── */

/* Streets are more built up than towns, communities more than villages. */
static int64_t weight_of(const struct region_row *rows, const struct region_row *r)
{
	bool is_in_street = r->parent >= 0 && rows[r->parent].level == LEVEL_SUBDISTRICT;
	if (r->level == LEVEL_COMMUNITY)
		return is_in_street ? 20 : 8;
	return r->level == LEVEL_VILLAGE && is_in_street ? 1 : 0;
}

static void weigh(struct planning *pl)
{
	const struct region_row *rows = pl->p->rows[pl->district];
	size_t n = pl->p->n_rows[pl->district];
	int64_t sum = 0;
	pl->weights = mem_array(pl->m, int64_t, n);
	for (size_t i = 0; i < n; i++)
		pl->weights[i] = sum += weight_of(rows, &rows[i]);
}

static const struct region_row *some_community(struct planning *pl, struct dice *d)
{
	size_t n = pl->p->n_rows[pl->district], i = 0;
	int64_t at = dice_below(d, pl->weights[n - 1]);
	while (pl->weights[i] <= at)
		i++;
	return &pl->p->rows[pl->district][i];
}

static const struct region_row *hero_community(const struct planning *pl)
{
	const struct region_row *r = pl->p->rows[pl->district];
	while (strcmp(r->key, district_of(pl)->hero) != 0)
		r++;
	return r;
}

/* One in twenty hangs at its street: 待划归. */
static void place(struct planning *pl, struct dice *d, struct demo_estate *e)
{
	const struct region_row *r = e->index ? some_community(pl, d) : hero_community(pl);
	const struct region_row *street = &pl->p->rows[pl->district][r->parent];
	bool is_unplaced = dice_hit(d, 50) && e->index > 1;
	e->region_key = is_unplaced ? street->key : r->key;
	if (is_unplaced)
		e->estate.note = "所属社区待街道确认";
	e->estate.address = mem_format(pl->m, "%s%s", street->name, demo_road(pl->m, d));
}

/* ─── what ─── */

static bool is_lived_in_house_by_house(const struct planning *pl, int index)
{
	return (index == 0 || index % 4 == 1) && pl->houses < district_of(pl)->full_houses;
}

static enum estate_kind kind_of(const struct planning *pl, struct dice *d,
				const struct demo_estate *e)
{
	static const unsigned char unserved[] = {0, 80, 0, 0, 0, 5, 0, 15};
	const struct demo_district *of = district_of(pl);
	bool is_unserved = of->served && e->index >= of->served;
	int i = dice_weighted(d, is_unserved ? unserved : of->kinds, ESTATE__MAX - 1);
	enum estate_kind kind = (enum estate_kind)(i + 1);
	bool is_small = kind == ESTATE_UNIT || kind == ESTATE_RURAL || kind == ESTATE_SCATTERED;
	return e->index == 0 || (e->is_full && is_small) ? ESTATE_COMMODITY : kind;
}

static const struct {
	short built_first, built_last, houses_least, houses_most;
} sizes[ESTATE__MAX] = {
	[ESTATE_COMMODITY] = {2000, 2024, 180, 2300},
	[ESTATE_OLD] = {1979, 2000, 40, 720},
	[ESTATE_RESETTLEMENT] = {2005, 2022, 240, 2100},
	[ESTATE_PUBLIC_RENTAL] = {2011, 2022, 150, 1200},
	[ESTATE_AFFORDABLE] = {2001, 2014, 200, 1200},
	[ESTATE_UNIT] = {1975, 1999, 36, 480},
	[ESTATE_RURAL] = {2008, 2019, 80, 560},
	[ESTATE_SCATTERED] = {1976, 1998, 8, 56},
};

static int64_t size_of(const struct planning *pl, struct dice *d, const struct demo_estate *e)
{
	int64_t least = sizes[e->estate.kind].houses_least,
		most = sizes[e->estate.kind].houses_most;
	bool is_small_district = district_of(pl)->full_houses < 1000;
	if (e->is_full && (is_small_district || e->index == 0))
		return dice_between(d, 130, 240);
	if (e->is_full)
		return dice_between(d, 300, 1150);
	int64_t a = dice_between(d, least, most), b = dice_between(d, least, most);
	return a < b ? a : b;
}

static const char *new_name(struct planning *pl, struct dice *d, enum estate_kind kind)
{
	struct taken *t = mem_new(pl->m, struct taken), *other = NULL;
	do {
		t->name = demo_estate_name(pl->m, d, kind);
		HASH_FIND_STR(pl->names, t->name, other);
	} while (other);
	HASH_ADD_KEYPTR(hh, pl->names, t->name, strlen(t->name), t);
	return t->name;
}

static void build(struct planning *pl, struct dice *d, struct demo_estate *e)
{
	struct estate *to = &e->estate;
	to->built_year = dice_between(d, sizes[to->kind].built_first, sizes[to->kind].built_last);
	if (e->index == 0)
		to->built_year = 2006;
	int64_t day = date_to_day(mem_format(pl->m, "%d-01-10", (int)to->built_year)) +
		      dice_below(d, 340);
	bool is_dated = to->built_year >= 1998 && dice_hit(d, 820);
	if (is_dated || e->is_full) {
		to->completed_on = demo_date(pl->m, day);
		to->delivered_on = demo_date(pl->m, day + dice_between(d, 15, 150));
	}
	e->layout = demo_layout(d, (enum estate_kind)to->kind, to->built_year, size_of(pl, d, e));
	to->building_count = demo_building_count(e);
	to->house_count = demo_house_count(e);
	if (!e->is_full)
		return;
	e->first_house = pl->houses;
	pl->houses += to->house_count;
}

static void plan_estate(struct planning *pl, int index, struct demo_estate *e)
{
	struct dice d = dice_of("estate", pl->district, index);
	*e = (struct demo_estate){.district = pl->district, .index = index};
	fields_clear(estate_fields, &e->estate);
	e->is_full = is_lived_in_house_by_house(pl, index);
	place(pl, &d, e);
	e->estate.kind = kind_of(pl, &d, e);
	e->estate.name = new_name(pl, &d, (enum estate_kind)e->estate.kind);
	e->estate.outside_key = mem_format(pl->m, "demo:%s:%04d", district_of(pl)->key, index);
	build(pl, &d, e);
	demo_service(pl->m, pl->p, e);
}

static err plan_district(struct ctx *cx, struct planning *pl)
{
	struct demo_plan *p = pl->p;
	int i = pl->district;
	struct regions_source file = regions_file(demo_districts[i].key);
	err e = regions_parse(cx, &file, &p->rows[i], &p->n_rows[i]);
	if (e)
		return e;
	weigh(pl);
	p->first[i] = p->n;
	for (int k = 0; k < demo_districts[i].estates; k++)
		plan_estate(pl, k, &p->estates[p->n++]);
	p->first[i + 1] = p->n;
	HASH_CLEAR(hh, pl->names);
	return OK;
}

err demo_plan(struct ctx *cx, const char *today, struct demo_plan *ret)
{
	err e = OK;
	size_t n = 0;
	for (int i = 0; i < DEMO_DISTRICTS; i++)
		n += (size_t)demo_districts[i].estates;
	*ret = (struct demo_plan){.today = mem_str(cx->mem, today), .day = date_to_day(today)};
	ret->estates = mem_array(cx->mem, struct demo_estate, n);
	for (int i = 0; i < DEMO_DISTRICTS && !e; i++) {
		struct planning pl = {.m = cx->mem, .p = ret, .district = i};
		e = plan_district(cx, &pl);
	}
	return e;
}
