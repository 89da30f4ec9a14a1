/* Estates over HTTP: the pattern for every noun of the register. */
#include "registry/estate.h"

#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "account/versions.h"
#include "audit/record_api.h"
#include "http/page.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/due.h"
#include "registry/registry_api.h"

/* ─── lists ─── */

struct estate_row {
	int64_t id, version, level, kind, service_mode, fee_low_e4, fee_high_e4, fee_unit,
		company_id, building_count, house_count, built_year;
	const char *number, *name, *region, *company, *contract_until, *address;
};
static const struct field estate_row_fields[] = {
	{"id", F_ID, 0, AT(estate_row, id), L("标识", "Id")},
	{"version", F_INT, 0, AT(estate_row, version), L("版本", "Version")},
	{"number", F_TEXT, 0, AT(estate_row, number), L("小区编号", "Number")},
	{"name", F_TEXT, 0, AT(estate_row, name), L("小区名称", "Name")},
	{"region", F_TEXT, 0, AT(estate_row, region), L("所属辖区", "Region")},
	{"level", F_ENUM, 0, AT(estate_row, level), L("辖区层级", "Level of the region"),
	 .of = &region_levels},
	{"kind", F_ENUM, 0, AT(estate_row, kind), L("小区类型", "Kind"), .of = &estate_kinds},
	{"service_mode", F_ENUM, 0, AT(estate_row, service_mode), L("服务模式", "Service mode"),
	 .of = &service_modes},
	{"company", F_TEXT, 0, AT(estate_row, company), L("物业服务企业", "Property company")},
	{"contract_until", F_DATE, 0, AT(estate_row, contract_until),
	 L("合同到期", "Contract until")},
	{"fee_low_e4", F_INT, 0, AT(estate_row, fee_low_e4), L("物业费（最低）", "Fee, lowest"),
	 .places = 4, .unit = "元"},
	{"fee_high_e4", F_INT, 0, AT(estate_row, fee_high_e4), L("物业费（最高）", "Fee, highest"),
	 .places = 4, .unit = "元"},
	{"fee_unit", F_ENUM, 0, AT(estate_row, fee_unit), L("计费单位", "Fee unit"),
	 .of = &fee_units},
	{"building_count", F_INT, 0, AT(estate_row, building_count), L("楼栋数", "Buildings")},
	{"house_count", F_INT, 0, AT(estate_row, house_count), L("户数", "Houses")},
	{"built_year", F_INT, 0, AT(estate_row, built_year), L("建成年份", "Built in")},
	{"address", F_TEXT, 0, AT(estate_row, address), L("地址", "Address")},
	{0},
};

/* Within the actor's reach, today; the filters only narrow what that index range yields. */
#define WITHIN(reach, today, kind)                                           \
	"h.reach_id = " reach " AND h.kind = " kind " AND h.since <= " today \
	" AND h.until >= " today
#define ENDING(from, to)                          \
	" AND (CAST(" from " AS TEXT) IS NULL OR" \
	" e.contract_until BETWEEN " from " AND " to ")"
#define INSPECTED(from, to)                                                        \
	" AND (CAST(" from " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM facility f" \
	" WHERE f.home_id = e.home_id AND f.deleted_at IS NULL AND f.state < 3"    \
	" AND f.inspect_due_on BETWEEN " from " AND " to "))"
#define FILTER(region, kind, mode, pattern, open)                                                 \
	" AND (CAST(" region " AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM reach g"               \
	" WHERE g.reach_id = " region " AND g.kind = h.kind AND g.thing_id = h.thing_id))"        \
	" AND (CAST(" kind " AS BIGINT) IS NULL OR e.kind = " kind ")"                            \
	" AND (CAST(" mode " AS BIGINT) IS NULL OR e.service_mode = " mode ")"                    \
	" AND (CAST(" pattern " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM search_entry s"         \
	" WHERE s.home_id = e.home_id AND s.kind = 'estate' AND s.id = e.id"                      \
	" AND (s.text LIKE " pattern " ESCAPE '\\' OR s.initials LIKE " pattern " ESCAPE '\\')))" \
	" AND (CAST(" open " AS BIGINT) IS NULL OR (r.level < 8) = (" open " = 1))"
#define FROM                                                                                  \
	" FROM reach h JOIN estate e ON e.home_id = h.thing_id JOIN region r ON r.home_id = " \
	"e.region_id"
#define ROW                                                                       \
	"e.version, e.number, r.name AS region, r.level, e.kind, e.service_mode," \
	" c.name AS company, e.contract_until, e.fee_low_e4, e.fee_high_e4,"      \
	" e.fee_unit, e.building_count, e.house_count, e.built_year, e.address"
#define BY(key)                                                                                 \
	"SELECT " key FROM                                                                      \
	" LEFT JOIN organisation c ON c.home_id = e.company_id WHERE " WITHIN("$5", "$6", "$7") \
		FILTER("$8", "$9", "$10", "$11", "$12") ENDING("$13", "$14")                    \
			INSPECTED("$15", "$16")

static const struct sort estate_sorts[] = {
	/* In the order of registration: an index range of `reach`, no sorting. */
	{"id", F_ID, PAGE_SQL_BY_ID(BY("h.thing_id AS id, e.id, e.name, " ROW), "h.thing_id")},
	{"name", F_TEXT, PAGE_SQL(BY("e.name, e.id, " ROW), "e.name", "e.id")},
	{"number", F_TEXT, PAGE_SQL(BY("e.number, e.id, e.name, " ROW), "e.number", "e.id")},
	{0},
};
/* The list as it is first seen, without a filter to ask about each row. */
static const struct sort plain_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID("SELECT h.thing_id AS id, e.id, e.name, " ROW FROM
			" LEFT JOIN organisation c ON c.home_id = e.company_id WHERE " WITHIN(
				"$5", "$6", "$7"),
			"h.thing_id")},
	{0},
};
static const struct param estate_query[] = {
	{"region", F_ID, NULL},
	{"kind", F_ENUM, &estate_kinds},
	{"service_mode", F_ENUM, &service_modes},
	{"q", F_TEXT, NULL},
	{"unplaced", F_FLAG, NULL},
	{"contract", F_ENUM, &dues},
	{"inspection", F_ENUM, &dues},
	{"removed", F_FLAG, NULL},
	{0},
};

struct estate_filter {
	struct arg reach, today, things, region, kind, mode, pattern, unplaced;
	struct due_days contract, inspection;
};

static struct estate_filter filter_of(struct ctx *cx, const struct request *rq)
{
	return (struct estate_filter){
		.reach = i64(cx->actor->reach_id),
		.today = str(reach_today(cx)),
		.things = i64(request_param_int(rq, "removed") == 1 ? REACH_REMOVED_ESTATE
								    : REACH_ESTATE),
		.region = id_or_none(request_param_id(rq, "region")),
		.kind = i64(request_param_int(rq, "kind")),
		.mode = i64(request_param_int(rq, "service_mode")),
		.pattern = str(text_pattern(cx->mem, request_param(rq, "q"))),
		.unplaced = i64(request_param_int(rq, "unplaced")),
		.contract = due_days(cx, request_param_int(rq, "contract"), SETTING_CONTRACT_DAYS),
		.inspection =
			due_days(cx, request_param_int(rq, "inspection"), SETTING_INSPECTION_DAYS),
	};
}

static int64_t count(struct ctx *cx, const struct estate_filter *f)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1" FROM " WHERE " WITHIN("$1", "$2", "$3")
			       FILTER("$4", "$5", "$6", "$7", "$8") ENDING("$9", "$10")
				       INSPECTED("$11", "$12") " LIMIT " PAGE_COUNT ") x",
		       f->reach, f->today, f->things, f->region, f->kind, f->mode, f->pattern,
		       f->unplaced, str(f->contract.from), str(f->contract.to),
		       str(f->inspection.from), str(f->inspection.to));
}

static bool is_unfiltered(const struct request *rq)
{
	static const char *const filters[] = {"region",   "kind",     "service_mode", "q",
					      "unplaced", "contract", "inspection"};
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (request_param(rq, filters[i]))
			return false;
	return true;
}

static err estate_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct estate_filter f = filter_of(cx, rq);
	err e = page_read(cx, rq, estate_sorts, &p);
	if (e)
		return e;
	int64_t total = p.wants_total ? count(cx, &f) : NONE;
	if (is_unfiltered(rq) && p.sort == &estate_sorts[0])
		return reply_page(cx, rq, &p,
				  sql_run(cx,
					  p.is_descending ? &plain_sorts->descending
							  : &plain_sorts->ascending,
					  PAGE_ARGS(&p), f.reach, f.today, f.things),
				  total);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), f.reach, f.today, f.things,
				  f.region, f.kind, f.mode, f.pattern, f.unplaced,
				  str(f.contract.from), str(f.contract.to), str(f.inspection.from),
				  str(f.inspection.to)),
			  total);
}

/* ─── merging duplicates ─── */

struct merge {
	int64_t into_id;
};
static const struct field merge_fields[] = {
	{"into_id", F_ID, REQUIRED, AT(merge, into_id), L("并入的小区", "Into")},
	{0},
};

/* An estate registered twice: the parts of the one go to the other, and the one is removed. */
static err estate_merge(struct ctx *cx, struct request *rq)
{
	const struct merge *in = rq->body;
	struct estate from, into;
	int64_t id = request_id(rq, "estate");
	if (!reach_holds(cx, cx->actor->reach_id, REACH_ESTATE, in->into_id))
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	err e = estate_load(cx, id, &from);
	if (e || (e = estate_load(cx, in->into_id, &into)) || (e = estate_absorb(cx, &from, &into)))
		return e;
	return reply_object(cx, rq, &into, into.rec.version);
}

#define BODY                                                                         \
	.in = estate_fields, .in_size = sizeof(struct estate), .out = estate_fields, \
	.of = &estate_entity

const struct route estate_routes[] = {
	{"GET", "/estates", MAY_READ_ESTATE, SCOPE_REACH, estate_list, .out = estate_row_fields,
	 .summary = "Estates within reach", .flags = ROUTE_LIST, .query = estate_query},
	{"POST", "/estates", MAY_WRITE_ESTATE, SCOPE_REGION, record_post,
	 .summary = "Register an estate", BODY},
	{"GET", "/estates/{estate}", MAY_READ_ESTATE, SCOPE_ESTATE, record_get,
	 .out = estate_fields, .summary = "One estate, also as of a day", .of = &estate_entity,
	 .query = as_of_param},
	{"PATCH", "/estates/{estate}", MAY_WRITE_ESTATE, SCOPE_ESTATE, record_patch,
	 .summary = "Change an estate", .flags = ROUTE_PATCH | ROUTE_MATCH, BODY},
	{"DELETE", "/estates/{estate}", MAY_DELETE_ESTATE, SCOPE_ESTATE, record_remove,
	 .summary = "Remove an estate; it can be restored", .flags = ROUTE_MATCH,
	 .of = &estate_entity},
	{"POST", "/estates/{estate}/restore", MAY_DELETE_ESTATE, SCOPE_REMOVED_ESTATE,
	 record_bring_back, .out = estate_fields, .summary = "Restore a removed estate",
	 .of = &estate_entity},
	{"GET", "/estates/{estate}/versions", MAY_READ_ESTATE, SCOPE_ESTATE, record_versions,
	 .out = version_fields, .summary = "Who changed the estate, when, why, what",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .of = &estate_entity},
	{"POST", "/estates/{estate}/merge", MAY_DELETE_ESTATE, SCOPE_ESTATE, estate_merge,
	 .in = merge_fields, .in_size = sizeof(struct merge), .out = estate_fields,
	 .summary = "Merge a duplicate into another estate", .flags = ROUTE_FRESH},
	{0},
};
