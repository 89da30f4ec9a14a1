/* A driver in front of another: it counts the calls made for one write and fails the n-th, and
 * every one after it until the write has its answer, as if the disk had gone at that moment.
 * Rolling back always works, as it does when a process dies. */
#include <assert.h>

#include "store/store_priv.h"

/* What stands behind: known by its kind, because a wrapped driver keeps it. */
static const struct driver *behind(const struct conn *c)
{
	return c->store->driver.has_one_writer ? &driver_sqlite : &driver_postgresql;
}

static bool strikes(struct conn *c)
{
	if (!c->has_fault_fired && c->fault_left > 0 && --c->fault_left == 0)
		c->has_fault_fired = true;
	return c->has_fault_fired;
}

void fault_arm(struct conn *c, int at)
{
	c->fault_left = at;
	c->has_fault_fired = false;
}

static err begin(struct ctx *cx, struct conn *c, enum tx_mode mode)
{
	return strikes(c) ? store_busy(cx, "fault: begin") : behind(c)->begin(cx, c, mode);
}

static err commit(struct ctx *cx, struct conn *c)
{
	return strikes(c) ? store_busy(cx, "fault: commit") : behind(c)->commit(cx, c);
}

static err savepoint(struct ctx *cx, struct conn *c, enum save what)
{
	if (what != SAVE_UNDO && strikes(c))
		return store_busy(cx, "fault: savepoint");
	return behind(c)->savepoint(cx, c, what);
}

static err prepare(struct ctx *cx, struct conn *c, const char *text, const struct arg *args,
		   struct stmt **ret)
{
	return strikes(c) ? fail_internal(cx, "fault: prepare: %s", text)
			  : behind(c)->prepare(cx, c, text, args, ret);
}

static err start(struct stmt *q, const struct arg *args)
{
	return strikes(q->conn) ? fail_internal(q->cx, "fault: start: %s", q->text)
				: behind(q->conn)->start(q, args);
}

static err step(struct stmt *q)
{
	return strikes(q->conn) ? fail_internal(q->cx, "fault: step: %s", q->text)
				: behind(q->conn)->step(q);
}

static err copy_start(struct ctx *cx, struct conn *c, const char *into)
{
	return strikes(c) ? fail_internal(cx, "fault: copy: %s", into)
			  : behind(c)->copy_start(cx, c, into);
}

static err copy_row(struct ctx *cx, struct conn *c, const struct arg *args)
{
	return strikes(c) ? fail_internal(cx, "fault: copied row")
			  : behind(c)->copy_row(cx, c, args);
}

static err copy_end(struct ctx *cx, struct conn *c)
{
	err e = strikes(c) ? fail_internal(cx, "fault: end of copy") : OK;
	err end = behind(c)->copy_end(cx, c); /* which gives up if there is a failure */
	return e ? e : end;
}

static err notify(struct ctx *cx, struct conn *c, const char *channel, const char *payload)
{
	return strikes(c) ? fail_internal(cx, "fault: notify")
			  : behind(c)->notify(cx, c, channel, payload);
}

void fault_wrap(struct driver *d)
{
	d->begin = begin;
	d->commit = commit;
	d->prepare = prepare;
	d->start = start;
	d->step = step;
	d->savepoint = savepoint;
	d->copy_start = d->copy_start ? copy_start : NULL;
	d->copy_row = d->copy_row ? copy_row : NULL;
	d->copy_end = d->copy_end ? copy_end : NULL;
	d->notify = d->notify ? notify : NULL;
}
