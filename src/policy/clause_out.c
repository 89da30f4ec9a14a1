#include "policy/cockpit_out_priv.h"

enum { LONG = 4000 };

struct body_id {
	const char *id;
};
static const struct field body_id_fields[] = {
	{"", F_TEXT, 0, AT(body_id, id), L("责任主体", "Body")},
	{0},
};
static const struct element body_id_element = {sizeof(struct body_id), body_id_fields};

#define COUNT(member, zh, en)                                        \
	{                                                            \
#member, F_INT, 0, AT(clause_out, member), L(zh, en) \
	}

const struct field clause_out_fields[] = {
	{"id", F_TEXT, 0, AT(clause_out, id), L("条款编号", "Clause")},
	{"cites", F_TEXT, 0, AT(clause_out, cites), L("文件位置", "Where it stands")},
	{"part", F_TEXT, 0, AT(clause_out, part), L("章节", "Part")},
	{"title", F_TEXT, 0, AT(clause_out, title), L("条款", "Title")},
	{"gist", F_TEXT, 0, AT(clause_out, gist), L("要点", "Gist"), 0, LONG},
	{"kind", F_ENUM, 0, AT(clause_out, kind), L("类别", "Kind"), .of = &clause_kinds},
	{"force", F_ENUM, 0, AT(clause_out, force), L("效力", "Force"), .of = &forces},
	{"lead", F_LIST, 0, AT(clause_out, lead), L("责任单位标识", "Ids of who leads"),
	 .of = &body_id_element},
	{"with", F_LIST, 0, AT(clause_out, with), L("配合单位标识", "Ids of who supports"),
	 .of = &body_id_element},
	{"lead_titles", F_TEXT, 0, AT(clause_out, lead_titles), L("责任单位", "Leads"), 0, LONG},
	{"with_titles", F_TEXT, 0, AT(clause_out, with_titles), L("配合单位", "Supports"), 0, LONG},
	{"light", F_ENUM, 0, AT(clause_out, light), L("状态", "State"), .of = &lights},
	{"carried", F_ENUM, 0, AT(clause_out, carried), L("承载", "Carried"), .of = &carrieds},
	{"carried_by", F_TEXT, 0, AT(clause_out, carried_by), L("由什么承载", "Carried by"), 0,
	 LONG},
	{"awaits", F_TEXT, 0, AT(clause_out, awaits_text), L("尚待承载", "Still to come"), 0, LONG},
	COUNT(met, "达到", "Met"),
	COUNT(unmet, "未达到", "Not met"),
	COUNT(unknown, "情况不明", "Unknown"),
	COUNT(not_applicable, "不适用", "Not applicable"),
	COUNT(met_earlier, "30 天前达到", "Met 30 days ago"),
	COUNT(total_earlier, "30 天前适用", "Applied to 30 days ago"),
	COUNT(targets_reached, "目标已完成", "Targets reached"),
	COUNT(targets_on_track, "目标进度正常", "Targets on track"),
	COUNT(targets_behind, "目标进度滞后", "Targets behind"),
	COUNT(targets_missed, "目标未按期完成", "Targets missed"),
	COUNT(targets_no_record, "目标到期日无记录", "Targets without a record"),
	COUNT(duties, "职责", "Duties"),
	COUNT(duties_held, "已登记责任部门的职责", "Duties whose body is registered"),
	{0},
};
const struct element clause_element = {sizeof(struct clause_out), clause_out_fields};

/* ─── texts ─── */

static struct list ids_of(struct ctx *cx, const struct body *const *bodies, size_t n)
{
	struct body_id *all = mem_array(cx->mem, struct body_id, n + 1);
	for (size_t i = 0; i < n; i++)
		all[i].id = bodies[i]->id;
	return (struct list){all, n};
}

static void add_name(struct ctx *cx, struct buf *b, struct label name)
{
	if (b->len)
		buf_puts(b, cx->lang == LANG_EN ? ", " : "、");
	buf_puts(b, label_in(name, cx->lang));
}

static const char *titles_of(struct ctx *cx, const struct body *const *bodies, size_t n)
{
	struct buf b = buf_on(cx->mem);
	for (size_t i = 0; i < n; i++)
		add_name(cx, &b, bodies[i]->title);
	return n ? buf_text(&b) : NULL;
}

static struct label name_of(const struct carrier *c)
{
	switch (c->kind) {
	case CARRIER_MEASURE:
		return c->measure->title;
	case CARRIER_TARGET:
		return c->target->title;
	case CARRIER_DUTY:
		return c->duty->text;
	case CARRIER_PARAMETER:
		return c->parameter->title;
	case CARRIER_DISCLOSURE:
		return c->disclosure->title;
	case CARRIER_FEATURE:
		return (struct label){c->feature->zh, c->feature->en};
	case CARRIER__MAX:
		break;
	}
	return (struct label){"", ""};
}

static const char *carriers_text(struct ctx *cx, const struct clause *c)
{
	struct buf b = buf_on(cx->mem);
	for (size_t i = 0; i < c->n_carriers; i++)
		add_name(cx, &b, name_of(&c->carriers[i]));
	return c->n_carriers ? buf_text(&b) : NULL;
}

static const char *awaits_text(struct ctx *cx, const struct clause *c)
{
	struct buf b = buf_on(cx->mem);
	for (size_t i = 0; i < c->n_awaits; i++)
		add_name(cx, &b, c->awaits[i].what);
	return c->n_awaits ? buf_text(&b) : NULL;
}

/* ─── figures ─── */

static void fill_figures(struct clause_out *to, const struct verdict *v)
{
	to->light = v->light;
	to->carried = v->carried;
	to->met = v->now.met;
	to->unmet = v->now.unmet;
	to->unknown = v->now.unknown;
	to->not_applicable = v->now.not_applicable;
	to->met_earlier = v->earlier.met;
	to->total_earlier = total_of(&v->earlier);
	to->targets_reached = v->aims[AIM_REACHED];
	to->targets_on_track = v->aims[AIM_ON_TRACK];
	to->targets_behind = v->aims[AIM_BEHIND];
	to->targets_missed = v->aims[AIM_MISSED];
	to->targets_no_record = v->aims[AIM_NO_RECORD];
	to->duties = v->duties;
	to->duties_held = v->duties_held;
}

err clause_out_fill(struct ctx *cx, const struct cockpit *c, const struct clause *clause,
		    struct clause_out *ret)
{
	struct verdict v;
	err e = cockpit_verdict(cx, c, clause, &v);
	*ret = (struct clause_out){
		.id = clause->id,
		.cites = clause->cites,
		.part = clause->part ? clause->part->id : NULL,
		.title = label_in(clause->title, cx->lang),
		.gist = label_in(clause->gist, cx->lang),
		.kind = clause->kind,
		.force = clause->force,
		.lead = ids_of(cx, clause->lead, clause->n_lead),
		.with = ids_of(cx, clause->with, clause->n_with),
		.lead_titles = titles_of(cx, clause->lead, clause->n_lead),
		.with_titles = titles_of(cx, clause->with, clause->n_with),
		.carried_by = carriers_text(cx, clause),
		.awaits_text = awaits_text(cx, clause),
	};
	fill_figures(ret, &v);
	return e;
}
