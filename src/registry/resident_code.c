#include "registry/resident_code.h"

#include <sodium.h>
#include <string.h>

#include "account/outbox.h"
#include "account/throttle.h"
#include "audit/audit.h"
#include "base/id.h"
#include "base/secret.h"
#include "place/identifier.h"
#include "store/sql.h"

enum { TRIES_MOST = 5, CODE_LIMIT = 1000000 };

/* A phone may be rung once a minute, and an address may belong to many. */
static const struct throttle by_phone[] = {
	{"code_minute", 1, CODE_PAUSE_MS},
	{"code_hour", 5, 3600 * 1000},
	{"code_day", 10, 24 * 3600 * 1000},
};
static const struct throttle by_address = {"code_address", 60, 10 * 60 * 1000};
enum { N_BY_PHONE = sizeof by_phone / sizeof *by_phone };

static const char *const purposes[] = {
	[CODE_SIGN_IN] = "登录或注册",
	[CODE_NEW_PHONE] = "更换手机号",
};

const char *mobile_of(struct ctx *cx, const char *path, const char *typed)
{
	struct identifier_fault fault;
	const char *phone = phone_normalise(cx->mem, typed);
	if (phone_kind_of(phone) == PHONE_MOBILE)
		return phone;
	if (!identifier_check_phone(phone, &fault))
		identifier_fail(cx, path, &fault);
	else
		fail_field(cx, path, T("phone.mobile", "应为手机号码", "must be a mobile number"));
	return NULL;
}

static struct arg phone_hash(struct ctx *cx, const char *phone)
{
	unsigned char *hash = mem_array(cx->mem, unsigned char, LOOKUP_HASH_SIZE);
	secret_hash(cx->keys, "phone", phone, hash);
	return blob(hash, LOOKUP_HASH_SIZE);
}

static void code_hash(struct ctx *cx, const struct phone_code *c, const char *code,
		      unsigned char out[static LOOKUP_HASH_SIZE])
{
	const char *value = mem_format(cx->mem, "%d:%lld:%s:%s", (int)c->purpose,
				       (long long)c->account_id, c->phone, code);
	secret_hash(cx->keys, "phone_code", value, out);
}

/* ─── sending ─── */

/* The counters know the phone by its hash alone. */
static const char *counter_of(struct ctx *cx, const char *phone)
{
	char *hex = mem_array(cx->mem, char, 2 * LOOKUP_HASH_SIZE + 1);
	struct arg hash = phone_hash(cx, phone);
	return sodium_bin2hex(hex, 2 * LOOKUP_HASH_SIZE + 1, hash.p, hash.n);
}

static err check_share(struct ctx *cx, const char *counter, const char *peer)
{
	int64_t wait_s = 0;
	bool allows = throttle_allows(cx, &by_address, peer, &wait_s);
	for (int i = 0; i < N_BY_PHONE && allows; i++)
		allows = throttle_allows(cx, &by_phone[i], counter, &wait_s);
	if (allows || ctx_err(cx))
		return ctx_err(cx);
	return fail(cx, ERR_TOO_MANY,
		    T("phone_code.wait", "发送过于频繁，请在 {1} 秒后再试",
		      "Sent too often; try again in {1} seconds"),
		    i64(wait_s));
}

static err count_share(struct ctx *cx, const char *counter, const char *peer)
{
	err e = throttle_count(cx, &by_address, peer);
	for (int i = 0; i < N_BY_PHONE && !e; i++)
		e = throttle_count(cx, &by_phone[i], counter);
	return e;
}

/* In place of an earlier one; what has run out goes at this occasion. */
static err keep_code(struct ctx *cx, const struct phone_code *c, const char *code)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	code_hash(cx, c, code, hash);
	err e = sql_exec(cx, "DELETE FROM phone_code WHERE ends_at <= $1", i64(cx->now));
	if (e)
		return e;
	return sql_exec(cx,
			"INSERT INTO phone_code (phone_hash, purpose, account_id, code_hash,"
			" ends_at, tries) VALUES ($1, $2, $3, $4, $5, 0)"
			" ON CONFLICT (phone_hash, purpose, account_id)"
			" DO UPDATE SET code_hash = $4, ends_at = $5, tries = 0",
			phone_hash(cx, c->phone), i64(c->purpose), i64(c->account_id),
			blob(hash, sizeof hash), i64(cx->now + CODE_LIFE_MS));
}

err phone_code_send(struct ctx *cx, const struct phone_code *c, const char *peer)
{
	const char *counter = counter_of(cx, c->phone);
	unsigned number = randombytes_uniform(CODE_LIMIT);
	err e = check_share(cx, counter, peer);
	if (e || (e = count_share(cx, counter, peer)) ||
	    (e = keep_code(cx, c, mem_format(cx->mem, "%06u", number))))
		return e;
	struct message m = {
		.key = mem_format(cx->mem, "phone_code:%lld", (long long)id_new()),
		.channel = CHANNEL_SMS,
		.address = c->phone,
		.body = mem_format(cx->mem,
				   "【邻里】验证码 %06u，十分钟内有效，用于%s。请勿告诉他人。",
				   number, purposes[c->purpose]),
	};
	e = outbox_put(cx, &m);
	return e ? e : audit_act(cx, &(struct act){.action = "phone_code.send"});
}

/* ─── checking ─── */

bool phone_code_is_right(struct ctx *cx, const struct phone_code *c, const char *code)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	bool is_right = false;
	size_t n;
	code_hash(cx, c, code, hash);
	struct stmt *q =
		sql(cx,
		    "SELECT code_hash FROM phone_code WHERE phone_hash = $1"
		    " AND purpose = $2 AND account_id = $3 AND ends_at > $4 AND tries < $5",
		    phone_hash(cx, c->phone), i64(c->purpose), i64(c->account_id), i64(cx->now),
		    i64(TRIES_MOST));
	if (sql_next(q)) {
		const void *kept = col_peek_blob(q, 0, &n);
		is_right = n == sizeof hash && !sodium_memcmp(kept, hash, n);
	}
	return sql_end(q) == OK && is_right;
}

err phone_code_miss(struct ctx *cx, const struct phone_code *c)
{
	return sql_exec(cx,
			"UPDATE phone_code SET tries = tries + 1 WHERE phone_hash = $1"
			" AND purpose = $2 AND account_id = $3",
			phone_hash(cx, c->phone), i64(c->purpose), i64(c->account_id));
}

err phone_code_spend(struct ctx *cx, const struct phone_code *c)
{
	return sql_exec(cx,
			"DELETE FROM phone_code WHERE phone_hash = $1 AND purpose = $2"
			" AND account_id = $3",
			phone_hash(cx, c->phone), i64(c->purpose), i64(c->account_id));
}
