/* Imports in the store. */
#include "account/actor.h"
#include "base/secret.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/import_priv.h"

static const struct choice state_values[] = {
	{"mapping", "待核对列", "Columns to be matched"},
	{"checking", "检查中", "Being checked"},
	{"checked", "已检查", "Checked"},
	{"committing", "导入中", "Being imported"},
	{"committed", "已导入", "Imported"},
	{"undoing", "撤销中", "Being undone"},
	{"undone", "已撤销", "Undone"},
	{"reading", "读取中", "Being read"},
	{"given_up", "已放弃", "Given up"},
};
const struct choices import_states = CHOICES("import_state", state_values);
_Static_assert(sizeof state_values / sizeof *state_values == IMPORT_STATE__MAX - 1,
	       "a name for each");

static const struct choice confidence_values[] = {
	{"none", "未匹配", "None"},
	{"contains", "名称相近", "Nearly"},
	{"alias", "别名相同", "Alias"},
	{"exact", "名称相同", "Exact"},
	{"remembered", "沿用上次", "As before"},
	{"chosen", "手工指定", "By hand"},
};
const struct choices import_confidences = CHOICES("import_confidence", confidence_values);
_Static_assert(sizeof confidence_values / sizeof *confidence_values == CONFIDENCE__MAX - 1,
	       "a name for each");

static const struct choice level_values[] = {{"wrong", "有误", "Wrong"},
					     {"asked", "待确认", "Asked"},
					     {"note", "提示", "Note"},
					     {"left", "未撤销", "Not undone"}};
const struct choices import_levels = CHOICES("import_level", level_values);
_Static_assert(sizeof level_values / sizeof *level_values == IMPORT_LEVEL__MAX - 1,
	       "a name for each");

static const struct choice outcome_values[] = {
	{"new", "新增", "New"},   {"changed", "变更", "Changed"}, {"same", "无变化", "Same"},
	{"bad", "有误", "Wrong"}, {"asked", "待确认", "Asked"},   {"skipped", "不导入", "Left out"},
};
const struct choices import_outcomes = CHOICES("import_outcome", outcome_values);
_Static_assert(sizeof outcome_values / sizeof *outcome_values == ROW__MAX - 1, "a name for each");

#define NUMBER(member, zh, en)                                   \
	{                                                        \
#member, F_INT, 0, AT(import, member), L(zh, en) \
	}
#define INSTANT(member, zh, en)                                      \
	{                                                            \
#member, F_INSTANT, 0, AT(import, member), L(zh, en) \
	}
#define ID(member, flags, zh, en)                                   \
	{                                                           \
#member, F_ID, flags, AT(import, member), L(zh, en) \
	}

const struct field import_fields[] = {
	ID(home_id, 0, "归属", "Home"),
	ID(id, 0, "标识", "Id"),
	ID(account_id, INTERNAL, "账号", "Account"),
	ID(post_id, INTERNAL, "岗位", "Post"),
	{"kind", F_TEXT, 0, AT(import, kind), L("类别", "Kind")},
	{"file_name", F_TEXT, 0, AT(import, file_name), L("文件", "File")},
	{"format", F_TEXT, 0, AT(import, format), L("格式", "Format")},
	NUMBER(size, "大小", "Size"),
	NUMBER(sheet, "工作表", "Sheet"),
	NUMBER(header_row, "表头行", "Header row"),
	NUMBER(data_row, "数据起始行", "First row of data"),
	ID(region_id, 0, "导入到辖区", "Into the region"),
	ID(estate_id, 0, "导入到小区", "Into the estate"),
	{"state", F_ENUM, 0, AT(import, state), L("状态", "State"), .of = &import_states},
	ID(job_id, 0, "任务", "Job"),
	{"next_block", F_INT, INTERNAL, AT(import, next_block), L("进度", "Position")},
	NUMBER(n_rows, "行数", "Rows"),
	NUMBER(n_good, "可导入", "Good"),
	NUMBER(n_bad, "有误", "Bad"),
	NUMBER(n_new, "新增", "New"),
	NUMBER(n_changed, "变更", "Changed"),
	NUMBER(n_same, "无变化", "Same"),
	NUMBER(n_asked, "待确认", "Asked"),
	NUMBER(n_skipped, "不导入", "Left out"),
	NUMBER(n_left, "未撤销", "Not undone"),
	{"has_answers", F_FLAG, 0, AT(import, has_answers),
	 L("有新的答复，须重新检查", "Answered since the check")},
	INSTANT(made_at, "上传时间", "Uploaded at"),
	INSTANT(checked_at, "检查时间", "Checked at"),
	INSTANT(committed_at, "导入时间", "Imported at"),
	INSTANT(undone_at, "撤销时间", "Undone at"),
	{0},
};

bool import_is_own(struct ctx *cx, int64_t id)
{
	struct import im;
	if (import_load(cx, id, &im)) {
		if (ctx_err(cx) == ERR_NOT_FOUND)
			ctx_forgive(cx);
		return false;
	}
	return im.post_id == cx->post_id && import_may_kind(cx, im.kind) &&
	       import_is_in_reach(cx, im.region_id, im.estate_id);
}

bool import_is_in_reach(struct ctx *cx, int64_t region_id, int64_t estate_id)
{
	int64_t reach_id = cx->actor->reach_id;
	return (!region_id || region_holds(cx, reach_id, region_id)) &&
	       (!estate_id || reach_holds(cx, reach_id, REACH_ESTATE, estate_id));
}

bool import_may_kind(struct ctx *cx, const char *kind)
{
	const struct import_kind *k = kind ? import_kind_find(kind) : NULL;
	return !k || actor_may(cx->actor, (enum may)k->may);
}

err import_load(struct ctx *cx, int64_t id, struct import *ret)
{
	struct stmt *q = sql(
		cx,
		"SELECT home_id, id, account_id, post_id, kind, file_name, format, size, sheet,"
		" header_row, data_row, region_id, estate_id, state, job_id, next_block, n_rows,"
		" n_good, n_bad, n_new, n_changed, n_same, n_asked, n_skipped, n_left, has_answers,"
		" made_at, checked_at, committed_at, undone_at FROM import WHERE id = $1"
		" AND account_id = $2 AND state <> $3",
		i64(id), i64(cx->account_id), i64(IMPORT_GIVEN_UP));
	fields_clear(import_fields, ret);
	bool is_there = sql_next(q);
	if (is_there)
		sql_read(q, import_fields, ret);
	err e = sql_end(q);
	return e || is_there ? e : fail_not_found(cx);
}

err import_keep(struct ctx *cx, const struct import *im)
{
	return sql_exec(
		cx,
		"UPDATE import SET sheet = $3, header_row = $4, data_row = $5,"
		" region_id = $6, estate_id = $7, state = $8, job_id = $9, next_block = $10,"
		" n_rows = $11, n_good = $12, n_bad = $13, n_new = $14, n_changed = $15,"
		" n_same = $16, n_asked = $17, checked_at = $18, committed_at = $19,"
		" undone_at = $20, n_skipped = $21, n_left = $22, has_answers = $23"
		" WHERE home_id = $1 AND id = $2",
		i64(im->home_id), i64(im->id), i64(im->sheet), i64(im->header_row),
		i64(im->data_row), id_or_none(im->region_id), id_or_none(im->estate_id),
		i64(im->state), id_or_none(im->job_id), i64(im->next_block), i64(im->n_rows),
		i64(im->n_good), i64(im->n_bad), i64(im->n_new), i64(im->n_changed),
		i64(im->n_same), i64(im->n_asked), i64(im->checked_at), i64(im->committed_at),
		i64(im->undone_at), i64(im->n_skipped), i64(im->n_left), i64(im->has_answers));
}

static const struct field title_fields[] = {
	{"column_no", F_INT, 0, AT(import_title, column_no), L("列", "Column")},
	{"header", F_TEXT, 0, AT(import_title, header), L("标题", "Header")},
	{"unit", F_TEXT, 0, AT(import_title, unit), L("单位", "Unit")},
	{"key", F_TEXT, 0, AT(import_title, key), L("对应", "Key")},
	{"confidence", F_ENUM, 0, AT(import_title, confidence), L("把握", "Confidence"),
	 .of = &import_confidences},
	{"candidates", F_TEXT, 0, AT(import_title, candidates), L("候选", "Candidates")},
	{0},
};

err import_load_titles(struct ctx *cx, const struct import *im, struct import_title **ret,
		       size_t *ret_n)
{
	struct stmt *q = sql(cx,
			     "SELECT column_no, header, unit, key, confidence, candidates"
			     " FROM import_column WHERE home_id = $1 AND import_id = $2"
			     " ORDER BY column_no",
			     i64(im->home_id), i64(im->id));
	struct import_title *all = NULL;
	size_t n = 0;
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		fields_clear(title_fields, &all[n]);
		sql_read(q, title_fields, &all[n++]);
	}
	*ret = all;
	*ret_n = n;
	return sql_end(q);
}

err import_write_titles(struct ctx *cx, const struct import *im, const struct import_title *titles,
			size_t n)
{
	err e = sql_exec(cx, "DELETE FROM import_column WHERE home_id = $1 AND import_id = $2",
			 i64(im->home_id), i64(im->id));
	for (size_t i = 0; i < n && !e; i++)
		e = sql_exec(cx,
			     "INSERT INTO import_column (home_id, import_id, column_no, header,"
			     " unit, key, confidence, candidates)"
			     " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			     i64(im->home_id), i64(im->id), i64(titles[i].column_no),
			     str(titles[i].header), str(titles[i].unit), str(titles[i].key),
			     i64(titles[i].confidence), str(titles[i].candidates));
	return e;
}

err import_write_sheets(struct ctx *cx, const struct import_file *f)
{
	struct bulk *b = sql_bulk(cx, "import_sheet(home_id, import_id, sheet, name, n_rows)", 5);
	for (size_t i = 0; i < f->n_sheets; i++)
		bulk_row(b, ARGS(i64(f->im.home_id), i64(f->im.id), i64(f->sheets[i].sheet),
				 str(f->sheets[i].name), i64(f->sheets[i].n_rows)));
	return bulk_end(b);
}

err import_write_blocks(struct ctx *cx, const struct import_file *f)
{
	struct bulk *b =
		sql_bulk(cx,
			 "import_block(home_id, import_id, sheet, block, first_row, n_rows, body)",
			 7);
	for (size_t i = 0; i < f->n_blocks; i++) {
		const struct import_block *block = &f->blocks[i];
		bulk_row(b, ARGS(i64(f->im.home_id), i64(f->im.id), i64(block->sheet),
				 i64(block->block), i64(block->first_row), i64(block->n_rows),
				 secret_seal(cx, block->body)));
	}
	return bulk_end(b);
}

static err insert_import(struct ctx *cx, const struct import *im)
{
	return sql_exec(
		cx,
		"INSERT INTO import (home_id, id, account_id, post_id, kind, file_name, format,"
		" size, sheet, header_row, data_row, region_id, estate_id, state, next_block,"
		" n_rows, n_good, n_bad, n_new, n_changed, n_same, n_asked, n_skipped, n_left,"
		" has_answers, made_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15,"
		" 0, 0, 0, 0, 0, 0, 0, 0, 0, $16)",
		i64(im->home_id), i64(im->id), i64(im->account_id), i64(im->post_id), str(im->kind),
		str(im->file_name), str(im->format), i64(im->size), i64(im->sheet),
		i64(im->header_row), i64(im->data_row), id_or_none(im->region_id),
		id_or_none(im->estate_id), i64(im->state), i64(im->n_rows), i64(im->made_at));
}

err import_insert(struct ctx *cx, const struct import_file *f)
{
	err e = insert_import(cx, &f->im);
	if (e || (e = import_write_sheets(cx, f)) || (e = import_write_blocks(cx, f)))
		return e;
	return import_write_titles(cx, &f->im, f->titles, f->n_titles);
}
