#include "policy/cockpit.h"

#include <string.h>

#include "base/date.h"
#include "place/reach.h"
#include "store/sql.h"

static const struct choice light_values[] = {
	{"met", "达到", "Met"},
	{"unmet", "未达到", "Not met"},
	{"short", "有差距", "Short of it"},
	{"unknown", "情况不明", "Unknown"},
	{"in_force", "已施行", "In force"},
	{"not_applicable", "不适用", "Not applicable"},
	{"not_yet", "尚未承载", "Not yet carried"},
	{"nothing", "无承载", "Carried by nothing"},
};
const struct choices lights = CHOICES("light", light_values);
_Static_assert(sizeof light_values / sizeof *light_values == LIGHT__MAX - 1, "a name for each");

static const struct choice carried_values[] = {
	{"whole", "已承载", "Carried"},
	{"partly", "部分承载", "Partly carried"},
	{"not_yet", "尚未承载", "Not yet carried"},
	{"nothing", "无承载", "Carried by nothing"},
};
const struct choices carrieds = CHOICES("carried", carried_values);
_Static_assert(sizeof carried_values / sizeof *carried_values == CARRIED__MAX - 1,
	       "a name for each");

/* ─── what a pack says ─── */

enum carried clause_carried(const struct clause *c)
{
	size_t n_now = 0;
	for (size_t i = 0; i < c->n_carriers; i++)
		n_now += carrier_carries(&c->carriers[i]);
	bool awaits = c->n_awaits || n_now < c->n_carriers;
	if (n_now)
		return awaits ? CARRIED_PARTLY : CARRIED_WHOLE;
	return awaits ? CARRIED_NOT_YET : CARRIED_BY_NOTHING;
}

const struct measure *carrier_measure(const struct carrier *c)
{
	if (c->kind == CARRIER_MEASURE)
		return c->measure;
	return c->kind == CARRIER_TARGET ? c->target->measure : NULL;
}

size_t clause_measures(const struct clause *c, const struct measure **ret)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n_carriers; i++) {
		const struct measure *m = carrier_measure(&c->carriers[i]);
		bool is_new = m != NULL;
		for (size_t k = 0; k < n && is_new; k++)
			is_new = ret[k] != m;
		if (is_new)
			ret[n++] = m;
	}
	return n;
}

/* ─── departments ─── */

struct department_at {
	const char *duty, *name;
	int64_t region_id;
};

static err load_departments(struct ctx *cx, struct cockpit *c)
{
	int64_t *regions = mem_array(cx->mem, int64_t, c->p->n_regions + 1);
	size_t n = 0;
	for (size_t i = 0; i < c->p->n_regions; i++)
		if (c->p->regions[i]->kind < SUBJECT_SUBDISTRICT)
			regions[n++] = c->p->regions[i]->id;
	struct stmt *q = sql(cx,
			     "SELECT duty, name, region_id FROM organisation WHERE kind = 1"
			     " AND region_id IN (SELECT unnest FROM unnest($1))"
			     " AND duty IS NOT NULL AND deleted_at IS NULL"
			     " AND (until IS NULL OR until >= $2) ORDER BY name, id",
			     i64s(regions, n), str(reach_today(cx)));
	while (sql_next(q)) {
		c->departments = mem_grow(cx->mem, c->departments, c->n_departments + 1);
		c->departments[c->n_departments++] =
			(struct department_at){col_str(q, 0), col_str(q, 1), col_i64(q, 2)};
	}
	return sql_end(q);
}

/* Does a department of this region serve the region that is looked at? A new town's serves what lies
 * in it, and who looks from above sees those of all new towns. */
static bool is_at(const struct cockpit *c, const struct body *b, int64_t region_id)
{
	const struct live_region *at = live_region(c->live, region_id);
	enum subject_kind kind = b->level == PACK_NEW_TOWN ? SUBJECT_NEW_TOWN : SUBJECT_AUTHORITY;
	if (!at || at->kind != kind)
		return false;
	for (const struct live_region *r = c->region; r; r = r->parent)
		if (r->id == at->id)
			return true;
	return c->region->kind < kind;
}

const char *cockpit_holders(struct ctx *cx, const struct cockpit *c, const struct body *b)
{
	struct buf names = buf_on(cx->mem);
	for (size_t i = 0; i < c->n_departments && body_is_department(b); i++) {
		const struct department_at *d = &c->departments[i];
		if (strcmp(d->duty, b->duty) || !is_at(c, b, d->region_id))
			continue;
		buf_puts(&names, names.len ? "、" : "");
		buf_puts(&names, d->name);
	}
	return names.len ? buf_text(&names) : NULL;
}

/* ─── opening ─── */

err cockpit_open(struct ctx *cx, int64_t region_id, const char *pack, struct cockpit *ret)
{
	char earlier[DATE_SIZE];
	struct total *now, *before;
	*ret = (struct cockpit){.live = live_use(cx)};
	ret->region = live_region(ret->live, region_id);
	if (!ret->region)
		return fail(cx, ERR_NOT_FOUND,
			    T("cockpit.no_pack", "本辖区没有施行中的政策包",
			      "No policy pack is in force for this region"));
	ret->p = ret->region->pack;
	ret->doc = ret->p->pack;
	if (pack && strcmp(pack, ret->doc->name))
		ret->doc = ret->doc->base;
	if (!ret->doc || (pack && strcmp(pack, ret->doc->name)))
		return fail_not_found(cx);
	date_from_day(ret->live->day - CHANGE_DAYS, earlier);
	err e = totals_load(cx, ret->p, region_id, NULL, &now);
	if (e || (e = totals_load(cx, ret->p, region_id, earlier, &before)))
		return e;
	ret->now = now;
	ret->earlier = before;
	return load_departments(cx, ret);
}

err cockpit_try(struct ctx *cx, const struct live *l, const struct live_pack *p,
		const struct total *tried, struct cockpit *ret)
{
	*ret = (struct cockpit){.live = l,
				.region = p->region,
				.p = p,
				.doc = p->pack,
				.now = tried, /* its own region stands first */
				.earlier = tried,
				.tried = tried};
	return load_departments(cx, ret);
}

/* ─── the verdict ─── */

static bool is_asked(const struct clause *clause, const struct measure *m)
{
	for (size_t i = 0; i < clause->n_carriers; i++)
		if (clause->carriers[i].kind == CARRIER_MEASURE && clause->carriers[i].measure == m)
			return true;
	return false;
}

static void add_measures(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
			 struct verdict *v)
{
	const struct measure **all =
		mem_array(cx->mem, const struct measure *, clause->n_carriers + 1);
	v->n_measures = clause_measures(clause, all);
	for (size_t i = 0; i < v->n_measures; i++) {
		const struct live_measure *m = live_measure_of(c->p, all[i]);
		if (!m)
			continue;
		total_add(&v->now, &c->now[m - c->p->measures]);
		total_add(&v->earlier, &c->earlier[m - c->p->measures]);
		if (is_asked(clause, all[i]))
			total_add(&v->asked, &c->now[m - c->p->measures]);
	}
}

static err add_aims(struct ctx *cx, const struct cockpit *c, const struct target *t,
		    struct verdict *v)
{
	struct aims aims;
	err e = aims_load(cx, &(struct aims_from){c->live, c->region, c->tried}, t, &aims);
	for (size_t i = 0; i < aims.n && !e; i++) {
		const struct aim *a = &aims.all[i];
		v->aims[a->state]++;
		v->late += a->state == AIM_MISSED && a->is_reached_now;
		v->slipped += a->state == AIM_REACHED && !a->is_reached_now;
	}
	return e;
}

static void add_duty(struct ctx *cx, const struct cockpit *c, const struct duty *d,
		     struct verdict *v)
{
	v->duties++;
	v->duties_held += !body_is_department(d->body) || cockpit_holders(cx, c, d->body);
}

/* What is asked for by itself is asked of everybody, today; what a target counts is asked as far as the
 * target goes: on its day, and that it does not slip afterwards. */
static enum light light_of(const struct cockpit *c, const struct clause *clause,
			   const struct verdict *v)
{
	bool is_firm = clause->force == FORCE_MUST && !c->doc->is_draft;
	bool is_judged = v->aims[AIM_REACHED] + v->aims[AIM_ON_TRACK] + v->aims[AIM_MISSED] > 0;
	if (v->carried == CARRIED_NOT_YET)
		return LIGHT_NOT_YET;
	if (v->carried == CARRIED_BY_NOTHING)
		return LIGHT_NOTHING;
	if (v->aims[AIM_MISSED] > v->late || v->asked.unmet)
		return is_firm ? LIGHT_UNMET : LIGHT_SHORT;
	if (v->aims[AIM_BEHIND] || v->late || v->slipped)
		return LIGHT_SHORT;
	if (v->asked.unknown || v->aims[AIM_NO_RECORD] || v->duties_held < v->duties)
		return LIGHT_UNKNOWN;
	if (v->asked.met || is_judged)
		return LIGHT_MET;
	return v->n_measures ? LIGHT_NOT_APPLICABLE : LIGHT_IN_FORCE;
}

err cockpit_verdict(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
		    struct verdict *ret)
{
	err e = OK;
	*ret = (struct verdict){.carried = clause_carried(clause)};
	add_measures(cx, c, clause, ret);
	for (size_t i = 0; i < clause->n_carriers && !e; i++) {
		const struct carrier *k = &clause->carriers[i];
		if (k->kind == CARRIER_TARGET)
			e = add_aims(cx, c, k->target, ret);
		else if (k->kind == CARRIER_DUTY)
			add_duty(cx, c, k->duty, ret);
	}
	ret->light = light_of(c, clause, ret);
	return e;
}
