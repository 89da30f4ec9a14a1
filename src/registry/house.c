#include "registry/house.h"

#include "place/identifier.h"
#include "place/reach.h"
#include "registry/building.h"
#include "registry/label.h"
#include "registry/part.h"

static const struct choice kind_values[] = {
	{"home", "住宅", "Home"},     {"shop", "商铺", "Shop"},     {"office", "办公", "Office"},
	{"garage", "车库", "Garage"}, {"store", "储藏间", "Store"}, {"other", "其他", "Other"},
};
const struct choices house_kinds = CHOICES("house_kind", kind_values);

static const struct choice use_values[] = {
	{"lived_in", "自住", "Lived in"},
	{"let", "出租", "Let"},
	{"vacant", "空置", "Vacant"},
	{"unsold", "未售", "Unsold"},
};
const struct choices house_uses = CHOICES("house_use", use_values);

const struct field house_fields[] = {
	RECORD_FIELDS(house),
	{"building_id", F_ID, REQUIRED, AT(house, building_id), L("楼栋", "Building")},
	PART_TEXT(house, entrance, "单元", "Entrance", 20),
	{"floor", F_INT, 0, AT(house, floor), L("楼层", "Floor"), -10, 200},
	{"name", F_TEXT, REQUIRED, AT(house, name), L("室号", "House"), 1, 30},
	{"label", F_TEXT, READ_ONLY, AT(house, label), L("房屋", "Address"), 1, 80},
	{"sort_key", F_TEXT, READ_ONLY | INTERNAL, AT(house, sort_key), L("排序", "Sort key")},
	PART_ONE_OF(house, kind, REQUIRED, "房屋性质", "Kind", house_kinds),
	PART_ONE_OF(house, use, REQUIRED, "使用状况", "Use", house_uses),
	PART_AREA(house, area_dm2, "产权面积", "Certified area"),
	{"unit_number", F_TEXT, 0, AT(house, unit_number),
	 L("不动产单元号", "Real-estate unit number"), 28, 28},
	PART_DATE(house, delivered_on, "交付日期", "Delivered on"),
	{"outside_key", F_TEXT, ON_CREATE, AT(house, outside_key), L("来源标识", "Outside key"), 1,
	 100},
	{0},
};

static const char *label_of(struct ctx *cx, const struct house *h)
{
	struct building b;
	if (building_load(cx, h->rec.home_id, h->building_id, &b))
		return NULL;
	return label_house(cx->mem, b.name, h->entrance, h->name);
}

static void normalise(struct ctx *cx, void *obj)
{
	struct house *h = obj;
	if (h->unit_number)
		h->unit_number = identifier_normalise(cx->mem, h->unit_number);
}

static err check(struct ctx *cx, const void *obj)
{
	const struct house *h = obj;
	struct identifier_fault fault;
	part_must_exist(
		cx, "building_id",
		"SELECT 1 FROM building WHERE home_id = $1 AND id = $2 AND deleted_at IS NULL",
		h->rec.home_id, h->building_id);
	if (h->unit_number && !identifier_check_unit_number(h->unit_number, &fault))
		identifier_fail(cx, "unit_number", &fault);
	if (ctx_err(cx))
		return ctx_err(cx);
	const char *label = label_of(cx, h);
	if (label && sql_int(cx, 0,
			     "SELECT 1 FROM house WHERE home_id = $1 AND label = $2 AND id <> $3"
			     " AND deleted_at IS NULL",
			     i64(h->rec.home_id), str(label), i64(h->rec.id)))
		fail_field(cx, "name",
			   T("house.taken", "本小区已有“{1}”", "the estate has a {1} already"),
			   str(label));
	return ctx_err(cx);
}

static err fill(struct ctx *cx, void *obj)
{
	struct house *h = obj;
	h->label = label_of(cx, h);
	if (h->label)
		h->sort_key = label_sort_key(cx->mem, h->label);
	return ctx_err(cx);
}

#define COLUMNS                                                                            \
	RECORD_COLUMNS ", building_id, entrance, floor, name, label, sort_key, kind, use," \
		       " area_dm2, unit_number, delivered_on, outside_key"

const struct entity house_entity = {
	.kind = "house",
	.zh = "房屋",
	.en = "house",
	.fields = house_fields,
	.size = sizeof(struct house),
	.normalise = normalise,
	.check = check,
	.fill = fill,
	ENTITY_SQL("house", COLUMNS, P_16),
};

err house_load(struct ctx *cx, int64_t estate_id, int64_t id, struct house *ret)
{
	return record_load(cx, &house_entity, estate_id, id, ret);
}

bool house_is_of(struct ctx *cx, int64_t estate_id, int64_t house_id, int64_t person_id)
{
	return person_id &&
	       sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE home_id = $1 AND house_id = $2"
		       " AND person_id = $3 AND until >= $4 AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM occupancy WHERE home_id = $1 AND house_id = $2"
		       " AND person_id = $3 AND until >= $4 AND deleted_at IS NULL LIMIT 1",
		       i64(estate_id), i64(house_id), i64(person_id), str(reach_today(cx))) == 1;
}

bool house_is_owned_by(struct ctx *cx, int64_t estate_id, int64_t house_id, int64_t person_id)
{
	return person_id &&
	       sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE home_id = $1 AND house_id = $2"
		       " AND person_id = $3 AND until >= $4 AND deleted_at IS NULL",
		       i64(estate_id), i64(house_id), i64(person_id), str(reach_today(cx))) == 1;
}
