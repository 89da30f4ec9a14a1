/* Consents over HTTP: what is asked for, what for, and whether I agree. */
#include "registry/consent.h"

#include "account/account.h"
#include "account/scope.h"
#include "http/request.h"
#include "registry/registry_api.h"
#include "store/sql.h"

struct consent_row {
	int64_t purpose, is_needed, is_sensitive, is_given, wording, given_at, withdrawn_at;
	const char *collected, *why;
};
static const struct field row_fields[] = {
	{"purpose", F_ENUM, 0, AT(consent_row, purpose), L("用途", "Purpose"),
	 .of = &consent_purposes},
	{"collected", F_TEXT, 0, AT(consent_row, collected), L("收集的信息", "What is collected")},
	{"why", F_TEXT, 0, AT(consent_row, why), L("目的与影响", "What for"), 0, 400},
	{"is_needed", F_FLAG, 0, AT(consent_row, is_needed), L("账号所必需", "Needed")},
	{"is_sensitive", F_FLAG, 0, AT(consent_row, is_sensitive), L("敏感个人信息", "Sensitive")},
	{"wording", F_INT, 0, AT(consent_row, wording), L("告知版本", "Version of the notice")},
	{"is_given", F_FLAG, 0, AT(consent_row, is_given), L("已同意", "Given")},
	{"given_at", F_INSTANT, 0, AT(consent_row, given_at), L("同意时间", "Given at")},
	{"withdrawn_at", F_INSTANT, 0, AT(consent_row, withdrawn_at),
	 L("撤回时间", "Withdrawn at")},
	{0},
};

/* The latest of its purpose. */
static err read_latest(struct ctx *cx, struct consent_row *row)
{
	struct stmt *q = sql(cx,
			     "SELECT wording, given_at, withdrawn_at FROM consent"
			     " WHERE account_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1",
			     i64(cx->account_id), i64(row->purpose));
	if (sql_next(q)) {
		row->given_at = col_i64(q, 1);
		row->withdrawn_at = col_i64(q, 2);
		row->is_given = row->withdrawn_at == NONE && col_i64(q, 0) == row->wording;
	}
	return sql_end(q);
}

static err consent_list(struct ctx *cx, struct request *rq)
{
	struct consent_row rows[CONSENT__MAX - 1];
	err e = OK;
	for (enum consent_purpose p = CONSENT_ACCOUNT; p < CONSENT__MAX && !e; p++) {
		const struct consent_notice *notice = consent_notice(p);
		rows[p - 1] = (struct consent_row){
			.purpose = p,
			.collected = text_in(notice->collected, cx->lang),
			.why = text_in(notice->why, cx->lang),
			.is_needed = p == CONSENT_ACCOUNT,
			.is_sensitive = notice->is_sensitive,
			.wording = notice->wording,
			.given_at = NONE,
			.withdrawn_at = NONE,
		};
		e = read_latest(cx, &rows[p - 1]);
	}
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, CONSENT__MAX - 1);
}

struct consent_in {
	int64_t is_given, wording;
};
static const struct field in_fields[] = {
	{"is_given", F_FLAG, REQUIRED, AT(consent_in, is_given), L("同意", "Given")},
	{"wording", F_INT, REQUIRED, AT(consent_in, wording),
	 L("告知版本", "Version of the notice"), 1, 1000},
	{0},
};

/* What was read must be what is asked for now; and an account is not kept without its own. */
static err check(struct ctx *cx, const struct consent_in *in, int64_t purpose)
{
	if (!purpose)
		return fail_not_found(cx);
	if (in->wording != consent_notice((enum consent_purpose)purpose)->wording)
		return fail(cx, ERR_CONFLICT,
			    T("consent.wording", "告知内容已更新，请重新阅读后再确认",
			      "The notice has changed; read it again first"));
	if (purpose == CONSENT_ACCOUNT && in->is_given != 1)
		return fail(cx, ERR_CONFLICT,
			    T("consent.account", "账号必需的信息不能单独撤回，请注销账号",
			      "An account needs this; close the account to take it back"));
	return OK;
}

static err consent_put(struct ctx *cx, struct request *rq)
{
	const struct consent_in *in = rq->body;
	int64_t purpose = choice_find(&consent_purposes, request_segment(rq, "purpose"));
	err e = check(cx, in, purpose);
	if (e)
		return e;
	e = in->is_given == 1 ? consent_give(cx, cx->account_id, (enum consent_purpose)purpose)
			      : consent_withdraw(cx, cx->account_id, (enum consent_purpose)purpose);
	return e ? e : consent_list(cx, rq);
}

const struct route consent_routes[] = {
	{"GET", "/me/consents", MAY_LIVE_HERE, SCOPE_SELF, consent_list, .out = row_fields,
	 .summary = "What I am asked for, what for, and whether I agree", .flags = ROUTE_LIST},
	{"PUT", "/me/consents/{purpose}", MAY_LIVE_HERE, SCOPE_SELF, consent_put, .in = in_fields,
	 .in_size = sizeof(struct consent_in), .out = row_fields,
	 .summary = "Agree to one purpose, or take it back", .flags = ROUTE_LIST},
	{0},
};
