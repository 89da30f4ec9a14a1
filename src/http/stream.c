/* Server-sent events. A stream hears topics of its own loop; a hint goes to every loop that has
 * streams. Sessions are counted over all loops. */
#include <utlist.h>

#include "base/id.h"
#include "base/json.h"
#include "http/server_priv.h"

enum { OUTPUT_MAX = 65536, COMMENT_MS = 20000 };

struct session {
	int64_t id;
	int n; /* streams, begun or promised */
	UT_hash_handle hh;
};

struct topic {
	int64_t number;
	struct subscription *heard_by;
	UT_hash_handle hh;
};

struct subscription {
	struct stream *stream;
	struct topic *topic;
	struct subscription *prev, *next;
};

/* Promised by reply_stream() on any thread, begun on its loop. */
struct stream {
	struct connection *c;
	int64_t session;
	size_t n;
	struct subscription *subscriptions;
	int64_t *topics;
	bool has_begun;
	struct stream *prev, *next;
};

/* ─── how many a session has ─── */

static bool session_enter(struct server *s, int64_t id)
{
	struct session *session;
	pthread_mutex_lock(&s->streams_lock);
	HASH_FIND(hh, s->sessions, &id, sizeof id, session);
	if (!session) {
		session = mem_new(NULL, struct session);
		session->id = id;
		HASH_ADD(hh, s->sessions, id, sizeof id, session);
	}
	bool may = session->n < STREAMS_A_SESSION;
	session->n += may;
	pthread_mutex_unlock(&s->streams_lock);
	return may;
}

static void session_leave(struct server *s, int64_t id)
{
	struct session *session;
	pthread_mutex_lock(&s->streams_lock);
	HASH_FIND(hh, s->sessions, &id, sizeof id, session);
	if (!--session->n) {
		HASH_DEL(s->sessions, session);
		mem_free(session);
	}
	pthread_mutex_unlock(&s->streams_lock);
}

/* ─── topics of a loop ─── */

static void subscribe(struct loop *l, struct subscription *sub, int64_t number)
{
	struct topic *t;
	HASH_FIND(hh, l->topics, &number, sizeof number, t);
	if (!t) {
		t = mem_new(l, struct topic);
		t->number = number;
		HASH_ADD(hh, l->topics, number, sizeof number, t);
	}
	sub->topic = t;
	DL_APPEND(t->heard_by, sub);
}

static void unsubscribe(struct loop *l, struct subscription *sub)
{
	struct topic *t = sub->topic;
	DL_DELETE(t->heard_by, sub);
	if (!t->heard_by) {
		HASH_DEL(l->topics, t);
		mem_free(t);
	}
}

/* ─── a stream ─── */

static void add_topic(struct stream *st, int64_t number)
{
	for (size_t i = 0; i < st->n; i++)
		if (st->topics[i] == number)
			return;
	st->subscriptions[st->n].stream = st;
	st->topics[st->n++] = number;
}

err reply_stream(struct ctx *cx, struct request *rq, int64_t session, const int64_t *topics,
		 size_t n_topics)
{
	struct connection *c = rq->connection;
	if (c->stream) /* of a run that was undone */
		stream_abandon(c);
	if (n_topics > STREAM_TOPICS_MAX || !session_enter(c->loop->server, session))
		return fail(cx, ERR_TOO_MANY,
			    T("http.streams", "打开的页面太多，请关掉几个",
			      "Too many pages are open; close some"));
	struct stream *st = mem_new(NULL, struct stream); /* outlives the request */
	st->c = c;
	st->session = session;
	st->topics = mem_array(st, int64_t, n_topics);
	st->subscriptions = mem_array(st, struct subscription, n_topics);
	for (size_t i = 0; i < n_topics; i++)
		add_topic(st, topics[i]);
	c->stream = st;
	rq->is_stream = true;
	rq->status = 200;
	return OK;
}

void stream_abandon(struct connection *c)
{
	session_leave(c->loop->server, c->stream->session);
	mem_free(c->stream);
	c->stream = NULL;
}

void stream_end(struct connection *c)
{
	struct loop *l = c->loop;
	struct stream *st = c->stream;
	for (size_t i = 0; st->has_begun && i < st->n; i++)
		unsubscribe(l, &st->subscriptions[i]);
	if (st->has_begun) {
		DL_DELETE(l->streams, st);
		atomic_fetch_sub(&l->counters.streams, 1);
	}
	stream_abandon(c);
}

static void send_text(struct stream *st, const char *text, size_t n)
{
	struct connection *c = st->c;
	evbuffer_add(c->loop->scratch, text, n);
	evhttp_send_reply_chunk(c->ev, c->loop->scratch);
}

void stream_begin(struct connection *c, struct request *rq)
{
	struct stream *st = c->stream;
	struct loop *l = c->loop;
	static const char hello[] = "retry: 3000\n\n";
	rq->type = "text/event-stream; charset=utf-8";
	reply_header(rq, "X-Accel-Buffering", "no");
	send_headers(c, rq, -1);
	exchange_free(rq);
	for (size_t i = 0; i < st->n; i++)
		subscribe(l, &st->subscriptions[i], st->topics[i]);
	DL_APPEND(l->streams, st);
	atomic_fetch_add(&l->counters.streams, 1);
	st->has_begun = true;
	connection_enter(c, PHASE_STREAM);
	evhttp_send_reply_start(c->ev, 200, "OK");
	send_text(st, hello, sizeof hello - 1);
}

/* A slow reader is closed, not buffered for. */
static void tell(struct stream *st, const char *text, size_t n)
{
	if (evbuffer_get_length(bufferevent_get_output(st->c->bev)) > OUTPUT_MAX)
		connection_close(st->c);
	else
		send_text(st, text, n);
}

void stream_comment(struct loop *l, int64_t now)
{
	int64_t asked = l->server->settings.comment_ms;
	if (now - l->commented_at < (asked ? asked : COMMENT_MS))
		return;
	l->commented_at = now;
	for (struct stream *st = l->streams, *next; st; st = next) {
		next = st->next;
		tell(st, ":\n\n", 3);
	}
}

/* ─── hints ─── */

struct hint {
	struct post post;
	int64_t topic;
	struct buf text;
};

static void on_hint(struct loop *l, struct post *p)
{
	struct hint *h = (struct hint *)p;
	struct topic *t;
	HASH_FIND(hh, l->topics, &h->topic, sizeof h->topic, t);
	for (struct subscription *sub = t ? t->heard_by : NULL, *next; sub; sub = next) {
		next = sub->next; /* with its last subscription the topic goes */
		tell(sub->stream, h->text.data, h->text.len);
	}
	mem_free(h);
}

static void post_hint(struct loop *l, int64_t topic, const char *kind, int64_t id)
{
	struct hint *h = mem_new(NULL, struct hint);
	h->post.run = on_hint;
	h->topic = topic;
	h->text = buf_on(h);
	buf_puts(&h->text, "data: ");
	struct json j = json_on(&h->text);
	json_open(&j, '{');
	json_key(&j, "kind");
	json_put_str(&j, kind);
	json_key(&j, "id");
	json_put_id(&j, id);
	json_close(&j, '}');
	buf_puts(&h->text, "\n\n");
	if (!loop_post(l, &h->post))
		mem_free(h);
}

void server_hint(struct server *s, int64_t topic, const char *kind, int64_t id)
{
	for (int i = 0; i < s->n_loops; i++)
		if (atomic_load(&s->loops[i]->counters.streams))
			post_hint(s->loops[i], topic, kind, id);
}

/* ─── sessions that end ─── */

struct farewell {
	struct post post;
	int64_t session;
};

static void on_farewell(struct loop *l, struct post *p)
{
	int64_t session = ((struct farewell *)p)->session;
	for (struct stream *st = l->streams, *next; st; st = next) {
		next = st->next;
		if (st->session == session)
			connection_close(st->c);
	}
	mem_free(p);
}

void server_drop_session(struct server *s, int64_t session)
{
	for (int i = 0; i < s->n_loops; i++) {
		struct farewell *f = mem_new(NULL, struct farewell);
		*f = (struct farewell){.post.run = on_farewell, .session = session};
		if (!loop_post(s->loops[i], &f->post))
			mem_free(f);
	}
}
