/* The writers of a database that takes several at once: each write in a transaction of its own,
 * run again when it met another one on the same rows.
 */
#include <sodium.h>
#include <time.h>

#include "base/date.h"
#include "store/store_priv.h"

enum { RETRIES = 3, NAP_US = 2000 };

/* Longer each time, and by chance, so that two that met do not meet again. */
static void nap(int attempt)
{
	uint32_t us = randombytes_uniform((uint32_t)NAP_US << attempt);
	nanosleep(&(struct timespec){.tv_nsec = us * 1000L}, NULL);
}

static void run(struct store *s, struct conn **c, struct store_write *w)
{
	err e = OK;
	bool must_retry = true;
	for (int attempt = 0; must_retry && attempt <= RETRIES; attempt++) {
		if (attempt) {
			work_undo(w);
			nap(attempt);
		}
		e = work_alone(s, c, w);
		must_retry = e && *c && (*c)->must_retry;
	}
	if (must_retry) {
		work_undo(w);
		e = store_busy(w->cx, "met other writes on the same rows %d times", RETRIES + 1);
	}
	(void)e; /* its answer is in its cx */
}

void *pool_main(void *store)
{
	struct store *s = store;
	struct store_write *w;
	struct conn *c = store_first_conn(s);
	while ((w = queue_take(&s->queue, 1))) {
		int64_t started = clock_ticks();
		if (!work_is_late(s, w))
			run(s, &c, w);
		store_count(s, 1, clock_ticks() - started);
		work_settle(w);
	}
	conn_close(c);
	return NULL;
}
