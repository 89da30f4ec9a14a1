/* The job that takes an import back. What it made is removed and what it changed goes back to the
 * version before, as new versions: first staged in pieces, then brought over at once. What others
 * changed since, or use, is left and named. */
#include <string.h>

#include "audit/audit.h"
#include "base/id.h"
#include "registry/import_work_priv.h"

enum { NAMED_MAX = 50 };

struct undoing {
	struct import im;
	const struct import_kind *kind;
	const struct job *job;
	int64_t n; /* records of this piece */
	int64_t removed, restored;
	const char *names; /* JSON of what was left, the first of them */
};

struct undone {
	const struct import_target *target;
	int64_t home_id, id, version;
};

/* ─── what is left ─── */

static err leave(struct ctx *cx, struct undoing *u, const struct undone *what)
{
	const struct entity *e = what->target->entity;
	const char *name = import_name_of(cx, e, what->home_id, what->id);
	struct text text = T("import.left", "{1}“{3}”导入后又有变动或已被使用，没有撤销",
			     "{2} “{3}” was changed or used since: it is left as it is");
	const struct arg *args = ARGS(str(e->zh), str(e->en), str(name));
	u->im.n_left++;
	return sql_exec(cx,
			"INSERT INTO import_finding (home_id, import_id, id, level, row_no,"
			" column_no, code, zh, en) VALUES ($1, $2, $3, $4, 0, 0, $5, $6, $7)",
			i64(u->im.home_id), i64(u->im.id), i64(id_new()), i64(LEVEL_LEFT),
			str(text.key), str(text_render(cx->mem, text, LANG_ZH, args)),
			str(text_render(cx->mem, text, LANG_EN, args)));
}

/* It was staged, and must not be brought over after all. */
static err unstage(struct ctx *cx, struct undoing *u, const struct undone *what)
{
	const struct entity *entity = what->target->entity;
	err e = sql_finish(cx, NULL, &entity->unstage,
			   ARGS(i64(u->im.id), i64(what->id - 1), i64(what->id)));
	if (e ||
	    (e = sql_exec(cx,
			  "DELETE FROM stage_version WHERE import_id = $1 AND batch = $2"
			  " AND kind = $3 AND id = $4",
			  i64(u->im.id), i64(BATCH_UNDO), str(entity->kind), i64(what->id))) ||
	    (e = sql_exec(cx, "DELETE FROM stage_search WHERE import_id = $1 AND id = $2",
			  i64(u->im.id), i64(what->id))))
		return e;
	return leave(cx, u, what);
}

/* ─── a piece: rows as they stood ─── */

static err load_former(struct ctx *cx, const struct undone *what, void *ret)
{
	const struct entity *e = what->target->entity;
	json_t *object;
	const char *body =
		sql_text(cx, NULL,
			 "SELECT body FROM version WHERE home_id = $1 AND kind = $2"
			 " AND id = $3 AND version = $4",
			 i64(what->home_id), str(e->kind), i64(what->id), i64(what->version - 1));
	if (!body)
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	err r = json_load_text(cx, body, strlen(body), &object);
	return r ? r : fields_read(cx, e->fields, object, ret, READ_STORED);
}

/* What stood before may be in the way of something by now: then it is left. */
static err former(struct ctx *cx, const struct undone *what, char *ret)
{
	const struct entity *e = what->target->entity;
	struct record *rec = (void *)ret;
	err r = record_load_any(cx, e, what->home_id, what->id, ret);
	if (r)
		return r;
	if (rec->version != what->version)
		return fail(cx, ERR_CONFLICT,
			    T("import.changed_since", "导入后又有变动", "Changed since"));
	if (what->version == 1)
		rec->deleted_at = cx->now;
	else if ((r = load_former(cx, what, ret)) || (e->check && (r = e->check(cx, ret))))
		return r;
	rec->version = what->version + 1;
	return OK;
}

static bool is_ours(err e)
{
	return e == ERR_INTERNAL || e == ERR_BUSY;
}

static const struct import_target *target_of(const struct import_kind *k, const char *kind)
{
	for (const struct import_target *const *t = k->targets; *t; t++)
		if (!strcmp((*t)->entity->kind, kind))
			return *t;
	return NULL;
}

/* The next records that the commit wrote, all of one target. */
static err load_undone(struct ctx *cx, const struct undoing *u, struct undone *ret, size_t *ret_n)
{
	struct stmt *q =
		sql(cx,
		    "SELECT home_id, kind, id, version FROM stage_version"
		    " WHERE import_id = $1 AND batch = $2 ORDER BY kind, id"
		    " LIMIT $3 OFFSET $4",
		    i64(u->im.id), i64(BATCH_COMMIT), i64(PIECE_ROWS), i64(u->im.next_block));
	for (*ret_n = 0; sql_next(q); ++*ret_n) {
		struct undone next = {target_of(u->kind, col_peek(q, 1)), col_i64(q, 0),
				      col_i64(q, 2), col_i64(q, 3)};
		if (*ret_n && next.target != ret[0].target)
			break;
		ret[*ret_n] = next;
	}
	return sql_end(q);
}

static err stage_former(struct ctx *cx, struct undoing *u, const struct undone *all, size_t n)
{
	struct import_piece p = {.import_id = u->im.id, .batch = BATCH_UNDO, .target = all->target};
	size_t size = p.target->entity->size;
	p.all = mem_zeroed(cx->mem, size, n, p.target->entity->kind);
	for (size_t i = 0; i < n; i++) {
		err e = former(cx, &all[i], p.all + p.n * size);
		p.n += e == OK;
		if (!e)
			continue;
		if (is_ours(e))
			return e;
		ctx_forgive(cx);
		if ((e = leave(cx, u, &all[i])))
			return e;
	}
	err e = import_put_staged(cx, &p);
	return e ? e : import_put_beside(cx, &p);
}

static err undo_piece(struct ctx *cx, void *arg)
{
	struct undoing *u = arg;
	struct undone *all = mem_array(cx->mem, struct undone, PIECE_ROWS);
	size_t n;
	err e = import_load(cx, u->job->subject_id, &u->im);
	if (e || (e = load_undone(cx, u, all, &n)))
		return e;
	u->n = (int64_t)n;
	if (!n)
		return OK;
	if ((e = stage_former(cx, u, all, n)))
		return e;
	u->im.next_block += u->n;
	return import_keep(cx, &u->im);
}

/* ─── everything at once ─── */

static err unstage_all(struct ctx *cx, struct undoing *u, const struct import_target *t,
		       struct stmt *q)
{
	struct undone *all = NULL;
	size_t n = 0;
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		all[n++] =
			(struct undone){.target = t, .id = col_i64(q, 0), .home_id = col_i64(q, 1)};
	}
	err e = sql_end(q);
	for (size_t i = 0; i < n && !e; i++)
		e = unstage(cx, u, &all[i]);
	u->n = (int64_t)n;
	return e;
}

/* What was changed between the staging and now. */
static err leave_changed(struct ctx *cx, struct undoing *u, const struct import_target *t)
{
	err e;
	do
		e = unstage_all(cx, u, t, sql_run(cx, &t->entity->stage_stale, i64(u->im.id)));
	while (!e && u->n);
	return e;
}

/* What others use by now; from what stands on the rest to what the rest stands on. */
static err leave_used(struct ctx *cx, struct undoing *u)
{
	const struct import_target *const *first = u->kind->targets, *const *t = first;
	err e = OK;
	while (*t)
		t++;
	while (t-- > first && !e)
		if ((*t)->in_use)
			e = unstage_all(cx, u, *t, sql_run(cx, (*t)->in_use, i64(u->im.id)));
	return e;
}

static err note_act(struct ctx *cx, const struct undoing *u)
{
	return audit_act(cx, &(struct act){.action = "import.undo",
					   .home_id = u->im.home_id,
					   .kind = "import",
					   .subject_id = u->im.id,
					   .detail = mem_format(cx->mem,
								"{\"kind\":\"%s\",\"removed\":%lld,"
								"\"restored\":%lld,\"left\":%lld}",
								u->im.kind, (long long)u->removed,
								(long long)u->restored,
								(long long)u->im.n_left)});
}

static void count(struct ctx *cx, struct undoing *u)
{
	int64_t all = sql_int(cx, 0,
			      "SELECT count(*) FROM stage_version WHERE import_id = $1"
			      " AND batch = $2",
			      i64(u->im.id), i64(BATCH_UNDO));
	u->removed = sql_int(cx, 0,
			     "SELECT count(*) FROM stage_version WHERE import_id = $1"
			     " AND batch = $2 AND version = 2",
			     i64(u->im.id), i64(BATCH_UNDO));
	u->restored = all - u->removed;
}

static err undo_all(struct ctx *cx, void *arg)
{
	struct undoing *u = arg;
	err e = import_load(cx, u->job->subject_id, &u->im);
	if (e || u->im.state != IMPORT_UNDOING)
		return e;
	for (const struct import_target *const *t = u->kind->targets; *t && !e; t++)
		e = leave_changed(cx, u, *t);
	if (e || (e = leave_used(cx, u)) ||
	    (e = import_bring(cx, &u->im, BATCH_UNDO,
			      mem_format(cx->mem, "撤销导入 %s", u->im.file_name))))
		return e;
	count(cx, u);
	u->im.state = IMPORT_UNDONE;
	u->im.undone_at = cx->now;
	return (e = import_keep(cx, &u->im)) ? e : note_act(cx, u);
}

/* ─── the steps ─── */

static err begin(struct ctx *cx, void *arg)
{
	struct undoing *u = arg;
	err e = import_load(cx, u->job->subject_id, &u->im);
	if (!e)
		u->kind = import_kind_find(u->im.kind);
	return e;
}

/* What an earlier attempt had staged. */
static err forget_attempt(struct ctx *cx, void *arg)
{
	struct undoing *u = arg;
	err e = sql_exec(cx, "DELETE FROM import_finding WHERE import_id = $1 AND level = $2",
			 i64(u->im.id), i64(LEVEL_LEFT));
	if (e || (e = sql_exec(cx, "DELETE FROM stage_version WHERE import_id = $1 AND batch = $2",
			       i64(u->im.id), i64(BATCH_UNDO))))
		return e;
	u->im.n_left = 0;
	return import_keep(cx, &u->im);
}

static err read_left(struct ctx *cx, void *arg)
{
	struct undoing *u = arg;
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	struct stmt *q = sql(cx,
			     "SELECT zh FROM import_finding WHERE import_id = $1 AND level = $2"
			     " ORDER BY id LIMIT $3",
			     i64(u->im.id), i64(LEVEL_LEFT), i64(NAMED_MAX));
	json_open(&j, '[');
	while (sql_next(q))
		json_put_str(&j, col_peek(q, 0));
	json_close(&j, ']');
	u->names = buf_text(&out);
	return sql_end(q);
}

static err end(struct ctx *cx, const struct job_env *env, struct undoing *u, struct job *job)
{
	err e = store_write_now(env->store, cx, undo_all, u);
	if (e || (e = import_clear(cx, env->store, &u->im, false)) ||
	    (e = store_read(env->store, cx, read_left, u)))
		return e;
	job->result = mem_format(cx->mem,
				 "{\"removed\":%lld,\"restored\":%lld,\"left\":%lld,\"names\":%s}",
				 (long long)u->removed, (long long)u->restored,
				 (long long)u->im.n_left, u->names);
	job->is_finished = true;
	return OK;
}

err import_undo_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct undoing u = {.job = job};
	err e = store_read(env->store, cx, begin, &u);
	if (!e && u.im.state == IMPORT_UNDOING && !u.im.next_block &&
	    !(e = import_clear(cx, env->store, &u.im, false)))
		e = store_write_now(env->store, cx, forget_attempt, &u);
	if (!e)
		e = store_write_now(env->store, cx, undo_piece, &u);
	if (e)
		return e;
	job->position = u.im.next_block;
	job->total = u.im.n_new + u.im.n_changed;
	return u.n ? OK : end(cx, env, &u, job);
}
