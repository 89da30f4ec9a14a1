#include "registry/consent.h"

#include "audit/audit.h"
#include "base/id.h"
#include "store/sql.h"

static const struct choice purpose_values[] = {
	{"account", "账号与登录", "Account and sign-in"},
	{"id_number", "证件号码核对", "Proof by ID number"},
	{"contact", "联系电话", "Contact by phone"},
};
const struct choices consent_purposes = CHOICES("consent_purpose", purpose_values);
_Static_assert(sizeof purpose_values / sizeof *purpose_values == CONSENT__MAX - 1,
	       "a name for each");

static const struct consent_notice notices[] = {
	[CONSENT_ACCOUNT] =
		{1,
		 false,
		 {"consent.account_what", "姓名、手机号码、登录时间与地址",
		  "name, mobile number, times and addresses of sign-in"},
		 {"consent.account_why",
		  "注册账号、登录和保护账号安全所必需；不同意即无法使用，注销账号即撤回",
		  "needed to have an account, to sign in and to keep it safe; closing "
		  "the account takes it back"}},
	[CONSENT_ID_NUMBER] =
		{1,
		 true,
		 {"consent.id_number_what", "居民身份证等证件号码（敏感个人信息）",
		  "the number of your ID card or other paper (sensitive)"},
		 {"consent.id_number_why",
		  "仅用于与房屋登记的业主信息核对一次，不另行保存；不同意可改用绑定码"
		  "或由社区审核",
		  "compared once with what is registered of the owners, and not kept; "
		  "without it use a printed code or ask the community"}},
	[CONSENT_CONTACT] = {1,
			     false,
			     {"consent.contact_what", "登录手机号码",
			      "the number you sign in with"},
			     {"consent.contact_why",
			      "登记簿没有您的电话时补登，供物业和社区就房屋事务与您联系",
			      "becomes your phone in the register if it has none, so that the "
			      "company and the community can reach you about your house"}},
};
_Static_assert(sizeof notices / sizeof *notices == CONSENT__MAX, "a notice for each");

const struct consent_notice *consent_notice(enum consent_purpose purpose)
{
	return &notices[purpose];
}

bool consent_holds(struct ctx *cx, int64_t account_id, enum consent_purpose purpose)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM consent WHERE account_id = $1 AND purpose = $2"
		       " AND wording = $3 AND withdrawn_at IS NULL",
		       i64(account_id), i64(purpose), i64(notices[purpose].wording)) == 1;
}

static err audit(struct ctx *cx, const char *action, int64_t account_id,
		 enum consent_purpose purpose)
{
	const char *detail = mem_format(cx->mem, "{\"purpose\":\"%s\",\"wording\":%lld}",
					choice_of(&consent_purposes, purpose)->code,
					(long long)notices[purpose].wording);
	return audit_act(cx, &(struct act){.action = action,
					   .kind = "account",
					   .subject_id = account_id,
					   .detail = detail});
}

/* Of every wording; *ret: how many there were. */
static err end(struct ctx *cx, int64_t account_id, enum consent_purpose purpose, int64_t *ret)
{
	return sql_change(cx, ret,
			  "UPDATE consent SET withdrawn_at = $3 WHERE account_id = $1"
			  " AND purpose = $2 AND withdrawn_at IS NULL",
			  i64(account_id), i64(purpose), i64(cx->now));
}

err consent_give(struct ctx *cx, int64_t account_id, enum consent_purpose purpose)
{
	int64_t earlier;
	if (consent_holds(cx, account_id, purpose))
		return OK;
	err e = end(cx, account_id, purpose, &earlier);
	if (e)
		return e;
	e = sql_exec(cx,
		     "INSERT INTO consent (account_id, purpose, id, wording, given_at)"
		     " VALUES ($1, $2, $3, $4, $5)",
		     i64(account_id), i64(purpose), i64(id_new()), i64(notices[purpose].wording),
		     i64(cx->now));
	return e ? e : audit(cx, "consent.give", account_id, purpose);
}

err consent_withdraw(struct ctx *cx, int64_t account_id, enum consent_purpose purpose)
{
	int64_t n;
	err e = end(cx, account_id, purpose, &n);
	return e || !n ? e : audit(cx, "consent.withdraw", account_id, purpose);
}

err consent_withdraw_all(struct ctx *cx, int64_t account_id)
{
	err e = OK;
	for (enum consent_purpose p = CONSENT_ACCOUNT; p < CONSENT__MAX && !e; p++)
		e = consent_withdraw(cx, account_id, p);
	return e;
}
