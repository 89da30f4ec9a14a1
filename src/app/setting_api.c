/* Settings over HTTP: for the system administrator to change, and what every page shows of them. */
#include "app/setting_api.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "account/setting.h"
#include "app/app.h"
#include "audit/audit.h"
#include "base/utf8.h"
#include "store/sql.h"

struct setting_row {
	const char *key, *label, *value, *otherwise;
	int64_t is_number, min, max, changed_at;
	const char *changed_by;
};
static const struct field setting_fields[] = {
	{"key", F_TEXT, 0, AT(setting_row, key), L("键", "Key")},
	{"label", F_TEXT, 0, AT(setting_row, label), L("名称", "Label")},
	{"value", F_TEXT, 0, AT(setting_row, value), L("值", "Value")},
	{"default", F_TEXT, 0, AT(setting_row, otherwise), L("默认值", "Default")},
	{"is_number", F_FLAG, 0, AT(setting_row, is_number), L("数字", "A number")},
	{"min", F_INT, 0, AT(setting_row, min), L("最小", "Least")},
	{"max", F_INT, 0, AT(setting_row, max), L("最大", "Most")},
	{"changed_at", F_INSTANT, 0, AT(setting_row, changed_at), L("修改时间", "Changed at")},
	{"changed_by", F_TEXT, 0, AT(setting_row, changed_by), L("修改人", "Changed by")},
	{0},
};

static const char *shown(struct ctx *cx, const struct setting *t, int64_t number, const char *text)
{
	return t->type == F_INT ? mem_format(cx->mem, "%" PRId64, number) : text;
}

static struct setting_row row_of(struct ctx *cx, const struct setting *t)
{
	enum setting_id id = (enum setting_id)(t - settings_table);
	return (struct setting_row){
		.key = t->key,
		.label = cx->lang == LANG_EN ? t->en : t->zh,
		.value = shown(cx, t, setting_int(cx, id), setting_text(cx, id)),
		.otherwise = shown(cx, t, t->number, t->text),
		.is_number = t->type == F_INT,
		.min = t->min,
		.max = t->max,
		.changed_at = NONE,
	};
}

/* Who changed which, and when. */
static err add_changes(struct ctx *cx, struct setting_row *rows)
{
	struct stmt *q = sql(cx, "SELECT s.key, s.at, a.name FROM setting s"
				 " LEFT JOIN account a ON a.id = s.account_id");
	while (sql_next(q)) {
		const struct setting *t = setting_named(col_peek(q, 0));
		if (!t)
			continue; /* of a later version of the program */
		rows[t - settings_table].changed_at = col_i64(q, 1);
		rows[t - settings_table].changed_by = col_str(q, 2);
	}
	return sql_end(q);
}

static err setting_list(struct ctx *cx, struct request *rq)
{
	struct setting_row *rows = mem_array(cx->mem, struct setting_row, SETTING__MAX);
	for (int i = 0; i < SETTING__MAX; i++)
		rows[i] = row_of(cx, &settings_table[i]);
	err e = add_changes(cx, rows);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, SETTING__MAX);
}

struct setting_in {
	const char *value;
};
static const struct field setting_in_fields[] = {
	{"value", F_TEXT, 0, AT(setting_in, value), L("值", "Value"), 0, 200},
	{0},
};

static void check_number(struct ctx *cx, const struct setting *t, const char *value)
{
	char *end;
	int64_t v = value ? strtoll(value, &end, 10) : 0;
	if (!value || !*value || *end || v < t->min || v > t->max)
		fail_field(cx, "value",
			   T("field.range", "应在 {1} 到 {2} 之间", "must be between {1} and {2}"),
			   i64(t->min), i64(t->max));
}

static void check_text(struct ctx *cx, const struct setting *t, const char *value)
{
	int64_t n = value ? (int64_t)utf8_length(value) : 0;
	if (n < t->min || n > t->max)
		fail_field(cx, "value",
			   T("setting.length", "应为 {1} 到 {2} 个字",
			     "must have {1} to {2} characters"),
			   i64(t->min), i64(t->max));
}

static void reload(struct ctx *cx, void *app)
{
	(void)cx;
	app_reload_settings(app);
}

static err setting_put(struct ctx *cx, struct request *rq)
{
	const struct setting_in *in = rq->body;
	const struct setting *t = setting_named(request_segment(rq, "key"));
	if (!t)
		return fail_not_found(cx);
	if (t->type == F_INT)
		check_number(cx, t, in->value);
	else
		check_text(cx, t, in->value);
	if (ctx_err(cx))
		return ctx_err(cx);
	err e = sql_exec(cx,
			 "INSERT INTO setting (key, value, version, at, account_id) VALUES ($1, "
			 "$2, 1, $3, $4)"
			 " ON CONFLICT (key) DO UPDATE SET value = $2, version = setting.version + "
			 "1, at = $3,"
			 " account_id = $4",
			 str(t->key), str(in->value ? in->value : ""), i64(cx->now),
			 i64(cx->account_id));
	if (e)
		return e;
	e = audit_act(cx, &(struct act){.action = "setting.change",
					.detail = mem_format(cx->mem, "{\"key\":\"%s\"}", t->key)});
	if (e)
		return e;
	ctx_after_commit(cx, reload, server_arg(rq));
	struct setting_row row = row_of(cx, t);
	row.value = in->value ? in->value : "";
	return reply_object(cx, rq, &row, NONE);
}

const struct route setting_routes[] = {
	{"GET", "/settings", MAY_WRITE_SETTING, SCOPE_INSTALLATION, setting_list,
	 .out = setting_fields, .summary = "Settings of the installation", .flags = ROUTE_LIST},
	{"PUT", "/settings/{key}", MAY_WRITE_SETTING, SCOPE_INSTALLATION, setting_put,
	 .in = setting_in_fields, .in_size = sizeof(struct setting_in), .out = setting_fields,
	 .summary = "Change a setting", .flags = ROUTE_FRESH},
	{0},
};

/* ─── for every page ─── */

struct site {
	const char *name, *host_unit, *contact, *code, *icp, *police_record;
};
static const struct field site_fields[] = {
	{"name", F_TEXT, 0, AT(site, name), L("系统名称", "Name")},
	{"host_unit", F_TEXT, 0, AT(site, host_unit), L("主办单位", "Host unit")},
	{"contact", F_TEXT, 0, AT(site, contact), L("联系方式", "Contact")},
	{"code", F_TEXT, 0, AT(site, code), L("网站标识码", "Website code")},
	{"icp", F_TEXT, 0, AT(site, icp), L("ICP 备案号", "ICP number")},
	{"police_record", F_TEXT, 0, AT(site, police_record),
	 L("公安备案号", "Police record number")},
	{0},
};

static err site_get(struct ctx *cx, struct request *rq)
{
	return reply_object(cx, rq,
			    &(struct site){
				    setting_text(cx, SETTING_SYSTEM_NAME),
				    setting_text(cx, SETTING_HOST_UNIT),
				    setting_text(cx, SETTING_CONTACT),
				    setting_text(cx, SETTING_SITE_CODE),
				    setting_text(cx, SETTING_ICP),
				    setting_text(cx, SETTING_POLICE_RECORD),
			    },
			    NONE);
}

const struct route site_routes[] = {
	{"GET", "/site", MAY_PUBLIC, SCOPE_PUBLIC, site_get, .out = site_fields,
	 .summary = "Name and imprint of the installation"},
	{0},
};
