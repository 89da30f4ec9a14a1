#include "app/clockwork.h"

#include <pthread.h>
#include <time.h>

#include "account/actor.h"
#include "account/outbox.h"
#include "account/throttle.h"
#include "app/export.h"
#include "app/idempotency.h"
#include "app/lease.h"
#include "audit/audit.h"
#include "base/date.h"
#include "base/log.h"
#include "registry/import.h"
#include "store/sql.h"

#define LEASE "clockwork"
/* Who writes waits while a block is sealed: so blocks are small, and many where there is much. */
enum { SEAL_MOST = 256, SEAL_BLOCKS = 100, SEAL_SETTLE_MS = 2000, OUTBOX_MOST = 50 };

static err seal(struct app *app, struct ctx *cx);
static err sweep(struct app *app, struct ctx *cx);
static err flush_seen(struct app *app, struct ctx *cx);
static err send_messages(struct app *app, struct ctx *cx);
static err keep_node(struct app *app, struct ctx *cx);

static const struct duty {
	const char *name;
	int64_t every_ms;
	err (*run)(struct app *app, struct ctx *cx);
	bool is_own; /* every process does it; the others are for whoever holds the lease */
} duties[] = {
	{"seal", 1000, seal, false},           {"outbox", 2000, send_messages, false},
	{"seen", 60 * 1000, flush_seen, true}, {"node", 10 * 60 * 1000, keep_node, true},
	{"sweep", 3600 * 1000, sweep, false},
};
enum { N_DUTIES = sizeof duties / sizeof *duties };

struct clockwork {
	struct app *app;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool is_stopping;
	int64_t due[N_DUTIES];
	bool is_leader;
	int64_t renew_due;
};

/* ─── the duties ─── */

static err seal_work(struct ctx *cx, void *arg)
{
	return audit_seal(cx, SEAL_SETTLE_MS, SEAL_MOST, arg);
}

static err seal(struct app *app, struct ctx *cx)
{
	int64_t sealed = SEAL_MOST;
	mem *all = cx->mem;
	err e = OK;
	for (int i = 0; i < SEAL_BLOCKS && sealed == SEAL_MOST && !e; i++) {
		cx->mem = mem_child(all);
		e = store_write_now(app->store, cx, seal_work, &sealed);
		if (!e) /* of a failure the text lies there */
			mem_free(cx->mem);
	}
	cx->mem = all;
	return e;
}

static err sweep_work(struct ctx *cx, void *arg)
{
	(void)arg;
	err e = throttle_sweep(cx);
	if (e || (e = idempotency_sweep(cx)) || (e = outbox_sweep(cx)))
		return e;
	return sql_exec(cx, "DELETE FROM session WHERE ends_at < $1", i64(cx->now));
}

static err sweep(struct app *app, struct ctx *cx)
{
	export_sweep(app->options->data);
	err e = import_sweep(cx, app->store, app->options->data);
	if (e)
		return e;
	return store_write_now(app->store, cx, sweep_work, NULL);
}

static err seen_work(struct ctx *cx, void *arg)
{
	(void)arg;
	return seen_flush(cx);
}

static err flush_seen(struct app *app, struct ctx *cx)
{
	return store_write_now(app->store, cx, seen_work, NULL);
}

static err keep_node(struct app *app, struct ctx *cx)
{
	return store_keep_node(app->store, cx);
}

struct sending {
	struct due due[OUTBOX_MOST];
	size_t n, at;
};

static err claim_work(struct ctx *cx, void *arg)
{
	struct sending *s = arg;
	return outbox_claim(cx, OUTBOX_MOST, s->due, &s->n);
}

static err record_work(struct ctx *cx, void *arg)
{
	struct sending *s = arg;
	return outbox_record(cx, s->due[s->at].id, NULL);
}

/* The one adapter there is so far: the message is on the administrators' page, and so is sent. */
static err send_messages(struct app *app, struct ctx *cx)
{
	struct sending *s = mem_new(cx->mem, struct sending);
	err e = store_write_now(app->store, cx, claim_work, s);
	for (; !e && s->at < s->n; s->at++)
		e = store_write_now(app->store, cx, record_work, s);
	return e;
}

/* ─── the thread ─── */

static err run_duty(struct app *app, const struct duty *d)
{
	struct ctx cx;
	app_ctx(app, &cx);
	err e = d->run(app, &cx);
	if (e)
		log_event(LOG_ERROR, "clockwork.failed", {"duty", str(d->name)},
			  {"error", str(cx.failure.internal ? cx.failure.internal : err_code(e))});
	mem_free(cx.mem);
	return e;
}

static void renew(struct clockwork *c, int64_t now)
{
	if (c->renew_due > now)
		return;
	c->is_leader = lease_hold(c->app, LEASE);
	c->renew_due = now + LEASE_RENEW_MS;
}

static void run_due(struct clockwork *c)
{
	int64_t now = clock_ticks() / 1000000;
	renew(c, now);
	for (int i = 0; i < N_DUTIES; i++) {
		if (c->due[i] > now || !(c->is_leader || duties[i].is_own))
			continue;
		err e = run_duty(c->app, &duties[i]);
		(void)e; /* logged; the next time may go better */
		c->due[i] = now + duties[i].every_ms;
	}
}

static bool wait(struct clockwork *c)
{
	struct timespec until;
	timespec_get(&until, TIME_UTC);
	until.tv_sec++;
	pthread_mutex_lock(&c->lock);
	if (!c->is_stopping)
		pthread_cond_timedwait(&c->woken, &c->lock, &until);
	bool goes_on = !c->is_stopping;
	pthread_mutex_unlock(&c->lock);
	return goes_on;
}

static void *run(void *arg)
{
	struct clockwork *c = arg;
	while (wait(c))
		run_due(c);
	return NULL;
}

struct clockwork *clockwork_start(mem *parent, struct app *app)
{
	struct clockwork *c = mem_new(parent, struct clockwork);
	c->app = app;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->woken, NULL);
	if (pthread_create(&c->thread, NULL, run, c))
		log_event(LOG_ERROR, "clockwork.no_thread");
	return c;
}

void clockwork_stop(struct clockwork *c)
{
	pthread_mutex_lock(&c->lock);
	c->is_stopping = true;
	pthread_cond_signal(&c->woken);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	lease_release(c->app, LEASE);
	mem_free(c);
}

err clockwork_run_all(struct app *app, struct ctx *cx)
{
	for (int i = 0; i < N_DUTIES; i++) {
		err e = run_duty(app, &duties[i]);
		if (e)
			return fail_internal(cx, "duty %s failed", duties[i].name);
	}
	return OK;
}
