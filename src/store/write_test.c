/* Writes: groups, savepoints, the queue, retries, what runs after COMMIT. */
#include "store_test.h"

#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <unistd.h>

#include "store/sqlite_priv.h"

/* ─── many producers ─── */

enum { PRODUCERS = 8 };

struct producer {
	pthread_t thread;
	struct store *s;
	int64_t first, n;
	atomic_int *n_failed;
};

static void *produce(void *arg)
{
	struct producer *p = arg;
	for (int64_t i = 0, id; i < p->n; i++) {
		struct ctx cx = {.mem = mem_pool(2048)};
		id = p->first + i;
		if (store_write_now(p->s, &cx, insert_thing, &id))
			atomic_fetch_add(p->n_failed, 1);
		mem_free(cx.mem);
	}
	return NULL;
}

static int produce_all(struct store *s, int64_t n)
{
	struct producer p[PRODUCERS];
	atomic_int n_failed = 0;
	for (int i = 0; i < PRODUCERS; i++) {
		p[i] = (struct producer){.s = s, .first = i * n + 1, .n = n, .n_failed = &n_failed};
		assert_int_equal(pthread_create(&p[i].thread, NULL, produce, &p[i]), 0);
	}
	for (int i = 0; i < PRODUCERS; i++)
		pthread_join(p[i].thread, NULL);
	return n_failed;
}

STORE_TEST(every_write_of_many_producers_arrives)
{
	bool is_sqlite = s->driver.has_one_writer;
	int64_t n = is_sqlite ? 2000 : 250;
	assert_int_equal(produce_all(s, n), 0);
	assert_int_equal(count_things(s, cx), PRODUCERS * n);
	struct store_stats t = store_stats(s);
	assert_int_equal(t.writes, PRODUCERS * n);
	assert_int_equal(t.waiting, 0);
	assert_true(t.longest_group_ns > 0);
	if (is_sqlite)
		assert_true(t.groups < t.writes && t.largest_group > 1);
	else
		assert_int_equal(t.groups, t.writes);
}

/* ─── a batch whose members are known: the writer is held until all are queued ─── */

struct member {
	struct store_write write;
	struct ctx cx;
	int64_t id;
	int runs;
	bool is_after_commit, is_done;
	sem_t *done;
};

static void on_commit(struct ctx *cx, void *arg)
{
	(void)cx;
	((struct member *)arg)->is_after_commit = true;
}

static void on_done(struct store_write *w)
{
	struct member *m = w->arg;
	m->is_done = true;
	sem_post(m->done);
}

struct gate {
	sem_t entered, open;
};

static err wait_at_gate(struct ctx *cx, void *arg)
{
	struct gate *g = arg;
	sem_post(&g->entered);
	while (sem_wait(&g->open))
		;
	return ctx_err(cx);
}

static void *hold(void *arg)
{
	void **both = arg;
	struct ctx cx = {.mem = mem_child(NULL)};
	err e = store_write_now(both[0], &cx, wait_at_gate, both[1]);
	mem_free(cx.mem);
	return e ? both : NULL;
}

static void add(struct store *s, struct member *m, int64_t id, store_work *work)
{
	m->id = id;
	m->cx = (struct ctx){.mem = mem_child(NULL)};
	m->write.cx = &m->cx;
	m->write.work = work;
	m->write.done = on_done;
	m->write.arg = m;
	assert_int_equal(store_write(s, &m->write), OK);
}

/* Queues the members while the writers are held, lets go, and waits for all. `between` may look
 * at the queue. On PostgreSQL every writer is held. */
static void run_batch(struct store *s, struct member *m, int n, store_work *const works[],
		      void (*between)(struct store *))
{
	int holders = s->n_threads;
	pthread_t thread[8];
	struct gate g;
	sem_t done;
	void *both[] = {s, &g};
	s->settings.group_ms = 60000; /* one group, however slow the machine is */
	sem_init(&g.entered, 0, 0);
	sem_init(&g.open, 0, 0);
	sem_init(&done, 0, 0);
	for (int i = 0; i < holders; i++)
		pthread_create(&thread[i], NULL, hold, both);
	for (int i = 0; i < holders; i++)
		sem_wait(&g.entered);
	for (int i = 0; i < n; i++) {
		m[i].done = &done;
		add(s, &m[i], i + 1, works[i]);
	}
	if (between)
		between(s);
	for (int i = 0; i < holders; i++)
		sem_post(&g.open);
	for (int i = 0; i < n; i++)
		sem_wait(&done);
	for (int i = 0; i < holders; i++) {
		void *failed;
		pthread_join(thread[i], &failed);
		assert_null(failed);
	}
}

static void free_batch(struct member *m, int n)
{
	for (int i = 0; i < n; i++)
		mem_free(m[i].cx.mem);
}

static err insert(struct ctx *cx, void *arg)
{
	struct member *m = arg;
	m->runs++;
	ctx_after_commit(cx, on_commit, m);
	return sql_exec(cx, "INSERT INTO thing (id, n) VALUES ($1, 1)", i64(m->id));
}

static err insert_and_refuse(struct ctx *cx, void *arg)
{
	err e = insert(cx, arg);
	return e ? e : fail(cx, ERR_CONFLICT, T("t", "不行", "No {1}"), str("way"));
}

static err break_constraint(struct ctx *cx, void *arg)
{
	err e = insert(cx, arg);
	return e ? e : insert(cx, arg);
}

static err forgive_and_go_on(struct ctx *cx, void *arg)
{
	if (break_constraint(cx, arg))
		ctx_forgive(cx);
	return OK;
}

static err break_late_key(struct ctx *cx, void *arg)
{
	struct member *m = arg;
	return sql_exec(cx, "INSERT INTO thing (id, later_id) VALUES ($1, 999)", i64(m->id));
}

static err say_nothing(struct ctx *cx, void *arg)
{
	err e = insert(cx, arg);
	return e ? e : ERR_DENIED;
}

STORE_TEST(a_member_that_fails_leaves_the_others)
{
	static store_work *const works[] = {insert,         insert_and_refuse, break_constraint,
					    break_late_key, forgive_and_go_on, say_nothing,
					    insert};
	static const err expected[] = {
		OK, ERR_CONFLICT, ERR_INTERNAL, ERR_INTERNAL, ERR_INTERNAL, ERR_INTERNAL, OK};
	enum { N = sizeof works / sizeof *works };
	struct member m[N] = {0};
	run_batch(s, m, N, works, NULL);
	for (int i = 0; i < N; i++) {
		assert_true(m[i].is_done);
		assert_int_equal(ctx_err(&m[i].cx), expected[i]);
		assert_int_equal(m[i].is_after_commit, expected[i] == OK);
		assert_null(m[i].cx.tx);
	}
	assert_string_equal(m[1].cx.failure.args[0].p, "way"); /* it outlives the transaction */
	assert_int_equal(count_things(s, cx), 2);
	if (s->driver.has_one_writer)
		assert_int_equal(store_stats(s).largest_group, N);
	free_batch(m, N);
}

/* ─── a group that breaks ─── */

static err roll_back_once(struct ctx *cx, void *arg)
{
	struct member *m = arg;
	struct sqlite_conn *c = (struct sqlite_conn *)cx->tx->conn;
	err e = insert(cx, arg);
	if (m->runs == 1) { /* as SQLite itself does when the disk is full in the wrong moment */
		sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
		return fail_internal(cx, "the disk went");
	}
	return e;
}

static err roll_back_always(struct ctx *cx, void *arg)
{
	struct member *m = arg;
	m->runs = 0;
	return roll_back_once(cx, arg);
}

static err refuse_if_first_is_there(struct ctx *cx, void *arg)
{
	((struct member *)arg)->runs++;
	return sql_int(cx, 0, "SELECT count(*) FROM thing WHERE id = 1")
		       ? fail(cx, ERR_CONFLICT, T("t", "t", "t"))
		       : OK;
}

TEST(a_broken_group_runs_again_one_by_one)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, true, "")});
	static store_work *const works[] = {insert, refuse_if_first_is_there, roll_back_once,
					    insert};
	struct member m[4] = {0};
	run_batch(s, m, 4, works, NULL);
	assert_int_equal(ctx_err(&m[0].cx), OK);
	assert_int_equal(ctx_err(&m[1].cx), ERR_CONFLICT);
	assert_int_equal(ctx_err(&m[2].cx), OK);
	assert_int_equal(ctx_err(&m[3].cx), OK);
	assert_int_equal(m[0].runs, 2);
	assert_int_equal(m[1].runs, 2);
	assert_int_equal(m[2].runs, 2);
	assert_int_equal(m[3].runs, 1); /* the group was gone before its turn */
	assert_int_equal(count_things(s, cx), 3);
	free_batch(m, 4);
	static store_work *const worse[] = {roll_back_always};
	struct member w = {0};
	run_batch(s, &w, 1, worse, NULL);
	assert_int_equal(ctx_err(&w.cx), ERR_INTERNAL);
	free_batch(&w, 1);
	store_close(s);
}

/* The connection goes while it commits: whether it did, nobody knows. */
static err go_in_commit(struct ctx *cx, void *arg)
{
	(void)arg;
	return cx->tx->store->driver.script(
		cx, cx->tx->conn,
		"CREATE FUNCTION go() RETURNS trigger LANGUAGE plpgsql AS"
		" 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"
		"CREATE CONSTRAINT TRIGGER go AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED"
		" FOR EACH ROW EXECUTE FUNCTION go()");
}

/* So that they are run as a group. */
static void take_to_meet(struct store *s)
{
	atomic_store(&s->meeting_until, INT64_MAX);
}

TEST(a_group_in_doubt_is_not_run_twice)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, false, ""),
								  .n_writers = 2});
	static store_work *const works[] = {insert, insert_and_refuse, insert};
	struct member m[3] = {0};
	assert_done(cx, store_write_now(s, cx, go_in_commit, NULL));
	run_batch(s, m, 3, works, take_to_meet);
	assert_int_equal(ctx_err(&m[0].cx), ERR_BUSY);
	assert_int_equal(ctx_err(&m[1].cx), ERR_CONFLICT);
	assert_int_equal(ctx_err(&m[2].cx), ERR_BUSY);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(m[i].runs, 1);
		assert_false(m[i].is_after_commit);
	}
	free_batch(m, 3);
	store_close(s);
}

static err limit_pages(struct ctx *cx, void *arg)
{
	(void)arg;
	sqlite3 *db = ((struct sqlite_conn *)cx->tx->conn)->db;
	return sqlite3_exec(db, "PRAGMA max_page_count = 24", NULL, NULL, NULL)
		       ? fail_internal(cx, "no limit")
		       : OK;
}

static err fill_disk(struct ctx *cx, void *arg)
{
	static const char block[200000];
	struct member *m = arg;
	err e = insert(cx, arg);
	return e ? e
		 : sql_exec(cx, "UPDATE thing SET data = $1 WHERE id = $2",
			    blob(block, sizeof block), i64(m->id));
}

TEST(a_full_disk_is_busy_and_spares_the_others)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, true, "")});
	static store_work *const works[] = {insert, fill_disk, insert};
	struct member m[3] = {0};
	assert_done(cx, store_write_now(s, cx, limit_pages, NULL));
	run_batch(s, m, 3, works, NULL);
	assert_int_equal(ctx_err(&m[0].cx), OK);
	assert_int_equal(ctx_err(&m[1].cx), ERR_BUSY);
	assert_int_equal(ctx_err(&m[2].cx), OK);
	assert_int_equal(count_things(s, cx), 2);
	free_batch(m, 3);
	store_close(s);
}

TEST(a_fault_at_commit_spares_the_others)
{
	struct ctx *cx = test_ctx();
	struct store *s =
		test_store(cx, &(struct store_settings){.url = test_url(cx, true, "fault:")});
	static store_work *const works[] = {insert, insert, insert};
	struct member m[3] = {0};
	m[1].write.fault_at = 4; /* its savepoint, statement, release; then COMMIT */
	run_batch(s, m, 3, works, NULL);
	assert_int_equal(ctx_err(&m[0].cx), OK);
	assert_int_equal(m[0].runs, 2);
	assert_int_equal(ctx_err(&m[1].cx), ERR_BUSY);
	assert_true(m[1].write.has_fault_fired);
	assert_int_equal(ctx_err(&m[2].cx), OK);
	assert_int_equal(m[2].runs, 1);
	assert_int_equal(count_things(s, cx), 2);
	free_batch(m, 3);
	store_close(s);
}

TEST(a_lock_that_another_process_holds_is_busy)
{
	struct ctx *cx = test_ctx();
	struct store *s = test_store(cx, &(struct store_settings){.url = test_url(cx, true, ""),
								  .wait_cap_ms = 20});
	int64_t id = 1;
	sqlite3 *other;
	assert_int_equal(sqlite3_open(sqlite_path(s->url), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_write_now(s, cx, insert_thing, &id), ERR_BUSY);
	ctx_forgive(cx);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_done(cx, store_write_now(s, cx, insert_thing, &id));
	store_close(s);
}

/* ─── the queue ─── */

static struct store_write refused;
static struct ctx refused_cx;

static void overfill(struct store *s)
{
	refused_cx = (struct ctx){.mem = mem_child(NULL)};
	refused = (struct store_write){.cx = &refused_cx, .work = insert_thing, .done = NULL};
	assert_int_equal(store_stats(s).waiting, 2);
	assert_int_equal(store_write(s, &refused), ERR_BUSY);
	mem_free(refused_cx.mem);
}

static void let_time_pass(struct store *s)
{
	(void)s;
	usleep(30000);
}

static void test_queue(bool is_sqlite, int64_t wait_cap_ms, void (*between)(struct store *),
		       err expected)
{
	struct ctx *cx = test_ctx();
	struct store *s =
		test_store(cx, &(struct store_settings){.url = test_url(cx, is_sqlite, ""),
							.queue_cap = 2,
							.n_writers = 2,
							.wait_cap_ms = wait_cap_ms});
	static store_work *const works[] = {insert, insert};
	struct member m[2] = {0};
	run_batch(s, m, 2, works, between);
	assert_int_equal(ctx_err(&m[0].cx), expected);
	assert_int_equal(ctx_err(&m[1].cx), expected);
	assert_int_equal(m[0].runs, expected == OK);
	assert_int_equal(count_things(s, cx), expected == OK ? 2 : 0);
	free_batch(m, 2);
	store_close(s);
}

TEST(a_full_queue_is_busy)
{
	test_queue(true, 0, overfill, OK);
	test_queue(false, 0, overfill, OK);
}

TEST(a_write_that_waited_too_long_is_not_run)
{
	test_queue(true, 10, let_time_pass, ERR_BUSY);
	test_queue(false, 10, let_time_pass, ERR_BUSY);
}

STORE_TEST(closing_finishes_what_is_queued)
{
	const char *url = s->url;
	struct ctx again = {.mem = cx->mem};
	struct store *other;
	sem_t done;
	struct member m[20] = {0};
	sem_init(&done, 0, 0);
	assert_done(&again, store_open(&again, &(struct store_settings){.url = url}, &other));
	for (int i = 0; i < 20; i++) {
		m[i].done = &done;
		add(other, &m[i], i + 1, insert);
	}
	store_close(other);
	for (int i = 0; i < 20; i++)
		assert_true(m[i].is_done && !ctx_err(&m[i].cx));
	assert_int_equal(count_things(s, cx), 20);
	free_batch(m, 20);
}

/* ─── meeting on the same rows ─── */

enum { ADDERS = 6, ADDS = 60 };

struct adder {
	pthread_t thread;
	struct store *s;
};

static err add_one(struct ctx *cx, void *arg)
{
	(void)arg;
	int64_t n = sql_int(cx, -1, "SELECT n FROM thing WHERE id = 1");
	return sql_exec(cx, "UPDATE thing SET n = $1 WHERE id = 1", i64(n + 1));
}

/* What fails among those that meet: after it has written, in SQL, with rows on their way. */
static err add_and_refuse(struct ctx *cx, void *arg)
{
	err e = add_one(cx, arg);
	return e ? e : fail(cx, ERR_CONFLICT, T("test.refused", "拒绝", "refused"));
}

static err add_and_err(struct ctx *cx, void *arg)
{
	err e = add_one(cx, arg);
	return e ? e : sql_exec(cx, "UPDATE thing SET n = -13 WHERE id = 1");
}

static err add_and_stop_a_bulk(struct ctx *cx, void *arg)
{
	err e = add_one(cx, arg);
	if (e)
		return e;
	bulk_row(sql_bulk(cx, "thing(id)", 1), ARGS(i64(77)));
	return fail(cx, ERR_CONFLICT, T("test.refused", "拒绝", "refused"));
}

static void *keep_adding(void *arg)
{
	static const struct {
		store_work *work;
		err expected;
	} all[] = {
		{add_one, OK}, {add_and_refuse, ERR_CONFLICT},
		{add_one, OK}, {add_and_err, ERR_INTERNAL},
		{add_one, OK}, {add_and_stop_a_bulk, ERR_CONFLICT},
	};
	enum { N = sizeof all / sizeof *all };
	struct adder *a = arg;
	for (int i = 0; i < ADDS; i++) {
		struct ctx cx = {.mem = mem_child(NULL)};
		err e = store_write_now(a->s, &cx, all[i % N].work, NULL);
		mem_free(cx.mem);
		if (e != all[i % N].expected)
			return a;
	}
	return NULL;
}

static err sum(struct ctx *cx, void *ret)
{
	*(int64_t *)ret = sql_int(cx, -1, "SELECT CAST(sum(n) AS INTEGER) FROM thing");
	return ctx_err(cx);
}

/* Each is done as if it were alone, and none is sent away for the others. */
STORE_TEST(writes_that_meet_are_done_and_lose_nothing)
{
	struct adder a[ADDERS];
	int64_t id = 1, total;
	assert_done(cx, store_write_now(s, cx, insert_thing, &id));
	for (int i = 0; i < ADDERS; i++) {
		a[i].s = s;
		pthread_create(&a[i].thread, NULL, keep_adding, &a[i]);
	}
	for (int i = 0; i < ADDERS; i++) {
		void *failed;
		pthread_join(a[i].thread, &failed);
		assert_null(failed);
	}
	assert_done(cx, store_read(s, cx, sum, &total));
	assert_int_equal(total, 1 + ADDERS * ADDS / 2);
	assert_int_equal(count_things(s, cx), 1);
}
