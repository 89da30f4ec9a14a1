/* Many rows into one table: the driver's own way where it has one, else a prepared insert. */
#include <assert.h>

#include "store/store_priv.h"

struct bulk {
	struct ctx *cx;
	int n_columns;
	struct query insert; /* text NULL: the driver copies */
};

/* "t(a, b)", 2 → INSERT INTO t(a, b) VALUES ($1, $2). `into` is a literal of ours. */
static const char *insert_text(struct ctx *cx, const char *into, int n_columns)
{
	struct buf text = buf_on(cx->mem);
	buf_format(&text, "INSERT INTO %s VALUES (", into);
	for (int i = 1; i <= n_columns; i++)
		buf_format(&text, i == 1 ? "$%d" : ", $%d", i);
	buf_puts(&text, ")");
	return buf_text(&text);
}

struct bulk *bulk_start(struct ctx *cx, const struct query *into, int n_columns)
{
	struct bulk *b = mem_new(cx->mem, struct bulk);
	struct conn *c = cx->tx->conn;
	const struct driver *d = &c->store->driver;
	assert(!cx->tx->bulk);
	*b = (struct bulk){.cx = cx, .n_columns = n_columns};
	if (!d->copy_start)
		b->insert.text = insert_text(cx, into->text, n_columns);
	else if (!ctx_err(cx) && d->copy_start(cx, c, into->text))
		cx->tx->is_broken = true;
	cx->tx->bulk = b;
	return b;
}

void bulk_row(struct bulk *b, const struct arg *args)
{
	struct tx *tx = b->cx->tx;
	assert(args_count(args) == (size_t)b->n_columns);
	for (int i = 0; i < b->n_columns; i++)
		assert(args[i].kind != &arg_is_i64s); /* no column is a list */
	if (ctx_err(b->cx))
		return;
	if (!b->insert.text) {
		if (tx->conn->store->driver.copy_row(b->cx, tx->conn, args))
			tx->is_broken = true;
		return;
	}
	tx->bulk = NULL; /* its own statement may run */
	err e = sql_finish(b->cx, NULL, &b->insert, args);
	(void)e; /* sticky: bulk_end() tells it */
	tx->bulk = b;
}

err bulk_end(struct bulk *b)
{
	struct tx *tx = b->cx->tx;
	const struct driver *d = &tx->conn->store->driver;
	tx->bulk = NULL;
	if (d->copy_end && d->copy_end(b->cx, tx->conn))
		tx->is_broken = true;
	return ctx_err(b->cx);
}
