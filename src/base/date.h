/* Dates and instants. A date is the text `YYYY-MM-DD` in Asia/Shanghai (so that it sorts, and is
 * the same in C, SQL and JSON); for reckoning it becomes a day number, days since 1970-01-01.
 * An instant is UTC milliseconds since 1970. China has kept UTC+8 without summer time since 1991.
 */
#ifndef LINLI_BASE_DATE_H
#define LINLI_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

enum { DATE_SIZE = sizeof "2026-01-31", INSTANT_SIZE = sizeof "2026-01-31T08:00:00.000Z" };
#define DAY_MS INT64_C(86400000)

/* Exactly YYYY-MM-DD, a day that exists, years 1800 to 2999; or an end of time, 0001-01-01 or
 * 9999-12-31, which a column holds that says "always" or "still". */
bool date_is_valid(const char *date);

int32_t date_to_day(const char *date); /* of a valid date */
void date_from_day(int32_t day, char out[static DATE_SIZE]);
void date_from_ymd(int year, int month, int day, char out[static DATE_SIZE]);

/* The date in Asia/Shanghai at an instant, and the first instant of a date there. */
void date_of_instant(int64_t instant, char out[static DATE_SIZE]);
int64_t date_to_instant(const char *date);

/* RFC 3339 in UTC with milliseconds, both ways; parsing accepts any offset. */
void instant_format(int64_t instant, char out[static INSTANT_SIZE]);
bool instant_parse(const char *s, int64_t *ret_instant);

/* The machine's clock. Only the border of the process asks (it fills cx->now). */
int64_t clock_now(void);
/* A clock that never goes back, for measuring; ns. */
int64_t clock_ticks(void);

#endif
