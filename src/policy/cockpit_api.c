/* The cockpit over HTTP: a document for a region, clause by clause, and the comparison of the regions
 * below. */
#include "account/may.h"
#include "account/scope.h"
#include "base/date.h"
#include "http/request.h"
#include "place/region.h"
#include "policy/cockpit_out_priv.h"
#include "policy/policy_api.h"
#include "store/sql.h"

/* ─── what is shown ─── */

struct name_out {
	const char *name, *title;
};
static const struct field name_fields[] = {
	{"name", F_TEXT, 0, AT(name_out, name), L("标识", "Name")},
	{"title", F_TEXT, 0, AT(name_out, title), L("名称", "Title")},
	{0},
};
static const struct element name_element = {sizeof(struct name_out), name_fields};

struct pack_out {
	const char *name, *title, *document, *number, *issuer, *issued_on, *since, *until, *hash;
	int64_t is_draft;
};
static const struct field pack_fields[] = {
	{"name", F_TEXT, 0, AT(pack_out, name), L("标识", "Name")},
	{"title", F_TEXT, 0, AT(pack_out, title), L("名称", "Title")},
	{"document", F_TEXT, 0, AT(pack_out, document), L("文件", "Document")},
	{"number", F_TEXT, 0, AT(pack_out, number), L("文号", "Number")},
	{"issuer", F_TEXT, 0, AT(pack_out, issuer), L("发文机关", "Issuer")},
	{"issued_on", F_DATE, 0, AT(pack_out, issued_on), L("发文日期", "Issued on")},
	{"since", F_DATE, 0, AT(pack_out, since), L("施行日期", "In force from")},
	{"until", F_DATE, 0, AT(pack_out, until), L("失效日期", "Until")},
	{"hash", F_TEXT, 0, AT(pack_out, hash), L("版本标识", "Version")},
	{"is_draft", F_FLAG, 0, AT(pack_out, is_draft), L("征求意见稿", "Draft")},
	{0},
};
static const struct element pack_element = {sizeof(struct pack_out), pack_fields};

struct cockpit_out {
	int64_t region_id, level, measured_at, is_measuring, done, total;
	const char *region, *path, *today;
	struct list pack, packs, levels, bodies, parts, clauses;
};
static const struct field cockpit_fields[] = {
	{"region_id", F_ID, 0, AT(cockpit_out, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(cockpit_out, region), L("辖区", "Region")},
	{"path", F_TEXT, 0, AT(cockpit_out, path), L("辖区路径", "Path of the region")},
	{"level", F_ENUM, 0, AT(cockpit_out, level), L("层级", "Level"), .of = &region_levels},
	{"today", F_DATE, 0, AT(cockpit_out, today), L("统计日期", "As of")},
	{"measured_at", F_INSTANT, 0, AT(cockpit_out, measured_at),
	 L("全面计算时间", "Evaluated in full at")},
	{"is_measuring", F_FLAG, 0, AT(cockpit_out, is_measuring),
	 L("正在计算", "Being evaluated")},
	{"done", F_INT, 0, AT(cockpit_out, done), L("已计算对象", "Subjects evaluated")},
	{"total", F_INT, 0, AT(cockpit_out, total), L("全部对象", "Subjects")},
	{"pack", F_LIST, 0, AT(cockpit_out, pack), L("政策包", "Pack"), .of = &pack_element},
	{"packs", F_LIST, 0, AT(cockpit_out, packs), L("可选政策包", "Packs to choose from"),
	 .of = &name_element},
	{"levels", F_LIST, 0, AT(cockpit_out, levels), L("层级名称", "Levels"),
	 .of = &name_element},
	{"bodies", F_LIST, 0, AT(cockpit_out, bodies), L("责任主体", "Bodies"),
	 .of = &name_element},
	{"parts", F_LIST, 0, AT(cockpit_out, parts), L("章节", "Parts"), .of = &name_element},
	{"clauses", F_LIST, 0, AT(cockpit_out, clauses), L("条款", "Clauses"),
	 .of = &clause_element},
	{0},
};

/* ─── filling it ─── */

static struct list one(struct ctx *cx, const void *obj, size_t size)
{
	return (struct list){mem_dup(cx->mem, obj, size), 1};
}

static struct list pack_out(struct ctx *cx, const struct pack *p)
{
	return one(cx,
		   &(struct pack_out){.name = p->name,
				      .title = label_in(p->title, cx->lang),
				      .document = p->document,
				      .number = p->number,
				      .issuer = p->issuer,
				      .issued_on = p->issued_on,
				      .since = p->from,
				      .until = p->until,
				      .hash = p->hash,
				      .is_draft = p->is_draft},
		   sizeof(struct pack_out));
}

static struct list packs_out(struct ctx *cx, const struct cockpit *c)
{
	struct name_out *all = mem_array(cx->mem, struct name_out, 2);
	size_t n = 0;
	for (const struct pack *p = c->p->pack; p; p = p->base)
		all[n++] = (struct name_out){p->name, label_in(p->title, cx->lang)};
	return (struct list){all, n};
}

static struct list levels_out(struct ctx *cx, const struct pack *p)
{
	struct name_out *all = mem_array(cx->mem, struct name_out, p->n_levels + 1);
	for (size_t i = 0; i < p->n_levels; i++)
		all[i] = (struct name_out){choice_of(&pack_levels, p->levels[i].level)->code,
					   label_in(p->levels[i].title, cx->lang)};
	return (struct list){all, p->n_levels};
}

static struct list bodies_out(struct ctx *cx, const struct pack *p)
{
	struct name_out *all = mem_array(cx->mem, struct name_out, p->n_bodies + 1);
	for (size_t i = 0; i < p->n_bodies; i++)
		all[i] = (struct name_out){p->bodies[i].id, label_in(p->bodies[i].title, cx->lang)};
	return (struct list){all, p->n_bodies};
}

static struct list parts_out(struct ctx *cx, const struct pack *p)
{
	struct name_out *all = mem_array(cx->mem, struct name_out, p->n_parts + 1);
	for (size_t i = 0; i < p->n_parts; i++)
		all[i] = (struct name_out){p->parts[i].id, label_in(p->parts[i].title, cx->lang)};
	return (struct list){all, p->n_parts};
}

static err clauses_out(struct ctx *cx, const struct cockpit *c, struct list *ret)
{
	struct clause_out *all = mem_array(cx->mem, struct clause_out, c->doc->n_clauses + 1);
	err e = OK;
	for (size_t i = 0; i < c->doc->n_clauses && !e; i++)
		e = clause_out_fill(cx, c, &c->doc->clauses[i], &all[i]);
	*ret = (struct list){all, c->doc->n_clauses};
	return e;
}

static err read_run(struct ctx *cx, const struct cockpit *c, struct cockpit_out *to)
{
	struct stmt *q = sql(cx, "SELECT ended_at, done, total FROM measure_run WHERE pack = $1",
			     str(c->p->pack->name));
	to->is_measuring = 1;
	to->measured_at = NONE;
	if (sql_next(q)) {
		to->measured_at = col_i64(q, 0);
		to->is_measuring = to->measured_at == NONE;
		to->done = col_i64(q, 1);
		to->total = col_i64(q, 2);
	}
	return sql_end(q);
}

static const char *today_of(struct ctx *cx, const struct cockpit *c)
{
	char *day = mem_array(cx->mem, char, DATE_SIZE);
	date_from_day(c->live->day, day);
	return day;
}

static err cockpit_reply(struct ctx *cx, struct request *rq, int64_t region_id)
{
	struct cockpit c;
	struct cockpit_out out = {0};
	err e = cockpit_open(cx, region_id, request_param(rq, "pack"), &c);
	if (e || (e = region_path(cx, region_id, &out.path)) || (e = read_run(cx, &c, &out)) ||
	    (e = clauses_out(cx, &c, &out.clauses)))
		return e;
	out.region_id = region_id;
	out.region = c.region->name;
	out.level = c.region->level;
	out.today = today_of(cx, &c);
	out.pack = pack_out(cx, c.doc);
	out.packs = packs_out(cx, &c);
	out.levels = levels_out(cx, c.p->pack);
	out.bodies = bodies_out(cx, c.doc);
	out.parts = parts_out(cx, c.doc);
	return reply_object(cx, rq, &out, NONE);
}

static err cockpit_get(struct ctx *cx, struct request *rq)
{
	return cockpit_reply(cx, rq, request_id(rq, "region"));
}

/* ─── the same as a list, for export ─── */

static err cockpit_clauses(struct ctx *cx, struct request *rq)
{
	struct cockpit c;
	struct list all;
	err e = cockpit_open(cx, request_id(rq, "region"), request_param(rq, "pack"), &c);
	if (e || (e = clauses_out(cx, &c, &all)))
		return e;
	return reply_list(cx, rq, all.items, sizeof(struct clause_out), all.n);
}

/* ─── regions side by side ─── */

struct region_out {
	int64_t region_id, level, met, unmet, fallen_short, unknown, in_force, not_applicable,
		not_yet, nothing;
	const char *region;
};
static const struct field region_fields_out[] = {
	{"region_id", F_ID, 0, AT(region_out, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(region_out, region), L("辖区", "Region")},
	{"level", F_ENUM, 0, AT(region_out, level), L("层级", "Level"), .of = &region_levels},
	{"met", F_INT, 0, AT(region_out, met), L("达到", "Met")},
	{"unmet", F_INT, 0, AT(region_out, unmet), L("未达到", "Not met")},
	{"short", F_INT, 0, AT(region_out, fallen_short), L("有差距", "Short of it")},
	{"unknown", F_INT, 0, AT(region_out, unknown), L("情况不明", "Unknown")},
	{"in_force", F_INT, 0, AT(region_out, in_force), L("已施行", "In force")},
	{"not_applicable", F_INT, 0, AT(region_out, not_applicable), L("不适用", "Not applicable")},
	{"not_yet", F_INT, 0, AT(region_out, not_yet), L("尚未承载", "Not yet carried")},
	{"nothing", F_INT, 0, AT(region_out, nothing), L("无承载", "Carried by nothing")},
	{0},
};

static err count_lights(struct ctx *cx, int64_t region_id, const char *pack, struct region_out *to)
{
	struct cockpit c;
	int64_t n[LIGHT__MAX] = {0};
	err e = cockpit_open(cx, region_id, pack, &c);
	for (size_t i = 0; !e && i < c.doc->n_clauses; i++) {
		struct verdict v;
		e = cockpit_verdict(cx, &c, &c.doc->clauses[i], &v);
		n[v.light]++;
	}
	to->met = n[LIGHT_MET];
	to->unmet = n[LIGHT_UNMET];
	to->fallen_short = n[LIGHT_SHORT];
	to->unknown = n[LIGHT_UNKNOWN];
	to->in_force = n[LIGHT_IN_FORCE];
	to->not_applicable = n[LIGHT_NOT_APPLICABLE];
	to->not_yet = n[LIGHT_NOT_YET];
	to->nothing = n[LIGHT_NOTHING];
	return e;
}

static err cockpit_regions(struct ctx *cx, struct request *rq)
{
	struct cockpit c;
	err e = cockpit_open(cx, request_id(rq, "region"), request_param(rq, "pack"), &c);
	if (e)
		return e;
	struct region_out *all = mem_array(cx->mem, struct region_out, c.p->n_regions + 1);
	size_t n = 0;
	for (size_t i = 0; i < c.p->n_regions && !e; i++) {
		const struct live_region *r = c.p->regions[i];
		if (!r->parent || r->parent->id != c.region->id)
			continue;
		all[n] = (struct region_out){.region_id = r->id,
					     .region = r->name,
					     .level = r->level};
		e = count_lights(cx, r->id, c.doc->name, &all[n++]);
	}
	return e ? e : reply_list(cx, rq, all, sizeof *all, n);
}

static const struct param pack_query[] = {{"pack", F_TEXT, NULL}, {0}};

const struct route cockpit_routes[] = {
	{"GET", "/regions/{region}/cockpit", MAY_READ_POLICY, SCOPE_REGION, cockpit_get,
	 .out = cockpit_fields, .summary = "A document for a region, clause by clause",
	 .flags = ROUTE_SLOW, .query = pack_query},
	{"GET", "/regions/{region}/clauses", MAY_READ_POLICY, SCOPE_REGION, cockpit_clauses,
	 .out = clause_out_fields, .summary = "The clauses of a document, for a region",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = pack_query},
	{"GET", "/regions/{region}/cockpit/regions", MAY_READ_POLICY, SCOPE_REGION, cockpit_regions,
	 .out = region_fields_out, .summary = "The regions below, side by side",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = pack_query},
	{0},
};

/* ─── for everybody: figures, no names of estates or people ─── */

const struct route cockpit_public_routes[] = {
	{"GET", "/regions/{region}/cockpit", MAY_PUBLIC, SCOPE_PUBLIC, cockpit_get,
	 .out = cockpit_fields, .summary = "A document for a region, clause by clause",
	 .flags = ROUTE_SLOW, .query = pack_query},
	{0},
};
