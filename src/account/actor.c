#include "account/actor.h"

#include <sodium.h>
#include <string.h>

#include "account/account.h"
#include "account/setting.h"
#include "base/date.h"
#include "place/reach.h"
#include "store/sql.h"

enum { MINUTE_MS = 60 * 1000 };

int64_t session_idle_ms(const struct ctx *cx)
{
	return setting_int(cx, SETTING_IDLE_MINUTES) * MINUTE_MS;
}

int64_t session_longest_ms(const struct ctx *cx)
{
	return setting_int(cx, SETTING_SESSION_HOURS) * 60 * MINUTE_MS;
}

int64_t session_fresh_ms(const struct ctx *cx)
{
	return setting_int(cx, SETTING_FRESH_MINUTES) * MINUTE_MS;
}

char *token_new(mem *parent)
{
	unsigned char bytes[TOKEN_BYTES];
	char *text = mem_array(parent, char, TOKEN_TEXT);
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(text, TOKEN_TEXT, bytes, sizeof bytes,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text;
}

void token_hash(const char *token, unsigned char out[static TOKEN_HASH])
{
	crypto_hash_sha256(out, (const unsigned char *)token, strlen(token));
}

/* A token has no more than it was given: not even what is its account's own. */
bool actor_may(const struct actor *a, enum may may)
{
	return a && (a->narrowed >> may & 1) && (may == MAY_BE_SELF || role_may(a->role, may));
}

static void become(struct ctx *cx, struct actor *a)
{
	cx->actor = a;
	cx->account_id = a->account_id;
	cx->post_id = a->post_id;
}

/* Columns that both ways of coming in share, from `p` (post) and `a` (account) on. */
#define ACTOR_COLUMNS                                                                      \
	"a.id, a.person_id, a.name, p.id, p.role, p.organisation_id, p.reach_id, p.title," \
	" p.since, p.until"

static int64_t or_zero(int64_t v)
{
	return v == NONE ? 0 : v;
}

static void read_actor(struct stmt *q, struct actor *a, const char *today)
{
	*a = (struct actor){
		.account_id = col_i64(q, 0),
		.person_id = or_zero(col_i64(q, 1)),
		.name = col_str(q, 2),
		.narrowed = UINT64_MAX,
	};
	bool has_post = col_i64(q, 3) != NONE && strcmp(col_peek(q, 8), today) <= 0 &&
			strcmp(col_peek(q, 9), today) >= 0;
	if (!has_post)
		return;
	a->post_id = col_i64(q, 3);
	a->role = (enum role)col_i64(q, 4);
	a->organisation_id = or_zero(col_i64(q, 5));
	a->reach_id = col_i64(q, 6);
	a->title = col_str(q, 7);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

err actor_by_session(struct ctx *cx, const char *token, const struct actor **ret)
{
	unsigned char hash[TOKEN_HASH];
	token_hash(token, hash);
	*ret = NULL;
	struct stmt *q =
		sql(cx,
		    "SELECT " ACTOR_COLUMNS ", s.id, s.csrf, s.seen_at, s.fresh_until, s.opened_at"
		    " FROM session s JOIN account a ON a.id = s.account_id"
		    " LEFT JOIN post p ON p.id = s.post_id AND p.account_id = s.account_id"
		    " WHERE s.token_hash = $1 AND s.ends_at > $2 AND a.state = $3",
		    blob(hash, sizeof hash), i64(cx->now), i64(ACCOUNT_ACTIVE));
	if (sql_next(q)) {
		struct actor *a = mem_new(cx->mem, struct actor);
		read_actor(q, a, reach_today(cx));
		a->session_id = col_i64(q, 10);
		a->csrf = col_str(q, 11);
		a->fresh_until = col_i64(q, 13);
		a->opened_at = col_i64(q, 14);
		if (later(col_i64(q, 12), seen_at(a->session_id)) + session_idle_ms(cx) > cx->now) {
			become(cx, a);
			*ret = a;
		}
	}
	return sql_end(q);
}

static uint64_t bits_of(mem *m, const char *codes)
{
	uint64_t bits = 0;
	for (const char *p = codes; *p;) {
		size_t n = strcspn(p, ",");
		int64_t may = choice_find(&permissions, mem_strn(m, p, n));
		bits |= may ? UINT64_C(1) << may : 0;
		p += n + (p[n] == ',');
	}
	return bits;
}

err actor_by_bearer(struct ctx *cx, const char *token, const struct actor **ret)
{
	unsigned char hash[TOKEN_HASH];
	const char *today = reach_today(cx);
	token_hash(token, hash);
	*ret = NULL;
	struct stmt *q = sql(cx,
			     "SELECT " ACTOR_COLUMNS ", t.permissions"
			     " FROM machine_token t JOIN account a ON a.id = t.account_id"
			     " JOIN post p ON p.id = t.post_id AND p.account_id = t.account_id"
			     " WHERE t.token_hash = $1 AND t.ends_on >= $2 AND t.revoked_at IS NULL"
			     " AND a.state = $3",
			     blob(hash, sizeof hash), str(today), i64(ACCOUNT_ACTIVE));
	if (sql_next(q)) {
		struct actor *a = mem_new(cx->mem, struct actor);
		read_actor(q, a, today);
		a->narrowed = bits_of(cx->mem, col_peek(q, 10));
		become(cx, a);
		*ret = a;
	}
	return sql_end(q);
}

err actor_by_post(struct ctx *cx, int64_t account_id, int64_t post_id, const struct actor **ret)
{
	*ret = NULL;
	struct stmt *q = sql(cx,
			     "SELECT " ACTOR_COLUMNS " FROM account a"
			     " JOIN post p ON p.id = $2 AND p.account_id = a.id"
			     " WHERE a.id = $1 AND a.state = $3",
			     i64(account_id), i64(post_id), i64(ACCOUNT_ACTIVE));
	if (sql_next(q)) {
		struct actor *a = mem_new(cx->mem, struct actor);
		read_actor(q, a, reach_today(cx));
		become(cx, a);
		*ret = a;
	}
	return sql_end(q);
}
