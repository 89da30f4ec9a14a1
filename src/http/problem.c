/* Problem documents (RFC 9457) of what failed. */
#include "base/id.h"
#include "base/json.h"
#include "base/log.h"
#include "http/server_priv.h"

/* The kind in general; `detail` says what it is in particular. */
static const struct text titles[] = {
	[OK] = {"ok", "成功", "Success"},
	[ERR_MALFORMED] = {"malformed", "请求无法识别", "The request cannot be read"},
	[ERR_UNAUTHENTICATED] = {"unauthenticated", "请先登录", "Sign in first"},
	[ERR_DENIED] = {"denied", "没有权限", "Not permitted"},
	[ERR_NOT_FOUND] = {"not_found", "不存在", "Not found"},
	[ERR_METHOD] = {"method", "不接受此方法", "Another method"},
	[ERR_CONFLICT] = {"conflict", "与当前状态冲突", "The state of things forbids it"},
	[ERR_STALE] = {"stale", "内容已被他人修改", "Changed by somebody else"},
	[ERR_TOO_LARGE] = {"too_large", "超出大小限制", "Too large"},
	[ERR_INVALID] = {"invalid", "填写有误", "Not valid"},
	[ERR_TOO_MANY] = {"too_many", "操作过于频繁", "Too often"},
	[ERR_INTERNAL] = {"internal", "系统内部错误", "Internal error"},
	[ERR_BUSY] = {"busy", "系统繁忙", "Busy"},
};
_Static_assert(sizeof titles / sizeof *titles == ERR__MAX, "a title for every kind");

static void put_params(struct json *j, const struct arg *args)
{
	json_key(j, "params");
	json_open(j, '[');
	for (; args && args->kind; args++) {
		if (args->kind == &arg_is_i64)
			json_put_int(j, args->i);
		else
			json_put_str(j, args->kind == &arg_is_str ? args->p : NULL);
	}
	json_close(j, ']');
}

static void put_text(struct ctx *cx, struct json *j, struct text t, const struct arg *args)
{
	json_key(j, "key");
	json_put_str(j, t.key);
	json_key(j, "detail");
	json_put_str(j, text_render(cx->mem, t, cx->lang, args));
	put_params(j, args);
}

static void put_fields(struct ctx *cx, struct json *j)
{
	const struct failure *f = &cx->failure;
	json_key(j, "errors");
	json_open(j, '[');
	for (size_t i = 0; i < f->n_fields; i++) {
		json_open(j, '{');
		json_key(j, "path");
		json_put_str(j, f->fields[i].path);
		put_text(cx, j, f->fields[i].text, f->fields[i].args);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_problem(struct ctx *cx, struct json *j, int status)
{
	const struct failure *f = &cx->failure;
	char id[ID_SIZE];
	id_format((int64_t)cx->request_id, id);
	json_open(j, '{');
	json_key(j, "type");
	json_put_str(j, mem_format(cx->mem, "urn:linli:problem:%s", err_code(f->kind)));
	json_key(j, "title");
	json_put_str(j, text_in(titles[f->kind], cx->lang));
	json_key(j, "status");
	json_put_int(j, status);
	json_key(j, "code");
	json_put_str(j, err_code(f->kind));
	put_text(cx, j, f->text, f->args);
	if (f->n_fields)
		put_fields(cx, j);
	json_key(j, "request_id");
	json_put_str(j, id);
	json_close(j, '}');
}

static void write_problem(struct ctx *cx, struct request *rq, int status)
{
	rq->status = status;
	rq->type = "application/problem+json";
	rq->out = (struct buf){.parent = cx->mem, .cap = rq->out.cap};
	struct json j = json_on(&rq->out);
	put_problem(cx, &j, status);
	reply_header(rq, "Content-Language", cx->lang == LANG_EN ? "en" : "zh-CN");
	if (status == 401)
		reply_header(rq, "WWW-Authenticate", "Bearer");
	if (status == 429 || status == 503)
		reply_header(rq, "Retry-After", "1");
}

static void log_internal(const struct ctx *cx)
{
	char id[ID_SIZE];
	id_format((int64_t)cx->request_id, id);
	log_event(LOG_ERROR, "http.internal", {"request", str(id)},
		  {"text", str(cx->failure.internal)});
}

void problem_reply(struct ctx *cx, struct request *rq, int status)
{
	if (cx->failure.kind == ERR_INTERNAL)
		log_internal(cx);
	reply_reset(rq);
	write_problem(cx, rq, status);
}

void reply_problem(struct ctx *cx, struct request *rq)
{
	problem_reply(cx, rq, err_status(cx->failure.kind));
}

/* The headers that the handler has set (a cookie taken back) stay. */
err reply_refusal(struct ctx *cx, struct request *rq, err kind, struct text text,
		  const struct arg *args)
{
	struct failure kept = cx->failure;
	cx->failure = (struct failure){.kind = kind, .text = text, .args = args};
	write_problem(cx, rq, err_status(kind));
	cx->failure = kept;
	return OK;
}
