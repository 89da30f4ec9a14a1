#include "app/export.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/actor.h"
#include "account/scope.h"
#include "app/app.h"
#include "app/export_sheet.h"
#include "app/guard.h"
#include "base/date.h"
#include "base/id.h"
#include "http/request.h"
#include "registry/people.h"
#include "store/sql.h"

enum { KEPT_S = 24 * 3600, LOOKS_AT_ONCE = 200 };

static const struct choice format_values[] = {
	{"xlsx", "Excel 工作簿", "Excel workbook"},
	{"csv", "CSV 文本", "CSV text"},
};
static const struct choices formats = CHOICES("format", format_values);

/* ─── asking for one ─── */

struct export_in {
	const char *list, *reason;
	int64_t format;
};
static const struct field export_fields[] = {
	{"list", F_TEXT, REQUIRED, AT(export_in, list), L("列表", "List"), 1, 2000},
	{"format", F_ENUM, REQUIRED, AT(export_in, format), L("格式", "Format"), .of = &formats},
	{"reason", F_TEXT, 0, AT(export_in, reason),
	 L("查看个人信息明文的理由", "Why personal data are needed in the clear"), 4, 200},
	{0},
};

struct export_made {
	int64_t job_id;
};
static const struct field export_made_fields[] = {
	{"job_id", F_ID, 0, AT(export_made, job_id), L("任务", "Job")},
	{0},
};

/* The list, if the actor in cx may read it. */
static err open_list(struct ctx *cx, const struct router *router, const char *target,
		     struct request **ret)
{
	err e = request_inside(cx, router, target, ret);
	if (e)
		return e;
	if (!((*ret)->route->flags & ROUTE_LIST) || (*ret)->route->may == MAY_PUBLIC)
		return fail_not_found(cx);
	return guard_allows(cx, *ret);
}

static err export_post(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	struct export_in *in = rq->body;
	struct request *list;
	struct job job = {.kind = "export", .home_id = cx->actor->reach_id};
	struct buf input = buf_on(cx->mem);
	struct json j = json_on(&input);
	err e = open_list(cx, app->router, in->list, &list);
	if (e)
		return e;
	if (in->reason && !actor_may(cx->actor, MAY_REVEAL_PERSON))
		return fail(cx, ERR_DENIED,
			    T("export.reveal", "当前岗位不能查看个人信息明文，请不要填写理由",
			      "This post may not see personal data in the clear: give no reason"));
	fields_write(&j, export_fields, in, true);
	job.input = buf_text(&input);
	if ((e = job_start(cx, &job)))
		return e;
	return reply_object(cx, rq, &(struct export_made){job.id}, NONE);
}

/* ─── fetching it ─── */

static const char *extension(int64_t format)
{
	return choice_of(&formats, format)->code;
}

static const char *path_of(struct ctx *cx, const char *data, int64_t job, int64_t format)
{
	char id[ID_SIZE];
	id_format(job, id);
	return mem_format(cx->mem, "%s/exports/%s.%s", data, id, extension(format));
}

static err read_input(struct ctx *cx, const struct job *job, struct export_in *ret)
{
	json_t *object;
	err e = json_load_text(cx, job->input, strlen(job->input), &object);
	return e ? e : fields_read(cx, export_fields, object, ret, READ_NEW);
}

/* Only under a post, or a token, that could make it today. */
static err may_fetch(struct ctx *cx, const struct router *router, const struct export_in *in)
{
	struct request *list;
	err e = open_list(cx, router, in->list, &list);
	if (e || !in->reason || actor_may(cx->actor, MAY_REVEAL_PERSON))
		return e;
	return fail(cx, ERR_DENIED,
		    T("export.fetch", "文件含个人信息明文，当前岗位不能查看",
		      "It has personal data in the clear, which this post may not see"));
}

static err export_get(struct ctx *cx, struct request *rq)
{
	static const char *const types[] = {
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"text/csv; charset=utf-8"};
	struct app *app = server_arg(rq);
	struct export_in in;
	struct job job;
	err e = job_load_own(cx, request_id(rq, "job"), &job);
	if (e || (e = read_input(cx, &job, &in)))
		return e;
	const char *path = path_of(cx, app->options->data, job.id, in.format);
	if (!strcmp(job.kind, "export") && (e = may_fetch(cx, app->router, &in)))
		return e;
	if (strcmp(job.kind, "export") != 0 || job.state != JOB_DONE || access(path, R_OK))
		return fail(cx, ERR_NOT_FOUND,
			    T("export.none", "文件尚未生成或已过期",
			      "The file is not made yet, or has expired"));
	char day[DATE_SIZE];
	date_of_instant(job.made_at, day);
	return reply_file(cx, rq, types[in.format - 1], path,
			  mem_format(cx->mem, "linli-%s.%s", day, extension(in.format)));
}

const struct route export_routes[] = {
	{"POST", "/exports", MAY_EXPORT, SCOPE_REACH, export_post, .in = export_fields,
	 .in_size = sizeof(struct export_in), .out = export_made_fields,
	 .summary = "Export a list: begins a job"},
	{"GET", "/exports/{job}", MAY_EXPORT, SCOPE_REACH, export_get,
	 .summary = "The file of an export", .flags = ROUTE_RAW | ROUTE_SLOW},
	{0},
};

/* ─── making it ─── */

struct making {
	const struct job_env *env;
	struct job *job;
	struct export_in in;
	struct request *list;
	int64_t rows;
	const int64_t *people; /* whose data are in the clear, and what of them */
	size_t n_people, n_told, n_reached;
	const char *personal;
};

/* Who took it, of which unit, when: on top of the sheet, and at the foot of each printed page. */
static const char *stamp(struct ctx *cx)
{
	const struct actor *a = cx->actor;
	const char *unit =
		a->organisation_id
			? sql_text(cx, NULL, "SELECT name FROM organisation WHERE home_id = $1",
				   i64(a->organisation_id))
			: NULL;
	return mem_format(cx->mem, "%s · %s%s%s · %s", a->name, unit ? unit : "",
			  unit && a->title ? " " : "", a->title ? a->title : "",
			  export_instant(cx->mem, cx->now));
}

static err write_sheet(struct ctx *cx, struct making *m, const char *path)
{
	struct writer *w;
	err e = writer_open(cx, path, m->in.format == 1 ? WRITER_XLSX : WRITER_CSV, &w);
	if (e)
		return e;
	struct export_sheet *sheet = export_sheet_on(cx, w, m->list, stamp(cx));
	m->list->sink = export_sheet_sink(sheet);
	if (m->in.reason && actor_may(cx->actor, MAY_REVEAL_PERSON))
		export_sheet_reveal(sheet);
	if (!(e = m->list->route->handle(cx, m->list)))
		e = export_sheet_end(sheet);
	m->rows = export_sheet_rows(sheet);
	m->people = export_sheet_people(sheet, &m->n_people);
	m->personal = export_sheet_personal(sheet);
	err end = writer_close(w);
	return e ? e : end;
}

static err make_file(struct ctx *cx, void *arg)
{
	struct making *m = arg;
	const struct actor *actor;
	const char *path = path_of(cx, m->env->data, m->job->id, m->in.format);
	err e = actor_by_post(cx, m->job->account_id, m->job->post_id, &actor);
	if (e || !actor)
		return e ? e
			 : fail(cx, ERR_DENIED,
				T("export.no_post", "岗位已失效", "The post has ended"));
	e = open_list(cx, m->env->router, m->in.list, &m->list);
	return e ? e : write_sheet(cx, m, path);
}

/* Everybody whose data are in the file is told of the look, before it can be fetched. */
static err tell_some(struct ctx *cx, void *arg)
{
	struct making *m = arg;
	err e = OK;
	size_t end = m->n_told + LOOKS_AT_ONCE;
	size_t i = m->n_told;
	for (; i < m->n_people && i < end && !e; i++)
		e = people_look(cx, m->people[i], m->personal, m->in.reason);
	m->n_reached = i;
	return e;
}

static err tell_all(struct ctx *cx, struct making *m)
{
	err e = OK;
	while (!e && m->n_told < m->n_people) {
		e = store_write_now(m->env->store, cx, tell_some, m);
		m->n_told = m->n_reached;
	}
	return e;
}

/* What is told of it when it is done. */
struct export_result {
	int64_t rows, format, expires_at;
	const char *list;
};
static const struct field result_fields[] = {
	{"rows", F_INT, 0, AT(export_result, rows), L("行数", "Rows")},
	{"list", F_TEXT, 0, AT(export_result, list), L("列表", "List"), 0, 2000},
	{"format", F_ENUM, 0, AT(export_result, format), L("格式", "Format"), .of = &formats},
	{"expires_at", F_INSTANT, 0, AT(export_result, expires_at), L("保留至", "Kept until")},
	{0},
};

static const char *result_of(struct ctx *cx, const struct making *m)
{
	struct export_result result = {m->rows, m->in.format, cx->now + KEPT_S * 1000LL,
				       m->in.list};
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	fields_write(&j, result_fields, &result, true);
	return buf_text(&out);
}

static err export_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct making m = {.env = env, .job = job};
	const char *folder = mem_format(cx->mem, "%s/exports", env->data);
	err e = read_input(cx, job, &m.in);
	if (e)
		return e;
	if (mkdir(folder, 0700) && errno != EEXIST)
		return fail_internal(cx, "folder %s: %s", folder, strerror(errno));
	if ((e = store_read(env->store, cx, make_file, &m)) || (e = tell_all(cx, &m)))
		return e;
	job->position = job->total = m.rows;
	job->result = result_of(cx, &m);
	job->is_finished = true;
	return OK;
}

const struct job_kind export_jobs[] = {{"export", export_step}, {0}};

void export_sweep(const char *data)
{
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s/exports", data);
	DIR *folder = opendir(path);
	for (struct dirent *d; folder && (d = readdir(folder));) {
		snprintf(path, sizeof path, "%s/exports/%s", data, d->d_name);
		if (d->d_name[0] != '.' && !stat(path, &st) &&
		    st.st_mtime + KEPT_S < clock_now() / 1000)
			unlink(path);
	}
	if (folder)
		closedir(folder);
}
