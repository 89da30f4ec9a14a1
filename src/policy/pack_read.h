/* Reading policy packs: files become a struct pack, or findings that say what is wrong, where, and what
 * was probably meant. Nothing in the files can make it crash, loop or take much longer than their size.
 *
 *     struct pack_env env = {.mem = m, .facts = facts_all(), .find = find, .arg = &known};
 *     err e = pack_files_read(cx, "policies/xihu", &files);
 *     if (!e && !(e = pack_read(cx, &files, &env, &pack, &findings)) && pack)
 *             …
 */
#ifndef LINLI_POLICY_PACK_READ_H
#define LINLI_POLICY_PACK_READ_H

#include "base/ctx.h"
#include "policy/pack.h"

/* ─── files ─── */

enum { PACK_FILE_MAX = 1 << 20, PACK_BYTES_MAX = 4 << 20, PACK_FILES_MAX = 64 };
struct pack_file {
	const char *path; /* "clauses.yaml", relative, no ".." */
	const char *text;
	size_t n;
};
struct pack_files {
	const char *name; /* the folder's: must be the pack's */
	const struct pack_file *files;
	size_t n;
};
/* From a folder. Fails NOT_FOUND, TOO_LARGE, or INVALID for what is no YAML file of a pack. */
err pack_files_read(struct ctx *cx, const char *folder, struct pack_files *ret);
/* Those built into the program; NULL-named ends the list. */
extern const struct pack_files pack_builtin[];

/* ─── reading ─── */

enum severity { FINDING_ERROR = 1, FINDING_WARNING };
struct finding {
	enum severity severity;
	const char *file;
	int line, column; /* from 1; 0: the file as a whole */
	const char *path; /* "clauses[3].force" */
	struct text text; /* what was found and what is expected */
	const struct arg *args;
	const char *nearest; /* the name that was probably meant; NULL: none is near */
};
enum { FINDINGS_MAX = 1000 };
struct findings {
	struct finding *all;            /* by file, line and column */
	size_t n, n_errors, n_warnings; /* those that are not listed counted too */
};

struct pack_env {
	mem *mem; /* where the pack and its findings live; its base must outlive it */
	const struct facts *facts;
	/* Loaded already, by name: what a pack may extend. NULL: there is none, or it has errors. */
	const struct pack *(*find)(void *arg, const char *name);
	/* Whether a pack of this name is being read right now, so that extending it would be a circle.
	 * NULL: none is. */
	bool (*is_open)(void *arg, const char *name);
	void *arg;
	const char *const *names; /* of those that may be extended, NULL-ended; NULL: not known */
};

/* Never stops at the first mistake. *ret_pack is NULL if there is an error; fails only INTERNAL. */
err pack_read(struct ctx *cx, const struct pack_files *files, const struct pack_env *env,
	      const struct pack **ret_pack, struct findings *ret);

/* "clauses.yaml:41:12: force: found “muss”, expected must, should or may; did you mean must?" */
const char *finding_show(mem *m, const struct finding *f, enum lang lang);

extern const char *const pack_file_names[]; /* "pack.yaml" …; NULL ends */

/* The JSON Schema of a file of the format ("clauses.yaml"), printed from the tables that read it. */
err pack_schema(struct ctx *cx, const char *file, const char **ret);

#endif
