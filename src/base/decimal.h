/* Decimal numbers as scaled integers. Nothing near money or area is ever a double: "89.50" m² is
 * 8950 dm², "2.38" yuan/m² is 23800 of price_e4. */
#ifndef LINLI_BASE_DECIMAL_H
#define LINLI_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_SIZE = 24 };

enum decimal_result {
	DECIMAL_OK,
	DECIMAL_NOT_A_NUMBER, /* other characters, or none */
	DECIMAL_TOO_FINE,     /* more places than the scale, and not zeros */
	DECIMAL_TOO_LARGE,    /* does not fit 64 bits */
};

/* Reads "-1,234.50" as an integer of 10^-places. Thousands separators are allowed before the
 * point, at every third digit only. Nothing else is: trim and fold first (utf8.h). */
enum decimal_result decimal_parse(const char *s, int places, int64_t *ret_value);

/* 8950, 2 → "89.50". */
void decimal_format(int64_t value, int places, char out[static DECIMAL_SIZE]);

/* a × b ÷ c rounded half up (away from zero), through 128 bits; c > 0. False on overflow. */
bool mul_div(int64_t a, int64_t b, int64_t c, int64_t *ret);

#endif
