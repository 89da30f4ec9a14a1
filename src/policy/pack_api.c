/* Packs over HTTP: the versions there are, checking and trying one, loading it. */
#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "http/request.h"
#include "policy/policy_api.h"
#include "policy/trial.h"
#include "policy/version.h"
#include "store/sql.h"

enum { LONG = 4000, TEXT_LONG = 2 * 1024 * 1024 };

/* ─── versions ─── */

struct version_out {
	struct policy_version v;
	int64_t is_in_force, last_loaded_at;
};
static const struct field version_fields[] = {
	POLICY_VERSION_FIELDS(version_out, v.),
	{"last_loaded_at", F_INSTANT, 0, AT(version_out, last_loaded_at),
	 L("最近载入", "Last loaded")},
	{"is_in_force", F_FLAG, 0, AT(version_out, is_in_force), L("施行中", "In force")},
	{0},
};

static void mark_in_force(struct version_out *all, size_t n, const char *const *hashes,
			  size_t n_hashes)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_hashes; k++)
			all[i].is_in_force |= !strcmp(all[i].v.hash, hashes[k]);
}

static err versions_get(struct ctx *cx, struct request *rq)
{
	struct version_out *all = NULL;
	const char *const *hashes;
	size_t n = 0, n_hashes;
	struct stmt *q = sql(cx, "SELECT v.hash, v.pack, v.base_hash, v.title, v.title_en,"
				 " v.region_key, v.since, v.until, v.is_draft, v.loaded_at,"
				 " (SELECT max(l.at) FROM policy_load l WHERE l.hash = v.hash)"
				 " AS last_loaded_at FROM policy_version v"
				 " ORDER BY v.pack, v.loaded_at DESC, v.hash");
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		all[n] = (struct version_out){0};
		sql_read(q, version_fields, &all[n++]);
	}
	err e = sql_end(q);
	if (e || (e = policy_versions_in_force(cx, &hashes, &n_hashes)))
		return e;
	mark_in_force(all, n, hashes, n_hashes);
	return reply_list(cx, rq, all, sizeof *all, n);
}

struct file_out {
	const char *path, *text;
};
static const struct field file_fields[] = {
	{"path", F_TEXT, REQUIRED, AT(file_out, path), L("文件", "File"), 1, 100},
	{"text", F_TEXT, REQUIRED, AT(file_out, text), L("内容", "Text"), 0, TEXT_LONG},
	{0},
};
static const struct element file_element = {sizeof(struct file_out), file_fields};

struct load_out {
	int64_t at, account_id;
	const char *account, *reason;
};
static const struct field load_fields[] = {
	{"at", F_INSTANT, 0, AT(load_out, at), L("时间", "At")},
	{"account_id", F_ID, 0, AT(load_out, account_id), L("账号标识", "Account id")},
	{"account", F_TEXT, 0, AT(load_out, account), L("账号", "Account")},
	{"reason", F_TEXT, 0, AT(load_out, reason), L("理由", "Reason"), 0, LONG},
	{0},
};
static const struct element load_element = {sizeof(struct load_out), load_fields};

struct version_page {
	struct policy_version v;
	struct list files, loads;
};
static const struct field version_page_fields[] = {
	POLICY_VERSION_FIELDS(version_page, v.),
	{"files", F_LIST, 0, AT(version_page, files), L("文件", "Files"), .of = &file_element},
	{"loads", F_LIST, 0, AT(version_page, loads), L("载入记录", "Loadings"),
	 .of = &load_element},
	{0},
};

static struct list files_out(struct ctx *cx, const struct pack_files *files)
{
	struct file_out *all = mem_array(cx->mem, struct file_out, files->n + 1);
	for (size_t i = 0; i < files->n; i++)
		all[i] = (struct file_out){files->files[i].path, files->files[i].text};
	return (struct list){all, files->n};
}

static err loads_out(struct ctx *cx, const char *hash, struct list *ret)
{
	struct load_out *all = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT l.at, l.account_id, a.login AS account, l.reason"
			     " FROM policy_load l LEFT JOIN account a ON a.id = l.account_id"
			     " WHERE l.hash = $1 ORDER BY l.id DESC",
			     str(hash));
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		all[n] = (struct load_out){0};
		sql_read(q, load_fields, &all[n++]);
	}
	*ret = (struct list){all, n};
	return sql_end(q);
}

static err version_get(struct ctx *cx, struct request *rq)
{
	struct version_page out = {0};
	struct pack_files files;
	err e = policy_version_load(cx, request_segment(rq, "policy"), &out.v, &files);
	if (e || (e = loads_out(cx, out.v.hash, &out.loads)))
		return e;
	out.files = files_out(cx, &files);
	return reply_object(cx, rq, &out, NONE);
}

/* ─── checking, trying ─── */

struct pack_in {
	const char *name;
	struct list files;
};
static const struct field pack_in_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(pack_in, name), L("政策包", "Pack"), 1, 40},
	{"files", F_LIST, REQUIRED, AT(pack_in, files), L("文件", "Files"), 1, PACK_FILES_MAX,
	 .of = &file_element},
	{0},
};

/* The same with why it is loaded. */
struct load_in {
	struct pack_in pack; /* first: read_pack() takes the body for one */
	const char *reason;
};
static const struct field load_in_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(load_in, pack.name), L("政策包", "Pack"), 1, 40},
	{"files", F_LIST, REQUIRED, AT(load_in, pack.files), L("文件", "Files"), 1, PACK_FILES_MAX,
	 .of = &file_element},
	{"reason", F_TEXT, REQUIRED, AT(load_in, reason), L("载入理由", "Reason"), 2, 200},
	{0},
};

struct finding_out {
	int64_t severity, line, column;
	const char *file, *path, *text, *nearest;
};
static const struct choice severity_values[] = {
	{"error", "错误", "Error"},
	{"warning", "提醒", "Warning"},
};
static const struct choices severities = CHOICES("finding_severity", severity_values);
static const struct field finding_fields[] = {
	{"severity", F_ENUM, 0, AT(finding_out, severity), L("程度", "Severity"),
	 .of = &severities},
	{"file", F_TEXT, 0, AT(finding_out, file), L("文件", "File")},
	{"line", F_INT, 0, AT(finding_out, line), L("行", "Line")},
	{"column", F_INT, 0, AT(finding_out, column), L("列", "Column")},
	{"path", F_TEXT, 0, AT(finding_out, path), L("位置", "Path"), 0, LONG},
	{"text", F_TEXT, 0, AT(finding_out, text), L("问题", "What is wrong"), 0, LONG},
	{"nearest", F_TEXT, 0, AT(finding_out, nearest), L("是否想写", "Probably meant")},
	{0},
};
static const struct element finding_element = {sizeof(struct finding_out), finding_fields};

static const struct field trial_fields[] = {
	{"clause", F_TEXT, 0, AT(trial_row, clause), L("条款编号", "Clause")},
	{"title", F_TEXT, 0, AT(trial_row, title), L("条款", "Title")},
	{"light_before", F_ENUM, 0, AT(trial_row, light_before), L("现状态", "State now"),
	 .of = &lights},
	{"light_after", F_ENUM, 0, AT(trial_row, light_after), L("载入后状态", "State then"),
	 .of = &lights},
	{"met_before", F_INT, 0, AT(trial_row, before.met), L("现达到", "Met now")},
	{"unmet_before", F_INT, 0, AT(trial_row, before.unmet), L("现未达到", "Not met now")},
	{"unknown_before", F_INT, 0, AT(trial_row, before.unknown), L("现不明", "Unknown now")},
	{"met_after", F_INT, 0, AT(trial_row, after.met), L("载入后达到", "Met then")},
	{"unmet_after", F_INT, 0, AT(trial_row, after.unmet), L("载入后未达到", "Not met then")},
	{"unknown_after", F_INT, 0, AT(trial_row, after.unknown), L("载入后不明", "Unknown then")},
	{0},
};
static const struct element trial_element = {sizeof(struct trial_row), trial_fields};

struct check_out {
	int64_t errors, warnings, is_new;
	const char *hash;
	struct list findings, clauses;
};
static const struct field check_fields[] = {
	{"errors", F_INT, 0, AT(check_out, errors), L("错误数", "Errors")},
	{"warnings", F_INT, 0, AT(check_out, warnings), L("提醒数", "Warnings")},
	{"hash", F_TEXT, 0, AT(check_out, hash), L("版本标识", "Version")},
	{"is_new", F_FLAG, 0, AT(check_out, is_new), L("是新版本", "A new version")},
	{"findings", F_LIST, 0, AT(check_out, findings), L("检查结果", "Findings"),
	 .of = &finding_element},
	{"clauses", F_LIST, 0, AT(check_out, clauses), L("条款变化", "What would change"),
	 .of = &trial_element},
	{0},
};

/* What a request for a pack works with, from `prepare` to the handler. */
struct reading {
	struct pack_files files;
	const struct pack *pack; /* NULL: it has errors */
	struct findings findings;
};

static void take_files(struct ctx *cx, const struct pack_in *in, struct pack_files *ret)
{
	const struct file_out *from = in->files.items;
	struct pack_file *files = mem_array(cx->mem, struct pack_file, in->files.n + 1);
	for (size_t i = 0; i < in->files.n; i++)
		files[i] = (struct pack_file){from[i].path, from[i].text, strlen(from[i].text)};
	*ret = (struct pack_files){.name = in->name, .files = files, .n = in->files.n};
}

static err read_pack(struct ctx *cx, struct request *rq)
{
	struct reading *r = mem_new(cx->mem, struct reading);
	rq->prepared = r;
	take_files(cx, rq->body, &r->files);
	return pack_read_over_loaded(cx, &r->files, &r->pack, &r->findings);
}

static struct list findings_out(struct ctx *cx, const struct findings *f)
{
	struct finding_out *all = mem_array(cx->mem, struct finding_out, f->n + 1);
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *from = &f->all[i];
		all[i] = (struct finding_out){
			.severity = from->severity,
			.line = from->line ? from->line : NONE,
			.column = from->column ? from->column : NONE,
			.file = from->file,
			.path = from->path,
			.text = text_render(cx->mem, from->text, cx->lang, from->args),
			.nearest = from->nearest,
		};
	}
	return (struct list){all, f->n};
}

static err check_pack(struct ctx *cx, struct request *rq)
{
	err e = read_pack(cx, rq);
	struct reading *r = rq->prepared;
	struct check_out *out = mem_new(cx->mem, struct check_out);
	struct trial_row *rows = NULL;
	size_t n = 0;
	rq->prepared = out;
	if (e)
		return e;
	*out = (struct check_out){.errors = (int64_t)r->findings.n_errors,
				  .warnings = (int64_t)(r->findings.n - r->findings.n_errors),
				  .hash = r->pack ? r->pack->hash : NULL,
				  .findings = findings_out(cx, &r->findings)};
	if (!r->pack)
		return OK;
	out->is_new = sql_int(cx, 0, "SELECT 1 FROM policy_version WHERE hash = $1",
			      str(r->pack->hash)) == 0;
	if ((e = trial_run(cx, r->pack, &rows, &n)))
		return e;
	out->clauses = (struct list){rows, n};
	return OK;
}

static err check_reply(struct ctx *cx, struct request *rq)
{
	return reply_object(cx, rq, rq->prepared, NONE);
}

/* ─── loading ─── */

/* With errors nothing is loaded; what is wrong stands at its file and line. */
static err prepare_load(struct ctx *cx, struct request *rq)
{
	err e = read_pack(cx, rq);
	const struct reading *r = rq->prepared;
	if (e || r->pack)
		return e;
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.all[i];
		if (f->severity == FINDING_ERROR)
			fail_field_with(cx,
					mem_format(cx->mem, "%s:%d:%d", f->file, f->line,
						   f->column),
					f->text, f->args);
	}
	return ctx_err(cx);
}

static err load(struct ctx *cx, struct request *rq)
{
	const struct reading *r = rq->prepared;
	const struct load_in *in = rq->body;
	struct version_page out = {0};
	cx->reason = in->reason;
	err e = policy_version_keep(cx, r->pack, &r->files);
	if (e || (e = policy_version_load(cx, r->pack->hash, &out.v, NULL)) ||
	    (e = loads_out(cx, out.v.hash, &out.loads)))
		return e;
	out.files = files_out(cx, &r->files);
	return reply_object(cx, rq, &out, NONE);
}

const struct route pack_routes[] = {
	{"GET", "/policies", MAY_READ_POLICY, SCOPE_PUBLIC, versions_get, .out = version_fields,
	 .summary = "Every version of every pack", .flags = ROUTE_LIST},
	{"GET", "/policies/{policy}", MAY_READ_POLICY, SCOPE_PUBLIC, version_get,
	 .out = version_page_fields, .summary = "A version of a pack, with its files"},
	{"POST", "/policies/check", MAY_WRITE_POLICY, SCOPE_INSTALLATION, check_reply,
	 .in = pack_in_fields, .in_size = sizeof(struct pack_in), .out = check_fields,
	 .summary = "What is wrong with a pack, and what would change in the cockpit",
	 .prepare = check_pack},
	{"POST", "/policies", MAY_WRITE_POLICY, SCOPE_INSTALLATION, load, .in = load_in_fields,
	 .in_size = sizeof(struct load_in), .out = version_page_fields, .summary = "Load a pack",
	 .flags = ROUTE_FRESH, .prepare = prepare_load},
	{0},
};
