/* Idempotency-Key: the same POST sent twice is done once. Kept for 7 days by actor and route, in
 * the transaction of the handler; the same key with another body is a conflict. */
#ifndef LINLI_APP_IDEMPOTENCY_H
#define LINLI_APP_IDEMPOTENCY_H

#include "app/app.h"

/* If the key was used before: answers as the first time (from where the thing is now). */
err idempotency_replay(struct ctx *cx, struct app *app, struct request *rq, bool *ret_is_answered);

/* After the handler: keeps the key, unless it refused. */
err idempotency_keep(struct ctx *cx, struct request *rq);

/* Drops what is older than 7 days. A clockwork job. */
err idempotency_sweep(struct ctx *cx);

#endif
