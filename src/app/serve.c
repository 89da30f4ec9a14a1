/* `linli serve`: starts everything, waits for a signal, stops everything. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/password.h"
#include "app/app.h"
#include "app/clockwork.h"
#include "app/demo.h"
#include "app/job_runner.h"
#include "app/measurer.h"
#include "app/pool.h"
#include "app/web.h"
#include "base/date.h"
#include "base/log.h"

enum {
	EVENT_THREADS = 2,
	POOL_THREADS = 4,
	POOL_QUEUE = 1024,
	CONNECTIONS = 12000,
	GRACE_MS = 10000,
	REQUEST_POOL = 16 * 1024,
};

static err split_address(struct ctx *cx, const char *listen, const char **ret_address,
			 int *ret_port)
{
	const char *colon = strrchr(listen, ':');
	char *end;
	long port = colon ? strtol(colon + 1, &end, 10) : -1;
	if (!colon || *end || port < 0 || port > 65535)
		return fail_internal(cx, "--listen %s: ADDRESS:PORT is expected", listen);
	*ret_address = mem_strn(cx->mem, listen, (size_t)(colon - listen));
	*ret_port = (int)port;
	return OK;
}

/* What a test may do (set the clock, read messages) must be out of everybody else's reach. */
static err check_test(struct ctx *cx, const struct options *o)
{
	const char *address;
	int port;
	err e = split_address(cx, o->listen, &address, &port);
	if (e)
		return e;
	bool is_loopback = !strncmp(address, "127.", 4) || !strcmp(address, "::1") ||
			   !strcmp(address, "[::1]") || !strcmp(address, "localhost");
	return is_loopback ? OK : fail_internal(cx, "--test listens on a loopback address only");
}

static err start_server(struct ctx *cx, struct app *app)
{
	const struct options *o = app->options;
	struct static_files *files = mem_new(cx->mem, struct static_files);
	*files = web_static();
	app->files = files;
	struct server_settings s = {
		.n_threads = EVENT_THREADS,
		.tls_cert = o->tls_cert,
		.tls_key = o->tls_key,
		.connections_max = CONNECTIONS,
		.header_ms = 10 * 1000,
		.body_ms = 120 * 1000,
		.idle_ms = 75 * 1000,
		.headers_max = 16 * 1024,
		.body_max = 1024 * 1024,
		.upload_max = 64 * 1024 * 1024,
		.bodies_held_max = 256 * 1024 * 1024,
		.request_pool = REQUEST_POOL,
		.spool = mem_format(cx->mem, "%s/spool", o->data),
		.is_test = o->is_test,
		.router = app->router,
		.files = files,
		.on_request = app_dispatch,
		.arg = app,
	};
	err e = split_address(cx, o->listen, &s.address, &s.port);
	if (e)
		return e;
	mkdir(s.spool, 0700);
	if ((e = server_start(cx, &s, &app->server)))
		return e;
	printf("Linli listens on %s://%s:%d\n", o->tls_cert ? "https" : "http", s.address,
	       server_port(app->server));
	fflush(stdout);
	return OK;
}

/* Waits for SIGINT or SIGTERM, which every other thread leaves alone. */
static void wait_for_signal(const sigset_t *set)
{
	int signal = 0;
	sigwait(set, &signal);
	log_event(LOG_INFO, "serve.stop", {"signal", i64(signal)});
}

static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* What runs beside the server; NULL is what does not run. */
struct helpers {
	struct demo *demo;
	struct clockwork *clockwork;
	struct measurer *measurer;
};

/* Before anything runs that looks at the clock. */
static err prepare_test(struct ctx *cx, struct app *app)
{
	const char *clock = app->options->clock;
	int64_t at;
	err e = check_test(cx, app->options);
	if (e)
		return e;
	password_make_cheap();
	if (!clock)
		return OK;
	if (!instant_parse(clock, &at))
		return fail_internal(cx, "--test=%s is no instant", clock);
	atomic_store(&app->clock_shift_ms, at - clock_now());
	return OK;
}

/* Who finds the server ready finds the packs in force. */
static err take_packs(struct ctx *cx, struct app *app)
{
	struct ctx own;
	app_ctx(app, &own);
	err e = packs_refresh(&own, app);
	if (e)
		e = fail_internal(cx, "the packs: %s",
				  own.failure.internal ? own.failure.internal : err_code(e));
	mem_free(own.mem);
	return e;
}

/* The demo first: who finds the server ready finds its accounts too. */
static err start(struct ctx *cx, struct app *app, struct helpers *h)
{
	app->started_at = clock_now();
	err e = app->options->is_test ? prepare_test(cx, app) : OK;
	if (e || (e = app_open(cx, cx->mem, app)) ||
	    (e = app_router(cx, cx->mem, app->options->is_test, &app->router)))
		return e;
	app->pool = pool_start(cx->mem, POOL_THREADS, POOL_QUEUE);
	app->jobs = job_runner_new(cx->mem, app);
	h->demo = app->options->is_demo ? demo_start(cx->mem, app) : NULL;
	if ((e = take_packs(cx, app)) || (e = start_server(cx, app)))
		return e;
	h->clockwork = clockwork_start(cx->mem, app);
	h->measurer = measurer_start(cx->mem, app);
	job_runner_start(app->jobs);
	return OK;
}

static void stop(struct app *app, const struct helpers *h)
{
	atomic_store(&app->is_stopping, true);
	if (h->demo)
		demo_stop(h->demo);
	if (app->jobs)
		job_runner_stop(app->jobs); /* before the server, to which it sends hints */
	if (app->server)
		server_stop(app->server, GRACE_MS);
	if (h->measurer)
		measurer_stop(h->measurer);
	if (h->clockwork)
		clockwork_stop(h->clockwork);
	if (app->pool)
		pool_stop(app->pool);
	app_close(app);
}

int serve_run(struct app *app)
{
	struct ctx cx;
	struct helpers helpers = {0};
	sigset_t set;
	block_signals(&set);
	app_ctx(app, &cx);
	err e = start(&cx, app, &helpers);
	if (e)
		fprintf(stderr, "linli: %s\n",
			cx.failure.internal ? cx.failure.internal : cx.failure.text.en);
	else
		wait_for_signal(&set);
	stop(app, &helpers);
	mem_free(cx.mem);
	return e ? EXIT_FAILURE : EXIT_SUCCESS;
}
