/* The bare HTTP library: evhttp answering every request with the bytes of one file. What Linli's
 * own replies are measured against (bench/replies).
 *
 *     bare_http FILE CONTENT-TYPE      prints its port; ends with SIGTERM
 */
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct reply {
	const char *type;
	char *bytes;
	size_t n;
};

static void answer(struct evhttp_request *rq, void *arg)
{
	const struct reply *r = arg;
	evhttp_add_header(evhttp_request_get_output_headers(rq), "Content-Type", r->type);
	evbuffer_add(evhttp_request_get_output_buffer(rq), r->bytes, r->n);
	evhttp_send_reply(rq, 200, "OK", NULL);
}

static char *read_file(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "re");
	char *bytes = f ? malloc(1 << 20) : NULL;
	*ret_n = bytes ? fread(bytes, 1, 1 << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static int port_of(struct evhttp_bound_socket *s)
{
	struct sockaddr_in a;
	socklen_t n = sizeof a;
	getsockname(evhttp_bound_socket_get_fd(s), (struct sockaddr *)&a, &n);
	return ntohs(a.sin_port);
}

int main(int argc, char **argv)
{
	struct reply r = {.type = argc > 2 ? argv[2] : ""};
	r.bytes = argc > 2 ? read_file(argv[1], &r.n) : NULL;
	struct event_base *base = event_base_new();
	struct evhttp *http = base ? evhttp_new(base) : NULL;
	struct evhttp_bound_socket *s =
		http && r.bytes ? evhttp_bind_socket_with_handle(http, "127.0.0.1", 0) : NULL;
	if (!s)
		return EXIT_FAILURE;
	evhttp_set_gencb(http, answer, &r);
	printf("%d\n", port_of(s));
	fflush(stdout);
	return event_base_dispatch(base) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
