/* Connections: how they begin and end, what they wait for, and for how long. */
#include <assert.h>
#include <event2/bufferevent_ssl.h>
#include <utlist.h>

#include "http/server_priv.h"

/* ─── phases and deadlines ─── */

void connection_enter(struct connection *c, enum phase phase)
{
	struct loop *l = c->loop;
	DL_DELETE(l->phases[c->phase], c);
	c->phase = phase;
	c->since = loop_ms();
	DL_APPEND(l->phases[phase], c);
	if (phase == PHASE_REPLY)
		c->unsent = SIZE_MAX;
}

/* A reply may take as long as it likes, if only some of it goes out in each term. */
static bool is_moving(struct connection *c)
{
	size_t unsent = evbuffer_get_length(bufferevent_get_output(c->bev));
	bool is_less = c->phase == PHASE_REPLY && unsent < c->unsent;
	if (is_less) {
		connection_enter(c, PHASE_REPLY);
		c->unsent = unsent;
	}
	return is_less;
}

void connection_expire(struct loop *l, int64_t now)
{
	const int64_t *limits = l->server->limits;
	for (enum phase p = 0; p < PHASE__MAX; p++)
		while (limits[p] && l->phases[p] && now - l->phases[p]->since >= limits[p])
			if (!is_moving(l->phases[p]))
				connection_close(l->phases[p]);
}

/* ─── beginning ─── */

static struct bufferevent *new_bufferevent(struct event_base *base, SSL_CTX *tls)
{
	if (!tls)
		return bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	SSL *ssl = SSL_new(tls);
	struct bufferevent *bev =
		bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING,
					       BEV_OPT_CLOSE_ON_FREE);
	bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

/* evhttp asks for the bufferevent of a connection that it has just accepted; its own object comes
 * into being after this returns, and is met by connection_adopt() in the same turn of the loop, before
 * anything that goes through the connections. */
struct bufferevent *connection_accept(struct event_base *base, void *loop)
{
	struct loop *l = loop;
	struct connection *c = mem_new(l, struct connection);
	c->loop = l;
	c->bev = new_bufferevent(base, l->server->tls);
	c->watch = evbuffer_add_cb(bufferevent_get_input(c->bev), gate_look, c);
	c->phase = PHASE_HEAD;
	c->since = loop_ms();
	DL_APPEND(l->phases[PHASE_HEAD], c);
	gate_open(c);
	c->next_chore = l->fresh;
	l->fresh = c;
	event_active(l->chores, EV_TIMEOUT, 0);
	l->n_connections++;
	atomic_fetch_add_explicit(&l->counters.connections, 1, memory_order_relaxed);
	loop_listen(l);
	return c->bev;
}

/* When a client leaves in the midst of an answer, evhttp lets go of the request without freeing it. */
static void drop_request(struct connection *c)
{
	if (c->ev && !evhttp_request_get_connection(c->ev))
		evhttp_request_free(c->ev);
	c->ev = NULL;
}

static void on_closed(struct evhttp_connection *evcon, void *connection)
{
	struct connection *c = connection;
	struct loop *l = c->loop;
	(void)evcon;
	evbuffer_remove_cb_entry(bufferevent_get_input(c->bev), c->watch);
	HASH_DEL(l->by_evcon, c);
	c->evcon = NULL;
	drop_request(c);
	if (c->stream)
		stream_end(c);
	l->n_connections--;
	atomic_fetch_sub_explicit(&l->counters.connections, 1, memory_order_relaxed);
	loop_listen(l);
	connection_forget(c); /* nobody works on it: while somebody does, it is not closed */
	loop_end_if_idle(l);
}

/* evhttp hands itself to the callbacks of its bufferevents, and so can be found there. */
void connection_adopt(struct loop *l)
{
	while (l->fresh) {
		struct connection *c = l->fresh;
		void *evcon;
		l->fresh = c->next_chore;
		bufferevent_getcb(c->bev, NULL, NULL, NULL, &evcon);
		c->evcon = evcon;
		assert(evhttp_connection_get_bufferevent(c->evcon) == c->bev);
		evhttp_connection_set_closecb(c->evcon, on_closed, c);
		HASH_ADD_PTR(l->by_evcon, evcon, c);
	}
}

struct connection *connection_find(struct loop *l, const struct evhttp_connection *evcon)
{
	struct connection *c;
	HASH_FIND_PTR(l->by_evcon, &evcon, c);
	return c;
}

/* ─── end ─── */

void connection_close(struct connection *c)
{
	evhttp_connection_free(c->evcon);
}

void connection_forget(struct connection *c)
{
	struct loop *l = c->loop;
	if (c->is_resuming)
		LL_DELETE2(l->resuming, c, next_chore);
	DL_DELETE(l->phases[c->phase], c);
	if (c->kept)
		evbuffer_free(c->kept);
	if (c->rq)
		exchange_free(c->rq);
	connection_unhold(c);
	mem_free(c);
}

/* ─── bodies in memory ─── */

/* Uploads leave a quarter to others: a few of them could else keep everybody from posting. */
bool connection_hold(struct connection *c, size_t n)
{
	struct server *s = c->loop->server;
	size_t max = s->settings.bodies_held_max, before = atomic_fetch_add(&s->bodies_held, n);
	if (before + n > max - (n > s->settings.body_max ? max / 4 : 0)) {
		atomic_fetch_sub(&s->bodies_held, n);
		return false;
	}
	c->held = n;
	return true;
}

void connection_unhold(struct connection *c)
{
	if (c->held)
		atomic_fetch_sub(&c->loop->server->bodies_held, c->held);
	c->held = 0;
}
