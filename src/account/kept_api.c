/* What is kept about acts, for those who may read it: the audit and its export, outgoing messages,
 * looks at one's own data, and the versions of any registered thing. */
#include <string.h>

#include "account/account.h"
#include "account/looks.h"
#include "account/outbox.h"
#include "account/scope.h"
#include "audit/audit.h"
#include "base/date.h"
#include "http/page.h"
#include "store/sql.h"

/* ─── the audit ─── */

struct audit_row {
	int64_t id, at, account_id, is_refused, home_id, subject_id, block;
	const char *account, *action, *kind, *detail, *reason;
};
static const struct field audit_fields[] = {
	{"id", F_ID, 0, AT(audit_row, id), L("标识", "Id")},
	{"at", F_INSTANT, 0, AT(audit_row, at), L("时间", "At")},
	{"account_id", F_ID, 0, AT(audit_row, account_id), L("账号标识", "Account id")},
	{"account", F_TEXT, 0, AT(audit_row, account), L("账号", "Account")},
	{"action", F_TEXT, 0, AT(audit_row, action), L("操作", "Action")},
	{"is_refused", F_FLAG, 0, AT(audit_row, is_refused), L("被拒绝", "Refused")},
	{"home_id", F_ID, 0, AT(audit_row, home_id), L("归属", "Home")},
	{"kind", F_TEXT, 0, AT(audit_row, kind), L("对象类别", "Kind")},
	{"subject_id", F_ID, 0, AT(audit_row, subject_id), L("对象", "Subject")},
	{"detail", F_TEXT, 0, AT(audit_row, detail), L("内容", "Detail"), 0, 10000},
	{"reason", F_TEXT, 0, AT(audit_row, reason), L("原因", "Reason")},
	{"block", F_INT, 0, AT(audit_row, block), L("封存块", "Block")},
	{0},
};

static const struct sort audit_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT x.id, x.id, x.at, x.account_id, a.login AS account, x.action, "
		  "x.is_refused,"
		  " x.home_id, x.kind, x.subject_id, x.detail, x.reason, x.block"
		  " FROM audit x LEFT JOIN account a ON a.id = x.account_id"
		  " WHERE x.at >= $5 AND x.at < $6"
		  " AND (CAST($7 AS TEXT) IS NULL OR a.login = $7)"
		  " AND (CAST($8 AS TEXT) IS NULL OR (x.action >= $8 AND x.action < $9))",
		  "x.id", "x.id")},
	{0},
};
static const struct param audit_query[] = {
	{"since", F_DATE, NULL},
	{"until", F_DATE, NULL},
	{"account", F_TEXT, NULL},
	{"action", F_TEXT, NULL},
	{0},
};

static int64_t day_param(const struct request *rq, const char *name, int64_t otherwise,
			 int64_t plus)
{
	const char *date = request_param(rq, name);
	return date ? date_to_instant(date) + plus : otherwise;
}

static err audit_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, audit_sorts, &p);
	if (e)
		return e;
	const char *action = request_param(rq, "action");
	struct stmt *q =
		sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(day_param(rq, "since", 0, 0)),
			i64(day_param(rq, "until", INT64_MAX, DAY_MS)),
			str(request_param(rq, "account")), str(action),
			str(action ? mem_format(cx->mem, "%s\x7f", action) : NULL));
	return reply_page(cx, rq, &p, q, NONE);
}

/* ─── messages ─── */

struct outbox_row {
	int64_t id, channel, made_at, tries, sent_at;
	const char *address, *body, *error;
};
static const struct field outbox_fields[] = {
	{"id", F_ID, 0, AT(outbox_row, id), L("标识", "Id")},
	{"channel", F_ENUM, 0, AT(outbox_row, channel), L("渠道", "Channel"), .of = &channels},
	{"address", F_TEXT, PERSONAL, AT(outbox_row, address), L("收件人", "To"),
	 .mask = MASK_PHONE},
	{"body", F_TEXT, PERSONAL, AT(outbox_row, body), L("内容", "Text"), 0, 2000},
	{"made_at", F_INSTANT, 0, AT(outbox_row, made_at), L("生成时间", "Made at")},
	{"tries", F_INT, 0, AT(outbox_row, tries), L("次数", "Tries")},
	{"sent_at", F_INSTANT, 0, AT(outbox_row, sent_at), L("发送时间", "Sent at")},
	{"error", F_TEXT, 0, AT(outbox_row, error), L("失败原因", "Error")},
	{0},
};
static const struct sort outbox_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, channel, address, made_at, tries, sent_at, error FROM outbox"
		  " WHERE made_at > 0",
		  "id", "id")},
	{0},
};

static err outbox_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, outbox_sorts, &p);
	return e ? e : reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p)), NONE);
}

/* ─── looks at personal data ─── */

struct look_row {
	int64_t id, at;
	const char *post_title, *organisation, *fields, *reason;
};
const struct field look_fields[] = {
	{"id", F_ID, 0, AT(look_row, id), L("标识", "Id")},
	{"at", F_INSTANT, 0, AT(look_row, at), L("时间", "At")},
	{"post_title", F_TEXT, 0, AT(look_row, post_title), L("岗位", "Post")},
	{"organisation", F_TEXT, 0, AT(look_row, organisation), L("单位", "Organisation")},
	{"fields", F_TEXT, 0, AT(look_row, fields), L("查看的内容", "Fields")},
	{"reason", F_TEXT, 0, AT(look_row, reason), L("理由", "Reason")},
	{0},
};
static const struct sort look_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, at, post_title, organisation, fields, reason FROM look"
		  " WHERE person_id = $5",
		  "id", "id")},
	{0},
};

err looks_reply(struct ctx *cx, struct request *rq, int64_t person_id)
{
	struct page p;
	err e = page_read(cx, rq, look_sorts, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(person_id)), NONE);
}

static err look_list(struct ctx *cx, struct request *rq)
{
	return looks_reply(cx, rq, cx->actor->person_id);
}

const struct route kept_routes[] = {
	{"GET", "/audit", MAY_READ_AUDIT, SCOPE_INSTALLATION, audit_list, .out = audit_fields,
	 .summary = "The audit", .flags = ROUTE_LIST | ROUTE_SLOW, .query = audit_query},
	{"GET", "/outbox", MAY_READ_OUTBOX, SCOPE_INSTALLATION, outbox_list, .out = outbox_fields,
	 .summary = "Messages that leave the system", .flags = ROUTE_LIST},
	{"GET", "/me/looks", MAY_BE_SELF, SCOPE_SELF, look_list, .out = look_fields,
	 .summary = "Who looked at my personal data", .flags = ROUTE_LIST},
	{0},
};
