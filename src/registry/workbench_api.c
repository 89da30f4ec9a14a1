/* The workbench: what waits for who is asking, what falls due within their reach, and what the
 * register holds there, each counted. A matter is a row of the table: whose permission sees it, and
 * how it is counted. Every count has a list that shows the same things. */
#include "account/account.h"
#include "account/actor.h"
#include "account/job.h"
#include "account/scope.h"
#include "http/page.h"
#include "place/reach.h"
#include "registry/binding.h"
#include "registry/due.h"
#include "registry/estate.h"
#include "registry/import_priv.h"
#include "registry/registry_api.h"

enum matter {
	MATTER_BINDING_ASKED = 1,
	MATTER_IMPORT_OPEN,
	MATTER_JOB_FAILED,
	MATTER_MESSAGE_STUCK,
	MATTER_ACCOUNT_INVITED,
	MATTER_CONTRACT_PAST,
	MATTER_CONTRACT_SOON,
	MATTER_INSPECTION_PAST,
	MATTER_INSPECTION_SOON,
	MATTER_ESTATE_UNPLACED,
	MATTER_ESTATE,
	MATTER_HOUSE,
	MATTER_ESTATE_UNSERVED,
	MATTER__MAX
};
static const struct choice matter_values[] = {
	{"binding_asked", "待审核的房屋绑定", "House bindings to decide"},
	{"import_open", "未完成的导入", "Imports not finished"},
	{"job_failed", "近 7 天失败的任务", "Tasks failed within 7 days"},
	{"message_stuck", "未发出的消息", "Messages not sent"},
	{"account_invited", "尚未启用的账号", "Accounts not yet entered"},
	{"contract_past", "物业合同已到期", "Service contracts past their end"},
	{"contract_soon", "物业合同即将到期", "Service contracts ending soon"},
	{"inspection_past", "有设施检验已到期的小区", "Estates with an inspection overdue"},
	{"inspection_soon", "有设施检验即将到期的小区", "Estates with an inspection due soon"},
	{"estate_unplaced", "待划归的小区", "Estates to be placed"},
	{"estate", "住宅小区", "Estates"},
	{"house", "户数", "Houses"},
	{"estate_unserved", "无物业服务的小区", "Estates without service"},
};
static const struct choices matters = CHOICES("matter", matter_values);
_Static_assert(sizeof matter_values / sizeof *matter_values == MATTER__MAX - 1, "a name for each");

enum matter_group { GROUP_TODO = 1, GROUP_DUE, GROUP_REGISTER };
static const struct choice group_values[] = {
	{"todo", "待办", "To do"},
	{"due", "到期提醒", "Falling due"},
	{"register", "辖区概况", "The register"},
};
static const struct choices matter_groups = CHOICES("matter_group", group_values);

/* ─── counting ─── */

enum { LATELY_DAYS = 7 };

static int64_t bindings_asked(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM reach h"
		       " JOIN binding b ON b.home_id = h.thing_id AND b.state = $3"
		       " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
		       " LIMIT " PAGE_COUNT ") x",
		       i64(cx->actor->reach_id), str(reach_today(cx)), i64(BINDING_ASKED));
}

static int64_t imports_open(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM import WHERE account_id = $1 AND post_id = $2"
		       " AND state IN ($3, $4)",
		       i64(cx->account_id), i64(cx->post_id), i64(IMPORT_MAPPING),
		       i64(IMPORT_CHECKED));
}

static int64_t jobs_failed(struct ctx *cx)
{
	return sql_int(
		cx, 0,
		"SELECT count(*) FROM job WHERE account_id = $1 AND state = $2 AND ended_at >= $3",
		i64(cx->account_id), i64(JOB_FAILED), i64(cx->now - LATELY_DAYS * DAY_MS));
}

static int64_t messages_stuck(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE sent_at IS NULL"
		       " AND next_at > 0 AND error IS NOT NULL LIMIT " PAGE_COUNT ") x");
}

static int64_t accounts_invited(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM account WHERE state = $1"
		       " LIMIT " PAGE_COUNT ") x",
		       i64(ACCOUNT_INVITED));
}

static int64_t contracts(struct ctx *cx, enum due due)
{
	struct due_days d = due_days(cx, due, SETTING_CONTRACT_DAYS);
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM reach h"
		       " JOIN estate e ON e.home_id = h.thing_id"
		       " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
		       " AND e.contract_until BETWEEN $3 AND $4 LIMIT " PAGE_COUNT ") x",
		       i64(cx->actor->reach_id), str(reach_today(cx)), str(d.from), str(d.to));
}

static int64_t contracts_past(struct ctx *cx)
{
	return contracts(cx, DUE_PAST);
}

static int64_t contracts_soon(struct ctx *cx)
{
	return contracts(cx, DUE_SOON);
}

static int64_t inspections(struct ctx *cx, enum due due)
{
	struct due_days d = due_days(cx, due, SETTING_INSPECTION_DAYS);
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM reach h"
		       " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
		       " AND EXISTS (SELECT 1 FROM facility f WHERE f.home_id = h.thing_id"
		       " AND f.deleted_at IS NULL AND f.state < 3"
		       " AND f.inspect_due_on BETWEEN $3 AND $4) LIMIT " PAGE_COUNT ") x",
		       i64(cx->actor->reach_id), str(reach_today(cx)), str(d.from), str(d.to));
}

static int64_t inspections_past(struct ctx *cx)
{
	return inspections(cx, DUE_PAST);
}

static int64_t inspections_soon(struct ctx *cx)
{
	return inspections(cx, DUE_SOON);
}

static int64_t estates_unplaced(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM reach h"
		       " JOIN estate e ON e.home_id = h.thing_id"
		       " JOIN region r ON r.home_id = e.region_id"
		       " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
		       " AND r.level < 8 LIMIT " PAGE_COUNT ") x",
		       i64(cx->actor->reach_id), str(reach_today(cx)));
}

static int64_t estates_unserved(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1 FROM reach h"
		       " JOIN estate e ON e.home_id = h.thing_id"
		       " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
		       " AND e.service_mode = $3 LIMIT " PAGE_COUNT ") x",
		       i64(cx->actor->reach_id), str(reach_today(cx)), i64(SERVICE_NONE));
}

static int64_t estates(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM reach h WHERE h.reach_id = $1 AND h.kind = 1"
		       " AND h.since <= $2 AND h.until >= $2",
		       i64(cx->actor->reach_id), str(reach_today(cx)));
}

/* As reported of each estate: nobody counts a million rows for a page. */
static int64_t houses(struct ctx *cx)
{
	return sql_int(cx, 0,
		       "SELECT CAST(coalesce(sum(e.house_count), 0) AS BIGINT) FROM reach h"
		       " JOIN estate e ON e.home_id = h.thing_id WHERE h.reach_id = $1"
		       " AND h.kind = 1 AND h.since <= $2 AND h.until >= $2",
		       i64(cx->actor->reach_id), str(reach_today(cx)));
}

static const struct {
	enum matter_group group;
	enum may may;
	int64_t (*count)(struct ctx *cx);
} table[] = {
	[MATTER_BINDING_ASKED] = {GROUP_TODO, MAY_CONFIRM_BINDING, bindings_asked},
	[MATTER_IMPORT_OPEN] = {GROUP_TODO, MAY_IMPORT, imports_open},
	[MATTER_JOB_FAILED] = {GROUP_TODO, MAY_EXPORT, jobs_failed},
	[MATTER_MESSAGE_STUCK] = {GROUP_TODO, MAY_READ_OUTBOX, messages_stuck},
	[MATTER_ACCOUNT_INVITED] = {GROUP_TODO, MAY_READ_ACCOUNT, accounts_invited},
	[MATTER_CONTRACT_PAST] = {GROUP_DUE, MAY_READ_ESTATE, contracts_past},
	[MATTER_CONTRACT_SOON] = {GROUP_DUE, MAY_READ_ESTATE, contracts_soon},
	[MATTER_INSPECTION_PAST] = {GROUP_DUE, MAY_READ_ESTATE, inspections_past},
	[MATTER_INSPECTION_SOON] = {GROUP_DUE, MAY_READ_ESTATE, inspections_soon},
	[MATTER_ESTATE_UNPLACED] = {GROUP_DUE, MAY_WRITE_ESTATE, estates_unplaced},
	[MATTER_ESTATE] = {GROUP_REGISTER, MAY_READ_ESTATE, estates},
	[MATTER_HOUSE] = {GROUP_REGISTER, MAY_READ_ESTATE, houses},
	[MATTER_ESTATE_UNSERVED] = {GROUP_REGISTER, MAY_READ_ESTATE, estates_unserved},
};
_Static_assert(sizeof table / sizeof *table == MATTER__MAX, "a row for each");

/* ─── the route ─── */

struct matter_row {
	int64_t matter, group, count;
};
static const struct field matter_fields[] = {
	{"matter", F_ENUM, 0, AT(matter_row, matter), L("事项", "Matter"), .of = &matters},
	{"group", F_ENUM, 0, AT(matter_row, group), L("分组", "Group"), .of = &matter_groups},
	{"count", F_INT, 0, AT(matter_row, count), L("数量", "Count")},
	{0},
};

static err workbench(struct ctx *cx, struct request *rq)
{
	struct matter_row rows[MATTER__MAX];
	size_t n = 0;
	for (int i = 1; i < MATTER__MAX; i++)
		if (actor_may(cx->actor, table[i].may))
			rows[n++] = (struct matter_row){i, table[i].group, table[i].count(cx)};
	return ctx_err(cx) ? ctx_err(cx) : reply_list(cx, rq, rows, sizeof *rows, n);
}

const struct route workbench_routes[] = {
	{"GET", "/workbench", MAY_BE_SELF, SCOPE_SELF, workbench, .out = matter_fields,
	 .summary = "What waits for the actor, falls due, and stands within reach: counts",
	 .flags = ROUTE_LIST | ROUTE_SLOW},
	{0},
};
