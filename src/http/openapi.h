/* The description of the API, printed from the router and the field tables: OpenAPI 3.1, and a
 * plain list of the routes.
 *
 * A field table becomes up to three schemas: `Name` as replies have it, `NameInput` as a thing is
 * made, `NamePatch` as it is changed. Names come from `names`; a table that stands in no list is
 * called after the path that first uses it. The same tables print the same text.
 */
#ifndef LINLI_HTTP_OPENAPI_H
#define LINLI_HTTP_OPENAPI_H

#include "base/buf.h"
#include "http/route.h"

struct schema_name {
	const struct field *table; /* NULL ends a list */
	const char *name;          /* "Estate" */
};

struct api_about {
	const char *title, *version;
	const struct schema_name *names; /* NULL: none */
	const char
		*session_cookie; /* how browsers say who they are; machines send a bearer token */
	const char *csrf_header;
	unsigned may_public; /* the permission that everybody has */
	const char *(*may_name)(unsigned may);
	const char *(*scope_name)(unsigned scope);
};

/* Routes marked ROUTE_TEST are left out. */
void openapi_write(const struct router *r, const struct api_about *about, struct buf *out);

/* A line a route: method, path, permission and scope (number and name), flags. */
void routes_write(const struct router *r, const struct api_about *about, struct buf *out);

#endif
