#include "http/html.h"

#include "base/id.h"

static const char *reference(unsigned char c)
{
	static const char *const references[] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	};
	return c < sizeof references / sizeof *references ? references[c] : NULL;
}

void html_text(struct buf *b, const char *s)
{
	for (; s && *s; s++) {
		unsigned char c = (unsigned char)*s;
		const char *as = reference(c);
		if (as)
			buf_puts(b, as);
		else if ((c >= 0x20 && c != 0x7f) || c == '\n')
			buf_putc(b, *s);
	}
}

static bool is_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '-' || c == '_' || c == '.' || c == '~';
}

void html_param(struct buf *b, const char *s)
{
	for (; s && *s; s++) {
		if (is_plain((unsigned char)*s))
			buf_putc(b, *s);
		else
			buf_format(b, "%%%02X", (unsigned char)*s);
	}
}

void html_id(struct buf *b, int64_t id)
{
	char text[ID_SIZE];
	id_format(id, text);
	buf_puts(b, text);
}

err reply_html(struct ctx *cx, struct request *rq, int status, struct buf *page)
{
	err e = reply_bytes(cx, rq, "text/html; charset=utf-8", page->data, page->len);
	rq->status = status;
	reply_header(rq, "Cache-Control", "no-cache");
	return e;
}
