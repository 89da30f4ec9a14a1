/* Is the database sound, and is it equal to another? */
#include <sodium.h>
#include <string.h>

#include "store/store_priv.h"

/* ─── the engine's own findings ─── */

struct checking {
	void (*say)(void *arg, const char *line);
	void *arg;
};

static err find_faults(struct ctx *cx, void *arg)
{
	struct checking *k = arg;
	for (const struct query *q = cx->tx->store->driver.findings; q->text; q++) {
		struct stmt *rows = sql_run(cx, q);
		while (sql_next(rows))
			k->say(k->arg, col_peek(rows, 0));
		err e = sql_end(rows);
		if (e)
			return e;
	}
	return OK;
}

err store_check(struct store *s, struct ctx *cx, void (*say)(void *arg, const char *line),
		void *arg)
{
	return store_read(s, cx, find_faults, &(struct checking){say, arg});
}

/* ─── the digest ─── */

enum { PAGE_ROWS = 1000, KEY_MAX = 8 };

struct table {
	const char *name;
	struct buf names, keys, marks; /* "a", "b", "c"; the key's columns; $1, $2 */
	int n_columns, n_keys;
	int key_columns[KEY_MAX]; /* where they stand among the columns, in the key's order */
};

static void put(struct buf *list, const char *format, const char *name)
{
	if (list->len)
		buf_puts(list, ", ");
	buf_format(list, format, name);
}

/* The columns by name, so that it does not matter in which order migrations added them. */
static err read_table(struct ctx *cx, const char *name, struct table *t)
{
	const char *key_names[KEY_MAX] = {NULL};
	struct buf list = buf_on(cx->mem);
	*t = (struct table){.name = name, .names = list, .keys = list, .marks = list};
	struct stmt *q = sql_run(cx, &cx->tx->store->driver.columns, str(name));
	for (; sql_next(q); t->n_columns++) {
		int64_t place = col_i64(q, 1);
		put(&t->names, "\"%s\"", col_peek(q, 0));
		if (place < 1 || place > KEY_MAX)
			continue;
		key_names[place - 1] = col_str(q, 0);
		t->key_columns[place - 1] = t->n_columns;
		t->n_keys++;
	}
	err e = sql_end(q);
	for (int i = 0; !e && i < t->n_keys; i++) {
		put(&t->keys, "\"%s\"", key_names[i]);
		put(&t->marks, "$%s", mem_format(cx->mem, "%d", i + 1));
	}
	return e || t->n_keys ? e : fail_internal(cx, "table %s has no primary key", name);
}

static void hash_value(crypto_hash_sha256_state *h, struct arg v)
{
	unsigned char head[9];
	bool is_bytes = v.kind == &arg_is_str || v.kind == &arg_is_blob;
	uint64_t n = is_bytes ? v.n : v.kind == &arg_is_i64 ? (uint64_t)v.i : 0;
	head[0] = (unsigned char)v.kind->name[0]; /* null, integer, text, bytes */
	for (int i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)(n >> (56 - 8 * i));
	crypto_hash_sha256_update(h, head, sizeof head);
	if (is_bytes)
		crypto_hash_sha256_update(h, v.p, v.n);
}

static const struct arg *key_of(struct ctx *cx, struct stmt *q, const struct table *t)
{
	struct arg key[KEY_MAX + 1] = {0};
	for (int i = 0; i < t->n_keys; i++)
		key[i] = cx->tx->store->driver.column(q, t->key_columns[i]);
	return args_copy(cx->mem, key);
}

/* One page of rows, after the key `after`. *ret_last is the key of its last row if it was full,
 * otherwise NULL. */
static err hash_page(crypto_hash_sha256_state *h, const struct table *t, struct stmt *q,
		     const struct arg **ret_last)
{
	struct ctx *cx = q->cx;
	int n = 0;
	*ret_last = NULL;
	for (; sql_next(q); n++) {
		for (int i = 0; i < t->n_columns; i++)
			hash_value(h, cx->tx->store->driver.column(q, i));
		if (n == PAGE_ROWS - 1)
			*ret_last = key_of(cx, q, t);
	}
	return sql_end(q);
}

/* By pages, because PostgreSQL's client holds a whole result in memory. */
static err hash_table(struct ctx *cx, crypto_hash_sha256_state *h, const char *name)
{
	struct table t;
	const struct arg *last;
	err e = read_table(cx, name, &t);
	if (e)
		return e;
	const char *names = buf_text(&t.names), *keys = buf_text(&t.keys);
	struct query first = {mem_format(cx->mem, "SELECT %s FROM \"%s\" ORDER BY %s LIMIT %d",
					 names, name, keys, PAGE_ROWS)};
	struct query next = {
		mem_format(cx->mem, "SELECT %s FROM \"%s\" WHERE (%s) > (%s) ORDER BY %s LIMIT %d",
			   names, name, keys, buf_text(&t.marks), keys, PAGE_ROWS)};
	hash_value(h, str(name));
	e = hash_page(h, &t, sql_start(cx, &first, ARGS()), &last);
	while (!e && last)
		e = hash_page(h, &t, sql_start(cx, &next, last), &last);
	return e;
}

/* What the processes keep for themselves: when a file ran, who runs, who does which duty. */
static bool is_own(const char *table)
{
	return !strcmp(table, "schema_version") || !strcmp(table, "node") ||
	       !strcmp(table, "lease");
}

static err hash_tables(struct ctx *cx, void *arg)
{
	crypto_hash_sha256_state *h = arg;
	struct stmt *q = sql_run(cx, &cx->tx->store->driver.tables);
	err e = OK;
	while (!e && sql_next(q))
		if (!is_own(col_peek(q, 0)))
			e = hash_table(cx, h, col_str(q, 0));
	err end = sql_end(q);
	return e ? e : end;
}

err store_digest(struct store *s, struct ctx *cx, char out_hex[static 65])
{
	crypto_hash_sha256_state h;
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_init(&h);
	err e = cx->tx ? hash_tables(cx, &h) : store_read(s, cx, hash_tables, &h);
	if (e)
		return e;
	crypto_hash_sha256_final(&h, hash);
	sodium_bin2hex(out_hex, 65, hash, sizeof hash);
	return OK;
}
