/* Loading a district's file of regions (data/regions/README.md) into the administering tree.
 *
 * A row is matched by its key, then by its division code. What is new is added, what has another
 * name, parent, level, code or note is changed; what the tree has and the file lacks is reported
 * and left alone, for only a person can say what became of it. The same file a second time changes
 * nothing, and a load that was broken off goes on where it was.
 */
#ifndef LINLI_APP_REGIONS_IMPORT_H
#define LINLI_APP_REGIONS_IMPORT_H

#include <stdio.h>

#include "base/field.h"
#include "store/store.h"

enum region_change_kind {
	REGION_ADDED = 1,
	REGION_RENAMED,
	REGION_MOVED,
	REGION_ALTERED, /* level, division code or note */
	REGION_GONE,    /* below what the file is about, and not in it: nothing is done */
	REGION_CHANGE__MAX
};
extern const struct choices region_changes;

struct region_change {
	enum region_change_kind kind;
	const char *key, *name;
	const char *was; /* the name, or the name of the parent, until now; NULL: nothing to say */
};

struct regions_report {
	int64_t rows, unchanged;
	int64_t n_of[REGION_CHANGE__MAX];
	struct region_change *changes; /* in the order of the file */
	size_t n;
};

/* What is loaded; with `is_dry` nothing is written. */
struct regions_source {
	const char *csv;
	size_t n; /* bytes */
	bool is_dry;
};

/* Fails INVALID with the lines that are wrong, before anything is written. Waits for the writer, a
 * few hundred rows at a time. */
err regions_import(struct ctx *cx, struct store *store, const struct regions_source *from,
		   struct regions_report *ret);

/* A line a change, then the totals. */
void regions_report_print(FILE *out, const char *file, const struct regions_report *r);

/* The rows of a file, in its order. `parent` is the index of the row above, -1 for a row whose
 * parent is not in the file. Fails INVALID with the lines that are wrong. */
struct region_row {
	const char *key, *division_code, *parent_key, *full_name, *name, *note;
	int64_t level;
	int parent, line;
};
err regions_parse(struct ctx *cx, const struct regions_source *from, struct region_row **ret,
		  size_t *ret_n);

/* The files of data/regions that the program carries; `name` NULL ends the table. */
struct regions_file {
	const char *name; /* "xihu" */
	const char *csv;
};
extern const struct regions_file regions_files[];
/* A file that is there. */
struct regions_source regions_file(const char *name);

#endif
