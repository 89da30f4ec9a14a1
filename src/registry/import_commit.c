/* The job that makes a checked import part of the register. First, in pieces, what remains to be
 * worked out (numbers, versions, search entries); then everything at once. */
#include <string.h>

#include "audit/audit.h"
#include "base/id.h"
#include "registry/import_priv.h"

enum { PIECE = 500, BATCH_COMMIT = 1 };

struct committing {
	struct import im;
	const struct import_kind *kind;
	const struct job *job;
	const struct import_target *target; /* of this piece */
	int64_t from;                       /* the id after which it begins */
	int64_t n, last;
};

/* ─── a piece: rows as they will stand ─── */

static err load_piece(struct ctx *cx, const struct committing *c, void **ret, size_t *ret_n)
{
	const struct entity *e = c->target->entity;
	char *all = mem_zeroed(cx->mem, e->size, PIECE, e->kind);
	struct stmt *q = sql_run(cx, &e->staged, i64(c->im.id), i64(c->from), i64(PIECE));
	for (*ret_n = 0; sql_next(q); ++*ret_n) {
		fields_clear(e->fields, all + *ret_n * e->size);
		sql_read(q, e->fields, all + *ret_n * e->size);
	}
	*ret = all;
	return sql_end(q);
}

static err stage_again(struct ctx *cx, const struct committing *c, char *all, size_t n)
{
	const struct entity *e = c->target->entity;
	const struct record *last = (const void *)(all + (n - 1) * e->size);
	err r = sql_finish(cx, NULL, &e->unstage, ARGS(i64(c->im.id), i64(c->from), i64(last->id)));
	if (r)
		return r;
	struct bulk *b = bulk_start(cx, &e->stage, (int)fields_count(e->fields) + 1);
	for (size_t i = 0; i < n; i++)
		bulk_row(b, sql_args_of(cx, e->fields, all + i * e->size, ARGS(i64(c->im.id))));
	return bulk_end(b);
}

static err write_versions(struct ctx *cx, const struct committing *c, char *all, size_t n)
{
	const struct entity *e = c->target->entity;
	struct bulk *b =
		sql_bulk(cx, "stage_version(home_id, import_id, batch, kind, id, version, body)",
			 7);
	for (size_t i = 0; i < n; i++) {
		const struct record *rec = (const void *)(all + i * e->size);
		struct buf body = buf_on(cx->mem);
		struct json j = json_on(&body);
		fields_store(cx, &j, e->fields, rec);
		bulk_row(b, ARGS(i64(rec->home_id), i64(c->im.id), i64(BATCH_COMMIT), str(e->kind),
				 i64(rec->id), i64(rec->version), str(buf_text(&body))));
	}
	return bulk_end(b);
}

static err write_search(struct ctx *cx, const struct committing *c, char *all, size_t n)
{
	const struct entity *e = c->target->entity;
	if (!c->target->search)
		return OK;
	struct bulk *b =
		sql_bulk(cx, "stage_search(home_id, import_id, kind, id, text, initials)", 6);
	for (size_t i = 0; i < n; i++) {
		struct search_thing t;
		const char *text, *initials;
		c->target->search(all + i * e->size, &t);
		search_texts(cx->mem, &t, &text, &initials);
		bulk_row(b, ARGS(i64(t.home_id), i64(c->im.id), str(t.kind), i64(t.id), str(text),
				 str(initials)));
	}
	return bulk_end(b);
}

static err fill_piece(struct ctx *cx, const struct entity *e, char *all, size_t n)
{
	err r = OK;
	for (size_t i = 0; i < n && !r && e->fill; i++)
		r = e->fill(cx, all + i * e->size);
	return r;
}

static err prepare_piece(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	void *all;
	size_t n;
	err e = load_piece(cx, c, &all, &n);
	c->n = (int64_t)n;
	if (e || !n)
		return e;
	c->last = ((struct record *)((char *)all + (n - 1) * c->target->entity->size))->id;
	if ((e = fill_piece(cx, c->target->entity, all, n)) || (e = stage_again(cx, c, all, n)) ||
	    (e = write_versions(cx, c, all, n)))
		return e;
	return write_search(cx, c, all, n);
}

/* ─── everything at once ─── */

static err changed_meanwhile(struct ctx *cx)
{
	return fail(cx, ERR_CONFLICT,
		    T("import.meanwhile", "检查之后有记录被修改或新登记，请重新检查",
		      "Records were changed or registered since the check: check again"));
}

/* Nobody changed what is to be changed, or registered what is to be new. */
static err check_stage(struct ctx *cx, const struct committing *c, const struct import_target *t)
{
	struct stmt *q = sql_run(cx, &t->entity->stage_stale, i64(c->im.id));
	bool is_stale = sql_next(q);
	err e = sql_end(q);
	if (!e && !is_stale && t->taken)
		is_stale = sql_one_text(cx, NULL, t->taken, ARGS(i64(c->im.id))) != NULL;
	return e ? e : ctx_err(cx) ? ctx_err(cx) : is_stale ? changed_meanwhile(cx) : OK;
}

static err run_all(struct ctx *cx, const struct committing *c, const struct query *list)
{
	err e = OK;
	for (; list && list->text && !e; list++)
		e = sql_finish(cx, NULL, list, ARGS(i64(c->im.id)));
	return e;
}

static err bring_over(struct ctx *cx, const struct committing *c, const struct import_target *t)
{
	const struct arg *import = ARGS(i64(c->im.id));
	err e = run_all(cx, c, t->before);
	if (e || (e = sql_finish(cx, NULL, &t->entity->stage_changed, import)) ||
	    (e = sql_finish(cx, NULL, &t->entity->stage_new, import)))
		return e;
	return run_all(cx, c, t->after);
}

static err write_history(struct ctx *cx, const struct committing *c)
{
	err e = sql_exec(cx,
			 "INSERT INTO version (home_id, kind, id, version, at, account_id, post_id,"
			 " reason, body) SELECT home_id, kind, id, version, $3, $4, $5, $6, body"
			 " FROM stage_version WHERE import_id = $1 AND batch = $2",
			 i64(c->im.id), i64(BATCH_COMMIT), i64(cx->now), id_or_none(cx->account_id),
			 id_or_none(cx->post_id),
			 str(mem_format(cx->mem, "导入 %s", c->im.file_name)));
	if (e)
		return e;
	return sql_exec(cx,
			"INSERT INTO search_entry (home_id, kind, id, text, initials)"
			" SELECT home_id, kind, id, text, initials FROM stage_search"
			" WHERE import_id = $1 ON CONFLICT (home_id, kind, id)"
			" DO UPDATE SET text = excluded.text, initials = excluded.initials",
			i64(c->im.id));
}

static err note_act(struct ctx *cx, const struct import *im)
{
	return audit_act(cx, &(struct act){.action = "import.commit",
					   .home_id = im->home_id,
					   .kind = "import",
					   .subject_id = im->id,
					   .detail = mem_format(cx->mem,
								"{\"kind\":\"%s\",\"new\":%lld,"
								"\"changed\":%lld}",
								im->kind, (long long)im->n_new,
								(long long)im->n_changed)});
}

static err commit_all(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	struct import im = c->im;
	err e = OK;
	for (const struct import_target *const *t = c->kind->targets; *t && !e; t++)
		e = check_stage(cx, c, *t);
	for (const struct import_target *const *t = c->kind->targets; *t && !e; t++)
		e = bring_over(cx, c, *t);
	if (e || (e = write_history(cx, c)))
		return e;
	im.state = IMPORT_COMMITTED;
	im.committed_at = cx->now;
	return (e = import_keep(cx, &im)) ? e : note_act(cx, &im);
}

/* ─── the steps ─── */

static err begin(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	err e = import_load(cx, c->job->subject_id, &c->im);
	if (!e)
		c->kind = import_kind_find(c->im.kind);
	return e;
}

static err clear_stage(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	return import_unstage(cx, &c->im, false);
}

/* What an earlier attempt had prepared. */
static err clear_prepared(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	err e = sql_exec(cx, "DELETE FROM stage_version WHERE import_id = $1", i64(c->im.id));
	return e ? e : sql_exec(cx, "DELETE FROM stage_search WHERE import_id = $1", i64(c->im.id));
}

static err check_again(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	c->im.state = IMPORT_MAPPING;
	return import_keep(cx, &c->im);
}

static err prepare_all(struct ctx *cx, const struct job_env *env, struct committing *c)
{
	err e = store_write_now(env->store, cx, clear_prepared, c);
	for (const struct import_target *const *t = c->kind->targets; *t && !e; t++) {
		c->target = *t;
		c->from = 0;
		do {
			e = store_write_now(env->store, cx, prepare_piece, c);
			c->from = c->last;
		} while (!e && c->n == PIECE);
	}
	return e;
}

err import_commit_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct committing c = {.job = job};
	err e = store_read(env->store, cx, begin, &c);
	if (!e && c.im.state != IMPORT_COMMITTED && !(e = prepare_all(cx, env, &c)))
		e = store_write_now(env->store, cx, commit_all, &c);
	if (e == ERR_CONFLICT) {
		struct failure why = cx->failure;
		ctx_forgive(cx);
		if (store_write_now(env->store, cx, check_again, &c))
			return ctx_err(cx);
		cx->failure = why;
		return e;
	}
	if (e || (e = store_write_now(env->store, cx, clear_stage, &c)))
		return e;
	job->position = job->total = c.im.n_good;
	job->is_finished = true;
	return OK;
}
