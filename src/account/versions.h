/* The versions of a registered thing: who changed it, when, why, and what, before and after. A
 * route names its entity in `of`, as the handlers of audit/record_api.h. */
#ifndef LINLI_ACCOUNT_VERSIONS_H
#define LINLI_ACCOUNT_VERSIONS_H

#include "http/route.h"

err record_versions(struct ctx *cx, struct request *rq);
extern const struct field version_fields[];

#endif
