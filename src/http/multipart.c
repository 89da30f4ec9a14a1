/* multipart/form-data (RFC 7578), strictly: no preamble, no transfer codings, no nesting; a body
 * ends with its last boundary. Fed in pieces of any size; holds at most one part's headers, and of
 * the data nothing but the bytes that may be the start of a boundary. */
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "http/wire_priv.h"

enum state {
	AT_DATA,    /* inside a part, looking for CR LF -- boundary */
	AT_MARK,    /* two bytes after a boundary: CR LF goes on, -- ends */
	AT_HEADERS, /* the header lines of a part */
	AT_END,
};

struct multipart {
	struct ctx *cx;
	struct multipart_sink sink;
	enum state state;
	char edge[4 + MULTIPART_BOUNDARY_MAX + 1]; /* CR LF -- boundary */
	size_t n_edge, matched;
	char mark[2];
	size_t n_mark;
	struct buf headers;
	size_t n_parts;
	bool is_in_part;
};

static err malformed(struct ctx *cx)
{
	return fail(cx, ERR_MALFORMED,
		    T("http.multipart", "上传的表单格式不正确",
		      "The upload is not a well-formed form"));
}

/* ─── parameters of a header: name="value" ─── */

/* A quoted string at p, unescaped into `out`; where it ends, or NULL. Browsers write %22 for a
 * quote; a backslash stands for itself, as it does in the file names of Windows. */
static const char *take_quoted(const char *p, struct buf *out)
{
	if (*p++ != '"')
		return NULL;
	while (*p && *p != '"')
		buf_putc(out, *p++);
	return *p == '"' ? p + 1 : NULL;
}

static const char *take_token(const char *p, struct buf *out)
{
	size_t n = strcspn(p, " \t;\"\\,");
	buf_put(out, p, n);
	return n ? p + n : NULL;
}

/* The parameter `name` of a header value. False if the header is broken or has it twice; *ret is
 * NULL if it is not there. */
static bool header_param(mem *m, const char *value, const char *name, const char **ret)
{
	const char *p = value + strcspn(value, ";");
	*ret = NULL;
	while (*p) {
		p += 1 + strspn(p + 1, " \t");
		size_t n = strcspn(p, "=; \t");
		bool is_it = n == strlen(name) && !strncasecmp(p, name, n);
		struct buf b = buf_on(m);
		if (!n || p[n] != '=' || (is_it && *ret))
			return false;
		p = p[n + 1] == '"' ? take_quoted(p + n + 1, &b) : take_token(p + n + 1, &b);
		if (!p)
			return false;
		p += strspn(p, " \t");
		if (*p && *p != ';')
			return false;
		if (is_it)
			*ret = buf_text(&b);
	}
	return true;
}

static bool is_boundary(const char *s)
{
	static const char allowed[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"'()+_,-./:=? ";
	size_t n = s ? strlen(s) : 0;
	return n >= 1 && n <= MULTIPART_BOUNDARY_MAX && strspn(s, allowed) == n && s[n - 1] != ' ';
}

err multipart_new(struct ctx *cx, const char *content_type, const struct multipart_sink *sink,
		  struct multipart **ret)
{
	static const char type[] = "multipart/form-data";
	const char *boundary;
	if (strncasecmp(content_type, type, sizeof type - 1) != 0 ||
	    !header_param(cx->mem, content_type, "boundary", &boundary) || !is_boundary(boundary))
		return malformed(cx);
	struct multipart *m = mem_new(cx->mem, struct multipart);
	m->cx = cx;
	m->sink = *sink;
	m->n_edge = (size_t)snprintf(m->edge, sizeof m->edge, "\r\n--%s", boundary);
	m->matched = 2; /* the first boundary has no CR LF before it */
	m->headers = buf_on(m);
	*ret = m;
	return OK;
}

/* ─── the headers of a part ─── */

/* The name that people gave the file: without folders, of either kind, and control characters. */
static const char *bare_name(mem *m, const char *s)
{
	size_t n = strlen(s);
	while (n && s[n - 1] != '/' && s[n - 1] != '\\')
		n--;
	char *name = mem_str(m, s + n), *out = name;
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p >= ' ' && *p != 0x7F)
			*out++ = *p;
	*out = '\0';
	return name;
}

struct part {
	const char *name, *file_name;
	bool has_disposition;
};

static err take_disposition(struct multipart *m, const char *value, struct part *p)
{
	size_t n = strcspn(value, "; \t");
	if (p->has_disposition || n != strlen("form-data") ||
	    strncasecmp(value, "form-data", n) != 0)
		return malformed(m->cx);
	if (!header_param(m->cx->mem, value, "name", &p->name) ||
	    !header_param(m->cx->mem, value, "filename", &p->file_name))
		return malformed(m->cx);
	if (!p->name || !*p->name || strlen(p->name) > MULTIPART_NAME_MAX)
		return malformed(m->cx);
	if (p->file_name)
		p->file_name = bare_name(m->cx->mem, p->file_name);
	if (p->file_name && utf8_length(p->file_name) > MULTIPART_NAME_MAX)
		return malformed(m->cx);
	p->has_disposition = true;
	return OK;
}

static err take_header(struct multipart *m, char *line, struct part *p)
{
	size_t n = strcspn(line, ": \t");
	if (!n || line[n] != ':')
		return malformed(m->cx);
	line[n] = '\0';
	const char *value = line + n + 1 + strspn(line + n + 1, " \t");
	if (!strcasecmp(line, "Content-Disposition"))
		return take_disposition(m, value, p);
	if (!strcasecmp(line, "Content-Transfer-Encoding"))
		return malformed(m->cx);
	return OK;
}

/* m->headers holds the lines of the part, each with its CR LF, and the empty one. */
static err begin_part(struct multipart *m)
{
	struct part p = {0};
	size_t n = m->headers.len;
	char *text = buf_text(&m->headers);
	if (!utf8_is_text(text, n) || ++m->n_parts > MULTIPART_PARTS_MAX)
		return malformed(m->cx);
	for (char *end; (end = strstr(text, "\r\n")) != text; text = end + 2) {
		*end = '\0';
		err e = strpbrk(text, "\r\n") ? malformed(m->cx) : take_header(m, text, &p);
		if (e)
			return e;
	}
	if (!p.has_disposition)
		return malformed(m->cx);
	m->headers.len = 0;
	m->is_in_part = true;
	m->state = AT_DATA;
	return m->sink.begin(m->sink.arg, p.name, p.file_name);
}

/* ─── bytes ─── */

static err put_data(struct multipart *m, const char *p, size_t n)
{
	if (!n)
		return OK;
	return m->is_in_part ? m->sink.data(m->sink.arg, p, n) : malformed(m->cx);
}

static err end_part(struct multipart *m)
{
	m->state = AT_MARK;
	m->matched = m->n_mark = 0;
	if (!m->is_in_part)
		return OK;
	m->is_in_part = false;
	return m->sink.end(m->sink.arg);
}

/* CR begins a boundary and occurs nowhere else in it up to its LF, so what was matched in vain
 * holds no second beginning: it is data, and the byte that broke it is looked at afresh. */
static err feed_data(struct multipart *m, const char **p, const char *end)
{
	if (m->matched && **p == m->edge[m->matched]) {
		(*p)++;
		return ++m->matched == m->n_edge ? end_part(m) : OK;
	}
	if (m->matched) {
		size_t n = m->matched;
		m->matched = 0;
		return put_data(m, m->edge, n);
	}
	const char *start = *p, *cr = memchr(start, '\r', (size_t)(end - start));
	*p = cr ? cr + 1 : end;
	m->matched = cr != NULL;
	return put_data(m, start, (size_t)((cr ? cr : end) - start));
}

static err feed_mark(struct multipart *m, const char **p)
{
	m->mark[m->n_mark++] = *(*p)++;
	if (m->n_mark < 2)
		return OK;
	if (!memcmp(m->mark, "--", 2))
		m->state = AT_END;
	else if (!memcmp(m->mark, "\r\n", 2))
		m->state = AT_HEADERS;
	else
		return malformed(m->cx);
	return OK;
}

static err feed_headers(struct multipart *m, const char **p)
{
	struct buf *b = &m->headers;
	buf_putc(b, *(*p)++);
	if (b->len > MULTIPART_HEADERS_MAX)
		return malformed(m->cx);
	bool is_whole = b->len >= 4 && !memcmp(b->data + b->len - 4, "\r\n\r\n", 4);
	return is_whole ? begin_part(m) : OK;
}

/* After the last boundary at most a line end. */
static err feed_rest(struct multipart *m, const char **p)
{
	char c = *(*p)++;
	return c == '\r' || c == '\n' ? OK : malformed(m->cx);
}

err multipart_feed(struct multipart *m, const char *p, size_t n)
{
	const char *end = p + n;
	err e = OK;
	while (p < end && !e) {
		if (m->state == AT_DATA)
			e = feed_data(m, &p, end);
		else if (m->state == AT_MARK)
			e = feed_mark(m, &p);
		else if (m->state == AT_HEADERS)
			e = feed_headers(m, &p);
		else
			e = feed_rest(m, &p);
	}
	return e;
}

err multipart_end(struct multipart *m)
{
	return m->state == AT_END ? OK : malformed(m->cx);
}
