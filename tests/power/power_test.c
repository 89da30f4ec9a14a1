/* Does power fail as it should, and does the store lose nothing when it does? */
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "power.h"
#include "store/sql.h"
#include "store/store.h"

/* ─── the file system itself ─── */

struct opened {
	sqlite3_vfs *vfs;
	sqlite3_file *file;
};

static struct opened open_power(const char *path, int early_percent)
{
	struct opened o;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
	power_vfs_register(early_percent);
	o.vfs = sqlite3_vfs_find("power");
	o.file = calloc(1, (size_t)o.vfs->szOsFile);
	if (o.vfs->xOpen(o.vfs, path, o.file, flags, &flags))
		_exit(9);
	return o;
}

/* In a process of its own, which ends as if the plug were pulled. */
static void in_child(void (*run)(const char *path), const char *path)
{
	int status;
	pid_t child = fork();
	if (!child) {
		run(path);
		kill(getpid(), SIGKILL);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static int sizes_after(const char *path, char *out, int room)
{
	int fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	ssize_t n = read(fd, out, (size_t)room);
	close(fd);
	return (int)n;
}

static void write_unsynced(const char *path)
{
	struct opened o = open_power(path, 0);
	char back[8] = "";
	o.file->pMethods->xWrite(o.file, "synced", 6, 0);
	o.file->pMethods->xSync(o.file, SQLITE_SYNC_FULL);
	o.file->pMethods->xWrite(o.file, "SYN", 3, 0);
	o.file->pMethods->xWrite(o.file, "more", 4, 100000);
	o.file->pMethods->xRead(o.file, back, 6, 0);
	if (strcmp(back, "SYNced") != 0) /* to the process it is there */
		_exit(1);
}

TEST(what_was_not_synced_is_gone)
{
	char bytes[64], path[128];
	snprintf(path, sizeof path, "%s/f", test_folder());
	in_child(write_unsynced, path);
	assert_int_equal(sizes_after(path, bytes, sizeof bytes), 6);
	assert_memory_equal(bytes, "synced", 6);
}

static void write_and_sync(const char *path)
{
	struct opened o = open_power(path, 0);
	o.file->pMethods->xWrite(o.file, "0123456789", 10, 4090);
	o.file->pMethods->xTruncate(o.file, 4095);
	o.file->pMethods->xWrite(o.file, "x", 1, 4097);
	o.file->pMethods->xSync(o.file, SQLITE_SYNC_FULL);
	o.file->pMethods->xTruncate(o.file, 0);
}

TEST(what_was_synced_stays_as_it_was)
{
	char bytes[8192], path[128];
	snprintf(path, sizeof path, "%s/f", test_folder());
	in_child(write_and_sync, path);
	assert_int_equal(sizes_after(path, bytes, sizeof bytes), 4098);
	assert_memory_equal(bytes + 4090, "01234\0\0x", 8);
}

static void write_two(const char *path)
{
	struct opened a = open_power(path, 0), b = open_power(path, 0);
	sqlite3_int64 size;
	char back[4] = "";
	a.file->pMethods->xWrite(a.file, "abc", 3, 0);
	b.file->pMethods->xRead(b.file, back, 3, 0);
	b.file->pMethods->xFileSize(b.file, &size);
	if (strcmp(back, "abc") != 0 || size != 3)
		_exit(1);
}

TEST(who_has_it_open_too_sees_it)
{
	char path[128];
	snprintf(path, sizeof path, "%s/f", test_folder());
	in_child(write_two, path);
}

static void write_early(const char *path)
{
	static char block[65536];
	struct opened o = open_power(path, 30);
	o.file->pMethods->xWrite(o.file, block, sizeof block, 0);
	o.file->pMethods->xSync(o.file, SQLITE_SYNC_FULL);
	memset(block, 1, sizeof block);
	o.file->pMethods->xWrite(o.file, block, sizeof block, 0);
}

TEST(some_of_it_gets_there_early)
{
	static char bytes[65536];
	char path[128];
	int early = 0;
	snprintf(path, sizeof path, "%s/f", test_folder());
	in_child(write_early, path);
	assert_int_equal(sizes_after(path, bytes, sizeof bytes), sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i += 512)
		early += bytes[i];
	assert_in_range(early, 10, 70); /* of 128 sectors */
}

/* ─── the store on it ─── */

enum { PRODUCERS = 4, ROUNDS = 8 };

struct producer {
	struct store *s;
	int64_t first;
	int to; /* a pipe: the ids that were acknowledged */
};

static err add(struct ctx *cx, void *id)
{
	err e = sql_exec(cx, "INSERT INTO touched (home_id, kind, id, at) VALUES (1, 'a', $1, 0)",
			 i64(*(int64_t *)id));
	return e ? e
		 : sql_exec(cx,
			    "INSERT INTO touched (home_id, kind, id, at) VALUES (2, 'b', $1, 0)",
			    i64(*(int64_t *)id));
}

static void *produce(void *arg)
{
	struct producer *p = arg;
	for (int64_t id = p->first;; id++) {
		struct ctx cx = {.mem = mem_pool(2048)};
		if (store_write_now(p->s, &cx, add, &id) ||
		    write(p->to, &id, sizeof id) != sizeof id)
			_exit(3);
		mem_free(cx.mem);
	}
}

static struct store *open_store(struct ctx *cx, const char *url)
{
	struct store *s = NULL;
	err e = store_open(cx, &(struct store_settings){.url = url}, &s);
	if (!e)
		e = store_migrate(s, cx);
	if (e)
		print_error("%s\n", cx->failure.internal);
	return e ? NULL : s;
}

static void serve(const char *url, int round, int to)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	struct producer p[PRODUCERS];
	pthread_t thread;
	power_vfs_register(20);
	struct store *s = open_store(&cx, url);
	for (int i = 0; s && i < PRODUCERS; i++) {
		p[i] = (struct producer){s, (round * PRODUCERS + i + 1) * INT64_C(1000000), to};
		pthread_create(&thread, NULL, produce, &p[i]);
	}
	if (s)
		pause();
	_exit(4);
}

struct acknowledged {
	int64_t *ids;
	size_t n, room;
};

/* The next one; false when the child has ended and all it said is read. */
static bool gather(struct acknowledged *a, int from)
{
	int64_t id;
	if (read(from, &id, sizeof id) != sizeof id)
		return false;
	if (a->n == a->room) {
		a->room = a->room ? a->room * 2 : 1024;
		a->ids = realloc(a->ids, a->room * sizeof *a->ids);
	}
	a->ids[a->n++] = id;
	return true;
}

static void run_and_cut(const char *url, int round, struct acknowledged *a)
{
	int ends[2], status;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (!child)
		serve(url, round, ends[1]);
	close(ends[1]);
	assert_true(gather(a, ends[0])); /* it is at work */
	usleep((useconds_t)(rand() % 100000));
	kill(child, SIGKILL);
	while (gather(a, ends[0]))
		;
	close(ends[0]);
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status));
}

struct found {
	const struct acknowledged *all;
	int64_t lost, halves;
};

static err look(struct ctx *cx, void *arg)
{
	struct found *f = arg;
	for (size_t i = 0; i < f->all->n && !ctx_err(cx); i++)
		f->lost += sql_int(cx, 0,
				   "SELECT count(*) FROM touched WHERE home_id IN (1, 2)"
				   " AND kind IN ('a', 'b') AND id = $1",
				   i64(f->all->ids[i])) != 2;
	f->halves = sql_int(cx, -1,
			    "SELECT count(*) FROM touched a WHERE NOT EXISTS (SELECT 1 FROM"
			    " touched b WHERE b.id = a.id AND b.home_id = 3 - a.home_id"
			    " AND b.kind = CASE a.kind WHEN 'a' THEN 'b' ELSE 'a' END)");
	return ctx_err(cx);
}

static void count_finding(void *arg, const char *line)
{
	print_error("%s\n", line);
	++*(int *)arg;
}

TEST(a_power_cut_loses_nothing_that_was_acknowledged)
{
	struct ctx *cx = test_ctx();
	struct acknowledged all = {0};
	const char *url = mem_format(cx->mem, "sqlite:%s/t.db", test_folder());
	log_set_level(LOG_ERROR);
	for (int round = 0; round < ROUNDS; round++) {
		struct found f = {.all = &all};
		int findings = 0;
		run_and_cut(url, round, &all);
		struct store *s = open_store(cx, url); /* on the real file system */
		assert_non_null(s);
		assert_int_equal(store_read(s, cx, look, &f), OK);
		assert_int_equal(store_check(s, cx, count_finding, &findings), OK);
		store_close(s);
		assert_int_equal(f.lost, 0);
		assert_int_equal(f.halves, 0);
		assert_int_equal(findings, 0);
	}
	free(all.ids);
}
