#include "app/packs.h"

#include <string.h>

#include "policy/version.h"
#include "store/sql.h"

struct loading {
	const struct pack_files *files;
	bool is_dry;
	struct pack_loaded *to;
};

static bool is_nowhere(struct ctx *cx, const struct pack *p)
{
	return p->region && !sql_int(cx, 0,
				     "SELECT id FROM region WHERE (outside_key = $1"
				     " OR division_code = $1) AND deleted_at IS NULL LIMIT 1",
				     str(p->region));
}

static err read_work(struct ctx *cx, void *arg)
{
	struct loading *w = arg;
	err e = pack_read_over_loaded(cx, w->files, &w->to->pack, &w->to->findings);
	if (e || !w->to->pack)
		return e;
	w->to->is_nowhere = is_nowhere(cx, w->to->pack);
	if (!w->is_dry)
		return ctx_err(cx);
	return trial_run(cx, w->to->pack, &w->to->rows, &w->to->n_rows);
}

static err keep_work(struct ctx *cx, void *arg)
{
	const struct loading *w = arg;
	return policy_version_keep(cx, w->to->pack, w->files);
}

err pack_load(struct ctx *cx, struct app *app, const struct pack_files *files, bool is_dry,
	      struct pack_loaded *ret)
{
	struct loading w = {.files = files, .is_dry = is_dry, .to = ret};
	*ret = (struct pack_loaded){0};
	err e = store_read(app->store, cx, read_work, &w);
	return e || is_dry || !ret->pack ? e : store_write_now(app->store, cx, keep_work, &w);
}

/* ─── built in ─── */

struct asking {
	const char *name;
	const char *hash;
};

static err ask_work(struct ctx *cx, void *arg)
{
	struct asking *a = arg;
	return policy_version_latest(cx, a->name, &a->hash);
}

static err load_missing(struct ctx *cx, struct app *app, const struct pack_files *files,
			bool *ret_has_errors)
{
	struct asking a = {.name = files->name};
	struct pack_loaded loaded;
	*ret_has_errors = false;
	err e = store_read(app->store, cx, ask_work, &a);
	if (e || a.hash)
		return e;
	e = pack_load(cx, app, files, false, &loaded);
	*ret_has_errors = !e && !loaded.pack;
	return e;
}

/* In two rounds: what extends a pack that comes later in the list is read again when that one stands. */
err packs_load_builtin(struct ctx *cx, struct app *app, const char *only)
{
	const char *wrong = NULL;
	err e = OK;
	for (int round = 0; round < 2; round++) {
		wrong = NULL;
		for (const struct pack_files *f = pack_builtin; f->name && !e; f++) {
			bool has_errors;
			if (only && strcmp(only, f->name))
				continue;
			e = load_missing(cx, app, f, &has_errors);
			wrong = has_errors ? f->name : wrong;
		}
	}
	return e || !wrong ? e : fail_internal(cx, "the built-in pack %s has errors", wrong);
}
