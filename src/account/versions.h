/* The versions of a registered thing: who changed it, when, why, and what, before and after. A
 * route names its entity in `of`, as the handlers of audit/record_api.h. */
#ifndef LINLI_ACCOUNT_VERSIONS_H
#define LINLI_ACCOUNT_VERSIONS_H

#include "audit/record.h"
#include "http/route.h"

err record_versions(struct ctx *cx, struct request *rq);
extern const struct field version_fields[];

/* What made `key.version` of the one before it, personal data masked: a list for a field whose `of`
 * is change_element. Empty if that version is not kept. */
err record_changes(struct ctx *cx, const struct entity *e, struct record key, struct list *ret);
extern const struct element change_element;

#endif
