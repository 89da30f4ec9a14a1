/* The XML parts of an .xlsx as events. No DTD is accepted, so nothing can expand; depth and the
 * length of a tag are bounded. A handler may pause the reading (at the end of a row) and the next
 * xml_step() goes on behind it. */
#ifndef LINLI_SHEET_XML_H
#define LINLI_SHEET_XML_H

#include "sheet/package.h"

struct xml;

/* Names come without their namespace prefix. `attrs` is name, value, name, value, …, NULL. A
 * failure that a handler leaves in cx ends the reading. */
struct xml_handler {
	void (*start)(struct xml *x, const char *name, const char **attrs);
	void (*end)(struct xml *x, const char *name);
	void (*text)(struct xml *x, const char *s, size_t n); /* in pieces */
};

err xml_open(struct package *p, const char *part, const struct xml_handler *on, void *arg,
	     struct xml **ret);
void *xml_arg(const struct xml *x);

/* Reads until a handler pauses; false at the end of the part or after a failure. */
bool xml_step(struct xml *x);
void xml_pause(struct xml *x);
void xml_close(struct xml *x);

/* A whole part. */
err xml_read(struct package *p, const char *part, const struct xml_handler *on, void *arg);

/* The value of an attribute, NULL if it is not there. */
const char *xml_attr(const char **attrs, const char *name);

/* A whole number; `fallback` if the attribute is absent or is none. */
int64_t xml_attr_int(const char **attrs, const char *name, int64_t fallback);
bool xml_attr_flag(const char **attrs, const char *name);

#endif
