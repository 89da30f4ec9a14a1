/* Looks at a person's data in the clear: who, when, why. The person sees their own; who may look
 * sees those that were there before. */
#ifndef LINLI_ACCOUNT_LOOKS_H
#define LINLI_ACCOUNT_LOOKS_H

#include "http/route.h"

/* Answers with a page of the looks at a person. */
err looks_reply(struct ctx *cx, struct request *rq, int64_t person_id);
extern const struct field look_fields[];

#endif
