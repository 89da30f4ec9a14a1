/* Accounts, sessions, posts, invitations, tokens. */
#ifndef LINLI_ACCOUNT_ACCOUNT_H
#define LINLI_ACCOUNT_ACCOUNT_H

#include "account/actor.h"
#include "base/field.h"
#include "http/route.h"

enum account_state { ACCOUNT_INVITED = 1, ACCOUNT_ACTIVE, ACCOUNT_CLOSED };
extern const struct choices account_states;

struct account {
	int64_t id, person_id, state, password_at, totp_step, failures, locked_until;
	int64_t last_sign_in_at, version, has_totp;
	const char *login, *name, *password_hash, *last_sign_in_from;
	const char *totp;  /* the secret in the clear; NULL: no second factor */
	const char *phone; /* a resident's, in the clear; NULL: staff */
};
extern const struct field account_fields[]; /* what an administrator sees */

/* Its rows, also for a struct that holds an account as `row`. */
#define ACCOUNT_FIELDS(type, row)                                                           \
	{"id", F_ID, READ_ONLY, AT(type, row id), L("标识", "Id")},                         \
		{"version", F_INT, READ_ONLY, AT(type, row version), L("版本", "Version")}, \
		{"login", F_TEXT, READ_ONLY, AT(type, row login), L("账号", "Account")},    \
		{"name", F_TEXT, 0, AT(type, row name), L("姓名", "Name"), 1, 60},          \
		{"state",                                                                   \
		 F_ENUM,                                                                    \
		 READ_ONLY,                                                                 \
		 AT(type, row state),                                                       \
		 L("状态", "State"),                                                        \
		 .of = &account_states},                                                    \
		{"has_totp", F_FLAG, READ_ONLY, AT(type, row has_totp),                     \
		 L("两步验证", "Second factor")},                                           \
		{"failures", F_INT, READ_ONLY, AT(type, row failures),                      \
		 L("连续失败次数", "Failures")},                                            \
		{"locked_until", F_INSTANT, READ_ONLY, AT(type, row locked_until),          \
		 L("锁定至", "Locked until")},                                              \
		{"password_at", F_INSTANT, READ_ONLY, AT(type, row password_at),            \
		 L("口令设置时间", "Password set at")},                                     \
	{                                                                                   \
		"last_sign_in_at", F_INSTANT, READ_ONLY, AT(type, row last_sign_in_at),     \
			L("上次登录", "Last sign-in")                                       \
	}

/* The login that is meant by what was typed: in lower case; a mobile number becomes its keyed hash,
 * under which residents' accounts are kept. */
const char *account_login_of(struct ctx *cx, const char *typed);

/* NULL in *ret if there is none. */
err account_find(struct ctx *cx, const char *login, struct account **ret);
err account_load(struct ctx *cx, int64_t id, struct account *ret);

/* A new account with a one-time link. `person_id` may be 0. */
struct new_account {
	const char *login, *name, *phone; /* phone: where the link is sent; NULL: shown only */
	int64_t person_id;
};
err account_create(struct ctx *cx, const struct new_account *n, int64_t *ret_id);

/* A one-time link for setting a password, good for three days; earlier ones of the account end. */
err invitation_create(struct ctx *cx, int64_t account_id, const char **ret_token);

/* Sets a password (already hashed) and ends every session but `keep`. */
err account_set_password(struct ctx *cx, int64_t account_id, const char *hash, int64_t keep);

/* Grants a post. Refuses to mix an administrator's role with any other (law.md 6.7, 三员分立). */
struct post {
	int64_t id, account_id, role, organisation_id, reach_id, version;
	const char *title, *since, *until;
};
err post_grant(struct ctx *cx, struct post *p);

/* Opens a session under the account's first post, and sets the cookie. */
struct request;
err session_open(struct ctx *cx, struct request *rq, const struct account *a);
/* The same, after the failed attempts are forgotten and the second factor's step is kept. */
err session_sign_in(struct ctx *cx, struct request *rq, const struct account *a, int64_t totp_step);
/* Answers with who is signed in. */
err session_show(struct ctx *cx, struct request *rq);
#define SESSION_COOKIE "linli_session"

extern const struct field session_fields[];

extern const struct route session_routes[], self_routes[], account_routes[], token_routes[],
	kept_routes[], place_routes[], directory_routes[];

#endif
