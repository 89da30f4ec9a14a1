/* One import as it is shown: its columns with samples, its counts, what is still wanted. */
#include <string.h>

#include "registry/import_api_priv.h"
#include "sheet/cell.h"

enum { SAMPLES = 3, SAMPLE_CHARACTERS = 40 };

struct bare_text {
	const char *text;
};
static const struct field bare_fields[] = {
	{"", F_TEXT, 0, AT(bare_text, text), L("", "")},
	{0},
};
static const struct element bare_texts = {sizeof(struct bare_text), bare_fields};

static const struct field column_fields[] = {
	{"column", F_TEXT, REQUIRED, AT(import_column_out, column), L("列", "Column"), 1, 3},
	{"header", F_TEXT, READ_ONLY, AT(import_column_out, header), L("标题", "Header")},
	{"unit", F_TEXT, READ_ONLY, AT(import_column_out, unit), L("单位", "Unit")},
	{"key", F_TEXT, 0, AT(import_column_out, key), L("对应", "Key"), 1, 60},
	{"confidence", F_ENUM, READ_ONLY, AT(import_column_out, confidence),
	 L("把握", "Confidence"), .of = &import_confidences},
	{"candidates", F_LIST, READ_ONLY, AT(import_column_out, candidates),
	 L("候选", "Candidates"), .of = &bare_texts},
	{"samples", F_LIST, READ_ONLY, AT(import_column_out, samples), L("示例", "Samples"),
	 .of = &bare_texts},
	{0},
};
const struct element import_column_element = {sizeof(struct import_column_out), column_fields};

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

#define OUT(member, type, zh, en, ...)                                                            \
	{                                                                                         \
#member, type, 0, AT(import_out, im.member), L(zh, en) __VA_OPT__(, ) __VA_ARGS__ \
	}

const struct field import_out_fields[] = {
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
	OUT(n_skipped, F_INT, "不导入", "Left out"),
	OUT(n_left, F_INT, "未撤销", "Not undone"),
	OUT(made_at, F_INSTANT, "上传时间", "Uploaded at"),
	OUT(checked_at, F_INSTANT, "检查时间", "Checked at"),
	OUT(committed_at, F_INSTANT, "导入时间", "Imported at"),
	OUT(undone_at, F_INSTANT, "撤销时间", "Undone at"),
	{"needs_region", F_FLAG, 0, AT(import_out, needs_region),
	 L("须先选定辖区", "A region must be chosen")},
	{"needs_estate", F_FLAG, 0, AT(import_out, needs_estate),
	 L("须先选定小区", "An estate must be chosen")},
	{"needs_check", F_FLAG, 0, AT(import_out, needs_check),
	 L("有新的答复，须重新检查", "Answered since the check: check again")},
	{"sheets", F_LIST, 0, AT(import_out, sheets), L("工作表", "Sheets"), .of = &sheet_element},
	{"columns", F_LIST, 0, AT(import_out, columns), L("列对应", "Columns"),
	 .of = &import_column_element},
	{"keys", F_LIST, 0, AT(import_out, keys), L("可选的对应", "Keys"), .of = &key_element},
	{0},
};

bool import_has_title(const struct import_title *titles, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (titles[i].key && !strcmp(titles[i].key, key))
			return true;
	return false;
}

/* What a column is called whose cells are masked although it is not imported. */
static const struct masked_header {
	const char *part;
	enum mask mask;
} masked_headers[] = {
	{"电话", MASK_PHONE},     {"手机", MASK_PHONE},     {"联系方式", MASK_PHONE},
	{"证件", MASK_ID_NUMBER}, {"身份", MASK_ID_NUMBER}, {"车牌", MASK_PLATE},
	{"业主", MASK_NAME},      {"姓名", MASK_NAME},      {"联系人", MASK_NAME},
	{"负责人", MASK_NAME},    {"产权人", MASK_NAME},    {"phone", MASK_PHONE},
	{"owner", MASK_NAME},
};
enum { N_MASKED = sizeof masked_headers / sizeof *masked_headers };

/* Long numbers may be somebody's: of them the middle is hidden. */
static const char *without_numbers(mem *parent, const char *text)
{
	char *out = mem_str(parent, text), *p = out;
	while (*(p += strcspn(p, "0123456789"))) {
		size_t n = strspn(p, "0123456789Xx");
		if (n >= 11)
			memset(p + 3, '*', n - 6);
		p += n;
	}
	return out;
}

const char *import_masked(mem *parent, const struct import_column *c, const char *header,
			  const char *text)
{
	const struct field *f = c ? c->field : NULL;
	if (c && c->is_personal)
		return mask_text(parent, c->mask, text);
	if (f && (f->flags & (PERSONAL | MASKED)))
		return mask_text(parent, f->mask, text);
	for (int i = 0; !c && header && i < N_MASKED; i++)
		if (strstr(header, masked_headers[i].part))
			return mask_text(parent, masked_headers[i].mask, text);
	return without_numbers(parent, text);
}

static struct list samples_of(mem *parent, const struct import_column *c,
			      const struct import_title *t, const struct row *rows, size_t n)
{
	struct bare_text *out = mem_array(parent, struct bare_text, SAMPLES);
	size_t n_out = 0;
	for (size_t i = 0; i < n && n_out < SAMPLES; i++) {
		const char *text = row_cell(&rows[i], (int)t->column_no)->text;
		if (*text && strlen(text) < 4 * SAMPLE_CHARACTERS)
			out[n_out++].text = import_masked(parent, c, t->header, text);
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
	struct import_column_out *out = mem_array(cx->mem, struct import_column_out, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct import_title *t = &titles[i];
		char *ref = mem_array(cx->mem, char, CELL_REF_SIZE);
		cell_ref((int)t->column_no, 0, ref);
		out[i] = (struct import_column_out){
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

err import_show(struct ctx *cx, const struct import *im, struct import_out *out)
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
	out->needs_region =
		kind->needs_region && !im->region_id && !import_has_title(titles, n, "region");
	out->needs_estate = kind->needs_estate && !im->estate_id &&
			    !(kind->is_of_regions && im->region_id) &&
			    !(kind->has_homes && import_has_title(titles, n, "home"));
	out->needs_check = im->state == IMPORT_CHECKED && im->has_answers;
	return OK;
}
