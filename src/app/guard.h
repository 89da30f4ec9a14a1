/* What stands before every handler: the route, the body, who asks, what they may, and where. */
#ifndef LINLI_APP_GUARD_H
#define LINLI_APP_GUARD_H

#include "app/app.h"

/* Query and body are as the route's tables say; the body is read into rq->body (or rq->json). */
err guard_body(struct ctx *cx, struct request *rq);

/* Session or token, CSRF, permission. In a transaction, as the next. */
err guard_who(struct ctx *cx, struct request *rq);
/* Scope, the password given again, If-Match: what need not hold any more when the same request was
 * answered before. */
err guard_where(struct ctx *cx, struct request *rq);
/* Permission and scope alone, for the actor that stands in cx. */
err guard_allows(struct ctx *cx, struct request *rq);

/* --test: the header Fault-At of a fault run. */
int guard_fault_at(const struct request *rq);

#endif
