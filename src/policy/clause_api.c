/* One clause for a region, with all that carries it; and the clauses of an estate. */
#include <stdio.h>
#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "base/date.h"
#include "http/request.h"
#include "place/region.h"
#include "policy/cockpit_out_priv.h"
#include "policy/policy_api.h"
#include "store/sql.h"

enum { LONG = 4000 };

/* ─── measures ─── */

struct measure_out {
	int64_t id, subject, met, unmet, unknown, not_applicable;
	const char *code, *title, *remedy, *when, *meets;
};
static const struct field measure_fields[] = {
	{"id", F_ID, 0, AT(measure_out, id), L("标识", "Id")},
	{"code", F_TEXT, 0, AT(measure_out, code), L("指标编号", "Measure")},
	{"title", F_TEXT, 0, AT(measure_out, title), L("指标", "Title")},
	{"subject", F_ENUM, 0, AT(measure_out, subject), L("对象", "Subject"),
	 .of = &subject_kinds},
	{"when", F_TEXT, 0, AT(measure_out, when), L("适用条件", "Applies when"), 0, LONG},
	{"meets", F_TEXT, 0, AT(measure_out, meets), L("达到条件", "Met when"), 0, LONG},
	{"remedy", F_TEXT, 0, AT(measure_out, remedy), L("怎么办", "What to do"), 0, LONG},
	{"met", F_INT, 0, AT(measure_out, met), L("达到", "Met")},
	{"unmet", F_INT, 0, AT(measure_out, unmet), L("未达到", "Not met")},
	{"unknown", F_INT, 0, AT(measure_out, unknown), L("情况不明", "Unknown")},
	{"not_applicable", F_INT, 0, AT(measure_out, not_applicable),
	 L("不适用", "Not applicable")},
	{0},
};
static const struct element measure_element = {sizeof(struct measure_out), measure_fields};

static struct list measures_out(struct ctx *cx, const struct cockpit *c,
				const struct clause *clause)
{
	const struct measure **of =
		mem_array(cx->mem, const struct measure *, clause->n_carriers + 1);
	size_t n = clause_measures(clause, of), kept = 0;
	struct measure_out *all = mem_array(cx->mem, struct measure_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct live_measure *m = live_measure_of(c->p, of[i]);
		const struct total *t = m ? &c->now[m - c->p->measures] : NULL;
		if (!m)
			continue;
		all[kept++] = (struct measure_out){.id = m->id,
						   .code = m->m->id,
						   .title = label_in(m->m->title, cx->lang),
						   .subject = m->m->subject,
						   .when = m->m->when_source,
						   .meets = m->m->meets_source,
						   .remedy = label_in(m->m->remedy, cx->lang),
						   .met = t->met,
						   .unmet = t->unmet,
						   .unknown = t->unknown,
						   .not_applicable = t->not_applicable};
	}
	return (struct list){all, kept};
}

/* ─── targets ─── */

struct aim_out {
	int64_t region_id, state, met, total, met_then, total_then, is_reached_now;
	const char *region;
};
static const struct field aim_fields[] = {
	{"region_id", F_ID, 0, AT(aim_out, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(aim_out, region), L("辖区", "Region")},
	{"state", F_ENUM, 0, AT(aim_out, state), L("进度", "State"), .of = &aim_states},
	{"met", F_INT, 0, AT(aim_out, met), L("目前达到", "Met now")},
	{"total", F_INT, 0, AT(aim_out, total), L("目前适用", "Applies to now")},
	{"met_then", F_INT, 0, AT(aim_out, met_then), L("到期日达到", "Met on the day")},
	{"total_then", F_INT, 0, AT(aim_out, total_then), L("到期日适用", "Applied to on the day")},
	{"is_reached_now", F_FLAG, 0, AT(aim_out, is_reached_now), L("目前已达到", "Reached now")},
	{0},
};
static const struct element aim_element = {sizeof(struct aim_out), aim_fields};

struct target_out {
	const char *id, *title, *by, *from;
	int64_t measure_id, level, count, share_permille;
	struct list regions;
};
static const struct field target_fields[] = {
	{"id", F_TEXT, 0, AT(target_out, id), L("目标编号", "Target")},
	{"title", F_TEXT, 0, AT(target_out, title), L("目标", "Title")},
	{"measure_id", F_ID, 0, AT(target_out, measure_id), L("指标标识", "Measure id")},
	{"level", F_ENUM, 0, AT(target_out, level),
	 L("逐一达到的层级", "Each region of this level"), .of = &pack_levels},
	{"count", F_INT, 0, AT(target_out, count), L("数量", "Count")},
	{"share_permille", F_INT, 0, AT(target_out, share_permille), L("比例", "Share"),
	 .places = 1, .unit = "%"},
	{"from", F_DATE, 0, AT(target_out, from), L("起算日", "From")},
	{"by", F_DATE, 0, AT(target_out, by), L("截止日", "By")},
	{"regions", F_LIST, 0, AT(target_out, regions), L("各辖区", "Regions"), .of = &aim_element},
	{0},
};
static const struct element target_element = {sizeof(struct target_out), target_fields};

static const char *day_text(struct ctx *cx, int32_t day)
{
	char *text = mem_array(cx->mem, char, DATE_SIZE);
	date_from_day(day, text);
	return day ? text : NULL;
}

static err aims_out(struct ctx *cx, const struct cockpit *c, const struct target *t,
		    struct list *ret)
{
	struct aims aims;
	err e = aims_load(cx, &(struct aims_from){c->live, c->region, c->tried}, t, &aims);
	if (e)
		return e;
	struct aim_out *all = mem_array(cx->mem, struct aim_out, aims.n + 1);
	for (size_t i = 0; i < aims.n; i++) {
		const struct aim *a = &aims.all[i];
		all[i] = (struct aim_out){
			.region_id = a->region->id,
			.region = a->region->name,
			.state = a->state,
			.met = a->now.met,
			.total = total_of(&a->now),
			.met_then = a->has_then ? a->then.met : NONE,
			.total_then = a->has_then ? total_of(&a->then) : NONE,
			.is_reached_now = a->is_reached_now,
		};
	}
	*ret = (struct list){all, aims.n};
	return OK;
}

static err targets_out(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
		       struct list *ret)
{
	struct target_out *all = mem_array(cx->mem, struct target_out, clause->n_carriers + 1);
	size_t n = 0;
	err e = OK;
	for (size_t i = 0; i < clause->n_carriers && !e; i++) {
		const struct carrier *k = &clause->carriers[i];
		if (k->kind != CARRIER_TARGET)
			continue;
		const struct live_measure *m = live_measure_of(c->p, k->target->measure);
		all[n] = (struct target_out){.id = k->target->id,
					     .title = label_in(k->target->title, cx->lang),
					     .measure_id = m ? m->id : 0,
					     .level = k->target->level,
					     .count = k->target->count,
					     .share_permille = k->target->share_permille,
					     .from = day_text(cx, k->target->from),
					     .by = day_text(cx, k->target->by)};
		e = aims_out(cx, c, k->target, &all[n++].regions);
	}
	*ret = (struct list){all, n};
	return e;
}

/* ─── duties, parameters, the rest ─── */

struct duty_out {
	const char *id, *cites, *body, *text, *holders;
	int64_t is_department;
};
static const struct field duty_fields[] = {
	{"id", F_TEXT, 0, AT(duty_out, id), L("编号", "Id")},
	{"cites", F_TEXT, 0, AT(duty_out, cites), L("文件位置", "Where it stands")},
	{"body", F_TEXT, 0, AT(duty_out, body), L("责任主体", "Body")},
	{"text", F_TEXT, 0, AT(duty_out, text), L("职责", "Duty"), 0, LONG},
	{"is_department", F_FLAG, 0, AT(duty_out, is_department), L("是部门", "A department")},
	{"holders", F_TEXT, 0, AT(duty_out, holders), L("已登记部门", "Registered department"), 0,
	 LONG},
	{0},
};
static const struct element duty_element = {sizeof(struct duty_out), duty_fields};

static struct list duties_out(struct ctx *cx, const struct cockpit *c, const struct clause *clause)
{
	struct duty_out *all = mem_array(cx->mem, struct duty_out, clause->n_carriers + 1);
	size_t n = 0;
	for (size_t i = 0; i < clause->n_carriers; i++) {
		const struct carrier *k = &clause->carriers[i];
		if (k->kind != CARRIER_DUTY)
			continue;
		const struct duty *d = k->duty;
		all[n++] = (struct duty_out){.id = d->id,
					     .cites = d->cites,
					     .body = label_in(d->body->title, cx->lang),
					     .text = label_in(d->text, cx->lang),
					     .is_department = body_is_department(d->body),
					     .holders = cockpit_holders(cx, c, d->body)};
	}
	return (struct list){all, n};
}

struct parameter_out {
	const char *id, *title, *value, *below, *source, *acknowledged;
	int64_t is_uncertain;
};
static const struct field parameter_fields[] = {
	{"id", F_TEXT, 0, AT(parameter_out, id), L("参数", "Parameter")},
	{"title", F_TEXT, 0, AT(parameter_out, title), L("名称", "Title")},
	{"value", F_TEXT, 0, AT(parameter_out, value), L("数值", "Value")},
	{"below", F_TEXT, 0, AT(parameter_out, below), L("上位规定", "Value of the pack below")},
	{"source", F_TEXT, 0, AT(parameter_out, source), L("依据", "Source")},
	{"acknowledged", F_TEXT, 0, AT(parameter_out, acknowledged),
	 L("低于上位规定的理由", "Why it is weaker"), 0, LONG},
	{"is_uncertain", F_FLAG, 0, AT(parameter_out, is_uncertain), L("待核对", "To be checked")},
	{0},
};
static const struct element parameter_element = {sizeof(struct parameter_out), parameter_fields};

static bool uses(const struct expr *e, const struct expr_scope *scope, const char *name)
{
	for (size_t i = 0; e && i < scope->n; i++)
		if (!strcmp(scope->variables[i].name, name) && expr_uses(e, i))
			return true;
	return false;
}

static bool names_variable(const struct measure *m, const char *variable)
{
	const struct expr_scope *scope = pack_scope(m->pack, m->subject);
	return uses(m->when, scope, variable) || uses(m->meets, scope, variable);
}

static bool measure_reads(const struct measure *m, const char *parameter)
{
	char name[128];
	static const char *const endings[] = {"", "_num", "_den"};
	bool reads = false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings && !reads; i++) {
		int n = snprintf(name, sizeof name, "params.%s%s", parameter, endings[i]);
		reads = n > 0 && (size_t)n < sizeof name && names_variable(m, name);
	}
	return reads;
}

/* The parameters that the clause names, and those that its measures read. */
static bool is_read(const struct cockpit *c, const struct clause *clause, size_t parameter)
{
	const struct parameter *p = &c->p->pack->parameters[parameter];
	for (size_t i = 0; i < clause->n_carriers; i++) {
		const struct carrier *k = &clause->carriers[i];
		if (k->kind == CARRIER_PARAMETER && !strcmp(k->parameter->id, p->id))
			return true;
		const struct measure *m = carrier_measure(k);
		if (m && measure_reads(m, p->id))
			return true;
	}
	return false;
}

static struct list parameters_out(struct ctx *cx, const struct cockpit *c,
				  const struct clause *clause)
{
	const struct pack *p = c->p->pack;
	struct parameter_out *all = mem_array(cx->mem, struct parameter_out, p->n_parameters + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n_parameters; i++) {
		const struct parameter *of = &p->parameters[i];
		if (!is_read(c, clause, i))
			continue;
		all[n++] = (struct parameter_out){
			.id = of->id,
			.title = label_in(of->title, cx->lang),
			.value = parameter_show(cx->mem, of, cx->lang),
			.below = of->below ? parameter_show(cx->mem, of->below, cx->lang) : NULL,
			.source = of->source,
			.acknowledged = label_in(of->acknowledged, cx->lang),
			.is_uncertain = of->is_uncertain,
		};
	}
	return (struct list){all, n};
}

struct other_out {
	int64_t kind;
	const char *id, *title, *path;
};
static const struct field other_fields[] = {
	{"kind", F_ENUM, 0, AT(other_out, kind), L("承载方式", "Kind"), .of = &carrier_kinds},
	{"id", F_TEXT, 0, AT(other_out, id), L("编号", "Id")},
	{"title", F_TEXT, 0, AT(other_out, title), L("名称", "Title")},
	{"path", F_TEXT, 0, AT(other_out, path), L("所在页面", "Where it is seen")},
	{0},
};
static const struct element other_element = {sizeof(struct other_out), other_fields};

static struct list others_out(struct ctx *cx, const struct clause *clause)
{
	struct other_out *all = mem_array(cx->mem, struct other_out, clause->n_carriers + 1);
	size_t n = 0;
	for (size_t i = 0; i < clause->n_carriers; i++) {
		const struct carrier *k = &clause->carriers[i];
		if (k->kind == CARRIER_FEATURE)
			all[n++] = (struct other_out){k->kind, k->id,
						      cx->lang == LANG_EN ? k->feature->en
									  : k->feature->zh,
						      k->feature->path};
		else if (k->kind == CARRIER_DISCLOSURE)
			all[n++] =
				(struct other_out){k->kind, k->id,
						   label_in(k->disclosure->title, cx->lang), NULL};
	}
	return (struct list){all, n};
}

struct awaited_out {
	int64_t engine;
	const char *what;
};
static const struct field awaited_fields[] = {
	{"engine", F_ENUM, 0, AT(awaited_out, engine), L("承载引擎", "Engine"), .of = &engines},
	{"what", F_TEXT, 0, AT(awaited_out, what), L("尚待承载", "Still to come"), 0, LONG},
	{0},
};
static const struct element awaited_element = {sizeof(struct awaited_out), awaited_fields};

static struct list awaited_out(struct ctx *cx, const struct clause *clause)
{
	struct awaited_out *all = mem_array(cx->mem, struct awaited_out, clause->n_awaits + 1);
	for (size_t i = 0; i < clause->n_awaits; i++)
		all[i] = (struct awaited_out){clause->awaits[i].engine,
					      label_in(clause->awaits[i].what, cx->lang)};
	return (struct list){all, clause->n_awaits};
}

/* ─── one clause ─── */

struct clause_page {
	const char *pack, *region, *path;
	int64_t region_id;
	struct list clause, measures, targets, duties, parameters, others, awaited;
};
static const struct field clause_page_fields[] = {
	{"pack", F_TEXT, 0, AT(clause_page, pack), L("政策包", "Pack")},
	{"region_id", F_ID, 0, AT(clause_page, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(clause_page, region), L("辖区", "Region")},
	{"path", F_TEXT, 0, AT(clause_page, path), L("辖区路径", "Path of the region")},
	{"clause", F_LIST, 0, AT(clause_page, clause), L("条款", "Clause"), .of = &clause_element},
	{"measures", F_LIST, 0, AT(clause_page, measures), L("指标", "Measures"),
	 .of = &measure_element},
	{"targets", F_LIST, 0, AT(clause_page, targets), L("目标", "Targets"),
	 .of = &target_element},
	{"duties", F_LIST, 0, AT(clause_page, duties), L("职责", "Duties"), .of = &duty_element},
	{"parameters", F_LIST, 0, AT(clause_page, parameters), L("参数", "Parameters"),
	 .of = &parameter_element},
	{"others", F_LIST, 0, AT(clause_page, others), L("其他承载", "What else carries it"),
	 .of = &other_element},
	{"awaits", F_LIST, 0, AT(clause_page, awaited), L("尚待承载", "Still to come"),
	 .of = &awaited_element},
	{0},
};

static err clause_get(struct ctx *cx, struct request *rq)
{
	struct cockpit c;
	int64_t region_id = request_id(rq, "region");
	err e = cockpit_open(cx, region_id, request_param(rq, "pack"), &c);
	if (e)
		return e;
	const struct clause *clause = pack_clause(c.doc, request_segment(rq, "clause"));
	if (!clause)
		return fail_not_found(cx);
	struct clause_page out = {
		.pack = c.doc->name,
		.region_id = region_id,
		.region = c.region->name,
		.clause = {mem_new(cx->mem, struct clause_out), 1},
		.measures = measures_out(cx, &c, clause),
		.duties = duties_out(cx, &c, clause),
		.parameters = parameters_out(cx, &c, clause),
		.others = others_out(cx, clause),
		.awaited = awaited_out(cx, clause),
	};
	if ((e = region_path(cx, region_id, &out.path)) ||
	    (e = clause_out_fill(cx, &c, clause, out.clause.items)) ||
	    (e = targets_out(cx, &c, clause, &out.targets)))
		return e;
	return reply_object(cx, rq, &out, NONE);
}

static const struct param pack_query[] = {{"pack", F_TEXT, NULL}, {0}};

const struct route clause_routes[] = {
	{"GET", "/regions/{region}/clauses/{clause}", MAY_READ_POLICY, SCOPE_REGION, clause_get,
	 .out = clause_page_fields, .summary = "A clause for a region, and what carries it",
	 .flags = ROUTE_SLOW, .query = pack_query},
	{0},
};
