#include "registry/building.h"

#include "registry/label.h"
#include "registry/part.h"

static const struct choice kind_values[] = {
	{"multi_storey", "多层", "Multi-storey"}, {"mid_rise", "小高层", "Mid-rise"},
	{"high_rise", "高层", "High-rise"},       {"villa", "别墅", "Villas"},
	{"commercial", "商业办公", "Commercial"}, {"ancillary", "配套", "Ancillary"},
};
const struct choices building_kinds = CHOICES("building_kind", kind_values);

const struct field building_fields[] = {
	RECORD_FIELDS(building),
	{"name", F_TEXT, REQUIRED, AT(building, name), L("楼栋", "Building"), 1, 30},
	{"sort_key", F_TEXT, READ_ONLY | INTERNAL, AT(building, sort_key), L("排序", "Sort key")},
	PART_ONE_OF(building, kind, 0, "类型", "Kind", building_kinds),
	PART_COUNT(building, floors, "地上层数", "Floors", 200),
	PART_COUNT(building, basement_floors, "地下层数", "Basement floors", 20),
	PART_COUNT(building, entrance_count, "单元数", "Entrances", 100),
	PART_COUNT(building, house_count, "户数", "Houses", 10000),
	PART_COUNT(building, lift_count, "电梯数", "Lifts", 200),
	PART_AREA(building, floor_dm2, "建筑面积", "Floor area"),
	PART_DATE(building, completed_on, "竣工日期", "Completed on"),
	PART_TEXT(building, structure, "结构", "Structure", 30),
	{0},
};

static err check(struct ctx *cx, const void *obj)
{
	const struct building *b = obj;
	int64_t other = building_named(cx, b->rec.home_id, b->name);
	if (other && other != b->rec.id)
		fail_field(cx, "name",
			   T("building.taken", "本小区已有“{1}”", "the estate has a {1} already"),
			   str(b->name));
	return ctx_err(cx);
}

static err fill(struct ctx *cx, void *obj)
{
	struct building *b = obj;
	b->sort_key = label_sort_key(cx->mem, b->name);
	return OK;
}

#define COLUMNS                                                                           \
	RECORD_COLUMNS ", name, sort_key, kind, floors, basement_floors, entrance_count," \
		       " house_count, lift_count, floor_dm2, completed_on, structure"

const struct entity building_entity = {
	.kind = "building",
	.zh = "楼栋",
	.en = "building",
	.fields = building_fields,
	.size = sizeof(struct building),
	.check = check,
	.fill = fill,
	ENTITY_SQL("building", COLUMNS, P_15),
};

err building_load(struct ctx *cx, int64_t estate_id, int64_t id, struct building *ret)
{
	return record_load(cx, &building_entity, estate_id, id, ret);
}

int64_t building_named(struct ctx *cx, int64_t estate_id, const char *name)
{
	return sql_int(cx, 0,
		       "SELECT id FROM building WHERE home_id = $1 AND name = $2"
		       " AND deleted_at IS NULL",
		       i64(estate_id), str(name));
}
