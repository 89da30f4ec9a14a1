#include <stdio.h>
#include <string.h>

#include "registry/human_priv.h"

static enum human unreadable(const char *s, struct human_fault *fault)
{
	return human_wrong(fault, s,
			   T("human.date", "看不懂日期“{1}”，请写成 2020-08-01",
			     "The date “{1}” cannot be read; write 2020-08-01"));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Up to `most` digits as a number. */
static bool take_digits(struct plain *p, int least, int most, int *ret)
{
	int n = 0, v = 0;
	for (; n < most && is_digit(*p->at); n++, p->at++)
		v = v * 10 + (*p->at - '0');
	*ret = v;
	return n >= least && !is_digit(*p->at);
}

/* A date of a year, and of a month and a day unless they are 0. */
static enum human finish(const char *s, const int ymd[3], struct human_date *ret,
			 struct human_fault *fault)
{
	struct human_date d = {.is_imprecise = !ymd[2]};
	date_from_ymd(ymd[0], ymd[1] ? ymd[1] : 1, ymd[2] ? ymd[2] : 1, d.date);
	if (ymd[1] > 12 || !date_is_valid(d.date))
		return human_wrong(fault, s,
				   T("human.no_such_day", "没有“{1}”这一天，请核对",
				     "There is no such day as “{1}”; check it"));
	*ret = d;
	return HUMAN_VALUE;
}

/* Digits alone: 20200801, 202008, 2020, or a spreadsheet's day number (1927 to 2119). */
static enum human read_digits(const char *s, const char *digits, struct human_date *ret,
			      struct human_fault *fault)
{
	const int serial_least = 10000, serial_most = 80000, serial_1970 = 25569;
	int ymd[3] = {0}, v = 0;
	size_t n = strlen(digits);
	for (size_t i = 0; i < n && n <= 8; i++)
		v = v * 10 + (digits[i] - '0');
	if (n == 5 && v >= serial_least && v <= serial_most) {
		struct human_date d = {0};
		date_from_day(v - serial_1970, d.date);
		*ret = d;
		return HUMAN_VALUE;
	}
	if (n != 8 && n != 6 && n != 4)
		return unreadable(s, fault);
	int rest = v;
	if (n == 8)
		ymd[2] = rest % 100, rest /= 100;
	if (n >= 6)
		ymd[1] = rest % 100, rest /= 100;
	ymd[0] = rest;
	bool is_complete = (n < 6 || ymd[1]) && (n < 8 || ymd[2]);
	if (!is_complete || ymd[0] < 1800 || ymd[0] > 2199)
		return unreadable(s, fault);
	return finish(s, ymd, ret, fault);
}

/* "12:30:00", "T00:00:00.000Z", "0:00": it is left out. */
static bool is_clock(const char *s)
{
	s += *s == 't';
	size_t n = strspn(s, "0123456789:.z+");
	return strchr(s, ':') && n == strlen(s);
}

/* The mark behind a year or a month; a month ends with the same mark as the year did. */
static const char *take_mark(struct plain *p, bool is_year)
{
	static const char *const after_year[] = {"年", "-", "/", ".", NULL};
	static const char *const after_month[] = {"月份", "月", "-", "/", ".", NULL};
	return plain_take_any(p, is_year ? after_year : after_month);
}

/* With its parts divided; blanks have gone, so the clock follows the day at once: a day has two
 * digits, or a mark behind it. */
static enum human read_parts(struct plain *p, struct human_date *ret, struct human_fault *fault)
{
	int ymd[3] = {0};
	if (!take_digits(p, 4, 4, &ymd[0]) || !take_mark(p, true))
		return unreadable(p->written, fault);
	if (plain_is_at_end(p))
		return finish(p->written, ymd, ret, fault);
	if (!take_digits(p, 1, 2, &ymd[1]) || !ymd[1])
		return unreadable(p->written, fault);
	bool has_mark = take_mark(p, false);
	if (plain_is_at_end(p))
		return finish(p->written, ymd, ret, fault);
	if (!has_mark || !take_digits(p, 1, 2, &ymd[2]) || !ymd[2])
		return unreadable(p->written, fault);
	(void)(plain_take(p, "日") || plain_take(p, "号"));
	if (!plain_is_at_end(p) && !is_clock(p->at))
		return unreadable(p->written, fault);
	return finish(p->written, ymd, ret, fault);
}

/* Without the clock, which stands behind a blank or a T. */
static const char *before_clock(const char *s, char out[static PLAIN_SIZE])
{
	size_t n = strlen(s);
	if (n >= PLAIN_SIZE)
		return s;
	memcpy(out, s, n + 1);
	char *colon = strchr(out, ':');
	char *blank = colon ? memrchr(out, ' ', (size_t)(colon - out)) : NULL;
	if (blank && is_clock(blank + 1))
		*blank = '\0';
	return out;
}

enum human human_date(const char *s, struct human_date *ret, struct human_fault *fault)
{
	struct plain p;
	char alone[PLAIN_SIZE];
	enum human h = plain_open(&p, before_clock(s, alone), fault);
	if (h != HUMAN_VALUE)
		return h;
	p.written = s;
	plain_numerals(&p);
	if (strspn(p.text, "0123456789") == strlen(p.text))
		return read_digits(s, p.text, ret, fault);
	if (strspn(p.text, "0123456789") < 4)
		return human_wrong(fault, s,
				   T("human.date_year", "日期“{1}”请先写四位年份，如 2020-08-01",
				     "Write the date “{1}” with its year first, in four digits: "
				     "2020-08-01"));
	return read_parts(&p, ret, fault);
}
