/* The job that checks: a block of rows at a time, read in one transaction and kept in another. */
#include <string.h>

#include "account/actor.h"
#include "base/id.h"
#include "base/utf8.h"
#include "registry/import_work_priv.h"

/* ─── a row ─── */

static bool is_mapped(const struct import_run *run, const struct import_column *c)
{
	for (size_t i = 0; i < run->n_titles; i++)
		if (run->titles[i].key && !strcmp(run->titles[i].key, c->key))
			return true;
	return false;
}

static const char *cell_text(mem *parent, const struct cell *cell)
{
	char *text = mem_str(parent, cell->text);
	utf8_trim(text);
	return text;
}

static void refuse_cell(struct import_row *row, const struct import_column *c,
			const struct cell *cell)
{
	if (cell->kind == CELL_ERROR)
		import_wrong(row, c,
			     T("import.formula", "公式出错（{1}），请填写数值",
			       "the formula failed ({1}): write the value"),
			     str(cell->text));
	else
		import_wrong(
			row, c,
			T("import.rounded",
			  "数字超过 15 位，表格软件已丢失后几位，请把这一列设为文本后重新填写",
			  "a number past 15 digits, the last of which the spreadsheet has lost:"
			  " make the column text and write it again"));
}

/* How many cells said something. */
static int parse_cells(struct import_row *row, const struct row *cells)
{
	struct import_run *run = row->run;
	int n = 0;
	for (size_t i = 0; i < run->n_titles; i++) {
		const struct cell *cell = row_cell(cells, (int)run->titles[i].column_no);
		const struct import_column *c = run->column_of[i];
		if (!c || cell->kind == CELL_EMPTY)
			continue;
		n++;
		if (cell->kind == CELL_ERROR || cell->is_rounded)
			refuse_cell(row, c, cell);
		else
			c->parse(row, c, cell_text(row->cx->mem, cell));
	}
	return n;
}

static void count_row(struct import_run *run, const struct import_row *row)
{
	struct import *im = run->im;
	int64_t *const counts[] = {
		[ROW_NEW] = &im->n_new,     [ROW_CHANGED] = &im->n_changed,
		[ROW_SAME] = &im->n_same,   [ROW_BAD] = &im->n_bad,
		[ROW_ASKED] = &im->n_asked, [ROW_SKIPPED] = &im->n_skipped,
	};
	if (row->outcome == ROW_NONE)
		return;
	im->n_rows++;
	++*counts[row->outcome];
	im->n_good = im->n_new + im->n_changed + im->n_same;
	run->rows = mem_grow(run->cx->mem, run->rows, run->n_rows + 1);
	run->rows[run->n_rows++] = (struct import_rowed){row->number, row->outcome};
}

/* Of the template: it shows how, and is no data. */
static bool is_example(const struct row *cells)
{
	for (int i = 0; i < cells->n; i++)
		if (cells->cells[i].kind != CELL_EMPTY)
			return !strncmp(cells->cells[i].text, IMPORT_EXAMPLE,
					strlen(IMPORT_EXAMPLE));
	return false;
}

static err check_row(struct import_run *run, const struct row *cells)
{
	struct import_row row = {.run = run,
				 .cx = run->cx,
				 .number = cells->number,
				 .home_id = run->im->estate_id,
				 .object = json_object()};
	bool is_data = cells->number >= run->im->data_row && !is_example(cells);
	if (is_data && parse_cells(&row, cells))
		run->kind->row(&row);
	json_decref(row.object);
	count_row(run, &row);
	return ctx_err(run->cx);
}

/* ─── a block ─── */

enum { STEP_BLOCKS = 5 }; /* a thousand rows: a tenth of a second of the writer */

struct checking {
	struct import im;
	struct import_run run;
	const struct job *job;
	struct import_kept *kept;
	bool is_last;
	int64_t total, n_blocks; /* of the sheet, of this step */
};

static err find_reach(struct ctx *cx, const struct job *job, const char *kind, int64_t *ret)
{
	const struct actor *actor;
	err e = actor_by_post(cx, job->account_id, job->post_id, &actor);
	if (e)
		return e;
	if (!actor || !actor_may(actor, MAY_IMPORT) ||
	    !actor_may(actor, (enum may)import_kind_find(kind)->may))
		return fail(cx, ERR_DENIED,
			    T("export.no_post", "岗位已失效", "The post has ended"));
	*ret = actor->reach_id;
	return OK;
}

/* Columns without which no row can be checked. */
static void check_columns(struct import_run *run)
{
	bool has_id = is_mapped(run, import_column_find(run->columns, "id"));
	struct import_row whole = {.run = run, .cx = run->cx};
	for (const struct import_column *c = run->columns; c->key; c++)
		if (c->is_required && !has_id && !is_mapped(run, c))
			import_wrong(&whole, NULL,
				     T("import.no_column", "没有“{1}”列，请在列对应中指定",
				       "there is no column for “{2}”: match one"),
				     str(c->zh), str(c->en));
}

/* What each column of the file is taken for. */
static void find_columns(struct import_run *run)
{
	run->columns = import_columns(run->cx->mem, run->kind);
	run->column_of = mem_array(run->cx->mem, const struct import_column *, run->n_titles + 1);
	for (size_t i = 0; i < run->n_titles; i++)
		if (run->titles[i].key)
			run->column_of[i] = import_column_find(run->columns, run->titles[i].key);
}

static err begin_step(struct ctx *cx, struct checking *c)
{
	struct import *im = &c->im;
	struct import_title *titles;
	size_t n;
	err e = import_load(cx, c->job->subject_id, im);
	if (e || (e = import_load_titles(cx, im, &titles, &n)))
		return e;
	c->run = (struct import_run){
		.cx = cx, .im = im, .titles = titles, .n_titles = n, .kept = c->kept};
	c->run.kind = import_kind_find(im->kind);
	find_columns(&c->run);
	c->n_blocks = 0;
	c->total = sql_int(cx, 0,
			   "SELECT count(*) FROM import_block WHERE home_id = $1"
			   " AND import_id = $2 AND sheet = $3",
			   i64(im->home_id), i64(im->id), i64(im->sheet));
	if ((e = find_reach(cx, c->job, im->kind, &c->run.reach_id)))
		return e;
	if (im->next_block)
		return c->kept->is_loaded ? OK : import_load_names(&c->run);
	c->kept->is_loaded = true;
	im->n_rows = im->n_good = im->n_bad = im->n_new = im->n_changed = im->n_same = im->n_asked =
		im->n_skipped = im->has_answers = 0;
	check_columns(&c->run);
	return OK;
}

static err check_block(struct ctx *cx, struct checking *c)
{
	struct row *rows;
	size_t n;
	err e = import_rows(cx, &c->im, c->im.next_block + c->n_blocks++, &rows, &n);
	for (size_t i = 0; !e && i < n; i++)
		e = check_row(&c->run, &rows[i]);
	return e;
}

static err check_blocks(struct ctx *cx, void *arg)
{
	struct checking *c = arg;
	err e = begin_step(cx, c);
	while (!e && c->n_blocks < STEP_BLOCKS && c->im.next_block + c->n_blocks < c->total)
		e = check_block(cx, c);
	return e ? e : ctx_err(cx);
}

/* ─── keeping it ─── */

static err keep_findings(struct ctx *cx, const struct checking *c)
{
	struct bulk *b = sql_bulk(cx,
				  "import_finding(home_id, import_id, id, level, row_no, column_no,"
				  " header, code, zh, en)",
				  10);
	for (size_t i = 0; i < c->run.n_findings; i++) {
		const struct import_finding *f = &c->run.findings[i];
		bulk_row(b, ARGS(i64(c->im.home_id), i64(c->im.id), i64(id_new()), i64(f->level),
				 i64(f->row_no), i64(f->column_no), str(f->header), str(f->code),
				 str(f->zh), str(f->en)));
	}
	return bulk_end(b);
}

static err keep_names(struct ctx *cx, const struct checking *c)
{
	struct bulk *b =
		sql_bulk(cx, "import_key(home_id, import_id, kind, key, thing_id, row_no)", 6);
	for (size_t i = 0; i < c->run.n_named; i++) {
		const struct import_named *n = &c->run.named[i];
		bulk_row(b, ARGS(i64(c->im.home_id), i64(c->im.id), str(n->kind), str(n->key),
				 i64(n->id), i64(n->row_no)));
	}
	return bulk_end(b);
}

/* What an earlier block staged and this one stages anew. */
static err drop_staged(struct ctx *cx, const struct checking *c, const struct import_target *t)
{
	err e = OK;
	for (size_t i = 0; i < c->run.n_staged && !e; i++) {
		const struct import_staged *s = &c->run.staged[i];
		const struct record *rec = s->obj;
		if (s->target == t && s->is_again)
			e = sql_finish(cx, NULL, &t->entity->unstage,
				       ARGS(i64(c->im.id), i64(rec->id - 1), i64(rec->id)));
	}
	return e;
}

static err keep_rows(struct ctx *cx, const struct checking *c)
{
	struct bulk *b = sql_bulk(cx, "import_row(home_id, import_id, row_no, outcome)", 4);
	for (size_t i = 0; i < c->run.n_rows; i++)
		bulk_row(b, ARGS(i64(c->im.home_id), i64(c->im.id), i64(c->run.rows[i].row_no),
				 i64(c->run.rows[i].outcome)));
	return bulk_end(b);
}

static err keep_staged(struct ctx *cx, const struct checking *c, const struct import_target *t)
{
	const struct entity *e = t->entity;
	if (drop_staged(cx, c, t))
		return ctx_err(cx);
	struct bulk *b = bulk_start(cx, &e->stage, (int)fields_count(e->fields) + 1);
	for (size_t i = 0; i < c->run.n_staged; i++)
		if (c->run.staged[i].target == t)
			bulk_row(b, sql_args_of(cx, e->fields, c->run.staged[i].obj,
						ARGS(i64(c->im.id))));
	return bulk_end(b);
}

/* It may have been given up since the block was read. */
static err still_checking(struct ctx *cx, const struct checking *c, bool *ret_is_given_up)
{
	*ret_is_given_up = sql_int(cx, 0,
				   "SELECT 1 FROM import WHERE home_id = $1 AND id = $2"
				   " AND state = $3 AND job_id IS NOT DISTINCT FROM $4",
				   i64(c->im.home_id), i64(c->im.id), i64(IMPORT_CHECKING),
				   id_or_none(c->job->id)) != 1;
	return ctx_err(cx);
}

static err keep_block(struct ctx *cx, void *arg)
{
	struct checking *c = arg;
	struct import im = c->im;
	bool is_given_up = false;
	err e = still_checking(cx, c, &is_given_up);
	if (e || is_given_up)
		return e;
	for (const struct import_target *const *t = c->run.kind->targets; *t && !e; t++)
		e = keep_staged(cx, c, *t);
	if (e || (e = keep_findings(cx, c)) || (e = keep_names(cx, c)) || (e = keep_rows(cx, c)) ||
	    (e = import_write_questions(cx, &c->im, c->run.questions, c->run.n_questions)))
		return e;
	im.next_block += c->n_blocks;
	c->is_last = im.next_block >= c->total;
	if (c->is_last) {
		im.state = IMPORT_CHECKED;
		im.checked_at = cx->now;
		im.next_block = 0;
	}
	return import_keep(cx, &im);
}

static err load(struct ctx *cx, void *arg)
{
	struct checking *c = arg;
	return import_load(cx, c->job->subject_id, &c->im);
}

/* On the job's memory, where it has some. */
static struct import_kept *kept_of(struct ctx *cx, struct job *job)
{
	if (job->left)
		return job->left;
	struct import_kept *k = mem_new(job->mem ? job->mem : cx->mem, struct import_kept);
	k->mem = k;
	job->left = job->mem ? k : NULL;
	return k;
}

err import_check_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct checking c = {.job = job, .kept = kept_of(cx, job)};
	err e = store_read(env->store, cx, load, &c);
	if (!e && !c.im.next_block) /* what was found before */
		e = import_clear(cx, env->store, &c.im, true);
	if (e || (e = store_read(env->store, cx, check_blocks, &c)) ||
	    (e = store_write_now(env->store, cx, keep_block, &c)))
		return e;
	job->total = c.total;
	job->position = c.im.next_block + c.n_blocks;
	job->is_finished = c.is_last;
	return OK;
}
