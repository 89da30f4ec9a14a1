/* The one table of who may do what. Read a column of `may` downwards to see who has it. */
#include "account/may.h"

static const struct choice may_values[] = {
	{"public", "公开", "Public"},
	{"be_self", "本人事项", "Own account"},
	{"read_place", "查看辖区与单位", "Read regions and organisations"},
	{"write_region", "维护辖区", "Change regions"},
	{"write_organisation", "维护单位", "Change organisations"},
	{"read_estate", "查看小区", "Read estates"},
	{"write_estate", "维护小区", "Change estates"},
	{"delete_estate", "删除、恢复、合并小区", "Delete, restore, merge estates"},
	{"read_house", "查看房屋与住户", "Read houses and residents"},
	{"write_house", "维护房屋与住户", "Change houses and residents"},
	{"reveal_person", "查看个人信息明文", "See personal data in the clear"},
	{"erase_person", "删除个人信息", "Erase personal data"},
	{"read_staff", "查看人员力量", "Read staff"},
	{"write_staff", "维护人员力量", "Change staff"},
	{"import", "导入", "Import"},
	{"export", "导出", "Export"},
	{"confirm_binding", "审核房屋绑定", "Confirm house bindings"},
	{"print_codes", "打印房屋绑定码", "Print house codes"},
	{"live_here", "住户事项", "Resident's own houses"},
	{"read_policy", "查看政策驾驶舱", "Read the cockpit"},
	{"write_policy", "载入政策包", "Load policy packs"},
	{"read_account", "查看账号", "Read accounts"},
	{"write_account", "维护账号", "Change accounts"},
	{"grant_post", "授予岗位与令牌、重置两步验证",
	 "Grant posts and tokens, drop second factors"},
	{"read_audit", "查看审计", "Read the audit"},
	{"write_setting", "修改系统设置", "Change settings"},
	{"read_outbox", "查看消息发送", "Read outgoing messages"},
};
const struct choices permissions = CHOICES("permission", may_values);
_Static_assert(sizeof may_values / sizeof *may_values == MAY__MAX - 1, "a name for each");

static const struct choice role_values[] = {
	[ROLE_SYSTEM_ADMIN - 1] = {"system_admin", "系统管理员", "System administrator"},
	[ROLE_SECURITY_ADMIN - 1] = {"security_admin", "安全管理员", "Security administrator"},
	[ROLE_AUDIT_ADMIN - 1] = {"audit_admin", "审计管理员", "Audit administrator"},
	[ROLE_LEADER - 1] = {"leader", "分管领导", "Leader"},
	[ROLE_HOUSING_OFFICER - 1] = {"housing_officer", "房管经办", "Housing officer"},
	[ROLE_DEPARTMENT_OFFICER - 1] = {"department_officer", "部门经办", "Department officer"},
	[ROLE_INSPECTOR - 1] = {"inspector", "督查", "Inspector"},
	[ROLE_TOWN_LEADER - 1] = {"town_leader", "镇街分管领导", "Town leader"},
	[ROLE_TOWN_OFFICER - 1] = {"town_officer", "镇街物业办", "Town property officer"},
	[ROLE_COMMUNITY_LEADER - 1] = {"community_leader", "社区负责人", "Community leader"},
	[ROLE_PROPERTY_SPECIALIST - 1] = {"property_specialist", "物业专干", "Property specialist"},
	[ROLE_GRID_WORKER - 1] = {"grid_worker", "网格员", "Grid worker"},
	[ROLE_APPOINTED_OFFICIAL - 1] = {"appointed_official", "挂包干部", "Appointed official"},
	[ROLE_MEDIATOR - 1] = {"mediator", "调解员", "Mediator"},
	[ROLE_ENFORCER - 1] = {"enforcer", "执法人员", "Enforcement officer"},
	[ROLE_COMPANY_MANAGER - 1] = {"company_manager", "物业企业负责人", "Company manager"},
	[ROLE_PROJECT_MANAGER - 1] = {"project_manager", "项目负责人", "Project manager"},
	[ROLE_COMPANY_CLERK - 1] = {"company_clerk", "物业客服收费员", "Company clerk"},
	[ROLE_COMPANY_WORKER - 1] = {"company_worker", "物业工程人员", "Company worker"},
	[ROLE_DEVELOPER_AGENT - 1] = {"developer_agent", "建设单位经办", "Developer's agent"},
	[ROLE_ASSOCIATION_OFFICER - 1] = {"association_officer", "行业协会经办",
					  "Association officer"},
	[ROLE_UTILITY_OFFICER - 1] = {"utility_officer", "专营单位经办", "Utility officer"},
	[ROLE_COMMITTEE_CHAIR - 1] = {"committee_chair", "业委会主任", "Committee chair"},
	[ROLE_COMMITTEE_MEMBER - 1] = {"committee_member", "业委会委员", "Committee member"},
	[ROLE_PARTY_SECRETARY - 1] = {"party_secretary", "小区党组织书记",
				      "Estate Party secretary"},
	[ROLE_RESIDENT - 1] = {"resident", "住户", "Resident"},
	[ROLE_MACHINE - 1] = {"machine", "接口程序", "Program"},
};
const struct choices roles = CHOICES("role", role_values);
_Static_assert(sizeof role_values / sizeof *role_values == ROLE__MAX - 1, "a name for each");

#define BIT(may) (UINT64_C(1) << (may))
#define SELF     BIT(MAY_BE_SELF)
#define READ_ALL                                                                   \
	(SELF | BIT(MAY_READ_PLACE) | BIT(MAY_READ_ESTATE) | BIT(MAY_READ_STAFF) | \
	 BIT(MAY_READ_POLICY))
#define WITH_PEOPLE  (READ_ALL | BIT(MAY_READ_HOUSE))
#define KEEP_ESTATES (BIT(MAY_WRITE_ESTATE) | BIT(MAY_IMPORT) | BIT(MAY_EXPORT))
#define KEEP_HOUSES  (BIT(MAY_WRITE_HOUSE) | BIT(MAY_REVEAL_PERSON) | BIT(MAY_PRINT_CODES))
#define GOVERN                                                                        \
	(WITH_PEOPLE | KEEP_ESTATES | BIT(MAY_DELETE_ESTATE) | BIT(MAY_WRITE_STAFF) | \
	 BIT(MAY_WRITE_ORGANISATION) | BIT(MAY_REVEAL_PERSON) | BIT(MAY_ERASE_PERSON))
#define COMMUNITY                                                          \
	(WITH_PEOPLE | KEEP_ESTATES | KEEP_HOUSES | BIT(MAY_WRITE_STAFF) | \
	 BIT(MAY_CONFIRM_BINDING) | BIT(MAY_ERASE_PERSON))

static const struct {
	enum reach_of reach;
	uint64_t may;
} table[] = {
	[ROLE_SYSTEM_ADMIN] = {OF_INSTALLATION,
			       SELF | BIT(MAY_READ_PLACE) | BIT(MAY_WRITE_REGION) |
				       BIT(MAY_READ_ACCOUNT) | BIT(MAY_WRITE_ACCOUNT) |
				       BIT(MAY_WRITE_SETTING) | BIT(MAY_READ_POLICY) |
				       BIT(MAY_WRITE_POLICY) | BIT(MAY_READ_OUTBOX) |
				       BIT(MAY_EXPORT)},
	[ROLE_SECURITY_ADMIN] = {OF_INSTALLATION, SELF | BIT(MAY_READ_PLACE) |
							  BIT(MAY_READ_ACCOUNT) |
							  BIT(MAY_GRANT_POST) | BIT(MAY_EXPORT)},
	[ROLE_AUDIT_ADMIN] = {OF_INSTALLATION, SELF | BIT(MAY_READ_AUDIT) | BIT(MAY_EXPORT)},
	[ROLE_LEADER] = {OF_REGION, READ_ALL | BIT(MAY_EXPORT)},
	[ROLE_HOUSING_OFFICER] = {OF_REGION, GOVERN},
	[ROLE_DEPARTMENT_OFFICER] = {OF_REGION, READ_ALL | BIT(MAY_EXPORT)},
	[ROLE_INSPECTOR] = {OF_REGION, READ_ALL | BIT(MAY_EXPORT)},
	[ROLE_TOWN_LEADER] = {OF_REGION, READ_ALL | BIT(MAY_EXPORT)},
	[ROLE_TOWN_OFFICER] = {OF_REGION, GOVERN},
	[ROLE_COMMUNITY_LEADER] = {OF_REGION, COMMUNITY},
	[ROLE_PROPERTY_SPECIALIST] = {OF_REGION, COMMUNITY},
	[ROLE_GRID_WORKER] = {OF_REGION, WITH_PEOPLE},
	[ROLE_APPOINTED_OFFICIAL] = {OF_ESTATE, READ_ALL},
	[ROLE_MEDIATOR] = {OF_REGION, READ_ALL},
	[ROLE_ENFORCER] = {OF_REGION, READ_ALL},
	[ROLE_COMPANY_MANAGER] = {OF_ORGANISATION, WITH_PEOPLE | KEEP_HOUSES | BIT(MAY_IMPORT) |
							   BIT(MAY_EXPORT) | BIT(MAY_WRITE_STAFF) |
							   BIT(MAY_CONFIRM_BINDING)},
	[ROLE_PROJECT_MANAGER] = {OF_ESTATE, WITH_PEOPLE | KEEP_HOUSES | BIT(MAY_IMPORT) |
						     BIT(MAY_EXPORT) | BIT(MAY_CONFIRM_BINDING)},
	[ROLE_COMPANY_CLERK] = {OF_ESTATE, WITH_PEOPLE | BIT(MAY_WRITE_HOUSE) |
						   BIT(MAY_PRINT_CODES) | BIT(MAY_CONFIRM_BINDING)},
	[ROLE_COMPANY_WORKER] = {OF_ESTATE, READ_ALL},
	[ROLE_DEVELOPER_AGENT] = {OF_ORGANISATION, READ_ALL},
	[ROLE_ASSOCIATION_OFFICER] = {OF_REGION, READ_ALL},
	[ROLE_UTILITY_OFFICER] = {OF_REGION, READ_ALL},
	[ROLE_COMMITTEE_CHAIR] = {OF_ESTATE, WITH_PEOPLE},
	[ROLE_COMMITTEE_MEMBER] = {OF_ESTATE, READ_ALL},
	[ROLE_PARTY_SECRETARY] = {OF_ESTATE, READ_ALL},
	[ROLE_RESIDENT] = {OF_PERSON, SELF | BIT(MAY_LIVE_HERE)},
	[ROLE_MACHINE] = {OF_REGION, WITH_PEOPLE | KEEP_ESTATES | BIT(MAY_WRITE_HOUSE)},
};
_Static_assert(sizeof table / sizeof *table == ROLE__MAX, "a row for each role");
_Static_assert(MAY__MAX <= 64, "permissions are bits of one word");

bool role_may(enum role role, enum may may)
{
	return role > 0 && role < ROLE__MAX && (table[role].may & BIT(may)) != 0;
}

enum reach_of role_reach(enum role role)
{
	return table[role].reach;
}
