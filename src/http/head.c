/* The head of a request, looked at byte by byte before anything else reads it. */
#include <strings.h>

#include "base/utf8.h"
#include "http/wire_priv.h"

const char *const method_names[METHOD__MAX] = {"GET",   "HEAD",   "POST",   "PUT",
					       "PATCH", "DELETE", "OPTIONS"};

enum method method_find(const char *s, size_t n)
{
	enum method m = 0;
	while (m < METHOD__MAX &&
	       (strlen(method_names[m]) != n || memcmp(method_names[m], s, n) != 0))
		m++;
	return m;
}

/* The characters of a token (RFC 9110, 5.6.2). */
static const bool is_token[256] = {
	['!'] = true,         ['#'] = true,         ['$'] = true, ['%'] = true,
	['&'] = true,         ['\''] = true,        ['*'] = true, ['+'] = true,
	['-'] = true,         ['.'] = true,         ['^'] = true, ['_'] = true,
	['`'] = true,         ['|'] = true,         ['~'] = true, ['0' ... '9'] = true,
	['A' ... 'Z'] = true, ['a' ... 'z'] = true,
};

static bool is_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n > 0;
}

static bool equals(struct slice s, const char *word)
{
	return strlen(word) == s.n && !strncasecmp(s.at, word, s.n);
}

/* ─── headers that the server acts on, or that may not stand twice ─── */

static enum refusal take_host(struct head *h, struct slice v)
{
	(void)h;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.at[i];
		if (c <= ' ' || c >= 0x7F || strchr("/?#@\\\"<>,;", c))
			return REFUSE_HOST;
	}
	return v.n ? LAWFUL : REFUSE_HOST;
}

static enum refusal take_length(struct head *h, struct slice v)
{
	if (!is_digits(v) || v.n > 15)
		return REFUSE_LENGTH;
	h->content_length = 0;
	for (size_t i = 0; i < v.n; i++)
		h->content_length = h->content_length * 10 + (v.at[i] - '0');
	return LAWFUL;
}

static enum refusal take_coding(struct head *h, struct slice v)
{
	h->is_chunked = true;
	return equals(v, "chunked") ? LAWFUL : REFUSE_LENGTH;
}

static enum refusal take_expect(struct head *h, struct slice v)
{
	h->expects_continue = true;
	return equals(v, "100-continue") ? LAWFUL : REFUSE_EXPECT;
}

static enum refusal take_type(struct head *h, struct slice v)
{
	h->type = v;
	return LAWFUL;
}

static enum refusal take_language(struct head *h, struct slice v)
{
	h->language = v;
	return LAWFUL;
}

static const struct known {
	const char *name;
	enum refusal (*take)(struct head *h, struct slice value); /* NULL: only once */
} known[] = {
	{"host", take_host},
	{"content-length", take_length},
	{"transfer-encoding", take_coding},
	{"expect", take_expect},
	{"content-type", take_type},
	{"accept-language", take_language},
	{"cookie", NULL},
	{"authorization", NULL},
	{"origin", NULL},
	{"range", NULL},
	{"if-range", NULL},
	{"idempotency-key", NULL},
};
enum { KNOWN_MAX = sizeof known / sizeof *known, HOST_SEEN = 1, LENGTH_SEEN = 2 };

static unsigned known_index(struct slice name)
{
	unsigned i = 0;
	while (i < KNOWN_MAX && !equals(name, known[i].name))
		i++;
	return i;
}

/* ─── lines ─── */

static enum refusal read_request_line(struct slice line, struct head *h)
{
	const char *end = line.at + line.n, *p = line.at;
	const char *target = memchr(p, ' ', line.n);
	const char *version = target ? memchr(target + 1, ' ', (size_t)(end - target - 1)) : NULL;
	if (!version || end - version != sizeof " HTTP/1.1" - 1)
		return REFUSE_SYNTAX;
	if (strncmp(version, " HTTP/1.", 8) != 0 || (version[8] != '0' && version[8] != '1'))
		return REFUSE_VERSION;
	h->minor = version[8] - '0';
	h->method = method_find(p, (size_t)(target - p));
	h->target = (struct slice){target + 1, (size_t)(version - target - 1)};
	if (h->method == METHOD__MAX)
		return REFUSE_METHOD;
	if (h->target.n > TARGET_MAX)
		return REFUSE_TARGET_LONG;
	for (size_t i = 0; i < h->target.n; i++) {
		unsigned char c = (unsigned char)h->target.at[i];
		if (c <= ' ' || c >= 0x7F || c == '#')
			return REFUSE_TARGET;
	}
	return h->target.n && *h->target.at == '/' ? LAWFUL : REFUSE_TARGET;
}

/* Visible characters, blanks and well-formed UTF-8. */
static bool is_value(struct slice v)
{
	bool is_ascii = true;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.at[i];
		if ((c < ' ' && c != '\t') || c == 0x7F)
			return false;
		is_ascii = is_ascii && c < 0x80;
	}
	return is_ascii || utf8_is_text(v.at, v.n);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct slice trimmed(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	return (struct slice){p, (size_t)(end - p)};
}

/* `Name: value`. A blank before the colon or at the start of a line (a folded value) is not a
 * token, so both are refused. */
static enum refusal read_header(struct slice line, struct head *h, unsigned *seen)
{
	size_t n = 0;
	while (n < line.n && is_token[(unsigned char)line.at[n]])
		n++;
	if (n == 0 || n == line.n || line.at[n] != ':')
		return REFUSE_SYNTAX;
	struct slice value = trimmed(line.at + n + 1, line.at + line.n);
	if (!is_value(value))
		return REFUSE_SYNTAX;
	unsigned i = known_index((struct slice){line.at, n});
	if (i == KNOWN_MAX)
		return LAWFUL;
	if (*seen & 1u << i)
		return REFUSE_HEADER_TWICE;
	*seen |= 1u << i;
	return known[i].take ? known[i].take(h, value) : LAWFUL;
}

/* The line at *p without its CR LF; a bare LF or CR is no line end. */
static bool next_line(const char **p, const char *end, struct slice *ret)
{
	const char *eol = memchr(*p, '\n', (size_t)(end - *p));
	if (!eol || eol == *p || eol[-1] != '\r')
		return false;
	*ret = (struct slice){*p, (size_t)(eol - *p) - 1};
	*p = eol + 1;
	return true;
}

static enum refusal check_framing(const struct head *h, unsigned seen)
{
	if (h->minor == 1 && !(seen & HOST_SEEN))
		return REFUSE_HOST;
	if (h->is_chunked && ((seen & LENGTH_SEEN) || h->minor == 0))
		return REFUSE_LENGTH;
	return LAWFUL;
}

enum refusal head_read(const char *p, size_t n, struct head *ret)
{
	const char *end = p + n;
	struct slice line;
	unsigned seen = 0, count = 0;
	*ret = (struct head){.content_length = -1};
	if (!next_line(&p, end, &line))
		return REFUSE_SYNTAX;
	enum refusal r = read_request_line(line, ret);
	while (r == LAWFUL && next_line(&p, end, &line) && line.n) {
		r = read_header(line, ret, &seen);
		if (++count > HEADERS_COUNT_MAX)
			return REFUSE_HEADERS_LARGE;
	}
	if (r == LAWFUL && (p != end || line.n))
		return REFUSE_SYNTAX;
	return r ? r : check_framing(ret, seen);
}
