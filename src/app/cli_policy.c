/* linli policy: packs checked, compared and described. */
#include "app/cli_policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void policy_say(const struct policy_call *c, struct text text, const struct arg *args)
{
	printf("%s\n", text_render(c->cx->mem, text, c->cx->lang, args));
}

enum lang policy_lang(const struct cli *c)
{
	return c->lang && !strcmp(c->lang, "en") ? LANG_EN : LANG_ZH;
}

/* ─── check ─── */

struct totals {
	size_t n_errors, n_warnings;
};

static void print_findings(const struct policy_call *c, const struct shelved *it)
{
	const char *where = it->folder ? it->folder : it->name;
	size_t n = strlen(where);
	while (n > 1 && where[n - 1] == '/')
		n--;
	for (size_t i = 0; i < it->findings.n; i++)
		printf("%.*s/%s\n", (int)n, where,
		       finding_show(c->cx->mem, &it->findings.all[i], c->cx->lang));
}

static err check_one(struct policy_call *c, const char *word, struct totals *t)
{
	struct shelved *it;
	err e = shelf_open(&c->shelf, word, &it);
	if (e == ERR_INTERNAL)
		return e;
	if (e) {
		t->n_errors++;
		fflush(stdout); /* what failed stands where it happened */
		(void)cli_fail(c->cx);
		ctx_forgive(c->cx);
		return OK;
	}
	print_findings(c, it);
	t->n_errors += it->findings.n_errors;
	t->n_warnings += it->findings.n_warnings;
	return OK;
}

static err check(struct policy_call *c)
{
	struct totals t = {0};
	err e = OK;
	for (int i = 0; i < c->n_words && !e; i++)
		e = check_one(c, c->words[i], &t);
	if (e)
		return e;
	say(c, T("policy.totals", "{1} 个错误，{2} 个警告", "{1} errors, {2} warnings"),
	    i64((int64_t)t.n_errors), i64((int64_t)t.n_warnings));
	c->status = t.n_errors ? EXIT_FAILURE : EXIT_SUCCESS;
	return OK;
}

err policy_open(struct policy_call *c, const char *word, const struct pack **ret)
{
	struct shelved *it;
	err e = shelf_open(&c->shelf, word, &it);
	if (e)
		return e;
	*ret = it->pack;
	if (it->pack)
		return OK;
	print_findings(c, it);
	return fail(c->cx, ERR_INVALID,
		    T("policy.wrong", "政策包“{1}”有错", "The pack “{1}” has errors"), str(word));
}

/* ─── schema, features ─── */

static err write_schema(struct policy_call *c, const char *file)
{
	const char *schema;
	err e = pack_schema(c->cx, file, &schema);
	if (e)
		return e;
	const char *path =
		mem_format(c->cx->mem, "%s/%.*s.json", c->words[0], (int)strcspn(file, "."), file);
	FILE *f = fopen(path, "we");
	bool is_written = f && fputs(schema, f) >= 0;
	if (f && fclose(f))
		is_written = false;
	return is_written ? OK : fail_internal(c->cx, "%s: %s", path, strerror(errno));
}

static err schema(struct policy_call *c)
{
	err e = OK;
	for (const char *const *file = pack_file_names; *file && !e; file++)
		e = write_schema(c, *file);
	return e;
}

static err features(struct policy_call *c)
{
	for (const struct feature *f = pack_features; f->id; f++)
		printf("%s\t%s\t%s\n", f->id, c->cx->lang == LANG_EN ? f->en : f->zh,
		       f->path ? f->path : "-");
	return OK;
}

/* ─── which ─── */

static const struct policy_command {
	const char *name;
	err (*run)(struct policy_call *c); /* NULL: it needs the database */
	int least, most;                   /* words */
	const char *usage;
} commands[] = {
	{"check", check, 1, 1000, "check DIR…"},
	{"coverage", policy_coverage, 1, 1, "coverage DIR|NAME"},
	{"diff", policy_diff, 2, 2, "diff OLD NEW"},
	{"load", NULL, 1, 1000, "load DIR|NAME… [--dry-run] [--data DIR] [--db URL]"},
	{"schema", schema, 1, 1, "schema DIR"},
	{"features", features, 0, 0, "features"},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static int usage(void)
{
	for (int i = 0; i < N_COMMANDS; i++)
		fprintf(stderr, "linli policy %s [--lang zh|en]\n", commands[i].usage);
	return EXIT_FAILURE;
}

static int run(struct cli *c, const struct policy_command *command)
{
	struct app app = {.options = &c->options};
	struct ctx cx;
	app_ctx(&app, &cx);
	cx.lang = policy_lang(c);
	struct policy_call call = {&cx, {.cx = &cx}, c->words + 1, c->n_words - 1, EXIT_SUCCESS};
	err e = app_join_facts(&cx, cx.mem);
	e = e ? e : command->run(&call);
	int status = e ? cli_fail(&cx) : call.status;
	facts_set(NULL);
	mem_free(cx.mem);
	return status;
}

int cli_policy(struct cli *c)
{
	const struct policy_command *command = NULL;
	for (int i = 0; i < N_COMMANDS && c->n_words; i++)
		if (!strcmp(c->words[0], commands[i].name))
			command = &commands[i];
	int n = c->n_words - 1;
	if (!command || n < command->least || n > command->most)
		return usage();
	return command->run ? run(c, command) : cli_policy_load(c);
}
