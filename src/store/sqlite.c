/* SQLite: connections and transactions. WAL, so that readers never wait for the writer; FULL, so
 * that COMMIT returns when the log is on disk. */
#include "store/sqlite_priv.h"

#include <string.h>
#include <unistd.h>

err sqlite_fail(struct ctx *cx, sqlite3 *db, const char *doing)
{
	/* The machine's faults: they may be over when it is tried again. */
	static const int passing[] = {SQLITE_BUSY, SQLITE_LOCKED,   SQLITE_NOMEM,   SQLITE_IOERR,
				      SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_PROTOCOL};
	int code = sqlite3_extended_errcode(db);
	for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
		if ((code & 0xFF) == passing[i])
			return store_busy(cx, "sqlite %d: %s: %s", code, sqlite3_errmsg(db), doing);
	return fail_internal(cx, "sqlite %d: %s: %s", code, sqlite3_errmsg(db), doing);
}

static struct sqlite_conn *own(struct conn *c)
{
	return (struct sqlite_conn *)c;
}

/* ─── connections ─── */

/* Readers map the file: its pages are then the kernel's, shared, and not copied. What they cache
 * themselves is what is still in the log. The writer keeps in memory what a savepoint would restore:
 * in a file, as it is by default, that costs each write more than all its other work. */
static const char *const settings_of[] = {
	[CONN_READER] = ("PRAGMA query_only = ON; PRAGMA cache_size = -1024;"
			 " PRAGMA mmap_size = 268435456"),
	[CONN_WRITER] = ("PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 0;"
			 " PRAGMA temp_store = MEMORY"),
	/* A migration rebuilds tables by dropping them, and commits after foreign_key_check. */
	[CONN_ALONE] = "PRAGMA cache_size = -8192; PRAGMA foreign_keys = OFF",
};

static err apply(struct ctx *cx, sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) ? sqlite_fail(cx, db, sql) : OK;
}

static err set_up(struct ctx *cx, sqlite3 *db, enum conn_role role)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "x" is a name, never a text */
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* A plan is made once for a statement, never again for the values bound to it. */
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	err e = OK;
	if (role != CONN_READER)
		e = apply(cx, db, "PRAGMA journal_mode = WAL");
	if (!e)
		e = apply(cx, db, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
	if (!e)
		e = apply(cx, db, settings_of[role]);
	return e ? e : sqlite_add_unnest(cx, db);
}

static void disconnect(struct conn *c)
{
	struct sqlite_conn *sc = own(c);
	if (sc->checkpointer)
		checkpointer_stop(sc->checkpointer);
	for (int i = 0; i < WORD__MAX; i++)
		sqlite3_finalize(sc->words[i]);
	sqlite3_close(sc->db);
	mem_free(sc);
}

/* Counting every allocation under one lock is of no use to anybody here. Has no effect once the
 * library is in use, as in a test that has put its own file system under it. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static err connect(struct ctx *cx, struct store *s, enum conn_role role, struct conn **ret)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const char *path = sqlite_path(s->url);
	pthread_once(&once, configure);
	struct sqlite_conn *sc = mem_new(NULL, struct sqlite_conn);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	err e = OK;
	if (role == CONN_WRITER && access(path, F_OK))
		e = file_create(cx, path);
	if (!e && sqlite3_open_v2(path, &sc->db, flags, NULL))
		e = sqlite_fail(cx, sc->db, path);
	if (!e) { /* for a lock that another process holds, a write waits as for its turn */
		sqlite3_busy_timeout(sc->db, (int)s->settings.wait_cap_ms);
		e = set_up(cx, sc->db, role);
	}
	if (!e && role == CONN_WRITER)
		e = checkpointer_start(cx, sc->db, path, &sc->checkpointer);
	if (e) {
		disconnect(&sc->base);
		return e;
	}
	*ret = &sc->base;
	return OK;
}

/* ─── transactions ─── */

static err say(struct ctx *cx, struct sqlite_conn *sc, enum sqlite_word word)
{
	static const char *const texts[WORD__MAX] = {
		[WORD_BEGIN_READ] = "BEGIN",        [WORD_BEGIN] = "BEGIN IMMEDIATE",
		[WORD_COMMIT] = "COMMIT",           [WORD_ROLLBACK] = "ROLLBACK",
		[WORD_SAVE] = "SAVEPOINT member",   [WORD_KEEP] = "RELEASE member",
		[WORD_UNDO] = "ROLLBACK TO member",
	};
	sqlite3_stmt **q = &sc->words[word];
	if (!*q && sqlite3_prepare_v3(sc->db, texts[word], -1, SQLITE_PREPARE_PERSISTENT, q, NULL))
		return sqlite_fail(cx, sc->db, texts[word]);
	err e = sqlite3_step(*q) == SQLITE_DONE ? OK : sqlite_fail(cx, sc->db, texts[word]);
	sqlite3_reset(*q);
	return e;
}

static err begin(struct ctx *cx, struct conn *c, enum tx_mode mode)
{
	own(c)->mode = mode;
	return say(cx, own(c), mode == TX_READ ? WORD_BEGIN_READ : WORD_BEGIN);
}

/* A foreign key that is checked late would fail at COMMIT, which is everybody's. */
static err check_deferred(struct ctx *cx, sqlite3 *db)
{
	int n, highest;
	sqlite3_db_status(db, SQLITE_DBSTATUS_DEFERRED_FKS, &n, &highest, 0);
	return n ? fail_internal(cx, "a deferred foreign key is not met") : OK;
}

static int first_orphan(void *table, int n, char **values, char **names)
{
	(void)n, (void)names;
	snprintf(table, 64, "%s", values[0]);
	return 1;
}

static err check_foreign_keys(struct ctx *cx, sqlite3 *db)
{
	char table[64] = "";
	int code = sqlite3_exec(db, "PRAGMA foreign_key_check", first_orphan, table, NULL);
	if (*table)
		return fail_internal(cx, "rows of %s point at rows that are not there", table);
	return code ? sqlite_fail(cx, db, "foreign_key_check") : OK;
}

static err commit(struct ctx *cx, struct conn *c)
{
	struct sqlite_conn *sc = own(c);
	err e = sc->mode == TX_MIGRATE ? check_foreign_keys(cx, sc->db)
				       : check_deferred(cx, sc->db);
	return e ? e : say(cx, sc, WORD_COMMIT);
}

static bool is_open(struct conn *c)
{
	return !sqlite3_get_autocommit(own(c)->db);
}

static void rollback(struct conn *c)
{
	struct ctx unheard = {.mem = c};
	if (is_open(c) && say(&unheard, own(c), WORD_ROLLBACK))
		c->is_lost = true;
}

static err savepoint(struct ctx *cx, struct conn *c, enum save what)
{
	static const enum sqlite_word words[] = {
		[SAVE_BEGIN] = WORD_SAVE, [SAVE_KEEP] = WORD_KEEP, [SAVE_UNDO] = WORD_UNDO};
	err e = what == SAVE_KEEP ? check_deferred(cx, own(c)->db) : OK;
	if (!e)
		e = say(cx, own(c), words[what]);
	if (!e && what == SAVE_UNDO) /* which leaves the savepoint standing */
		e = say(cx, own(c), WORD_KEEP);
	return e;
}

static err script(struct ctx *cx, struct conn *c, const char *text)
{
	int code = sqlite3_exec(own(c)->db, text, NULL, NULL, NULL);
	return code ? sqlite_fail(cx, own(c)->db, "script") : OK;
}

/* ─── the driver ─── */

static const struct query findings[] = {
	SQL("SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
	SQL("SELECT \"table\" || ': row ' || coalesce(rowid, '?') || ' points at no row of '"
	    " || parent FROM pragma_foreign_key_check"),
	{NULL},
};

const struct driver driver_sqlite = {
	.kind = "sqlite",
	.has_one_writer = true,
	.connect = connect,
	.disconnect = disconnect,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.savepoint = savepoint,
	.is_open = is_open,
	.prepare = sqlite_prepare,
	.suits = sqlite_suits,
	.start = sqlite_start,
	.step = sqlite_step,
	.reset = sqlite_reset,
	.discard = sqlite_discard,
	.column = sqlite_column,
	.column_name = sqlite_column_name,
	.script = script,
	.copy_out = sqlite_copy_out,
	.copy_in = sqlite_copy_in,
	.tables = SQL("SELECT name FROM sqlite_schema WHERE type = 'table'"
		      " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"),
	.columns = SQL("SELECT name, pk FROM pragma_table_info($1) ORDER BY name"),
	.findings = findings,
};
