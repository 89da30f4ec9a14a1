/* An event thread: one base, one evhttp, one listener; a queue of posts with one wake-up a batch. */
#include <errno.h>
#include <event2/listener.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/date.h"
#include "base/log.h"
#include "http/server_priv.h"

static _Thread_local struct loop *here;

bool loop_is_here(const struct loop *l)
{
	return here == l;
}

int64_t loop_ms(void)
{
	return clock_ticks() / 1000000;
}

/* ─── posts ─── */

bool loop_post(struct loop *l, struct post *p)
{
	pthread_mutex_lock(&l->lock);
	bool is_alive = !l->is_dead, was_empty = !l->posts;
	p->next = NULL;
	if (is_alive && was_empty)
		l->posts = l->last_post = p;
	else if (is_alive)
		l->last_post = l->last_post->next = p;
	if (is_alive && was_empty)
		eventfd_write(l->wake_fd, 1);
	pthread_mutex_unlock(&l->lock);
	return is_alive;
}

static void run_posts(struct loop *l)
{
	pthread_mutex_lock(&l->lock);
	struct post *p = l->posts;
	l->posts = l->last_post = NULL;
	pthread_mutex_unlock(&l->lock);
	while (p) {
		struct post *next = p->next; /* running it may free it */
		p->run(l, p);
		p = next;
	}
}

/* ─── events ─── */

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
	eventfd_t count;
	(void)what;
	eventfd_read(fd, &count);
	connection_adopt(arg);
	run_posts(arg);
}

static void on_chores(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	connection_adopt(arg);
	gate_resume(arg);
}

/* The loop has nothing left to wait for: what streams, lingers or waits was closed. */
static bool is_idle(const struct loop *l)
{
	return !l->phases[PHASE_BUSY] && !l->phases[PHASE_REPLY] && !l->phases[PHASE_HEAD] &&
	       !l->phases[PHASE_BODY];
}

void loop_end_if_idle(struct loop *l)
{
	if (l->is_stopping && is_idle(l))
		event_base_loopbreak(l->base);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	(void)fd, (void)what;
	connection_adopt(l);
	loop_listen(l);
	connection_expire(l, loop_ms());
	stream_comment(l, loop_ms());
	loop_end_if_idle(l);
}

void loop_listen(struct loop *l)
{
	const struct server_settings *s = &l->server->settings;
	int share = (s->connections_max + s->n_threads - 1) / s->n_threads;
	bool may = l->n_connections < share && !l->is_stopping;
	if (may == l->is_listening)
		return;
	l->is_listening = may;
	if (may)
		evconnlistener_enable(l->listener);
	else
		evconnlistener_disable(l->listener);
	if (!may && !l->is_stopping)
		atomic_fetch_add_explicit(&l->counters.refused, 1, memory_order_relaxed);
}

/* Usually no descriptor was left. The socket stays readable, so to try again at once would be to do
 * nothing else; the next tick will do. */
static void on_accept_error(struct evconnlistener *listener, void *http)
{
	struct loop *l = here; /* the argument is evhttp's */
	(void)http;
	log_event(LOG_WARN, "http.accept", {"error", str(strerror(errno))});
	l->is_listening = false;
	evconnlistener_disable(listener);
	atomic_fetch_add_explicit(&l->counters.refused, 1, memory_order_relaxed);
}

/* ─── life ─── */

/* Often enough that a deadline is kept within a quarter of itself, but not more than each second. */
static struct timeval tick_of(const struct server *s)
{
	int64_t ms = 4000;
	for (enum phase p = 0; p < PHASE__MAX; p++)
		if (s->limits[p] && s->limits[p] < ms)
			ms = s->limits[p];
	ms = ms / 4 < 5 ? 5 : ms / 4;
	return (struct timeval){ms / 1000, ms % 1000 * 1000};
}

/* A change list saves four calls of epoll_ctl() a request. It may take a descriptor out of its set
 * after that was closed, which the kernel answers with ENOENT and a thread sanitizer with alarm. */
static struct event_base *new_base(void)
{
	struct event_config *config = event_config_new();
#ifndef LINLI_NO_POOLS /* the sanitizer build */
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
#endif
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK); /* one thread, ever */
	struct event_base *base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

static void set_up_http(struct loop *l)
{
	const struct server_settings *s = &l->server->settings;
	size_t body_max = s->upload_max > s->body_max ? s->upload_max : s->body_max;
	l->http = evhttp_new(l->base);
	evhttp_set_bevcb(l->http, connection_accept, l);
	evhttp_set_gencb(l->http, exchange_begin, l);
	evhttp_set_allowed_methods(l->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
						    EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
						    EVHTTP_REQ_OPTIONS | EVHTTP_REQ_PATCH);
	evhttp_set_default_content_type(l->http, NULL);
	/* The gate keeps the limits that count; these stand behind it. */
	evhttp_set_max_headers_size(l->http, (ev_ssize_t)s->headers_max);
	evhttp_set_max_body_size(l->http, (ev_ssize_t)body_max);
}

static void set_up_events(struct loop *l)
{
	struct timeval every = tick_of(l->server);
	l->wake = event_new(l->base, l->wake_fd, EV_READ | EV_PERSIST, on_wake, l);
	l->tick = event_new(l->base, -1, EV_PERSIST, on_tick, l);
	l->chores = event_new(l->base, -1, 0, on_chores, l);
	event_add(l->wake, NULL);
	event_add(l->tick, &every);
}

err loop_new(struct ctx *cx, struct server *s, int index, struct loop **ret)
{
	int fd;
	err e = listener_open(cx, &s->settings, index == 0, &s->port, &fd);
	if (e)
		return e;
	struct loop *l = mem_new(NULL, struct loop);
	l->server = s;
	l->index = index;
	l->is_listening = true;
	pthread_mutex_init(&l->lock, NULL);
	l->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	l->base = new_base();
	l->scratch = evbuffer_new();
	set_up_http(l);
	set_up_events(l);
	l->listener = evconnlistener_new(l->base, NULL, NULL,
					 LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	evconnlistener_set_error_cb(l->listener, on_accept_error);
	evhttp_bind_listener(l->http, l->listener);
	*ret = l;
	return OK;
}

static void *run(void *arg)
{
	struct loop *l = arg;
	here = l;
	event_base_loop(l->base, EVLOOP_NO_EXIT_ON_EMPTY);
	here = NULL;
	return NULL;
}

err loop_thread(struct ctx *cx, pthread_t *ret, void *(*body)(void *), void *arg)
{
	sigset_t all, kept;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &kept);
	int failed = pthread_create(ret, NULL, body, arg);
	pthread_sigmask(SIG_SETMASK, &kept, NULL);
	return failed ? fail_internal(cx, "no thread to be had: %s", strerror(failed)) : OK;
}

err loop_start(struct ctx *cx, struct loop *l)
{
	err e = loop_thread(cx, &l->thread, run, l);
	l->is_started = !e;
	return e;
}

/* ─── end ─── */

static void close_all(struct loop *l, enum phase phase)
{
	while (l->phases[phase])
		connection_close(l->phases[phase]);
}

/* Connected, but nothing of a request has come. */
static void close_silent(struct loop *l)
{
	for (struct connection *c = l->phases[PHASE_HEAD], *next; c; c = next) {
		next = c->next;
		if (!evbuffer_get_length(bufferevent_get_input(c->bev)))
			connection_close(c);
	}
}

void loop_close(struct loop *l, bool is_late)
{
	static const enum phase soon[] = {PHASE_IDLE, PHASE_STREAM, PHASE_LINGER};
	static const enum phase late[] = {PHASE_HEAD, PHASE_BODY, PHASE_REPLY};
	l->is_stopping = true;
	loop_listen(l);
	for (size_t i = 0; i < sizeof soon / sizeof *soon; i++)
		close_all(l, soon[i]);
	close_silent(l);
	for (size_t i = 0; is_late && i < sizeof late / sizeof *late; i++)
		close_all(l, late[i]);
	if (is_late)
		event_base_loopbreak(l->base);
	loop_end_if_idle(l);
}

void loop_bury(struct loop *l)
{
	pthread_mutex_lock(&l->lock);
	l->is_dead = true;
	pthread_mutex_unlock(&l->lock);
	run_posts(l);
}

void loop_free(struct loop *l)
{
	evhttp_free(l->http); /* with its listener and connections */
	for (enum phase p = 0; p < PHASE__MAX; p++)
		while (l->phases[p])
			connection_forget(l->phases[p]);
	evbuffer_free(l->scratch);
	event_free(l->wake);
	event_free(l->tick);
	event_free(l->chores);
	event_base_free(l->base);
	close(l->wake_fd);
	pthread_mutex_destroy(&l->lock);
	mem_free(l);
}
