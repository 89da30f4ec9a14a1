/* What changed, for whoever evaluates measures by it (policy/recount.h). */
#ifndef LINLI_AUDIT_TOUCHED_H
#define LINLI_AUDIT_TOUCHED_H

#include "base/ctx.h"

/* The thing, or something that belongs to it, has changed in this transaction. record_create() and its
 * like say it of the record's home; whoever changes what hangs elsewhere too (the company an estate
 * leaves) says that. 0 is nothing. */
err touched_add(struct ctx *cx, int64_t home_id);

#endif
