/* Facts of departments, and of people posted to property matters. */
#include "registry/body.h"
#include "registry/facts_priv.h"

/* Levels as packs have them: a district is an authority, a town a subdistrict, a village a
 * community. */
static const struct choice level_values[] = {
	{"authority", "区县（新区）", "District or authority"},
	{"new_town", "新城", "New town"},
	{"subdistrict", "镇街", "Subdistrict or town"},
	{"community", "社区（村）", "Community or village"},
	{"city", "市级", "City"},
	{"province", "省级", "Province"},
	{"estate", "小区", "Estate"},
};
static const struct choices levels = CHOICES("fact_level", level_values);

#define LEVEL(r)                                                                    \
	" CASE " r ".level WHEN 1 THEN 6 WHEN 2 THEN 5 WHEN 3 THEN 1 WHEN 4 THEN 1" \
	" WHEN 5 THEN 2 WHEN 6 THEN 3 WHEN 7 THEN 3 WHEN 8 THEN 4 WHEN 9 THEN 4 END"

static const struct fact department[] = {
	{"duty", FACT_TEXT, L("职责", "Duty"),
	 L("部门的职责领域：房管、市监、城管等", "the field of the department, as registered")},
	CHOICE("level", levels, L("层级", "Level"),
	       L("部门所在辖区的层级", "the level of the region in which it acts")),
	FLAG("has_phone", L("已登记电话", "Phone registered"),
	     L("登记了单位电话；没有登记即为否", "its phone is registered; no if it is not")),
	FLAG("has_address", L("已登记地址", "Address registered"),
	     L("登记了单位地址；没有登记即为否", "its address is registered; no if it is not")),
	COUNT("staff", "人", L("工作人员", "Staff"),
	      L("今天在岗、单位登记为本部门的工作人员，按任职计",
		"staff in post today whose organisation it is, each post once")),
	COUNT("posts", "个", L("任职账号", "Accounts with a post"),
	      L("今天在本部门任职、没有停用的账号",
		"accounts that have a post for it today and are not closed")),
	DAY("since", L("设立日期", "Since"), L("设立的日期", "set up on")),
	DAY("until", L("撤销日期", "Until"), L("撤销的日期", "ended on")),
	{0},
};

#define DEPARTMENT                                                                                 \
	"SELECT o.home_id, o.duty," LEVEL("r") "," REGISTERED("phone") REGISTERED("address")       \
		EMPLOYED("") ","                                                                   \
			     " (SELECT count(DISTINCT p.account_id) FROM post p"                   \
			     " JOIN account a ON a.id = p.account_id AND a.state <> 3"             \
			     " WHERE p.organisation_id = o.home_id AND p.since <= $2 AND p.until " \
			     ">= $2),"                                                             \
			     " o.since, o.until FROM organisation o LEFT JOIN region r ON "        \
			     "r.home_id = o.region_id"                                             \
			     " WHERE o.home_id" ASKED                                              \
			     " AND o.kind IN (1, 2) AND o.deleted_at IS NULL"

const struct fact_table department_facts[] = {
	{SUBJECT_DEPARTMENT, department, SQL(DEPARTMENT)},
	{0},
};

/* ─── staff ─── */

static const struct fact staff[] = {
	CHOICE("kind", staff_kinds, L("岗位类别", "Kind"),
	       L("登记的岗位类别", "the kind of post that is registered")),
	CHOICE("level", levels, L("任职层级", "Level"),
	       L("任职所在的层级：辖区的层级，或小区",
		 "where they are posted: the level of the region, or an estate")),
	FLAG("is_full_time", L("专职", "Full time"), L("登记为专职", "registered as full time")),
	FLAG("has_work_phone", L("已公开工作电话", "Work phone published"),
	     L("登记了公开的工作电话；没有登记即为否",
	       "a published work phone is registered; no if none is")),
	FLAG("has_organisation", L("已登记单位", "Organisation registered"),
	     L("登记了所属单位；没有登记即为否",
	       "the organisation they belong to is registered; no if none is")),
	DAY("since", L("到岗日期", "Since"), L("到岗的第一天", "the first day in post")),
	DAY("until", L("离岗日期", "Until"), L("在岗的最后一天", "the last day in post")),
	{0},
};

#define POSTED                                                                            \
	"SELECT s.id, s.kind, CASE WHEN r.home_id IS NULL THEN 7 ELSE" LEVEL(             \
		"r") " END,"                                                              \
		     " s.is_full_time, CASE WHEN s.work_phone IS NULL THEN 0 ELSE 1 END," \
		     " CASE WHEN o.home_id IS NULL THEN 0 ELSE 1 END, s.since, s.until"   \
		     " FROM staff s LEFT JOIN region r ON r.home_id = s.home_id"          \
		     " LEFT JOIN organisation o ON o.home_id = s.organisation_id AND "    \
		     "o.deleted_at IS NULL"                                               \
		     " WHERE s.id" ASKED " AND s.deleted_at IS NULL" HOME_STANDS("s") ANY_DAY

const struct fact_table staff_facts[] = {
	{SUBJECT_STAFF, staff, SQL(POSTED)},
	{0},
};
