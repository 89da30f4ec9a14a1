/* The import of owners' rolls, as property companies keep them: houses with their owners, tenants and
 * household members. What is missing of buildings and houses is made. */
#include "registry/import_roll_priv.h"

#include <string.h>

#include "account/may.h"

static void parse_yes(struct import_row *row, const struct import_column *c, const char *text)
{
	bool value;
	struct human_fault fault;
	enum human is = human_flag(text, &value, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	else if (is == HUMAN_VALUE)
		json_object_set_new(row->object, c->key, json_integer(value));
}

static void parse_day(struct import_row *row, const struct import_column *c, const char *text)
{
	struct human_date d;
	struct human_fault fault;
	enum human is = human_date(text, &d, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	if (is != HUMAN_VALUE)
		return;
	json_object_set_new(row->object, c->key, json_string(d.date));
	if (d.is_imprecise)
		import_note(row, c,
			    T("import.imprecise", "“{1}”没有写到日，按 {2} 导入",
			      "“{1}” has no day: it is taken for {2}"),
			    str(text), str(d.date));
}

static void parse_number(struct import_row *row, const struct import_column *c, const char *text)
{
	struct amount a;
	struct human_fault fault;
	enum human is = human_count(text, &a, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	else if (is == HUMAN_VALUE)
		json_object_set_new(row->object, c->key, json_integer(a.value));
}

static const struct import_column extra[] = {
	{"house", "房屋", "House", import_parse_words},
	{"building", "楼栋", "Building", import_parse_words, .covers = "building_id"},
	{"person", "姓名", "Name", import_parse_words, .is_personal = true, .mask = MASK_NAME},
	{"id_kind", "证件类型", "ID kind", import_parse_words},
	{"id_number", "证件号码", "ID number", import_parse_words, .is_personal = true,
	 .mask = MASK_ID_NUMBER},
	{"phone", "联系电话", "Phone", import_parse_words, .is_personal = true, .mask = MASK_PHONE},
	{"sex", "性别", "Sex", import_parse_words},
	{"is_party_member", "中共党员", "Party member", parse_yes},
	{"tie", "身份", "Tie", import_parse_words},
	{"relation", "与业主关系", "Relation", import_parse_words},
	{"share", "产权份额", "Share", import_parse_words},
	{"share_num", "份额分子", "Share, numerator", parse_number},
	{"share_den", "份额分母", "Share, denominator", parse_number},
	{"is_representative", "表决代表", "Voting representative", parse_yes},
	{"certificate", "不动产权证号", "Certificate", import_parse_words},
	{"since", "取得日期", "Since", parse_day},
	{"until", "终止日期", "Until", parse_day},
	{"tenant", "租户姓名", "Tenant", import_parse_words, .is_personal = true,
	 .mask = MASK_NAME},
	{"tenant_number", "租户证件号码", "Tenant's ID number", import_parse_words,
	 .is_personal = true, .mask = MASK_ID_NUMBER},
	{"tenant_phone", "租户电话", "Tenant's phone", import_parse_words, .is_personal = true,
	 .mask = MASK_PHONE},
	{"members", "家庭成员", "Household members", import_parse_words, .is_personal = true,
	 .mask = MASK_NAME},
	{"person_version", "人员版本", "Version of the person", parse_number},
	{0},
};

static const struct import_alias aliases[] = {
	{"house", {"房号", "房屋地址", "门牌号", "房屋编号", "房屋坐落", "房间号", "房屋号"}},
	{"building", {"楼号", "幢号", "栋号", "幢", "栋", "楼栋号", "楼幢"}},
	{"entrance", {"单元号", "单元名称"}},
	{"name", {"房间", "室", "门牌", "房间名称"}},
	{"floor", {"层", "所在楼层", "所在层"}},
	{"kind", {"房屋类型", "用途", "房屋用途", "物业类型"}},
	{"use", {"使用状态", "房屋状态", "入住状态", "入住情况"}},
	{"area_dm2", {"建筑面积", "房屋面积", "面积", "房产面积", "计费面积", "产证面积"}},
	{"unit_number", {"不动产单元代码", "不动产单元编号"}},
	{"delivered_on", {"交房日期", "交付时间", "交房时间", "收房日期"}},
	{"person",
	 {"业主", "业主姓名", "产权人", "房主", "户主", "所有权人", "业主名称", "产权人姓名",
	  "住户姓名", "人员"}},
	{"id_number",
	 {"身份证号", "身份证", "身份证号码", "证件号", "业主身份证号", "业主证件号码",
	  "业主身份证", "身份证件号码"}},
	{"phone",
	 {"手机", "电话", "手机号", "联系方式", "业主电话", "手机号码", "业主联系电话", "电话号码",
	  "业主手机"}},
	{"is_party_member", {"党员", "是否党员"}},
	{"tie", {"类别", "人员类别", "住户类型", "人员身份", "住户身份", "人员类型"}},
	{"relation", {"关系", "与户主关系"}},
	{"share", {"份额", "产权比例", "占比", "所占份额", "产权份额比例", "共有份额"}},
	{"certificate", {"产权证号", "房产证号", "产证号", "不动产证号", "权证号"}},
	{"since",
	 {"自", "起始日期", "购房日期", "产权登记日期", "签约日期", "取得时间", "购房时间",
	  "登记日期", "入住日期", "发证日期"}},
	{"until", {"至", "搬离日期"}},
	{"tenant", {"租户", "承租人", "租客", "租客姓名", "承租人姓名"}},
	{"tenant_number", {"租户身份证号", "承租人身份证号", "租客身份证号"}},
	{"tenant_phone", {"租客电话", "承租人电话", "租户手机", "租户联系电话", "承租人联系电话"}},
	{"members", {"家庭成员姓名", "同住人", "同住人员", "共同居住人"}},
	{0},
};

static const struct import_hint hints[] = {
	{"house", "3幢2单元1201",
	 "房号，写在一格里：3幢2单元1201 或 3-2-1201；也可分写楼栋、单元、室号三列",
	 "The house in one cell, such as 3-2-1201; or fill building, entrance and house"},
	{"building", "3幢", "楼栋；合并单元格算作每一行都有",
	 "The building; a merged cell counts for each row"},
	{"entrance", "2", NULL, NULL},
	{"name", "1201", NULL, NULL},
	{"person", "张三/李四", "几人写在一格里用 / 或顿号分开，可带份额：张三 60%、李四 40%",
	 "Several in a cell: put / between them, with shares if you like: A 60%, B 40%"},
	{"id_kind", "居民身份证", "不填按居民身份证（或统一社会信用代码）",
	 "Left empty: a resident's ID number, or a credit code"},
	{"id_number", NULL, "几人的号码按姓名的顺序，用 / 分开，与人数相同",
	 "Numbers of several in the order of their names, as many as names"},
	{"phone", NULL, "几个号码用 / 或顿号分开；每人登记两个",
	 "Several with / between them; two are kept of a person"},
	{"sex", "女", "男 或 女", "Male or Female (男, 女)"},
	{"is_party_member", "否", "是 或 否", "Yes or No (是, 否)"},
	{"tie", "业主", "业主、租户、家庭成员 或 其他；不填为业主",
	 "Owner, tenant, household member or other; left empty: owner"},
	{"relation", NULL, "家庭成员与业主的关系，如 配偶", "How a household member is related"},
	{"share", "50%", "50% 或 1/2；同一房屋的业主都不写即均分",
	 "50% or 1/2; none said: all the same"},
	{"share_num", NULL, "份额的分子，与分母一起写", "Numerator of the share"},
	{"share_den", NULL, "份额的分母", "Denominator of the share"},
	{"is_representative", "是", "是 或 否；不填时第一位业主为表决代表",
	 "Yes or No; left empty: the first owner is"},
	{"certificate", NULL, "不动产权证号", "Number of the certificate"},
	{"since", "2020-08-01", "取得或入住的日期", "Owner or resident since"},
	{"until", NULL, "终止或搬离的日期，仍在的不填", "The last day; empty: still"},
	{"tenant", NULL, "租户姓名，几人用 / 分开", "Tenants, with / between them"},
	{"tenant_number", NULL, "租户证件号码，与人数相同", "As many as tenants"},
	{"tenant_phone", NULL, "租户电话", "Tenants' phones"},
	{"members", NULL, "同住的家庭成员姓名，用 / 分开",
	 "Household members, with / between them"},
	{"person_version", NULL, "导出的名单里才有，不要改动", "Of exported lists alone: leave it"},
	{0},
};

/* ─── the row ─── */

static bool has_tie(const struct roll_row *r, enum tie tie)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->people[i].tie == tie)
			return true;
	return false;
}

/* How a new house is used, where the roll does not say: as its people are. */
static void guess_use(struct roll_row *r)
{
	int64_t use = has_tie(r, TIE_TENANT) ? USE_LET : r->n ? USE_LIVED_IN : USE_VACANT;
	if (r->home.house_is_new && !json_object_get(r->row->object, "use"))
		json_object_set_new(r->row->object, "use",
				    json_string(choice_of(&house_uses, use)->code));
}

static enum import_outcome worse(enum import_outcome a, enum import_outcome b)
{
	return a == ROW_BAD || b == ROW_BAD ? ROW_BAD : a > b ? a : b;
}

/* Each is looked for, whatever is wrong with the others. */
static void find_people(struct roll_row *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct roll_person *p = &r->people[i];
		enum import_outcome before = r->row->outcome;
		r->row->outcome = ROW_NONE;
		p->who.house_id = r->home.house.rec.id;
		p->is_found = import_person(r->row, &p->who, &p->human);
		r->row->outcome = worse(before, r->row->outcome);
	}
}

static void keep(struct roll_row *r, struct roll_ties *found)
{
	struct import_home *h = &r->home;
	bool makes = r->makes || h->house_is_new, changes = r->changes || h->house_is_changed;
	for (size_t i = 0; i < r->n; i++) {
		makes |= r->people[i].human.is_new;
		changes |= r->people[i].human.is_changed;
	}
	r->row->outcome = makes ? ROW_NEW : changes ? ROW_CHANGED : ROW_SAME;
	import_home_keep(r->row, h);
	for (size_t i = 0; i < r->n; i++)
		import_person_keep(r->row, &r->people[i].human);
	roll_keep_ties(found);
}

static void roll_row(struct import_row *row)
{
	struct roll_row *r = mem_new(row->cx->mem, struct roll_row);
	struct import_address a;
	if (row->id) {
		roll_list_row(row);
		return;
	}
	r->row = row;
	r->certificate = import_words(row, "certificate");
	r->since = import_words(row, "since");
	r->until = import_words(row, "until");
	r->is_representative = roll_number(row, "is_representative");
	roll_read(r);
	bool is_there = import_address(row, &a) && import_home(row, &a, &r->home);
	if (!is_there || ctx_err(row->cx))
		return;
	guess_use(r);
	import_home_read(row, &r->home);
	if (ctx_err(row->cx))
		return;
	find_people(r);
	if (ctx_err(row->cx))
		return;
	struct roll_ties *found = roll_ties(r);
	if (row->outcome == ROW_NONE && !ctx_err(row->cx))
		keep(r, found);
}

static const struct import_target *const targets[] = {
	&import_building_target,  &import_house_target,     &import_person_target,
	&import_ownership_target, &import_occupancy_target, NULL};

const struct import_kind import_roll_kind = {
	.name = "roll",
	.zh = "业主花名册",
	.en = "Owners' roll",
	.may = MAY_WRITE_HOUSE,
	.entity = &house_entity,
	.extra = extra,
	.aliases = aliases,
	.hints = hints,
	.left_out = " outside_key ",
	.optional = " name kind use ",
	.needs_estate = true,
	.targets = targets,
	.row = roll_row,
};
