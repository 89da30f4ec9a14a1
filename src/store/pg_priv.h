/* Shared by the files of the PostgreSQL driver. */
#ifndef LINLI_STORE_PG_PRIV_H
#define LINLI_STORE_PG_PRIV_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "store/store_priv.h"

/* The types we use, by their numbers in every PostgreSQL (catalog/pg_type.dat). */
enum pg_type {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_NAME = 19,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_INT8S = 1016,
	PG_VARCHAR = 1043,
	PG_VOID = 2278,
};

struct pg_conn {
	struct conn base;
	PGconn *pg;
	unsigned n_named;    /* statements prepared so far: their names */
	const char *opening; /* BEGIN …, still to be sent: it goes with the first statement */
	struct buf copy;     /* rows of a COPY on their way; data NULL: none runs */
};

static inline struct pg_conn *pg_own(struct conn *c)
{
	return (struct pg_conn *)c;
}

/* The failure that a result or the connection tells of. Takes the result. `doing` may be SQL. */
err pg_fail(struct ctx *cx, struct pg_conn *c, PGresult *result, const char *doing);
/* A command without parameters, for its effect. */
err pg_say(struct ctx *cx, struct pg_conn *c, const char *command);
/* Sends BEGIN if it is still to be sent. */
err pg_open(struct ctx *cx, struct pg_conn *c);
/* A new connection to the URL. */
err pg_connect(struct ctx *cx, const char *url, PGconn **ret);
/* Eight bytes, most significant first, as the protocol has numbers. */
void pg_put_int(char *out, uint64_t v, int bytes);

/* ── statements (pg_stmt.c) ── */
err pg_prepare(struct ctx *cx, struct conn *c, const char *text, const struct arg *args,
	       struct stmt **ret);
bool pg_suits(const struct stmt *q, const struct arg *args);
err pg_start(struct stmt *q, const struct arg *args);
err pg_step(struct stmt *q);
void pg_reset(struct stmt *q);
void pg_discard(struct stmt *q);
struct arg pg_column(struct stmt *q, int column);
const char *pg_column_name(struct stmt *q, int column);

/* ── COPY (pg_copy.c) ── */
err pg_copy_start(struct ctx *cx, struct conn *c, const char *into);
err pg_copy_row(struct ctx *cx, struct conn *c, const struct arg *args);
err pg_copy_end(struct ctx *cx, struct conn *c);

/* ── notes (pg_listen.c) ── */
err pg_notify(struct ctx *cx, struct conn *c, const char *channel, const char *payload);
err pg_listen(struct ctx *cx, struct store *s);
void pg_unlisten(struct store *s);

/* ── files (pg_files.c) ── */
err pg_copy_out(struct ctx *cx, struct store *s, const char *path);
err pg_copy_in(struct ctx *cx, const char *url, const char *path);

#endif
