/* Matching columns by hand: which sheet, which row its titles stand in, what each means. */
#include <string.h>

#include "base/id.h"
#include "registry/import_api_priv.h"
#include "sheet/cell.h"

const struct field import_mapping_fields[] = {
	{"sheet", F_INT, REQUIRED, AT(import_mapping, sheet), L("工作表", "Sheet"), 0, 1000},
	{"header_row", F_INT, REQUIRED, AT(import_mapping, header_row), L("表头行", "Header row"),
	 1, 1048576},
	{"columns", F_LIST, 0, AT(import_mapping, columns), L("列对应", "Columns"), 0,
	 IMPORT_COLUMNS_MAX, .of = &import_column_element},
	{"region_id", F_ID, 0, AT(import_mapping, region_id), L("导入到辖区", "Into the region")},
	{"estate_id", F_ID, 0, AT(import_mapping, estate_id), L("导入到小区", "Into the estate")},
	{0},
};

err import_refuse_state(struct ctx *cx)
{
	return fail(cx, ERR_CONFLICT,
		    T("import.state", "导入正在进行或已经完成，不能再改",
		      "The import is under way, or over"));
}

bool import_is_open(struct ctx *cx, const struct import *im)
{
	if (im->state == IMPORT_MAPPING || im->state == IMPORT_CHECKED)
		return true;
	if (im->state != IMPORT_CHECKING && im->state != IMPORT_COMMITTING)
		return false;
	return sql_int(cx, 0, "SELECT 1 FROM job WHERE id = $1 AND state IN ($2, $3)",
		       i64(im->job_id), i64(JOB_WAITING), i64(JOB_RUNNING)) != 1;
}

/* Another sheet or row was chosen for the header: its titles are matched anew. */
static err find_titles(struct ctx *cx, struct import *im, struct import_title **ret, size_t *ret_n)
{
	struct row *rows;
	size_t n, first = 0;
	err e = import_rows_at(cx, im, im->header_row, &rows, &n);
	if (e == ERR_NOT_FOUND) { /* above the first row, or no such sheet */
		ctx_forgive(cx);
		n = 0;
	} else if (e) {
		return e;
	}
	while (first < n && rows[first].number < im->header_row)
		first++;
	bool is_there = first < n;
	struct header *h = header_find(cx->mem, is_there ? rows + first : NULL, is_there,
				       import_known(cx->mem, import_kind_find(im->kind)));
	if (!h->row)
		fail_field(cx, "header_row",
			   T("import.header_row", "这一行没有内容",
			     "there is nothing in this row"));
	im->header_row = h->row;
	im->data_row = h->row + 1;
	return ctx_err(cx) ? ctx_err(cx) : import_titles(cx, im->kind, h, ret, ret_n);
}

static struct import_title *title_at(struct import_title *all, size_t n, const char *column)
{
	int number;
	int64_t row;
	if (!cell_ref_parse(column, &number, &row) || row)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (all[i].column_no == number)
			return &all[i];
	return NULL;
}

static void choose(struct ctx *cx, struct import_title *all, size_t n,
		   const struct import_column_out *in, const char *path)
{
	struct import_title *t = title_at(all, n, in->column);
	if (!t) {
		fail_field(cx, path, T("import.column", "没有这一列", "there is no such column"));
		return;
	}
	bool is_as_before = in->key && t->key ? !strcmp(in->key, t->key) : in->key == t->key;
	if (is_as_before)
		return;
	t->key = in->key;
	t->confidence = CONFIDENCE_CHOSEN;
	t->candidates = NULL;
}

static void check_keys(struct ctx *cx, const struct import *im, const struct import_title *all,
		       size_t n)
{
	const struct import_column *columns = import_columns(cx->mem, import_kind_find(im->kind));
	for (size_t i = 0; i < n; i++) {
		const char *path = mem_format(cx->mem, "columns[%zu].key", i);
		if (!all[i].key)
			continue;
		if (!import_column_find(columns, all[i].key))
			fail_field(cx, path,
				   T("import.key", "不能对应到“{1}”", "cannot be taken for {1}"),
				   str(all[i].key));
		else if (import_has_title(all, i, all[i].key))
			fail_field(cx, path,
				   T("import.key_twice", "两列对应了同一项",
				     "two columns are taken for the same"));
	}
}

static err remember_choices(struct ctx *cx, const struct import *im, const struct import_title *all,
			    size_t n)
{
	err e = OK;
	for (size_t i = 0; i < n && !e; i++)
		if (all[i].confidence == CONFIDENCE_CHOSEN)
			e = sql_exec(cx,
				     "INSERT INTO import_match (account_id, kind, header, key)"
				     " VALUES ($4, $1, $2, $3) ON CONFLICT"
				     " (account_id, kind, header) DO UPDATE SET key = $3",
				     str(im->kind), str(header_plain(cx->mem, all[i].header)),
				     str(all[i].key ? all[i].key : ""), i64(im->account_id));
	return e;
}

static err take_mapping(struct ctx *cx, struct import *im, const struct import_mapping *in)
{
	struct import_title *titles;
	const struct import_column_out *columns = in->columns.items;
	size_t n;
	bool is_moved = in->sheet != im->sheet || in->header_row != im->header_row;
	im->sheet = in->sheet;
	im->header_row = in->header_row;
	im->region_id = in->region_id;
	im->estate_id = in->estate_id ? in->estate_id : im->estate_id;
	im->state = IMPORT_MAPPING;
	err e = is_moved ? find_titles(cx, im, &titles, &n)
			 : import_load_titles(cx, im, &titles, &n);
	if (e)
		return e;
	for (size_t i = 0; i < in->columns.n; i++)
		choose(cx, titles, n, &columns[i], mem_format(cx->mem, "columns[%zu].column", i));
	check_keys(cx, im, titles, n);
	if (ctx_err(cx))
		return ctx_err(cx);
	if ((e = import_write_titles(cx, im, titles, n)) ||
	    (e = remember_choices(cx, im, titles, n)))
		return e;
	return import_keep(cx, im);
}

err import_mapping_put(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (!import_is_open(cx, &im))
		return ctx_err(cx) ? ctx_err(cx) : import_refuse_state(cx);
	if ((e = take_mapping(cx, &im, rq->body)) || (e = import_show(cx, &im, &out)))
		return e;
	return reply_object(cx, rq, &out, NONE);
}
