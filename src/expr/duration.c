#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "expr/expr_priv.h"

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 };        /* 0001-01-01, 9999-12-31 */
static const int64_t DURATION_MAX = 315576000000 * 1000; /* 10,000 years, as CEL has it */

bool expr_day_is_valid(int64_t day)
{
	return day >= FIRST_DAY && day <= LAST_DAY;
}

bool expr_duration_is_valid(int64_t ms)
{
	return ms >= -DURATION_MAX && ms <= DURATION_MAX;
}

/* ns of the unit that stands at *s, which it moves past; 0: none. */
static int64_t read_unit(const char **s)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = {
		{"ms", 1000000},
		{"us", 1000},
		{"µs", 1000},
		{"ns", 1},
		{"h", 3600 * INT64_C(1000000000)},
		{"m", 60 * INT64_C(1000000000)},
		{"s", 1000000000},
	};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].name);
		if (!strncmp(*s, units[i].name, n)) {
			*s += n;
			return units[i].ns;
		}
	}
	return 0;
}

enum { DIGITS_MAX = 15 };

/* "1.5h" is so many ns; false if it is none, or finer than that. */
static bool read_part(const char **s, __int128 *ns)
{
	int64_t whole = 0, fraction = 0, tenths = 1;
	int n = 0;
	for (; isdigit((unsigned char)**s) && n < DIGITS_MAX; (*s)++, n++)
		whole = whole * 10 + (**s - '0');
	if (**s == '.')
		for ((*s)++; isdigit((unsigned char)**s) && n < DIGITS_MAX; (*s)++, n++) {
			fraction = fraction * 10 + (**s - '0');
			tenths *= 10;
		}
	int64_t unit = n ? read_unit(s) : 0;
	__int128 part = (__int128)fraction * unit;
	*ns += (__int128)whole * unit + part / tenths;
	return unit && part % tenths == 0;
}

/* As Go writes them: "72h30m", "1.5h", "-10s", "0". Whole milliseconds. */
bool expr_duration_parse(const char *s, int64_t *ret_ms)
{
	bool is_negative = *s == '-';
	__int128 ns = 0;
	s += is_negative || *s == '+';
	if (!strcmp(s, "0"))
		return *ret_ms = 0, true;
	if (!*s)
		return false;
	for (int parts = 0; *s; parts++)
		if (parts > 100 || !read_part(&s, &ns))
			return false;
	if (ns % 1000000 || ns / 1000000 > DURATION_MAX)
		return false;
	*ret_ms = (int64_t)(is_negative ? -ns / 1000000 : ns / 1000000);
	return true;
}
