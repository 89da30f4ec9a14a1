/* Checkpoints: moving the log into the database file, off the writer's path.
 *
 * A thread with a connection of its own does it each time the log has grown by a step. Under an
 * unbroken stream of writes it never quite reaches the end, and only a log that was read to its
 * end begins anew; so past a limit the writer itself moves the little that is left.
 */
#include "base/log.h"
#include "store/sqlite_priv.h"

enum { STEP_PAGES = 1000, LIMIT_PAGES = 16384 }; /* 4 and 64 MB */

struct checkpointer {
	sqlite3 *db;
	int reported; /* pages in the log when it had last grown by a step */
	int limit;    /* at so many the writer moves it itself */
	bool is_wanted, is_stopping, is_running;
	pthread_t thread;
	pthread_mutex_t lock, moving;
	pthread_cond_t wanted;
};

/* True if the whole log is in the file now. One at a time: who is second waits, and finds little
 * left to do, where SQLite would send it away. */
static bool move_log(struct checkpointer *cp, sqlite3 *db)
{
	int in_log, moved;
	pthread_mutex_lock(&cp->moving);
	int code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
	pthread_mutex_unlock(&cp->moving);
	if (code && (code & 0xFF) != SQLITE_BUSY && (code & 0xFF) != SQLITE_LOCKED)
		log_event(LOG_WARN, "store.checkpoint", {"error", str(sqlite3_errmsg(db))});
	return !code && in_log == moved;
}

static void *work(void *arg)
{
	struct checkpointer *cp = arg;
	pthread_mutex_lock(&cp->lock);
	while (!cp->is_stopping) {
		if (!cp->is_wanted) {
			pthread_cond_wait(&cp->wanted, &cp->lock);
			continue;
		}
		cp->is_wanted = false;
		pthread_mutex_unlock(&cp->lock);
		move_log(cp, cp->db);
		pthread_mutex_lock(&cp->lock);
	}
	pthread_mutex_unlock(&cp->lock);
	return NULL;
}

/* After each COMMIT, on the writer's thread. */
static int on_commit(void *arg, sqlite3 *writer, const char *name, int pages)
{
	struct checkpointer *cp = arg;
	(void)name;
	if (pages < cp->reported) { /* the log has begun anew */
		cp->reported = 0;
		cp->limit = LIMIT_PAGES;
	}
	if (pages - cp->reported < STEP_PAGES)
		return SQLITE_OK;
	cp->reported = pages;
	if (pages >= cp->limit) { /* a reader of an old state may keep it from the end: not often */
		cp->limit = pages + (move_log(cp, writer) ? LIMIT_PAGES : LIMIT_PAGES / 4);
		return SQLITE_OK;
	}
	pthread_mutex_lock(&cp->lock);
	cp->is_wanted = true;
	pthread_mutex_unlock(&cp->lock);
	pthread_cond_signal(&cp->wanted);
	return SQLITE_OK;
}

void checkpointer_stop(struct checkpointer *cp)
{
	pthread_mutex_lock(&cp->lock);
	cp->is_stopping = true;
	pthread_mutex_unlock(&cp->lock);
	pthread_cond_signal(&cp->wanted);
	if (cp->is_running)
		pthread_join(cp->thread, NULL);
	pthread_cond_destroy(&cp->wanted);
	pthread_mutex_destroy(&cp->moving);
	pthread_mutex_destroy(&cp->lock);
	sqlite3_close(cp->db);
	mem_free(cp);
}

err checkpointer_start(struct ctx *cx, sqlite3 *writer, const char *path, struct checkpointer **ret)
{
	struct checkpointer *cp = mem_new(NULL, struct checkpointer);
	err e = OK;
	cp->limit = LIMIT_PAGES;
	pthread_mutex_init(&cp->lock, NULL);
	pthread_mutex_init(&cp->moving, NULL);
	pthread_cond_init(&cp->wanted, NULL);
	if (sqlite3_open_v2(path, &cp->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		e = sqlite_fail(cx, cp->db, path);
	else if (sqlite3_exec(
			 cp->db,
			 "PRAGMA synchronous = FULL; PRAGMA cache_size = -64;"
			 " SELECT count(*) FROM sqlite_schema", /* learns that there is a log */
			 NULL, NULL, NULL))
		e = sqlite_fail(cx, cp->db, "checkpointer");
	else if (pthread_create(&cp->thread, NULL, work, cp))
		e = fail_internal(cx, "the checkpointing thread does not start");
	cp->is_running = !e;
	if (e) {
		checkpointer_stop(cp);
		return e;
	}
	sqlite3_wal_hook(writer, on_commit, cp);
	*ret = cp;
	return OK;
}
