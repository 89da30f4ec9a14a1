/* Tests of the store, each run on SQLite and on PostgreSQL.
 *
 *     STORE_TEST(a_row_that_is_written_is_read) { … s, cx … }
 *
 * `s` is an open store with the tables of this room and `thing`, in which tests keep what they
 * like. SQL_TEST has a write transaction open in cx as well, rolled back at the end: assertions
 * work there, which they do not inside store_write(), on another thread.
 */
#ifndef LINLI_STORE_TEST_H
#define LINLI_STORE_TEST_H

#include "test.h"

#include "store/store_priv.h"

typedef void store_test(struct store *s, struct ctx *cx);

/* 0001_store and the tables of the tests. */
extern const struct migration test_migrations[];

/* A fresh database's URL; on SQLite a file in a folder that goes with the test. */
const char *test_url(struct ctx *cx, bool is_sqlite, const char *prefix);
/* Opened and migrated; fails the test if that fails. */
struct store *test_store(struct ctx *cx, const struct store_settings *settings);

void test_on(bool is_sqlite, const char *prefix, store_test *test);
void test_sql_on(bool is_sqlite, store_test *test);

#define ON_BOTH(name, run, ...)                         \
	static void name(struct store *, struct ctx *); \
	TEST(name##_on_sqlite)                          \
	{                                               \
		run(true, __VA_ARGS__ name);            \
	}                                               \
	TEST(name##_on_postgresql)                      \
	{                                               \
		run(false, __VA_ARGS__ name);           \
	}                                               \
	static void name(struct store *s, struct ctx *cx)

#define COMMA            ,
#define STORE_TEST(name) ON_BOTH(name, test_on, "" COMMA)
#define FAULT_TEST(name) ON_BOTH(name, test_on, "fault:" COMMA)
#define SQL_TEST(name)   ON_BOTH(name, test_sql_on)

/* Why it failed, for the message of an assertion. */
void test_ok(struct ctx *cx, err e, const char *file, int line);
#define assert_done(cx, expression) test_ok((cx), (expression), __FILE__, __LINE__)

/* A work of one statement: INSERT INTO thing (id, n) … with *arg, an int64_t. */
err insert_thing(struct ctx *cx, void *id);
/* How many things there are, read in a transaction of its own. */
int64_t count_things(struct store *s, struct ctx *cx);

#endif
