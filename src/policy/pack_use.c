/* What stands in a pack and nothing uses. */
#include <stdlib.h>

#include "policy/pack_priv.h"

static int by_address(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	return (x > y) - (x < y);
}

struct used {
	const void **all;
	size_t n;
};

/* Whatever clauses and targets name. */
static struct used gather(struct reader *r)
{
	const struct pack *p = r->pack;
	struct used u = {NULL, 0};
	size_t n = p->n_targets;
	for (size_t i = 0; i < p->n_clauses; i++)
		n += p->clauses[i].n_carriers;
	u.all = mem_array(r->m, const void *, n);
	for (size_t i = 0; i < p->n_targets; i++)
		u.all[u.n++] = p->targets[i].measure;
	for (size_t i = 0; i < p->n_clauses; i++)
		for (size_t j = 0; j < p->clauses[i].n_carriers; j++)
			u.all[u.n++] = p->clauses[i].carriers[j].measure;
	if (u.n)
		qsort(u.all, u.n, sizeof *u.all, by_address);
	return u;
}

static bool is_named(const struct used *u, const void *it)
{
	return u->n && bsearch(&it, u->all, u->n, sizeof *u->all, by_address) != NULL;
}

static void check_measures(struct reader *r, const struct used *u)
{
	const struct yaml *node = part_items(r, PART_MEASURES, "measures");
	for (size_t i = 0; i < r->pack->n_measures && node; i++, node = node->next)
		if (r->pack->measures[i].id && !is_named(u, &r->pack->measures[i]))
			warn(r->report, node,
			     T("pack.idle_measure", "没有条款或目标用到指标“{1}”",
			       "no clause and no target names the measure “{1}”"),
			     str(r->pack->measures[i].id));
}

/* Those of a pack without a region are there for the packs that extend it. */
static void check_parameters(struct reader *r)
{
	const struct names *of = &r->names[THING_PARAMETER];
	for (size_t i = 0; i < of->n; i++) {
		const struct parameter *p = of->all[i].it;
		if (of->all[i].node && !r->is_used[p - r->pack->parameters])
			warn(r->report, of->all[i].node,
			     T("pack.idle_parameter", "没有指标用到参数“{1}”",
			       "no measure uses the parameter “{1}”"),
			     str(p->id));
	}
}

void check_uses(struct reader *r)
{
	struct used u = gather(r);
	if (!r->is_broken[PART_CLAUSES] && !r->is_broken[PART_TARGETS] && r->roots[PART_CLAUSES])
		check_measures(r, &u);
	if (!r->names[THING_MEASURE].is_partial && r->pack->region)
		check_parameters(r);
}
