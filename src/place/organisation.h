/* Organisations: departments, companies, developers, associations, utilities, and other bodies with
 * a name of their own. Owners' committees and the party organisations of estates are the register's.
 */
#ifndef LINLI_PLACE_ORGANISATION_H
#define LINLI_PLACE_ORGANISATION_H

#include "audit/record.h"

enum organisation_kind {
	ORGANISATION_DEPARTMENT = 1, /* 部门 */
	ORGANISATION_OFFICE,         /* 镇街、社区等派出与基层机构 */
	ORGANISATION_COMPANY,        /* 物业服务企业 */
	ORGANISATION_DEVELOPER,      /* 建设单位 */
	ORGANISATION_ASSOCIATION,    /* 行业协会 */
	ORGANISATION_UTILITY,        /* 水、电、气、热、通信等专营单位 */
	ORGANISATION_PARTY,          /* 党组织 */
	ORGANISATION_SECURITY,       /* 保安服务公司 */
	ORGANISATION_OTHER,
	ORGANISATION__MAX
};
extern const struct choices organisation_kinds;

struct organisation {
	struct record rec;
	int64_t kind; /* enum organisation_kind */
	const char *name, *short_name, *credit_code;
	int64_t region_id, parent_id;
	const char *duty, *legal_person, *phone, *address;
	int64_t is_association_member, has_party_organisation, has_trade_union;
	const char *since, *until;
	int64_t successor_id;
	const char *outside_key;
};
extern const struct entity organisation_entity;
extern const struct field organisation_fields[];

err organisation_load(struct ctx *cx, int64_t id, struct organisation *ret);

/* The organisation of this kind with exactly this name (or short name, or credit code); 0 if there
 * is none, and 0 too, with *ret_many set, if there are several. */
err organisation_find(struct ctx *cx, enum organisation_kind kind, const char *name, int64_t *ret,
		      bool *ret_many);

#endif
