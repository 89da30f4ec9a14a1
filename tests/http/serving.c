#include "serving.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ftw.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json.h"

/* ─── the handlers ─── */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int n_waiting, n_released, n_threads;
static mem *memory; /* of the test */

struct thing {
	const char *name;
};
static const struct field thing_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(thing, name), L("名称", "Name"), 1, 40},
	{0},
};

static err hello(struct ctx *cx, struct request *rq)
{
	return reply_bytes(cx, rq, "text/plain", "hello", 5);
}

static err echo(struct ctx *cx, struct request *rq)
{
	return reply_bytes(cx, rq, "application/json", rq->raw_body, rq->raw_size);
}

static err large(struct ctx *cx, struct request *rq)
{
	size_t n = (size_t)request_param_int(rq, "size");
	char *p = mem_array(cx->mem, char, n + 1);
	memset(p, 'x', n);
	return reply_bytes(cx, rq, "text/plain", p, n);
}

static err version(struct ctx *cx, struct request *rq)
{
	struct thing t = {.name = "它"};
	return reply_object(cx, rq, &t, 7);
}

static err item(struct ctx *cx, struct request *rq)
{
	const char *text = mem_format(cx->mem, "%s from %s", request_segment(rq, "item"), rq->peer);
	return reply_bytes(cx, rq, "text/plain", text, strlen(text));
}

static err file(struct ctx *cx, struct request *rq)
{
	const char *path = mem_format(cx->mem, "%s/a file", (const char *)server_arg(rq));
	return reply_file(cx, rq, "text/plain", path, "文件 1.txt");
}

static err form(struct ctx *cx, struct request *rq)
{
	struct buf b = buf_on(cx->mem);
	for (const struct pair *p = rq->form; p->name; p++)
		buf_format(&b, "%s=%s;", p->name, p->value);
	for (size_t i = 0; i < rq->n_uploads; i++) {
		const struct upload *u = &rq->uploads[i];
		buf_format(&b, "%s:%s:%s:%lld:%s:%s;", u->name, u->file_name, u->type,
			   (long long)u->size, u->sha256, u->path);
	}
	return reply_bytes(cx, rq, "text/plain", b.data, b.len);
}

static err failing(struct ctx *cx, struct request *rq)
{
	int64_t kind = request_param_int(rq, "kind");
	reply_header(rq, "X-Left-Over", "1");
	if (kind == ERR_INTERNAL)
		return fail_internal(cx, "the disk is gone");
	if (kind == ERR_INVALID)
		fail_field(cx, "name", T("test.field", "{1} 不行", "{1} will not do"), str("甲"));
	return fail(cx, (err)kind, T("test.failing", "第 {1} 种错误", "Failure {1}"), i64(kind));
}

static err cookies(struct ctx *cx, struct request *rq)
{
	const char *text = request_cookie(rq, "session");
	reply_cookie(rq, "session", "next", 60);
	return text ? reply_bytes(cx, rq, "text/plain", text, strlen(text)) : reply_nothing(cx, rq);
}

static err silent(struct ctx *cx, struct request *rq)
{
	(void)cx, (void)rq;
	return OK;
}

static err events(struct ctx *cx, struct request *rq)
{
	int64_t topic = request_param_int(rq, "topic");
	int64_t topics[] = {topic, 1000, topic};
	return reply_stream(cx, rq, request_param_int(rq, "session"), topics, 3);
}

/* Marks /wait: it is answered by a thread of its own. */
static err waiting(struct ctx *cx, struct request *rq)
{
	return hello(cx, rq);
}

static const struct param size_param[] = {{"size", F_INT, NULL}, {0}};
static const struct param kind_param[] = {{"kind", F_INT, NULL}, {0}};
static const struct param event_params[] = {{"session", F_INT, NULL}, {"topic", F_INT, NULL}, {0}};

static const struct route routes[] = {
	{"GET", "/hello", 1, 1, hello, NULL, NULL, "Hello", ROUTE_RAW},
	{"POST", "/echo", 1, 1, echo, thing_fields, NULL, "Echo", ROUTE_RAW,
	 .in_size = sizeof(struct thing)},
	{"POST", "/form", 1, 1, form, NULL, NULL, "Form", ROUTE_UPLOAD},
	{"POST", "/nothing", 1, 1, hello, NULL, NULL, "No body"},
	{"GET", "/large", 1, 1, large, NULL, NULL, "Large", ROUTE_RAW, .query = size_param},
	{"GET", "/version", 1, 1, version, NULL, thing_fields, "A version"},
	{"PATCH", "/version", 1, 1, version, thing_fields, thing_fields, "Change", ROUTE_PATCH,
	 .in_size = sizeof(struct thing)},
	{"GET", "/items/{item}", 1, 1, item, NULL, NULL, "Item", ROUTE_RAW},
	{"GET", "/file", 1, 1, file, NULL, NULL, "File", ROUTE_RAW},
	{"GET", "/wait", 1, 1, waiting, NULL, NULL, "Wait", ROUTE_RAW},
	{"GET", "/events", 1, 1, events, NULL, NULL, "Events", ROUTE_RAW, .query = event_params},
	{"GET", "/failing", 1, 1, failing, NULL, NULL, "Failing", ROUTE_RAW, .query = kind_param},
	{"GET", "/cookies", 1, 1, cookies, NULL, NULL, "Cookies", ROUTE_RAW},
	{"GET", "/silent", 1, 1, silent, NULL, NULL, "Silent", ROUTE_RAW},
	{"GET", "/test", 1, 1, hello, NULL, NULL, "Only when tested", ROUTE_RAW | ROUTE_TEST},
	{0},
};
static const struct route_mount mounts[] = {{"/api", routes}, {0}};

static void answer(struct request *rq)
{
	err e = request_check_query(rq->cx, rq);
	if (!e)
		e = rq->route->handle(rq->cx, rq);
	if (e)
		reply_problem(rq->cx, rq);
	request_done(rq);
}

static void *wait_and_answer(void *arg)
{
	pthread_mutex_lock(&lock);
	n_waiting++;
	pthread_cond_broadcast(&cond);
	while (!n_released)
		pthread_cond_wait(&cond, &lock);
	n_waiting--;
	pthread_mutex_unlock(&lock);
	answer(arg);
	pthread_mutex_lock(&lock);
	n_threads--;
	pthread_cond_broadcast(&cond);
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void on_request(struct request *rq)
{
	pthread_t thread;
	if (rq->route->handle != waiting) {
		answer(rq);
		return;
	}
	pthread_mutex_lock(&lock);
	n_threads++;
	pthread_mutex_unlock(&lock);
	if (pthread_create(&thread, NULL, wait_and_answer, rq) || pthread_detach(thread))
		abort(); /* an assertion would jump out of the wrong thread */
}

void wait_until_waiting(int n)
{
	pthread_mutex_lock(&lock);
	while (n_waiting != n)
		pthread_cond_wait(&cond, &lock);
	pthread_mutex_unlock(&lock);
}

void wait_release(void)
{
	pthread_mutex_lock(&lock);
	n_released = 1;
	pthread_cond_broadcast(&cond);
	while (n_threads)
		pthread_cond_wait(&cond, &lock);
	n_released = 0;
	pthread_mutex_unlock(&lock);
}

/* ─── the server ─── */

static const char *shell(const char *path)
{
	return !strncmp(path, "/console/", 9) ? "/index.html" : NULL;
}

static const struct static_file files[] = {
	{"/assets/a.js", "text/javascript", "\"a1\"", true, (const unsigned char *)"plain",
	 (const unsigned char *)"brotli", (const unsigned char *)"gzip", 5, 6, 4},
	{"/index.html", "text/html; charset=utf-8", "\"i1\"", false, (const unsigned char *)"<p>",
	 NULL, NULL, 3, 0, 0},
	{0},
};
static const struct static_files web = {files, 2, shell, "default-src 'none'"};

static void fill_gaps(struct server_settings *s)
{
	const struct server_settings usual = {
		.address = "127.0.0.1",
		.n_threads = 2,
		.connections_max = 1000,
		.header_ms = 20000,
		.body_ms = 20000,
		.idle_ms = 20000,
		.headers_max = 8192,
		.body_max = 65536,
		.upload_max = 4 << 20,
		.reply_max = 8 << 20,
		.bodies_held_max = 16 << 20,
		.request_pool = 8192,
	};
#define GAP(member) s->member = s->member ? s->member : usual.member
	GAP(address), GAP(n_threads), GAP(connections_max), GAP(header_ms), GAP(body_ms);
	GAP(idle_ms), GAP(headers_max), GAP(body_max), GAP(upload_max), GAP(reply_max);
	GAP(bodies_held_max), GAP(request_pool);
}

struct serving serve(struct server_settings settings)
{
	struct ctx *cx = test_ctx();
	struct serving s = {0};
	struct router *r;
	memory = cx->mem;
	snprintf(s.folder, sizeof s.folder, "/tmp/linli-http-XXXXXX");
	assert_non_null(mkdtemp(s.folder));
	fill_gaps(&settings);
	assert_ok(router_new(cx, cx->mem, mounts, &r));
	settings.router = r;
	settings.files = &web;
	settings.on_request = on_request;
	settings.arg = mem_str(cx->mem, s.folder);
	settings.spool = mem_format(cx->mem, "%s/spool", s.folder);
	err e = server_start(cx, &settings, &s.server);
	if (e)
		print_error("%s\n", cx->failure.internal);
	assert_ok(e);
	s.port = server_port(s.server);
	return s;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

void serving_end_within(struct serving *s, int64_t grace_ms)
{
	server_stop(s->server, grace_ms);
	nftw(s->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

void serving_end(struct serving *s)
{
	serving_end_within(s, 10000);
}

/* ─── the client ─── */

void dial_on(const struct serving *s, int fd)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
	struct timeval patience = {60, 0};
	inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
}

int dial(const struct serving *s)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	dial_on(s, fd);
	return fd;
}

void say_bytes(int fd, const void *p, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent < 0) /* refused and closed: the test asks what was said to it */
			return;
		p = (const char *)p + sent;
		n -= (size_t)sent;
	}
}

void say(int fd, const char *text)
{
	say_bytes(fd, text, strlen(text));
}

/* Byte by byte: what follows a reply is left to the next hear(). */
static bool read_byte(int fd, struct buf *b)
{
	char c;
	ssize_t n = recv(fd, &c, 1, 0);
	if (n == 1)
		buf_putc(b, c);
	return n == 1;
}

static bool read_until(int fd, struct buf *b, const char *end)
{
	size_t len = strlen(end);
	while (b->len < len || memcmp(b->data + b->len - len, end, len) != 0)
		if (!read_byte(fd, b))
			return false;
	return true;
}

static void read_bytes(int fd, struct buf *b, size_t n)
{
	while (n) {
		char *p = buf_room(b, n);
		ssize_t got = recv(fd, p, n, 0);
		if (got <= 0)
			return;
		b->len += (size_t)got;
		n -= (size_t)got;
	}
}

const char *header_of(struct heard h, const char *name)
{
	static char value[1024];
	size_t n = strlen(name);
	for (const char *p = h.head; (p = strchr(p, '\n'));) {
		p++;
		if (!strncasecmp(p, name, n) && p[n] == ':') {
			p += n + 1 + strspn(p + n + 1, " ");
			snprintf(value, sizeof value, "%.*s", (int)strcspn(p, "\r\n"), p);
			return value;
		}
	}
	return NULL;
}

struct heard hear_head(int fd)
{
	struct heard h = {.body = ""};
	struct buf head = buf_on(memory);
	if (!read_until(fd, &head, "\r\n\r\n"))
		return h;
	h.head = buf_text(&head);
	h.status = (int)strtol(h.head + strlen("HTTP/1.1 "), NULL, 10);
	return h;
}

struct heard hear(int fd)
{
	struct heard h = hear_head(fd);
	const char *length = h.status ? header_of(h, "Content-Length") : NULL;
	if (!length)
		return h;
	struct buf body = buf_on(memory);
	read_bytes(fd, &body, (size_t)strtoull(length, NULL, 10));
	h.n = body.len;
	h.body = buf_text(&body);
	return h;
}

bool is_closed(int fd)
{
	char c;
	ssize_t n = recv(fd, &c, 1, 0);
	return n == 0 || (n < 0 && errno == ECONNRESET);
}

struct heard ask(const struct serving *s, const char *text)
{
	int fd = dial(s);
	say(fd, text);
	struct heard h = hear(fd);
	close(fd);
	return h;
}
