#include "account/password.h"

#include <ctype.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>

#include "base/utf8.h"
#include "store/sql.h"

enum {
	LENGTH_LEAST = 10,
	CLASSES_LEAST = 3,
	HISTORY = 5,
	AT_ONCE = 2,
};

static unsigned long long passes = 2;
static size_t bytes = 64 * 1024 * 1024;
static sem_t slots;

__attribute__((constructor)) static void init(void)
{
	sem_init(&slots, 0, AT_ONCE);
}

static void enter(void)
{
	while (sem_wait(&slots)) /* interrupted by a signal */
		;
}

void password_make_cheap(void)
{
	passes = crypto_pwhash_OPSLIMIT_MIN;
	bytes = crypto_pwhash_MEMLIMIT_MIN;
}

char *password_hash(mem *parent, const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	enter();
	int r = crypto_pwhash_str(hash, password, strlen(password), passes, bytes);
	sem_post(&slots);
	return r ? NULL : mem_str(parent, hash);
}

bool password_verify(const char *hash, const char *password)
{
	enter();
	int r = crypto_pwhash_str_verify(hash, password, strlen(password));
	sem_post(&slots);
	return r == 0;
}

void password_pretend(const char *password)
{
	static const char salt[crypto_pwhash_SALTBYTES] = "no such account";
	unsigned char out[32];
	enter();
	int ignored = crypto_pwhash(out, sizeof out, password, strlen(password),
				    (const unsigned char *)salt, passes, bytes,
				    crypto_pwhash_ALG_ARGON2ID13);
	sem_post(&slots);
	(void)ignored;
}

static int classes_of(const char *s)
{
	bool lower = false, upper = false, digit = false, other = false;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		lower |= islower(c) != 0;
		upper |= isupper(c) != 0;
		digit |= isdigit(c) != 0;
		other |= !isalnum(c);
	}
	return lower + upper + digit + other;
}

void password_check(struct ctx *cx, const char *path, const char *password, const char *login)
{
	if (utf8_length(password) < LENGTH_LEAST || classes_of(password) < CLASSES_LEAST)
		fail_field(cx, path,
			   T("password.weak",
			     "口令至少 {1} 位，且含大写、小写、数字、符号中的至少 {2} 类",
			     "at least {1} characters, of at least {2} of: upper case, lower case, "
			     "digits, symbols"),
			   i64(LENGTH_LEAST), i64(CLASSES_LEAST));
	else if (login && strlen(login) >= 3 && strcasestr(password, login))
		fail_field(cx, path,
			   T("password.login", "口令不能包含账号", "must not contain the account"));
}

bool password_was_used(struct ctx *cx, int64_t account_id, const char *password)
{
	bool was_used = false;
	struct stmt *q = sql(cx,
			     "SELECT hash FROM account_password WHERE account_id = $1"
			     " ORDER BY at DESC LIMIT $2",
			     i64(account_id), i64(HISTORY));
	while (!was_used && sql_next(q))
		was_used = password_verify(col_peek(q, 0), password);
	return sql_end(q) == OK && was_used;
}

err password_make(struct ctx *cx, int64_t account_id, const char *login, const char *password,
		  char **ret_hash)
{
	password_check(cx, "password", password, login);
	if (ctx_err(cx))
		return ctx_err(cx);
	if (password_was_used(cx, account_id, password))
		fail_field(cx, "password",
			   T("password.used", "不能使用最近用过的口令", "was used before"));
	if (ctx_err(cx))
		return ctx_err(cx);
	*ret_hash = password_hash(cx->mem, password);
	return *ret_hash ? OK
			 : fail(cx, ERR_BUSY,
				T("busy", "系统繁忙，请稍后再试", "Busy; try again later"));
}
