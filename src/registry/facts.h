/* The register's facts: what measures may ask of regions, estates, companies, owners' bodies,
 * departments and staff. `linli facts KIND` prints them with their meanings.
 *
 * A count is 0 where there is nothing, never unrecorded; so is has_x, which asks whether something is
 * registered. Figures, yes-or-no members, choices and dates that people enter are unrecorded until
 * somebody has. What ends on a day counts on that day; what was deleted never counts, and neither
 * does what belongs to a deleted estate. A region's facts are about the node and everything below
 * it today.
 */
#ifndef LINLI_REGISTRY_FACTS_H
#define LINLI_REGISTRY_FACTS_H

#include "policy/fact.h"

extern const struct fact_table region_facts[], estate_facts[], estate_part_facts[],
	estate_body_facts[], company_facts[], committee_facts[], department_facts[], staff_facts[];

#endif
