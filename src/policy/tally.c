#include "policy/tally.h"

#include <string.h>

#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "place/reach.h"
#include "place/region.h"
#include "store/sql.h"

/* ─── differences of totals ─── */

struct total_key {
	int64_t region_id, measure_id;
};
struct difference {
	struct total_key key;
	int64_t by[MEASURE__MAX];
	UT_hash_handle hh;
};

/* What one transaction does. */
struct tally {
	struct ctx *cx;
	const struct live *l;
	const struct evaluation *ev;
	struct difference *differences;
	struct old_state *old;
	size_t n_new;
};

static struct difference *difference_of(struct tally *t, struct total_key key)
{
	struct difference *d = NULL;
	HASH_FIND(hh, t->differences, &key, sizeof key, d);
	if (d)
		return d;
	d = mem_new(t->cx->mem, struct difference);
	d->key = key;
	HASH_ADD(hh, t->differences, key, sizeof d->key, d);
	return d;
}

/* One subject more, or fewer, in a region and in all above it. */
static void count(struct tally *t, const struct live_region *r, int64_t measure_id, int state,
		  int64_t by)
{
	for (; r; r = r->parent)
		difference_of(t, (struct total_key){r->id, measure_id})->by[state] += by;
}

static bool is_nothing(const struct difference *d)
{
	for (int i = 1; i < MEASURE__MAX; i++)
		if (d->by[i])
			return false;
	return true;
}

static err stage_differences(struct tally *t)
{
	struct bulk *b = sql_bulk(t->cx,
				  "measure_difference(home_id, measure_id, met, unmet, unknown,"
				  " not_applicable)",
				  6);
	for (struct difference *d = t->differences; d; d = d->hh.next)
		if (!is_nothing(d))
			bulk_row(b, ARGS(i64(d->key.region_id), i64(d->key.measure_id),
					 i64(d->by[MEASURE_MET]), i64(d->by[MEASURE_UNMET]),
					 i64(d->by[MEASURE_UNKNOWN]),
					 i64(d->by[MEASURE_NOT_APPLICABLE])));
	return bulk_end(b);
}

/* The day's row is what stood at its end: so far, now. */
static err add_differences(struct ctx *cx)
{
	err e = sql_exec(
		cx, "INSERT INTO measure_total (home_id, measure_id, met, unmet, unknown,"
		    " not_applicable) SELECT home_id, measure_id, met, unmet, unknown,"
		    " not_applicable FROM measure_difference WHERE measure_id > 0"
		    " ON CONFLICT (home_id, measure_id) DO UPDATE SET"
		    " met = measure_total.met + excluded.met,"
		    " unmet = measure_total.unmet + excluded.unmet,"
		    " unknown = measure_total.unknown + excluded.unknown,"
		    " not_applicable = measure_total.not_applicable + excluded.not_applicable");
	if (e)
		return e;
	e = sql_exec(
		cx,
		"INSERT INTO measure_day (home_id, measure_id, day, met, unmet, unknown,"
		" not_applicable) SELECT t.home_id, t.measure_id, $1, t.met, t.unmet, t.unknown,"
		" t.not_applicable FROM measure_difference d JOIN measure_total t"
		" ON t.home_id = d.home_id AND t.measure_id = d.measure_id"
		" WHERE d.measure_id > 0 ON CONFLICT (home_id, measure_id, day) DO UPDATE SET"
		" met = excluded.met, unmet = excluded.unmet, unknown = excluded.unknown,"
		" not_applicable = excluded.not_applicable",
		str(reach_today(cx)));
	return e ? e : sql_exec(cx, "DELETE FROM measure_difference");
}

static err keep_totals(struct tally *t)
{
	err e = stage_differences(t);
	HASH_CLEAR(hh, t->differences);
	return e ? e : add_differences(t->cx);
}

/* ─── what stood before ─── */

struct state_key {
	int64_t subject_id, measure_id;
};
struct old_state {
	struct state_key key;
	int64_t home_id, region_id, since;
	int state;
	bool is_kept; /* the evaluation says something of it */
	UT_hash_handle hh;
};

static const int64_t *homes_of(struct ctx *cx, const struct evaluation *ev)
{
	int64_t *homes = mem_array(cx->mem, int64_t, ev->n + 1);
	for (size_t i = 0; i < ev->n; i++)
		homes[i] = ev->all[i].home_id;
	return homes;
}

static void keep_old(struct tally *t, struct stmt *q)
{
	struct old_state *o = mem_new(t->cx->mem, struct old_state);
	o->key = (struct state_key){col_i64(q, 0), col_i64(q, 1)};
	o->home_id = col_i64(q, 2);
	o->region_id = col_i64(q, 3);
	o->since = col_i64(q, 4);
	o->state = (int)col_i64(q, 5);
	HASH_ADD(hh, t->old, key, sizeof o->key, o);
}

/* All that is kept of the homes: subjects of other kinds stand there too and are let be. */
static err load_old(struct tally *t)
{
	struct ctx *cx = t->cx;
	struct stmt *q = sql(cx,
			     "SELECT subject_id, measure_id, home_id, region_id, since, state"
			     " FROM measure_state WHERE home_id IN (SELECT unnest FROM unnest($1))",
			     i64s(homes_of(cx, t->ev), t->ev->n));
	while (sql_next(q))
		keep_old(t, q);
	return sql_end(q);
}

static struct old_state *old_of(struct tally *t, int64_t subject_id, int64_t measure_id)
{
	struct state_key key = {subject_id, measure_id};
	struct old_state *o = NULL;
	HASH_FIND(hh, t->old, &key, sizeof key, o);
	return o;
}

/* ─── changes ─── */

static err keep_change(struct ctx *cx, const struct old_state *o)
{
	return sql_exec(cx,
			"INSERT INTO measure_change (home_id, subject_id, measure_id, since, until,"
			" state) VALUES ($1, $2, $3, $4, $5, $6)"
			" ON CONFLICT (home_id, subject_id, measure_id, since) DO NOTHING",
			i64(o->home_id), i64(o->key.subject_id), i64(o->key.measure_id),
			i64(o->since), i64(cx->now), i64(o->state));
}

static err update_state(struct tally *t, const struct old_state *o, const struct standing *s,
			int state)
{
	const struct live_region *before = live_region(t->l, o->region_id);
	bool is_other = state != o->state;
	if (!is_other && o->region_id == s->region->id)
		return OK;
	count(t, before, o->key.measure_id, o->state, -1);
	count(t, s->region, o->key.measure_id, state, 1);
	err e = is_other ? keep_change(t->cx, o) : OK;
	return e ? e
		 : sql_exec(t->cx,
			    "UPDATE measure_state SET state = $4, region_id = $5, since = $6"
			    " WHERE home_id = $1 AND subject_id = $2 AND measure_id = $3",
			    i64(o->home_id), i64(o->key.subject_id), i64(o->key.measure_id),
			    i64(state), i64(s->region->id), i64(is_other ? t->cx->now : o->since));
}

static err remove_state(struct tally *t, const struct old_state *o)
{
	count(t, live_region(t->l, o->region_id), o->key.measure_id, o->state, -1);
	err e = keep_change(t->cx, o);
	return e ? e
		 : sql_exec(t->cx,
			    "DELETE FROM measure_state WHERE home_id = $1 AND subject_id = $2"
			    " AND measure_id = $3",
			    i64(o->home_id), i64(o->key.subject_id), i64(o->key.measure_id));
}

static const struct live_measure *measures_of(const struct tally *t, const struct standing *s,
					      size_t *ret_n)
{
	const struct live_pack *p = s->region->pack;
	*ret_n = p->first[t->ev->kind + 1] - p->first[t->ev->kind];
	return p->measures + p->first[t->ev->kind];
}

static err update_known(struct tally *t)
{
	err e = OK;
	for (size_t i = 0; i < t->ev->n && !e; i++) {
		const struct standing *s = &t->ev->all[i];
		size_t n = 0;
		const struct live_measure *m = s->region ? measures_of(t, s, &n) : NULL;
		for (size_t k = 0; k < n && !e; k++) {
			struct old_state *o = old_of(t, s->id, m[k].id);
			t->n_new += !o;
			if (!o)
				continue;
			o->is_kept = true;
			e = update_state(t, o, s, s->states[k]);
		}
	}
	return e;
}

static void add_new(struct tally *t, struct bulk *b, const struct standing *s)
{
	size_t n;
	const struct live_measure *m = measures_of(t, s, &n);
	for (size_t k = 0; k < n; k++) {
		if (old_of(t, s->id, m[k].id))
			continue;
		count(t, s->region, m[k].id, s->states[k], 1);
		bulk_row(b, ARGS(i64(s->home_id), i64(s->id), i64(m[k].id), i64(s->states[k]),
				 i64(s->region->id), i64(t->cx->now)));
	}
}

static err insert_new(struct tally *t)
{
	if (!t->n_new)
		return OK;
	struct bulk *b = sql_bulk(t->cx,
				  "measure_state(home_id, subject_id, measure_id, state, region_id,"
				  " since)",
				  6);
	for (size_t i = 0; i < t->ev->n; i++)
		if (t->ev->all[i].region)
			add_new(t, b, &t->ev->all[i]);
	return bulk_end(b);
}

static bool is_evaluated(const struct tally *t, int64_t subject_id)
{
	for (size_t i = 0; i < t->ev->n; i++)
		if (t->ev->all[i].id == subject_id)
			return true;
	return false;
}

/* A subject that was removed, or lies under another pack now, keeps nothing of what it had here. */
static err remove_gone(struct tally *t)
{
	err e = OK;
	for (struct old_state *o = t->old; o && !e; o = o->hh.next) {
		const struct live_measure *m =
			o->is_kept ? NULL : live_measure(t->l, o->key.measure_id);
		if (m && m->m->subject == t->ev->kind && is_evaluated(t, o->key.subject_id))
			e = remove_state(t, o);
	}
	return e;
}

err tally_apply(struct ctx *cx, const struct live *l, const struct evaluation *ev)
{
	struct tally t = {.cx = cx, .l = l, .ev = ev};
	err e = load_old(&t);
	if (!e && !(e = update_known(&t)) && !(e = remove_gone(&t)))
		e = insert_new(&t);
	HASH_CLEAR(hh, t.old);
	if (!e && t.differences)
		return keep_totals(&t);
	HASH_CLEAR(hh, t.differences);
	return e;
}

/* ─── what nobody told of ─── */

static bool stands(const struct evaluation *ev, const struct live_pack *p, int64_t subject_id)
{
	for (size_t i = 0; i < ev->n; i++)
		if (ev->all[i].id == subject_id)
			return ev->all[i].region && ev->all[i].region->pack == p;
	return false;
}

static err load_kept(struct tally *t, const struct live_pack *p, const struct subjects *of)
{
	size_t first = p->first[of->kind], n = p->first[of->kind + 1] - first;
	int64_t *measures = mem_array(t->cx->mem, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		measures[i] = p->measures[first + i].id;
	struct stmt *q =
		sql(t->cx,
		    "SELECT subject_id, measure_id, home_id, region_id, since, state"
		    " FROM measure_state WHERE measure_id IN (SELECT unnest FROM unnest($1))"
		    " AND subject_id IN (SELECT unnest FROM unnest($2))",
		    i64s(measures, n), i64s(of->ids, of->n));
	while (sql_next(q))
		keep_old(t, q);
	return sql_end(q);
}

err tally_sweep(struct ctx *cx, const struct live *l, const struct live_pack *p,
		const struct subjects *of)
{
	struct evaluation ev;
	struct tally t = {.cx = cx, .l = l, .ev = &ev};
	err e = evaluate(cx, l, of, &ev);
	e = e ? e : load_kept(&t, p, of);
	for (struct old_state *o = t.old; o && !e; o = o->hh.next)
		if (!stands(&ev, p, o->key.subject_id))
			e = remove_state(&t, o);
	HASH_CLEAR(hh, t.old);
	if (!e && t.differences)
		return keep_totals(&t);
	HASH_CLEAR(hh, t.differences);
	return e;
}

/* ─── anew ─── */

static err drop_strangers(struct ctx *cx, const char *pack, const int64_t *ids, size_t n)
{
	err e = sql_exec(
		cx,
		"DELETE FROM measure_state WHERE measure_id IN (SELECT id FROM policy_measure"
		" WHERE pack = $1) AND measure_id NOT IN (SELECT unnest FROM unnest($2))",
		str(pack), i64s(ids, n));
	/* A region that everything has left ends its day with nothing. */
	e = e ? e
	      : sql_exec(cx,
			 "INSERT INTO measure_day (home_id, measure_id, day, met, unmet, unknown,"
			 " not_applicable) SELECT home_id, measure_id, $2, 0, 0, 0, 0"
			 " FROM measure_total WHERE measure_id IN (SELECT id FROM policy_measure"
			 " WHERE pack = $1) ON CONFLICT (home_id, measure_id, day) DO UPDATE SET"
			 " met = 0, unmet = 0, unknown = 0, not_applicable = 0",
			 str(pack), str(reach_today(cx)));
	return e ? e
		 : sql_exec(cx,
			    "DELETE FROM measure_total WHERE measure_id IN"
			    " (SELECT id FROM policy_measure WHERE pack = $1)",
			    str(pack));
}

err tally_rebuild(struct ctx *cx, const struct live_pack *p)
{
	int64_t *ids = mem_array(cx->mem, int64_t, p->n_measures + 1);
	int64_t *regions = mem_array(cx->mem, int64_t, p->n_regions + 1);
	for (size_t i = 0; i < p->n_measures; i++)
		ids[i] = p->measures[i].id;
	for (size_t i = 0; i < p->n_regions; i++)
		regions[i] = p->regions[i]->id;
	err e = drop_strangers(cx, p->pack->name, ids, p->n_measures);
	if (e)
		return e;
	e = sql_exec(cx,
		     "INSERT INTO measure_total (home_id, measure_id, met, unmet, unknown,"
		     " not_applicable) SELECT w.ancestor_id, s.measure_id,"
		     " count(*) FILTER (WHERE s.state = 1), count(*) FILTER (WHERE s.state = 2),"
		     " count(*) FILTER (WHERE s.state = 4), count(*) FILTER (WHERE s.state = 3)"
		     " FROM measure_state s JOIN region_within w"
		     " ON w.descendant_id = s.region_id AND w.until = $3"
		     " WHERE s.measure_id IN (SELECT unnest FROM unnest($1))"
		     " AND w.ancestor_id IN (SELECT unnest FROM unnest($2))"
		     " GROUP BY w.ancestor_id, s.measure_id",
		     i64s(ids, p->n_measures), i64s(regions, p->n_regions), str(STILL));
	return e ? e
		 : sql_exec(
			   cx,
			   "INSERT INTO measure_day (home_id, measure_id, day, met, unmet, unknown,"
			   " not_applicable) SELECT home_id, measure_id, $2, met, unmet, unknown,"
			   " not_applicable FROM measure_total WHERE measure_id IN"
			   " (SELECT unnest FROM unnest($1)) ON CONFLICT (home_id, measure_id, day)"
			   " DO UPDATE SET met = excluded.met, unmet = excluded.unmet,"
			   " unknown = excluded.unknown, not_applicable = excluded.not_applicable",
			   i64s(ids, p->n_measures), str(reach_today(cx)));
}
