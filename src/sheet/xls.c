#include <math.h>
#include <string.h>

#include "sheet/biff.h"

/* Reading an .xls: what its sheets share, then the cells of one sheet. */

struct xls {
	struct biff records;
	int64_t *sheet_at; /* where each sheet's records begin */
	int depth;         /* of what is nested: a chart inside a sheet */
	bool has_row;      /* row_begin() has been called for the row being gathered */
	bool is_held;      /* the record read last is of the next row */
	int text_column;   /* of a formula whose text follows in a STRING record */
};

typedef err record_reader(struct book *b, struct biff *r);

struct reader {
	unsigned type;
	record_reader *read;
};

static record_reader *reader_of(const struct reader *table, unsigned type)
{
	for (; table->read; table++)
		if (table->type == type)
			return table->read;
	return NULL;
}

/* ─── what the sheets share ─── */

static err read_password(struct book *b, struct biff *r)
{
	(void)r;
	return broken(b, T("sheet.encrypted", "文件有密码，请取消密码后再上传",
			   "The file is protected by a password; remove it first"));
}

static err read_datemode(struct book *b, struct biff *r)
{
	b->styles.is_1904 = biff_u(r, 0, 2) == 1;
	return OK;
}

static err too_many_styles(struct book *b)
{
	return fail(b->cx, ERR_TOO_LARGE,
		    T("sheet.styles", "单元格格式太多", "There are too many cell formats"));
}

static err read_format(struct book *b, struct biff *r)
{
	int id = (int)biff_int(r, 2);
	err e = biff_text(r, 2);
	if (e)
		return e;
	return styles_add_code(&b->styles, id, buf_text(&r->text)) ? OK : too_many_styles(b);
}

static err read_xf(struct book *b, struct biff *r)
{
	return styles_add_xf(&b->styles, (int)biff_u(r, 2, 2)) ? OK : too_many_styles(b);
}

static err read_boundsheet(struct book *b, struct biff *r)
{
	struct xls *x = b->state;
	int64_t at = biff_int(r, 4);
	bool is_hidden = biff_int(r, 1) & 3;
	bool is_worksheet = biff_int(r, 1) == 0;
	err e = biff_text(r, 1);
	if (!e && is_worksheet)
		e = book_add_sheet(b, buf_text(&r->text), is_hidden);
	if (e || !is_worksheet)
		return e;
	x->sheet_at = mem_grow(x, x->sheet_at, (size_t)b->n_sheets);
	x->sheet_at[b->n_sheets - 1] = at;
	return OK;
}

static err read_strings(struct book *b, struct biff *r)
{
	r->at = 4; /* how often they are used */
	uint32_t n = biff_int(r, 4);
	err e = OK;
	for (uint32_t i = 0; !e && i < n; i++) {
		e = biff_text(r, 2);
		if (!e)
			e = book_add_string(b, r->text.data, r->text.len);
	}
	return e;
}

static const struct reader shared[] = {
	{BIFF_FILEPASS, read_password},
	{BIFF_DATEMODE, read_datemode},
	{BIFF_FORMAT, read_format},
	{BIFF_XF, read_xf},
	{BIFF_BOUNDSHEET, read_boundsheet},
	{BIFF_SST, read_strings},
	{0},
};

static err begin_stream(struct biff *r, int64_t at)
{
	r->next = at;
	if (!biff_next(r) || r->type != BIFF_BOF)
		return biff_damaged(r);
	if (biff_u(r, 0, 2) != 0x0600)
		return broken(r->book,
			      T("sheet.excel95", "这是 Excel 95 或更早的文件，请另存为 .xlsx",
				"This is a file of Excel 95 or before; save it as .xlsx"));
	return OK;
}

static err xls_open(struct book *b)
{
	struct xls *x = mem_new(b, struct xls);
	struct biff *r = &x->records;
	b->state = x;
	r->book = b;
	r->text = buf_on(x);
	(void)buf_room(&r->text, 1); /* so that `data` is never NULL */
	err e = cfb_open(b, &r->stream);
	if (!e)
		e = begin_stream(r, 0);
	while (!e && r->type != BIFF_EOF) {
		if (!biff_next(r))
			return biff_damaged(r);
		record_reader *read = reader_of(shared, r->type);
		if (read)
			e = read(b, r);
	}
	return e;
}

/* ─── cells ─── */

static int column_of(const struct biff *r)
{
	return (int)biff_u(r, 2, 2) + 1;
}

static err put_double(struct book *b, int column, unsigned xf, double v)
{
	char text[NUMBER_SIZE];
	if (!isfinite(v))
		return row_put(b, column, CELL_ERROR, "#NUM!", 5);
	number_format(v, text);
	return row_put_number(b, column, v, text, styles_get(&b->styles, xf));
}

static err read_number(struct book *b, struct biff *r)
{
	return put_double(b, column_of(r), biff_u(r, 4, 2), biff_double(r, 6));
}

/* 30 bits of an integer or of a double, and perhaps two places. */
static double rk_value(uint32_t rk)
{
	double v;
	uint64_t bits = (uint64_t)(rk & ~3u) << 32;
	if (rk & 2)
		v = (int32_t)rk >> 2;
	else
		memcpy(&v, &bits, sizeof v);
	return rk & 1 ? v / 100 : v;
}

static err read_rk(struct book *b, struct biff *r)
{
	return put_double(b, column_of(r), biff_u(r, 4, 2), rk_value(biff_u(r, 6, 4)));
}

static err read_mulrk(struct book *b, struct biff *r)
{
	err e = OK;
	int column = column_of(r);
	for (size_t at = 4; !e && at + 8 <= r->n; at += 6)
		e = put_double(b, column++, biff_u(r, at, 2), rk_value(biff_u(r, at + 2, 4)));
	return e;
}

static err read_labelsst(struct book *b, struct biff *r)
{
	return row_put_string(b, column_of(r), biff_u(r, 6, 4));
}

static err read_label(struct book *b, struct biff *r)
{
	int column = column_of(r);
	r->at = 6;
	err e = biff_text(r, 2);
	return e ? e : row_put(b, column, CELL_TEXT, r->text.data, r->text.len);
}

static err put_flag(struct book *b, int column, unsigned value)
{
	const char *text = value ? "TRUE" : "FALSE";
	return row_put(b, column, CELL_FLAG, text, strlen(text));
}

static err put_error(struct book *b, int column, unsigned code)
{
	static const char *const errors[] = {
		[0x00] = "#NULL!", [0x07] = "#DIV/0!", [0x0F] = "#VALUE!", [0x17] = "#REF!",
		[0x1D] = "#NAME?", [0x24] = "#NUM!",   [0x2A] = "#N/A",
	};
	bool is_known = code < sizeof errors / sizeof *errors && errors[code];
	const char *text = is_known ? errors[code] : "#N/A";
	return row_put(b, column, CELL_ERROR, text, strlen(text));
}

static err read_boolerr(struct book *b, struct biff *r)
{
	unsigned value = biff_u(r, 6, 1);
	return biff_u(r, 7, 1) ? put_error(b, column_of(r), value)
			       : put_flag(b, column_of(r), value);
}

/* The result stands in eight bytes: a double, or after FF FF what kind of other value. */
static err read_formula(struct book *b, struct biff *r)
{
	struct xls *x = b->state;
	unsigned kind = biff_u(r, 6, 1), value = biff_u(r, 8, 1);
	int column = column_of(r);
	if (biff_u(r, 12, 2) != 0xFFFF)
		return put_double(b, column, biff_u(r, 4, 2), biff_double(r, 6));
	x->text_column = kind == 0 ? column : 0;
	if (kind == 1)
		return put_flag(b, column, value);
	return kind == 2 ? put_error(b, column, value) : OK;
}

static err read_string(struct book *b, struct biff *r)
{
	struct xls *x = b->state;
	int column = x->text_column;
	x->text_column = 0;
	if (!column)
		return OK;
	err e = biff_text(r, 2);
	return e ? e : row_put(b, column, CELL_TEXT, r->text.data, r->text.len);
}

/* Records that begin with the number of their row. */
static const struct reader cells[] = {
	{BIFF_LABELSST, read_labelsst}, {BIFF_RK, read_rk},           {BIFF_NUMBER, read_number},
	{BIFF_MULRK, read_mulrk},       {BIFF_FORMULA, read_formula}, {BIFF_LABEL, read_label},
	{BIFF_RSTRING, read_label},     {BIFF_BOOLERR, read_boolerr}, {0},
};

/* ─── a sheet ─── */

static err xls_start(struct book *b, int sheet)
{
	struct xls *x = b->state;
	x->depth = 1;
	x->has_row = x->is_held = false;
	x->text_column = 0;
	return begin_stream(&x->records, x->sheet_at[sheet]);
}

/* The next record of the sheet itself; false at its end. */
static bool next_of_sheet(struct book *b)
{
	struct xls *x = b->state;
	struct biff *r = &x->records;
	while (x->depth > 0) {
		if (!biff_next(r)) {
			x->depth = 0;
			(void)biff_damaged(r);
			return false;
		}
		x->depth += (r->type == BIFF_BOF) - (r->type == BIFF_EOF);
		if (x->depth == 1 && r->type != BIFF_EOF)
			return true;
	}
	return false;
}

/* Puts the record read last; false if it is of another row than the one being gathered. */
static bool take_record(struct book *b)
{
	struct xls *x = b->state;
	struct biff *r = &x->records;
	record_reader *read = reader_of(cells, r->type);
	if (read) {
		int64_t row = (int64_t)biff_u(r, 0, 2) + 1;
		if (x->has_row && row != b->row_number)
			return false;
		if (x->has_row || !row_begin(b, row))
			(void)read(b, r);
		x->has_row = true;
	} else if (r->type == BIFF_STRING && x->has_row) {
		(void)read_string(b, r);
	}
	return true;
}

static bool xls_next(struct book *b)
{
	struct xls *x = b->state;
	x->has_row = false;
	if (x->is_held)
		(void)take_record(b);
	x->is_held = false;
	while (!ctx_err(b->cx) && next_of_sheet(b))
		if (!take_record(b)) {
			x->is_held = true;
			break;
		}
	return x->has_row && !ctx_err(b->cx);
}

static err xls_merges(struct book *b, int sheet)
{
	struct biff *r = &((struct xls *)b->state)->records;
	(void)sheet;
	while (!ctx_err(b->cx) && next_of_sheet(b)) {
		if (r->type != BIFF_MERGEDCELLS)
			continue;
		for (size_t at = 2; at + 8 <= r->n; at += 8) {
			struct merge m = {
				.row_from = (int64_t)biff_u(r, at, 2) + 1,
				.row_to = (int64_t)biff_u(r, at + 2, 2) + 1,
				.column_from = (int)biff_u(r, at + 4, 2) + 1,
				.column_to = (int)biff_u(r, at + 6, 2) + 1,
			};
			(void)book_add_merge(b, &m);
		}
	}
	return ctx_err(b->cx);
}

const struct book_format book_xls = {BOOK_XLS, xls_open, xls_start, xls_next, xls_merges};
