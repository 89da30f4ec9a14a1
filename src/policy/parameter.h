/* Parameters as people read them, and who reads them. */
#ifndef LINLI_POLICY_PARAMETER_H
#define LINLI_POLICY_PARAMETER_H

#include "policy/pack.h"

/* "2 人", "2/3", "是", "2020-07-24". */
const char *parameter_show(mem *m, const struct parameter *p, enum lang lang);

/* Does an expression of the measure name the parameter? */
bool measure_reads(const struct measure *m, const char *parameter);

#endif
