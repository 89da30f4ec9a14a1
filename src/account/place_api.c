/* Regions and organisations over HTTP; here, above place, because routes name permissions. Both are
 * public matters (reference data, no tenant's): any post may read them; changing them needs the
 * region to be one's own or below. */
#include "account/account.h"
#include "account/scope.h"
#include "account/versions.h"
#include "audit/record_api.h"
#include "http/page.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "place/region.h"

/* ─── regions ─── */

struct region_row {
	int64_t id, version, parent_id, level, estate_count, unplaced_count, has_children;
	const char *name, *division_code, *note, *until, *path;
};
static const struct field region_row_fields[] = {
	{"id", F_ID, 0, AT(region_row, id), L("标识", "Id")},
	{"version", F_INT, 0, AT(region_row, version), L("版本", "Version")},
	{"parent_id", F_ID, 0, AT(region_row, parent_id), L("上级辖区", "Parent")},
	{"level", F_ENUM, 0, AT(region_row, level), L("层级", "Level"), .of = &region_levels},
	{"name", F_TEXT, 0, AT(region_row, name), L("名称", "Name")},
	{"division_code", F_TEXT, 0, AT(region_row, division_code), L("区划代码", "Division code")},
	{"note", F_TEXT, 0, AT(region_row, note), L("备注", "Note")},
	{"until", F_DATE, 0, AT(region_row, until), L("停用日期", "Until")},
	{"estate_count", F_INT, 0, AT(region_row, estate_count), L("小区数", "Estates")},
	{"unplaced_count", F_INT, 0, AT(region_row, unplaced_count), L("待划归", "To be placed")},
	{"has_children", F_FLAG, 0, AT(region_row, has_children), L("有下级", "Has children")},
	{"path", F_TEXT, 0, AT(region_row, path), L("所属", "Path"), 0, 400},
	{0},
};

/* Estates that hang at the node itself, though communities are the last level, are to be placed. */
#define REGION_ROW                                                                                \
	"SELECT r.id, r.version, r.parent_id, r.level, r.name, r.division_code, r.note, r.until," \
	" (SELECT count(*) FROM reach h WHERE h.reach_id = r.id AND h.kind = 1) AS estate_count," \
	" (SELECT count(*) FROM estate e WHERE e.region_id = r.id AND e.deleted_at IS NULL"       \
	" AND r.level < 8) AS unplaced_count,"                                                    \
	" CASE WHEN EXISTS (SELECT 1 FROM region c WHERE c.parent_id = r.id"                      \
	" AND c.deleted_at IS NULL) THEN 1 ELSE 0 END AS has_children FROM region r"

static const struct query children_of =
	SQL(REGION_ROW " WHERE r.parent_id = $1 AND r.deleted_at IS NULL"
		       " ORDER BY r.division_code, r.id LIMIT 1000");
/* Where the tree begins for an actor: the region of the post, or else the roots. */
static const struct query own_root = SQL(REGION_ROW " WHERE r.home_id = $1");
static const struct query roots =
	SQL(REGION_ROW " WHERE r.parent_id IS NULL AND $1 > 0 AND r.deleted_at IS NULL"
		       " ORDER BY r.division_code, r.id LIMIT 1000");
#define CALLED " JOIN search_entry s ON s.home_id = r.home_id AND s.kind = 'region' AND s.id = r.id"
#define BY_NAME                                                               \
	" AND (s.text LIKE $2 ESCAPE '\\' OR s.initials LIKE $2 ESCAPE '\\')" \
	" AND r.deleted_at IS NULL ORDER BY r.level, r.division_code, r.id LIMIT 50"
static const struct query named = SQL(
	REGION_ROW CALLED " JOIN region_within w ON w.descendant_id = r.home_id AND w.until = $3"
			  " WHERE w.ancestor_id = $1" BY_NAME);
static const struct query named_anywhere =
	SQL(REGION_ROW CALLED " WHERE $1 > 0 AND $3 > ''" BY_NAME);

static bool is_region(struct ctx *cx, int64_t id)
{
	return sql_int(cx, 0, "SELECT 1 FROM region WHERE home_id = $1 AND deleted_at IS NULL",
		       i64(id)) == 1;
}

static struct stmt *regions_asked(struct ctx *cx, struct request *rq)
{
	int64_t parent = request_param_id(rq, "parent");
	int64_t reach = is_region(cx, cx->actor->reach_id) ? cx->actor->reach_id : 0;
	const char *pattern = text_pattern(cx->mem, request_param(rq, "q"));
	if (pattern)
		return sql_run(cx, reach ? &named : &named_anywhere, i64(reach ? reach : 1),
			       str(pattern), str(STILL));
	if (parent)
		return sql_run(cx, &children_of, i64(parent));
	return sql_run(cx, reach ? &own_root : &roots, i64(reach ? reach : 1));
}

static err region_list(struct ctx *cx, struct request *rq)
{
	struct region_row *rows = NULL;
	size_t n = 0;
	struct stmt *q = regions_asked(cx, rq);
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		fields_clear(region_row_fields, &rows[n]);
		sql_read(q, region_row_fields, &rows[n++]);
	}
	err e = sql_end(q);
	for (size_t i = 0; !e && i < n; i++)
		e = region_path(cx, rows[i].id, &rows[i].path);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

static const struct param region_query[] = {{"parent", F_ID, NULL}, {"q", F_TEXT, NULL}, {0}};

/* ─── organisations ─── */

struct organisation_row {
	int64_t id, version, kind, region_id, estate_count, is_own;
	const char *name, *short_name, *credit_code, *duty, *region, *phone, *until;
};
static const struct field organisation_row_fields[] = {
	{"id", F_ID, 0, AT(organisation_row, id), L("标识", "Id")},
	{"version", F_INT, 0, AT(organisation_row, version), L("版本", "Version")},
	{"kind", F_ENUM, 0, AT(organisation_row, kind), L("类别", "Kind"),
	 .of = &organisation_kinds},
	{"name", F_TEXT, 0, AT(organisation_row, name), L("名称", "Name")},
	{"short_name", F_TEXT, 0, AT(organisation_row, short_name), L("简称", "Short name")},
	{"credit_code", F_TEXT, 0, AT(organisation_row, credit_code),
	 L("统一社会信用代码", "Credit code")},
	{"duty", F_TEXT, 0, AT(organisation_row, duty), L("职能", "Duty")},
	{"region_id", F_ID, 0, AT(organisation_row, region_id), L("辖区标识", "Region id")},
	{"region", F_TEXT, 0, AT(organisation_row, region), L("所在辖区", "Region")},
	{"phone", F_TEXT, 0, AT(organisation_row, phone), L("办公电话", "Office phone")},
	{"until", F_DATE, 0, AT(organisation_row, until), L("终止日期", "Until")},
	{"estate_count", F_INT, 0, AT(organisation_row, estate_count),
	 L("服务小区数", "Estates served")},
	{"is_own", F_FLAG, 0, AT(organisation_row, is_own), L("管理范围内", "Within reach")},
	{0},
};

#define ORGANISATION_FILTER(kind, pattern, region)                                                 \
	" AND (CAST(" kind " AS BIGINT) IS NULL OR o.kind = " kind ")"                             \
	" AND (CAST(" pattern " AS TEXT) IS NULL OR replace(lower(o.name), ' ', '') LIKE " pattern \
	" ESCAPE '\\'"                                                                             \
	" OR replace(lower(o.short_name), ' ', '') LIKE " pattern                                  \
	" ESCAPE '\\' OR lower(o.credit_code) LIKE " pattern                                       \
	" ESCAPE '\\' OR EXISTS (SELECT 1 FROM search_entry s WHERE s.home_id = o.home_id"         \
	" AND s.kind = 'organisation' AND s.id = o.id AND s.initials LIKE " pattern                \
	" ESCAPE '\\'))"                                                                           \
	" AND (CAST(" region " AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM reach g"                \
	" WHERE g.reach_id = " region " AND g.kind IN (2, 4) AND g.thing_id = o.home_id))"
/* Within reach by its region, or by an estate there that it serves or built. */
#define HERE(reach, wanted)                                                                   \
	" AND (" wanted " = 0 OR o.id IN (SELECT thing_id FROM reach WHERE reach_id = " reach \
	" AND kind = 2 UNION SELECT e.company_id FROM reach h JOIN estate e"                  \
	" ON e.home_id = h.thing_id WHERE h.reach_id = " reach                                \
	" AND h.kind = 1 UNION SELECT e.developer_id FROM reach h JOIN estate e"              \
	" ON e.home_id = h.thing_id WHERE h.reach_id = " reach " AND h.kind = 1))"
#define STANDING                                                             \
	" FROM organisation o LEFT JOIN region r ON r.home_id = o.region_id" \
	" WHERE o.deleted_at IS NULL"
#define REMOVED                                                       \
	" FROM reach h JOIN organisation o ON o.home_id = h.thing_id" \
	" LEFT JOIN region r ON r.home_id = o.region_id WHERE h.kind = 4 AND h.reach_id = "
#define ORGANISATION_ROW                                                                   \
	"SELECT o.name, o.id, o.version, o.kind, o.short_name, o.credit_code, o.duty,"     \
	" o.region_id, r.name AS region, o.phone, o.until, (SELECT count(*) FROM estate e" \
	" WHERE e.company_id = o.id AND e.deleted_at IS NULL) AS estate_count,"            \
	" CASE WHEN EXISTS (SELECT 1 FROM reach y WHERE y.reach_id = $8"                   \
	" AND y.kind IN (2, 4) AND y.thing_id = o.id) THEN 1 ELSE 0 END AS is_own"

static const struct sort organisation_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL(ORGANISATION_ROW STANDING ORGANISATION_FILTER("$5", "$6", "$7") HERE("$8", "$9"),
		  "o.name", "o.id")},
	{0},
};
/* What was removed is seen by those in whose reach it was. */
static const struct sort removed_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL(ORGANISATION_ROW REMOVED "$8" ORGANISATION_FILTER("$5", "$6", "$7"), "o.name",
		  "o.id")},
	{0},
};
static const struct param organisation_query[] = {
	{"kind", F_ENUM, &organisation_kinds},
	{"q", F_TEXT, NULL},
	{"region", F_ID, NULL},
	{"removed", F_FLAG, NULL},
	{"here", F_FLAG, NULL},
	{0},
};

struct organisation_filter {
	struct arg kind, pattern, region, reach, here;
};

static int64_t count_organisations(struct ctx *cx, const struct organisation_filter *f,
				   bool is_removed)
{
	if (is_removed)
		return sql_int(cx, 0,
			       "SELECT count(*) FROM (SELECT 1" REMOVED
			       "$4" ORGANISATION_FILTER("$1", "$2", "$3") " LIMIT " PAGE_COUNT
									  ") x",
			       f->kind, f->pattern, f->region, f->reach);
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1" STANDING ORGANISATION_FILTER("$1", "$2",
										     "$3")
			       HERE("$4", "$5") " LIMIT " PAGE_COUNT ") x",
		       f->kind, f->pattern, f->region, f->reach, f->here);
}

static err organisation_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	bool is_removed = request_param_int(rq, "removed") == 1;
	struct organisation_filter f = {
		.kind = i64(request_param_int(rq, "kind")),
		.pattern = str(text_pattern(cx->mem, request_param(rq, "q"))),
		.region = id_or_none(request_param_id(rq, "region")),
		.reach = i64(cx->actor->reach_id),
		.here = flag(request_param_int(rq, "here") == 1),
	};
	err e = page_read(cx, rq, is_removed ? removed_sorts : organisation_sorts, &p);
	if (e)
		return e;
	int64_t total = p.wants_total ? count_organisations(cx, &f, is_removed) : NONE;
	struct stmt *q = is_removed ? sql_run(cx, page_query(&p), PAGE_ARGS(&p), f.kind, f.pattern,
					      f.region, f.reach)
				    : sql_run(cx, page_query(&p), PAGE_ARGS(&p), f.kind, f.pattern,
					      f.region, f.reach, f.here);
	return reply_page(cx, rq, &p, q, total);
}

#define REGION_BODY                                                                  \
	.in = region_fields, .in_size = sizeof(struct region), .out = region_fields, \
	.of = &region_entity
#define ORGANISATION_BODY                                                  \
	.in = organisation_fields, .in_size = sizeof(struct organisation), \
	.out = organisation_fields, .of = &organisation_entity

const struct route place_routes[] = {
	{"GET", "/regions", MAY_READ_PLACE, SCOPE_REACH, region_list, .out = region_row_fields,
	 .summary = "The region tree: children of a node, or nodes by name", .flags = ROUTE_LIST,
	 .query = region_query},
	{"GET", "/regions/{region}", MAY_READ_PLACE, SCOPE_REACH, record_get, .out = region_fields,
	 .summary = "One region", .of = &region_entity, .query = as_of_param},
	{"GET", "/regions/{region}/versions", MAY_READ_PLACE, SCOPE_REACH, record_versions,
	 .out = version_fields, .summary = "What a region was before, and who changed it",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .of = &region_entity},
	{"POST", "/regions", MAY_WRITE_REGION, SCOPE_INSTALLATION, record_post,
	 .summary = "Add a region", REGION_BODY},
	{"PATCH", "/regions/{region}", MAY_WRITE_REGION, SCOPE_INSTALLATION, record_patch,
	 .summary = "Change, rename or move a region", .flags = ROUTE_PATCH | ROUTE_MATCH,
	 REGION_BODY},
	{"GET", "/organisations", MAY_READ_PLACE, SCOPE_REACH, organisation_list,
	 .out = organisation_row_fields, .summary = "Organisations", .flags = ROUTE_LIST,
	 .query = organisation_query},
	{"GET", "/organisations/{organisation}", MAY_READ_PLACE, SCOPE_REACH, record_get,
	 .out = organisation_fields, .summary = "One organisation", .of = &organisation_entity,
	 .query = as_of_param},
	{"POST", "/organisations", MAY_WRITE_ORGANISATION, SCOPE_REGION, record_post,
	 .summary = "Register an organisation", ORGANISATION_BODY},
	{"PATCH", "/organisations/{organisation}", MAY_WRITE_ORGANISATION, SCOPE_ORGANISATION,
	 record_patch, .summary = "Change an organisation", .flags = ROUTE_PATCH | ROUTE_MATCH,
	 ORGANISATION_BODY},
	{"DELETE", "/organisations/{organisation}", MAY_WRITE_ORGANISATION, SCOPE_ORGANISATION,
	 record_remove, .summary = "Remove an organisation; it can be restored",
	 .flags = ROUTE_MATCH, .of = &organisation_entity},
	{"POST", "/organisations/{organisation}/restore", MAY_WRITE_ORGANISATION,
	 SCOPE_REMOVED_ORGANISATION, record_bring_back, .out = organisation_fields,
	 .summary = "Bring a removed organisation back", .of = &organisation_entity},
	{"GET", "/organisations/{organisation}/versions", MAY_READ_PLACE, SCOPE_REACH,
	 record_versions, .out = version_fields,
	 .summary = "What an organisation was before, and who changed it",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .of = &organisation_entity},
	{0},
};
