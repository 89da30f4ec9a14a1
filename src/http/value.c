/* Values of single headers: cookies, preferences, tags, ranges. */
#include <strings.h>

#include "http/wire_priv.h"

/* ─── cookies (RFC 6265, 4.1.1) ─── */

static bool is_cookie_octet(char c)
{
	return c > ' ' && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

/* The length of a name or value; 0 where none stands. */
static size_t cookie_text(const char *p)
{
	size_t n = 0;
	while (is_cookie_octet(p[n]) && p[n] != '=')
		n++;
	return n;
}

static size_t cookie_value(const char *p)
{
	size_t n = 0;
	while (is_cookie_octet(p[n]))
		n++;
	return n;
}

/* Other programs on this host may set cookies that are not to the letter: a pair that is not well
 * formed is passed over, and cannot be the one that is looked for. */
bool cookie_find(const char *header, const char *name, struct slice *ret)
{
	size_t len = strlen(name), found = 0;
	for (const char *p = header; *p;) {
		size_t n = cookie_text(p);
		bool is_it = n == len && p[n] == '=' && !strncmp(p, name, n);
		if (is_it) {
			struct slice v = {p + n + 1, cookie_value(p + n + 1)};
			if (v.at[v.n] && v.at[v.n] != ';')
				return false;
			*ret = v;
			found++;
		}
		p += strcspn(p, ";");
		p += strspn(p, "; ");
	}
	return found == 1;
}

/* ─── preferences: lists of `name;q=0.8` ─── */

struct member {
	struct slice name;
	int weight; /* in thousandths */
};

/* The weight that `0.8` says, at most 1000. */
static int thousandths(const char *p, const char *end)
{
	int weight = 0, unit = 1000;
	for (; p < end && unit && ((*p >= '0' && *p <= '9') || *p == '.'); p++) {
		if (*p == '.')
			continue;
		weight += (*p - '0') * unit;
		unit /= 10;
	}
	return weight > 1000 ? 1000 : weight;
}

/* What follows `;q=` in a member; 1000 when it says nothing. */
static int weight_of(const char *p, const char *end)
{
	const char *q = memchr(p, ';', (size_t)(end - p));
	while (q && ++q < end && *q == ' ')
		;
	bool is_said = q && end - q > 2 && (*q | 0x20) == 'q' && q[1] == '=';
	return is_said ? thousandths(q + 2, end) : 1000;
}

static bool next_member(const char **p, const char *end, struct member *ret)
{
	const char *start = *p;
	while (start < end && (*start == ' ' || *start == ',' || *start == '\t'))
		start++;
	if (start == end)
		return false;
	const char *stop = memchr(start, ',', (size_t)(end - start));
	stop = stop ? stop : end;
	size_t n = 0;
	while (start + n < stop && start[n] != ';' && start[n] != ' ')
		n++;
	*ret = (struct member){{start, n}, weight_of(start, stop)};
	*p = stop;
	return true;
}

static bool is_language(struct slice tag, const char *language)
{
	return tag.n >= 2 && !strncasecmp(tag.at, language, 2) && (tag.n == 2 || tag.at[2] == '-');
}

enum lang language_find(struct slice accept_language)
{
	if (!accept_language.n)
		return LANG_ZH;
	const char *p = accept_language.at, *end = p + accept_language.n;
	int zh = 0, en = 0;
	struct member m;
	while (next_member(&p, end, &m)) {
		if (is_language(m.name, "zh") && m.weight > zh)
			zh = m.weight;
		else if (is_language(m.name, "en") && m.weight > en)
			en = m.weight;
	}
	return en > zh ? LANG_EN : LANG_ZH;
}

int coding_weight(const char *accept_encoding, const char *coding)
{
	if (!accept_encoding)
		return 0;
	const char *p = accept_encoding, *end = p + strlen(p);
	struct member m;
	while (next_member(&p, end, &m))
		if (m.name.n == strlen(coding) && !strncasecmp(m.name.at, coding, m.name.n))
			return m.weight;
	return 0;
}

/* ─── tags ─── */

bool etag_is_in(const char *list, const char *etag)
{
	size_t len = strlen(etag);
	const char *p = list ? list : "";
	while (*p) {
		p += strspn(p, " \t,");
		if (*p == '*')
			return true;
		if (!strncmp(p, "W/", 2))
			p += 2;
		size_t n = strcspn(p, ",");
		while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
			n--;
		if (n == len && !strncmp(p, etag, n))
			return true;
		p += strcspn(p, ",");
	}
	return false;
}

/* ─── a byte range ─── */

/* Digits at *p, which moves past them; -1 if there are none, or too many to be a size. */
static int64_t take_number(const char **p)
{
	int64_t v = 0;
	size_t n = strspn(*p, "0123456789");
	if (!n || n > 17)
		return -1;
	for (const char *end = *p + n; *p < end; (*p)++)
		v = v * 10 + (**p - '0');
	return v;
}

/* `first-last`, either of which may be missing (-1), but not both. */
static bool read_range(const char *p, int64_t *first, int64_t *last)
{
	*first = take_number(&p);
	if (*p++ != '-')
		return false;
	bool is_open = !*p;
	*last = take_number(&p);
	return !*p && (*last >= 0 || (is_open && *first >= 0));
}

enum range range_parse(const char *header, int64_t size, int64_t *ret_first, int64_t *ret_last)
{
	int64_t first, last;
	if (!header || strncasecmp(header, "bytes=", 6) != 0 ||
	    !read_range(header + 6, &first, &last))
		return RANGE_NONE; /* other units and several ranges: the whole file will do */
	if (first >= 0 && last >= 0 && last < first)
		return RANGE_NONE;
	bool is_suffix = first < 0; /* the last so many bytes */
	if (is_suffix ? last == 0 || size == 0 : first >= size)
		return RANGE_BAD;
	if (is_suffix)
		first = last < size ? size - last : 0;
	*ret_first = first;
	*ret_last = is_suffix || last < 0 || last >= size ? size - 1 : last;
	return RANGE_ONE;
}
