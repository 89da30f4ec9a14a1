/* The accounts into the store, and their table for whoever starts the demo. */
#include <stdio.h>

#include "account/account.h"
#include "account/password.h"
#include "app/app.h"
#include "app/demo.h"
#include "app/demo_priv.h"
#include "base/utf8.h"
#include "registry/binding.h"
#include "registry/consent.h"
#include "store/sql.h"

/* The resident has proved by name and papers that the house is his own. */
static err bind_house(struct ctx *cx, int64_t account_id, const struct person *p)
{
	struct account a;
	bool holds;
	err e = account_load(cx, account_id, &a);
	int64_t estate = sql_int(cx, 0,
				 "SELECT home_id FROM ownership WHERE person_id = $1"
				 " ORDER BY home_id LIMIT 1",
				 i64(a.person_id));
	if (e || (e = ctx_err(cx)) || (e = consent_give(cx, account_id, CONSENT_ACCOUNT)) ||
	    (e = consent_give(cx, account_id, CONSENT_ID_NUMBER)))
		return e;
	e = binding_by_register(cx, &a, &(struct register_proof){estate, p->name, p->id_number},
				&holds);
	return e || holds ? e : fail_internal(cx, "the demo's resident owns nothing");
}

/* Every account has the same password: hashed once, 65 ms. */
static err write_account(struct ctx *cx, struct demo_filling *f, const struct demo_account *a,
			 const char *hash)
{
	struct demo_who who = demo_account_holder(&f->plan, a);
	struct account *there;
	struct person person;
	struct new_account n = {.login = a->login};
	struct post post = {.role = a->role, .title = a->title};
	err e = account_find(cx, a->login, &there);
	if (e || there || (e = demo_person_id(cx, who, &n.person_id)))
		return e;
	demo_person(cx->mem, who, &person);
	n.name = person.name;
	post.organisation_id = demo_id(f, a->organisation);
	post.reach_id =
		role_reach((enum role)a->role) == OF_PERSON ? n.person_id : demo_id(f, a->reach);
	if ((e = account_create(cx, &n, &post.account_id)) ||
	    (e = account_set_password(cx, post.account_id, hash, 0)) ||
	    (e = post_grant(cx, &post)) || a->role != ROLE_RESIDENT)
		return e;
	return bind_house(cx, post.account_id, &person);
}

struct writing {
	struct demo_filling *f;
	const char *hash;
};

static err write_accounts(struct ctx *cx, void *arg)
{
	struct writing *w = arg;
	err e = OK;
	for (const struct demo_account *a = demo_accounts; a->login && !e; a++)
		e = write_account(cx, w->f, a, w->hash);
	return e;
}

err demo_fill_accounts(struct ctx *cx, struct demo_filling *f)
{
	struct writing w = {.f = f, .hash = password_hash(cx->mem, DEMO_PASSWORD)};
	if (!w.hash)
		return fail_internal(cx, "argon2id does not get its 64 MiB");
	return store_write_now(f->app->store, cx, write_accounts, &w);
}

/* ─── the table ─── */

/* Chinese characters take two columns of a terminal. */
static int pad(const char *s, int columns)
{
	int used = 0;
	for (uint32_t c; (c = utf8_next(&s)) != 0;)
		used += c < 0x1100 ? 1 : 2;
	return columns > used ? columns - used : 1;
}

static void print_row(const char *const cells[static 4])
{
	static const int widths[] = {22, 20, 24, 0};
	for (int i = 0; i < 4; i++)
		printf("%s%*s", cells[i], i < 3 ? pad(cells[i], widths[i]) : 0, "");
	printf("\n");
}

static err print_accounts(struct ctx *cx, void *arg)
{
	static const char *const head[] = {"账号", "角色", "岗位", "范围"};
	(void)arg;
	printf("\n演示账号，口令均为 %s\n\n", DEMO_PASSWORD);
	print_row(head);
	for (const struct demo_account *a = demo_accounts; a->login; a++) {
		const char *reach = sql_text(
			cx, "本系统",
			"SELECT coalesce(r.name, o.name, e.name, '本人房屋') FROM account a"
			" JOIN post p ON p.account_id = a.id AND p.reach_id <> 0"
			" LEFT JOIN region r ON r.home_id = p.reach_id"
			" LEFT JOIN organisation o ON o.home_id = p.reach_id"
			" LEFT JOIN estate e ON e.home_id = p.reach_id"
			" WHERE a.login = $1 ORDER BY p.id",
			str(a->login));
		print_row((const char *const[]){a->login, choice_of(&roles, a->role)->zh, a->title,
						reach});
	}
	printf("\n");
	fflush(stdout);
	return ctx_err(cx);
}

err demo_print_accounts(struct ctx *cx, struct demo_filling *f)
{
	return store_read(f->app->store, cx, print_accounts, NULL);
}
