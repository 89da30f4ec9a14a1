#include "place/organisation.h"

#include <string.h>

#include "audit/touched.h"
#include "base/id.h"
#include "place/identifier.h"
#include "place/reach.h"
#include "place/region.h"
#include "place/search.h"

static const struct choice kind_values[] = {
	{"department", "部门", "Department"},
	{"office", "镇街社区机构", "Local office"},
	{"company", "物业服务企业", "Property company"},
	{"developer", "建设单位", "Developer"},
	{"association", "行业协会", "Association"},
	{"utility", "专营单位", "Utility"},
	{"party", "党组织", "Party organisation"},
	{"security", "保安服务公司", "Security company"},
	{"other", "其他", "Other"},
};
const struct choices organisation_kinds = CHOICES("organisation_kind", kind_values);
_Static_assert(sizeof kind_values / sizeof *kind_values == ORGANISATION__MAX - 1,
	       "a name for each");

const struct field organisation_fields[] = {
	RECORD_FIELDS(organisation),
	{"kind", F_ENUM, REQUIRED | ON_CREATE, AT(organisation, kind), L("类别", "Kind"),
	 .of = &organisation_kinds},
	{"name", F_TEXT, REQUIRED, AT(organisation, name), L("名称", "Name"), 2, 80},
	{"short_name", F_TEXT, 0, AT(organisation, short_name), L("简称", "Short name"), 1, 40},
	{"credit_code", F_TEXT, 0, AT(organisation, credit_code),
	 L("统一社会信用代码", "Credit code"), 18, 18},
	{"region_id", F_ID, 0, AT(organisation, region_id), L("所在辖区", "Region")},
	{"parent_id", F_ID, 0, AT(organisation, parent_id), L("上级单位", "Parent")},
	{"duty", F_TEXT, 0, AT(organisation, duty), L("职能", "Duty"), 1, 40},
	{"legal_person", F_TEXT, MASKED, AT(organisation, legal_person),
	 L("法定代表人", "Legal representative"), 1, 40, .mask = MASK_NAME},
	{"phone", F_TEXT, 0, AT(organisation, phone), L("办公电话", "Office phone"), 5, 40},
	{"address", F_TEXT, 0, AT(organisation, address), L("办公地址", "Office address")},
	{"is_association_member", F_FLAG, 0, AT(organisation, is_association_member),
	 L("行业协会会员", "Association member")},
	{"has_party_organisation", F_FLAG, 0, AT(organisation, has_party_organisation),
	 L("建立党组织", "Party organisation")},
	{"has_trade_union", F_FLAG, 0, AT(organisation, has_trade_union),
	 L("建立工会", "Trade union")},
	{"since", F_DATE, 0, AT(organisation, since), L("成立日期", "Since")},
	{"until", F_DATE, 0, AT(organisation, until), L("终止日期", "Until")},
	{"successor_id", F_ID, 0, AT(organisation, successor_id), L("职责承接单位", "Successor")},
	{"outside_key", F_TEXT, ON_CREATE, AT(organisation, outside_key),
	 L("来源标识", "Outside key"), 1, 100},
	{0},
};

static void check_code(struct ctx *cx, const struct organisation *o)
{
	struct identifier_fault fault;
	if (!identifier_check_credit_code(o->credit_code, &fault)) {
		identifier_fail(cx, "credit_code", &fault);
		return;
	}
	const char *taken = sql_text(cx, NULL,
				     "SELECT name FROM organisation WHERE credit_code = $1"
				     " AND id <> $2 AND deleted_at IS NULL",
				     str(o->credit_code), i64(o->rec.id));
	if (taken)
		fail_field(cx, "credit_code",
			   T("organisation.taken", "已登记为“{1}”的信用代码",
			     "is already the code of {1}"),
			   str(taken));
}

static void normalise(struct ctx *cx, void *obj)
{
	struct organisation *o = obj;
	if (o->credit_code)
		o->credit_code = identifier_normalise(cx->mem, o->credit_code);
}

static err check(struct ctx *cx, const void *obj)
{
	const struct organisation *o = obj;
	struct region region;
	if (o->credit_code)
		check_code(cx, o);
	if (o->region_id && region_load(cx, o->region_id, &region))
		return ctx_err(cx);
	if (o->until && o->since && strcmp(o->until, o->since) < 0)
		fail_field(cx, "until", T("date.order", "早于开始日期", "is before the first day"));
	return ctx_err(cx);
}

/* Reached from its region and all above, and by its own people. */
static err place(struct ctx *cx, const struct organisation *o)
{
	err e = reach_place(cx, REACH_ORGANISATION, o->rec.id, o->region_id);
	return e ? e
		 : reach_grant(cx, &(struct reach_grant){.kind = REACH_ORGANISATION,
							 .thing_id = o->rec.id,
							 .to = o->rec.id});
}

static err keep_reach(struct ctx *cx, const struct organisation *old,
		      const struct organisation *new)
{
	bool was_there = old && old->rec.deleted_at == NONE, is_there = new->rec.deleted_at == NONE;
	err e = OK;
	if (was_there && !is_there)
		return reach_turn(cx, new->rec.id, REACH_ORGANISATION, REACH_REMOVED_ORGANISATION);
	if (old && !was_there && is_there)
		e = reach_turn(cx, new->rec.id, REACH_REMOVED_ORGANISATION, REACH_ORGANISATION);
	if (!e && (!old || old->region_id != new->region_id))
		e = place(cx, new);
	return e;
}

/* Estates have a company as long as it is registered. */
static err touch_served(struct ctx *cx, int64_t id)
{
	return sql_exec(cx,
			"INSERT INTO touched (home_id, kind, id, at) SELECT home_id, 'home', "
			"CAST($2 AS BIGINT),"
			" CAST($3 AS BIGINT) FROM estate WHERE company_id = $1",
			i64(id), i64(id_new()), i64(cx->now));
}

static err saved(struct ctx *cx, const void *old, const void *new)
{
	const struct organisation *before = old, *o = new;
	bool is_gone = o->rec.deleted_at != NONE;
	err e = keep_reach(cx, old, new);
	if (!e && before && before->region_id != o->region_id)
		e = touched_add(cx, before->region_id);
	if (!e && before && before->rec.deleted_at != o->rec.deleted_at)
		e = touch_served(cx, o->rec.id);
	return e ? e
		 : search_keep(cx, &(struct search_thing){
					   .home_id = o->rec.id,
					   .kind = SEARCH_ORGANISATION,
					   .id = o->rec.id,
					   .texts = {is_gone ? NULL : o->name, o->short_name,
						     o->credit_code},
				   });
}

#define COLUMNS                                                                                \
	RECORD_COLUMNS ", kind, name, short_name, credit_code, region_id, parent_id, duty,"    \
		       " legal_person, phone, address, is_association_member,"                 \
		       " has_party_organisation, has_trade_union, since, until, successor_id," \
		       " outside_key"

const struct entity organisation_entity = {
	.kind = "organisation",
	.zh = "单位",
	.en = "organisation",
	.fields = organisation_fields,
	.size = sizeof(struct organisation),
	.normalise = normalise,
	.check = check,
	.saved = saved,
	.is_own_home = true,
	ENTITY_SQL("organisation", COLUMNS, P_21),
};

err organisation_load(struct ctx *cx, int64_t id, struct organisation *ret)
{
	return record_load(cx, &organisation_entity, id, id, ret);
}

err organisation_find(struct ctx *cx, enum organisation_kind kind, const char *name, int64_t *ret,
		      bool *ret_many)
{
	struct stmt *q = sql(
		cx,
		"SELECT id FROM organisation WHERE name = $1 AND kind = $2 AND deleted_at IS NULL"
		" UNION SELECT id FROM organisation WHERE credit_code = $1 AND kind = $2"
		" AND deleted_at IS NULL LIMIT 2",
		str(name), i64(kind));
	*ret = sql_next(q) ? col_i64(q, 0) : 0;
	*ret_many = sql_next(q);
	if (*ret_many)
		*ret = 0;
	return sql_end(q);
}
