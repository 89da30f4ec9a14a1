#include "policy/aim.h"

#include "base/date.h"
#include "store/sql.h"

static const struct choice state_values[] = {
	{"reached", "已完成", "Reached"},
	{"on_track", "进度正常", "On track"},
	{"behind", "进度滞后", "Behind"},
	{"missed", "未按期完成", "Missed"},
	{"no_record", "到期日无记录", "No record of the day"},
	{"not_applicable", "不适用", "Not applicable"},
};
const struct choices aim_states = CHOICES("target_state", state_values);
_Static_assert(sizeof state_values / sizeof *state_values == AIM__MAX - 1, "a name for each");

/* ─── the state ─── */

/* part / whole ≥ num / den, exactly. */
static bool at_least(int64_t part, int64_t whole, int64_t num, int64_t den)
{
	return (__int128)part * den >= (__int128)whole * num;
}

/* Of the figure, what is `done` of `all` days. */
static bool has_reached(const struct target *t, const struct total *at, int64_t done, int64_t all)
{
	if (t->count != NONE)
		return at_least(at->met, t->count, done, all);
	return total_of(at) > 0 &&
	       (__int128)at->met * 1000 * all >= (__int128)total_of(at) * t->share_permille * done;
}

enum aim_state aim_state_of(const struct target *t, int32_t today, const struct total *now,
			    const struct total *then)
{
	if (today > t->by) {
		if (!then)
			return AIM_NO_RECORD;
		return has_reached(t, then, 1, 1) ? AIM_REACHED : AIM_MISSED;
	}
	if (t->count == NONE && !total_of(now))
		return AIM_NOT_APPLICABLE;
	if (has_reached(t, now, 1, 1))
		return AIM_REACHED;
	int32_t all = t->by - t->from, done = today - t->from;
	bool has_line = t->from && all > 0 && done < all;
	if (has_line && done <= 0)
		return AIM_ON_TRACK;
	return has_line && has_reached(t, now, done, all) ? AIM_ON_TRACK : AIM_BEHIND;
}

/* ─── the regions ─── */

static enum subject_kind kind_of(const struct target *t)
{
	return t->level ? (enum subject_kind)t->level : SUBJECT_AUTHORITY;
}
_Static_assert((int)PACK_AUTHORITY == (int)SUBJECT_AUTHORITY &&
		       (int)PACK_COMMUNITY == (int)SUBJECT_COMMUNITY,
	       "levels are the kinds of regions");

static bool is_within(const struct live_region *r, const struct live_region *outer)
{
	while (r && r->id != outer->id)
		r = r->parent;
	return r != NULL;
}

static void list_regions(struct ctx *cx, const struct target *t, const struct live_region *within,
			 struct aims *ret)
{
	const struct live_pack *p = within->pack;
	*ret = (struct aims){.all = mem_array(cx->mem, struct aim, p->n_regions + 1)};
	for (size_t i = 0; i < p->n_regions; i++) {
		const struct live_region *r = p->regions[i];
		bool is_meant = t->level ? r->kind == kind_of(t) : r == p->region;
		if (is_meant && is_within(r, within))
			ret->all[ret->n++].region = r;
	}
}

static struct aim *aim_in(const struct aims *a, int64_t region_id)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->all[i].region->id == region_id)
			return &a->all[i];
	return NULL;
}

static struct arg ids_of(struct ctx *cx, const struct aims *a)
{
	int64_t *ids = mem_array(cx->mem, int64_t, a->n + 1);
	for (size_t i = 0; i < a->n; i++)
		ids[i] = a->all[i].region->id;
	return i64s(ids, a->n);
}

static void read_total(struct stmt *q, struct total *t)
{
	*t = (struct total){col_i64(q, 1), col_i64(q, 2), col_i64(q, 3), col_i64(q, 4)};
}

static err load_now(struct ctx *cx, int64_t measure_id, const struct aims *a)
{
	struct stmt *q =
		sql(cx,
		    "SELECT home_id, met, unmet, unknown, not_applicable FROM measure_total"
		    " WHERE home_id IN (SELECT unnest FROM unnest($2)) AND measure_id = $1",
		    i64(measure_id), ids_of(cx, a));
	while (sql_next(q))
		read_total(q, &aim_in(a, col_i64(q, 0))->now);
	return sql_end(q);
}

static err load_then(struct ctx *cx, int64_t measure_id, const struct aims *a, const char *day)
{
	struct stmt *q =
		sql(cx,
		    "SELECT d.home_id, d.met, d.unmet, d.unknown, d.not_applicable"
		    " FROM (SELECT unnest AS id FROM unnest($2)) r JOIN measure_day d"
		    " ON d.home_id = r.id AND d.measure_id = $1 AND d.day = (SELECT max(x.day)"
		    " FROM measure_day x WHERE x.home_id = r.id AND x.measure_id = $1"
		    " AND x.day <= $3)",
		    i64(measure_id), ids_of(cx, a), str(day));
	while (sql_next(q)) {
		struct aim *one = aim_in(a, col_i64(q, 0));
		read_total(q, &one->then);
		one->has_then = true;
	}
	return sql_end(q);
}

static void judge(const struct live *l, const struct target *t, struct aim *a)
{
	a->state = aim_state_of(t, l->day, &a->now, a->has_then ? &a->then : NULL);
	a->is_reached_now = has_reached(t, &a->now, 1, 1);
}

err aims_load(struct ctx *cx, const struct live *l, const struct target *t,
	      const struct live_region *within, struct aims *ret)
{
	const struct live_measure *m = live_measure_of(within->pack, t->measure);
	char day[DATE_SIZE];
	list_regions(cx, t, within, ret);
	if (!ret->n || !m)
		return OK;
	date_from_day(t->by, day);
	err e = load_now(cx, m->id, ret);
	if (!e && l->day > t->by)
		e = load_then(cx, m->id, ret, day);
	for (size_t i = 0; i < ret->n && !e; i++)
		judge(l, t, &ret->all[i]);
	return e;
}
