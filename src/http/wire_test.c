/* Heads, targets, chunks and header values. What the server does with them is tested over sockets. */
#include "test.h"

#include <string.h>

#include "http/wire_priv.h"

#define S(text) ((struct slice){(text), sizeof(text) - 1})

/* ─── heads ─── */

static enum refusal read_head(const char *text, struct head *h)
{
	return head_read(text, strlen(text), h);
}

TEST(a_head_is_read)
{
	struct head h;
	assert_int_equal(
		read_head("POST /a?b=c HTTP/1.1\r\nhOST: x\r\ncontent-length:  12 \r\n"
			  "Content-Type:\tapplication/json\r\nAccept-Language: en\r\nX:\r\n\r\n",
			  &h),
		LAWFUL);
	assert_int_equal(h.method, METHOD_POST);
	assert_int_equal(h.minor, 1);
	assert_int_equal(h.target.n, 6);
	assert_int_equal(h.content_length, 12);
	assert_false(h.is_chunked || h.expects_continue);
	assert_memory_equal(h.type.at, "application/json", h.type.n);
	assert_memory_equal(h.language.at, "en", h.language.n);
	assert_int_equal(read_head("GET / HTTP/1.0\r\n\r\n", &h), LAWFUL);
	assert_int_equal(h.minor, 0);
	assert_int_equal(h.content_length, -1);
	assert_int_equal(
		read_head("PUT / HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: Chunked\r\n"
			  "Expect: 100-Continue\r\n\r\n",
			  &h),
		LAWFUL);
	assert_true(h.is_chunked && h.expects_continue);
}

/* Every prefix of a head is refused; nothing is read past its end (a sanitizer sees to that). */
TEST(half_a_head_is_refused)
{
	static const char text[] = "GET /a HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n";
	struct ctx *cx = test_ctx();
	struct head h;
	for (size_t n = 0; n < sizeof text - 1; n++)
		assert_int_not_equal(head_read(mem_dup(cx->mem, text, n), n, &h), LAWFUL);
	assert_int_equal(head_read(text, sizeof text - 1, &h), LAWFUL);
}

TEST(methods_have_names)
{
	for (enum method m = 0; m < METHOD__MAX; m++)
		assert_int_equal(method_find(method_names[m], strlen(method_names[m])), m);
	assert_int_equal(method_find("GE", 2), METHOD__MAX);
	assert_int_equal(method_find("GETS", 4), METHOD__MAX);
	assert_int_equal(method_find("", 0), METHOD__MAX);
}

TEST(every_refusal_has_words)
{
	for (enum refusal r = LAWFUL + 1; r < REFUSE__MAX; r++) {
		struct ctx *cx = test_ctx();
		assert_in_range(refusal_fail(cx, r), 400, 505);
		assert_non_null(cx->failure.text.zh);
		assert_non_null(cx->failure.text.en);
	}
}

/* ─── targets ─── */

TEST(a_path_is_decoded)
{
	static const struct {
		struct slice from;
		const char *to; /* NULL: refused */
	} cases[] = {
		{S("/"), "/"},
		{S("/a/b"), "/a/b"},
		{S("/a/"), "/a/"},
		{S("/%E7%94%B2%20b"), "/甲 b"},
		{S("/a+b"), "/a+b"},
		{S("/...a/..b"), "/...a/..b"},
		{S("/a//b"), NULL},
		{S("//"), NULL},
		{S("/a/."), NULL},
		{S("/a/.."), NULL},
		{S("/%2e%2e"), NULL},
		{S("/%2fa"), NULL},
		{S("/%2Fa"), NULL},
		{S("/a%5cb"), NULL},
		{S("/%"), NULL},
		{S("/%4"), NULL},
		{S("/%g4"), NULL},
		{S("/%00"), NULL},
		{S("/%7f"), NULL},
		{S("/%c2%80"), NULL}, /* a control character beyond ASCII */
		{S("/%09"), NULL},
		{S("/%ff"), NULL},
		{S("/%ed%a0%80"), NULL}, /* a surrogate */
		{S("a"), NULL},
		{S(""), NULL},
	};
	struct ctx *cx = test_ctx();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path = NULL;
		enum refusal r = path_parse(cx->mem, cases[i].from, &path);
		assert_int_equal(r, cases[i].to ? LAWFUL : REFUSE_TARGET);
		if (cases[i].to)
			assert_string_equal(path, cases[i].to);
	}
}

TEST(a_query_is_decoded)
{
	struct ctx *cx = test_ctx();
	const struct pair *q;
	assert_int_equal(query_parse(cx->mem, S("a=1&b=&c&d%3D=x%26y+z&%E7%94%B2=a=b"), &q),
			 LAWFUL);
	assert_string_equal(q[0].value, "1");
	assert_string_equal(q[1].value, "");
	assert_string_equal(q[2].value, "");
	assert_string_equal(q[3].name, "d=");
	assert_string_equal(q[3].value, "x&y z");
	assert_string_equal(q[4].name, "甲");
	assert_string_equal(q[4].value, "a=b");
	assert_null(q[5].name);
	assert_int_equal(query_parse(cx->mem, S(""), &q), LAWFUL);
	assert_null(q[0].name);
	static const struct slice bad[] = {S("=1"),    S("a=%"),     S("a=%f"), S("a=%00"),
					   S("a=%ff"), S("a=%01"),   S("&"),    S("a=1&"),
					   S("&a=1"),  S("a=1&&b=2")};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(query_parse(cx->mem, bad[i], &q), REFUSE_TARGET);
}

/* ─── chunks ─── */

static enum refusal scan(const char *text, size_t piece, struct chunks *c, size_t *ret_at)
{
	size_t n = strlen(text), used;
	enum refusal r = LAWFUL;
	*ret_at = 0;
	*c = (struct chunks){.max = 100};
	while (!r && *ret_at < n && c->at != CHUNK_END) {
		size_t some = n - *ret_at < piece ? n - *ret_at : piece;
		r = chunks_scan(c, text + *ret_at, some, &used);
		*ret_at += used;
	}
	return r;
}

TEST(chunks_are_followed_in_pieces_of_any_size)
{
	struct chunks c;
	size_t at;
	for (size_t piece = 1; piece < 40; piece++) {
		assert_int_equal(scan("5\r\nhello\r\n00a\r\n\r\n0\r\n\r\n...\r\n0\r\n\r\nGET /",
				      piece, &c, &at),
				 LAWFUL);
		assert_int_equal(c.at, CHUNK_END);
		assert_int_equal(c.total, 15);
		assert_int_equal(at, strlen("5\r\nhello\r\n00a\r\n\r\n0\r\n\r\n...\r\n0\r\n\r\n"));
		assert_int_equal(scan("0\r\n\r\n", piece, &c, &at), LAWFUL);
		assert_int_equal(c.at, CHUNK_END);
		assert_int_equal(scan("64\r\n", piece, &c, &at), LAWFUL);
		assert_int_not_equal(c.at, CHUNK_END);
		assert_int_equal(scan("65\r\n", piece, &c, &at), REFUSE_BODY_LARGE);
		assert_int_equal(scan("ffffffff\r\n", piece, &c, &at), REFUSE_BODY_LARGE);
		assert_int_equal(scan("100000000\r\n", piece, &c, &at), REFUSE_CHUNK);
		assert_int_equal(scan("\r\n", piece, &c, &at), REFUSE_CHUNK);
		assert_int_equal(scan("g\r\n", piece, &c, &at), REFUSE_CHUNK);
		assert_int_equal(scan("1\r\nab\r\n", piece, &c, &at), REFUSE_CHUNK);
		assert_int_equal(scan("0\r\nTrailer: x\r\n\r\n", piece, &c, &at), REFUSE_CHUNK);
	}
}

/* ─── values ─── */

static const char *cookie(const char *header, const char *name)
{
	static char value[100];
	struct slice v;
	if (!cookie_find(header, name, &v))
		return NULL;
	memcpy(value, v.at, v.n);
	value[v.n] = '\0';
	return value;
}

TEST(cookies_are_found_strictly)
{
	assert_string_equal(cookie("a=1; session=x-1; b=2", "session"), "x-1");
	assert_string_equal(cookie("session=", "session"), "");
	assert_string_equal(cookie("session=a=b", "session"), "a=b");
	assert_string_equal(cookie("theme=\"dark\"; session=x", "session"),
			    "x"); /* somebody else's */
	assert_string_equal(cookie("nonsense;;; session=x;", "session"), "x");
	assert_null(cookie("", "session"));
	assert_null(cookie("session", "session"));
	assert_null(cookie("xsession=1; session2=2", "session"));
	assert_null(cookie("Session=1", "session"));
	assert_null(cookie("session=1; session=2", "session")); /* set by two: by whom? */
	assert_null(cookie("session=\"x\"", "session"));
	assert_null(cookie("session=a b", "session"));
	assert_null(cookie("session=a,b", "session"));
	assert_null(cookie("session =x", "session"));
}

TEST(chinese_is_spoken_unless_english_is_preferred)
{
	assert_int_equal(language_find((struct slice){0}), LANG_ZH);
	assert_int_equal(language_find(S("en")), LANG_EN);
	assert_int_equal(language_find(S("EN-gb")), LANG_EN);
	assert_int_equal(language_find(S("zh-CN,zh;q=0.9,en;q=0.8")), LANG_ZH);
	assert_int_equal(language_find(S("en-US,en;q=0.9,zh-CN;q=0.8")), LANG_EN);
	assert_int_equal(language_find(S("zh;q=0.5, en;q=0.8")), LANG_EN);
	assert_int_equal(language_find(S("fr, de")), LANG_ZH);
	assert_int_equal(language_find(S("fr, en;q=0.001")), LANG_EN);
	assert_int_equal(language_find(S("en;q=0")), LANG_ZH);
	assert_int_equal(language_find(S("enx, *")), LANG_ZH);
	assert_int_equal(language_find(S(", ;q=;,en;q")), LANG_EN);
}

TEST(codings_have_weights)
{
	assert_int_equal(coding_weight(NULL, "br"), 0);
	assert_int_equal(coding_weight("gzip, br", "br"), 1000);
	assert_int_equal(coding_weight("gzip, br;q=0.25", "br"), 250);
	assert_int_equal(coding_weight("br ; q=0", "br"), 0);
	assert_int_equal(coding_weight("brr", "br"), 0);
	assert_int_equal(coding_weight("br;q=9", "br"), 1000);
}

TEST(tags_are_found_in_lists)
{
	assert_true(etag_is_in("\"7\"", "\"7\""));
	assert_true(etag_is_in("\"1\", W/\"7\" ,\"8\"", "\"7\""));
	assert_true(etag_is_in("*", "\"7\""));
	assert_false(etag_is_in("\"77\"", "\"7\""));
	assert_false(etag_is_in("7", "\"7\""));
	assert_false(etag_is_in("", "\"7\""));
	assert_false(etag_is_in(",,,", "\"7\""));
	assert_false(etag_is_in(NULL, "\"7\""));
}

TEST(ranges_are_single_and_within_the_file)
{
	static const struct {
		const char *header;
		enum range range;
		int64_t first, last;
	} cases[] = {
		{"bytes=0-0", RANGE_ONE, 0, 0},
		{"bytes=0-", RANGE_ONE, 0, 99},
		{"bytes=99-", RANGE_ONE, 99, 99},
		{"bytes=5-1000", RANGE_ONE, 5, 99},
		{"bytes=-1", RANGE_ONE, 99, 99},
		{"bytes=-1000", RANGE_ONE, 0, 99},
		{"bytes=100-", RANGE_BAD, 0, 0},
		{"bytes=-0", RANGE_BAD, 0, 0},
		{"bytes=5-4", RANGE_NONE, 0, 0},
		{"bytes=-", RANGE_NONE, 0, 0},
		{"bytes=", RANGE_NONE, 0, 0},
		{"bytes=0-1,3-4", RANGE_NONE, 0, 0},
		{"lines=0-1", RANGE_NONE, 0, 0},
		{"bytes=a-b", RANGE_NONE, 0, 0},
		{"bytes=0-1x", RANGE_NONE, 0, 0},
		{"bytes=+0-1", RANGE_NONE, 0, 0},
		{"bytes=0-999999999999999999999", RANGE_NONE, 0, 0},
		{NULL, RANGE_NONE, 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t first = 0, last = 0;
		assert_int_equal(range_parse(cases[i].header, 100, &first, &last), cases[i].range);
		assert_int_equal(first, cases[i].first);
		assert_int_equal(last, cases[i].last);
	}
	int64_t first, last;
	assert_int_equal(range_parse("bytes=0-", 0, &first, &last), RANGE_BAD);
	assert_int_equal(range_parse("bytes=-5", 0, &first, &last), RANGE_BAD);
}
