/* Handlers that every registered thing shares. A route names its entity in `of`; the last segment
 * of the path is the thing, the segment {estate} or {region} its home (its own id where it has none).
 *
 *     {"GET",    "/estates/{estate}/buildings/{building}", …, record_get,    .of = &building_entity},
 *     {"PATCH",  "/estates/{estate}/buildings/{building}", …, record_patch,  .of = &building_entity},
 *
 * GET takes ?as_of=YYYY-MM-DD (the state at the end of that day). POST, PATCH and DELETE take a
 * reason in the header X-Reason (percent-encoded); PATCH, DELETE and restoring need If-Match.
 */
#ifndef LINLI_AUDIT_RECORD_API_H
#define LINLI_AUDIT_RECORD_API_H

#include "audit/record.h"
#include "http/request.h"

/* The home that the path names: an estate, else a region; 0: neither. */
int64_t record_home(const struct request *rq);
/* The key that the path names. */
struct record record_key(struct request *rq);

err record_get(struct ctx *cx, struct request *rq);
err record_post(struct ctx *cx, struct request *rq); /* rq->body is the new thing */
err record_patch(struct ctx *cx, struct request *rq);
err record_remove(struct ctx *cx, struct request *rq);     /* DELETE */
err record_bring_back(struct ctx *cx, struct request *rq); /* POST …/restore */

/* ?as_of=YYYY-MM-DD, and nothing else. */
extern const struct param as_of_param[];

#endif
