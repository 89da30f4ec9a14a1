#include "expr/expr_priv.h"

const struct expr_type expr_bool = {EXPR_BOOL, NULL}, expr_int = {EXPR_INT, NULL},
		       expr_string = {EXPR_STRING, NULL}, expr_date = {EXPR_DATE, NULL},
		       expr_duration = {EXPR_DURATION, NULL},
		       expr_int_list = {EXPR_LIST, &expr_int},
		       expr_string_list = {EXPR_LIST, &expr_string};
const struct expr_type expr_free = {0}, expr_free_list = {EXPR_LIST, &expr_free},
		       expr_free_map = {EXPR_MAP, &expr_free};

const struct expr_type *expr_type_new(mem *m, enum expr_kind kind, const struct expr_type *of)
{
	struct expr_type *t = mem_new(m, struct expr_type);
	*t = (struct expr_type){kind, of};
	return t;
}

const struct expr_type *expr_type_join(mem *m, const struct expr_type *a, const struct expr_type *b)
{
	if (a == b || !b->kind)
		return a;
	if (!a->kind)
		return b;
	if (a->kind != b->kind)
		return NULL;
	if (!a->of || a->of == b->of)
		return a;
	const struct expr_type *of = expr_type_join(m, a->of, b->of);
	if (!of || of == a->of)
		return of ? a : NULL;
	return of == b->of ? b : expr_type_new(m, a->kind, of);
}

bool expr_type_is_whole(const struct expr_type *t)
{
	while (t->of)
		t = t->of;
	return t->kind;
}

const char *expr_type_name(mem *m, const struct expr_type *t)
{
	static const char *const names[EXPR__MAX] = {
		"?",
		[EXPR_BOOL] = "bool",
		[EXPR_INT] = "int",
		[EXPR_STRING] = "string",
		[EXPR_DATE] = "date",
		[EXPR_DURATION] = "duration",
	};
	if (t->kind == EXPR_LIST)
		return mem_format(m, "list(%s)", expr_type_name(m, t->of));
	if (t->kind == EXPR_MAP)
		return mem_format(m, "map(string, %s)", expr_type_name(m, t->of));
	return names[t->kind];
}
