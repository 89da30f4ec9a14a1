#include "registry/part_list.h"

#include "audit/record_api.h"
#include "registry/as_of.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/ownership.h"
#include "registry/part.h"

/* ─── rows ─── */

/* The members of all rows: a list has some of them. */
struct part_row {
	int64_t id, version, house_id, person_id, space_id, committee_id, secretary_id,
		organisation_id, share_num, share_den, is_representative, kind, holding, area_dm2,
		has_charger, duty, is_party_member, is_cross_appointed, form,
		is_secretary_of_community, member_count, is_full_time;
	const char *sort_key, *name, *house, *person, *space, *committee, *secretary, *organisation,
		*certificate, *relation, *plate, *note, *title, *work_phone, *since, *until,
		*trained_on, *completed_on;
};

/* clang-format off */
#define ROW_HEAD                                              \
	{"id", F_ID, 0, AT(part_row, id), L("标识", "Id")},    \
	{"version", F_INT, 0, AT(part_row, version), L("版本", "Version")}
#define ROW_ID(member, zh, en) \
	{#member, F_ID, 0, AT(part_row, member), L(zh, en)}
#define ROW_TEXT(member, zh, en) PART_TEXT(part_row, member, zh, en, 200)
#define ROW_NAME(member, zh, en) \
	{#member, F_TEXT, MASKED, AT(part_row, member), L(zh, en), .mask = MASK_NAME}
#define ROW_INT(member, zh, en) \
	{#member, F_INT, 0, AT(part_row, member), L(zh, en)}
/* clang-format on */
#define ROW_HOUSE          ROW_ID(house_id, "房屋标识", "House id"), ROW_TEXT(house, "房屋", "House")
#define ROW_PERSON(zh, en) ROW_ID(person_id, "人员标识", "Person id"), ROW_NAME(person, zh, en)
#define ROW_TERM(since_zh, since_en, until_zh, until_en) \
	PART_DATE(part_row, since, since_zh, since_en),  \
		PART_DATE(part_row, until, until_zh, until_en)

const struct field ownership_row_fields[] = {
	ROW_HEAD,
	ROW_HOUSE,
	ROW_PERSON("业主", "Owner"),
	ROW_INT(share_num, "份额分子", "Share, numerator"),
	ROW_INT(share_den, "份额分母", "Share, denominator"),
	PART_FLAG(part_row, is_representative, "表决代表", "Voting representative"),
	ROW_TEXT(certificate, "不动产权证号", "Certificate"),
	ROW_TERM("取得日期", "Since", "终止日期", "Until"),
	{0},
};

const struct field occupancy_row_fields[] = {
	ROW_HEAD,
	ROW_HOUSE,
	ROW_PERSON("人员", "Person"),
	PART_ONE_OF(part_row, kind, 0, "类别", "Kind", occupancy_kinds),
	ROW_TEXT(relation, "与业主关系", "Relation to the owner"),
	ROW_TERM("入住日期", "Since", "搬离日期", "Until"),
	{0},
};

const struct field parking_space_row_fields[] = {
	{"sort_key", F_TEXT, INTERNAL, AT(part_row, sort_key), L("排序", "Sort key")},
	ROW_HEAD,
	ROW_TEXT(name, "车位号", "Space"),
	PART_ONE_OF(part_row, kind, 0, "类型", "Kind", parking_kinds),
	PART_ONE_OF(part_row, holding, 0, "权属", "Holding", parking_holdings),
	PART_AREA(part_row, area_dm2, "面积", "Area"),
	ROW_ID(house_id, "房屋标识", "House id"),
	ROW_TEXT(house, "对应房屋", "House"),
	PART_FLAG(part_row, has_charger, "充电桩", "Charger"),
	PART_DATE(part_row, completed_on, "交付日期", "Delivered on"),
	{0},
};

const struct field vehicle_row_fields[] = {
	ROW_HEAD,
	{"plate", F_TEXT, PERSONAL, AT(part_row, plate), L("车牌号", "Plate"), .mask = MASK_PLATE},
	ROW_HOUSE,
	ROW_ID(space_id, "车位标识", "Space id"),
	ROW_TEXT(space, "车位", "Space"),
	PART_ONE_OF(part_row, kind, 0, "车辆类型", "Kind", vehicle_kinds),
	ROW_TEXT(note, "备注", "Note"),
	{0},
};

const struct field committee_member_row_fields[] = {
	ROW_HEAD,
	ROW_ID(committee_id, "业主组织标识", "Owners' body id"),
	ROW_TEXT(committee, "业主组织", "Owners' body"),
	ROW_PERSON("姓名", "Name"),
	PART_ONE_OF(part_row, duty, 0, "职务", "Duty", committee_duties),
	PART_FLAG(part_row, is_party_member, "中共党员", "Party member"),
	PART_FLAG(part_row, is_cross_appointed, "交叉任职", "Cross-appointed"),
	PART_DATE(part_row, trained_on, "最近培训", "Trained on"),
	ROW_TERM("任职日期", "Since", "离任日期", "Until"),
	{0},
};

const struct field party_organisation_row_fields[] = {
	ROW_HEAD,
	ROW_TEXT(name, "名称", "Name"),
	PART_ONE_OF(part_row, form, 0, "组建方式", "Form", party_forms),
	ROW_ID(secretary_id, "书记标识", "Secretary id"),
	ROW_NAME(secretary, "书记", "Secretary"),
	PART_FLAG(part_row, is_secretary_of_community, "社区党委（居委会）成员兼任",
		  "Secretary serves in the community"),
	ROW_INT(member_count, "党员数", "Members"),
	ROW_TERM("成立日期", "Since", "撤销日期", "Until"),
	{0},
};

const struct field staff_row_fields[] = {
	ROW_HEAD,
	PART_ONE_OF(part_row, kind, 0, "岗位类别", "Kind", staff_kinds),
	ROW_ID(person_id, "人员标识", "Person id"),
	ROW_TEXT(name, "姓名", "Name"),
	ROW_ID(organisation_id, "单位标识", "Organisation id"),
	ROW_TEXT(organisation, "单位", "Organisation"),
	ROW_TEXT(title, "职务", "Title"),
	ROW_TEXT(work_phone, "工作电话", "Work phone"),
	PART_FLAG(part_row, is_full_time, "专职", "Full time"),
	ROW_TERM("到岗日期", "Since", "离岗日期", "Until"),
	{0},
};

/* ─── statements ─── */

#define WITHIN(estate, removed) \
	" WHERE t.home_id = " estate " AND (t.deleted_at IS NOT NULL) = (" removed " = 1)"
#define HAS(pattern, text) "replace(lower(" text "), ' ', '') LIKE " pattern " ESCAPE '\\'"
/* Every statement names every parameter; a list without such a filter compares its own id, which
 * is never asked for. */
#define NO_SUCH "t.id"
#define FILTER(estate, removed, pattern, first, second, one, text, a, b, id)                       \
	WITHIN(estate, removed)                                                                    \
	" AND (CAST(" pattern                                                                      \
	" AS TEXT) IS NULL OR " HAS(pattern, text) ")"                                             \
						   " AND (CAST(" first " AS BIGINT) IS NULL OR " a \
						   " = " first ")"                                 \
						   " AND (CAST(" second                            \
						   " AS BIGINT) IS NULL OR " b " = " second ")"    \
						   " AND (CAST(" one " AS BIGINT) IS NULL OR " id  \
						   " = " one ")"

/* clang-format off */
#define SORT(name, type, key, columns, text, a, b, id)                                         \
	{{name, type,                                                                          \
	  PAGE_SQL("SELECT " key ", t.id, t.version, " columns                                  \
		   FILTER("$5", "$6", "$7", "$8", "$9", "$10", text, a, b, id), key, "t.id")}, {0}}
#define COUNT(from, text, a, b, id)                                                            \
	SQL("SELECT count(*) FROM (SELECT 1" from                                              \
	    FILTER("$1", "$2", "$3", "$4", "$5", "$6", text, a, b, id) " LIMIT " PAGE_COUNT ") x")
/* The same rows of one house. */
#define OF_HOUSE(columns, text, a)                                                             \
	{{"id", F_ID,                                                                          \
	  PAGE_SQL("SELECT t.id, t.id, t.version, " columns                                     \
		   FILTER("$5", "$6", "$7", "$8", "$9", "$10", text, a, NO_SUCH, "t.house_id")  \
		   " AND t.house_id = $10", "t.id", "t.id")}, {0}}
/* clang-format on */

#define HOUSE_OF      " LEFT JOIN house h ON h.home_id = t.home_id AND h.id = t.house_id"
#define PERSON_OF(id) " LEFT JOIN person p ON p.person_id = t." id

#define BUILDING_COLUMNS                                                                \
	"t.name, t.kind, t.floors, t.basement_floors, t.entrance_count, t.house_count," \
	" t.lift_count, t.floor_dm2, t.completed_on, t.structure FROM building t"
const struct listing building_listing = {
	.entity = &building_entity,
	.sorts = SORT("name", F_TEXT, "t.sort_key", BUILDING_COLUMNS, "t.name", "t.kind", NO_SUCH,
		      NO_SUCH),
	.count = COUNT(" FROM building t", "t.name", "t.kind", NO_SUCH, NO_SUCH),
};
const struct param building_query[] = {
	{"q", F_TEXT, NULL},
	{"kind", F_ENUM, &building_kinds},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define OWNERSHIP_FROM " FROM ownership t" HOUSE_OF PERSON_OF("person_id")
#define OWNERSHIP_TEXT "coalesce(h.label, '') || ' ' || coalesce(p.name, '')"
#define OWNERSHIP_COLUMNS                                                           \
	"t.house_id, h.label AS house, t.person_id, p.name AS person, t.share_num," \
	" t.share_den, t.is_representative, t.certificate, t.since, t.until" OWNERSHIP_FROM
const struct listing ownership_listing = {
	.entity = &ownership_entity,
	.sorts = SORT("id", F_ID, "t.id", OWNERSHIP_COLUMNS, OWNERSHIP_TEXT, NO_SUCH, NO_SUCH,
		      "t.house_id"),
	.of_one = OF_HOUSE(OWNERSHIP_COLUMNS, OWNERSHIP_TEXT, NO_SUCH),
	.count = COUNT(OWNERSHIP_FROM, OWNERSHIP_TEXT, NO_SUCH, NO_SUCH, "t.house_id"),
};
const struct param ownership_query[] = {
	{"q", F_TEXT, NULL}, {"house", F_ID, NULL}, {"removed", F_FLAG, NULL}, AS_OF_PARAM, {0},
};

#define OCCUPANCY_FROM " FROM occupancy t" HOUSE_OF PERSON_OF("person_id")
#define OCCUPANCY_COLUMNS                                                      \
	"t.house_id, h.label AS house, t.person_id, p.name AS person, t.kind," \
	" t.relation, t.since, t.until" OCCUPANCY_FROM
const struct listing occupancy_listing = {
	.entity = &occupancy_entity,
	.sorts = SORT("id", F_ID, "t.id", OCCUPANCY_COLUMNS, OWNERSHIP_TEXT, "t.kind", NO_SUCH,
		      "t.house_id"),
	.of_one = OF_HOUSE(OCCUPANCY_COLUMNS, OWNERSHIP_TEXT, "t.kind"),
	.count = COUNT(OCCUPANCY_FROM, OWNERSHIP_TEXT, "t.kind", NO_SUCH, "t.house_id"),
};
const struct param occupancy_query[] = {
	{"q", F_TEXT, NULL},   {"kind", F_ENUM, &occupancy_kinds},
	{"house", F_ID, NULL}, {"removed", F_FLAG, NULL},
	AS_OF_PARAM,           {0},
};

#define PARKING_FROM " FROM parking_space t" HOUSE_OF
#define PARKING_TEXT "t.name || ' ' || coalesce(h.label, '')"
#define PARKING_COLUMNS                                                        \
	"t.name, t.kind, t.holding, t.area_dm2, t.house_id, h.label AS house," \
	" t.has_charger, t.completed_on" PARKING_FROM
const struct listing parking_space_listing = {
	.entity = &parking_space_entity,
	.sorts = SORT("name", F_TEXT, "t.sort_key", PARKING_COLUMNS, PARKING_TEXT, "t.kind",
		      "t.holding", "t.house_id"),
	.count = COUNT(PARKING_FROM, PARKING_TEXT, "t.kind", "t.holding", "t.house_id"),
};
const struct param parking_space_query[] = {
	{"q", F_TEXT, NULL},
	{"kind", F_ENUM, &parking_kinds},
	{"holding", F_ENUM, &parking_holdings},
	{"house", F_ID, NULL},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define VEHICLE_FROM               \
	" FROM vehicle t" HOUSE_OF \
	" LEFT JOIN parking_space s ON s.home_id = t.home_id AND s.id = t.space_id"
/* A plate is not stored as it is read, so it cannot be looked for in part. */
#define VEHICLE_TEXT \
	"coalesce(h.label, '') || ' ' || coalesce(s.name, '') || ' ' || coalesce(t.note, '')"
#define VEHICLE_COLUMNS                                                       \
	"t.plate, t.house_id, h.label AS house, t.space_id, s.name AS space," \
	" t.kind, t.note" VEHICLE_FROM
const struct listing vehicle_listing = {
	.entity = &vehicle_entity,
	.sorts = SORT("id", F_ID, "t.id", VEHICLE_COLUMNS, VEHICLE_TEXT, "t.kind", NO_SUCH,
		      "t.house_id"),
	.of_one = OF_HOUSE(VEHICLE_COLUMNS, VEHICLE_TEXT, "t.kind"),
	.count = COUNT(VEHICLE_FROM, VEHICLE_TEXT, "t.kind", NO_SUCH, "t.house_id"),
};
const struct param vehicle_query[] = {
	{"q", F_TEXT, NULL},   {"kind", F_ENUM, &vehicle_kinds},
	{"house", F_ID, NULL}, {"removed", F_FLAG, NULL},
	AS_OF_PARAM,           {0},
};

#define FACILITY_TEXT "t.name || ' ' || coalesce(t.number, '') || ' ' || coalesce(t.place, '')"
#define FACILITY_COLUMNS                                                             \
	"t.name, t.kind, t.number, t.place, t.model, t.installed_on, t.maintainer,"  \
	" t.maintained_on, t.maintain_every_days, t.inspected_on, t.inspect_due_on," \
	" t.state, t.operated_by FROM facility t"
const struct listing facility_listing = {
	.entity = &facility_entity,
	.sorts = SORT("name", F_TEXT, "t.name", FACILITY_COLUMNS, FACILITY_TEXT, "t.kind",
		      "t.state", NO_SUCH),
	.count = COUNT(" FROM facility t", FACILITY_TEXT, "t.kind", "t.state", NO_SUCH),
};
const struct param facility_query[] = {
	{"q", F_TEXT, NULL},
	{"kind", F_ENUM, &facility_kinds},
	{"state", F_ENUM, &facility_states},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define COMMITTEE_COLUMNS                                                         \
	"t.kind, t.name, t.since, t.until, t.filed_on, t.filing_number, t.state," \
	" t.has_party_branch FROM committee t"
const struct listing committee_listing = {
	.entity = &committee_entity,
	.sorts = SORT("since", F_DATE, "t.since", COMMITTEE_COLUMNS, "t.name", "t.kind", "t.state",
		      NO_SUCH),
	.count = COUNT(" FROM committee t", "t.name", "t.kind", "t.state", NO_SUCH),
};
const struct param committee_query[] = {
	{"q", F_TEXT, NULL},
	{"kind", F_ENUM, &committee_kinds},
	{"state", F_ENUM, &committee_states},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define MEMBER_FROM                                                                                \
	" FROM committee_member t" PERSON_OF("person_id") " LEFT JOIN committee c ON c.home_id = " \
							  "t.home_id AND c.id = t.committee_id"
#define MEMBER_TEXT "coalesce(p.name, '')"
const struct listing committee_member_listing = {
	.entity = &committee_member_entity,
	.sorts = SORT("id", F_ID, "t.id",
		      "t.committee_id, c.name AS committee, t.person_id, p.name AS person, t.duty,"
		      " t.is_party_member, t.is_cross_appointed, t.trained_on, t.since,"
		      " t.until" MEMBER_FROM,
		      MEMBER_TEXT, "t.duty", NO_SUCH, "t.committee_id"),
	.count = COUNT(MEMBER_FROM, MEMBER_TEXT, "t.duty", NO_SUCH, "t.committee_id"),
};
const struct param committee_member_query[] = {
	{"q", F_TEXT, NULL},
	{"duty", F_ENUM, &committee_duties},
	{"committee", F_ID, NULL},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define PARTY_FROM " FROM party_organisation t" PERSON_OF("secretary_id")
#define PARTY_TEXT "t.name || ' ' || coalesce(p.name, '')"
const struct listing party_organisation_listing = {
	.entity = &party_organisation_entity,
	.sorts = SORT("since", F_DATE, "t.since",
		      "t.name, t.form, t.secretary_id, p.name AS secretary,"
		      " t.is_secretary_of_community, t.member_count, t.until" PARTY_FROM,
		      PARTY_TEXT, "t.form", NO_SUCH, NO_SUCH),
	.count = COUNT(PARTY_FROM, PARTY_TEXT, "t.form", NO_SUCH, NO_SUCH),
};
const struct param party_organisation_query[] = {
	{"q", F_TEXT, NULL},
	{"form", F_ENUM, &party_forms},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

#define STAFF_FROM " FROM staff t LEFT JOIN organisation o ON o.home_id = t.organisation_id"
#define STAFF_TEXT "t.name || ' ' || coalesce(t.title, '') || ' ' || coalesce(t.work_phone, '')"
const struct listing staff_listing = {
	.entity = &staff_entity,
	.sorts = SORT("name", F_TEXT, "t.name",
		      "t.kind, t.person_id, t.organisation_id, o.name AS organisation, t.title,"
		      " t.work_phone, t.is_full_time, t.since, t.until" STAFF_FROM,
		      STAFF_TEXT, "t.kind", NO_SUCH, NO_SUCH),
	.count = COUNT(STAFF_FROM, STAFF_TEXT, "t.kind", NO_SUCH, NO_SUCH),
};
const struct param staff_query[] = {
	{"q", F_TEXT, NULL},
	{"kind", F_ENUM, &staff_kinds},
	{"removed", F_FLAG, NULL},
	AS_OF_PARAM,
	{0},
};

/* ─── the handler ─── */

struct filters {
	struct arg home, removed, pattern, first, second, one;
	bool is_of_one;
};

static struct filters filters_of(struct ctx *cx, const struct request *rq)
{
	struct filters f = {
		.home = i64(record_home(rq)),
		.removed = i64(request_param_int(rq, "removed") == 1),
		.pattern = str(text_pattern(cx->mem, request_param(rq, "q"))),
		.first = i64(NONE),
		.second = i64(NONE),
		.one = i64(NONE),
	};
	struct arg *choice = &f.first;
	for (const struct param *p = rq->route->query; p->name; p++) {
		if (p->type == F_ENUM) {
			*choice = i64(request_param_int(rq, p->name));
			choice = &f.second;
		} else if (p->type == F_ID) {
			f.one = id_or_none(request_param_id(rq, p->name));
			f.is_of_one = request_param(rq, p->name) != NULL;
		}
	}
	return f;
}

err part_list(struct ctx *cx, struct request *rq)
{
	const struct listing *l = rq->route->of;
	if (is_as_of(rq))
		return as_of_list(cx, rq, l->entity);
	struct filters f = filters_of(cx, rq);
	struct page p;
	int64_t total = NONE;
	err e = page_read(cx, rq, f.is_of_one && l->of_one->name ? l->of_one : l->sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_one_int(cx, 0, &l->count,
				    ARGS(f.home, f.removed, f.pattern, f.first, f.second, f.one));
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), f.home, f.removed, f.pattern,
				  f.first, f.second, f.one),
			  total);
}
