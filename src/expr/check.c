#include <string.h>

#include "expr/expr_priv.h"

static struct arg type_arg(struct checker *c, const struct expr_type *t)
{
	return str(expr_type_name(c->m, t));
}

static const struct expr_type *join(struct checker *c, const struct expr_type *a,
				    const struct expr_type *b)
{
	return expr_type_join(c->m, a, b);
}

void expr_want(struct checker *c, const struct node *n, const struct expr_type *type)
{
	if (!join(c, n->type, type))
		expr_wrong(c->wrongs, n->span,
			   T("expr.type", "这里是 {1}，应为 {2}", "Found {1}, expected {2}"), NULL,
			   ARGS(type_arg(c, n->type), type_arg(c, type)));
}

const char *expr_check_nearest(const struct checker *c, const char *word, const char *const *names,
			       size_t n)
{
	bool is_full = c->wrongs->all->n == EXPR_FINDINGS_MAX;
	return is_full ? NULL : expr_nearest(word, names, n);
}

/* ─── codes ─── */

static bool has_code(const struct choices *of, const char *code)
{
	for (int64_t i = 0; i < of->n; i++)
		if (!strcmp(of->values[i].code, code))
			return true;
	return false;
}

static void wrong_code(struct checker *c, const struct node *n, const struct choices *of)
{
	const char **codes = mem_array(c->m, const char *, (size_t)of->n);
	for (int64_t i = 0; i < of->n; i++)
		codes[i] = of->values[i].code;
	expr_wrong(c->wrongs, n->span,
		   T("expr.code", "{1} 不是这项数据的代码", "{1} is no code of this fact"),
		   expr_check_nearest(c, n->value.s, codes, (size_t)of->n), ARGS(str(n->value.s)));
}

void expr_check_codes(struct checker *c, const struct node *n, const struct choices *of)
{
	if (n->kind == NODE_LITERAL && n->value.kind == EXPR_STRING && !has_code(of, n->value.s))
		wrong_code(c, n, of);
	for (uint32_t i = n->kind == NODE_CONDITION; i < n->n_args; i++)
		if (n->kind == NODE_LIST || n->kind == NODE_CONDITION)
			expr_check_codes(c, n->args[i], of);
}

static void check_codes_of(struct checker *c, const struct node *variable, const struct node *other)
{
	if (variable->kind == NODE_VARIABLE && c->scope->variables[variable->index].of)
		expr_check_codes(c, other, c->scope->variables[variable->index].of);
}

/* ─── operators ─── */

static const struct expr_type *wrong_operands(struct checker *c, const struct node *n)
{
	const char *op = expr_op_names[n->op];
	if (n->n_args == 1)
		expr_wrong(c->wrongs, n->span,
			   T("expr.operand", "{1} 不能用于 {2}", "{1} does not take {2}"), NULL,
			   ARGS(str(op), type_arg(c, n->args[0]->type)));
	else
		expr_wrong(c->wrongs, n->name_span,
			   T("expr.operands", "{1} 不能用于 {2} 和 {3}",
			     "{1} does not take {2} and {3}"),
			   NULL,
			   ARGS(str(op), type_arg(c, n->args[0]->type),
				type_arg(c, n->args[1]->type)));
	return &expr_free;
}

static bool is_ordered(const struct expr_type *t)
{
	return t->kind != EXPR_LIST && t->kind != EXPR_MAP;
}

static const struct expr_type *check_relation(struct checker *c, struct node *n)
{
	struct node *a = n->args[0], *b = n->args[1];
	const struct expr_type *both = join(c, a->type, b->type);
	bool is_equality = n->op == OP_EQ || n->op == OP_NE;
	n->call = expr_relations[n->op];
	if (!both || (!is_equality && !is_ordered(both)))
		wrong_operands(c, n);
	if (is_equality) {
		check_codes_of(c, a, b);
		check_codes_of(c, b, a);
	}
	return &expr_bool;
}

static const struct expr_type *check_in(struct checker *c, struct node *n)
{
	struct node *a = n->args[0], *b = n->args[1];
	const struct expr_type *member = b->type->kind == EXPR_MAP    ? &expr_string
					 : b->type->kind == EXPR_LIST ? b->type->of
								      : NULL;
	n->call = expr_relations[OP_IN];
	if (b->type->kind && (!member || !join(c, a->type, member)))
		wrong_operands(c, n);
	check_codes_of(c, a, b);
	check_codes_of(c, b, a);
	return &expr_bool;
}

static const struct expr_type *check_arithmetic(struct checker *c, struct node *n)
{
	const struct expr_type *a = n->args[0]->type;
	const struct expr_type *b = n->n_args > 1 ? n->args[1]->type : NULL;
	const struct overload *found = NULL;
	size_t n_found = 0;
	for (size_t i = 0; i < expr_n_overloads; i++) {
		const struct overload *o = &expr_overloads[i];
		if (o->op != n->op || !join(c, a, o->a) || (b && !join(c, b, o->b)))
			continue;
		found = o;
		n_found++;
	}
	if (found && !found->result && !join(c, a, b)) /* lists of different members */
		found = NULL;
	if (!found)
		return wrong_operands(c, n);
	n->call = found->call;
	if (n_found > 1)
		return &expr_free;
	return found->result ? found->result : join(c, a, b);
}

const struct expr_type *expr_check_operator(struct checker *c, struct node *n)
{
	n->run = n->n_args == 1 ? expr_run_unary : expr_run_binary;
	for (uint32_t i = 0; i < n->n_args; i++)
		expr_check(c, n->args[i]);
	if (n->op == OP_IN)
		return check_in(c, n);
	return n->op <= OP_GE ? check_relation(c, n) : check_arithmetic(c, n);
}

static const struct expr_type *check_logic(struct checker *c, struct node *n)
{
	n->run = n->kind == NODE_AND ? expr_run_and : expr_run_or;
	for (uint32_t i = 0; i < n->n_args; i++) {
		expr_check(c, n->args[i]);
		expr_want(c, n->args[i], &expr_bool);
	}
	return &expr_bool;
}

static const struct expr_type *check_condition(struct checker *c, struct node *n)
{
	n->run = expr_run_condition;
	expr_check(c, n->args[0]);
	expr_want(c, n->args[0], &expr_bool);
	const struct expr_type *a = expr_check(c, n->args[1]), *b = expr_check(c, n->args[2]);
	const struct expr_type *both = join(c, a, b);
	if (!both)
		expr_wrong(c->wrongs, n->args[2]->span,
			   T("expr.branches", "两个分支的类型不同：{1} 和 {2}",
			     "The branches are of different types: {1} and {2}"),
			   NULL, ARGS(type_arg(c, a), type_arg(c, b)));
	return both ? both : &expr_free;
}

/* ─── literals ─── */

static const struct expr_type *check_literal(struct checker *c, struct node *n)
{
	(void)c;
	n->run = expr_run_literal;
	return n->value.kind == EXPR_BOOL  ? &expr_bool
	       : n->value.kind == EXPR_INT ? &expr_int
					   : &expr_string;
}

/* Members `from`, `from + step` … of a list or a map, which are all of one type. */
static const struct expr_type *check_members(struct checker *c, struct node *n, uint32_t from,
					     uint32_t step)
{
	const struct expr_type *of = &expr_free;
	for (uint32_t i = from; i < n->n_args; i += step) {
		const struct expr_type *t = expr_check(c, n->args[i]), *both = join(c, of, t);
		if (!both)
			expr_wrong(c->wrongs, n->args[i]->span,
				   T("expr.members", "成员的类型不同：这里是 {1}，前面是 {2}",
				     "Members are of one type: this is {1}, those before are {2}"),
				   NULL, ARGS(type_arg(c, t), type_arg(c, of)));
		of = both ? both : of;
	}
	return of;
}

static bool is_constant(const struct node *n)
{
	return n->kind == NODE_LITERAL || n->run == expr_run_literal;
}

static bool are_constants(const struct node *n)
{
	for (uint32_t i = 0; i < n->n_args; i++)
		if (!is_constant(n->args[i]))
			return false;
	return true;
}

/* A list or map of literals is made once. */
static void make_constant(struct checker *c, struct node *n)
{
	struct run r = {.m = c->m, .limit = EXPR_COST_MAX};
	if (are_constants(n) && n->run(&r, n, &n->value) == EXPR_VALUE)
		n->run = expr_run_literal;
}

static const struct expr_type *check_list(struct checker *c, struct node *n)
{
	const struct expr_type *of = check_members(c, n, 0, 1);
	n->run = expr_run_list;
	make_constant(c, n);
	return expr_type_new(c->m, EXPR_LIST, of);
}

static void check_key(struct checker *c, const struct node *map, uint32_t at)
{
	const struct node *key = map->args[at];
	expr_want(c, key, &expr_string);
	for (uint32_t i = 0; i < at && key->value.kind == EXPR_STRING; i += 2) {
		const struct node *other = map->args[i];
		if (other->value.kind == EXPR_STRING && !strcmp(key->value.s, other->value.s))
			expr_wrong(c->wrongs, key->span,
				   T("expr.same_key", "键 {1} 出现两次",
				     "The key {1} occurs twice"),
				   NULL, ARGS(str(key->value.s)));
	}
}

static const struct expr_type *check_map(struct checker *c, struct node *n)
{
	for (uint32_t i = 0; i < n->n_args; i += 2) {
		expr_check(c, n->args[i]);
		check_key(c, n, i);
	}
	const struct expr_type *of = check_members(c, n, 1, 2);
	n->run = expr_run_map;
	make_constant(c, n);
	return expr_type_new(c->m, EXPR_MAP, of);
}

static const struct expr_type *check_wrong(struct checker *c, struct node *n)
{
	n->run = expr_run_wrong;
	for (uint32_t i = 0; i < n->n_args; i++)
		expr_check(c, n->args[i]);
	return &expr_free;
}

static const struct expr_type *check_index(struct checker *c, struct node *n)
{
	const struct expr_type *of = expr_check(c, n->args[0]);
	expr_check(c, n->args[1]);
	n->run = expr_run_index;
	if (of->of)
		expr_want(c, n->args[1], of->kind == EXPR_LIST ? &expr_int : &expr_string);
	else if (of->kind)
		expr_wrong(c->wrongs, n->args[0]->span,
			   T("expr.index", "{1} 没有可以用 [] 取的成员",
			     "{1} has no members for []"),
			   NULL, ARGS(type_arg(c, of)));
	return of->of ? of->of : &expr_free;
}

const struct expr_type *expr_check(struct checker *c, struct node *n)
{
	static const struct expr_type *(*const by_kind[NODE__MAX])(struct checker *,
								   struct node *) = {
		[NODE_WRONG] = check_wrong,         [NODE_LITERAL] = check_literal,
		[NODE_LIST] = check_list,           [NODE_MAP] = check_map,
		[NODE_NAME] = expr_check_name,      [NODE_SELECT] = expr_check_select,
		[NODE_INDEX] = check_index,         [NODE_CALL] = expr_check_call,
		[NODE_METHOD] = expr_check_call,    [NODE_OPERATOR] = expr_check_operator,
		[NODE_AND] = check_logic,           [NODE_OR] = check_logic,
		[NODE_CONDITION] = check_condition,
	};
	return n->type = by_kind[n->kind](c, n);
}
