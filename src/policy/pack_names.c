#include <stdlib.h>
#include <string.h>

#include "policy/pack_priv.h"

static const struct choice things[] = {
	{"part", "部分", "part"},
	{"body", "单位", "body"},
	{"measure", "指标", "measure"},
	{"target", "目标", "target"},
	{"duty", "职责", "duty"},
	{"parameter", "参数", "parameter"},
	{"disclosure", "公开事项", "disclosure"},
	{"feature", "功能", "feature"},
	{"clause", "条款", "clause"},
};
_Static_assert(sizeof things / sizeof *things == THING__MAX - 1, "a name for each");

static const char *id_of(const void *it)
{
	return *(const char *const *)it;
}

void names_add(struct reader *r, enum thing kind, const void *it, const struct yaml *node)
{
	struct names *to = &r->names[kind];
	if (!id_of(it))
		return;
	if (to->n == to->room) {
		to->room = to->room ? to->room * 2 : 32;
		to->all = mem_grow(r->m, to->all, to->room);
	}
	to->all[to->n++] = (struct name){id_of(it), it, node};
}

struct of_thing {
	const void *items;
	size_t size, n;
};

static struct of_thing of_thing(const struct pack *p, enum thing kind)
{
	const struct of_thing all[THING__MAX] = {
		[THING_PART] = {p->parts, sizeof *p->parts, p->n_parts},
		[THING_BODY] = {p->bodies, sizeof *p->bodies, p->n_bodies},
		[THING_MEASURE] = {p->measures, sizeof *p->measures, p->n_measures},
		[THING_TARGET] = {p->targets, sizeof *p->targets, p->n_targets},
		[THING_DUTY] = {p->duties, sizeof *p->duties, p->n_duties},
		[THING_DISCLOSURE] = {p->disclosures, sizeof *p->disclosures, p->n_disclosures},
		[THING_CLAUSE] = {p->clauses, sizeof *p->clauses, p->n_clauses},
	};
	return all[kind];
}

void names_add_all(struct reader *r, enum thing kind, enum pack_part part, const char *key)
{
	const struct of_thing of = of_thing(r->pack, kind);
	const char *item = of.items;
	const struct yaml *node = part_items(r, part, key);
	for (size_t i = 0; i < of.n && node; i++, item += of.size, node = node->next)
		names_add(r, kind, item, node);
	r->names[kind].is_partial |= r->is_broken[part];
	names_sort(r, kind);
	names_check(r, kind);
}

static int by_id(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int c = strcmp(x->id, y->id);
	if (c || !x->node || !y->node) /* what the base has stands first */
		return c ? c : !!x->node - !!y->node;
	return (x->node->line > y->node->line) - (x->node->line < y->node->line);
}

static void refuse_twice(struct reader *r, enum thing kind, const struct name *first,
			 const struct name *again)
{
	const struct choice *what = &things[kind - 1];
	const struct yaml *node = yaml_get(again->node, "id");
	if (first->node)
		wrong(r->report, node,
		      T("pack.twice", "{1}“{3}”写了两次，第一次在第 {4} 行",
			"the {2} “{3}” stands twice; the first is on line {4}"),
		      str(what->zh), str(what->en), str(again->id), i64(first->node->line));
	else
		wrong(r->report, node,
		      T("pack.taken", "上级包已有{1}“{3}”，请换一个标识",
			"the base has a {2} “{3}” already: take another id"),
		      str(what->zh), str(what->en), str(again->id));
}

void names_sort(struct reader *r, enum thing kind)
{
	struct names *of = &r->names[kind];
	if (of->n)
		qsort(of->all, of->n, sizeof *of->all, by_id);
	of->ids = mem_array(r->m, const char *, of->n);
	for (size_t i = 0; i < of->n; i++)
		of->ids[i] = of->all[i].id;
}

void names_check(struct reader *r, enum thing kind)
{
	const struct names *of = &r->names[kind];
	for (size_t i = 0, first = 0; i < of->n; i++) {
		if (strcmp(of->all[first].id, of->all[i].id) != 0)
			first = i;
		else if (i != first && of->all[i].node)
			refuse_twice(r, kind, &of->all[first], &of->all[i]);
	}
}

static int compare_id(const void *id, const void *name)
{
	return strcmp(id, ((const struct name *)name)->id);
}

const struct name *names_entry(const struct names *of, const char *id)
{
	return of->n ? bsearch(id, of->all, of->n, sizeof *of->all, compare_id) : NULL;
}

const void *names_find(const struct reader *r, enum thing kind, const char *id)
{
	const struct name *found = names_entry(&r->names[kind], id);
	return found ? found->it : NULL;
}

const void *names_resolve(struct reader *r, enum thing kind, const struct yaml *node)
{
	const struct names *of = &r->names[kind];
	const struct choice *what = &things[kind - 1];
	if (!node || node->kind != YAML_SCALAR || !*node->text)
		return NULL;
	const void *found = names_find(r, kind, node->text);
	if (!found && !of->is_partial)
		wrong(r->report, node, T("pack.no_such", "没有{1}“{3}”", "there is no {2} “{3}”"),
		      str(what->zh), str(what->en), quoted(r->report, node->text))
			->nearest = near_name(r->report, node->text, of->ids, of->n);
	return found;
}
