#include "sheet/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, TAG_BYTES_MAX = 1 << 20 };

struct xml {
	struct book *book;
	struct part *part;
	XML_Parser parser;
	const struct xml_handler *on;
	void *arg;
	int64_t depth, fed;
	bool is_paused, is_last;
};

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

static void stop_if_failed(struct xml *x)
{
	if (ctx_err(x->book->cx))
		XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attrs)
{
	struct xml *x = user;
	if (++x->depth > x->book->limits.depth)
		(void)fail(x->book->cx, ERR_TOO_LARGE,
			   T("sheet.depth", "部件 {1} 的嵌套超过 {2} 层的上限",
			     "Part {1} is nested deeper than {2}"),
			   str(part_name(x->part)), i64(x->book->limits.depth));
	else
		x->on->start(x, local(name), attrs);
	stop_if_failed(x);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
	struct xml *x = user;
	x->depth--;
	if (x->on->end)
		x->on->end(x, local(name));
	stop_if_failed(x);
}

static void XMLCALL on_text(void *user, const XML_Char *s, int n)
{
	struct xml *x = user;
	x->on->text(x, s, (size_t)n);
	stop_if_failed(x);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int has_internal)
{
	struct xml *x = user;
	(void)name, (void)system, (void)public, (void)has_internal;
	(void)broken(x->book,
		     T("sheet.doctype", "部件 {1} 含有文档类型声明，像是恶意文件",
		       "Part {1} declares a document type: it looks like a trap"),
		     str(part_name(x->part)));
	stop_if_failed(x);
}

static int xml_release(struct xml *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	return 0;
}

err xml_open(struct package *p, const char *part, const struct xml_handler *on, void *arg,
	     struct xml **ret)
{
	struct xml *x = mem_new(p, struct xml);
	talloc_set_destructor(x, xml_release);
	err e = part_open(p, part, &x->part);
	if (e)
		return e;
	talloc_steal(x, x->part);
	x->book = package_book(p);
	x->on = on;
	x->arg = arg;
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser)
		return fail_internal(x->book->cx, "no memory for an XML parser");
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on->text ? on_text : NULL);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	*ret = x;
	return OK;
}

void *xml_arg(const struct xml *x)
{
	return x->arg;
}

void xml_pause(struct xml *x)
{
	x->is_paused = XML_StopParser(x->parser, XML_TRUE) == XML_STATUS_OK;
}

void xml_close(struct xml *x)
{
	mem_free(x);
}

static err parse_error(struct xml *x)
{
	return broken(x->book,
		      T("sheet.xml", "文件已损坏：部件 {1} 第 {2} 行不是有效的 XML",
			"The file is broken: line {2} of its part {1} is not valid XML"),
		      str(part_name(x->part)), i64((int64_t)XML_GetCurrentLineNumber(x->parser)));
}

/* A tag that does not end would be gathered whole in memory, again and again from its start. */
static err check_tag(struct xml *x)
{
	int64_t at = XML_GetCurrentByteIndex(x->parser);
	if (x->is_paused || at < 0 || x->fed - at <= TAG_BYTES_MAX)
		return OK;
	return fail(x->book->cx, ERR_TOO_LARGE,
		    T("sheet.tag", "部件 {1} 含有超长的标记，像是恶意文件",
		      "Part {1} has an overlong tag: it looks like a trap"),
		    str(part_name(x->part)));
}

static enum XML_Status feed(struct xml *x)
{
	size_t n;
	void *room = XML_GetBuffer(x->parser, CHUNK);
	if (!room) {
		(void)fail_internal(x->book->cx, "no memory for an XML parser");
		return XML_STATUS_ERROR;
	}
	if (part_read(x->part, room, CHUNK, &n))
		return XML_STATUS_ERROR;
	x->fed += (int64_t)n;
	x->is_last = n == 0;
	return XML_ParseBuffer(x->parser, (int)n, x->is_last);
}

bool xml_step(struct xml *x)
{
	while (!ctx_err(x->book->cx)) {
		bool resumes = x->is_paused;
		if (!resumes && x->is_last)
			return false;
		x->is_paused = false;
		enum XML_Status s = resumes ? XML_ResumeParser(x->parser) : feed(x);
		if (s == XML_STATUS_ERROR && !ctx_err(x->book->cx))
			return (void)parse_error(x), false;
		if (s == XML_STATUS_ERROR || check_tag(x))
			return false;
		if (x->is_paused)
			return true;
	}
	return false;
}

err xml_read(struct package *p, const char *part, const struct xml_handler *on, void *arg)
{
	struct xml *x;
	err e = xml_open(p, part, on, arg, &x);
	if (e)
		return e;
	while (xml_step(x))
		;
	e = ctx_err(x->book->cx);
	xml_close(x);
	return e;
}

const char *xml_attr(const char **attrs, const char *name)
{
	for (; *attrs; attrs += 2)
		if (!strcmp(local(attrs[0]), name))
			return attrs[1];
	return NULL;
}

int64_t xml_attr_int(const char **attrs, const char *name, int64_t fallback)
{
	const char *s = xml_attr(attrs, name);
	char *end;
	if (!s || !*s)
		return fallback;
	int64_t v = strtoll(s, &end, 10);
	return *end ? fallback : v;
}

bool xml_attr_flag(const char **attrs, const char *name)
{
	const char *s = xml_attr(attrs, name);
	return s && (!strcmp(s, "1") || !strcmp(s, "true"));
}
