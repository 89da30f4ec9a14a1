#include "base/decimal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "1,234" → the separators stand at every third digit from the end of the whole part. */
static bool separators_are_right(const char *s)
{
	size_t whole = strcspn(s, ".");
	if (!memchr(s, ',', whole))
		return true;
	for (size_t i = 0; i < whole; i++)
		if ((s[whole - 1 - i] == ',') != (i % 4 == 3))
			return false;
	return s[0] != ',';
}

static bool push_digit(int64_t *v, char c)
{
	return !__builtin_mul_overflow(*v, 10, v) && !__builtin_add_overflow(*v, c - '0', v);
}

/* The digits after the point: `places` of them kept, the rest must be zeros. */
static enum decimal_result read_places(const char *s, int places, int64_t *v)
{
	int n = 0;
	for (; *s >= '0' && *s <= '9'; s++, n++) {
		if (n >= places && *s != '0')
			return DECIMAL_TOO_FINE;
		if (n < places && !push_digit(v, *s))
			return DECIMAL_TOO_LARGE;
	}
	if (*s)
		return DECIMAL_NOT_A_NUMBER;
	for (; n < places; n++)
		if (!push_digit(v, '0'))
			return DECIMAL_TOO_LARGE;
	return DECIMAL_OK;
}

enum decimal_result decimal_parse(const char *s, int places, int64_t *ret_value)
{
	int64_t v = 0;
	bool is_negative = *s == '-';
	s += is_negative || *s == '+';
	bool has_digits = (*s >= '0' && *s <= '9') || (*s == '.' && s[1] >= '0' && s[1] <= '9');
	if (!has_digits || !separators_are_right(s))
		return DECIMAL_NOT_A_NUMBER;
	for (; (*s >= '0' && *s <= '9') || *s == ','; s++)
		if (*s != ',' && !push_digit(&v, *s))
			return DECIMAL_TOO_LARGE;
	if (*s == '.')
		s++;
	else if (*s)
		return DECIMAL_NOT_A_NUMBER;
	enum decimal_result r = read_places(s, places, &v);
	if (r == DECIMAL_OK)
		*ret_value = is_negative ? -v : v;
	return r;
}

void decimal_format(int64_t value, int places, char out[static DECIMAL_SIZE])
{
	uint64_t v = value < 0 ? -(uint64_t)value : (uint64_t)value;
	uint64_t unit = 1;
	for (int i = 0; i < places; i++)
		unit *= 10;
	const char *sign = value < 0 ? "-" : "";
	if (places)
		snprintf(out, DECIMAL_SIZE, "%s%" PRIu64 ".%0*" PRIu64, sign, v / unit, places,
			 v % unit);
	else
		snprintf(out, DECIMAL_SIZE, "%s%" PRIu64, sign, v);
}

bool mul_div(int64_t a, int64_t b, int64_t c, int64_t *ret)
{
	__int128 p = (__int128)a * b;
	__int128 q = (p < 0 ? p - c / 2 : p + c / 2) / c;
	if (q > INT64_MAX || q < -INT64_MAX)
		return false;
	*ret = (int64_t)q;
	return true;
}
