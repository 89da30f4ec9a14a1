/* Bringing the schema up to date. schema/NNNN_name.sql are in the program (migrations.c is made
 * by the build); the database remembers which have run, and what their text was. */
#include <sodium.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "store/store_priv.h"

enum { HASH_HEX = crypto_hash_sha256_BYTES * 2 + 1 };

static void hash_of(const struct migration *m, char out[static HASH_HEX])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const unsigned char *)m->text, strlen(m->text));
	sodium_bin2hex(out, HASH_HEX, hash, sizeof hash);
}

static bool has_versions(struct ctx *cx)
{
	bool is_there = false;
	struct stmt *q = sql_run(cx, &cx->tx->store->driver.tables);
	while (sql_next(q))
		is_there |= !strcmp(col_peek(q, 0), "schema_version");
	return !sql_end(q) && is_there;
}

/* Files run in order, once. *ret_newest is the last that ran. */
static err refuse_newer(struct ctx *cx, const struct migration *list, int64_t *ret_newest)
{
	int64_t known = 0;
	for (const struct migration *m = list; m->number; m++)
		known = m->number;
	*ret_newest = sql_int(cx, 0, "SELECT max(number) FROM schema_version");
	if (*ret_newest > known)
		return fail_internal(cx,
				     "the database is at schema %lld, this program knows %lld:"
				     " run the newer program",
				     (long long)*ret_newest, (long long)known);
	return ctx_err(cx);
}

/* Has it run already? Fails if it has with another text, or if it comes too late. */
static err has_run(struct ctx *cx, const struct migration *list, const struct migration *m,
		   bool *ret)
{
	char hash[HASH_HEX];
	int64_t newest;
	err e = refuse_newer(cx, list, &newest);
	if (e)
		return e;
	hash_of(m, hash);
	const char *was = sql_text(cx, NULL, "SELECT sha256 FROM schema_version WHERE number = $1",
				   i64(m->number));
	if (was && strcmp(was, hash) != 0)
		return fail_internal(cx, "this is not the file that made the database: it was"
					 " changed after it had run");
	if (!was && m->number < newest)
		return fail_internal(cx,
				     "it has not run, and later ones have: give it a number"
				     " after %lld",
				     (long long)newest);
	*ret = was != NULL;
	return ctx_err(cx);
}

static err run(struct ctx *cx, struct conn *c, const struct migration *m)
{
	const struct driver *d = &c->store->driver;
	const char *text;
	char hash[HASH_HEX];
	hash_of(m, hash);
	err e = schema_text(cx, d, m->text, &text);
	if (e || (e = d->script(cx, c, text)))
		return e;
	return sql_exec(cx,
			"INSERT INTO schema_version (number, name, sha256, applied_at)"
			" VALUES ($1, $2, $3, $4)",
			i64(m->number), str(m->name), str(hash), i64(clock_now()));
}

/* In one transaction under a lock: another process may be doing the same. */
static err settle(struct ctx *cx, const struct migration *list, const struct migration *m)
{
	struct conn *c = cx->tx->conn;
	const struct driver *d = &c->store->driver;
	bool is_done = false;
	err e = d->begin(cx, c, TX_MIGRATE);
	if (!e && has_versions(cx))
		e = has_run(cx, list, m, &is_done);
	e = e ? e : ctx_err(cx);
	if (!e && !is_done)
		e = run(cx, c, m);
	tx_close(cx->tx);
	if (!e)
		e = d->commit(cx, c);
	if (e)
		d->rollback(c);
	else if (!is_done)
		log_event(LOG_INFO, "store.migrated", {"file", str(m->name)});
	return e;
}

err store_migrate_with(struct store *s, struct ctx *cx, const struct migration *list)
{
	struct conn *c = NULL;
	err e = conn_ready(cx, s, CONN_ALONE, &c);
	if (e)
		return e;
	struct tx tx = {.store = s, .conn = c, .mode = TX_MIGRATE};
	cx->tx = &tx;
	for (const struct migration *m = list; !e && m->number; m++)
		if ((e = settle(cx, list, m)))
			cx->failure.internal = mem_format(cx->mem, "schema/%s.sql: %s", m->name,
							  cx->failure.internal);
	cx->tx = NULL;
	conn_close(c);
	return e;
}

err store_migrate(struct store *s, struct ctx *cx)
{
	return store_migrate_with(s, cx, store_migrations);
}
