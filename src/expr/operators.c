#include <string.h>

#include "base/date.h"
#include "expr/expr_priv.h"

enum expr_outcome expr_give_bool(struct expr_value *out, bool b)
{
	out->kind = EXPR_BOOL;
	out->b = b;
	return EXPR_VALUE;
}

enum expr_outcome expr_give_int(struct expr_value *out, enum expr_kind kind, int64_t i)
{
	out->kind = kind;
	out->i = i;
	return EXPR_VALUE;
}

enum expr_outcome expr_give_text(struct expr_value *out, const char *s)
{
	out->kind = EXPR_STRING;
	out->s = s;
	return EXPR_VALUE;
}

/* ─── relations ─── */

static enum expr_outcome equal_lists(struct run *r, const struct expr_list *a,
				     const struct expr_list *b, bool *ret_is)
{
	enum expr_outcome outcome = EXPR_VALUE;
	*ret_is = a->n == b->n;
	for (size_t i = 0; i < a->n && *ret_is; i++) {
		enum expr_outcome o = expr_equal(r, &a->values[i], &b->values[i], ret_is);
		if (o == EXPR_VALUE && !*ret_is)
			return EXPR_VALUE;
		if (o != EXPR_VALUE) {
			outcome = o;
			*ret_is = true;
		}
	}
	return outcome;
}

static enum expr_outcome equal_maps(struct run *r, const struct expr_list *a,
				    const struct expr_list *b, bool *ret_is)
{
	enum expr_outcome outcome = EXPR_VALUE;
	*ret_is = a->n == b->n;
	for (size_t i = 0; i < a->n && *ret_is; i++) {
		const struct expr_value *other = expr_lookup(r, b, a->keys[i].s);
		bool is = false;
		enum expr_outcome o = other ? expr_equal(r, &a->values[i], other, &is) : EXPR_VALUE;
		if (o == EXPR_VALUE)
			*ret_is = is;
		else
			outcome = o;
	}
	return *ret_is ? outcome : EXPR_VALUE;
}

enum expr_outcome expr_equal(struct run *r, const struct expr_value *a, const struct expr_value *b,
			     bool *ret_is)
{
	if (!a->kind || !b->kind)
		return EXPR_UNKNOWN;
	if (!expr_charge(r, 1))
		return expr_too_costly(r);
	if (a->kind == EXPR_LIST)
		return equal_lists(r, &a->list, &b->list, ret_is);
	if (a->kind == EXPR_MAP)
		return equal_maps(r, &a->list, &b->list, ret_is);
	if (a->kind == EXPR_STRING) {
		expr_charge_bytes(r, strlen(b->s));
		*ret_is = !strcmp(a->s, b->s);
	} else {
		*ret_is = a->kind == EXPR_BOOL ? a->b == b->b : a->i == b->i;
	}
	return EXPR_VALUE;
}

static enum expr_outcome call_eq(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	bool is = false;
	enum expr_outcome o = expr_equal(r, &v[0], &v[1], &is);
	return o == EXPR_VALUE ? expr_give_bool(out, is) : o;
}

static enum expr_outcome call_ne(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	enum expr_outcome o = call_eq(r, v, out);
	out->b = o == EXPR_VALUE && !out->b;
	return o;
}

/* Less than, equal to or greater than 0. Texts go by code points, which is the order of the bytes of
 * UTF-8. */
static int order(struct run *r, const struct expr_value *v)
{
	if (v[0].kind == EXPR_BOOL)
		return v[0].b - v[1].b;
	if (v[0].kind != EXPR_STRING)
		return (v[0].i > v[1].i) - (v[0].i < v[1].i);
	expr_charge_bytes(r, strlen(v[1].s));
	return strcmp(v[0].s, v[1].s);
}

static enum expr_outcome call_lt(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return expr_give_bool(out, order(r, v) < 0);
}

static enum expr_outcome call_le(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return expr_give_bool(out, order(r, v) <= 0);
}

static enum expr_outcome call_gt(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return expr_give_bool(out, order(r, v) > 0);
}

static enum expr_outcome call_ge(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return expr_give_bool(out, order(r, v) >= 0);
}

static enum expr_outcome call_in(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	const struct expr_list *all = &v[1].list;
	enum expr_outcome outcome = EXPR_VALUE;
	bool is = false;
	if (v[1].kind == EXPR_MAP)
		return expr_give_bool(out, expr_lookup(r, all, v[0].s));
	for (size_t i = 0; i < all->n && !expr_is_spent(r); i++) {
		enum expr_outcome o = expr_equal(r, &all->values[i], &v[0], &is);
		if (o == EXPR_VALUE && is)
			return expr_give_bool(out, true);
		outcome = o == EXPR_VALUE ? outcome : o;
	}
	expr_give_bool(out, false);
	return outcome;
}

callee *const expr_relations[OP__MAX] = {
	[OP_EQ] = call_eq, [OP_NE] = call_ne, [OP_LT] = call_lt, [OP_LE] = call_le,
	[OP_GT] = call_gt, [OP_GE] = call_ge, [OP_IN] = call_in,
};

/* ─── arithmetic ─── */

static enum expr_outcome overflow(struct run *r, enum op op)
{
	return expr_fail(r,
			 T("expr.overflow", "{1} 的结果超出范围",
			   "The result of {1} is out of range"),
			 ARGS(str(expr_op_names[op])));
}

static enum expr_outcome add_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t i;
	return __builtin_add_overflow(v[0].i, v[1].i, &i) ? overflow(r, OP_ADD)
							  : expr_give_int(out, EXPR_INT, i);
}

static enum expr_outcome sub_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t i;
	return __builtin_sub_overflow(v[0].i, v[1].i, &i) ? overflow(r, OP_SUB)
							  : expr_give_int(out, EXPR_INT, i);
}

static enum expr_outcome mul_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t i;
	return __builtin_mul_overflow(v[0].i, v[1].i, &i) ? overflow(r, OP_MUL)
							  : expr_give_int(out, EXPR_INT, i);
}

static enum expr_outcome div_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	if (!v[1].i)
		return expr_fail(r, T("expr.divided_by_zero", "除数是 0", "Divided by zero"),
				 ARGS());
	if (v[0].i == INT64_MIN && v[1].i == -1)
		return overflow(r, OP_DIV);
	return expr_give_int(out, EXPR_INT, v[0].i / v[1].i);
}

static enum expr_outcome mod_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	if (!v[1].i)
		return expr_fail(r, T("expr.divided_by_zero", "除数是 0", "Divided by zero"),
				 ARGS());
	if (v[0].i == INT64_MIN && v[1].i == -1)
		return overflow(r, OP_MOD);
	return expr_give_int(out, EXPR_INT, v[0].i % v[1].i);
}

static enum expr_outcome neg_int(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return v[0].i == INT64_MIN ? overflow(r, OP_NEG) : expr_give_int(out, EXPR_INT, -v[0].i);
}

static enum expr_outcome not_bool(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	(void)r;
	return expr_give_bool(out, !v[0].b);
}

static enum expr_outcome add_text(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	size_t a = strlen(v[0].s), b = strlen(v[1].s);
	if (!expr_charge_bytes(r, a) || !expr_charge_bytes(r, b))
		return expr_too_costly(r);
	char *s = mem_array(r->m, char, a + b + 1);
	memcpy(s, v[0].s, a);
	memcpy(s + a, v[1].s, b);
	return expr_give_text(out, s);
}

static enum expr_outcome add_list(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	const struct expr_list *a = &v[0].list, *b = &v[1].list;
	if (!expr_charge(r, a->n) || !expr_charge(r, b->n))
		return expr_too_costly(r);
	struct expr_value *values = mem_array(r->m, struct expr_value, a->n + b->n);
	for (size_t i = 0; i < a->n + b->n; i++)
		values[i] = i < a->n ? a->values[i] : b->values[i - a->n];
	*out = (struct expr_value){.kind = EXPR_LIST, .list = {values, NULL, a->n + b->n}};
	return EXPR_VALUE;
}

/* ─── dates and durations ─── */

static enum expr_outcome move_day(struct run *r, const struct expr_value *day, int64_t ms,
				  struct expr_value *out)
{
	if (ms % DAY_MS)
		return expr_fail(r,
				 T("expr.part_of_day", "日期只能加减整天",
				   "A date moves by whole days only"),
				 ARGS());
	int64_t to = day->i + ms / DAY_MS;
	return expr_day_is_valid(day->i) && expr_day_is_valid(to)
		       ? expr_give_int(out, EXPR_DATE, to)
		       : expr_fail(r,
				   T("expr.date_range", "日期超出 0001 年至 9999 年",
				     "A date beyond the years 0001 to 9999"),
				   ARGS());
}

static enum expr_outcome give_duration(struct run *r, int64_t ms, struct expr_value *out,
				       enum op op)
{
	return expr_duration_is_valid(ms) ? expr_give_int(out, EXPR_DURATION, ms) : overflow(r, op);
}

static enum expr_outcome add_date(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	return move_day(r, &v[0], v[1].i, out);
}

static enum expr_outcome add_to_date(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	return move_day(r, &v[1], v[0].i, out);
}

static enum expr_outcome sub_from_date(struct run *r, const struct expr_value *v,
				       struct expr_value *out)
{
	return move_day(r, &v[0], v[1].i == INT64_MIN ? INT64_MAX : -v[1].i, out);
}

static enum expr_outcome sub_date(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t days, ms;
	bool is_wrong = __builtin_sub_overflow(v[0].i, v[1].i, &days) ||
			__builtin_mul_overflow(days, DAY_MS, &ms);
	return is_wrong ? overflow(r, OP_SUB) : give_duration(r, ms, out, OP_SUB);
}

static enum expr_outcome add_duration(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	int64_t ms;
	return __builtin_add_overflow(v[0].i, v[1].i, &ms) ? overflow(r, OP_ADD)
							   : give_duration(r, ms, out, OP_ADD);
}

static enum expr_outcome sub_duration(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	int64_t ms;
	return __builtin_sub_overflow(v[0].i, v[1].i, &ms) ? overflow(r, OP_SUB)
							   : give_duration(r, ms, out, OP_SUB);
}

const struct overload expr_overloads[] = {
	{OP_NOT, &expr_bool, NULL, &expr_bool, not_bool},
	{OP_NEG, &expr_int, NULL, &expr_int, neg_int},
	{OP_ADD, &expr_int, &expr_int, &expr_int, add_int},
	{OP_ADD, &expr_string, &expr_string, &expr_string, add_text},
	{OP_ADD, &expr_free_list, &expr_free_list, NULL, add_list},
	{OP_ADD, &expr_date, &expr_duration, &expr_date, add_date},
	{OP_ADD, &expr_duration, &expr_date, &expr_date, add_to_date},
	{OP_ADD, &expr_duration, &expr_duration, &expr_duration, add_duration},
	{OP_SUB, &expr_int, &expr_int, &expr_int, sub_int},
	{OP_SUB, &expr_date, &expr_date, &expr_duration, sub_date},
	{OP_SUB, &expr_date, &expr_duration, &expr_date, sub_from_date},
	{OP_SUB, &expr_duration, &expr_duration, &expr_duration, sub_duration},
	{OP_MUL, &expr_int, &expr_int, &expr_int, mul_int},
	{OP_DIV, &expr_int, &expr_int, &expr_int, div_int},
	{OP_MOD, &expr_int, &expr_int, &expr_int, mod_int},
};
const size_t expr_n_overloads = sizeof expr_overloads / sizeof *expr_overloads;
