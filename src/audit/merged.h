/* Things that were registered twice, and are one since: who asks for the one that went is told where
 * it is. They are their own home: an estate, an organisation, a person. */
#ifndef LINLI_AUDIT_MERGED_H
#define LINLI_AUDIT_MERGED_H

#include "base/ctx.h"

/* `from` went into `into`; what had gone into `from` before is in `into` too. */
err merged_note(struct ctx *cx, const char *kind, int64_t from, int64_t into);

/* Where it went; 0: nowhere. */
int64_t merged_into(struct ctx *cx, const char *kind, int64_t id);

/* NOT_FOUND, with the id of the one that stays as its parameter. */
err merged_fail(struct ctx *cx, int64_t into);

/* It is restored, and itself again. */
err merged_forget(struct ctx *cx, const char *kind, int64_t id);

#endif
