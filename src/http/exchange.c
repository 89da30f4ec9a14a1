/* A request that is whole, on its way to who answers it, and back. */
#include <arpa/inet.h>
#include <assert.h>
#include <event2/bufferevent_ssl.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "http/server_priv.h"

static const char *address_of(const struct connection *c)
{
	char *address;
	uint16_t port;
	evhttp_connection_get_peer(c->evcon, &address, &port);
	return address;
}

struct request *exchange_new(struct connection *c)
{
	const struct server_settings *s = &c->loop->server->settings;
	static const struct pair nothing[] = {{0}};
	mem *pool = mem_pool(s->request_pool);
	struct request *rq = mem_new(pool, struct request);
	rq->cx = mem_new(pool, struct ctx);
	rq->cx->mem = pool;
	rq->cx->now = clock_now();
	rq->cx->request_id = (uint64_t)id_new();
	rq->method = method_names[METHOD_GET];
	rq->query = rq->form = nothing;
	rq->connection = c;
	rq->is_tls = c->loop->server->tls != NULL;
	rq->peer = address_of(c);
	rq->out.cap = s->reply_max;
	return rq;
}

void exchange_free(struct request *rq)
{
	for (size_t i = 0; i < rq->n_uploads; i++)
		unlink(rq->uploads[i].path);
	mem_free(rq->cx->mem);
}

size_t exchange_body_max(const struct request *rq)
{
	const struct server_settings *s = &rq->connection->loop->server->settings;
	if (rq->route->flags & ROUTE_UPLOAD)
		return s->upload_max;
	return rq->route->in ? s->body_max : 0;
}

/* ─── who asks, behind a proxy ─── */

/* The last address of a list: the one that the proxy itself saw. */
static const char *last_of(mem *m, const char *list)
{
	const char *comma = list ? strrchr(list, ',') : NULL;
	const char *p = comma ? comma + 1 + strspn(comma + 1, " ") : list;
	unsigned char address[sizeof(struct in6_addr)];
	bool is_address =
		p && (inet_pton(AF_INET, p, address) == 1 || inet_pton(AF_INET6, p, address) == 1);
	return is_address ? mem_str(m, p) : NULL;
}

static void ask_proxy(const struct connection *c, struct request *rq)
{
	const char *proxy = c->loop->server->settings.proxy;
	if (!proxy || strcmp(rq->peer, proxy) != 0)
		return;
	const char *proto = request_header(rq, "X-Forwarded-Proto");
	const char *from = last_of(rq->cx->mem, request_header(rq, "X-Forwarded-For"));
	rq->is_tls = proto && !strcasecmp(proto, "https");
	if (from)
		rq->peer = from;
}

/* ─── answers of the server's own ─── */

static void answer_refusal(struct connection *c, enum refusal why)
{
	int status = refusal_fail(c->rq->cx, why);
	problem_reply(c->rq->cx, c->rq, status);
	exchange_answer(c);
}

/* A path that is known under other methods is told so in Allow, which every such reply carries. */
static void answer_unrouted(struct connection *c)
{
	struct request *rq = c->rq;
	const struct server_settings *s = &c->loop->server->settings;
	bool may_be_file = s->files && !router_has_mount(s->router, rq->path);
	if (rq->match.is_other_method && !strcmp(rq->method, "OPTIONS")) {
		rq->status = 204;
		exchange_answer(c);
	} else if (rq->match.is_other_method) {
		answer_refusal(c, REFUSE_OTHER_METHOD);
	} else if (may_be_file && static_serve(s->files, rq)) {
		exchange_answer(c);
	} else {
		answer_refusal(c, REFUSE_NO_PATH);
	}
}

void exchange_route(struct connection *c)
{
	if (!c->rq->route) {
		answer_unrouted(c);
		return;
	}
	exchange_hand_out(c);
	c->loop->server->settings.on_request(c->rq);
}

/* ─── there ─── */

void exchange_hand_out(struct connection *c)
{
	c->is_out = true;
	c->loop->n_out++;
}

/* The body as one text. False if evhttp made something else of the chunks than the gate. */
static bool take_body(struct connection *c, struct request *rq, struct evbuffer *body)
{
	size_t n = evbuffer_get_length(body);
	if (c->chunks.max && n != c->chunks.total)
		return false;
	char *raw = mem_resized(rq->cx->mem, NULL, 1, n + 1);
	evbuffer_remove(body, raw, n);
	raw[n] = '\0';
	rq->raw_body = raw;
	rq->raw_size = n;
	return true;
}

static void begin(struct connection *c)
{
	struct request *rq = c->rq;
	struct evbuffer *body = evhttp_request_get_input_buffer(c->ev);
	if (c->refused) {
		problem_reply(rq->cx, rq, c->refused);
		exchange_answer(c);
		return;
	}
	ask_proxy(c, rq);
	if (!evbuffer_get_length(body)) {
		exchange_route(c);
	} else if (rq->route->flags & ROUTE_UPLOAD) {
		exchange_hand_out(c);
		spool_post(c->loop->server->spooler, c);
	} else if (take_body(c, rq, body)) {
		exchange_route(c);
	} else {
		answer_refusal(c, REFUSE_CHUNK);
	}
}

/* ─── and back ─── */

static void linger(struct connection *c)
{
	SSL *ssl = bufferevent_openssl_get_ssl(c->bev);
	if (ssl)
		SSL_shutdown(ssl);
	shutdown(bufferevent_getfd(c->bev), SHUT_WR);
	connection_enter(c, PHASE_LINGER);
	evbuffer_drain(bufferevent_get_input(c->bev), SIZE_MAX);
}

/* The reply is out. evhttp goes on to the next request, or closes if it was asked to. */
static void on_sent(struct evhttp_request *ev, void *connection)
{
	struct connection *c = connection;
	(void)ev;
	c->ev = NULL;
	if (c->is_closing) {
		linger(c);
		gate_shut(c);
		return;
	}
	connection_enter(c, PHASE_IDLE);
	gate_keep(c);
	gate_open(c);
}

void exchange_begin(struct evhttp_request *ev, void *loop)
{
	struct loop *l = loop;
	struct connection *c = connection_find(l, evhttp_request_get_connection(ev));
	assert(c && c->rq && !c->is_out);
	c->ev = ev;
	evhttp_request_set_on_complete_cb(ev, on_sent, c);
	connection_enter(c, PHASE_BUSY);
	gate_shut(c);
	atomic_fetch_add_explicit(&l->counters.requests, 1, memory_order_relaxed);
	begin(c);
}

void exchange_answer(struct connection *c)
{
	struct request *rq = c->rq;
	c->rq = NULL;
	mem_free((void *)(uintptr_t)rq->raw_body);
	rq->raw_body = NULL;
	connection_unhold(c);
	send_reply(c, rq);
}

/* The loop is dead: nobody is left to send it to. */
static void settle(struct connection *c)
{
	struct server *s = c->loop->server;
	exchange_free(c->rq);
	c->rq = NULL;
	server_release(s);
}

static void on_done(struct loop *l, struct post *p)
{
	struct connection *c =
		(struct connection *)(void *)((char *)p - offsetof(struct connection, done));
	if (l->is_dead) {
		settle(c);
		return;
	}
	c->is_out = false;
	l->n_out--;
	exchange_answer(c);
}

void request_done(struct request *rq)
{
	struct connection *c = rq->connection;
	c->done.run = on_done;
	if (loop_is_here(c->loop))
		on_done(c->loop, &c->done);
	else if (!loop_post(c->loop, &c->done))
		settle(c);
}
