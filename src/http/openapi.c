/* OpenAPI 3.1, printed from the router. */
#include "http/openapi.h"

#include "http/openapi_priv.h"
#include "http/wire_priv.h"

struct writing {
	const struct router *r;
	const struct api_about *about;
	struct schemas schemas;
	struct json j;
};

struct entry {
	const struct route *route;
	const char *prefix;
};

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

/* The prefix of the API itself is left out; other mounts are told by theirs. */
static const char *operation_id(mem *m, const struct entry *e)
{
	char method[8];
	size_t n = 0;
	for (; e->route->method[n]; n++)
		method[n] = (char)(e->route->method[n] | 0x20);
	method[n] = '\0';
	bool is_main = !strcmp(e->prefix, "/api/v1");
	return word_of(m, word_of(m, method, is_main ? "" : e->prefix, true), e->route->path, true);
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

/* ─── parameters ─── */

static void open_parameter(struct json *j, const char *in, const char *name, size_t n)
{
	json_open(j, '{');
	put_str(j, "in", in);
	json_key(j, "name");
	json_put_strn(j, name, n);
	if (strcmp(in, "query") != 0)
		put_bool(j, "required", true);
	put_open(j, "schema", '{');
}

static void close_parameter(struct json *j)
{
	json_close(j, '}');
	json_close(j, '}');
}

/* {estate} after estates, {company} after companies: the id of one of them. */
static bool is_id_segment(const char *collection, const char *name, size_t n)
{
	return n > 1 && !strncmp(collection, name, n - 1);
}

static void put_path_params(struct writing *w, const char *path)
{
	static const struct field id = {.type = F_ID, .flags = REQUIRED};
	const char *before = "";
	while (*path == '/') {
		size_t n = strcspn(++path, "/");
		if (*path == '{') {
			open_parameter(&w->j, "path", path + 1, n - 2);
			if (is_id_segment(before, path + 1, n - 2))
				schema_put_value(&w->schemas, &w->j, &id, SCHEMA_REPLY);
			else
				put_str(&w->j, "type", "string");
			close_parameter(&w->j);
		}
		before = path;
		path += n;
	}
}

static void put_query_params(struct writing *w, const struct param *p)
{
	for (; p && p->name; p++) {
		struct field f = {.type = p->type, .of = p->of};
		open_parameter(&w->j, "query", p->name, strlen(p->name));
		schema_put_value(&w->schemas, &w->j, &f, SCHEMA_REPLY);
		close_parameter(&w->j);
	}
}

static void put_paging_params(struct json *j)
{
	static const struct {
		const char *name, *type;
		int64_t max; /* 0: none */
	} params[] = {
		{"sort", "string", 0},   {"size", "integer", 100},   {"after", "string", 0},
		{"before", "string", 0}, {"page", "integer", 10000}, {"total", "integer", 1},
	};
	for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
		open_parameter(j, "query", params[i].name, strlen(params[i].name));
		put_str(j, "type", params[i].type);
		if (params[i].max)
			put_int(j, "maximum", params[i].max);
		close_parameter(j);
	}
}

static void put_header_params(struct writing *w, const struct route *r)
{
	static const struct {
		unsigned flag;
		const char *name;
	} headers[] = {{ROUTE_MATCH, "If-Match"}, {ROUTE_IDEMPOTENT, "Idempotency-Key"}};
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		if (!(r->flags & headers[i].flag))
			continue;
		open_parameter(&w->j, "header", headers[i].name, strlen(headers[i].name));
		put_str(&w->j, "type", "string");
		close_parameter(&w->j);
	}
}

static void put_parameters(struct writing *w, const struct entry *e)
{
	put_open(&w->j, "parameters", '[');
	put_path_params(w, e->route->path);
	put_query_params(w, e->route->query);
	if (e->route->flags & ROUTE_LIST)
		put_paging_params(&w->j);
	put_header_params(w, e->route);
	json_close(&w->j, ']');
}

/* ─── bodies ─── */

static void open_content(struct json *j, const char *type)
{
	put_open(j, "content", '{');
	put_open(j, type, '{');
	json_key(j, "schema");
}

static void close_content(struct json *j)
{
	json_close(j, '}');
	json_close(j, '}');
}

static void put_form(struct json *j)
{
	json_open(j, '{');
	put_str(j, "type", "object");
	put_open(j, "additionalProperties", '{');
	put_open(j, "anyOf", '[');
	json_open(j, '{');
	put_str(j, "type", "string");
	json_close(j, '}');
	json_open(j, '{');
	put_str(j, "type", "string");
	put_str(j, "format", "binary");
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, '}');
}

static void put_request_body(struct writing *w, const struct route *r)
{
	bool is_upload = r->flags & ROUTE_UPLOAD;
	if (!r->in && !is_upload)
		return;
	put_open(&w->j, "requestBody", '{');
	put_bool(&w->j, "required", true);
	open_content(&w->j, is_upload ? "multipart/form-data" : "application/json");
	if (is_upload)
		put_form(&w->j);
	else
		schema_put_ref(&w->schemas, &w->j, r->in,
			       r->flags & ROUTE_PATCH ? SCHEMA_PATCH : SCHEMA_INPUT);
	close_content(&w->j);
	json_close(&w->j, '}');
}

static void put_nullable(struct json *j, const char *key, const char *type)
{
	put_open(j, key, '{');
	put_open(j, "type", '[');
	json_put_str(j, type);
	json_put_str(j, "null");
	json_close(j, ']');
	json_close(j, '}');
}

static void put_page(struct writing *w, const struct field *items)
{
	static const char *const names[] = {"items", "next", "prev", "total", "total_is_capped"};
	struct json *j = &w->j;
	json_open(j, '{');
	put_str(j, "type", "object");
	put_open(j, "properties", '{');
	put_open(j, "items", '{');
	put_str(j, "type", "array");
	json_key(j, "items");
	schema_put_ref(&w->schemas, j, items, SCHEMA_REPLY);
	json_close(j, '}');
	put_nullable(j, "next", "string");
	put_nullable(j, "prev", "string");
	put_nullable(j, "total", "integer");
	put_open(j, "total_is_capped", '{');
	put_str(j, "type", "boolean");
	json_close(j, '}');
	json_close(j, '}');
	put_open(j, "required", '[');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		json_put_str(j, names[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void put_success(struct writing *w, const struct route *r, const char *status)
{
	bool has_tag = r->out && !(r->flags & ROUTE_LIST);
	put_open(&w->j, status, '{');
	put_str(&w->j, "description", "success");
	if (has_tag) {
		put_open(&w->j, "headers", '{');
		put_open(&w->j, "ETag", '{');
		put_open(&w->j, "schema", '{');
		put_str(&w->j, "type", "string");
		json_close(&w->j, '}');
		json_close(&w->j, '}');
		json_close(&w->j, '}');
	}
	if (r->out) {
		open_content(&w->j, "application/json");
		if (r->flags & ROUTE_LIST)
			put_page(w, r->out);
		else
			schema_put_ref(&w->schemas, &w->j, r->out, SCHEMA_REPLY);
		close_content(&w->j);
	}
	json_close(&w->j, '}');
}

static void put_plain(struct json *j, const char *status, const char *description)
{
	put_open(j, status, '{');
	put_str(j, "description", description);
	json_close(j, '}');
}

static void put_bytes(struct json *j)
{
	put_open(j, "200", '{');
	put_str(j, "description", "success");
	open_content(j, "*/*");
	json_open(j, '{');
	json_close(j, '}');
	close_content(j);
	json_close(j, '}');
}

static void put_job(struct json *j)
{
	put_open(j, "202", '{');
	put_str(j, "description", "a job has begun");
	open_content(j, "application/json");
	json_open(j, '{');
	put_str(j, "$ref", "#/components/schemas/Begun");
	json_close(j, '}');
	close_content(j);
	json_close(j, '}');
}

/* What a handler may answer with: the tables do not say which of the kinds of success it is. */
static void put_responses(struct writing *w, const struct route *r)
{
	bool is_read = !strcmp(r->method, "GET");
	put_open(&w->j, "responses", '{');
	if (r->flags & ROUTE_RAW)
		put_bytes(&w->j);
	else if (r->out)
		put_success(w, r, "200");
	if (is_read && !(r->flags & ROUTE_LIST))
		put_plain(&w->j, "304", "not modified");
	if (!strcmp(r->method, "POST") && r->out)
		put_success(w, r, "201");
	if (!is_read) {
		put_job(&w->j);
		put_plain(&w->j, "204", "done");
	}
	put_open(&w->j, "default", '{');
	put_str(&w->j, "$ref", "#/components/responses/Problem");
	json_close(&w->j, '}');
	json_close(&w->j, '}');
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
	put_parameters(w, e);
	put_request_body(w, r);
	put_responses(w, r);
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
		{ROUTE_TEST, "test"},
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
