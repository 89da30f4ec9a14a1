/* 住宅小区: the unit that is managed, contracted, voted on and disclosed.
 *
 * An estate hangs at the lowest region known; above a community it is 待划归 and listed so. What is
 * not recorded is NONE (or NULL, or 0 for a choice), never a guess: measures show it as unknown.
 * Facilities follow the 六有 of YC-1.1, the supporting list of XX-11, the security list of XH-18.1;
 * parking the kinds of XX-13.
 */
#ifndef LINLI_REGISTRY_ESTATE_H
#define LINLI_REGISTRY_ESTATE_H

#include "audit/record.h"
#include "registry/human.h"

enum estate_kind {
	ESTATE_COMMODITY = 1, /* 商品房 */
	ESTATE_OLD,           /* 老旧小区 */
	ESTATE_RESETTLEMENT,  /* 安置房、拆迁安置 */
	ESTATE_PUBLIC_RENTAL, /* 公租房 */
	ESTATE_AFFORDABLE,    /* 经济适用房等保障性住房 */
	ESTATE_UNIT,          /* 企业、单位自管 */
	ESTATE_RURAL,         /* 新型农村社区 */
	ESTATE_SCATTERED,     /* 零散楼栋 */
	ESTATE__MAX
};

/* NZ-2: four modes of old estates, and none. */
enum service_mode {
	SERVICE_PROFESSIONAL = 1, /* 规范化物业 */
	SERVICE_BASIC,            /* 准物业 */
	SERVICE_SELF_MANAGED,     /* 业主自治 */
	SERVICE_COMMUNITY,        /* 社区管理 */
	SERVICE_NONE,             /* 无物业服务 */
	SERVICE__MAX
};

enum charging_form { CHARGING_MENU = 1, CHARGING_LUMP_SUM, CHARGING_COMMISSION };

extern const struct choices estate_kinds, service_modes, service_grades, charging_forms;

struct estate {
	struct record rec;
	const char *number, *name, *alias;
	int64_t region_id;
	const char *address;
	int64_t kind, service_mode, service_grade, charging_form;
	int64_t fee_low_e4, fee_high_e4, fee_unit; /* 0.0001 yuan; enum fee_unit */
	int64_t company_id;
	const char *contract_since, *contract_until;
	int64_t is_preliminary;
	const char *preliminary_since;
	int64_t developer_id;
	const char *former_unit;
	int64_t built_year;
	const char *completed_on, *delivered_on;
	int64_t building_count, house_count, resident_count;
	int64_t land_dm2, floor_dm2, housing_dm2, green_permille;
	int64_t has_property_room, property_room_dm2, has_lighting, has_gate_control,
		has_emergency_power, has_fire_system, has_septic_alarm;
	int64_t has_barrier_free, has_recreation, has_community_room, has_ev_charging,
		has_waste_sorting, has_elder_care, courier_dm2;
	int64_t has_video, has_vehicle_control, has_face_recognition;
	const char *security_maintainer;
	int64_t motor_spaces, bicycle_spaces, visitor_spaces, shared_bicycle_spaces, public_spaces,
		ev_spaces;
	int64_t is_area_delimited;
	const char *area_group;
	int64_t has_assembly, has_covenant, has_assembly_rules, has_service_rules,
		has_emergency_plan, has_quality_certificate, is_smart_managed, is_renovated;
	int64_t latitude_e7, longitude_e7;
	const char *outside_key, *note;
};
extern const struct entity estate_entity;
extern const struct field estate_fields[];

err estate_load(struct ctx *cx, int64_t id, struct estate *ret);

/* `from` is `into` registered twice: what `into` lacks is taken from it, its parts go over, and it
 * is removed. Fails CONFLICT naming what both have (a building of the same name). */
err estate_absorb(struct ctx *cx, struct estate *from, struct estate *into);

#endif
