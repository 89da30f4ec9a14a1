/* How a handler answers: it fills the request, the server sends it. All of it lies in cx->mem, so
 * that a run that is undone leaves nothing. */
#include "base/id.h"
#include "base/json.h"
#include "http/request.h"

void reply_reset(struct request *rq)
{
	rq->status = 0;
	rq->out = (struct buf){.cap = rq->out.cap};
	rq->type = rq->file = rq->etag = NULL;
	rq->fixed = NULL;
	rq->n_fixed = 0;
	rq->headers = NULL;
	rq->n_headers = 0;
	rq->is_stream = false;
}

static struct json begin(struct ctx *cx, struct request *rq, int status)
{
	rq->status = status;
	rq->type = "application/json";
	rq->out = (struct buf){.parent = cx->mem, .cap = rq->out.cap};
	return json_on(&rq->out);
}

static err end(struct ctx *cx, const struct request *rq)
{
	if (rq->out.is_full)
		return fail(cx, ERR_TOO_LARGE,
			    T("http.reply_large", "结果太多，请缩小范围",
			      "The result is too large; ask for less"));
	return ctx_err(cx);
}

static void set_version(struct ctx *cx, struct request *rq, int64_t version)
{
	if (version != NONE)
		rq->etag = mem_format(cx->mem, "\"%lld\"", (long long)version);
}

static err put_object(struct ctx *cx, struct request *rq, int status, const void *obj)
{
	struct json j = begin(cx, rq, status);
	fields_write(&j, rq->route->out, obj, false);
	return end(cx, rq);
}

err reply_object(struct ctx *cx, struct request *rq, const void *obj, int64_t version)
{
	set_version(cx, rq, version);
	return put_object(cx, rq, 200, obj);
}

static bool is_unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("-._~/", c));
}

/* A path as it stands in a header: decoded paths hold any UTF-8. */
static const char *escaped(mem *m, const char *path)
{
	struct buf b = buf_on(m);
	for (; *path; path++) {
		if (is_unreserved(*path))
			buf_putc(&b, *path);
		else
			buf_format(&b, "%%%02X", (unsigned char)*path);
	}
	return buf_text(&b);
}

err reply_created(struct ctx *cx, struct request *rq, int64_t id, const void *obj, int64_t version)
{
	char text[ID_SIZE];
	id_format(id, text);
	set_version(cx, rq, version);
	reply_header(rq, "Location",
		     mem_format(cx->mem, "%s/%s", escaped(cx->mem, rq->path), text));
	return put_object(cx, rq, 201, obj);
}

/* An export takes the objects as it would take rows. */
static err pour(const struct request *rq, const char *items, size_t size, size_t n)
{
	err e = OK;
	for (size_t i = 0; i < n && !e; i++)
		e = rq->sink->object(rq->sink->arg, items + i * size, rq->route->out);
	return e;
}

err reply_list(struct ctx *cx, struct request *rq, const void *items, size_t size, size_t n)
{
	if (rq->sink)
		return pour(rq, items, size, n);
	struct json j = begin(cx, rq, 200);
	json_open(&j, '{');
	json_key(&j, "items");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		fields_write(&j, rq->route->out, (const char *)items + i * size, false);
	json_close(&j, ']');
	json_key(&j, "next");
	json_put_null(&j);
	json_key(&j, "prev");
	json_put_null(&j);
	json_key(&j, "total");
	json_put_int(&j, (int64_t)n);
	json_key(&j, "total_is_capped");
	json_put_bool(&j, false);
	json_close(&j, '}');
	return end(cx, rq);
}

err reply_nothing(struct ctx *cx, struct request *rq)
{
	begin(cx, rq, 204);
	rq->type = NULL;
	return OK;
}

err reply_bytes(struct ctx *cx, struct request *rq, const char *type, const void *p, size_t n)
{
	begin(cx, rq, 200);
	rq->type = type;
	buf_put(&rq->out, p, n);
	return end(cx, rq);
}

/* attachment; filename="…"; filename*=UTF-8''… (RFC 6266): the plain name is for those who cannot
 * read the other. */
static const char *disposition(mem *m, const char *name)
{
	struct buf b = buf_on(m);
	buf_puts(&b, "attachment; filename=\"");
	for (const char *p = name; *p; p++)
		buf_putc(&b, *p >= ' ' && *p < 0x7F && *p != '"' && *p != '\\' ? *p : '_');
	buf_puts(&b, "\"; filename*=UTF-8''");
	buf_puts(&b, escaped(m, name));
	return buf_text(&b);
}

err reply_file(struct ctx *cx, struct request *rq, const char *type, const char *path,
	       const char *name)
{
	begin(cx, rq, 200);
	rq->type = type;
	rq->file = mem_str(cx->mem, path);
	reply_header(rq, "Content-Disposition", disposition(cx->mem, name));
	return OK;
}

/* A line end in a value would begin a header of somebody else's making. */
static const char *one_line(mem *m, const char *value)
{
	char *copy = mem_str(m, value);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F)
			*p = ' ';
	return copy;
}

void reply_header(struct request *rq, const char *name, const char *value)
{
	mem *m = rq->cx->mem;
	rq->headers = mem_grow(m, rq->headers, rq->n_headers + 1);
	rq->headers[rq->n_headers++] = (struct pair){mem_str(m, name), one_line(m, value)};
}

void reply_cookie(struct request *rq, const char *name, const char *value, int64_t max_age_s)
{
	struct buf b = buf_on(rq->cx->mem);
	buf_format(&b, "%s=%s; Path=/; HttpOnly; SameSite=Lax", name, value);
	if (max_age_s != NONE)
		buf_format(&b, "; Max-Age=%lld", (long long)max_age_s);
	if (rq->is_tls)
		buf_puts(&b, "; Secure");
	reply_header(rq, "Set-Cookie", buf_text(&b));
}
