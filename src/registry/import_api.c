/* Imports over HTTP. */
#include "registry/import_api_priv.h"

#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "base/id.h"
#include "http/page.h"
#include "place/region.h"
#include "sheet/cell.h"

static err import_get(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e || (e = import_show(cx, &im, &out)))
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

err import_check_ready(struct ctx *cx, const struct import_out *out)
{
	if (out->needs_region)
		fail_field(cx, "region_id",
			   T("import.needs_region", "文件没有写明辖区，请选择导入到哪个辖区",
			     "the file names no region: choose one"));
	if (out->needs_estate)
		fail_field(cx, "estate_id",
			   T("import.needs_estate", "请选择导入到哪个小区", "choose an estate"));
	return ctx_err(cx);
}

static err check_post(struct ctx *cx, struct request *rq)
{
	struct import im;
	struct import_out out;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (!import_is_open(cx, &im))
		return ctx_err(cx) ? ctx_err(cx) : import_refuse_state(cx);
	if ((e = import_show(cx, &im, &out)) || (e = import_check_ready(cx, &out)))
		return e;
	im.state = IMPORT_CHECKING;
	return begin(cx, rq, &im, "import.check");
}

static err commit_post(struct ctx *cx, struct request *rq)
{
	struct import im;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	bool may_again = im.state == IMPORT_COMMITTING && import_is_open(cx, &im);
	if ((im.state != IMPORT_CHECKED && !may_again) || im.has_answers)
		return fail(cx, ERR_CONFLICT,
			    T("import.unchecked", "请先检查，再导入", "Check it first"));
	im.state = IMPORT_COMMITTING;
	return begin(cx, rq, &im, "import.commit");
}

/* What was imported longer ago than it is kept cannot be taken back. */
static err undo_post(struct ctx *cx, struct request *rq)
{
	struct import im;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	bool may_again = im.state == IMPORT_UNDOING && import_is_open(cx, &im);
	if (im.state != IMPORT_COMMITTED && !may_again)
		return ctx_err(cx) ? ctx_err(cx)
				   : fail(cx, ERR_CONFLICT,
					  T("import.not_committed", "还没有导入，不用撤销",
					    "It was not imported"));
	if (im.committed_at + IMPORT_KEPT_MS < cx->now)
		return fail(cx, ERR_CONFLICT,
			    T("import.too_old", "导入已超过 30 天，不能再撤销",
			      "It was imported more than 30 days ago and cannot be undone"));
	im.state = IMPORT_UNDOING;
	return begin(cx, rq, &im, "import.undo");
}

/* Its rows go with the next sweep. */
static err import_delete(struct ctx *cx, struct request *rq)
{
	struct import im;
	err e = import_load(cx, request_id(rq, "import"), &im);
	if (e)
		return e;
	if (im.state >= IMPORT_COMMITTED && im.state <= IMPORT_UNDONE)
		return fail(cx, ERR_CONFLICT,
			    T("import.is_committed", "已经导入，不能放弃；可以撤销",
			      "It was imported: undo it instead"));
	im.state = IMPORT_GIVEN_UP;
	e = im.job_id ? job_stop(cx, im.job_id) : OK;
	return e || (e = import_keep(cx, &im)) ? e : reply_nothing(cx, rq);
}

/* ─── lists ─── */

static const struct sort import_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, kind, file_name, format, size, region_id, estate_id, state,"
		  " job_id, n_rows, n_good, n_bad, n_new, n_changed, n_same, n_asked, n_skipped,"
		  " n_left, has_answers, made_at, checked_at, committed_at, undone_at FROM import"
		  " WHERE account_id = $5 AND post_id = $6 AND state <> $7",
		  "id", "id")},
	{0},
};

static err import_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct arg account = i64(cx->account_id), post = i64(cx->post_id),
		   given_up = i64(IMPORT_GIVEN_UP);
	int64_t total = NONE;
	err e = page_read(cx, rq, import_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM import WHERE account_id = $1"
				" AND post_id = $2 AND state <> $3 LIMIT " PAGE_COUNT ") x",
				account, post, given_up);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), account, post, given_up),
			  total);
}

struct finding_row {
	int64_t id, level, row;
	const char *sheet, *column, *header, *value, *code, *zh, *en;
};
static const struct field finding_fields[] = {
	{"id", F_ID, 0, AT(finding_row, id), L("标识", "Id")},
	{"level", F_ENUM, 0, AT(finding_row, level), L("程度", "Level"), .of = &import_levels},
	{"row", F_INT, 0, AT(finding_row, row), L("行", "Row")},
	{"sheet", F_TEXT, 0, AT(finding_row, sheet), L("工作表", "Sheet")},
	{"column", F_TEXT, 0, AT(finding_row, column), L("列", "Column")},
	{"header", F_TEXT, 0, AT(finding_row, header), L("标题", "Header")},
	{"value", F_TEXT, 0, AT(finding_row, value), L("原值", "What it says"), 0, 2000},
	{"code", F_TEXT, 0, AT(finding_row, code), L("代码", "Code")},
	{"zh", F_TEXT, 0, AT(finding_row, zh), L("说明", "What is wrong, in Chinese"), 0, 2000},
	{"en", F_TEXT, 0, AT(finding_row, en), L("英文说明", "What is wrong, in English"), 0, 2000},
	{0},
};
static const struct param finding_query[] = {{"level", F_ENUM, &import_levels}, {0}};

static const struct sort finding_sorts[] = {
	{"row", F_INT,
	 PAGE_SQL("SELECT row_no, id, level, column_no, header, code, zh, en"
		  " FROM import_finding WHERE import_id = $5"
		  " AND (CAST($6 AS BIGINT) IS NULL OR level = $6)",
		  "row_no", "id")},
	{0},
};

struct finding_look {
	struct import_look cells;
	const char *sheet;
};

static const char *value_of(struct import_look *l, int64_t row_no, int64_t column_no)
{
	const struct row *row = row_no && column_no ? import_look_row(l, row_no) : NULL;
	for (size_t i = 0; row && i < l->n_titles; i++)
		if (l->titles[i].column_no == column_no)
			return import_look_cell(l, row, &l->titles[i]);
	return NULL;
}

/* Where it is, as a spreadsheet program shows it: sheet, row, column letters. */
static void write_finding(void *arg, struct stmt *q, struct json *j)
{
	struct finding_look *l = arg;
	char column[CELL_REF_SIZE];
	int64_t row_no = col_i64(q, 0), column_no = col_i64(q, 3);
	cell_ref((int)column_no, 0, column);
	fields_write(j, finding_fields,
		     &(struct finding_row){
			     .row = row_no,
			     .id = col_i64(q, 1),
			     .level = col_i64(q, 2),
			     .sheet = l->sheet,
			     .column = column_no ? column : NULL,
			     .header = col_str(q, 4),
			     .value = value_of(&l->cells, row_no, column_no),
			     .code = col_str(q, 5),
			     .zh = col_str(q, 6),
			     .en = col_str(q, 7),
		     },
		     false);
}

static err error_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct finding_look look;
	struct arg id = i64(request_id(rq, "import")), level = i64(request_param_int(rq, "level"));
	int64_t total = NONE;
	err e = page_read(cx, rq, finding_sorts, &p);
	if (e || (e = import_look_open(cx, id.i, &look.cells)))
		return e;
	look.sheet = mem_str(cx->mem, sql_text(cx, NULL,
					       "SELECT s.name FROM import i JOIN import_sheet s"
					       " ON s.home_id = i.home_id AND s.import_id = i.id"
					       " AND s.sheet = i.sheet WHERE i.id = $1",
					       id));
	p.write = write_finding;
	p.write_arg = &look;
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
	{"POST", "/imports", MAY_IMPORT, SCOPE_IMPORT, import_post, .out = import_out_fields,
	 .summary = "Upload a spreadsheet", .flags = ROUTE_UPLOAD, .prepare = import_prepare},
	{"GET", "/imports/{import}", MAY_IMPORT, SCOPE_IMPORT, import_get, .out = import_out_fields,
	 .summary = "An import: its columns, its counts", .flags = ROUTE_SLOW},
	{"PUT", "/imports/{import}/mapping", MAY_IMPORT, SCOPE_IMPORT, import_mapping_put,
	 .in = import_mapping_fields, .in_size = sizeof(struct import_mapping),
	 .out = import_out_fields, .summary = "Match its columns by hand"},
	{"POST", "/imports/{import}/check", MAY_IMPORT, SCOPE_IMPORT, check_post,
	 .out = job_out_fields, .summary = "Check every row: begins a job"},
	{"GET", "/imports/{import}/errors", MAY_IMPORT, SCOPE_IMPORT, error_list,
	 .out = finding_fields, .summary = "What was found in checking",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = finding_query},
	{"POST", "/imports/{import}/commit", MAY_IMPORT, SCOPE_IMPORT, commit_post,
	 .out = job_out_fields, .summary = "Make it part of the register: begins a job"},
	{"POST", "/imports/{import}/undo", MAY_IMPORT, SCOPE_IMPORT, undo_post,
	 .out = job_out_fields, .summary = "Take back what it made and changed: begins a job"},
	{"DELETE", "/imports/{import}", MAY_IMPORT, SCOPE_IMPORT, import_delete,
	 .summary = "Give up an import that is not committed"},
	{0},
};

const struct job_kind import_jobs[] = {
	{"import.read", import_read_step},
	{"import.check", import_check_step},
	{"import.commit", import_commit_step},
	{"import.undo", import_undo_step},
	{0},
};
