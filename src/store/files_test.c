/* Backup, restore, check, digest; and faults, which the digest watches over. */
#include "store_test.h"

#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "postgres.h"
#include "store/sqlite_priv.h"

/* ─── digest ─── */

static err fill(struct ctx *cx, void *arg)
{
	int64_t n = *(int64_t *)arg;
	struct bulk *b = sql_bulk(cx, "thing(id, n, text, data)", 4);
	for (int64_t i = 1; i <= n; i++)
		bulk_row(b, ARGS(i64(i * 7), i % 5 ? i64(i) : none(), str("翠苑"), blob("\0x", 2)));
	err e = bulk_end(b);
	return e ? e
		 : sql_exec(cx,
			    "INSERT INTO pair (a, b, v) SELECT CASE WHEN n > 3 THEN 'é' ELSE 'z'"
			    " END, id, n FROM thing");
}

static const char *digest(struct store *s, struct ctx *cx)
{
	char *hex = mem_array(cx->mem, char, 65);
	assert_done(cx, store_digest(s, cx, hex));
	assert_int_equal(strlen(hex), 64);
	return hex;
}

static err change_one(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "UPDATE pair SET v = NULL WHERE b = 14007");
}

TEST(equal_data_have_equal_digests_on_both)
{
	struct ctx *cx = test_ctx();
	struct store *s[2];
	int64_t n = 2500;
	for (int i = 0; i < 2; i++) {
		s[i] = test_store(cx, &(struct store_settings){.url = test_url(cx, i, "")});
		assert_done(cx, store_write_now(s[i], cx, fill, &n));
	}
	assert_string_equal(digest(s[0], cx), digest(s[1], cx));
	const char *before = digest(s[0], cx);
	for (int i = 0; i < 2; i++)
		assert_done(cx, store_write_now(s[i], cx, change_one, NULL));
	assert_string_not_equal(before, digest(s[0], cx));
	assert_string_equal(digest(s[0], cx), digest(s[1], cx));
	store_close(s[0]);
	store_close(s[1]);
}

static err make_keyless(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "CREATE TABLE keyless (a BIGINT)");
}

STORE_TEST(a_table_without_a_key_has_no_digest)
{
	char hex[65];
	assert_done(cx, store_write_now(s, cx, make_keyless, NULL));
	assert_int_equal(store_digest(s, cx, hex), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "keyless"));
}

/* ─── backup and restore ─── */

/* Of a database that holds nothing yet, on the same engine; on SQLite beside the other. */
static const char *fresh_url(struct ctx *cx, struct store *s)
{
	if (s->driver.has_one_writer)
		return mem_format(cx->mem, "%s.again", s->url);
	return mem_str(cx->mem, postgres_database());
}

static const char *backup_path(struct ctx *cx)
{
	char folder[] = "/tmp/linli-backup-XXXXXX";
	assert_non_null(mkdtemp(folder));
	return mem_format(cx->mem, "%s/copy", folder);
}

static void forget_backup(struct ctx *cx, const char *path)
{
	char *folder = mem_strn(cx->mem, path, strlen(path) - sizeof "/copy" + 1);
	unlink(path);
	assert_int_equal(rmdir(folder), 0); /* nothing else was left in it */
}

STORE_TEST(a_backup_restores_to_the_same_digest)
{
	const char *path = backup_path(cx), *url = fresh_url(cx, s);
	struct store *again;
	struct stat st;
	int64_t n = 3000;
	assert_done(cx, store_write_now(s, cx, fill, &n));
	assert_done(cx, store_backup(s, cx, path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_done(cx, store_restore(cx, url, path));
	assert_done(cx, store_open(cx, &(struct store_settings){.url = url}, &again));
	assert_string_equal(digest(s, cx), digest(again, cx));
	n = 1;
	assert_done(cx, store_write_now(again, cx, insert_thing, &n)); /* it is a whole store */
	store_close(again);
	assert_int_equal(store_restore(cx, url, path), ERR_INTERNAL); /* it is not empty now */
	assert_non_null(strstr(cx->failure.internal, "not empty"));
	ctx_forgive(cx);
	assert_int_equal(store_backup(s, cx, path), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "already"));
	forget_backup(cx, path);
}

static void *keep_writing(void *store)
{
	for (int64_t id = 1; id <= 400; id++) {
		struct ctx cx = {.mem = mem_child(NULL)};
		err e = store_write_now(store, &cx, insert_thing, &id);
		mem_free(cx.mem);
		if (e)
			return store;
	}
	return NULL;
}

STORE_TEST(a_backup_is_taken_while_others_write)
{
	const char *path = backup_path(cx), *url = fresh_url(cx, s);
	struct store *again;
	pthread_t thread;
	void *failed;
	assert_int_equal(pthread_create(&thread, NULL, keep_writing, s), 0);
	assert_done(cx, store_backup(s, cx, path));
	pthread_join(thread, &failed);
	assert_null(failed);
	assert_done(cx, store_restore(cx, url, path));
	assert_done(cx, store_open(cx, &(struct store_settings){.url = url}, &again));
	assert_true(count_things(again, cx) <= 400);
	assert_int_equal(count_things(s, cx), 400);
	store_close(again);
	forget_backup(cx, path);
}

/* A file without tables makes room; one with tables, or a log whose file is gone, does not. */
TEST(sqlite_restores_over_nothing_only)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, true, "")});
	const char *path = backup_path(cx), *url = fresh_url(cx, s), *to = sqlite_path(url);
	const char *log = mem_format(cx->mem, "%s-wal", to);
	assert_done(cx, store_backup(s, cx, path));
	assert_done(cx, file_create(cx, to));
	assert_done(cx, store_restore(cx, url, path));
	assert_int_equal(store_restore(cx, url, path), ERR_INTERNAL);
	ctx_forgive(cx);
	assert_int_equal(unlink(to), 0);
	assert_done(cx, file_create(cx, log));
	assert_int_equal(store_restore(cx, url, path), ERR_INTERNAL);
	assert_non_null(strstr(cx->failure.internal, "-wal is there without"));
	forget_backup(cx, path);
	store_close(s);
}

STORE_TEST(a_backup_that_fails_leaves_no_file)
{
	const char *path = backup_path(cx);
	assert_int_not_equal(store_backup(s, cx, "/no/such/folder/copy"), OK);
	ctx_forgive(cx);
	assert_int_equal(mkdir(path, 0700), 0); /* it cannot be given that name */
	assert_int_equal(store_backup(s, cx, path), ERR_INTERNAL);
	assert_int_equal(rmdir(path), 0);
	forget_backup(cx, path);
}

STORE_TEST(what_is_no_backup_is_refused)
{
	const char *path = backup_path(cx);
	FILE *f = fopen(path, "we");
	for (int i = 0; i < 1000; i++)
		fprintf(f, "this is not a database\n");
	fclose(f);
	assert_int_not_equal(store_restore(cx, fresh_url(cx, s), path), OK);
	ctx_forgive(cx);
	assert_int_equal(store_restore(cx, fresh_url(cx, s), "/no/such/copy"), ERR_INTERNAL);
	forget_backup(cx, path);
}

/* ─── check ─── */

static void gather(void *arg, const char *line)
{
	struct buf *b = arg;
	buf_puts(b, line);
	buf_puts(b, "\n");
}

STORE_TEST(a_sound_store_has_no_findings)
{
	struct buf found = buf_on(cx->mem);
	int64_t n = 100;
	assert_done(cx, store_write_now(s, cx, fill, &n));
	assert_done(cx, store_check(s, cx, gather, &found));
	assert_string_equal(buf_text(&found), "");
}

static err add_unproved(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "ALTER TABLE thing ADD CONSTRAINT unproved CHECK (n > 0) NOT VALID");
}

/* On SQLite past the driver, as a stranger with a shell would. */
static void unsettle(struct store *s, struct ctx *cx)
{
	sqlite3 *db;
	if (!s->driver.has_one_writer) {
		assert_done(cx, store_write_now(s, cx, add_unproved, NULL));
		return;
	}
	assert_int_equal(sqlite3_open(sqlite_path(s->url), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO thing (id, parent_id) VALUES (5, 99)", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
}

STORE_TEST(what_is_not_sound_is_found)
{
	struct buf found = buf_on(cx->mem);
	unsettle(s, cx);
	assert_done(cx, store_check(s, cx, gather, &found));
	assert_non_null(strstr(buf_text(&found), "thing"));
}

/* ─── faults ─── */

struct awaited {
	struct store_write write;
	struct ctx cx;
	sem_t done;
	bool is_after_commit;
};

static void on_commit(struct ctx *cx, void *arg)
{
	(void)cx;
	((struct awaited *)arg)->is_after_commit = true;
}

static void on_done(struct store_write *w)
{
	sem_post(&((struct awaited *)w)->done);
}

/* One of each: statements, rows, bulk, a note, a number. */
static err much(struct ctx *cx, void *arg)
{
	int64_t n = 20, number;
	ctx_after_commit(cx, on_commit, arg);
	err e = fill(cx, &n);
	if (e)
		return e;
	struct stmt *q = sql(cx, "SELECT id FROM thing WHERE n > 17 ORDER BY id");
	for (int64_t at = 100; sql_next(q); at++)
		if (sql_exec(cx, "UPDATE thing SET n = $1 WHERE id = $2", i64(at),
			     i64(col_i64(q, 0))))
			break;
	e = sql_end(q);
	if (e || (e = store_notify(cx, "a", "b")))
		return e;
	return store_number(cx, 1, "k", 2026, &number);
}

static void write_with_fault(struct store *s, struct awaited *a, int fault_at)
{
	*a = (struct awaited){.cx = {.mem = mem_child(NULL)}};
	a->write = (struct store_write){
		.cx = &a->cx, .work = much, .done = on_done, .arg = a, .fault_at = fault_at};
	sem_init(&a->done, 0, 0);
	assert_int_equal(store_write(s, &a->write), OK);
	while (sem_wait(&a->done))
		;
	mem_free(a->cx.mem);
}

FAULT_TEST(a_fault_at_any_call_leaves_nothing)
{
	const char *before = digest(s, cx);
	struct awaited a;
	int n = 0;
	do {
		write_with_fault(s, &a, ++n);
		bool is_failed = a.cx.failure.kind == ERR_BUSY || a.cx.failure.kind == ERR_INTERNAL;
		assert_int_equal(a.write.has_fault_fired, is_failed);
		assert_int_equal(a.is_after_commit, !is_failed);
		if (is_failed)
			assert_string_equal(digest(s, cx), before);
	} while (a.write.has_fault_fired);
	assert_true(n > 15); /* it met that many calls */
	assert_string_not_equal(digest(s, cx), before);
}

FAULT_TEST(without_a_fault_the_fault_driver_is_the_driver)
{
	struct awaited a;
	write_with_fault(s, &a, 0);
	assert_int_equal(ctx_err(&a.cx), OK);
	assert_false(a.write.has_fault_fired);
	assert_int_equal(count_things(s, cx), 20);
}
