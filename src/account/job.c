#include "account/job.h"

#include "account/actor.h"
#include "account/scope.h"
#include "audit/audit.h"
#include "base/id.h"
#include "http/page.h"
#include "store/sql.h"

static const struct choice state_values[] = {
	{"waiting", "等待", "Waiting"},       {"running", "进行中", "Running"},
	{"done", "已完成", "Done"},           {"failed", "失败", "Failed"},
	{"cancelled", "已取消", "Cancelled"},
};
const struct choices job_states = CHOICES("job_state", state_values);

static const struct field job_fields[] = {
	{"id", F_ID, 0, AT(job, id), L("标识", "Id")},
	{"kind", F_TEXT, 0, AT(job, kind), L("类别", "Kind")},
	{"home_id", F_ID, 0, AT(job, home_id), L("归属", "Home")},
	{"subject_id", F_ID, 0, AT(job, subject_id), L("对象", "Subject")},
	{"state", F_ENUM, 0, AT(job, state), L("状态", "State"), .of = &job_states},
	{"position", F_INT, 0, AT(job, position), L("进度", "Position")},
	{"total", F_INT, 0, AT(job, total), L("总数", "Total")},
	{"result", F_TEXT, 0, AT(job, result), L("结果", "Result"), 0, 100000},
	{"error", F_TEXT, 0, AT(job, error), L("失败原因", "Error"), 0, 2000},
	{"made_at", F_INSTANT, 0, AT(job, made_at), L("提交时间", "Made at")},
	{"began_at", F_INSTANT, 0, AT(job, began_at), L("开始时间", "Began at")},
	{"ended_at", F_INSTANT, 0, AT(job, ended_at), L("结束时间", "Ended at")},
	{"account_id", F_ID, INTERNAL, AT(job, account_id), L("账号", "Account")},
	{"post_id", F_ID, INTERNAL, AT(job, post_id), L("岗位", "Post")},
	{"input", F_TEXT, INTERNAL, AT(job, input), L("输入", "Input"), 0, 100000},
	{0},
};
#define COLUMNS                                                                                    \
	"id, kind, home_id, subject_id, state, position, total, result, error, made_at, began_at," \
	" ended_at, account_id, post_id, input"

err job_start(struct ctx *cx, struct job *j)
{
	j->id = id_new();
	j->account_id = cx->account_id;
	j->post_id = cx->post_id;
	j->state = JOB_WAITING;
	j->position = 0;
	j->total = j->began_at = j->ended_at = NONE;
	j->result = j->error = NULL;
	j->input = j->input ? j->input : "{}";
	j->made_at = cx->now;
	err e = sql_exec(
		cx,
		"INSERT INTO job (id, kind, account_id, post_id, home_id, subject_id, state,"
		" position, input, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
		i64(j->id), str(j->kind), id_or_none(j->account_id), id_or_none(j->post_id),
		i64(j->home_id), id_or_none(j->subject_id), i64(j->state), str(j->input),
		i64(j->made_at));
	if (e)
		return e;
	cx->has_begun_job = true;
	return audit_act(cx, &(struct act){.action = "job.start",
					   .home_id = j->home_id,
					   .kind = "job",
					   .subject_id = j->id,
					   .detail = mem_format(cx->mem, "{\"kind\":\"%s\"}",
								j->kind)});
}

static err read_one(struct stmt *q, struct job *ret, bool *ret_is_there)
{
	fields_clear(job_fields, ret);
	ret->is_finished = false;
	*ret_is_there = sql_next(q);
	if (*ret_is_there)
		sql_read(q, job_fields, ret);
	return sql_end(q);
}

err job_load(struct ctx *cx, int64_t id, struct job *ret)
{
	bool is_there;
	err e = read_one(sql(cx, "SELECT " COLUMNS " FROM job WHERE id = $1", i64(id)), ret,
			 &is_there);
	return e || is_there ? e : fail_not_found(cx);
}

err job_load_own(struct ctx *cx, int64_t id, struct job *ret)
{
	err e = job_load(cx, id, ret);
	return e || ret->account_id == cx->account_id ? e : fail_not_found(cx);
}

bool job_waits(struct ctx *cx)
{
	return sql_int(cx, 0, "SELECT 1 FROM job WHERE state IN ($1, $2) LIMIT 1", i64(JOB_RUNNING),
		       i64(JOB_WAITING)) == 1;
}

err job_take(struct ctx *cx, struct job *ret)
{
	bool is_there;
	err e = read_one(
		sql(cx,
		    "UPDATE job SET state = $1, began_at = coalesce(began_at, $3)"
		    " WHERE id = (SELECT id FROM job WHERE state IN ($1, $2) ORDER BY id LIMIT 1)"
		    " RETURNING " COLUMNS,
		    i64(JOB_RUNNING), i64(JOB_WAITING), i64(cx->now)),
		ret, &is_there);
	return e;
}

err job_keep(struct ctx *cx, const struct job *j, bool *ret_is_cancelled)
{
	int64_t changed;
	err e = sql_change(cx, &changed,
			   "UPDATE job SET position = $2, total = $3, result = $4"
			   " WHERE id = $1 AND state = $5",
			   i64(j->id), i64(j->position), i64(j->total), str(j->result),
			   i64(JOB_RUNNING));
	*ret_is_cancelled = !changed;
	return e;
}

err job_end(struct ctx *cx, const struct job *j, enum job_state state)
{
	return sql_exec(
		cx,
		"UPDATE job SET state = $2, position = $3, total = $4, result = $5, error = $6,"
		" ended_at = $7 WHERE id = $1 AND state <> $8",
		i64(j->id), i64(state), i64(j->position), i64(j->total), str(j->result),
		str(j->error), i64(cx->now), i64(JOB_CANCELLED));
}

err job_stop(struct ctx *cx, int64_t id)
{
	return sql_exec(cx,
			"UPDATE job SET state = $2, ended_at = $3 WHERE id = $1"
			" AND state IN ($4, $5)",
			i64(id), i64(JOB_CANCELLED), i64(cx->now), i64(JOB_WAITING),
			i64(JOB_RUNNING));
}

/* ─── for who started it ─── */

static const struct sort job_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT id, id, kind, home_id, subject_id, state, position, total, result, error,"
		  " made_at, began_at, ended_at FROM job WHERE account_id = $5",
		  "id", "id")},
	{0},
};

static err job_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	int64_t total = NONE;
	err e = page_read(cx, rq, job_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM job WHERE account_id = $1"
				" LIMIT " PAGE_COUNT ") x",
				i64(cx->account_id));
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->account_id)), total);
}

static err job_get(struct ctx *cx, struct request *rq)
{
	struct job j;
	err e = job_load_own(cx, request_id(rq, "job"), &j);
	return e ? e : reply_object(cx, rq, &j, NONE);
}

static err job_cancel(struct ctx *cx, struct request *rq)
{
	struct job j;
	err e = job_load_own(cx, request_id(rq, "job"), &j);
	if (e)
		return e;
	if (j.state != JOB_WAITING && j.state != JOB_RUNNING)
		return fail(cx, ERR_CONFLICT,
			    T("job.over", "任务已经结束", "The job has ended already"));
	if ((e = job_stop(cx, j.id)) || (e = audit_act(cx, &(struct act){.action = "job.cancel",
									 .home_id = j.home_id,
									 .kind = "job",
									 .subject_id = j.id})))
		return e;
	return reply_nothing(cx, rq);
}

const struct route job_routes[] = {
	{"GET", "/jobs", MAY_BE_SELF, SCOPE_SELF, job_list, .out = job_fields,
	 .summary = "Long work that I started", .flags = ROUTE_LIST},
	{"GET", "/jobs/{job}", MAY_BE_SELF, SCOPE_SELF, job_get, .out = job_fields,
	 .summary = "How far it has come"},
	{"DELETE", "/jobs/{job}", MAY_BE_SELF, SCOPE_SELF, job_cancel, .summary = "Cancel it"},
	{0},
};
