/* Measures: compiled over the pack's parameters, those of the base too, which this pack may have
 * changed. */
#include <string.h>

#include "policy/pack_priv.h"

/* ─── expressions ─── */

static void report_expression(struct reader *r, const struct yaml *node,
			      const struct expr_finding *w)
{
	struct finding place = {FINDING_ERROR, node->doc->path};
	yaml_place(node, w->at, &place.line, &place.column);
	struct finding *f = report_place(r->report, &place, w->text, w->args);
	f->path = yaml_path(r->m, node);
	f->nearest = w->nearest;
}

static const struct expr *compile(struct reader *r, const struct measure *to,
				  const struct yaml *node)
{
	struct expr_findings wrong = {0};
	if (!node || node->kind != YAML_SCALAR || !*node->text || node->is_bad ||
	    strlen(node->text) > EXPR_SOURCE_MAX)
		return NULL;
	const struct expr *e =
		expr_compile(r->m, &r->whole->scopes[to->subject], node->text, &expr_bool, &wrong);
	for (size_t i = 0; i < wrong.n; i++)
		report_expression(r, node, &wrong.all[i]);
	return e;
}

static bool uses(const struct measure *it, size_t variable)
{
	return (it->when && expr_uses(it->when, variable)) ||
	       (it->meets && expr_uses(it->meets, variable));
}

/* Which parameters it uses, and whether today. */
static void note_uses(struct reader *r, struct measure *it)
{
	size_t slot = r->whole->n_facts[it->subject];
	for (size_t i = 0; i < r->pack->n_parameters; i++) {
		r->is_used[i] |= uses(it, slot++);
		if (r->pack->parameters[i].type == PARAMETER_FRACTION)
			r->is_used[i] |= uses(it, slot++);
	}
	it->reads_today = uses(it, slot);
}

/* ─── the pack's own ─── */

static bool asks_a_fact(const struct reader *r, const struct measure *it)
{
	for (size_t i = 0; i < r->whole->n_facts[it->subject]; i++)
		if (expr_uses(it->meets, i))
			return true;
	return false;
}

static bool check_subject(struct reader *r, const struct measure *it, const struct yaml *node)
{
	return !subject_is_region(it->subject) ||
	       check_level(r, (enum pack_level)it->subject, node);
}

static void read_measure(struct reader *r, struct measure *it, const struct yaml *node)
{
	it->pack = r->pack;
	if (!it->subject)
		return;
	check_subject(r, it, yaml_get(node, "subject"));
	it->when = compile(r, it, yaml_get(node, "when"));
	it->meets = compile(r, it, yaml_get(node, "meets"));
	if (it->meets && !asks_a_fact(r, it))
		wrong(r->report, yaml_get(node, "meets"),
		      T("pack.empty_measure", "空指标：没有用到“{1}.”的任何事实，结果与对象无关",
			"an empty measure: it asks no fact of its subject (“{1}.”), so it measures "
			"nothing"),
		      str(choice_of(&subject_kinds, it->subject)->code));
	note_uses(r, it);
}

/* ─── the base's ─── */

static void inherit(struct reader *r, struct measure *to, const struct measure *from)
{
	struct expr_findings wrong;
	const struct expr_scope *scope = &r->whole->scopes[from->subject];
	*to = *from;
	to->pack = r->pack;
	to->below = from;
	to->meets = expr_compile(r->m, scope, from->meets_source, &expr_bool, &wrong);
	if (from->when_source)
		to->when = expr_compile(r->m, scope, from->when_source, &expr_bool, &wrong);
	note_uses(r, to);
	names_add(r, THING_MEASURE, to, NULL);
}

/* Those of the base, and those that it inherits. */
static void inherit_all(struct reader *r)
{
	const struct pack *base = r->pack->base;
	const struct whole *below = (const struct whole *)base;
	if (!base)
		return;
	r->whole->inherited =
		mem_array(r->m, struct measure, base->n_measures + below->n_inherited);
	for (size_t i = 0; i < base->n_measures; i++)
		inherit(r, &r->whole->inherited[r->whole->n_inherited++], &base->measures[i]);
	for (size_t i = 0; i < below->n_inherited; i++)
		inherit(r, &r->whole->inherited[r->whole->n_inherited++], &below->inherited[i]);
}

void read_measures(struct reader *r)
{
	const struct yaml *node = part_items(r, PART_MEASURES, "measures");
	r->is_used = mem_array(r->m, bool, r->pack->n_parameters);
	inherit_all(r);
	for (size_t i = 0; i < r->pack->n_measures && node; i++, node = node->next)
		read_measure(r, &r->pack->measures[i], node);
	names_add_all(r, THING_MEASURE, PART_MEASURES, "measures");
}
