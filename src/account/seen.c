/* When each session was last seen: noted in memory on every request, written once a minute, so
 * that reading does not write. What a crash loses is at most that minute. */
#include <pthread.h>
#include <stdlib.h>

#define HASH_FUNCTION HASH_FNV /* uthash's own choice falls through, which clang refuses */
#include <uthash.h>

#include "account/actor.h"
#include "store/sql.h"

struct seen {
	int64_t session_id, at;
	bool is_written;
	UT_hash_handle hh;
};

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct seen *all;

void seen_note(int64_t session_id, int64_t at)
{
	struct seen *s;
	pthread_rwlock_wrlock(&lock);
	HASH_FIND(hh, all, &session_id, sizeof session_id, s);
	if (!s) {
		s = mem_new(NULL, struct seen);
		s->session_id = session_id;
		HASH_ADD(hh, all, session_id, sizeof session_id, s);
	}
	if (at > s->at) {
		s->at = at;
		s->is_written = false;
	}
	pthread_rwlock_unlock(&lock);
}

int64_t seen_at(int64_t session_id)
{
	struct seen *s;
	pthread_rwlock_rdlock(&lock);
	HASH_FIND(hh, all, &session_id, sizeof session_id, s);
	int64_t at = s ? s->at : 0;
	pthread_rwlock_unlock(&lock);
	return at;
}

/* A copy of what is noted, so that the lock is not held while the database works. */
static struct seen *snapshot(struct ctx *cx, size_t *ret_n)
{
	pthread_rwlock_rdlock(&lock);
	struct seen *copy = mem_array(cx->mem, struct seen, HASH_COUNT(all)), *s, *next;
	size_t n = 0;
	HASH_ITER (hh, all, s, next)
		if (!s->is_written)
			copy[n++] = *s;
	pthread_rwlock_unlock(&lock);
	*ret_n = n;
	return copy;
}

err seen_flush(struct ctx *cx)
{
	size_t n;
	struct seen *s = snapshot(cx, &n);
	for (size_t i = 0; i < n; i++) {
		err e = sql_exec(cx,
				 "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2",
				 i64(s[i].session_id), i64(s[i].at));
		if (e)
			return e;
	}
	ctx_after_commit(cx, seen_forget_written, NULL);
	return OK;
}

/* Drops what has been idle for longer than a session may be; the rest counts as written. */
void seen_forget_written(struct ctx *cx, void *arg)
{
	struct seen *s, *next;
	(void)arg;
	pthread_rwlock_wrlock(&lock);
	HASH_ITER (hh, all, s, next) {
		s->is_written = true;
		if (s->at + session_idle_ms(cx) < cx->now) {
			HASH_DEL(all, s);
			mem_free(s);
		}
	}
	pthread_rwlock_unlock(&lock);
}
