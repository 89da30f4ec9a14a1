/* Imports over HTTP. */
#include "registry/import_priv.h"

#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "base/id.h"
#include "http/page.h"
#include "place/region.h"
#include "sheet/cell.h"

/* ─── one import as it is shown ─── */

enum { SAMPLES = 3, SAMPLE_CHARACTERS = 40 };

struct column_out {
	const char *column, *header, *unit, *key;
	int64_t confidence;
	struct list candidates, samples;
};
struct bare_text {
	const char *text;
};
static const struct field bare_fields[] = {
	{"", F_TEXT, 0, AT(bare_text, text), L("", "")},
	{0},
};
static const struct element bare_texts = {sizeof(struct bare_text), bare_fields};

static const struct field column_fields[] = {
	{"column", F_TEXT, REQUIRED, AT(column_out, column), L("列", "Column"), 1, 3},
	{"header", F_TEXT, READ_ONLY, AT(column_out, header), L("标题", "Header")},
	{"unit", F_TEXT, READ_ONLY, AT(column_out, unit), L("单位", "Unit")},
	{"key", F_TEXT, 0, AT(column_out, key), L("对应", "Key"), 1, 60},
	{"confidence", F_ENUM, READ_ONLY, AT(column_out, confidence), L("把握", "Confidence"),
	 .of = &import_confidences},
	{"candidates", F_LIST, READ_ONLY, AT(column_out, candidates), L("候选", "Candidates"),
	 .of = &bare_texts},
	{"samples", F_LIST, READ_ONLY, AT(column_out, samples), L("示例", "Samples"),
	 .of = &bare_texts},
	{0},
};
static const struct element column_element = {sizeof(struct column_out), column_fields};

struct key_out {
	const char *key, *zh, *en;
	int64_t is_required;
};
static const struct field key_fields[] = {
	{"key", F_TEXT, 0, AT(key_out, key), L("键", "Key")},
	{"zh", F_TEXT, 0, AT(key_out, zh), L("中文", "Chinese")},
	{"en", F_TEXT, 0, AT(key_out, en), L("英文", "English")},
	{"is_required", F_FLAG, 0, AT(key_out, is_required), L("必填", "Required")},
	{0},
};
static const struct element key_element = {sizeof(struct key_out), key_fields};

static const struct field sheet_fields[] = {
	{"sheet", F_INT, 0, AT(import_sheet, sheet), L("序号", "Index")},
	{"name", F_TEXT, 0, AT(import_sheet, name), L("名称", "Name")},
	{"n_rows", F_INT, 0, AT(import_sheet, n_rows), L("行数", "Rows")},
	{0},
};
static const struct element sheet_element = {sizeof(struct import_sheet), sheet_fields};

struct import_out {
	struct import im;
	int64_t needs_region, needs_estate;
	struct list sheets, columns, keys;
};

#define OUT(member, type, zh, en, ...)                                                            \
	{                                                                                         \
#member, type, 0, AT(import_out, im.member), L(zh, en) __VA_OPT__(, ) __VA_ARGS__ \
	}

static const struct field out_fields[] = {
	OUT(id, F_ID, "标识", "Id"),
	OUT(kind, F_TEXT, "类别", "Kind"),
	OUT(file_name, F_TEXT, "文件", "File"),
	OUT(format, F_TEXT, "格式", "Format"),
	OUT(size, F_INT, "大小", "Size"),
	OUT(sheet, F_INT, "工作表", "Sheet"),
	OUT(header_row, F_INT, "表头行", "Header row"),
	OUT(region_id, F_ID, "导入到辖区", "Into the region"),
	OUT(estate_id, F_ID, "导入到小区", "Into the estate"),
	OUT(state, F_ENUM, "状态", "State", .of = &import_states),
	OUT(job_id, F_ID, "任务", "Job"),
	OUT(n_rows, F_INT, "行数", "Rows"),
	OUT(n_good, F_INT, "可导入", "Good"),
	OUT(n_bad, F_INT, "有误", "Bad"),
	OUT(n_new, F_INT, "新增", "New"),
	OUT(n_changed, F_INT, "变更", "Changed"),
	OUT(n_same, F_INT, "无变化", "Same"),
	OUT(n_asked, F_INT, "待确认", "Asked"),
	OUT(made_at, F_INSTANT, "上传时间", "Uploaded at"),
	OUT(checked_at, F_INSTANT, "检查时间", "Checked at"),
	OUT(committed_at, F_INSTANT, "导入时间", "Imported at"),
	OUT(undone_at, F_INSTANT, "撤销时间", "Undone at"),
	{"needs_region", F_FLAG, 0, AT(import_out, needs_region),
	 L("须先选定辖区", "A region must be chosen")},
	{"needs_estate", F_FLAG, 0, AT(import_out, needs_estate),
	 L("须先选定小区", "An estate must be chosen")},
	{"sheets", F_LIST, 0, AT(import_out, sheets), L("工作表", "Sheets"), .of = &sheet_element},
	{"columns", F_LIST, 0, AT(import_out, columns), L("列对应", "Columns"),
	 .of = &column_element},
	{"keys", F_LIST, 0, AT(import_out, keys), L("可选的对应", "Keys"), .of = &key_element},
	{0},
};

static bool has_title(const struct import_title *titles, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (titles[i].key && !strcmp(titles[i].key, key))
			return true;
	return false;
}

/* Long numbers may be somebody's: of them the middle is hidden. */
static const char *sample(mem *parent, const struct field *f, const char *text)
{
	char *out = mem_str(parent, text), *p = out;
	if (f && (f->flags & (PERSONAL | MASKED)))
		return mask_text(parent, f->mask, text);
	while (*(p += strcspn(p, "0123456789"))) {
		size_t n = strspn(p, "0123456789Xx");
		if (n >= 11)
			memset(p + 3, '*', n - 6);
		p += n;
	}
	return out;
}

static struct list samples_of(mem *parent, const struct import_column *c,
			      const struct import_title *t, const struct row *rows, size_t n)
{
	struct bare_text *out = mem_array(parent, struct bare_text, SAMPLES);
	size_t n_out = 0;
	for (size_t i = 0; i < n && n_out < SAMPLES; i++) {
		const char *text = row_cell(&rows[i], (int)t->column_no)->text;
		if (*text && strlen(text) < 4 * SAMPLE_CHARACTERS)
			out[n_out++].text = sample(parent, c ? c->field : NULL, text);
	}
	return (struct list){out, n_out};
}

static struct list words_of(mem *parent, const char *text)
{
	struct bare_text *out = mem_array(parent, struct bare_text, KNOWN_NAMES_MAX * 4);
	size_t n = 0;
	for (const char *p = text; p && *p && n < KNOWN_NAMES_MAX * 4;) {
		size_t length = strcspn(p, " ");
		out[n++].text = mem_strn(parent, p, length);
		p += length + (p[length] == ' ');
	}
	return (struct list){out, n};
}

static struct list columns_of(struct ctx *cx, const struct import_column *columns,
			      const struct import_title *titles, size_t n, struct list rows)
{
	struct column_out *out = mem_array(cx->mem, struct column_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct import_title *t = &titles[i];
		char *ref = mem_array(cx->mem, char, CELL_REF_SIZE);
		cell_ref((int)t->column_no, 0, ref);
		out[i] = (struct column_out){
			.column = ref,
			.header = t->header,
			.unit = t->unit,
			.key = t->key,
			.confidence = t->confidence,
			.candidates = words_of(cx->mem, t->candidates),
			.samples = samples_of(cx->mem,
					      t->key ? import_column_find(columns, t->key) : NULL,
					      t, rows.items, rows.n),
		};
	}
	return (struct list){out, n};
}

static struct list keys_of(mem *parent, const struct import_column *columns)
{
	size_t n = 0;
	while (columns[n].key)
		n++;
	struct key_out *out = mem_array(parent, struct key_out, n + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct key_out){columns[i].key, columns[i].zh, columns[i].en,
					  columns[i].is_required};
	return (struct list){out, n};
}

/* Data rows of the first piece, for samples. */
static err sample_rows(struct ctx *cx, const struct import *im, struct list *ret)
{
	struct row *rows;
	size_t n, first = 0;
	err e = import_rows(cx, im, 0, &rows, &n);
	if (e == ERR_NOT_FOUND) {
		ctx_forgive(cx);
		*ret = (struct list){0};
		return OK;
	}
	while (!e && first < n && rows[first].number < im->data_row)
		first++;
	*ret = (struct list){rows + first, n - first};
	return e;
}

static err load_sheets(struct ctx *cx, const struct import *im, struct list *ret)
{
	struct stmt *q = sql(cx,
			     "SELECT sheet, name, n_rows FROM import_sheet WHERE home_id = $1"
			     " AND import_id = $2 ORDER BY sheet",
			     i64(im->home_id), i64(im->id));
	struct import_sheet *all = NULL;
	size_t n = 0;
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		fields_clear(sheet_fields, &all[n]);
		sql_read(q, sheet_fields, &all[n++]);
	}
	*ret = (struct list){all, n};
	return sql_end(q);
}

static err show(struct ctx *cx, const struct import *im, struct import_out *out)
{
	const struct import_kind *kind = import_kind_find(im->kind);
	const struct import_column *columns = import_columns(cx->mem, kind);
	struct import_title *titles;
	struct list rows;
	size_t n;
	*out = (struct import_out){.im = *im};
	err e = load_sheets(cx, im, &out->sheets);
	if (e || (e = import_load_titles(cx, im, &titles, &n)) || (e = sample_rows(cx, im, &rows)))
		return e;
	out->columns = columns_of(cx, columns, titles, n, rows);
	out->keys = keys_of(cx->mem, columns);
	out->needs_region = kind->needs_region && !im->region_id && !has_title(titles, n, "region");
	out->needs_estate = kind->needs_estate && !im->estate_id;
	return OK;
}

static err import_get(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e || (e = show(cx, &im, &out)))
		return e;
	return reply_object(cx, rq, &out, NONE);
}

/* ─── uploading ─── */

static const char *form_value(const struct request *rq, const char *name)
{
	for (const struct pair *p = rq->form; p && p->name; p++)
		if (!strcmp(p->name, name))
			return *p->value ? p->value : NULL;
	return NULL;
}

static int64_t form_id(struct ctx *cx, const struct request *rq, const char *name)
{
	int64_t id = 0;
	const char *text = form_value(rq, name);
	if (text && !id_parse(text, &id))
		fail_field(cx, name, T("field.id", "不是标识", "is not an id"));
	return id;
}

static err import_prepare(struct ctx *cx, struct request *rq)
{
	struct import_file *f = mem_new(cx->mem, struct import_file);
	const char *kind = form_value(rq, "kind");
	fields_clear(import_fields, &f->im);
	f->im.region_id = form_id(cx, rq, "region_id");
	f->im.estate_id = form_id(cx, rq, "estate_id");
	if (!kind || !import_kind_find(kind))
		fail_field(cx, "kind",
			   T("import.kind", "没有这种导入", "there is no such kind of import"));
	if (rq->n_uploads != 1)
		fail_field(cx, "file", T("import.file", "请选择一个文件", "send one file"));
	if (ctx_err(cx))
		return ctx_err(cx);
	f->im.kind = import_kind_find(kind)->name;
	f->im.file_name = rq->uploads[0].file_name;
	f->im.size = rq->uploads[0].size;
	rq->prepared = f;
	return import_read(cx, rq->uploads[0].path, f);
}

static int64_t rows_below(const struct import_file *f)
{
	int64_t n = f->sheets[f->im.sheet].n_rows;
	return n > f->im.data_row - 1 ? n - (f->im.data_row - 1) : 0;
}

static err import_post(struct ctx *cx, struct request *rq)
{
	struct import_file *f = rq->prepared;
	struct import_out out;
	f->im.id = id_new();
	f->im.home_id = f->im.estate_id   ? f->im.estate_id
			: f->im.region_id ? f->im.region_id
					  : cx->actor->reach_id;
	f->im.account_id = cx->account_id;
	f->im.post_id = cx->post_id;
	f->im.state = IMPORT_MAPPING;
	f->im.n_rows = rows_below(f);
	f->im.n_good = f->im.n_bad = f->im.n_new = f->im.n_changed = f->im.n_same = f->im.n_asked =
		0;
	f->im.made_at = cx->now;
	err e = import_insert(cx, f);
	if (e || (e = show(cx, &f->im, &out)))
		return e;
	return reply_created(cx, rq, f->im.id, &out, NONE);
}

/* ─── matching columns ─── */

struct mapping_in {
	int64_t sheet, header_row, region_id, estate_id;
	struct list columns;
};
static const struct field mapping_fields[] = {
	{"sheet", F_INT, REQUIRED, AT(mapping_in, sheet), L("工作表", "Sheet"), 0, 1000},
	{"header_row", F_INT, REQUIRED, AT(mapping_in, header_row), L("表头行", "Header row"), 1,
	 1048576},
	{"columns", F_LIST, 0, AT(mapping_in, columns), L("列对应", "Columns"), 0,
	 IMPORT_COLUMNS_MAX, .of = &column_element},
	{"region_id", F_ID, 0, AT(mapping_in, region_id), L("导入到辖区", "Into the region")},
	{"estate_id", F_ID, 0, AT(mapping_in, estate_id), L("导入到小区", "Into the estate")},
	{0},
};

static err refuse_state(struct ctx *cx)
{
	return fail(cx, ERR_CONFLICT,
		    T("import.state", "导入正在进行或已经完成，不能再改",
		      "The import is under way, or over"));
}

/* A job that ended badly left its state behind; then it may be begun again. */
static bool is_open(struct ctx *cx, const struct import *im)
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
	err e = import_rows(cx, im, 0, &rows, &n);
	if (e)
		return e;
	while (first < n && rows[first].number < im->header_row)
		first++;
	struct header *h = header_find(cx->mem, rows + first, first < n ? 1 : 0,
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

static void choose(struct ctx *cx, struct import_title *all, size_t n, const struct column_out *in,
		   const char *path)
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
		else if (has_title(all, i, all[i].key))
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
				     "INSERT INTO import_match (kind, header, key)"
				     " VALUES ($1, $2, $3)"
				     " ON CONFLICT (kind, header) DO UPDATE SET key = $3",
				     str(im->kind), str(header_plain(cx->mem, all[i].header)),
				     str(all[i].key ? all[i].key : ""));
	return e;
}

static err take_mapping(struct ctx *cx, struct import *im, const struct mapping_in *in)
{
	struct import_title *titles;
	const struct column_out *columns = in->columns.items;
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

static err mapping_put(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (!is_open(cx, &im))
		return ctx_err(cx) ? ctx_err(cx) : refuse_state(cx);
	if ((e = take_mapping(cx, &im, rq->body)) || (e = show(cx, &im, &out)))
		return e;
	return reply_object(cx, rq, &out, NONE);
}

/* ─── jobs ─── */

struct job_out {
	int64_t job_id;
};
static const struct field job_out_fields[] = {
	{"job_id", F_ID, 0, AT(job_out, job_id), L("任务", "Job")},
	{0},
};

static err begin(struct ctx *cx, struct request *rq, struct import *im, const char *kind)
{
	struct job job = {.kind = kind, .home_id = im->home_id, .subject_id = im->id};
	err e = job_start(cx, &job);
	im->job_id = job.id;
	im->next_block = 0;
	if (e || (e = import_keep(cx, im)))
		return e;
	return reply_object(cx, rq, &(struct job_out){job.id}, NONE);
}

static err check_post(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (!is_open(cx, &im))
		return ctx_err(cx) ? ctx_err(cx) : refuse_state(cx);
	if ((e = show(cx, &im, &out)))
		return e;
	if (out.needs_region)
		fail_field(cx, "region_id",
			   T("import.needs_region", "文件没有写明辖区，请选择导入到哪个辖区",
			     "the file names no region: choose one"));
	if (out.needs_estate)
		fail_field(cx, "estate_id",
			   T("import.needs_estate", "请选择导入到哪个小区", "choose an estate"));
	if (ctx_err(cx))
		return ctx_err(cx);
	im.state = IMPORT_CHECKING;
	return begin(cx, rq, &im, "import.check");
}

static err commit_post(struct ctx *cx, struct request *rq)
{
	struct import im;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	bool may_again = im.state == IMPORT_COMMITTING && is_open(cx, &im);
	if (im.state != IMPORT_CHECKED && !may_again)
		return fail(cx, ERR_CONFLICT,
			    T("import.unchecked", "请先检查，再导入", "Check it first"));
	im.state = IMPORT_COMMITTING;
	return begin(cx, rq, &im, "import.commit");
}

/* ─── lists ─── */

static const struct sort import_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, kind, file_name, format, size, region_id, estate_id, state, "
		  "job_id,"
		  " n_rows, n_good, n_bad, n_new, n_changed, n_same, n_asked, made_at, checked_at,"
		  " committed_at, undone_at FROM import WHERE account_id = $5 AND post_id = $6",
		  "id", "id")},
	{0},
};

static err import_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, import_sorts, &p);
	if (e)
		return e;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->account_id),
				  i64(cx->post_id)),
			  NONE);
}

struct finding_row {
	int64_t id, level, row, column;
	const char *header, *code, *zh, *en;
};
static const struct field finding_fields[] = {
	{"id", F_ID, 0, AT(finding_row, id), L("标识", "Id")},
	{"level", F_ENUM, 0, AT(finding_row, level), L("程度", "Level"), .of = &import_levels},
	{"row", F_INT, 0, AT(finding_row, row), L("行", "Row")},
	{"column", F_INT, 0, AT(finding_row, column), L("列", "Column")},
	{"header", F_TEXT, 0, AT(finding_row, header), L("标题", "Header")},
	{"code", F_TEXT, 0, AT(finding_row, code), L("代码", "Code")},
	{"zh", F_TEXT, 0, AT(finding_row, zh), L("说明", "What is wrong, in Chinese"), 0, 2000},
	{"en", F_TEXT, 0, AT(finding_row, en), L("英文说明", "What is wrong, in English"), 0, 2000},
	{0},
};
static const struct param finding_query[] = {{"level", F_ENUM, &import_levels}, {0}};

static const struct sort finding_sorts[] = {
	{"row", F_INT,
	 PAGE_SQL("SELECT row_no AS row, id, level, column_no AS \"column\", header, code, zh, en"
		  " FROM import_finding WHERE import_id = $5"
		  " AND (CAST($6 AS BIGINT) IS NULL OR level = $6)",
		  "row_no", "id")},
	{0},
};

static err error_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, finding_sorts, &p);
	if (e)
		return e;
	struct arg id = i64(request_id(rq, "import")), level = i64(request_param_int(rq, "level"));
	int64_t total = NONE;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM import_finding"
				" WHERE import_id = $1 AND (CAST($2 AS BIGINT) IS NULL"
				" OR level = $2) LIMIT " PAGE_COUNT ") x",
				id, level);
	return reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p), id, level), total);
}

const struct route import_routes[] = {
	{"GET", "/imports", MAY_IMPORT, SCOPE_IMPORT, import_list, .out = import_fields,
	 .summary = "My imports", .flags = ROUTE_LIST},
	{"POST", "/imports", MAY_IMPORT, SCOPE_IMPORT, import_post, .out = out_fields,
	 .summary = "Upload a spreadsheet", .flags = ROUTE_UPLOAD, .prepare = import_prepare},
	{"GET", "/imports/{import}", MAY_IMPORT, SCOPE_IMPORT, import_get, .out = out_fields,
	 .summary = "An import: its columns, its counts", .flags = ROUTE_SLOW},
	{"PUT", "/imports/{import}/mapping", MAY_IMPORT, SCOPE_IMPORT, mapping_put,
	 .in = mapping_fields, .in_size = sizeof(struct mapping_in), .out = out_fields,
	 .summary = "Match its columns by hand"},
	{"POST", "/imports/{import}/check", MAY_IMPORT, SCOPE_IMPORT, check_post,
	 .out = job_out_fields, .summary = "Check every row: begins a job"},
	{"GET", "/imports/{import}/errors", MAY_IMPORT, SCOPE_IMPORT, error_list,
	 .out = finding_fields, .summary = "What was found in checking", .flags = ROUTE_LIST,
	 .query = finding_query},
	{"POST", "/imports/{import}/commit", MAY_IMPORT, SCOPE_IMPORT, commit_post,
	 .out = job_out_fields, .summary = "Make it part of the register: begins a job"},
	{0},
};

const struct job_kind import_jobs[] = {
	{"import.check", import_check_step},
	{"import.commit", import_commit_step},
	{0},
};
