/* Two records become one: what points at the one that goes is made to point at the other. What
 * stands gets a new version, with who and why, as any change does; what was removed follows
 * silently, so that it can be restored. */
#ifndef LINLI_REGISTRY_REPOINT_H
#define LINLI_REGISTRY_REPOINT_H

#include "audit/record.h"

/* One member of one entity that is somebody's id. */
struct pointer {
	const struct entity *entity;
	size_t at;
	struct query standing; /* home and id of what points at $1 and stands */
	struct query removed;  /* all that is left: from $1 to $2 */
};

#define POINTER(noun, member)                                                               \
	{                                                                                   \
		&noun##_entity, AT(noun, member),                                           \
			SQL("SELECT home_id, id FROM " #noun " WHERE " #member              \
			    " = $1 AND deleted_at IS NULL ORDER BY home_id, id"),           \
			SQL("UPDATE " #noun " SET " #member " = $2 WHERE " #member " = $1") \
	}

err repoint(struct ctx *cx, const struct pointer *p, int64_t from, int64_t into);

/* The ids of what a query finds: home_id and id. */
struct found {
	struct record *keys;
	size_t n;
};
err repoint_find(struct ctx *cx, const struct query *query, int64_t id, struct found *ret);

#endif
