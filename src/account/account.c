#include "account/account.h"

#include <sodium.h>
#include <string.h>

#include "account/outbox.h"
#include "account/setting.h"
#include "audit/audit.h"
#include "audit/touched.h"
#include "base/date.h"
#include "base/id.h"
#include "base/secret.h"
#include "place/identifier.h"
#include "place/reach.h"
#include "place/region.h"
#include "store/sql.h"

static const struct choice state_values[] = {
	{"invited", "待激活", "Invited"},
	{"active", "正常", "Active"},
	{"closed", "已停用", "Closed"},
};
const struct choices account_states = CHOICES("account_state", state_values);

const struct field account_fields[] = {
	ACCOUNT_FIELDS(account, ),
	{0},
};

#define COLUMNS                                                                                  \
	"id, version, login, name, state, CASE WHEN totp IS NULL THEN 0 ELSE 1 END AS has_totp," \
	" failures, locked_until, password_at, last_sign_in_at"
/* What stands behind those in a row, by position. */
#define SECRET_COLUMNS "person_id, password_hash, totp, totp_step, last_sign_in_from, phone"
enum { N_COLUMNS = 10 };

static err read_sealed(struct ctx *cx, struct stmt *q, int column, const char **ret)
{
	size_t n;
	const void *sealed = col_blob(q, column, &n);
	*ret = NULL;
	return sealed ? secret_open(cx, sealed, n, ret) : OK;
}

static err read_account(struct ctx *cx, struct stmt *q, struct account *a)
{
	fields_clear(account_fields, a);
	a->id = col_i64(q, 0);
	a->version = col_i64(q, 1);
	a->login = col_str(q, 2);
	a->name = col_str(q, 3);
	a->state = col_i64(q, 4);
	a->has_totp = col_i64(q, 5);
	a->failures = col_i64(q, 6);
	a->locked_until = col_i64(q, 7);
	a->password_at = col_i64(q, 8);
	a->last_sign_in_at = col_i64(q, 9);
	a->person_id = col_i64(q, N_COLUMNS) == NONE ? 0 : col_i64(q, N_COLUMNS);
	a->password_hash = col_str(q, N_COLUMNS + 1);
	a->totp_step = col_i64(q, N_COLUMNS + 3);
	a->last_sign_in_from = col_str(q, N_COLUMNS + 4);
	err e = read_sealed(cx, q, N_COLUMNS + 2, &a->totp);
	return e ? e : read_sealed(cx, q, N_COLUMNS + 5, &a->phone);
}

const char *account_login_of(struct ctx *cx, const char *typed)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	char hex[2 * LOOKUP_HASH_SIZE + 1];
	const char *phone = phone_normalise(cx->mem, typed);
	if (phone_kind_of(phone) == PHONE_MOBILE) {
		secret_hash(cx->keys, "phone", phone, hash);
		return mem_format(cx->mem, "phone:%s",
				  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
	}
	char *login = mem_str(cx->mem, typed);
	for (char *p = login; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return login;
}

err account_find(struct ctx *cx, const char *login, struct account **ret)
{
	struct stmt *q =
		sql(cx, "SELECT " COLUMNS ", " SECRET_COLUMNS " FROM account WHERE login = $1",
		    str(login));
	err e = OK;
	*ret = NULL;
	if (sql_next(q)) {
		*ret = mem_new(cx->mem, struct account);
		e = read_account(cx, q, *ret);
	}
	err end = sql_end(q);
	return e ? e : end;
}

err account_load(struct ctx *cx, int64_t id, struct account *ret)
{
	struct stmt *q =
		sql(cx, "SELECT " COLUMNS ", " SECRET_COLUMNS " FROM account WHERE id = $1",
		    i64(id));
	bool is_there = sql_next(q);
	err e = is_there ? read_account(cx, q, ret) : OK, end = sql_end(q);
	if (e || end)
		return e ? e : end;
	return is_there ? OK
			: fail(cx, ERR_NOT_FOUND,
			       T("account.none", "没有这个账号", "No such account"));
}

err account_create(struct ctx *cx, const struct new_account *n, int64_t *ret_id)
{
	int64_t id = *ret_id = id_new();
	struct stmt *q =
		sql(cx,
		    "INSERT INTO account (id, person_id, login, name, state, totp_step, failures,"
		    " version) VALUES ($1, $2, $3, $4, $5, 0, 0, 1)"
		    " ON CONFLICT DO NOTHING RETURNING id",
		    i64(id), id_or_none(n->person_id), str(n->login), str(n->name),
		    i64(ACCOUNT_INVITED));
	bool is_made = sql_next(q);
	err e = sql_end(q);
	if (e)
		return e;
	if (!is_made) {
		fail_field(cx, "login", T("account.taken", "账号“{1}”已有人使用", "{1} is taken"),
			   str(n->login));
		return ctx_err(cx);
	}
	return audit_act(cx, &(struct act){.action = "account.create",
					   .kind = "account",
					   .subject_id = id});
}

err invitation_create(struct ctx *cx, int64_t account_id, const char **ret_token)
{
	unsigned char hash[TOKEN_HASH];
	*ret_token = token_new(cx->mem);
	token_hash(*ret_token, hash);
	err e = sql_exec(
		cx, "UPDATE invitation SET ends_at = $2 WHERE account_id = $1 AND ends_at > $2",
		i64(account_id), i64(cx->now));
	if (e)
		return e;
	return sql_exec(cx,
			"INSERT INTO invitation (token_hash, account_id, made_by, made_at, ends_at)"
			" VALUES ($1, $2, $3, $4, $5)",
			blob(hash, sizeof hash), i64(account_id), id_or_none(cx->account_id),
			i64(cx->now),
			i64(cx->now + setting_int(cx, SETTING_INVITATION_DAYS) * DAY_MS));
}

err account_set_password(struct ctx *cx, int64_t account_id, const char *hash, int64_t keep)
{
	err e = sql_exec(cx,
			 "UPDATE account SET password_hash = $2, password_at = $3, failures = 0,"
			 " locked_until = NULL, state = $4, version = version + 1 WHERE id = $1",
			 i64(account_id), str(hash), i64(cx->now), i64(ACCOUNT_ACTIVE));
	if (e)
		return e;
	e = sql_exec(cx, "INSERT INTO account_password (account_id, at, hash) VALUES ($1, $2, $3)",
		     i64(account_id), i64(cx->now), str(hash));
	if (e)
		return e;
	e = sql_exec(cx, "DELETE FROM session WHERE account_id = $1 AND id <> $2", i64(account_id),
		     i64(keep));
	if (e)
		return e;
	return audit_act(cx, &(struct act){.action = "account.set_password",
					   .kind = "account",
					   .subject_id = account_id});
}

/* ─── posts ─── */

static err check_mix(struct ctx *cx, const struct post *p)
{
	bool is_mixed = false;
	struct stmt *q = sql(cx, "SELECT role FROM post WHERE account_id = $1 AND until >= $2",
			     i64(p->account_id), str(reach_today(cx)));
	while (sql_next(q)) {
		enum role role = (enum role)col_i64(q, 0);
		is_mixed |= role != (enum role)p->role &&
			    (role_is_admin(role) || role_is_admin((enum role)p->role));
	}
	err e = sql_end(q);
	if (e || !is_mixed)
		return e;
	fail_field(cx, "role",
		   T("post.mixed", "系统、安全、审计管理员互斥，且不能兼任其他岗位（三员分立）",
		     "An administrator holds one administrator's post and no other"));
	return ctx_err(cx);
}

/* Who is granted a resident's post is that person, unless it is known already who it is. */
static err name_person(struct ctx *cx, const struct post *p)
{
	return sql_exec(cx, "UPDATE account SET person_id = $2 WHERE id = $1 AND person_id IS NULL",
			i64(p->account_id), i64(p->reach_id));
}

err post_grant(struct ctx *cx, struct post *p)
{
	err e = check_mix(cx, p);
	if (e)
		return e;
	p->id = id_new();
	p->version = 1;
	e = sql_exec(
		cx,
		"INSERT INTO post (id, account_id, role, organisation_id, reach_id, title, since,"
		" until, version, granted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)",
		i64(p->id), i64(p->account_id), i64(p->role), id_or_none(p->organisation_id),
		i64(p->reach_id), str(p->title), str(p->since ? p->since : ALWAYS),
		str(p->until ? p->until : STILL), id_or_none(cx->account_id));
	if (e || (role_reach((enum role)p->role) == OF_PERSON && (e = name_person(cx, p))) ||
	    (e = touched_add(cx, p->organisation_id)))
		return e;
	return audit_act(cx, &(struct act){.action = "post.grant",
					   .kind = "post",
					   .subject_id = p->id,
					   .detail = mem_format(cx->mem, "{\"role\":\"%s\"}",
								choice_of(&roles, p->role)->code)});
}
