/* The people of an estate: owners, tenants, household members, and who serves on its bodies. */
#ifndef LINLI_REGISTRY_PEOPLE_H
#define LINLI_REGISTRY_PEOPLE_H

#include "base/field.h"

/* How a person is tied to a house: by ownership, or by an occupancy of the kind one less. */
enum tie { TIE_OWNER = 1, TIE_MEMBER, TIE_TENANT, TIE_OTHER };
extern const struct choices ties;

/* Writes that the actor looks at the person's data in the clear, for a reason that the person is shown;
 * before the answer leaves, in the same transaction. `fields`: their names, comma-separated. */
err people_look(struct ctx *cx, int64_t person_id, const char *fields, const char *reason);

/* Has the person to do with the estate, today or before? */
bool people_knows(struct ctx *cx, int64_t estate_id, int64_t person_id);

/* Is the person known anywhere in the actor's reach? Anywhere beyond it? */
bool people_is_reached(struct ctx *cx, int64_t person_id);
bool people_is_known_elsewhere(struct ctx *cx, int64_t person_id);
/* May the actor tie the person to something? Whom others alone know only after having found them by
 * number and name, which is a look. */
bool people_may_name(struct ctx *cx, int64_t person_id);

#endif
