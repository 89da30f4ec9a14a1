#ifndef LINLI_HTTP_OPENAPI_PRIV_H
#define LINLI_HTTP_OPENAPI_PRIV_H

#include "base/json.h"
#include "http/openapi.h"

enum schema_kind { SCHEMA_REPLY, SCHEMA_INPUT, SCHEMA_PATCH, SCHEMA__MAX };

/* Field tables met so far, in the order of meeting. */
struct schema {
	const struct field *table;
	const char *name;
	bool is_used[SCHEMA__MAX];
};
struct schemas {
	mem *m;
	const struct schema_name *names;
	struct schema *all;
	size_t n;
};

/* Notes that the table is used, and the tables of its lists with it. `otherwise` names it when
 * nothing else does. */
void schema_add(struct schemas *s, const struct field *table, enum schema_kind kind,
		const char *otherwise);
/* {"$ref": …} */
void schema_put_ref(const struct schemas *s, struct json *j, const struct field *table,
		    enum schema_kind kind);
void schemas_put(const struct schemas *s, struct json *j);
/* {"type": …} of one value. */
void schema_put_value(const struct schemas *s, struct json *j, const struct field *f,
		      enum schema_kind kind);
/* houses → Houses, joined to `before` ("Estate" → "EstateHouses"); other characters divide words. */
const char *schema_camel(mem *m, const char *before, const char *word, size_t n);

void put_str(struct json *j, const char *key, const char *value);
void put_int(struct json *j, const char *key, int64_t value);
void put_bool(struct json *j, const char *key, bool value);
void put_open(struct json *j, const char *key, char bracket);

/* ── operation.c ── */
/* The document as it is being written. */
struct writing {
	const struct router *r;
	const struct api_about *about;
	struct schemas schemas;
	struct json j;
};

/* A route where it is mounted. */
struct entry {
	const struct route *route;
	const char *prefix;
};

void operation_put_parameters(struct writing *w, const struct entry *e);
void operation_put_body(struct writing *w, const struct route *r);
void operation_put_responses(struct writing *w, const struct route *r);

#endif
