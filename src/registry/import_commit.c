/* The job that makes a checked import part of the register. First, in pieces, what remains to be
 * worked out (numbers, versions, search entries); then everything at once. */
#include "audit/audit.h"
#include "base/date.h"
#include "registry/import_work_priv.h"

struct committing {
	struct import im;
	const struct import_kind *kind;
	const struct job *job;
	int64_t n; /* records of this piece */
};

/* ─── a piece: rows as they will stand ─── */

/* Those behind the last whose version is written already. */
static err load_piece(struct ctx *cx, const struct committing *c, struct import_piece *p)
{
	const struct entity *e = p->target->entity;
	int64_t from = sql_int(cx, 0,
			       "SELECT max(id) FROM stage_version WHERE import_id = $1"
			       " AND batch = $2 AND kind = $3",
			       i64(c->im.id), i64(BATCH_COMMIT), str(e->kind));
	p->all = mem_zeroed(cx->mem, e->size, PIECE_ROWS, e->kind);
	struct stmt *q = sql_run(cx, &e->staged, i64(c->im.id), i64(from == NONE ? 0 : from),
				 i64(PIECE_ROWS));
	for (p->n = 0; sql_next(q); p->n++) {
		fields_clear(e->fields, p->all + p->n * e->size);
		sql_read(q, e->fields, p->all + p->n * e->size);
	}
	return sql_end(q);
}

/* Numbers and the like are given only now, one after the other. */
static err fill_piece(struct ctx *cx, const struct import_piece *p)
{
	const struct entity *e = p->target->entity;
	const struct record *first = (void *)p->all;
	const struct record *last = (void *)(p->all + (p->n - 1) * e->size);
	err r = OK;
	if (!e->fill || p->target->is_filled)
		return OK;
	for (size_t i = 0; i < p->n && !r; i++)
		r = e->fill(cx, p->all + i * e->size);
	if (r || (r = sql_finish(cx, NULL, &e->unstage,
				 ARGS(i64(p->import_id), i64(first->id - 1), i64(last->id)))))
		return r;
	return import_put_staged(cx, p);
}

static err prepare_piece(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	err e = import_load(cx, c->job->subject_id, &c->im);
	c->n = 0;
	for (const struct import_target *const *t = c->kind->targets; *t && !e && !c->n; t++) {
		struct import_piece p = {.import_id = c->im.id,
					 .batch = BATCH_COMMIT,
					 .target = *t};
		e = load_piece(cx, c, &p);
		c->n = (int64_t)p.n;
		if (!e && p.n && !(e = fill_piece(cx, &p)))
			e = import_put_beside(cx, &p);
	}
	return e;
}

/* ─── everything at once ─── */

enum { NAMED_MAX = 5 };

/* The names of what is in the way. */
struct conflicts {
	struct buf names;
	int64_t n;
};

static void add_conflict(struct conflicts *c, const char *name)
{
	if (c->n++ < NAMED_MAX)
		buf_format(&c->names, c->names.len ? "、%s" : "%s", name);
}

static err find_stale(struct ctx *cx, const struct committing *c, const struct import_target *t,
		      struct conflicts *found)
{
	struct stmt *q = sql_run(cx, &t->entity->stage_stale, i64(c->im.id));
	while (sql_next(q))
		add_conflict(found,
			     found->n < NAMED_MAX
				     ? import_name_of(cx, t->entity, col_i64(q, 1), col_i64(q, 0))
				     : "");
	return sql_end(q);
}

static err find_taken(struct ctx *cx, const struct committing *c, const struct import_target *t,
		      struct conflicts *found)
{
	if (!t->taken)
		return OK;
	struct stmt *q = sql_run(cx, t->taken, i64(c->im.id));
	while (sql_next(q))
		add_conflict(found, col_peek(q, 0));
	return sql_end(q);
}

/* Nobody changed what is to be changed, or registered what is to be new. */
static err check_stage(struct ctx *cx, const struct committing *c)
{
	struct conflicts found = {.names = buf_on(cx->mem)};
	err e = OK;
	for (const struct import_target *const *t = c->kind->targets; *t && !e; t++)
		if (!(e = find_stale(cx, c, *t, &found)))
			e = find_taken(cx, c, *t, &found);
	if (e || !found.n)
		return e;
	return fail(cx, ERR_CONFLICT,
		    T("import.meanwhile",
		      "检查之后有 {1} 条以上记录被修改或新登记（{2}），请重新检查",
		      "At least {1} records were changed or registered since the check ({2}): check"
		      " again"),
		    i64(found.n), str(buf_text(&found.names)));
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
	err e = import_load(cx, c->job->subject_id, &c->im);
	if (e || c->im.state != IMPORT_COMMITTING)
		return e;
	if ((e = check_stage(cx, c)) ||
	    (e = import_bring(cx, &c->im, BATCH_COMMIT,
			      mem_format(cx->mem, "导入 %s", c->im.file_name))))
		return e;
	c->im.state = IMPORT_COMMITTED;
	c->im.committed_at = cx->now;
	c->im.next_block = 0;
	return (e = import_keep(cx, &c->im)) ? e : note_act(cx, &c->im);
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

static err check_again(struct ctx *cx, void *arg)
{
	struct committing *c = arg;
	c->im.state = IMPORT_MAPPING;
	return import_keep(cx, &c->im);
}

/* Somebody was faster: nothing is written, and it must be checked again. */
static err give_back(struct ctx *cx, const struct job_env *env, struct committing *c)
{
	struct failure why = cx->failure;
	ctx_forgive(cx);
	if (store_write_now(env->store, cx, check_again, c))
		return ctx_err(cx);
	cx->failure = why;
	return why.kind;
}

err import_commit_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct committing c = {.job = job};
	err e = store_read(env->store, cx, begin, &c);
	if (!e && c.im.state == IMPORT_COMMITTING)
		e = store_write_now(env->store, cx, prepare_piece, &c);
	job->total = c.im.n_new + c.im.n_changed;
	job->position = job->position + c.n;
	if (e || c.n)
		return e;
	int64_t began = clock_ticks();
	if ((e = store_write_now(env->store, cx, commit_all, &c)) == ERR_CONFLICT)
		return give_back(cx, env, &c);
	job->result = mem_format(cx->mem, "{\"last_ms\":%lld}",
				 (long long)((clock_ticks() - began) / 1000000));
	if (e || (e = import_clear(cx, env->store, &c.im, false)))
		return e;
	job->position = job->total = c.im.n_good;
	job->is_finished = true;
	return OK;
}
