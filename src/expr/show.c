#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "expr/expr_priv.h"

enum { SHOWN_CHARACTERS = 40, SHOWN_MEMBERS = 8, MONEY_PLACES = 2 };

/* ─── values ─── */

static const char *show_int(struct teller *t, int64_t i, struct look look)
{
	char text[DECIMAL_SIZE];
	int places = look.places > 18 ? 0 : look.places;
	decimal_format(i, places, text);
	for (size_t n = strlen(text); places > MONEY_PLACES && text[n - 1] == '0'; places--)
		text[--n] = '\0';
	return look.unit ? mem_format(t->m, "%s %s", text, look.unit) : mem_str(t->m, text);
}

static const char *show_text(struct teller *t, const char *s, struct look look)
{
	const char *end = s;
	for (int64_t i = 0; look.of && i < look.of->n; i++)
		if (!strcmp(look.of->values[i].code, s))
			return t->lang == LANG_EN ? look.of->values[i].en : look.of->values[i].zh;
	for (int i = 0; i < SHOWN_CHARACTERS && *end; i++)
		utf8_next(&end);
	return mem_format(t->m, t->lang == LANG_EN ? "\"%.*s%s\"" : "“%.*s%s”", (int)(end - s), s,
			  *end ? "…" : "");
}

static const char *show_date(struct teller *t, int64_t day)
{
	char text[DATE_SIZE] = "?";
	if (expr_day_is_valid(day))
		date_from_day((int32_t)day, text);
	return mem_str(t->m, text);
}

static const char *show_duration(struct teller *t, int64_t ms)
{
	int64_t rest = ms < 0 ? -ms : ms;
	const char *sign = ms < 0 ? "-" : "";
	if (rest == DAY_MS)
		return expr_say(t, T("expr.one_day", "{1}1 天", "{1}1 day"), ARGS(str(sign)));
	if (ms % DAY_MS == 0)
		return expr_say(t, T("expr.days", "{1} 天", "{1} days"), ARGS(i64(ms / DAY_MS)));
	struct buf b = buf_on(t->m);
	buf_puts(&b, sign);
	if (rest / 3600000)
		buf_format(&b, "%" PRId64 "h", rest / 3600000);
	if (rest / 60000 % 60)
		buf_format(&b, "%" PRId64 "m", rest / 60000 % 60);
	if (rest % 60000) {
		char seconds[DECIMAL_SIZE];
		decimal_format(rest % 60000, 3, seconds);
		for (size_t n = strlen(seconds); seconds[n - 1] == '0' || seconds[n - 1] == '.';
		     n--) {
			bool is_point = seconds[n - 1] == '.';
			seconds[n - 1] = '\0';
			if (is_point)
				break;
		}
		buf_format(&b, "%ss", seconds);
	}
	return buf_text(&b);
}

static const char *show_members(struct teller *t, const struct expr_list *list, struct look look)
{
	const struct expr_value *all = list->keys ? list->keys : list->values;
	struct buf b = buf_on(t->m);
	for (size_t i = 0; i < list->n && i < SHOWN_MEMBERS; i++) {
		if (i)
			buf_puts(&b, t->lang == LANG_EN ? ", " : "、");
		buf_puts(&b, expr_show(t, &all[i], look));
	}
	if (list->n > SHOWN_MEMBERS)
		buf_puts(&b,
			 expr_say(t, T("expr.and_others", " 等 {1} 项", " and others, {1} in all"),
				  ARGS(i64((int64_t)list->n))));
	if (!list->n)
		buf_puts(&b, expr_say(t, T("expr.nothing", "（空）", "(nothing)"), ARGS()));
	return buf_text(&b);
}

const char *expr_show_flag(struct teller *t, bool b)
{
	return expr_say(t, b ? T("yes", "是", "yes") : T("no", "否", "no"), ARGS());
}

const char *expr_show(struct teller *t, const struct expr_value *v, struct look look)
{
	switch (v->kind) {
	case EXPR_BOOL:
		return expr_show_flag(t, v->b);
	case EXPR_INT:
		return show_int(t, v->i, look);
	case EXPR_STRING:
		return show_text(t, v->s, look);
	case EXPR_DATE:
		return show_date(t, v->i);
	case EXPR_DURATION:
		return show_duration(t, v->i);
	case EXPR_LIST:
	case EXPR_MAP:
		return show_members(t, &v->list, look);
	case EXPR__MAX:
	default:
		return expr_say(t, T("expr.not_recorded", "没有记录", "not recorded"), ARGS());
	}
}

/* ─── how a number is shown ─── */

static bool has_look(struct look l)
{
	return l.places || l.unit || l.of;
}

static struct look look_of_operator(struct teller *t, const struct node *n)
{
	struct look a = expr_look(t, n->args[0]), none = {0};
	if (n->op == OP_NEG)
		return a;
	struct look b = expr_look(t, n->args[1]);
	if (n->op == OP_ADD || n->op == OP_SUB)
		return has_look(a) ? a : b;
	if (n->op == OP_MUL && !(has_look(a) && has_look(b)))
		return has_look(a) ? a : b;
	return n->op == OP_DIV && !has_look(b) ? a : none;
}

struct look expr_look(struct teller *t, const struct node *n)
{
	struct look none = {0};
	const struct expr_variable *all = t->e->scope->variables;
	if (n->kind == NODE_VARIABLE)
		return (struct look){all[n->index].places, all[n->index].unit, all[n->index].of};
	if (n->kind == NODE_LOCAL)
		return t->looks[n->index];
	if (n->kind == NODE_OPERATOR && n->op >= OP_ADD && n->op <= OP_NEG)
		return look_of_operator(t, n);
	if (n->kind == NODE_CONDITION)
		return expr_look(t, n->args[1]);
	bool keeps = n->kind == NODE_INDEX || (n->kind == NODE_MACRO && n->macro == MACRO_FILTER);
	return keeps ? expr_look(t, n->args[0]) : none;
}

/* ─── labels ─── */

const char *expr_variable_label(struct teller *t, size_t variable)
{
	const struct expr_variable *v = &t->e->scope->variables[variable];
	const char *label = t->lang == LANG_EN ? v->en : v->zh;
	return label ? label : v->name;
}

const char *expr_snippet(struct teller *t, const struct node *n)
{
	char *s = mem_strn(t->m, t->e->source + n->span.at, n->span.n);
	for (char *c = s; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return s;
}

static bool has_variable(const struct node *n)
{
	if (n->kind == NODE_VARIABLE)
		return true;
	for (uint32_t i = 0; i < n->n_args; i++)
		if (has_variable(n->args[i]))
			return true;
	return false;
}

/* What it is called, or the value of what has no name. */
static const char *phrase(struct teller *t, const struct node *n)
{
	const char *label = expr_label(t, n);
	struct expr_value v;
	if (label || expr_teller_run(t, n, &v) != EXPR_VALUE)
		return label ? label : expr_snippet(t, n);
	return expr_show(t, &v, expr_look(t, n));
}

static const char *label_of_operand(struct teller *t, const struct node *n, bool is_factor)
{
	const char *s = phrase(t, n);
	bool is_sum = n->kind == NODE_OPERATOR && (n->op == OP_ADD || n->op == OP_SUB);
	return is_sum && is_factor ? mem_format(t->m, "(%s)", s) : s;
}

static const char *label_of_operator(struct teller *t, const struct node *n)
{
	bool is_factor = n->op >= OP_MUL;
	if (n->n_args == 1)
		return mem_format(t->m, "-%s", label_of_operand(t, n->args[0], true));
	return mem_format(t->m, "%s %s %s", label_of_operand(t, n->args[0], is_factor),
			  expr_op_names[n->op],
			  label_of_operand(t, n->args[1], is_factor || n->op == OP_SUB));
}

static const char *label_of_shift(struct teller *t, const struct node *n, bool is_months)
{
	const struct node *count = n->args[1];
	const char *from = phrase(t, n->args[0]);
	bool is_before =
		count->kind == NODE_LITERAL && count->value.i < 0 && count->value.i > -1000000;
	struct arg by = is_before ? i64(-count->value.i) : str(phrase(t, count));
	if (is_months)
		return expr_say(t,
				is_before ? T("expr.months_before", "{1}之前 {2} 个月",
					      "{2} months before {1}")
					  : T("expr.months_after", "{1}之后 {2} 个月",
					      "{2} months after {1}"),
				ARGS(str(from), by));
	return expr_say(t,
			is_before ? T("expr.days_before", "{1}之前 {2} 天", "{2} days before {1}")
				  : T("expr.days_after", "{1}之后 {2} 天", "{2} days after {1}"),
			ARGS(str(from), by));
}

static const char *label_of_call(struct teller *t, const struct node *n)
{
	if (!strcmp(n->name, "size") && n->args[0]->type->kind == EXPR_STRING)
		return expr_say(t, T("expr.length_of", "{1}的字数", "Length of {1}"),
				ARGS(str(phrase(t, n->args[0]))));
	if (!strcmp(n->name, "size"))
		return expr_say(t, T("expr.count_of", "{1}的项数", "Number of {1}"),
				ARGS(str(phrase(t, n->args[0]))));
	if (!strcmp(n->name, "days_between"))
		return expr_say(t, T("expr.days_from_to", "{1}至{2}的天数", "Days from {1} to {2}"),
				ARGS(str(phrase(t, n->args[0])), str(phrase(t, n->args[1]))));
	if (!strcmp(n->name, "date_add_days") || !strcmp(n->name, "date_add_months"))
		return label_of_shift(t, n, !strcmp(n->name, "date_add_months"));
	return n->n_args == 1 ? expr_label(t, n->args[0]) : expr_snippet(t, n);
}

const char *expr_label(struct teller *t, const struct node *n)
{
	if (!has_variable(n))
		return NULL;
	if (n->kind == NODE_VARIABLE)
		return expr_variable_label(t, n->index);
	if (n->kind == NODE_OPERATOR && n->op >= OP_ADD && n->op <= OP_NEG)
		return label_of_operator(t, n);
	if ((n->kind == NODE_CALL || n->kind == NODE_METHOD) && n->type->kind != EXPR_BOOL)
		return label_of_call(t, n);
	if (n->kind == NODE_MACRO && n->macro == MACRO_FILTER)
		return expr_label(t, n->args[0]);
	return expr_snippet(t, n);
}
