/* What the server says to lawful requests. */
#include "serving.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"

TEST(a_get_is_answered_with_the_security_headers)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h = ask(&s, GET("/api/hello"));
	assert_int_equal(h.status, 200);
	assert_string_equal(h.body, "hello");
	assert_string_equal(header_of(h, "Content-Type"), "text/plain");
	assert_string_equal(header_of(h, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(header_of(h, "Referrer-Policy"), "same-origin");
	assert_string_equal(header_of(h, "Cross-Origin-Opener-Policy"), "same-origin");
	assert_string_equal(header_of(h, "Cache-Control"), "no-store");
	assert_string_equal(
		header_of(h, "Content-Security-Policy"),
		"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: "
		"blob:; "
		"connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
		"require-trusted-types-for 'script'; trusted-types vue default");
	assert_int_equal(strlen(header_of(h, "Request-Id")), 13);
	assert_int_equal(strlen(header_of(h, "Date")), 29);
	assert_null(header_of(h, "Strict-Transport-Security"));
	serving_end(&s);
}

TEST(a_connection_serves_one_request_after_another)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	for (int i = 0; i < 50; i++) {
		say(fd, i % 2 ? GET("/api/hello") : GET("/api/large?size=20000"));
		struct heard h = hear(fd);
		assert_int_equal(h.status, 200);
		assert_int_equal(h.n, i % 2 ? 5 : 20000);
	}
	close(fd);
	assert_int_equal(server_stats(s.server).requests, 50);
	serving_end(&s);
}

TEST(pipelined_requests_are_answered_in_order)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd,
	    GET("/api/items/1") GET("/api/items/2") "POST /api/echo HTTP/1.1\r\nHost: "
						    "x\r\nContent-Type: application/json\r\n"
						    "Content-Length: 2\r\n\r\n{}" GET(
							    "/api/items/3") "GET /api/items/4 HT");
	assert_string_equal(hear(fd).body, "1 from 127.0.0.1");
	assert_string_equal(hear(fd).body, "2 from 127.0.0.1");
	assert_string_equal(hear(fd).body, "{}");
	assert_string_equal(hear(fd).body, "3 from 127.0.0.1");
	say(fd, "TP/1.1\r\nHost: x\r\n\r\n");
	assert_string_equal(hear(fd).body, "4 from 127.0.0.1");
	close(fd);
	serving_end(&s);
}

TEST(pipelined_requests_wait_for_a_slow_one)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, GET("/api/wait") GET("/api/items/2"));
	wait_until_waiting(1);
	wait_release();
	assert_string_equal(hear(fd).body, "hello");
	assert_string_equal(hear(fd).body, "2 from 127.0.0.1");
	close(fd);
	serving_end(&s);
}

TEST(a_request_may_come_byte_by_byte)
{
	static const char text[] =
		"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
		"Content-Length: 13\r\n\r\n{\"name\":\"甲\"}";
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	for (size_t i = 0; i < sizeof text - 1; i++) {
		say_bytes(fd, text + i, 1);
		if (i % 8 == 0)
			usleep(500);
	}
	assert_string_equal(hear(fd).body, "{\"name\":\"甲\"");
	close(fd);
	serving_end(&s);
}

TEST(head_is_get_without_the_body)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, "HEAD /api/hello HTTP/1.1\r\nHost: x\r\n\r\n");
	struct heard h = hear_head(fd);
	assert_int_equal(h.status, 200);
	assert_string_equal(header_of(h, "Content-Length"), "5");
	say(fd, GET("/api/items/9"));
	assert_string_equal(hear(fd).body, "9 from 127.0.0.1");
	say(fd, "HEAD /api/none HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(hear_head(fd).status, 404);
	say(fd, "HEAD /api/events?session=1&topic=1 HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(hear_head(fd).status, 200);
	say(fd, GET("/api/hello"));
	assert_string_equal(hear(fd).body, "hello");
	assert_int_equal(server_stats(s.server).streams, 0);
	close(fd);
	serving_end(&s);
}

TEST(a_client_may_close_after_one_reply)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, "GET /api/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_string_equal(hear(fd).body, "hello");
	assert_true(is_closed(fd));
	close(fd);
	fd = dial(&s);
	say(fd, "GET /api/hello HTTP/1.0\r\n\r\n");
	assert_int_equal(hear_head(fd).status, 200);
	close(fd);
	serving_end(&s);
}

TEST(what_is_not_there_says_so)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h = ask(&s, GET("/api/nowhere"));
	assert_int_equal(h.status, 404);
	assert_string_equal(header_of(h, "Content-Type"), "application/problem+json");
	assert_non_null(strstr(h.body, "\"code\":\"not_found\""));
	assert_non_null(header_of(h, "Content-Security-Policy"));
	h = ask(&s, "DELETE /api/version HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(h.status, 405);
	assert_string_equal(header_of(h, "Allow"), "GET, HEAD, PATCH, OPTIONS");
	h = ask(&s, "OPTIONS /api/version HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(h.status, 204);
	assert_string_equal(header_of(h, "Allow"), "GET, HEAD, PATCH, OPTIONS");
	assert_int_equal(ask(&s, GET("/api/test")).status, 404); /* ROUTE_TEST */
	serving_end(&s);
	s = serve((struct server_settings){.is_test = true});
	assert_int_equal(ask(&s, GET("/api/test")).status, 200);
	serving_end(&s);
}

TEST(a_body_for_nothing_is_not_waited_for)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, "POST /api/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nbegin");
	struct heard h = hear(fd);
	assert_int_equal(h.status, 404);
	assert_string_equal(header_of(h, "Connection"), "close");
	assert_true(is_closed(fd));
	close(fd);
	serving_end(&s);
}

/* Asks for a failure of a kind, in a language. */
static struct heard ask_failing(const struct serving *s, err kind, const char *language)
{
	char text[200];
	snprintf(text, sizeof text,
		 "GET /api/failing?kind=%d HTTP/1.1\r\nHost: x\r\nAccept-Language: %s\r\n\r\n",
		 (int)kind, language);
	return ask(s, text);
}

TEST(failures_are_problem_documents)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h = ask_failing(&s, ERR_CONFLICT, "zh");
	assert_int_equal(h.status, 409);
	assert_non_null(
		strstr(h.body,
		       "{\"type\":\"urn:linli:problem:conflict\",\"title\":\"与当前状态冲突\","
		       "\"status\":409,\"code\":\"conflict\",\"key\":\"test.failing\","
		       "\"detail\":\"第 6 种错误\",\"params\":[6],\"request_id\":\""));
	assert_null(header_of(h, "X-Left-Over"));
	assert_string_equal(header_of(h, "Content-Language"), "zh-CN");
	h = ask_failing(&s, ERR_INVALID, "en");
	assert_int_equal(h.status, 422);
	assert_non_null(strstr(h.body, "\"errors\":[{\"path\":\"name\",\"key\":\"test.field\","
				       "\"detail\":\"甲 will not do\",\"params\":[\"甲\"]}]"));
	assert_string_equal(header_of(h, "Content-Language"), "en");
	h = ask_failing(&s, ERR_UNAUTHENTICATED, "zh");
	assert_string_equal(header_of(h, "WWW-Authenticate"), "Bearer");
	h = ask_failing(&s, ERR_BUSY, "zh");
	assert_string_equal(header_of(h, "Retry-After"), "1");
	h = ask_failing(&s, ERR_INTERNAL, "zh");
	assert_int_equal(h.status, 500);
	assert_null(strstr(h.body, "disk"));
	assert_int_equal(ask(&s, GET("/api/silent")).status, 500);
	h = ask(&s, GET("/api/hello?what=1"));
	assert_int_equal(h.status, 422);
	assert_non_null(strstr(h.body, "\"path\":\"what\",\"key\":\"query.unknown\""));
	serving_end(&s);
}

TEST(a_known_version_is_not_sent_again)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, GET("/api/version"));
	struct heard h = hear(fd);
	assert_string_equal(header_of(h, "ETag"), "\"7\"");
	assert_string_equal(h.body, "{\"name\":\"它\"}");
	say(fd, "GET /api/version HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"6\", \"7\"\r\n\r\n");
	h = hear_head(fd);
	assert_int_equal(h.status, 304);
	assert_string_equal(header_of(h, "ETag"), "\"7\"");
	assert_null(header_of(h, "Content-Length"));
	say(fd, "GET /api/version HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"6\"\r\n\r\n");
	assert_int_equal(hear(fd).status, 200);
	close(fd);
	serving_end(&s);
}

TEST(cookies_are_read_and_set)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h =
		ask(&s,
		    "GET /api/cookies HTTP/1.1\r\nHost: x\r\nCookie: a=1; session=s3; b\r\n\r\n");
	assert_string_equal(h.body, "s3");
	assert_string_equal(header_of(h, "Set-Cookie"),
			    "session=next; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
	assert_int_equal(ask(&s, GET("/api/cookies")).status, 204);
	serving_end(&s);
}

TEST(a_reply_has_a_cap)
{
	struct serving s = serve((struct server_settings){.reply_max = 1000});
	assert_int_equal(ask(&s, GET("/api/large?size=1000")).status, 200);
	struct heard h = ask(&s, GET("/api/large?size=1001"));
	assert_int_equal(h.status, 413);
	assert_non_null(strstr(h.body, "http.reply_large"));
	serving_end(&s);
}

TEST(a_proxy_says_who_asks)
{
	struct serving s = serve((struct server_settings){.proxy = "127.0.0.1"});
	struct heard h =
		ask(&s, "GET /api/items/1 HTTP/1.1\r\nHost: x\r\n"
			"X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n");
	assert_string_equal(h.body, "1 from 192.0.2.7");
	assert_non_null(header_of(h, "Strict-Transport-Security"));
	h = ask(&s, "GET /api/items/1 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: nobody\r\n\r\n");
	assert_string_equal(h.body, "1 from 127.0.0.1");
	serving_end(&s);
	s = serve((struct server_settings){0});
	h = ask(&s, "GET /api/items/1 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
	assert_string_equal(h.body, "1 from 127.0.0.1");
	serving_end(&s);
}

/* ─── files ─── */

static struct serving serve_file(size_t n)
{
	struct serving s = serve((struct server_settings){0});
	char path[128];
	snprintf(path, sizeof path, "%s/a file", s.folder);
	FILE *f = fopen(path, "w");
	for (size_t i = 0; i < n; i++)
		fputc("0123456789"[i % 10], f);
	fclose(f);
	return s;
}

TEST(a_file_is_sent_whole_or_in_part)
{
	struct serving s = serve_file(100000);
	int fd = dial(&s);
	say(fd, GET("/api/file"));
	struct heard h = hear(fd);
	assert_int_equal(h.n, 100000);
	assert_memory_equal(h.body + 99990, "0123456789", 10);
	assert_string_equal(header_of(h, "Accept-Ranges"), "bytes");
	assert_string_equal(header_of(h, "Content-Disposition"),
			    "attachment; filename=\"______ 1.txt\"; "
			    "filename*=UTF-8''%E6%96%87%E4%BB%B6%201.txt");
	char tag[64];
	snprintf(tag, sizeof tag, "%s", header_of(h, "ETag"));
	say(fd, "GET /api/file HTTP/1.1\r\nHost: x\r\nRange: bytes=5-14\r\n\r\n");
	h = hear(fd);
	assert_int_equal(h.status, 206);
	assert_string_equal(h.body, "5678901234");
	assert_string_equal(header_of(h, "Content-Range"), "bytes 5-14/100000");
	say(fd, "GET /api/file HTTP/1.1\r\nHost: x\r\nRange: bytes=-3\r\n\r\n");
	assert_string_equal(hear(fd).body, "789");
	say(fd, "GET /api/file HTTP/1.1\r\nHost: x\r\nRange: bytes=100000-\r\n\r\n");
	h = hear(fd);
	assert_int_equal(h.status, 416);
	assert_string_equal(header_of(h, "Content-Range"), "bytes */100000");
	char text[256];
	snprintf(text, sizeof text,
		 "GET /api/file HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\nIf-Range: %s\r\n\r\n",
		 tag);
	say(fd, text);
	assert_int_equal(hear(fd).status, 206);
	say(fd,
	    "GET /api/file HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\nIf-Range: \"other\"\r\n\r\n");
	assert_int_equal(hear(fd).n, 100000);
	say(fd, "HEAD /api/file HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_string_equal(header_of(hear_head(fd), "Content-Length"), "100000");
	snprintf(text, sizeof text,
		 "GET /api/file HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n", tag);
	say(fd, text);
	assert_int_equal(hear_head(fd).status, 304);
	close(fd);
	serving_end(&s);
}

TEST(an_empty_file_and_one_that_is_gone)
{
	struct serving s = serve_file(0);
	struct heard h = ask(&s, GET("/api/file"));
	assert_int_equal(h.status, 200);
	assert_int_equal(h.n, 0);
	serving_end(&s);
	s = serve((struct server_settings){0});
	assert_int_equal(ask(&s, GET("/api/file")).status, 500);
	serving_end(&s);
}

TEST(the_web_is_served_from_the_binary)
{
	struct serving s = serve((struct server_settings){0});
	struct heard h = ask(&s, GET("/assets/a.js"));
	assert_string_equal(h.body, "plain");
	assert_string_equal(header_of(h, "Cache-Control"), "public, max-age=31536000, immutable");
	assert_string_equal(header_of(h, "Vary"), "Accept-Encoding");
	h = ask(&s, "GET /assets/a.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, deflate, "
		    "br\r\n\r\n");
	assert_string_equal(h.body, "brotli");
	assert_string_equal(header_of(h, "Content-Encoding"), "br");
	h = ask(&s,
		"GET /assets/a.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br;q=0\r\n\r\n");
	assert_string_equal(h.body, "gzip");
	int fd = dial(&s);
	say(fd, "GET /assets/a.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"a1\"\r\n\r\n");
	h = hear_head(fd);
	assert_int_equal(h.status, 304);
	assert_non_null(header_of(h, "Cache-Control"));
	close(fd);
	h = ask(&s, GET("/console/cases/7"));
	assert_string_equal(h.body, "<p>");
	assert_string_equal(header_of(h, "Cache-Control"), "no-cache");
	assert_string_equal(header_of(h, "Content-Security-Policy"), "default-src 'none'");
	assert_int_equal(ask(&s, GET("/assets/gone.js")).status, 404);
	assert_int_equal(ask(&s, GET("/console/gone.js")).status, 404);
	assert_int_equal(ask(&s, GET("/elsewhere")).status, 404);
	assert_int_equal(ask(&s, "POST /assets/a.js HTTP/1.1\r\nHost: x\r\n\r\n").status, 404);
	serving_end(&s);
}

/* ─── threads and ends ─── */

TEST(a_client_may_leave_while_its_reply_is_made)
{
	struct serving s = serve((struct server_settings){0});
	int fds[20];
	for (int i = 0; i < 20; i++) {
		fds[i] = dial(&s);
		say(fds[i], GET("/api/wait"));
	}
	wait_until_waiting(20);
	for (int i = 0; i < 20; i += 2) {
		struct linger reset = {1, 0};
		if (i % 4)
			setsockopt(fds[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
		close(fds[i]);
	}
	assert_int_equal(server_stats(s.server).connections, 20);
	wait_release();
	for (int i = 1; i < 20; i += 2) {
		assert_string_equal(hear(fds[i]).body, "hello");
		close(fds[i]);
	}
	assert_string_equal(ask(&s, GET("/api/hello")).body, "hello");
	serving_end(&s);
}

static void *stop(void *serving)
{
	serving_end(serving);
	return NULL;
}

TEST(a_stop_lets_requests_finish)
{
	struct serving s = serve((struct server_settings){.n_threads = 1});
	pthread_t thread;
	int idle = dial(&s), busy = dial(&s), silent = dial(&s);
	say(idle, GET("/api/hello"));
	assert_int_equal(hear(idle).status, 200);
	say(busy, GET("/api/wait"));
	wait_until_waiting(1);
	pthread_create(&thread, NULL, stop, &s);
	assert_true(is_closed(idle));
	assert_true(is_closed(silent));
	wait_release();
	struct heard h = hear(busy);
	assert_string_equal(h.body, "hello");
	assert_string_equal(header_of(h, "Connection"), "close");
	assert_true(is_closed(busy));
	pthread_join(thread, NULL);
	close(idle), close(busy), close(silent);
}

TEST(a_stop_does_not_wait_for_ever)
{
	struct serving s = serve((struct server_settings){0});
	int busy = dial(&s), half = dial(&s);
	say(busy, GET("/api/wait"));
	say(half, "GET /api/hello HT");
	wait_until_waiting(1);
	serving_end_within(&s, 50);
	assert_true(is_closed(half));
	wait_release(); /* the last request frees the server */
	assert_true(is_closed(busy));
	close(busy), close(half);
}

TEST(a_port_that_is_taken_is_refused)
{
	struct serving s = serve((struct server_settings){0});
	struct ctx cx = {.mem = mem_pool(1000)};
	struct server_settings again = {.address = "127.0.0.1",
					.port = s.port,
					.n_threads = 1,
					.spool = mem_format(cx.mem, "%s/spool", s.folder)};
	struct server *none;
	assert_int_equal(server_start(&cx, &again, &none), ERR_INTERNAL);
	assert_non_null(strstr(cx.failure.internal, "cannot listen on 127.0.0.1"));
	ctx_forgive(&cx);
	again.port = 0;
	again.address = "example.org";
	assert_int_equal(server_start(&cx, &again, &none), ERR_INTERNAL);
	mem_free(cx.mem);
	serving_end(&s);
}

TEST(all_threads_share_a_port_that_was_asked_for)
{
	struct serving s = serve((struct server_settings){0});
	struct server_settings again = {.port = s.port, .n_threads = 3};
	serving_end(&s);
	s = serve(again);
	assert_int_equal(s.port, again.port);
	for (int i = 0; i < 20; i++) /* over all of them, as the kernel spreads them */
		assert_int_equal(ask(&s, GET("/api/hello")).status, 200);
	serving_end(&s);
}

/* ─── many ─── */

enum { MANY = 10000 };

/* In a process of its own: both ends of ten thousand connections are more than one may have. */
static void be_many_clients(const struct serving *s, int go, int ready)
{
	static int fds[MANY];
	char c;
	for (int i = 0; i < MANY; i++)
		fds[i] = dial(s);
	for (int i = 0; i < MANY; i++) {
		say(fds[i], GET("/api/hello"));
		if (hear(fds[i]).status != 200) {
			print_error("connection %d was not answered: %s\n", i, strerror(errno));
			_exit(1);
		}
	}
	bool is_told = write(ready, "x", 1) == 1 && read(go, &c, 1) == 1;
	say(fds[MANY - 1], GET("/api/hello"));
	_exit(!is_told || hear(fds[MANY - 1]).status != 200);
}

TEST(ten_thousand_connections_are_served)
{
	struct rlimit limit;
	int ready[2], go[2], status;
	char c;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < MANY + 200) {
		print_message("only %ld files are allowed here\n", (long)limit.rlim_cur);
		skip();
	}
	struct serving s = serve((struct server_settings){.connections_max = 2 * MANY + 2,
							  .header_ms = 120000,
							  .idle_ms = 120000});
	assert_int_equal(pipe(ready) | pipe(go), 0);
	pid_t child = fork();
	if (!child)
		be_many_clients(&s, go[0], ready[1]);
	close(ready[1]); /* so that a client that fails is noticed */
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(server_stats(s.server).connections, MANY);
	assert_int_equal(server_stats(s.server).refused_connections, 0);
	assert_int_equal(write(go[1], "x", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(ready[0]), close(go[0]), close(go[1]);
	serving_end(&s);
}

TEST(beyond_the_cap_connections_wait)
{
	struct serving s = serve((struct server_settings){.connections_max = 4, .n_threads = 1});
	int fds[6];
	for (int i = 0; i < 6; i++) {
		fds[i] = dial(&s); /* the kernel takes them; the server does not look */
		say(fds[i], GET("/api/hello"));
	}
	for (int i = 0; i < 4; i++)
		assert_int_equal(hear(fds[i]).status, 200);
	assert_int_equal(server_stats(s.server).connections, 4);
	assert_int_equal(server_stats(s.server).refused_connections, 1);
	char c;
	assert_int_equal(recv(fds[4], &c, 1, MSG_DONTWAIT), -1);
	close(fds[0]), close(fds[1]);
	assert_int_equal(hear(fds[4]).status, 200);
	assert_int_equal(hear(fds[5]).status, 200);
	for (int i = 2; i < 6; i++)
		close(fds[i]);
	serving_end(&s);
}

/* In a process of its own, which then has few descriptors. */
static int run_out_of_files(void)
{
	struct serving s = serve((struct server_settings){.n_threads = 1, .header_ms = 400});
	int fds[40], first = dial(&s), n_closed = 0;
	struct rlimit limit;
	say(first, GET("/api/hello"));
	if (hear(first).status != 200)
		return 1;
	for (int i = 0; i < 40; i++)
		fds[i] = socket(AF_INET, SOCK_STREAM, 0);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = (rlim_t)fds[39] + 10; /* room for nine */
	setrlimit(RLIMIT_NOFILE, &limit);
	for (int i = 0; i < 40; i++)
		dial_on(&s, fds[i]);
	say(first, GET("/api/hello")); /* who is in is served */
	if (hear(first).status != 200)
		return 2;
	for (int i = 0; i < 40; i++) { /* silent ones are closed, and let the next in */
		n_closed += is_closed(fds[i]);
		close(fds[i]);
	}
	bool is_counted = server_stats(s.server).refused_connections > 0;
	close(first);
	serving_end(&s);
	return n_closed == 40 && is_counted ? 0 : 3;
}

TEST(a_server_out_of_descriptors_goes_on_later)
{
	int status;
	pid_t child = fork();
	if (!child)
		_exit(run_out_of_files());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

struct hammer {
	const struct serving *s;
	int n;
};

static void *hammer(void *arg)
{
	struct hammer *h = arg;
	int fd = dial(h->s);
	char reply[4096];
	for (int i = 0; i < 500; i++) {
		say(fd, GET("/api/hello"));
		ssize_t n = recv(fd, reply, sizeof reply, 0);
		h->n += n > 5 && !memcmp(reply + n - 5, "hello", 5);
	}
	close(fd);
	return NULL;
}

TEST(many_threads_ask_at_once)
{
	struct serving s = serve((struct server_settings){.n_threads = 4});
	pthread_t threads[8];
	struct hammer hammers[8];
	for (int i = 0; i < 8; i++) {
		hammers[i] = (struct hammer){&s, 0};
		pthread_create(&threads[i], NULL, hammer, &hammers[i]);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(hammers[i].n, 500);
	}
	assert_int_equal(server_stats(s.server).requests, 4000);
	serving_end(&s);
}
