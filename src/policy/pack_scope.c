/* What expressions of a pack may use, and the pack as others ask for it. */
#include <string.h>

#include "policy/pack_priv.h"

static const struct whole *whole_of(const struct pack *p)
{
	return (const struct whole *)p;
}

/* ─── scopes ─── */

static const struct expr_type *fact_type(const struct fact *f)
{
	static const struct expr_type *const types[] = {
		[FACT_INT] = &expr_int,
		[FACT_FLAG] = &expr_bool,
		[FACT_TEXT] = &expr_string,
		[FACT_DATE] = &expr_date,
	};
	return types[f->type];
}

static struct expr_variable fact_variable(mem *m, const struct fact *f, enum subject_kind kind)
{
	return (struct expr_variable){
		.name = mem_format(m, "%s.%s", choice_of(&subject_kinds, kind)->code, f->name),
		.type = fact_type(f),
		.zh = f->zh,
		.en = f->en,
		.of = f->of,
		.places = f->places,
		.unit = f->unit,
	};
}

static struct expr_variable parameter_variable(mem *m, const struct parameter *p,
					       const char *ending)
{
	static const struct expr_type *const types[] = {
		[PARAMETER_INT] = &expr_int,      [PARAMETER_FLAG] = &expr_bool,
		[PARAMETER_TEXT] = &expr_string,  [PARAMETER_DATE] = &expr_date,
		[PARAMETER_FRACTION] = &expr_int,
	};
	return (struct expr_variable){
		.name = mem_format(m, "params.%s%s", p->id, ending),
		.type = p->type ? types[p->type] : &expr_int, /* a finding says what is wrong */
		.zh = p->title.zh ? p->title.zh : p->id,
		.en = p->title.en ? p->title.en : p->id,
		.places = p->places,
		.unit = p->unit.zh,
	};
}

static size_t add_parameters(mem *m, const struct pack *p, struct expr_variable *to)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_parameters; i++) {
		const struct parameter *it = &p->parameters[i];
		if (it->type != PARAMETER_FRACTION) {
			to[n++] = parameter_variable(m, it, "");
			continue;
		}
		to[n++] = parameter_variable(m, it, "_num");
		to[n++] = parameter_variable(m, it, "_den");
	}
	return n;
}

static void build(struct reader *r, enum subject_kind kind)
{
	const struct fact *const *facts;
	size_t n = facts_of(r->env->facts, kind, &facts);
	struct expr_variable *all =
		mem_array(r->m, struct expr_variable, n + 2 * r->pack->n_parameters + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = fact_variable(r->m, facts[i], kind);
	r->whole->n_facts[kind] = n;
	n += add_parameters(r->m, r->pack, all + n);
	all[n++] = (struct expr_variable){.name = "today",
					  .type = &expr_date,
					  .zh = "今天",
					  .en = "today"};
	r->whole->scopes[kind] = (struct expr_scope){all, n};
}

void scopes_build(struct reader *r)
{
	r->whole->facts = r->env->facts;
	for (int kind = 1; kind < SUBJECT__MAX; kind++)
		build(r, (enum subject_kind)kind);
}

const struct expr_scope *pack_scope(const struct pack *p, enum subject_kind kind)
{
	return &whole_of(p)->scopes[kind];
}

static struct expr_value value_of(const struct parameter *p)
{
	switch (p->type) {
	case PARAMETER_FLAG:
		return (struct expr_value){EXPR_BOOL, .b = p->value};
	case PARAMETER_TEXT:
		return (struct expr_value){EXPR_STRING, .s = p->text};
	case PARAMETER_DATE:
		return (struct expr_value){EXPR_DATE, .i = p->value};
	case PARAMETER_INT:
	case PARAMETER_FRACTION:
	default:
		return (struct expr_value){EXPR_INT, .i = p->value};
	}
}

void pack_fill_values(const struct pack *p, enum subject_kind kind, int32_t today,
		      struct expr_value *values)
{
	size_t n = whole_of(p)->n_facts[kind];
	for (size_t i = 0; i < p->n_parameters; i++) {
		values[n++] = value_of(&p->parameters[i]);
		if (p->parameters[i].type == PARAMETER_FRACTION)
			values[n++] = (struct expr_value){EXPR_INT, .i = p->parameters[i].den};
	}
	values[n] = (struct expr_value){EXPR_DATE, .i = today};
}

/* ─── finding ─── */

static const struct measure *find_measure(const struct measure *all, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].id, id))
			return &all[i];
	return NULL;
}

const struct measure *pack_measure(const struct pack *p, const char *id)
{
	const struct whole *w = whole_of(p);
	const struct measure *own = find_measure(p->measures, p->n_measures, id);
	return own ? own : find_measure(w->inherited, w->n_inherited, id);
}

const struct clause *pack_clause(const struct pack *p, const char *id)
{
	for (size_t i = 0; i < p->n_clauses; i++)
		if (!strcmp(p->clauses[i].id, id))
			return &p->clauses[i];
	return NULL;
}

const struct parameter *pack_parameter(const struct pack *p, const char *id)
{
	for (size_t i = 0; i < p->n_parameters; i++)
		if (!strcmp(p->parameters[i].id, id))
			return &p->parameters[i];
	return NULL;
}

struct label pack_level_label(const struct pack *p, enum pack_level level)
{
	const struct choice *c = choice_of(&pack_levels, level);
	for (; p; p = p->base)
		for (size_t i = 0; i < p->n_levels; i++)
			if (p->levels[i].level == level)
				return p->levels[i].title;
	return c ? (struct label){c->zh, c->en} : (struct label){"", ""};
}
