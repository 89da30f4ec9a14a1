/* A database that grew file by file is the database that is made today: the same tables, columns,
 * keys and indexes, and what was in it is still there. */
#include "store_test.h"

#include <string.h>

/* ─── a database at a version ─── */

static struct store *open_at(struct ctx *cx, const char *url, int version)
{
	struct store *s = NULL;
	size_t n = 0;
	while (store_migrations[n].number)
		n++;
	struct migration *list = mem_array(cx->mem, struct migration, n + 1);
	memset(list, 0, sizeof *list * (n + 1));
	for (size_t i = 0; i < n && store_migrations[i].number <= version; i++)
		list[i] = store_migrations[i];
	assert_done(cx, store_open(cx, &(struct store_settings){.url = url}, &s));
	assert_done(cx, store_migrate_with(s, cx, list));
	return s;
}

static int newest(void)
{
	int n = 0;
	while (store_migrations[n].number)
		n++;
	return store_migrations[n - 1].number;
}

static const char *url_of(struct ctx *cx, bool is_sqlite, const char *name)
{
	return is_sqlite ? mem_format(cx->mem, "sqlite:%s/%s.db", test_folder(), name)
			 : test_url(cx, false, "");
}

/* ─── all that the database knows of its shape ─── */

static const struct query shapes[] = {
	SQL("SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' '"
	    " || is_nullable || ' ' || coalesce(column_default, '') || ' '"
	    " || coalesce(collation_name, '') FROM information_schema.columns"
	    " WHERE table_schema = current_schema()"
	    " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
	    " ORDER BY 1"),
	SQL("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
	    " WHERE name NOT LIKE 'sqlite%' ORDER BY type, name"),
};

static err read_shape(struct ctx *cx, void *ret)
{
	struct buf all = buf_on(cx->mem);
	struct stmt *q = sql_run(cx, &shapes[cx->tx->store->driver.has_one_writer]);
	while (sql_next(q))
		buf_format(&all, "%s\n", col_peek(q, 0));
	*(const char **)ret = buf_text(&all);
	return sql_end(q);
}

static const char *shape(struct ctx *cx, struct store *s)
{
	const char *all = NULL;
	assert_done(cx, store_read(s, cx, read_shape, &all));
	return all;
}

/* ─── a row in every table ─── */

static const struct query columns[] = {
	SQL("SELECT column_name, CASE data_type WHEN 'bigint' THEN '7' WHEN 'bytea'"
	    " THEN 'CAST(''x'' AS BYTEA)' ELSE '''x''' END FROM information_schema.columns"
	    " WHERE table_schema = current_schema() AND table_name = $1"
	    " AND is_nullable = 'NO' ORDER BY ordinal_position"),
	SQL("SELECT name, CASE type WHEN 'INTEGER' THEN '7' WHEN 'BLOB' THEN 'x''78'''"
	    " ELSE '''x''' END FROM pragma_table_info($1) WHERE \"notnull\" = 1"),
};

/* Those that the store keeps itself, with rows of their own. */
static bool is_kept_by_the_store(const char *table)
{
	return !strcmp(table, "schema_version") || !strcmp(table, "node");
}

static err add_row(struct ctx *cx, const char *table)
{
	struct buf names = buf_on(cx->mem), values = buf_on(cx->mem);
	struct stmt *q = sql_run(cx, &columns[cx->tx->store->driver.has_one_writer], str(table));
	for (int i = 0; sql_next(q); i++) {
		buf_format(&names, "%s%s", i ? ", " : "", col_peek(q, 0));
		buf_format(&values, "%s%s", i ? ", " : "", col_peek(q, 1));
	}
	err e = sql_end(q);
	if (e)
		return e;
	struct query insert = {mem_format(cx->mem, "INSERT INTO %s (%s) VALUES (%s)", table,
					  buf_text(&names), buf_text(&values))};
	return sql_finish(cx, NULL, &insert, ARGS());
}

struct tables {
	const char *names[200];
	int n;
};

static err read_tables(struct ctx *cx, void *arg)
{
	struct tables *t = arg;
	struct stmt *q = sql_run(cx, &cx->tx->store->driver.tables);
	for (t->n = 0; sql_next(q) && t->n < 200;)
		if (!is_kept_by_the_store(col_peek(q, 0)))
			t->names[t->n++] = col_str(q, 0);
	return sql_end(q);
}

static int64_t rows_of(struct ctx *cx, const char *table)
{
	struct query count = {mem_format(cx->mem, "SELECT count(*) FROM %s", table)};
	return sql_one_int(cx, -1, &count, ARGS());
}

static err fill_work(struct ctx *cx, void *arg)
{
	struct tables *t = arg;
	err e = read_tables(cx, t);
	for (int i = 0; i < t->n && !e; i++)
		if (!rows_of(cx, t->names[i]))
			e = add_row(cx, t->names[i]);
	return e;
}

/* Tables of which 0007 says that nothing had been kept in them. */
static bool was_made_anew(const char *table)
{
	return !strcmp(table, "binding") || !strcmp(table, "house_code");
}

static err check_work(struct ctx *cx, void *arg)
{
	const struct tables *t = arg;
	for (int i = 0; i < t->n; i++)
		if (rows_of(cx, t->names[i]) != 1 && !was_made_anew(t->names[i]))
			return fail_internal(cx, "%s has lost its row", t->names[i]);
	return ctx_err(cx);
}

/* ─── tests ─── */

static void grows_as_it_is_made(bool is_sqlite)
{
	struct ctx *cx = test_ctx();
	const char *grown_at = url_of(cx, is_sqlite, "grown");
	struct store *s = open_at(cx, url_of(cx, is_sqlite, "fresh"), newest());
	const char *fresh = shape(cx, s);
	store_close(s);
	for (int version = 1; version <= newest(); version++) {
		s = open_at(cx, grown_at, version);
		if (version == newest())
			assert_string_equal(shape(cx, s), fresh);
		store_close(s);
	}
	assert_non_null(strstr(fresh, "estate_company"));
}

TEST(a_database_grows_into_the_one_that_is_made_today_on_sqlite)
{
	grows_as_it_is_made(true);
}

TEST(a_database_grows_into_the_one_that_is_made_today_on_postgresql)
{
	grows_as_it_is_made(false);
}

static void keeps_rows(bool is_sqlite)
{
	struct ctx *cx = test_ctx();
	const char *url = url_of(cx, is_sqlite, "old");
	for (int version = 1; version < newest(); version++) {
		struct tables t;
		struct store *s = open_at(cx, url, version);
		assert_done(cx, store_write_now(s, cx, fill_work, &t));
		store_close(s);
		s = open_at(cx, url, version + 1);
		assert_done(cx, store_read(s, cx, check_work, &t));
		store_close(s);
	}
}

TEST(an_older_database_keeps_its_rows_on_sqlite)
{
	keeps_rows(true);
}

TEST(an_older_database_keeps_its_rows_on_postgresql)
{
	keeps_rows(false);
}
