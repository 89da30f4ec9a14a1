#include "policy/trial.h"

#include <string.h>

#include "policy/evaluate.h"

/* ─── the totals under the pack ─── */

static void count_block(const struct live_pack *p, const struct evaluation *ev,
			struct total *totals)
{
	for (size_t i = 0; i < ev->n; i++) {
		const struct standing *s = &ev->all[i];
		if (!s->states || s->region->pack != p)
			continue;
		for (size_t k = p->first[ev->kind]; k < p->first[ev->kind + 1]; k++) {
			struct total *t = &totals[k];
			int64_t *const of[MEASURE__MAX] = {[MEASURE_MET] = &t->met,
							   [MEASURE_UNMET] = &t->unmet,
							   [MEASURE_UNKNOWN] = &t->unknown,
							   [MEASURE_NOT_APPLICABLE] =
								   &t->not_applicable};
			++*of[s->states[k - p->first[ev->kind]]];
		}
	}
}

static err count_kind(struct ctx *cx, const struct live *l, const struct live_pack *p,
		      enum subject_kind kind, struct total *totals)
{
	struct subjects of;
	mem *all = cx->mem;
	err e = subjects_of(cx, p, kind, &of);
	for (size_t i = 0; i < of.n && !e; i += EVALUATE_MOST) {
		struct subjects some = subjects_from(&of, i);
		struct evaluation ev;
		cx->mem = mem_child(all);
		e = evaluate(cx, l, &some, &ev);
		if (!e) {
			count_block(p, &ev, totals);
			mem_free(cx->mem);
		}
		cx->mem = all;
	}
	return e;
}

static err count_all(struct ctx *cx, const struct live *l, const struct live_pack *p,
		     struct total *totals)
{
	err e = OK;
	for (int kind = 1; kind < SUBJECT__MAX && !e; kind++)
		if (p->first[kind] < p->first[kind + 1])
			e = count_kind(cx, l, p, kind, totals);
	return e;
}

/* ─── clause by clause ─── */

static const struct trial_row *row_of(const struct trial_row *all, size_t n, const char *clause)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].clause, clause))
			return &all[i];
	return NULL;
}

static err list_clauses(struct ctx *cx, const struct cockpit *c, struct trial_row **ret)
{
	err e = OK;
	*ret = mem_array(cx->mem, struct trial_row, c->doc->n_clauses + 1);
	for (size_t i = 0; i < c->doc->n_clauses && !e; i++) {
		const struct clause *of = &c->doc->clauses[i];
		struct verdict v;
		e = cockpit_verdict(cx, c, of, &v);
		(*ret)[i] = (struct trial_row){.clause = of->id,
					       .title = label_in(of->title, cx->lang),
					       .light_after = v.light,
					       .after = v.now};
	}
	return e;
}

static void set_before(struct trial_row *to, const struct trial_row *from)
{
	to->light_before = from->light_after;
	to->before = from->after;
}

/* The clauses as they would be, in their order, then those that would go. */
static size_t join(struct trial_row *rows, size_t n, const struct trial_row *before,
		   size_t n_before)
{
	size_t kept = n;
	for (size_t i = 0; i < n; i++) {
		const struct trial_row *was = row_of(before, n_before, rows[i].clause);
		if (was)
			set_before(&rows[i], was);
	}
	for (size_t i = 0; i < n_before; i++) {
		if (row_of(rows, n, before[i].clause))
			continue;
		rows[kept] =
			(struct trial_row){.clause = before[i].clause, .title = before[i].title};
		set_before(&rows[kept++], &before[i]);
	}
	return kept;
}

static err list_before(struct ctx *cx, int64_t region_id, const char *pack, struct trial_row **ret,
		       size_t *ret_n)
{
	struct cockpit c;
	*ret = NULL;
	*ret_n = 0;
	if (!live_region(live_use(cx), region_id))
		return OK;
	err e = cockpit_open(cx, region_id, NULL, &c);
	if (e || strcmp(c.doc->name, pack))
		return e;
	*ret_n = c.doc->n_clauses;
	return list_clauses(cx, &c, ret);
}

err trial_run(struct ctx *cx, const struct pack *pack, struct trial_row **ret, size_t *ret_n)
{
	struct live *l;
	struct trial_row *after, *before;
	size_t n_before;
	struct cockpit c = {0};
	*ret = NULL;
	*ret_n = 0;
	err e = live_try(cx, pack, &l);
	if (e || !l->n_packs)
		return e;
	mem_at_end(cx->mem, live_end, l);
	const struct live_pack *p = &l->packs[0];
	struct total *totals = mem_array(cx->mem, struct total, p->n_measures + 1);
	if ((e = count_all(cx, l, p, totals)) || (e = cockpit_on(cx, l, p->region, totals, &c)) ||
	    (e = list_clauses(cx, &c, &after)) ||
	    (e = list_before(cx, p->region->id, pack->name, &before, &n_before)))
		return e;
	after = mem_grow(cx->mem, after, pack->n_clauses + n_before + 1);
	*ret = after;
	*ret_n = join(after, pack->n_clauses, before, n_before);
	return OK;
}
