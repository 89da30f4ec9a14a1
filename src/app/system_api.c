#include "app/system_api.h"

#include "account/actor.h"
#include "account/scope.h"
#include "app/app.h"
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
	struct server_stats http = server_stats(app->server);
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
