/* The server: sockets, bytes, limits. It knows nothing of accounts or databases.
 *
 * A few event threads, each with its own listener (SO_REUSEPORT) and loop. A request that is whole
 * and lawful HTTP is handed to `on_request` on its event thread; whoever answers it, on whatever
 * thread, ends with request_done(), after which the request must not be touched.
 *
 * Everything a client controls has a bound: connections, header bytes and count, body bytes by
 * route, bodies held at once, time to send headers and body, idle time, streams a session.
 */
#ifndef LINLI_HTTP_SERVER_H
#define LINLI_HTTP_SERVER_H

#include "http/request.h"
#include "http/route.h"
#include "http/static.h"

struct server_settings {
	const char *address; /* an IP address, or localhost */
	int port;            /* 0: any free one */
	int n_threads;
	const char *tls_cert, *tls_key; /* PEM files; NULL: plain */
	int connections_max;
	int64_t header_ms, body_ms, idle_ms; /* absolute deadlines; idle between requests */
	int64_t comment_ms; /* how often a stream says that it lives; 0: every 20 s */
	size_t headers_max, body_max, upload_max;
	size_t reply_max;       /* bytes that a handler may write (not a file's); 0: 16 MiB */
	size_t bodies_held_max; /* bytes of bodies held at once over all connections */
	size_t request_pool;    /* the first allocation of a request's memory */
	const char *spool;      /* the folder for uploads */
	bool is_test;           /* routes marked ROUTE_TEST exist */
	const struct router *router;
	const struct static_files *files; /* NULL: none */
	const char
		*proxy; /* the address of a proxy whose X-Forwarded-For and -Proto are believed */
	/* On the event thread. It answers now with request_done(), or hands the request on. `rq` has
	 * its route, its body unread in rq->raw_body, its uploads spooled, a context with memory,
	 * time, language and request id. Files, unknown paths, other methods and OPTIONS have been
	 * answered already. */
	void (*on_request)(struct request *rq);
	void *arg; /* the dispatcher's own: server_arg(rq) */
};

struct server;
err server_start(struct ctx *cx, const struct server_settings *settings, struct server **ret);
int server_port(const struct server *s);
void *server_arg(const struct request *rq);
/* The one that the request came by: it serves before server_start() has returned it. */
struct server *server_of(const struct request *rq);

/* Sends what the request holds (status, headers, out or file) and frees it. From any thread. */
void request_done(struct request *rq);

/* Stops listening, lets what runs finish for at most `grace_ms`, closes the rest, frees all. What a
 * handler still holds then stays its own until its request_done(), which only frees it. */
void server_stop(struct server *s, int64_t grace_ms);

/* ── server-sent events ──
 * Hints only: {kind, id}; the client then asks. A slow reader is closed, not buffered. */

enum { STREAMS_A_SESSION = 4, STREAM_TOPICS_MAX = 64 };

/* Turns the request into a stream that hears `topics` (numbers: accounts, regions, jobs). At most
 * four streams a `session`; fails TOO_MANY beyond. request_done() afterwards as always. */
err reply_stream(struct ctx *cx, struct request *rq, int64_t session, const int64_t *topics,
		 size_t n_topics);
/* To every stream of this process that hears the topic. From any thread. */
void server_hint(struct server *s, int64_t topic, const char *kind, int64_t id);
/* Ends the streams of a session that was signed out. */
void server_drop_session(struct server *s, int64_t session);

struct server_stats {
	int64_t connections, streams, bodies_held; /* now; the last in bytes */
	int64_t requests;            /* since the start; what was refused unread counts too */
	int64_t refused_connections; /* times that a thread stopped accepting, its share being full */
};
struct server_stats server_stats(const struct server *s);

#endif
