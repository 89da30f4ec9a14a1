/* The rows of an import as they were read, for who is to mend them: wrong cells in colour, and in
 * the last column what is wrong and what to do. What is mended imports again as it is. */
#include <string.h>

#include "registry/import_priv.h"
#include "sheet/writer.h"

enum { SAID_WIDTH = 60 };

struct mark {
	int64_t row_no, column_no, level;
	const char *said;
};

struct reporting {
	struct ctx *cx;
	struct import im;
	struct import_title *titles;
	size_t n_titles, n_columns;
	struct writer *writer;
	bool only_bad;
	int64_t block;
	struct mark *marks; /* of the rows at hand */
	size_t n_marks;
};

/* ─── the header ─── */

static const char *title_at(const struct reporting *r, int64_t column_no)
{
	for (size_t i = 0; i < r->n_titles; i++) {
		const struct import_title *t = &r->titles[i];
		if (t->column_no != column_no)
			continue;
		bool has_unit = t->unit && !strstr(t->header, t->unit);
		return has_unit ? mem_format(r->cx->mem, "%s（%s）", t->header, t->unit)
				: t->header;
	}
	return "";
}

static err begin_sheet(struct reporting *r)
{
	struct ctx *cx = r->cx;
	for (size_t i = 0; i < r->n_titles; i++)
		if ((size_t)r->titles[i].column_no > r->n_columns)
			r->n_columns = (size_t)r->titles[i].column_no;
	struct out_column *columns = mem_array(cx->mem, struct out_column, r->n_columns + 1);
	for (size_t i = 0; i < r->n_columns; i++)
		columns[i] = (struct out_column){title_at(r, (int64_t)i + 1), 0};
	columns[r->n_columns] =
		(struct out_column){cx->lang == LANG_EN ? "To be mended"
							: "检查结果（改好后可直接再导入）",
				    SAID_WIDTH};
	const char *name = sql_text(cx, "1",
				    "SELECT name FROM import_sheet WHERE home_id = $1"
				    " AND import_id = $2 AND sheet = $3",
				    i64(r->im.home_id), i64(r->im.id), i64(r->im.sheet));
	return writer_sheet(r->writer, name, NULL, columns, r->n_columns + 1);
}

/* ─── rows ─── */

static err load_marks(struct reporting *r, int64_t from, int64_t to)
{
	struct ctx *cx = r->cx;
	struct stmt *q = sql(cx,
			     "SELECT row_no, column_no, level, zh, en FROM import_finding"
			     " WHERE import_id = $1 AND row_no >= $2 AND row_no <= $3"
			     " ORDER BY row_no, column_no, id",
			     i64(r->im.id), i64(from), i64(to));
	r->marks = NULL;
	r->n_marks = 0;
	while (sql_next(q)) {
		r->marks = mem_grow(cx->mem, r->marks, r->n_marks + 1);
		r->marks[r->n_marks++] = (struct mark){col_i64(q, 0), col_i64(q, 1), col_i64(q, 2),
						       col_str(q, cx->lang == LANG_EN ? 4 : 3)};
	}
	return sql_end(q);
}

static enum cell_mark mark_of(int64_t level)
{
	return level == LEVEL_WRONG ? MARK_WRONG : level == LEVEL_ASKED ? MARK_DOUBTFUL : MARK_NONE;
}

static void write_cells(struct reporting *r, const struct row *row, const struct mark *marks,
			size_t n)
{
	for (int column = 1; column <= (int)r->n_columns; column++) {
		for (size_t i = 0; i < n; i++)
			if (marks[i].column_no == column && mark_of(marks[i].level))
				write_mark(r->writer, mark_of(marks[i].level), marks[i].said);
		write_cell(r->writer, row_cell(row, column));
	}
}

static void write_said(struct reporting *r, int64_t row_no, const struct mark *marks, size_t n)
{
	struct buf said = buf_on(r->cx->mem);
	bool is_en = r->cx->lang == LANG_EN;
	for (size_t i = 0; i < n; i++) {
		const char *title = marks[i].column_no ? title_at(r, marks[i].column_no) : "";
		if (!i)
			buf_format(&said, is_en ? "Row %lld: " : "第 %lld 行：", (long long)row_no);
		buf_format(&said, *title ? "%s%s%s%s" : "%s%s%s%s", i ? is_en ? "; " : "；" : "",
			   title, *title ? is_en ? ": " : "：" : "", marks[i].said);
	}
	write_text(r->writer, n ? buf_text(&said) : NULL);
}

static void write_row(struct reporting *r, const struct row *row)
{
	size_t first = 0, n = 0;
	bool is_bad = false;
	while (first < r->n_marks && r->marks[first].row_no < row->number)
		first++;
	for (; first + n < r->n_marks && r->marks[first + n].row_no == row->number; n++)
		is_bad = is_bad || mark_of(r->marks[first + n].level);
	if (row->number < r->im.data_row || (r->only_bad && !is_bad))
		return;
	write_cells(r, row, r->marks + first, n);
	write_said(r, row->number, r->marks + first, n);
	write_row_end(r->writer);
}

/* What a block needs goes with the block. */
static err write_block(struct reporting *r, bool *ret_is_last)
{
	struct ctx *cx = r->cx;
	mem *all = cx->mem;
	struct row *rows;
	size_t n;
	cx->mem = mem_child(all);
	err e = import_rows(cx, &r->im, r->block++, &rows, &n);
	*ret_is_last = e == ERR_NOT_FOUND;
	if (*ret_is_last) {
		ctx_forgive(cx);
		e = OK;
	} else if (!e && n && !(e = load_marks(r, rows[0].number, rows[n - 1].number))) {
		for (size_t i = 0; i < n; i++)
			write_row(r, &rows[i]);
	}
	if (!e) /* what failed lies in it */
		mem_free(cx->mem);
	cx->mem = all;
	return e;
}

err import_write_report(struct ctx *cx, int64_t id, bool only_bad, const char *path)
{
	struct reporting r = {.cx = cx, .only_bad = only_bad};
	bool is_last = false;
	err e = import_load(cx, id, &r.im);
	if (e || (e = import_load_titles(cx, &r.im, &r.titles, &r.n_titles)) ||
	    (e = writer_open(cx, path, WRITER_XLSX, &r.writer)))
		return e;
	e = begin_sheet(&r);
	while (!e && !is_last)
		e = write_block(&r, &is_last);
	err end = writer_close(r.writer);
	return e ? e : end;
}
