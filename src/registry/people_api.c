/* People over HTTP, always inside an estate of the actor's: masked, unless a reason is given. */
#include <string.h>

#include "account/account.h"
#include "account/scope.h"
#include "audit/audit.h"
#include "audit/merged.h"
#include "audit/record_api.h"
#include "http/page.h"
#include "place/organisation.h"
#include "place/person.h"
#include "place/reach.h"
#include "registry/ownership.h"
#include "registry/people.h"
#include "registry/person_erase.h"
#include "registry/registry_api.h"

/* ─── who is there ─── */

struct person_row {
	int64_t id, tie_id, version, person_version, house_id, kind, share_num, share_den,
		is_representative, is_party_member;
	const char *sort_key, *name, *phone, *label, *relation, *since, *until;
};
static const struct choice tie_values[] = {
	{"owner", "业主", "Owner"},
	{"member", "家庭成员", "Household member"},
	{"tenant", "租户", "Tenant"},
	{"other", "其他", "Other"},
};
const struct choices ties = CHOICES("tie", tie_values);
static const struct field person_row_fields[] = {
	{"sort_key", F_TEXT, INTERNAL, AT(person_row, sort_key), L("排序", "Sort key")},
	{"tie_id", F_ID, 0, AT(person_row, tie_id), L("标识", "Id")}, /* ownership or occupancy */
	{"version", F_INT, 0, AT(person_row, version), L("版本", "Version")}, /* of the same */
	{"id", F_ID, 0, AT(person_row, id), L("人员标识", "Person id")},
	{"name", F_TEXT, MASKED, AT(person_row, name), L("姓名", "Name"), .mask = MASK_NAME},
	{"phone", F_TEXT, PERSONAL, AT(person_row, phone), L("联系电话", "Phone"),
	 .mask = MASK_PHONE},
	{"kind", F_ENUM, 0, AT(person_row, kind), L("身份", "Tie"), .of = &ties},
	{"house_id", F_ID, 0, AT(person_row, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(person_row, label), L("房屋", "House")},
	{"share_num", F_INT, 0, AT(person_row, share_num), L("份额分子", "Share, numerator")},
	{"share_den", F_INT, 0, AT(person_row, share_den), L("份额分母", "Share, denominator")},
	{"is_representative", F_FLAG, 0, AT(person_row, is_representative),
	 L("表决代表", "Voting representative")},
	{"relation", F_TEXT, 0, AT(person_row, relation), L("与业主关系", "Relation")},
	{"is_party_member", F_FLAG, 0, AT(person_row, is_party_member),
	 L("中共党员", "Party member")},
	{"since", F_DATE, 0, AT(person_row, since), L("自", "Since")},
	{"until", F_DATE, 0, AT(person_row, until), L("至", "Until")},
	{"person_version", F_INT, 0, AT(person_row, person_version),
	 L("人员版本", "Version of the person")},
	{0},
};

/* Ownership and occupancy side by side; `id` is the person's, the page's key the house's place in
 * the list together with the tie's own id. */
#define TIES                                                                                   \
	"(SELECT home_id, id AS tie_id, version, house_id, person_id, 1 AS kind, share_num, "  \
	"share_den,"                                                                           \
	" is_representative, CAST(NULL AS TEXT) AS relation, since, until, deleted_at FROM "   \
	"ownership"                                                                            \
	" UNION ALL SELECT home_id, id, version, house_id, person_id, kind + 1, CAST(NULL AS " \
	"BIGINT),"                                                                             \
	" CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), relation, since, until, deleted_at"      \
	" FROM occupancy) t"

static const struct sort people_sorts[] = {
	{"house", F_TEXT,
	 PAGE_SQL("SELECT h.sort_key, t.tie_id, t.version, p.version AS person_version, "
		  "p.person_id AS id, p.name, p.phone, t.kind,"
		  " t.house_id, h.label, t.share_num, t.share_den, t.is_representative, t.relation,"
		  " p.is_party_member, t.since, t.until FROM " TIES
		  " JOIN house h ON h.home_id = t.home_id AND h.id = t.house_id"
		  " AND h.deleted_at IS NULL"
		  " JOIN person p ON p.person_id = t.person_id"
		  " WHERE t.home_id = $5 AND t.deleted_at IS NULL AND t.until >= $6"
		  " AND (CAST($7 AS BIGINT) IS NULL OR t.house_id = $7)"
		  " AND (CAST($8 AS BIGINT) IS NULL OR t.kind = $8)"
		  " AND (CAST($9 AS TEXT) IS NULL OR replace(lower(p.name), ' ', '') LIKE $9 "
		  "ESCAPE '\\'"
		  " OR replace(lower(h.label), ' ', '') LIKE $9 ESCAPE '\\')",
		  "h.sort_key", "t.tie_id")},
	{0},
};
static const struct param people_query[] = {
	{"house", F_ID, NULL},
	{"kind", F_ENUM, &ties},
	{"q", F_TEXT, NULL},
	{"past", F_FLAG, NULL},
	{0},
};

static err people_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	bool with_past = request_param_int(rq, "past") == 1;
	err e = page_read(cx, rq, people_sorts, &p);
	if (e)
		return e;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(request_id(rq, "estate")),
				  str(with_past ? "" : reach_today(cx)),
				  id_or_none(request_param_id(rq, "house")),
				  i64(request_param_int(rq, "kind")),
				  str(text_pattern(cx->mem, request_param(rq, "q")))),
			  NONE);
}

/* ─── one person ─── */

static err load_known(struct ctx *cx, struct request *rq, struct person *ret)
{
	int64_t estate = request_id(rq, "estate"), id = request_id(rq, "person");
	if (people_knows(cx, estate, id))
		return person_load(cx, id, ret);
	int64_t into = merged_into(cx, "person", id);
	if (into && people_knows(cx, estate, into))
		return merged_fail(cx, into);
	return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
}

static err person_get(struct ctx *cx, struct request *rq)
{
	struct person p;
	err e = load_known(cx, rq, &p);
	return e ? e : reply_object(cx, rq, &p, p.rec.version);
}

/* The person is told who asked for whom others alone know, and named number and name. */
static err note_found(struct ctx *cx, int64_t id)
{
	return people_look(cx, id, "name,id_number", "凭姓名和证件号码办理登记");
}

/* Somebody who is registered already under this number and this name is meant, not another. */
static err person_post(struct ctx *cx, struct request *rq)
{
	struct person *p = rq->body, old;
	int64_t id = 0;
	bool many = false;
	err e = p->id_number ? person_find(cx, "id_number", p->id_number, &id, &many) : OK;
	if (e)
		return e;
	if (id && (e = person_load(cx, id, &old)))
		return e;
	if (id && !strcmp(old.name, p->name)) {
		e = people_may_name(cx, id) ? ctx_err(cx) : note_found(cx, id);
		return e ? e : reply_object(cx, rq, &old, old.rec.version);
	}
	if ((e = record_create(cx, &person_entity, p)))
		return e;
	return reply_created(cx, rq, p->rec.id, p, p->rec.version);
}

static err person_patch(struct ctx *cx, struct request *rq)
{
	struct person p;
	err e = load_known(cx, rq, &p);
	if (e)
		return e;
	p.rec.version = request_version(rq);
	if ((e = fields_read(cx, person_fields, rq->json, &p, READ_PATCH)) ||
	    (e = record_update(cx, &person_entity, &p)))
		return e;
	return reply_object(cx, rq, &p, p.rec.version);
}

/* ─── in the clear ─── */

struct reveal {
	const char *reason;
};
static const struct field reveal_fields[] = {
	{"reason", F_TEXT, REQUIRED, AT(reveal, reason), L("查看理由", "Reason"), 4, 200},
	{0},
};

struct revealed {
	int64_t id;
	const char *name, *id_number, *phone, *other_phone;
};
static const struct field revealed_fields[] = {
	{"id", F_ID, 0, AT(revealed, id), L("标识", "Id")},
	{"name", F_TEXT, 0, AT(revealed, name), L("姓名", "Name")},
	{"id_number", F_TEXT, 0, AT(revealed, id_number), L("证件号码", "ID number")},
	{"phone", F_TEXT, 0, AT(revealed, phone), L("联系电话", "Phone")},
	{"other_phone", F_TEXT, 0, AT(revealed, other_phone), L("备用电话", "Other phone")},
	{0},
};

static const char *organisation_name(struct ctx *cx)
{
	struct organisation o;
	if (!cx->actor->organisation_id || organisation_load(cx, cx->actor->organisation_id, &o))
		return "";
	return o.name;
}

err people_look(struct ctx *cx, int64_t person_id, const char *fields, const char *reason)
{
	struct look look = {
		.person_id = person_id,
		.fields = fields,
		.post_title = cx->actor->title ? cx->actor->title : "",
		.organisation = organisation_name(cx),
	};
	cx->reason = reason;
	return ctx_err(cx) ? ctx_err(cx) : audit_look(cx, &look);
}

static err person_reveal(struct ctx *cx, struct request *rq)
{
	const struct reveal *in = rq->body;
	struct person p;
	err e = load_known(cx, rq, &p);
	if (e || (e = people_look(cx, p.rec.id, "name,id_number,phone,other_phone", in->reason)))
		return e;
	return reply_object(cx, rq,
			    &(struct revealed){p.rec.id, p.name, p.id_number, p.phone,
					       p.other_phone},
			    NONE);
}

/* ─── forgetting ─── */

struct erase {
	const char *reason;
};
static const struct field erase_fields[] = {
	{"reason", F_TEXT, REQUIRED, AT(erase, reason), L("删除依据", "Reason"), 4, 200},
	{0},
};

struct erased {
	int64_t id, at, keeps_identity;
};
static const struct field erased_fields[] = {
	{"id", F_ID, 0, AT(erased, id), L("标识", "Id")},
	{"at", F_INSTANT, 0, AT(erased, at), L("删除时间", "At")},
	{"keeps_identity", F_FLAG, 0, AT(erased, keeps_identity),
	 L("依法保留姓名与证件", "Name and papers are kept by law")},
	{0},
};

static err audit_erasure(struct ctx *cx, const struct request *rq, int64_t id, enum need need)
{
	return audit_act(cx,
			 &(struct act){
				 .action = "person.erase",
				 .home_id = request_id(rq, "estate"),
				 .kind = "person",
				 .subject_id = id,
				 .detail = need == NEED_IDENTITY ? "{\"kept\":\"identity\"}" : NULL,
			 });
}

static err person_erase_post(struct ctx *cx, struct request *rq)
{
	const struct erase *in = rq->body;
	struct person p;
	enum need need;
	err e = load_known(cx, rq, &p);
	if (e)
		return e;
	if (people_is_known_elsewhere(cx, p.rec.id))
		return fail(cx, ERR_CONFLICT,
			    T("person.erase_elsewhere",
			      "此人还登记在您管理范围以外的小区，请由上级单位删除",
			      "the person is registered in estates outside your reach too; ask "
			      "whoever reaches them all"));
	cx->reason = in->reason;
	if ((e = person_forget(cx, p.rec.id, &need)))
		return e;
	if (need == NEED_ALL)
		return fail(cx, ERR_CONFLICT,
			    T("person.needed",
			      "此人现为业主、住户、任职人员或有账号，信息仍为履行职责所必需",
			      "the person owns, lives, serves or signs in today: the data are "
			      "still needed"));
	if ((e = audit_erasure(cx, rq, p.rec.id, need)))
		return e;
	return reply_object(cx, rq, &(struct erased){p.rec.id, cx->now, need == NEED_IDENTITY},
			    NONE);
}

const struct route people_routes[] = {
	{"GET", "/estates/{estate}/people", MAY_READ_HOUSE, SCOPE_ESTATE, people_list,
	 .out = person_row_fields, .summary = "Owners, tenants and household members, masked",
	 .flags = ROUTE_LIST, .query = people_query},
	{"POST", "/estates/{estate}/people", MAY_WRITE_HOUSE, SCOPE_ESTATE, person_post,
	 .in = person_fields, .in_size = sizeof(struct person), .out = person_fields,
	 .summary = "Register a person, or find the one with this number and name"},
	{"POST", "/regions/{region}/people", MAY_WRITE_STAFF, SCOPE_REGION, person_post,
	 .in = person_fields, .in_size = sizeof(struct person), .out = person_fields,
	 .summary = "The same, for somebody who is to be posted to the region"},
	{"GET", "/estates/{estate}/people/{person}", MAY_READ_HOUSE, SCOPE_ESTATE, person_get,
	 .out = person_fields, .summary = "One person, masked"},
	{"PATCH", "/estates/{estate}/people/{person}", MAY_WRITE_HOUSE, SCOPE_ESTATE, person_patch,
	 .in = person_fields, .in_size = sizeof(struct person), .out = person_fields,
	 .summary = "Change a person", .flags = ROUTE_PATCH | ROUTE_MATCH},
	{"POST", "/estates/{estate}/people/{person}/reveal", MAY_REVEAL_PERSON, SCOPE_ESTATE,
	 person_reveal, .in = reveal_fields, .in_size = sizeof(struct reveal),
	 .out = revealed_fields,
	 .summary = "Personal data in the clear, for a reason that the person can see"},
	{"POST", "/estates/{estate}/people/{person}/erase", MAY_ERASE_PERSON, SCOPE_ESTATE,
	 person_erase_post, .in = erase_fields, .in_size = sizeof(struct erase),
	 .out = erased_fields,
	 .summary = "Erase what need not be known of a person any more, in every version",
	 .flags = ROUTE_FRESH},
	{0},
};
