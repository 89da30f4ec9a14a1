/* Shared by the files of the store; no other room includes it. */
#ifndef LINLI_STORE_STORE_PRIV_H
#define LINLI_STORE_STORE_PRIV_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/driver_priv.h"
#include "store/store.h"

/* Writes that wait, oldest first. Producers are any threads; consumers are the store's. */
struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct store_write *head, *tail;
	int n, cap, n_sleeping;
	bool is_closed;
};

void queue_init(struct queue *q, int cap);
void queue_release(struct queue *q);
bool queue_put(struct queue *q, struct store_write *w); /* false: full, or closed */
/* At most `most` of them; waits for one. NULL: closed and empty. */
struct store_write *queue_take(struct queue *q, int most);
struct store_write *queue_take_waiting(struct queue *q, int most); /* does not wait; NULL: none */
void queue_close(struct queue *q);

struct heard {
	void (*run)(void *arg, const char *channel, const char *payload);
	void *arg;
};

struct store {
	const char *url; /* without "fault:" */
	struct driver driver;
	struct store_settings settings;
	struct queue queue;
	pthread_t *threads;
	int n_threads;
	struct conn *first; /* opened by store_open(), for the first thread to take */
	pthread_key_t reader;
	/* PostgreSQL's writers (pool.c): many stand beside each other, or one alone. */
	pthread_rwlock_t floor;
	atomic_int_fast64_t meeting_until; /* writes are taken to meet others until then */
	pthread_mutex_t lock;              /* of what follows */
	struct store_write *met;           /* to be run by whoever has the floor alone */
	struct conn *readers;
	struct heard heard;
	struct store_stats stats;
	struct listener *listener; /* PostgreSQL's */
	int node;                  /* leased; -1: none */
	int64_t node_holder;
};

/* The driver for a URL; `ret_url` is what follows "fault:". */
err driver_for(struct ctx *cx, const char *url, struct driver *ret, const char **ret_url);

/* A connection that works: the one in *c, or a new one if there is none or it was lost. */
err conn_ready(struct ctx *cx, struct store *s, enum conn_role role, struct conn **c);
void conn_close(struct conn *c); /* NULL is fine */
/* The connection that store_open() made, for the first thread that asks; NULL afterwards. */
struct conn *store_first_conn(struct store *s);

void store_hear(struct store *s, const char *channel, const char *payload);
void store_count(struct store *s, int64_t writes, int64_t group_ns);

/* ── one write (work.c) ── */
/* Has it waited too long, or come with a failure? Then it is not run; cx->failure says why. */
bool work_is_late(struct store *s, struct store_write *w);
/* Runs it in the open transaction of `c`, with fresh memory. */
err work_run(struct store_write *w, struct conn *c);
/* In a transaction of its own, on the connection *c or, if it was lost, a new one. */
err work_alone(struct store *s, struct conn **c, struct store_write *w);
/* The same, and again a few times while it meets others on the same rows; then it is BUSY. */
void work_insist(struct store *s, struct conn **c, struct store_write *w);
/* Forgets what a run did, so that it can be run again. */
void work_undo(struct store_write *w);
/* Its result stands: tells whoever waits. The caller must not touch `w` afterwards. */
void work_settle(struct store_write *w);

/* ── groups (writer.c) ── */
struct writer {
	struct store *store;
	struct conn *conn;
	struct ctx own; /* for what belongs to no one member: BEGIN and COMMIT */
};
/* Runs some of the list, from its first on, in one transaction, and settles them. Returns those that
 * are left for the next. */
struct store_write *group_run(struct writer *wr, struct store_write *first);

void *writer_main(void *store); /* SQLite's one */
void *pool_main(void *store);   /* one of PostgreSQL's */

/* ── schema ── */
struct migration {
	int number; /* 0 ends a list */
	const char *name, *text;
};
extern const struct migration store_migrations[]; /* schema/, by number; made by the build */

err store_migrate_with(struct store *s, struct ctx *cx, const struct migration *list);

/* A schema file as the dialect has it: without the sections meant for others, types mapped. */
err schema_text(struct ctx *cx, const struct driver *d, const char *text, const char **ret);

/* ── files and programs ── */
/* Runs `argv` with `environment` added; fails INTERNAL with what it wrote to standard error. */
err spawn_wait(struct ctx *cx, const char *const argv[], const char *const environment[]);
/* An empty file that only its owner can read; fails if there is one. */
err file_create(struct ctx *cx, const char *path);
err file_sync(struct ctx *cx, const char *path);
/* Gives `from` the name `to`, durably; fails if there is such a file. */
err file_publish(struct ctx *cx, const char *from, const char *to);

#endif
