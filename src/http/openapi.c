/* OpenAPI 3.1, printed from the router. */
#include "http/openapi.h"

#include "http/openapi_priv.h"
#include "http/wire_priv.h"

static struct entry entry_at(const struct router *r, unsigned i)
{
	struct entry e;
	e.route = router_at(r, i, &e.prefix);
	return e;
}

static bool is_public_part(const struct entry *e)
{
	return !(e->route->flags & ROUTE_TEST);
}

static bool is_same_path(const struct entry *a, const struct entry *b)
{
	return !strcmp(a->prefix, b->prefix) && !strcmp(a->route->path, b->route->path);
}

/* ─── names ─── */

/* The segments of a path in one word: /estates/{estate}/houses → EstatesByEstateHouses. */
static const char *word_of(mem *m, const char *before, const char *path, bool has_params)
{
	const char *word = before;
	while (*path == '/') {
		size_t n = strcspn(++path, "/");
		bool is_param = *path == '{';
		if (!is_param)
			word = schema_camel(m, word, path, n);
		else if (has_params)
			word = schema_camel(m, mem_format(m, "%sBy", word), path, n);
		path += n;
	}
	return word;
}

/* The prefix of the API itself is left out; other mounts are told by theirs, pages as such. */
static const char *operation_id(mem *m, const struct entry *e)
{
	char method[8];
	size_t n = 0;
	for (; e->route->method[n]; n++)
		method[n] = (char)(e->route->method[n] | 0x20);
	method[n] = '\0';
	const char *mount = e->route->flags & ROUTE_PAGE    ? "/page"
			    : !strcmp(e->prefix, "/api/v1") ? ""
							    : e->prefix;
	return word_of(m, word_of(m, method, mount, true), e->route->path, true);
}

static void collect(struct writing *w)
{
	for (unsigned i = 0; i < router_count(w->r); i++) {
		struct entry e = entry_at(w->r, i);
		const char *word = word_of(w->schemas.m, "", e.route->path, false);
		enum schema_kind in = e.route->flags & ROUTE_PATCH ? SCHEMA_PATCH : SCHEMA_INPUT;
		if (!is_public_part(&e))
			continue;
		if (e.route->out)
			schema_add(&w->schemas, e.route->out, SCHEMA_REPLY, word);
		if (e.route->in)
			schema_add(&w->schemas, e.route->in, in, word);
	}
}

/* ─── operations ─── */

static void put_operation(struct writing *w, const struct entry *e)
{
	const struct route *r = e->route;
	char method[8] = {0};
	for (size_t n = 0; r->method[n]; n++)
		method[n] = (char)(r->method[n] | 0x20);
	put_open(&w->j, method, '{');
	put_str(&w->j, "operationId", operation_id(w->schemas.m, e));
	put_str(&w->j, "summary", r->summary ? r->summary : "");
	put_str(&w->j, "x-permission", w->about->may_name(r->may));
	put_str(&w->j, "x-scope", w->about->scope_name(r->scope));
	if (r->flags & ROUTE_FRESH)
		put_bool(&w->j, "x-fresh-password", true);
	if (r->flags & ROUTE_SESSION)
		put_bool(&w->j, "x-session", true);
	if (r->may == w->about->may_public) {
		put_open(&w->j, "security", '[');
		json_close(&w->j, ']');
	}
	operation_put_parameters(w, e);
	operation_put_body(w, r);
	operation_put_responses(w, r);
	json_close(&w->j, '}');
}

static bool is_first_of_path(const struct writing *w, unsigned at, const struct entry *e)
{
	for (unsigned i = 0; i < at; i++) {
		struct entry other = entry_at(w->r, i);
		if (is_public_part(&other) && is_same_path(&other, e))
			return false;
	}
	return true;
}

static void put_path(struct writing *w, unsigned at, const struct entry *first)
{
	put_open(&w->j, mem_format(w->schemas.m, "%s%s", first->prefix, first->route->path), '{');
	for (unsigned i = at; i < router_count(w->r); i++) {
		struct entry e = entry_at(w->r, i);
		if (is_public_part(&e) && is_same_path(&e, first))
			put_operation(w, &e);
	}
	json_close(&w->j, '}');
}

static void put_paths(struct writing *w)
{
	put_open(&w->j, "paths", '{');
	for (unsigned i = 0; i < router_count(w->r); i++) {
		struct entry e = entry_at(w->r, i);
		if (is_public_part(&e) && is_first_of_path(w, i, &e))
			put_path(w, i, &e);
	}
	json_close(&w->j, '}');
}

/* ─── components ─── */

static const char problem_schemas[] =
	"{\"type\":\"object\","
	"\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
	"\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\"},"
	"\"key\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},"
	"\"params\":{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"integer\",\"null\"]}},"
	"\"errors\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/"
	"FieldProblem\"}},"
	"\"request_id\":{\"type\":\"string\"}},"
	"\"required\":[\"type\",\"title\",\"status\",\"code\",\"key\",\"detail\",\"params\","
	"\"request_id\"]}";

static const char field_problem_schema[] =
	"{\"type\":\"object\","
	"\"properties\":{\"path\":{\"type\":\"string\"},\"key\":{\"type\":\"string\"},"
	"\"detail\":{\"type\":\"string\"},"
	"\"params\":{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"integer\",\"null\"]}}},"
	"\"required\":[\"path\",\"key\",\"detail\",\"params\"]}";

static const char begun_schema[] = "{\"type\":\"object\",\"properties\":{\"job\":"
				   "{\"type\":\"string\"}},\"required\":[\"job\"]}";

static const char problem_responses[] =
	"{\"Problem\":{\"description\":\"what went wrong (RFC 9457)\",\"content\":"
	"{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}";

static void put_raw(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_put_raw(j, text, strlen(text));
}

static void put_key(struct json *j, const char *name, const char *in, const char *key)
{
	put_open(j, name, '{');
	put_str(j, "type", "apiKey");
	put_str(j, "in", in);
	put_str(j, "name", key);
	json_close(j, '}');
}

static void put_security_schemes(struct writing *w)
{
	struct json *j = &w->j;
	put_open(j, "securitySchemes", '{');
	put_key(j, "session", "cookie", w->about->session_cookie);
	put_key(j, "csrf", "header", w->about->csrf_header);
	put_open(j, "token", '{');
	put_str(j, "type", "http");
	put_str(j, "scheme", "bearer");
	json_close(j, '}');
	json_close(j, '}');
}

static void put_components(struct writing *w)
{
	put_open(&w->j, "components", '{');
	put_open(&w->j, "schemas", '{');
	schemas_put(&w->schemas, &w->j);
	put_raw(&w->j, "Problem", problem_schemas);
	put_raw(&w->j, "FieldProblem", field_problem_schema);
	put_raw(&w->j, "Begun", begun_schema);
	json_close(&w->j, '}');
	put_raw(&w->j, "responses", problem_responses);
	put_security_schemes(w);
	json_close(&w->j, '}');
}

static void put_info(struct writing *w)
{
	put_str(&w->j, "openapi", "3.1.0");
	put_open(&w->j, "info", '{');
	put_str(&w->j, "title", w->about->title);
	put_str(&w->j, "version", w->about->version);
	json_close(&w->j, '}');
	put_raw(&w->j, "security", "[{\"session\":[],\"csrf\":[]},{\"token\":[]}]");
}

void openapi_write(const struct router *r, const struct api_about *about, struct buf *out)
{
	mem *m = mem_child(out->parent);
	struct writing w = {r, about, {.m = m, .names = about->names}, json_on(out)};
	collect(&w);
	json_open(&w.j, '{');
	put_info(&w);
	put_paths(&w);
	put_components(&w);
	json_close(&w.j, '}');
	buf_putc(out, '\n');
	mem_free(m);
}

/* ─── the plain list ─── */

static void put_flags(struct buf *out, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *name;
	} names[] = {
		{ROUTE_SLOW, "slow"},   {ROUTE_LIST, "list"},   {ROUTE_IDEMPOTENT, "idempotent"},
		{ROUTE_MATCH, "match"}, {ROUTE_PATCH, "patch"}, {ROUTE_UPLOAD, "upload"},
		{ROUTE_FRESH, "fresh"}, {ROUTE_RAW, "raw"},     {ROUTE_SESSION, "session"},
		{ROUTE_TEST, "test"},   {ROUTE_PAGE, "page"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (flags & names[i].flag)
			buf_format(out, " %s", names[i].name);
}

void routes_write(const struct router *r, const struct api_about *about, struct buf *out)
{
	for (unsigned i = 0; i < router_count(r); i++) {
		struct entry e = entry_at(r, i);
		buf_format(out, "%-6s %s%s %u:%s %u:%s", e.route->method, e.prefix, e.route->path,
			   e.route->may, about->may_name(e.route->may), e.route->scope,
			   about->scope_name(e.route->scope));
		put_flags(out, e.route->flags);
		buf_putc(out, '\n');
	}
}
