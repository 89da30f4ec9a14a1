#include <string.h>

#include "expr/expr_priv.h"

struct macro_row {
	const char *name;
	enum macro macro;
	uint32_t least, most; /* arguments between the brackets */
};
static const struct macro_row macros[] = {
	{"all", MACRO_ALL, 2, 2},
	{"exists", MACRO_EXISTS, 2, 2},
	{"exists_one", MACRO_EXISTS_ONE, 2, 2},
	{"filter", MACRO_FILTER, 2, 2},
	{"map", MACRO_MAP, 2, 3},
};
enum { N_MACROS = sizeof macros / sizeof *macros };

static void check_args(struct checker *c, struct node *n)
{
	n->run = expr_run_wrong;
	for (uint32_t i = 0; i < n->n_args; i++)
		expr_check(c, n->args[i]);
}

static const struct macro_row *find_macro(const char *name)
{
	for (size_t i = 0; i < N_MACROS; i++)
		if (!strcmp(macros[i].name, name))
			return &macros[i];
	return NULL;
}

/* ─── has() ─── */

static const struct expr_type *check_has(struct checker *c, struct node *n)
{
	struct node *arg = n->n_args == 1 ? n->args[0] : NULL;
	check_args(c, n);
	n->kind = NODE_HAS;
	if (arg && arg->kind == NODE_VARIABLE && strchr(c->scope->variables[arg->index].name, '.'))
		n->run = expr_run_has;
	else if (arg && arg->kind == NODE_SELECT)
		n->run = expr_run_has_key;
	else if (!arg || arg->type->kind)
		expr_wrong(c->wrongs, n->span,
			   T("expr.has", "has() 的括号里应为一项数据，如 has(estate.house_count)",
			     "has() takes one fact, as in has(estate.house_count)"),
			   NULL, ARGS());
	return &expr_bool;
}

/* ─── functions ─── */

static const char *nearest_function(struct checker *c, const char *name)
{
	size_t n = 0;
	const char **names = mem_array(c->m, const char *, expr_n_functions + N_MACROS + 1);
	for (size_t i = 0; i < expr_n_functions; i++)
		names[n++] = expr_functions[i].name;
	for (size_t i = 0; i < N_MACROS; i++)
		names[n++] = macros[i].name;
	names[n++] = "has";
	return expr_check_nearest(c, name, names, n);
}

static bool fits(struct checker *c, const struct node *n, const struct function *f)
{
	if (n->n_args != f->n)
		return false;
	for (uint32_t i = 0; i < f->n; i++)
		if (!expr_type_join(c->m, n->args[i]->type, f->parameters[i]))
			return false;
	return true;
}

static bool is_called(const struct node *n, const struct function *f)
{
	return !strcmp(n->name, f->name) &&
	       (f->style & (n->kind == NODE_METHOD ? AS_METHOD : AS_FUNCTION));
}

static void wrong_style(struct checker *c, const struct node *n)
{
	if (n->kind == NODE_CALL)
		expr_wrong(c->wrongs, n->name_span,
			   T("expr.as_method", "{1} 写在值的后面：x.{1}(…)",
			     "{1} is written after a value: x.{1}(…)"),
			   NULL, ARGS(str(n->name)));
	else
		expr_wrong(c->wrongs, n->name_span,
			   T("expr.as_function", "{1} 写在值的前面：{1}(x)",
			     "{1} is written before a value: {1}(x)"),
			   NULL, ARGS(str(n->name)));
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < expr_n_functions; i++)
		if (!strcmp(expr_functions[i].name, name))
			return true;
	return find_macro(name) || !strcmp(name, "has");
}

/* An argument that is wrong by itself says nothing about the function. */
static bool has_wrong_arg(const struct node *n)
{
	for (uint32_t i = 0; i < n->n_args; i++)
		if (n->args[i]->kind == NODE_WRONG)
			return true;
	return false;
}

static void wrong_function(struct checker *c, const struct node *n)
{
	if (is_known(n->name))
		wrong_style(c, n);
	else
		expr_wrong(c->wrongs, n->name_span,
			   T("expr.function", "没有 {1} 这个函数", "There is no function {1}"),
			   nearest_function(c, n->name), ARGS(str(n->name)));
}

/* `only` is the one function of the name, and takes other arguments. */
static void wrong_args(struct checker *c, const struct node *n, const struct function *only)
{
	uint32_t own = n->kind == NODE_METHOD; /* what it is called on is not counted */
	if (n->n_args == only->n) {
		for (uint32_t i = 0; i < n->n_args; i++)
			expr_want(c, n->args[i], only->parameters[i]);
		return;
	}
	expr_wrong(c->wrongs, n->name_span,
		   T("expr.arguments", "{1} 要 {2} 个参数，这里有 {3} 个",
		     "{1} takes {2} arguments, here are {3}"),
		   NULL, ARGS(str(n->name), i64(only->n - own), i64(n->n_args - own)));
}

static void wrong_types(struct checker *c, const struct node *n)
{
	const char *types = "";
	for (uint32_t i = 0; i < n->n_args; i++)
		types = mem_format(c->m, "%s%s%s", types, i ? ", " : "",
				   expr_type_name(c->m, n->args[i]->type));
	expr_wrong(c->wrongs, n->name_span,
		   T("expr.overload", "{1} 不能用于 {2}", "{1} does not take {2}"), NULL,
		   ARGS(str(n->name), str(*types ? types : "()")));
}

/* date("2020-07-24") becomes that day, or a finding. */
static void make_literal(struct checker *c, struct node *n)
{
	struct run r = {.m = c->m, .limit = EXPR_COST_MAX};
	struct expr_value v;
	if (n->args[0]->kind != NODE_LITERAL)
		return;
	if (n->call(&r, &n->args[0]->value, &v) == EXPR_VALUE) {
		n->kind = NODE_LITERAL;
		n->value = v;
		n->run = expr_run_literal;
		n->n_args = 0;
	} else {
		expr_wrong(c->wrongs, n->args[0]->span, r.failure.text, NULL, r.failure.args);
	}
}

static const struct expr_type *check_function(struct checker *c, struct node *n)
{
	const struct function *found = NULL, *named = NULL;
	size_t n_named = 0;
	for (size_t i = 0; i < expr_n_functions; i++) {
		const struct function *f = &expr_functions[i];
		if (!is_called(n, f))
			continue;
		named = f, n_named++;
		if (fits(c, n, f))
			found = f;
	}
	if (!named)
		wrong_function(c, n);
	else if (!found && !has_wrong_arg(n))
		n_named == 1 ? wrong_args(c, n, named) : wrong_types(c, n);
	if (!found)
		return n_named == 1 ? named->result : &expr_free;
	n->call = found->call;
	n->run = expr_run_call;
	if (found->is_literal)
		make_literal(c, n);
	return found->result; /* all of one name give the same */
}

const struct expr_type *expr_check_call(struct checker *c, struct node *n)
{
	const struct macro_row *m = n->kind == NODE_METHOD ? find_macro(n->name) : NULL;
	if (n->kind == NODE_CALL && !strcmp(n->name, "has"))
		return check_has(c, n);
	if (m && n->n_args - 1 >= m->least && n->n_args - 1 <= m->most)
		return expr_check_macro(c, n, m->macro);
	if (!m) {
		check_args(c, n);
		return check_function(c, n);
	}
	n->run = expr_run_wrong;
	expr_check(c, n->args[0]);
	expr_wrong(c->wrongs, n->name_span,
		   T("expr.macro", "{1} 的写法是 x.{1}(名称, 条件)",
		     "{1} is written x.{1}(name, condition)"),
		   NULL, ARGS(str(n->name)));
	return m->macro < MACRO_FILTER ? &expr_bool : &expr_free;
}

/* ─── macros ─── */

static const struct expr_type *member_type(struct checker *c, const struct node *range)
{
	if (range->type->kind == EXPR_LIST)
		return range->type->of;
	if (range->type->kind == EXPR_MAP)
		return &expr_string;
	if (range->type->kind)
		expr_wrong(c->wrongs, range->span,
			   T("expr.range", "这里是 {1}，应为 list 或 map",
			     "Found {1}, expected a list or a map"),
			   NULL, ARGS(str(expr_type_name(c->m, range->type))));
	return &expr_free;
}

static const char *local_name(struct checker *c, const struct node *n)
{
	if (n->kind == NODE_NAME && !n->is_rooted)
		return n->name;
	if (n->kind != NODE_WRONG)
		expr_wrong(c->wrongs, n->span,
			   T("expr.local", "这里应为一个名称，代表每个成员",
			     "A name is expected here, which stands for each member"),
			   NULL, ARGS());
	return "";
}

const struct expr_type *expr_check_macro(struct checker *c, struct node *n, enum macro macro)
{
	uint32_t last = n->n_args - 1;
	expr_check(c, n->args[0]);
	const struct expr_type *member = member_type(c, n->args[0]);
	n->kind = NODE_MACRO;
	n->macro = macro;
	n->run = expr_macro_runners[macro];
	n->index = c->n_locals;
	c->locals[c->n_locals++] = (struct local){local_name(c, n->args[1]), member};
	n->args[1]->run = expr_run_wrong;
	n->args[1]->type = member;
	for (uint32_t i = 2; i <= last; i++) {
		expr_check(c, n->args[i]);
		if (i < last || macro != MACRO_MAP)
			expr_want(c, n->args[i], &expr_bool);
	}
	c->n_locals--;
	if (macro < MACRO_FILTER)
		return &expr_bool;
	return expr_type_new(c->m, EXPR_LIST, macro == MACRO_FILTER ? member : n->args[last]->type);
}
