#include "store/sql.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "store/store_priv.h"

const struct arg_kind column_is_other = {"of no type of ours"};

static const struct driver *driver_of(const struct stmt *q)
{
	return &q->conn->store->driver;
}

/* ─── statements kept prepared ─── */

static struct stmt **slot_of(struct conn *c, const char *literal)
{
	uintptr_t at = (uintptr_t)literal;
	return &c->cache[(at >> 4 ^ at >> 11) % CACHE_SLOTS];
}

/* An idle one of this literal. The address finds it; the text is compared because an address can
 * be used again. While one is in use its copy is made: statements nest. */
static struct stmt *find(struct conn *c, const char *literal, const struct arg *args)
{
	for (struct stmt *q = *slot_of(c, literal); q; q = q->next_cached)
		if (q->literal == literal && !q->cx && !strcmp(q->text, literal) &&
		    c->store->driver.suits(q, args))
			return q;
	return NULL;
}

static void discard(struct stmt *q)
{
	struct conn *c = q->conn;
	struct stmt **at = slot_of(c, q->literal);
	while (*at != q)
		at = &(*at)->next_cached;
	*at = q->next_cached;
	c->n_cached--;
	c->store->driver.discard(q);
}

static void discard_oldest(struct conn *c)
{
	struct stmt *oldest = NULL;
	for (int i = 0; i < CACHE_SLOTS; i++)
		for (struct stmt *q = c->cache[i]; q; q = q->next_cached)
			if (!q->cx && (!oldest || q->used < oldest->used))
				oldest = q;
	if (oldest)
		discard(oldest);
}

void conn_discard_all(struct conn *c)
{
	c->is_lost = true; /* the engine need not be told of each */
	for (int i = 0; i < CACHE_SLOTS; i++)
		while (c->cache[i])
			discard(c->cache[i]);
}

static err prepare(struct ctx *cx, struct conn *c, const char *literal, const struct arg *args,
		   struct stmt **ret)
{
	struct stmt *q, **slot = slot_of(c, literal);
	if (c->n_cached >= CACHE_MAX)
		discard_oldest(c);
	err e = c->store->driver.prepare(cx, c, literal, args, &q);
	if (e)
		return e;
	q->conn = c;
	q->literal = literal;
	q->text = mem_str(q, literal);
	q->next_cached = *slot;
	*slot = q;
	c->n_cached++;
	*ret = q;
	return OK;
}

/* ─── running ─── */

/* What sql_start() returns after an error: it has no rows, and sql_end() tells the error. */
static struct stmt *broken(struct ctx *cx)
{
	struct stmt *q = mem_new(cx->mem, struct stmt);
	q->cx = cx;
	return q;
}

/* What keeps statements from running. Field errors gather while a form is checked, and its checks
 * go on asking. */
static err stopped(const struct ctx *cx)
{
	return ctx_err(cx) == ERR_INVALID && !cx->tx->is_broken ? OK : ctx_err(cx);
}

struct stmt *sql_start(struct ctx *cx, const struct query *query, const struct arg *args)
{
	struct tx *tx = cx->tx;
	assert(tx && !tx->bulk);
	if (stopped(cx))
		return broken(cx);
	struct stmt *q = find(tx->conn, query->text, args);
	if (!q && prepare(cx, tx->conn, query->text, args, &q)) {
		tx->is_broken = true;
		return broken(cx);
	}
	assert((size_t)q->n_args == args_count(args));
	q->cx = cx;
	q->used = ++tx->conn->uses;
	q->next_open = tx->open;
	tx->open = q;
	q->has_row = false;
	q->is_first = true;
	q->n_changed = 0;
	if (driver_of(q)->start(q, args))
		tx->is_broken = true;
	return q;
}

bool sql_next(struct stmt *q)
{
	if (!q->conn || stopped(q->cx))
		return q->has_row = false;
	if (!q->is_first && q->has_row && driver_of(q)->step(q)) {
		q->cx->tx->is_broken = true;
		q->has_row = false;
	}
	q->is_first = false;
	return q->has_row;
}

static void end(struct stmt *q)
{
	driver_of(q)->reset(q);
	q->has_row = false;
	q->cx = NULL;
}

err sql_end(struct stmt *q)
{
	struct ctx *cx = q->cx;
	assert(cx); /* ended twice */
	if (!q->conn)
		return ctx_err(cx);
	struct stmt **at = &cx->tx->open;
	while (*at != q)
		at = &(*at)->next_open;
	*at = q->next_open;
	end(q);
	return stopped(cx);
}

void tx_close(struct tx *tx)
{
	for (; tx->open; tx->open = tx->open->next_open)
		end(tx->open);
	if (tx->bulk)
		tx->is_broken = true; /* rows are on their way that nobody has vouched for */
	tx->bulk = NULL;
}

err sql_finish(struct ctx *cx, int64_t *ret_changed, const struct query *query,
	       const struct arg *args)
{
	struct stmt *q = sql_start(cx, query, args);
	while (sql_next(q))
		;
	int64_t n = q->n_changed;
	err e = sql_end(q);
	if (!e && ret_changed)
		*ret_changed = n;
	return e;
}

/* ─── columns ─── */

/* The value, if there is one and it has the kind that is asked for. SQLite would convert; since
 * PostgreSQL does not, neither may. */
static struct arg column(struct stmt *q, int i, const struct arg_kind *kind)
{
	if (!q->has_row)
		return none();
	assert(i >= 0 && i < q->n_columns);
	struct arg v = driver_of(q)->column(q, i);
	if (v.kind == kind || v.kind == &arg_is_null)
		return v;
	err e = fail_internal(q->cx, "column %s is %s, read as %s: %s", col_name(q, i),
			      v.kind->name, kind->name, q->text);
	(void)e; /* sticky */
	return none();
}

int64_t col_i64(struct stmt *q, int i)
{
	struct arg v = column(q, i, &arg_is_i64);
	return v.kind == &arg_is_i64 ? v.i : NONE;
}

const char *col_peek(struct stmt *q, int i)
{
	struct arg v = column(q, i, &arg_is_str);
	return v.kind == &arg_is_str ? v.p : NULL;
}

const void *col_peek_blob(struct stmt *q, int i, size_t *ret_n)
{
	struct arg v = column(q, i, &arg_is_blob);
	bool is_there = v.kind == &arg_is_blob;
	*ret_n = is_there ? v.n : 0;
	return is_there ? v.p : NULL;
}

const char *col_str(struct stmt *q, int i)
{
	struct arg v = column(q, i, &arg_is_str);
	return v.kind == &arg_is_str ? mem_strn(q->cx->mem, v.p, v.n) : NULL;
}

const void *col_blob(struct stmt *q, int i, size_t *ret_n)
{
	const void *p = col_peek_blob(q, i, ret_n);
	return p ? mem_dup(q->cx->mem, p, *ret_n) : NULL;
}

int col_count(struct stmt *q)
{
	return q->n_columns;
}

const char *col_name(struct stmt *q, int i)
{
	assert(q->conn && i >= 0 && i < q->n_columns);
	return driver_of(q)->column_name(q, i);
}

/* ─── one value ─── */

int64_t sql_one_int(struct ctx *cx, int64_t otherwise, const struct query *query,
		    const struct arg *args)
{
	struct stmt *q = sql_start(cx, query, args);
	int64_t v = sql_next(q) ? col_i64(q, 0) : NONE;
	return sql_end(q) || v == NONE ? otherwise : v;
}

const char *sql_one_text(struct ctx *cx, const char *otherwise, const struct query *query,
			 const struct arg *args)
{
	struct stmt *q = sql_start(cx, query, args);
	const char *v = sql_next(q) ? col_str(q, 0) : NULL;
	return sql_end(q) || !v ? otherwise : v;
}
