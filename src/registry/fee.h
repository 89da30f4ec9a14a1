/* What a property fee is counted by. */
#ifndef LINLI_REGISTRY_FEE_H
#define LINLI_REGISTRY_FEE_H

#include "base/field.h"

enum fee_unit {
	FEE_M2_MONTH = 1, /* 元/㎡·月 */
	FEE_M2_DAY,
	FEE_M2_QUARTER,
	FEE_M2_YEAR,
	FEE_HOUSE_MONTH, /* 元/户·月 */
	FEE_HOUSE_QUARTER,
	FEE_HOUSE_YEAR,
	FEE__MAX
};
extern const struct choices fee_units;

#endif
