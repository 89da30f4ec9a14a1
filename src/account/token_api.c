/* Machine tokens: a program's way in, with the reach of one post and no more permissions than it
 * is given. The token is shown once. */
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "audit/audit.h"
#include "base/id.h"
#include "http/request.h"
#include "place/reach.h"
#include "store/sql.h"

struct permission_code {
	int64_t may;
};
static const struct field permission_code_fields[] = {
	{"", F_ENUM, REQUIRED, AT(permission_code, may), L("权限", "Permission"),
	 .of = &permissions},
	{0},
};
static const struct element permission_element = {sizeof(struct permission_code),
						  permission_code_fields};

struct token_in {
	int64_t post_id;
	const char *name, *ends_on;
	struct list permissions;
};
static const struct field token_in_fields[] = {
	{"post_id", F_ID, REQUIRED, AT(token_in, post_id), L("岗位", "Post")},
	{"name", F_TEXT, REQUIRED, AT(token_in, name), L("用途", "What for"), 2, 60},
	{"ends_on", F_DATE, REQUIRED, AT(token_in, ends_on), L("截止日期", "Last day")},
	{"permissions", F_LIST, REQUIRED, AT(token_in, permissions), L("权限", "Permissions"), 1,
	 MAY__MAX, .of = &permission_element},
	{0},
};

struct token_row {
	int64_t id, account_id, post_id, made_at, seen_at, revoked_at;
	const char *name, *permissions, *ends_on, *token, *account, *post;
};
static const struct field token_fields[] = {
	{"id", F_ID, 0, AT(token_row, id), L("标识", "Id")},
	{"account_id", F_ID, 0, AT(token_row, account_id), L("账号标识", "Account id")},
	{"account", F_TEXT, 0, AT(token_row, account), L("负责账号", "Account")},
	{"post_id", F_ID, 0, AT(token_row, post_id), L("岗位标识", "Post id")},
	{"post", F_TEXT, 0, AT(token_row, post), L("岗位", "Post")},
	{"name", F_TEXT, 0, AT(token_row, name), L("用途", "What for")},
	{"permissions", F_TEXT, 0, AT(token_row, permissions), L("权限", "Permissions"), 1, 2000},
	{"made_at", F_INSTANT, 0, AT(token_row, made_at), L("创建时间", "Made at")},
	{"ends_on", F_DATE, 0, AT(token_row, ends_on), L("截止日期", "Last day")},
	{"seen_at", F_INSTANT, 0, AT(token_row, seen_at), L("最近使用", "Last used")},
	{"revoked_at", F_INSTANT, 0, AT(token_row, revoked_at), L("撤销时间", "Revoked at")},
	{"token", F_TEXT, 0, AT(token_row, token), L("令牌", "Token")},
	{0},
};

static err token_list(struct ctx *cx, struct request *rq)
{
	struct token_row *rows = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx, "SELECT t.id, t.account_id, a.login AS account, t.post_id, p.title AS post,"
			" t.name, t.permissions, t.made_at, t.ends_on, t.seen_at, t.revoked_at"
			" FROM machine_token t JOIN account a ON a.id = t.account_id"
			" JOIN post p ON p.id = t.post_id ORDER BY t.id DESC LIMIT 500");
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		rows[n].token = NULL;
		sql_read(q, token_fields, &rows[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

/* The codes, comma-separated; each must be one that the post's role has. */
static const char *codes_of(struct ctx *cx, const struct token_in *in, enum role role)
{
	const struct permission_code *p = in->permissions.items;
	struct buf codes = buf_on(cx->mem);
	for (size_t i = 0; i < in->permissions.n; i++) {
		if (!role_may(role, (enum may)p[i].may))
			fail_field(cx, mem_format(cx->mem, "permissions[%zu]", i),
				   T("token.more", "岗位本身没有“{1}”权限",
				     "the post itself may not {2}"),
				   str(choice_of(&permissions, p[i].may)->zh),
				   str(choice_of(&permissions, p[i].may)->code));
		if (i)
			buf_putc(&codes, ',');
		buf_puts(&codes, choice_of(&permissions, p[i].may)->code);
	}
	return buf_text(&codes);
}

static err token_post(struct ctx *cx, struct request *rq)
{
	const struct token_in *in = rq->body;
	unsigned char hash[TOKEN_HASH];
	struct token_row row = {.id = id_new(),
				.post_id = in->post_id,
				.name = in->name,
				.ends_on = in->ends_on,
				.made_at = cx->now,
				.seen_at = NONE,
				.revoked_at = NONE};
	enum role role = 0;
	struct stmt *q = sql(cx, "SELECT account_id, role FROM post WHERE id = $1 AND until >= $2",
			     i64(in->post_id), str(reach_today(cx)));
	if (sql_next(q)) {
		row.account_id = col_i64(q, 0);
		role = (enum role)col_i64(q, 1);
	}
	err e = sql_end(q);
	if (e)
		return e;
	if (!role)
		fail_field(cx, "post_id", T("post.none", "没有这个岗位", "No such post"));
	else
		row.permissions = codes_of(cx, in, role);
	if (ctx_err(cx))
		return ctx_err(cx);
	row.token = token_new(cx->mem);
	token_hash(row.token, hash);
	e = sql_exec(
		cx,
		"INSERT INTO machine_token (token_hash, id, account_id, post_id, name, permissions,"
		" made_at, ends_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		blob(hash, sizeof hash), i64(row.id), i64(row.account_id), i64(row.post_id),
		str(row.name), str(row.permissions), i64(cx->now), str(row.ends_on));
	if (e || (e = audit_act(cx, &(struct act){.action = "token.create",
						  .kind = "token",
						  .subject_id = row.id})))
		return e;
	return reply_created(cx, rq, row.id, &row, NONE);
}

static err token_revoke(struct ctx *cx, struct request *rq)
{
	int64_t changed, id = request_id(rq, "token");
	err e = sql_change(
		cx, &changed,
		"UPDATE machine_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
		i64(id), i64(cx->now));
	if (e)
		return e;
	if (!changed)
		return fail(cx, ERR_NOT_FOUND, T("token.none", "没有这个令牌", "No such token"));
	e = audit_act(cx,
		      &(struct act){.action = "token.revoke", .kind = "token", .subject_id = id});
	return e ? e : reply_nothing(cx, rq);
}

const struct route token_routes[] = {
	{"GET", "/tokens", MAY_READ_ACCOUNT, SCOPE_INSTALLATION, token_list, .out = token_fields,
	 .summary = "Machine tokens", .flags = ROUTE_LIST},
	{"POST", "/tokens", MAY_GRANT_POST, SCOPE_INSTALLATION, token_post, .out = token_fields,
	 .summary = "Make a machine token", .flags = ROUTE_FRESH, .in = token_in_fields,
	 .in_size = sizeof(struct token_in)},
	{"DELETE", "/tokens/{token}", MAY_GRANT_POST, SCOPE_INSTALLATION, token_revoke,
	 .summary = "Revoke a machine token", .flags = ROUTE_FRESH},
	{0},
};
