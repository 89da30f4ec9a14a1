/* Routes: one `const` table a room. Permission and scope are columns; a zero in either stops the
 * program at start, so nothing is open by omission.
 *
 *     static const struct route estate_routes[] = {
 *       {"GET",  "/estates/{estate}", MAY_READ_ESTATE, SCOPE_ESTATE, estate_get, NULL, estate_fields,
 *        "One estate"},
 *       …
 *       {0}
 *     };
 *
 * A handler is a straight line of blocking code. GET runs in one read transaction, on the event
 * thread or, when it is SLOW, in the pool; the others run in the writer, SQL only, after `prepare`
 * (if any) has done on the pool what takes long: hashing, files, sealing.
 */
#ifndef LINLI_HTTP_ROUTE_H
#define LINLI_HTTP_ROUTE_H

#include "base/ctx.h"
#include "base/field.h"

struct request;
typedef err handler(struct ctx *cx, struct request *rq);

enum route_flag {
	ROUTE_SLOW = 1, /* a GET that takes longer than a millisecond */
	ROUTE_LIST = 2, /* the reply is a page: {"items": […], "next": …, "total": …} of `out` */
	ROUTE_IDEMPOTENT = 4, /* an Idempotency-Key is required */
	ROUTE_MATCH = 8,      /* If-Match is required */
	ROUTE_PATCH = 16, /* the body changes only what it names; absent REQUIRED fields are fine */
	ROUTE_UPLOAD = 32,   /* the body is multipart/form-data, spooled to files; up to 64 MiB */
	ROUTE_FRESH = 64,    /* the password was given again within the last minutes */
	ROUTE_RAW = 128,     /* the reply is bytes of the handler's own type (a file, a stream) */
	ROUTE_SESSION = 256, /* of the session itself, or its password: a token will not do */
	ROUTE_TEST = 512,    /* only in a server started with --test */
	ROUTE_PAGE = 1024,   /* a page for people: parameters that it does not know are let be */
};

struct route {
	const char *method, *path; /* path below the room's mount, with {name} for one segment */
	unsigned may;   /* the permission (account/may.h); MAY_PUBLIC is said explicitly */
	unsigned scope; /* where it must hold (account/scope.h) */
	handler *handle;
	const struct field *in;  /* the body; NULL: none is accepted */
	const struct field *out; /* the reply's object, or the items of a list; NULL: none */
	const char *summary;     /* for the API's description */
	unsigned flags;
	handler *prepare;
	size_t in_size; /* sizeof the struct that `in` describes */
	const void *of; /* what a shared handler acts on: an entity (audit/record_api.h) */
	const struct param *query; /* what may stand in the query string, beyond paging */
};

/* A query parameter of a list: its filter. Unknown parameters are refused. */
struct param {
	const char *name; /* NULL ends a table */
	enum field_type type;
	const void *of; /* F_ENUM: struct choices */
};

/* The routes of the program, joined, compiled and matched. */
struct router;
struct route_mount {
	const char *prefix; /* "/api/v1"; NULL ends a table */
	const struct route *routes;
};

/* Compiles the tables. Fails INTERNAL naming the route on a missing permission, scope or handler,
 * a duplicate, or a path that cannot be told from another. Lives as long as `parent`. A literal
 * segment wins over a {name}. */
err router_new(struct ctx *cx, mem *parent, const struct route_mount *mounts, struct router **ret);

struct route_match {
	const struct route *route; /* NULL: no such path */
	unsigned index;            /* of the route, for counters; stable within one program */
	const char *prefix;
	const char *params[8]; /* the segments that stood for {…}, decoded, in order */
	bool is_other_method;  /* the path exists under another method: 405 with Allow */
	const char *allow;     /* its methods, "GET, HEAD, PATCH", whenever the path exists */
};

/* Matches a path (decoded, without query). HEAD is GET. Parameters are copied to `m`. */
struct route_match router_match(const struct router *r, mem *m, const char *method,
				const char *path);

/* Whether the path lies below a mount, and so is never a page of the web. */
bool router_has_mount(const struct router *r, const char *path);

unsigned router_count(const struct router *r);
const struct route *router_at(const struct router *r, unsigned index, const char **ret_prefix);

#endif
