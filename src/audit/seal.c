/* Sealing and verifying the chain of blocks. What is hashed is described in docs/audit.md, so that
 * a stranger can do the same with an export. */
#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "base/id.h"
#include "store/sql.h"

#define ROW_COLUMNS                                                                           \
	"home_id, id, at, account_id, post_id, action, is_refused, kind, subject_id, detail," \
	" reason, request_id"
enum { N_ROW_COLUMNS = 12 };

/* A row as it is hashed: a JSON list of its columns, integers and texts, null for NULL. */
static void hash_row(struct ctx *cx, struct stmt *q, unsigned char out[static AUDIT_HASH])
{
	static const bool is_text[N_ROW_COLUMNS] = {[5] = 1, [7] = 1, [9] = 1, [10] = 1};
	struct buf row = buf_on(cx->mem);
	struct json j = json_on(&row);
	json_open(&j, '[');
	for (int i = 0; i < N_ROW_COLUMNS; i++) {
		if (is_text[i])
			json_put_str(&j, col_peek(q, i));
		else if (col_i64(q, i) == NONE)
			json_put_null(&j);
		else
			json_put_int(&j, col_i64(q, i));
	}
	json_close(&j, ']');
	merkle_leaf(row.data, row.len, out);
	mem_free(row.data);
}

struct block {
	int64_t number, sealed_at, n_rows;
	unsigned char root[AUDIT_HASH], chain[AUDIT_HASH];
};

static void chain_block(struct block *b, const unsigned char previous[static AUDIT_HASH])
{
	crypto_hash_sha256_state s;
	unsigned char numbers[24];
	const int64_t in[] = {b->number, b->sealed_at, b->n_rows};
	for (int i = 0; i < 24; i++) /* big-endian, the same on every machine */
		numbers[i] = (unsigned char)((uint64_t)in[i / 8] >> (56 - i % 8 * 8));
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, previous, AUDIT_HASH);
	crypto_hash_sha256_update(&s, numbers, sizeof numbers);
	crypto_hash_sha256_update(&s, b->root, AUDIT_HASH);
	crypto_hash_sha256_final(&s, b->chain);
}

/* Reads the rows of `q` (ROW_COLUMNS, by id) into leaves; ids too when they are wanted. */
struct leaves {
	unsigned char (*hash)[AUDIT_HASH];
	int64_t *ids;
	size_t n;
};

static err read_leaves(struct ctx *cx, struct stmt *q, struct leaves *l)
{
	size_t room = 0;
	*l = (struct leaves){0};
	while (sql_next(q)) {
		if (l->n == room) {
			room = room ? room * 2 : 256;
			l->hash = mem_grow(cx->mem, l->hash, room);
			l->ids = mem_grow(cx->mem, l->ids, room);
		}
		hash_row(cx, q, l->hash[l->n]);
		l->ids[l->n++] = col_i64(q, 1);
	}
	return sql_end(q);
}

static err last_chain(struct ctx *cx, int64_t *ret_number, unsigned char out[static AUDIT_HASH])
{
	struct stmt *q =
		sql(cx, "SELECT number, chain FROM audit_block ORDER BY number DESC LIMIT 1");
	*ret_number = 0;
	memset(out, 0, AUDIT_HASH);
	if (sql_next(q)) {
		size_t n;
		const void *chain = col_peek_blob(q, 1, &n);
		*ret_number = col_i64(q, 0);
		if (n == AUDIT_HASH)
			memcpy(out, chain, n);
	}
	return sql_end(q);
}

err audit_seal(struct ctx *cx, int64_t settle_ms, int64_t most, int64_t *ret_sealed)
{
	struct leaves l;
	struct block b = {.sealed_at = cx->now};
	unsigned char previous[AUDIT_HASH];
	err e = read_leaves(cx,
			    sql(cx,
				"SELECT " ROW_COLUMNS " FROM audit WHERE block IS NULL AND at <= $1"
				" ORDER BY id LIMIT $2",
				i64(cx->now - settle_ms), i64(most)),
			    &l);
	*ret_sealed = (int64_t)l.n;
	if (e || !l.n || (e = last_chain(cx, &b.number, previous)))
		return e;
	b.number++;
	b.n_rows = (int64_t)l.n;
	merkle_root(l.hash, l.n, b.root);
	chain_block(&b, previous);
	e = sql_exec(cx,
		     "INSERT INTO audit_block (number, sealed_at, row_count, root, chain)"
		     " VALUES ($1, $2, $3, $4, $5)",
		     i64(b.number), i64(b.sealed_at), i64(b.n_rows), blob(b.root, AUDIT_HASH),
		     blob(b.chain, AUDIT_HASH));
	if (e)
		return e;
	return sql_exec(cx,
			"UPDATE audit SET block = $1"
			" WHERE block IS NULL AND id IN (SELECT unnest FROM unnest($2))",
			i64(b.number), i64s(l.ids, l.n));
}

/* ─── verifying ─── */

struct verifying {
	struct ctx *cx;
	void (*say)(void *arg, const char *line);
	void *arg;
	struct audit_check *count;
	unsigned char chain[AUDIT_HASH];
};

static void found(struct verifying *v, int64_t block, const char *what)
{
	v->count->findings++;
	v->say(v->arg, mem_format(v->cx->mem, "audit: block %lld %s", (long long)block, what));
}

static err verify_block(struct verifying *v, const struct block *b)
{
	struct leaves l;
	struct block again = *b;
	err e = read_leaves(v->cx,
			    sql(v->cx,
				"SELECT " ROW_COLUMNS " FROM audit WHERE block = $1 ORDER BY id",
				i64(b->number)),
			    &l);
	if (e)
		return e;
	v->count->blocks++;
	v->count->rows += (int64_t)l.n;
	if (b->number != v->count->blocks)
		found(v, b->number, "does not follow the one before");
	if ((int64_t)l.n != b->n_rows)
		found(v, b->number, "has lost or gained rows");
	if (l.n)
		merkle_root(l.hash, l.n, again.root);
	if (memcmp(again.root, b->root, AUDIT_HASH) != 0)
		found(v, b->number, "holds a row that was changed");
	memcpy(again.root, b->root, AUDIT_HASH);
	chain_block(&again, v->chain);
	if (memcmp(again.chain, b->chain, AUDIT_HASH) != 0)
		found(v, b->number, "is not linked to the one before");
	memcpy(v->chain, b->chain, AUDIT_HASH);
	return OK;
}

/* A block that was taken from the end of the chain leaves rows that name it. */
static void verify_tail(struct verifying *v)
{
	int64_t block = sql_int(v->cx, 0,
				"SELECT block FROM audit a WHERE block IS NOT NULL AND NOT EXISTS"
				" (SELECT 1 FROM audit_block b WHERE b.number = a.block)"
				" ORDER BY block LIMIT 1");
	if (block)
		found(v, block, "is named by rows, and is not there");
}

static void read_hash(struct stmt *q, int column, unsigned char out[static AUDIT_HASH])
{
	size_t n;
	const void *p = col_peek_blob(q, column, &n);
	memset(out, 0, AUDIT_HASH);
	if (n == AUDIT_HASH)
		memcpy(out, p, n);
}

err audit_verify(struct ctx *cx, void (*say)(void *, const char *), void *arg,
		 struct audit_check *ret)
{
	struct verifying v = {.cx = cx, .say = say, .arg = arg, .count = ret};
	err e = OK;
	*ret = (struct audit_check){0};
	struct stmt *q = sql(cx, "SELECT number, sealed_at, row_count, root, chain FROM audit_block"
				 " ORDER BY number");
	while (!e && sql_next(q)) {
		struct block b = {.number = col_i64(q, 0),
				  .sealed_at = col_i64(q, 1),
				  .n_rows = col_i64(q, 2)};
		read_hash(q, 3, b.root);
		read_hash(q, 4, b.chain);
		mem *all = cx->mem; /* a block's rows live no longer than the block */
		cx->mem = mem_child(all);
		e = verify_block(&v, &b);
		mem_free(cx->mem);
		cx->mem = all;
	}
	err end = sql_end(q);
	verify_tail(&v);
	ret->unsealed = sql_int(cx, 0, "SELECT count(*) FROM audit WHERE block IS NULL");
	return e ? e : end ? end : ctx_err(cx);
}
