/* PostgreSQL: COPY … FROM STDIN in binary, a block of rows at a time. */
#include <string.h>

#include "store/pg_priv.h"

enum { BLOCK = 65536 };

static void put_int(struct buf *b, uint64_t v, int bytes)
{
	char *p = buf_room(b, 8);
	pg_put_int(p, v, bytes);
	b->len += (size_t)bytes;
}

err pg_copy_start(struct ctx *cx, struct conn *conn, const char *into)
{
	static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* mark, flags, extension */
	struct pg_conn *c = pg_own(conn);
	const char *command = mem_format(cx->mem, "COPY %s FROM STDIN (FORMAT binary)", into);
	err e = pg_open(cx, c);
	if (e)
		return e;
	PGresult *r = PQexec(c->pg, command);
	if (PQresultStatus(r) != PGRES_COPY_IN)
		return pg_fail(cx, c, r, command);
	PQclear(r);
	c->copy = buf_on(c);
	buf_put(&c->copy, head, sizeof head);
	return OK;
}

static void put_arg(struct buf *b, const struct arg *a)
{
	if (a->kind == &arg_is_null) {
		put_int(b, UINT32_MAX, 4);
	} else if (a->kind == &arg_is_i64) {
		put_int(b, 8, 4);
		put_int(b, (uint64_t)a->i, 8);
	} else {
		size_t n = a->kind == &arg_is_str ? strlen(a->p) : a->n;
		put_int(b, n, 4);
		buf_put(b, a->p, n);
	}
}

static err flush(struct ctx *cx, struct pg_conn *c)
{
	int is_sent = PQputCopyData(c->pg, c->copy.data, (int)c->copy.len);
	c->copy.len = 0;
	return is_sent == 1 ? OK : pg_fail(cx, c, NULL, "COPY");
}

err pg_copy_row(struct ctx *cx, struct conn *conn, const struct arg *args)
{
	struct pg_conn *c = pg_own(conn);
	put_int(&c->copy, args_count(args), 2);
	for (; args->kind; args++)
		put_arg(&c->copy, args);
	return c->copy.len < BLOCK ? OK : flush(cx, c);
}

err pg_copy_end(struct ctx *cx, struct conn *conn)
{
	struct pg_conn *c = pg_own(conn);
	if (!c->copy.data)
		return ctx_err(cx); /* it never began */
	if (!ctx_err(cx))
		put_int(&c->copy, UINT16_MAX, 2); /* no more rows */
	err e = ctx_err(cx) ? ctx_err(cx) : flush(cx, c);
	PQputCopyEnd(c->pg, e ? "given up" : NULL);
	PGresult *r = PQgetResult(c->pg), *more;
	while (r && (more = PQgetResult(c->pg)))
		PQclear(more);
	mem_free(c->copy.data);
	c->copy = (struct buf){0};
	if (!e && PQresultStatus(r) != PGRES_COMMAND_OK)
		return pg_fail(cx, c, r, "COPY");
	PQclear(r);
	return e;
}
