/* The rows of an import, as they stand in the file, and what becomes of each. */
#include "account/may.h"
#include "account/scope.h"
#include "registry/import_api_priv.h"
#include "sheet/cell.h"

struct cell_out {
	const char *column, *text;
};
static const struct field cell_fields[] = {
	{"column", F_TEXT, 0, AT(cell_out, column), L("列", "Column")},
	{"text", F_TEXT, 0, AT(cell_out, text), L("内容", "Text"), 0, 2000},
	{0},
};
static const struct element cell_element = {sizeof(struct cell_out), cell_fields};

struct row_out {
	int64_t row_no, outcome;
	struct list cells;
};
static const struct field row_fields[] = {
	{"row_no", F_INT, 0, AT(row_out, row_no), L("行", "Row")},
	{"outcome", F_ENUM, 0, AT(row_out, outcome), L("结果", "Outcome"), .of = &import_outcomes},
	{"cells", F_LIST, 0, AT(row_out, cells), L("单元格", "Cells"), .of = &cell_element},
	{0},
};
static const struct param row_query[] = {{"outcome", F_ENUM, &import_outcomes}, {0}};

static const struct sort row_sorts[] = {
	{"row", F_INT,
	 PAGE_SQL("SELECT row_no, row_no AS id, outcome FROM import_row WHERE import_id = $5"
		  " AND (CAST($6 AS BIGINT) IS NULL OR outcome = $6)",
		  "row_no", "row_no")},
	{0},
};

err import_look_open(struct ctx *cx, int64_t import_id, struct import_look *ret)
{
	*ret = (struct import_look){.cx = cx};
	err e = import_load(cx, import_id, &ret->im);
	if (e)
		return e;
	ret->columns = import_columns(cx->mem, import_kind_find(ret->im.kind));
	return import_load_titles(cx, &ret->im, &ret->titles, &ret->n_titles);
}

const struct row *import_look_row(struct import_look *l, int64_t row_no)
{
	size_t i = 0;
	if (!l->n_rows || l->rows[0].number > row_no || l->rows[l->n_rows - 1].number < row_no) {
		err e = import_rows_at(l->cx, &l->im, row_no, &l->rows, &l->n_rows);
		if (e == ERR_NOT_FOUND)
			ctx_forgive(l->cx);
		if (e)
			l->n_rows = 0;
	}
	while (i < l->n_rows && l->rows[i].number < row_no)
		i++;
	return i < l->n_rows && l->rows[i].number == row_no ? &l->rows[i] : NULL;
}

const char *import_look_cell(const struct import_look *l, const struct row *row,
			     const struct import_title *t)
{
	const char *text = row_cell(row, (int)t->column_no)->text;
	const struct import_column *c = t->key ? import_column_find(l->columns, t->key) : NULL;
	return *text ? import_masked(l->cx->mem, c, t->header, text) : NULL;
}

static struct list cells_of(const struct import_look *l, const struct row *row)
{
	mem *m = l->cx->mem;
	struct cell_out *out = mem_array(m, struct cell_out, l->n_titles + 1);
	size_t n = 0;
	for (size_t i = 0; row && i < l->n_titles; i++) {
		const char *text = import_look_cell(l, row, &l->titles[i]);
		char *ref = mem_array(m, char, CELL_REF_SIZE);
		cell_ref((int)l->titles[i].column_no, 0, ref);
		if (text)
			out[n++] = (struct cell_out){ref, text};
	}
	return (struct list){out, n};
}

static void write_row(void *arg, struct stmt *q, struct json *j)
{
	struct import_look *l = arg;
	struct row_out out = {col_i64(q, 0), col_i64(q, 2), {0}};
	out.cells = cells_of(l, import_look_row(l, out.row_no));
	fields_write(j, row_fields, &out, false);
}

static err row_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct import_look l;
	int64_t total = NONE;
	struct arg outcome = i64(request_param_int(rq, "outcome"));
	err e = page_read(cx, rq, row_sorts, &p);
	if (e || (e = import_look_open(cx, request_id(rq, "import"), &l)))
		return e;
	p.write = write_row;
	p.write_arg = &l;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM import_row"
				" WHERE import_id = $1 AND (CAST($2 AS BIGINT) IS NULL"
				" OR outcome = $2) LIMIT " PAGE_COUNT ") x",
				i64(l.im.id), outcome);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(l.im.id), outcome), total);
}

const struct route import_row_routes[] = {
	{"GET", "/imports/{import}/rows", MAY_IMPORT, SCOPE_IMPORT, row_list, .out = row_fields,
	 .summary = "Rows of an import, and what becomes of them", .flags = ROUTE_LIST | ROUTE_SLOW,
	 .query = row_query},
	{0},
};
