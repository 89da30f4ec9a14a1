/* Policy's route tables. */
#ifndef LINLI_POLICY_POLICY_API_H
#define LINLI_POLICY_POLICY_API_H

#include "http/route.h"

extern const struct route cockpit_routes[], clause_routes[], measure_routes[], pack_routes[],
	cockpit_public_routes[];

#endif
