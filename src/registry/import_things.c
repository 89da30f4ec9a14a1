/* The imports of what estates have and who serves them: parking spaces, vehicles, facilities, staff,
 * owners' bodies and their members, Party organisations. */
#include "registry/import_part_priv.h"

#include <sodium.h>
#include <string.h>

#include "account/may.h"
#include "base/secret.h"
#include "place/identifier.h"
#include "registry/body.h"
#include "registry/equipment.h"

#define HOUSE_LINK(key_)                                                               \
	{                                                                              \
		.key = key_, .member = "house_id",                                     \
		.name = SQL("SELECT label FROM house WHERE home_id = $1 AND id = $2"), \
		.find = import_find_house                                              \
	}
#define ORGANISATION_LINK(key_, member_)                                                     \
	{                                                                                    \
		.key = key_, .member = member_,                                              \
		.name = SQL("SELECT name FROM organisation WHERE $1 >= 0 AND home_id = $2"), \
		.find = import_find_organisation                                             \
	}

/* The registered thing of this name in the estate. */
#define BY_NAME(row, table)                                                            \
	(import_text((row), "name")                                                    \
		 ? sql_int((row)->cx, 0,                                               \
			   "SELECT id FROM " table " WHERE home_id = $1 AND name = $2" \
			   " AND deleted_at IS NULL",                                  \
			   i64((row)->home_id), str(import_text((row), "name")))       \
		 : 0)

static void put_default(struct import_row *row, const char *key, const struct choices *of,
			int64_t value)
{
	if (!json_object_get(row->object, key))
		json_object_set_new(row->object, key, json_string(choice_of(of, value)->code));
}

/* ─── parking spaces ─── */

static int64_t find_same_space(struct import_row *row)
{
	return BY_NAME(row, "parking_space");
}

static void complete_space(struct import_row *row)
{
	put_default(row, "kind", &parking_kinds, PARKING_MOTOR);
}

static const char *space_once(struct import_row *row, const void *now)
{
	const struct parking_space *p = now;
	(void)row;
	return p->name;
}

static const struct query space_taken =
	SQL("SELECT s.name FROM stage_parking_space s WHERE s.import_id = $1"
	    " AND s.deleted_at IS NULL AND EXISTS (SELECT 1 FROM parking_space p"
	    " WHERE p.home_id = s.home_id AND p.name = s.name AND p.id <> s.id"
	    " AND p.deleted_at IS NULL) LIMIT 1");
static const struct query space_in_use =
	SQL("SELECT s.id, s.home_id FROM stage_parking_space s WHERE s.import_id = $1"
	    " AND s.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM vehicle v"
	    " WHERE v.home_id = s.home_id AND v.space_id = s.id AND v.deleted_at IS NULL)"
	    " ORDER BY s.id LIMIT 100");
static const struct import_target space_target = {.entity = &parking_space_entity,
						  .in_use = &space_in_use,
						  .taken = &space_taken};
static const struct import_target *const space_targets[] = {&space_target, NULL};
static const struct import_link space_links[] = {HOUSE_LINK("house"), {0}};
static const struct import_part space_part = {.target = &space_target,
					      .links = space_links,
					      .find = find_same_space,
					      .complete = complete_space,
					      .once = space_once};
static const struct import_column space_extra[] = {
	{"house", "对应房屋", "House", import_parse_words, .covers = "house_id"},
	{0},
};
static const struct import_alias space_aliases[] = {
	{"name", {"车位号", "车位编号", "车位名称", "泊位号", "编号"}},
	{"kind", {"车位类型", "类型"}},
	{"holding", {"产权性质", "权属", "车位性质", "使用性质", "性质"}},
	{"area_dm2", {"车位面积"}},
	{"house", {"房号", "业主房号", "所属房屋", "关联房屋"}},
	{"has_charger", {"有无充电桩", "是否有充电桩"}},
	{0},
};
static const struct import_hint space_hints[] = {
	{"name", "B1-023", NULL, NULL},
	{"house", "3幢2单元1201", "已登记的房屋，如 3幢2单元1201 或 3-2-1201",
	 "A registered house, such as 3-2-1201"},
	{0},
};
const struct import_kind import_parking_kind = {
	.name = "parking_spaces",
	.zh = "车位",
	.en = "Parking spaces",
	.may = MAY_WRITE_HOUSE,
	.entity = &parking_space_entity,
	.extra = space_extra,
	.aliases = space_aliases,
	.hints = space_hints,
	.optional = " kind ",
	.needs_estate = true,
	.targets = space_targets,
	.row = import_part_row,
	.of = &space_part,
};

/* ─── vehicles ─── */

enum { VEHICLE_CAR = 1, VEHICLE_EV };

static const char *plate_hash(struct import_row *row, const char *plate)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	char *hex = mem_array(row->run->cx->mem, char, LOOKUP_HASH_SIZE * 2 + 1);
	secret_hash(row->cx->keys, "plate", plate, hash);
	return sodium_bin2hex(hex, LOOKUP_HASH_SIZE * 2 + 1, hash, sizeof hash);
}

static int64_t find_same_vehicle(struct import_row *row)
{
	const char *plate = import_text(row, "plate");
	if (!plate)
		return 0;
	plate = identifier_normalise(row->cx->mem, plate);
	return sql_int(row->cx, 0,
		       "SELECT id FROM vehicle WHERE home_id = $1 AND plate_hash = $2"
		       " AND deleted_at IS NULL",
		       i64(row->home_id), str(plate_hash(row, plate)));
}

/* What a plate tells of its car. */
static void complete_vehicle(struct import_row *row)
{
	struct identifier_fault ignored;
	const char *plate = import_text(row, "plate");
	if (!plate)
		return;
	plate = identifier_normalise(row->cx->mem, plate);
	bool is_green = identifier_check_plate(plate, &ignored) && plate_is_new_energy(plate);
	put_default(row, "kind", &vehicle_kinds, is_green ? VEHICLE_EV : VEHICLE_CAR);
}

static const char *vehicle_once(struct import_row *row, const void *now)
{
	const struct vehicle *v = now;
	return plate_hash(row, v->plate);
}

static const struct query vehicle_taken =
	SQL("SELECT s.plate_hash FROM stage_vehicle s WHERE s.import_id = $1 AND s.version = 1"
	    " AND EXISTS (SELECT 1 FROM vehicle v WHERE v.home_id = s.home_id"
	    " AND v.plate_hash = s.plate_hash AND v.id <> s.id AND v.deleted_at IS NULL) LIMIT 1");
static const struct import_target vehicle_target = {.entity = &vehicle_entity,
						    .taken = &vehicle_taken};
static const struct import_target *const vehicle_targets[] = {&vehicle_target, NULL};
static const struct import_link vehicle_links[] = {
	HOUSE_LINK("house"),
	{.key = "space",
	 .member = "space_id",
	 .name = SQL("SELECT name FROM parking_space WHERE home_id = $1 AND id = $2"),
	 .find = import_find_space},
	{0},
};
static const struct import_part vehicle_part = {.target = &vehicle_target,
						.links = vehicle_links,
						.find = find_same_vehicle,
						.complete = complete_vehicle,
						.once = vehicle_once};
static const struct import_column vehicle_extra[] = {
	{"house", "房屋", "House", import_parse_words, .covers = "house_id", .is_required = true},
	{"space", "车位", "Space", import_parse_words, .covers = "space_id"},
	{0},
};
static const struct import_alias vehicle_aliases[] = {
	{"plate", {"车牌", "车牌号码", "号牌", "号牌号码"}},
	{"kind", {"车型", "车辆种类", "类型"}},
	{"house", {"房号", "业主房号", "所属房屋", "房屋地址"}},
	{"space", {"车位号", "车位编号", "固定车位"}},
	{"note", {"车辆品牌", "品牌型号", "颜色", "说明"}},
	{0},
};
static const struct import_hint vehicle_hints[] = {
	{"plate", "浙A00000", NULL, NULL},
	{"house", "3幢2单元1201", "已登记的房屋，如 3幢2单元1201 或 3-2-1201",
	 "A registered house, such as 3-2-1201"},
	{"space", "B1-023", "已登记的车位号", "A registered space"},
	{0},
};
const struct import_kind import_vehicle_kind = {
	.name = "vehicles",
	.zh = "车辆",
	.en = "Vehicles",
	.may = MAY_WRITE_HOUSE,
	.entity = &vehicle_entity,
	.extra = vehicle_extra,
	.aliases = vehicle_aliases,
	.hints = vehicle_hints,
	.optional = " kind ",
	.needs_estate = true,
	.targets = vehicle_targets,
	.row = import_part_row,
	.of = &vehicle_part,
};

/* ─── facilities ─── */

enum { FACILITY_WORKING = 1 };

static int64_t find_same_facility(struct import_row *row)
{
	const char *name = import_text(row, "name"), *kind = import_text(row, "kind");
	if (!name || !kind)
		return 0;
	return sql_int(row->cx, 0,
		       "SELECT id FROM facility WHERE home_id = $1 AND name = $2 AND kind = $3"
		       " AND deleted_at IS NULL",
		       i64(row->home_id), str(name), i64(choice_find(&facility_kinds, kind)));
}

static void complete_facility(struct import_row *row)
{
	put_default(row, "state", &facility_states, FACILITY_WORKING);
}

static const char *facility_once(struct import_row *row, const void *now)
{
	const struct facility *f = now;
	return mem_format(row->cx->mem, "%lld|%s", (long long)f->kind, f->name);
}

static const struct import_target facility_target = {.entity = &facility_entity};
static const struct import_target *const facility_targets[] = {&facility_target, NULL};
static const struct import_link facility_links[] = {
	ORGANISATION_LINK("operator", "operated_by"),
	{0},
};
static const struct import_part facility_part = {.target = &facility_target,
						 .links = facility_links,
						 .find = find_same_facility,
						 .complete = complete_facility,
						 .once = facility_once};
static const struct import_column facility_extra[] = {
	IMPORT_HOME_COLUMN,
	{"operator", "专营接管单位", "Operated by", import_parse_words, .covers = "operated_by"},
	{0},
};
static const struct import_alias facility_aliases[] = {
	IMPORT_HOME_ALIASES,
	{"name", {"设备名称", "设施名称", "设施设备名称"}},
	{"kind", {"设备类型", "设备类别", "设施类别", "类型"}},
	{"number", {"设备编号", "使用登记证编号", "注册代码", "登记证号"}},
	{"place", {"安装位置", "所在位置", "地点"}},
	{"model", {"型号", "规格型号", "品牌"}},
	{"installed_on", {"投入使用日期", "启用日期", "安装日期"}},
	{"maintainer", {"维护单位", "维保公司"}},
	{"maintained_on", {"上次维保", "最近维保日期", "维保日期"}},
	{"inspected_on", {"检验日期", "最近检验日期", "年检日期"}},
	{"inspect_due_on", {"下次检验日期", "检验到期", "年检到期"}},
	{"state", {"设备状态", "使用状态"}},
	{0},
};
static const struct import_hint facility_hints[] = {
	IMPORT_HOME_HINT,
	{"name", "1号楼东梯", NULL, NULL},
	{"operator", NULL, "已登记的单位名称", "The name of a registered organisation"},
	{0},
};
const struct import_kind import_facility_kind = {
	.name = "facilities",
	.zh = "设施设备",
	.en = "Facilities and equipment",
	.may = MAY_WRITE_HOUSE,
	.entity = &facility_entity,
	.extra = facility_extra,
	.aliases = facility_aliases,
	.hints = facility_hints,
	.optional = " state ",
	.needs_estate = true,
	.has_homes = true,
	.targets = facility_targets,
	.row = import_part_row,
	.of = &facility_part,
};
