#include "app/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"

static const struct command {
	const char *name;
	int (*run)(struct cli *c);
	const char *usage, *what;
} commands[] = {
	{"serve", cli_serve, "[--listen ADDR:PORT] [--demo] [--tls-cert FILE --tls-key FILE]",
	 "serve until SIGTERM"},
	{"init", cli_init, "",
	 "prepare the database; print one-time links for the three administrators"},
	{"import", cli_import,
	 "regions FILE… | KIND FILE --as LOGIN [--region ID | --estate ID] [--report FILE.xlsx]"
	 " [--dry-run]",
	 "load region files, or a spreadsheet, showing what changes"},
	{"backup", cli_backup, "FILE",
	 "a consistent, checked copy, while the server runs; without the keys"},
	{"restore", cli_restore, "FILE", "make a new database out of a backup"},
	{"verify", cli_verify, "", "check the database and the chain of the audit"},
	{"rekey", cli_rekey, "", "add a new key and seal all personal data with it"},
	{"facts", cli_facts, "[KIND [ID]]",
	 "print what measures may ask of a kind of thing, or what they are told of one"},
	{"policy", cli_policy,
	 "check DIR… | coverage DIR|NAME | diff OLD NEW | load DIR|NAME… [--dry-run] | schema DIR |"
	 " features [--lang zh|en]",
	 "say what is wrong with policy packs, what carries their clauses, how two differ"},
	{"--routes", cli_routes, "", "print every route with its permission, scope and roles"},
	{"--openapi", cli_openapi, "", "print the description of the API"},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static int usage(FILE *out)
{
	fputs("linli: residential property services of a district\n\n", out);
	for (int i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  linli %s %s\n      %s\n", commands[i].name, commands[i].usage,
			commands[i].what);
	fputs("\nEverywhere: [--data DIR] (./data) [--db sqlite:FILE | postgresql://…] [--keys "
	      "FILE]"
	      " [--quiet]\n",
	      out);
	return out == stdout ? EXIT_SUCCESS : EXIT_FAILURE;
}

enum option_id {
	OPT_LISTEN = 256,
	OPT_DATA,
	OPT_DB,
	OPT_KEYS,
	OPT_CERT,
	OPT_KEY,
	OPT_OUTPUT,
	OPT_AS,
	OPT_REGION,
	OPT_ESTATE,
	OPT_REPORT,
	OPT_LANG,
	OPT_DEMO,
	OPT_TEST,
	OPT_DRY,
	OPT_QUIET
};

static const struct option long_options[] = {
	{"listen", required_argument, NULL, OPT_LISTEN},
	{"data", required_argument, NULL, OPT_DATA},
	{"db", required_argument, NULL, OPT_DB},
	{"keys", required_argument, NULL, OPT_KEYS},
	{"tls-cert", required_argument, NULL, OPT_CERT},
	{"tls-key", required_argument, NULL, OPT_KEY},
	{"output", required_argument, NULL, OPT_OUTPUT},
	{"as", required_argument, NULL, OPT_AS},
	{"region", required_argument, NULL, OPT_REGION},
	{"estate", required_argument, NULL, OPT_ESTATE},
	{"report", required_argument, NULL, OPT_REPORT},
	{"lang", required_argument, NULL, OPT_LANG},
	{"demo", no_argument, NULL, OPT_DEMO},
	{"test", optional_argument, NULL, OPT_TEST},
	{"dry-run", no_argument, NULL, OPT_DRY},
	{"quiet", no_argument, NULL, OPT_QUIET},
	{0},
};

/* Where the value of an option goes; NULL: it has none. */
static const char **text_option(struct cli *c, int id)
{
	const char **texts[] = {
		[OPT_LISTEN - OPT_LISTEN] = &c->options.listen,
		[OPT_DATA - OPT_LISTEN] = &c->options.data,
		[OPT_DB - OPT_LISTEN] = &c->options.db,
		[OPT_KEYS - OPT_LISTEN] = &c->options.keys,
		[OPT_CERT - OPT_LISTEN] = &c->options.tls_cert,
		[OPT_KEY - OPT_LISTEN] = &c->options.tls_key,
		[OPT_OUTPUT - OPT_LISTEN] = &c->output,
		[OPT_AS - OPT_LISTEN] = &c->login,
		[OPT_REGION - OPT_LISTEN] = &c->region,
		[OPT_ESTATE - OPT_LISTEN] = &c->estate,
		[OPT_REPORT - OPT_LISTEN] = &c->report,
		[OPT_LANG - OPT_LISTEN] = &c->lang,
	};
	return id <= OPT_LANG ? texts[id - OPT_LISTEN] : NULL;
}

static bool take_option(struct cli *c, int id)
{
	if (id < OPT_LISTEN)
		return false; /* '?': getopt has said what is wrong */
	const char **text = text_option(c, id);
	if (text)
		*text = optarg;
	else if (id == OPT_QUIET)
		log_set_level(LOG_WARN);
	else if (id == OPT_DEMO)
		c->options.is_demo = true;
	else if (id == OPT_TEST)
		c->options.is_test = true, c->options.clock = optarg;
	else
		c->is_dry = true;
	return true;
}

int app_main(int argc, char **argv)
{
	struct cli c = {.options = {.listen = "127.0.0.1:8080", .data = "./data"}};
	const struct command *command = NULL;
	umask(077); /* whatever it writes is for itself alone */
	for (int i = 0; argc > 1 && i < N_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			command = &commands[i];
	bool is_asked = argc > 1 && !strcmp(argv[argc - 1], "--help");
	if (!command || is_asked)
		return usage(is_asked ? stdout : stderr);
	for (int id; (id = getopt_long(argc - 1, argv + 1, "", long_options, NULL)) != -1;)
		if (!take_option(&c, id))
			return EXIT_FAILURE;
	c.words = (const char *const *)argv + 1 + optind;
	c.n_words = argc - 1 - optind;
	return command->run(&c);
}

int cli_fail(const struct ctx *cx)
{
	const struct failure *f = &cx->failure;
	if (f->internal)
		fprintf(stderr, "linli: %s\n", f->internal);
	else
		fprintf(stderr, "linli: %s\n", text_render(cx->mem, f->text, cx->lang, f->args));
	for (size_t i = 0; i < f->n_fields; i++)
		fprintf(stderr, "  %s: %s\n", f->fields[i].path,
			text_render(cx->mem, f->fields[i].text, cx->lang, f->fields[i].args));
	return EXIT_FAILURE;
}

int cli_with_store(struct cli *c, err (*work)(struct ctx *cx, struct app *app, struct cli *c))
{
	struct app app = {.options = &c->options};
	struct ctx cx;
	app_ctx(&app, &cx);
	err e = app_open(&cx, cx.mem, &app);
	e = e ? e : work(&cx, &app, c);
	int status = e ? cli_fail(&cx) : EXIT_SUCCESS;
	app_close(&app);
	mem_free(cx.mem);
	return status;
}
