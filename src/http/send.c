/* A reply on its way: its headers as one block, its body by reference where copying costs more. */
#include <errno.h>
#include <event2/keyvalq_struct.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/id.h"
#include "http/server_priv.h"

enum { COPY_MAX = 4096 }; /* a smaller body is copied, and the request freed at once */

static const char content_policy[] =
	"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'; trusted-types vue default";

static const struct phrase {
	int status;
	const char *text;
} phrases[] = {
	{200, "OK"},
	{201, "Created"},
	{202, "Accepted"},
	{204, "No Content"},
	{206, "Partial Content"},
	{301, "Moved Permanently"},
	{302, "Found"},
	{303, "See Other"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{409, "Conflict"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{415, "Unsupported Media Type"},
	{416, "Range Not Satisfiable"},
	{417, "Expectation Failed"},
	{422, "Unprocessable Content"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{503, "Service Unavailable"},
	{505, "HTTP Version Not Supported"},
};

static const char *phrase_of(int status)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (phrases[i].status == status)
			return phrases[i].text;
	return "Other";
}

/* ─── headers ─── */

const char *send_common(mem *m, bool is_tls)
{
	return mem_format(m,
			  "\r\nX-Content-Type-Options: nosniff"
			  "\r\nReferrer-Policy: same-origin"
			  "\r\nCross-Origin-Opener-Policy: same-origin%s",
			  is_tls ? "\r\nStrict-Transport-Security: max-age=31536000" : "");
}

static const char *date_of(struct loop *l)
{
	time_t second = clock_now() / 1000; /* cx->now may be a test's */
	struct tm tm;
	if (second != l->date_second) {
		gmtime_r(&second, &tm);
		evutil_date_rfc1123(l->date, sizeof l->date, &tm);
		l->date_second = second;
	}
	return l->date;
}

static bool has_header(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_headers; i++)
		if (!strcasecmp(rq->headers[i].name, name))
			return true;
	return false;
}

static void put(struct buf *b, const char *name, const char *value)
{
	if (!value)
		return;
	buf_put(b, "\r\n", 2);
	buf_puts(b, name);
	buf_put(b, ": ", 2);
	buf_puts(b, value);
}

static void put_own(struct buf *b, struct connection *c, const struct request *rq)
{
	char id[ID_SIZE];
	id_format((int64_t)rq->cx->request_id, id);
	put(b, "Request-Id", id);
	buf_puts(b, rq->is_tls ? c->loop->server->common_tls : c->loop->server->common);
	if (!has_header(rq, "Content-Security-Policy"))
		put(b, "Content-Security-Policy", content_policy);
	if (!has_header(rq, "Cache-Control"))
		put(b, "Cache-Control", "no-store");
	if (c->is_closing)
		put(b, "Connection", "close");
	if (rq->match.allow && (rq->status == 405 || !strcmp(rq->method, "OPTIONS")))
		put(b, "Allow", rq->match.allow);
}

/* One header whose value holds all the others, ready made: evhttp copies each header three times,
 * and these are the same in nearly every reply. It is Date, which evhttp else adds. */
static void add_block(struct evhttp_request *ev, struct buf *b)
{
	struct evkeyval *kv = calloc(1, sizeof *kv);
	kv->key = strdup("Date");
	kv->value = strdup(buf_text(b));
	TAILQ_INSERT_TAIL(evhttp_request_get_output_headers(ev), kv, next);
}

void send_headers(struct connection *c, struct request *rq, int64_t head_length)
{
	struct buf b = buf_on(rq->cx->mem);
	buf_room(&b, 2048);
	buf_puts(&b, date_of(c->loop));
	put_own(&b, c, rq);
	put(&b, "Content-Type", rq->type);
	put(&b, "ETag", rq->etag);
	for (size_t i = 0; i < rq->n_headers; i++)
		put(&b, rq->headers[i].name, rq->headers[i].value);
	if (head_length >= 0)
		buf_format(&b, "\r\nContent-Length: %lld", (long long)head_length);
	add_block(c->ev, &b);
	if (c->loop->is_stopping)
		evhttp_add_header(evhttp_request_get_output_headers(c->ev), "Connection", "close");
}

/* ─── bodies ─── */

/* What is to be sent of a file. */
struct part {
	int fd; /* -1: none */
	int64_t first, n, size;
};

static bool open_file(struct request *rq, struct part *p)
{
	struct stat st;
	p->fd = open(rq->file, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0 || fstat(p->fd, &st) || !S_ISREG(st.st_mode)) {
		err e = fail_internal(rq->cx, "file %s cannot be sent: %s", rq->file,
				      strerror(errno));
		(void)e; /* answered below */
		if (p->fd >= 0)
			close(p->fd);
		p->fd = -1;
		return false;
	}
	p->n = p->size = st.st_size;
	reply_header(rq, "Accept-Ranges", "bytes");
	if (!rq->etag)
		rq->etag =
			mem_format(rq->cx->mem, "\"%llx-%llx\"", (long long)st.st_size,
				   (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
	return true;
}

/* Narrows the part to the range asked for, unless the file has changed since (If-Range). */
static void narrow(struct request *rq, struct part *p)
{
	const char *since = request_header(rq, "If-Range");
	int64_t first, last;
	if (since && strcmp(since, rq->etag) != 0)
		return;
	enum range r = range_parse(request_header(rq, "Range"), p->size, &first, &last);
	if (r == RANGE_ONE) {
		p->first = first;
		p->n = last - first + 1;
		rq->status = 206;
		reply_header(rq, "Content-Range",
			     mem_format(rq->cx->mem, "bytes %lld-%lld/%lld", (long long)first,
					(long long)last, (long long)p->size));
	} else if (r == RANGE_BAD) {
		p->n = 0;
		rq->status = 416;
		reply_header(rq, "Content-Range",
			     mem_format(rq->cx->mem, "bytes */%lld", (long long)p->size));
	}
}

static void drop(const void *data, size_t n, void *request)
{
	(void)data, (void)n;
	exchange_free(request);
}

/* Puts the body where evhttp finds it. Takes the request: it lives until its bytes are sent. */
static void add_body(struct connection *c, struct request *rq, const struct part *p)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(c->ev);
	if (p->fd >= 0) {
		if (!c->loop->server->tls) /* lets sendfile() do it */
			evbuffer_set_flags(out, EVBUFFER_FLAG_DRAINS_TO_FD);
		evbuffer_add_file(out, p->fd, p->first, p->n);
	} else if (rq->fixed) {
		evbuffer_add_reference(out, rq->fixed, rq->n_fixed, NULL, NULL);
	} else if (rq->out.len > COPY_MAX) {
		evbuffer_add_reference(out, rq->out.data, rq->out.len, drop, rq);
		return;
	} else {
		evbuffer_add(out, rq->out.data, rq->out.len);
	}
	exchange_free(rq);
}

static bool is_known(const struct request *rq)
{
	bool is_read = !strcmp(rq->method, "GET") || !strcmp(rq->method, "HEAD");
	const char *known = request_header(rq, "If-None-Match");
	return is_read && rq->status == 200 && rq->etag && known && etag_is_in(known, rq->etag);
}

static void forget_body(struct request *rq)
{
	rq->out.len = rq->n_fixed = 0;
	rq->fixed = NULL;
}

static bool may_have_body(const struct request *rq)
{
	return rq->status != 204 && rq->status != 304 && strcmp(rq->method, "HEAD") != 0;
}

/* Writes at once what the socket will take, instead of asking first whether it will: that saves
 * three system calls of seven. What remains, and any error, is for the bufferevent. */
static void push(struct connection *c)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);
	if (c->loop->server->tls)
		return;
	evbuffer_unfreeze(out, 1);
	evbuffer_write(out, bufferevent_getfd(c->bev));
	evbuffer_freeze(out, 1);
	if (!evbuffer_get_length(out))
		bufferevent_trigger(c->bev, EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
}

void send_reply(struct connection *c, struct request *rq)
{
	struct part p = {.fd = -1};
	bool is_head = !strcmp(rq->method, "HEAD");
	if (is_head)
		rq->is_stream = false; /* there is nothing to hear */
	if (c->stream && !rq->is_stream)
		stream_abandon(c);
	if (rq->is_stream) {
		stream_begin(c, rq);
		return;
	}
	if (!rq->status) {
		err e = fail_internal(rq->cx, "%s %s was not answered", rq->method, rq->path);
		(void)e; /* answered by the next line */
		reply_problem(rq->cx, rq);
	}
	if (rq->file && !open_file(rq, &p))
		reply_problem(rq->cx, rq);
	if (is_known(rq))
		rq->status = 304;
	else if (p.fd >= 0 && !is_head)
		narrow(rq, &p);
	int64_t n = p.fd >= 0 ? p.n : (int64_t)(rq->fixed ? rq->n_fixed : rq->out.len);
	send_headers(c, rq, is_head && rq->status != 304 ? n : -1);
	int status = rq->status;
	if (!may_have_body(rq) || !n) {
		if (p.fd >= 0)
			close(p.fd);
		p.fd = -1;
		forget_body(rq);
	}
	connection_enter(c, PHASE_REPLY);
	add_body(c, rq, &p);
	evhttp_send_reply(c->ev, status, phrase_of(status), NULL);
	push(c);
}
