#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "sheet/writer_priv.h"

enum {
	NAME_MAX_CHARS = 31,
	ROWS_MAX = 1048576,
	PLACES_MAX = 15,
	FOOTER_BYTES_MAX = 240, /* 255 characters, of which these are the title's */
	SERIAL_1970 = 25569,
	SERIAL_MARCH_1900 = 61, /* before it spreadsheets count a day that never was */
};
static const int64_t NUMBER_MAX = INT64_C(1000000000000000); /* what has 15 digits stays exact */

enum look { LOOK_TEXT, LOOK_DATE, LOOK_NUMBER, LOOK__MAX = LOOK_NUMBER + PLACES_MAX + 1 };

struct xlsx_out {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *title, *header;
	lxw_format *looks[LOOK__MAX][MARK__MAX]; /* made when first needed */
	int n_comments;
	struct buf escaped;
};

static int release(struct xlsx_out *x)
{
	if (x->book)
		lxw_workbook_free(x->book);
	return 0;
}

static err trouble(struct writer *w, lxw_error e)
{
	char ref[CELL_REF_SIZE];
	if (!e)
		return OK;
	cell_ref(w->column + 1, w->row + 1, ref);
	if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		return fail(
			w->cx, ERR_TOO_LARGE,
			T("sheet.out_text", "{1} 的内容超过 32767 个字，.xlsx 放不下",
			  "The text of {1} has more than 32,767 characters: .xlsx cannot hold it"),
			str(ref));
	return fail_internal(w->cx, "cannot write %s of an xlsx: %s", ref, lxw_strerror(e));
}

/* ─── looks ─── */

static lxw_format *bold(lxw_workbook *book, double size)
{
	lxw_format *f = workbook_add_format(book);
	format_set_bold(f);
	format_set_align(f, LXW_ALIGN_CENTER);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(f);
	if (size > 0)
		format_set_font_size(f, size);
	return f;
}

static void set_number_format(lxw_format *f, int look)
{
	char code[] = "0.000000000000000";
	int places = look - LOOK_NUMBER;
	if (look >= LOOK_NUMBER)
		code[places ? 2 + places : 1] = '\0';
	format_set_num_format(f, look == LOOK_TEXT ? "@" : look == LOOK_DATE ? "yyyy-mm-dd" : code);
}

static lxw_format *look(struct xlsx_out *x, int kind, enum cell_mark mark)
{
	static const lxw_color_t colors[MARK__MAX] = {
		[MARK_WRONG] = 0xFFC7CE, [MARK_DOUBTFUL] = 0xFFEB9C};
	lxw_format **f = &x->looks[kind][mark];
	if (!*f) {
		*f = workbook_add_format(x->book);
		set_number_format(*f, kind);
		if (mark != MARK_NONE)
			format_set_bg_color(*f, colors[mark]);
	}
	return *f;
}

/* ─── cells ─── */

/* A text that looks like an escape of this format ("_x0041_") has its first mark escaped. */
static const char *escape(struct buf *out, const char *s)
{
	if (!strstr(s, "_x"))
		return s;
	for (out->len = 0; *s; s++) {
		bool is_escape = s[0] == '_' && s[1] == 'x' &&
				 strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_';
		if (is_escape)
			buf_puts(out, "_x005F");
		buf_putc(out, *s);
	}
	return buf_text(out);
}

static lxw_error put_text(struct writer *w, const char *s, lxw_format *f)
{
	struct xlsx_out *x = w->state;
	return worksheet_write_string(x->sheet, (lxw_row_t)w->row, (lxw_col_t)w->column,
				      escape(&x->escaped, s), f);
}

static lxw_error put_number(struct writer *w, const struct out_cell *c)
{
	struct xlsx_out *x = w->state;
	char text[DECIMAL_SIZE];
	bool is_exact = c->value < NUMBER_MAX && c->value > -NUMBER_MAX && c->places <= PLACES_MAX;
	if (!is_exact) {
		decimal_format(c->value, c->places, text);
		return put_text(w, text, look(x, LOOK_TEXT, c->mark));
	}
	return worksheet_write_number(x->sheet, (lxw_row_t)w->row, (lxw_col_t)w->column,
				      (double)c->value / pow(10, c->places),
				      look(x, LOOK_NUMBER + c->places, c->mark));
}

static lxw_error put_date(struct writer *w, const struct out_cell *c)
{
	struct xlsx_out *x = w->state;
	int64_t serial = date_is_valid(c->text) ? date_to_day(c->text) + SERIAL_1970 : 0;
	if (serial < SERIAL_MARCH_1900)
		return put_text(w, c->text, look(x, LOOK_TEXT, c->mark));
	return worksheet_write_number(x->sheet, (lxw_row_t)w->row, (lxw_col_t)w->column,
				      (double)serial, look(x, LOOK_DATE, c->mark));
}

static lxw_error put_value(struct writer *w, const struct out_cell *c)
{
	struct xlsx_out *x = w->state;
	switch (c->kind) {
	case OUT_TEXT:
		return put_text(w, c->text, look(x, LOOK_TEXT, c->mark));
	case OUT_INT:
	case OUT_DECIMAL:
		return put_number(w, c);
	case OUT_DATE:
		return put_date(w, c);
	case OUT_BLANK:
		break;
	}
	if (c->mark == MARK_NONE)
		return LXW_NO_ERROR;
	return worksheet_write_blank(x->sheet, (lxw_row_t)w->row, (lxw_col_t)w->column,
				     look(x, LOOK_TEXT, c->mark));
}

static err xlsx_put(struct writer *w, const struct out_cell *c)
{
	struct xlsx_out *x = w->state;
	if (w->row >= ROWS_MAX)
		return fail(w->cx, ERR_TOO_LARGE,
			    T("sheet.out_rows", ".xlsx 最多 {1} 行，请缩小范围或改用 .csv",
			      "An .xlsx holds {1} rows; narrow the list or use .csv"),
			    i64(ROWS_MAX));
	lxw_error e = put_value(w, c);
	if (!e && c->comment && x->n_comments++ < COMMENTS_MAX)
		e = worksheet_write_comment(x->sheet, (lxw_row_t)w->row, (lxw_col_t)w->column,
					    c->comment);
	return trouble(w, e);
}

static err xlsx_row_end(struct writer *w)
{
	(void)w;
	return OK;
}

/* ─── sheets ─── */

static char *sheet_name_of(mem *parent, const char *name)
{
	char *s = mem_str(parent, name);
	const char *p = s;
	for (int i = 0; *p && i < NAME_MAX_CHARS; i++)
		(void)utf8_next(&p);
	s[p - s] = '\0';
	for (char *c = s; *c; c++)
		if (strchr("[]:*?/\\'", *c))
			*c = ' ';
	return s;
}

/* In Latin letters. */
static int width_of(const char *s)
{
	int width = 2;
	for (uint32_t c; (c = utf8_next(&s)) != 0;)
		width += c > 0x2E80 ? 2 : 1;
	return width < 8 ? 8 : width;
}

static lxw_error put_title(struct writer *w, const char *title)
{
	struct xlsx_out *x = w->state;
	lxw_col_t last = (lxw_col_t)(w->n_columns - 1);
	lxw_error e = worksheet_set_row(x->sheet, 0, 24, NULL);
	if (e)
		return e;
	return last > 0 ? worksheet_merge_range(x->sheet, 0, 0, 0, last, title, x->title)
			: worksheet_write_string(x->sheet, 0, 0, title, x->title);
}

static lxw_error put_header(struct writer *w)
{
	struct xlsx_out *x = w->state;
	lxw_error e = LXW_NO_ERROR;
	for (size_t i = 0; !e && i < w->n_columns; i++) {
		const struct out_column *c = &w->columns[i];
		int width = c->width ? c->width : width_of(c->title);
		e = worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
		if (!e)
			e = worksheet_write_string(x->sheet, (lxw_row_t)w->row, (lxw_col_t)i,
						   c->title, x->header);
	}
	return e;
}

/* The title also stands at the foot of each printed page, and in the properties of the file. */
static lxw_error put_footer(struct writer *w, const char *title)
{
	struct xlsx_out *x = w->state;
	struct buf out = buf_on(x);
	struct lxw_doc_properties about = {.comments = mem_str(x, title)};
	buf_puts(&out, "&L");
	for (const char *p = title; *p && out.len < FOOTER_BYTES_MAX; p++)
		buf_puts(&out, *p == '&' ? "&&" : (char[]){*p, '\0'});
	if (out.len >= FOOTER_BYTES_MAX)
		return workbook_set_properties(x->book, &about);
	buf_puts(&out, "&R&P/&N");
	lxw_error e = workbook_set_properties(x->book, &about);
	return e ? e : worksheet_set_footer(x->sheet, buf_text(&out));
}

static err xlsx_sheet(struct writer *w, const char *name, const char *title)
{
	struct xlsx_out *x = w->state;
	x->sheet = workbook_add_worksheet(x->book, sheet_name_of(x, name));
	if (!x->sheet)
		return fail_internal(w->cx, "a second sheet of the same name");
	lxw_error e = title ? put_title(w, title) : LXW_NO_ERROR;
	e = title && !e ? put_footer(w, title) : e;
	w->row = title ? 1 : 0;
	if (!e)
		e = put_header(w);
	w->row++;
	worksheet_freeze_panes(x->sheet, (lxw_row_t)w->row, 0);
	return trouble(w, e);
}

static err xlsx_open(struct writer *w)
{
	struct xlsx_out *x = mem_new(w, struct xlsx_out);
	const char *slash = strrchr(w->path, '/');
	char *folder = slash ? mem_strn(x, w->path, (size_t)(slash - w->path)) : mem_str(x, ".");
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	x->escaped = buf_on(x);
	x->book = workbook_new_opt(w->path, &options);
	if (!x->book)
		return fail_internal(w->cx, "cannot make an xlsx");
	talloc_set_destructor(x, release);
	w->state = x;
	x->title = bold(x->book, 14);
	x->header = bold(x->book, 0);
	format_set_bg_color(x->header, 0xD9E2F3);
	format_set_border(x->header, LXW_BORDER_THIN);
	return OK;
}

static err xlsx_close(struct writer *w)
{
	struct xlsx_out *x = w->state;
	lxw_workbook *book = x->book;
	x->book = NULL;
	lxw_error e = workbook_close(book);
	return e ? fail_internal(w->cx, "cannot write an xlsx: %s", lxw_strerror(e)) : OK;
}

const struct writer_format writer_xlsx = {xlsx_open, xlsx_sheet, xlsx_put, xlsx_row_end,
					  xlsx_close};
