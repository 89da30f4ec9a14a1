/* Statements, values, rows by field table, bulk. */
#include "store_test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"

/* ─── values ─── */

SQL_TEST(values_come_back_as_they_went)
{
	static const int64_t numbers[] = {0, 1, -1, 127, -128, 65536, INT64_MAX, -INT64_MAX};
	(void)s;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct stmt *q = sql(cx,
				     "INSERT INTO thing (id, n, text, data) VALUES"
				     " ($1, $2, $3, $4) RETURNING n, text, data",
				     i64((int64_t)i + 1), i64(numbers[i]), str("翠苑 ' \" \\"),
				     blob("a\0b", 3));
		size_t n;
		assert_true(sql_next(q));
		assert_int_equal(col_i64(q, 0), numbers[i]);
		assert_string_equal(col_str(q, 1), "翠苑 ' \" \\");
		assert_memory_equal(col_peek_blob(q, 2, &n), "a\0b", 3);
		assert_int_equal(n, 3);
		assert_false(sql_next(q));
		assert_done(cx, sql_end(q));
	}
}

SQL_TEST(null_is_none_and_not_empty)
{
	size_t n = 9;
	(void)s;
	assert_done(cx, sql_exec(cx, "INSERT INTO thing (id, n, text, data) VALUES (1, $1, $2, $3)",
				 i64(NONE), str(NULL), blob(NULL, 0)));
	assert_done(cx, sql_exec(cx, "INSERT INTO thing (id, n, text, data) VALUES (2, $1, $2, $3)",
				 flag(false), str(""), blob("", 0)));
	struct stmt *q = sql(cx, "SELECT n, text, data FROM thing ORDER BY id");
	assert_true(sql_next(q));
	assert_true(col_i64(q, 0) == NONE);
	assert_null(col_peek(q, 1));
	assert_null(col_blob(q, 2, &n));
	assert_int_equal(n, 0);
	assert_true(sql_next(q));
	assert_int_equal(col_i64(q, 0), 0);
	assert_string_equal(col_peek(q, 1), "");
	assert_non_null(col_peek_blob(q, 2, &n));
	assert_int_equal(n, 0);
	assert_done(cx, sql_end(q));
}

/* The same literal, first with a NULL and then without, and the other way round. */
static err put(struct ctx *cx, int64_t id, int64_t n, const char *text)
{
	return sql_exec(cx, "INSERT INTO thing (id, n, text) VALUES ($1, $2, $3)", i64(id), i64(n),
			str(text));
}

SQL_TEST(a_parameter_may_be_null_now_and_then)
{
	(void)s;
	assert_done(cx, put(cx, 1, NONE, NULL));
	assert_done(cx, put(cx, 2, 5, "x"));
	assert_done(cx, put(cx, 3, 6, NULL));
	assert_done(cx, put(cx, 4, NONE, "y"));
	assert_int_equal(sql_int(cx, 0, "SELECT CAST(sum(n) AS INTEGER) FROM thing"), 11);
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "x" : NULL;
		assert_int_equal(sql_int(cx, -1,
					 "SELECT count(*) FROM thing WHERE id > $1"
					 " AND (CAST($2 AS TEXT) IS NULL OR text = $2)",
					 i64(0), str(name)),
				 i ? 1 : 4);
	}
}

SQL_TEST(parameters_are_numbered_not_counted)
{
	(void)s;
	assert_string_equal(sql_text(cx, "",
				     "SELECT CAST($3 AS TEXT) || CAST($1 AS TEXT) ||"
				     " CAST($2 AS TEXT) || CAST($1 AS TEXT)",
				     str("a"), str("b"), str("c")),
			    "caba");
}

SQL_TEST(unnest_lists_ids)
{
	static const int64_t ids[] = {3, 1, INT64_MAX, 1};
	(void)s;
	for (int64_t i = 1; i <= 5; i++)
		assert_done(cx, put(cx, i, i, NULL));
	const char *const expected[] = {"", "3", "13"};
	for (size_t n = 0; n < 3; n++) {
		struct buf got = buf_on(cx->mem);
		struct stmt *q = sql(cx,
				     "SELECT id FROM thing WHERE id IN"
				     " (SELECT unnest FROM unnest($1)) ORDER BY id",
				     i64s(ids, n));
		while (sql_next(q))
			buf_format(&got, "%d", (int)col_i64(q, 0));
		assert_done(cx, sql_end(q));
		assert_string_equal(buf_text(&got), expected[n]);
	}
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM unnest($1)", i64s(ids, 4)), 4);
	assert_int_equal(sql_int(cx, 0,
				 "SELECT count(*) FROM thing t JOIN unnest($1) ON unnest = t.id"
				 " JOIN (SELECT unnest AS other FROM unnest($2)) x ON other = t.id",
				 i64s(ids, 2), i64s(ids + 1, 3)),
			 2);
}

SQL_TEST(one_value_or_a_default)
{
	(void)s;
	assert_int_equal(sql_int(cx, 7, "SELECT max(n) FROM thing"), 7);
	assert_int_equal(sql_int(cx, 7, "SELECT n FROM thing"), 7);
	assert_string_equal(sql_text(cx, "none", "SELECT text FROM thing"), "none");
	assert_null(sql_text(cx, NULL, "SELECT text FROM thing"));
	assert_done(cx, put(cx, 1, 0, "t"));
	assert_int_equal(sql_int(cx, 7, "SELECT max(n) FROM thing"), 0);
	assert_string_equal(sql_text(cx, "none", "SELECT text FROM thing"), "t");
}

SQL_TEST(changed_rows_are_counted)
{
	int64_t changed = -1;
	(void)s;
	for (int64_t i = 1; i <= 3; i++)
		assert_done(cx, put(cx, i, i, NULL));
	assert_done(cx, sql_change(cx, &changed, "UPDATE thing SET n = 0 WHERE id > $1", i64(1)));
	assert_int_equal(changed, 2);
	assert_done(cx, sql_change(cx, &changed, "SELECT id FROM thing"));
	assert_int_equal(changed, 0);
	assert_done(cx, sql_change(cx, &changed, "DELETE FROM thing WHERE id = 9"));
	assert_int_equal(changed, 0);
	assert_done(cx, sql_change(cx, &changed, "DELETE FROM thing WHERE id < 3 RETURNING id"));
	assert_int_equal(changed, 2);
}

SQL_TEST(a_statement_works_without_sql_next)
{
	(void)s;
	assert_done(cx, sql_end(sql(cx, "INSERT INTO thing (id) VALUES (1)")));
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM thing"), 1);
}

/* ─── keeping and nesting ─── */

static struct stmt *all_things(struct ctx *cx)
{
	return sql(cx, "SELECT id FROM thing ORDER BY id");
}

SQL_TEST(a_statement_nests_in_itself)
{
	int64_t pairs = 0;
	(void)s;
	for (int64_t i = 1; i <= 4; i++)
		assert_done(cx, put(cx, i, i, NULL));
	struct stmt *outer = all_things(cx);
	while (sql_next(outer)) {
		struct stmt *inner = all_things(cx);
		while (sql_next(inner))
			pairs += col_i64(outer, 0) * col_i64(inner, 0);
		assert_done(cx, sql_end(inner));
	}
	assert_done(cx, sql_end(outer));
	assert_int_equal(pairs, 100);
	struct stmt *again = all_things(cx);
	assert_done(cx, sql_end(again));
	assert_int_equal(cx->tx->conn->n_cached, 3); /* put(), and two of this */
}

SQL_TEST(a_literal_is_prepared_once)
{
	(void)s;
	for (int64_t i = 1; i <= 5; i++)
		assert_done(cx, put(cx, i, i, "x"));
	assert_int_equal(cx->tx->conn->n_cached, 1);
}

SQL_TEST(an_address_used_again_is_another_literal)
{
	char text[] = "SELECT 11";
	struct query q = {text};
	(void)s;
	assert_int_equal(sql_one_int(cx, 0, &q, ARGS()), 11);
	text[7] = '2';
	assert_int_equal(sql_one_int(cx, 0, &q, ARGS()), 21);
}

SQL_TEST(kept_statements_have_a_limit)
{
	char(*texts)[32] = mem_zeroed(cx->mem, 32, CACHE_MAX + 50, "texts");
	struct stmt *held = all_things(cx);
	(void)s;
	for (int i = 0; i < CACHE_MAX + 50; i++) {
		snprintf(texts[i], 32, "SELECT %d", i);
		assert_int_equal(sql_one_int(cx, -1, &(struct query){texts[i]}, ARGS()), i);
	}
	assert_int_equal(cx->tx->conn->n_cached, CACHE_MAX);
	assert_false(sql_next(held)); /* what is in use stays */
	assert_done(cx, sql_end(held));
	assert_int_equal(sql_one_int(cx, -1, &(struct query){texts[0]}, ARGS()), 0);
}

/* ─── errors ─── */

SQL_TEST(errors_stick)
{
	(void)s;
	assert_done(cx, put(cx, 1, 1, NULL));
	struct stmt *q = sql(cx, "SELECT no_such_column FROM thing");
	assert_false(sql_next(q));
	assert_true(col_i64(q, 0) == NONE);
	assert_null(col_peek(q, 0));
	assert_int_equal(sql_end(q), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "no_such_column"));
	assert_int_equal(sql_int(cx, 42, "SELECT 1"), 42);
	assert_int_equal(sql_exec(cx, "DELETE FROM thing"), ERR_INTERNAL);
	assert_true(cx->tx->is_broken);
}

SQL_TEST(field_errors_gather_and_stop_no_statement)
{
	(void)s;
	assert_done(cx, put(cx, 1, 1, NULL));
	fail_field(cx, "name", T("x", "不对", "is wrong"));
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM thing"), 1);
	assert_int_equal(ctx_err(cx), ERR_INVALID);
	assert_int_equal(sql_int(cx, 42, "SELECT no_such_column FROM thing"), 42);
	assert_true(cx->tx->is_broken);
	assert_int_equal(sql_int(cx, 42, "SELECT count(*) FROM thing"), 42);
}

SQL_TEST(a_broken_constraint_is_our_fault)
{
	(void)s;
	assert_done(cx, put(cx, 1, 1, NULL));
	assert_int_equal(put(cx, 1, 1, "secret"), ERR_INTERNAL);
	assert_null(strstr(cx->failure.internal, "secret"));
}

SQL_TEST(a_foreign_key_is_enforced)
{
	(void)s;
	assert_int_equal(sql_exec(cx, "INSERT INTO thing (id, parent_id) VALUES (1, 99)"),
			 ERR_INTERNAL);
}

SQL_TEST(a_column_read_as_another_kind_is_an_error)
{
	(void)s;
	struct stmt *q = sql(cx, "SELECT CAST('5' AS TEXT) AS five");
	assert_true(sql_next(q));
	assert_true(col_i64(q, 0) == NONE);
	assert_int_equal(sql_end(q), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "five"));
	ctx_forgive(cx);
	q = sql(cx, "SELECT 0.5 AS half");
	assert_true(sql_next(q));
	assert_null(col_str(q, 0));
	assert_int_equal(sql_end(q), ERR_INTERNAL);
}

/* A wrong number of arguments is a mistake of ours that no test may miss. */
SQL_TEST(arguments_are_counted)
{
	int status;
	(void)s;
	pid_t child = fork();
	if (!child) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		_exit(sql_int(cx, 0, "SELECT $1 + $2", i64(1)) == 1);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static err write_in_read(struct ctx *cx, void *arg)
{
	return insert_thing(cx, arg);
}

STORE_TEST(a_read_cannot_write)
{
	int64_t id = 1;
	assert_int_equal(store_read(s, cx, write_in_read, &id), ERR_INTERNAL);
	ctx_forgive(cx);
	assert_int_equal(count_things(s, cx), 0);
}

static err leave_open(struct ctx *cx, void *arg)
{
	struct stmt *q = sql(cx, "SELECT 1");
	*(bool *)arg = sql_next(q);
	return OK;
}

STORE_TEST(a_statement_left_open_is_ended_for_us)
{
	bool has_row = false;
	for (int i = 0; i < 3; i++)
		assert_done(cx, store_read(s, cx, leave_open, &has_row));
	assert_true(has_row);
	assert_int_equal(s->readers->n_cached, 1);
}

/* ─── rows by field table ─── */

struct person {
	int64_t id, n, since, kind, is_owner;
	const char *name, *phone, *born;
	struct list tags;
};

static const struct choice kinds[] = {{"owner", "业主", "Owner"}, {"tenant", "租户", "Tenant"}};
static const struct choices kind_choices = CHOICES("kind", kinds);
static const struct field tag_fields[] = {{"", F_TEXT, 0, 0, L("", "")}, {0}};
static const struct element tag = {sizeof(const char *), tag_fields};

static const struct field person_fields[] = {
	{"id", F_ID, READ_ONLY, AT(person, id), L("标识", "Id")},
	{"name", F_TEXT, REQUIRED, AT(person, name), L("姓名", "Name")},
	{"phone", F_TEXT, PERSONAL, AT(person, phone), L("电话", "Phone"), .mask = MASK_PHONE},
	{"tags", F_LIST, 0, AT(person, tags), L("标签", "Tags"), .of = &tag},
	{"n", F_INT, 0, AT(person, n), L("数", "Number")},
	{"born", F_DATE, 0, AT(person, born), L("生日", "Born")},
	{"since", F_INSTANT, 0, AT(person, since), L("起", "Since")},
	{"kind", F_ENUM, 0, AT(person, kind), L("类", "Kind"), .of = &kind_choices},
	{"is_owner", F_FLAG, 0, AT(person, is_owner), L("业主", "Owner")},
	{0},
};

static void make_people(struct ctx *cx)
{
	const char *path = mem_format(cx->mem, "%s/keys", test_folder());
	assert_done(cx, keyring_open(cx, cx->mem, path, true, &cx->keys));
	assert_done(cx, sql_exec(cx, "CREATE TABLE person (id BIGINT, name TEXT, phone "
				     "BYTEA, n BIGINT, born TEXT, since BIGINT,"
				     " kind BIGINT, is_owner BIGINT, home_id BIGINT)"));
}

static err save(struct ctx *cx, const struct person *p)
{
	return sql_finish(cx, NULL,
			  &(struct query)SQL(
				  "INSERT INTO person (id, name, phone, n, born, since, kind,"
				  " is_owner, home_id) VALUES"
				  " ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
			  sql_args_of(cx, person_fields, p, ARGS(i64(77))));
}

static const struct person wang = {.id = 9,
				   .n = 3,
				   .since = 86400000,
				   .kind = 2,
				   .is_owner = 1,
				   .name = "王\"五",
				   .phone = "13812345678",
				   .born = "1980-01-31"};

SQL_TEST(an_object_goes_to_a_row_and_back)
{
	struct person p, nobody;
	size_t n;
	(void)s;
	make_people(cx);
	fields_clear(person_fields, &nobody);
	nobody.id = 10;
	assert_done(cx, save(cx, &wang));
	assert_done(cx, save(cx, &nobody));
	struct stmt *q = sql(cx, "SELECT id, name, phone, n, born, since, kind, is_owner"
				 " FROM person ORDER BY id");
	for (const struct person *expected = &wang; expected;
	     expected = expected == &wang ? &nobody : NULL) {
		assert_true(sql_next(q));
		memset(&p, 0xAA, sizeof p);
		sql_read(q, person_fields, &p);
		for (const struct field *f = person_fields; f->name; f++)
			if (f->type != F_LIST)
				assert_true(field_equal(f, &p, expected));
	}
	assert_done(cx, sql_end(q));
	q = sql(cx, "SELECT phone, home_id FROM person WHERE id = 9");
	assert_true(sql_next(q));
	const void *sealed = col_peek_blob(q, 0, &n);
	assert_null(memmem(sealed, n, "138", 3));
	assert_int_equal(col_i64(q, 1), 77);
	assert_done(cx, sql_end(q));
}

SQL_TEST(a_row_goes_straight_to_json)
{
	struct person nobody;
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	(void)s;
	make_people(cx);
	fields_clear(person_fields, &nobody);
	assert_done(cx, save(cx, &wang));
	assert_done(cx, save(cx, &nobody));
	struct stmt *q = sql(cx, "SELECT id, name, phone, n, born, since, kind, is_owner"
				 " FROM person ORDER BY n");
	while (sql_next(q))
		sql_write_json(q, person_fields, &j);
	assert_done(cx, sql_end(q));
	const char *text = buf_text(&out);
	assert_non_null(strstr(text, "{\"id\":\"0000000000009\",\"name\":\"王\\\"五\","
				     "\"phone\":\"138****5678\",\"n\":3,\"born\":\"1980-01-31\","
				     "\"since\":\"1970-01-02T00:00:00.000Z\",\"kind\":\"tenant\","
				     "\"is_owner\":true}"));
	assert_non_null(strstr(text, "{}"));
}

SQL_TEST(a_column_without_a_field_is_an_error)
{
	struct person p;
	(void)s;
	struct stmt *q = sql(cx, "SELECT 1 AS id, 2 AS surname");
	assert_true(sql_next(q));
	sql_read(q, person_fields, &p);
	assert_int_equal(sql_end(q), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "surname"));
	ctx_forgive(cx);
	q = sql(cx, "SELECT CAST('x' AS TEXT) AS n");
	assert_true(sql_next(q));
	sql_read(q, person_fields, &p);
	assert_int_equal(sql_end(q), ERR_INTERNAL);
}

SQL_TEST(sealed_data_that_was_changed_is_an_error)
{
	struct person p;
	(void)s;
	make_people(cx);
	assert_done(cx, save(cx, &wang));
	assert_done(cx, sql_exec(cx, "UPDATE person SET phone = $1",
				 blob("0123456789012345678901234567890123456789012345", 46)));
	struct stmt *q = sql(cx, "SELECT phone FROM person");
	assert_true(sql_next(q));
	sql_read(q, person_fields, &p);
	assert_null(p.phone);
	assert_int_equal(sql_end(q), ERR_INTERNAL);
}

/* ─── bulk ─── */

SQL_TEST(bulk_rows_arrive)
{
	enum { ROWS = 5000 };
	(void)s;
	struct bulk *b = sql_bulk(cx, "thing(id, n, text, data)", 4);
	for (int64_t i = 1; i <= ROWS; i++)
		bulk_row(b, ARGS(i64(i), i % 3 ? i64(i) : none(), str("字段"), blob("\0\1", 2)));
	assert_done(cx, bulk_end(b));
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM thing WHERE text = $1", str("字段")),
			 ROWS);
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM thing WHERE n IS NULL"), ROWS / 3);
	assert_int_equal(sql_int(cx, 0, "SELECT count(*) FROM thing WHERE data = $1",
				 blob("\0\1", 2)),
			 ROWS);
	b = sql_bulk(cx, "thing(id)", 1);
	assert_done(cx, bulk_end(b)); /* none at all */
}

SQL_TEST(a_bad_bulk_row_fails_the_bulk)
{
	(void)s;
	struct bulk *b = sql_bulk(cx, "thing(id, n)", 2);
	bulk_row(b, ARGS(i64(1), i64(1)));
	bulk_row(b, ARGS(i64(1), i64(2)));
	bulk_row(b, ARGS(i64(2), i64(2)));
	assert_int_equal(bulk_end(b), ERR_INTERNAL);
	assert_true(cx->tx->is_broken);
}

static err give_up_in_bulk(struct ctx *cx, void *arg)
{
	struct bulk *b = sql_bulk(cx, "thing(id)", 1);
	bulk_row(b, ARGS(i64(1)));
	return arg ? fail(cx, ERR_CONFLICT, T("t", "t", "t")) : OK;
}

STORE_TEST(a_bulk_that_is_given_up_leaves_nothing)
{
	int64_t id = 5;
	assert_int_equal(store_write_now(s, cx, give_up_in_bulk, s), ERR_CONFLICT);
	ctx_forgive(cx);
	assert_int_equal(store_write_now(s, cx, give_up_in_bulk, NULL), ERR_INTERNAL);
	ctx_forgive(cx);
	assert_int_equal(count_things(s, cx), 0);
	assert_done(cx, store_write_now(s, cx, insert_thing, &id)); /* the connection lives */
	assert_int_equal(count_things(s, cx), 1);
}
