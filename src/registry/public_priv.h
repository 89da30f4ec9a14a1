/* What everybody may see of estates, shared by its JSON and its pages; no other file includes it. */
#ifndef LINLI_REGISTRY_PUBLIC_PRIV_H
#define LINLI_REGISTRY_PUBLIC_PRIV_H

#include "http/page.h"

struct public_estate {
	int64_t id, kind, service_mode, service_grade, fee_low_e4, fee_high_e4, fee_unit,
		house_count, building_count, built_year, charging_form;
	const char *number, *name, *region, *company, *address, *contract_until;
};
extern const struct field public_estate_fields[];

/* NOT_FOUND if it does not stand. */
err public_estate_load(struct ctx *cx, int64_t id, struct public_estate *ret);

/* What is asked for: in which regions, and called how. */
struct public_search {
	struct arg regions, pattern;
};
/* By the parameters `region` and `q`; without a region, the roots, which together hold all. */
struct public_search public_search_of(struct ctx *cx, const struct request *rq);
int64_t public_count(struct ctx *cx, const struct public_search *s); /* up to 10,001 */
/* By name, from an offset on. */
struct stmt *public_rows(struct ctx *cx, const struct public_search *s, int64_t limit,
			 int64_t offset);

#endif
