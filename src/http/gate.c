/* The gate before evhttp. A callback on the input buffer sees new bytes before evhttp's own does,
 * and a low watermark that is never reached keeps that one from being called until the gate has
 * judged the head. It then gets the very bytes; of a chunked body only when it is whole, since
 * evhttp would answer a mistake in it by itself. What is refused it never sees: an empty request
 * takes its place, so that the refusal goes out as any reply does.
 *
 * A high watermark bounds the input in each phase. What comes while a reply is made is kept back
 * for the next request, because evhttp would look at it at once.
 */
#include <strings.h>
#include <utlist.h>

#include "http/server_priv.h"

static const size_t NEVER = SIZE_MAX;

enum { PIPELINE_MAX = 65536 }; /* what may come before its turn */

static void set_marks(struct connection *c, size_t low, size_t high)
{
	bufferevent_setwatermark(c->bev, EV_READ, low, high);
}

static size_t headers_max(const struct connection *c)
{
	return c->loop->server->settings.headers_max;
}

void gate_shut(struct connection *c)
{
	set_marks(c, NEVER, headers_max(c) + PIPELINE_MAX);
}

void gate_open(struct connection *c)
{
	c->scanned = 0;
	c->chunks = (struct chunks){0};
	c->refused = 0;
	c->is_closing = false;
	gate_shut(c);
}

/* ─── judgement ─── */

/* evhttp gets an empty request in place of one that it should not read. What the client still
 * sends is thrown away after the reply. */
static void replace(struct connection *c, struct evbuffer *in)
{
	static const char get[] = "GET / HTTP/1.1\r\n\r\n", head[] = "HEAD / HTTP/1.1\r\n\r\n";
	const char *empty = strcmp(c->rq->method, "HEAD") ? get : head;
	connection_enter(c, PHASE_BUSY); /* so that gate_look() lets it pass */
	evbuffer_drain(in, evbuffer_get_length(in));
	evbuffer_prepend(in, empty, strlen(empty));
	c->is_closing = true;
	set_marks(c, 0, headers_max(c) + PIPELINE_MAX);
}

static void refuse(struct connection *c, struct evbuffer *in, enum refusal why)
{
	if (!c->rq)
		c->rq = exchange_new(c);
	c->refused = refusal_fail(c->rq->cx, why);
	replace(c, in);
}

static enum refusal read_target(struct request *rq, struct slice target)
{
	struct slice path, query;
	target_split(target, &path, &query);
	enum refusal r = path_parse(rq->cx->mem, path, &rq->path);
	return r ? r : query_parse(rq->cx->mem, query, &rq->query);
}

static void find_route(struct connection *c, struct request *rq)
{
	const struct server_settings *s = &c->loop->server->settings;
	rq->match = router_match(s->router, rq->cx->mem, rq->method, rq->path);
	if (rq->match.route && (rq->match.route->flags & ROUTE_TEST) && !s->is_test)
		rq->match.route = NULL;
	rq->route = rq->match.route;
}

static bool is_type(struct slice value, const char *type)
{
	size_t n = strlen(type);
	return value.n >= n && !strncasecmp(value.at, type, n) &&
	       (value.n == n || value.at[n] == ';' || value.at[n] == ' ');
}

/* Whether the body that the head announces may come. */
static enum refusal judge_body(struct connection *c, const struct head *h)
{
	size_t max = exchange_body_max(c->rq);
	bool is_upload = c->rq->route->flags & ROUTE_UPLOAD;
	if (!max)
		return REFUSE_BODY;
	if (!is_type(h->type, is_upload ? "multipart/form-data" : "application/json"))
		return REFUSE_BODY_TYPE;
	if (h->content_length > (int64_t)max)
		return REFUSE_BODY_LARGE;
	if (h->is_chunked && h->expects_continue)
		return REFUSE_EXPECT; /* evhttp would begin to read; clients then ask again without */
	return connection_hold(c, h->is_chunked ? max : (size_t)h->content_length) ? LAWFUL
										   : REFUSE_BUSY;
}

/* ─── bodies ─── */

static void look_at_chunks(struct connection *c, struct evbuffer *in)
{
	struct evbuffer_ptr at;
	struct evbuffer_iovec piece;
	size_t used;
	while (c->chunks.at != CHUNK_END && c->scanned < evbuffer_get_length(in)) {
		evbuffer_ptr_set(in, &at, c->scanned, EVBUFFER_PTR_SET);
		evbuffer_peek(in, -1, &at, &piece, 1);
		enum refusal r = chunks_scan(&c->chunks, piece.iov_base, piece.iov_len, &used);
		if (r) {
			refuse(c, in, r);
			return;
		}
		c->scanned += used;
	}
	if (c->chunks.at == CHUNK_END)
		set_marks(c, 0, c->scanned + PIPELINE_MAX);
}

static void look_at_body(struct connection *c, struct evbuffer *in)
{
	if (c->chunks.max && c->chunks.at != CHUNK_END)
		look_at_chunks(c, in);
}

static void expect_body(struct connection *c, struct evbuffer *in, const struct head *h, size_t n)
{
	size_t max = exchange_body_max(c->rq);
	connection_enter(c, PHASE_BODY);
	if (!h->is_chunked) {
		set_marks(c, 0, n + (size_t)h->content_length);
		return;
	}
	c->chunks = (struct chunks){.max = max};
	c->scanned = n;
	set_marks(c, NEVER, n + max + max / 4 + PIPELINE_MAX);
	look_at_chunks(c, in);
}

/* ─── heads ─── */

/* The head is `n` bytes at `p`, the start of the input. */
static void take_head(struct connection *c, struct evbuffer *in, const char *p, size_t n)
{
	struct head h;
	struct request *rq = c->rq = exchange_new(c);
	enum refusal r = head_read(p, n, &h);
	rq->cx->lang = language_find(h.language);
	if (h.method != METHOD__MAX)
		rq->method = method_names[h.method];
	if (!r)
		r = read_target(rq, h.target);
	if (!r && c->loop->is_stopping)
		r = REFUSE_BUSY;
	if (r) {
		refuse(c, in, r);
		return;
	}
	find_route(c, rq);
	bool has_body = h.content_length > 0 || h.is_chunked;
	if (!has_body)
		set_marks(c, 0, headers_max(c) + PIPELINE_MAX);
	else if (!rq->route)
		replace(c, in); /* the answer does not depend on it */
	else if ((r = judge_body(c, &h)))
		refuse(c, in, r);
	else
		expect_body(c, in, &h, n);
}

static void look_for_head(struct connection *c, struct evbuffer *in)
{
	size_t n = evbuffer_get_length(in), max = headers_max(c);
	if (!n || c->is_resuming) /* what was kept comes first */
		return;
	if (n > max)
		n = max;
	const char *p = (const char *)evbuffer_pullup(in, (ev_ssize_t)n);
	const char *end = memmem(p + c->scanned, n - c->scanned, "\r\n\r\n", 4);
	if (end) {
		take_head(c, in, p, (size_t)(end - p) + 4);
	} else if (n == max) {
		refuse(c, in, REFUSE_HEADERS_LARGE);
	} else {
		c->scanned = n > 3 ? n - 3 : 0;
		if (c->phase == PHASE_IDLE)
			connection_enter(c, PHASE_HEAD);
	}
}

static void throw_away(struct connection *c, struct evbuffer *in)
{
	(void)c;
	evbuffer_drain(in, evbuffer_get_length(in));
}

void gate_look(struct evbuffer *in, const struct evbuffer_cb_info *info, void *connection)
{
	static void (*const looks[PHASE__MAX])(struct connection * c, struct evbuffer * in) = {
		[PHASE_IDLE] = look_for_head, [PHASE_HEAD] = look_for_head,
		[PHASE_BODY] = look_at_body,  [PHASE_STREAM] = throw_away,
		[PHASE_LINGER] = throw_away,
	};
	struct connection *c = connection;
	if (info->n_added && looks[c->phase])
		looks[c->phase](c, in);
}

/* ─── between requests ─── */

void gate_keep(struct connection *c)
{
	struct evbuffer *in = bufferevent_get_input(c->bev);
	if (!evbuffer_get_length(in))
		return;
	if (!c->kept)
		c->kept = evbuffer_new();
	evbuffer_add_buffer(c->kept, in);
	LL_PREPEND2(c->loop->resuming, c, next_chore);
	c->is_resuming = true;
	event_active(c->loop->chores, EV_TIMEOUT, 0);
}

void gate_resume(struct loop *l)
{
	while (l->resuming) {
		struct connection *c = l->resuming;
		LL_DELETE2(l->resuming, c, next_chore);
		c->is_resuming = false;
		evbuffer_prepend_buffer(bufferevent_get_input(c->bev), c->kept);
		bufferevent_trigger(c->bev, EV_READ, 0);
	}
}
