#include <string.h>

#include "base/date.h"
#include "sheet/xlsx.h"

/* The rows of one worksheet of an .xlsx. */

/* ─── cells by their type ─── */

struct xlsx_type {
	const char *name;
	err (*put)(struct xlsx *s, const char *value, size_t n);
};

static err put_error(struct xlsx *s, const char *text)
{
	return row_put(s->book, s->column, CELL_ERROR, text, strlen(text));
}

static err put_number(struct xlsx *s, const char *value, size_t n)
{
	char text[NUMBER_SIZE];
	double v;
	if (!n)
		return s->has_formula ? put_error(s, "#VALUE?") : OK;
	if (!number_read(value, text, &v))
		return put_error(s, value);
	enum number_style style = styles_get(&s->book->styles, (size_t)s->style);
	return row_put_number(s->book, s->column, v, text, style);
}

static err put_string(struct xlsx *s, const char *value, size_t n)
{
	size_t i = 0;
	for (const char *p = value; *p >= '0' && *p <= '9' && i < INT32_MAX; p++)
		i = i * 10 + (size_t)(*p - '0');
	return n ? row_put_string(s->book, s->column, i) : OK;
}

static err put_text(struct xlsx *s, const char *value, size_t n)
{
	(void)value, (void)n;
	xlsx_unescape(&s->value);
	return row_put(s->book, s->column, CELL_TEXT, s->value.data, s->value.len);
}

static err put_flag(struct xlsx *s, const char *value, size_t n)
{
	if (!n)
		return OK;
	const char *text = strcmp(value, "1") && strcmp(value, "true") ? "FALSE" : "TRUE";
	return row_put(s->book, s->column, CELL_FLAG, text, strlen(text));
}

static err put_failed(struct xlsx *s, const char *value, size_t n)
{
	return n ? put_error(s, value) : OK;
}

/* "2020-08-01T12:30:00.000": the clock is left out at midnight. */
static err put_date(struct xlsx *s, const char *value, size_t n)
{
	char text[SERIAL_SIZE] = {0};
	memcpy(text, value, n < sizeof text ? n : sizeof text - 1);
	bool has_clock = n >= sizeof text - 1 && text[10] == 'T' && strcmp(text + 11, "00:00:00");
	text[10] = '\0';
	if (!date_is_valid(text))
		return row_put(s->book, s->column, CELL_TEXT, value, n);
	text[10] = has_clock ? ' ' : '\0';
	return row_put(s->book, s->column, has_clock ? CELL_DATETIME : CELL_DATE, text,
		       strlen(text));
}

static const struct xlsx_type types[] = {
	{"n", put_number}, {"s", put_string}, {"str", put_text}, {"inlineStr", put_text},
	{"b", put_flag},   {"e", put_failed}, {"d", put_date},
};

static const struct xlsx_type *type_of(const char *name)
{
	for (size_t i = 0; name && i < sizeof types / sizeof *types; i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return &types[0];
}

/* ─── elements ─── */

static void row_start(struct xlsx *s, const char **attrs)
{
	int64_t number = xml_attr_int(attrs, "r", s->book->row_number + 1);
	s->column = 0;
	(void)row_begin(s->book, number);
}

static void row_end(struct xlsx *s)
{
	s->has_row = true;
	xml_pause(s->xml);
}

static void cell_start(struct xlsx *s, const char **attrs)
{
	const char *ref = NULL, *type = NULL, *style = NULL;
	for (; *attrs; attrs += 2) { /* one pass: this is where the time goes */
		if (!strcmp(attrs[0], "r"))
			ref = attrs[1];
		else if (!strcmp(attrs[0], "t"))
			type = attrs[1];
		else if (!strcmp(attrs[0], "s"))
			style = attrs[1];
	}
	int64_t row;
	if (!ref)
		s->column++;
	else if (!cell_ref_parse(ref, &s->column, &row))
		(void)broken(s->book,
			     T("sheet.bad_ref", "文件已损坏：工作表“{1}”里有无效的单元格位置",
			       "The file is broken: sheet “{1}” has a cell at an impossible place"),
			     str(sheet_name(s->book)));
	s->type = type_of(type);
	s->style = 0;
	for (; style && *style >= '0' && *style <= '9' && s->style < STYLES_MAX; style++)
		s->style = s->style * 10 + (*style - '0');
	s->value.len = 0;
	s->has_formula = false;
}

static void cell_end(struct xlsx *s)
{
	size_t n = s->value.len;
	const char *value = buf_text(&s->value);
	if (s->type && s->column)
		(void)s->type->put(s, value, n);
	s->type = NULL;
}

static void value_start(struct xlsx *s, const char **attrs)
{
	(void)attrs;
	s->is_heard = s->type && !s->phonetic;
}

static void value_end(struct xlsx *s)
{
	s->is_heard = false;
}

static void formula_start(struct xlsx *s, const char **attrs)
{
	(void)attrs;
	s->has_formula = true;
}

static void phonetic_start(struct xlsx *s, const char **attrs)
{
	(void)attrs;
	s->phonetic++;
}

static void phonetic_end(struct xlsx *s)
{
	s->phonetic--;
}

static const struct element_of {
	const char *name;
	void (*start)(struct xlsx *s, const char **attrs);
	void (*end)(struct xlsx *s);
} elements[] = {
	{"c", cell_start, cell_end}, {"v", value_start, value_end},
	{"row", row_start, row_end}, {"t", value_start, value_end},
	{"f", formula_start, NULL},  {"rPh", phonetic_start, phonetic_end},
};

static const struct element_of *element(const char *name)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (!strcmp(elements[i].name, name))
			return &elements[i];
	return NULL;
}

static void on_element(struct xml *x, const char *name, const char **attrs)
{
	const struct element_of *e = element(name);
	if (e)
		e->start(xml_arg(x), attrs);
}

static void on_element_end(struct xml *x, const char *name)
{
	const struct element_of *e = element(name);
	if (e && e->end)
		e->end(xml_arg(x));
}

/* ─── the sheet ─── */

static err open_sheet(struct xlsx *s, int sheet, const struct xml_handler *on)
{
	if (s->xml)
		xml_close(s->xml);
	s->xml = NULL;
	s->is_heard = false;
	s->phonetic = 0;
	s->type = NULL;
	return xml_open(s->package, s->sheet_parts[sheet], on, s, &s->xml);
}

err xlsx_start(struct book *b, int sheet)
{
	static const struct xml_handler on = {on_element, on_element_end, xlsx_hear};
	return open_sheet(b->state, sheet, &on);
}

bool xlsx_next(struct book *b)
{
	struct xlsx *s = b->state;
	s->has_row = false;
	return s->xml && xml_step(s->xml) && s->has_row;
}

static void on_merge(struct xml *x, const char *name, const char **attrs)
{
	struct xlsx *s = xml_arg(x);
	const char *ref = strcmp(name, "mergeCell") ? NULL : xml_attr(attrs, "ref");
	const char *colon = ref ? strchr(ref, ':') : NULL;
	char first[CELL_REF_SIZE];
	struct merge m;
	if (!colon || colon - ref >= CELL_REF_SIZE)
		return;
	memcpy(first, ref, (size_t)(colon - ref));
	first[colon - ref] = '\0';
	if (cell_ref_parse(first, &m.column_from, &m.row_from) &&
	    cell_ref_parse(colon + 1, &m.column_to, &m.row_to))
		(void)book_add_merge(s->book, &m);
}

err xlsx_merges(struct book *b, int sheet)
{
	static const struct xml_handler on = {.start = on_merge};
	struct xlsx *s = b->state;
	err e = open_sheet(s, sheet, &on);
	if (e)
		return e;
	while (xml_step(s->xml))
		;
	xml_close(s->xml);
	s->xml = NULL;
	return ctx_err(b->cx);
}
