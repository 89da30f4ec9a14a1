/* Residents over HTTP: coming in by mobile phone, one's own data, leaving. */
#include <string.h>

#include "account/account.h"
#include "account/password.h"
#include "account/scope.h"
#include "account/throttle.h"
#include "account/totp.h"
#include "audit/audit.h"
#include "http/request.h"
#include "place/identifier.h"
#include "place/person.h"
#include "registry/registry_api.h"
#include "registry/resident.h"
#include "registry/resident_code.h"
#include "store/sql.h"

/* ─── a code ─── */

struct phone_in {
	const char *phone;
};
static const struct field phone_in_fields[] = {
	{"phone", F_TEXT, REQUIRED | SECRET, AT(phone_in, phone), L("手机号", "Mobile phone"), 5,
	 30},
	{0},
};

struct code_sent {
	int64_t ends_at, again_at;
};
static const struct field code_sent_fields[] = {
	{"ends_at", F_INSTANT, 0, AT(code_sent, ends_at), L("有效期至", "Good until")},
	{"again_at", F_INSTANT, 0, AT(code_sent, again_at), L("可再次发送", "May be sent again")},
	{0},
};

static err send_code(struct ctx *cx, struct request *rq, struct phone_code c)
{
	const struct phone_in *in = rq->body;
	struct code_sent sent = {.ends_at = cx->now + CODE_LIFE_MS,
				 .again_at = cx->now + CODE_PAUSE_MS};
	c.phone = mobile_of(cx, "phone", in->phone);
	err e = c.phone ? phone_code_send(cx, &c, rq->peer) : ctx_err(cx);
	return e ? e : reply_object(cx, rq, &sent, NONE);
}

/* The same answer whether or not the phone is known. */
static err code_post(struct ctx *cx, struct request *rq)
{
	return send_code(cx, rq, (struct phone_code){.purpose = CODE_SIGN_IN});
}

/* ─── coming in ─── */

struct join_in {
	const char *phone, *code, *name, *password, *totp;
};
static const struct field join_fields[] = {
	{"phone", F_TEXT, REQUIRED | SECRET, AT(join_in, phone), L("手机号", "Mobile phone"), 5,
	 30},
	{"code", F_TEXT, REQUIRED | SECRET, AT(join_in, code), L("短信验证码", "Code"), 6, 6},
	{"name", F_TEXT, 0, AT(join_in, name), L("姓名", "Name"), 1, 60},
	{"password", F_TEXT, SECRET, AT(join_in, password), L("口令", "Password"), 1, 200},
	{"totp", F_TEXT, SECRET, AT(join_in, totp), L("动态口令", "Second factor"), 6, 6},
	{0},
};

/* What prepare found out, slowly, for the handler to act on. */
struct joining {
	struct phone_code code;
	char *hash;     /* of the password; NULL: none was given */
	int64_t wait_s; /* > 0: refused before the code was looked at */
};

static const struct throttle by_address = {"resident", 60, 10 * 60 * 1000};

static void need(struct ctx *cx, const char *path, const char *value)
{
	if (!value)
		fail_field(cx, path, T("field.required", "必填", "is required"));
}

/* A code alone lets in who has an account; a new one needs a name and a password. */
static err check_new(struct ctx *cx, const struct account *a, const char *name,
		     const char *password)
{
	if (!a) {
		need(cx, "name", name);
		need(cx, "password", password);
	}
	return ctx_err(cx);
}

static err join_prepare(struct ctx *cx, struct request *rq)
{
	const struct join_in *in = rq->body;
	struct joining *j = rq->prepared = mem_new(cx->mem, struct joining);
	struct account *a;
	j->code = (struct phone_code){CODE_SIGN_IN, mobile_of(cx, "phone", in->phone), 0};
	if (!j->code.phone || !throttle_allows(cx, &by_address, rq->peer, &j->wait_s) ||
	    !phone_code_is_right(cx, &j->code, in->code))
		return ctx_err(cx);
	err e = account_find(cx, account_login_of(cx, j->code.phone), &a);
	if (e || (e = check_new(cx, a, in->name, in->password)) || !in->password)
		return e;
	return password_make(cx, a ? a->id : 0, j->code.phone, in->password, &j->hash);
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

static err refuse_wait(struct ctx *cx, struct request *rq, int64_t wait_s)
{
	err e = note_refusal(cx, NULL, "locked");
	return e ? e
		 : reply_refused(cx, rq, ERR_TOO_MANY,
				 T("session.wait", "尝试次数过多，请在 {1} 分钟后再试",
				   "Too many attempts; try again in {1} minutes"),
				 i64((wait_s + 59) / 60));
}

static err note_miss(struct ctx *cx, struct request *rq, const struct phone_code *c)
{
	err e = throttle_count(cx, &by_address, rq->peer);
	return e ? e : phone_code_miss(cx, c);
}

static err refuse_code(struct ctx *cx, struct request *rq, const struct phone_code *c, err kind)
{
	err e = note_miss(cx, rq, c);
	if (e || (e = note_refusal(cx, NULL, "phone_code")))
		return e;
	return reply_refused(cx, rq, kind,
			     T("phone_code.wrong", "验证码不正确或已失效",
			       "The code is wrong, or good no more"));
}

/* A second factor is asked for here too; a wrong one is a try of the code. */
static err refuse_totp(struct ctx *cx, struct request *rq, const struct joining *j,
		       const struct account *a)
{
	const struct join_in *in = rq->body;
	if (!in->totp)
		return reply_refused(cx, rq, ERR_UNAUTHENTICATED,
				     T("session.code_needed", "请输入动态口令",
				       "The second factor is needed"));
	err e = note_miss(cx, rq, &j->code);
	if (e || (e = note_refusal(cx, a, "code")))
		return e;
	return reply_refused(cx, rq, ERR_UNAUTHENTICATED,
			     T("session.code_wrong", "动态口令不正确或已使用过",
			       "The code is wrong, or was used already"));
}

static err let_in(struct ctx *cx, struct request *rq, const struct account *a, int64_t totp_step)
{
	const struct joining *j = rq->prepared;
	err e = phone_code_spend(cx, &j->code);
	if (e || (e = throttle_forget(cx, &by_address, rq->peer)))
		return e;
	return session_sign_in(cx, rq, a, totp_step);
}

static err come_back(struct ctx *cx, struct request *rq, const struct account *a)
{
	const struct join_in *in = rq->body;
	const struct joining *j = rq->prepared;
	int64_t step = a->totp_step;
	if (a->state != ACCOUNT_ACTIVE) {
		err e = note_refusal(cx, a, "closed");
		return e ? e
			 : reply_refused(cx, rq, ERR_DENIED,
					 T("account.closed", "账号已停用，请联系系统管理员",
					   "The account is closed; ask the system administrator"));
	}
	if (a->totp && !(in->totp && totp_verify(cx, a->totp, in->totp, a->totp_step, &step)))
		return refuse_totp(cx, rq, j, a);
	err e = j->hash ? account_set_password(cx, a->id, j->hash, 0) : OK;
	return e ? e : let_in(cx, rq, a, step);
}

static err begin(struct ctx *cx, struct request *rq)
{
	const struct join_in *in = rq->body;
	const struct joining *j = rq->prepared;
	struct new_resident n = {j->code.phone, in->name, j->hash};
	struct account a;
	int64_t id;
	err e = check_new(cx, NULL, in->name, j->hash);
	if (e || (e = resident_create(cx, &n, &id)) || (e = account_load(cx, id, &a)))
		return e;
	return let_in(cx, rq, &a, a.totp_step);
}

static err join(struct ctx *cx, struct request *rq)
{
	const struct join_in *in = rq->body;
	const struct joining *j = rq->prepared;
	struct account *a;
	if (j->wait_s > 0)
		return refuse_wait(cx, rq, j->wait_s);
	if (!phone_code_is_right(cx, &j->code, in->code))
		return ctx_err(cx) ? ctx_err(cx)
				   : refuse_code(cx, rq, &j->code, ERR_UNAUTHENTICATED);
	err e = account_find(cx, account_login_of(cx, j->code.phone), &a);
	return e ? e : a ? come_back(cx, rq, a) : begin(cx, rq);
}

/* ─── one's own data ─── */

struct own_person {
	int64_t version, id_kind, sex, birth_year, is_party_member, is_registered;
	const char *name, *id_number, *phone, *other_phone, *sign_in_phone;
};
/* clang-format off */
#define OWN_PERSON(id_number_flags) {                                                           \
	{"version", F_INT, 0, AT(own_person, version), L("版本", "Version")},                    \
	{"name", F_TEXT, 0, AT(own_person, name), L("姓名", "Name")},                            \
	{"id_kind", F_ENUM, 0, AT(own_person, id_kind), L("证件类型", "ID kind"),                \
	 .of = &id_kinds},                                                                      \
	{"id_number", F_TEXT, id_number_flags, AT(own_person, id_number),                       \
	 L("证件号码", "ID number"), .mask = MASK_ID_NUMBER},                                    \
	{"phone", F_TEXT, 0, AT(own_person, phone), L("联系电话", "Phone")},                     \
	{"other_phone", F_TEXT, 0, AT(own_person, other_phone), L("备用电话", "Other phone")},   \
	{"sign_in_phone", F_TEXT, 0, AT(own_person, sign_in_phone),                             \
	 L("登录手机号", "Sign-in phone")},                                                      \
	{"sex", F_ENUM, 0, AT(own_person, sex), L("性别", "Sex"), .of = &sexes},                 \
	{"birth_year", F_INT, 0, AT(own_person, birth_year), L("出生年份", "Year of birth")},    \
	{"is_party_member", F_FLAG, 0, AT(own_person, is_party_member),                         \
	 L("中共党员", "Party member")},                                                         \
	{"is_registered", F_FLAG, 0, AT(own_person, is_registered),                             \
	 L("已登记住户", "Known to the register")},                                              \
	{0},                                                                                    \
}
/* clang-format on */
static const struct field own_person_fields[] = OWN_PERSON(PERSONAL);
static const struct field own_person_clear_fields[] = OWN_PERSON(0);

static err load_own(struct ctx *cx, struct account *a, struct person *p)
{
	err e = resident_self(cx, a);
	return e ? e : person_load(cx, a->person_id, p);
}

static err reply_own(struct ctx *cx, struct request *rq, const struct account *a,
		     const struct person *p)
{
	struct own_person own = {
		.version = p->rec.version,
		.name = p->name,
		.id_kind = p->id_kind,
		.id_number = p->id_number,
		.phone = p->phone,
		.other_phone = p->other_phone,
		.sign_in_phone = a->phone,
		.sex = p->sex,
		.birth_year = p->birth_year,
		.is_party_member = p->is_party_member,
		.is_registered = resident_is_registered(cx, p->rec.id),
	};
	return ctx_err(cx) ? ctx_err(cx) : reply_object(cx, rq, &own, p->rec.version);
}

/* With route->out deciding about the ID number. */
static err own_get(struct ctx *cx, struct request *rq)
{
	struct account a;
	struct person p;
	err e = load_own(cx, &a, &p);
	return e ? e : reply_own(cx, rq, &a, &p);
}

struct own_change {
	const char *name, *other_phone;
};
static const struct field own_change_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(own_change, name), L("姓名", "Name"), 1, 60},
	{"other_phone", F_TEXT, 0, AT(own_change, other_phone), L("备用电话", "Other phone"), 5,
	 60},
	{0},
};

static void check_change(struct ctx *cx, const struct person *p, struct own_change *c)
{
	struct identifier_fault fault;
	if (strcmp(c->name, p->name) != 0 && resident_is_registered(cx, p->rec.id))
		fail_field(cx, "name",
			   T("resident.name", "姓名以登记为准，更正请联系物业或社区",
			     "is the register's; ask the company or the community to correct it"));
	if (!c->other_phone)
		return;
	c->other_phone = phone_normalise(cx->mem, c->other_phone);
	if (!identifier_check_phone(c->other_phone, &fault))
		identifier_fail(cx, "other_phone", &fault);
}

static err own_patch(struct ctx *cx, struct request *rq)
{
	struct account a;
	struct person p;
	err e = load_own(cx, &a, &p);
	if (e)
		return e;
	struct own_change c = {p.name, p.other_phone};
	if ((e = fields_read(cx, own_change_fields, rq->json, &c, READ_PATCH)))
		return e;
	check_change(cx, &p, &c);
	bool is_renamed = strcmp(c.name, p.name) != 0;
	p.name = c.name;
	p.other_phone = c.other_phone;
	p.rec.version = request_version(rq);
	if ((e = ctx_err(cx)) || (e = record_update(cx, &person_entity, &p)))
		return e;
	if (is_renamed)
		e = sql_exec(cx, "UPDATE account SET name = $2 WHERE id = $1", i64(a.id),
			     str(p.name));
	return e ? e : reply_own(cx, rq, &a, &p);
}

/* ─── another phone ─── */

static err phone_code_post(struct ctx *cx, struct request *rq)
{
	return send_code(cx, rq,
			 (struct phone_code){.purpose = CODE_NEW_PHONE,
					     .account_id = cx->account_id});
}

struct phone_put_in {
	const char *phone, *code;
};
static const struct field phone_put_fields[] = {
	{"phone", F_TEXT, REQUIRED | SECRET, AT(phone_put_in, phone), L("手机号", "Mobile phone"),
	 5, 30},
	{"code", F_TEXT, REQUIRED | SECRET, AT(phone_put_in, code), L("短信验证码", "Code"), 6, 6},
	{0},
};

static err phone_put(struct ctx *cx, struct request *rq)
{
	const struct phone_put_in *in = rq->body;
	struct account a;
	struct person p;
	int64_t wait_s;
	struct phone_code c = {CODE_NEW_PHONE, mobile_of(cx, "phone", in->phone), cx->account_id};
	if (!c.phone)
		return ctx_err(cx);
	if (!throttle_allows(cx, &by_address, rq->peer, &wait_s))
		return ctx_err(cx) ? ctx_err(cx) : refuse_wait(cx, rq, wait_s);
	if (!phone_code_is_right(cx, &c, in->code))
		return ctx_err(cx) ? ctx_err(cx) : refuse_code(cx, rq, &c, ERR_DENIED);
	err e = phone_code_spend(cx, &c);
	if (e || (e = resident_self(cx, &a)) || (e = resident_set_phone(cx, &a, c.phone)) ||
	    (e = person_load(cx, a.person_id, &p)))
		return e;
	return reply_own(cx, rq, &a, &p);
}

/* ─── leaving ─── */

struct remains {
	const char *code, *what, *why;
};
static const struct field remains_fields[] = {
	{"code", F_TEXT, 0, AT(remains, code), L("代码", "Code")},
	{"what", F_TEXT, 0, AT(remains, what), L("内容", "What")},
	{"why", F_TEXT, 0, AT(remains, why), L("依据", "Why")},
	{0},
};
static const struct element remains_element = {sizeof(struct remains), remains_fields};

struct closed {
	int64_t closed_at;
	struct list erased, kept;
};
static const struct field closed_fields[] = {
	{"closed_at", F_INSTANT, 0, AT(closed, closed_at), L("注销时间", "Closed at")},
	{"erased", F_LIST, 0, AT(closed, erased), L("已删除", "Erased"), .of = &remains_element},
	{"kept", F_LIST, 0, AT(closed, kept), L("依法保留", "Kept by law"), .of = &remains_element},
	{0},
};

enum whose { EVERYBODYS, AN_OWNERS, A_STRANGERS };

/* What becomes of what is known of whom. */
static const struct fate {
	bool is_kept;
	enum whose whose;
	struct text what, why;
} fates[] = {
	{false,
	 EVERYBODYS,
	 {"sign_in", "登录手机号、口令、动态口令、全部登录会话",
	  "sign-in phone, password, second factor, every session"},
	 {"withdrawn", "同意已撤回（个人信息保护法第十五条、第四十七条）",
	  "consent is withdrawn (Personal Information Protection Law, articles 15 and 47)"}},
	{false,
	 EVERYBODYS,
	 {"bindings", "房屋绑定，以及由绑定产生的居住登记",
	  "bindings to houses, and the occupancies that they made"},
	 {"withdrawn", "同意已撤回（个人信息保护法第十五条、第四十七条）",
	  "consent is withdrawn (Personal Information Protection Law, articles 15 and 47)"}},
	{false,
	 A_STRANGERS,
	 {"person", "姓名、电话，包括历史版本", "name and phone, in every earlier version too"},
	 {"withdrawn", "同意已撤回（个人信息保护法第十五条、第四十七条）",
	  "consent is withdrawn (Personal Information Protection Law, articles 15 and 47)"}},
	{true,
	 AN_OWNERS,
	 {"register", "物业与社区登记的业主、住户信息",
	  "what the company and the community have registered of owners and residents"},
	 {"duty",
	  "履行物业管理合同与法定职责所必需（个人信息保护法第十三条），更正或删除请联系登记单位",
	  "needed for the service contract and by law (article 13); ask the registrar to correct "
	  "it"}},
	{true,
	 EVERYBODYS,
	 {"acts", "以您名义完成的表决、缴费与事项记录",
	  "votes cast, payments made and cases closed in your name"},
	 {"archives", "表决档案与会计档案依法保存（会计凭证三十年）",
	  "archives of votes and accounts are kept by law (vouchers thirty years)"}},
	{true,
	 EVERYBODYS,
	 {"audit", "操作日志（不含个人信息内容）", "the audit, which holds no personal values"},
	 {"logs", "网络日志保存不少于六个月（网络安全法第二十三条）",
	  "logs are kept for six months at least (Cybersecurity Law, article 23)"}},
};
enum { N_FATES = sizeof fates / sizeof *fates };

static struct list tell(struct ctx *cx, bool is_kept, enum whose whose)
{
	struct remains *all = mem_array(cx->mem, struct remains, N_FATES);
	size_t n = 0;
	for (const struct fate *f = fates; f < fates + N_FATES; f++)
		if (f->is_kept == is_kept && (f->whose == EVERYBODYS || f->whose == whose))
			all[n++] = (struct remains){f->what.key, text_in(f->what, cx->lang),
						    text_in(f->why, cx->lang)};
	return (struct list){all, n};
}

static err own_close(struct ctx *cx, struct request *rq)
{
	struct account a;
	bool is_registered = false;
	err e = resident_self(cx, &a);
	if (e || (e = resident_close(cx, &a, &is_registered)))
		return e;
	enum whose whose = is_registered ? AN_OWNERS : A_STRANGERS;
	reply_cookie(rq, SESSION_COOKIE, "", 0);
	return reply_object(cx, rq,
			    &(struct closed){.closed_at = cx->now,
					     .erased = tell(cx, false, whose),
					     .kept = tell(cx, true, whose)},
			    NONE);
}

#define BODY(type, fields) .in = fields, .in_size = sizeof(struct type)

const struct route resident_routes[] = {
	{"POST", "/residents/codes", MAY_PUBLIC, SCOPE_PUBLIC, code_post, .out = code_sent_fields,
	 .summary = "Send a code to a mobile phone, to sign in or to register",
	 BODY(phone_in, phone_in_fields)},
	{"POST", "/residents", MAY_PUBLIC, SCOPE_PUBLIC, join, .out = session_fields,
	 .summary = "Register as a resident, sign in or set a new password, by the code",
	 .prepare = join_prepare, BODY(join_in, join_fields)},
	{"GET", "/me/person", MAY_LIVE_HERE, SCOPE_SELF, own_get, .out = own_person_fields,
	 .summary = "My own data; the ID number is masked"},
	{"GET", "/me/person/clear", MAY_LIVE_HERE, SCOPE_SELF, own_get,
	 .out = own_person_clear_fields, .summary = "My own data, all in the clear",
	 .flags = ROUTE_FRESH},
	{"PATCH", "/me/person", MAY_LIVE_HERE, SCOPE_SELF, own_patch, .out = own_person_fields,
	 .summary = "Change my own data, as far as it is not the register's",
	 .flags = ROUTE_PATCH | ROUTE_MATCH, BODY(own_change, own_change_fields)},
	{"POST", "/me/phone/codes", MAY_LIVE_HERE, SCOPE_SELF, phone_code_post,
	 .out = code_sent_fields, .summary = "Send a code to the phone that is to be mine",
	 BODY(phone_in, phone_in_fields)},
	{"PUT", "/me/phone", MAY_LIVE_HERE, SCOPE_SELF, phone_put, .out = own_person_fields,
	 .summary = "Sign in with another phone from now on", .flags = ROUTE_FRESH,
	 BODY(phone_put_in, phone_put_fields)},
	{"DELETE", "/me/account", MAY_LIVE_HERE, SCOPE_SELF, own_close, .out = closed_fields,
	 .summary = "Close my account and erase what the law does not keep", .flags = ROUTE_FRESH},
	{0},
};
