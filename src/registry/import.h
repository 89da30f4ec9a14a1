/* Imports: spreadsheets that become part of the register. A file is read, its columns are matched,
 * every row is checked (nothing is guessed, every wrong cell is reported), and one transaction makes
 * all of it visible; it can be undone. docs/import.md tells how, and what kinds there are.
 *
 *     upload → mapping → import.check → checked → import.commit → committed → import.undo → undone
 */
#ifndef LINLI_REGISTRY_IMPORT_H
#define LINLI_REGISTRY_IMPORT_H

#include "account/job.h"

extern const struct route import_routes[], import_kind_routes[], import_row_routes[],
	import_question_routes[];
extern const struct job_kind import_jobs[];

/* The import is the actor's own, under the post they act under, of a kind that it may write, and where
 * it goes is in reach still. */
bool import_is_own(struct ctx *cx, int64_t id);
/* Are region and estate, each if it is said, in the actor's reach? */
bool import_is_in_reach(struct ctx *cx, int64_t region_id, int64_t estate_id);
/* There is no such kind, or the actor's post may write what it brings. */
bool import_may_kind(struct ctx *cx, const char *kind);

/* Clears away the rows of imports that were given up, or are a month old. A duty of the clockwork. */
err import_sweep(struct ctx *cx, struct store *store, const char *data);

/* A spreadsheet to fill in for a kind; NOT_FOUND if there is no such kind. */
err import_write_template(struct ctx *cx, const char *kind, const char *path);
/* The rows of an import as they were read, wrong cells marked, with a column of what is wrong and
 * what to do; only those that were not imported if `only_bad`. */
err import_write_report(struct ctx *cx, int64_t id, bool only_bad, const char *path);

/* An import without HTTP, for the command line: the file is read, checked and, unless it is a dry
 * run, brought over, in the name of an account, under the first of its posts that may. Rows that are
 * wrong or doubtful are left out. cx->failure says why nothing was done. */
struct import_order {
	const char *kind, *path, *login;
	int64_t region_id, estate_id; /* 0: not said */
	bool is_dry;
	const char *report; /* where the report goes; NULL: nowhere */
};
struct import_done {
	int64_t id, n_rows, n_new, n_changed, n_same, n_bad, n_asked;
	bool is_committed;
};
/* Called for each finding of the check, with sheet row, column letters (NULL: the row as a whole) and
 * what is wrong. */
typedef void import_say(void *arg, int64_t row, const char *column, const char *text);
err import_here(struct ctx *cx, const struct job_env *env, const struct import_order *o,
		struct import_done *ret);
/* What the last check of the import found wrong; at most `most`. */
err import_findings(struct ctx *cx, int64_t id, int64_t most, import_say *say, void *arg);

#endif
