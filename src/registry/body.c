#include "registry/body.h"

#include "audit/touched.h"
#include "place/identifier.h"
#include "place/search.h"
#include "registry/part.h"

#define PERSON_STANDS "SELECT 1 FROM person WHERE $1 > 0 AND person_id = $2 AND deleted_at IS NULL"

/* ─── owners' bodies ─── */

static const struct choice committee_kind_values[] = {
	{"owners", "业主委员会", "Owners' committee"},
	{"management", "物业管理委员会", "Management committee"},
	{"neighbourhood", "居委会代行", "Residents' committee in its place"},
};
const struct choices committee_kinds = CHOICES("committee_kind", committee_kind_values);

static const struct choice committee_state_values[] = {
	{"preparing", "筹备中", "Being prepared"},
	{"in_office", "在任", "In office"},
	{"expired", "届满", "Term over"},
	{"dissolved", "已解散", "Dissolved"},
};
const struct choices committee_states = CHOICES("committee_state", committee_state_values);

const struct field committee_fields[] = {
	RECORD_FIELDS(committee),
	PART_ONE_OF(committee, kind, REQUIRED, "类别", "Kind", committee_kinds),
	{"name", F_TEXT, REQUIRED, AT(committee, name), L("名称", "Name"), 1, 60},
	{"since", F_DATE, REQUIRED, AT(committee, since), L("任期开始", "Term since")},
	PART_DATE(committee, until, "任期届满", "Term until"),
	PART_DATE(committee, filed_on, "备案日期", "Filed on"),
	PART_TEXT(committee, filing_number, "备案号", "Filing number", 60),
	PART_ONE_OF(committee, state, REQUIRED, "状态", "State", committee_states),
	PART_FLAG(committee, has_party_branch, "建立党支部", "Party branch"),
	{0},
};

static err committee_check(struct ctx *cx, const void *obj)
{
	const struct committee *c = obj;
	part_check_days(cx, "until", c->since, c->until);
	if (c->state == COMMITTEE_IN_OFFICE &&
	    sql_int(cx, 0,
		    "SELECT 1 FROM committee WHERE home_id = $1 AND state = $2 AND id <> $3"
		    " AND deleted_at IS NULL",
		    i64(c->rec.home_id), i64(COMMITTEE_IN_OFFICE), i64(c->rec.id)))
		fail_field(cx, "state",
			   T("committee.another", "本小区已有在任的业主组织，请先结束上一届",
			     "another owners' body is in office; end its term first"));
	return ctx_err(cx);
}

const struct entity committee_entity = {
	.kind = "committee",
	.zh = "业主组织",
	.en = "owners' body",
	.fields = committee_fields,
	.size = sizeof(struct committee),
	.check = committee_check,
	ENTITY_SQL("committee",
		   RECORD_COLUMNS ", kind, name, since, until, filed_on, filing_number, state,"
				  " has_party_branch",
		   P_12),
};

static const struct choice duty_values[] = {
	{"chair", "主任", "Chair"},
	{"vice_chair", "副主任", "Vice-chair"},
	{"member", "委员", "Member"},
	{"alternate", "候补委员", "Alternate"},
};
const struct choices committee_duties = CHOICES("committee_duty", duty_values);

const struct field committee_member_fields[] = {
	RECORD_FIELDS(committee_member),
	{"committee_id", F_ID, REQUIRED | ON_CREATE, AT(committee_member, committee_id),
	 L("业主组织", "Owners' body")},
	{"person_id", F_ID, REQUIRED | ON_CREATE, AT(committee_member, person_id),
	 L("人员", "Person")},
	PART_ONE_OF(committee_member, duty, REQUIRED, "职务", "Duty", committee_duties),
	PART_FLAG(committee_member, is_party_member, "中共党员", "Party member"),
	PART_FLAG(committee_member, is_cross_appointed, "交叉任职", "Cross-appointed"),
	PART_DATE(committee_member, trained_on, "最近培训", "Trained on"),
	{"since", F_DATE, REQUIRED, AT(committee_member, since), L("任职日期", "Since")},
	PART_DATE(committee_member, until, "离任日期", "Until"),
	{0},
};

static err member_check(struct ctx *cx, const void *obj)
{
	const struct committee_member *m = obj;
	part_must_exist(
		cx, "committee_id",
		"SELECT 1 FROM committee WHERE home_id = $1 AND id = $2 AND deleted_at IS NULL",
		m->rec.home_id, m->committee_id);
	part_must_exist(cx, "person_id", PERSON_STANDS, m->rec.home_id, m->person_id);
	part_check_days(cx, "until", m->since, m->until);
	return ctx_err(cx);
}

const struct entity committee_member_entity = {
	.kind = "committee_member",
	.zh = "业主组织成员",
	.en = "member of an owners' body",
	.fields = committee_member_fields,
	.size = sizeof(struct committee_member),
	.check = member_check,
	ENTITY_SQL("committee_member",
		   RECORD_COLUMNS ", committee_id, person_id, duty, is_party_member,"
				  " is_cross_appointed, trained_on, since, until",
		   P_12),
};

/* ─── Party organisations ─── */

static const struct choice form_values[] = {
	{"alone", "单独组建", "Alone"},
	{"joint", "区域联建", "Jointly, by area"},
	{"trade", "行业统建", "By trade"},
	{"group", "党小组", "Group"},
};
const struct choices party_forms = CHOICES("party_form", form_values);

const struct field party_organisation_fields[] = {
	RECORD_FIELDS(party_organisation),
	{"name", F_TEXT, REQUIRED, AT(party_organisation, name), L("名称", "Name"), 1, 80},
	PART_ONE_OF(party_organisation, form, REQUIRED, "组建方式", "Form", party_forms),
	{"secretary_id", F_ID, 0, AT(party_organisation, secretary_id), L("书记", "Secretary")},
	PART_FLAG(party_organisation, is_secretary_of_community, "社区党委（居委会）成员兼任",
		  "Secretary serves in the community"),
	PART_COUNT(party_organisation, member_count, "党员数", "Members", 100000),
	{"since", F_DATE, REQUIRED, AT(party_organisation, since), L("成立日期", "Since")},
	PART_DATE(party_organisation, until, "撤销日期", "Until"),
	{0},
};

static err party_check(struct ctx *cx, const void *obj)
{
	const struct party_organisation *p = obj;
	part_must_exist(cx, "secretary_id", PERSON_STANDS, p->rec.home_id, p->secretary_id);
	part_check_days(cx, "until", p->since, p->until);
	return ctx_err(cx);
}

const struct entity party_organisation_entity = {
	.kind = "party_organisation",
	.zh = "小区党组织",
	.en = "Party organisation",
	.fields = party_organisation_fields,
	.size = sizeof(struct party_organisation),
	.check = party_check,
	ENTITY_SQL("party_organisation",
		   RECORD_COLUMNS ", name, form, secretary_id, is_secretary_of_community,"
				  " member_count, since, until",
		   P_11),
};

/* ─── staff ─── */

static const struct choice staff_values[] = {
	{"specialist", "物业专干（物管员）", "Property specialist"},
	{"town_office", "镇街物业办人员", "Town property office"},
	{"appointed", "挂包干部", "Appointed official"},
	{"grid_worker", "网格员", "Grid worker"},
	{"project_manager", "物业项目负责人", "Project manager"},
	{"guard", "保安员", "Guard"},
	{"mediator", "调解员", "Mediator"},
	{"party_instructor", "党建指导员", "Party instructor"},
	{"volunteer", "志愿者", "Volunteer"},
	{"other", "其他", "Other"},
};
const struct choices staff_kinds = CHOICES("staff_kind", staff_values);
_Static_assert(sizeof staff_values / sizeof *staff_values == STAFF__MAX - 1, "a name for each");

const struct field staff_fields[] = {
	RECORD_FIELDS(staff),
	PART_ONE_OF(staff, kind, REQUIRED, "岗位类别", "Kind", staff_kinds),
	{"person_id", F_ID, REQUIRED | ON_CREATE, AT(staff, person_id), L("人员", "Person")},
	{"name", F_TEXT, REQUIRED, AT(staff, name), L("姓名", "Name"), 1, 40},
	{"organisation_id", F_ID, 0, AT(staff, organisation_id), L("单位", "Organisation")},
	PART_TEXT(staff, title, "职务", "Title", 40),
	PART_TEXT(staff, work_phone, "工作电话", "Work phone", 20),
	PART_FLAG(staff, is_full_time, "专职", "Full time"),
	{"since", F_DATE, REQUIRED, AT(staff, since), L("到岗日期", "Since")},
	PART_DATE(staff, until, "离岗日期", "Until"),
	{0},
};

static void staff_normalise(struct ctx *cx, void *obj)
{
	struct staff *s = obj;
	if (s->work_phone)
		s->work_phone = phone_normalise(cx->mem, s->work_phone);
}

static err staff_check(struct ctx *cx, const void *obj)
{
	const struct staff *s = obj;
	struct identifier_fault fault;
	part_must_exist(cx, "person_id", PERSON_STANDS, s->rec.home_id, s->person_id);
	part_must_exist(
		cx, "organisation_id",
		"SELECT 1 FROM organisation WHERE $1 > 0 AND home_id = $2 AND deleted_at IS NULL",
		s->rec.home_id, s->organisation_id);
	if (s->work_phone && !identifier_check_phone(s->work_phone, &fault))
		identifier_fail(cx, "work_phone", &fault);
	part_check_days(cx, "until", s->since, s->until);
	return ctx_err(cx);
}

static err staff_saved(struct ctx *cx, const void *old, const void *new)
{
	const struct staff *before = old, *s = new;
	bool is_gone = s->rec.deleted_at != NONE;
	err e = touched_add(cx, s->organisation_id);
	if (!e && before && before->organisation_id != s->organisation_id)
		e = touched_add(cx, before->organisation_id);
	return e ? e
		 : search_keep(cx, &(struct search_thing){
					   .home_id = s->rec.home_id,
					   .kind = SEARCH_STAFF,
					   .id = s->rec.id,
					   .texts = {is_gone ? NULL : s->name, s->work_phone},
				   });
}

const struct entity staff_entity = {
	.kind = "staff",
	.zh = "工作人员",
	.en = "staff",
	.fields = staff_fields,
	.size = sizeof(struct staff),
	.normalise = staff_normalise,
	.check = staff_check,
	.saved = staff_saved,
	ENTITY_SQL("staff",
		   RECORD_COLUMNS ", kind, person_id, name, organisation_id, title, work_phone,"
				  " is_full_time, since, until",
		   P_13),
};
