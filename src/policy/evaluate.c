#include "policy/evaluate.h"

#include <string.h>

#include "base/date.h"
#include "place/reach.h"
#include "policy/subject.h"

static const struct choice state_values[] = {
	{"met", "达到", "Met"},
	{"unmet", "未达到", "Not met"},
	{"not_applicable", "不适用", "Not applicable"},
	{"unknown", "情况不明", "Unknown"},
};
const struct choices measure_states = CHOICES("measure_state", state_values);
_Static_assert(sizeof state_values / sizeof *state_values == MEASURE__MAX - 1, "a name for each");

/* ─── where subjects stand ─── */

static void place_regions(struct ctx *cx, const struct live *l, const struct subjects *of,
			  struct evaluation *ret)
{
	for (size_t i = 0; i < of->n; i++) {
		const struct live_region *r = live_region(l, of->ids[i]);
		bool is_one = r && r->kind == ret->kind;
		ret->all[ret->n++] =
			(struct standing){.id = of->ids[i],
					  .home_id = of->ids[i],
					  .name = is_one ? mem_str(cx->mem, r->name) : "",
					  .region = is_one ? r : NULL};
	}
}

static err place_others(struct ctx *cx, const struct live *l, const struct subjects *of,
			struct evaluation *ret)
{
	struct stmt *q = sql_run(cx, &subject_table_of(of->kind)->placed, i64s(of->ids, of->n));
	while (sql_next(q)) {
		bool stands = col_i64(q, 3) == 1;
		ret->all[ret->n++] = (struct standing){
			.id = col_i64(q, 0),
			.home_id = col_i64(q, 1),
			.region = stands ? live_region(l, col_i64(q, 2)) : NULL,
			.name = col_str(q, 4),
		};
	}
	return sql_end(q);
}

/* ─── expressions over facts ─── */

/* What evaluates measures of one kind under one pack: of the values that expressions read, the facts of
 * a subject come and go, the parameters stay. */
struct bench {
	const struct live_pack *p;
	enum subject_kind kind;
	size_t n_facts;
	struct expr_value *values;
};

static struct bench bench_of(struct ctx *cx, const struct live_pack *p, enum subject_kind kind,
			     int32_t today)
{
	const struct fact *const *facts;
	struct bench b = {
		.p = p,
		.kind = kind,
		.n_facts = facts_of(facts_all(), kind, &facts),
		.values = mem_array(cx->mem, struct expr_value, pack_scope(p->pack, kind)->n + 1),
	};
	pack_fill_values(p->pack, kind, today, b.values);
	return b;
}

static const struct expr_value *values_for(struct bench *b, const struct expr_value *facts)
{
	memcpy(b->values, facts, b->n_facts * sizeof *facts);
	return b->values;
}

static enum measure_state state_of(const struct expr_result *r, bool is_condition)
{
	if (r->outcome != EXPR_VALUE)
		return MEASURE_UNKNOWN;
	if (r->value.b)
		return MEASURE_MET;
	return is_condition ? MEASURE_NOT_APPLICABLE : MEASURE_UNMET;
}

static enum measure_state run_measure(mem *m, const struct measure *of,
				      const struct expr_value *values)
{
	struct expr_result r;
	if (of->when) {
		r = expr_run(m, of->when, values);
		enum measure_state applies = state_of(&r, true);
		if (applies != MEASURE_MET)
			return applies;
	}
	r = expr_run(m, of->meets, values);
	return state_of(&r, false);
}

/* ─── a block of subjects ─── */

static const unsigned char *run_all(struct ctx *cx, struct bench *b, const struct expr_value *facts)
{
	size_t first = b->p->first[b->kind], n = b->p->first[b->kind + 1] - first;
	unsigned char *states = mem_array(cx->mem, unsigned char, n + 1);
	const struct expr_value *values = values_for(b, facts);
	mem *scratch = mem_child(cx->mem);
	for (size_t i = 0; i < n; i++)
		states[i] =
			(unsigned char)run_measure(scratch, b->p->measures[first + i].m, values);
	mem_free(scratch);
	return states;
}

/* Those under one pack together: their facts are loaded at once. */
static err run_pack(struct ctx *cx, const struct live *l, const struct live_pack *p,
		    struct evaluation *ev)
{
	struct bench b = bench_of(cx, p, ev->kind, l->day);
	int64_t *ids = mem_array(cx->mem, int64_t, ev->n + 1);
	struct expr_value *facts;
	size_t n = 0;
	for (size_t i = 0; i < ev->n; i++)
		if (ev->all[i].region && ev->all[i].region->pack == p)
			ids[n++] = ev->all[i].id;
	if (!n || p->first[ev->kind] == p->first[ev->kind + 1])
		return OK;
	err e = facts_load(cx, facts_all(), &(struct subjects){ev->kind, ids, n}, &facts);
	for (size_t i = 0, k = 0; i < ev->n && !e; i++)
		if (ev->all[i].region && ev->all[i].region->pack == p)
			ev->all[i].states = run_all(cx, &b, facts + k++ * b.n_facts);
	return e;
}

err evaluate(struct ctx *cx, const struct live *l, const struct subjects *of,
	     struct evaluation *ret)
{
	err e = OK;
	*ret = (struct evaluation){.kind = of->kind,
				   .all = mem_array(cx->mem, struct standing, of->n + 1)};
	if (subject_is_region(of->kind))
		place_regions(cx, l, of, ret);
	else
		e = place_others(cx, l, of, ret);
	for (size_t i = 0; i < l->n_packs && !e; i++)
		e = run_pack(cx, l, &l->packs[i], ret);
	return e;
}

/* ─── why ─── */

static const char *why(struct ctx *cx, struct bench *b, const struct measure *m,
		       const struct expr_value *facts)
{
	const struct expr_value *values = values_for(b, facts);
	enum measure_state state = run_measure(cx->mem, m, values);
	if (state == MEASURE_MET || state == MEASURE_NOT_APPLICABLE)
		return "";
	if (m->when) {
		struct expr_result r = expr_run(cx->mem, m->when, values);
		if (r.outcome != EXPR_VALUE)
			return expr_explain(cx->mem, m->when, values, cx->lang);
	}
	return expr_explain(cx->mem, m->meets, values, cx->lang);
}

err evaluate_why(struct ctx *cx, const struct live_measure *m, const int64_t *ids, size_t n,
		 const char ***ret)
{
	enum subject_kind kind = m->m->subject;
	struct expr_value *facts;
	struct bench b = bench_of(cx, m->pack, kind, date_to_day(reach_today(cx)));
	*ret = mem_array(cx->mem, const char *, n + 1);
	err e = facts_load(cx, facts_all(), &(struct subjects){kind, ids, n}, &facts);
	for (size_t i = 0; i < n && !e; i++)
		(*ret)[i] = why(cx, &b, m->m, facts + i * b.n_facts);
	return e;
}

err evaluate_why_all(struct ctx *cx, const struct live_measure *const *measures, size_t n,
		     int64_t id, const char ***ret)
{
	struct expr_value *facts;
	*ret = mem_array(cx->mem, const char *, n + 1);
	if (!n)
		return OK;
	enum subject_kind kind = measures[0]->m->subject;
	struct bench b = bench_of(cx, measures[0]->pack, kind, date_to_day(reach_today(cx)));
	err e = facts_load(cx, facts_all(), &(struct subjects){kind, &id, 1}, &facts);
	for (size_t i = 0; i < n && !e; i++)
		(*ret)[i] = why(cx, &b, measures[i]->m, facts);
	return e;
}

/* ─── all subjects ─── */

static const int64_t *region_ids(struct ctx *cx, const struct live_pack *p, enum subject_kind kind,
				 size_t *ret_n)
{
	int64_t *ids = mem_array(cx->mem, int64_t, p->n_regions + 1);
	*ret_n = 0;
	for (size_t i = 0; i < p->n_regions; i++)
		if (!kind || p->regions[i]->kind == kind)
			ids[(*ret_n)++] = p->regions[i]->id;
	return ids;
}

err subjects_of(struct ctx *cx, const struct live_pack *p, enum subject_kind kind,
		struct subjects *ret)
{
	enum { STEP = 1024 };
	int64_t *ids = NULL;
	size_t n = 0, n_regions;
	*ret = (struct subjects){.kind = kind};
	if (subject_is_region(kind)) {
		ret->ids = region_ids(cx, p, kind, &ret->n);
		return OK;
	}
	const int64_t *regions = region_ids(cx, p, 0, &n_regions);
	struct stmt *q = sql_run(cx, &subject_table_of(kind)->within, i64s(regions, n_regions));
	while (sql_next(q)) {
		if (n % STEP == 0)
			ids = mem_grow(cx->mem, ids, n + STEP);
		ids[n++] = col_i64(q, 0);
	}
	ret->ids = ids;
	ret->n = n;
	return sql_end(q);
}
