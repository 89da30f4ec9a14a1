/* The target of a request: path and query, decoded once. */
#include "base/utf8.h"
#include "http/wire_priv.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %XX (and + in a query) into `out`, which has room for s.n + 1 bytes. NULL if an escape
 * is broken or hides a NUL; otherwise where the text ends. */
static char *decode(struct slice s, bool is_query, char *out)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (c == '%') {
			int high = i + 2 < s.n ? hex_value(s.at[i + 1]) : -1;
			int low = high >= 0 ? hex_value(s.at[i + 2]) : -1;
			if (low < 0 || !(high | low))
				return NULL;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && is_query) {
			c = ' ';
		}
		*out++ = c;
	}
	*out = '\0';
	return out;
}

void target_split(struct slice target, struct slice *path, struct slice *query)
{
	const char *mark = memchr(target.at, '?', target.n);
	size_t n = mark ? (size_t)(mark - target.at) : target.n;
	*path = (struct slice){target.at, n};
	*query = mark ? (struct slice){mark + 1, target.n - n - 1} : (struct slice){0};
}

/* An escaped slash would make a segment that looks like two. */
static bool hides_slash(struct slice s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (s.at[i] == '%' && s.at[i + 1] == '2' && (s.at[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

static bool is_plain_segment(const char *s, size_t n)
{
	bool is_dots = (n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.');
	if (!n || is_dots)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7F || s[i] == '\\')
			return false;
	return true;
}

/* Only the last segment may be empty: `/` and `/console/`. */
static bool has_plain_segments(const char *path)
{
	while (*path) {
		size_t n = strcspn(++path, "/");
		if (!is_plain_segment(path, n) && (n || path[n]))
			return false;
		path += n;
	}
	return true;
}

enum refusal path_parse(mem *m, struct slice s, const char **ret)
{
	if (!s.n || *s.at != '/' || hides_slash(s))
		return REFUSE_TARGET;
	char *path = mem_array(m, char, s.n + 1), *end = decode(s, false, path);
	if (!end || !utf8_is_text(path, (size_t)(end - path)) || !has_plain_segments(path))
		return REFUSE_TARGET;
	*ret = path;
	return LAWFUL;
}

/* ─── the query ─── */

static size_t count_params(struct slice s)
{
	size_t n = s.n > 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.at[i] == '&';
	return n;
}

/* Decodes into *out and moves it past the NUL; NULL if it is no text. */
static const char *decode_text(struct slice s, char **out)
{
	char *start = *out, *end = decode(s, true, start);
	if (!end || !utf8_is_text(start, (size_t)(end - start)))
		return NULL;
	*out = end + 1;
	return start;
}

static bool parse_param(struct slice s, char **out, struct pair *ret)
{
	const char *equals = memchr(s.at, '=', s.n);
	size_t n = equals ? (size_t)(equals - s.at) : s.n;
	struct slice value =
		equals ? (struct slice){equals + 1, s.n - n - 1} : (struct slice){"", 0};
	ret->name = decode_text((struct slice){s.at, n}, out);
	ret->value = ret->name ? decode_text(value, out) : NULL;
	return ret->value && *ret->name;
}

enum refusal query_parse(mem *m, struct slice s, const struct pair **ret)
{
	static const struct pair nothing[] = {{0}};
	size_t n = count_params(s);
	*ret = nothing;
	if (!n)
		return LAWFUL;
	if (n > PARAMS_MAX)
		return REFUSE_PARAMS;
	struct pair *pairs = mem_array(m, struct pair, n + 1);
	char *out = mem_array(m, char, s.n + 2 * n);
	for (size_t i = 0; i < n; i++) {
		const char *amp = memchr(s.at, '&', s.n);
		size_t len = amp ? (size_t)(amp - s.at) : s.n;
		if (!parse_param((struct slice){s.at, len}, &out, &pairs[i]))
			return REFUSE_TARGET;
		s = amp ? (struct slice){amp + 1, s.n - len - 1} : (struct slice){0};
	}
	*ret = pairs;
	return LAWFUL;
}
