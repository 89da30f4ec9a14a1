/* A server of a few routes on a free port, and a client that says exactly what it is told to.
 *
 *     struct serving s = serve((struct server_settings){.header_ms = 200});
 *     int fd = dial(&s);
 *     say(fd, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
 *     assert_string_equal(hear(fd).body, "hello");
 *     close(fd), serving_end(&s);
 *
 * Routes: /hello, /echo (POST, JSON), /form (POST, multipart), /large?size=N, /file, /items/{item},
 * /version (ETag "7"), /wait (answered when wait_release() is called), /events?session=N&topic=N,
 * /failing?kind=N.
 */
#ifndef LINLI_TEST_SERVING_H
#define LINLI_TEST_SERVING_H

#include "test.h"

#include "http/server.h"

struct serving {
	struct server *server;
	int port;
	char folder[64];
};

/* Settings that are zero get values that no test waits for. */
struct serving serve(struct server_settings settings);
void serving_end(struct serving *s);
void serving_end_within(struct serving *s, int64_t grace_ms);

/* /wait: how many requests wait, and letting them go. */
void wait_until_waiting(int n);
void wait_release(void);

struct heard {
	int status;       /* 0: the connection ended without a reply */
	const char *head; /* up to the empty line */
	const char *body; /* NUL-terminated too */
	size_t n;
	bool is_closed; /* the server closed afterwards: only after hear_end() */
};

int dial(const struct serving *s);
void dial_on(const struct serving *s, int fd);
void say(int fd, const char *text);
void say_bytes(int fd, const void *p, size_t n);
/* The next reply. What it returns is good until test_ctx()'s memory ends. */
struct heard hear(int fd);
struct heard hear_head(int fd); /* a reply that has no body: to HEAD, 204, 304 */
bool is_closed(int fd);         /* the server has nothing more to say */
const char *header_of(struct heard h, const char *name); /* NULL: absent */
/* say() and hear() on a connection of its own. */
struct heard ask(const struct serving *s, const char *text);

#endif
