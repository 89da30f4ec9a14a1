/* The store: one database, SQLite or PostgreSQL, chosen by URL when the process starts.
 *
 *     sqlite:DIR/linli.db         one writer thread, group commit; a reader for each thread
 *     postgresql://…              a pool of writers, SERIALIZABLE; who met others runs in a group
 *     fault:<either of these>     the same, failing the n-th call (cx->tx's fault_at)
 *
 * Reads: store_read() gives the calling thread's own connection in one read transaction.
 * Writes: store_write() queues work for the writer; on SQLite many requests share one commit, each
 * in its own savepoint, and nobody is told before the commit that holds their work is on disk.
 */
#ifndef LINLI_STORE_STORE_H
#define LINLI_STORE_STORE_H

#include "base/ctx.h"

struct store;

struct store_settings {
	const char *url;
	/* 0 stands for what is right for most. */
	int n_writers;       /* PostgreSQL: 16 connections at most; SQLite has one */
	int queue_cap;       /* 1024 writes waiting; beyond it store_write() says BUSY */
	int64_t wait_cap_ms; /* 2000; a write that has waited longer is refused with BUSY */
	int64_t group_ms;    /* 10; a group of writes that has run for so long is committed */
};

/* Opens the database and starts its writers. What is wrong stands in cx->failure.internal, here as
 * after every BUSY and INTERNAL of the store. The schema is not touched: store_migrate() does that. */
err store_open(struct ctx *cx, const struct store_settings *settings, struct store **ret);

/* Refuses new writes, finishes those that are queued, closes every connection. */
void store_close(struct store *s);

const char *store_kind(const struct store *s); /* "sqlite" or "postgresql" */
bool store_is_quick(const struct store *s);    /* reads may run on an event thread (SQLite) */

/* Work inside a transaction. It may be run again (a serialization failure, a group that broke),
 * each time with fresh memory in cx->mem: its only effects are its transaction and that memory. */
typedef err store_work(struct ctx *cx, void *arg);

/* Runs `work` now, on this thread, in one read-only transaction. */
err store_read(struct store *s, struct ctx *cx, store_work *work, void *arg);

/* A write that is queued. The caller keeps it and everything in it alive until `done` has run.
 * `done` runs once, on a thread of the store, after COMMIT (or after the failure): cx->failure
 * tells which; the after-commit list of cx has run before it. */
struct store_write {
	struct ctx *cx;
	store_work *work;
	void (*done)(struct store_write *w);
	void *arg;
	/* Fault driver: from the n-th call of this write on, all fail, until it has its answer; 0:
	 * none. `has_fault_fired` tells whether it came to that. */
	int fault_at;
	bool has_fault_fired;

	int64_t queued_at; /* from here on the store's own */
	mem *run_mem;
	struct after_commit *before;
	struct store_write *next;
};
/* Fails BUSY when the queue is full or the store closing; then `done` does not run. */
err store_write(struct store *s, struct store_write *w);

/* The same, waiting for it on this thread: for jobs, commands and tests. */
err store_write_now(struct store *s, struct ctx *cx, store_work *work, void *arg);

/* A note to every process on this database (PostgreSQL: NOTIFY; SQLite: this process alone), sent
 * when the transaction commits. Both texts together stay below NOTE_MAX bytes; the channel is one
 * line. `heard` runs on a thread of the store. After a lost connection it is called with channel
 * NULL: notes may have been missed, look for yourself. */
enum { NOTE_MAX = 7900 };
err store_notify(struct ctx *cx, const char *channel, const char *payload);
/* What is sent after this returns is heard. One listener a store; call it once. */
err store_listen(struct store *s, struct ctx *cx,
		 void (*heard)(void *arg, const char *channel, const char *payload), void *arg);

/* Brings the schema up to date: every file of schema/ that has not run, each in one transaction
 * with its version, under a lock. Fails INTERNAL if the database is newer than this program, or a
 * file that has run was changed since. */
err store_migrate(struct store *s, struct ctx *cx);

/* Takes a free node number for id_new() and keeps it by a lease (a row renewed by
 * store_keep_node(), free again an hour after the last renewal). */
err store_lease_node(struct store *s, struct ctx *cx, int *ret_node);
err store_keep_node(struct store *s, struct ctx *cx);

/* The next number for people (合同备案 2026-000123), from 1, without gaps, by home, kind and year
 * (0: it goes on for ever). The last act of a write, for all who want one wait for each other. */
err store_number(struct ctx *cx, int64_t home_id, const char *kind, int64_t year,
		 int64_t *ret_number);

/* A consistent copy to `path`, a new file, while others write; verified before it is given its
 * name. PostgreSQL needs pg_dump and pg_restore of its version. */
err store_backup(struct store *s, struct ctx *cx, const char *path);
/* Makes a fresh database out of such a copy. SQLite: the file at the URL must be absent or without
 * tables; PostgreSQL: the database must be there, and have no tables. */
err store_restore(struct ctx *cx, const char *url, const char *path);

/* The engine's own check of its files and of foreign keys; each finding is one line to `say`. */
err store_check(struct store *s, struct ctx *cx, void (*say)(void *arg, const char *line),
		void *arg);

/* SHA-256 over every row of every table but the processes' own (schema_version, node, lease), in key
 * order: equal digests, equal data, also between SQLite and PostgreSQL. In the transaction of cx,
 * where it has one. */
err store_digest(struct store *s, struct ctx *cx, char out_hex[static 65]);

struct store_stats {
	int64_t writes, groups, largest_group, longest_group_ns, waiting;
};
struct store_stats store_stats(struct store *s);

#endif
