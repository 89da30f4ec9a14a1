#include "registry/estate.h"

#include <string.h>

#include "audit/touched.h"
#include "base/date.h"
#include "base/id.h"
#include "place/number.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "place/region.h"
#include "place/search.h"

static const struct choice kind_values[] = {
	{"commodity", "商品房小区", "Commodity housing"},
	{"old", "老旧小区", "Old estate"},
	{"resettlement", "安置小区", "Resettlement housing"},
	{"public_rental", "公租房小区", "Public rental housing"},
	{"affordable", "保障性住房小区", "Affordable housing"},
	{"unit", "单位自管小区", "Run by an enterprise"},
	{"rural", "新型农村社区", "New rural community"},
	{"scattered", "零散楼栋", "Scattered buildings"},
};
const struct choices estate_kinds = CHOICES("estate_kind", kind_values);
_Static_assert(sizeof kind_values / sizeof *kind_values == ESTATE__MAX - 1, "a name for each");

static const struct choice mode_values[] = {
	{"professional", "规范化物业", "Professional service"},
	{"basic", "准物业", "Basic service"},
	{"self_managed", "业主自治", "Self-managed"},
	{"community", "社区管理", "Run by the community"},
	{"none", "无物业服务", "No service"},
};
const struct choices service_modes = CHOICES("service_mode", mode_values);
_Static_assert(sizeof mode_values / sizeof *mode_values == SERVICE__MAX - 1, "a name for each");

static const struct choice grade_values[] = {
	{"1", "一级", "Grade 1"}, {"2", "二级", "Grade 2"}, {"3", "三级", "Grade 3"},
	{"4", "四级", "Grade 4"}, {"5", "五级", "Grade 5"},
};
const struct choices service_grades = CHOICES("service_grade", grade_values);

static const struct choice form_values[] = {
	{"menu", "菜单制", "Menu"},
	{"lump_sum", "包干制", "Lump sum"},
	{"commission", "酬金制", "Commission"},
};
const struct choices charging_forms = CHOICES("charging_form", form_values);

enum { PRICE_MAX_E4 = 10000000, AREA_MAX_DM2 = 1000000000, COUNT_MAX = 1000000 };

#define FACILITY(member, zh, en)                                  \
	{                                                         \
#member, F_FLAG, 0, AT(estate, member), L(zh, en) \
	}
#define COUNT(member, zh, en)                                                  \
	{                                                                      \
#member, F_INT, 0, AT(estate, member), L(zh, en), 0, COUNT_MAX \
	}
#define AREA(member, zh, en)                                                                     \
	{                                                                                        \
#member, F_INT, 0, AT(estate, member), L(zh, en), 0, AREA_MAX_DM2, .places = 2,  \
										   .unit = "㎡" \
	}
#define PRICE(member, zh, en)                                                                    \
	{                                                                                        \
#member, F_INT, 0, AT(estate, member), L(zh, en), 1, PRICE_MAX_E4, .places = 4,  \
										   .unit = "元" \
	}
#define ONE_OF(member, zh, en, choices_)                                           \
	{                                                                          \
#member, F_ENUM, 0, AT(estate, member), L(zh, en), .of = &choices_ \
	}
#define DAY(member, zh, en)                                       \
	{                                                         \
#member, F_DATE, 0, AT(estate, member), L(zh, en) \
	}

const struct field estate_fields[] = {
	RECORD_FIELDS(estate),
	{"number", F_TEXT, ON_CREATE, AT(estate, number), L("小区编号", "Number"), 1, 40},
	{"name", F_TEXT, REQUIRED, AT(estate, name), L("小区名称", "Name"), 1, 60},
	{"alias", F_TEXT, 0, AT(estate, alias), L("别名", "Other names"), 1, 100},
	{"region_id", F_ID, REQUIRED, AT(estate, region_id), L("所属辖区", "Region")},
	{"address", F_TEXT, 0, AT(estate, address), L("地址", "Address"), 1, 120},
	ONE_OF(kind, "小区类型", "Kind", estate_kinds),
	ONE_OF(service_mode, "服务模式", "Service mode", service_modes),
	ONE_OF(service_grade, "服务等级", "Service grade", service_grades),
	ONE_OF(charging_form, "收费形式", "Charging form", charging_forms),
	PRICE(fee_low_e4, "物业费（最低）", "Fee, lowest"),
	PRICE(fee_high_e4, "物业费（最高）", "Fee, highest"),
	ONE_OF(fee_unit, "计费单位", "Fee unit", fee_units),
	{"company_id", F_ID, 0, AT(estate, company_id), L("物业服务企业", "Property company")},
	DAY(contract_since, "合同开始", "Contract since"),
	DAY(contract_until, "合同到期", "Contract until"),
	FACILITY(is_preliminary, "前期物业服务", "Preliminary service"),
	DAY(preliminary_since, "前期服务开始", "Preliminary service since"),
	{"developer_id", F_ID, 0, AT(estate, developer_id), L("建设单位", "Developer")},
	{"former_unit", F_TEXT, 0, AT(estate, former_unit), L("原产权单位", "Former owner unit"), 1,
	 80},
	{"built_year", F_INT, 0, AT(estate, built_year), L("建成年份", "Built in"), 1900, 2100},
	DAY(completed_on, "竣工验收日期", "Completed on"),
	DAY(delivered_on, "交付日期", "Delivered on"),
	COUNT(building_count, "楼栋数", "Buildings"),
	COUNT(house_count, "户数", "Houses"),
	COUNT(resident_count, "常住人口", "Residents"),
	AREA(land_dm2, "占地面积", "Site area"),
	AREA(floor_dm2, "建筑面积", "Floor area"),
	AREA(housing_dm2, "住宅面积", "Housing area"),
	{"green_permille", F_INT, 0, AT(estate, green_permille), L("绿地率", "Green ratio"), 0,
	 1000, .places = 1, .unit = "%"},
	FACILITY(has_property_room, "物管用房", "Property room"),
	AREA(property_room_dm2, "物管用房面积", "Property room area"),
	FACILITY(has_lighting, "照明设施", "Lighting"),
	FACILITY(has_gate_control, "门禁车闸识别系统", "Gate control"),
	FACILITY(has_emergency_power, "应急发电", "Emergency power"),
	FACILITY(has_fire_system, "消防系统", "Fire system"),
	FACILITY(has_septic_alarm, "化粪池泄压报警", "Septic tank alarm"),
	FACILITY(has_barrier_free, "无障碍设施", "Barrier-free"),
	FACILITY(has_recreation, "文体活动场所", "Recreation"),
	FACILITY(has_community_room, "社区用房", "Community room"),
	FACILITY(has_ev_charging, "电动车充电设施", "EV charging"),
	FACILITY(has_waste_sorting, "垃圾分类设施", "Waste sorting"),
	FACILITY(has_elder_care, "养老设施", "Elder care"),
	AREA(courier_dm2, "快递服务用房面积", "Courier space"),
	FACILITY(has_video, "视频监控", "Video monitoring"),
	FACILITY(has_vehicle_control, "出入口车辆管控", "Vehicle control"),
	FACILITY(has_face_recognition, "出入口人脸识别", "Face recognition"),
	{"security_maintainer", F_TEXT, 0, AT(estate, security_maintainer),
	 L("安防系统维护单位", "Security maintainer"), 1, 80},
	COUNT(motor_spaces, "机动车位", "Motor spaces"),
	COUNT(bicycle_spaces, "非机动车位", "Bicycle spaces"),
	COUNT(visitor_spaces, "访客车位", "Visitor spaces"),
	COUNT(shared_bicycle_spaces, "共享单车位", "Shared bicycle spaces"),
	COUNT(public_spaces, "公共车位", "Public spaces"),
	COUNT(ev_spaces, "充电车位", "Charging spaces"),
	FACILITY(is_area_delimited, "物业管理区域已划定", "Property area delimited"),
	{"area_group", F_TEXT, 0, AT(estate, area_group), L("合并管理区域", "Property area group"),
	 1, 60},
	FACILITY(has_assembly, "业主大会", "Owners' assembly"),
	FACILITY(has_covenant, "管理规约", "Covenant"),
	FACILITY(has_assembly_rules, "议事规则", "Assembly rules"),
	FACILITY(has_service_rules, "服务制度", "Service rules"),
	FACILITY(has_emergency_plan, "应急预案", "Emergency plan"),
	FACILITY(has_quality_certificate, "质量认证", "Quality certificate"),
	FACILITY(is_smart_managed, "智慧物业", "Smart management"),
	FACILITY(is_renovated, "已完成改造", "Renovated"),
	{"latitude_e7", F_INT, 0, AT(estate, latitude_e7), L("纬度", "Latitude"), 30000000,
	 540000000, .places = 7},
	{"longitude_e7", F_INT, 0, AT(estate, longitude_e7), L("经度", "Longitude"), 730000000,
	 1360000000, .places = 7},
	{"outside_key", F_TEXT, ON_CREATE, AT(estate, outside_key), L("来源标识", "Outside key"), 1,
	 100},
	{"note", F_TEXT, 0, AT(estate, note), L("备注", "Note"), 1, 1000},
	{0},
};

static void check_order(struct ctx *cx, const char *path, const char *first, const char *last)
{
	if (first && last && strcmp(last, first) < 0)
		fail_field(cx, path, T("date.order", "早于开始日期", "is before the first day"));
}

static void check_fee(struct ctx *cx, const struct estate *e)
{
	bool has_price = e->fee_low_e4 != NONE || e->fee_high_e4 != NONE;
	if (has_price && (e->fee_low_e4 == NONE || e->fee_high_e4 == NONE || !e->fee_unit))
		fail_field(cx, "fee_unit",
			   T("estate.fee_parts", "物业费须同时填写最低、最高和计费单位",
			     "a fee has a lowest and a highest price and a unit"));
	else if (has_price && e->fee_high_e4 < e->fee_low_e4)
		fail_field(cx, "fee_high_e4",
			   T("estate.fee_order", "低于最低价", "is below the lowest price"));
}

static void check_organisation(struct ctx *cx, const char *path, int64_t id,
			       enum organisation_kind kind)
{
	if (id && sql_int(cx, 0,
			  "SELECT 1 FROM organisation WHERE home_id = $1 AND kind = $2"
			  " AND deleted_at IS NULL",
			  i64(id), i64(kind)) != 1)
		fail_field(cx, path,
			   T("estate.organisation", "没有登记这个{1}", "no such {2} is registered"),
			   str(choice_of(&organisation_kinds, kind)->zh),
			   str(choice_of(&organisation_kinds, kind)->en));
}

/* Two estates of one name in one region are one estate registered twice. */
static void check_is_new(struct ctx *cx, const struct estate *e)
{
	const char *number = sql_text(cx, NULL,
				      "SELECT number FROM estate WHERE region_id = $1 AND name = $2"
				      " AND home_id <> $3 AND deleted_at IS NULL",
				      i64(e->region_id), str(e->name), i64(e->rec.id));
	if (number)
		fail_field(cx, "name",
			   T("estate.taken", "本辖区已有同名小区，编号 {1}",
			     "the region has an estate of this name already, number {1}"),
			   str(number));
}

static err check(struct ctx *cx, const void *obj)
{
	const struct estate *e = obj;
	if (sql_int(cx, 0, "SELECT 1 FROM region WHERE home_id = $1 AND deleted_at IS NULL",
		    i64(e->region_id)) != 1)
		fail_field(cx, "region_id", T("estate.region", "没有这个辖区", "no such region"));
	check_fee(cx, e);
	check_order(cx, "contract_until", e->contract_since, e->contract_until);
	check_order(cx, "delivered_on", e->completed_on, e->delivered_on);
	check_organisation(cx, "company_id", e->company_id, ORGANISATION_COMPANY);
	check_organisation(cx, "developer_id", e->developer_id, ORGANISATION_DEVELOPER);
	check_is_new(cx, e);
	return ctx_err(cx);
}

/* ─── what follows from a change ─── */

/* Somebody reaches the estate for a time: whoever did before no longer does. */
static err keep_grant(struct ctx *cx, int64_t before, const struct reach_grant *now)
{
	err e = OK;
	if (before && before != now->to)
		e = reach_withdraw(cx, REACH_ESTATE, now->thing_id, before);
	return e || !now->to ? e : reach_grant(cx, now);
}

/* The company that serves it, for as long as the contract runs; the developer, for good. */
static err keep_grants(struct ctx *cx, const struct estate *old, const struct estate *new)
{
	err e = keep_grant(cx, old ? old->company_id : 0,
			   &(struct reach_grant){.kind = REACH_ESTATE,
						 .thing_id = new->rec.id,
						 .to = new->company_id,
						 .since = new->contract_since,
						 .until = new->contract_until});
	return e ? e
		 : keep_grant(cx, old ? old->developer_id : 0,
			      &(struct reach_grant){.kind = REACH_ESTATE,
						    .thing_id = new->rec.id,
						    .to = new->developer_id});
}

/* In the reach of its region and all above, and of its own people. */
static err keep_reach(struct ctx *cx, const struct estate *old, const struct estate *new)
{
	bool was_there = old && old->rec.deleted_at == NONE, is_there = new->rec.deleted_at == NONE;
	err e = OK;
	if (was_there && !is_there)
		return reach_turn(cx, new->rec.id, REACH_ESTATE, REACH_REMOVED_ESTATE);
	if (old && !was_there)
		e = reach_turn(cx, new->rec.id, REACH_REMOVED_ESTATE, REACH_ESTATE);
	if (!e && (!old || old->region_id != new->region_id))
		e = reach_place(cx, REACH_ESTATE, new->rec.id, new->region_id);
	if (!e && !old)
		e = reach_grant(cx, &(struct reach_grant){.kind = REACH_ESTATE,
							  .thing_id = new->rec.id,
							  .to = new->rec.id});
	return e ? e : keep_grants(cx, old, new);
}

/* What it leaves (a region, a company, a group of small estates) has lost something too. */
static err touch_left(struct ctx *cx, const struct estate *old, const struct estate *new)
{
	err e = OK;
	if (!old)
		return OK;
	if (old->region_id != new->region_id)
		e = touched_add(cx, old->region_id);
	if (!e && old->company_id != new->company_id)
		e = touched_add(cx, old->company_id);
	if (e || !old->area_group ||
	    (new->area_group && !strcmp(old->area_group, new->area_group) &&
	     old->region_id == new->region_id))
		return e;
	return sql_exec(cx,
			"INSERT INTO touched (home_id, kind, id, at) SELECT o.home_id, 'home',"
			" CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM region_within w"
			" JOIN region r ON r.home_id = w.ancestor_id AND r.level IN (6, 7)"
			" JOIN region_within d ON d.ancestor_id = r.home_id AND d.until = $6"
			" JOIN estate o ON o.region_id = d.descendant_id AND o.area_group = $2"
			" WHERE w.descendant_id = $1 AND w.until = $6 AND o.home_id <> $5",
			i64(old->region_id), str(old->area_group), i64(id_new()), i64(cx->now),
			i64(old->rec.id), str(STILL));
}

static err saved(struct ctx *cx, const void *old, const void *new)
{
	const struct estate *e = new;
	bool is_gone = e->rec.deleted_at != NONE;
	err r = keep_reach(cx, old, new);
	if (!r)
		r = touch_left(cx, old, new);
	return r ? r
		 : search_keep(cx, &(struct search_thing){
					   .home_id = e->rec.id,
					   .kind = SEARCH_ESTATE,
					   .id = e->rec.id,
					   .texts = {is_gone ? NULL : e->name, e->alias, e->number,
						     e->address},
				   });
}

static err fill(struct ctx *cx, void *obj)
{
	struct estate *e = obj;
	return e->number ? OK : number_next(cx, "estate", e->region_id, &e->number);
}

#define COLUMNS                                                                                    \
	RECORD_COLUMNS                                                                             \
	", number, name, alias, region_id, address, kind, service_mode, service_grade,"            \
	" charging_form, fee_low_e4, fee_high_e4, fee_unit, company_id, contract_since,"           \
	" contract_until, is_preliminary, preliminary_since, developer_id, former_unit,"           \
	" built_year, completed_on, delivered_on, building_count, house_count, resident_count,"    \
	" land_dm2, floor_dm2, housing_dm2, green_permille, has_property_room, property_room_dm2," \
	" has_lighting, has_gate_control, has_emergency_power, has_fire_system, has_septic_alarm," \
	" has_barrier_free, has_recreation, has_community_room, has_ev_charging,"                  \
	" has_waste_sorting, has_elder_care, courier_dm2, has_video, has_vehicle_control,"         \
	" has_face_recognition, security_maintainer, motor_spaces, bicycle_spaces,"                \
	" visitor_spaces, shared_bicycle_spaces, public_spaces, ev_spaces, is_area_delimited,"     \
	" area_group, has_assembly, has_covenant, has_assembly_rules, has_service_rules,"          \
	" has_emergency_plan, has_quality_certificate, is_smart_managed, is_renovated,"            \
	" latitude_e7, longitude_e7, outside_key, note"

const struct entity estate_entity = {
	.kind = "estate",
	.zh = "小区",
	.en = "estate",
	.fields = estate_fields,
	.size = sizeof(struct estate),
	.fill = fill,
	.check = check,
	.saved = saved,
	.is_own_home = true,
	ENTITY_SQL("estate", COLUMNS, P_71),
};

err estate_load(struct ctx *cx, int64_t id, struct estate *ret)
{
	return record_load(cx, &estate_entity, id, id, ret);
}
