/* One write: run, undone, settled. Used by the writer of SQLite and the pool of PostgreSQL. */
#include <sodium.h>
#include <time.h>

#include "base/date.h"
#include "store/store_priv.h"

enum { RETRIES = 3, NAP_US = 2000 };

bool work_is_late(struct store *s, struct store_write *w)
{
	int64_t waited = clock_ticks() - w->queued_at;
	if (!ctx_err(w->cx) && waited > s->settings.wait_cap_ms * 1000000)
		return store_busy(w->cx, "waited %lld ms for the writer",
				  (long long)(waited / 1000000)) != OK;
	return ctx_err(w->cx) != OK;
}

err work_run(struct store_write *w, struct conn *c)
{
	struct ctx *cx = w->cx;
	struct tx tx = {.store = c->store, .conn = c, .mode = TX_WRITE};
	mem *all = cx->mem;
	w->before = cx->after_commit;
	cx->mem = w->run_mem = mem_child(all);
	cx->tx = &tx;
	err e = w->work(cx, w->arg);
	tx_close(&tx);
	cx->tx = NULL;
	cx->mem = all;
	if (e && !ctx_err(cx))
		return fail_internal(cx, "a write returned %s without fail()", err_code(e));
	if (tx.is_broken && !ctx_err(cx))
		return fail_internal(cx, "a write went on after a statement had failed");
	return ctx_err(cx);
}

err work_alone(struct store *s, struct conn **c, struct store_write *w)
{
	const struct driver *d = &s->driver;
	err e = conn_ready(w->cx, s, CONN_WRITER, c);
	if (e)
		return e;
	(*c)->must_retry = false;
	fault_arm(*c, w->has_fault_fired ? 1 : w->fault_at); /* what has failed stays failed */
	e = d->begin(w->cx, *c, TX_WRITE);
	if (!e)
		e = work_run(w, *c);
	if (!e)
		e = d->commit(w->cx, *c);
	if (e)
		d->rollback(*c);
	w->has_fault_fired |= (*c)->has_fault_fired;
	return e;
}

/* Longer each time, and by chance, so that two that met do not meet again. */
static void nap(int attempt)
{
	uint32_t us = randombytes_uniform((uint32_t)NAP_US << attempt);
	nanosleep(&(struct timespec){.tv_nsec = us * 1000L}, NULL);
}

void work_insist(struct store *s, struct conn **c, struct store_write *w)
{
	err e = OK;
	bool has_met = true;
	for (int attempt = 0; has_met && attempt <= RETRIES; attempt++) {
		if (attempt) {
			work_undo(w);
			nap(attempt);
		}
		e = work_alone(s, c, w);
		has_met = e && *c && (*c)->must_retry;
	}
	if (has_met) {
		work_undo(w);
		e = store_busy(w->cx, "met other writes on the same rows %d times", RETRIES + 1);
	}
	(void)e; /* its answer is in its cx */
}

void work_undo(struct store_write *w)
{
	if (!w->run_mem)
		return;
	ctx_forgive(w->cx);
	w->cx->after_commit = w->before;
	mem_free(w->run_mem);
	w->run_mem = NULL;
}

void work_settle(struct store_write *w)
{
	if (!ctx_err(w->cx))
		ctx_run_after_commit(w->cx);
	else
		w->cx->after_commit = NULL;
	w->done(w);
}
