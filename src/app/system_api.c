#include "app/system_api.h"

#include "account/actor.h"
#include "account/job.h"
#include "account/scope.h"
#include "app/app.h"
#include "base/date.h"
#include "base/secret.h"
#include "store/sql.h"

/* ─── health ─── */

struct health {
	const char *status, *database, *version;
};
static const struct field health_fields[] = {
	{"status", F_TEXT, 0, AT(health, status), L("状态", "Status")},
	{"database", F_TEXT, 0, AT(health, database), L("数据库", "Database")},
	{"version", F_TEXT, 0, AT(health, version), L("版本", "Version")},
	{0},
};

/* The process answers: nothing else is asked. */
static err healthz(struct ctx *cx, struct request *rq)
{
	return reply_object(cx, rq, &(struct health){.status = "ok", .version = LINLI_VERSION},
			    NONE);
}

/* Each thing it depends on answers. */
static err readyz(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	struct health h = {.status = "ready", .database = "ok", .version = LINLI_VERSION};
	if (atomic_load(&app->is_stopping))
		return fail(cx, ERR_BUSY, T("stopping", "正在停止服务", "Stopping"));
	if (sql_int(cx, 0, "SELECT count(*) FROM schema_version") == 0)
		return fail(cx, ERR_BUSY,
			    T("not_ready", "数据库尚未就绪", "The database is not ready"));
	return reply_object(cx, rq, &h, NONE);
}

/* ─── metrics ─── */

static void gauge(struct buf *out, const char *name, const char *help, int64_t value)
{
	buf_format(out, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name, name,
		   (long long)value);
}

static err metrics(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	struct server_stats http = server_stats(server_of(rq));
	struct store_stats store = store_stats(app->store);
	struct buf out = buf_on(cx->mem);
	gauge(&out, "linli_http_connections", "Open connections.", http.connections);
	gauge(&out, "linli_http_requests_total", "Requests since the start.", http.requests);
	gauge(&out, "linli_http_streams", "Open event streams.", http.streams);
	gauge(&out, "linli_http_refused_connections_total", "Connections refused at the cap.",
	      http.refused_connections);
	gauge(&out, "linli_http_bodies_bytes", "Bytes of request bodies held.", http.bodies_held);
	gauge(&out, "linli_store_writes_total", "Write transactions since the start.",
	      store.writes);
	gauge(&out, "linli_store_groups_total", "Commits since the start.", store.groups);
	gauge(&out, "linli_store_largest_group", "Most writes in one commit.", store.largest_group);
	gauge(&out, "linli_store_longest_group_us", "Longest commit, microseconds.",
	      store.longest_group_ns / 1000);
	gauge(&out, "linli_store_waiting", "Writes that wait.", store.waiting);
	return reply_bytes(cx, rq, "text/plain; version=0.0.4; charset=utf-8", out.data, out.len);
}

const struct route system_routes[] = {
	{"GET", "/healthz", MAY_PUBLIC, SCOPE_PUBLIC, healthz, .out = health_fields,
	 .summary = "The process answers"},
	{"GET", "/readyz", MAY_PUBLIC, SCOPE_PUBLIC, readyz, .out = health_fields,
	 .summary = "It and all it depends on are ready"},
	{"GET", "/metrics", MAY_PUBLIC, SCOPE_PUBLIC, metrics, .summary = "Figures for Prometheus",
	 .flags = ROUTE_RAW},
	{0},
};

/* ─── for the system administrator ─── */

struct migration {
	int64_t number, applied_at;
	const char *name;
};
static const struct field migration_fields[] = {
	{"number", F_INT, 0, AT(migration, number), L("序号", "Number")},
	{"name", F_TEXT, 0, AT(migration, name), L("名称", "Name")},
	{"applied_at", F_INSTANT, 0, AT(migration, applied_at), L("执行时间", "Applied at")},
	{0},
};
static const struct element migration_element = {sizeof(struct migration), migration_fields};

struct system_state {
	const char *version, *database;
	int64_t is_demo, started_at, sessions, connections, requests, writes, writes_waiting;
	int64_t jobs_waiting, jobs_running, jobs_failed, messages_waiting, acts_unsealed;
	struct list migrations;
};
static const struct field system_state_fields[] = {
	{"version", F_TEXT, 0, AT(system_state, version), L("版本", "Version")},
	{"database", F_TEXT, 0, AT(system_state, database), L("数据库", "Database")},
	{"is_demo", F_FLAG, 0, AT(system_state, is_demo), L("演示环境", "Demo")},
	{"started_at", F_INSTANT, 0, AT(system_state, started_at), L("启动时间", "Started at")},
	{"sessions", F_INT, 0, AT(system_state, sessions), L("登录会话", "Sessions")},
	{"connections", F_INT, 0, AT(system_state, connections), L("打开的连接", "Connections")},
	{"requests", F_INT, 0, AT(system_state, requests), L("启动以来请求数", "Requests served")},
	{"writes", F_INT, 0, AT(system_state, writes), L("启动以来写入数", "Writes done")},
	{"writes_waiting", F_INT, 0, AT(system_state, writes_waiting),
	 L("等待写入", "Writes waiting")},
	{"jobs_waiting", F_INT, 0, AT(system_state, jobs_waiting), L("等待的任务", "Jobs waiting")},
	{"jobs_running", F_INT, 0, AT(system_state, jobs_running),
	 L("进行中的任务", "Jobs running")},
	{"jobs_failed", F_INT, 0, AT(system_state, jobs_failed),
	 L("24 小时内失败的任务", "Jobs failed in 24 hours")},
	{"messages_waiting", F_INT, 0, AT(system_state, messages_waiting),
	 L("待发送消息", "Messages waiting")},
	{"acts_unsealed", F_INT, 0, AT(system_state, acts_unsealed),
	 L("待封存的审计记录", "Acts not yet sealed")},
	{"migrations", F_LIST, 0, AT(system_state, migrations), L("数据库结构", "Migrations"),
	 .of = &migration_element},
	{0},
};

static err read_migrations(struct ctx *cx, struct list *ret)
{
	struct migration *all = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx, "SELECT number, name, applied_at FROM schema_version ORDER BY number");
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		sql_read(q, migration_fields, &all[n++]);
	}
	*ret = (struct list){all, n};
	return sql_end(q);
}

static int64_t jobs_in(struct ctx *cx, enum job_state state, int64_t since)
{
	return sql_int(cx, 0, "SELECT count(*) FROM job WHERE state = $1 AND made_at >= $2",
		       i64(state), i64(since));
}

static err system_get(struct ctx *cx, struct request *rq)
{
	struct app *app = server_arg(rq);
	struct server_stats http = server_stats(server_of(rq));
	struct store_stats store = store_stats(app->store);
	struct system_state s = {
		.version = LINLI_VERSION,
		.database = store_kind(app->store),
		.is_demo = app->options->is_demo,
		.started_at = app->started_at,
		.sessions = sql_int(cx, 0, "SELECT count(*) FROM session WHERE ends_at > $1",
				    i64(cx->now)),
		.connections = http.connections,
		.requests = http.requests,
		.writes = store.writes,
		.writes_waiting = store.waiting,
		.jobs_waiting = jobs_in(cx, JOB_WAITING, 0),
		.jobs_running = jobs_in(cx, JOB_RUNNING, 0),
		.jobs_failed = jobs_in(cx, JOB_FAILED, cx->now - DAY_MS),
		.messages_waiting = sql_int(
			cx, 0, "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND next_at > 0"),
		.acts_unsealed = sql_int(cx, 0, "SELECT count(*) FROM audit WHERE block IS NULL"),
	};
	err e = read_migrations(cx, &s.migrations);
	return e ? e : reply_object(cx, rq, &s, NONE);
}

struct message_text {
	const char *address, *body;
};
static const struct field message_text_fields[] = {
	{"address", F_TEXT, 0, AT(message_text, address), L("收件人", "To")},
	{"body", F_TEXT, 0, AT(message_text, body), L("内容", "Text"), 0, 2000},
	{0},
};

static err open_column(struct ctx *cx, struct stmt *q, int column, const char **ret)
{
	size_t n;
	const void *sealed = col_blob(q, column, &n);
	return secret_open(cx, sealed, n, ret);
}

/* In a demo nothing is sent: here its links and codes are read. Elsewhere nobody reads them. */
static err message_get(struct ctx *cx, struct request *rq)
{
	const struct app *app = server_arg(rq);
	struct message_text m = {0};
	if (!app->options->is_demo)
		return fail(cx, ERR_DENIED,
			    T("outbox.not_demo", "只有演示环境可以查看消息内容",
			      "Only a demo shows what a message says"));
	struct stmt *q = sql(cx, "SELECT address, body FROM outbox WHERE id = $1",
			     i64(request_id(rq, "message")));
	bool is_there = sql_next(q);
	err e = is_there ? open_column(cx, q, 0, &m.address) : OK;
	e = e || !is_there ? e : open_column(cx, q, 1, &m.body);
	err end = sql_end(q);
	if (e || end)
		return e ? e : end;
	return is_there ? reply_object(cx, rq, &m, NONE) : fail_not_found(cx);
}

const struct route state_routes[] = {
	{"GET", "/system", MAY_WRITE_SETTING, SCOPE_INSTALLATION, system_get,
	 .out = system_state_fields, .summary = "State of the installation", .flags = ROUTE_SLOW},
	{"GET", "/outbox/{message}", MAY_READ_OUTBOX, SCOPE_INSTALLATION, message_get,
	 .out = message_text_fields, .summary = "What a message says: in a demo alone"},
	{0},
};

/* ─── events ─── */

/* Hints for the account, and for the reach it acts over. */
static err events(struct ctx *cx, struct request *rq)
{
	const struct actor *a = cx->actor;
	int64_t topics[] = {a->account_id, a->reach_id};
	return reply_stream(cx, rq, a->session_id ? a->session_id : a->account_id, topics,
			    a->reach_id ? 2 : 1);
}

const struct route event_routes[] = {
	{"GET", "/events", MAY_BE_SELF, SCOPE_SELF, events, .summary = "Hints of what changed",
	 .flags = ROUTE_RAW},
	{0},
};
