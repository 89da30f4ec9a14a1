/* Numbers that people see: 330106-000123, from a counter of each region. Taken last in a
 * transaction, so that two that run at once rarely meet there. */
#ifndef LINLI_PLACE_NUMBER_H
#define LINLI_PLACE_NUMBER_H

#include "base/ctx.h"

/* The next number of a kind under the district (or authority) that holds the region:
 * "330106-000123", or "000000-000123" where it has no division code. */
err number_next(struct ctx *cx, const char *kind, int64_t region_id, const char **ret);

#endif
