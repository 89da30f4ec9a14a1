/* Accounts and posts as the administrators see them: the system administrator makes accounts, the
 * security administrator grants posts. */
#include <string.h>

#include "account/account.h"
#include "account/outbox.h"
#include "account/scope.h"
#include "audit/audit.h"
#include "audit/touched.h"
#include "base/date.h"
#include "http/page.h"
#include "place/identifier.h"
#include "place/reach.h"

/* ─── accounts, for the administrators ─── */

#define MATCHES(pattern)                                                                  \
	"(CAST(" pattern " AS TEXT) IS NULL OR lower(login) LIKE " pattern " ESCAPE '\\'" \
	" OR replace(lower(name), ' ', '') LIKE " pattern " ESCAPE '\\')"
/* Residents' logins are hashes of their phones (account_login_of): they are asked for apart. */
#define IN_STATE(state, residents)                                      \
	" AND (CAST(" state " AS BIGINT) IS NULL OR state = " state ")" \
	" AND (" residents " = 1) = (login >= 'phone:' AND login < 'phone;')"

static const struct sort account_sorts[] = {
	{"login", F_TEXT,
	 PAGE_SQL("SELECT login, id, version, name, state,"
		  " CASE WHEN totp IS NULL THEN 0 ELSE 1 END AS has_totp, failures, locked_until,"
		  " password_at, last_sign_in_at FROM account WHERE " MATCHES("$5")
			  IN_STATE("$6", "$7"),
		  "login", "id")},
	{0},
};
static const struct param account_query[] = {
	{"q", F_TEXT, NULL},
	{"state", F_ENUM, &account_states},
	{"residents", F_FLAG, NULL},
	{0},
};

static err account_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	int64_t total = NONE;
	struct arg pattern = str(text_pattern(cx->mem, request_param(rq, "q")));
	struct arg state = i64(request_param_int(rq, "state"));
	struct arg residents = flag(request_param_int(rq, "residents") == 1);
	err e = page_read(cx, rq, account_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM account WHERE " MATCHES("$1")
					IN_STATE("$2", "$3") " LIMIT " PAGE_COUNT ") x",
				pattern, state, residents);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), pattern, state, residents),
			  total);
}

static err account_get(struct ctx *cx, struct request *rq)
{
	struct account a;
	err e = account_load(cx, request_id(rq, "account"), &a);
	return e ? e : reply_object(cx, rq, &a, a.version);
}

struct account_in {
	const char *login, *name, *phone;
};
static const struct field account_in_fields[] = {
	{"login", F_TEXT, REQUIRED, AT(account_in, login), L("账号", "Account"), 3, 40},
	{"name", F_TEXT, REQUIRED, AT(account_in, name), L("姓名", "Name"), 1, 60},
	{"phone", F_TEXT, 0, AT(account_in, phone), L("手机", "Phone"), 5, 20},
	{0},
};

/* The account, and the link that is told once. */
struct account_made {
	struct account a;
	const char *link;
};
static const struct field account_made_fields[] = {
	ACCOUNT_FIELDS(account_made, a.),
	{"link", F_TEXT, 0, AT(account_made, link), L("一次性链接", "One-time link")},
	{0},
};

static const char *link_of(struct ctx *cx, const char *token)
{
	return mem_format(cx->mem, "/console/invitations/%s", token);
}

/* The link is shown once, to the administrator, and sent to the phone if there is one. */
static err send_link(struct ctx *cx, int64_t account_id, const char *phone, const char **ret_link)
{
	const char *token;
	err e = invitation_create(cx, account_id, &token);
	*ret_link = link_of(cx, token);
	if (e || !phone)
		return e;
	struct message m = {
		.key = mem_format(cx->mem, "invitation:%s", token),
		.channel = CHANNEL_SMS,
		.address = phone,
		.body = mem_format(cx->mem, "【邻里】请在三天内打开一次性链接设置口令：%s",
				   *ret_link),
	};
	return outbox_put(cx, &m);
}

/* A mobile number would be taken for a resident's. */
static void check_login(struct ctx *cx, const char *login)
{
	if (phone_kind_of(phone_normalise(cx->mem, login)) == PHONE_MOBILE)
		fail_field(cx, "login",
			   T("account.login_phone", "不能用手机号作账号",
			     "may not be a mobile number"));
	if (strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(login))
		fail_field(cx, "login",
			   T("account.login", "只能用小写字母、数字和 . _ -",
			     "may hold lower-case letters, digits and . _ - only"));
}

static err account_post(struct ctx *cx, struct request *rq)
{
	const struct account_in *in = rq->body;
	struct account_made made;
	struct identifier_fault fault;
	int64_t id;
	check_login(cx, in->login);
	if (in->phone && !identifier_check_phone(in->phone, &fault))
		identifier_fail(cx, "phone", &fault);
	err e = ctx_err(cx);
	if (e)
		return e;
	e = account_create(cx, &(struct new_account){.login = in->login, .name = in->name}, &id);
	if (e || (e = send_link(cx, id, in->phone, &made.link)) ||
	    (e = account_load(cx, id, &made.a)))
		return e;
	return reply_created(cx, rq, id, &made, made.a.version);
}

struct account_change {
	int64_t state;
};
static const struct field account_change_fields[] = {
	{"state", F_ENUM, REQUIRED, AT(account_change, state), L("状态", "State"),
	 .of = &account_states},
	{0},
};

/* Closing ends the sessions at once; opening again needs a new link for the password. */
static err account_patch(struct ctx *cx, struct request *rq)
{
	const struct account_change *in = rq->body;
	struct account a;
	int64_t id = request_id(rq, "account");
	err e = account_load(cx, id, &a);
	if (e)
		return e;
	if (in->state == ACCOUNT_ACTIVE && !a.password_hash)
		return fail(cx, ERR_CONFLICT,
			    T("account.no_password", "账号尚未设置口令，请重新发送一次性链接",
			      "The account has no password yet; send a one-time link"));
	e = sql_exec(cx,
		     "UPDATE account SET state = $2, failures = 0, locked_until = NULL,"
		     " version = version + 1 WHERE id = $1",
		     i64(id), i64(in->state));
	if (e || (in->state == ACCOUNT_CLOSED &&
		  (e = sql_exec(cx, "DELETE FROM session WHERE account_id = $1", i64(id)))))
		return e;
	e = audit_act(cx, &(struct act){.action = in->state == ACCOUNT_CLOSED ? "account.close"
									      : "account.open",
					.kind = "account",
					.subject_id = id});
	return e || (e = account_load(cx, id, &a)) ? e : reply_object(cx, rq, &a, a.version);
}

static err account_invite(struct ctx *cx, struct request *rq)
{
	struct account_made made;
	err e = account_load(cx, request_id(rq, "account"), &made.a);
	if (e || (e = send_link(cx, made.a.id, NULL, &made.link)))
		return e;
	e = audit_act(cx, &(struct act){.action = "account.invite",
					.kind = "account",
					.subject_id = made.a.id});
	return e ? e : reply_object(cx, rq, &made, made.a.version);
}

/* ─── for the security administrator ─── */

/* Who lost the phone comes in by password alone, until a new second factor is set up. The system
 * administrator, who can send a link for a new password, cannot do this: it takes two to take over
 * an account. */
static err account_drop_totp(struct ctx *cx, struct request *rq)
{
	int64_t changed, id = request_id(rq, "account");
	err e = sql_change(cx, &changed,
			   "UPDATE account SET totp = NULL, version = version + 1"
			   " WHERE id = $1 AND totp IS NOT NULL",
			   i64(id));
	if (e)
		return e;
	if (!changed)
		return fail(cx, ERR_NOT_FOUND,
			    T("account.no_totp", "账号没有启用两步验证",
			      "The account has no second factor"));
	e = audit_act(cx, &(struct act){.action = "account.drop_totp",
					.kind = "account",
					.subject_id = id});
	return e ? e : reply_nothing(cx, rq);
}

static const struct field post_fields[] = {
	{"id", F_ID, READ_ONLY, AT(post, id), L("标识", "Id")},
	{"version", F_INT, READ_ONLY, AT(post, version), L("版本", "Version")},
	{"account_id", F_ID, READ_ONLY, AT(post, account_id), L("账号", "Account")},
	{"role", F_ENUM, REQUIRED, AT(post, role), L("角色", "Role"), .of = &roles},
	{"organisation_id", F_ID, 0, AT(post, organisation_id), L("单位", "Organisation")},
	{"reach_id", F_ID, 0, AT(post, reach_id), L("管理范围", "Reach")},
	{"title", F_TEXT, REQUIRED, AT(post, title), L("岗位名称", "Title"), 1, 60},
	{"since", F_DATE, 0, AT(post, since), L("开始日期", "Since")},
	{"until", F_DATE, 0, AT(post, until), L("结束日期", "Until")},
	{0},
};

struct post_row {
	struct post post;
	const char *organisation, *reach;
};
static const struct field post_row_fields[] = {
	{"id", F_ID, 0, AT(post_row, post.id), L("标识", "Id")},
	{"version", F_INT, 0, AT(post_row, post.version), L("版本", "Version")},
	{"account_id", F_ID, 0, AT(post_row, post.account_id), L("账号", "Account")},
	{"title", F_TEXT, 0, AT(post_row, post.title), L("岗位名称", "Title")},
	{"role", F_ENUM, 0, AT(post_row, post.role), L("角色", "Role"), .of = &roles},
	{"organisation_id", F_ID, 0, AT(post_row, post.organisation_id),
	 L("单位标识", "Organisation id")},
	{"organisation", F_TEXT, 0, AT(post_row, organisation), L("单位", "Organisation")},
	{"reach_id", F_ID, 0, AT(post_row, post.reach_id), L("管理范围标识", "Reach id")},
	{"reach", F_TEXT, 0, AT(post_row, reach), L("管理范围", "Reach")},
	{"since", F_DATE, 0, AT(post_row, post.since), L("开始日期", "Since")},
	{"until", F_DATE, 0, AT(post_row, post.until), L("结束日期", "Until")},
	{0},
};

/* A reach that is a person stays without a name: whose house it is, is no administrator's matter. */
static err post_list(struct ctx *cx, struct request *rq)
{
	struct post_row *posts = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx,
		    "SELECT p.id, p.version, p.account_id, p.role, p.organisation_id,"
		    " o.name AS organisation, p.reach_id,"
		    " coalesce(r.name, e.name, c.name) AS reach, p.title, p.since, p.until"
		    " FROM post p LEFT JOIN organisation o ON o.home_id = p.organisation_id"
		    " LEFT JOIN region r ON r.home_id = p.reach_id"
		    " LEFT JOIN estate e ON e.home_id = p.reach_id"
		    " LEFT JOIN organisation c ON c.home_id = p.reach_id"
		    " WHERE p.account_id = $1 ORDER BY p.id LIMIT 200",
		    i64(request_id(rq, "account")));
	while (sql_next(q)) {
		posts = mem_grow(cx->mem, posts, n + 1);
		sql_read(q, post_row_fields, &posts[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, posts, sizeof *posts, n);
}

/* The reach of a role is of one kind: a region for an official, an organisation for a company. */
static void check_reach(struct ctx *cx, const struct post *p)
{
	static const struct query exists[] = {
		[OF_REGION] = SQL("SELECT 1 FROM region WHERE home_id = $1 AND deleted_at IS NULL"),
		[OF_ORGANISATION] =
			SQL("SELECT 1 FROM organisation WHERE home_id = $1 AND deleted_at IS NULL"),
		[OF_ESTATE] = SQL("SELECT 1 FROM estate WHERE home_id = $1 AND deleted_at IS NULL"),
		[OF_PERSON] =
			SQL("SELECT 1 FROM person WHERE person_id = $1 AND deleted_at IS NULL"),
	};
	enum reach_of of = role_reach((enum role)p->role);
	bool is_right = of == OF_INSTALLATION
				? !p->reach_id
				: sql_one_int(cx, 0, &exists[of], ARGS(i64(p->reach_id))) == 1;
	if (!is_right)
		fail_field(cx, "reach_id",
			   T("post.reach", "与角色不符：应选择存在的辖区、单位、小区或人员",
			     "does not fit the role: an existing region, organisation, estate or "
			     "person"));
}

static err post_post(struct ctx *cx, struct request *rq)
{
	struct post *p = rq->body;
	struct account a;
	p->account_id = request_id(rq, "account");
	err e = account_load(cx, p->account_id, &a);
	if (e)
		return e;
	check_reach(cx, p);
	if (p->until && p->since && strcmp(p->until, p->since) < 0)
		fail_field(cx, "until", T("date.order", "早于开始日期", "is before the first day"));
	if (ctx_err(cx) || (e = post_grant(cx, p)))
		return ctx_err(cx);
	return reply_created(cx, rq, p->id, p, p->version);
}

/* A post ends yesterday: it governs nothing from now on, and its past stays. */
static err post_end(struct ctx *cx, struct request *rq)
{
	int64_t changed, id = request_id(rq, "post");
	char yesterday[DATE_SIZE];
	date_from_day(date_to_day(reach_today(cx)) - 1, yesterday);
	err e = sql_change(cx, &changed,
			   "UPDATE post SET until = $3, version = version + 1"
			   " WHERE id = $1 AND account_id = $2 AND until > $3",
			   i64(id), i64(request_id(rq, "account")), str(yesterday));
	if (e)
		return e;
	if (!changed)
		return fail(cx, ERR_NOT_FOUND, T("post.none", "没有这个岗位", "No such post"));
	if ((e = touched_add(cx,
			     sql_int(cx, 0,
				     "SELECT coalesce(organisation_id, 0) FROM post WHERE id = $1",
				     i64(id)))))
		return e;
	e = audit_act(cx, &(struct act){.action = "post.end", .kind = "post", .subject_id = id});
	return e ? e : reply_nothing(cx, rq);
}

#define BODY(type, fields) .in = fields, .in_size = sizeof(struct type)

const struct route account_routes[] = {
	{"GET", "/accounts", MAY_READ_ACCOUNT, SCOPE_INSTALLATION, account_list,
	 .out = account_fields, .summary = "Accounts", .flags = ROUTE_LIST, .query = account_query},
	{"GET", "/accounts/{account}", MAY_READ_ACCOUNT, SCOPE_INSTALLATION, account_get,
	 .out = account_fields, .summary = "One account"},
	{"POST", "/accounts", MAY_WRITE_ACCOUNT, SCOPE_INSTALLATION, account_post,
	 .out = account_made_fields, .summary = "Invite somebody", .flags = ROUTE_FRESH,
	 BODY(account_in, account_in_fields)},
	{"PATCH", "/accounts/{account}", MAY_WRITE_ACCOUNT, SCOPE_INSTALLATION, account_patch,
	 .out = account_fields, .summary = "Close, open or unlock an account", .flags = ROUTE_FRESH,
	 BODY(account_change, account_change_fields)},
	{"POST", "/accounts/{account}/invitation", MAY_WRITE_ACCOUNT, SCOPE_INSTALLATION,
	 account_invite, .out = account_made_fields,
	 .summary = "A one-time link for a new password", .flags = ROUTE_FRESH},
	{"GET", "/accounts/{account}/posts", MAY_READ_ACCOUNT, SCOPE_INSTALLATION, post_list,
	 .out = post_row_fields, .summary = "Posts of an account", .flags = ROUTE_LIST},
	{"POST", "/accounts/{account}/posts", MAY_GRANT_POST, SCOPE_INSTALLATION, post_post,
	 .out = post_fields, .summary = "Grant a post", .flags = ROUTE_FRESH,
	 BODY(post, post_fields)},
	{"DELETE", "/accounts/{account}/totp", MAY_GRANT_POST, SCOPE_INSTALLATION,
	 account_drop_totp, .summary = "Drop the second factor of who lost it",
	 .flags = ROUTE_FRESH},
	{"DELETE", "/accounts/{account}/posts/{post}", MAY_GRANT_POST, SCOPE_INSTALLATION, post_end,
	 .summary = "End a post", .flags = ROUTE_FRESH},
	{0},
};
