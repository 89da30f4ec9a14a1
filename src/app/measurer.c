#include "app/measurer.h"

#include <pthread.h>
#include <time.h>

#include "app/lease.h"
#include "base/date.h"
#include "base/log.h"
#include "place/reach.h"
#include "policy/recount.h"

#define LEASE "measurer"

/* ─── the packs in force ─── */

static err look_and_load(struct ctx *cx, void *arg)
{
	struct live **l = arg;
	const struct live *now = live_use(cx);
	if (now && now->stamp == live_stamp(cx) && now->day == date_to_day(reach_today(cx)))
		return ctx_err(cx);
	return ctx_err(cx) ? ctx_err(cx) : live_load(cx, l);
}

err packs_refresh(struct ctx *cx, struct app *app)
{
	struct live *l = NULL;
	err e = store_read(app->store, cx, look_and_load, &l);
	if (l)
		live_put(app->packs, l);
	return e;
}

err measure_all(struct ctx *cx, struct app *app)
{
	err e = packs_refresh(cx, app);
	pthread_mutex_lock(&app->measuring);
	e = e ? e : recount_all(cx, app->store, live_use(cx), app->recount);
	pthread_mutex_unlock(&app->measuring);
	return e;
}

/* ─── the thread ─── */

struct measurer {
	struct app *app;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool is_stopping, is_leader;
	int64_t look_due, renew_due;
};

enum { LOOK_MS = 1000, IDLE_MS = 500 };

static bool goes_on_after(struct measurer *m, int64_t ms)
{
	struct timespec until;
	timespec_get(&until, TIME_UTC);
	int64_t ns = until.tv_nsec + ms * 1000000;
	until.tv_sec += ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	pthread_mutex_lock(&m->lock);
	if (!m->is_stopping && ms)
		pthread_cond_timedwait(&m->woken, &m->lock, &until);
	bool goes_on = !m->is_stopping;
	pthread_mutex_unlock(&m->lock);
	return goes_on;
}

/* Others come first: a step that found the writer busy is done again a little later. */
static void report(const struct ctx *cx, err e)
{
	if (e && e != ERR_BUSY)
		log_event(LOG_ERROR, "measurer.failed",
			  {"error",
			   str(cx->failure.internal ? cx->failure.internal : err_code(e))});
}

static void keep_current(struct measurer *m, struct ctx *cx, int64_t now)
{
	if (m->renew_due <= now) {
		m->is_leader = lease_hold(m->app, LEASE);
		m->renew_due = now + LEASE_RENEW_MS;
	}
	if (m->look_due > now)
		return;
	report(cx, packs_refresh(cx, m->app));
	m->look_due = now + LOOK_MS;
}

static bool step(struct measurer *m)
{
	struct ctx cx;
	bool is_idle = true;
	app_ctx(m->app, &cx);
	keep_current(m, &cx, clock_ticks() / 1000000);
	const struct live *l = live_use(&cx);
	if (l && m->is_leader && !ctx_err(&cx)) {
		pthread_mutex_lock(&m->app->measuring);
		err e = recount_step(&cx, m->app->store, l, m->app->recount, &is_idle);
		pthread_mutex_unlock(&m->app->measuring);
		report(&cx, e);
		is_idle |= e != OK;
	}
	mem_free(cx.mem);
	return is_idle;
}

static void *run(void *arg)
{
	struct measurer *m = arg;
	int64_t pause_ms = 0;
	while (goes_on_after(m, pause_ms))
		pause_ms = step(m) ? IDLE_MS : 0;
	return NULL;
}

struct measurer *measurer_start(mem *parent, struct app *app)
{
	struct measurer *m = mem_new(parent, struct measurer);
	m->app = app;
	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->woken, NULL);
	if (pthread_create(&m->thread, NULL, run, m))
		log_event(LOG_ERROR, "measurer.no_thread");
	return m;
}

void measurer_stop(struct measurer *m)
{
	pthread_mutex_lock(&m->lock);
	m->is_stopping = true;
	pthread_cond_signal(&m->woken);
	pthread_mutex_unlock(&m->lock);
	pthread_join(m->thread, NULL);
	lease_release(m->app, LEASE);
	mem_free(m);
}
