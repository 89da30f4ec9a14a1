/* The audit, for the audit administrator: acts by who, what, object and time; what an act changed;
 * the state of the chain, and a job that recomputes it. */
#include "app/audit_api.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "account/versions.h"
#include "app/app.h"
#include "app/tables.h"
#include "audit/audit.h"
#include "base/date.h"
#include "http/page.h"

#define VERIFY_JOB "audit.verify"
enum { ACCOUNTS_MAX = 200, FINDINGS_MAX = 100 };

/* ─── acts ─── */

struct act_row {
	int64_t id, at, account_id, is_refused, home_id, subject_id, block;
	const char *account, *name, *post, *action, *kind, *detail, *reason;
};
#define ACT_FIELDS(type, row)                                                                   \
	{"id", F_ID, 0, AT(type, row id), L("标识", "Id")},                                     \
		{"at", F_INSTANT, 0, AT(type, row at), L("时间", "At")},                        \
		{"account_id", F_ID, 0, AT(type, row account_id), L("账号标识", "Account id")}, \
		{"account", F_TEXT, 0, AT(type, row account), L("账号", "Account")},            \
		{"name", F_TEXT, 0, AT(type, row name), L("姓名", "Name")},                     \
		{"post", F_TEXT, 0, AT(type, row post), L("岗位", "Post")},                     \
		{"action", F_TEXT, 0, AT(type, row action), L("操作", "Action")},               \
		{"is_refused", F_FLAG, 0, AT(type, row is_refused), L("被拒绝", "Refused")},    \
		{"home_id", F_ID, 0, AT(type, row home_id), L("归属", "Home")},                 \
		{"kind", F_TEXT, 0, AT(type, row kind), L("对象类别", "Kind")},                 \
		{"subject_id", F_ID, 0, AT(type, row subject_id), L("对象", "Subject")},        \
		{"detail", F_TEXT, 0, AT(type, row detail), L("内容", "Detail"), 0, 10000},     \
		{"reason", F_TEXT, 0, AT(type, row reason), L("原因", "Reason")},               \
	{                                                                                       \
		"block", F_INT, 0, AT(type, row block), L("封存块", "Block")                    \
	}
static const struct field act_fields[] = {ACT_FIELDS(act_row, ), {0}};

/* A resident's name is nobody's matter here: the act, and the account it was done with, are. */
#define ACT                                                                                     \
	"x.id, x.at, x.account_id, a.login AS account, CASE WHEN a.login >= 'phone:'"           \
	" AND a.login < 'phone;' THEN NULL ELSE a.name END AS name, p.title AS post, x.action," \
	" x.is_refused, x.home_id, x.kind, x.subject_id, x.detail, x.reason, x.block"           \
	" FROM audit x LEFT JOIN account a ON a.id = x.account_id"                              \
	" LEFT JOIN post p ON p.id = x.post_id"
#define ACTS                                                                    \
	"SELECT x.id, " ACT " WHERE x.at >= $5 AND x.at < $6"                   \
	" AND (CAST($7 AS TEXT) IS NULL OR (x.action >= $7 AND x.action < $8))" \
	" AND (CAST($9 AS TEXT) IS NULL OR x.kind = $9)"                        \
	" AND (CAST($10 AS BIGINT) IS NULL OR x.is_refused = $10)"

/* Who and what pick out few rows of many: each has its own statement, on its own index. */
static const struct sort all_sorts[] = {{"id", F_ID, PAGE_SQL_BY_ID(ACTS, "x.id")}, {0}};
static const struct sort account_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID(ACTS " AND x.account_id IN (SELECT unnest FROM unnest($11))", "x.id")},
	{0}};
static const struct sort subject_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID(ACTS " AND x.subject_id = $11"
			     " AND ($12 = 0 OR x.account_id IN (SELECT unnest FROM unnest($13)))",
			"x.id")},
	{0}};
static const struct param audit_query[] = {
	{"since", F_DATE, NULL},   {"until", F_DATE, NULL},
	{"account", F_TEXT, NULL}, {"action", F_TEXT, NULL},
	{"kind", F_TEXT, NULL},    {"subject", F_ID, NULL},
	{"refused", F_FLAG, NULL}, {0},
};

struct audit_filter {
	struct arg since, until, action, after_action, kind, refused, who;
	int64_t subject;
	bool has_who;
};

static int64_t day_param(const struct request *rq, const char *name, int64_t otherwise,
			 int64_t plus)
{
	const char *date = request_param(rq, name);
	return date ? date_to_instant(date) + plus : otherwise;
}

/* The accounts of this login or name. */
static err accounts_named(struct ctx *cx, const char *who, struct arg *ret)
{
	int64_t *ids = mem_array(cx->mem, int64_t, ACCOUNTS_MAX);
	size_t n = 0;
	struct stmt *q = sql(cx, "SELECT id FROM account WHERE login = $1 OR name = $1 LIMIT $2",
			     str(who), i64(ACCOUNTS_MAX));
	while (sql_next(q))
		ids[n++] = col_i64(q, 0);
	*ret = i64s(ids, n);
	return sql_end(q);
}

static err read_filter(struct ctx *cx, const struct request *rq, struct audit_filter *ret)
{
	const char *action = request_param(rq, "action"), *who = request_param(rq, "account");
	*ret = (struct audit_filter){
		.since = i64(day_param(rq, "since", 0, 0)),
		.until = i64(day_param(rq, "until", INT64_MAX, DAY_MS)),
		.action = str(action),
		.after_action = str(action ? mem_format(cx->mem, "%s\x7f", action) : NULL),
		.kind = str(request_param(rq, "kind")),
		.refused = i64(request_param_int(rq, "refused")),
		.subject = request_param_id(rq, "subject"),
		.has_who = who,
	};
	return accounts_named(cx, who ? who : "", &ret->who);
}

#define FILTER_ARGS(f) \
	(f)->since, (f)->until, (f)->action, (f)->after_action, (f)->kind, (f)->refused

static err audit_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct audit_filter f;
	struct stmt *q;
	err e = read_filter(cx, rq, &f);
	const struct sort *sorts = f.subject   ? subject_sorts
				   : f.has_who ? account_sorts
					       : all_sorts;
	if (e || (e = page_read(cx, rq, sorts, &p)))
		return e;
	if (f.subject)
		q = sql_run(cx, page_query(&p), PAGE_ARGS(&p), FILTER_ARGS(&f), i64(f.subject),
			    flag(f.has_who), f.who);
	else if (f.has_who)
		q = sql_run(cx, page_query(&p), PAGE_ARGS(&p), FILTER_ARGS(&f), f.who);
	else
		q = sql_run(cx, page_query(&p), PAGE_ARGS(&p), FILTER_ARGS(&f));
	return reply_page(cx, rq, &p, q, NONE);
}

/* ─── one act, with what it changed ─── */

struct act_whole {
	struct act_row row;
	const char *subject;
	int64_t request_id;
	struct list changes;
};
static const struct field act_whole_fields[] = {
	ACT_FIELDS(act_whole, row.),
	{"subject", F_TEXT, 0, AT(act_whole, subject), L("对象名称", "Name of the subject")},
	{"request_id", F_ID, 0, AT(act_whole, request_id), L("请求编号", "Request id")},
	{"changes", F_LIST, 0, AT(act_whole, changes), L("变化", "Changes"), .of = &change_element},
	{0},
};

static const struct entity *entity_named(const char *kind)
{
	for (const struct entity *const *e = app_entities; kind && *e; e++)
		if (!strcmp((*e)->kind, kind))
			return *e;
	return NULL;
}

/* The version that an act made: "version" of its detail; 0 if it made none. */
static int64_t version_of(struct ctx *cx, const char *detail)
{
	json_t *object;
	if (json_load_text(cx, detail, strlen(detail), &object)) {
		ctx_forgive(cx);
		return 0;
	}
	return json_integer_value(json_object_get(object, "version"));
}

/* The name of the thing as it is now, masked where it is a person's. */
static const char *name_of(struct ctx *cx, const struct entity *e, const struct act_row *row)
{
	void *obj = mem_zeroed(cx->mem, e->size, 1, e->kind);
	const struct field *name = field_find(e->fields, "name");
	if (!name || record_load_any(cx, e, row->home_id, row->subject_id, obj)) {
		ctx_forgive(cx);
		return NULL;
	}
	return field_show(cx->mem, name, obj, cx->lang, false);
}

static err add_thing(struct ctx *cx, struct act_whole *act)
{
	const struct act_row *row = &act->row;
	const struct entity *e = entity_named(row->kind);
	struct record key = {.home_id = row->home_id, .id = row->subject_id};
	if (!e || !row->subject_id)
		return OK;
	act->subject = name_of(cx, e, row);
	key.version = version_of(cx, row->detail);
	return key.version ? record_changes(cx, e, key, &act->changes) : OK;
}

static err audit_get(struct ctx *cx, struct request *rq)
{
	struct act_whole act;
	fields_clear(act_whole_fields, &act);
	struct stmt *q =
		sql(cx, "SELECT x.request_id, " ACT " WHERE x.id = $1", i64(request_id(rq, "act")));
	bool is_there = sql_next(q);
	if (is_there)
		sql_read(q, act_whole_fields, &act);
	err e = sql_end(q);
	if (e || !is_there)
		return e ? e : fail_not_found(cx);
	e = add_thing(cx, &act);
	return e ? e : reply_object(cx, rq, &act, NONE);
}

/* ─── the chain ─── */

struct chain {
	int64_t blocks, sealed_at, unsealed, verified_at, job_id, job_state;
	const char *chain, *result;
};
static const struct field chain_fields[] = {
	{"blocks", F_INT, 0, AT(chain, blocks), L("封存块数", "Blocks")},
	{"sealed_at", F_INSTANT, 0, AT(chain, sealed_at), L("最近封存时间", "Last sealed at")},
	{"unsealed", F_INT, 0, AT(chain, unsealed), L("待封存", "Not yet sealed")},
	{"chain", F_TEXT, 0, AT(chain, chain), L("链值", "Chain value")},
	{"job_id", F_ID, 0, AT(chain, job_id), L("最近核验任务", "Last verification")},
	{"job_state", F_ENUM, 0, AT(chain, job_state), L("核验状态", "State"), .of = &job_states},
	{"verified_at", F_INSTANT, 0, AT(chain, verified_at), L("核验时间", "Verified at")},
	{"result", F_TEXT, 0, AT(chain, result), L("核验结果", "Result"), 0, 100000},
	{0},
};

static err read_last_block(struct ctx *cx, struct chain *c)
{
	char hex[2 * AUDIT_HASH + 1];
	size_t n = 0;
	struct stmt *q = sql(cx, "SELECT number, sealed_at, chain FROM audit_block"
				 " ORDER BY number DESC LIMIT 1");
	if (sql_next(q)) {
		c->blocks = col_i64(q, 0);
		c->sealed_at = col_i64(q, 1);
		const void *value = col_peek_blob(q, 2, &n);
		if (n == AUDIT_HASH)
			c->chain = mem_str(cx->mem, sodium_bin2hex(hex, sizeof hex, value, n));
	}
	return sql_end(q);
}

static err chain_get(struct ctx *cx, struct request *rq)
{
	struct chain c;
	fields_clear(chain_fields, &c);
	c.blocks = 0;
	err e = read_last_block(cx, &c);
	if (e)
		return e;
	struct stmt *q = sql(cx,
			     "SELECT id AS job_id, state AS job_state, ended_at AS verified_at,"
			     " result FROM job WHERE kind = $1 ORDER BY id DESC LIMIT 1",
			     str(VERIFY_JOB));
	if (sql_next(q))
		sql_read(q, chain_fields, &c);
	if ((e = sql_end(q)))
		return e;
	c.unsealed = sql_int(cx, 0, "SELECT count(*) FROM audit WHERE block IS NULL");
	return reply_object(cx, rq, &c, NONE);
}

struct job_made {
	int64_t job_id;
};
static const struct field job_made_fields[] = {
	{"job_id", F_ID, 0, AT(job_made, job_id), L("任务", "Job")},
	{0},
};

static err chain_verify(struct ctx *cx, struct request *rq)
{
	struct job job = {.kind = VERIFY_JOB};
	err e = job_start(cx, &job);
	if (e)
		return e;
	return reply_object(cx, rq, &(struct job_made){job.id}, NONE);
}

const struct route audit_routes[] = {
	{"GET", "/audit", MAY_READ_AUDIT, SCOPE_INSTALLATION, audit_list, .out = act_fields,
	 .summary = "The audit", .flags = ROUTE_LIST | ROUTE_SLOW, .query = audit_query},
	{"GET", "/audit/chain", MAY_READ_AUDIT, SCOPE_INSTALLATION, chain_get, .out = chain_fields,
	 .summary = "How far the audit is sealed, and when that was last verified",
	 .flags = ROUTE_SLOW},
	{"POST", "/audit/chain/verification", MAY_READ_AUDIT, SCOPE_INSTALLATION, chain_verify,
	 .out = job_made_fields, .summary = "Recompute the chain: begins a job"},
	{"GET", "/audit/{act}", MAY_READ_AUDIT, SCOPE_INSTALLATION, audit_get,
	 .out = act_whole_fields, .summary = "One act, and what it changed", .flags = ROUTE_SLOW},
	{0},
};

/* ─── verifying ─── */

struct verifying {
	struct audit_check check;
	struct json *json;
	int64_t n;
};

static void say(void *arg, const char *line)
{
	struct verifying *v = arg;
	if (v->n++ < FINDINGS_MAX)
		json_put_str(v->json, line);
}

static err verify(struct ctx *cx, void *arg)
{
	struct verifying *v = arg;
	return audit_verify(cx, say, v, &v->check);
}

/* In one step: blocks are read one by one, and nothing is written. */
static err verify_step(struct ctx *cx, const struct job_env *env, struct job *job)
{
	struct buf findings = buf_on(cx->mem);
	struct json j = json_on(&findings);
	struct verifying v = {.json = &j};
	json_open(&j, '[');
	err e = store_read(env->store, cx, verify, &v);
	if (e)
		return e;
	json_close(&j, ']');
	job->position = job->total = v.check.rows;
	job->result =
		mem_format(cx->mem, "{\"blocks\":%" PRId64 ",\"rows\":%" PRId64 ",\"findings\":%s}",
			   v.check.blocks, v.check.rows, buf_text(&findings));
	job->is_finished = true;
	return OK;
}

const struct job_kind audit_jobs[] = {{VERIFY_JOB, verify_step}, {0}};
