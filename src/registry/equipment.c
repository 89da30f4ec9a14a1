#include "registry/equipment.h"

#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "place/identifier.h"
#include "registry/label.h"
#include "registry/part.h"

#define HOUSE_STANDS "SELECT 1 FROM house WHERE home_id = $1 AND id = $2 AND deleted_at IS NULL"

/* ─── parking spaces ─── */

static const struct choice parking_kind_values[] = {
	{"motor", "机动车位", "Motor vehicles"},
	{"bicycle", "非机动车位", "Bicycles"},
	{"visitor", "访客车位", "Visitors"},
	{"shared_bicycle", "共享单车位", "Shared bicycles"},
	{"public", "公共车位", "Public"},
	{"ev", "充电车位", "With charging"},
};
const struct choices parking_kinds = CHOICES("parking_kind", parking_kind_values);

static const struct choice holding_values[] = {
	{"owned", "已售", "Owned"},
	{"let", "出租", "Let"},
	{"common", "业主共有", "Common"},
	{"unsold", "未售", "Unsold"},
	{"civil_defence", "人防", "Civil defence"},
};
const struct choices parking_holdings = CHOICES("parking_holding", holding_values);

const struct field parking_space_fields[] = {
	RECORD_FIELDS(parking_space),
	{"name", F_TEXT, REQUIRED, AT(parking_space, name), L("车位号", "Space"), 1, 30},
	{"sort_key", F_TEXT, READ_ONLY | INTERNAL, AT(parking_space, sort_key),
	 L("排序", "Sort key")},
	PART_ONE_OF(parking_space, kind, REQUIRED, "类型", "Kind", parking_kinds),
	PART_ONE_OF(parking_space, holding, REQUIRED, "权属", "Holding", parking_holdings),
	PART_AREA(parking_space, area_dm2, "面积", "Area"),
	{"house_id", F_ID, 0, AT(parking_space, house_id), L("对应房屋", "House")},
	PART_FLAG(parking_space, has_charger, "充电桩", "Charger"),
	PART_DATE(parking_space, completed_on, "交付日期", "Delivered on"),
	{0},
};

static err parking_check(struct ctx *cx, const void *obj)
{
	const struct parking_space *p = obj;
	part_must_exist(cx, "house_id", HOUSE_STANDS, p->rec.home_id, p->house_id);
	if (sql_int(cx, 0,
		    "SELECT 1 FROM parking_space WHERE home_id = $1 AND name = $2 AND id <> $3"
		    " AND deleted_at IS NULL",
		    i64(p->rec.home_id), str(p->name), i64(p->rec.id)))
		fail_field(cx, "name",
			   T("parking.taken", "本小区已有车位“{1}”", "space {1} exists already"),
			   str(p->name));
	return ctx_err(cx);
}

static err parking_fill(struct ctx *cx, void *obj)
{
	struct parking_space *p = obj;
	p->sort_key = label_sort_key(cx->mem, p->name);
	return OK;
}

const struct entity parking_space_entity = {
	.kind = "parking_space",
	.zh = "车位",
	.en = "parking space",
	.fields = parking_space_fields,
	.size = sizeof(struct parking_space),
	.check = parking_check,
	.fill = parking_fill,
	ENTITY_SQL("parking_space",
		   RECORD_COLUMNS
		   ", name, sort_key, kind, holding, area_dm2, house_id, has_charger,"
		   " completed_on",
		   P_12),
};

/* ─── vehicles ─── */

static const struct choice vehicle_values[] = {
	{"car", "小型汽车", "Car"},
	{"ev", "新能源汽车", "Electric car"},
	{"motorcycle", "摩托车", "Motorcycle"},
	{"e_bike", "电动自行车", "Electric bicycle"},
	{"other", "其他", "Other"},
};
const struct choices vehicle_kinds = CHOICES("vehicle_kind", vehicle_values);

const struct field vehicle_fields[] = {
	RECORD_FIELDS(vehicle),
	{"plate", F_TEXT, REQUIRED | PERSONAL, AT(vehicle, plate), L("车牌号", "Plate"), 4, 12,
	 .mask = MASK_PLATE},
	{"plate_hash", F_TEXT, READ_ONLY | INTERNAL, AT(vehicle, plate_hash),
	 L("车牌索引", "Plate hash"), 64, 64},
	{"house_id", F_ID, REQUIRED, AT(vehicle, house_id), L("房屋", "House")},
	{"space_id", F_ID, 0, AT(vehicle, space_id), L("车位", "Space")},
	PART_ONE_OF(vehicle, kind, REQUIRED, "车辆类型", "Kind", vehicle_kinds),
	PART_TEXT(vehicle, note, "备注", "Note", 60),
	{0},
};

static bool has_plate_of_law(const struct vehicle *v)
{
	return v->kind <=
	       3; /* cars and motorcycles; an electric bicycle's plate is the city's own */
}

static void vehicle_normalise(struct ctx *cx, void *obj)
{
	struct vehicle *v = obj;
	v->plate = identifier_normalise(cx->mem, v->plate);
}

static err vehicle_check(struct ctx *cx, const void *obj)
{
	const struct vehicle *v = obj;
	struct identifier_fault fault;
	if (has_plate_of_law(v) && !identifier_check_plate(v->plate, &fault))
		identifier_fail(cx, "plate", &fault);
	part_must_exist(cx, "house_id", HOUSE_STANDS, v->rec.home_id, v->house_id);
	part_must_exist(cx, "space_id",
			"SELECT 1 FROM parking_space WHERE home_id = $1 AND id = $2"
			" AND deleted_at IS NULL",
			v->rec.home_id, v->space_id);
	return ctx_err(cx);
}

static err vehicle_fill(struct ctx *cx, void *obj)
{
	struct vehicle *v = obj;
	unsigned char hash[LOOKUP_HASH_SIZE];
	char *hex = mem_array(cx->mem, char, LOOKUP_HASH_SIZE * 2 + 1);
	secret_hash(cx->keys, "plate", v->plate, hash);
	v->plate_hash = sodium_bin2hex(hex, LOOKUP_HASH_SIZE * 2 + 1, hash, sizeof hash);
	return OK;
}

const struct entity vehicle_entity = {
	.kind = "vehicle",
	.zh = "车辆",
	.en = "vehicle",
	.fields = vehicle_fields,
	.size = sizeof(struct vehicle),
	.normalise = vehicle_normalise,
	.check = vehicle_check,
	.fill = vehicle_fill,
	ENTITY_SQL("vehicle", RECORD_COLUMNS ", plate, plate_hash, house_id, space_id, kind, note",
		   P_10),
};

/* ─── facilities and equipment ─── */

static const struct choice facility_kind_values[] = {
	{"lift", "电梯", "Lift"},
	{"fire", "消防设施", "Fire system"},
	{"gate", "门禁道闸", "Gate"},
	{"camera", "监控", "Camera"},
	{"power", "供配电", "Power"},
	{"emergency_power", "应急发电", "Emergency power"},
	{"water", "供水", "Water"},
	{"secondary_water", "二次供水", "Secondary water supply"},
	{"gas", "燃气", "Gas"},
	{"heat", "供热", "Heating"},
	{"telecom", "通信", "Telecom"},
	{"drainage", "排水", "Drainage"},
	{"septic", "化粪池", "Septic tank"},
	{"lighting", "照明", "Lighting"},
	{"charger", "充电设施", "Charger"},
	{"recreation", "文体设施", "Recreation"},
	{"barrier_free", "无障碍设施", "Barrier-free"},
	{"waste", "垃圾分类", "Waste"},
	{"other", "其他", "Other"},
};
const struct choices facility_kinds = CHOICES("facility_kind", facility_kind_values);

static const struct choice facility_state_values[] = {
	{"working", "正常", "Working"},
	{"faulty", "故障", "Faulty"},
	{"stopped", "停用", "Out of use"},
	{"scrapped", "报废", "Scrapped"},
};
const struct choices facility_states = CHOICES("facility_state", facility_state_values);

const struct field facility_fields[] = {
	RECORD_FIELDS(facility),
	{"name", F_TEXT, REQUIRED, AT(facility, name), L("名称", "Name"), 1, 60},
	PART_ONE_OF(facility, kind, REQUIRED, "类别", "Kind", facility_kinds),
	PART_TEXT(facility, number, "登记编号", "Registration number", 60),
	PART_TEXT(facility, place, "位置", "Place", 80),
	PART_TEXT(facility, model, "品牌型号", "Model", 80),
	PART_DATE(facility, installed_on, "投用日期", "In use since"),
	PART_TEXT(facility, maintainer, "维保单位", "Maintainer", 80),
	PART_DATE(facility, maintained_on, "最近维保", "Maintained on"),
	PART_COUNT(facility, maintain_every_days, "维保间隔（天）", "Maintain every, days", 3660),
	PART_DATE(facility, inspected_on, "最近检验", "Inspected on"),
	PART_DATE(facility, inspect_due_on, "下次检验", "Inspection due"),
	PART_ONE_OF(facility, state, REQUIRED, "状态", "State", facility_states),
	{"operated_by", F_ID, 0, AT(facility, operated_by), L("专营接管单位", "Operated by")},
	{0},
};

static err facility_check(struct ctx *cx, const void *obj)
{
	const struct facility *f = obj;
	part_check_days(cx, "inspect_due_on", f->inspected_on, f->inspect_due_on);
	part_must_exist(
		cx, "operated_by",
		"SELECT 1 FROM organisation WHERE $1 > 0 AND home_id = $2 AND deleted_at IS NULL",
		f->rec.home_id, f->operated_by);
	return ctx_err(cx);
}

const struct entity facility_entity = {
	.kind = "facility",
	.zh = "设施设备",
	.en = "facility",
	.fields = facility_fields,
	.size = sizeof(struct facility),
	.check = facility_check,
	ENTITY_SQL("facility",
		   RECORD_COLUMNS
		   ", name, kind, number, place, model, installed_on, maintainer,"
		   " maintained_on, maintain_every_days, inspected_on, inspect_due_on,"
		   " state, operated_by",
		   P_17),
};
