/* Migrations, and our schema files as the dialects have them. */
#include "store_test.h"

#include <string.h>

/* ─── words and sections ─── */

static const char *mapped(const struct driver *d, const char *text)
{
	struct ctx *cx = test_ctx();
	const char *out = NULL;
	assert_done(cx, schema_text(cx, d, text, &out));
	return out;
}

static err mapping_fails(const char *text)
{
	const char *out;
	return schema_text(test_ctx(), &driver_postgresql, text, &out);
}

TEST(types_become_those_of_postgresql)
{
	assert_string_equal(
		mapped(&driver_postgresql,
		       "CREATE TABLE t (a INTEGER, text TEXT NOT NULL, b BLOB) STRICT;\n"),
		"CREATE TABLE t (a BIGINT, text TEXT COLLATE \"C\" NOT NULL, b BYTEA) ;\n");
	assert_string_equal(mapped(&driver_postgresql, "(a TEXT) STRICT, WITHOUT ROWID;"),
			    "(a TEXT COLLATE \"C\")   ;");
	assert_string_equal(mapped(&driver_postgresql, "(a TEXT) WITHOUT ROWID, STRICT;"),
			    "(a TEXT COLLATE \"C\")   ;");
	assert_string_equal(mapped(&driver_postgresql,
				   "SELECT CAST(a AS TEXT), CAST(b AS INTEGER)"),
			    "SELECT CAST(a AS TEXT), CAST(b AS BIGINT)");
}

TEST(literals_comments_and_other_words_stay)
{
	static const char text[] = "INSERT INTO a VALUES ('TEXT', 'it''s TEXT'); -- TEXT\n"
				   "/* BLOB */ SELECT \"TEXT\", TEXTS, my_BLOB, text FROM b;\n";
	assert_string_equal(mapped(&driver_postgresql, text), text);
	assert_string_equal(mapped(&driver_sqlite, "a INTEGER, b TEXT) STRICT"),
			    "a INTEGER, b TEXT) STRICT");
	assert_string_equal(mapped(&driver_postgresql, "'open TEXT"), "'open TEXT");
	assert_string_equal(mapped(&driver_postgresql, "/* open TEXT"), "/* open TEXT");
}

TEST(sections_are_for_one_database)
{
	static const char text[] =
		"a\n-- only sqlite\nb\n-- end\nc\n-- only postgresql\nd\n-- end \ne";
	assert_string_equal(mapped(&driver_sqlite, text),
			    "a\n-- only sqlite\nb\n-- end\nc\n-- end \ne");
	assert_string_equal(mapped(&driver_postgresql, text),
			    "a\n-- end\nc\n-- only postgresql\nd\n-- end \ne");
	assert_int_equal(mapping_fails("-- only oracle\na\n-- end\n"), ERR_INTERNAL);
	assert_int_equal(mapping_fails("-- only sqlite\na\n"), ERR_INTERNAL);
	assert_int_equal(mapping_fails("a\n-- end\n"), ERR_INTERNAL);
	assert_int_equal(mapping_fails("-- only sqlite\n-- only sqlite\n-- end\n"), ERR_INTERNAL);
}

TEST(the_highest_parameter_counts)
{
	assert_int_equal(sql_highest_param("SELECT 1"), 0);
	assert_int_equal(sql_highest_param("SELECT $2, $12, $3 -- $99"), 12);
	assert_int_equal(sql_highest_param("SELECT '$7', \"$8\" /* $9 */, $1"), 1);
}

/* ─── migrations ─── */

static err migrate(struct store *s, struct ctx *cx, const char *second, const char *third)
{
	struct migration list[4] = {store_migrations[0]};
	ctx_forgive(cx);
	if (second)
		list[1] = (struct migration){2, "0002_a", second};
	if (third)
		list[second ? 2 : 1] = (struct migration){3, "0003_b", third};
	return store_migrate_with(s, cx, list);
}

static void on_empty(bool is_sqlite, store_test *test)
{
	struct ctx *cx = test_ctx();
	struct store *s = NULL;
	assert_done(cx, store_open(cx, &(struct store_settings){.url = test_url(cx, is_sqlite, "")},
				   &s));
	test(s, cx);
	store_close(s);
}

static err versions(struct ctx *cx, void *ret)
{
	*(int64_t *)ret = sql_int(cx, -1, "SELECT count(*) FROM schema_version");
	return ctx_err(cx);
}

static int64_t n_versions(struct store *s, struct ctx *cx)
{
	int64_t n = -1;
	ctx_forgive(cx);
	assert_done(cx, store_read(s, cx, versions, &n));
	return n;
}

static const char A[] = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY) STRICT;\n";
static const char B[] = "CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY,\n"
			" a_id INTEGER REFERENCES a (id)) STRICT;\n"
			"INSERT INTO a (id) VALUES (1);\nINSERT INTO b (id, a_id) VALUES (1, 1);\n";

ON_BOTH(migrations_run_once, on_empty)
{
	assert_done(cx, migrate(s, cx, A, NULL));
	assert_int_equal(n_versions(s, cx), 2);
	assert_done(cx, migrate(s, cx, A, NULL));
	assert_done(cx, migrate(s, cx, A, B));
	assert_done(cx, migrate(s, cx, A, B));
	assert_int_equal(n_versions(s, cx), 3);
}

ON_BOTH(a_changed_file_is_refused, on_empty)
{
	assert_done(cx, migrate(s, cx, A, NULL));
	assert_int_equal(migrate(s, cx, "CREATE TABLE other (id INTEGER);", B), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "schema/0002_a.sql"));
	assert_non_null(strstr(cx->failure.internal, "changed"));
	assert_int_equal(n_versions(s, cx), 2);
}

ON_BOTH(a_newer_database_is_refused, on_empty)
{
	assert_done(cx, migrate(s, cx, A, B));
	assert_int_equal(migrate(s, cx, A, NULL), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "newer program"));
}

ON_BOTH(a_file_that_comes_late_is_refused, on_empty)
{
	assert_done(cx, migrate(s, cx, NULL, A));
	assert_int_equal(migrate(s, cx, A, A), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "has not run"));
}

ON_BOTH(a_migration_that_fails_leaves_nothing, on_empty)
{
	assert_done(cx, migrate(s, cx, A, NULL));
	assert_int_equal(migrate(s, cx, A,
				 "CREATE TABLE half (id INTEGER);\nCREATE TABLE a (x INTEGER);"),
			 ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "schema/0003_b.sql"));
	assert_int_equal(n_versions(s, cx), 2);
	assert_done(cx, migrate(s, cx, A, "CREATE TABLE half (id INTEGER) STRICT;\n"));
}

ON_BOTH(a_migration_that_orphans_rows_is_refused, on_empty)
{
	assert_done(cx, migrate(s, cx, A, B));
	struct migration list[] = {store_migrations[0],
				   {2, "0002_a", A},
				   {3, "0003_b", B},
				   {4, "0004_c", "DELETE FROM a;\n"},
				   {0}};
	assert_int_equal(store_migrate_with(s, cx, list), ERR_INTERNAL);
	assert_int_equal(n_versions(s, cx), 3);
}

/* As SQLite needs it: a table is rebuilt by dropping it, while others point at it. */
TEST(a_table_can_be_rebuilt_on_sqlite)
{
	static const char rebuild[] =
		"-- only sqlite\n"
		"CREATE TABLE a2 (id INTEGER NOT NULL PRIMARY KEY, n INTEGER) STRICT;\n"
		"INSERT INTO a2 (id) SELECT id FROM a;\nDROP TABLE a;\n"
		"ALTER TABLE a2 RENAME TO a;\n-- end\n";
	struct ctx *cx = test_ctx();
	struct store *s = NULL;
	struct migration list[] = {store_migrations[0],
				   {2, "0002_a", A},
				   {3, "0003_b", B},
				   {4, "0004_c", rebuild},
				   {0}};
	assert_done(cx,
		    store_open(cx, &(struct store_settings){.url = test_url(cx, true, "")}, &s));
	assert_done(cx, store_migrate_with(s, cx, list));
	store_close(s);
}

static err catalogue(struct ctx *cx, void *ret)
{
	struct buf all = buf_on(cx->mem);
	struct stmt *tables = sql_run(cx, &cx->tx->store->driver.tables);
	while (sql_next(tables)) {
		buf_format(&all, "%s:", col_peek(tables, 0));
		struct stmt *columns =
			sql_run(cx, &cx->tx->store->driver.columns, str(col_peek(tables, 0)));
		while (sql_next(columns))
			buf_format(&all, " %s/%d", col_peek(columns, 0), (int)col_i64(columns, 1));
		if (sql_end(columns))
			break;
		buf_puts(&all, "\n");
	}
	*(const char **)ret = buf_text(&all);
	return sql_end(tables);
}

/* Every file of schema/, on both: the same tables, columns and keys. */
TEST(all_files_make_the_same_catalogue_on_both)
{
	const char *made[2];
	struct ctx *cx = test_ctx();
	for (int i = 0; i < 2; i++) {
		struct store *s = NULL;
		assert_done(cx, store_open(cx, &(struct store_settings){.url = test_url(cx, i, "")},
					   &s));
		assert_done(cx, store_migrate(s, cx));
		assert_done(cx, store_read(s, cx, catalogue, &made[i]));
		store_close(s);
	}
	assert_non_null(strstr(made[0], "counter: home_id/1 kind/2 last/0 year/3\n"));
	assert_string_equal(made[0], made[1]);
}

/* ─── opening ─── */

TEST(a_url_that_is_none_is_refused)
{
	struct ctx *cx = test_ctx();
	struct store *s = NULL;
	static const char *const urls[] = {"mysql://x", "fault:fault:sqlite:x", "",
					   "sqlite:/no/such/folder/x.db",
					   "postgresql://nobody@/x?host=/no/such/folder"};
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		ctx_forgive(cx);
		assert_int_not_equal(store_open(cx, &(struct store_settings){.url = urls[i]}, &s),
				     OK);
		assert_non_null(cx->failure.internal);
		assert_null(s);
	}
}

STORE_TEST(a_store_knows_its_kind)
{
	bool is_sqlite = s->driver.has_one_writer;
	assert_string_equal(store_kind(s), is_sqlite ? "sqlite" : "postgresql");
	assert_int_equal(store_is_quick(s), is_sqlite);
	assert_false(ctx_err(cx));
}
