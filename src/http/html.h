/* Writing HTML: markup is the program's own literals, everything else goes through these.
 *
 *     html_put(b, "<p class=\"muted\">"), html_text(b, estate->address), html_put(b, "</p>");
 */
#ifndef LINLI_HTTP_HTML_H
#define LINLI_HTTP_HTML_H

#include "http/request.h"

/* Only a string literal compiles. */
#define html_put(b, literal) buf_puts((b), "" literal "")

/* As text, or as the value of a quoted attribute: what has a meaning in HTML is written as a
 * reference, control characters but for the end of a line are left out. NULL is nothing. */
void html_text(struct buf *b, const char *s);

/* As a value in the query of an address. */
void html_param(struct buf *b, const char *s);

/* An identifier, as addresses hold it. */
void html_id(struct buf *b, int64_t id);

/* A page with this status, asked for anew each time. */
err reply_html(struct ctx *cx, struct request *rq, int status, struct buf *page);

#endif
