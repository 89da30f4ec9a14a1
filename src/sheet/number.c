#include "sheet/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_SAFE = 15, DIGITS_MAX = 17, EXPONENT_PLAIN_MAX = 20, EXPONENT_PLAIN_MIN = -18 };

/* Digits without the point, and the power of ten of the first: 89.5 is "895", 1. */
struct digits {
	char text[DIGITS_MAX + 1];
	int n, exponent;
	bool is_negative;
};

static struct digits shortest(double v)
{
	char s[40];
	for (int n = DIGITS_SAFE; n <= DIGITS_MAX; n++) {
		snprintf(s, sizeof s, "%.*e", n - 1, v);
		if (strtod(s, NULL) == v)
			break;
	}
	struct digits d = {.is_negative = *s == '-'};
	const char *p = s + d.is_negative;
	for (; *p != 'e'; p++)
		if (*p != '.')
			d.text[d.n++] = *p;
	d.exponent = (int)strtol(p + 1, NULL, 10);
	while (d.n > 1 && d.text[d.n - 1] == '0')
		d.n--;
	return d;
}

static char *put_zeros(char *p, int n)
{
	for (; n > 0; n--)
		*p++ = '0';
	return p;
}

static void write_plain(const struct digits *d, char *p)
{
	int whole = d->exponent + 1; /* digits before the point; ≤ 0: zeros behind it */
	if (whole <= 0) {
		*p++ = '0', *p++ = '.';
		p = put_zeros(p, -whole);
	}
	for (int i = 0; i < d->n; i++) {
		if (i == whole && i > 0)
			*p++ = '.';
		*p++ = d->text[i];
	}
	*put_zeros(p, whole - d->n) = '\0';
}

static void write_exponent(const struct digits *d, char *p)
{
	*p++ = d->text[0];
	if (d->n > 1)
		*p++ = '.';
	memcpy(p, d->text + 1, (size_t)d->n - 1);
	snprintf(p + d->n - 1, 8, "e%+d", d->exponent);
}

void number_format(double v, char out[static NUMBER_SIZE])
{
	if (v == 0) {
		memcpy(out, "0", 2);
		return;
	}
	struct digits d = shortest(v);
	char *p = out;
	if (d.is_negative)
		*p++ = '-';
	if (d.exponent > EXPONENT_PLAIN_MAX || d.exponent < EXPONENT_PLAIN_MIN)
		write_exponent(&d, p);
	else
		write_plain(&d, p);
}

/* Up to 15 digits, no needless zeros, no exponent: already the shortest text of its double. */
static bool is_shortest(const char *s)
{
	const char *start = s + (*s == '-');
	size_t whole = strspn(start, "0123456789");
	size_t places = start[whole] == '.' ? strspn(start + whole + 1, "0123456789") : 0;
	size_t n = whole + (places ? places + 1 : 0);
	if (!whole || start[n] || whole + places > DIGITS_SAFE)
		return false;
	if (start[0] == '0' && (whole > 1 || !places))
		return whole == 1 && *s != '-';
	return !places || start[n - 1] != '0';
}

bool number_read(const char *s, char out[static NUMBER_SIZE], double *ret_value)
{
	char *end;
	double v = strtod(s, &end);
	bool is_decimal = strspn(s, "+-.0123456789eE") == strlen(s); /* no "inf", no "0x1p3" */
	if (end == s || *end || !is_decimal || !isfinite(v))
		return false;
	if (is_shortest(s))
		memcpy(out, s, strlen(s) + 1);
	else
		number_format(v, out);
	*ret_value = v;
	return true;
}

bool number_is_rounded(double v)
{
	return fabs(v) >= 1e15;
}

enum { PLACES = 12 };

/* The digits behind the point at 12 places, what is finer cut off. False if others follow. */
static bool read_part(const char *s, int64_t *ret)
{
	int64_t v = 0;
	int n = 0;
	for (; *s >= '0' && *s <= '9'; s++, n++)
		if (n < PLACES)
			v = v * 10 + (*s - '0');
	for (; n < PLACES; n++)
		v *= 10;
	*ret = v;
	return !*s;
}

/* "-1,234.5678" as its whole number without the sign, and its part. */
static enum decimal_result read_split(const char *s, int64_t *ret_whole, int64_t *ret_part)
{
	char text[DECIMAL_SIZE * 2];
	s += *s == '-' || *s == '+';
	size_t whole = strcspn(s, ".");
	if (whole >= sizeof text)
		return DECIMAL_TOO_LARGE;
	memcpy(text, s, whole);
	text[whole] = '\0';
	const char *part = s[whole] ? s + whole + 1 : "";
	bool is_bare_part = !whole && *part; /* ".5" */
	if (!read_part(part, ret_part) || *text == '-' || *text == '+')
		return DECIMAL_NOT_A_NUMBER;
	return decimal_parse(is_bare_part ? "0" : text, 0, ret_whole);
}

/* Near enough to a multiple of `unit`, as a count of units. */
static bool round_near(int64_t part, int64_t unit, int64_t *ret)
{
	const int64_t slack = 1000000; /* 1e-6 at 12 places */
	int64_t rest = part % unit;
	*ret = part / unit + (rest >= unit - slack);
	return rest <= slack || rest >= unit - slack;
}

/* number_format() writes an exponent where a number is past all counting, or next to nothing. */
static enum decimal_result scale_exponent(const char *s, int64_t *ret_value)
{
	char ignored[NUMBER_SIZE];
	double v;
	if (!number_read(s, ignored, &v) || (fabs(v) > 1e-6 && fabs(v) < 1e18))
		return DECIMAL_NOT_A_NUMBER;
	if (fabs(v) > 1)
		return DECIMAL_TOO_LARGE;
	*ret_value = 0;
	return DECIMAL_OK;
}

enum decimal_result number_scale(const char *s, int places, int64_t *ret_value)
{
	static const int64_t power[] = {1, 10, 100, 1000, 10000};
	assert(places >= 0 && places <= 4); /* finer, and 1e-6 would be a digit of it */
	if (strpbrk(s, "eE"))
		return scale_exponent(s, ret_value);
	int64_t whole, part, units, value;
	enum decimal_result r = read_split(s, &whole, &part);
	if (r != DECIMAL_OK)
		return r;
	if (!round_near(part, INT64_C(1000000000000) / power[places], &units))
		return DECIMAL_TOO_FINE;
	if (__builtin_mul_overflow(whole, power[places], &value) ||
	    __builtin_add_overflow(value, units, &value))
		return DECIMAL_TOO_LARGE;
	*ret_value = *s == '-' ? -value : value;
	return DECIMAL_OK;
}
