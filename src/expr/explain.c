#include <string.h>

#include "base/buf.h"
#include "expr/expr_priv.h"

enum { RUNS_TOLD = 10 }; /* as many runs of the highest cost may an explanation take */

/* ─── the teller ─── */

enum expr_outcome expr_teller_run(struct teller *t, const struct node *n, struct expr_value *out)
{
	t->run.limit = t->budget < EXPR_COST_MAX ? t->budget : EXPR_COST_MAX;
	enum expr_outcome o = expr_run_node(&t->run, n, out);
	t->budget -= t->run.cost < t->budget ? t->run.cost : t->budget;
	return o;
}

const char *expr_say(struct teller *t, struct text text, const struct arg *args)
{
	return text_render(t->m, text, t->lang, args);
}

void expr_parts_add(struct parts *p, const char *s)
{
	for (size_t i = 0; s && i < p->n; i++)
		if (!strcmp(p->all[i], s))
			return;
	if (s && p->n < PARTS_MAX)
		p->all[p->n++] = s;
}

const char *expr_parts_join(struct teller *t, const struct parts *p, const char *between)
{
	struct buf b = buf_on(t->m);
	for (size_t i = 0; i < p->n; i++) {
		buf_puts(&b, i ? between : "");
		buf_puts(&b, p->all[i]);
	}
	return buf_text(&b);
}

static const char *say_error(struct teller *t)
{
	return expr_say(t, t->run.failure.text, t->run.failure.args);
}

/* ─── unknown ─── */

static void gather_unknown(struct teller *t, const struct node *n, struct parts *parts);

static void gather_args(struct teller *t, const struct node *n, struct parts *parts)
{
	for (uint32_t i = 0; i < n->n_args; i++)
		gather_unknown(t, n->args[i], parts);
}

/* What a condition does not choose is not asked for. */
static void gather_of_condition(struct teller *t, const struct node *n, struct parts *parts)
{
	struct expr_value v;
	enum expr_outcome o = expr_teller_run(t, n->args[0], &v);
	if (o == EXPR_VALUE)
		gather_unknown(t, n->args[v.b ? 1 : 2], parts);
	else
		gather_unknown(t, n->args[0], parts);
}

/* A macro is asked member by member: its expressions mean nothing without one. */
static void gather_of_macro(struct teller *t, const struct node *n, struct parts *parts)
{
	struct expr_value range, v;
	if (expr_teller_run(t, n->args[0], &range) != EXPR_VALUE) {
		gather_unknown(t, n->args[0], parts);
		return;
	}
	const struct expr_value *all = range.list.keys ? range.list.keys : range.list.values;
	for (size_t i = 0; i < range.list.n * (n->n_args - 2) && t->budget; i++) {
		const struct node *arg = n->args[2 + i % (n->n_args - 2)];
		t->run.locals[n->index] = &all[i / (n->n_args - 2)];
		if (expr_teller_run(t, arg, &v) == EXPR_UNKNOWN)
			gather_unknown(t, arg, parts);
	}
}

static void gather_whole(struct teller *t, const struct node *n, struct parts *parts)
{
	struct expr_value v;
	const struct node *whole = n->args[1];
	if (expr_teller_run(t, whole, &v) != EXPR_VALUE || v.i)
		return;
	const char *label = expr_label(t, whole);
	if (!label)
		label = expr_say(t, T("expr.the_whole", "总数", "The whole"), ARGS());
	expr_parts_add(parts, expr_say(t,
				       T("expr.why_no_whole", "{1}为 0，无从计算比例",
					 "{1} is 0, so there is no share"),
				       ARGS(str(label))));
}

static void gather_variable(struct teller *t, const struct node *n, struct parts *parts)
{
	if (!t->run.values[n->index].kind && !t->has_told[n->index])
		expr_parts_add(parts,
			       expr_say(t,
					T("expr.why_unknown", "{1}没有记录", "{1} is not recorded"),
					ARGS(str(expr_variable_label(t, n->index)))));
}

static void gather_unknown(struct teller *t, const struct node *n, struct parts *parts)
{
	if (n->kind == NODE_VARIABLE)
		gather_variable(t, n, parts);
	else if (n->kind == NODE_LOCAL && !t->run.locals[n->index]->kind)
		expr_parts_add(parts, expr_say(t,
					       T("expr.why_unknown_item", "有一项没有记录",
						 "An item is not recorded"),
					       ARGS()));
	else if (n->kind == NODE_CONDITION)
		gather_of_condition(t, n, parts);
	else if (n->kind == NODE_MACRO)
		gather_of_macro(t, n, parts);
	else if (n->kind != NODE_HAS)
		gather_args(t, n, parts);
	else if (n->args[0]->kind == NODE_SELECT)
		gather_args(t, n->args[0], parts);
	if (n->kind == NODE_CALL && !strcmp(n->name, "at_least"))
		gather_whole(t, n, parts);
}

/* has() has told of a variable in it. */
static bool is_told(const struct teller *t, const struct node *n)
{
	if (n->kind == NODE_VARIABLE)
		return t->has_told[n->index];
	for (uint32_t i = 0; i < n->n_args; i++)
		if (is_told(t, n->args[i]))
			return true;
	return false;
}

const char *expr_why_unknown(struct teller *t, const struct node *n)
{
	struct parts parts = {.n = 0};
	gather_unknown(t, n, &parts);
	if (parts.n)
		return expr_parts_join(t, &parts, text_in(T("expr.and", "；", "; "), t->lang));
	if (is_told(t, n))
		return NULL;
	return expr_say(t, T("expr.why_unknown_part", "缺少记录：{1}", "Records are missing: {1}"),
			ARGS(str(expr_snippet(t, n))));
}

/* ─── why not ─── */

/* Parts that must all hold stand beside one another, alternatives with an "or" between them. */
static const char *why_logic(struct teller *t, const struct node *n, bool want)
{
	bool are_alternatives = want == (n->kind == NODE_OR);
	struct parts parts = {.n = 0};
	for (uint32_t i = 0; i < n->n_args; i++) {
		const struct node *arg = n->args[i];
		const char *s = expr_why(t, arg, want);
		bool is_several = s && strstr(s, text_in(T("expr.and", "；", "; "), t->lang));
		if (are_alternatives && is_several)
			s = expr_say(t, T("expr.together", "（{1}）", "({1})"), ARGS(str(s)));
		expr_parts_add(&parts, s);
	}
	struct text between =
		are_alternatives ? T("expr.or", "，或 ", ", or ") : T("expr.and", "；", "; ");
	return parts.n ? expr_parts_join(t, &parts, text_in(between, t->lang)) : NULL;
}

static const char *why_condition(struct teller *t, const struct node *n, bool want)
{
	struct expr_value v;
	enum expr_outcome o = expr_teller_run(t, n->args[0], &v);
	if (o == EXPR_VALUE)
		return expr_why(t, n->args[v.b ? 1 : 2], want);
	return o == EXPR_ERROR ? say_error(t) : expr_why_unknown(t, n->args[0]);
}

static const char *why_has(struct teller *t, const struct node *n, bool want)
{
	const struct node *of = n->args[0];
	const char *label =
		of->kind == NODE_VARIABLE ? expr_variable_label(t, of->index) : expr_snippet(t, of);
	if (of->kind == NODE_VARIABLE && want)
		t->has_told[of->index] = true;
	return expr_say(t,
			want ? T("expr.why_has", "未登记{1}", "{1} is not registered")
			     : T("expr.why_has_not", "已登记{1}", "{1} is registered"),
			ARGS(str(label)));
}

static const char *why_variable(struct teller *t, const struct node *n, bool want)
{
	const char *label = expr_label(t, n), *shown = expr_show_flag(t, !want);
	return label ? expr_say(t, T("expr.why_flag", "{1}：{2}", "{1}: {2}"),
				ARGS(str(label), str(shown)))
		     : shown;
}

const char *expr_why_other(struct teller *t, const struct node *n, bool want)
{
	return expr_say(t,
			want ? T("expr.why_not", "不成立：{1}", "Not so: {1}")
			     : T("expr.why_so", "不应成立：{1}", "Should not be so: {1}"),
			ARGS(str(expr_snippet(t, n))));
}

static bool is_logic(const struct node *n)
{
	return n->kind == NODE_AND || n->kind == NODE_OR || n->kind == NODE_CONDITION ||
	       (n->kind == NODE_OPERATOR && n->op == OP_NOT);
}

const char *expr_why(struct teller *t, const struct node *n, bool want)
{
	static const char *(*const by_kind[NODE__MAX])(struct teller *, const struct node *,
						       bool) = {
		[NODE_OPERATOR] = expr_why_operator,
		[NODE_AND] = why_logic,
		[NODE_OR] = why_logic,
		[NODE_CONDITION] = why_condition,
		[NODE_VARIABLE] = why_variable,
		[NODE_LOCAL] = why_variable,
		[NODE_HAS] = why_has,
		[NODE_MACRO] = expr_why_macro,
		[NODE_CALL] = expr_why_call,
		[NODE_METHOD] = expr_why_call,
	};
	struct expr_value v;
	enum expr_outcome o = expr_teller_run(t, n, &v);
	if (o == EXPR_VALUE && v.b == want)
		return NULL;
	if (o == EXPR_ERROR && !is_logic(n))
		return say_error(t);
	if (o == EXPR_UNKNOWN && !is_logic(n))
		return expr_why_unknown(t, n);
	return by_kind[n->kind] ? by_kind[n->kind](t, n, want) : expr_why_other(t, n, want);
}

/* Of what is no condition: nothing, if it has a value. */
static const char *explain(struct teller *t)
{
	struct expr_value v;
	enum expr_outcome o = expr_teller_run(t, t->e->root, &v);
	if (o == EXPR_VALUE && (v.kind != EXPR_BOOL || v.b))
		return "";
	if (t->e->type->kind == EXPR_BOOL) {
		const char *why = expr_why(t, t->e->root, true);
		return why ? why : expr_why_other(t, t->e->root, true);
	}
	return o == EXPR_ERROR ? say_error(t) : expr_why_unknown(t, t->e->root);
}

const char *expr_explain(mem *m, const struct expr *e, const struct expr_value *values,
			 enum lang lang)
{
	mem *scratch = mem_child(m);
	struct teller t = {.m = scratch, .lang = lang, .e = e, .budget = RUNS_TOLD * EXPR_COST_MAX};
	t.run.m = scratch;
	t.run.values = values;
	t.has_told = mem_array(scratch, bool, e->scope->n);
	const char *said = mem_str(m, explain(&t));
	mem_free(scratch);
	return said;
}
