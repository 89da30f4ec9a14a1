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

/* The import is the actor's own, under the post they act under, and of a kind that it may write. */
bool import_is_own(struct ctx *cx, int64_t id);
/* There is no such kind, or the actor's post may write what it brings. */
bool import_may_kind(struct ctx *cx, const char *kind);

/* Clears away the rows of imports that were given up, or are a month old. A duty of the clockwork. */
err import_sweep(struct ctx *cx, struct store *store, const char *data);

/* A spreadsheet to fill in for a kind; NOT_FOUND if there is no such kind. */
err import_write_template(struct ctx *cx, const char *kind, const char *path);
/* The rows of an import as they were read, wrong cells marked, with a column of what is wrong and
 * what to do; only those that were not imported if `only_bad`. */
err import_write_report(struct ctx *cx, int64_t id, bool only_bad, const char *path);

#endif
