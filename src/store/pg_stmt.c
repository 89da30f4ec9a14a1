/* PostgreSQL: statements, prepared once for each connection, numbers and bytes in binary.
 *
 * A parameter has the type of its argument. A NULL says none: then the server infers it when the
 * statement is prepared, and tells; an argument that does not suit gets a statement of its own.
 */
#include <assert.h>
#include <string.h>

#include "store/pg_priv.h"

enum { NAME_SIZE = 16, BINARY = 1 };

struct pg_stmt {
	struct stmt base;
	char name[NAME_SIZE];
	Oid *types; /* of the parameters, and their values as they are sent */
	const char **values;
	int *lengths, *formats;
	char (*ints)[8];
	const struct arg_kind **kinds; /* of the columns; NULL until it has run once */
	PGresult *result;
	int row;
};

static struct pg_stmt *own(struct stmt *q)
{
	return (struct pg_stmt *)q;
}

/* ─── preparing ─── */

static Oid type_of(const struct arg *a)
{
	if (a->kind == &arg_is_i64)
		return PG_INT8;
	if (a->kind == &arg_is_str)
		return PG_TEXT;
	if (a->kind == &arg_is_blob)
		return PG_BYTEA;
	return a->kind == &arg_is_i64s ? PG_INT8S : InvalidOid;
}

bool pg_suits(const struct stmt *q, const struct arg *args)
{
	const struct pg_stmt *pq = (const struct pg_stmt *)q;
	for (int i = 0; args[i].kind && i < q->n_args; i++)
		if (args[i].kind != &arg_is_null && pq->types[i] != type_of(&args[i]))
			return false;
	return true;
}

static err learn_types(struct ctx *cx, struct pg_conn *c, struct pg_stmt *q, const char *text)
{
	PGresult *r = PQdescribePrepared(c->pg, q->name);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return pg_fail(cx, c, r, text);
	for (int i = 0; i < q->base.n_args; i++)
		q->types[i] = PQparamtype(r, i);
	PQclear(r);
	return OK;
}

err pg_prepare(struct ctx *cx, struct conn *conn, const char *text, const struct arg *args,
	       struct stmt **ret)
{
	struct pg_conn *c = pg_own(conn);
	size_t n = (size_t)sql_highest_param(text);
	bool is_inferred = false;
	assert(n == args_count(args));
	struct pg_stmt *q = mem_new(c, struct pg_stmt);
	q->base.n_args = (int)n;
	q->types = mem_array(q, Oid, n);
	q->values = mem_array(q, const char *, n);
	q->lengths = mem_array(q, int, n);
	q->formats = mem_array(q, int, n);
	q->ints = (char(*)[8])mem_array(q, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		q->types[i] = type_of(&args[i]);
		is_inferred |= q->types[i] == InvalidOid;
		q->formats[i] = BINARY;
	}
	snprintf(q->name, NAME_SIZE, "s%u", ++c->n_named);
	PGresult *r = PQprepare(c->pg, q->name, text, (int)n, q->types);
	err e = PQresultStatus(r) == PGRES_COMMAND_OK ? OK : pg_fail(cx, c, r, text);
	if (!e)
		PQclear(r);
	if (!e && is_inferred)
		e = learn_types(cx, c, q, text);
	if (e)
		mem_free(q);
	else
		*ret = &q->base;
	return e;
}

void pg_discard(struct stmt *q)
{
	struct pg_conn *c = pg_own(q->conn);
	if (!q->conn->is_lost) {
		char command[NAME_SIZE + 16];
		snprintf(command, sizeof command, "DEALLOCATE %s", own(q)->name);
		PQclear(PQexec(c->pg, command)); /* if it fails, the server keeps it: no harm */
	}
	mem_free(q);
}

/* ─── arguments ─── */

void pg_put_int(char *out, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		out[i] = (char)(v >> (8 * (bytes - 1 - i)));
}

/* int8[]: dimensions, has NULLs, type of members; then size and lower bound of the dimension; then
 * each member behind its length. */
static void encode_array(struct ctx *cx, const struct arg *a, const char **ret, int *ret_length)
{
	const int64_t *v = a->p;
	size_t size = 20 + a->n * 12;
	char *out = mem_array(cx->mem, char, size), *p = out + 20;
	pg_put_int(out, a->n ? 1 : 0, 4);
	pg_put_int(out + 4, 0, 4);
	pg_put_int(out + 8, PG_INT8, 4);
	pg_put_int(out + 12, a->n, 4);
	pg_put_int(out + 16, 1, 4);
	for (size_t i = 0; i < a->n; i++, p += 12) {
		pg_put_int(p, 8, 4);
		pg_put_int(p + 4, (uint64_t)v[i], 8);
	}
	*ret = out;
	*ret_length = a->n ? (int)size : 12;
}

static void encode(struct pg_stmt *q, const struct arg *args)
{
	for (int i = 0; i < q->base.n_args; i++) {
		const struct arg *a = &args[i];
		q->values[i] = NULL;
		if (a->kind == &arg_is_i64) {
			pg_put_int(q->ints[i], (uint64_t)a->i, 8);
			q->values[i] = q->ints[i];
			q->lengths[i] = 8;
		} else if (a->kind == &arg_is_str) {
			q->values[i] = a->p;
			q->lengths[i] = (int)strlen(a->p);
		} else if (a->kind == &arg_is_blob) {
			q->values[i] = a->p;
			q->lengths[i] = (int)a->n;
		} else if (a->kind == &arg_is_i64s) {
			encode_array(q->base.cx, a, &q->values[i], &q->lengths[i]);
		}
	}
}

/* ─── running ─── */

/* The result of one command of a pipeline, and the NULL behind it. */
static PGresult *take(PGconn *pg)
{
	PGresult *r = PQgetResult(pg), *more;
	while (r && (more = PQgetResult(pg)))
		PQclear(more);
	return r;
}

static PGresult *run_with_opening(struct pg_conn *c, struct pg_stmt *q)
{
	const char *opening = c->opening;
	c->opening = NULL;
	PQenterPipelineMode(c->pg);
	bool is_sent = PQsendQueryParams(c->pg, opening, 0, NULL, NULL, NULL, NULL, BINARY) &&
		       PQsendQueryPrepared(c->pg, q->name, q->base.n_args, q->values, q->lengths,
					   q->formats, BINARY) &&
		       PQpipelineSync(c->pg);
	PGresult *opened = is_sent ? take(c->pg) : NULL, *r = is_sent ? take(c->pg) : NULL;
	PQclear(is_sent ? PQgetResult(c->pg) : NULL); /* the pipeline's end */
	c->base.is_lost |= !PQexitPipelineMode(c->pg);
	if (PQresultStatus(opened) == PGRES_COMMAND_OK) {
		PQclear(opened);
		return r;
	}
	PQclear(r);
	return opened;
}

static const struct arg_kind *kind_of(Oid type)
{
	static const struct {
		Oid type;
		const struct arg_kind *kind;
	} kinds[] = {
		{PG_INT8, &arg_is_i64}, {PG_TEXT, &arg_is_str},    {PG_BYTEA, &arg_is_blob},
		{PG_INT4, &arg_is_i64}, {PG_INT2, &arg_is_i64},    {PG_BOOL, &arg_is_i64},
		{PG_NAME, &arg_is_str}, {PG_VARCHAR, &arg_is_str},
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == type)
			return kinds[i].kind;
	return &column_is_other;
}

static void learn_columns(struct pg_stmt *q)
{
	q->base.n_columns = PQnfields(q->result);
	q->kinds = mem_array(q, const struct arg_kind *, (size_t)q->base.n_columns);
	for (int i = 0; i < q->base.n_columns; i++)
		q->kinds[i] = kind_of(PQftype(q->result, i));
}

static int64_t changed(PGresult *r)
{
	return !strncmp(PQcmdStatus(r), "SELECT", 6) ? 0 : strtoll(PQcmdTuples(r), NULL, 10);
}

err pg_start(struct stmt *q, const struct arg *args)
{
	struct pg_stmt *pq = own(q);
	struct pg_conn *c = pg_own(q->conn);
	encode(pq, args);
	PGresult *r = c->opening ? run_with_opening(c, pq)
				 : PQexecPrepared(c->pg, pq->name, q->n_args, pq->values,
						  pq->lengths, pq->formats, BINARY);
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		return pg_fail(q->cx, c, r, q->text);
	pq->result = r;
	pq->row = 0;
	if (!pq->kinds)
		learn_columns(pq);
	q->has_row = PQntuples(r) > 0;
	q->n_changed = changed(r);
	return OK;
}

err pg_step(struct stmt *q)
{
	q->has_row = ++own(q)->row < PQntuples(own(q)->result);
	return OK;
}

void pg_reset(struct stmt *q)
{
	PQclear(own(q)->result);
	own(q)->result = NULL;
}

/* ─── columns ─── */

static int64_t read_int(const char *p, int bytes)
{
	uint64_t v = p[0] < 0 ? UINT64_MAX : 0; /* the sign reaches all the way */
	for (int i = 0; i < bytes; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

struct arg pg_column(struct stmt *q, int column)
{
	struct pg_stmt *pq = own(q);
	if (PQgetisnull(pq->result, pq->row, column))
		return none();
	const char *p = PQgetvalue(pq->result, pq->row, column);
	int n = PQgetlength(pq->result, pq->row, column);
	const struct arg_kind *kind = pq->kinds[column];
	if (kind == &arg_is_i64)
		return (struct arg){.kind = kind, .i = read_int(p, n)};
	return (struct arg){.kind = kind, .p = p, .n = (size_t)n};
}

const char *pg_column_name(struct stmt *q, int column)
{
	return PQfname(own(q)->result, column);
}
