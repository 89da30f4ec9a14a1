/* What the server says to unlawful, unfinished and unfair requests. */
#include "serving.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/date.h"

#define BOUND(text) (text), sizeof(text) - 1

/* One refused request: its bytes, and the status and key of the answer. */
struct refused {
	const char *bytes;
	size_t n;
	int status;
	const char *key;
};

static void check_refused(const struct serving *s, const struct refused *r)
{
	int fd = dial(s);
	say_bytes(fd, r->bytes, r->n);
	struct heard h = hear(fd);
	if (h.status != r->status || !strstr(h.body, r->key))
		print_error("%s\n=> %d %s\n", r->bytes, h.status, h.body ? h.body : "");
	assert_int_equal(h.status, r->status);
	assert_non_null(strstr(h.body, r->key));
	assert_non_null(header_of(h, "Content-Security-Policy"));
	assert_string_equal(header_of(h, "Connection"), "close");
	shutdown(fd, SHUT_WR);
	assert_true(is_closed(fd));
	close(fd);
}

#define POST  "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
#define HELLO "GET /api/hello HTTP/1.1\r\nHost: x\r\n"

static const struct refused refused[] = {
	/* smuggling */
	{BOUND(POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"), 400, "http.header_twice"},
	{BOUND(POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400,
	 "http.length"},
	{BOUND(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"), 400,
	 "http.header_twice"},
	{BOUND(POST "Transfer-Encoding: gzip, chunked\r\n\r\n"), 400, "http.length"},
	{BOUND(POST "Transfer-Encoding: identity\r\n\r\n"), 400, "http.length"},
	{BOUND(POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"), 400, "http."},
	{BOUND(POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400, "http.syntax"},
	{BOUND(POST "Content-Length : 2\r\n\r\n{}"), 400, "http.syntax"},
	{BOUND(POST "Content-Length: +2\r\n\r\n{}"), 400, "http.length"},
	{BOUND(POST "Content-Length: -2\r\n\r\n{}"), 400, "http.length"},
	{BOUND(POST "Content-Length: 2, 2\r\n\r\n{}"), 400, "http.length"},
	{BOUND(POST "Content-Length: 0x2\r\n\r\n{}"), 400, "http.length"},
	{BOUND(POST "Content-Length: 99999999999999999999\r\n\r\n{}"), 400, "http.length"},
	{BOUND(POST "Content-Length:\r\n\r\n{}"), 400, "http.length"},
	{BOUND("POST /api/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400,
	 "http.length"},
	{BOUND(HELLO "Content-Length: 5\r\n\r\nhello"), 400, "http.body"},
	{BOUND("POST /api/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"), 400,
	 "http.body"},
	/* the request line */
	{BOUND("GET /api/hello\r\n\r\n"), 400, "http.syntax"},
	{BOUND("GET  /api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http."},
	{BOUND("GET /api/hello  HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http."},
	{BOUND("GET /api/hello HTTP/1.1 \r\nHost: x\r\n\r\n"), 400, "http.syntax"},
	{BOUND("GET /api/hello HTTP/2.0\r\nHost: x\r\n\r\n"), 505, "http.version"},
	{BOUND("GET /api/hello HTTP/1.2\r\nHost: x\r\n\r\n"), 505, "http.version"},
	{BOUND("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, "http.version"},
	{BOUND("BREW /api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 501, "http.method_unknown"},
	{BOUND("get /api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 501, "http.method_unknown"},
	{BOUND("TRACE /api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 501, "http.method_unknown"},
	{BOUND("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n"), 501, "http.method_unknown"},
	{BOUND("GET http://x/api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello#part HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/he\0llo HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/\xE7\x94\xB2 HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/../etc HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/%2e%2E/etc HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/./hello HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET //api/hello HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api%2fhello HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello%00 HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello%0a HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello%zz HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello%c3 HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello?a=%c3 HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	{BOUND("GET /api/hello?=1 HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "http.target"},
	/* headers */
	{BOUND("GET /api/hello HTTP/1.1\r\n\r\n"), 400, "http.host"},
	{BOUND(HELLO "Host: x\r\n\r\n"), 400, "http.header_twice"},
	{BOUND("GET /api/hello HTTP/1.1\r\nHost:\r\n\r\n"), 400, "http.host"},
	{BOUND("GET /api/hello HTTP/1.1\r\nHost: a b\r\n\r\n"), 400, "http.host"},
	{BOUND("GET /api/hello HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400, "http.host"},
	{BOUND(HELLO "X: a\0b\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X: a\x01\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X: a\rb\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X: a\nY: b\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X: a\r\n b\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X\x01: a\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "X: \xC3\x28\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO ": a\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "nonsense\r\n\r\n"), 400, "http.syntax"},
	{BOUND(HELLO "Cookie: a=1\r\nCookie: b=2\r\n\r\n"), 400, "http.header_twice"},
	{BOUND(POST "Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}"), 417, "http.expect"},
	/* bodies */
	{BOUND("POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"), 415,
	 "http.body_type"},
	{BOUND("POST /api/form HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	       "Content-Length: 2\r\n\r\n{}"),
	 415, "http.body_type"},
	{BOUND(POST "Content-Length: 65537\r\n\r\n{}"), 413, "http.body_large"},
	{BOUND(POST "Content-Length: 999999999999\r\n\r\n{}"), 413, "http.body_large"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\nfffff\r\n"), 413, "http.body_large"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n"), 400, "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n"), 400, "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n"), 400,
	 "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n2 \r\n{}\r\n0\r\n\r\n"), 400, "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n"), 400, "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n"), 400, "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n\r\n"), 400,
	 "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), 400,
	 "http.chunk"},
	{BOUND(POST "Transfer-Encoding: chunked\r\n\r\n123456789\r\n"), 400, "http.chunk"},
};

TEST(unlawful_requests_are_refused_and_their_connection_closed)
{
	struct serving s = serve((struct server_settings){0});
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		check_refused(&s, &refused[i]);
	assert_string_equal(ask(&s, HELLO "\r\n").body, "hello");
	assert_int_equal(server_stats(s.server).bodies_held, 0);
	serving_end(&s);
}

/* In pieces the gate sees the same. */
TEST(unlawful_requests_are_refused_byte_by_byte_too)
{
	struct serving s = serve((struct server_settings){0});
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i += 7) {
		int fd = dial(&s);
		for (size_t at = 0; at < refused[i].n; at++)
			say_bytes(fd, refused[i].bytes + at, 1);
		assert_int_equal(hear(fd).status, refused[i].status);
		close(fd);
	}
	serving_end(&s);
}

TEST(what_follows_a_refused_request_is_not_served)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd,
	    POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HELLO "\r\n");
	assert_int_equal(hear(fd).status, 400);
	say(fd, HELLO "\r\n");
	shutdown(fd, SHUT_WR);
	assert_true(is_closed(fd));
	assert_int_equal(server_stats(s.server).requests, 1);
	close(fd);
	serving_end(&s);
}

/* ─── sizes ─── */

static struct heard ask_long(const struct serving *s, const char *before, size_t n,
			     const char *after)
{
	static char text[200000];
	size_t len = strlen(before);
	memcpy(text, before, len);
	memset(text + len, 'a', n);
	snprintf(text + len + n, sizeof text - len - n, "%s", after);
	return ask(s, text);
}

TEST(heads_have_a_size)
{
	struct serving s = serve((struct server_settings){.headers_max = 16384});
	struct heard h = ask_long(&s, "GET /api/items/", 7990, " HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(h.status, 414);
	h = ask_long(&s, "GET /api/items/", 7980, " HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(h.status, 200);
	h = ask_long(&s, HELLO "X: ", 16000, "\r\n\r\n");
	assert_int_equal(h.status, 200);
	h = ask_long(&s, HELLO "X: ", 17000, "\r\n\r\n");
	assert_int_equal(h.status, 431);
	assert_non_null(strstr(h.body, "http.headers_large"));
	h = ask_long(&s, HELLO "X: ", 150000, "\r\n\r\n");
	assert_int_equal(h.status, 431);
	serving_end(&s);
}

/* `before`, then `n` times `piece`, then `after`. */
static struct heard ask_many(const struct serving *s, const char *before, int n, const char *piece,
			     const char *after)
{
	char text[20000];
	size_t len = (size_t)snprintf(text, sizeof text, "%s", before);
	for (int i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s", piece);
	snprintf(text + len, sizeof text - len, "%s", after);
	return ask(s, text);
}

TEST(headers_and_parameters_are_counted)
{
	struct serving s = serve((struct server_settings){0});
	assert_int_equal(ask_many(&s, HELLO, 99, "X: y\r\n", "\r\n").status, 200);
	assert_int_equal(ask_many(&s, HELLO, 100, "X: y\r\n", "\r\n").status, 431);
	assert_int_equal(ask_many(&s, "GET /api/hello?a=1", 63, "&a=1",
				  " HTTP/1.1\r\nHost: x\r\n\r\n")
				 .status,
			 422);
	assert_int_equal(ask_many(&s, "GET /api/hello?a=1", 64, "&a=1",
				  " HTTP/1.1\r\nHost: x\r\n\r\n")
				 .status,
			 414);
	serving_end(&s);
}

TEST(a_body_of_the_largest_size_is_taken)
{
	struct serving s = serve((struct server_settings){.body_max = 100000});
	struct heard h = ask_long(&s, POST "Content-Length: 100000\r\n\r\n", 100000, "");
	assert_int_equal(h.status, 200);
	assert_int_equal(h.n, 100000);
	h = ask_long(&s, POST "Content-Length: 100001\r\n\r\n", 100001, "");
	assert_int_equal(h.status, 413);
	h = ask_long(&s, POST "Transfer-Encoding: chunked\r\n\r\n186a0\r\n", 100000,
		     "\r\n0\r\n\r\n");
	assert_int_equal(h.status, 200);
	assert_int_equal(h.n, 100000);
	h = ask_long(&s, POST "Transfer-Encoding: chunked\r\n\r\n186a0\r\n", 100000,
		     "\r\n1\r\na\r\n0\r\n\r\n");
	assert_int_equal(h.status, 413);
	serving_end(&s);
}

TEST(many_tiny_chunks_are_refused)
{
	struct serving s = serve((struct server_settings){0});
	assert_int_equal(ask_many(&s, POST "Transfer-Encoding: chunked\r\n\r\n", 200, "1\r\na\r\n",
				  "0\r\n\r\n")
				 .status,
			 200);
	assert_int_equal(ask_many(&s, POST "Transfer-Encoding: chunked\r\n\r\n", 400, "1\r\na\r\n",
				  "0\r\n\r\n")
				 .status,
			 400);
	serving_end(&s);
}

TEST(a_chunked_body_comes_whole_and_in_pieces)
{
	static const char text[] = POST "Transfer-Encoding: chunked\r\n\r\n"
					"6\r\n{\"name\r\n005\r\n\":\"a\"\r\n1\r\n}\r\n0\r\n\r\n";
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, text);
	assert_string_equal(hear(fd).body, "{\"name\":\"a\"}");
	for (size_t i = 0; i < sizeof text - 1; i++)
		say_bytes(fd, text + i, 1);
	assert_string_equal(hear(fd).body, "{\"name\":\"a\"}");
	say(fd, HELLO "\r\n");
	assert_string_equal(hear(fd).body, "hello");
	close(fd);
	serving_end(&s);
}

TEST(a_body_may_be_asked_for)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s);
	say(fd, POST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
	assert_int_equal(hear_head(fd).status, 100);
	say(fd, "{}");
	assert_string_equal(hear(fd).body, "{}");
	say(fd, POST "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
	assert_int_equal(hear(fd).status, 413); /* before it is sent */
	close(fd);
	fd = dial(&s);
	say(fd, POST "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
	assert_int_equal(hear(fd).status, 417);
	close(fd);
	serving_end(&s);
}

TEST(bodies_in_memory_have_a_cap_together)
{
	struct serving s = serve((struct server_settings){.bodies_held_max = 1000});
	int first = dial(&s);
	say(first, POST "Expect: 100-continue\r\nContent-Length: 900\r\n\r\n");
	assert_int_equal(hear_head(first).status, 100);
	assert_int_equal(server_stats(s.server).bodies_held, 900);
	struct heard h = ask(&s, POST "Content-Length: 101\r\n\r\n");
	assert_int_equal(h.status, 503);
	assert_string_equal(header_of(h, "Retry-After"), "1");
	assert_int_equal(ask_many(&s, POST "Content-Length: 100\r\n\r\n", 100, "a", "").status,
			 200);
	close(first);
	while (server_stats(s.server).bodies_held) /* until it has noticed */
		usleep(1000);
	assert_int_equal(ask_many(&s, POST "Content-Length: 1000\r\n\r\n", 1000, "a", "").status,
			 200);
	serving_end(&s);
}

/* ─── time ─── */

/* How long until the server closes, in ms, while `drip` is sent every 20 ms. */
static int64_t ms_until_closed(int fd, const char *drip)
{
	int64_t start = clock_ticks();
	char c;
	for (;;) {
		struct timeval wait = {0, 20000};
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
		ssize_t n = recv(fd, &c, 1, 0);
		int64_t ms = (clock_ticks() - start) / 1000000;
		if (n == 0 || ms > 8000)
			return ms;
		if (n < 0)
			say(fd, drip);
	}
}

/* It is kept to within a quarter, and a loaded machine. */
#define assert_about(ms, limit) assert_in_range((ms), (limit), (limit)*5 / 4 + 1500)

TEST(slow_clients_are_closed)
{
	struct serving s =
		serve((struct server_settings){.header_ms = 300, .body_ms = 400, .idle_ms = 500});
	int fd = dial(&s);
	assert_about(ms_until_closed(fd, ""), 299); /* says nothing */
	close(fd);
	fd = dial(&s);
	say(fd, "GET /api/hello HTTP/1.1\r\nHost: x\r\nX: ");
	assert_about(ms_until_closed(fd, "a"), 299); /* goes on and on */
	close(fd);
	fd = dial(&s);
	say(fd, POST "Content-Length: 1000\r\n\r\n");
	assert_about(ms_until_closed(fd, "a"), 399);
	close(fd);
	fd = dial(&s);
	say(fd, POST "Transfer-Encoding: chunked\r\n\r\n400\r\n");
	assert_about(ms_until_closed(fd, "a"), 399);
	close(fd);
	fd = dial(&s);
	say(fd, HELLO "\r\n");
	assert_int_equal(hear(fd).status, 200);
	assert_about(ms_until_closed(fd, ""), 499); /* keeps alive, and nothing else */
	close(fd);
	assert_int_equal(server_stats(s.server).bodies_held, 0);
	assert_int_equal(server_stats(s.server).connections, 0);
	serving_end(&s);
}

TEST(a_client_that_does_not_read_is_closed)
{
	struct serving s = serve((struct server_settings){.body_ms = 300, .reply_max = 64 << 20});
	int fd = dial(&s), size = 4096;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	say(fd, "GET /api/large?size=30000000 HTTP/1.1\r\nHost: x\r\n\r\n");
	for (int i = 0; i < 500 && server_stats(s.server).connections; i++)
		usleep(10000);
	assert_int_equal(server_stats(s.server).connections, 0);
	close(fd);
	serving_end(&s);
}

TEST(a_client_that_reads_slowly_is_not)
{
	struct serving s = serve((struct server_settings){.body_ms = 400, .reply_max = 64 << 20});
	static char piece[400000];
	size_t total = 0;
	int fd = dial(&s), size = 100000;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	say(fd, "GET /api/large?size=8000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	for (ssize_t n; (n = recv(fd, piece, sizeof piece, 0)) > 0;) {
		total += (size_t)n;
		usleep(20000); /* all in all more than the deadline */
	}
	assert_in_range(total, 8000000, 8002000);
	close(fd);
	serving_end(&s);
}

/* Sends while it does not read: what is kept for later has a bound. */
TEST(pipelining_has_a_bound)
{
	struct serving s = serve((struct server_settings){0});
	int fd = dial(&s), size = 4096;
	size_t sent = 0;
	char text[8192];
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	for (size_t i = 0; i < sizeof text - 1; i++)
		text[i] = (HELLO "\r\n")[i % (sizeof HELLO + 1)];
	say(fd, "GET /api/wait HTTP/1.1\r\nHost: x\r\n\r\n");
	wait_until_waiting(1);
	for (int i = 0; i < 200; i++) {
		ssize_t n = send(fd, text, sizeof text - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0)
			sent += (size_t)n;
		else
			usleep(1000);
	}
	assert_true(sent > 8192);
	wait_release();
	assert_int_equal(hear(fd).status, 200);
	assert_int_equal(hear(fd).status, 200);
	close(fd);
	serving_end(&s);
}

/* A thousand clients that come and go at every stage of a request. */
TEST(clients_leave_at_every_byte)
{
	static const char text[] = POST "Content-Length: 2\r\n\r\n{}" HELLO "\r\n";
	struct serving s = serve((struct server_settings){0});
	for (size_t i = 0; i < sizeof text; i++) {
		struct linger reset = {1, 0};
		int fd = dial(&s);
		say_bytes(fd, text, i);
		if (i % 2)
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
		close(fd);
	}
	assert_string_equal(ask(&s, HELLO "\r\n").body, "hello");
	for (int i = 0; i < 500 && server_stats(s.server).connections; i++)
		usleep(10000);
	assert_int_equal(server_stats(s.server).connections, 0);
	assert_int_equal(server_stats(s.server).bodies_held, 0);
	serving_end(&s);
}
