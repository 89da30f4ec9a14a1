/* Permissions, and the roles that have them: one table (role.c). A route names one permission; a
 * pack may name a role's title, never give it a permission.
 */
#ifndef LINLI_ACCOUNT_MAY_H
#define LINLI_ACCOUNT_MAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/field.h"

enum may {
	MAY_PUBLIC = 1, /* anybody, without signing in */
	MAY_BE_SELF,    /* anybody who is signed in: own account, sessions, posts, looks */

	MAY_READ_PLACE, /* the region tree, organisations */
	MAY_WRITE_REGION,
	MAY_WRITE_ORGANISATION,

	MAY_READ_ESTATE,
	MAY_WRITE_ESTATE,
	MAY_DELETE_ESTATE, /* delete, restore, merge */
	MAY_READ_HOUSE,    /* houses and their people, masked */
	MAY_WRITE_HOUSE,
	MAY_REVEAL_PERSON, /* personal data in the clear, for a reason */
	MAY_ERASE_PERSON,  /* what need not be known of somebody any more */
	MAY_READ_STAFF,
	MAY_WRITE_STAFF,
	MAY_IMPORT,
	MAY_EXPORT,
	MAY_CONFIRM_BINDING, /* an owner's request to be bound to a house */
	MAY_PRINT_CODES,     /* letters with house codes */

	MAY_LIVE_HERE, /* the resident's own houses */

	MAY_READ_POLICY,  /* the cockpit, and the packs behind it */
	MAY_WRITE_POLICY, /* check, try and load packs */

	MAY_READ_ACCOUNT,
	MAY_WRITE_ACCOUNT, /* the system administrator: accounts and invitations */
	MAY_GRANT_POST,    /* the security administrator: posts and machine tokens */
	MAY_READ_AUDIT,    /* the audit administrator */
	MAY_WRITE_SETTING, /* the system administrator */
	MAY_READ_OUTBOX,   /* the system administrator: messages and what became of them */
	MAY__MAX
};
extern const struct choices permissions; /* code, Chinese, English of each */

/* What a post of this role reaches: the kind of thing its reach_id is. */
enum reach_of { OF_INSTALLATION = 1, OF_REGION, OF_ORGANISATION, OF_ESTATE, OF_PERSON };

enum role {
	ROLE_SYSTEM_ADMIN = 1,
	ROLE_SECURITY_ADMIN,
	ROLE_AUDIT_ADMIN,
	ROLE_LEADER,              /* 分管领导, of any level */
	ROLE_HOUSING_OFFICER,     /* 房管（住建）部门经办 */
	ROLE_DEPARTMENT_OFFICER,  /* 其他部门经办 */
	ROLE_INSPECTOR,           /* 督查 */
	ROLE_TOWN_LEADER,         /* 镇街分管领导 */
	ROLE_TOWN_OFFICER,        /* 镇街物业办 */
	ROLE_COMMUNITY_LEADER,    /* 社区负责人 */
	ROLE_PROPERTY_SPECIALIST, /* 物业专干、物管员 */
	ROLE_GRID_WORKER,
	ROLE_APPOINTED_OFFICIAL,
	ROLE_MEDIATOR,
	ROLE_ENFORCER,
	ROLE_COMPANY_MANAGER,
	ROLE_PROJECT_MANAGER,
	ROLE_COMPANY_CLERK,
	ROLE_COMPANY_WORKER,
	ROLE_DEVELOPER_AGENT,
	ROLE_ASSOCIATION_OFFICER,
	ROLE_UTILITY_OFFICER,
	ROLE_COMMITTEE_CHAIR,
	ROLE_COMMITTEE_MEMBER,
	ROLE_PARTY_SECRETARY,
	ROLE_RESIDENT,
	ROLE_MACHINE, /* a program; its token narrows it further */
	ROLE__MAX
};
extern const struct choices roles;

bool role_may(enum role role, enum may may);
enum reach_of role_reach(enum role role);

/* System, security and audit administrator exclude one another and every other role. */
static inline bool role_is_admin(enum role role)
{
	return role <= ROLE_AUDIT_ADMIN;
}

#endif
