#include <string.h>

#include "base/utf8.h"
#include "sheet/reader_priv.h"

/* Gathering: sheets, merges, shared strings, and the cells of a row. */

err book_too_many_sheets(struct book *b)
{
	return fail(b->cx, ERR_TOO_LARGE,
		    T("sheet.sheets", "工作表超过 {1} 张的上限",
		      "There are more than {1} worksheets"),
		    i64(b->limits.sheets));
}

err book_add_sheet(struct book *b, const char *name, bool is_hidden)
{
	if (b->n_sheets >= b->limits.sheets)
		return book_too_many_sheets(b);
	b->sheets = mem_grow(b, b->sheets, (size_t)b->n_sheets + 1);
	b->sheets[b->n_sheets++] = (struct sheet_info){mem_str(b, name), is_hidden};
	return OK;
}

err book_add_merge(struct book *b, const struct merge *m)
{
	bool is_range = m->row_from >= 1 && m->row_to >= m->row_from && m->column_from >= 1 &&
			m->column_to >= m->column_from;
	if (!is_range)
		return OK;
	if ((int64_t)b->n_merges >= b->limits.merges)
		return fail(b->cx, ERR_TOO_LARGE,
			    T("sheet.merges", "工作表“{1}”的合并单元格超过 {2} 处的上限",
			      "Sheet “{1}” has more than {2} merged ranges"),
			    str(sheet_name(b)), i64(b->limits.merges));
	if ((b->n_merges & (b->n_merges - 1)) == 0)
		b->merges = mem_grow(b, b->merges, b->n_merges ? b->n_merges * 2 : 1);
	b->merges[b->n_merges++] = *m;
	return OK;
}

/* ─── clean text ─── */

static bool is_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xC2)
			return false;
	}
	return true;
}

/* How many bytes at `s` to leave out: control characters, C2 80 to C2 9F among them. */
static size_t unwanted(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];
	if (c == 0xC2 && n > 1 && (unsigned char)s[1] < 0xA0)
		return 2;
	return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static void put_clean(struct buf *out, const char *s, size_t n)
{
	if (is_plain(s, n)) {
		buf_put(out, s, n);
		return;
	}
	for (size_t i = 0; i < n;) {
		size_t skip = unwanted(s + i, n - i);
		bool is_line_end = s[i] == '\r' && (i + 1 == n || s[i + 1] != '\n');
		if (is_line_end || !skip)
			buf_putc(out, is_line_end ? '\n' : s[i]);
		i += skip ? skip : 1;
	}
}

/* Nothing that can be seen: blanks, and what put_clean() leaves out. */
static bool is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t skip = unwanted(s + i, n - i);
		if (skip || strchr(" \t\n", s[i]))
			i += skip ? skip : 1;
		else if (n - i >= 3 && !memcmp(s + i, "\u3000", 3))
			i += 3;
		else if (n - i >= 2 && !memcmp(s + i, "\u00A0", 2))
			i += 2;
		else
			return false;
	}
	return true;
}

err book_add_string(struct book *b, const char *text, size_t n)
{
	if (!b->strings) {
		err e = strings_open(b->cx, b, b->folder, &b->strings);
		if (e)
			return e;
	}
	if ((int64_t)n > b->limits.cell_bytes)
		return fail(b->cx, ERR_TOO_LARGE,
			    T("sheet.string_bytes", "第 {1} 条共享文字超过 {2} 字节的上限",
			      "The shared text no. {1} is longer than {2} bytes"),
			    i64((int64_t)strings_count(b->strings) + 1), i64(b->limits.cell_bytes));
	if ((int64_t)(strings_bytes(b->strings) + n) > b->limits.strings_bytes)
		return fail(b->cx, ERR_TOO_LARGE,
			    T("sheet.strings", "共享文字超过 {1} 字节的上限，请拆成几个文件",
			      "The shared texts take more than {1} bytes; split the file"),
			    i64(b->limits.strings_bytes));
	b->texts.len = 0;
	put_clean(&b->texts, text, n);
	bool is_empty = is_blank(b->texts.data, b->texts.len);
	return strings_add(b->cx, b->strings, is_empty ? "" : b->texts.data,
			   is_empty ? 0 : b->texts.len);
}

/* ─── a row ─── */

err row_begin(struct book *b, int64_t number)
{
	if (number <= b->row_number)
		return broken(b,
			      T("sheet.row_order",
				"文件已损坏：工作表“{1}”的第 {2} 行出现在第 {3} 行之后",
				"The file is broken: in sheet “{1}” row {2} comes after row {3}"),
			      str(sheet_name(b)), i64(number), i64(b->row_number));
	b->row_number = number;
	b->n = 0;
	b->texts.len = 0;
	return OK;
}

static err too_large_at(struct book *b, int column, struct text text, int64_t limit)
{
	char ref[CELL_REF_SIZE];
	cell_ref(column, b->row_number, ref);
	return fail(b->cx, ERR_TOO_LARGE, text, str(sheet_name(b)), str(ref), i64(limit));
}

err broken_at(struct book *b, int column, struct text text)
{
	char ref[CELL_REF_SIZE];
	cell_ref(column, b->row_number, ref);
	return broken(b, text, str(sheet_name(b)), str(ref));
}

/* The cell of a column, the ones before it empty if they have no value yet. */
static err reach(struct book *b, int column, struct cell **ret)
{
	if (column > b->limits.columns)
		return too_large_at(b, column,
				    T("sheet.columns", "工作表“{1}”的 {2} 超出 {3} 列的上限",
				      "{2} of sheet “{1}” is past the limit of {3} columns"),
				    b->limits.columns);
	if (column > b->room) {
		int room = b->room ? b->room : 16;
		while (room < column)
			room *= 2;
		b->cells = mem_grow(b, b->cells, (size_t)room);
		b->at = mem_grow(b, b->at, (size_t)room);
		b->room = room;
	}
	for (; b->n < column; b->n++)
		b->cells[b->n] = CELL_NOTHING;
	*ret = &b->cells[column - 1];
	if ((*ret)->kind == CELL_EMPTY)
		return OK;
	return broken_at(b, column, /* and endless repetition would fill the memory */
			 T("sheet.twice", "文件已损坏：工作表“{1}”的 {2} 有两个值",
			   "The file is broken: {2} of sheet “{1}” has two values"));
}

err row_put(struct book *b, int column, enum cell_kind kind, const char *text, size_t n)
{
	struct cell *cell;
	if (kind == CELL_EMPTY || is_blank(text, n))
		return OK;
	if ((int64_t)n > b->limits.cell_bytes)
		return too_large_at(b, column,
				    T("sheet.cell_bytes", "工作表“{1}”的 {2} 超过 {3} 字节的上限",
				      "{2} of sheet “{1}” is longer than {3} bytes"),
				    b->limits.cell_bytes);
	err e = reach(b, column, &cell);
	if (e)
		return e;
	*cell = (struct cell){.kind = kind};
	b->at[column - 1] = b->texts.len;
	put_clean(&b->texts, text, n);
	buf_putc(&b->texts, '\0');
	return OK;
}

err row_put_number(struct book *b, int column, double v, const char *text, enum number_style style)
{
	char date[SERIAL_SIZE];
	enum cell_kind kind = serial_format(v, style, b->styles.is_1904, date);
	const char *shown = kind == CELL_NUMBER ? text : date;
	err e = row_put(b, column, kind, shown, strlen(shown));
	if (!e)
		b->cells[column - 1].is_rounded = kind == CELL_NUMBER && number_is_rounded(v);
	return e;
}

err row_put_string(struct book *b, int column, size_t i)
{
	struct cell *cell;
	const char *text = b->strings ? strings_get(b->strings, i) : NULL;
	if (!text)
		return broken_at(
			b, column,
			T("sheet.no_string", "文件已损坏：工作表“{1}”的 {2} 指向不存在的文字",
			  "The file is broken: {2} of sheet “{1}” names a text that is not there"));
	if (!*text)
		return OK;
	err e = reach(b, column, &cell);
	if (!e)
		*cell = (struct cell){.text = text, .kind = CELL_TEXT};
	return e;
}
