/* Facts of property companies. */
#include "registry/facts_priv.h"

static const struct fact company[] = {
	FLAG("is_association_member", L("协会会员", "Member of the association"),
	     L("是物业行业协会会员", "is a member of the property association")),
	FLAG("has_party_organisation", L("有党组织", "Has a Party organisation"),
	     L("企业建有党组织", "there is a Party organisation in the company")),
	FLAG("has_trade_union", L("有工会", "Has a trade union"),
	     L("企业建有工会", "there is a trade union in the company")),
	FLAG("has_credit_code", L("已登记信用代码", "Credit code registered"),
	     L("登记了统一社会信用代码；没有登记即为否",
	       "its unified social credit code is registered; no if it is not")),
	FLAG("has_legal_person", L("已登记法定代表人", "Legal person registered"),
	     L("登记了法定代表人；没有登记即为否",
	       "its legal person is registered; no if it is not")),
	FLAG("has_phone", L("已登记电话", "Phone registered"),
	     L("登记了单位电话；没有登记即为否", "its phone is registered; no if it is not")),
	DAY("since", L("成立日期", "Since"), L("注册或成立的日期", "registered or set up on")),
	COUNT("project_managers", "人", L("物业项目负责人", "Project managers"),
	      L("今天在岗、单位登记为本企业的物业项目负责人，按任职计",
		"project managers in post today whose organisation it is, each post once")),
	COUNT("guards", "人", L("保安员", "Guards"),
	      L("今天在岗、单位登记为本企业的保安员，按任职计",
		"guards in post today whose organisation it is, each post once")),
	{0},
};

#define COMPANY                                                                           \
	"SELECT o.home_id, o.is_association_member, o.has_party_organisation,"            \
	" o.has_trade_union," REGISTERED("credit_code") REGISTERED("legal_person")        \
		REGISTERED("phone") " o.since," EMPLOYED(" AND s.kind = 5") "," EMPLOYED( \
			" AND s.kind = 6") " FROM organisation o"                         \
					   " WHERE o.home_id" ASKED                       \
					   " AND o.kind = 3 AND o.deleted_at IS NULL"

static const struct fact served[] = {
	COUNT("estates_served", "个", L("在管小区数", "Estates served"),
	      L("登记由本企业服务、合同今天有效的小区；没有登记合同起止的也计",
		"estates that it serves under a contract in force today, or one without dates")),
	COUNT("houses_served", "户", L("在管户数", "Houses served"),
	      L("这些小区上报户数之和，未填的不计",
		"houses that those estates reported, those without a figure left out")),
	{0},
};

#define SERVED                                                                               \
	"SELECT o.home_id, count(e.home_id),"                                                \
	" CAST(coalesce(sum(e.house_count), 0) AS BIGINT)"                                   \
	" FROM organisation o LEFT JOIN estate e ON e.company_id = o.home_id"                \
	" AND e.deleted_at IS NULL AND (e.contract_since IS NULL OR e.contract_since <= $2)" \
	" AND (e.contract_until IS NULL OR e.contract_until >= $2)"                          \
	" WHERE o.home_id" ASKED " AND o.kind = 3 AND o.deleted_at IS NULL"                  \
	" GROUP BY o.home_id"

const struct fact_table company_facts[] = {
	{SUBJECT_COMPANY, company, SQL(COMPANY)},
	{SUBJECT_COMPANY, served, SQL(SERVED)},
	{0},
};
