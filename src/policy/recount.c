#include "policy/recount.h"

#include <stdlib.h>

#include "base/date.h"
#include "place/reach.h"
#include "policy/subject.h"
#include "policy/tally.h"

/* ─── a block of subjects ─── */

struct block {
	const struct live *l;
	const struct live_pack *p; /* of a sweep */
	struct subjects of;
	struct evaluation ev;
};

static err read_block(struct ctx *cx, void *arg)
{
	struct block *b = arg;
	return evaluate(cx, b->l, &b->of, &b->ev);
}

static err write_block(struct ctx *cx, void *arg)
{
	const struct block *b = arg;
	return tally_apply(cx, b->l, &b->ev);
}

static err run_block(struct ctx *cx, struct store *s, struct block *b)
{
	err e = store_read(s, cx, read_block, b);
	return e || !b->ev.n ? e : store_write_now(s, cx, write_block, b);
}

/* ─── a pack as a whole ─── */

struct recount {
	mem *mem;                /* of the run; NULL: none */
	const struct live *live; /* the snapshot that it runs under, and what it was made from */
	int64_t stamp;
	int32_t day;
	const struct live_pack *p;
	bool is_rebuilt; /* another version, or another tree, than last time */
	enum subject_kind kind;
	struct subjects of[SUBJECT__MAX];
	size_t at;
	int64_t done, total;
};

static void forget_run(struct recount *r)
{
	if (r->mem)
		mem_free(r->mem);
	*r = (struct recount){0};
}

static void end_run(void *r)
{
	forget_run(r);
}

struct recount *recount_new(mem *parent)
{
	struct recount *r = mem_new(parent, struct recount);
	mem_at_end(r, end_run, r);
	return r;
}

static bool runs_under(const struct recount *r, const struct live *l)
{
	return r->live == l && r->stamp == l->stamp && r->day == l->day;
}

struct looking {
	const struct live *l;
	const struct live_pack *due;
	bool is_rebuilt;
};

/* What was evaluated of a pack last time; false: nothing, or not to its end. */
static bool has_run(struct ctx *cx, const struct live_pack *p, const char *day)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM measure_run WHERE pack = $1 AND hash = $2 AND tree = $3"
		       " AND ended_at IS NOT NULL AND (CAST($4 AS TEXT) IS NULL OR day = $4)",
		       str(p->pack->name), str(p->pack->hash), i64(p->tree), str(day)) == 1;
}

/* The first pack that was not evaluated in full as it is today. */
static err find_due(struct ctx *cx, void *arg)
{
	struct looking *w = arg;
	for (size_t i = 0; i < w->l->n_packs && !w->due; i++) {
		const struct live_pack *p = &w->l->packs[i];
		if (has_run(cx, p, reach_today(cx)))
			continue;
		w->due = p;
		w->is_rebuilt = !has_run(cx, p, NULL);
	}
	return ctx_err(cx);
}

static err gather(struct ctx *cx, void *arg)
{
	struct recount *r = arg;
	mem *before = cx->mem;
	err e = OK;
	cx->mem = r->mem;
	for (int kind = 1; kind < SUBJECT__MAX && !e; kind++) {
		bool has_measures = r->p->first[kind] < r->p->first[kind + 1];
		if (has_measures)
			e = subjects_of(cx, r->p, kind, &r->of[kind]);
		r->total += (int64_t)r->of[kind].n;
	}
	cx->mem = before;
	return e;
}

static err note_run(struct ctx *cx, const struct recount *r, bool is_over)
{
	return sql_exec(cx,
			"INSERT INTO measure_run (pack, hash, day, tree, done, total, began_at,"
			" ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pack)"
			" DO UPDATE SET hash = excluded.hash, day = excluded.day,"
			" tree = excluded.tree, done = excluded.done, total = excluded.total,"
			" ended_at = excluded.ended_at",
			str(r->p->pack->name), str(r->p->pack->hash), str(reach_today(cx)),
			i64(r->p->tree), i64(r->done), i64(r->total), i64(cx->now),
			i64(is_over ? cx->now : NONE));
}

static err begin_work(struct ctx *cx, void *arg)
{
	const struct recount *r = arg;
	err e = sql_exec(cx, "DELETE FROM measure_run WHERE pack = $1", str(r->p->pack->name));
	if (e || (r->is_rebuilt && (e = tally_rebuild(cx, r->p))))
		return e;
	return note_run(cx, r, false);
}

static err begin_run(struct ctx *cx, struct store *s, struct recount *r, const struct looking *w)
{
	forget_run(r);
	*r = (struct recount){.mem = mem_pool(4096),
			      .live = w->l,
			      .stamp = w->l->stamp,
			      .day = w->l->day,
			      .p = w->due,
			      .is_rebuilt = w->is_rebuilt,
			      .kind = 1};
	err e = store_read(s, cx, gather, r);
	return e ? e : store_write_now(s, cx, begin_work, r);
}

static err progress_work(struct ctx *cx, void *arg)
{
	const struct recount *r = arg;
	return note_run(cx, r, r->kind == SUBJECT__MAX);
}

/* ─── what is kept of nobody who stands ─── */

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

struct sweep {
	const struct recount *r;
	struct subjects strangers;
};

/* Subjects with a state under the pack's measures of the kind that were not among those evaluated. */
static err find_strangers(struct ctx *cx, void *arg)
{
	struct sweep *w = arg;
	const struct live_pack *p = w->r->p;
	enum subject_kind kind = w->strangers.kind;
	const struct subjects *known = &w->r->of[kind];
	size_t first = p->first[kind], n = p->first[kind + 1] - first;
	int64_t *measures = mem_array(cx->mem, int64_t, n + 1), *ids = NULL;
	int64_t *sorted = mem_dup(cx->mem, known->ids, known->n * sizeof *known->ids);
	qsort(sorted, known->n, sizeof *sorted, by_id);
	for (size_t i = 0; i < n; i++)
		measures[i] = p->measures[first + i].id;
	struct stmt *q = sql(cx,
			     "SELECT DISTINCT subject_id FROM measure_state WHERE measure_id IN"
			     " (SELECT unnest FROM unnest($1))",
			     i64s(measures, n));
	while (sql_next(q)) {
		int64_t id = col_i64(q, 0);
		if (bsearch(&id, sorted, known->n, sizeof id, by_id))
			continue;
		ids = mem_grow(cx->mem, ids, w->strangers.n + 1);
		ids[w->strangers.n++] = id;
	}
	w->strangers.ids = ids;
	return sql_end(q);
}

static err sweep_work(struct ctx *cx, void *arg)
{
	const struct block *b = arg;
	return tally_sweep(cx, b->l, b->p, &b->of);
}

static err sweep_kind(struct ctx *cx, struct store *s, const struct recount *r,
		      enum subject_kind kind)
{
	struct sweep w = {.r = r, .strangers = {.kind = kind}};
	err e = r->p->first[kind] < r->p->first[kind + 1] ? store_read(s, cx, find_strangers, &w)
							  : OK;
	for (size_t i = 0; i < w.strangers.n && !e; i += EVALUATE_MOST) {
		struct block b = {.l = r->live, .p = r->p, .of = subjects_from(&w.strangers, i)};
		e = store_write_now(s, cx, sweep_work, &b);
	}
	return e;
}

static err sweep_all(struct ctx *cx, struct store *s, const struct recount *r)
{
	err e = OK;
	for (int kind = 1; kind < SUBJECT__MAX && !e; kind++)
		e = sweep_kind(cx, s, r, kind);
	return e;
}

static err go_on(struct ctx *cx, struct store *s, struct recount *r)
{
	while (r->kind < SUBJECT__MAX && r->at >= r->of[r->kind].n) {
		r->kind++;
		r->at = 0;
	}
	if (r->kind < SUBJECT__MAX) {
		struct block b = {.l = r->live, .of = subjects_from(&r->of[r->kind], r->at)};
		err e = run_block(cx, s, &b);
		if (e)
			return e;
		r->at += b.of.n;
		r->done += (int64_t)b.of.n;
	}
	err e = r->kind == SUBJECT__MAX ? sweep_all(cx, s, r) : OK;
	e = e ? e : store_write_now(s, cx, progress_work, r);
	if (!e && r->kind == SUBJECT__MAX)
		forget_run(r);
	return e;
}

/* ─── what changed ─── */

enum { TOUCHED_MOST = 300 };

struct touched {
	const struct live *l;
	int64_t *homes, *ids; /* of rows of the queue */
	size_t n;
	struct evaluation *evs;
	size_t n_evs;
};

static err read_touched(struct ctx *cx, struct touched *t)
{
	t->homes = mem_array(cx->mem, int64_t, TOUCHED_MOST);
	t->ids = mem_array(cx->mem, int64_t, TOUCHED_MOST);
	struct stmt *q = sql(cx, "SELECT home_id, id FROM touched ORDER BY id, home_id LIMIT $1",
			     i64(TOUCHED_MOST));
	for (; sql_next(q); t->n++) {
		t->homes[t->n] = col_i64(q, 0);
		t->ids[t->n] = col_i64(q, 1);
	}
	return sql_end(q);
}

static void add_once(int64_t *ids, size_t *n, int64_t id)
{
	for (size_t i = 0; i < *n; i++)
		if (ids[i] == id)
			return;
	ids[(*n)++] = id;
}

/* The regions of a kind in which the homes stand, or above. */
static err regions_touched(struct ctx *cx, const struct touched *t, struct subjects *ret)
{
	int64_t *ids = mem_array(cx->mem, int64_t, t->l->n_regions + 1);
	struct stmt *q = sql_run(cx, subject_regions_of_homes(), i64s(t->homes, t->n));
	while (sql_next(q))
		for (const struct live_region *r = live_region(t->l, col_i64(q, 0)); r;
		     r = r->parent)
			if (r->kind == ret->kind)
				add_once(ids, &ret->n, r->id);
	ret->ids = ids;
	return sql_end(q);
}

static err others_touched(struct ctx *cx, const struct touched *t, struct subjects *ret)
{
	int64_t *ids = NULL;
	struct stmt *q = sql_run(cx, &subject_table_of(ret->kind)->of_homes, i64s(t->homes, t->n));
	while (sql_next(q)) {
		ids = mem_grow(cx->mem, ids, ret->n + 1);
		ids[ret->n++] = col_i64(q, 0);
	}
	ret->ids = ids;
	return sql_end(q);
}

static err evaluate_kind(struct ctx *cx, struct touched *t, enum subject_kind kind)
{
	struct subjects of = {.kind = kind};
	err e = subject_is_region(kind) ? regions_touched(cx, t, &of) : others_touched(cx, t, &of);
	for (size_t i = 0; i < of.n && !e; i += EVALUATE_MOST) {
		struct subjects some = subjects_from(&of, i);
		t->evs = mem_grow(cx->mem, t->evs, t->n_evs + 1);
		e = evaluate(cx, t->l, &some, &t->evs[t->n_evs++]);
	}
	return e;
}

static err touched_work(struct ctx *cx, void *arg)
{
	struct touched *t = arg;
	err e = read_touched(cx, t);
	for (int kind = 1; kind < SUBJECT__MAX && !e && t->n; kind++)
		e = evaluate_kind(cx, t, kind);
	return e;
}

static err apply_work(struct ctx *cx, void *arg)
{
	const struct block *b = arg;
	return tally_apply(cx, b->l, &b->ev);
}

/* Many homes of one import share an id: a row is told by both. What is taken of homes read here was
 * evaluated with them, whichever of its rows it was. */
static err forget_touched(struct ctx *cx, void *arg)
{
	const struct touched *t = arg;
	return sql_exec(cx,
			"DELETE FROM touched WHERE id IN (SELECT unnest FROM unnest($1))"
			" AND home_id IN (SELECT unnest FROM unnest($2))",
			i64s(t->ids, t->n), i64s(t->homes, t->n));
}

/* What was touched is read before its facts are: what is touched meanwhile is another row. */
static err take_touched(struct ctx *cx, struct store *s, const struct live *l, size_t *ret_n)
{
	struct touched t = {.l = l};
	err e = store_read(s, cx, touched_work, &t);
	*ret_n = t.n;
	for (size_t i = 0; i < t.n_evs && !e; i++)
		e = store_write_now(s, cx, apply_work, &(struct block){.l = l, .ev = t.evs[i]});
	return e || !t.n ? e : store_write_now(s, cx, forget_touched, &t);
}

/* ─── steps ─── */

/* What changed comes before a pack as a whole: somebody waits for it. */
err recount_step(struct ctx *cx, struct store *s, const struct live *l, struct recount *r,
		 bool *ret_is_idle)
{
	struct looking w = {.l = l};
	size_t n_touched;
	*ret_is_idle = false;
	if (!runs_under(r, l))
		forget_run(r);
	err e = take_touched(cx, s, l, &n_touched);
	if (e || n_touched == TOUCHED_MOST)
		return e;
	if (r->mem)
		return go_on(cx, s, r);
	if ((e = store_read(s, cx, find_due, &w)))
		return e;
	if (w.due)
		return begin_run(cx, s, r, &w);
	*ret_is_idle = true;
	return OK;
}

err recount_all(struct ctx *cx, struct store *s, const struct live *l, struct recount *r)
{
	mem *all = cx->mem;
	bool is_idle = false;
	err e = OK;
	while (!e && !is_idle) {
		cx->mem = mem_child(all);
		e = recount_step(cx, s, l, r, &is_idle);
		if (!e) /* of a failure the text lies there */
			mem_free(cx->mem);
		cx->mem = all;
	}
	return e;
}
