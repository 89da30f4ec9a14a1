#include "store/store.h"

#include <assert.h>
#include <semaphore.h>
#include <stdarg.h>
#include <string.h>

#include "base/date.h"
#include "store/store_priv.h"

enum { N_WRITERS = 16, QUEUE_CAP = 1024, WAIT_CAP_MS = 2000, GROUP_MS = 10 };

err store_busy(struct ctx *cx, const char *format, ...)
{
	err e = fail(cx, ERR_BUSY,
		     T("store.busy", "系统繁忙，请稍后再试",
		       "The system is busy; try again shortly"));
	if (e == ERR_BUSY && !cx->failure.internal) {
		va_list ap;
		va_start(ap, format);
		cx->failure.internal = talloc_vasprintf(cx->mem, format, ap);
		va_end(ap);
	}
	return e;
}

/* ─── connections ─── */

err driver_for(struct ctx *cx, const char *url, struct driver *ret, const char **ret_url)
{
	static const struct {
		const char *scheme;
		const struct driver *driver;
	} known[] = {
		{"sqlite:", &driver_sqlite},
		{"postgresql://", &driver_postgresql},
		{"postgres://", &driver_postgresql},
	};
	bool has_fault = !strncmp(url, "fault:", 6);
	url += has_fault ? 6 : 0;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strncmp(url, known[i].scheme, strlen(known[i].scheme)) != 0)
			continue;
		*ret = *known[i].driver;
		if (has_fault)
			fault_wrap(ret);
		*ret_url = url;
		return OK;
	}
	return fail_internal(cx, "database URL begins with none of sqlite: postgresql:// fault:");
}

struct conn *store_first_conn(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	struct conn *c = s->first;
	s->first = NULL;
	pthread_mutex_unlock(&s->lock);
	return c;
}

void conn_close(struct conn *c)
{
	if (!c)
		return;
	conn_discard_all(c);
	c->store->driver.disconnect(c);
}

err conn_ready(struct ctx *cx, struct store *s, enum conn_role role, struct conn **c)
{
	if (*c && !(*c)->is_lost)
		return OK;
	conn_close(*c);
	*c = NULL;
	err e = s->driver.connect(cx, s, role, c);
	if (!e) {
		(*c)->store = s;
		(*c)->role = role;
	}
	return e;
}

/* When a thread ends, its reader goes with it. */
static void reader_gone(void *conn)
{
	struct conn *c = conn, **at;
	struct store *s = c->store;
	pthread_mutex_lock(&s->lock);
	for (at = &s->readers; *at != c; at = &(*at)->next)
		;
	*at = c->next;
	pthread_mutex_unlock(&s->lock);
	conn_close(c);
}

/* This thread's own connection. */
static err reader(struct ctx *cx, struct store *s, struct conn **ret)
{
	struct conn *c = pthread_getspecific(s->reader);
	if (c && c->is_lost) {
		pthread_setspecific(s->reader, NULL);
		reader_gone(c);
		c = NULL;
	}
	if (!c) {
		err e = conn_ready(cx, s, CONN_READER, &c);
		if (e)
			return e;
		pthread_mutex_lock(&s->lock);
		c->next = s->readers;
		s->readers = c;
		pthread_mutex_unlock(&s->lock);
		pthread_setspecific(s->reader, c);
	}
	*ret = c;
	return OK;
}

/* ─── open and close ─── */

/* Who wants it alone comes before those who come after. */
static void floor_init(pthread_rwlock_t *floor)
{
	pthread_rwlockattr_t attr;
	pthread_rwlockattr_init(&attr);
	pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(floor, &attr);
	pthread_rwlockattr_destroy(&attr);
}

static struct store *store_new(const struct store_settings *settings)
{
	struct store *s = mem_new(NULL, struct store);
	struct store_settings *own = &s->settings;
	*own = *settings;
	own->n_writers = own->n_writers > 0 ? own->n_writers : N_WRITERS;
	own->queue_cap = own->queue_cap > 0 ? own->queue_cap : QUEUE_CAP;
	own->wait_cap_ms = own->wait_cap_ms > 0 ? own->wait_cap_ms : WAIT_CAP_MS;
	own->group_ms = own->group_ms > 0 ? own->group_ms : GROUP_MS;
	s->node = -1;
	queue_init(&s->queue, own->queue_cap);
	pthread_mutex_init(&s->lock, NULL);
	floor_init(&s->floor);
	pthread_key_create(&s->reader, reader_gone);
	return s;
}

static void store_free(struct store *s)
{
	while (s->readers) {
		struct conn *c = s->readers;
		s->readers = c->next;
		conn_close(c);
	}
	conn_close(s->first);
	pthread_key_delete(s->reader);
	pthread_rwlock_destroy(&s->floor);
	pthread_mutex_destroy(&s->lock);
	queue_release(&s->queue);
	mem_free(s);
}

static err start_threads(struct ctx *cx, struct store *s)
{
	bool is_one = s->driver.has_one_writer;
	int n = is_one ? 1 : s->settings.n_writers;
	s->threads = mem_array(s, pthread_t, (size_t)n);
	for (; s->n_threads < n; s->n_threads++)
		if (pthread_create(&s->threads[s->n_threads], NULL,
				   is_one ? writer_main : pool_main, s))
			return fail_internal(cx, "a thread of the store does not start");
	return OK;
}

err store_open(struct ctx *cx, const struct store_settings *settings, struct store **ret)
{
	struct store *s = store_new(settings);
	err e = driver_for(cx, settings->url, &s->driver, &s->url);
	if (!e) {
		s->url = mem_str(s, s->url);
		e = conn_ready(cx, s, CONN_WRITER, &s->first);
	}
	if (e) {
		store_free(s);
		return e;
	}
	if ((e = start_threads(cx, s))) {
		store_close(s);
		return e;
	}
	*ret = s;
	return OK;
}

void store_close(struct store *s)
{
	queue_close(&s->queue);
	for (int i = 0; i < s->n_threads; i++)
		pthread_join(s->threads[i], NULL);
	if (s->listener)
		s->driver.unlisten(s);
	store_free(s);
}

const char *store_kind(const struct store *s)
{
	return s->driver.kind;
}

bool store_is_quick(const struct store *s)
{
	return s->driver.has_one_writer; /* in the process, that is: no round trips */
}

/* ─── reading and writing ─── */

err store_read(struct store *s, struct ctx *cx, store_work *work, void *arg)
{
	struct conn *c;
	assert(!cx->tx);
	err e = reader(cx, s, &c);
	if (e || (e = s->driver.begin(cx, c, TX_READ)))
		return e;
	struct tx tx = {.store = s, .conn = c, .mode = TX_READ};
	cx->tx = &tx;
	e = work(cx, arg);
	tx_close(&tx);
	cx->tx = NULL;
	s->driver.rollback(c);
	return e ? e : ctx_err(cx);
}

err store_write(struct store *s, struct store_write *w)
{
	assert(!w->cx->tx);
	w->queued_at = clock_ticks();
	w->run_mem = NULL;
	w->has_fault_fired = false;
	if (queue_put(&s->queue, w))
		return OK;
	return store_busy(w->cx, "the queue of writes is full, or the store is closing");
}

struct waiting {
	struct store_write write;
	sem_t done;
};

static void wake(struct store_write *w)
{
	sem_post(&((struct waiting *)w)->done);
}

err store_write_now(struct store *s, struct ctx *cx, store_work *work, void *arg)
{
	struct waiting w = {.write = {.cx = cx, .work = work, .arg = arg, .done = wake}};
	sem_init(&w.done, 0, 0);
	if (!store_write(s, &w.write))
		while (sem_wait(&w.done)) /* a signal may interrupt it */
			;
	sem_destroy(&w.done);
	return ctx_err(cx);
}

/* ─── notes and figures ─── */

void store_hear(struct store *s, const char *channel, const char *payload)
{
	pthread_mutex_lock(&s->lock);
	struct heard heard = s->heard;
	pthread_mutex_unlock(&s->lock);
	if (heard.run)
		heard.run(heard.arg, channel, payload);
}

struct note {
	struct store *store;
	const char *channel, *payload;
};

static void hear_note(struct ctx *cx, void *arg)
{
	struct note *n = arg;
	(void)cx;
	store_hear(n->store, n->channel, n->payload);
}

err store_notify(struct ctx *cx, const char *channel, const char *payload)
{
	struct store *s = cx->tx->store;
	assert(!strchr(channel, '\n') && strlen(channel) + strlen(payload) < NOTE_MAX);
	if (s->driver.notify)
		return s->driver.notify(cx, cx->tx->conn, channel, payload);
	struct note *n = mem_new(cx->mem, struct note);
	*n = (struct note){s, mem_str(n, channel), mem_str(n, payload)};
	ctx_after_commit(cx, hear_note, n);
	return ctx_err(cx);
}

err store_listen(struct store *s, struct ctx *cx,
		 void (*heard)(void *arg, const char *channel, const char *payload), void *arg)
{
	pthread_mutex_lock(&s->lock);
	s->heard = (struct heard){heard, arg};
	pthread_mutex_unlock(&s->lock);
	return s->driver.listen && !s->listener ? s->driver.listen(cx, s) : OK;
}

void store_count(struct store *s, int64_t writes, int64_t group_ns)
{
	pthread_mutex_lock(&s->lock);
	struct store_stats *t = &s->stats;
	t->writes += writes;
	t->groups++;
	t->largest_group = writes > t->largest_group ? writes : t->largest_group;
	t->longest_group_ns = group_ns > t->longest_group_ns ? group_ns : t->longest_group_ns;
	pthread_mutex_unlock(&s->lock);
}

struct store_stats store_stats(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	struct store_stats t = s->stats;
	pthread_mutex_unlock(&s->lock);
	pthread_mutex_lock(&s->queue.lock);
	t.waiting = s->queue.n;
	pthread_mutex_unlock(&s->queue.lock);
	return t;
}
