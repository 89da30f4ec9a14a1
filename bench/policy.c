/* What the cockpit costs: all measures of all packs, one change, a page; and how that grows.
 *
 *     bench-policy DATA [ESTATES…]
 *
 * DATA is a folder that `linli serve --demo --data DATA` has filled. With numbers, estates are added to
 * it until there are so many, and everything is measured again for each: copies of what the demo has,
 * spread over its regions. Ends with status 1 if a limit is not kept (docs/performance.md).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/measurer.h"
#include "base/date.h"
#include "base/id.h"
#include "http/request.h"
#include "policy/live.h"
#include "registry/estate.h"
#include "store/sql.h"

enum { FULL_MS = 5000, CHANGE_MS = 50, PAGE_MS = 20, CHANGES = 21, PAGES = 41, BATCH = 500 };

struct bench {
	struct app *app;
	struct router *router;
	bool is_over; /* a limit was not kept */
};

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double median(double *all, size_t n)
{
	qsort(all, n, sizeof *all, by_value);
	return all[n / 2];
}

static void judge(struct bench *b, const char *what, double ms, double limit)
{
	printf("%-44s %10.2f ms", what, ms);
	if (limit > 0)
		printf("   limit %.0f%s", limit, ms > limit ? "   OVER" : "");
	printf("\n");
	b->is_over |= limit > 0 && ms > limit;
}

/* ─── everything ─── */

static err forget_all(struct ctx *cx, void *arg)
{
	(void)arg;
	err e = sql_exec(cx, "DELETE FROM measure_run");
	if (e || (e = sql_exec(cx, "DELETE FROM measure_state")) ||
	    (e = sql_exec(cx, "DELETE FROM measure_total")))
		return e;
	return sql_exec(cx, "DELETE FROM touched");
}

static err forget_run(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "UPDATE measure_run SET day = '2000-01-01'");
}

static err measure_full(struct ctx *cx, struct bench *b, const char *what, store_work *before,
			double limit)
{
	err e = store_write_now(b->app->store, cx, before, NULL);
	if (e)
		return e;
	double began = cpu_ms();
	int64_t ticks = clock_ticks();
	e = measure_all(cx, b->app);
	judge(b, what, cpu_ms() - began, limit);
	printf("%-44s %10.2f ms\n", "  by the clock", (double)(clock_ticks() - ticks) / 1e6);
	return e;
}

/* ─── one change ─── */

struct change {
	int64_t nth;
};

static err change_one(struct ctx *cx, void *arg)
{
	const struct change *c = arg;
	struct estate e;
	int64_t id = sql_int(cx, 0,
			     "SELECT home_id FROM estate WHERE deleted_at IS NULL ORDER BY home_id"
			     " LIMIT 1 OFFSET $1",
			     i64(c->nth * 37));
	err r = estate_load(cx, id, &e);
	e.has_video = e.has_video == 1 ? 0 : 1;
	return r ? r : record_update(cx, &estate_entity, &e);
}

static err measure_changes(struct ctx *cx, struct bench *b)
{
	double took[CHANGES];
	err e = OK;
	for (int i = 0; i < CHANGES && !e; i++) {
		e = store_write_now(b->app->store, cx, change_one, &(struct change){i});
		double began = cpu_ms();
		e = e ? e : measure_all(cx, b->app);
		took[i] = cpu_ms() - began;
	}
	judge(b, "one change, until every total is right", median(took, CHANGES), CHANGE_MS);
	return e;
}

/* ─── a page ─── */

struct page {
	struct bench *b;
	const char *target;
	size_t bytes;
};

static err read_page(struct ctx *cx, void *arg)
{
	struct page *p = arg;
	struct request *rq;
	err e = request_inside(cx, p->b->router, p->target, &rq);
	e = e ? e : rq->route->handle(cx, rq);
	p->bytes = e ? 0 : rq->out.len;
	return e;
}

static err measure_page(struct ctx *cx, struct bench *b, const char *what, const char *target)
{
	double took[PAGES];
	struct page p = {b, target, 0};
	err e = OK;
	for (int i = 0; i < PAGES && !e; i++) {
		double began = cpu_ms();
		e = store_read(b->app->store, cx, read_page, &p);
		took[i] = cpu_ms() - began;
	}
	judge(b, mem_format(cx->mem, "%s (%zu bytes)", what, p.bytes), median(took, PAGES),
	      PAGE_MS);
	return e;
}

static err measure_pages(struct ctx *cx, struct bench *b)
{
	const struct live *l = live_use(cx);
	err e = OK;
	for (size_t i = 0; l && i < l->n_packs && !e; i++) {
		char id[ID_SIZE];
		id_format(l->packs[i].region->id, id);
		e = measure_page(cx, b,
				 mem_format(cx->mem, "cockpit of %s", l->packs[i].pack->name),
				 mem_format(cx->mem, "/api/v1/regions/%s/cockpit", id));
	}
	return e;
}

/* ─── more estates ─── */

struct growing {
	int64_t from, n;
};

static err add_batch(struct ctx *cx, void *arg)
{
	const struct growing *g = arg;
	err e = OK;
	for (int64_t i = g->from; i < g->from + g->n && !e; i++) {
		struct estate copy;
		int64_t id = sql_int(cx, 0,
				     "SELECT home_id FROM estate WHERE outside_key >= 'demo:'"
				     " AND outside_key < 'demo;' AND deleted_at IS NULL"
				     " ORDER BY home_id LIMIT 1 OFFSET $1",
				     i64(i % 1200));
		e = estate_load(cx, id, &copy);
		copy.rec = (struct record){0};
		copy.name = mem_format(cx->mem, "%s %lld", copy.name, (long long)i);
		copy.number = copy.outside_key = NULL;
		e = e ? e : record_create(cx, &estate_entity, &copy);
	}
	return e;
}

static err count_work(struct ctx *cx, void *ret)
{
	*(int64_t *)ret = sql_int(cx, 0, "SELECT count(*) FROM estate WHERE deleted_at IS NULL");
	return ctx_err(cx);
}

static err grow_to(struct ctx *cx, struct bench *b, int64_t wanted)
{
	int64_t n = 0;
	mem *all = cx->mem;
	err e = store_read(b->app->store, cx, count_work, &n);
	while (n < wanted && !e) {
		struct growing g = {n, wanted - n < BATCH ? wanted - n : BATCH};
		cx->mem = mem_child(all);
		e = store_write_now(b->app->store, cx, add_batch, &g);
		if (!e)
			mem_free(cx->mem);
		cx->mem = all;
		n += g.n;
	}
	return e;
}

/* ─── all of it ─── */

static err measure(struct ctx *cx, struct bench *b, bool has_limits)
{
	int64_t n = 0;
	err e = store_read(b->app->store, cx, count_work, &n);
	printf("\n%lld estates\n", (long long)n);
	if (e ||
	    (e = measure_full(cx, b, "all measures, from nothing", forget_all,
			      has_limits ? FULL_MS : 0)) ||
	    (e = measure_full(cx, b, "all measures again (a day begins)", forget_run,
			      has_limits ? FULL_MS : 0)) ||
	    (e = measure_changes(cx, b)))
		return e;
	return measure_pages(cx, b);
}

static err run(struct ctx *cx, struct bench *b, int argc, char **argv)
{
	err e = app_router(cx, cx->mem, false, &b->router);
	e = e ? e : measure_all(cx, b->app);
	e = e ? e : measure(cx, b, true);
	for (int i = 2; i < argc && !e; i++) {
		e = grow_to(cx, b, strtoll(argv[i], NULL, 10));
		e = e ? e : measure(cx, b, false);
	}
	return e;
}

int main(int argc, char **argv)
{
	struct options options = {.data = argc > 1 ? argv[1] : "data"};
	struct app app = {.options = &options};
	struct bench b = {.app = &app};
	struct ctx cx;
	app_ctx(&app, &cx);
	err e = app_open(&cx, cx.mem, &app);
	e = e ? e : run(&cx, &b, argc, argv);
	if (e)
		fprintf(stderr, "bench-policy: %s\n",
			cx.failure.internal ? cx.failure.internal : cx.failure.text.en);
	app_close(&app);
	mem_free(cx.mem);
	return e || b.is_over ? EXIT_FAILURE : EXIT_SUCCESS;
}
