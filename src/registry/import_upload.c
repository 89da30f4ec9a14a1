/* A file arrives. A small one is read at once; a large one is put by, and read by a job. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/actor.h"
#include "base/id.h"
#include "registry/import_api_priv.h"
#include "registry/import_work_priv.h"

enum { AT_ONCE_BYTES = 256 * 1024 };

struct uploading {
	struct import_file file;
	bool is_later; /* by a job */
};

/* ─── what was sent ─── */

static const char *form_value(const struct request *rq, const char *name)
{
	for (const struct pair *p = rq->form; p && p->name; p++)
		if (!strcmp(p->name, name))
			return *p->value ? p->value : NULL;
	return NULL;
}

static int64_t form_id(struct ctx *cx, const struct request *rq, const char *name)
{
	int64_t id = 0;
	const char *text = form_value(rq, name);
	if (text && !id_parse(text, &id))
		fail_field(cx, name, T("field.id", "不是标识", "is not an id"));
	return id;
}

static err read_form(struct ctx *cx, const struct request *rq, struct import *im)
{
	const char *kind = form_value(rq, "kind");
	im->region_id = form_id(cx, rq, "region_id");
	im->estate_id = form_id(cx, rq, "estate_id");
	if (!kind || !import_kind_find(kind))
		fail_field(cx, "kind",
			   T("import.kind", "没有这种导入", "there is no such kind of import"));
	if (rq->n_uploads != 1)
		fail_field(cx, "file", T("import.file", "请选择一个文件", "send one file"));
	if (ctx_err(cx))
		return ctx_err(cx);
	im->kind = import_kind_find(kind)->name;
	im->file_name = rq->uploads[0].file_name;
	im->size = rq->uploads[0].size;
	return OK;
}

/* ─── putting it by ─── */

const char *import_path(mem *parent, const char *data, int64_t id)
{
	char text[ID_SIZE];
	id_format(id, text);
	return mem_format(parent, "%s/imports/%s", data, text);
}

static err cannot(struct ctx *cx, const char *what, const char *path)
{
	return fail_internal(cx, "%s %s: %s", what, path, strerror(errno));
}

static err sync_path(struct ctx *cx, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cannot(cx, "open", path);
	int failed = fsync(fd);
	close(fd);
	return failed ? cannot(cx, "sync", path) : OK;
}

/* Beside the spool, on the same disk; there before the import that names it. */
static err put_by(struct ctx *cx, const char *spooled, int64_t id)
{
	const char *end = strrchr(spooled, '/');
	const char *data = mem_format(cx->mem, "%.*s/..", (int)(end - spooled), spooled);
	const char *folder = mem_format(cx->mem, "%s/imports", data);
	const char *path = import_path(cx->mem, data, id);
	if (mkdir(folder, 0700) && errno != EEXIST)
		return cannot(cx, "folder", folder);
	err e = sync_path(cx, spooled);
	if (!e && link(spooled, path))
		e = cannot(cx, "link", path);
	return e ? e : sync_path(cx, folder);
}

/* What is no spreadsheet at all is refused at once. */
static err look_into(struct ctx *cx, const char *path, struct import *im)
{
	struct book *b;
	err e = book_open(cx, path, NULL, &b);
	if (e)
		return e;
	im->format = import_format(book_kind(b));
	book_close(b);
	return OK;
}

err import_prepare(struct ctx *cx, struct request *rq)
{
	struct uploading *u = mem_new(cx->mem, struct uploading);
	struct import *im = &u->file.im;
	fields_clear(import_fields, im);
	err e = read_form(cx, rq, im);
	if (e)
		return e;
	im->id = id_new();
	rq->prepared = u;
	u->is_later = im->size > AT_ONCE_BYTES;
	if (!u->is_later)
		return import_read(cx, rq->uploads[0].path, &u->file);
	if ((e = look_into(cx, rq->uploads[0].path, im)))
		return e;
	return put_by(cx, rq->uploads[0].path, im->id);
}

static err begin_reading(struct ctx *cx, struct import *im)
{
	struct job job = {.kind = "import.read", .home_id = im->home_id, .subject_id = im->id};
	err e = job_start(cx, &job);
	im->state = IMPORT_READING;
	im->job_id = job.id;
	return e ? e : import_keep(cx, im);
}

err import_post(struct ctx *cx, struct request *rq)
{
	struct uploading *u = rq->prepared;
	struct import *im = &u->file.im;
	struct import_out out;
	im->home_id = im->estate_id   ? im->estate_id
		      : im->region_id ? im->region_id
				      : cx->actor->reach_id;
	im->account_id = cx->account_id;
	im->post_id = cx->post_id;
	im->state = IMPORT_MAPPING;
	im->n_rows = u->is_later ? 0 : import_rows_below(&u->file);
	im->sheet = u->is_later ? 0 : im->sheet;
	im->header_row = u->is_later ? 0 : im->header_row;
	im->data_row = u->is_later ? 0 : im->data_row;
	im->n_good = im->n_bad = im->n_new = im->n_changed = im->n_same = im->n_asked = 0;
	im->n_skipped = im->n_left = im->has_answers = im->next_block = 0;
	im->made_at = cx->now;
	err e = import_insert(cx, &u->file);
	if (e || (u->is_later && (e = begin_reading(cx, im))) || (e = import_show(cx, im, &out)) ||
	    (e = reply_created(cx, rq, im->id, &out, NONE)))
		return e;
	rq->status = u->is_later ? 202 : rq->status;
	return OK;
}

/* ─── the job ─── */

struct later {
	struct import_file file;
	struct ctx *cx;
	struct store *store;
	struct job *job;
	bool is_cancelled;
};

static err load(struct ctx *cx, void *arg)
{
	struct later *l = arg;
	return import_load(cx, l->job->subject_id, &l->file.im);
}

static err keep_blocks(struct ctx *cx, void *arg)
{
	struct later *l = arg;
	err e = import_write_blocks(cx, &l->file);
	return e || !l->job->id ? e : job_keep(cx, l->job, &l->is_cancelled);
}

static err flush(struct import_file *f)
{
	struct later *l = f->flush_arg;
	for (size_t i = 0; i < f->n_blocks; i++)
		l->job->position += f->blocks[i].n_rows;
	err e = store_write_now(l->store, l->cx, keep_blocks, l);
	f->n_blocks = 0;
	mem_free(f->block_mem);
	f->block_mem = mem_child(l->cx->mem);
	if (!e && l->is_cancelled)
		return fail(l->cx, ERR_CONFLICT, T("job.cancelled", "已取消", "Cancelled"));
	return e;
}

static err find_titles(struct ctx *cx, void *arg)
{
	struct import_file *f = &((struct later *)arg)->file;
	return import_titles(cx, f->im.kind, f->header, &f->titles, &f->n_titles);
}

static err keep_rest(struct ctx *cx, void *arg)
{
	struct later *l = arg;
	struct import_file *f = &l->file;
	err e = import_write_sheets(cx, f);
	if (e || (e = import_write_titles(cx, &f->im, f->titles, f->n_titles)))
		return e;
	f->im.state = IMPORT_MAPPING;
	f->im.n_rows = import_rows_below(f);
	return import_keep(cx, &f->im);
}

/* What cannot be read is given up, and the job says why. */
static err give_up(struct ctx *cx, void *arg)
{
	struct later *l = arg;
	l->file.im.state = IMPORT_GIVEN_UP;
	return import_keep(cx, &l->file.im);
}

static err read_all(struct ctx *cx, struct later *l, const char *path)
{
	err e = import_clear_rows(cx, l->store, &l->file.im); /* of an earlier attempt */
	l->file.flush = flush;
	l->file.flush_arg = l;
	l->file.block_mem = mem_child(cx->mem);
	if (e || (e = import_read_file(cx, path, &l->file)) ||
	    (e = store_read(l->store, cx, find_titles, l)))
		return e;
	return store_write_now(l->store, cx, keep_rest, l);
}

err import_read_from(struct ctx *cx, struct store *store, const char *path, int64_t id)
{
	struct job job = {.subject_id = id};
	struct later l = {.cx = cx, .store = store, .job = &job};
	err e = store_read(store, cx, load, &l);
	return e ? e : read_all(cx, &l, path);
}

err import_read_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct later l = {.cx = cx, .store = env->store, .job = job};
	err e = store_read(env->store, cx, load, &l);
	const char *path = import_path(cx->mem, env->data, job->subject_id);
	job->is_finished = true;
	job->position = 0;
	if (e || l.file.im.state != IMPORT_READING)
		return e;
	e = read_all(cx, &l, path);
	if (e == ERR_BUSY || e == ERR_INTERNAL)
		return e;
	unlink(path);
	if (!e)
		return OK;
	struct failure why = cx->failure;
	ctx_forgive(cx);
	if (store_write_now(env->store, cx, give_up, &l))
		return ctx_err(cx);
	cx->failure = why;
	return e;
}
