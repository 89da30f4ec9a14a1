/* An organisation that was registered twice becomes one. */
#ifndef LINLI_REGISTRY_ORGANISATION_MERGE_H
#define LINLI_REGISTRY_ORGANISATION_MERGE_H

#include "place/organisation.h"

/* `from` is `into` registered twice: what `into` lacks is taken from it; estates, facilities, staff,
 * subordinates and posts go over, and it is removed. CONFLICT if they cannot be one: of different
 * kinds, with different credit codes, one belonging to the other. */
err organisation_absorb(struct ctx *cx, struct organisation *from, struct organisation *into);

#endif
