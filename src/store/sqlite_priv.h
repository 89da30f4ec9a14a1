/* Shared by the files of the SQLite driver. */
#ifndef LINLI_STORE_SQLITE_PRIV_H
#define LINLI_STORE_SQLITE_PRIV_H

#include <sqlite3.h>

#include "store/store_priv.h"

enum sqlite_word {
	WORD_BEGIN_READ,
	WORD_BEGIN,
	WORD_COMMIT,
	WORD_ROLLBACK,
	WORD_SAVE,
	WORD_KEEP,
	WORD_UNDO,
	WORD__MAX
};

struct checkpointer;

struct sqlite_conn {
	struct conn base;
	sqlite3 *db;
	sqlite3_stmt *words[WORD__MAX]; /* made when first used */
	enum tx_mode mode;
	struct checkpointer *checkpointer; /* the writer's */
};

/* The failure of the last call on `db`: BUSY or INTERNAL by its code. `doing` may be SQL. */
err sqlite_fail(struct ctx *cx, sqlite3 *db, const char *doing);

/* ── statements (sqlite_stmt.c) ── */
err sqlite_prepare(struct ctx *cx, struct conn *c, const char *text, const struct arg *args,
		   struct stmt **ret);
bool sqlite_suits(const struct stmt *q, const struct arg *args);
err sqlite_start(struct stmt *q, const struct arg *args);
err sqlite_step(struct stmt *q);
void sqlite_reset(struct stmt *q);
void sqlite_discard(struct stmt *q);
struct arg sqlite_column(struct stmt *q, int column);
const char *sqlite_column_name(struct stmt *q, int column);

/* ── unnest($1) (sqlite_unnest.c) ── */
/* What sqlite3_bind_pointer() passes; it lives until the statement is reset. */
#define SQLITE_INT8S "int8[]"
struct int8s {
	const int64_t *p;
	size_t n;
};
err sqlite_add_unnest(struct ctx *cx, sqlite3 *db);

/* ── checkpoints in the background (sqlite_checkpoint.c) ── */
err checkpointer_start(struct ctx *cx, sqlite3 *writer, const char *path,
		       struct checkpointer **ret);
void checkpointer_stop(struct checkpointer *cp);

/* ── files (sqlite_files.c) ── */
err sqlite_copy_out(struct ctx *cx, struct store *s, const char *path);
err sqlite_copy_in(struct ctx *cx, const char *url, const char *path);

static inline const char *sqlite_path(const char *url)
{
	return url + sizeof "sqlite:" - 1;
}

#endif
