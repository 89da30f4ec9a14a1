/* The commands of the command line. Each is one row of a table in cli.c. */
#ifndef LINLI_APP_CLI_H
#define LINLI_APP_CLI_H

#include "app/app.h"

struct cli {
	struct options options;
	const char *const *words; /* after the command, options taken out */
	int n_words;
	bool is_dry;
	const char *output;                           /* --output FILE */
	const char *login, *region, *estate, *report; /* of an import */
	const char *lang;                             /* of what policy commands say: zh, en */
};

/* 0, or the exit status. Errors are on standard error. */
int cli_serve(struct cli *c);
int cli_init(struct cli *c);
int cli_import(struct cli *c);
int cli_backup(struct cli *c);
int cli_restore(struct cli *c);
int cli_verify(struct cli *c);
int cli_rekey(struct cli *c);
int cli_facts(struct cli *c);
int cli_policy(struct cli *c);
int cli_routes(struct cli *c);
int cli_openapi(struct cli *c);

/* Runs `work` with store and keys open; prints what failed. */
int cli_with_store(struct cli *c, err (*work)(struct ctx *cx, struct app *app, struct cli *c));
int cli_fail(const struct ctx *cx);

#endif
