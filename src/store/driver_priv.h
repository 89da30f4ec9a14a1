/* What the store asks of a database: one table of functions each, chosen by URL at run time.
 *
 * A connection and its statements belong to one thread at a time. A driver's own structs begin
 * with `struct conn` and `struct stmt`. Functions that can fail set cx->failure: INTERNAL where
 * the fault is ours (wrong SQL, a broken constraint), BUSY where it is the machine's (disk full,
 * connection lost, lock not had in time), with the engine's words in `internal`.
 */
#ifndef LINLI_STORE_DRIVER_PRIV_H
#define LINLI_STORE_DRIVER_PRIV_H

#include "base/ctx.h"
#include "base/field.h"
#include "store/sql.h"

struct store;
struct conn;
struct bulk;

enum conn_role {
	CONN_READER, /* cannot write */
	CONN_WRITER,
	CONN_ALONE, /* beside the writers, for migrations */
};
enum tx_mode { TX_READ, TX_WRITE, TX_MIGRATE };
enum save { SAVE_BEGIN, SAVE_KEEP, SAVE_UNDO };

/* Statements kept prepared on a connection, found by the literal's address. */
enum { CACHE_SLOTS = 128, CACHE_MAX = 256 };

struct conn {
	struct store *store;
	enum conn_role role;
	bool is_lost;     /* of no more use: to be replaced by a new one */
	bool must_retry;  /* the transaction failed by a conflict with another: run it again */
	bool is_in_doubt; /* lost while committing: nobody knows whether it did */
	int fault_left;   /* calls until the fault driver strikes; 0: it does not */
	bool has_fault_fired;
	struct stmt *cache[CACHE_SLOTS];
	int n_cached;
	int64_t uses;
	struct conn *next; /* the store's readers */
};

/* What a column of a kept statement is, found once and then used for every row. */
struct row_column {
	const struct field *field;
	const struct arg_kind *kind; /* of its values */
	const char *key;             /* `"name":`; NULL: does not appear in JSON */
	size_t key_len;
};

struct stmt {
	struct conn *conn; /* NULL: there was an error before it could start */
	struct ctx *cx;    /* of who uses it now; NULL: nobody */
	const char *literal, *text;
	int n_args, n_columns;
	bool has_row, is_first; /* is_first: the row is there, sql_next() has not been asked yet */
	int64_t n_changed, used;
	const struct field *table; /* the table that `columns` came from */
	struct row_column *columns;
	struct stmt *next_cached, *next_open;
};

struct tx {
	struct store *store;
	struct conn *conn;
	enum tx_mode mode;
	bool is_broken;    /* a statement failed: it cannot commit, whatever the work says */
	struct stmt *open; /* started and not ended, newest first */
	struct bulk *bulk; /* while one runs, nothing else may */
};

/* A word of our schema files, and what it is in the dialect. */
struct word {
	const char *ours, *theirs;
};

struct driver {
	const char *kind;
	bool has_one_writer; /* one thread runs the writes in turn and commits them in groups */

	/* ── connections and transactions ── */
	err (*connect)(struct ctx *cx, struct store *s, enum conn_role role, struct conn **ret);
	void (*disconnect)(struct conn *c);
	err (*begin)(struct ctx *cx, struct conn *c, enum tx_mode mode);
	err (*commit)(struct ctx *cx, struct conn *c);
	void (*rollback)(struct conn *c); /* also when none is open; what is read-only ends so */
	err (*savepoint)(struct ctx *cx, struct conn *c, enum save what);
	bool (*is_open)(struct conn *c); /* a transaction is open */

	/* ── statements ── */
	err (*prepare)(struct ctx *cx, struct conn *c, const char *text, const struct arg *args,
		       struct stmt **ret);
	bool (*suits)(const struct stmt *q, const struct arg *args); /* by their types */
	err (*start)(struct stmt *q, const struct arg *args);        /* up to the first row */
	err (*step)(struct stmt *q);                                 /* on to the next */
	void (*reset)(struct stmt *q);
	void (*discard)(struct stmt *q);
	struct arg (*column)(struct stmt *q, int column); /* NULL, integer, text or bytes */
	const char *(*column_name)(struct stmt *q, int column);

	/* ── the rest ── */
	err (*script)(struct ctx *cx, struct conn *c, const char *text); /* many statements */
	/* Bulk rows, where the engine has a way of its own for them; otherwise NULL. */
	err (*copy_start)(struct ctx *cx, struct conn *c, const char *into);
	err (*copy_row)(struct ctx *cx, struct conn *c, const struct arg *args);
	err (*copy_end)(struct ctx *cx, struct conn *c);
	/* Notes that reach other processes: send with the transaction, hear on a thread of the
	 * driver from listen() to unlisten(). NULL: there are no other processes. */
	err (*notify)(struct ctx *cx, struct conn *c, const char *channel, const char *payload);
	err (*listen)(struct ctx *cx, struct store *s);
	void (*unlisten)(struct store *s);
	/* A copy of the whole database in the file `path`, which is empty, verified; and back. */
	err (*copy_out)(struct ctx *cx, struct store *s, const char *path);
	err (*copy_in)(struct ctx *cx, const char *url, const char *path);

	/* ── the dialect, as data ── */
	const struct word *words;     /* for schema files; NULL: none differ */
	struct query tables;          /* names of all tables, in order */
	struct query columns;         /* of table $1: name, place in the primary key (0: none) */
	const struct query *findings; /* each row is one line about what is wrong; text NULL ends */
};

/* A column of a type that the store does not read: a float, a numeric, a timestamp. */
extern const struct arg_kind column_is_other;

extern const struct driver driver_sqlite, driver_postgresql;

/* Puts the fault driver in front of `d`: once conn->fault_left calls have been made, every further
 * call of the write fails, as if the disk had gone. */
void fault_wrap(struct driver *d);
/* Sets when it strikes, 0 for never, and forgets that it did. */
void fault_arm(struct conn *c, int at);

/* BUSY, with the engine's words for the log. */
err store_busy(struct ctx *cx, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Ends the statements that the work left open. */
void tx_close(struct tx *tx);
/* Forgets the statements of a connection that is about to go, or has gone. */
void conn_discard_all(struct conn *c);

/* The highest n of the $n in a text. */
int sql_highest_param(const char *text);

#endif
