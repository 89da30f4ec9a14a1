/* Facts of an estate's people: its owners' body, its Party organisation, who is posted there; and of
 * owners' bodies themselves. */
#include "registry/body.h"
#include "registry/facts_priv.h"

/* ─── owners' body ─── */

static const struct fact body[] = {
	FLAG("has_committee", L("业主委员会在任", "Owners' committee in office"),
	     L("有在任且任期未满的业主委员会",
	       "an owners' committee is in office and its term runs")),
	FLAG("has_owners_body", L("业主组织在任", "Owners' body in office"),
	     L("有在任且任期未满的业主委员会、物业管理委员会，或由居委会代行",
	       "a committee of owners, a management committee, or the residents' committee in its"
	       " place is in office and its term runs")),
	CHOICE("owners_body", committee_kinds, L("在任业主组织", "Kind of owners' body"),
	       L("在任业主组织的类别；没有在任的为没有记录",
		 "the kind of the body in office; unrecorded if there is none")),
	DAY("committee_until", L("任期届满", "Term until"),
	    L("在任业主组织任期的最后一天", "the last day of the term of the body in office")),
	COUNT("committee_members", "人", L("业主组织成员", "Members of the body"),
	      L("在任业主组织今天的成员数，候补委员不计；没有在任的为 0",
		"members today of the body in office, alternates left out; 0 if there is none")),
	COUNT("committee_party_members", "人",
	      L("业主组织成员中的党员", "Party members of the body"),
	      L("这些成员中的中共党员数", "of those members, the ones who are in the Party")),
	{0},
};

#define MEMBERS(which)                                                          \
	" (SELECT count(*) FROM committee_member m WHERE m.home_id = c.home_id" \
	" AND m.committee_id = c.id AND m.duty <> 4" IN_FORCE("m") which ")"
#define BODY                                                                                       \
	"SELECT e.home_id, CASE WHEN c.kind = 1 THEN 1 ELSE 0 END,"                                \
	" CASE WHEN c.id IS NULL THEN 0 ELSE 1 END, c.kind, c.until," MEMBERS("") "," MEMBERS(     \
		" AND m.is_party_member = 1") " FROM estate e"                                     \
					      " LEFT JOIN committee c ON c.home_id = e.home_id "   \
					      "AND c.id ="                                         \
					      " (SELECT x.id FROM committee x WHERE x.home_id = "  \
					      "e.home_id" IN_OFFICE(                               \
						      "x") " ORDER BY x.kind, x.since DESC, x.id " \
							   "DESC LIMIT 1)"                         \
							   " WHERE e.home_id" ASKED                \
							   " AND e.deleted_at IS NULL"

/* ─── Party organisation ─── */

static const struct fact party[] = {
	FLAG("has_party_organisation", L("有党组织", "Has a Party organisation"),
	     L("登记有今天仍在的小区党组织", "a Party organisation of the estate stands today")),
	CHOICE("party_form", party_forms, L("党组织组建方式", "Form of Party organisation"),
	       L("小区党组织的组建方式；没有党组织的为没有记录",
		 "how it is formed; unrecorded if there is none")),
	COUNT("party_members", "人", L("小区党员", "Party members"),
	      L("小区党组织登记的党员数；没有党组织的为 0",
		"members of the Party organisation; 0 if there is none")),
	FLAG("is_party_secretary_of_community",
	     L("书记由社区党委（居委会）成员兼任", "Secretary serves in the community"),
	     L("小区党组织书记由社区党委（居委会）成员兼任；没有党组织的为没有记录",
	       "its secretary serves in the community; unrecorded if there is no organisation")),
	{0},
};

/* Of several, the oldest. */
#define PARTY                                                                              \
	"SELECT e.home_id, CASE WHEN p.id IS NULL THEN 0 ELSE 1 END, p.form,"              \
	" CASE WHEN p.id IS NULL THEN 0 ELSE (SELECT CAST(sum(m.member_count) AS BIGINT)"  \
	" FROM party_organisation m WHERE m.home_id = e.home_id" IN_FORCE(                 \
		"m") ") END,"                                                              \
		     " p.is_secretary_of_community FROM estate e"                          \
		     " LEFT JOIN party_organisation p ON p.home_id = e.home_id AND p.id =" \
		     " (SELECT x.id FROM party_organisation x WHERE x.home_id = "          \
		     "e.home_id" IN_FORCE(                                                 \
			     "x") " ORDER BY x.since, x.id LIMIT 1) WHERE e.home_id" ASKED \
				  " AND e.deleted_at IS NULL"

/* ─── posted there ─── */

static const struct fact posted[] = {
	COUNT("appointed_officials", "人", L("挂包干部", "Appointed officials"),
	      L("今天派到本小区的挂包干部", "officials appointed to the estate today")),
	COUNT("grid_workers", "人", L("网格员", "Grid workers"),
	      L("今天在本小区任职的网格员", "grid workers posted to the estate today")),
	COUNT("project_managers", "人", L("物业项目负责人", "Project managers"),
	      L("今天在本小区任职的物业项目负责人", "project managers posted to the estate today")),
	COUNT("guards", "人", L("保安员", "Guards"),
	      L("今天在本小区任职的保安员", "guards posted to the estate today")),
	COUNT("volunteers", "人", L("志愿者", "Volunteers"),
	      L("今天在本小区登记的志愿者", "volunteers registered in the estate today")),
	COUNT("mediators", "人", L("调解员", "Mediators"),
	      L("今天在本小区任职的调解员", "mediators posted to the estate today")),
	COUNT("party_instructors", "人", L("党建指导员", "Party instructors"),
	      L("今天派到本小区的党建指导员", "Party instructors posted to the estate today")),
	{0},
};

#define POSTED                                                                     \
	"SELECT e.home_id, count(*) FILTER (WHERE s.kind = 3),"                    \
	" count(*) FILTER (WHERE s.kind = 4), count(*) FILTER (WHERE s.kind = 5)," \
	" count(*) FILTER (WHERE s.kind = 6), count(*) FILTER (WHERE s.kind = 9)," \
	" count(*) FILTER (WHERE s.kind = 7), count(*) FILTER (WHERE s.kind = 8)"  \
	" FROM estate e LEFT JOIN staff s ON s.home_id = e.home_id" IN_FORCE(      \
		"s") " WHERE e.home_id" ASKED " AND e.deleted_at IS NULL GROUP BY e.home_id"

const struct fact_table estate_body_facts[] = {
	{SUBJECT_ESTATE, body, SQL(BODY)},
	{SUBJECT_ESTATE, party, SQL(PARTY)},
	{SUBJECT_ESTATE, posted, SQL(POSTED)},
	{0},
};

/* ─── an owners' body itself ─── */

static const struct fact committee[] = {
	CHOICE("kind", committee_kinds, L("类别", "Kind"),
	       L("业主委员会、物业管理委员会或居委会代行",
		 "owners' committee, management committee or the residents' committee in its"
		 " place")),
	CHOICE("state", committee_states, L("状态", "State"),
	       L("登记的状态；任期已满而没有改登的仍为在任",
		 "as registered; a body whose term is over may still stand as in office")),
	DAY("since", L("任期开始", "Term since"), L("任期的第一天", "the first day of the term")),
	DAY("until", L("任期届满", "Term until"), L("任期的最后一天", "the last day of the term")),
	DAY("filed_on", L("备案日期", "Filed on"), L("备案的日期", "the day of the filing")),
	FLAG("is_filed", L("已备案", "Filed"),
	     L("登记了备案日期；没有登记即为否", "the day of its filing is registered; no if not")),
	FLAG("has_party_branch", L("建立党支部", "Party branch"),
	     L("业主组织建立了党支部", "the body has a Party branch")),
	COUNT("members", "人", L("成员", "Members"),
	      L("今天的成员数，候补委员不计", "members today, alternates left out")),
	COUNT("party_members", "人", L("党员成员", "Party members"),
	      L("其中的中共党员数", "of those, the ones who are in the Party")),
	COUNT("cross_appointed", "人", L("交叉任职成员", "Cross-appointed"),
	      L("其中双向进入、交叉任职的", "of those, the ones appointed on both sides")),
	COUNT("members_trained", "人", L("参加过培训的成员", "Members trained"),
	      L("其中登记过培训日期的", "of those, the ones with a day of training registered")),
	COUNT("deputies", "人", L("代表、委员、公职人员", "Deputies and officials"),
	      L("其中公共身份为人大代表、政协委员或公职人员的",
		"of those, people's deputies, CPPCC members and officials")),
	COUNT("chairs", "人", L("主任", "Chairs"), L("其中职务为主任的", "of those, the chairs")),
	FLAG("is_replaced", L("已有接任的业主组织", "Replaced"),
	     L("同一小区另有在任且任期未满的业主组织",
	       "another owners' body of the estate is in office and its term runs")),
	{0},
};

#define MEMBERS_WHO(which) " count(m.id) FILTER (WHERE " which "),"
#define OTHER                                                                      \
	" CASE WHEN EXISTS (SELECT 1 FROM committee x WHERE x.home_id = c.home_id" \
	" AND x.id <> c.id" IN_OFFICE("x") ") THEN 1 ELSE 0 END"
#define OF_COMMITTEE                                                                             \
	" FROM committee c JOIN estate e ON e.home_id = c.home_id AND e.deleted_at IS NULL"      \
	" LEFT JOIN committee_member m ON m.home_id = c.home_id AND m.committee_id = c.id"       \
	" AND m.duty <> 4" IN_FORCE(                                                             \
		"m") " LEFT JOIN person p ON p.person_id = m.person_id AND p.deleted_at IS NULL" \
		     " WHERE c.id" ASKED " AND c.deleted_at IS NULL GROUP BY c.home_id, c.id"
#define COMMITTEE                                                                           \
	"SELECT c.id, c.kind, c.state, c.since, c.until, c.filed_on,"                       \
	" CASE WHEN c.filed_on IS NULL THEN 0 ELSE 1 END, c.has_party_branch, "             \
	"count(m.id)," MEMBERS_WHO("m.is_party_member = 1")                                 \
		MEMBERS_WHO("m.is_cross_appointed = 1") MEMBERS_WHO("m.trained_on <= $2")   \
			MEMBERS_WHO("p.public_role IN (1, 2, 3)") MEMBERS_WHO("m.duty = 1") \
				OTHER OF_COMMITTEE

const struct fact_table committee_facts[] = {
	{SUBJECT_COMMITTEE, committee, SQL(COMMITTEE)},
	{0},
};
