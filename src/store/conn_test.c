/* What the store does beside writes: numbers, nodes, notes, connections that go, readers, the log. */
#include "store_test.h"

#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "postgres.h"
#include "store/sqlite_priv.h"

/* ─── numbers, nodes ─── */

struct number {
	int64_t home, year, got;
};

static err take_number(struct ctx *cx, void *arg)
{
	struct number *n = arg;
	return store_number(cx, n->home, "filing", n->year, &n->got);
}

struct taker {
	pthread_t thread;
	struct store *s;
	int n;
};

static void *take_many(void *arg)
{
	struct taker *a = arg;
	for (int i = 0; i < a->n;) {
		struct ctx cx = {.mem = mem_child(NULL)};
		i += store_write_now(a->s, &cx, take_number, &(struct number){.home = 5}) == OK;
		mem_free(cx.mem);
	}
	return NULL;
}

STORE_TEST(numbers_have_no_gaps)
{
	struct number n = {.home = 5, .year = 2026};
	struct taker a[2];
	for (int64_t i = 1; i <= 3; i++) {
		assert_done(cx, store_write_now(s, cx, take_number, &n));
		assert_int_equal(n.got, i);
	}
	n.year = 2027;
	assert_done(cx, store_write_now(s, cx, take_number, &n));
	assert_int_equal(n.got, 1);
	for (int i = 0; i < 2; i++) {
		a[i] = (struct taker){.s = s, .n = 50};
		pthread_create(&a[i].thread, NULL, take_many, &a[i]);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(a[i].thread, NULL);
	n.year = 0;
	assert_done(cx, store_write_now(s, cx, take_number, &n));
	assert_int_equal(n.got, 101);
}

static err age_leases(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "UPDATE node SET renewed_at = renewed_at - 3700000 WHERE number = 0");
}

STORE_TEST(a_node_number_is_leased_for_an_hour)
{
	struct ctx other_cx = {.mem = cx->mem};
	struct store *other;
	int a, b, c;
	assert_done(cx, store_open(cx, &(struct store_settings){.url = s->url}, &other));
	assert_done(cx, store_lease_node(s, cx, &a));
	assert_done(cx, store_lease_node(other, cx, &b));
	assert_int_equal(a, 0);
	assert_int_equal(b, 1);
	assert_done(cx, store_keep_node(s, cx));
	assert_done(cx, store_write_now(s, cx, age_leases, NULL));
	assert_done(cx, store_lease_node(other, cx, &c));
	assert_int_equal(c, 0);
	assert_int_equal(store_keep_node(s, &other_cx), ERR_INTERNAL); /* it is another's now */
	assert_done(cx, store_keep_node(other, cx));
	store_close(other);
}

/* ─── notes ─── */

struct heard_all {
	sem_t some;
	char channel[32], payload[32];
};

static void hear(void *arg, const char *channel, const char *payload)
{
	struct heard_all *h = arg;
	snprintf(h->channel, sizeof h->channel, "%s", channel ? channel : "(lost)");
	snprintf(h->payload, sizeof h->payload, "%s", payload ? payload : "");
	sem_post(&h->some);
}

static err send_note(struct ctx *cx, void *arg)
{
	err e = store_notify(cx, "settings", arg);
	return e || strcmp(arg, "never") != 0 ? e : fail(cx, ERR_CONFLICT, T("t", "t", "t"));
}

STORE_TEST(a_note_is_heard_when_it_is_committed)
{
	struct heard_all h = {0};
	sem_init(&h.some, 0, 0);
	assert_done(cx, store_listen(s, cx, hear, &h));
	assert_int_equal(store_write_now(s, cx, send_note, (char[]){"never"}), ERR_CONFLICT);
	ctx_forgive(cx);
	assert_done(cx, store_write_now(s, cx, send_note, (char[]){"version\n7"}));
	sem_wait(&h.some);
	assert_string_equal(h.channel, "settings");
	assert_string_equal(h.payload, "version\n7");
	assert_int_equal(sem_trywait(&h.some), -1);
}

/* ─── connections that go ─── */

static err kill_all(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx,
			"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE"
			" pid <> pg_backend_pid() AND datname = current_database()");
}

static err kill_self(struct ctx *cx, void *arg)
{
	(void)arg;
	return sql_exec(cx, "SELECT count(pg_terminate_backend(pg_backend_pid()))");
}

TEST(a_lost_connection_is_replaced)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, false, ""),
								  .n_writers = 1});
	struct heard_all h = {0};
	int64_t id = 1;
	sem_init(&h.some, 0, 0);
	assert_done(cx, store_listen(s, cx, hear, &h));
	assert_int_equal(store_write_now(s, cx, kill_self, NULL), ERR_BUSY);
	ctx_forgive(cx);
	assert_int_equal(store_read(s, cx, kill_self, NULL), ERR_BUSY);
	ctx_forgive(cx);
	assert_done(cx, store_write_now(s, cx, insert_thing, &id));
	assert_int_equal(count_things(s, cx), 1);
	assert_done(cx, store_read(s, cx, kill_all, NULL)); /* the writer's while it is idle */
	id = 2;
	assert_done(cx, store_write_now(s, cx, insert_thing, &id));
	assert_int_equal(count_things(s, cx), 2);
	sem_wait(&h.some);
	assert_string_equal(h.channel, "(lost)");
	assert_done(cx, store_write_now(s, cx, send_note, (char[]){"again"}));
	sem_wait(&h.some);
	assert_string_equal(h.payload, "again");
	store_close(s);
}

TEST(a_server_that_crashes_loses_nothing)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, false, "")});
	for (int64_t id = 1; id <= 3; id++) {
		assert_done(cx, store_write_now(s, cx, insert_thing, &id));
		assert_int_equal(count_things(s, cx), id);
		postgres_crash();
	}
	store_close(s);
}

/* ─── readers ─── */

static err count_twice(struct ctx *cx, void *arg)
{
	struct store *s = ((void **)arg)[0];
	int64_t before = sql_int(cx, -1, "SELECT count(*) FROM thing"), id = 1;
	struct ctx other = {.mem = cx->mem};
	err e = store_write_now(s, &other, insert_thing, &id);
	*(bool *)((void **)arg)[1] =
		!e && before == 0 && sql_int(cx, -1, "SELECT count(*) FROM thing") == 0;
	return ctx_err(cx);
}

STORE_TEST(a_read_sees_one_moment)
{
	bool is_same = false;
	void *both[] = {s, &is_same};
	assert_done(cx, store_read(s, cx, count_twice, both));
	assert_true(is_same);
	assert_int_equal(count_things(s, cx), 1);
}

static err count(struct ctx *cx, void *ret)
{
	*(int64_t *)ret = sql_int(cx, -1, "SELECT count(*) FROM thing");
	return ctx_err(cx);
}

static void *read_once(void *arg)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	int64_t n;
	err e = store_read(arg, &cx, count, &n);
	mem_free(cx.mem);
	return e ? arg : NULL;
}

STORE_TEST(each_thread_has_a_reader_of_its_own)
{
	pthread_t thread;
	void *failed;
	assert_int_equal(count_things(s, cx), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(pthread_create(&thread, NULL, read_once, s), 0);
		pthread_join(thread, &failed);
		assert_null(failed);
		assert_null(s->readers->next); /* it went with its thread */
	}
}

/* The log must not grow for ever, though nothing but the checkpointer shortens it. */
static err write_much(struct ctx *cx, void *arg)
{
	static const char block[4000];
	int64_t *next = arg;
	for (int i = 0; i < 500 && !ctx_err(cx); i++)
		sql_int(cx, 0, "INSERT INTO thing (id, data) VALUES ($1, $2) RETURNING id",
			i64(++*next), blob(block, sizeof block));
	return ctx_err(cx);
}

TEST(the_log_is_moved_into_the_file)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, true, "")});
	struct stat log;
	int64_t next = 0;
	for (int i = 0; i < 60; i++)
		assert_done(cx, store_write_now(s, cx, write_much, &next));
	assert_int_equal(stat(mem_format(cx->mem, "%s-wal", sqlite_path(s->url)), &log), 0);
	assert_true(log.st_size < 80 << 20); /* of 120 MB that were written */
	store_close(s);
}
