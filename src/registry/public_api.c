/* What everybody may see without signing in: estates and who serves them. No personal data. */
#include "account/may.h"
#include "account/scope.h"
#include "place/region.h"
#include "registry/estate.h"
#include "registry/public_priv.h"
#include "registry/registry_api.h"

const struct field public_estate_fields[] = {
	{"id", F_ID, 0, AT(public_estate, id), L("标识", "Id")},
	{"number", F_TEXT, 0, AT(public_estate, number), L("小区编号", "Number")},
	{"name", F_TEXT, 0, AT(public_estate, name), L("小区名称", "Name")},
	{"region", F_TEXT, 0, AT(public_estate, region), L("所属辖区", "Region"), 0, 200},
	{"address", F_TEXT, 0, AT(public_estate, address), L("地址", "Address")},
	{"kind", F_ENUM, 0, AT(public_estate, kind), L("小区类型", "Kind"), .of = &estate_kinds},
	{"service_mode", F_ENUM, 0, AT(public_estate, service_mode), L("服务模式", "Service mode"),
	 .of = &service_modes},
	{"service_grade", F_ENUM, 0, AT(public_estate, service_grade),
	 L("服务等级", "Service grade"), .of = &service_grades},
	{"charging_form", F_ENUM, 0, AT(public_estate, charging_form),
	 L("收费形式", "Charging form"), .of = &charging_forms},
	{"company", F_TEXT, 0, AT(public_estate, company), L("物业服务企业", "Property company")},
	{"contract_until", F_DATE, 0, AT(public_estate, contract_until),
	 L("合同到期", "Contract until")},
	{"fee_low_e4", F_INT, 0, AT(public_estate, fee_low_e4), L("物业费（最低）", "Fee, lowest"),
	 .places = 4, .unit = "元"},
	{"fee_high_e4", F_INT, 0, AT(public_estate, fee_high_e4),
	 L("物业费（最高）", "Fee, highest"), .places = 4, .unit = "元"},
	{"fee_unit", F_ENUM, 0, AT(public_estate, fee_unit), L("计费单位", "Fee unit"),
	 .of = &fee_units},
	{"building_count", F_INT, 0, AT(public_estate, building_count), L("楼栋数", "Buildings")},
	{"house_count", F_INT, 0, AT(public_estate, house_count), L("户数", "Houses")},
	{"built_year", F_INT, 0, AT(public_estate, built_year), L("建成年份", "Built in")},
	{0},
};

#define COLUMNS                                                                               \
	"e.number, r.name AS region, e.address, e.kind, e.service_mode, e.service_grade,"     \
	" e.charging_form, c.name AS company, e.contract_until, e.fee_low_e4, e.fee_high_e4," \
	" e.fee_unit, e.building_count, e.house_count, e.built_year"
#define FROM                                                    \
	" FROM reach h JOIN estate e ON e.home_id = h.thing_id" \
	" JOIN region r ON r.home_id = e.region_id"             \
	" LEFT JOIN organisation c ON c.home_id = e.company_id"
#define FILTER(regions, pattern)                                                          \
	" WHERE h.reach_id IN (SELECT unnest FROM unnest(" regions ")) AND h.kind = 1"    \
	" AND (CAST(" pattern " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM search_entry s" \
	" WHERE s.home_id = e.home_id AND s.kind = 'estate' AND s.id = e.id"              \
	" AND (s.text LIKE " pattern " ESCAPE '\\' OR s.initials LIKE " pattern " ESCAPE '\\')))"

static const struct sort public_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT e.name, e.id, " COLUMNS FROM FILTER("$5", "$6"), "e.name", "e.id")},
	{0},
};
static const struct param public_query[] = {{"region", F_ID, NULL}, {"q", F_TEXT, NULL}, {0}};

static struct arg regions_asked(struct ctx *cx, const struct request *rq)
{
	int64_t *ids = mem_array(cx->mem, int64_t, 1);
	size_t n = 0;
	if ((*ids = request_param_id(rq, "region")))
		return i64s(ids, 1);
	struct stmt *q = sql(cx, "SELECT home_id FROM region WHERE parent_id IS NULL"
				 " AND deleted_at IS NULL ORDER BY home_id");
	while (sql_next(q)) {
		ids = mem_grow(cx->mem, ids, n + 1);
		ids[n++] = col_i64(q, 0);
	}
	err e = sql_end(q);
	(void)e; /* stands in cx, and stops what follows */
	return i64s(ids, n);
}

struct public_search public_search_of(struct ctx *cx, const struct request *rq)
{
	return (struct public_search){
		.regions = regions_asked(cx, rq),
		.pattern = str(text_pattern(cx->mem, request_param(rq, "q"))),
	};
}

int64_t public_count(struct ctx *cx, const struct public_search *s)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1" FROM FILTER("$1", "$2") " LIMIT " PAGE_COUNT
										") x",
		       s->regions, s->pattern);
}

struct stmt *public_rows(struct ctx *cx, const struct public_search *s, int64_t limit,
			 int64_t offset)
{
	return sql(cx,
		   "SELECT e.id, e.name, " COLUMNS FROM
			   FILTER("$1", "$2") " ORDER BY e.name, e.id LIMIT $3 OFFSET $4",
		   s->regions, s->pattern, i64(limit), i64(offset));
}

static err public_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	int64_t total = NONE;
	struct public_search s = public_search_of(cx, rq);
	err e = page_read(cx, rq, public_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = public_count(cx, &s);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), s.regions, s.pattern), total);
}

err public_estate_load(struct ctx *cx, int64_t id, struct public_estate *ret)
{
	fields_clear(public_estate_fields, ret);
	struct stmt *q = sql(cx,
			     "SELECT e.id, e.name, " COLUMNS
			     " FROM estate e JOIN region r ON r.home_id = e.region_id"
			     " LEFT JOIN organisation c ON c.home_id = e.company_id"
			     " WHERE e.home_id = $1 AND e.deleted_at IS NULL",
			     i64(id));
	bool is_there = sql_next(q);
	if (is_there)
		sql_read(q, public_estate_fields, ret);
	err e = sql_end(q);
	return e || is_there ? e : fail_not_found(cx);
}

static err public_get(struct ctx *cx, struct request *rq)
{
	struct public_estate shown;
	err e = public_estate_load(cx, request_id(rq, "estate"), &shown);
	return e ? e : reply_object(cx, rq, &shown, NONE);
}

/* The tree for the area filter: names of regions are public. */
struct public_region {
	int64_t id, parent_id, level;
	const char *name;
};
static const struct field public_region_fields[] = {
	{"id", F_ID, 0, AT(public_region, id), L("标识", "Id")},
	{"parent_id", F_ID, 0, AT(public_region, parent_id), L("上级辖区", "Parent")},
	{"level", F_ENUM, 0, AT(public_region, level), L("层级", "Level"), .of = &region_levels},
	{"name", F_TEXT, 0, AT(public_region, name), L("名称", "Name")},
	{0},
};
static const struct param public_region_query[] = {{"parent", F_ID, NULL}, {0}};

static err public_regions(struct ctx *cx, struct request *rq)
{
	struct public_region *rows = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx,
		    "SELECT id, parent_id, level, name FROM region WHERE deleted_at IS NULL"
		    " AND ((CAST($1 AS BIGINT) IS NULL AND parent_id IS NULL) OR parent_id = $1)"
		    " ORDER BY division_code, id LIMIT 1000",
		    id_or_none(request_param_id(rq, "parent")));
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		fields_clear(public_region_fields, &rows[n]);
		sql_read(q, public_region_fields, &rows[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

const struct route public_routes[] = {
	{"GET", "/estates", MAY_PUBLIC, SCOPE_PUBLIC, public_list, .out = public_estate_fields,
	 .summary = "Estates, for everybody", .flags = ROUTE_LIST, .query = public_query},
	{"GET", "/estates/{estate}", MAY_PUBLIC, SCOPE_PUBLIC, public_get,
	 .out = public_estate_fields, .summary = "One estate, for everybody"},
	{"GET", "/regions", MAY_PUBLIC, SCOPE_PUBLIC, public_regions, .out = public_region_fields,
	 .summary = "The region tree, for everybody", .flags = ROUTE_LIST,
	 .query = public_region_query},
	{0},
};
