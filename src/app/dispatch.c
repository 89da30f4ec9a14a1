/* From a request to its answer, for every route alike:
 *
 *     match – body – session – CSRF – permission – scope – transaction – handler – reply – log
 *
 * Quick reads run here, on the event thread, in one read transaction. Slow ones, and all reads of
 * PostgreSQL, run in the pool. Writes run in the writer, after `prepare` has run in the pool.
 */
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "app/app.h"
#include "app/guard.h"
#include "app/idempotency.h"
#include "app/job_runner.h"
#include "app/pool.h"
#include "base/date.h"
#include "base/log.h"
#include "http/page.h"

enum { HANDLE_SLOW_NS = 5 * 1000 * 1000 };

/* One request on its way. Lives in the request's memory. */
struct call {
	struct app *app;
	struct request *rq;
	bool is_answered; /* as when it was sent before */
	const void *body; /* as it was before a handler touched it */
	struct store_write write;
};

static bool is_read(const struct request *rq)
{
	return !strcmp(rq->method, "GET") || !strcmp(rq->method, "HEAD");
}

/* ─── the end ─── */

static void finish(struct call *c)
{
	struct ctx *cx = c->rq->cx;
	if (ctx_err(cx))
		reply_problem(cx, c->rq);
	request_done(c->rq);
}

static void refuse_busy(struct call *c)
{
	err e = fail(c->rq->cx, ERR_BUSY,
		     T("busy", "系统繁忙，请稍后再试", "Busy; try again later"));
	(void)e;
	finish(c);
}

/* ─── what runs inside a transaction ─── */

/* Who asks, whether they asked before, and whether they may here. */
static err allow(struct ctx *cx, struct call *c)
{
	err e = guard_who(cx, c->rq);
	if (e || (e = idempotency_replay(cx, c->app, c->rq, &c->is_answered)) || c->is_answered)
		return e;
	return guard_where(cx, c->rq);
}

static err handle(struct ctx *cx, struct request *rq)
{
	int64_t began = clock_ticks();
	err e = rq->route->handle(cx, rq);
	int64_t took = clock_ticks() - began;
	if (took > HANDLE_SLOW_NS && !(rq->route->flags & ROUTE_SLOW))
		log_event(LOG_WARN, "request.slow", {"route", str(rq->route->path)},
			  {"us", i64(took / 1000)}, {"request", i64((int64_t)cx->request_id)});
	return e;
}

static err read_work(struct ctx *cx, void *arg)
{
	struct call *c = arg;
	err e = allow(cx, c);
	return e ? e : handle(cx, c->rq);
}

/* Who may is asked again here, for a write waits between being allowed and being done. A handler
 * completes the body it was given with what it made in its transaction's memory (a number, a key to
 * sort by): when it is run again it must have one of its own again. */
static err write_work(struct ctx *cx, void *arg)
{
	struct call *c = arg;
	reply_reset(c->rq);
	if (c->body)
		c->rq->body = mem_dup(cx->mem, c->body, c->rq->route->in_size);
	err e = allow(cx, c);
	if (e || c->is_answered)
		return e;
	e = handle(cx, c->rq);
	return e ? e : idempotency_keep(cx, c->rq);
}

/* Reads what the handler will need, and does the slow part of a write. */
static err prepare_work(struct ctx *cx, void *arg)
{
	struct call *c = arg;
	err e = allow(cx, c);
	return e || c->is_answered ? e : c->rq->route->prepare(cx, c->rq);
}

/* ─── the stations ─── */

static void run_read(void *arg)
{
	struct call *c = arg;
	err e = store_read(c->app->store, c->rq->cx, read_work, c);
	(void)e; /* stands in cx */
	finish(c);
}

static void write_done(struct store_write *w)
{
	struct call *c = w->arg;
	if (c->rq->cx->has_begun_job)
		job_runner_wake(c->app->jobs);
	finish(c);
}

static void run_write(struct call *c)
{
	c->body = c->rq->body;
	c->write = (struct store_write){.cx = c->rq->cx,
					.work = write_work,
					.done = write_done,
					.arg = c,
					.fault_at = c->app->options->is_test ? guard_fault_at(c->rq)
									     : 0};
	if (store_write(c->app->store, &c->write))
		finish(c);
}

static void run_prepare(void *arg)
{
	struct call *c = arg;
	if (store_read(c->app->store, c->rq->cx, prepare_work, c) || c->is_answered)
		finish(c);
	else
		run_write(c);
}

static void to_pool(struct call *c, void (*run)(void *))
{
	if (!pool_put(c->app->pool, run, c))
		refuse_busy(c);
}

static void start(struct call *c)
{
	const struct route *r = c->rq->route;
	bool is_quick = store_is_quick(c->app->store) && !(r->flags & ROUTE_SLOW);
	if (is_read(c->rq) && is_quick)
		run_read(c);
	else if (is_read(c->rq))
		to_pool(c, run_read);
	else if (r->prepare)
		to_pool(c, run_prepare);
	else
		run_write(c);
}

void app_dispatch(struct request *rq)
{
	struct call *c = mem_new(rq->cx->mem, struct call);
	*c = (struct call){.app = server_arg(rq), .rq = rq};
	rq->cx->now = app_now(c->app);
	rq->cx->keys = c->app->keys;
	rq->cx->settings = atomic_load_explicit(&c->app->settings, memory_order_acquire);
	rq->cx->packs = c->app->packs;
	if (guard_body(rq->cx, rq))
		finish(c);
	else
		start(c);
}
