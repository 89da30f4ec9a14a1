/* One measure for a region: who does not meet it and why, how it went, the regions below; and the
 * clauses of one estate. */
#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "base/date.h"
#include "http/page.h"
#include "place/reach.h"
#include "place/region.h"
#include "policy/cockpit.h"
#include "policy/evaluate.h"
#include "policy/policy_api.h"
#include "policy/subject.h"

enum { LONG = 4000 };

/* The measure in the path, under the pack of the region in it. */
static err measure_in(struct ctx *cx, const struct request *rq,
		      const struct live_region **ret_region, const struct live_measure **ret)
{
	const struct live *l = live_use(cx);
	*ret_region = live_region(l, request_id(rq, "region"));
	*ret = l ? live_measure(l, request_id(rq, "measure")) : NULL;
	bool is_there = *ret_region && *ret && (*ret)->pack == (*ret_region)->pack;
	return is_there ? OK : fail_not_found(cx);
}

/* ─── its subjects ─── */

struct subject_out {
	int64_t id, home_id, kind, region_id, state, since;
	const char *name, *region, *why;
};
static const struct field subject_fields[] = {
	{"id", F_ID, 0, AT(subject_out, id), L("标识", "Id")},
	{"home_id", F_ID, 0, AT(subject_out, home_id), L("所属标识", "Home")},
	{"kind", F_ENUM, 0, AT(subject_out, kind), L("对象", "Subject"), .of = &subject_kinds},
	{"name", F_TEXT, 0, AT(subject_out, name), L("名称", "Name")},
	{"region_id", F_ID, 0, AT(subject_out, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(subject_out, region), L("所属辖区", "Region")},
	{"state", F_ENUM, 0, AT(subject_out, state), L("状态", "State"), .of = &measure_states},
	{"since", F_INSTANT, 0, AT(subject_out, since), L("自何时起", "Since")},
	{"why", F_TEXT, 0, AT(subject_out, why), L("原因", "Why"), 0, LONG},
	{0},
};

static const struct sort subject_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID("SELECT s.subject_id AS id, s.subject_id, s.home_id, s.region_id, s.state,"
			" s.since FROM measure_state s WHERE s.measure_id = $5 AND s.state = $6"
			" AND s.region_id IN (SELECT unnest FROM unnest($7))",
			"s.subject_id")},
	{0},
};
static const struct query all_subjects =
	SQL("SELECT s.subject_id AS id, s.subject_id, s.home_id, s.region_id, s.state, s.since"
	    " FROM measure_state s WHERE s.measure_id = $1 AND s.state = $2"
	    " AND s.region_id IN (SELECT unnest FROM unnest($3)) ORDER BY s.subject_id");

struct subject_rows {
	const struct live *l;
	const struct live_measure *m;
	struct subject_out *all;
	size_t n;
};

static err read_rows(struct ctx *cx, struct stmt *q, struct subject_rows *rows)
{
	while (sql_next(q)) {
		const struct live_region *r = live_region(rows->l, col_i64(q, 3));
		rows->all = mem_grow(cx->mem, rows->all, rows->n + 1);
		rows->all[rows->n++] = (struct subject_out){.id = col_i64(q, 1),
							    .home_id = col_i64(q, 2),
							    .kind = rows->m->m->subject,
							    .region_id = col_i64(q, 3),
							    .region = r ? r->name : "",
							    .name = r ? r->name : "",
							    .state = col_i64(q, 4),
							    .since = col_i64(q, 5)};
	}
	return sql_end(q);
}

static err name_rows(struct ctx *cx, struct subject_out *rows, const int64_t *ids, size_t n,
		     enum subject_kind kind)
{
	if (subject_is_region(kind))
		return OK;
	struct stmt *q = sql_run(cx, &subject_table_of(kind)->placed, i64s(ids, n));
	while (sql_next(q))
		for (size_t i = 0; i < n; i++)
			if (rows[i].id == col_i64(q, 0))
				rows[i].name = col_str(q, 4);
	return sql_end(q);
}

static err explain_rows(struct ctx *cx, const struct subject_rows *rows, size_t from, size_t n)
{
	int64_t *ids = mem_array(cx->mem, int64_t, n + 1);
	const char **why;
	for (size_t i = 0; i < n; i++)
		ids[i] = rows->all[from + i].id;
	err e = name_rows(cx, rows->all + from, ids, n, rows->m->m->subject);
	if (e || (e = evaluate_why(cx, rows->m, ids, n, &why)))
		return e;
	for (size_t i = 0; i < n; i++)
		rows->all[from + i].why = why[i];
	return OK;
}

static err complete(struct ctx *cx, struct stmt *q, struct subject_rows *rows)
{
	err e = read_rows(cx, q, rows);
	for (size_t i = 0; i < rows->n && !e; i += EVALUATE_MOST) {
		size_t left = rows->n - i;
		e = explain_rows(cx, rows, i, left < EVALUATE_MOST ? left : EVALUATE_MOST);
	}
	return e;
}

static void write_row(void *arg, struct stmt *q, struct json *j)
{
	const struct subject_rows *rows = arg;
	for (size_t i = 0; i < rows->n; i++)
		if (rows->all[i].id == col_i64(q, 1))
			fields_write(j, subject_fields, &rows->all[i], true);
}

static struct arg regions_below(struct ctx *cx, const struct live_region *of)
{
	const struct live_pack *p = of->pack;
	int64_t *ids = mem_array(cx->mem, int64_t, p->n_regions + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n_regions; i++)
		for (const struct live_region *r = p->regions[i]; r; r = r->parent)
			if (r->id == of->id)
				ids[n++] = p->regions[i]->id;
	return i64s(ids, n);
}

/* A page is read twice: once for the names and reasons of its rows, which are worked out together, and
 * once to be sent. */
static err subjects_get(struct ctx *cx, struct request *rq)
{
	struct subject_rows rows = {.l = live_use(cx)};
	const struct live_region *region;
	struct page p;
	int64_t total = NONE;
	err e = measure_in(cx, rq, &region, &rows.m);
	if (e || (e = page_read(cx, rq, subject_sorts, &p)))
		return e;
	int64_t said = request_param_int(rq, "state");
	struct arg measure = i64(rows.m->id), regions = regions_below(cx, region),
		   state = i64(said == NONE ? MEASURE_UNMET : said);
	if (rq->sink) {
		e = complete(cx, sql_run(cx, &all_subjects, measure, state, regions), &rows);
		return e ? e : reply_list(cx, rq, rows.all, sizeof *rows.all, rows.n);
	}
	if ((e = complete(cx, sql_run(cx, page_query(&p), PAGE_ARGS(&p), measure, state, regions),
			  &rows)))
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM measure_state s"
				" WHERE s.measure_id = $1 AND s.state = $2 AND s.region_id IN"
				" (SELECT unnest FROM unnest($3)) LIMIT " PAGE_COUNT ") x",
				measure, state, regions);
	p.write = write_row;
	p.write_arg = &rows;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), measure, state, regions),
			  total);
}

/* ─── its days ─── */

struct day_out {
	const char *day;
	int64_t met, unmet, unknown, not_applicable;
};
static const struct field day_fields[] = {
	{"day", F_DATE, 0, AT(day_out, day), L("日期", "Day")},
	{"met", F_INT, 0, AT(day_out, met), L("达到", "Met")},
	{"unmet", F_INT, 0, AT(day_out, unmet), L("未达到", "Not met")},
	{"unknown", F_INT, 0, AT(day_out, unknown), L("情况不明", "Unknown")},
	{"not_applicable", F_INT, 0, AT(day_out, not_applicable), L("不适用", "Not applicable")},
	{0},
};

/* Days on which it changed: between two of them it stood as on the first. */
static err days_get(struct ctx *cx, struct request *rq)
{
	const struct live_region *region;
	const struct live_measure *m;
	struct day_out *all = NULL;
	size_t n = 0;
	err e = measure_in(cx, rq, &region, &m);
	if (e)
		return e;
	struct stmt *q = sql(cx,
			     "SELECT day, met, unmet, unknown, not_applicable FROM measure_day"
			     " WHERE home_id = $1 AND measure_id = $2 ORDER BY day",
			     i64(region->id), i64(m->id));
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		sql_read(q, day_fields, &all[n++]);
	}
	return (e = sql_end(q)) ? e : reply_list(cx, rq, all, sizeof *all, n);
}

/* ─── the regions below ─── */

struct region_out {
	int64_t region_id, level, met, unmet, unknown, not_applicable;
	const char *region;
};
static const struct field region_out_fields[] = {
	{"region_id", F_ID, 0, AT(region_out, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(region_out, region), L("辖区", "Region")},
	{"level", F_ENUM, 0, AT(region_out, level), L("层级", "Level"), .of = &region_levels},
	{"met", F_INT, 0, AT(region_out, met), L("达到", "Met")},
	{"unmet", F_INT, 0, AT(region_out, unmet), L("未达到", "Not met")},
	{"unknown", F_INT, 0, AT(region_out, unknown), L("情况不明", "Unknown")},
	{"not_applicable", F_INT, 0, AT(region_out, not_applicable), L("不适用", "Not applicable")},
	{0},
};

static err fill_totals(struct ctx *cx, int64_t measure_id, struct region_out *all, size_t n)
{
	int64_t *ids = mem_array(cx->mem, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		ids[i] = all[i].region_id;
	struct stmt *q =
		sql(cx,
		    "SELECT home_id, met, unmet, unknown, not_applicable FROM measure_total"
		    " WHERE home_id IN (SELECT unnest FROM unnest($2)) AND measure_id = $1",
		    i64(measure_id), i64s(ids, n));
	while (sql_next(q))
		for (size_t i = 0; i < n; i++)
			if (all[i].region_id == col_i64(q, 0)) {
				all[i].met = col_i64(q, 1);
				all[i].unmet = col_i64(q, 2);
				all[i].unknown = col_i64(q, 3);
				all[i].not_applicable = col_i64(q, 4);
			}
	return sql_end(q);
}

static err regions_get(struct ctx *cx, struct request *rq)
{
	const struct live_region *region;
	const struct live_measure *m;
	size_t n = 0;
	err e = measure_in(cx, rq, &region, &m);
	if (e)
		return e;
	struct region_out *all = mem_array(cx->mem, struct region_out, region->pack->n_regions + 1);
	for (size_t i = 0; i < region->pack->n_regions; i++) {
		const struct live_region *r = region->pack->regions[i];
		if (r->parent && r->parent->id == region->id)
			all[n++] = (struct region_out){.region_id = r->id,
						       .region = r->name,
						       .level = r->level};
	}
	e = fill_totals(cx, m->id, all, n);
	return e ? e : reply_list(cx, rq, all, sizeof *all, n);
}

/* ─── an estate's own list of duties ─── */

struct estate_clause {
	const char *pack, *clause, *cites, *clause_title, *measure, *why, *remedy;
	int64_t force, region_id, measure_id, state, since;
};
static const struct field estate_clause_fields[] = {
	{"pack", F_TEXT, 0, AT(estate_clause, pack), L("政策包", "Pack")},
	{"clause", F_TEXT, 0, AT(estate_clause, clause), L("条款编号", "Clause")},
	{"cites", F_TEXT, 0, AT(estate_clause, cites), L("文件位置", "Where it stands")},
	{"clause_title", F_TEXT, 0, AT(estate_clause, clause_title), L("条款", "Clause title")},
	{"force", F_ENUM, 0, AT(estate_clause, force), L("效力", "Force"), .of = &forces},
	{"region_id", F_ID, 0, AT(estate_clause, region_id), L("辖区标识", "Region id")},
	{"measure_id", F_ID, 0, AT(estate_clause, measure_id), L("指标标识", "Measure id")},
	{"measure", F_TEXT, 0, AT(estate_clause, measure), L("指标", "Measure")},
	{"state", F_ENUM, 0, AT(estate_clause, state), L("状态", "State"), .of = &measure_states},
	{"since", F_INSTANT, 0, AT(estate_clause, since), L("自何时起", "Since")},
	{"why", F_TEXT, 0, AT(estate_clause, why), L("原因", "Why"), 0, LONG},
	{"remedy", F_TEXT, 0, AT(estate_clause, remedy), L("怎么办", "What to do"), 0, LONG},
	{0},
};

/* How the estate stands now, as kept. */
struct kept_state {
	int64_t measure_id, state, since;
};

static err read_kept(struct ctx *cx, int64_t estate_id, struct kept_state **ret, size_t *ret_n,
		     int64_t *ret_region)
{
	*ret = NULL;
	*ret_n = 0;
	struct stmt *q = sql(cx,
			     "SELECT measure_id, state, since, region_id FROM measure_state"
			     " WHERE home_id = $1 AND subject_id = $1",
			     i64(estate_id));
	while (sql_next(q)) {
		*ret = mem_grow(cx->mem, *ret, *ret_n + 1);
		(*ret)[(*ret_n)++] =
			(struct kept_state){col_i64(q, 0), col_i64(q, 1), col_i64(q, 2)};
		*ret_region = col_i64(q, 3);
	}
	return sql_end(q);
}

struct estate_list {
	int64_t estate_id;
	const struct live_region *region;
	const struct kept_state *kept;
	size_t n_kept;
	struct estate_clause *all;
	const struct live_measure **measures; /* of each row */
	size_t n;
};

static const struct kept_state *kept_of(const struct estate_list *w, int64_t measure_id)
{
	for (size_t i = 0; i < w->n_kept; i++)
		if (w->kept[i].measure_id == measure_id)
			return &w->kept[i];
	return NULL;
}

static void add_estate_clause(struct ctx *cx, struct estate_list *w, const struct pack *doc,
			      const struct clause *c, const struct measure *of)
{
	const struct live_measure *m = live_measure_of(w->region->pack, of);
	const struct kept_state *k = m ? kept_of(w, m->id) : NULL;
	if (!k || of->subject != SUBJECT_ESTATE || k->state == MEASURE_NOT_APPLICABLE)
		return;
	w->all = mem_grow(cx->mem, w->all, w->n + 1);
	w->measures = mem_grow(cx->mem, w->measures, w->n + 1);
	w->measures[w->n] = m;
	w->all[w->n++] = (struct estate_clause){.pack = doc->name,
						.clause = c->id,
						.cites = c->cites,
						.clause_title = label_in(c->title, cx->lang),
						.force = c->force,
						.region_id = w->region->id,
						.measure_id = m->id,
						.measure = label_in(of->title, cx->lang),
						.state = k->state,
						.since = k->since,
						.remedy = label_in(of->remedy, cx->lang)};
}

static void add_document(struct ctx *cx, struct estate_list *w, const struct pack *doc)
{
	for (size_t i = 0; i < doc->n_clauses; i++) {
		const struct clause *c = &doc->clauses[i];
		const struct measure **of =
			mem_array(cx->mem, const struct measure *, c->n_carriers + 1);
		size_t n = clause_measures(c, of);
		for (size_t k = 0; k < n; k++)
			add_estate_clause(cx, w, doc, c, of[k]);
	}
}

static err explain_estate(struct ctx *cx, struct estate_list *w)
{
	const char **why;
	err e = evaluate_why_all(cx, w->measures, w->n, w->estate_id, &why);
	for (size_t i = 0; i < w->n && !e; i++)
		w->all[i].why = *why[i] ? why[i] : NULL;
	return e;
}

static err estate_clauses(struct ctx *cx, struct request *rq)
{
	struct estate_list w = {.estate_id = request_id(rq, "estate")};
	struct kept_state *kept;
	int64_t region_id = 0;
	err e = read_kept(cx, w.estate_id, &kept, &w.n_kept, &region_id);
	if (e)
		return e;
	w.kept = kept;
	w.region = live_region(live_use(cx), region_id);
	for (const struct pack *doc = w.region ? w.region->pack->pack : NULL; doc; doc = doc->base)
		add_document(cx, &w, doc);
	e = explain_estate(cx, &w);
	return e ? e : reply_list(cx, rq, w.all, sizeof *w.all, w.n);
}

static const struct param state_query[] = {{"state", F_ENUM, &measure_states}, {0}};

const struct route measure_routes[] = {
	{"GET", "/regions/{region}/measures/{measure}/subjects", MAY_READ_ESTATE, SCOPE_REGION,
	 subjects_get, .out = subject_fields,
	 .summary = "Who stands so to a measure, and why: those who do not meet it unless asked",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = state_query},
	{"GET", "/regions/{region}/measures/{measure}/days", MAY_READ_POLICY, SCOPE_REGION,
	 days_get, .out = day_fields,
	 .summary = "How a measure went, by the days on which it changed", .flags = ROUTE_LIST},
	{"GET", "/regions/{region}/measures/{measure}/regions", MAY_READ_POLICY, SCOPE_REGION,
	 regions_get, .out = region_out_fields, .summary = "A measure in the regions below",
	 .flags = ROUTE_LIST},
	{"GET", "/estates/{estate}/clauses", MAY_READ_POLICY, SCOPE_ESTATE, estate_clauses,
	 .out = estate_clause_fields, .summary = "What is asked of an estate, and how it stands",
	 .flags = ROUTE_LIST | ROUTE_SLOW},
	{0},
};
