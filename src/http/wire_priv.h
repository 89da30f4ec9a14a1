/* Reading what strangers send: request heads, targets, chunks, cookies, multipart bodies. Pure:
 * bytes in, facts or a refusal out. Everything here has a fuzz target (tests/fuzz).
 *
 * The rules are those of RFC 9112 without its kindnesses: whatever two parsers might read
 * differently is refused.
 */
#ifndef LINLI_HTTP_WIRE_PRIV_H
#define LINLI_HTTP_WIRE_PRIV_H

#include "http/request.h"

struct slice {
	const char *at;
	size_t n;
};

enum method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD__MAX /* none of them */
};
extern const char *const method_names[METHOD__MAX];
enum method method_find(const char *s, size_t n);

/* Why a request is not served, each with its status and words (refusal.c). */
enum refusal {
	LAWFUL,
	REFUSE_SYNTAX,
	REFUSE_VERSION,
	REFUSE_METHOD,
	REFUSE_TARGET,
	REFUSE_TARGET_LONG,
	REFUSE_PARAMS,
	REFUSE_HEADERS_LARGE,
	REFUSE_HEADER_TWICE,
	REFUSE_HOST,
	REFUSE_LENGTH,
	REFUSE_EXPECT,
	REFUSE_BODY,
	REFUSE_BODY_LARGE,
	REFUSE_BODY_TYPE,
	REFUSE_CHUNK,
	REFUSE_BUSY,
	REFUSE_NO_PATH,
	REFUSE_OTHER_METHOD,
	REFUSE__MAX
};
/* Sets the failure, and returns the HTTP status (413, 414, 415, 431 … where the kind has none). */
int refusal_fail(struct ctx *cx, enum refusal why);

/* ── the head of a request ── */
enum { TARGET_MAX = 8000, HEADERS_COUNT_MAX = 100, PARAMS_MAX = 64 };

struct head {
	enum method method;
	struct slice target;
	int minor;              /* HTTP/1.minor */
	int64_t content_length; /* -1: not said */
	bool is_chunked, expects_continue;
	struct slice type, language; /* Content-Type, Accept-Language; n 0: absent */
};
/* `n` bytes up to and with the empty line. */
enum refusal head_read(const char *p, size_t n, struct head *ret);

/* ── its target ── */
/* Decoded and checked: no empty, `.` or `..` segment, no control characters, valid UTF-8. */
enum refusal path_parse(mem *m, struct slice s, const char **ret);
enum refusal query_parse(mem *m, struct slice s, const struct pair **ret);
void target_split(struct slice target, struct slice *path, struct slice *query);

/* ── a chunked body ── */
struct chunks {
	enum { CHUNK_DIGITS, CHUNK_DATA, CHUNK_EDGE, CHUNK_END } at;
	unsigned n_digits, n_edge; /* of the size; of the CR LF that is due */
	uint64_t size;             /* bytes still to come of this chunk */
	uint64_t total, n;         /* bytes and chunks announced so far */
	uint64_t max;
	bool is_last;
};
/* Goes over the next `n` bytes. `at` is CHUNK_END when the body is whole; *ret_used tells where. */
enum refusal chunks_scan(struct chunks *c, const char *p, size_t n, size_t *ret_used);

/* ── header values ── */
/* The value of a cookie in a Cookie header; false if it is not there, or there twice. */
bool cookie_find(const char *header, const char *name, struct slice *ret);
/* zh unless English is preferred. */
enum lang language_find(struct slice accept_language);
/* Whether an If-Match or If-None-Match names the tag; `*` names every tag. */
bool etag_is_in(const char *list, const char *etag);
/* How much an Accept-Encoding wants a coding, 0 to 1000. */
int coding_weight(const char *accept_encoding, const char *coding);

/* A single byte range of a file of `size` bytes. */
enum range { RANGE_NONE, RANGE_ONE, RANGE_BAD };
enum range range_parse(const char *header, int64_t size, int64_t *ret_first, int64_t *ret_last);

/* ── multipart/form-data ── */
enum {
	MULTIPART_BOUNDARY_MAX = 70,
	MULTIPART_PARTS_MAX = 64,
	MULTIPART_HEADERS_MAX = 4096,
	MULTIPART_TEXT_MAX = 65536, /* one text field */
	MULTIPART_NAME_MAX = 200,
};
/* What happens to the parts. `file_name` is NULL for a text field. */
struct multipart_sink {
	void *arg;
	err (*begin)(void *arg, const char *name, const char *file_name);
	err (*data)(void *arg, const char *p, size_t n);
	err (*end)(void *arg);
};
struct multipart;
/* Reads the boundary from a Content-Type. The body may then come in pieces of any size. */
err multipart_new(struct ctx *cx, const char *content_type, const struct multipart_sink *sink,
		  struct multipart **ret);
err multipart_feed(struct multipart *m, const char *p, size_t n);
err multipart_end(struct multipart *m); /* fails unless the last boundary was seen */

#endif
