#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "expr/expr_priv.h"

/* ─── sizes and texts ─── */

static enum expr_outcome size_of_text(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	expr_charge_bytes(r, strlen(v[0].s));
	return expr_give_int(out, EXPR_INT, (int64_t)utf8_length(v[0].s));
}

static enum expr_outcome size_of_list(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	(void)r;
	return expr_give_int(out, EXPR_INT, (int64_t)v[0].list.n);
}

static enum expr_outcome contains(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	if (!expr_charge_bytes(r, strlen(v[0].s)) || !expr_charge_bytes(r, strlen(v[1].s)))
		return expr_too_costly(r);
	return expr_give_bool(out, strstr(v[0].s, v[1].s));
}

static enum expr_outcome starts_with(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	size_t n = strlen(v[1].s);
	expr_charge_bytes(r, n);
	return expr_give_bool(out, !strncmp(v[0].s, v[1].s, n));
}

static enum expr_outcome ends_with(struct run *r, const struct expr_value *v,
				   struct expr_value *out)
{
	size_t len = strlen(v[0].s), n = strlen(v[1].s);
	expr_charge_bytes(r, n);
	return expr_give_bool(out, n <= len && !strcmp(v[0].s + len - n, v[1].s));
}

static enum expr_outcome with_case(struct run *r, const char *s, int (*turn)(int),
				   struct expr_value *out)
{
	size_t n = strlen(s);
	if (!expr_charge_bytes(r, n))
		return expr_too_costly(r);
	char *copy = mem_str(r->m, s);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)copy[i] < 0x80)
			copy[i] = (char)turn(copy[i]);
	return expr_give_text(out, copy);
}

static enum expr_outcome lower_ascii(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	return with_case(r, v[0].s, tolower, out);
}

static enum expr_outcome upper_ascii(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	return with_case(r, v[0].s, toupper, out);
}

/* ─── conversions ─── */

static enum expr_outcome same(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	(void)r;
	*out = v[0];
	return EXPR_VALUE;
}

/* A sign, and digits; nothing else. */
static bool read_int(const char *s, int64_t *ret)
{
	bool is_negative = *s == '-';
	int64_t v = 0;
	s += is_negative || *s == '+';
	if (!*s)
		return false;
	for (; *s; s++)
		if (!isdigit((unsigned char)*s) || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, *s - '0', &v))
			return false;
	if (!is_negative && v == INT64_MIN)
		return false;
	*ret = is_negative ? v : -v;
	return true;
}

static enum expr_outcome int_of_text(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	int64_t i;
	expr_charge_bytes(r, strlen(v[0].s));
	return read_int(v[0].s, &i)
		       ? expr_give_int(out, EXPR_INT, i)
		       : expr_fail(r, T("expr.not_int", "“{1}”不是整数", "\"{1}\" is not an int"),
				   ARGS(str(v[0].s)));
}

static enum expr_outcome text_of_int(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	return expr_give_text(out, mem_format(r->m, "%" PRId64, v[0].i));
}

static enum expr_outcome text_of_bool(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	(void)r;
	return expr_give_text(out, v[0].b ? "true" : "false");
}

static enum expr_outcome wrong_day(struct run *r)
{
	return expr_fail(r,
			 T("expr.date_range", "日期超出 0001 年至 9999 年",
			   "A date beyond the years 0001 to 9999"),
			 ARGS());
}

static enum expr_outcome text_of_date(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	if (!expr_day_is_valid(v[0].i))
		return wrong_day(r);
	char *text = mem_array(r->m, char, DATE_SIZE);
	date_from_day((int32_t)v[0].i, text);
	return expr_give_text(out, text);
}

static enum expr_outcome date_of_text(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	return date_is_valid(v[0].s)
		       ? expr_give_int(out, EXPR_DATE, date_to_day(v[0].s))
		       : expr_fail(r,
				   T("expr.not_date", "“{1}”不是日期，写法如 2020-07-24",
				     "\"{1}\" is not a date such as 2020-07-24"),
				   ARGS(str(v[0].s)));
}

static enum expr_outcome duration_of_text(struct run *r, const struct expr_value *v,
					  struct expr_value *out)
{
	int64_t ms;
	expr_charge_bytes(r, strlen(v[0].s));
	return expr_duration_parse(v[0].s, &ms)
		       ? expr_give_int(out, EXPR_DURATION, ms)
		       : expr_fail(r,
				   T("expr.not_duration", "“{1}”不是时长，写法如 72h30m",
				     "\"{1}\" is not a duration such as 72h30m"),
				   ARGS(str(v[0].s)));
}

/* ─── dates ─── */

struct day {
	int year, month, day;
};

static bool split_day(int64_t number, struct day *ret)
{
	char text[DATE_SIZE];
	if (!expr_day_is_valid(number))
		return false;
	date_from_day((int32_t)number, text);
	const char *t = text;
	ret->year = (t[0] - '0') * 1000 + (t[1] - '0') * 100 + (t[2] - '0') * 10 + t[3] - '0';
	ret->month = (t[5] - '0') * 10 + t[6] - '0';
	ret->day = (t[8] - '0') * 10 + t[9] - '0';
	return true;
}

static enum expr_outcome full_year(struct run *r, const struct expr_value *v,
				   struct expr_value *out)
{
	struct day d;
	return split_day(v[0].i, &d) ? expr_give_int(out, EXPR_INT, d.year) : wrong_day(r);
}

static enum expr_outcome month(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	struct day d;
	return split_day(v[0].i, &d) ? expr_give_int(out, EXPR_INT, d.month - 1) : wrong_day(r);
}

static enum expr_outcome day_from_1(struct run *r, const struct expr_value *v,
				    struct expr_value *out)
{
	struct day d;
	return split_day(v[0].i, &d) ? expr_give_int(out, EXPR_INT, d.day) : wrong_day(r);
}

static enum expr_outcome day_from_0(struct run *r, const struct expr_value *v,
				    struct expr_value *out)
{
	struct day d;
	return split_day(v[0].i, &d) ? expr_give_int(out, EXPR_INT, d.day - 1) : wrong_day(r);
}

/* 1970-01-01 was a Thursday. */
static enum expr_outcome day_of_week(struct run *r, const struct expr_value *v,
				     struct expr_value *out)
{
	if (!expr_day_is_valid(v[0].i))
		return wrong_day(r);
	return expr_give_int(out, EXPR_INT, ((v[0].i + 4) % 7 + 7) % 7);
}

static enum expr_outcome days_between(struct run *r, const struct expr_value *v,
				      struct expr_value *out)
{
	if (!expr_day_is_valid(v[0].i) || !expr_day_is_valid(v[1].i))
		return wrong_day(r);
	return expr_give_int(out, EXPR_INT, v[1].i - v[0].i);
}

static enum expr_outcome add_days(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t to;
	if (!expr_day_is_valid(v[0].i) || __builtin_add_overflow(v[0].i, v[1].i, &to) ||
	    !expr_day_is_valid(to))
		return wrong_day(r);
	return expr_give_int(out, EXPR_DATE, to);
}

static int last_day(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && is_leap);
}

/* The same day of another month, or its last one: 31 January and a month is 28 February. */
static enum expr_outcome add_months(struct run *r, const struct expr_value *v,
				    struct expr_value *out)
{
	char text[DATE_SIZE];
	struct day d;
	int64_t months;
	if (!split_day(v[0].i, &d) ||
	    __builtin_add_overflow(v[1].i, d.year * 12 + d.month - 1, &months) || months < 12 ||
	    months >= 10000 * 12)
		return wrong_day(r);
	int year = (int)(months / 12), month_to = (int)(months % 12) + 1;
	int last = last_day(year, month_to);
	date_from_ymd(year, month_to, d.day < last ? d.day : last, text);
	return expr_give_int(out, EXPR_DATE, date_to_day(text));
}

/* ─── shares ─── */

/* part / whole ≥ num / den, exactly. */
static enum expr_outcome at_least(struct run *r, const struct expr_value *v, struct expr_value *out)
{
	int64_t part = v[0].i, whole = v[1].i, num = v[2].i, den = v[3].i;
	if (whole < 0 || den <= 0)
		return expr_fail(r,
				 T("expr.not_share", "不能按 {1} 的 {2} 分之几计算",
				   "There are no shares of {1} in parts of {2}"),
				 ARGS(i64(whole), i64(den)));
	if (whole == 0)
		return EXPR_UNKNOWN;
	return expr_give_bool(out, (__int128)part * den >= (__int128)num * whole);
}

/* ─── the table ─── */

#define INT      &expr_int
#define TEXT     &expr_string
#define DATE     &expr_date
#define DURATION &expr_duration

const struct function expr_functions[] = {
	{"size", AS_EITHER, 1, {TEXT}, INT, size_of_text, false},
	{"size", AS_EITHER, 1, {&expr_free_list}, INT, size_of_list, false},
	{"size", AS_EITHER, 1, {&expr_free_map}, INT, size_of_list, false},
	{"contains", AS_METHOD, 2, {TEXT, TEXT}, &expr_bool, contains, false},
	{"startsWith", AS_METHOD, 2, {TEXT, TEXT}, &expr_bool, starts_with, false},
	{"endsWith", AS_METHOD, 2, {TEXT, TEXT}, &expr_bool, ends_with, false},
	{"lowerAscii", AS_METHOD, 1, {TEXT}, TEXT, lower_ascii, false},
	{"upperAscii", AS_METHOD, 1, {TEXT}, TEXT, upper_ascii, false},
	{"int", AS_FUNCTION, 1, {TEXT}, INT, int_of_text, false},
	{"int", AS_FUNCTION, 1, {INT}, INT, same, false},
	{"string", AS_FUNCTION, 1, {TEXT}, TEXT, same, false},
	{"string", AS_FUNCTION, 1, {INT}, TEXT, text_of_int, false},
	{"string", AS_FUNCTION, 1, {&expr_bool}, TEXT, text_of_bool, false},
	{"string", AS_FUNCTION, 1, {DATE}, TEXT, text_of_date, false},
	{"date", AS_FUNCTION, 1, {TEXT}, DATE, date_of_text, true},
	{"duration", AS_FUNCTION, 1, {TEXT}, DURATION, duration_of_text, true},
	{"getFullYear", AS_METHOD, 1, {DATE}, INT, full_year, false},
	{"getMonth", AS_METHOD, 1, {DATE}, INT, month, false},
	{"getDate", AS_METHOD, 1, {DATE}, INT, day_from_1, false},
	{"getDayOfMonth", AS_METHOD, 1, {DATE}, INT, day_from_0, false},
	{"getDayOfWeek", AS_METHOD, 1, {DATE}, INT, day_of_week, false},
	{"days_between", AS_FUNCTION, 2, {DATE, DATE}, INT, days_between, false},
	{"date_add_days", AS_FUNCTION, 2, {DATE, INT}, DATE, add_days, false},
	{"date_add_months", AS_FUNCTION, 2, {DATE, INT}, DATE, add_months, false},
	{"at_least", AS_FUNCTION, 4, {INT, INT, INT, INT}, &expr_bool, at_least, false},
};
const size_t expr_n_functions = sizeof expr_functions / sizeof *expr_functions;
