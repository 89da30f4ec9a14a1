#include "app/demo.h"

#include <pthread.h>
#include <stdio.h>

#include "app/demo_priv.h"
#include "base/date.h"
#include "base/log.h"
#include "store/sql.h"

struct demo {
	struct app *app;
	pthread_t thread;
	struct demo_filling filling;
};

static err check_store(struct ctx *cx, void *arg)
{
	(void)arg;
	bool is_empty =
		sql_int(cx, 0,
			"SELECT count(*) FROM (SELECT id FROM account UNION ALL"
			" SELECT id FROM organisation UNION ALL SELECT id FROM estate) a") == 0;
	bool is_ours = sql_int(cx, 0, "SELECT 1 FROM organisation WHERE outside_key = $1",
			       str(DEMO_MARK)) == 1;
	if (ctx_err(cx) || is_empty || is_ours)
		return ctx_err(cx);
	return fail(cx, ERR_CONFLICT,
		    T("demo.not_empty", "数据库里已有自己的数据，演示数据只能写入空库",
		      "The store holds data of its own; the demo fills an empty one only"));
}

static err fill_houses(struct ctx *cx, struct demo_filling *f)
{
	err e = OK;
	for (size_t i = f->plan.n; i-- > 0 && !e;) /* 西湖, the largest, last */
		if (f->plan.estates[i].is_full)
			e = demo_fill_houses(cx, f, &f->plan.estates[i]);
	return e;
}

static void *run(void *arg)
{
	struct demo *d = arg;
	struct ctx cx;
	int64_t started = clock_ticks();
	app_ctx(d->app, &cx);
	err e = demo_fill_past(&cx, &d->filling);
	e = e ? e : fill_houses(&cx, &d->filling);
	log_event(e ? LOG_ERROR : LOG_INFO, "demo.houses",
		  {"seconds", i64((clock_ticks() - started) / 1000000000)},
		  {"error", str(cx.failure.internal)});
	mem_free(cx.mem);
	return NULL;
}

static err begin(struct ctx *cx, struct demo *d)
{
	err e = store_read(d->app->store, cx, check_store, NULL);
	if (e || (e = demo_fill_first(cx, &d->filling)))
		return e;
	return demo_print_accounts(cx, &d->filling);
}

struct demo *demo_start(mem *parent, struct app *app)
{
	struct ctx cx;
	struct demo *d = mem_new(parent, struct demo);
	int64_t started = clock_ticks();
	app_ctx(app, &cx);
	*d = (struct demo){.app = app, .filling = {.app = app, .mem = d}};
	err e = begin(&cx, d);
	if (e)
		fprintf(stderr, "linli: --demo: %s\n",
			cx.failure.internal ? cx.failure.internal : cx.failure.text.en);
	mem_free(cx.mem);
	log_event(LOG_INFO, "demo.first", {"ms", i64((clock_ticks() - started) / 1000000)});
	if (!e && !pthread_create(&d->thread, NULL, run, d))
		return d;
	demo_forget_ids(&d->filling);
	return NULL;
}

void demo_stop(struct demo *d)
{
	pthread_join(d->thread, NULL);
	demo_forget_ids(&d->filling);
}
