/* The subcommands of `linli policy`: each is one row of a table in cli_policy.c. */
#ifndef LINLI_APP_CLI_POLICY_H
#define LINLI_APP_CLI_POLICY_H

#include "app/cli.h"
#include "app/policy_shelf.h"

/* `words` are those after the subcommand. *ret_status is the exit status if nothing fails. */
struct policy_call {
	struct ctx *cx;
	struct shelf shelf;
	const char *const *words;
	int n_words;
	int status;
};

int cli_policy_load(struct cli *c);
enum lang policy_lang(const struct cli *c);

err policy_coverage(struct policy_call *c);
err policy_diff(struct policy_call *c);

/* A line of a text, filled in, in the language of the call. */
void policy_say(const struct policy_call *c, struct text text, const struct arg *args);
#define say(c, text, ...) policy_say((c), (text), ARGS(__VA_ARGS__))

/* Opens a pack that must be free of errors; prints its findings if it is not. */
err policy_open(struct policy_call *c, const char *word, const struct pack **ret);

#endif
