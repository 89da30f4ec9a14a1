#include <string.h>

#include "expr/expr_priv.h"

static bool find_variable(const struct checker *c, const char *name, size_t *ret)
{
	for (size_t i = 0; i < c->scope->n; i++)
		if (!strcmp(c->scope->variables[i].name, name))
			return *ret = i, true;
	return false;
}

static bool find_local(const struct checker *c, const char *name, size_t *ret)
{
	for (size_t i = c->n_locals; i-- > 0;)
		if (!strcmp(c->locals[i].name, name))
			return *ret = i, true;
	return false;
}

/* What stands after "message." in a variable's name; NULL if it is not of that message. */
static const char *field_of(const char *variable, const char *message)
{
	size_t n = strlen(message);
	return !strncmp(variable, message, n) && variable[n] == '.' ? variable + n + 1 : NULL;
}

static bool is_message(const struct checker *c, const char *name)
{
	for (size_t i = 0; i < c->scope->n; i++)
		if (field_of(c->scope->variables[i].name, name))
			return true;
	return false;
}

static const struct expr_type *be_variable(struct checker *c, struct node *n, size_t index)
{
	n->kind = NODE_VARIABLE;
	n->run = expr_run_variable;
	n->index = index;
	n->n_args = 0;
	c->uses[index] = true;
	return c->scope->variables[index].type;
}

/* The variable or local that was probably meant; "and" and its like are taken for operators. */
static const char *nearest_name(struct checker *c, const char *name)
{
	size_t n = 0;
	const char **names = mem_array(c->m, const char *, c->scope->n + c->n_locals + 1);
	for (size_t i = 0; i < c->scope->n; i++)
		names[n++] = c->scope->variables[i].name;
	for (size_t i = 0; i < c->n_locals; i++)
		names[n++] = c->locals[i].name;
	return !strcmp(name, "not") || !strcmp(name, "NOT") ? "!"
							    : expr_check_nearest(c, name, names, n);
}

static const struct expr_type *wrong_name(struct checker *c, const struct node *n, const char *name)
{
	expr_wrong(c->wrongs, n->span,
		   T("expr.variable", "没有 {1} 这项数据", "There is no fact {1}"),
		   nearest_name(c, name), ARGS(str(name)));
	return &expr_free;
}

const struct expr_type *expr_check_name(struct checker *c, struct node *n)
{
	size_t i;
	n->run = expr_run_wrong;
	if (!n->is_rooted && find_local(c, n->name, &i)) {
		n->kind = NODE_LOCAL;
		n->run = expr_run_local;
		n->index = i;
		return c->locals[i].type;
	}
	if (find_variable(c, n->name, &i))
		return be_variable(c, n, i);
	if (!is_message(c, n->name))
		return wrong_name(c, n, n->name);
	expr_wrong(c->wrongs, n->span,
		   T("expr.message", "要写明 {1} 的哪一项，如 {1}.名称",
		     "Say which fact of {1}: {1}.name"),
		   NULL, ARGS(str(n->name)));
	return &expr_free;
}

/* ─── selects ─── */

static const struct expr_type *wrong_field(struct checker *c, const struct node *n,
					   const char *message)
{
	size_t n_names = 0;
	const char **names = mem_array(c->m, const char *, c->scope->n);
	for (size_t i = 0; i < c->scope->n; i++) {
		const char *field = field_of(c->scope->variables[i].name, message);
		if (field)
			names[n_names++] = field;
	}
	expr_wrong(c->wrongs, n->name_span,
		   T("expr.field", "{1} 没有 {2} 这项数据", "{1} has no fact {2}"),
		   expr_check_nearest(c, n->name, names, n_names),
		   ARGS(str(message), str(n->name)));
	return &expr_free;
}

static const struct expr_type *select_member(struct checker *c, struct node *n)
{
	const struct expr_type *of = expr_check(c, n->args[0]);
	if (of->kind && of->kind != EXPR_MAP)
		expr_wrong(c->wrongs, n->name_span,
			   T("expr.select", "{1} 没有用点取的 {2}",
			     "{1} has no {2} for a point to select"),
			   NULL, ARGS(str(expr_type_name(c->m, of)), str(n->name)));
	return of->kind == EXPR_MAP ? of->of : &expr_free;
}

const struct expr_type *expr_check_select(struct checker *c, struct node *n)
{
	const struct node *of = n->args[0];
	size_t i;
	n->run = expr_run_select;
	if (of->kind != NODE_NAME || (!of->is_rooted && find_local(c, of->name, &i)))
		return select_member(c, n);
	const char *full = mem_format(c->m, "%s.%s", of->name, n->name);
	if (find_variable(c, full, &i))
		return be_variable(c, n, i);
	if (find_variable(c, of->name, &i))
		return select_member(c, n);
	n->args[0]->run = expr_run_wrong;
	return is_message(c, of->name) ? wrong_field(c, n, of->name) : wrong_name(c, n, full);
}
