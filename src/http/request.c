/* What a handler reads of its request. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "base/utf8.h"
#include "http/page.h"
#include "http/server_priv.h"

const char *request_header(const struct request *rq, const char *name)
{
	struct evhttp_request *ev = rq->connection ? rq->connection->ev : NULL;
	return ev ? evhttp_find_header(evhttp_request_get_input_headers(ev), name) : NULL;
}

const char *request_cookie(struct request *rq, const char *name)
{
	const char *header = request_header(rq, "Cookie");
	struct slice v;
	if (!header || !cookie_find(header, name, &v))
		return NULL;
	return mem_strn(rq->cx->mem, v.at, v.n);
}

const char *request_segment(const struct request *rq, const char *name)
{
	size_t n = strlen(name);
	const char *p = rq->route->path;
	for (size_t i = 0; (p = strchr(p, '{')); i++)
		if (!strncmp(++p, name, n) && p[n] == '}')
			return rq->match.params[i];
	return NULL;
}

int64_t request_id(const struct request *rq, const char *name)
{
	int64_t id;
	const char *text = request_segment(rq, name);
	return text && id_parse(text, &id) ? id : 0;
}

/* `"7"`, and nothing else: a version is a number that we gave out. */
int64_t request_version(const struct request *rq)
{
	const char *tag = request_header(rq, "If-Match");
	size_t n = tag ? strspn(tag + (*tag == '"'), "0123456789") : 0;
	if (!n || n > 18 || *tag != '"' || strcmp(tag + 1 + n, "\"") != 0)
		return NONE;
	return strtoll(tag + 1, NULL, 10);
}

/* ─── the query ─── */

static const struct pair *pair_find(const struct request *rq, const char *name)
{
	const struct pair *p = rq->query;
	while (p && p->name && strcmp(p->name, name) != 0)
		p++;
	return p && p->name ? p : NULL;
}

const char *request_param(const struct request *rq, const char *name)
{
	const struct pair *p = pair_find(rq, name);
	return p ? p->value : NULL;
}

int64_t request_param_id(const struct request *rq, const char *name)
{
	int64_t id;
	const char *text = request_param(rq, name);
	return text && id_parse(text, &id) ? id : 0;
}

static const struct param *param_find(const struct route *r, const char *name)
{
	for (const struct param *p = r->query; p && p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

static bool read_flag(const char *text, int64_t *ret)
{
	*ret = !strcmp(text, "1") || !strcmp(text, "true");
	return *ret || !strcmp(text, "0") || !strcmp(text, "false");
}

static bool read_choice(const struct choices *c, const char *text, int64_t *ret)
{
	*ret = choice_find(c, text);
	return *ret && !strcmp(c->values[*ret - 1].code, text);
}

/* The value of a parameter as its type has it; false if it is not of the type. */
static bool read_param(const struct param *p, const char *text, int64_t *ret)
{
	switch (p->type) {
	case F_ID:
		return id_parse(text, ret);
	case F_INT:
		return decimal_parse(text, 0, ret) == DECIMAL_OK && !strchr(text, ',');
	case F_FLAG:
		return read_flag(text, ret);
	case F_INSTANT:
		return instant_parse(text, ret);
	case F_ENUM:
		return read_choice(p->of, text, ret);
	case F_DATE:
		return date_is_valid(text);
	case F_TEXT:
		return utf8_length(text) <= TEXT_MAX_DEFAULT;
	case F_LIST:
		break;
	}
	return false;
}

int64_t request_param_int(const struct request *rq, const char *name)
{
	int64_t v = NONE;
	const struct param *p = param_find(rq->route, name);
	const char *text = request_param(rq, name);
	bool is_number = p && p->type != F_TEXT && p->type != F_DATE;
	return text && is_number && read_param(p, text, &v) ? v : NONE;
}

static void check_param(struct ctx *cx, const struct request *rq, const struct pair *asked)
{
	int64_t v;
	const struct param *p = param_find(rq->route, asked->name);
	bool is_paging = (rq->route->flags & ROUTE_LIST) && page_has_param(asked->name);
	if (!p && !is_paging)
		fail_field(cx, asked->name,
			   T("query.unknown", "没有这个参数", "is not a known parameter"));
	else if (pair_find(rq, asked->name) != asked)
		fail_field(cx, asked->name, T("query.twice", "参数重复", "stands more than once"));
	else if (p && !read_param(p, asked->value, &v))
		fail_field(cx, asked->name,
			   T("query.type", "参数的值不正确", "is not a value of its type"));
}

err request_check_query(struct ctx *cx, struct request *rq)
{
	bool is_page = rq->route->flags & ROUTE_PAGE;
	for (const struct pair *p = rq->query; !is_page && p && p->name; p++)
		check_param(cx, rq, p);
	return ctx_err(cx);
}
