/* Fills the estates of a data folder with houses, each with an owner, by bulk: what `bench/memory`
 * serves.
 *
 *     bench-fill DATA HOUSES
 *
 * No history and no audit: nobody did it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/id.h"
#include "registry/house.h"
#include "store/sql.h"
#include "store/store.h"

enum { A_FLOOR = 4, ESTATES_A_WRITE = 10 };

struct house_ids {
	int64_t house, person;
};

/* The estates from `next` on, as many as one write fills. */
struct work {
	const int64_t *estates;
	size_t n, next;
	int64_t houses_each;
};

static err add_building(struct ctx *cx, int64_t estate, int64_t building)
{
	return sql_exec(cx,
			"INSERT INTO building (home_id, id, version, name, sort_key)"
			" VALUES ($1, $2, 1, $3, $4)",
			i64(estate), i64(building), str("测幢"), str("测幢"));
}

static err add_houses(struct ctx *cx, int64_t estate, int64_t building, const struct house_ids *ids,
		      int64_t n)
{
	struct buf label = buf_on(cx->mem);
	struct bulk *b = sql_bulk(cx,
				  "house(home_id, id, version, building_id, floor, name, label,"
				  " sort_key, kind, use, area_dm2)",
				  11);
	for (int64_t i = 0; i < n; i++) {
		label.len = 0;
		buf_format(&label, "测幢%05d", (int)i);
		const char *text = buf_text(&label);
		bulk_row(b, ARGS(i64(estate), i64(ids[i].house), i64(1), i64(building),
				 i64(i / A_FLOOR + 1), str(text + sizeof "测幢" - 1), str(text),
				 str(text), i64(HOUSE_HOME), i64(USE_LIVED_IN), i64(8950)));
	}
	return bulk_end(b);
}

static err add_people(struct ctx *cx, const struct house_ids *ids, int64_t n)
{
	struct bulk *b = sql_bulk(cx, "person(person_id, version, name)", 3);
	for (int64_t i = 0; i < n; i++)
		bulk_row(b, ARGS(i64(ids[i].person), i64(1), str("测量")));
	return bulk_end(b);
}

static err add_ownerships(struct ctx *cx, int64_t estate, const struct house_ids *ids, int64_t n)
{
	struct bulk *b = sql_bulk(cx,
				  "ownership(home_id, id, version, house_id, person_id, share_num,"
				  " share_den, is_representative, since, until)",
				  10);
	for (int64_t i = 0; i < n; i++)
		bulk_row(b, ARGS(i64(estate), i64(id_new()), i64(1), i64(ids[i].house),
				 i64(ids[i].person), i64(1), i64(1), i64(1), str("2015-06-01"),
				 str("9999-12-31")));
	return bulk_end(b);
}

static err fill_estate(struct ctx *cx, int64_t estate, int64_t n)
{
	struct house_ids *ids = mem_array(cx->mem, struct house_ids, (size_t)n);
	int64_t building = id_new();
	for (int64_t i = 0; i < n; i++)
		ids[i] = (struct house_ids){id_new(), id_new()};
	err e = add_building(cx, estate, building);
	if (e || (e = add_houses(cx, estate, building, ids, n)) || (e = add_people(cx, ids, n)))
		return e;
	return add_ownerships(cx, estate, ids, n);
}

static err fill_some(struct ctx *cx, void *arg)
{
	const struct work *w = arg;
	err e = OK;
	for (size_t i = w->next; i < w->n && i < w->next + ESTATES_A_WRITE && !e; i++)
		e = fill_estate(cx, w->estates[i], w->houses_each);
	return e;
}

static err find_estates(struct ctx *cx, void *arg)
{
	struct work *w = arg;
	int64_t *estates = NULL;
	struct stmt *q = sql(cx, "SELECT home_id FROM estate ORDER BY home_id");
	while (sql_next(q)) {
		estates = mem_grow(cx->mem, estates, w->n + 1);
		estates[w->n++] = col_i64(q, 0);
	}
	w->estates = estates;
	return sql_end(q);
}

static err fill(struct ctx *cx, struct app *app, int64_t houses)
{
	struct work w = {0};
	err e = store_read(app->store, cx, find_estates, &w);
	if (!e && !w.n)
		e = fail_internal(cx, "no estate is registered");
	w.houses_each = w.n ? (houses + (int64_t)w.n - 1) / (int64_t)w.n : 0;
	for (; !e && w.next < w.n; w.next += ESTATES_A_WRITE) {
		struct ctx own;
		app_ctx(app, &own);
		e = store_write_now(app->store, &own, fill_some, &w);
		if (e)
			e = fail_internal(cx, "%s", own.failure.internal);
		mem_free(own.mem);
	}
	if (!e)
		printf("%lld houses in %zu estates\n", (long long)(w.houses_each * (int64_t)w.n),
		       w.n);
	return e;
}

int main(int argc, char **argv)
{
	struct ctx cx;
	struct options o = {.data = argc == 3 ? argv[1] : ""};
	struct app app = {.options = &o};
	int64_t houses = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
	if (houses < 1)
		return EXIT_FAILURE;
	app_ctx(&app, &cx);
	err e = app_open(&cx, cx.mem, &app);
	if (!e)
		e = fill(&cx, &app, houses);
	if (e)
		fprintf(stderr, "bench-fill: %s\n", cx.failure.internal);
	app_close(&app);
	mem_free(cx.mem);
	return e ? EXIT_FAILURE : EXIT_SUCCESS;
}
