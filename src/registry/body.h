/* Owners' bodies, Party organisations of estates, and the people posted to property matters. */
#ifndef LINLI_REGISTRY_BODY_H
#define LINLI_REGISTRY_BODY_H

#include "audit/record.h"

enum committee_kind {
	COMMITTEE_OWNERS = 1,    /* 业主委员会 */
	COMMITTEE_MANAGEMENT,    /* 物业（小区）管理委员会 */
	COMMITTEE_NEIGHBOURHOOD, /* 居委会代行 */
};
enum committee_state {
	COMMITTEE_PREPARING = 1,
	COMMITTEE_IN_OFFICE,
	COMMITTEE_EXPIRED,
	COMMITTEE_DISSOLVED
};
extern const struct choices committee_kinds, committee_states, committee_duties, party_forms,
	staff_kinds;

struct committee {
	struct record rec;
	int64_t kind;
	const char *name, *since, *until, *filed_on, *filing_number;
	int64_t state, has_party_branch;
};
extern const struct entity committee_entity;
extern const struct field committee_fields[];

struct committee_member {
	struct record rec;
	int64_t committee_id, person_id, duty, is_party_member, is_cross_appointed;
	const char *trained_on, *since, *until;
};
extern const struct entity committee_member_entity;
extern const struct field committee_member_fields[];

struct party_organisation {
	struct record rec;
	const char *name;
	int64_t form, secretary_id, is_secretary_of_community, member_count;
	const char *since, *until;
};
extern const struct entity party_organisation_entity;
extern const struct field party_organisation_fields[];

enum staff_kind {
	STAFF_SPECIALIST = 1,   /* 物业专干（XX-3.2）、物管员（XH-3） */
	STAFF_TOWN_OFFICE,      /* 镇街物业办人员（ZD-2.1, XH-3） */
	STAFF_APPOINTED,        /* 挂包干部（ZD-4.1） */
	STAFF_GRID_WORKER,      /* 网格员 */
	STAFF_PROJECT_MANAGER,  /* 物业项目负责人 */
	STAFF_GUARD,            /* 保安 */
	STAFF_MEDIATOR,         /* 调解员 */
	STAFF_PARTY_INSTRUCTOR, /* 党建指导员 */
	STAFF_VOLUNTEER,        /* 志愿者 */
	STAFF_OTHER,
	STAFF__MAX
};
struct staff {
	struct record rec; /* home_id: a region or an estate */
	int64_t kind, person_id;
	const char *name;
	int64_t organisation_id;
	const char *title, *work_phone;
	int64_t is_full_time;
	const char *since, *until;
};
extern const struct entity staff_entity;
extern const struct field staff_fields[];

#endif
