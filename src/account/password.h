/* Passwords: argon2id, at most two at a time (65 ms and 64 MiB each), and the rules of a new one
 * (等保 8.1.4.1: three classes of characters, ten at least, none of the last five). */
#ifndef LINLI_ACCOUNT_PASSWORD_H
#define LINLI_ACCOUNT_PASSWORD_H

#include "base/ctx.h"

/* For `serve --test` alone, on loopback, before the first hash: tests sign in by the hundred, and whoever
 * guesses a password there has won nothing. */
void password_make_cheap(void);

/* Slow: on the worker pool only. */
char *password_hash(mem *parent, const char *password);
bool password_verify(const char *hash, const char *password);
/* Takes as long as password_verify(), for an account that does not exist. */
void password_pretend(const char *password);

/* Reports under `path` what is wrong with a new password; `login` must not be part of it. */
void password_check(struct ctx *cx, const char *path, const char *password, const char *login);

/* Checks a new password of an account (0: one that is to come) as above, and hashes it. Slow. Reads. */
err password_make(struct ctx *cx, int64_t account_id, const char *login, const char *password,
		  char **ret_hash);

/* Was it one of the last five of the account? Slow. Reads. */
bool password_was_used(struct ctx *cx, int64_t account_id, const char *password);

#endif
