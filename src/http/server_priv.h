/* What the files of the server share.
 *
 * evhttp does the talking, but it reads leniently, answers mistakes by itself, shows a request only
 * when its body is in memory, and has no hook between head and body. So nothing reaches it unseen:
 *
 *     listener.c    sockets, TLS
 *     loop.c        an event thread: its base, its queue of posts, its clock
 *     connection.c  a connection's phases and deadlines
 *     gate.c        looks at the raw bytes before evhttp does, and holds them back until it has
 *                   judged them; a refused request is replaced by an empty one, which is then
 *                   answered like any other
 *     exchange.c    a request that is whole: routed, handed out, taken back
 *     send.c        a reply on its way
 *     spool.c       uploads to files, on a thread of its own
 *     stream.c      server-sent events
 *
 * Ownership: a connection belongs to its loop's thread. A request belongs to whoever holds it:
 * the loop, then (after on_request) the dispatcher, and after request_done() the loop again.
 */
#ifndef LINLI_HTTP_SERVER_PRIV_H
#define LINLI_HTTP_SERVER_PRIV_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#define HASH_FUNCTION HASH_OAT /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "http/server.h"
#include "http/wire_priv.h"

enum phase {
	PHASE_IDLE,   /* between requests */
	PHASE_HEAD,   /* a head is due, or half here */
	PHASE_BODY,   /* its body is on the way */
	PHASE_BUSY,   /* somebody is making the answer */
	PHASE_REPLY,  /* the answer is being written */
	PHASE_STREAM, /* and does not end */
	PHASE_LINGER, /* refused; what still comes is thrown away, so that the answer is not */
	PHASE__MAX
};

struct loop;
struct stream;
struct spooler;

/* A note to an event thread, run there in the order of posting. */
struct post {
	void (*run)(struct loop *l, struct post *p);
	struct post *next;
};

struct connection {
	struct loop *loop;
	struct bufferevent *bev;
	struct evbuffer_cb_entry *watch; /* on its input: gate.c */
	struct evhttp_connection *evcon; /* NULL once closed */
	struct evhttp_request *ev;       /* from BUSY to STREAM */
	struct request *rq;              /* being read, or handed out */
	enum phase phase;
	int64_t since;                  /* in this phase; ms of clock_ticks() */
	struct connection *prev, *next; /* of this phase */
	struct connection *next_chore;
	UT_hash_handle hh; /* by evcon */

	size_t scanned;        /* of the input, without finding the end */
	struct chunks chunks;  /* while a chunked body is held back */
	struct evbuffer *kept; /* what came after the request, for the next one */
	size_t held;           /* counted in bodies_held */
	size_t unsent;         /* when the deadline of a reply was last set */
	int refused;           /* the status to refuse with; 0: it is not */
	bool is_closing;       /* after this reply, with PHASE_LINGER */
	bool is_out;           /* the request is with the dispatcher or the spooler */
	bool is_resuming;      /* what was kept is to be looked at: a chore */
	struct stream *stream;
	struct post done;
};

struct counters {
	atomic_int_fast64_t connections, streams, requests, refused;
};

struct loop {
	struct server *server;
	int index;
	pthread_t thread;
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener;
	bool is_listening, is_stopping, is_started;
	struct event *wake, *tick, *chores;
	int wake_fd;

	pthread_mutex_t lock; /* of the next three */
	struct post *posts, *last_post;
	bool is_dead; /* its thread has ended */

	struct connection *by_evcon;
	struct connection *phases[PHASE__MAX]; /* oldest first */
	struct connection *fresh, *resuming;   /* chores */
	int n_connections;
	int n_out; /* requests with the dispatcher or the spooler */
	struct stream *streams;
	struct topic *topics;
	int64_t commented_at;
	struct evbuffer *scratch;
	char date[32]; /* of Date, for the second */
	int64_t date_second;
	struct counters counters;
};

struct server {
	struct server_settings settings;
	SSL_CTX *tls; /* NULL: plain */
	int port;
	struct loop **loops;
	int n_loops;
	int64_t limits[PHASE__MAX]; /* ms; 0: none */
	const char *common;         /* headers of every reply; under TLS from `common_tls` */
	const char *common_tls;
	struct spooler *spooler;
	atomic_size_t bodies_held;
	pthread_mutex_t streams_lock;
	struct session *sessions; /* streams of each session, under the lock */
	atomic_int n_left; /* after the stop: who still needs the server; the last one frees it */
};

/* ── listener.c ── */
err listener_open(struct ctx *cx, const struct server_settings *settings, bool is_first, int *port,
		  int *ret_fd);
err tls_open(struct ctx *cx, const char *cert, const char *key, SSL_CTX **ret);

/* ── loop.c ── */
err loop_new(struct ctx *cx, struct server *s, int index, struct loop **ret);
err loop_start(struct ctx *cx, struct loop *l);
void loop_free(struct loop *l);
/* From any thread. False if the loop is dead: the post is the caller's to settle. */
bool loop_post(struct loop *l, struct post *p);
bool loop_is_here(const struct loop *l); /* whether this is its thread */
int64_t loop_ms(void);
void loop_listen(struct loop *l);              /* or not, by the number of connections */
void loop_close(struct loop *l, bool is_late); /* what need not be waited for; all, when late */
void loop_end_if_idle(struct loop *l);         /* when it is stopping */
void loop_bury(struct loop *l);                /* its thread has ended: settle what was posted */
/* A thread that leaves signals to the main one. */
err loop_thread(struct ctx *cx, pthread_t *ret, void *(*body)(void *), void *arg);

/* ── connection.c ── */
struct bufferevent *connection_accept(struct event_base *base, void *loop); /* evhttp's bevcb */
void connection_adopt(struct loop *l);
struct connection *connection_find(struct loop *l, const struct evhttp_connection *evcon);
void connection_enter(struct connection *c, enum phase phase);
void connection_close(struct connection *c);  /* not from a callback of its own bufferevent */
void connection_forget(struct connection *c); /* closed, and its request is done */
void connection_expire(struct loop *l, int64_t now);
/* Counts bytes of a body against bodies_held_max; false if there is no room. */
bool connection_hold(struct connection *c, size_t n);
void connection_unhold(struct connection *c);

/* ── gate.c ── */
void gate_look(struct evbuffer *in, const struct evbuffer_cb_info *info, void *connection);
void gate_shut(struct connection *c); /* a request is being answered */
void gate_open(struct connection *c); /* the next may come */
void gate_keep(struct connection *c); /* what came too early, for after the reply */
void gate_resume(struct loop *l);     /* with that */

/* ── exchange.c ── */
struct request *exchange_new(struct connection *c);
void exchange_begin(struct evhttp_request *ev, void *loop); /* evhttp's gencb */
void exchange_hand_out(struct connection *c);
void exchange_route(struct connection *c);  /* whole, uploads spooled: find who answers */
void exchange_answer(struct connection *c); /* the request is the loop's again, with its answer */
void exchange_free(struct request *rq);
size_t exchange_body_max(const struct request *rq); /* 0: it takes none */

/* ── send.c ── */
void send_reply(struct connection *c, struct request *rq);
const char *send_common(mem *m, bool is_tls);
/* The headers of a reply, as one block for evhttp. */
void send_headers(struct connection *c, struct request *rq, int64_t head_length);

/* ── server.c ── */
void server_release(struct server *s); /* a request that outlived its loop is gone */

/* ── problem.c ── */
void problem_reply(struct ctx *cx, struct request *rq, int status);

/* ── spool.c ── */
err spooler_new(struct ctx *cx, struct server *s, struct spooler **ret);
void spooler_free(struct spooler *s);
void spool_post(struct spooler *s, struct connection *c);

/* ── stream.c ── */
void stream_begin(struct connection *c, struct request *rq);
void stream_end(struct connection *c);     /* its connection is gone */
void stream_abandon(struct connection *c); /* the request failed after reply_stream() */
void stream_comment(struct loop *l, int64_t now);

#endif
