#include "app/job_runner.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "account/job.h"
#include "app/lease.h"
#include "app/tables.h"
#include "base/date.h"
#include "base/log.h"

#define LEASE "jobs"
enum { LOOK_EVERY_S = 1, STEP_MEM = 64 * 1024 };

struct job_runner {
	struct app *app;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool is_woken, is_stopping, has_thread;
};

/* Sleeps until it is woken, or a second; false when it is time to go. */
static bool wait(struct job_runner *r)
{
	struct timespec until;
	pthread_mutex_lock(&r->lock);
	timespec_get(&until, TIME_UTC);
	until.tv_sec += LOOK_EVERY_S;
	while (!r->is_woken && !r->is_stopping)
		if (pthread_cond_timedwait(&r->woken, &r->lock, &until))
			break;
	r->is_woken = false;
	bool goes_on = !r->is_stopping;
	pthread_mutex_unlock(&r->lock);
	return goes_on;
}

static bool is_stopping(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	bool stops = r->is_stopping;
	pthread_mutex_unlock(&r->lock);
	return stops;
}

static const struct job_kind *kind_named(const char *name)
{
	for (const struct job_kind *const *table = app_job_kinds; *table; table++)
		for (const struct job_kind *k = *table; k->name; k++)
			if (!strcmp(k->name, name))
				return k;
	return NULL;
}

struct keeping {
	struct job *job;
	enum job_state end; /* 0: it goes on */
	bool is_cancelled;
};

static err keep(struct ctx *cx, void *arg)
{
	struct keeping *k = arg;
	return k->end ? job_end(cx, k->job, k->end) : job_keep(cx, k->job, &k->is_cancelled);
}

/* A job acts in the name of who started it. */
static void act_for(struct ctx *cx, const struct job *j)
{
	cx->account_id = j->account_id;
	cx->post_id = j->post_id;
}

static void note_failure(struct ctx *cx, struct job *j, mem *of_job)
{
	if (cx->failure.internal)
		log_event(LOG_ERROR, "job.failed", {"job", i64(j->id)}, {"kind", str(j->kind)},
			  {"error", str(cx->failure.internal)});
	j->error = text_render(of_job, cx->failure.text, LANG_ZH, cx->failure.args);
	ctx_forgive(cx);
}

/* The step met other work, or waited too long for the writer: it is run again, a little later. */
static void put_off(struct job_runner *r, struct ctx *cx, struct job *j)
{
	ctx_forgive(cx);
	j->is_finished = false;
	wait(r);
}

/* One step and its bookkeeping; the memory of a step goes with it, the job's own stays. */
static bool step(struct job_runner *r, const struct job_kind *kind, struct job *j, mem *of_job)
{
	struct ctx cx;
	struct keeping k = {.job = j};
	const struct job_env env = {r->app->store, r->app->router, r->app->options->data};
	app_ctx(r->app, &cx);
	act_for(&cx, j);
	err e = kind ? kind->step(&cx, &env, j) : fail_internal(&cx, "no such kind of job");
	if (e == ERR_BUSY) {
		put_off(r, &cx, j);
	} else if (e) {
		note_failure(&cx, j, of_job);
		k.end = JOB_FAILED;
	} else if (j->is_finished) {
		k.end = JOB_DONE;
	}
	j->result = mem_str(of_job, j->result);
	if (store_write_now(r->app->store, &cx, keep, &k)) {
		note_failure(&cx, j, of_job);
		k.is_cancelled = true; /* it stays 'running', and is taken up again */
	}
	if (k.end)
		server_hint(r->app->server, j->account_id, "job", j->id);
	mem_free(cx.mem);
	return !k.end && !k.is_cancelled;
}

static err look(struct ctx *cx, void *arg)
{
	bool *has_job = arg;
	*has_job = job_waits(cx);
	return ctx_err(cx);
}

static err take(struct ctx *cx, void *arg)
{
	return job_take(cx, arg);
}

/* Step by step, for as long as nobody else holds the lease. */
static void run_steps(struct job_runner *r, struct job *j, mem *of_job)
{
	const struct job_kind *kind = kind_named(j->kind);
	j->mem = of_job;
	int64_t renew_at = clock_ticks() + LEASE_RENEW_MS * INT64_C(1000000);
	while (step(r, kind, j, of_job) && !is_stopping(r)) {
		if (clock_ticks() < renew_at)
			continue;
		if (!lease_hold(r->app, LEASE))
			return;
		renew_at = clock_ticks() + LEASE_RENEW_MS * INT64_C(1000000);
	}
}

static bool run_one(struct job_runner *r)
{
	struct ctx cx;
	struct job j = {0};
	bool has_job = false;
	app_ctx(r->app, &cx);
	err e = store_read(r->app->store, &cx, look, &has_job);
	if (!e && has_job && lease_hold(r->app, LEASE))
		e = store_write_now(r->app->store, &cx, take, &j);
	if (!e && j.kind)
		run_steps(r, &j, cx.mem);
	mem_free(cx.mem);
	return !e && j.kind;
}

static void *run(void *arg)
{
	struct job_runner *r = arg;
	while (wait(r))
		while (!is_stopping(r) && run_one(r))
			;
	return NULL;
}

struct job_runner *job_runner_new(mem *parent, struct app *app)
{
	struct job_runner *r = mem_new(parent, struct job_runner);
	r->app = app;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->woken, NULL);
	return r;
}

void job_runner_start(struct job_runner *r)
{
	r->has_thread = !pthread_create(&r->thread, NULL, run, r);
	if (!r->has_thread)
		log_event(LOG_ERROR, "job.no_thread");
}

void job_runner_wake(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	r->is_woken = true;
	pthread_cond_signal(&r->woken);
	pthread_mutex_unlock(&r->lock);
}

void job_runner_stop(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	r->is_stopping = true;
	pthread_cond_signal(&r->woken);
	pthread_mutex_unlock(&r->lock);
	if (!r->has_thread)
		return;
	pthread_join(r->thread, NULL);
	lease_release(r->app, LEASE);
}
