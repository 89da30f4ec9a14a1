#include <assert.h>
#include <string.h>

#include "expr/expr_priv.h"

enum expr_outcome expr_fail(struct run *r, struct text text, const struct arg *args)
{
	r->failure.text = text;
	memset(r->failure.args, 0, sizeof r->failure.args);
	for (size_t i = 0; args[i].kind && i < 2; i++)
		r->failure.args[i] = args[i];
	return EXPR_ERROR;
}

enum expr_outcome expr_too_costly(struct run *r)
{
	return expr_fail(r, T("expr.too_costly", "计算超过 {1} 步", "It takes more than {1} steps"),
			 ARGS(i64(EXPR_COST_MAX)));
}

enum expr_outcome expr_run_node(struct run *r, const struct node *n, struct expr_value *out)
{
	r->cost = 0;
	enum expr_outcome o = expr_eval(r, n, out);
	return expr_is_spent(r) ? expr_too_costly(r) : o;
}

/* ─── what comes of several operands ─── */

/* Unknown wins over error, and the first error over the later ones. */
struct verdict {
	bool is_unknown, is_error;
	struct failure_of_run first;
};

static void note(struct verdict *v, const struct run *r, enum expr_outcome o)
{
	if (o == EXPR_UNKNOWN)
		v->is_unknown = true;
	if (o == EXPR_ERROR && !v->is_error) {
		v->is_error = true;
		v->first = r->failure;
	}
}

static enum expr_outcome conclude(const struct verdict *v, struct run *r)
{
	if (v->is_unknown)
		return EXPR_UNKNOWN;
	if (!v->is_error)
		return EXPR_VALUE;
	r->failure = v->first;
	return EXPR_ERROR;
}

static enum expr_outcome run_args(struct run *r, const struct node *n, struct expr_value *values)
{
	struct verdict v;
	v.is_unknown = v.is_error = false;
	for (uint32_t i = 0; i < n->n_args; i++) {
		enum expr_outcome o = expr_eval(r, n->args[i], &values[i]);
		if (o != EXPR_VALUE)
			note(&v, r, o);
	}
	return conclude(&v, r);
}

enum expr_outcome expr_run_call(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value args[PARAMETERS_MAX];
	enum expr_outcome o = run_args(r, n, args);
	return o == EXPR_VALUE ? n->call(r, args, out) : o;
}

enum expr_outcome expr_run_unary(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value arg;
	enum expr_outcome o = expr_eval(r, n->args[0], &arg);
	return o == EXPR_VALUE ? n->call(r, &arg, out) : o;
}

enum expr_outcome expr_run_binary(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value args[2];
	enum expr_outcome o = run_args(r, n, args);
	return o == EXPR_VALUE ? n->call(r, args, out) : o;
}

/* ─── values ─── */

/* What somebody gave from outside is of the type it was declared to be; none is unknown. */
static enum expr_outcome deliver(const struct node *n, const struct expr_value *v,
				 struct expr_value *out)
{
	if (!v->kind)
		return EXPR_UNKNOWN;
	assert(!n->type->kind || v->kind == n->type->kind);
	*out = *v;
	return EXPR_VALUE;
}

enum expr_outcome expr_run_wrong(struct run *r, const struct node *n, struct expr_value *out)
{
	(void)r, (void)n, (void)out;
	assert(!"a wrong expression is not run");
	return EXPR_ERROR;
}

enum expr_outcome expr_run_literal(struct run *r, const struct node *n, struct expr_value *out)
{
	(void)r;
	*out = n->value;
	return EXPR_VALUE;
}

enum expr_outcome expr_run_variable(struct run *r, const struct node *n, struct expr_value *out)
{
	return deliver(n, &r->values[n->index], out);
}

enum expr_outcome expr_run_local(struct run *r, const struct node *n, struct expr_value *out)
{
	return deliver(n, r->locals[n->index], out);
}

enum expr_outcome expr_run_list(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value *values = mem_array(r->m, struct expr_value, n->n_args);
	*out = (struct expr_value){.kind = EXPR_LIST, .list = {values, NULL, n->n_args}};
	return run_args(r, n, values);
}

static enum expr_outcome same_key(struct run *r, const struct expr_value *keys, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < i && expr_charge(r, 1); j++)
			if (!strcmp(keys[i].s, keys[j].s))
				return expr_fail(r,
						 T("expr.same_key", "键 {1} 出现两次",
						   "The key {1} occurs twice"),
						 ARGS(str(keys[i].s)));
	return EXPR_VALUE;
}

enum expr_outcome expr_run_map(struct run *r, const struct node *n, struct expr_value *out)
{
	size_t half = n->n_args / 2;
	struct expr_value *all = mem_array(r->m, struct expr_value, n->n_args);
	struct expr_value *keys = mem_array(r->m, struct expr_value, half);
	struct expr_value *values = mem_array(r->m, struct expr_value, half);
	enum expr_outcome o = run_args(r, n, all);
	for (size_t i = 0; i < half; i++) {
		keys[i] = all[2 * i];
		values[i] = all[2 * i + 1];
	}
	*out = (struct expr_value){.kind = EXPR_MAP, .list = {values, keys, half}};
	return o == EXPR_VALUE ? same_key(r, keys, half) : o;
}

/* ─── members ─── */

const struct expr_value *expr_lookup(struct run *r, const struct expr_list *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++) {
		const char *other = map->keys[i].s;
		if (!expr_charge(r, 1) || !expr_charge_bytes(r, strlen(other)))
			return NULL;
		if (!strcmp(other, key))
			return &map->values[i];
	}
	return NULL;
}

static enum expr_outcome give_member(struct run *r, const struct node *n,
				     const struct expr_list *map, const char *key,
				     struct expr_value *out)
{
	const struct expr_value *v = expr_lookup(r, map, key);
	return v ? deliver(n, v, out)
		 : expr_fail(r, T("expr.no_key", "没有键 {1}", "There is no key {1}"),
			     ARGS(str(key)));
}

enum expr_outcome expr_run_select(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value map;
	enum expr_outcome o = expr_eval(r, n->args[0], &map);
	return o == EXPR_VALUE ? give_member(r, n, &map.list, n->name, out) : o;
}

enum expr_outcome expr_run_index(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value args[2];
	enum expr_outcome o = run_args(r, n, args);
	if (o != EXPR_VALUE)
		return o;
	const struct expr_list *list = &args[0].list;
	if (args[0].kind == EXPR_MAP)
		return give_member(r, n, list, args[1].s, out);
	if (args[1].i < 0 || (uint64_t)args[1].i >= list->n)
		return expr_fail(r,
				 T("expr.no_member", "没有第 {1} 项（从 0 数起，共 {2} 项）",
				   "There is no member {1}, counted from 0, of {2}"),
				 ARGS(i64(args[1].i), i64((int64_t)list->n)));
	return deliver(n, &list->values[args[1].i], out);
}

enum expr_outcome expr_run_has(struct run *r, const struct node *n, struct expr_value *out)
{
	return expr_give_bool(out, r->values[n->args[0]->index].kind);
}

enum expr_outcome expr_run_has_key(struct run *r, const struct node *n, struct expr_value *out)
{
	const struct node *select = n->args[0];
	struct expr_value map;
	enum expr_outcome o = expr_eval(r, select->args[0], &map);
	if (o != EXPR_VALUE)
		return o;
	const struct expr_value *v = expr_lookup(r, &map.list, select->name);
	return expr_give_bool(out, v && v->kind);
}

/* ─── logic ─── */

/* `stop` as soon as one operand is it, whatever the others are. */
static enum expr_outcome run_logic(struct run *r, const struct node *n, bool stop,
				   struct expr_value *out)
{
	struct verdict v;
	v.is_unknown = v.is_error = false;
	for (uint32_t i = 0; i < n->n_args; i++) {
		enum expr_outcome o = expr_eval(r, n->args[i], out);
		if (o != EXPR_VALUE)
			note(&v, r, o);
		else if (out->b == stop)
			return EXPR_VALUE;
	}
	expr_give_bool(out, !stop);
	return conclude(&v, r);
}

enum expr_outcome expr_run_and(struct run *r, const struct node *n, struct expr_value *out)
{
	return run_logic(r, n, false, out);
}

enum expr_outcome expr_run_or(struct run *r, const struct node *n, struct expr_value *out)
{
	return run_logic(r, n, true, out);
}

enum expr_outcome expr_run_condition(struct run *r, const struct node *n, struct expr_value *out)
{
	struct expr_value condition;
	enum expr_outcome o = expr_eval(r, n->args[0], &condition);
	return o == EXPR_VALUE ? expr_eval(r, n->args[condition.b ? 1 : 2], out) : o;
}

/* ─── macros ─── */

/* One pass over the members of a list, or the keys of a map. */
struct pass {
	const struct expr_value *members;
	size_t n;
	struct verdict verdict;
};

static enum expr_outcome begin_pass(struct run *r, const struct node *n, struct pass *p)
{
	struct expr_value range;
	enum expr_outcome o = expr_eval(r, n->args[0], &range);
	p->verdict.is_unknown = p->verdict.is_error = false;
	if (o != EXPR_VALUE)
		return o;
	p->members = range.kind == EXPR_MAP ? range.list.keys : range.list.values;
	p->n = range.list.n;
	return EXPR_VALUE;
}

/* An expression of the macro for member `i`; what is no value is noted. */
static bool run_member(struct run *r, const struct node *n, uint32_t arg, struct pass *p,
		       struct expr_value *out)
{
	enum expr_outcome o = expr_eval(r, n->args[arg], out);
	if (o != EXPR_VALUE)
		note(&p->verdict, r, o);
	return o == EXPR_VALUE;
}

static bool take_member(struct run *r, const struct node *n, const struct pass *p, size_t i)
{
	if (i >= p->n || !expr_charge(r, 1))
		return false;
	r->locals[n->index] = &p->members[i];
	return true;
}

static enum expr_outcome run_until(struct run *r, const struct node *n, bool stop,
				   struct expr_value *out)
{
	struct pass p;
	enum expr_outcome o = begin_pass(r, n, &p);
	if (o != EXPR_VALUE)
		return o;
	for (size_t i = 0; take_member(r, n, &p, i); i++)
		if (run_member(r, n, 2, &p, out) && out->b == stop)
			return EXPR_VALUE;
	expr_give_bool(out, !stop);
	return conclude(&p.verdict, r);
}

static enum expr_outcome run_all(struct run *r, const struct node *n, struct expr_value *out)
{
	return run_until(r, n, false, out);
}

static enum expr_outcome run_exists(struct run *r, const struct node *n, struct expr_value *out)
{
	return run_until(r, n, true, out);
}

static enum expr_outcome run_exists_one(struct run *r, const struct node *n, struct expr_value *out)
{
	struct pass p;
	size_t found = 0;
	enum expr_outcome o = begin_pass(r, n, &p);
	if (o != EXPR_VALUE)
		return o;
	for (size_t i = 0; take_member(r, n, &p, i); i++)
		if (run_member(r, n, 2, &p, out))
			found += out->b;
	expr_give_bool(out, found == 1);
	return conclude(&p.verdict, r);
}

/* Also map(x, condition, value). A member that is not recorded stays so in filter(), as long as the
 * condition does not ask for it. */
static enum expr_outcome run_collect(struct run *r, const struct node *n, struct expr_value *out)
{
	bool is_map = n->macro == MACRO_MAP, is_filtered = !is_map || n->n_args == 4;
	struct pass p;
	struct expr_value keep = {.b = true};
	size_t kept = 0;
	enum expr_outcome o = begin_pass(r, n, &p);
	if (o != EXPR_VALUE)
		return o;
	if (p.n > EXPR_COST_MAX) { /* before there is room for so many */
		expr_charge(r, p.n);
		return expr_too_costly(r);
	}
	struct expr_value *values = mem_array(r->m, struct expr_value, p.n);
	for (size_t i = 0; take_member(r, n, &p, i); i++) {
		if (is_filtered && (!run_member(r, n, 2, &p, &keep) || !keep.b))
			continue;
		values[kept] = p.members[i];
		kept += !is_map || run_member(r, n, n->n_args - 1, &p, &values[kept]);
	}
	*out = (struct expr_value){.kind = EXPR_LIST, .list = {values, NULL, kept}};
	return conclude(&p.verdict, r);
}

runner *const expr_macro_runners[] = {
	[MACRO_ALL] = run_all,
	[MACRO_EXISTS] = run_exists,
	[MACRO_EXISTS_ONE] = run_exists_one,
	[MACRO_FILTER] = run_collect,
	[MACRO_MAP] = run_collect,
};
