/* Commands on the database: prepare, check, copy, load. */
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "account/scope.h"
#include "app/cli.h"
#include "app/packs.h"
#include "audit/audit.h"
#include "base/secret.h"
#include "http/openapi.h"

int cli_serve(struct cli *c)
{
	struct app *app = mem_new(NULL, struct app);
	app->options = &c->options;
	int status = serve_run(app);
	mem_free(app);
	return status;
}

static int need_file(const char *command)
{
	fprintf(stderr, "linli %s: name one FILE\n", command);
	return EXIT_FAILURE;
}

/* ─── init ─── */

static const struct admin {
	const char *login, *name;
	enum role role;
} admins[] = {
	{"sysadmin", "系统管理员", ROLE_SYSTEM_ADMIN},
	{"secadmin", "安全管理员", ROLE_SECURITY_ADMIN},
	{"auditadmin", "审计管理员", ROLE_AUDIT_ADMIN},
};
enum { N_ADMINS = sizeof admins / sizeof *admins };

struct links {
	const char *token[N_ADMINS];
};

/* Makes the administrator unless there is one already; a fresh link either way, as long as nobody
 * has used one. */
static err init_admin(struct ctx *cx, const struct admin *a, const char **ret_token)
{
	struct account *account;
	err e = account_find(cx, a->login, &account);
	int64_t id = account ? account->id : 0;
	*ret_token = NULL;
	if (e || (account && account->state != ACCOUNT_INVITED))
		return e;
	if (!account) {
		struct new_account n = {.login = a->login, .name = a->name};
		struct post p = {.role = a->role, .title = a->name};
		e = account_create(cx, &n, &id);
		p.account_id = id;
		if (e || (e = post_grant(cx, &p)))
			return e;
	}
	return invitation_create(cx, id, ret_token);
}

static err init_work(struct ctx *cx, void *arg)
{
	struct links *links = arg;
	err e = OK;
	for (int i = 0; i < N_ADMINS && !e; i++)
		e = init_admin(cx, &admins[i], &links->token[i]);
	return e;
}

static err init(struct ctx *cx, struct app *app, struct cli *c)
{
	struct links links;
	(void)c;
	err e = store_write_now(app->store, cx, init_work, &links);
	for (int i = 0; i < N_ADMINS && !e; i++)
		if (links.token[i])
			printf("%s\t/console/invitations/%s\n", admins[i].login, links.token[i]);
		else
			printf("%s\tis active already\n", admins[i].login);
	return e ? e : packs_load_builtin(cx, app, NATIONAL_PACK);
}

int cli_init(struct cli *c)
{
	return cli_with_store(c, init);
}

/* ─── backup, restore, verify ─── */

static err backup(struct ctx *cx, struct app *app, struct cli *c)
{
	err e = store_backup(app->store, cx, c->words[0]);
	if (e == OK)
		printf("%s: complete and checked. The keys of personal data are not in it: keep a "
		       "copy of"
		       " the key file elsewhere.\n",
		       c->words[0]);
	return e;
}

int cli_backup(struct cli *c)
{
	return c->n_words == 1 ? cli_with_store(c, backup) : need_file("backup");
}

int cli_restore(struct cli *c)
{
	struct app app = {.options = &c->options};
	struct ctx cx;
	if (c->n_words != 1)
		return need_file("restore");
	app_ctx(&app, &cx);
	const char *url = app_url(&cx, &c->options);
	err e = app_make_folder(&cx, c->options.data);
	e = e ? e : store_restore(&cx, url, c->words[0]);
	int status = e ? cli_fail(&cx) : EXIT_SUCCESS;
	mem_free(cx.mem);
	return status;
}

struct said {
	int64_t n;
};

static void say(void *arg, const char *line)
{
	struct said *f = arg;
	f->n++;
	printf("%s\n", line);
}

struct verifying {
	struct said *findings;
	struct audit_check audit;
};

static err verify_audit(struct ctx *cx, void *arg)
{
	struct verifying *v = arg;
	return audit_verify(cx, say, v->findings, &v->audit);
}

static err verify(struct ctx *cx, struct app *app, struct cli *c)
{
	struct said f = {0};
	struct verifying v = {.findings = &f};
	(void)c;
	err e = store_check(app->store, cx, say, &f);
	if (e || (e = store_read(app->store, cx, verify_audit, &v)))
		return e;
	printf("audit: %lld blocks, %lld rows sealed, %lld not yet sealed\n",
	       (long long)v.audit.blocks, (long long)v.audit.rows, (long long)v.audit.unsealed);
	printf("%lld findings\n", (long long)f.n);
	return f.n ? fail_internal(cx, "the check has findings") : OK;
}

int cli_verify(struct cli *c)
{
	return cli_with_store(c, verify);
}
