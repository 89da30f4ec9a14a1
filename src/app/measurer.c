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
	int64_t pause_ms; /* until the next step; it grows while steps fail */
};

enum { LOOK_MS = 1000, IDLE_MS = 500, PAUSE_MOST_MS = 15 * 1000 };

static bool goes_on_after_pause(struct measurer *m)
{
	struct timespec until;
	timespec_get(&until, TIME_UTC);
	int64_t ns = until.tv_nsec + m->pause_ms * 1000000;
	until.tv_sec += ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	pthread_mutex_lock(&m->lock);
	if (!m->is_stopping && m->pause_ms)
		pthread_cond_timedwait(&m->woken, &m->lock, &until);
	bool goes_on = !m->is_stopping;
	pthread_mutex_unlock(&m->lock);
	return goes_on;
}

/* Others come first: a step that found the writer busy is done again a little later. One that fails
 * otherwise would fail again at once: it is tried less and less often, and said each time. */
static void pause_after_failure(struct measurer *m, const struct ctx *cx, err e)
{
	if (e == ERR_BUSY) {
		m->pause_ms = IDLE_MS;
		return;
	}
	m->pause_ms = m->pause_ms < IDLE_MS ? IDLE_MS : m->pause_ms * 2;
	m->pause_ms = m->pause_ms < PAUSE_MOST_MS ? m->pause_ms : PAUSE_MOST_MS;
	log_event(LOG_ERROR, "measurer.failed",
		  {"error", str(cx->failure.internal ? cx->failure.internal : err_code(e))},
		  {"again_ms", i64(m->pause_ms)});
}

static err keep_current(struct measurer *m, struct ctx *cx, int64_t now)
{
	if (m->renew_due <= now) {
		m->is_leader = lease_hold(m->app, LEASE);
		m->renew_due = now + LEASE_RENEW_MS;
	}
	if (m->look_due > now)
		return OK;
	m->look_due = now + LOOK_MS;
	return packs_refresh(cx, m->app);
}

static err recount(struct measurer *m, struct ctx *cx, bool *ret_is_idle)
{
	const struct live *l = live_use(cx);
	*ret_is_idle = true;
	if (!l || !m->is_leader)
		return OK;
	pthread_mutex_lock(&m->app->measuring);
	err e = recount_step(cx, m->app->store, l, m->app->recount, ret_is_idle);
	pthread_mutex_unlock(&m->app->measuring);
	return e;
}

static void step(struct measurer *m)
{
	struct ctx cx;
	bool is_idle;
	app_ctx(m->app, &cx);
	err e = keep_current(m, &cx, clock_ticks() / 1000000);
	e = e ? e : recount(m, &cx, &is_idle);
	if (e)
		pause_after_failure(m, &cx, e);
	else
		m->pause_ms = is_idle ? IDLE_MS : 0;
	mem_free(cx.mem);
}

static void *run(void *arg)
{
	struct measurer *m = arg;
	while (goes_on_after_pause(m))
		step(m);
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
