/* Houses, and the people who own and live in them, inside one estate. */
#include "registry/house.h"

#include <string.h>

#include "account/actor.h"
#include "account/looks.h"
#include "account/scope.h"
#include "account/versions.h"
#include "audit/audit.h"
#include "audit/record_api.h"
#include "base/decimal.h"
#include "http/page.h"
#include "place/person.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/as_of.h"
#include "registry/ownership.h"
#include "registry/people.h"
#include "registry/registry_api.h"

/* ─── houses ─── */

struct house_row {
	int64_t id, version, building_id, floor, kind, use, area_dm2, owner_count;
	const char *label, *sort_key, *building, *entrance, *name, *owner;
};
static const struct field house_row_fields[] = {
	{"sort_key", F_TEXT, INTERNAL, AT(house_row, sort_key), L("排序", "Sort key")},
	{"id", F_ID, 0, AT(house_row, id), L("标识", "Id")},
	{"version", F_INT, 0, AT(house_row, version), L("版本", "Version")},
	{"label", F_TEXT, 0, AT(house_row, label), L("房屋", "Address")},
	{"building_id", F_ID, 0, AT(house_row, building_id), L("楼栋标识", "Building id")},
	{"building", F_TEXT, 0, AT(house_row, building), L("楼栋", "Building")},
	{"entrance", F_TEXT, 0, AT(house_row, entrance), L("单元", "Entrance")},
	{"floor", F_INT, 0, AT(house_row, floor), L("楼层", "Floor")},
	{"name", F_TEXT, 0, AT(house_row, name), L("室号", "House")},
	{"kind", F_ENUM, 0, AT(house_row, kind), L("房屋性质", "Kind"), .of = &house_kinds},
	{"use", F_ENUM, 0, AT(house_row, use), L("使用状况", "Use"), .of = &house_uses},
	{"area_dm2", F_INT, 0, AT(house_row, area_dm2), L("产权面积", "Certified area"),
	 .places = 2, .unit = "㎡"},
	{"owner", F_TEXT, MASKED, AT(house_row, owner), L("业主（表决代表）", "Owner"),
	 .mask = MASK_NAME},
	{"owner_count", F_INT, 0, AT(house_row, owner_count), L("业主数", "Owners")},
	{0},
};

#define HOUSE_FILTER(estate, building, use, pattern, kind, removed)                        \
	" WHERE h.home_id = " estate " AND (h.deleted_at IS NOT NULL) = (" removed " = 1)" \
	" AND (CAST(" kind " AS BIGINT) IS NULL OR h.kind = " kind ")"                     \
	" AND (CAST(" building " AS BIGINT) IS NULL OR h.building_id = " building ")"      \
	" AND (CAST(" use " AS BIGINT) IS NULL OR h.use = " use ")"                        \
	" AND (CAST(" pattern                                                              \
	" AS TEXT) IS NULL OR replace(lower(h.label), ' ', '') LIKE " pattern " ESCAPE '\\')"

static const struct sort house_sorts[] = {
	{"label", F_TEXT,
	 PAGE_SQL("SELECT h.sort_key, h.id, h.version, h.label, h.building_id, b.name AS building,"
		  " h.entrance, h.floor, h.name, h.kind, h.use, h.area_dm2,"
		  " (SELECT p.name FROM ownership o JOIN person p ON p.person_id = o.person_id"
		  " WHERE o.home_id = h.home_id AND o.house_id = h.id AND o.until >= $9"
		  " AND o.deleted_at IS NULL ORDER BY o.is_representative DESC, o.id LIMIT 1) AS "
		  "owner,"
		  " (SELECT count(*) FROM ownership o WHERE o.home_id = h.home_id AND o.house_id = "
		  "h.id"
		  " AND o.until >= $9 AND o.deleted_at IS NULL) AS owner_count"
		  " FROM house h JOIN building b ON b.home_id = h.home_id AND b.id = "
		  "h.building_id" HOUSE_FILTER("$5", "$6", "$7", "$8", "$10", "$11"),
		  "h.sort_key", "h.id")},
	{0},
};
static const struct param house_query[] = {
	{"building", F_ID, NULL},
	{"kind", F_ENUM, &house_kinds},
	{"use", F_ENUM, &house_uses},
	{"q", F_TEXT, NULL},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

static err house_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	if (is_as_of(rq))
		return as_of_list(cx, rq, &house_entity);
	int64_t total = NONE;
	struct arg estate = i64(request_id(rq, "estate"));
	struct arg building = id_or_none(request_param_id(rq, "building"));
	struct arg kind = i64(request_param_int(rq, "kind"));
	struct arg use = i64(request_param_int(rq, "use"));
	struct arg removed = i64(request_param_int(rq, "removed") == 1);
	struct arg pattern = str(text_pattern(cx->mem, request_param(rq, "q")));
	err e = page_read(cx, rq, house_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM house h" HOUSE_FILTER(
					"$1", "$2", "$3", "$4", "$5", "$6") " LIMIT " PAGE_COUNT
									    ") x",
				estate, building, use, pattern, kind, removed);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), estate, building, use, pattern,
				  str(reach_today(cx)), kind, removed),
			  total);
}

/* ─── transfer and split ─── */

struct transfer_in {
	const char *on, *certificate;
	struct list owners;
};
struct owner_in {
	int64_t person_id, share_num, share_den;
};
static const struct field owner_in_fields[] = {
	{"person_id", F_ID, REQUIRED, AT(owner_in, person_id), L("业主", "Owner")},
	{"share_num", F_INT, REQUIRED, AT(owner_in, share_num), L("份额分子", "Share, numerator"),
	 1, 1000000},
	{"share_den", F_INT, REQUIRED, AT(owner_in, share_den), L("份额分母", "Share, denominator"),
	 1, 1000000},
	{0},
};
static const struct element owner_element = {sizeof(struct owner_in), owner_in_fields};
static const struct field transfer_fields[] = {
	{"on", F_DATE, REQUIRED, AT(transfer_in, on), L("转移日期", "On")},
	{"certificate", F_TEXT, 0, AT(transfer_in, certificate), L("不动产权证号", "Certificate"),
	 1, 60},
	{"owners", F_LIST, REQUIRED, AT(transfer_in, owners), L("新业主", "New owners"), 1, 50,
	 .of = &owner_element},
	{0},
};

static err house_transfer(struct ctx *cx, struct request *rq)
{
	const struct transfer_in *in = rq->body;
	const struct owner_in *owners = in->owners.items;
	struct ownership *new = mem_array(cx->mem, struct ownership, in->owners.n);
	struct house h;
	err e = house_load(cx, request_id(rq, "estate"), request_id(rq, "house"), &h);
	if (e)
		return e;
	for (size_t i = 0; i < in->owners.n; i++) {
		new[i].person_id = owners[i].person_id;
		new[i].share_num = owners[i].share_num;
		new[i].share_den = owners[i].share_den;
	}
	struct transfer t = {.home_id = h.rec.home_id,
			     .house_id = h.rec.id,
			     .on = in->on,
			     .certificate = in->certificate,
			     .owners = new,
			     .n = in->owners.n};
	e = ownership_transfer(cx, &t);
	return e ? e : reply_object(cx, rq, &h, h.rec.version);
}

struct split_in {
	struct list parts;
};
struct part_in {
	const char *name;
	int64_t area_dm2;
};
static const struct field part_in_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(part_in, name), L("室号", "House"), 1, 30},
	{"area_dm2", F_INT, REQUIRED, AT(part_in, area_dm2), L("产权面积", "Certified area"), 1,
	 100000000},
	{0},
};
static const struct element part_element = {sizeof(struct part_in), part_in_fields};
static const struct field split_fields[] = {
	{"parts", F_LIST, REQUIRED, AT(split_in, parts), L("分割后的房屋", "Parts"), 2, 20,
	 .of = &part_element},
	{0},
};

static err check_split(struct ctx *cx, const struct house *h, const struct split_in *in)
{
	const struct part_in *parts = in->parts.items;
	int64_t sum = 0;
	for (size_t i = 0; i < in->parts.n; i++)
		sum += parts[i].area_dm2; /* at most 20 × 10^8 */
	if (h->area_dm2 == NONE || sum == h->area_dm2)
		return OK;
	char of_parts[DECIMAL_SIZE], of_house[DECIMAL_SIZE];
	decimal_format(sum, 2, of_parts);
	decimal_format(h->area_dm2, 2, of_house);
	fail_field(cx, "parts",
		   T("house.split", "各部分面积之和 {1} ㎡ 与原产权面积 {2} ㎡ 不一致",
		     "the parts sum to {1} m², the house has {2} m²"),
		   str(mem_str(cx->mem, of_parts)), str(mem_str(cx->mem, of_house)));
	return ctx_err(cx);
}

/* The house goes, its parts come, each with the owners that the whole had. */
static err house_split(struct ctx *cx, struct request *rq)
{
	const struct split_in *in = rq->body;
	const struct part_in *parts = in->parts.items;
	struct house h, *made = mem_array(cx->mem, struct house, in->parts.n);
	err e = house_load(cx, request_id(rq, "estate"), request_id(rq, "house"), &h);
	if (e || (e = check_split(cx, &h, in)) || (e = record_delete(cx, &house_entity, &h)))
		return e;
	for (size_t i = 0; !e && i < in->parts.n; i++) {
		made[i] = h;
		made[i].rec = (struct record){.home_id = h.rec.home_id};
		made[i].name = parts[i].name;
		made[i].area_dm2 = parts[i].area_dm2;
		made[i].unit_number = NULL;
		if ((e = record_create(cx, &house_entity, &made[i])) == OK)
			e = ownership_copy(cx, h.rec.home_id, h.rec.id, made[i].rec.id);
	}
	return e ? e : reply_list(cx, rq, made, sizeof *made, in->parts.n);
}

#define OF(noun)                                                                   \
	.in = noun##_fields, .in_size = sizeof(struct noun), .out = noun##_fields, \
	.of = &noun##_entity

/* ─── who looked ─── */

static err person_looks(struct ctx *cx, struct request *rq)
{
	int64_t person_id = request_id(rq, "person");
	if (!people_knows(cx, request_id(rq, "estate"), person_id))
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	return looks_reply(cx, rq, person_id);
}

const struct route house_routes[] = {
	{"GET", "/estates/{estate}/houses", MAY_READ_HOUSE, SCOPE_ESTATE, house_list,
	 .out = house_row_fields, .summary = "Houses of an estate", .flags = ROUTE_LIST,
	 .query = house_query},
	{"POST", "/estates/{estate}/houses", MAY_WRITE_HOUSE, SCOPE_ESTATE, record_post,
	 .summary = "Register a house", OF(house)},
	{"GET", "/estates/{estate}/houses/{house}", MAY_READ_HOUSE, SCOPE_ESTATE, record_get,
	 .out = house_fields, .summary = "One house", .of = &house_entity, .query = as_of_param},
	{"PATCH", "/estates/{estate}/houses/{house}", MAY_WRITE_HOUSE, SCOPE_ESTATE, record_patch,
	 .summary = "Change a house", .flags = ROUTE_PATCH | ROUTE_MATCH, OF(house)},
	{"DELETE", "/estates/{estate}/houses/{house}", MAY_WRITE_HOUSE, SCOPE_ESTATE, record_remove,
	 .summary = "Remove a house", .flags = ROUTE_MATCH, .of = &house_entity},
	{"POST", "/estates/{estate}/houses/{house}/restore", MAY_WRITE_HOUSE, SCOPE_ESTATE,
	 record_bring_back, .out = house_fields, .summary = "Restore a removed house",
	 .of = &house_entity},
	{"GET", "/estates/{estate}/houses/{house}/versions", MAY_READ_HOUSE, SCOPE_ESTATE,
	 record_versions, .out = version_fields, .summary = "Earlier versions of a house",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .of = &house_entity},
	{"POST", "/estates/{estate}/houses/{house}/transfer", MAY_WRITE_HOUSE, SCOPE_ESTATE,
	 house_transfer, .in = transfer_fields, .in_size = sizeof(struct transfer_in),
	 .out = house_fields, .summary = "The house passes to new owners"},
	{"POST", "/estates/{estate}/houses/{house}/split", MAY_WRITE_HOUSE, SCOPE_ESTATE,
	 house_split, .in = split_fields, .in_size = sizeof(struct split_in), .out = house_fields,
	 .summary = "Split a house into parts", .flags = ROUTE_LIST},
	{"GET", "/estates/{estate}/people/{person}/looks", MAY_REVEAL_PERSON, SCOPE_ESTATE,
	 person_looks, .out = look_fields, .summary = "Who looked at a person's data, and why",
	 .flags = ROUTE_LIST},
	{0},
};
