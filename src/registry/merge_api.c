/* What was registered twice, over HTTP: people and organisations that look like one, and making them
 * one. Estates are merged in estate_api.c. */
#include "account/account.h"
#include "account/scope.h"
#include "audit/merged.h"
#include "http/page.h"
#include "place/reach.h"
#include "registry/organisation_merge.h"
#include "registry/people.h"
#include "registry/person_merge.h"
#include "registry/registry_api.h"

struct merge {
	int64_t into_id;
};
static const struct field merge_fields[] = {
	{"into_id", F_ID, REQUIRED, AT(merge, into_id), L("并入", "Into")},
	{0},
};

/* ─── organisations ─── */

struct twin {
	int64_t first_id, id, kind, estate_count, first_estate_count;
	const char *first_name, *name, *first_code, *credit_code;
};
static const struct field twin_fields[] = {
	{"first_id", F_ID, 0, AT(twin, first_id), L("先登记的", "Registered first")},
	{"first_name", F_TEXT, 0, AT(twin, first_name), L("先登记的名称", "Its name")},
	{"first_code", F_TEXT, 0, AT(twin, first_code), L("先登记的信用代码", "Its credit code")},
	{"first_estate_count", F_INT, 0, AT(twin, first_estate_count),
	 L("先登记的服务小区数", "Estates it serves")},
	{"id", F_ID, 0, AT(twin, id), L("后登记的", "Registered later")},
	{"name", F_TEXT, 0, AT(twin, name), L("后登记的名称", "Its name")},
	{"credit_code", F_TEXT, 0, AT(twin, credit_code), L("后登记的信用代码", "Its credit code")},
	{"estate_count", F_INT, 0, AT(twin, estate_count),
	 L("后登记的服务小区数", "Estates it serves")},
	{"kind", F_ENUM, 0, AT(twin, kind), L("类别", "Kind"), .of = &organisation_kinds},
	{0},
};

/* Names are one when they differ by blanks, by case or by the width of brackets. */
#define FOLDED(name) "replace(replace(replace(lower(" name "), ' ', ''), '（', '('), '）', ')')"
#define STANDING_REACHED                                                                       \
	"(SELECT o.id, o.name, o.kind, o.credit_code, " FOLDED(                                \
		"o.name") " AS folded"                                                         \
			  " FROM reach h JOIN organisation o ON o.home_id = h.thing_id WHERE " \
			  "h.reach_id = $5"                                                    \
			  " AND h.kind = 2 AND h.since <= $6 AND h.until >= $6)"
#define SERVED(id) \
	"(SELECT count(*) FROM estate e WHERE e.company_id = " id " AND e.deleted_at IS NULL)"

static const struct sort twin_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT a.id AS first_id, b.id, a.name AS first_name, b.name, a.kind,"
		  " a.credit_code AS first_code, b.credit_code,"
		  " " SERVED("a.id") " AS first_estate_count, " SERVED(
			  "b.id") " AS estate_count"
				  " FROM " STANDING_REACHED " a JOIN " STANDING_REACHED " b"
				  " ON b.folded = a.folded AND b.kind = a.kind AND b.id > a.id"
				  " WHERE (a.credit_code IS NULL OR b.credit_code IS NULL)",
		  "a.id", "b.id")},
	{0},
};

static err twin_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, twin_sorts, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->actor->reach_id),
				      str(reach_today(cx))),
			      NONE);
}

/* Does it serve estates, or has built some, that the actor has nothing to do with? */
static bool serves_elsewhere(struct ctx *cx, int64_t id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM (SELECT home_id FROM estate WHERE company_id = $1"
		       " AND deleted_at IS NULL UNION ALL SELECT home_id FROM estate"
		       " WHERE developer_id = $1 AND deleted_at IS NULL) e"
		       " WHERE NOT EXISTS (SELECT 1 FROM reach h WHERE h.reach_id = $2"
		       " AND h.kind = 1 AND h.thing_id = e.home_id AND h.since <= $3"
		       " AND h.until >= $3) LIMIT 1",
		       i64(id), i64(cx->actor->reach_id), str(reach_today(cx))) == 1;
}

static err organisation_merge(struct ctx *cx, struct request *rq)
{
	const struct merge *in = rq->body;
	struct organisation from, into;
	if (!reach_holds(cx, cx->actor->reach_id, REACH_ORGANISATION, in->into_id))
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	if (serves_elsewhere(cx, request_id(rq, "organisation")))
		return fail(cx, ERR_CONFLICT,
			    T("organisation.merge_elsewhere",
			      "该单位还服务您管理范围以外的小区，请由上级单位合并",
			      "it serves estates outside your reach too; ask whoever reaches them "
			      "all"));
	err e = organisation_load(cx, request_id(rq, "organisation"), &from);
	if (e || (e = organisation_load(cx, in->into_id, &into)) ||
	    (e = organisation_absorb(cx, &from, &into)))
		return e;
	return reply_object(cx, rq, &into, into.rec.version);
}

/* ─── people ─── */

struct double_row {
	int64_t first_id, id, has_same_name, has_same_phone;
	const char *first_name, *name, *first_phone, *phone;
};
static const struct field double_fields[] = {
	{"first_id", F_ID, 0, AT(double_row, first_id), L("先登记的", "Registered first")},
	{"first_name", F_TEXT, MASKED, AT(double_row, first_name), L("先登记的姓名", "Name"),
	 .mask = MASK_NAME},
	{"first_phone", F_TEXT, PERSONAL, AT(double_row, first_phone), L("先登记的电话", "Phone"),
	 .mask = MASK_PHONE},
	{"id", F_ID, 0, AT(double_row, id), L("后登记的", "Registered later")},
	{"name", F_TEXT, MASKED, AT(double_row, name), L("后登记的姓名", "Name"),
	 .mask = MASK_NAME},
	{"phone", F_TEXT, PERSONAL, AT(double_row, phone), L("后登记的电话", "Phone"),
	 .mask = MASK_PHONE},
	{"has_same_name", F_FLAG, 0, AT(double_row, has_same_name), L("同名", "Same name")},
	{"has_same_phone", F_FLAG, 0, AT(double_row, has_same_phone), L("同一电话", "Same phone")},
	{0},
};

/* Whom the estate's houses know. */
#define KNOWN                                                                                    \
	"(SELECT p.person_id, " FOLDED("p.name") " AS folded FROM person p WHERE p.person_id"    \
						 " IN (SELECT person_id FROM ownership WHERE "   \
						 "home_id = $5 AND deleted_at IS NULL"           \
						 " UNION SELECT person_id FROM occupancy WHERE " \
						 "home_id = $5 AND deleted_at IS NULL)"          \
						 " AND p.deleted_at IS NULL)"
#define SAME_NAME                                                                 \
	"SELECT a.person_id AS first_id, b.person_id AS second_id, 1 AS by_name," \
	" 0 AS by_phone FROM " KNOWN " a JOIN " KNOWN " b ON b.folded = a.folded" \
	" AND b.person_id > a.person_id"
#define SAME_PHONE                                                             \
	"SELECT a.person_id, b.person_id, 0, 1 FROM " KNOWN " a"               \
	" JOIN person_key k ON k.person_id = a.person_id AND k.kind = 'phone'" \
	" JOIN person_key l ON l.kind = 'phone' AND l.hash = k.hash"           \
	" AND l.person_id > k.person_id JOIN " KNOWN " b ON b.person_id = l.person_id"
#define PAIRS                                                                             \
	"(SELECT first_id, second_id, max(by_name) AS by_name, max(by_phone) AS by_phone" \
	" FROM (" SAME_NAME " UNION ALL " SAME_PHONE ") u GROUP BY first_id, second_id)"

/* Who has a paper each is two people. */
static const struct sort double_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT t.first_id, t.second_id AS id, a.name AS first_name, b.name,"
		  " a.phone AS first_phone, b.phone, t.by_name AS has_same_name,"
		  " t.by_phone AS has_same_phone FROM " PAIRS " t"
		  " JOIN person a ON a.person_id = t.first_id"
		  " JOIN person b ON b.person_id = t.second_id"
		  " WHERE (a.id_number IS NULL OR b.id_number IS NULL)",
		  "t.first_id", "t.second_id")},
	{0},
};

static err double_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, double_sorts, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p),
				      i64(request_id(rq, "estate"))),
			      NONE);
}

static err load_both(struct ctx *cx, struct request *rq, struct person *from, struct person *into)
{
	const struct merge *in = rq->body;
	int64_t id = request_id(rq, "person");
	if (!people_knows(cx, request_id(rq, "estate"), id) || !people_is_reached(cx, in->into_id))
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	if (people_is_known_elsewhere(cx, id))
		return fail(cx, ERR_CONFLICT,
			    T("person.merge_elsewhere",
			      "此人还登记在您管理范围以外的小区，请由上级单位合并",
			      "the person is registered in estates outside your reach too; ask "
			      "whoever reaches them all"));
	err e = person_load(cx, id, from);
	return e ? e : person_load(cx, in->into_id, into);
}

static err person_merge(struct ctx *cx, struct request *rq)
{
	struct person from, into;
	err e = load_both(cx, rq, &from, &into);
	if (e || (e = person_absorb(cx, &from, &into)))
		return e;
	return reply_object(cx, rq, &into, into.rec.version);
}

#define MERGE .in = merge_fields, .in_size = sizeof(struct merge), .flags = ROUTE_FRESH

const struct route merge_routes[] = {
	{"GET", "/organisations/duplicates", MAY_WRITE_ORGANISATION, SCOPE_REACH, twin_list,
	 .out = twin_fields, .summary = "Organisations that may be registered twice",
	 .flags = ROUTE_LIST | ROUTE_SLOW},
	{"POST", "/organisations/{organisation}/merge", MAY_WRITE_ORGANISATION, SCOPE_ORGANISATION,
	 organisation_merge, .out = organisation_fields,
	 .summary = "Merge a duplicate into another organisation", MERGE},
	{"GET", "/estates/{estate}/people/duplicates", MAY_WRITE_HOUSE, SCOPE_ESTATE, double_list,
	 .out = double_fields, .summary = "People who may be registered twice",
	 .flags = ROUTE_LIST | ROUTE_SLOW},
	{"POST", "/estates/{estate}/people/{person}/merge", MAY_WRITE_HOUSE, SCOPE_ESTATE,
	 person_merge, .out = person_fields, .summary = "Merge a duplicate into another person",
	 MERGE},
	{0},
};
