/* Facts of an estate's own row. */
#include "registry/estate.h"
#include "registry/facts_priv.h"

/* ─── what it is and who serves it ─── */

static const struct fact service[] = {
	CHOICE("kind", estate_kinds, L("小区类型", "Kind"),
	       L("登记的小区类型", "the kind of estate that is registered")),
	CHOICE("service_mode", service_modes, L("服务模式", "Service mode"),
	       L("登记的物业服务模式，“无物业服务”也是一种",
		 "how the estate is served; no service is one of the modes")),
	CHOICE("service_grade", service_grades, L("服务等级", "Service grade"),
	       L("物业服务的等级，一至五级", "the grade of the service, 1 to 5")),
	CHOICE("charging_form", charging_forms, L("收费形式", "Charging form"),
	       L("菜单制、包干制或酬金制", "menu, lump sum or commission")),
	CHOICE("fee_unit", fee_units, L("计费单位", "Fee unit"),
	       L("物业费单价的计费单位", "what the unit price of the fee is by")),
	{"fee_low_e4", FACT_INT, L("物业费（最低）", "Fee, lowest"),
	 L("住宅物业费最低单价，0.0001 元", "the lowest unit price of housing, in 0.0001 yuan"),
	 .places = 4, .unit = "元"},
	{"fee_high_e4", FACT_INT, L("物业费（最高）", "Fee, highest"),
	 L("住宅物业费最高单价，0.0001 元；只有一种价格时与最低相同",
	   "the highest unit price of housing, in 0.0001 yuan; the lowest where there is one"),
	 .places = 4, .unit = "元"},
	{"fee_m2_month_e4", FACT_INT, L("物业费折合每平方米每月", "Fee by m² and month"),
	 L("最低单价折合成每平方米每月，0.0001 元；按户计费的以户数和住宅面积折算",
	   "the lowest unit price as it comes to for a square metre and a month, in 0.0001 yuan;"
	   " a price by house is spread by houses and housing area"),
	 .places = 4, .unit = "元/㎡·月"},
	FLAG("has_company", L("有物业服务企业", "Has a property company"),
	     L("登记了现在服务的物业服务企业；没有登记即为否",
	       "a company that serves it now is registered; no if none is")),
	DAY("contract_since", L("合同开始", "Contract since"),
	    L("物业服务合同的第一天", "the first day of the service contract")),
	DAY("contract_until", L("合同到期", "Contract until"),
	    L("物业服务合同的最后一天", "the last day of the service contract")),
	FLAG("is_preliminary", L("前期物业服务", "Preliminary service"),
	     L("现在的服务是建设单位选聘的前期物业服务",
	       "the service is the one that the developer chose")),
	DAY("preliminary_since", L("前期服务开始", "Preliminary service since"),
	    L("前期物业服务的第一天", "the first day of preliminary service")),
	FLAG("has_former_unit", L("有原产权单位", "Has a former owner unit"),
	     L("登记了原产权单位；没有登记即为否",
	       "the unit that used to own it is registered; no if none is")),
	FLAG("is_placed", L("已划归社区", "Placed"),
	     L("挂在社区或村；挂在更高一级即为待划归",
	       "hangs at a community or village; higher up it waits to be placed")),
	FLAG("is_area_delimited", L("物业管理区域已划定", "Property area delimited"),
	     L("物业管理区域已经划定", "the property area has been delimited")),
	FLAG("has_area_group", L("属于合并区域", "In an area group"),
	     L("与其他小区合成一个物业管理区域；没有登记即为否",
	       "forms one property area with other estates; no if none is registered")),
	{0},
};

/* By the numbers of enum fee_unit (human.h). A day is 12/365 of a month. */
#define BY_HOUSE "e.fee_low_e4 * e.house_count * 100 / nullif(e.housing_dm2, 0)"
#define FEE_BY_MONTH                                                                              \
	"CASE e.fee_unit WHEN 1 THEN e.fee_low_e4 WHEN 2 THEN e.fee_low_e4 * 365 / 12"            \
	" WHEN 3 THEN e.fee_low_e4 / 3 WHEN 4 THEN e.fee_low_e4 / 12 WHEN 5 THEN " BY_HOUSE       \
	" WHEN 6 THEN " BY_HOUSE " * 365 / 12 WHEN 7 THEN " BY_HOUSE " / 3 WHEN 8 THEN " BY_HOUSE \
	" / 12 END"
#define SERVICE                                                                                   \
	"SELECT e.home_id, e.kind, e.service_mode, e.service_grade, e.charging_form, e.fee_unit," \
	" e.fee_low_e4, e.fee_high_e4, " FEE_BY_MONTH ","                                         \
	" CASE WHEN o.home_id IS NULL THEN 0 ELSE 1 END,"                                         \
	" e.contract_since, e.contract_until, e.is_preliminary, e.preliminary_since,"             \
	" CASE WHEN e.former_unit IS NULL THEN 0 ELSE 1 END,"                                     \
	" CASE WHEN r.level >= 8 THEN 1 ELSE 0 END, e.is_area_delimited,"                         \
	" CASE WHEN e.area_group IS NULL THEN 0 ELSE 1 END"                                       \
	" FROM estate e LEFT JOIN region r ON r.home_id = e.region_id"                            \
	" LEFT JOIN organisation o ON o.home_id = e.company_id AND o.deleted_at IS NULL"          \
	" WHERE e.home_id" ASKED " AND e.deleted_at IS NULL" ANY_DAY

/* ─── size, rooms, facilities ─── */

static const struct fact premises[] = {
	COUNT("built_year", NULL, L("建成年份", "Built in"),
	      L("建成的年份，即使不知道哪一天", "the year of completion, even if no day is known")),
	DAY("completed_on", L("竣工验收日期", "Completed on"),
	    L("竣工验收的日期", "the day of the completion acceptance")),
	DAY("delivered_on", L("交付日期", "Delivered on"),
	    L("首次交付业主的日期", "the day of the first delivery to owners")),
	COUNT("building_count", "幢", L("楼栋数", "Buildings"),
	      L("上报的楼栋数，可以与逐幢登记的不同",
		"buildings as reported, which may differ from those registered")),
	COUNT("house_count", "户", L("户数", "Houses"),
	      L("上报的户数，可以与逐户登记的不同",
		"houses as reported, which may differ from those registered")),
	COUNT("resident_count", "人", L("常住人口", "Residents"),
	      L("上报的常住人口", "residents as reported")),
	AREA("land_dm2", L("占地面积", "Site area"), L("占地面积，0.01 ㎡", "in 0.01 m²")),
	AREA("floor_dm2", L("建筑面积", "Floor area"),
	     L("总建筑面积，0.01 ㎡", "gross floor area, in 0.01 m²")),
	AREA("housing_dm2", L("住宅面积", "Housing area"),
	     L("住宅建筑面积，0.01 ㎡", "floor area of housing, in 0.01 m²")),
	{"green_permille", FACT_INT, L("绿地率", "Green ratio"),
	 L("绿地率，千分之几", "the green space ratio, in thousandths"), .places = 1, .unit = "%"},
	FLAG("has_property_room", L("物管用房", "Property room"),
	     L("有物业管理用房", "there is a room for property management")),
	AREA("property_room_dm2", L("物管用房面积", "Property room area"),
	     L("物业管理用房的建筑面积，0.01 ㎡", "floor area of the property room, in 0.01 m²")),
	AREA("courier_dm2", L("快递服务用房面积", "Courier space"),
	     L("快递服务用房的面积，0.01 ㎡", "space for couriers, in 0.01 m²")),
	FLAG("has_lighting", L("照明设施", "Lighting"), L("有公共照明设施", "public lighting")),
	FLAG("has_gate_control", L("门禁车闸识别系统", "Gate control"),
	     L("有门禁、车闸识别系统", "gates that recognise people and vehicles")),
	FLAG("has_emergency_power", L("应急发电", "Emergency power"),
	     L("有应急发电设备", "equipment for emergency power")),
	FLAG("has_fire_system", L("消防系统", "Fire system"),
	     L("有消防系统", "there is a fire system")),
	FLAG("has_septic_alarm", L("化粪池泄压报警", "Septic tank alarm"),
	     L("有化粪池泄压报警系统", "septic tanks relieve pressure and give alarm")),
	FLAG("has_barrier_free", L("无障碍设施", "Barrier-free"),
	     L("有无障碍设施", "barrier-free facilities")),
	FLAG("has_recreation", L("文体活动场所", "Recreation"),
	     L("有文体、儿童、老年活动场所", "places for sports, children and the elderly")),
	FLAG("has_community_room", L("社区用房", "Community room"),
	     L("有社区用房", "there is a room for the community")),
	FLAG("has_ev_charging", L("电动车充电设施", "EV charging"),
	     L("有电动车充电设施", "electric vehicles can be charged")),
	FLAG("has_waste_sorting", L("垃圾分类设施", "Waste sorting"),
	     L("有垃圾分类设施", "waste can be sorted")),
	FLAG("has_elder_care", L("养老设施", "Elder care"),
	     L("有养老设施", "facilities for elder care")),
	FLAG("has_video", L("视频监控", "Video monitoring"),
	     L("视频监控接入监控室", "cameras are watched in a monitoring room")),
	FLAG("has_vehicle_control", L("出入口车辆管控", "Vehicle control"),
	     L("主要出入口有车辆管控", "vehicles are controlled at the main gates")),
	FLAG("has_face_recognition", L("出入口人脸识别", "Face recognition"),
	     L("主要出入口有人脸识别，且不是唯一的进出方式",
	       "faces are recognised at the main gates, never as the only way in")),
	FLAG("has_security_maintainer", L("有安防系统维护单位", "Security system is maintained"),
	     L("登记了安防系统的维护单位；没有登记即为否",
	       "who maintains the security system is registered; no if nobody is")),
	{0},
};

#define PREMISES                                                                            \
	"SELECT e.home_id, e.built_year, e.completed_on, e.delivered_on, e.building_count," \
	" e.house_count, e.resident_count, e.land_dm2, e.floor_dm2, e.housing_dm2,"         \
	" e.green_permille, e.has_property_room, e.property_room_dm2, e.courier_dm2,"       \
	" e.has_lighting, e.has_gate_control, e.has_emergency_power, e.has_fire_system,"    \
	" e.has_septic_alarm, e.has_barrier_free, e.has_recreation, e.has_community_room,"  \
	" e.has_ev_charging, e.has_waste_sorting, e.has_elder_care, e.has_video,"           \
	" e.has_vehicle_control, e.has_face_recognition,"                                   \
	" CASE WHEN e.security_maintainer IS NULL THEN 0 ELSE 1 END"                        \
	" FROM estate e WHERE e.home_id" ASKED " AND e.deleted_at IS NULL" ANY_DAY

/* ─── the parking ledger, rules and papers ─── */

static const struct fact order[] = {
	COUNT("motor_spaces", "个", L("机动车位", "Motor spaces"),
	      L("上报的机动车位数", "spaces for motor vehicles, as reported")),
	COUNT("bicycle_spaces", "个", L("非机动车位", "Bicycle spaces"),
	      L("上报的非机动车位数", "spaces for bicycles, as reported")),
	COUNT("visitor_spaces", "个", L("访客车位", "Visitor spaces"),
	      L("上报的访客车位数", "spaces for visitors, as reported")),
	COUNT("shared_bicycle_spaces", "个", L("共享单车位", "Shared bicycle spaces"),
	      L("上报的共享单车位数", "spaces for shared bicycles, as reported")),
	COUNT("public_spaces", "个", L("公共车位", "Public spaces"),
	      L("上报的公共车位数", "public spaces, as reported")),
	COUNT("ev_spaces", "个", L("充电车位", "Charging spaces"),
	      L("上报的带充电设施的车位数", "spaces with charging, as reported")),
	FLAG("has_assembly", L("业主大会", "Owners' assembly"),
	     L("业主大会已成立", "the owners' assembly has been formed")),
	FLAG("has_covenant", L("管理规约", "Covenant"),
	     L("有管理规约", "there is a covenant of the owners")),
	FLAG("has_assembly_rules", L("业主大会议事规则", "Rules of the assembly"),
	     L("有业主大会议事规则", "the assembly has rules of procedure")),
	FLAG("has_service_rules", L("服务制度", "Service rules"),
	     L("有物业服务制度", "there are rules of service")),
	FLAG("has_emergency_plan", L("应急预案", "Emergency plan"),
	     L("有突发事件应急预案", "there is a plan for emergencies")),
	FLAG("has_quality_certificate", L("质量认证", "Quality certificate"),
	     L("通过 ISO 质量认证", "certified by ISO")),
	FLAG("is_smart_managed", L("智慧物业", "Smart management"),
	     L("实行智慧物业管理", "is managed with smart systems")),
	FLAG("is_renovated", L("已改造", "Renovated"),
	     L("老旧小区已完成改造", "the old estate has been renovated")),
	{0},
};

#define ORDER                                                                                     \
	"SELECT e.home_id, e.motor_spaces, e.bicycle_spaces, e.visitor_spaces,"                   \
	" e.shared_bicycle_spaces, e.public_spaces, e.ev_spaces, e.has_assembly, e.has_covenant," \
	" e.has_assembly_rules, e.has_service_rules, e.has_emergency_plan,"                       \
	" e.has_quality_certificate, e.is_smart_managed, e.is_renovated"                          \
	" FROM estate e WHERE e.home_id" ASKED " AND e.deleted_at IS NULL" ANY_DAY

/* ─── small estates that form one property area ─── */

static const struct fact group[] = {
	COUNT("group_houses", "户", L("合并区域户数", "Houses of the area group"),
	      L("同一镇街内同名合并区域各小区上报户数之和（未填户数的小区不计）；不属于合并区域的，"
		"为本小区上报户数",
		"reported houses of all estates of the same area group in the same subdistrict,"
		" those without a figure left out; without a group, its own")),
	{0},
};

/* The street of an estate is the nearest one above it; only streets that have a group of those asked
 * for are added up. */
#define GROUP                                                                                    \
	"WITH mine AS (SELECT e.home_id, e.house_count, e.area_group,"                           \
	" CASE WHEN e.area_group IS NULL THEN NULL ELSE"                                         \
	" (SELECT w.ancestor_id FROM region_within w JOIN region r ON r.home_id = w.ancestor_id" \
	" WHERE w.descendant_id = e.region_id AND w.since <= $2 AND w.until >= $2"               \
	" AND r.level IN (6, 7) ORDER BY w.depth LIMIT 1) END AS street_id"                      \
	" FROM estate e WHERE e.home_id" ASKED " AND e.deleted_at IS NULL),"                     \
	" streets AS (SELECT DISTINCT street_id FROM mine WHERE street_id IS NOT NULL),"         \
	" sums AS (SELECT s.street_id, o.area_group, CAST(sum(o.house_count) AS BIGINT) AS n"    \
	" FROM streets s JOIN region_within w ON w.ancestor_id = s.street_id"                    \
	" AND w.since <= $2 AND w.until >= $2"                                                   \
	" JOIN estate o ON o.region_id = w.descendant_id AND o.deleted_at IS NULL"               \
	" AND o.area_group IS NOT NULL GROUP BY s.street_id, o.area_group)"                      \
	" SELECT m.home_id, CASE WHEN m.street_id IS NULL THEN m.house_count ELSE g.n END"       \
	" FROM mine m LEFT JOIN sums g ON g.street_id = m.street_id"                             \
	" AND g.area_group = m.area_group"

const struct fact_table estate_facts[] = {
	{SUBJECT_ESTATE, service, SQL(SERVICE)},
	{SUBJECT_ESTATE, premises, SQL(PREMISES)},
	{SUBJECT_ESTATE, order, SQL(ORDER)},
	{SUBJECT_ESTATE, group, SQL(GROUP)},
	{0},
};
