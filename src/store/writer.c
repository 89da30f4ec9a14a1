/* Groups: what waits is run in one transaction, each write in a savepoint of it, committed, and only
 * then is anybody told. And the writer of a database that has one, which does nothing else.
 *
 * A group can break: the disk is full, COMMIT fails. Then nothing of it is in the database, and
 * what its members decided they decided on ground that is gone; so each is run again alone, once,
 * with fresh memory. What fails there has its answer. Only where nobody knows whether the COMMIT that
 * failed was one (its connection went), running again might do everything twice: it is not done.
 */
#include "base/date.h"
#include "base/log.h"
#include "store/store_priv.h"

enum { GROUP_MAX = 256 };

/* In the group's savepoint. Fails only if the group is no longer sound. */
static err run_member(struct writer *wr, struct store_write *w)
{
	const struct driver *d = &wr->store->driver;
	if (work_is_late(wr->store, w))
		return OK;
	err e = d->savepoint(&wr->own, wr->conn, SAVE_BEGIN);
	if (e)
		return e;
	if (!work_run(w, wr->conn) && !d->savepoint(w->cx, wr->conn, SAVE_KEEP))
		return OK;
	if (!d->is_open(wr->conn) || wr->conn->must_retry)
		return store_busy(&wr->own, "the transaction is gone after: %s",
				  w->cx->failure.internal ? w->cx->failure.internal : "an error");
	return d->savepoint(&wr->own, wr->conn, SAVE_UNDO);
}

/* Runs members from `first` on and commits. *ret_rest is the first that was left for the next
 * group: one ends after a write that a fault is meant for, or when it has run for long. */
static err try_group(struct writer *wr, struct store_write *first, struct store_write **ret_rest)
{
	const struct driver *d = &wr->store->driver;
	struct store_write *last = first;
	int64_t until = clock_ticks() + wr->store->settings.group_ms * 1000000;
	*ret_rest = first->next;
	err e = conn_ready(&wr->own, wr->store, CONN_WRITER, &wr->conn);
	if (e)
		return e;
	wr->conn->must_retry = wr->conn->is_in_doubt = false;
	fault_arm(wr->conn, first->fault_at);
	e = d->begin(&wr->own, wr->conn, TX_WRITE);
	for (struct store_write *w = first; w && !e; w = w->next) {
		if (w != first)
			fault_arm(wr->conn, w->fault_at);
		e = run_member(wr, w);
		last = w;
		if (w->fault_at || clock_ticks() > until)
			break;
	}
	if (!e)
		e = d->commit(&wr->own, wr->conn);
	last->has_fault_fired |= wr->conn->has_fault_fired;
	*ret_rest = last->next;
	return e;
}

static void run_again(struct writer *wr, struct store_write *w)
{
	work_undo(w);
	if (!work_is_late(wr->store, w))
		work_insist(wr->store, &wr->conn, w);
}

/* It may stand or not: who asked is told that it is not known to stand. */
static void leave_in_doubt(struct store_write *w)
{
	if (ctx_err(w->cx))
		return;
	work_undo(w);
	err e = store_busy(w->cx, "the connection was lost while committing");
	(void)e; /* its answer is in its cx */
}

static void mend(struct writer *wr, struct store_write *first, struct store_write *rest)
{
	log_event(LOG_WARN, "store.group_broken", {"error", str(wr->own.failure.internal)});
	bool is_in_doubt = wr->conn && wr->conn->is_in_doubt;
	if (wr->conn)
		wr->store->driver.rollback(wr->conn);
	ctx_forgive(&wr->own);
	mem_free(wr->own.mem);
	wr->own.mem = mem_child(NULL);
	for (struct store_write *w = first; w != rest; w = w->next)
		if (is_in_doubt)
			leave_in_doubt(w);
		else
			run_again(wr, w);
}

struct store_write *group_run(struct writer *wr, struct store_write *first)
{
	struct store_write *rest, *next;
	int64_t started = clock_ticks(), n = 0;
	if (try_group(wr, first, &rest))
		mend(wr, first, rest);
	for (struct store_write *w = first; w != rest; w = w->next)
		n++;
	store_count(wr->store, n, clock_ticks() - started);
	for (struct store_write *w = first; w != rest; w = next) {
		next = w->next;
		work_settle(w);
	}
	return rest;
}

void *writer_main(void *store)
{
	struct store *s = store;
	struct writer wr = {.store = s,
			    .conn = store_first_conn(s),
			    .own = {.mem = mem_child(NULL)}};
	struct store_write *batch;
	while ((batch = queue_take(&s->queue, GROUP_MAX)))
		while (batch)
			batch = group_run(&wr, batch);
	conn_close(wr.conn);
	mem_free(wr.own.mem);
	return NULL;
}
