/* The parameters, body and replies of one operation. */
#include "http/openapi_priv.h"
#include "http/page.h"

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
		{"sort", "string", 0},
		{"size", "integer", PAGE_SIZE_MAX},
		{"after", "string", 0},
		{"before", "string", 0},
		{"page", "integer", PAGE_JUMP_MAX},
		{"total", "integer", 1},
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

void operation_put_parameters(struct writing *w, const struct entry *e)
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

void operation_put_body(struct writing *w, const struct route *r)
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

static void put_bytes(struct json *j, const char *status, const char *description, const char *type)
{
	put_open(j, status, '{');
	put_str(j, "description", description);
	open_content(j, type);
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
void operation_put_responses(struct writing *w, const struct route *r)
{
	bool is_read = !strcmp(r->method, "GET");
	put_open(&w->j, "responses", '{');
	if (r->flags & ROUTE_PAGE) {
		put_bytes(&w->j, "200", "success", "text/html");
		put_bytes(&w->j, "404", "a page that says so", "text/html");
	} else if (r->flags & ROUTE_RAW) {
		put_bytes(&w->j, "200", "success", "*/*");
	} else if (r->out) {
		put_success(w, r, "200");
	}
	if (is_read && !(r->flags & ROUTE_LIST))
		put_plain(&w->j, "304", "not modified");
	if (!strcmp(r->method, "POST") && r->out)
		put_success(w, r, "201");
	if (!is_read) {
		if (r->out &&
		    (r->flags & ROUTE_UPLOAD)) /* what was made, while a job goes on with it */
			put_success(w, r, "202");
		else
			put_job(&w->j);
		put_plain(&w->j, "204", "done");
	}
	put_open(&w->j, "default", '{');
	put_str(&w->j, "$ref", "#/components/responses/Problem");
	json_close(&w->j, '}');
	json_close(&w->j, '}');
}
