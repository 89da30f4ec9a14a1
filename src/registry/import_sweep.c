/* Clearing away: what an import has in the stage, what it was read from, and in the end all of it. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "registry/import_work_priv.h"

enum { SWEPT_A_RUN = 20, FILE_KEPT_S = 24 * 3600 };

struct clearing {
	const struct import *im;
	const struct query *query;
	bool has_home; /* $1 is its home, $2 the import */
	int64_t n;
};

/* Of tables that hold some hundred thousand rows of an import: a bounded number at a time, in the
 * order of an index. */
#define CLEAR(table, key)                                                                \
	SQL("DELETE FROM " table " WHERE import_id = $1 AND " key " <= (SELECT max(" key \
	    ") FROM (SELECT " key " FROM " table " WHERE import_id = $1 ORDER BY " key   \
	    " LIMIT 2000) x)")
#define CLEAR_SMALL(table) SQL("DELETE FROM " table " WHERE home_id = $1 AND import_id = $2")

static const struct query staged_search = CLEAR("stage_search", "id");
static const struct query found[] = {
	CLEAR("import_finding", "row_no"),  CLEAR("import_row", "row_no"),
	CLEAR("import_question", "row_no"), CLEAR("import_key", "thing_id"),
	CLEAR("stage_version", "id"),       CLEAR("stage_person_key", "home_id"),
};
enum { N_FOUND = sizeof found / sizeof *found };
static const struct query rows =
	SQL("DELETE FROM import_block WHERE home_id = $1 AND import_id = $2"
	    " AND (sheet, block) IN (SELECT sheet, block FROM import_block"
	    " WHERE home_id = $1 AND import_id = $2"
	    " ORDER BY sheet, block LIMIT 50)");
static const struct query small[] = {
	CLEAR_SMALL("import_sheet"),
	CLEAR_SMALL("import_column"),
	CLEAR_SMALL("import_answer"),
};
enum { N_SMALL = sizeof small / sizeof *small };

static err clear_some(struct ctx *cx, void *arg)
{
	struct clearing *c = arg;
	return sql_finish(cx, &c->n, c->query,
			  c->has_home ? ARGS(i64(c->im->home_id), i64(c->im->id))
				      : ARGS(i64(c->im->id)));
}

static err clear_all(struct ctx *cx, struct store *store, struct clearing c)
{
	err e = OK;
	for (c.n = 1; !e && c.n;)
		e = store_write_now(store, cx, clear_some, &c);
	return e;
}

err import_clear(struct ctx *cx, struct store *store, const struct import *im, bool all)
{
	const struct import_kind *k = import_kind_find(im->kind);
	struct clearing c = {.im = im, .query = &staged_search};
	err e = clear_all(cx, store, c);
	for (const struct import_target *const *t = k->targets; *t && !e; t++) {
		c.query = &(*t)->entity->unstage_some;
		e = clear_all(cx, store, c);
	}
	for (int i = 0; all && i < N_FOUND && !e; i++) {
		c.query = &found[i];
		e = clear_all(cx, store, c);
	}
	return e;
}

err import_clear_rows(struct ctx *cx, struct store *store, const struct import *im)
{
	return clear_all(cx, store, (struct clearing){im, &rows, true, 0});
}

/* ─── the sweep ─── */

struct sweeping {
	struct import all[SWEPT_A_RUN];
	size_t n;
};

/* Runs in the writer's transaction: the clockwork may be told to run within a request's. Given up, or
 * as old as it is kept; what was swept before has no sheets. */
static err find_old(struct ctx *cx, void *arg)
{
	struct sweeping *s = arg;
	struct stmt *q = sql(cx,
			     "SELECT home_id, id, kind, state FROM import i WHERE (state = $1"
			     " OR made_at < $2) AND (state NOT IN ($3, $4) OR EXISTS (SELECT 1"
			     " FROM import_sheet s WHERE s.home_id = i.home_id"
			     " AND s.import_id = i.id)) ORDER BY id LIMIT $5",
			     i64(IMPORT_GIVEN_UP), i64(cx->now - IMPORT_KEPT_MS),
			     i64(IMPORT_COMMITTED), i64(IMPORT_UNDONE), i64(SWEPT_A_RUN));
	for (s->n = 0; sql_next(q) && s->n < SWEPT_A_RUN; s->n++)
		s->all[s->n] = (struct import){.home_id = col_i64(q, 0),
					       .id = col_i64(q, 1),
					       .kind = col_str(q, 2),
					       .state = col_i64(q, 3)};
	return sql_end(q);
}

/* Of what became part of the register, that it did stays. */
static err forget(struct ctx *cx, void *arg)
{
	const struct import *im = arg;
	err e = OK;
	for (int i = 0; i < N_SMALL && !e; i++)
		e = sql_finish(cx, NULL, &small[i], ARGS(i64(im->home_id), i64(im->id)));
	if (e || im->state == IMPORT_COMMITTED || im->state == IMPORT_UNDONE)
		return e;
	return sql_exec(cx, "DELETE FROM import WHERE home_id = $1 AND id = $2", i64(im->home_id),
			i64(im->id));
}

static err sweep_one(struct ctx *cx, struct store *store, struct import *im)
{
	err e = import_kind_find(im->kind) ? import_clear(cx, store, im, true) : OK;
	if (e || (e = import_clear_rows(cx, store, im)))
		return e;
	return store_write_now(store, cx, forget, im);
}

/* Files that were never read, their upload having failed. */
static void sweep_files(struct ctx *cx, const char *data)
{
	struct stat st;
	const char *folder = mem_format(cx->mem, "%s/imports", data);
	DIR *d = opendir(folder);
	for (struct dirent *entry; d && (entry = readdir(d));) {
		const char *path = mem_format(cx->mem, "%s/%s", folder, entry->d_name);
		if (*entry->d_name != '.' && !stat(path, &st) &&
		    st.st_mtime + FILE_KEPT_S < clock_now() / 1000)
			unlink(path);
	}
	if (d)
		closedir(d);
}

err import_sweep(struct ctx *cx, struct store *store, const char *data)
{
	struct sweeping *s = mem_new(cx->mem, struct sweeping);
	err e = store_write_now(store, cx, find_old, s);
	for (size_t i = 0; i < s->n && !e; i++)
		e = sweep_one(cx, store, &s->all[i]);
	sweep_files(cx, data);
	return e;
}
