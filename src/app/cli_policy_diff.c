/* linli policy diff: what is added, removed and changed between two packs. Each kind of thing is a row
 * of a table: where it stands and which of its members are shown. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/cli_policy.h"
#include "base/buf.h"
#include "base/date.h"

/* ─── members, as people read them ─── */

enum member_type {
	OF_TEXT = 1, /* const char * */
	OF_LABEL,
	OF_CHOICE,    /* an enum; of: struct choices */
	OF_PARAMETER, /* the struct itself: its value */
	OF_REACH,     /* the target itself */
	OF_DAY,
	OF_ID,     /* a pointer to what has its id first */
	OF_BODIES, /* a list of bodies and its length, of the clause itself */
	OF_HELPERS,
	OF_CARRIERS, /* of the clause itself */
	OF_AWAITS
};
struct member {
	const char *zh, *en;
	enum member_type type;
	size_t at;
	const void *of;
};

struct showing {
	mem *m;
	enum lang lang;
	struct buf out;
};

static void put_bodies(struct showing *s, const struct body *const *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_format(&s->out, "%s%s", i ? ", " : "", label_in(all[i]->title, s->lang));
}

static void put_carriers(struct showing *s, const struct clause *c)
{
	for (size_t i = 0; i < c->n_carriers; i++)
		buf_format(&s->out, "%s%s %s", i ? ", " : "",
			   choice_of(&carrier_kinds, c->carriers[i].kind)->code, c->carriers[i].id);
}

static void put_awaits(struct showing *s, const struct clause *c)
{
	for (size_t i = 0; i < c->n_awaits; i++)
		buf_format(&s->out, "%s%s: %s", i ? "; " : "",
			   choice_of(&engines, c->awaits[i].engine)->code,
			   label_in(c->awaits[i].what, s->lang));
}

static void put_reach(struct showing *s, const struct target *t)
{
	if (t->count != NONE)
		buf_format(&s->out, "%" PRId64, t->count);
	else if (t->share_permille % 10)
		buf_format(&s->out, "%" PRId64 ".%" PRId64 "%%", t->share_permille / 10,
			   t->share_permille % 10);
	else
		buf_format(&s->out, "%" PRId64 "%%", t->share_permille / 10);
}

static void put_day(struct showing *s, int32_t day)
{
	char date[DATE_SIZE];
	date_from_day(day, date);
	if (day)
		buf_puts(&s->out, date);
}

static void put_choice(struct showing *s, const struct choices *of, int value)
{
	const struct choice *c = choice_of(of, value);
	if (c)
		buf_puts(&s->out, s->lang == LANG_EN ? c->en : c->zh);
}

static void put_text(struct showing *s, const char *text)
{
	if (text)
		buf_puts(&s->out, text);
}

static const char *show(const struct policy_call *call, const struct member *f, const void *it)
{
	struct showing s = {call->cx->mem, call->cx->lang, buf_on(call->cx->mem)};
	const void *at = (const char *)it + f->at;
	const struct clause *c = it;
	switch (f->type) {
	case OF_TEXT:
		put_text(&s, *(const char *const *)at);
		break;
	case OF_LABEL:
		put_text(&s, label_in(*(const struct label *)at, s.lang));
		break;
	case OF_CHOICE:
		put_choice(&s, f->of, *(const int *)at);
		break;
	case OF_PARAMETER:
		put_text(&s, parameter_show(s.m, it, s.lang));
		break;
	case OF_REACH:
		put_reach(&s, it);
		break;
	case OF_DAY:
		put_day(&s, *(const int32_t *)at);
		break;
	case OF_ID:
		put_text(&s, **(const char *const *const *)at);
		break;
	case OF_BODIES:
		put_bodies(&s, c->lead, c->n_lead);
		break;
	case OF_HELPERS:
		put_bodies(&s, c->with, c->n_with);
		break;
	case OF_CARRIERS:
		put_carriers(&s, c);
		break;
	case OF_AWAITS:
		put_awaits(&s, c);
		break;
	}
	return buf_text(&s.out);
}

/* ─── what a pack holds ─── */

#define AT_OF(type, member) offsetof(struct type, member)

static const struct member clause_members[] = {{L("标题", "title"), OF_LABEL, AT_OF(clause, title)},
					       {L("位置", "cites"), OF_TEXT, AT_OF(clause, cites)},
					       {L("部分", "part"), OF_ID, AT_OF(clause, part)},
					       {L("要义", "gist"), OF_LABEL, AT_OF(clause, gist)},
					       {L("种类", "kind"), OF_CHOICE, AT_OF(clause, kind),
						&clause_kinds},
					       {L("约束力", "force"), OF_CHOICE,
						AT_OF(clause, force), &forces},
					       {L("责任单位", "lead"), OF_BODIES},
					       {L("配合单位", "with"), OF_HELPERS},
					       {L("承载", "carried by"), OF_CARRIERS},
					       {L("尚待承载", "awaits"), OF_AWAITS},
					       {0}};
static const struct member parameter_members[] = {
	{L("值", "value"), OF_PARAMETER},
	{L("标题", "title"), OF_LABEL, AT_OF(parameter, title)},
	{L("宽严", "stricter"), OF_CHOICE, AT_OF(parameter, stricter), &stricters},
	{L("出处", "source"), OF_TEXT, AT_OF(parameter, source)},
	{0}};
static const struct member measure_members[] = {
	{L("标题", "title"), OF_LABEL, AT_OF(measure, title)},
	{L("对象", "subject"), OF_CHOICE, AT_OF(measure, subject), &subject_kinds},
	{L("适用", "when"), OF_TEXT, AT_OF(measure, when_source)},
	{L("达标", "meets"), OF_TEXT, AT_OF(measure, meets_source)},
	{L("办法", "remedy"), OF_LABEL, AT_OF(measure, remedy)},
	{0}};
static const struct member target_members[] = {{L("标题", "title"), OF_LABEL, AT_OF(target, title)},
					       {L("指标", "measure"), OF_ID,
						AT_OF(target, measure)},
					       {L("层级", "level"), OF_CHOICE, AT_OF(target, level),
						&pack_levels},
					       {L("目标", "reach"), OF_REACH},
					       {L("期限", "by"), OF_DAY, AT_OF(target, by)},
					       {L("起点", "from"), OF_DAY, AT_OF(target, from)},
					       {0}};
static const struct member duty_members[] = {{L("承担", "body"), OF_ID, AT_OF(duty, body)},
					     {L("位置", "cites"), OF_TEXT, AT_OF(duty, cites)},
					     {L("职责", "text"), OF_LABEL, AT_OF(duty, text)},
					     {0}};

static const struct things {
	const char *zh, *en;
	size_t size, at, n_at;
	const struct member *members;
} all_things[] = {
	{L("条款", "clause"), sizeof(struct clause), AT_OF(pack, clauses), AT_OF(pack, n_clauses),
	 clause_members},
	{L("参数", "parameter"), sizeof(struct parameter), AT_OF(pack, parameters),
	 AT_OF(pack, n_parameters), parameter_members},
	{L("指标", "measure"), sizeof(struct measure), AT_OF(pack, measures),
	 AT_OF(pack, n_measures), measure_members},
	{L("目标", "target"), sizeof(struct target), AT_OF(pack, targets), AT_OF(pack, n_targets),
	 target_members},
	{L("职责", "duty"), sizeof(struct duty), AT_OF(pack, duties), AT_OF(pack, n_duties),
	 duty_members},
};

static size_t count_of(const struct things *t, const struct pack *p)
{
	size_t n;
	memcpy(&n, (const char *)p + t->n_at, sizeof n);
	return n;
}

static const void *thing_at(const struct things *t, const struct pack *p, size_t i)
{
	const char *items;
	memcpy(&items, (const char *)p + t->at, sizeof items);
	return items + i * t->size;
}

static const char *id_of(const void *it)
{
	return *(const char *const *)it;
}

static const void *find(const struct things *t, const struct pack *p, const char *id)
{
	size_t n = count_of(t, p);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(id_of(thing_at(t, p, i)), id))
			return thing_at(t, p, i);
	return NULL;
}

/* ─── lines ─── */

struct diff {
	const struct policy_call *call;
	const struct things *things;
	int64_t n_added, n_removed, n_changed;
};

static const char *word_of(const struct diff *d)
{
	return d->call->cx->lang == LANG_EN ? d->things->en : d->things->zh;
}

static const char *title_of(const struct diff *d, const void *it)
{
	for (const struct member *f = d->things->members; f->zh; f++)
		if (f->type == OF_LABEL)
			return show(d->call, f, it);
	return "";
}

static void print_change(struct diff *d, const void *old, const void *new)
{
	bool is_changed = false;
	for (const struct member *f = d->things->members; f->zh; f++) {
		const char *before = show(d->call, f, old), *after = show(d->call, f, new);
		if (!strcmp(before, after))
			continue;
		if (!is_changed)
			printf("~ %s %s  %s\n", word_of(d), id_of(new), title_of(d, new));
		is_changed = true;
		printf("    %s: %s → %s\n", d->call->cx->lang == LANG_EN ? f->en : f->zh,
		       *before ? before : "-", *after ? after : "-");
	}
	d->n_changed += is_changed;
}

static void print_things(struct diff *d, const struct pack *old, const struct pack *new)
{
	size_t n_new = count_of(d->things, new), n_old = count_of(d->things, old);
	for (size_t i = 0; i < n_new; i++) {
		const void *after = thing_at(d->things, new, i);
		const void *before = find(d->things, old, id_of(after));
		if (before) {
			print_change(d, before, after);
			continue;
		}
		printf("+ %s %s  %s\n", word_of(d), id_of(after), title_of(d, after));
		d->n_added++;
	}
	for (size_t i = 0; i < n_old; i++) {
		const void *before = thing_at(d->things, old, i);
		if (find(d->things, new, id_of(before)))
			continue;
		printf("- %s %s  %s\n", word_of(d), id_of(before), title_of(d, before));
		d->n_removed++;
	}
}

err policy_diff(struct policy_call *c)
{
	const struct pack *old, *new;
	struct diff d = {.call = c};
	err e = policy_open(c, c->words[0], &old);
	e = e ? e : policy_open(c, c->words[1], &new);
	if (e)
		return e;
	for (size_t i = 0; i < sizeof all_things / sizeof *all_things; i++) {
		d.things = &all_things[i];
		print_things(&d, old, new);
	}
	say(c,
	    T("policy.changes", "新增 {1}，删除 {2}，变更 {3}",
	      "{1} added, {2} removed, {3} changed"),
	    i64(d.n_added), i64(d.n_removed), i64(d.n_changed));
	return OK;
}
