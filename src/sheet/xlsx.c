#include "sheet/xlsx.h"

#include <string.h>

#include "base/utf8.h"

/* Opening an .xlsx: from its relations to the workbook, its sheets, styles and shared strings. */

/* ─── relations ─── */

static const char *after_slash(const char *s)
{
	const char *slash = strrchr(s, '/');
	return slash ? slash + 1 : s;
}

static void on_relation(struct xml *x, const char *name, const char **attrs)
{
	struct xlsx *s = xml_arg(x);
	const char *id = xml_attr(attrs, "Id"), *type = xml_attr(attrs, "Type");
	const char *target = xml_attr(attrs, "Target"), *mode = xml_attr(attrs, "TargetMode");
	bool is_outside = mode && !strcmp(mode, "External");
	if (strcmp(name, "Relationship") != 0 || !id || !type || !target || is_outside)
		return;
	if ((int64_t)s->n_relations >= s->book->limits.parts)
		return;
	s->relations = mem_grow(s, s->relations, s->n_relations + 1);
	s->relations[s->n_relations++] = (struct relation){
		.id = mem_str(s, id),
		.kind = mem_str(s, after_slash(type)),
		.target = part_resolve(s, s->part, target),
	};
}

/* The relations of `part` ("" is the package itself) stand in _rels/ beside it. */
static err read_relations(struct xlsx *s, const char *part)
{
	static const struct xml_handler on = {.start = on_relation};
	const char *file = after_slash(part);
	char *rels = mem_format(s, "%.*s_rels/%s.rels", (int)(file - part), part, file);
	s->part = mem_str(s, part);
	s->n_relations = 0;
	return package_has(s->package, rels) ? xml_read(s->package, rels, &on, s) : OK;
}

static const char *related(const struct xlsx *s, const char *kind)
{
	for (size_t i = 0; i < s->n_relations; i++)
		if (!strcmp(s->relations[i].kind, kind))
			return s->relations[i].target;
	return NULL;
}

/* ─── the workbook: its sheets ─── */

static const struct relation *worksheet(const struct xlsx *s, const char *id)
{
	for (size_t i = 0; id && i < s->n_relations; i++)
		if (!strcmp(s->relations[i].id, id))
			return !strcmp(s->relations[i].kind, "worksheet") ? &s->relations[i] : NULL;
	return NULL;
}

static void on_sheet(struct xlsx *s, const char **attrs)
{
	const char *name = xml_attr(attrs, "name"), *state = xml_attr(attrs, "state");
	if (++s->n_listed > s->book->limits.sheets) {
		(void)book_too_many_sheets(s->book);
		return;
	}
	const struct relation *r = worksheet(s, xml_attr(attrs, "id"));
	bool is_hidden = state && strcmp(state, "visible") != 0;
	if (!r || book_add_sheet(s->book, name ? name : "", is_hidden)) /* charts are no sheets */
		return;
	s->sheet_parts = mem_grow(s, s->sheet_parts, (size_t)s->book->n_sheets);
	s->sheet_parts[s->book->n_sheets - 1] = r->target;
}

static void on_workbook(struct xml *x, const char *name, const char **attrs)
{
	struct xlsx *s = xml_arg(x);
	if (!strcmp(name, "workbookPr"))
		s->book->styles.is_1904 = xml_attr_flag(attrs, "date1904");
	else if (!strcmp(name, "sheet"))
		on_sheet(s, attrs);
}

/* ─── styles ─── */

static void on_style(struct xml *x, const char *name, const char **attrs)
{
	struct xlsx *s = xml_arg(x);
	struct styles *styles = &s->book->styles;
	int id = (int)xml_attr_int(attrs, "numFmtId", 0);
	const char *code = xml_attr(attrs, "formatCode");
	bool fits = true;
	if (!strcmp(name, "cellXfs"))
		s->is_in_list = true;
	else if (!strcmp(name, "numFmt") && code)
		fits = styles_add_code(styles, id, code);
	else if (!strcmp(name, "xf") && s->is_in_list)
		fits = styles_add_xf(styles, id);
	if (!fits)
		(void)fail(s->book->cx, ERR_TOO_LARGE,
			   T("sheet.styles", "单元格格式太多", "There are too many cell formats"));
}

static void on_style_end(struct xml *x, const char *name)
{
	struct xlsx *s = xml_arg(x);
	if (!strcmp(name, "cellXfs"))
		s->is_in_list = false;
}

/* ─── shared strings ─── */

void xlsx_hear(struct xml *x, const char *text, size_t n)
{
	struct xlsx *s = xml_arg(x);
	size_t room = (size_t)s->book->limits.cell_bytes + 1 - s->value.len;
	if (s->is_heard)
		buf_put(&s->value, text, n < room ? n : room);
}

/* The value of "_x000D_" at s, -1 if it is none. */
static int32_t escaped(const char *s, size_t n)
{
	int32_t c = 0;
	if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		static const char hex[] = "0123456789ABCDEF0123456789abcdef";
		const char *at = s[i] ? strchr(hex, s[i]) : NULL;
		if (!at)
			return -1;
		c = c << 4 | (int32_t)((at - hex) & 15);
	}
	return c >= 0xD800 && c < 0xE000 ? -1 : c;
}

void xlsx_unescape(struct buf *value)
{
	if (!memmem(value->data, value->len, "_x", 2))
		return;
	size_t out = 0;
	for (size_t i = 0; i < value->len;) {
		int32_t c = escaped(value->data + i, value->len - i);
		char bytes[4];
		size_t n = c > 0 ? utf8_encode((uint32_t)c, bytes) : 1;
		memcpy(value->data + out, c > 0 ? bytes : value->data + i, n);
		out += c == 0 ? 0 : n;
		i += c >= 0 ? 7 : 1;
	}
	value->len = out;
}

static void on_string(struct xml *x, const char *name, const char **attrs)
{
	struct xlsx *s = xml_arg(x);
	(void)attrs;
	if (!strcmp(name, "si"))
		s->value.len = 0;
	s->phonetic += !strcmp(name, "rPh");
	s->is_heard = !s->phonetic && !strcmp(name, "t");
}

static void on_string_end(struct xml *x, const char *name)
{
	struct xlsx *s = xml_arg(x);
	s->is_heard = false;
	s->phonetic -= !strcmp(name, "rPh");
	if (strcmp(name, "si") != 0)
		return;
	xlsx_unescape(&s->value);
	(void)book_add_string(s->book, s->value.data, s->value.len);
}

/* ─── opening ─── */

/* What a zip that holds no workbook may be. */
static err no_workbook(struct xlsx *s)
{
	if (package_has(s->package, "content.xml"))
		return broken(s->book, T("sheet.ods", "不支持 .ods，请另存为 .xlsx",
					 ".ods is not read; save it as .xlsx"));
	if (package_has(s->package, "xl/workbook.bin"))
		return broken(s->book, T("sheet.xlsb", "不支持 .xlsb，请另存为 .xlsx",
					 ".xlsb is not read; save it as .xlsx"));
	return broken(s->book,
		      T("sheet.no_workbook", "这是压缩包或别的文件，里面没有工作簿",
			"This is an archive or another kind of file: it holds no workbook"));
}

static err read_shared(struct xlsx *s)
{
	static const struct xml_handler workbook = {.start = on_workbook};
	static const struct xml_handler styles = {.start = on_style, .end = on_style_end};
	static const struct xml_handler strings = {on_string, on_string_end, xlsx_hear};
	const struct {
		const char *part;
		const struct xml_handler *on;
	} parts[] = {
		{s->part, &workbook},
		{related(s, "styles"), &styles},
		{related(s, "sharedStrings"), &strings},
	};
	err e = OK;
	for (size_t i = 0; !e && i < sizeof parts / sizeof *parts; i++)
		if (parts[i].part)
			e = xml_read(s->package, parts[i].part, parts[i].on, s);
	return e;
}

static err xlsx_open(struct book *b)
{
	struct xlsx *s = mem_new(b, struct xlsx);
	b->state = s;
	s->book = b;
	s->value = buf_on(s);
	(void)buf_room(&s->value, 1); /* so that `data` is never NULL */
	err e = package_open(b, &s->package);
	if (!e)
		e = read_relations(s, "");
	if (e)
		return e;
	const char *part = related(s, "officeDocument");
	if (!part || !package_has(s->package, part))
		part = "xl/workbook.xml";
	if (!package_has(s->package, part) || strstr(part, ".bin"))
		return no_workbook(s);
	e = read_relations(s, part);
	return e ? e : read_shared(s);
}

const struct book_format book_xlsx = {BOOK_XLSX, xlsx_open, xlsx_start, xlsx_next, xlsx_merges};
