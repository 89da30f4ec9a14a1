/* The register's route tables. */
#ifndef LINLI_REGISTRY_REGISTRY_API_H
#define LINLI_REGISTRY_REGISTRY_API_H

#include "http/route.h"

extern const struct route estate_routes[], house_routes[], people_routes[], part_routes[],
	search_routes[], public_routes[], resident_routes[], my_house_routes[], binding_routes[],
	house_code_routes[], binding_public_routes[], directory_estate_routes[], workbench_routes[],
	merge_routes[], consent_routes[];

#endif
