/* Server-sent events. */
#include "serving.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_to(const struct serving *s, int session, int topic)
{
	char text[200];
	int fd = dial(s);
	snprintf(text, sizeof text,
		 "GET /api/events?session=%d&topic=%d HTTP/1.1\r\nHost: x\r\n\r\n", session, topic);
	say(fd, text);
	return fd;
}

/* One chunk of a chunked reply. */
static const char *hear_chunk(int fd)
{
	static char text[1000];
	char line[20] = "";
	size_t n = 0;
	while (n < sizeof line - 1 && recv(fd, line + n, 1, 0) == 1 && line[n] != '\n')
		n++;
	size_t size = (size_t)strtoul(line, NULL, 16);
	n = 0;
	while (n < size + 2 && recv(fd, text + n, 1, 0) == 1)
		n++;
	text[size] = '\0';
	return text;
}

static int begin(const struct serving *s, int session, int topic)
{
	int fd = listen_to(s, session, topic);
	struct heard h = hear_head(fd);
	assert_int_equal(h.status, 200);
	assert_string_equal(header_of(h, "Content-Type"), "text/event-stream; charset=utf-8");
	assert_string_equal(header_of(h, "Cache-Control"), "no-store");
	assert_string_equal(hear_chunk(fd), "retry: 3000\n\n");
	return fd;
}

static void wait_for_streams(const struct serving *s, int n)
{
	for (int i = 0; i < 1000 && server_stats(s->server).streams != n; i++)
		usleep(5000);
	assert_int_equal(server_stats(s->server).streams, n);
}

TEST(hints_reach_who_hears_the_topic)
{
	struct serving s = serve((struct server_settings){.n_threads = 3});
	int a = begin(&s, 1, 10), b = begin(&s, 2, 20), c = begin(&s, 3, 10);
	server_hint(s.server, 10, "task", 5);
	server_hint(s.server, 20, "message", 6);
	server_hint(s.server, 99, "nobody", 7);
	server_hint(s.server, 1000, "all", 0);
	const char *task = "data: {\"kind\":\"task\",\"id\":\"0000000000005\"}\n\n";
	const char *all = "data: {\"kind\":\"all\",\"id\":null}\n\n";
	assert_string_equal(hear_chunk(a), task);
	assert_string_equal(hear_chunk(a), all); /* once, though subscribed twice */
	assert_string_equal(hear_chunk(c), task);
	assert_string_equal(hear_chunk(b),
			    "data: {\"kind\":\"message\",\"id\":\"0000000000006\"}\n\n");
	assert_string_equal(hear_chunk(b), all);
	assert_int_equal(server_stats(s.server).streams, 3);
	say(a, "what is sent on a stream is ignored");
	server_hint(s.server, 10, "task", 5);
	assert_string_equal(hear_chunk(a), task);
	close(a), close(b);
	wait_for_streams(&s, 1);
	server_hint(s.server, 10, "task", 5);
	assert_string_equal(hear_chunk(c), all);
	assert_string_equal(hear_chunk(c), task);
	close(c);
	wait_for_streams(&s, 0);
	serving_end(&s);
}

TEST(a_session_has_four_streams_at_most)
{
	struct serving s = serve((struct server_settings){0});
	int fds[4];
	for (int i = 0; i < 4; i++)
		fds[i] = begin(&s, 7, 1);
	int fifth = listen_to(&s, 7, 1), other = begin(&s, 8, 1);
	struct heard h = hear(fifth);
	assert_int_equal(h.status, 429);
	assert_non_null(strstr(h.body, "http.streams"));
	close(fds[0]);
	wait_for_streams(&s, 4);
	int again = begin(&s, 7, 1);
	for (int i = 1; i < 4; i++)
		close(fds[i]);
	close(fifth), close(other), close(again);
	wait_for_streams(&s, 0);
	serving_end(&s);
}

TEST(a_session_that_ends_takes_its_streams_along)
{
	struct serving s = serve((struct server_settings){0});
	int a = begin(&s, 1, 10), b = begin(&s, 2, 10), c = begin(&s, 1, 10);
	server_drop_session(s.server, 1);
	assert_true(is_closed(a));
	assert_true(is_closed(c));
	server_hint(s.server, 10, "task", 5);
	assert_string_equal(hear_chunk(b),
			    "data: {\"kind\":\"task\",\"id\":\"0000000000005\"}\n\n");
	close(a), close(b), close(c);
	serving_end(&s);
}

TEST(a_stream_says_that_it_lives)
{
	struct serving s = serve((struct server_settings){.comment_ms = 50, .idle_ms = 100});
	int fd = begin(&s, 1, 10);
	for (int i = 0; i < 3; i++)
		assert_string_equal(hear_chunk(fd), ":\n\n");
	close(fd);
	wait_for_streams(&s, 0);
	serving_end(&s);
}

TEST(who_does_not_read_a_stream_is_closed)
{
	struct serving s = serve((struct server_settings){0});
	int fd = begin(&s, 1, 10), size = 4096;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	for (int i = 0; i < 200000 && server_stats(s.server).streams; i++)
		server_hint(s.server, 10, "a kind of hint that takes some room", 5);
	wait_for_streams(&s, 0);
	close(fd);
	serving_end(&s);
}

TEST(a_stop_ends_streams)
{
	struct serving s = serve((struct server_settings){0});
	int fd = begin(&s, 1, 10);
	serving_end(&s);
	assert_true(is_closed(fd));
	close(fd);
}
