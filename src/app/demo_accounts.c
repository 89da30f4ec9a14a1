/* The accounts of the demo: every base role in 西湖, the main ones elsewhere. */
#include "account/may.h"
#include "app/demo_priv.h"

#define HERO "demo:xihu:0000"

const struct demo_account demo_accounts[] = {
	{"sysadmin", "系统管理员", ROLE_SYSTEM_ADMIN},
	{"secadmin", "安全管理员", ROLE_SECURITY_ADMIN},
	{"auditadmin", "审计管理员", ROLE_AUDIT_ADMIN},

	{"xihu.fenguan", "分管副区长", ROLE_LEADER, NULL, "330106"},
	{"xihu.fangguan", "区住建局物业科", ROLE_HOUSING_OFFICER, "demo:department:330106:房管",
	 "330106"},
	{"xihu.shijian", "区市场监管局价格科", ROLE_DEPARTMENT_OFFICER,
	 "demo:department:330106:市监", "330106"},
	{"xihu.ducha", "区政府督查员", ROLE_INSPECTOR, "demo:department:330106:督查", "330106"},
	{"cuiyuan.lingdao", "街道分管副主任", ROLE_TOWN_LEADER, "demo:office:330106005",
	 "330106005"},
	{"cuiyuan.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:330106005", "330106005"},
	{"gudang.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:330106007", "330106007"},
	{"cuiyuan1.shequ", "社区主任", ROLE_COMMUNITY_LEADER, "demo:office:330106005",
	 "330106005055"},
	{"cuiyuan1.wuguan", "社区物管员", ROLE_PROPERTY_SPECIALIST, "demo:office:330106005",
	 "330106005055"},
	{"cuiyuan1.wangge", "社区网格员", ROLE_GRID_WORKER, "demo:office:330106005",
	 "330106005055"},
	{"xihu.lianxi", "小区联系干部", ROLE_APPOINTED_OFFICIAL, "demo:office:330106005", HERO},
	{"cuiyuan.tiaojie", "街道物业纠纷调解员", ROLE_MEDIATOR, "demo:office:330106005",
	 "330106005"},
	{"cuiyuan.zhifa", "街道执法队员", ROLE_ENFORCER, "demo:department:330106:城管",
	 "330106005"},
	{"xihu.jingli", "企业负责人", ROLE_COMPANY_MANAGER, "demo:xihu:company:00",
	 "demo:xihu:company:00"},
	{"xihu.xiangmu", "项目负责人", ROLE_PROJECT_MANAGER, "demo:xihu:company:00", HERO, XIHU,
	 HOLDER_STAFF},
	{"xihu.kefu", "客服收费员", ROLE_COMPANY_CLERK, "demo:xihu:company:00", HERO},
	{"xihu.gongcheng", "工程维修员", ROLE_COMPANY_WORKER, "demo:xihu:company:00", HERO},
	{"xihu.kaifa", "建设单位经办人", ROLE_DEVELOPER_AGENT, "demo:xihu:developer:00",
	 "demo:xihu:developer:00"},
	{"xihu.xiehui", "协会秘书长", ROLE_ASSOCIATION_OFFICER, "demo:xihu:association", "330106"},
	{"xihu.gongshui", "供水单位经办人", ROLE_UTILITY_OFFICER, "demo:xihu:utility:供水",
	 "330106"},
	{"xihu.zhuren", "业委会主任", ROLE_COMMITTEE_CHAIR, NULL, HERO, XIHU, HOLDER_CHAIR},
	{"xihu.weiyuan", "业委会副主任", ROLE_COMMITTEE_MEMBER, NULL, HERO, XIHU, HOLDER_MEMBER},
	{"xihu.zhibu", "小区党支部书记", ROLE_PARTY_SECRETARY, NULL, HERO, XIHU, HOLDER_SECRETARY},
	{"xihu.yezhu", "业主", ROLE_RESIDENT, NULL, NULL, XIHU, HOLDER_OWNER},

	{"yongchuan.fangguan", "区住房城乡建委物业科", ROLE_HOUSING_OFFICER,
	 "demo:department:500118:房管", "500118", YONGCHUAN},
	{"zhongshanlu.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:500118001", "500118001",
	 YONGCHUAN},
	{"zhongshanlu.shequ", "社区主任", ROLE_COMMUNITY_LEADER, "demo:office:500118001",
	 "500118001001", YONGCHUAN},
	{"yongchuan.jingli", "企业负责人", ROLE_COMPANY_MANAGER, "demo:yongchuan:company:00",
	 "demo:yongchuan:company:00", YONGCHUAN},

	{"zhangdian.fangguan", "区房管局物业科", ROLE_HOUSING_OFFICER,
	 "demo:department:370303:房管", "370303", ZHANGDIAN},
	{"heping.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:370303004", "370303004",
	 ZHANGDIAN},
	{"taoyuan.shequ", "社区主任", ROLE_COMMUNITY_LEADER, "demo:office:370303004",
	 "370303004001", ZHANGDIAN},
	{"zhangdian.guabao", "挂包干部", ROLE_APPOINTED_OFFICIAL, "demo:office:370303004",
	 "demo:zhangdian:0000", ZHANGDIAN, HOLDER_STAFF},
	{"zhangdian.jingli", "企业负责人", ROLE_COMPANY_MANAGER, "demo:zhangdian:company:00",
	 "demo:zhangdian:company:00", ZHANGDIAN},

	{"nanzheng.fangguan", "区住建局物业股", ROLE_HOUSING_OFFICER, "demo:department:610703:房管",
	 "610703", NANZHENG},
	{"hanshan.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:610703001", "610703001",
	 NANZHENG},
	{"chengdong.shequ", "社区主任", ROLE_COMMUNITY_LEADER, "demo:office:610703001",
	 "610703001001", NANZHENG},
	{"nanzheng.jingli", "企业负责人", ROLE_COMPANY_MANAGER, "demo:nanzheng:company:00",
	 "demo:nanzheng:company:00", NANZHENG},

	{"xixian.fangguan", "新区房屋管理部门", ROLE_HOUSING_OFFICER, "demo:department:xixian:房管",
	 "xixian", XIXIAN},
	{"fengdong.fangguan", "新城房屋管理部门", ROLE_HOUSING_OFFICER,
	 "demo:department:xixian-fengdong:房管", "xixian-fengdong", XIXIAN},
	{"sanqiao.wuye", "街道物业办", ROLE_TOWN_OFFICER, "demo:office:610112002", "610112002",
	 XIXIAN},
	{"sanqiao.shequ", "社区主任", ROLE_COMMUNITY_LEADER, "demo:office:610112002",
	 "610112002001", XIXIAN},
	{"xixian.jingli", "企业负责人", ROLE_COMPANY_MANAGER, "demo:xixian:company:00",
	 "demo:xixian:company:00", XIXIAN},
	{0},
};

/* The first lived-in house with an owner, past those of the committee. */
static struct demo_who some_owner(const struct demo_plan *p, const struct demo_estate *e)
{
	enum { PAST = 20 };
	mem *m = mem_child(NULL);
	struct demo_household h;
	int house = PAST;
	do
		demo_household(m, p, e, house++, &h);
	while (h.house.use != USE_LIVED_IN || h.n_owners < 2);
	struct demo_who who = h.owners[0].who;
	mem_free(m);
	return who;
}

static struct demo_who posted(const struct demo_bodies *b, int64_t role)
{
	int64_t kind = role == ROLE_PROJECT_MANAGER ? STAFF_PROJECT_MANAGER : STAFF_APPOINTED;
	int i = 0;
	while (b->staff[i].staff.kind != kind)
		i++;
	return b->staff[i].who;
}

static struct demo_who of_bodies(const struct demo_plan *p, const struct demo_estate *e,
				 const struct demo_account *a)
{
	mem *m = mem_child(NULL);
	struct demo_bodies b;
	demo_bodies(m, p, e, &b);
	struct demo_who who = a->holder == HOLDER_STAFF       ? posted(&b, a->role)
			      : a->holder == HOLDER_SECRETARY ? b.secretary
			      : a->holder == HOLDER_CHAIR     ? b.members[0].who
							      : b.members[1].who;
	mem_free(m);
	return who;
}

struct demo_who demo_account_holder(const struct demo_plan *p, const struct demo_account *a)
{
	const struct demo_estate *hero = &p->estates[p->first[a->district]];
	if (a->holder == HOLDER_OFFICIAL)
		return (struct demo_who){CROWD_OFFICIAL, a->district, a - demo_accounts};
	return a->holder == HOLDER_OWNER ? some_owner(p, hero) : of_bodies(p, hero, a);
}
