/* What is kept for those who may read it: outgoing messages, looks at one's own data. */
#include "account/account.h"
#include "account/looks.h"
#include "account/outbox.h"
#include "account/scope.h"
#include "http/page.h"
#include "store/sql.h"

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
	{"GET", "/outbox", MAY_READ_OUTBOX, SCOPE_INSTALLATION, outbox_list, .out = outbox_fields,
	 .summary = "Messages that leave the system", .flags = ROUTE_LIST},
	{"GET", "/me/looks", MAY_BE_SELF, SCOPE_SELF, look_list, .out = look_fields,
	 .summary = "Who looked at my personal data", .flags = ROUTE_LIST},
	{0},
};
