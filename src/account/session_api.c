/* Signing in and out, choosing a post, giving the password again. */
#include <string.h>

#include "account/account.h"
#include "account/password.h"
#include "account/scope.h"
#include "account/setting.h"
#include "account/throttle.h"
#include "account/totp.h"
#include "audit/audit.h"
#include "base/id.h"
#include "http/request.h"
#include "place/reach.h"
#include "place/region.h"
#include "store/sql.h"

enum { AGENT_MAX = 120 };

static const struct throttle by_address = {"sign_in", 30, 10 * 60 * 1000};

/* ─── signing in ─── */

struct sign_in {
	const char *login, *password, *code;
};
static const struct field sign_in_fields[] = {
	{"login", F_TEXT, REQUIRED, AT(sign_in, login), L("账号", "Account"), 1, 60},
	{"password", F_TEXT, REQUIRED | SECRET, AT(sign_in, password), L("口令", "Password"), 1,
	 200},
	{"code", F_TEXT, SECRET, AT(sign_in, code), L("动态口令", "Code"), 6, 6},
	{0},
};

/* What prepare found out, slowly, for the handler to act on. */
struct attempt {
	struct account *account; /* NULL: no such account */
	bool is_password_right;
	int64_t wait_s; /* > 0: refused before the password was looked at */
};

/* How long the account stays locked; 0: it is not. */
static int64_t locked_s(const struct ctx *cx, const struct account *a)
{
	bool is_locked = a->locked_until != NONE && a->locked_until > cx->now;
	return is_locked ? (a->locked_until - cx->now + 999) / 1000 : 0;
}

static err sign_in_prepare(struct ctx *cx, struct request *rq)
{
	const struct sign_in *in = rq->body;
	struct attempt *a = rq->prepared = mem_new(cx->mem, struct attempt);
	if (!throttle_allows(cx, &by_address, rq->peer, &a->wait_s))
		return ctx_err(cx);
	err e = account_find(cx, account_login_of(cx, in->login), &a->account);
	if (e)
		return e;
	if (a->account && (a->wait_s = locked_s(cx, a->account)) > 0)
		return OK;
	if (a->account && a->account->password_hash)
		a->is_password_right = password_verify(a->account->password_hash, in->password);
	else
		password_pretend(in->password);
	return OK;
}

/* What prepare found out, as it stands by now: others may have tried meanwhile. */
static err read_again(struct ctx *cx, const struct attempt *before, struct attempt *ret)
{
	*ret = *before;
	if (!before->account || before->wait_s > 0)
		return OK;
	ret->account = mem_new(cx->mem, struct account);
	err e = account_load(cx, before->account->id, ret->account);
	if (e)
		return e;
	ret->wait_s = locked_s(cx, ret->account);
	ret->is_password_right =
		before->is_password_right && ret->account->password_hash &&
		!strcmp(ret->account->password_hash, before->account->password_hash);
	return OK;
}

static int64_t locked_until(const struct ctx *cx)
{
	return cx->now + setting_int(cx, SETTING_LOCK_MINUTES) * 60 * 1000;
}

static err note_failure(struct ctx *cx, struct request *rq, const struct account *a)
{
	err e = throttle_count(cx, &by_address, rq->peer);
	if (e || !a)
		return e;
	return sql_exec(cx,
			"UPDATE account SET failures = failures + 1, locked_until = $2"
			" WHERE id = $1",
			i64(a->id),
			i64(a->failures + 1 >= setting_int(cx, SETTING_LOCK_FAILURES)
				    ? locked_until(cx)
				    : NONE));
}

static err note_refusal(struct ctx *cx, const struct account *a, const char *why)
{
	return audit_act(cx,
			 &(struct act){.action = "session.open",
				       .kind = "account",
				       .subject_id = a ? a->id : 0,
				       .detail = mem_format(cx->mem, "{\"refused\":\"%s\"}", why),
				       .is_refused = true});
}

static err refuse_wait(struct ctx *cx, struct request *rq, const struct attempt *a)
{
	err e = note_refusal(cx, a->account, "locked");
	if (e)
		return e;
	reply_header(rq, "Retry-After", mem_format(cx->mem, "%lld", (long long)a->wait_s));
	return reply_refused(cx, rq, ERR_TOO_MANY,
			     T("session.wait", "尝试次数过多，请在 {1} 分钟后再试",
			       "Too many attempts; try again in {1} minutes"),
			     i64((a->wait_s + 59) / 60));
}

/* One text for a wrong account and a wrong password, so that neither can be fished for. */
static err refuse_wrong(struct ctx *cx, struct request *rq, const struct attempt *a)
{
	err e = note_failure(cx, rq, a->account);
	if (e || (e = note_refusal(cx, a->account, "wrong")))
		return e;
	return reply_refused(cx, rq, ERR_UNAUTHENTICATED,
			     T("session.wrong", "账号或口令不正确", "Wrong account or password"));
}

static err refuse_code(struct ctx *cx, struct request *rq, const struct attempt *a, bool is_wrong)
{
	if (!is_wrong)
		return reply_refused(cx, rq, ERR_UNAUTHENTICATED,
				     T("session.code_needed", "请输入动态口令",
				       "The second factor is needed"));
	err e = note_failure(cx, rq, a->account);
	if (e || (e = note_refusal(cx, a->account, "code")))
		return e;
	return reply_refused(cx, rq, ERR_UNAUTHENTICATED,
			     T("session.code_wrong", "动态口令不正确或已使用过",
			       "The code is wrong, or was used already"));
}

/* Succeeds too when no second factor is set up. */
static bool is_code_right(struct ctx *cx, const struct account *a, const char *code,
			  int64_t *ret_step)
{
	*ret_step = a->totp_step;
	return !a->totp || (code && totp_verify(cx, a->totp, code, a->totp_step, ret_step));
}

static err sign_in(struct ctx *cx, struct request *rq)
{
	const struct sign_in *in = rq->body;
	struct attempt a;
	int64_t step;
	err e = read_again(cx, rq->prepared, &a);
	if (e)
		return e;
	if (a.wait_s > 0)
		return refuse_wait(cx, rq, &a);
	if (!a.is_password_right || a.account->state != ACCOUNT_ACTIVE)
		return refuse_wrong(cx, rq, &a);
	if (!is_code_right(cx, a.account, in->code, &step))
		return refuse_code(cx, rq, &a, in->code != NULL);
	e = throttle_forget(cx, &by_address, rq->peer);
	return e ? e : session_sign_in(cx, rq, a.account, step);
}

/* ─── the session ─── */

static int64_t first_post(struct ctx *cx, int64_t account_id)
{
	const char *today = reach_today(cx);
	return sql_int(cx, NONE,
		       "SELECT id FROM post WHERE account_id = $1 AND since <= $2 AND until >= $2"
		       " ORDER BY id LIMIT 1",
		       i64(account_id), str(today));
}

static const char *agent_of(struct ctx *cx, const struct request *rq)
{
	const char *agent = request_header(rq, "User-Agent");
	return agent ? mem_strn(cx->mem, agent, AGENT_MAX) : "";
}

err session_open(struct ctx *cx, struct request *rq, const struct account *a)
{
	unsigned char hash[TOKEN_HASH];
	const struct actor *actor;
	const char *token = token_new(cx->mem);
	token_hash(token, hash);
	err e = sql_exec(
		cx,
		"INSERT INTO session (token_hash, id, account_id, post_id, csrf, opened_at,"
		" seen_at, ends_at, fresh_until, peer, agent)"
		" VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)",
		blob(hash, sizeof hash), i64(id_new()), i64(a->id), i64(first_post(cx, a->id)),
		str(token_new(cx->mem)), i64(cx->now), i64(cx->now + session_longest_ms(cx)),
		i64(cx->now + session_fresh_ms(cx)), str(rq->peer), str(agent_of(cx, rq)));
	if (e || (e = actor_by_session(cx, token, &actor)))
		return e;
	e = audit_act(cx, &(struct act){.action = "session.open",
					.kind = "account",
					.subject_id = a->id});
	if (e)
		return e;
	reply_cookie(rq, SESSION_COOKIE, token, session_longest_ms(cx) / 1000);
	return session_show(cx, rq);
}

err session_sign_in(struct ctx *cx, struct request *rq, const struct account *a, int64_t totp_step)
{
	err e = sql_exec(cx,
			 "UPDATE account SET failures = 0, locked_until = NULL, totp_step = $2,"
			 " last_sign_in_at = $3, last_sign_in_from = $4 WHERE id = $1",
			 i64(a->id), i64(totp_step), i64(cx->now), str(rq->peer));
	return e ? e : session_open(cx, rq, a);
}

struct post_shown {
	int64_t id, role, reach_id;
	const char *title, *organisation, *reach;
};
static const struct field post_shown_fields[] = {
	{"id", F_ID, 0, AT(post_shown, id), L("标识", "Id")},
	{"role", F_ENUM, 0, AT(post_shown, role), L("角色", "Role"), .of = &roles},
	{"title", F_TEXT, 0, AT(post_shown, title), L("岗位", "Post")},
	{"organisation", F_TEXT, 0, AT(post_shown, organisation), L("单位", "Organisation")},
	{"reach_id", F_ID, 0, AT(post_shown, reach_id), L("管理范围标识", "Reach id")},
	{"reach", F_TEXT, 0, AT(post_shown, reach), L("管理范围", "Reach")},
	{0},
};
static const struct element post_element = {sizeof(struct post_shown), post_shown_fields};

struct code {
	const char *code;
};
static const struct field code_fields[] = {
	{"", F_TEXT, 0, AT(code, code), L("代码", "Code")},
	{0},
};
static const struct element code_element = {sizeof(struct code), code_fields};

struct session_shown {
	int64_t account_id, session_id, post_id, reach_id, idle_s, fresh_until, last_sign_in_at,
		has_totp;
	const char *login, *name, *csrf, *last_sign_in_from;
	struct list posts, permissions;
};
const struct field session_fields[] = {
	{"account_id", F_ID, 0, AT(session_shown, account_id), L("账号标识", "Account id")},
	{"login", F_TEXT, 0, AT(session_shown, login), L("账号", "Account")},
	{"name", F_TEXT, 0, AT(session_shown, name), L("姓名", "Name")},
	{"session_id", F_ID, 0, AT(session_shown, session_id), L("会话标识", "Session id")},
	{"csrf", F_TEXT, 0, AT(session_shown, csrf), L("防伪令牌", "CSRF token")},
	{"posts", F_LIST, 0, AT(session_shown, posts), L("岗位", "Posts"), .of = &post_element},
	{"post_id", F_ID, 0, AT(session_shown, post_id), L("当前岗位", "Current post")},
	{"reach_id", F_ID, 0, AT(session_shown, reach_id), L("当前范围", "Current reach")},
	{"permissions", F_LIST, 0, AT(session_shown, permissions), L("权限", "Permissions"),
	 .of = &code_element},
	{"has_totp", F_FLAG, 0, AT(session_shown, has_totp), L("动态口令", "Second factor")},
	{"idle_s", F_INT, 0, AT(session_shown, idle_s), L("空闲时限（秒）", "Idle limit, seconds")},
	{"fresh_until", F_INSTANT, 0, AT(session_shown, fresh_until),
	 L("再次验证有效至", "Fresh until")},
	{"last_sign_in_at", F_INSTANT, 0, AT(session_shown, last_sign_in_at),
	 L("上次登录", "Last sign-in")},
	{"last_sign_in_from", F_TEXT, 0, AT(session_shown, last_sign_in_from),
	 L("上次登录地址", "Last sign-in from")},
	{0},
};

static err read_posts(struct ctx *cx, int64_t account_id, struct list *ret)
{
	const char *today = reach_today(cx);
	struct post_shown *posts = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT p.id, p.role, p.title, o.name, p.reach_id,"
			     " coalesce(r.name, ro.name, e.name) FROM post p"
			     " LEFT JOIN organisation o ON o.home_id = p.organisation_id"
			     " LEFT JOIN region r ON r.home_id = p.reach_id"
			     " LEFT JOIN organisation ro ON ro.home_id = p.reach_id"
			     " LEFT JOIN estate e ON e.home_id = p.reach_id"
			     " WHERE p.account_id = $1 AND p.since <= $2 AND p.until >= $2"
			     " ORDER BY p.id",
			     i64(account_id), str(today));
	while (sql_next(q)) {
		posts = mem_grow(cx->mem, posts, n + 1);
		posts[n++] = (struct post_shown){
			.id = col_i64(q, 0),
			.role = col_i64(q, 1),
			.title = col_str(q, 2),
			.organisation = col_str(q, 3),
			.reach_id = col_i64(q, 4),
			.reach = col_str(q, 5),
		};
	}
	*ret = (struct list){posts, n};
	return sql_end(q);
}

static struct list permissions_of(struct ctx *cx, const struct actor *a)
{
	struct code *codes = mem_array(cx->mem, struct code, MAY__MAX);
	size_t n = 0;
	for (int may = 1; may < MAY__MAX; may++)
		if (actor_may(a, (enum may)may))
			codes[n++].code = choice_of(&permissions, may)->code;
	return (struct list){codes, n};
}

err session_show(struct ctx *cx, struct request *rq)
{
	const struct actor *a = cx->actor;
	struct account account;
	struct session_shown s = {
		.account_id = a->account_id,
		.session_id = a->session_id,
		.post_id = a->post_id,
		.reach_id = a->reach_id,
		.idle_s = session_idle_ms(cx) / 1000,
		.fresh_until = a->fresh_until,
		.name = a->name,
		.csrf = a->csrf,
		.permissions = permissions_of(cx, a),
	};
	err e = account_load(cx, a->account_id, &account);
	if (e || (e = read_posts(cx, a->account_id, &s.posts)))
		return e;
	s.login = account.phone ? mask_text(cx->mem, MASK_PHONE, account.phone) : account.login;
	s.has_totp = account.has_totp;
	s.last_sign_in_at = account.last_sign_in_at;
	s.last_sign_in_from = account.last_sign_in_from;
	return reply_object(cx, rq, &s, NONE);
}

static err sign_out(struct ctx *cx, struct request *rq)
{
	err e = sql_exec(cx, "DELETE FROM session WHERE id = $1", i64(cx->actor->session_id));
	if (e || (e = audit_act(cx, &(struct act){.action = "session.close"})))
		return e;
	reply_cookie(rq, SESSION_COOKIE, "", 0);
	return reply_nothing(cx, rq);
}

struct choose {
	int64_t post_id;
};
static const struct field choose_fields[] = {
	{"post_id", F_ID, REQUIRED, AT(choose, post_id), L("岗位", "Post")},
	{0},
};

static err choose_post(struct ctx *cx, struct request *rq)
{
	const struct choose *in = rq->body;
	const struct actor *again;
	int64_t changed;
	err e = sql_change(
		cx, &changed,
		"UPDATE session SET post_id = $2 WHERE id = $1 AND EXISTS (SELECT 1 FROM post"
		" WHERE id = $2 AND account_id = $3 AND since <= $4 AND until >= $4)",
		i64(cx->actor->session_id), i64(in->post_id), i64(cx->account_id),
		str(reach_today(cx)));
	if (e)
		return e;
	if (!changed)
		return fail(cx, ERR_NOT_FOUND,
			    T("post.not_yours", "这不是您的有效岗位", "This is no post of yours"));
	if ((e = audit_act(cx, &(struct act){.action = "session.choose_post",
					     .kind = "post",
					     .subject_id = in->post_id})))
		return e;
	e = actor_by_session(cx, request_cookie(rq, SESSION_COOKIE), &again);
	return e ? e : session_show(cx, rq);
}

/* ─── giving the password again ─── */

struct fresh {
	const char *password;
};
static const struct field fresh_fields[] = {
	{"password", F_TEXT, REQUIRED | SECRET, AT(fresh, password), L("口令", "Password"), 1, 200},
	{0},
};

static const struct throttle by_session = {"fresh", 5, 10 * 60 * 1000};

static const char *session_text(struct ctx *cx)
{
	return mem_format(cx->mem, "%lld", (long long)cx->actor->session_id);
}

static err freshen_prepare(struct ctx *cx, struct request *rq)
{
	const struct fresh *in = rq->body;
	struct attempt *a = rq->prepared = mem_new(cx->mem, struct attempt);
	a->account = mem_new(cx->mem, struct account);
	if (!throttle_allows(cx, &by_session, session_text(cx), &a->wait_s))
		return ctx_err(cx);
	err e = account_load(cx, cx->account_id, a->account);
	if (e == OK)
		a->is_password_right = password_verify(a->account->password_hash, in->password);
	return e;
}

static err freshen(struct ctx *cx, struct request *rq)
{
	const struct attempt *a = rq->prepared;
	const struct actor *again;
	if (a->wait_s > 0)
		return refuse_wait(cx, rq, a);
	err e = a->is_password_right ? throttle_forget(cx, &by_session, session_text(cx))
				     : throttle_count(cx, &by_session, session_text(cx));
	if (e)
		return e;
	if (!a->is_password_right)
		return reply_refused(cx, rq, ERR_DENIED,
				     T("password.wrong", "口令不正确", "Wrong password"));
	e = sql_exec(cx, "UPDATE session SET fresh_until = $2 WHERE id = $1",
		     i64(cx->actor->session_id), i64(cx->now + session_fresh_ms(cx)));
	if (e || (e = actor_by_session(cx, request_cookie(rq, SESSION_COOKIE), &again)))
		return e;
	return session_show(cx, rq);
}

/* ─── other sessions ─── */

struct session_row {
	int64_t id, opened_at, seen_at;
	const char *peer, *agent;
};
static const struct field session_row_fields[] = {
	{"id", F_ID, 0, AT(session_row, id), L("标识", "Id")},
	{"opened_at", F_INSTANT, 0, AT(session_row, opened_at), L("登录时间", "Signed in at")},
	{"seen_at", F_INSTANT, 0, AT(session_row, seen_at), L("最近使用", "Last used")},
	{"peer", F_TEXT, 0, AT(session_row, peer), L("地址", "Address")},
	{"agent", F_TEXT, 0, AT(session_row, agent), L("浏览器", "Browser")},
	{0},
};

static err session_list(struct ctx *cx, struct request *rq)
{
	struct session_row *rows = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT id, opened_at, seen_at, peer, agent FROM session"
			     " WHERE account_id = $1 AND ends_at > $2 ORDER BY id DESC LIMIT 100",
			     i64(cx->account_id), i64(cx->now));
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		sql_read(q, session_row_fields, &rows[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

static err session_end(struct ctx *cx, struct request *rq)
{
	int64_t changed;
	err e = sql_change(cx, &changed, "DELETE FROM session WHERE id = $1 AND account_id = $2",
			   i64(request_id(rq, "session")), i64(cx->account_id));
	if (e)
		return e;
	if (!changed)
		return fail(cx, ERR_NOT_FOUND,
			    T("session.none", "没有这个会话", "No such session"));
	e = audit_act(cx, &(struct act){.action = "session.end",
					.kind = "session",
					.subject_id = request_id(rq, "session")});
	return e ? e : reply_nothing(cx, rq);
}

#define BODY(type, fields) .in = fields, .in_size = sizeof(struct type)

const struct route session_routes[] = {
	{"POST", "/session", MAY_PUBLIC, SCOPE_PUBLIC, sign_in, .out = session_fields,
	 .summary = "Sign in", .prepare = sign_in_prepare, BODY(sign_in, sign_in_fields)},
	{"GET", "/session", MAY_BE_SELF, SCOPE_SELF, session_show, .out = session_fields,
	 .summary = "Who is signed in, with which posts and permissions"},
	{"DELETE", "/session", MAY_BE_SELF, SCOPE_SELF, sign_out, .summary = "Sign out",
	 .flags = ROUTE_SESSION},
	{"PUT", "/session/post", MAY_BE_SELF, SCOPE_SELF, choose_post, .out = session_fields,
	 .summary = "Act under another of one's posts", .flags = ROUTE_SESSION,
	 BODY(choose, choose_fields)},
	{"POST", "/session/fresh", MAY_BE_SELF, SCOPE_SELF, freshen, .out = session_fields,
	 .summary = "Give the password again, before a dangerous act", .flags = ROUTE_SESSION,
	 .prepare = freshen_prepare, BODY(fresh, fresh_fields)},
	{"GET", "/sessions", MAY_BE_SELF, SCOPE_SELF, session_list, .out = session_row_fields,
	 .summary = "Where the account is signed in", .flags = ROUTE_LIST},
	{"DELETE", "/sessions/{session}", MAY_BE_SELF, SCOPE_SELF, session_end,
	 .summary = "Sign out elsewhere", .flags = ROUTE_SESSION},
	{0},
};
