/* linli policy load: a pack from a folder, or one that is built in, becomes a version in the database; a running server takes it
 * into force within a second. With --dry-run: what would change in the cockpit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli_policy.h"
#include "app/measurer.h"
#include "app/packs.h"

static const char *light_text(const struct ctx *cx, int64_t light)
{
	const struct choice *c = choice_of(&lights, light);
	if (!c)
		return "—";
	return cx->lang == LANG_EN ? c->en : c->zh;
}

static bool has_changed(const struct trial_row *r)
{
	return r->light_before != r->light_after || r->before.met != r->after.met ||
	       total_of(&r->before) != total_of(&r->after);
}

static void print_row(const struct ctx *cx, const struct trial_row *r)
{
	printf("  %s %s: %s %lld/%lld → %s %lld/%lld\n", r->clause, r->title,
	       light_text(cx, r->light_before), (long long)r->before.met,
	       (long long)total_of(&r->before), light_text(cx, r->light_after),
	       (long long)r->after.met, (long long)total_of(&r->after));
}

static void print_trial(const struct ctx *cx, const struct pack_loaded *l)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n_rows; i++)
		if (has_changed(&l->rows[i])) {
			print_row(cx, &l->rows[i]);
			n++;
		}
	printf("%s\n", text_render(cx->mem,
				   T("policy.trial", "{1} 条中有 {2} 条会变化；没有载入",
				     "{2} of {1} clauses would change; nothing was loaded"),
				   cx->lang, ARGS(i64((int64_t)l->n_rows), i64((int64_t)n))));
}

static void print_findings(const struct ctx *cx, const char *folder, const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		printf("%s/%s\n", folder, finding_show(cx->mem, &f->all[i], cx->lang));
}

/* The name of one that is built in, or a folder. */
static err find_files(struct ctx *cx, const char *word, struct pack_files *ret)
{
	for (const struct pack_files *f = pack_builtin; f->name; f++)
		if (!strcmp(f->name, word)) {
			*ret = *f;
			return OK;
		}
	return pack_files_read(cx, word, ret);
}

static err load_one(struct ctx *cx, struct app *app, const struct cli *c, const char *folder)
{
	struct pack_files files;
	struct pack_loaded loaded;
	err e = find_files(cx, folder, &files);
	if (e || (e = pack_load(cx, app, &files, c->is_dry, &loaded)))
		return e;
	print_findings(cx, folder, &loaded.findings);
	if (!loaded.pack)
		return fail(cx, ERR_INVALID,
			    T("policy.wrong", "政策包“{1}”有错", "The pack “{1}” has errors"),
			    str(folder));
	if (c->is_dry)
		print_trial(cx, &loaded);
	else
		printf("%s %s\n", loaded.pack->name, loaded.pack->hash);
	return OK;
}

/* A trial compares with what is in force. */
static err load_all(struct ctx *cx, struct app *app, struct cli *c)
{
	cx->lang = policy_lang(c);
	err e = c->is_dry ? packs_refresh(cx, app) : OK;
	for (int i = 1; i < c->n_words && !e; i++)
		e = load_one(cx, app, c, c->words[i]);
	return e;
}

int cli_policy_load(struct cli *c)
{
	return cli_with_store(c, load_all);
}
