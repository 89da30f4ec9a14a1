/* Who is asking: an account, under exactly one post, found by session cookie or bearer token. */
#ifndef LINLI_ACCOUNT_ACTOR_H
#define LINLI_ACCOUNT_ACTOR_H

#include "account/may.h"
#include "base/ctx.h"

struct actor {
	int64_t account_id, person_id; /* person_id 0: an account without a person */
	int64_t session_id;            /* 0: a machine token */
	int64_t post_id;               /* 0: signed in, no post chosen */
	enum role role;                /* 0 without a post */
	int64_t organisation_id, reach_id;
	const char *name, *title, *csrf;
	int64_t fresh_until; /* the password counts as just given until then */
	uint64_t narrowed;   /* a token's own permissions as bits; all ones otherwise */
	int64_t opened_at;
};

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 44, TOKEN_HASH = 32 };

/* A fresh random token as URL-safe text, and the hash under which it is kept. */
char *token_new(mem *parent);
void token_hash(const char *token, unsigned char out[static TOKEN_HASH]);

/* How long a session may sit idle, how long it lasts at most, and how long a password given again
 * holds: settings, in ms. */
int64_t session_idle_ms(const struct ctx *cx);
int64_t session_longest_ms(const struct ctx *cx);
int64_t session_fresh_ms(const struct ctx *cx);

/* Finds the actor of a session cookie, or of a bearer token; *ret is NULL when it is unknown, has
 * ended or sat idle too long. Also sets cx->actor, account_id and post_id. */
err actor_by_session(struct ctx *cx, const char *token, const struct actor **ret);
err actor_by_bearer(struct ctx *cx, const char *token, const struct actor **ret);

/* The account under one of its posts, for work that goes on without a session: a job. NULL when the
 * account is closed or the post has ended. */
err actor_by_post(struct ctx *cx, int64_t account_id, int64_t post_id, const struct actor **ret);

bool actor_may(const struct actor *a, enum may may);

/* Last-seen times are noted in memory and written once a minute. */
void seen_note(int64_t session_id, int64_t at);
int64_t seen_at(int64_t session_id); /* 0: not since the last flush */
/* Writes what was noted, and forgets what was written. A clockwork job. */
err seen_flush(struct ctx *cx);
void seen_forget_written(struct ctx *cx, void *arg);

#endif
