#include "app/test_api.h"

#include "account/may.h"
#include "account/scope.h"
#include "app/app.h"
#include "app/clockwork.h"
#include "app/measurer.h"
#include "base/date.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/sql.h"

struct instant {
	int64_t now;
};
static const struct field instant_fields[] = {
	{"now", F_INSTANT, REQUIRED, AT(instant, now), L("现在", "Now")},
	{0},
};

/* The clock stands at `now` and runs on from there. */
static err set_clock(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	const struct instant *in = rq->body;
	atomic_store(&app->clock_shift_ms, in->now - clock_now());
	return reply_object(cx, rq, in, NONE);
}

/* On a thread of its own: this one is inside its reading transaction. */
static void *measure(void *arg)
{
	struct app *app = arg;
	struct ctx own;
	app_ctx(app, &own);
	err e = measure_all(&own, app);
	if (e)
		log_event(LOG_ERROR, "test.measure",
			  {"error",
			   str(own.failure.internal ? own.failure.internal : err_code(e))});
	mem_free(own.mem);
	return e ? arg : NULL;
}

static err measure_now(struct ctx *cx, struct app *app)
{
	pthread_t thread;
	void *failed = NULL;
	if (pthread_create(&thread, NULL, measure, app) || pthread_join(thread, &failed))
		return fail_internal(cx, "no thread to measure on");
	return failed ? fail_internal(cx, "measuring") : OK;
}

/* Runs every duty of the clockwork, and evaluates what changed, now. In the pool: it waits for the
 * writer. */
static err run_clockwork(struct ctx *cx, struct request *rq)
{
	struct ctx own;
	app_ctx(server_arg(rq), &own);
	err e = clockwork_run_all(server_arg(rq), &own);
	mem_free(own.mem);
	if (e)
		return fail_internal(cx, "clockwork");
	e = measure_now(cx, server_arg(rq));
	return e ? e : reply_bytes(cx, rq, "text/plain", "ok\n", 3);
}

struct digest {
	const char *sha256;
};
static const struct field digest_fields[] = {
	{"sha256", F_TEXT, 0, AT(digest, sha256), L("摘要", "Digest")},
	{0},
};

static err digest(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	char hex[65];
	err e = store_digest(app->store, cx, hex);
	return e ? e : reply_object(cx, rq, &(struct digest){hex}, NONE);
}

struct sent {
	const char *address, *body;
};
static const struct field sent_fields[] = {
	{"address", F_TEXT, 0, AT(sent, address), L("收件人", "To")},
	{"body", F_TEXT, 0, AT(sent, body), L("内容", "Text"), 0, 2000},
	{0},
};

/* Messages in the clear, newest first: a test reads the link that a person would be sent. */
static err outbox(struct ctx *cx, struct request *rq)
{
	struct sent *all = NULL;
	size_t n = 0, size;
	err e = OK;
	struct stmt *q = sql(cx, "SELECT address, body FROM outbox ORDER BY id DESC LIMIT 50");
	while (!e && sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		const void *sealed = col_blob(q, 0, &size);
		e = secret_open(cx, sealed, size, &all[n].address);
		sealed = col_blob(q, 1, &size);
		e = e ? e : secret_open(cx, sealed, size, &all[n++].body);
	}
	err end = sql_end(q);
	e = e ? e : end;
	return e ? e : reply_list(cx, rq, all, sizeof *all, n);
}

const struct route test_routes[] = {
	{"POST", "/clock", MAY_PUBLIC, SCOPE_PUBLIC, set_clock, .in = instant_fields,
	 .out = instant_fields, .summary = "Set the clock", .flags = ROUTE_TEST,
	 .in_size = sizeof(struct instant)},
	{"GET", "/clockwork", MAY_PUBLIC, SCOPE_PUBLIC, run_clockwork,
	 .summary = "Run every duty now", .flags = ROUTE_TEST | ROUTE_SLOW | ROUTE_RAW},
	{"GET", "/digest", MAY_PUBLIC, SCOPE_PUBLIC, digest, .out = digest_fields,
	 .summary = "Digest of the database", .flags = ROUTE_TEST | ROUTE_SLOW},
	{"GET", "/outbox", MAY_PUBLIC, SCOPE_PUBLIC, outbox, .out = sent_fields,
	 .summary = "Messages in the clear", .flags = ROUTE_TEST | ROUTE_LIST},
	{0},
};
