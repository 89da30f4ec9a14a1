/* A person who was registered twice becomes one. */
#ifndef LINLI_REGISTRY_PERSON_MERGE_H
#define LINLI_REGISTRY_PERSON_MERGE_H

#include "place/person.h"

/* What `from` is tied to (houses, bodies, posts of staff, looks) is `into`'s from now on. Whoever
 * lives in a house already, or sits on a committee, does not do so twice. */
err person_move_ties(struct ctx *cx, int64_t from, int64_t into);

/* `from` is `into` registered twice: the ties and the account go over, what `into` lacks is taken
 * from it, and it is removed. CONFLICT if they cannot be one: with different ID numbers, or each with
 * a resident's account. */
err person_absorb(struct ctx *cx, struct person *from, struct person *into);

#endif
