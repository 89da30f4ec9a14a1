/* The packs of the five districts, and how their figures went before the demo began: an invented past,
 * so that targets of 2020 and 2021 have a result on their day, and trends a beginning. */
#include "app/demo_priv.h"

#include "app/app.h"
#include "app/packs.h"
#include "base/date.h"
#include "place/reach.h"
#include "policy/cockpit.h"
#include "store/sql.h"

err demo_fill_packs(struct ctx *cx, struct demo_filling *f)
{
	return packs_load_builtin(cx, f->app, NULL);
}

/* ─── the past ─── */

struct past {
	const struct live *l;
	struct total *now, *then; /* of each region of the snapshot */
	const struct live_measure *m;
	size_t at; /* of m among l->measures */
};

static struct total *total_at(const struct past *p, struct total *totals, int64_t region_id)
{
	const struct live_region *r = live_region(p->l, region_id);
	return r ? &totals[r - p->l->regions] : NULL;
}

/* In a region and in all above it. */
static void add_up(const struct past *p, struct total *totals, int64_t region_id,
		   const struct total *some)
{
	for (const struct live_region *r = live_region(p->l, region_id); r; r = r->parent)
		total_add(total_at(p, totals, r->id), some);
}

/* How the lowest regions stand now: each in its own row, not summed. */
static err load_lowest(struct ctx *cx, struct past *p)
{
	p->now = mem_array(cx->mem, struct total, p->l->n_regions + 1);
	struct stmt *q =
		sql(cx,
		    "SELECT region_id, count(*) FILTER (WHERE state = 1),"
		    " count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 3),"
		    " count(*) FILTER (WHERE state = 4) FROM measure_state"
		    " WHERE measure_id = $1 GROUP BY region_id",
		    i64(p->m->id));
	while (sql_next(q)) {
		struct total *t = total_at(p, p->now, col_i64(q, 0));
		if (t)
			*t = (struct total){col_i64(q, 1), col_i64(q, 2), col_i64(q, 4),
					    col_i64(q, 3)};
	}
	return sql_end(q);
}

static err keep_day(struct ctx *cx, const struct past *p, const char *day)
{
	struct bulk *b = sql_bulk(cx,
				  "measure_day(home_id, measure_id, day, met, unmet, unknown,"
				  " not_applicable)",
				  7);
	for (size_t i = 0; i < p->l->n_regions; i++) {
		const struct total *t = &p->then[i];
		if (p->l->regions[i].pack == p->m->pack && total_of(t))
			bulk_row(b, ARGS(i64(p->l->regions[i].id), i64(p->m->id), str(day),
					 i64(t->met), i64(t->unmet), i64(t->unknown),
					 i64(t->not_applicable)));
	}
	return bulk_end(b);
}

/* `permille` of what there is today, up to chance, was met that day. */
static err fill_day(struct ctx *cx, struct past *p, int32_t day, int64_t permille)
{
	enum { CHANCE = 160, ALL = 1000 };
	char text[DATE_SIZE];
	date_from_day(day, text);
	p->then = mem_array(cx->mem, struct total, p->l->n_regions + 1);
	struct dice d = dice_of("past", (int64_t)p->at, day);
	for (size_t i = 0; i < p->l->n_regions; i++) {
		int64_t all = total_of(&p->now[i]);
		int64_t share = permille + dice_between(&d, -CHANCE, CHANCE);
		share = share < 0 ? 0 : share > ALL ? ALL : share;
		int64_t met = (all * share + ALL / 2) / ALL;
		struct total t = {met, all - met, 0, p->now[i].not_applicable};
		add_up(p, p->then, p->l->regions[i].id, &t);
	}
	return keep_day(cx, p, text);
}

/* A month ago a little less was met than is now. */
static err fill_month(struct ctx *cx, struct past *p, const char *day)
{
	p->then = mem_array(cx->mem, struct total, p->l->n_regions + 1);
	struct dice d = dice_of("month", (int64_t)p->at, 0);
	for (size_t i = 0; i < p->l->n_regions; i++) {
		struct total t = p->now[i];
		int64_t fewer = t.met && dice_hit(&d, 90) ? 1 : 0;
		t.met -= fewer;
		t.unmet += fewer;
		add_up(p, p->then, p->l->regions[i].id, &t);
	}
	return keep_day(cx, p, day);
}

static const struct target *target_of(const struct live_measure *m, size_t *from)
{
	const struct pack *pack = m->pack->pack;
	while (*from < pack->n_targets)
		if (pack->targets[(*from)++].measure == m->m)
			return &pack->targets[*from - 1];
	return NULL;
}

/* From the first day to the last, a quarter of the way at a time: most get there, some do not. */
static err fill_target(struct ctx *cx, struct past *p, const struct target *t)
{
	enum { QUARTERS = 4, HIGH = 940 };
	err e = OK;
	for (int i = 1; i <= QUARTERS && !e; i++) {
		int32_t from = t->from ? t->from : t->by - 180;
		int64_t figure =
			t->count == NONE && t->share_permille < HIGH ? t->share_permille : HIGH;
		e = fill_day(cx, p, from + (t->by - from) * i / QUARTERS,
			     figure * (i + 4) / (QUARTERS + 4));
	}
	return e;
}

static err fill_measure(struct ctx *cx, struct past *p)
{
	char day[DATE_SIZE];
	size_t from = 0;
	date_from_day(p->l->day - CHANGE_DAYS, day);
	err e = load_lowest(cx, p);
	e = e ? e : fill_month(cx, p, day);
	for (const struct target *t; !e && (t = target_of(p->m, &from));)
		if (t->by < p->l->day - CHANGE_DAYS)
			e = fill_target(cx, p, t);
	return e;
}

static err fill_some(struct ctx *cx, struct demo_filling *f, size_t i)
{
	const struct live *l = live_use(cx);
	struct past p = {.l = l, .at = i};
	if (!l || i >= l->n_measures)
		return OK;
	p.m = l->measures[i];
	(void)f;
	return fill_measure(cx, &p);
}

struct waiting {
	size_t n_packs, n_done, n_measures;
	bool is_filled;
};

static err look_work(struct ctx *cx, void *arg)
{
	struct waiting *w = arg;
	const struct live *l = live_use(cx);
	*w = (struct waiting){.n_packs = l ? l->n_packs : 0, .n_measures = l ? l->n_measures : 0};
	w->n_done = (size_t)sql_int(cx, 0,
				    "SELECT count(*) FROM measure_run WHERE ended_at IS NOT NULL");
	w->is_filled =
		w->n_packs && sql_int(cx, 0,
				      "SELECT 1 FROM measure_day WHERE home_id = $1"
				      " AND day < $2 LIMIT 1",
				      i64(l->packs[0].region->id), str(reach_today(cx))) == 1;
	return ctx_err(cx);
}

/* The past is told from the present: so that must have been evaluated. */
static err wait_for_figures(struct ctx *cx, struct demo_filling *f, struct waiting *w)
{
	enum { PAUSE_NS = 200 * 1000000, PATIENCE = 3000 };
	err e = OK;
	for (int i = 0; i < PATIENCE && !e && !atomic_load(&f->app->is_stopping); i++) {
		e = store_read(f->app->store, cx, look_work, w);
		if (!e && w->n_packs && w->n_done >= w->n_packs)
			return OK;
		nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
	}
	w->n_measures = 0;
	return e;
}

err demo_fill_past(struct ctx *cx, struct demo_filling *f)
{
	struct waiting w;
	err e = wait_for_figures(cx, f, &w);
	if (e || w.is_filled || !w.n_measures)
		return e;
	return demo_in_batches(cx, f, (struct demo_batch){0, w.n_measures, 4, fill_some});
}
