/* Houses with their people, cars and equipment, one estate after the other. */
#include "app/app.h"
#include "app/demo_priv.h"
#include "store/sql.h"

enum { HOUSES_AT_ONCE = 50 };

/* ─── one household ─── */

static err write_owners(struct ctx *cx, struct demo_household *h)
{
	err e = OK;
	for (int i = 0; i < h->n_owners && !e; i++) {
		struct ownership *o = &h->owners[i].ownership;
		o->rec.home_id = h->house.rec.home_id;
		o->house_id = h->house.rec.id;
		if (!(e = demo_person_id(cx, h->owners[i].who, &o->person_id)))
			e = record_create(cx, &ownership_entity, o);
	}
	return e;
}

static err write_occupants(struct ctx *cx, struct demo_household *h)
{
	err e = OK;
	for (int i = 0; i < h->n_occupants && !e; i++) {
		struct occupancy *o = &h->occupants[i].occupancy;
		o->rec.home_id = h->house.rec.home_id;
		o->house_id = h->house.rec.id;
		if (!(e = demo_person_id(cx, h->occupants[i].who, &o->person_id)))
			e = record_create(cx, &occupancy_entity, o);
	}
	return e;
}

static err write_car(struct ctx *cx, struct demo_household *h)
{
	bool is_theirs = h->space.holding == HOLDING_OWNED || h->space.holding == HOLDING_LET;
	err e = OK;
	if (h->space.name) {
		h->space.rec.home_id = h->house.rec.home_id;
		h->space.house_id = is_theirs ? h->house.rec.id : 0;
		e = record_create(cx, &parking_space_entity, &h->space);
	}
	if (e || !h->vehicle.plate)
		return e;
	h->vehicle.rec.home_id = h->house.rec.home_id;
	h->vehicle.house_id = h->house.rec.id;
	h->vehicle.space_id = is_theirs ? h->space.rec.id : 0;
	return record_create(cx, &vehicle_entity, &h->vehicle);
}

static int64_t building_id(struct ctx *cx, int64_t estate_id, int building)
{
	return sql_int(cx, 0,
		       "SELECT id FROM building WHERE home_id = $1 ORDER BY id LIMIT 1 OFFSET $2",
		       i64(estate_id), i64(building));
}

static err write_house(struct ctx *cx, struct demo_filling *f, size_t i)
{
	struct demo_household h;
	int64_t estate_id = demo_id(f, f->estate->estate.outside_key);
	demo_household(cx->mem, &f->plan, f->estate, (int)i, &h);
	h.house.rec.home_id = estate_id;
	h.house.building_id = building_id(cx, estate_id, h.building);
	err e = record_create(cx, &house_entity, &h.house);
	if (e || (e = write_owners(cx, &h)) || (e = write_occupants(cx, &h)))
		return e;
	return write_car(cx, &h);
}

/* ─── what stands before the houses ─── */

static err write_buildings(struct ctx *cx, struct demo_filling *f, size_t ignored)
{
	int64_t estate_id = demo_id(f, f->estate->estate.outside_key);
	struct demo_facility facilities[FACILITIES_MAX];
	int n = demo_facilities(cx->mem, &f->plan, f->estate, facilities);
	err e = OK;
	(void)ignored;
	for (int i = 0; i < demo_building_count(f->estate) && !e; i++) {
		struct building b;
		demo_building(cx->mem, f->estate, i, &b);
		b.rec.home_id = estate_id;
		e = record_create(cx, &building_entity, &b);
	}
	for (int i = 0; i < n && !e; i++) {
		facilities[i].facility.rec.home_id = estate_id;
		facilities[i].facility.operated_by = demo_id(f, facilities[i].operator_key);
		e = record_create(cx, &facility_entity, &facilities[i].facility);
	}
	return e;
}

struct there {
	int64_t estate_id, houses, buildings;
};

static err count_houses(struct ctx *cx, void *arg)
{
	struct there *t = arg;
	t->buildings = sql_int(cx, 0, "SELECT count(*) FROM building WHERE home_id = $1",
			       i64(t->estate_id));
	t->houses =
		sql_int(cx, 0, "SELECT count(*) FROM house WHERE home_id = $1", i64(t->estate_id));
	return ctx_err(cx);
}

err demo_fill_houses(struct ctx *cx, struct demo_filling *f, const struct demo_estate *e)
{
	struct there there = {.estate_id = demo_id(f, e->estate.outside_key)};
	size_t n = (size_t)demo_house_count(e);
	f->estate = e;
	err r = store_read(f->app->store, cx, count_houses, &there);
	if (!r && !there.buildings)
		r = demo_in_batches(cx, f, (struct demo_batch){0, 1, 1, write_buildings});
	if (r || (size_t)there.houses >= n)
		return r;
	return demo_in_batches(cx, f,
			       (struct demo_batch){(size_t)there.houses, n, HOUSES_AT_ONCE,
						   write_house});
}
