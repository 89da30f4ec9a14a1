/* Clauses and what carries them: targets, duties, disclosures. */
#include <string.h>

#include "base/date.h"
#include "policy/pack_priv.h"

/* ─── targets ─── */

static bool parse_share(mem *m, const char *text, int64_t *ret_permille)
{
	size_t n = strlen(text);
	int64_t whole, tenth = 0;
	if (!n || text[n - 1] != '%')
		return false;
	char *number = mem_strn(m, text, n - 1), *point = strchr(number, '.');
	if (point) {
		*point = '\0';
		if (strlen(point + 1) != 1 || !form_parse_int(point + 1, &tenth))
			return false;
	}
	if (!form_parse_int(number, &whole) || whole < 0 || whole > 100 || tenth < 0)
		return false;
	*ret_permille = whole * 10 + tenth;
	return *ret_permille > 0 && *ret_permille <= 1000;
}

static void read_reach(struct reader *r, struct target *t, const struct yaml *node)
{
	t->count = t->share_permille = NONE;
	if (!node || node->kind != YAML_SCALAR || node->is_bad)
		return;
	if (parse_share(r->m, node->text, &t->share_permille))
		return;
	if (!form_parse_int(node->text, &t->count) || t->count < 1)
		form_unexpected(r->report, node, "比例（80%，至多一位小数）或数量（130）",
				"a share (80%, with at most one decimal) or a count (130)");
}

static bool has_subject(struct reader *r, const struct measure *m, const struct yaml *node)
{
	return !m || !subject_is_region(m->subject) ||
	       check_level(r, (enum pack_level)m->subject, node);
}

/* The line begins where the document does, unless the target says otherwise or is due before. */
static int32_t begin_of(const struct reader *r, const struct target *t)
{
	int32_t day = r->pack->from ? date_to_day(r->pack->from) : 0;
	return t->from || day >= t->by ? t->from : day;
}

static void read_target(struct reader *r, struct target *t, const struct yaml *node)
{
	const struct yaml *measure = yaml_get(node, "measure");
	t->measure = names_resolve(r, THING_MEASURE, measure);
	read_reach(r, t, yaml_get(node, "reach"));
	if (t->measure && t->measure->below)
		has_subject(r, t->measure, measure);
	check_level(r, t->level, yaml_get(node, "level"));
	if (t->from && t->by && t->from >= t->by)
		wrong(r->report, yaml_get(node, "by"),
		      T("pack.target_by", "期限应晚于起点（from）",
			"it is due before it begins (from)"));
	t->from = begin_of(r, t);
}

static void read_duties(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_DUTIES, "duties");
	for (size_t i = 0; i < r->pack->n_duties && node; i++, node = node->next)
		r->pack->duties[i].body = names_resolve(r, THING_BODY, yaml_get(node, "body"));
	names_add_all(r, THING_DUTY, PART_DUTIES, "duties");
}

static void read_disclosures(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_DISCLOSURES, "disclosures");
	for (size_t i = 0; i < r->pack->n_disclosures && node; i++, node = node->next)
		r->pack->disclosures[i].publisher =
			names_resolve(r, THING_BODY, yaml_get(node, "publisher"));
	names_add_all(r, THING_DISCLOSURE, PART_DISCLOSURES, "disclosures");
}

void read_targets(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_TARGETS, "targets");
	for (size_t i = 0; i < r->pack->n_targets && node; i++, node = node->next)
		read_target(r, &r->pack->targets[i], node);
	names_add_all(r, THING_TARGET, PART_TARGETS, "targets");
	read_duties(r);
	read_disclosures(r);
}

/* ─── what carries a clause ─── */

static const enum thing carrier_things[CARRIER__MAX] = {
	[CARRIER_MEASURE] = THING_MEASURE,
	[CARRIER_TARGET] = THING_TARGET,
	[CARRIER_DUTY] = THING_DUTY,
	[CARRIER_PARAMETER] = THING_PARAMETER,
	[CARRIER_DISCLOSURE] = THING_DISCLOSURE,
	[CARRIER_FEATURE] = THING_FEATURE,
};

static bool is_own_or_used(const struct reader *r, const struct parameter *p)
{
	size_t i = (size_t)(p - r->pack->parameters);
	return r->is_used[i] || r->names[THING_MEASURE].is_partial;
}

static void check_carrier(struct reader *r, const struct carrier *c, const struct yaml *node)
{
	if (c->kind == CARRIER_MEASURE && c->measure->below)
		has_subject(r, c->measure, node);
	if (c->kind == CARRIER_PARAMETER && !is_own_or_used(r, c->parameter))
		wrong(r->report, node,
		      T("pack.idle_carrier",
			"没有指标用到参数“{1}”，它不能落实条款；请写在 awaits 下",
			"no measure uses the parameter “{1}”, so it carries nothing: say under "
			"awaits "
			"what will"),
		      str(c->id));
}

static void read_carrier(struct reader *r, struct carrier *to, const struct yaml *node)
{
	const struct yaml *it = node->first;
	if (node->kind != YAML_MAP || node->n != 1) {
		if (node->kind == YAML_MAP)
			wrong(r->report, node,
			      T("pack.one_carrier", "每一项写一个：{1}",
				"each item says one thing: {2}"),
			      str(form_choices(r->m, &carrier_kinds, LANG_ZH)),
			      str(form_choices(r->m, &carrier_kinds, LANG_EN)));
		return;
	}
	for (int kind = 1; kind < CARRIER__MAX; kind++)
		if (!strcmp(it->key->text, choice_of(&carrier_kinds, kind)->code))
			to->kind = (enum carrier_kind)kind;
	if (!to->kind)
		return;
	to->id = it->text;
	to->measure = names_resolve(r, carrier_things[to->kind], it);
	if (to->measure)
		check_carrier(r, to, it);
}

static bool is_same_carrier(const struct carrier *a, const struct carrier *b)
{
	return a->kind && a->kind == b->kind && a->measure && a->measure == b->measure;
}

static void read_carriers(struct reader *r, struct clause *c, const struct yaml *list)
{
	if (!list || list->kind != YAML_LIST || list->n > CLAUSE_LIST_MAX)
		return;
	c->carriers = mem_array(r->m, struct carrier, list->n);
	for (const struct yaml *node = list->first; node; node = node->next) {
		struct carrier *it = &c->carriers[c->n_carriers];
		read_carrier(r, it, node);
		for (size_t i = 0; i < c->n_carriers; i++)
			if (is_same_carrier(&c->carriers[i], it))
				wrong(r->report, node,
				      T("pack.carrier_twice", "“{1}”写了两次",
					"“{1}” stands twice"),
				      str(it->id));
		c->n_carriers++;
	}
}

static const struct body **read_bodies(struct reader *r, const struct yaml *list, size_t *ret_n)
{
	*ret_n = 0;
	if (!list || list->kind != YAML_LIST || list->n > CLAUSE_LIST_MAX)
		return NULL;
	const struct body **all = mem_array(r->m, const struct body *, list->n);
	for (const struct yaml *node = list->first; node; node = node->next) {
		const struct body *b = names_resolve(r, THING_BODY, node);
		for (size_t i = 0; i < *ret_n && b; i++)
			if (all[i] == b)
				wrong(r->report, node,
				      T("pack.carrier_twice", "“{1}”写了两次",
					"“{1}” stands twice"),
				      str(b->id));
		if (b)
			all[(*ret_n)++] = b;
	}
	return all;
}

/* ─── clauses ─── */

static void read_clause(struct reader *r, struct clause *c, const struct yaml *node)
{
	c->part = names_resolve(r, THING_PART, yaml_get(node, "part"));
	c->lead = read_bodies(r, yaml_get(node, "lead"), &c->n_lead);
	c->with = read_bodies(r, yaml_get(node, "with"), &c->n_with);
	read_carriers(r, c, yaml_get(node, "carried_by"));
	const struct yaml *awaits = yaml_get(node, "awaits"),
			  *carried = yaml_get(node, "carried_by");
	if (!(awaits && awaits->n) && !(carried && carried->n) && c->id)
		warn(r->report, node,
		     T("pack.by_nothing",
		       "条款“{1}”没有任何承载：写 carried_by，或在 awaits 说明还待什么",
		       "the clause “{1}” is carried by nothing: say what carries it, or under "
		       "awaits what "
		       "will"),
		     str(c->id));
}

static void add_features(struct reader *r)
{
	for (const struct feature *f = pack_features; f->id; f++)
		names_add(r, THING_FEATURE, f, NULL);
	names_sort(r, THING_FEATURE);
}

void read_clauses(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_CLAUSES, "clauses");
	add_features(r);
	names_add_all(r, THING_PART, PART_CLAUSES, "parts");
	for (size_t i = 0; i < r->pack->n_clauses && node; i++, node = node->next) {
		r->pack->clauses[i].order = (int)i;
		read_clause(r, &r->pack->clauses[i], node);
	}
	names_add_all(r, THING_CLAUSE, PART_CLAUSES, "clauses");
}
