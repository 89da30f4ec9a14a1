#include "store_test.h"

#include <string.h>

#include "base/log.h"
#include "postgres.h"

const struct migration test_migrations[] = {
	{1, "0001_store", NULL},
	{2, "0002_test",
	 "-- class: home\n"
	 "CREATE TABLE thing (\n"
	 "  id INTEGER NOT NULL PRIMARY KEY, -- its INTEGER\n"
	 "  parent_id INTEGER REFERENCES thing (id),\n"
	 "  n INTEGER, text TEXT, data BLOB, note TEXT,\n"
	 "  later_id INTEGER REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED,\n"
	 "  CHECK (n IS NULL OR n <> -13)\n"
	 ") STRICT;\n"
	 "CREATE TABLE pair (a TEXT NOT NULL, b INTEGER NOT NULL, v INTEGER,\n"
	 "  PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;\n"},
	{0},
};

const char *test_url(struct ctx *cx, bool is_sqlite, const char *prefix)
{
	if (is_sqlite)
		return mem_format(cx->mem, "%ssqlite:%s/t.db", prefix, test_folder());
	return mem_format(cx->mem, "%s%s", prefix, postgres_database());
}

void test_ok(struct ctx *cx, err e, const char *file, int line)
{
	if (e)
		print_error("%s: %s\n", err_code(e),
			    cx->failure.internal ? cx->failure.internal : cx->failure.text.en);
	_assert_int_equal(e, OK, file, line);
}

struct store *test_store(struct ctx *cx, const struct store_settings *settings)
{
	struct store *s = NULL;
	struct migration list[3];
	log_set_level(LOG_ERROR);
	memcpy(list, test_migrations, sizeof list);
	list[0].text = store_migrations[0].text;
	assert_done(cx, store_open(cx, settings, &s));
	assert_done(cx, store_migrate_with(s, cx, list));
	return s;
}

void test_on(bool is_sqlite, const char *prefix, store_test *test)
{
	struct ctx *cx = test_ctx();
	struct store *s =
		test_store(cx, &(struct store_settings){.url = test_url(cx, is_sqlite, prefix),
							.n_writers = 4});
	test(s, cx);
	store_close(s);
}

static void in_transaction(store_test *test, struct store *s, struct ctx *cx)
{
	struct conn *c = NULL;
	assert_done(cx, conn_ready(cx, s, CONN_WRITER, &c));
	assert_done(cx, s->driver.begin(cx, c, TX_WRITE));
	struct tx tx = {.store = s, .conn = c, .mode = TX_WRITE};
	cx->tx = &tx;
	test(s, cx);
	tx_close(&tx);
	cx->tx = NULL;
	s->driver.rollback(c);
	conn_close(c);
}

void test_sql_on(bool is_sqlite, store_test *test)
{
	struct ctx *cx = test_ctx();
	struct store *s =
		test_store(cx, &(struct store_settings){.url = test_url(cx, is_sqlite, "")});
	in_transaction(test, s, cx);
	store_close(s);
}

err insert_thing(struct ctx *cx, void *id)
{
	return sql_exec(cx, "INSERT INTO thing (id, n) VALUES ($1, 1)", i64(*(int64_t *)id));
}

static err count(struct ctx *cx, void *ret)
{
	*(int64_t *)ret = sql_int(cx, -1, "SELECT count(*) FROM thing");
	return ctx_err(cx);
}

int64_t count_things(struct store *s, struct ctx *cx)
{
	int64_t n = -1;
	assert_done(cx, store_read(s, cx, count, &n));
	return n;
}
