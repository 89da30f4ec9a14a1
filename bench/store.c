/* What the store costs beside the bare engine, both measured in this run:
 *
 *     bench-store            SQLite in a temporary folder
 *     bench-store --pg       PostgreSQL too, a server of its own that writes in earnest
 *
 * Figures drift with the machine; the ratios are what counts.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/log.h"
#include "postgres.h"
#include "store/sql.h"
#include "store/store.h"

enum { ROWS = 100000, PAGE = 50, PRODUCERS_MAX = 64 };
static const int64_t RUN_NS = 1500 * 1000000L;
static char folder[] = "/tmp/linli-bench-XXXXXX";

static void give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static void check(struct ctx *cx, err e)
{
	if (e)
		give_up(cx->failure.internal ? cx->failure.internal : cx->failure.text.en);
}

/* ─── the bare engine ─── */

static sqlite3 *bare_open(const char *name)
{
	char path[64];
	sqlite3 *db;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (sqlite3_open_v2(path, &db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) ||
	    sqlite3_exec(db,
			 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			 " PRAGMA mmap_size = 268435456",
			 NULL, NULL, NULL))
		give_up(sqlite3_errmsg(db));
	return db;
}

static sqlite3_stmt *bare_prepare(sqlite3 *db, const char *text)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(db, text, -1, &q, NULL))
		give_up(sqlite3_errmsg(db));
	return q;
}

static double bare_writes(void)
{
	sqlite3 *db = bare_open("bare.db");
	sqlite3_exec(db,
		     "CREATE TABLE touched (home_id INTEGER NOT NULL, kind TEXT NOT NULL, id"
		     " INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (home_id, kind, id))"
		     " STRICT",
		     NULL, NULL, NULL);
	sqlite3_stmt *q =
		bare_prepare(db,
			     "INSERT INTO touched (home_id, kind, id, at) VALUES (1, 'b', ?, 0)");
	int64_t n = 0, start = clock_ticks(), took;
	while ((took = clock_ticks() - start) < RUN_NS) {
		sqlite3_bind_int64(q, 1, ++n);
		if (sqlite3_step(q) != SQLITE_DONE)
			give_up(sqlite3_errmsg(db));
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return (double)n * 1e9 / (double)took;
}

static double bare_reads(void)
{
	sqlite3 *db = bare_open("store.db");
	sqlite3_stmt *q = bare_prepare(db, "SELECT at, kind FROM touched WHERE home_id = 7 AND"
					   " kind = 'r' AND id = ?");
	int64_t n = 0, sum = 0, start = clock_ticks(), took;
	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	while ((took = clock_ticks() - start) < RUN_NS)
		for (int i = 0; i < 1000; i++, n++) {
			sqlite3_bind_int64(q, 1, n * 7919 % ROWS);
			if (sqlite3_step(q) != SQLITE_ROW)
				give_up(sqlite3_errmsg(db));
			sum += sqlite3_column_int64(q, 0) + *sqlite3_column_text(q, 1);
			sqlite3_reset(q);
		}
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return sum ? (double)n * 1e9 / (double)took : 0;
}

/* ─── ours ─── */

struct producer {
	pthread_t thread;
	struct store *s;
	int64_t next, n, until, slowest;
};

static err insert(struct ctx *cx, void *id)
{
	return sql_exec(cx, "INSERT INTO touched (home_id, kind, id, at) VALUES (2, 'p', $1, 0)",
			i64(*(int64_t *)id));
}

static void *produce(void *arg)
{
	struct producer *p = arg;
	for (int64_t now = clock_ticks(); now < p->until; p->n++) {
		struct ctx cx = {.mem = mem_pool(2048)};
		int64_t id = p->next++, before = now;
		check(&cx, store_write_now(p->s, &cx, insert, &id));
		mem_free(cx.mem);
		now = clock_ticks();
		p->slowest = now - before > p->slowest ? now - before : p->slowest;
	}
	return NULL;
}

static double our_writes(struct store *s, int producers, double *ret_slowest_ms)
{
	static int64_t run;
	struct producer p[PRODUCERS_MAX] = {0};
	int64_t n = 0, slowest = 0, start = clock_ticks();
	for (int i = 0; i < producers; i++) {
		p[i] = (struct producer){.s = s, .next = ++run * 10000000, .until = start + RUN_NS};
		pthread_create(&p[i].thread, NULL, produce, &p[i]);
	}
	for (int i = 0; i < producers; i++) {
		pthread_join(p[i].thread, NULL);
		n += p[i].n;
		slowest = p[i].slowest > slowest ? p[i].slowest : slowest;
	}
	*ret_slowest_ms = (double)slowest / 1e6;
	return (double)n * 1e9 / (double)(clock_ticks() - start);
}

static err fill(struct ctx *cx, void *arg)
{
	(void)arg;
	struct bulk *b = sql_bulk(cx, "touched(home_id, kind, id, at)", 4);
	for (int64_t i = 0; i < ROWS; i++)
		bulk_row(b, ARGS(i64(7), str("r"), i64(i), i64(i + 1)));
	return bulk_end(b);
}

struct reads {
	int64_t n, sum;
	int each;
};

static err read_some(struct ctx *cx, void *arg)
{
	struct reads *r = arg;
	for (int i = 0; i < r->each; i++, r->n++) {
		struct stmt *q = sql(cx,
				     "SELECT at, kind FROM touched WHERE home_id = $1 AND"
				     " kind = $2 AND id = $3",
				     i64(7), str("r"), i64(r->n * 7919 % ROWS));
		if (sql_next(q))
			r->sum += col_i64(q, 0) + *col_peek(q, 1);
		err e = sql_end(q);
		if (e)
			return e;
	}
	return OK;
}

/* `each` reads in one store_read(). */
static double our_reads(struct store *s, int each)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	struct reads r = {.each = each};
	int64_t start = clock_ticks(), took;
	while ((took = clock_ticks() - start) < RUN_NS)
		check(&cx, store_read(s, &cx, read_some, &r));
	mem_free(cx.mem);
	return r.sum ? (double)r.n * 1e9 / (double)took : 0;
}

struct row {
	int64_t home_id, id, at;
	const char *kind;
};
static const struct field row_fields[] = {
	{"home_id", F_ID, 0, AT(row, home_id), L("属", "Home")},
	{"kind", F_TEXT, 0, AT(row, kind), L("类", "Kind")},
	{"id", F_ID, 0, AT(row, id), L("标识", "Id")},
	{"at", F_INSTANT, 0, AT(row, at), L("时", "At")},
	{0},
};

static err write_page(struct ctx *cx, void *arg)
{
	struct buf *out = arg;
	struct json j = json_on(out);
	struct stmt *q = sql(cx,
			     "SELECT home_id, kind, id, at FROM touched WHERE home_id = $1 AND"
			     " kind = $2 AND id > $3 ORDER BY id LIMIT $4",
			     i64(7), str("r"), i64(100), i64(PAGE));
	out->len = 0;
	while (sql_next(q))
		sql_write_json(q, row_fields, &j);
	return sql_end(q);
}

static double our_pages(struct store *s)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	struct buf out = buf_on(cx.mem);
	int64_t n = 0, start = clock_ticks(), took;
	for (; (took = clock_ticks() - start) < RUN_NS; n++)
		check(&cx, store_read(s, &cx, write_page, &out));
	mem_free(cx.mem);
	return (double)n * 1e9 / (double)took;
}

/* ─── the report ─── */

static struct store *open_store(struct ctx *cx, const char *url)
{
	struct store *s = NULL;
	check(cx, store_open(cx, &(struct store_settings){.url = url}, &s));
	check(cx, store_migrate(s, cx));
	check(cx, store_write_now(s, cx, fill, NULL));
	return s;
}

static void report_writes(struct store *s, double bare)
{
	static const int producers[] = {1, 8, PRODUCERS_MAX};
	double slowest;
	for (int i = 0; i < 3; i++) {
		double rate = our_writes(s, producers[i], &slowest);
		printf("%-10s durable writes, %2d producers  %9.0f /s  %6.2f x bare  slowest %.1f "
		       "ms\n",
		       store_kind(s), producers[i], rate, rate / bare, slowest);
	}
}

static void report_reads(struct store *s, double bare)
{
	static const int each[] = {1, 100};
	for (int i = 0; i < 2; i++) {
		double rate = our_reads(s, each[i]);
		printf("%-10s point reads, %3d a request     %9.0f /s  %6.2f x bare\n",
		       store_kind(s), each[i], rate, rate / bare);
	}
	double pages = our_pages(s);
	printf("%-10s pages of %d rows as JSON      %9.0f /s  %6.2f us each\n", store_kind(s), PAGE,
	       pages, 1e6 / pages);
}

/* What only this process has, the 64 producers' stacks included. */
static void report_memory(void)
{
	char line[128];
	FILE *f = fopen("/proc/self/status", "re");
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "RssAnon:", 8))
			printf("%-10s private memory %24s", "process", line + 8);
	if (f)
		fclose(f);
}

int main(int argc, char **argv)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	log_set_level(LOG_WARN);
	if (!mkdtemp(folder))
		give_up(folder);
	struct store *s = open_store(&cx, mem_format(cx.mem, "sqlite:%s/store.db", folder));
	double writes = bare_writes(), reads = bare_reads();
	printf("%-10s durable writes, autocommit     %9.0f /s\n", "bare", writes);
	printf("%-10s point reads in a transaction   %9.0f /s\n", "bare", reads);
	report_writes(s, writes);
	report_reads(s, reads);
	report_memory();
	store_close(s);
	if (argc > 1 && !strcmp(argv[1], "--pg")) {
		postgres_durable();
		s = open_store(&cx, postgres_database());
		report_writes(s, writes);
		report_reads(s, reads);
		store_close(s);
	}
	for (int i = 0; i < 2; i++)
		unlink(mem_format(cx.mem, "%s/%s", folder, i ? "bare.db" : "store.db"));
	rmdir(folder);
	mem_free(cx.mem);
	return 0;
}
