#include "base/date.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

enum { SHANGHAI_MS = 8 * 3600 * 1000 };

/* The civil-calendar reckoning in eras of 400 years that start on March 1. */
static int32_t day_of(int y, int m, int d)
{
	y -= m <= 2;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static void ymd_of(int32_t day, int *y, int *m, int *d)
{
	day += 719468;
	int era = (day >= 0 ? day : day - 146096) / 146097;
	int doe = day - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

static int digits(const char *s, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

static bool is_end_of_time(const char *s)
{
	return !strcmp(s, "0001-01-01") || !strcmp(s, "9999-12-31");
}

bool date_is_valid(const char *s)
{
	if (is_end_of_time(s))
		return true;
	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return false;
	int y = digits(s, 4), m = digits(s + 5, 2), d = digits(s + 8, 2);
	if (y < 1800 || y > 2999 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	int y2, m2, d2;
	ymd_of(day_of(y, m, d), &y2, &m2, &d2);
	return m2 == m && d2 == d;
}

int32_t date_to_day(const char *s)
{
	return day_of(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2));
}

/* `n` decimal digits of v; these are written some hundred times a page, so without snprintf. */
static char *put_digits(char *p, int v, int n)
{
	for (int i = n - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + n;
}

void date_from_ymd(int y, int m, int d, char out[static DATE_SIZE])
{
	char *p = put_digits(out, y, 4);
	*p++ = '-';
	p = put_digits(p, m, 2);
	*p++ = '-';
	*put_digits(p, d, 2) = '\0';
}

void date_from_day(int32_t day, char out[static DATE_SIZE])
{
	int y, m, d;
	ymd_of(day, &y, &m, &d);
	date_from_ymd(y, m, d, out);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

void date_of_instant(int64_t instant, char out[static DATE_SIZE])
{
	date_from_day((int32_t)floor_div(instant + SHANGHAI_MS, DAY_MS), out);
}

int64_t date_to_instant(const char *date)
{
	return date_to_day(date) * DAY_MS - SHANGHAI_MS;
}

void instant_format(int64_t instant, char out[static INSTANT_SIZE])
{
	int64_t day = floor_div(instant, DAY_MS);
	int ms = (int)(instant - day * DAY_MS);
	const int parts[] = {ms / 3600000, ms / 60000 % 60, ms / 1000 % 60};
	date_from_day((int32_t)day, out);
	char *p = out + DATE_SIZE - 1;
	for (int i = 0; i < 3; i++) {
		*p++ = i ? ':' : 'T';
		p = put_digits(p, parts[i], 2);
	}
	*p++ = '.';
	p = put_digits(p, ms % 1000, 3);
	memcpy(p, "Z", 2);
}

/* "Z", "+08:00", "-03:30" at the end of a text, in minutes. */
static bool parse_offset(const char *s, int *ret_minutes)
{
	if (!strcmp(s, "Z"))
		return *ret_minutes = 0, true;
	if (strlen(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':')
		return false;
	int h = digits(s + 1, 2), m = digits(s + 4, 2);
	if (h < 0 || h > 14 || m < 0 || m > 59)
		return false;
	*ret_minutes = (s[0] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

/* ".25" to 250 ms; moves *s past it. */
static int parse_fraction(const char **s)
{
	int ms = 0;
	if (**s != '.')
		return 0;
	(*s)++;
	for (int unit = 100; isdigit((unsigned char)**s); unit /= 10, (*s)++)
		ms += unit * (**s - '0');
	return ms;
}

bool instant_parse(const char *s, int64_t *ret_instant)
{
	char date[DATE_SIZE] = {0};
	if (strlen(s) < 20 || s[10] != 'T' || s[13] != ':' || s[16] != ':')
		return false;
	memcpy(date, s, 10);
	int h = digits(s + 11, 2), m = digits(s + 14, 2), sec = digits(s + 17, 2), offset;
	if (!date_is_valid(date) || h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return false;
	const char *rest = s + 19;
	int ms = parse_fraction(&rest);
	if (!parse_offset(rest, &offset))
		return false;
	*ret_instant = date_to_day(date) * DAY_MS +
		       ((h * 60 + m - offset) * INT64_C(60) + sec) * 1000 + ms;
	return true;
}

int64_t clock_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

int64_t clock_ticks(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}
