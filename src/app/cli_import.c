/* linli import: region files, and spreadsheets that become part of the register. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/regions_import.h"
#include "base/id.h"
#include "registry/import.h"

enum { FINDINGS_SHOWN = 50 };

/* ─── regions ─── */

static err read_file(struct ctx *cx, const char *path, const char **ret, size_t *ret_n)
{
	FILE *f = fopen(path, "re");
	struct buf text = buf_on(cx->mem);
	char block[65536];
	if (!f)
		return fail_internal(cx, "%s: %s", path, strerror(errno));
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		buf_put(&text, block, n);
	bool is_read = !ferror(f);
	fclose(f);
	*ret_n = text.len;
	*ret = buf_text(&text);
	return is_read ? OK : fail_internal(cx, "%s: %s", path, strerror(errno));
}

static err import_regions(struct ctx *cx, struct app *app, struct cli *c)
{
	err e = OK;
	for (int i = 1; i < c->n_words && !e; i++) {
		struct regions_source from = {.is_dry = c->is_dry};
		struct regions_report r = {0};
		e = read_file(cx, c->words[i], &from.csv, &from.n);
		e = e ? e : regions_import(cx, app->store, &from, &r);
		if (!e)
			regions_report_print(stdout, c->words[i], &r);
	}
	return e;
}

/* ─── spreadsheets ─── */

static err read_id(struct ctx *cx, const char *option, const char *text, int64_t *ret)
{
	*ret = 0;
	return !text || id_parse(text, ret) ? OK
					    : fail_internal(cx, "%s: %s is no id", option, text);
}

static void say(void *arg, int64_t row, const char *column, const char *text)
{
	int *n = arg;
	++*n;
	printf("  row %lld%s%s: %s\n", (long long)row, column ? ", column " : "",
	       column ? column : "", text);
}

struct finding_work {
	int64_t id;
	int n;
};

static err print_findings(struct ctx *cx, void *arg)
{
	struct finding_work *f = arg;
	return import_findings(cx, f->id, FINDINGS_SHOWN, say, &f->n);
}

static err print_done(struct ctx *cx, struct store *store, const struct import_done *d,
		      const char *path)
{
	struct finding_work f = {.id = d->id};
	printf("%s: %lld rows: %lld new, %lld changed, %lld as they were, %lld wrong, %lld asked\n",
	       path, (long long)d->n_rows, (long long)d->n_new, (long long)d->n_changed,
	       (long long)d->n_same, (long long)d->n_bad, (long long)d->n_asked);
	err e = store_read(store, cx, print_findings, &f);
	if (f.n == FINDINGS_SHOWN)
		printf("  … and more: see the report\n");
	printf(d->is_committed ? "imported\n" : "nothing was imported\n");
	return e;
}

static err import_sheet(struct ctx *cx, struct app *app, struct cli *c)
{
	struct import_order o = {.kind = c->words[0],
				 .path = c->words[1],
				 .login = c->login,
				 .is_dry = c->is_dry,
				 .report = c->report};
	const struct job_env env = {.store = app->store, .data = c->options.data};
	struct import_done done;
	err e = read_id(cx, "--region", c->region, &o.region_id);
	if (e || (e = read_id(cx, "--estate", c->estate, &o.estate_id)) ||
	    (e = import_here(cx, &env, &o, &done)))
		return e;
	return print_done(cx, app->store, &done, o.path);
}

int cli_import(struct cli *c)
{
	bool is_regions = c->n_words > 1 && !strcmp(c->words[0], "regions");
	if (is_regions)
		return cli_with_store(c, import_regions);
	if (c->n_words == 2 && c->login)
		return cli_with_store(c, import_sheet);
	fputs("linli import: say what and which: regions FILE…, or KIND FILE --as LOGIN\n", stderr);
	return EXIT_FAILURE;
}
