/* The imports of those who serve estates: staff, owners' bodies with their members, Party organisations;
 * and of organisations. */
#include "registry/import_part_priv.h"

#include <string.h>

#include "account/may.h"
#include "base/id.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "registry/body.h"

static void put_choice(struct import_row *row, const char *key, const struct choices *of,
		       int64_t value)
{
	if (!json_object_get(row->object, key))
		json_object_set_new(row->object, key, json_string(choice_of(of, value)->code));
}

#define PERSON_COLUMNS                                                                 \
	{"id_number",        "证件号码",          "ID number",                         \
	 import_parse_words, .is_personal = true, .mask = MASK_ID_NUMBER},             \
	{                                                                              \
		"phone", "联系电话", "Phone", import_parse_words, .is_personal = true, \
								  .mask = MASK_PHONE   \
	}
#define PERSON_ALIASES                                                     \
	{"id_number", {"身份证号", "身份证", "身份证号码", "证件号"}},     \
	{                                                                  \
		"phone",                                                   \
		{                                                          \
			"手机", "手机号", "手机号码", "联系方式", "电话" \
		}                                                          \
	}

/* ─── staff ─── */

/* Who of this name does this already. */
static int64_t find_same_staff(struct import_row *row)
{
	const char *name = import_text(row, "name"), *kind = import_text(row, "kind");
	if (!name || !kind)
		return 0;
	return sql_int(row->cx, 0,
		       "SELECT CASE WHEN count(*) = 1 THEN min(id) ELSE 0 END FROM staff"
		       " WHERE home_id = $1 AND name = $2 AND kind = $3 AND deleted_at IS NULL",
		       i64(row->home_id), str(name), i64(choice_find(&staff_kinds, kind)));
}

static const char *staff_once(struct import_row *row, const void *now)
{
	const struct staff *s = now;
	return mem_format(row->cx->mem, "%lld|%lld|%s", (long long)s->kind, (long long)s->person_id,
			  s->since);
}

static void search_staff(const void *obj, struct search_thing *t)
{
	const struct staff *s = obj;
	*t = (struct search_thing){
		.home_id = s->rec.home_id,
		.kind = SEARCH_STAFF,
		.id = s->rec.id,
		.texts = {s->rec.deleted_at == NONE ? s->name : NULL, s->work_phone},
	};
}

static const struct import_target staff_target = {.entity = &staff_entity, .search = search_staff};
static const struct import_target *const staff_targets[] = {&import_person_target, &staff_target,
							    NULL};
static const struct import_link staff_links[] = {
	{.key = "organisation",
	 .member = "organisation_id",
	 .name = SQL("SELECT name FROM organisation WHERE $1 >= 0 AND home_id = $2"),
	 .find = import_find_organisation},
	{0},
};
static const struct import_part staff_part = {.target = &staff_target,
					      .links = staff_links,
					      .find = find_same_staff,
					      .person = "name",
					      .person_member = "person_id",
					      .once = staff_once};
static const struct import_column staff_extra[] = {
	{"home", "所属小区或辖区", "Estate or region", import_parse_home},
	{"person", "人员", "Person", import_parse_nothing},
	{"organisation", "单位", "Organisation", import_parse_words, .covers = "organisation_id"},
	PERSON_COLUMNS,
	{0},
};
static const struct import_alias staff_aliases[] = {
	{"home", {"小区", "小区名称", "所属小区", "所在小区", "辖区", "所属辖区", "所在辖区"}},
	{"kind", {"岗位", "人员类别", "工种", "岗位名称"}},
	{"name", {"人员姓名", "员工姓名", "工作人员"}},
	{"organisation", {"工作单位", "所属单位", "所在单位", "派出单位", "物业公司"}},
	{"work_phone", {"办公电话", "值班电话"}},
	{"since", {"入职日期", "上岗日期", "到岗时间", "任职日期"}},
	{"until", {"离职日期"}},
	{"is_full_time", {"是否专职"}},
	PERSON_ALIASES,
	{0},
};
static const struct import_hint staff_hints[] = {
	{"home", NULL, "已登记的小区名称或编号，或街道、乡镇、社区的名称；导入到一个小区时不填",
	 "Name or number of a registered estate, or the name of a region; empty in an import into "
	 "one estate"},
	{"person", NULL, "导出的名单里才有", "Of exported lists alone"},
	{"organisation", NULL, "已登记的单位名称", "The name of a registered organisation"},
	{"id_number", NULL, "身份证号；没有登记过的人用它核对", "By which a person is known"},
	{"phone", NULL, "本人手机", "The person's own phone"},
	{0},
};
const struct import_kind import_staff_kind = {
	.name = "staff",
	.zh = "工作人员",
	.en = "Staff",
	.may = MAY_WRITE_STAFF,
	.entity = &staff_entity,
	.extra = staff_extra,
	.aliases = staff_aliases,
	.hints = staff_hints,
	.needs_estate = true,
	.has_homes = true,
	.is_of_regions = true,
	.targets = staff_targets,
	.row = import_part_row,
	.of = &staff_part,
};

/* ─── owners' bodies ─── */

static int64_t find_committee(struct import_row *row, const struct import_column *c,
			      const char *text)
{
	int64_t id = sql_int(row->cx, 0,
			     "SELECT id FROM committee WHERE home_id = $1 AND name = $2"
			     " AND deleted_at IS NULL",
			     i64(row->home_id), str(text));
	if (!id)
		import_wrong(row, c,
			     T("import.no_committee", "本小区没有登记“{1}”，请先登记业主组织",
			       "the estate has no {1}: register that body first"),
			     str(text));
	return id;
}

static int64_t find_same_committee(struct import_row *row)
{
	const char *name = import_text(row, "name");
	return !name ? 0
		     : sql_int(row->cx, 0,
			       "SELECT id FROM committee WHERE home_id = $1 AND name = $2"
			       " AND deleted_at IS NULL",
			       i64(row->home_id), str(name));
}

/* What its name and the last day of its term tell. */
static void complete_committee(struct import_row *row)
{
	const char *name = import_text(row, "name"), *until = import_text(row, "until");
	bool is_over = until && strcmp(until, reach_today(row->cx)) < 0;
	if (name && strstr(name, "业主委员会"))
		put_choice(row, "kind", &committee_kinds, COMMITTEE_OWNERS);
	if (until)
		put_choice(row, "state", &committee_states,
			   is_over ? COMMITTEE_EXPIRED : COMMITTEE_IN_OFFICE);
}

static const char *committee_once(struct import_row *row, const void *now)
{
	const struct committee *c = now;
	if (c->state == COMMITTEE_IN_OFFICE)
		(void)import_first(row, "committee.state", import_in_home(row, "in_office"),
				   c->rec.id);
	return c->name;
}

static const struct query committee_taken =
	SQL("SELECT s.name FROM stage_committee s WHERE s.import_id = $1 AND s.deleted_at IS NULL"
	    " AND EXISTS (SELECT 1 FROM committee c WHERE c.home_id = s.home_id AND c.id <> s.id"
	    " AND c.deleted_at IS NULL AND (c.name = s.name OR (c.state = 2 AND s.state = 2"
	    " AND NOT EXISTS (SELECT 1 FROM stage_committee m WHERE m.import_id = $1"
	    " AND m.home_id = c.home_id AND m.id = c.id)))) LIMIT 1");
static const struct query committee_in_use =
	SQL("SELECT s.id, s.home_id FROM stage_committee s WHERE s.import_id = $1"
	    " AND s.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM committee_member m"
	    " WHERE m.home_id = s.home_id AND m.committee_id = s.id AND m.deleted_at IS NULL)"
	    " ORDER BY s.id LIMIT 100");
static const struct import_target committee_target = {.entity = &committee_entity,
						      .in_use = &committee_in_use,
						      .taken = &committee_taken};
static const struct import_target *const committee_targets[] = {&committee_target, NULL};
static const struct import_part committee_part = {.target = &committee_target,
						  .find = find_same_committee,
						  .complete = complete_committee,
						  .once = committee_once};
static const struct import_column committee_extra[] = {IMPORT_HOME_COLUMN, {0}};
static const struct import_alias committee_aliases[] = {
	IMPORT_HOME_ALIASES,
	{"name", {"业委会名称", "组织名称", "届次"}},
	{"kind", {"组织类别", "类型"}},
	{"since", {"成立日期", "任期起", "任期开始日期", "选举日期"}},
	{"until", {"任期止", "届满日期", "任期届满日期", "换届日期"}},
	{"filed_on", {"备案时间"}},
	{"filing_number", {"备案编号", "备案证号"}},
	{0},
};
static const struct import_hint committee_hints[] = {IMPORT_HOME_HINT, {0}};
const struct import_kind import_committee_kind = {
	.name = "committees",
	.zh = "业主组织",
	.en = "Owners' bodies",
	.may = MAY_WRITE_ESTATE,
	.entity = &committee_entity,
	.extra = committee_extra,
	.aliases = committee_aliases,
	.hints = committee_hints,
	.optional = " kind state ",
	.needs_estate = true,
	.has_homes = true,
	.targets = committee_targets,
	.row = import_part_row,
	.of = &committee_part,
};

/* ─── their members ─── */

static int64_t find_same_member(struct import_row *row)
{
	int64_t committee = 0;
	const char *name = import_text(row, "person"), *of = import_text(row, "committee_id");
	if (!name || !of || !id_parse(of, &committee))
		return 0;
	return sql_int(row->cx, 0,
		       "SELECT CASE WHEN count(*) = 1 THEN min(m.id) ELSE 0 END"
		       " FROM committee_member m JOIN person p ON p.person_id = m.person_id"
		       " WHERE m.home_id = $1 AND m.committee_id = $2 AND p.name = $3"
		       " AND m.deleted_at IS NULL",
		       i64(row->home_id), i64(committee), str(name));
}

static const char *member_once(struct import_row *row, const void *now)
{
	const struct committee_member *m = now;
	return mem_format(row->cx->mem, "%lld|%lld", (long long)m->committee_id,
			  (long long)m->person_id);
}

static const struct import_target member_target = {.entity = &committee_member_entity};
static const struct import_target *const member_targets[] = {&import_person_target, &member_target,
							     NULL};
static const struct import_link member_links[] = {
	{.key = "committee",
	 .member = "committee_id",
	 .name = SQL("SELECT name FROM committee WHERE home_id = $1 AND id = $2"),
	 .find = find_committee},
	{0},
};
static const struct import_part member_part = {.target = &member_target,
					       .links = member_links,
					       .find = find_same_member,
					       .person = "person",
					       .person_member = "person_id",
					       .once = member_once};
static const struct import_column member_extra[] = {
	IMPORT_HOME_COLUMN,
	{"committee", "业主组织", "Owners' body", import_parse_words, .covers = "committee_id",
	 .is_required = true},
	{"person", "姓名", "Name", import_parse_words, .covers = "person_id", .is_personal = true,
	 .mask = MASK_NAME, .is_required = true},
	PERSON_COLUMNS,
	{0},
};
static const struct import_alias member_aliases[] = {
	IMPORT_HOME_ALIASES,
	{"committee", {"业委会", "业委会名称", "届次", "所属组织"}},
	{"person", {"人员", "委员姓名", "成员姓名"}},
	{"duty", {"业委会职务", "担任职务"}},
	{"since", {"当选日期", "任职时间"}},
	{"until", {"离任时间"}},
	{"is_party_member", {"党员", "是否党员"}},
	PERSON_ALIASES,
	{0},
};
static const struct import_hint member_hints[] = {
	IMPORT_HOME_HINT,
	{"committee", "第一届业主委员会", "已登记的业主组织", "A registered body"},
	{"person", "张三", "姓名", "The name"},
	{"id_number", NULL, "身份证号；没有登记过的人用它核对", "By which a person is known"},
	{"phone", NULL, "本人手机", "The person's own phone"},
	{0},
};
const struct import_kind import_member_kind = {
	.name = "committee_members",
	.zh = "业主组织成员",
	.en = "Members of owners' bodies",
	.may = MAY_WRITE_ESTATE,
	.entity = &committee_member_entity,
	.extra = member_extra,
	.aliases = member_aliases,
	.hints = member_hints,
	.needs_estate = true,
	.has_homes = true,
	.targets = member_targets,
	.row = import_part_row,
	.of = &member_part,
};

/* ─── Party organisations ─── */

static int64_t find_same_party(struct import_row *row)
{
	const char *name = import_text(row, "name");
	return !name ? 0
		     : sql_int(row->cx, 0,
			       "SELECT id FROM party_organisation WHERE home_id = $1 AND name = $2"
			       " AND deleted_at IS NULL",
			       i64(row->home_id), str(name));
}

static const char *party_once(struct import_row *row, const void *now)
{
	const struct party_organisation *p = now;
	(void)row;
	return p->name;
}

static const struct import_target party_target = {.entity = &party_organisation_entity};
static const struct import_target *const party_targets[] = {&import_person_target, &party_target,
							    NULL};
static const struct import_part party_part = {.target = &party_target,
					      .find = find_same_party,
					      .person = "person",
					      .person_member = "secretary_id",
					      .once = party_once};
static const struct import_column party_extra[] = {
	IMPORT_HOME_COLUMN,
	{"person", "书记", "Secretary", import_parse_words, .covers = "secretary_id",
	 .is_personal = true, .mask = MASK_NAME},
	PERSON_COLUMNS,
	{0},
};
static const struct import_alias party_aliases[] = {
	IMPORT_HOME_ALIASES,
	{"name", {"党组织名称", "党支部名称", "支部名称", "党组织"}},
	{"form", {"组建形式", "成立方式"}},
	{"person", {"书记姓名", "支部书记", "负责人"}},
	{"member_count", {"党员人数"}},
	{"since", {"成立时间"}},
	PERSON_ALIASES,
	{0},
};
static const struct import_hint party_hints[] = {
	IMPORT_HOME_HINT,
	{"person", "张三", "书记姓名", "The secretary's name"},
	{"id_number", NULL, "身份证号；没有登记过的人用它核对", "By which a person is known"},
	{"phone", NULL, "本人手机", "The person's own phone"},
	{0},
};
const struct import_kind import_party_kind = {
	.name = "party_organisations",
	.zh = "小区党组织",
	.en = "Party organisations",
	.may = MAY_WRITE_ESTATE,
	.entity = &party_organisation_entity,
	.extra = party_extra,
	.aliases = party_aliases,
	.hints = party_hints,
	.needs_estate = true,
	.has_homes = true,
	.targets = party_targets,
	.row = import_part_row,
	.of = &party_part,
};

/* ─── organisations ─── */

static int64_t find_region(struct import_row *row, const struct import_column *c, const char *text)
{
	return import_region(row, c, text);
}

/* By its code, or by kind and name. */
static int64_t find_same_organisation(struct import_row *row)
{
	const char *name = import_text(row, "name"), *kind = import_text(row, "kind"),
		   *code = import_text(row, "credit_code");
	int64_t id = code ? sql_int(row->cx, 0,
				    "SELECT id FROM organisation WHERE credit_code = $1"
				    " AND deleted_at IS NULL",
				    str(code))
			  : 0;
	bool many = false;
	if (id || !name || !kind)
		return id;
	int64_t of = choice_find(&organisation_kinds, kind);
	if (organisation_find(row->cx, (enum organisation_kind)of, name, &id, &many))
		return 0;
	if (many)
		import_wrong(row, import_column(row, "name"),
			     T("import.organisations", "有多个单位叫“{1}”，请填统一社会信用代码",
			       "several organisations are called {1}: write the credit code"),
			     str(name));
	return id;
}

static void complete_organisation(struct import_row *row)
{
	const struct import *im = row->run->im;
	if (!json_object_get(row->object, "region_id"))
		import_put_id(row, "region_id", im->region_id ? im->region_id : row->run->reach_id);
}

/* Lists show all organisations; whose reach it is in may change it. */
static bool may_change(struct import_row *row, const void *now)
{
	const struct organisation *o = now;
	if (o->rec.version == 1 && !row->id &&
	    !sql_int(row->cx, 0, "SELECT 1 FROM organisation WHERE home_id = $1", i64(o->rec.id)))
		return true;
	if (reach_holds(row->cx, row->run->reach_id, REACH_ORGANISATION, o->rec.id))
		return true;
	import_wrong(row, NULL,
		     T("import.organisation_reach", "这个单位不在您的范围内，不能修改",
		       "this organisation is not within your reach: it cannot be changed"));
	return false;
}

static const char *organisation_once(struct import_row *row, const void *now)
{
	const struct organisation *o = now;
	return mem_format(row->cx->mem, "%lld|%s", (long long)o->kind, o->name);
}

static const struct import_target *const organisation_targets[] = {&import_organisation_target,
								   NULL};
static const struct import_link organisation_links[] = {
	{.key = "region",
	 .member = "region_id",
	 .name = SQL("SELECT name FROM region WHERE $1 >= 0 AND home_id = $2"),
	 .find = find_region},
	{.key = "parent",
	 .member = "parent_id",
	 .name = SQL("SELECT name FROM organisation WHERE $1 >= 0 AND home_id = $2"),
	 .find = import_find_organisation},
	{0},
};
static const struct import_part organisation_part = {.target = &import_organisation_target,
						     .links = organisation_links,
						     .find = find_same_organisation,
						     .complete = complete_organisation,
						     .may = may_change,
						     .once = organisation_once,
						     .is_anywhere = true};
static const struct import_column organisation_extra[] = {
	{"region", "所在辖区", "Region", import_parse_words, .covers = "region_id"},
	{"parent", "上级单位", "Parent", import_parse_words, .covers = "parent_id"},
	{"estate_count", "服务小区数", "Estates served", import_parse_nothing},
	{0},
};
static const struct import_alias organisation_aliases[] = {
	{"name", {"单位名称", "企业名称", "公司名称", "物业企业名称", "机构名称"}},
	{"kind", {"单位类别", "单位类型", "企业类型"}},
	{"short_name", {"单位简称"}},
	{"credit_code", {"信用代码", "社会信用代码", "统一信用代码", "组织机构代码"}},
	{"region", {"所属辖区", "所属街道", "注册地", "所在街道"}},
	{"parent", {"上级", "主管单位"}},
	{"legal_person", {"法人", "法人代表", "法定代表人姓名"}},
	{"phone", {"联系电话", "电话", "单位电话"}},
	{"address", {"地址", "单位地址", "注册地址", "经营地址"}},
	{"since", {"注册日期", "设立日期"}},
	{0},
};
static const struct import_hint organisation_hints[] = {
	{"region", NULL, "街道或社区的名称；不填按所选辖区",
	 "A region of the tree; empty: the one chosen"},
	{"parent", NULL, "已登记的上级单位", "A registered organisation"},
	{"estate_count", NULL, "导出的名单里才有", "Of exported lists alone"},
	{0},
};
const struct import_kind import_organisation_kind = {
	.name = "organisations",
	.zh = "单位",
	.en = "Organisations",
	.may = MAY_WRITE_ORGANISATION,
	.entity = &organisation_entity,
	.extra = organisation_extra,
	.aliases = organisation_aliases,
	.hints = organisation_hints,
	.targets = organisation_targets,
	.row = import_part_row,
	.of = &organisation_part,
};
