/* Staff over all estates and regions in reach, and the estates that an organisation serves. */
#include "account/actor.h"
#include "account/scope.h"
#include "http/page.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/body.h"
#include "registry/registry_api.h"

/* ─── staff ─── */

struct staff_row {
	int64_t id, estate_id, region_id, kind, organisation_id, is_full_time;
	const char *name, *title, *organisation, *work_phone, *estate, *region, *since, *until;
};
static const struct field staff_row_fields[] = {
	{"id", F_ID, 0, AT(staff_row, id), L("标识", "Id")},
	{"name", F_TEXT, 0, AT(staff_row, name), L("姓名", "Name")},
	{"kind", F_ENUM, 0, AT(staff_row, kind), L("岗位类别", "Kind"), .of = &staff_kinds},
	{"title", F_TEXT, 0, AT(staff_row, title), L("职务", "Title")},
	{"estate_id", F_ID, 0, AT(staff_row, estate_id), L("小区标识", "Estate id")},
	{"estate", F_TEXT, 0, AT(staff_row, estate), L("服务小区", "Estate")},
	{"region_id", F_ID, 0, AT(staff_row, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(staff_row, region), L("所属辖区", "Region")},
	{"organisation_id", F_ID, 0, AT(staff_row, organisation_id),
	 L("单位标识", "Organisation id")},
	{"organisation", F_TEXT, 0, AT(staff_row, organisation), L("单位", "Organisation")},
	{"work_phone", F_TEXT, 0, AT(staff_row, work_phone), L("工作电话", "Work phone")},
	{"is_full_time", F_FLAG, 0, AT(staff_row, is_full_time), L("专职", "Full time")},
	{"since", F_DATE, 0, AT(staff_row, since), L("到岗日期", "Since")},
	{"until", F_DATE, 0, AT(staff_row, until), L("离岗日期", "Until")},
	{0},
};

/* $5 the reach, $6 today, $7 kind, $8 pattern, $9 organisation, $10 region, $11 those who left too. They
 * work for an estate, or for a region. */
#define STAFF                                                                             \
	"SELECT f.name, f.id, f.kind, f.title, e.home_id AS estate_id, e.name AS estate," \
	" r.home_id AS region_id, r.name AS region, f.organisation_id,"                   \
	" o.name AS organisation, f.work_phone, f.is_full_time, f.since, f.until FROM ("  \
	"SELECT thing_id AS home_id FROM reach WHERE reach_id = $5 AND kind = 1"          \
	" AND since <= $6 AND until >= $6"                                                \
	" UNION ALL SELECT descendant_id FROM region_within"                              \
	" WHERE ancestor_id = $5 AND until = '" STILL "') h"                              \
	" JOIN staff f ON f.home_id = h.home_id"                                          \
	" LEFT JOIN estate e ON e.home_id = h.home_id"                                    \
	" JOIN region r ON r.home_id = coalesce(e.region_id, h.home_id)"                  \
	" LEFT JOIN organisation o ON o.home_id = f.organisation_id"                      \
	" WHERE f.deleted_at IS NULL AND r.deleted_at IS NULL"                            \
	" AND (CAST($7 AS BIGINT) IS NULL OR f.kind = $7)"                                \
	" AND (CAST($8 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM search_entry s"          \
	" WHERE s.home_id = f.home_id AND s.kind = 'staff' AND s.id = f.id"               \
	" AND (s.text LIKE $8 ESCAPE '\\' OR s.initials LIKE $8 ESCAPE '\\')))"           \
	" AND (CAST($9 AS BIGINT) IS NULL OR f.organisation_id = $9)"                     \
	" AND (CAST($10 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM region_within g"      \
	" WHERE g.ancestor_id = $10 AND g.descendant_id = r.home_id"                      \
	" AND g.until = '" STILL "'))"                                                    \
	" AND ($11 = 1 OR f.until IS NULL OR f.until >= $6)"

static const struct sort staff_sorts[] = {
	{"name", F_TEXT, PAGE_SQL(STAFF, "f.name", "f.id")},
	{0},
};
static const struct param staff_query[] = {
	{"q", F_TEXT, NULL},    {"kind", F_ENUM, &staff_kinds}, {"organisation", F_ID, NULL},
	{"region", F_ID, NULL}, {"left", F_FLAG, NULL},         {0},
};

static err staff_directory(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, staff_sorts, &p);
	if (e)
		return e;
	struct stmt *q = sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->actor->reach_id),
				 str(reach_today(cx)), i64(request_param_int(rq, "kind")),
				 str(text_pattern(cx->mem, request_param(rq, "q"))),
				 id_or_none(request_param_id(rq, "organisation")),
				 id_or_none(request_param_id(rq, "region")),
				 flag(request_param_int(rq, "left") == 1));
	return reply_page(cx, rq, &p, q, NONE);
}

/* ─── whom an organisation serves ─── */

struct served_row {
	int64_t id, is_developer, house_count;
	const char *number, *name, *region, *contract_since, *contract_until;
};
static const struct field served_row_fields[] = {
	{"id", F_ID, 0, AT(served_row, id), L("标识", "Id")},
	{"number", F_TEXT, 0, AT(served_row, number), L("小区编号", "Number")},
	{"name", F_TEXT, 0, AT(served_row, name), L("小区名称", "Name")},
	{"region", F_TEXT, 0, AT(served_row, region), L("所属辖区", "Region")},
	{"is_developer", F_FLAG, 0, AT(served_row, is_developer),
	 L("建设单位", "As its developer")},
	{"house_count", F_INT, 0, AT(served_row, house_count), L("户数", "Houses")},
	{"contract_since", F_DATE, 0, AT(served_row, contract_since),
	 L("合同开始", "Contract since")},
	{"contract_until", F_DATE, 0, AT(served_row, contract_until),
	 L("合同到期", "Contract until")},
	{0},
};

/* Within the actor's reach: a company's other estates are no matter of this street. */
static const struct sort served_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT e.name, e.id, e.number, r.name AS region, e.house_count,"
		  " CASE WHEN e.company_id = $7 THEN 0 ELSE 1 END AS is_developer,"
		  " e.contract_since, e.contract_until FROM reach h"
		  " JOIN estate e ON e.home_id = h.thing_id"
		  " JOIN region r ON r.home_id = e.region_id"
		  " WHERE h.reach_id = $5 AND h.kind = 1 AND h.since <= $6 AND h.until >= $6"
		  " AND (e.company_id = $7 OR e.developer_id = $7)",
		  "e.name", "e.id")},
	{0},
};

static err served_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, served_sorts, &p);
	if (e)
		return e;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->actor->reach_id),
				  str(reach_today(cx)), i64(request_id(rq, "organisation"))),
			  NONE);
}

const struct route directory_estate_routes[] = {
	{"GET", "/staff", MAY_READ_STAFF, SCOPE_REACH, staff_directory, .out = staff_row_fields,
	 .summary = "Staff of the estates and regions in reach", .flags = ROUTE_LIST | ROUTE_SLOW,
	 .query = staff_query},
	{"GET", "/organisations/{organisation}/estates", MAY_READ_ESTATE, SCOPE_REACH, served_list,
	 .out = served_row_fields, .summary = "Estates in reach that it serves or built",
	 .flags = ROUTE_LIST},
	{0},
};
