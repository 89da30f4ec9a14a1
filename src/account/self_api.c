/* What an account's holder does with it: password, second factor, the first sign-in by a one-time
 * link. */
#include <string.h>

#include "account/account.h"
#include "account/password.h"
#include "account/scope.h"
#include "account/totp.h"
#include "audit/audit.h"
#include "base/secret.h"
#include "http/request.h"
#include "store/sql.h"

/* ─── one's own password and second factor ─── */

struct new_password {
	const char *current, *password;
};
static const struct field new_password_fields[] = {
	{"current", F_TEXT, REQUIRED | SECRET, AT(new_password, current),
	 L("当前口令", "Current password"), 1, 200},
	{"password", F_TEXT, REQUIRED | SECRET, AT(new_password, password),
	 L("新口令", "New password"), 1, 200},
	{0},
};

static err prepare_hash(struct ctx *cx, struct request *rq, const struct account *a,
			const char *password)
{
	char *hash;
	err e = password_make(cx, a->id, a->phone ? a->phone : a->login, password, &hash);
	rq->prepared = e ? NULL : hash;
	return e;
}

static err change_password_prepare(struct ctx *cx, struct request *rq)
{
	const struct new_password *in = rq->body;
	struct account a;
	err e = account_load(cx, cx->account_id, &a);
	if (e)
		return e;
	if (!password_verify(a.password_hash, in->current)) {
		fail_field(cx, "current", T("password.wrong", "口令不正确", "Wrong password"));
		return ctx_err(cx);
	}
	return prepare_hash(cx, rq, &a, in->password);
}

static err change_password(struct ctx *cx, struct request *rq)
{
	err e = account_set_password(cx, cx->account_id, rq->prepared, cx->actor->session_id);
	return e ? e : reply_nothing(cx, rq);
}

struct totp_shown {
	const char *secret, *uri, *qr_svg;
};
static const struct field totp_shown_fields[] = {
	{"secret", F_TEXT, 0, AT(totp_shown, secret), L("密钥", "Secret")},
	{"uri", F_TEXT, 0, AT(totp_shown, uri), L("链接", "URI")},
	{"qr_svg", F_TEXT, 0, AT(totp_shown, qr_svg), L("二维码", "QR code"), 1, 20000},
	{0},
};

/* A proposal: kept by nobody until it is confirmed with a code made from it. */
static err totp_begin(struct ctx *cx, struct request *rq)
{
	struct totp_shown shown;
	struct account a;
	err e = account_load(cx, cx->account_id, &a);
	if (e || (e = totp_new(cx, a.login, &shown.secret, &shown.uri)) ||
	    (e = totp_qr(cx, shown.uri, &shown.qr_svg)))
		return e;
	return reply_object(cx, rq, &shown, NONE);
}

struct totp_confirm {
	const char *secret, *code;
};
static const struct field totp_confirm_fields[] = {
	{"secret", F_TEXT, REQUIRED | SECRET, AT(totp_confirm, secret), L("密钥", "Secret"), 16,
	 64},
	{"code", F_TEXT, REQUIRED | SECRET, AT(totp_confirm, code), L("动态口令", "Code"), 6, 6},
	{0},
};

static err keep_totp(struct ctx *cx, const char *secret, int64_t step, const char *action)
{
	err e = sql_exec(cx,
			 "UPDATE account SET totp = $2, totp_step = $3, version = version + 1"
			 " WHERE id = $1",
			 i64(cx->account_id), secret_seal(cx, secret), i64(step));
	return e ? e
		 : audit_act(cx, &(struct act){.action = action,
					       .kind = "account",
					       .subject_id = cx->account_id});
}

static err totp_set(struct ctx *cx, struct request *rq)
{
	const struct totp_confirm *in = rq->body;
	int64_t step;
	if (!totp_verify(cx, in->secret, in->code, 0, &step)) {
		fail_field(cx, "code",
			   T("totp.wrong", "与密钥不符，请核对手机时间后重试",
			     "does not match; check the phone's clock and try again"));
		return ctx_err(cx);
	}
	err e = keep_totp(cx, in->secret, step, "account.set_totp");
	return e ? e : reply_nothing(cx, rq);
}

static err totp_remove(struct ctx *cx, struct request *rq)
{
	err e = keep_totp(cx, NULL, 0, "account.remove_totp");
	return e ? e : reply_nothing(cx, rq);
}

/* ─── one-time links ─── */

struct invitation {
	int64_t account_id;
	const char *login, *name;
};
static const struct field invitation_fields[] = {
	{"login", F_TEXT, 0, AT(invitation, login), L("账号", "Account")},
	{"name", F_TEXT, 0, AT(invitation, name), L("姓名", "Name")},
	{0},
};

static err invitation_load(struct ctx *cx, struct request *rq, struct invitation *ret)
{
	unsigned char hash[TOKEN_HASH];
	token_hash(request_segment(rq, "token"), hash);
	struct stmt *q = sql(cx,
			     "SELECT a.id, a.login, a.name FROM invitation i"
			     " JOIN account a ON a.id = i.account_id"
			     " WHERE i.token_hash = $1 AND i.ends_at > $2 AND i.used_at IS NULL"
			     " AND a.state <> $3",
			     blob(hash, sizeof hash), i64(cx->now), i64(ACCOUNT_CLOSED));
	bool is_there = sql_next(q);
	if (is_there)
		*ret = (struct invitation){col_i64(q, 0), col_str(q, 1), col_str(q, 2)};
	err e = sql_end(q);
	if (e || is_there)
		return e;
	return fail(cx, ERR_NOT_FOUND,
		    T("invitation.none", "链接无效、已使用或已过期，请联系系统管理员重新发送",
		      "The link is unknown, used or expired; ask the system administrator for "
		      "another"));
}

static err invitation_get(struct ctx *cx, struct request *rq)
{
	struct invitation i;
	err e = invitation_load(cx, rq, &i);
	return e ? e : reply_object(cx, rq, &i, NONE);
}

struct accept {
	const char *password;
};
static const struct field accept_fields[] = {
	{"password", F_TEXT, REQUIRED | SECRET, AT(accept, password), L("口令", "Password"), 1,
	 200},
	{0},
};

static err invitation_accept_prepare(struct ctx *cx, struct request *rq)
{
	const struct accept *in = rq->body;
	struct invitation i;
	struct account a;
	err e = invitation_load(cx, rq, &i);
	if (e || (e = account_load(cx, i.account_id, &a)))
		return e;
	return prepare_hash(cx, rq, &a, in->password);
}

static err invitation_accept(struct ctx *cx, struct request *rq)
{
	unsigned char hash[TOKEN_HASH];
	struct invitation i;
	struct account a;
	token_hash(request_segment(rq, "token"), hash);
	err e = invitation_load(cx, rq, &i);
	if (e || (e = account_set_password(cx, i.account_id, rq->prepared, 0)))
		return e;
	e = sql_exec(cx, "UPDATE invitation SET used_at = $2 WHERE token_hash = $1",
		     blob(hash, sizeof hash), i64(cx->now));
	if (e || (e = account_load(cx, i.account_id, &a)))
		return e;
	return session_open(cx, rq, &a);
}

#define BODY(type, fields) .in = fields, .in_size = sizeof(struct type)

const struct route self_routes[] = {
	{"PUT", "/account/password", MAY_BE_SELF, SCOPE_SELF, change_password,
	 .summary = "Change one's own password", .flags = ROUTE_SESSION,
	 .prepare = change_password_prepare, BODY(new_password, new_password_fields)},
	{"POST", "/account/totp", MAY_BE_SELF, SCOPE_SELF, totp_begin, .out = totp_shown_fields,
	 .summary = "Propose a second factor", .flags = ROUTE_FRESH},
	{"PUT", "/account/totp", MAY_BE_SELF, SCOPE_SELF, totp_set,
	 .summary = "Confirm the second factor", .flags = ROUTE_FRESH,
	 BODY(totp_confirm, totp_confirm_fields)},
	{"DELETE", "/account/totp", MAY_BE_SELF, SCOPE_SELF, totp_remove,
	 .summary = "Remove the second factor", .flags = ROUTE_FRESH},
	{"GET", "/invitations/{token}", MAY_PUBLIC, SCOPE_PUBLIC, invitation_get,
	 .out = invitation_fields, .summary = "Whom a one-time link lets in"},
	{"POST", "/invitations/{token}", MAY_PUBLIC, SCOPE_PUBLIC, invitation_accept,
	 .out = session_fields, .summary = "Set the first password and sign in",
	 .prepare = invitation_accept_prepare, BODY(accept, accept_fields)},
	{0},
};
