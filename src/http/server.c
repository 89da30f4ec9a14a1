/* Starting, stopping, counting. */
#include "http/server.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/log.h"
#include "http/server_priv.h"

enum { LINGER_MS = 2000, REPLY_MAX = 16 << 20 };

/* ─── starting ─── */

static void raise_file_limit(const struct server_settings *s)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < (rlim_t)s->connections_max + 64)
		log_event(LOG_WARN, "http.few_files", {"limit", i64((int64_t)limit.rlim_cur)},
			  {"connections_max", i64(s->connections_max)});
}

static void set_limits(struct server *s)
{
	const struct server_settings *t = &s->settings;
	s->limits[PHASE_IDLE] = t->idle_ms;
	s->limits[PHASE_HEAD] = t->header_ms;
	s->limits[PHASE_BODY] = t->body_ms;
	s->limits[PHASE_REPLY] = t->body_ms;
	s->limits[PHASE_LINGER] = t->body_ms < LINGER_MS ? t->body_ms : LINGER_MS;
}

static void log_libevent(int severity, const char *text)
{
	log_event(severity >= EVENT_LOG_WARN ? LOG_WARN : LOG_DEBUG, "http.libevent",
		  {"text", str(text)});
}

static struct server *new_server(const struct server_settings *settings)
{
	struct server *s = mem_new(NULL, struct server);
	s->settings = *settings;
	if (!s->settings.reply_max)
		s->settings.reply_max = REPLY_MAX;
	s->port = settings->port;
	s->loops = mem_array(s, struct loop *, (size_t)settings->n_threads);
	s->common = send_common(s, false);
	s->common_tls = send_common(s, true);
	pthread_mutex_init(&s->streams_lock, NULL);
	set_limits(s);
	return s;
}

static void free_server(struct server *s)
{
	for (int i = 0; i < s->n_loops; i++)
		loop_free(s->loops[i]);
	SSL_CTX_free(s->tls);
	pthread_mutex_destroy(&s->streams_lock);
	mem_free(s);
}

static err open_all(struct ctx *cx, struct server *s)
{
	err e = OK;
	if (s->settings.tls_cert)
		e = tls_open(cx, s->settings.tls_cert, s->settings.tls_key, &s->tls);
	if (!e)
		e = spooler_new(cx, s, &s->spooler);
	while (!e && s->n_loops < s->settings.n_threads) {
		e = loop_new(cx, s, s->n_loops, &s->loops[s->n_loops]);
		s->n_loops += !e;
	}
	for (int i = 0; i < s->n_loops && !e; i++)
		e = loop_start(cx, s->loops[i]);
	return e;
}

err server_start(struct ctx *cx, const struct server_settings *settings, struct server **ret)
{
	signal(SIGPIPE, SIG_IGN);
	event_set_log_callback(log_libevent);
	raise_file_limit(settings);
	struct server *s = new_server(settings);
	err e = open_all(cx, s);
	if (e) {
		server_stop(s, 0);
		return e;
	}
	log_event(LOG_INFO, "http.listen", {"address", str(settings->address)},
		  {"port", i64(s->port)}, {"threads", i64(settings->n_threads)},
		  {"tls", flag(s->tls != NULL)});
	*ret = s;
	return OK;
}

int server_port(const struct server *s)
{
	return s->port;
}

void *server_arg(const struct request *rq)
{
	return rq->connection->loop->server->settings.arg;
}

struct server *server_of(const struct request *rq)
{
	return rq->connection->loop->server;
}

/* ─── stopping ─── */

struct ending {
	struct post post;
	bool is_late;
};

static void on_end(struct loop *l, struct post *p)
{
	loop_close(l, ((struct ending *)p)->is_late);
}

static bool join_until(pthread_t thread, int64_t deadline_ms)
{
	int64_t left = deadline_ms - loop_ms();
	struct timespec until;
	if (left < 0)
		left = 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += left / 1000;
	until.tv_nsec += left % 1000 * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	return !pthread_timedjoin_np(thread, NULL, &until);
}

static void post_end(struct loop *l, bool is_late)
{
	struct ending *e = mem_new(l->server, struct ending);
	*e = (struct ending){.post.run = on_end, .is_late = is_late};
	loop_post(l, &e->post);
}

static void end_loop(struct loop *l, int64_t deadline_ms)
{
	if (!l->is_started || join_until(l->thread, deadline_ms))
		return;
	post_end(l, true);
	pthread_join(l->thread, NULL);
}

void server_release(struct server *s)
{
	if (atomic_fetch_sub(&s->n_left, 1) == 1)
		free_server(s);
}

/* The spooler goes last but one: what it gives back finds its loop dead, and is dropped. */
void server_stop(struct server *s, int64_t grace_ms)
{
	int64_t deadline = loop_ms() + grace_ms;
	int n_out = 0;
	for (int i = 0; i < s->n_loops; i++)
		post_end(s->loops[i], false);
	for (int i = 0; i < s->n_loops; i++) {
		end_loop(s->loops[i], deadline);
		n_out += s->loops[i]->n_out;
	}
	if (n_out)
		log_event(LOG_WARN, "http.stop_unfinished", {"requests", i64(n_out)});
	atomic_store(&s->n_left, n_out + 1);
	for (int i = 0; i < s->n_loops; i++)
		loop_bury(s->loops[i]);
	if (s->spooler)
		spooler_free(s->spooler);
	server_release(s);
}

/* ─── counting ─── */

struct server_stats server_stats(const struct server *s)
{
	struct server_stats sum = {.bodies_held = (int64_t)atomic_load(&s->bodies_held)};
	for (int i = 0; i < s->n_loops; i++) {
		const struct counters *c = &s->loops[i]->counters;
		sum.connections += atomic_load_explicit(&c->connections, memory_order_relaxed);
		sum.requests += atomic_load_explicit(&c->requests, memory_order_relaxed);
		sum.streams += atomic_load_explicit(&c->streams, memory_order_relaxed);
		sum.refused_connections += atomic_load_explicit(&c->refused, memory_order_relaxed);
	}
	return sum;
}
