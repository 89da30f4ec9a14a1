/* Where a permission must hold: the second column of a route. The dispatcher checks it before the
 * handler runs; what is out of scope is answered like what does not exist. */
#ifndef LINLI_ACCOUNT_SCOPE_H
#define LINLI_ACCOUNT_SCOPE_H

#include "base/field.h"

enum scope {
	SCOPE_PUBLIC = 1, /* nothing is asked */
	SCOPE_SELF, /* the actor's own account: the SQL has the actor's account_id or person_id */
	SCOPE_INSTALLATION,         /* an administrator's post */
	SCOPE_REACH,                /* a list: its SQL joins `reach` with the actor's reach_id */
	SCOPE_ESTATE,               /* {estate} is in the actor's reach */
	SCOPE_REGION,               /* {region} is the actor's, or below it */
	SCOPE_ORGANISATION,         /* {organisation} is in the actor's reach */
	SCOPE_REMOVED_ESTATE,       /* {estate} was in it, and was removed */
	SCOPE_REMOVED_ORGANISATION, /* {organisation} was in it, and was removed */
	SCOPE_HOUSE,       /* {estate}'s {house} is the actor's own, to live in or as its owner */
	SCOPE_OWNED_HOUSE, /* the actor is an owner of it */
	SCOPE_IMPORT, /* {import} is the actor's own; the region and estate it names are in reach */
	SCOPE__MAX
};
extern const struct choices scopes;

#endif
