/* The writers of a database that takes several at once: each write in a transaction of its own, beside
 * others.
 *
 * Two that meet on the same rows cannot both commit, and where many want the same row (the next number
 * of a district) they would meet again and again. So who has met another does not race: the first that
 * gets the floor runs all that have met, and what waits behind them, in one group while nobody else
 * writes. For a while after that every write is taken to meet, and goes there at once.
 */
#include "base/date.h"
#include "store/store_priv.h"

enum { GROUP_MAX = 64 }; /* savepoints; of more in a transaction PostgreSQL loses sight */
static const int64_t MEETING_NS = 200 * 1000000;

/* Beside others. False if it met one, and is as if it had not been run. */
static bool run_beside(struct store *s, struct conn **c, struct store_write *w)
{
	int64_t started = clock_ticks();
	pthread_rwlock_rdlock(&s->floor);
	err e = work_is_late(s, w) ? OK : work_alone(s, c, w);
	pthread_rwlock_unlock(&s->floor);
	if (e && *c && (*c)->must_retry) {
		work_undo(w);
		return false;
	}
	store_count(s, 1, clock_ticks() - started);
	work_settle(w);
	return true;
}

static void meet(struct store *s, struct store_write *w)
{
	pthread_mutex_lock(&s->lock);
	w->next = s->met;
	s->met = w;
	pthread_mutex_unlock(&s->lock);
}

static struct store_write *take_met(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	struct store_write *all = s->met;
	s->met = NULL;
	pthread_mutex_unlock(&s->lock);
	struct store_write **end = &all;
	while (*end)
		end = &(*end)->next;
	if (all)
		*end = queue_take_waiting(&s->queue, GROUP_MAX - s->n_threads);
	return all;
}

/* Alone. If somebody was here before, nothing is left to do. */
static void run_met(struct writer *wr)
{
	pthread_rwlock_wrlock(&wr->store->floor);
	for (struct store_write *all = take_met(wr->store); all;)
		all = group_run(wr, all);
	pthread_rwlock_unlock(&wr->store->floor);
}

static void run(struct writer *wr, struct store_write *w)
{
	struct store *s = wr->store;
	int64_t until = atomic_load_explicit(&s->meeting_until, memory_order_relaxed);
	if (clock_ticks() >= until) {
		if (run_beside(s, &wr->conn, w))
			return;
		atomic_store_explicit(&s->meeting_until, clock_ticks() + MEETING_NS,
				      memory_order_relaxed);
	}
	meet(s, w);
	run_met(wr);
}

void *pool_main(void *store)
{
	struct store *s = store;
	struct writer wr = {.store = s,
			    .conn = store_first_conn(s),
			    .own = {.mem = mem_child(NULL)}};
	struct store_write *w;
	while ((w = queue_take(&s->queue, 1)))
		run(&wr, w);
	conn_close(wr.conn);
	mem_free(wr.own.mem);
	return NULL;
}
