/* A request as a handler sees it, and how it answers.
 *
 *     static err building_get(struct ctx *cx, struct request *rq)
 *     {
 *             struct building b;
 *             err e = building_load(cx, request_id(rq, "estate"), request_id(rq, "building"), &b);
 *             return e ? e : reply_object(cx, rq, &b);
 *     }
 *
 * What was read (body by `route->in`, path, query) has been checked before the handler runs.
 */
#ifndef LINLI_HTTP_REQUEST_H
#define LINLI_HTTP_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/field.h"
#include "http/route.h"

struct upload {
	const char *name;      /* the form field */
	const char *file_name; /* as sent, without its folders; for showing only */
	const char *path; /* where it was spooled; deleted with the request: rename it to keep it */
	const char *type; /* sniffed, not as sent */
	int64_t size;
	char sha256[65];
};

/* Takes the rows of a list one by one, all of them, in its order. */
struct stmt;
struct row_sink {
	err (*row)(void *arg, struct stmt *q, const struct field *out);
	err (*object)(void *arg, const void *obj, const struct field *out); /* of reply_list() */
	void *arg;
	int64_t most; /* rows; beyond it the list is TOO_LARGE */
};

struct pair {
	const char *name, *value;
};

struct request {
	struct ctx *cx;
	const char *method, *path; /* path decoded, normalised */
	const struct pair *query;  /* decoded; name NULL ends it */
	const struct pair *form;   /* multipart text fields */
	const struct upload *uploads;
	size_t n_uploads;
	const char *peer; /* the client's address */
	bool is_tls;
	struct route_match match;
	const struct route *route; /* match.route */
	void *body;                /* the struct that route->in fills */
	json_t *json;              /* the same as JSON, for ROUTE_PATCH; NULL: no body */
	const char *raw_body;      /* as sent, for hashing; NUL-terminated */
	size_t raw_size;

	void *prepared; /* what route->prepare leaves for the handler */

	/* the reply */
	int status;
	struct buf out;
	const char *type;  /* of `out` */
	const char *file;  /* instead of `out`: a file to send, with range */
	const void *fixed; /* instead of `out`: bytes that outlive the reply */
	size_t n_fixed;
	const char *etag;     /* quoted; a GET that knows it already is answered 304 */
	struct pair *headers; /* added ones */
	size_t n_headers;
	bool is_stream; /* turned into server-sent events */

	const struct row_sink *sink; /* an export: takes the rows of a list in place of a reply */

	struct connection *connection; /* the server's own; NULL: request_inside() */
};

/* ── reading ── */
const char *request_header(const struct request *rq, const char *name); /* NULL: absent */
const char *request_cookie(struct request *rq, const char *name);
const char *request_param(const struct request *rq, const char *name); /* of the query; NULL */
int64_t request_param_id(const struct request *rq, const char *name);  /* 0: absent */
/* F_INT, F_FLAG (0, 1), F_INSTANT, F_ENUM (its value) by route->query. NONE: absent */
int64_t request_param_int(const struct request *rq, const char *name);
const char *request_segment(const struct request *rq, const char *name); /* {name} of the path */
int64_t request_id(const struct request *rq, const char *name); /* that, as an id; 0: no id */
int64_t request_version(const struct request *rq); /* of If-Match: "7"; NONE: absent, or not that */

/* Checks the query string against route->query, and the paging of a ROUTE_LIST: unknown, repeated
 * and ill-typed parameters are field errors. The dispatcher, before it runs anything. */
err request_check_query(struct ctx *cx, struct request *rq);

/* A GET of the program's own, without a client: the route of `target` ("/api/v1/estates?kind=old")
 * and its checked query. NOT_FOUND if there is none. Who asks is the caller's matter. */
err request_inside(struct ctx *cx, const struct router *router, const char *target,
		   struct request **ret);

/* ── answering ── */
/* Forgets the answer so far. The dispatcher, before each run of a handler: what an undone run left
 * is gone with its memory. */
void reply_reset(struct request *rq);
/* 200 with the object by route->out; `version` (if not NONE) becomes the ETag. */
err reply_object(struct ctx *cx, struct request *rq, const void *obj, int64_t version);
/* 201 with the object; its Location is the path that was asked, and its id. */
err reply_created(struct ctx *cx, struct request *rq, int64_t id, const void *obj, int64_t version);
/* 200 with a whole list that needs no paging: `n` objects of `size` bytes by route->out, in the
 * envelope of a page. */
err reply_list(struct ctx *cx, struct request *rq, const void *items, size_t size, size_t n);
err reply_nothing(struct ctx *cx, struct request *rq); /* 204 */
err reply_bytes(struct ctx *cx, struct request *rq, const char *type, const void *p, size_t n);
/* A file on disk; `name` is what the browser saves it as (attachment). */
err reply_file(struct ctx *cx, struct request *rq, const char *type, const char *path,
	       const char *name);
/* Adds a header, or takes the place of the server's own Cache-Control or Content-Security-Policy. */
void reply_header(struct request *rq, const char *name, const char *value);
/* HttpOnly, SameSite=Lax, Path=/, Secure under TLS; max_age_s 0 deletes it, NONE lasts the session. */
void reply_cookie(struct request *rq, const char *name, const char *value, int64_t max_age_s);

/* Answers with a refusal and yet commits: for what must be remembered (a failed sign-in, a spent
 * code). fail() by contrast means that nothing was written. Returns OK. */
#define reply_refused(cx, rq, kind, text, ...) \
	reply_refusal((cx), (rq), (kind), (text), ARGS(__VA_ARGS__))
err reply_refusal(struct ctx *cx, struct request *rq, err kind, struct text text,
		  const struct arg *args);

/* The problem document (RFC 9457) of cx->failure, in place of any answer so far. Logs what is
 * internal. The server's own, and the dispatcher's. */
void reply_problem(struct ctx *cx, struct request *rq);

#endif
