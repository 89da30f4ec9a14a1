#include <inttypes.h>
#include <string.h>

#include "expr/expr_priv.h"

/* ─── relations ─── */

static const enum op inverse[OP__MAX] = {
	[OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_GE,
	[OP_LE] = OP_GT, [OP_GT] = OP_LE, [OP_GE] = OP_LT,
};
static const enum op mirror[OP__MAX] = {
	[OP_EQ] = OP_EQ, [OP_NE] = OP_NE, [OP_LT] = OP_GT,
	[OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE,
};

static struct text wanted_number(enum op op)
{
	const struct text texts[OP__MAX] = {
		[OP_EQ] = T("expr.why_eq", "{1}，需要等于 {2}", "{1}, must be {2}"),
		[OP_NE] = T("expr.why_ne", "{1}，不能等于 {2}", "{1}, must not be {2}"),
		[OP_LT] = T("expr.why_lt", "{1}，需要小于 {2}", "{1}, less than {2} needed"),
		[OP_LE] = T("expr.why_le", "{1}，最多 {2}", "{1}, at most {2} allowed"),
		[OP_GT] = T("expr.why_gt", "{1}，需要大于 {2}", "{1}, more than {2} needed"),
		[OP_GE] = T("expr.why_ge", "{1}，至少需要 {2}", "{1}, at least {2} needed"),
	};
	return texts[op];
}

static struct text wanted_date(enum op op)
{
	const struct text texts[OP__MAX] = {
		[OP_LT] =
			T("expr.why_earlier", "{1}，需要早于 {2}", "{1}, earlier than {2} needed"),
		[OP_LE] =
			T("expr.why_not_later", "{1}，不能晚于 {2}", "{1}, {2} or earlier needed"),
		[OP_GT] = T("expr.why_later", "{1}，需要晚于 {2}", "{1}, later than {2} needed"),
		[OP_GE] =
			T("expr.why_not_earlier", "{1}，不能早于 {2}", "{1}, {2} or later needed"),
	};
	return op == OP_EQ || op == OP_NE ? wanted_number(op) : texts[op];
}

static struct look look_of_pair(struct teller *t, const struct node *a, const struct node *b)
{
	struct look l = expr_look(t, a);
	return l.places || l.unit || l.of ? l : expr_look(t, b);
}

/* "物业专干 1": its name and its value; the value of what has no name. */
static const char *what_it_is(struct teller *t, const struct node *n, struct look look)
{
	struct expr_value v;
	const char *label = expr_label(t, n);
	if (expr_teller_run(t, n, &v) != EXPR_VALUE)
		return label ? label : expr_snippet(t, n);
	const char *shown = expr_show(t, &v, look);
	return label ? mem_format(t->m, "%s %s", label, shown) : shown;
}

/* "2（最低人数）": what is asked for, and where it is from. */
static const char *what_is_asked(struct teller *t, const struct node *n, struct look look)
{
	struct expr_value v;
	const char *label = expr_label(t, n);
	if (expr_teller_run(t, n, &v) != EXPR_VALUE)
		return label ? label : expr_snippet(t, n);
	const char *shown = expr_show(t, &v, look);
	return label ? expr_say(t, T("expr.value_of", "{1}（{2}）", "{1} ({2})"),
				ARGS(str(shown), str(label)))
		     : shown;
}

static bool is_flag_literal(const struct node *n)
{
	return n->kind == NODE_LITERAL && n->value.kind == EXPR_BOOL;
}

static const char *why_relation(struct teller *t, const struct node *n, bool want)
{
	const struct node *a = n->args[0], *b = n->args[1];
	enum op op = want ? n->op : inverse[n->op];
	if (!expr_label(t, a) && expr_label(t, b)) { /* 2 <= x asks x >= 2 */
		const struct node *other = a;
		a = b, b = other;
		op = mirror[op];
	}
	if (is_flag_literal(b) && !is_flag_literal(a) && (op == OP_EQ || op == OP_NE))
		return expr_why(t, a, b->value.b == (op == OP_EQ));
	struct text text = a->type->kind == EXPR_DATE ? wanted_date(op) : wanted_number(op);
	return expr_say(t, text,
			ARGS(str(what_it_is(t, a, look_of_pair(t, a, b))),
			     str(what_is_asked(t, b, look_of_pair(t, b, a)))));
}

static const char *why_in(struct teller *t, const struct node *n, bool want)
{
	const struct node *a = n->args[0], *b = n->args[1];
	struct text text =
		want ? T("expr.why_in", "{1}，需要是其中之一：{2}", "{1}, one of these needed: {2}")
		     : T("expr.why_not_in", "{1}，不能是其中之一：{2}",
			 "{1}, none of these allowed: {2}");
	return expr_say(t, text,
			ARGS(str(what_it_is(t, a, look_of_pair(t, a, b))),
			     str(what_is_asked(t, b, look_of_pair(t, b, a)))));
}

const char *expr_why_operator(struct teller *t, const struct node *n, bool want)
{
	if (n->op == OP_NOT)
		return expr_why(t, n->args[0], !want);
	return n->op == OP_IN ? why_in(t, n, want) : why_relation(t, n, want);
}

/* ─── functions ─── */

/* 60%, or 2/3 where it is no whole percent. */
static const char *show_share(struct teller *t, int64_t num, int64_t den)
{
	int64_t hundredfold;
	if (!__builtin_mul_overflow(num, 100, &hundredfold) && hundredfold % den == 0)
		return mem_format(t->m, "%" PRId64 "%%", hundredfold / den);
	return mem_format(t->m, "%" PRId64 "/%" PRId64, num, den);
}

static const char *why_at_least(struct teller *t, const struct node *n, bool want)
{
	struct expr_value v[4];
	for (uint32_t i = 0; i < 4; i++)
		if (expr_teller_run(t, n->args[i], &v[i]) != EXPR_VALUE)
			return expr_why_other(t, n, want);
	struct look look = look_of_pair(t, n->args[0], n->args[1]);
	const char *shown = mem_format(t->m, "%s / %s", what_it_is(t, n->args[0], look),
				       expr_show(t, &v[1], look));
	const char *share = show_share(t, v[2].i, v[3].i);
	return expr_say(t, want ? wanted_number(OP_GE) : wanted_number(OP_LT),
			ARGS(str(shown), str(share)));
}

static struct text wanted_text(const char *function, bool want)
{
	if (!strcmp(function, "contains"))
		return want ? T("expr.why_contains", "{1}，需要包含 {2}", "{1}, {2} needed in it")
			    : T("expr.why_contains_not", "{1}，不能包含 {2}",
				"{1}, {2} not allowed in it");
	if (!strcmp(function, "startsWith"))
		return want ? T("expr.why_starts", "{1}，需要以 {2} 开头",
				"{1}, {2} needed at its beginning")
			    : T("expr.why_starts_not", "{1}，不能以 {2} 开头",
				"{1}, {2} not allowed at its beginning");
	return want ? T("expr.why_ends", "{1}，需要以 {2} 结尾", "{1}, {2} needed at its end")
		    : T("expr.why_ends_not", "{1}，不能以 {2} 结尾",
			"{1}, {2} not allowed at its end");
}

const char *expr_why_call(struct teller *t, const struct node *n, bool want)
{
	struct look none = {0};
	if (!strcmp(n->name, "at_least"))
		return why_at_least(t, n, want);
	return expr_say(t, wanted_text(n->name, want),
			ARGS(str(what_it_is(t, n->args[0], none)),
			     str(what_is_asked(t, n->args[1], none))));
}

/* ─── all, exists ─── */

enum { MEMBERS_TOLD = 3 };

static const char *range_label(struct teller *t, const struct node *n)
{
	const char *label = expr_label(t, n->args[0]);
	return label ? label : expr_say(t, T("expr.the_list", "列表", "the list"), ARGS());
}

static const char *why_whole(struct teller *t, const struct node *n, bool want)
{
	struct text text = !want && n->macro == MACRO_EXISTS_ONE
				   ? T("expr.why_just_one", "{1}恰有一项符合条件",
				       "Exactly one item of {1} meets the condition")
			   : want ? T("expr.why_none", "{1}没有一项符合条件",
				      "No item of {1} meets the condition")
				  : T("expr.why_every", "{1}每一项都符合条件",
				      "Every item of {1} meets the condition");
	return expr_say(t, text, ARGS(str(range_label(t, n))));
}

/* Why single members are not as they should be, at most three of them. */
static const char *why_members(struct teller *t, const struct node *n, bool want,
			       const struct expr_list *range)
{
	const struct expr_value *all = range->keys ? range->keys : range->values;
	const char *label = expr_label(t, n->args[0]);
	struct parts parts = {.n = 0};
	t->looks[n->index] = expr_look(t, n->args[0]);
	for (size_t i = 0; i < range->n && parts.n < MEMBERS_TOLD && t->budget; i++) {
		t->run.locals[n->index] = &all[i];
		expr_parts_add(&parts, expr_why(t, n->args[2], want));
	}
	bool are_alternatives = want == (n->macro == MACRO_EXISTS);
	struct text between =
		are_alternatives ? T("expr.or", "，或 ", ", or ") : T("expr.and", "；", "; ");
	const char *said = expr_parts_join(t, &parts, text_in(between, t->lang));
	if (!parts.n)
		return want == (n->macro == MACRO_EXISTS) ? why_whole(t, n, want)
							  : expr_why_other(t, n, want);
	return label ? expr_say(t, T("expr.why_flag", "{1}：{2}", "{1}: {2}"),
				ARGS(str(label), str(said)))
		     : said;
}

static const char *why_one(struct teller *t, const struct node *n, const struct expr_list *range)
{
	const struct expr_value *all = range->keys ? range->keys : range->values;
	int64_t found = 0;
	for (size_t i = 0; i < range->n && t->budget; i++) {
		struct expr_value v;
		t->run.locals[n->index] = &all[i];
		found += expr_teller_run(t, n->args[2], &v) == EXPR_VALUE && v.b;
	}
	return expr_say(t,
			T("expr.why_one", "{1}有 {2} 项符合条件，需要恰好 1 项",
			  "{2} items of {1} meet the condition, exactly 1 needed"),
			ARGS(str(range_label(t, n)), i64(found)));
}

const char *expr_why_macro(struct teller *t, const struct node *n, bool want)
{
	struct expr_value range;
	if (expr_teller_run(t, n->args[0], &range) != EXPR_VALUE)
		return expr_why_other(t, n, want);
	if (n->macro == MACRO_EXISTS_ONE)
		return want ? why_one(t, n, &range.list) : why_whole(t, n, want);
	bool tells_each = want == (n->macro == MACRO_ALL) || range.list.n <= MEMBERS_TOLD;
	return tells_each ? why_members(t, n, want, &range.list) : why_whole(t, n, want);
}
