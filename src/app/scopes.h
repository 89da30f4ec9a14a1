/* Is what the path names within the actor's reach? One function for each scope. */
#ifndef LINLI_APP_SCOPES_H
#define LINLI_APP_SCOPES_H

#include "http/request.h"

/* NOT_FOUND, with the words for what does not exist, when it is out of scope. */
err scope_check(struct ctx *cx, struct request *rq);

#endif
