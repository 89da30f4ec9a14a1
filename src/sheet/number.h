/* Numbers of a spreadsheet as text. Inside the file they are doubles (0.1 stands there as
 * 0.10000000000000001); outside the readers nobody sees one.
 */
#ifndef LINLI_SHEET_NUMBER_H
#define LINLI_SHEET_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

enum { NUMBER_SIZE = 48 };

/* The shortest decimal that reads back as `v`: "89.5", "-0.0001", "1200". Beyond 21 digits, or
 * below 1e-18, with an exponent: "1.5e+30". `v` is finite. */
void number_format(double v, char out[static NUMBER_SIZE]);

/* The same for a number as a file writes it ("89.50", "8.9499999999999997E1"); *ret_value is the
 * double. False if `s` is no number or not finite. */
bool number_read(const char *s, char out[static NUMBER_SIZE], double *ret_value);

/* A number has more digits before its point than a double keeps. */
bool number_is_rounded(double v);

/* "89.4999999" → 8950 at 2 places: accepted within 1e-6 of that many places, so that what a
 * formula made of 89.5 is 89.50; DECIMAL_TOO_FINE beyond. Separators as in decimal_parse(). */
enum decimal_result number_scale(const char *s, int places, int64_t *ret_value);

#endif
