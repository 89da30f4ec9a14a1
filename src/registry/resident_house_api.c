/* A resident's own houses over HTTP, and who lives in them. */
#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "http/request.h"
#include "place/identifier.h"
#include "place/person.h"
#include "place/reach.h"
#include "registry/binding.h"
#include "registry/house.h"
#include "registry/ownership.h"
#include "registry/people.h"
#include "registry/person_erase.h"
#include "registry/registry_api.h"
#include "registry/resident.h"
#include "store/sql.h"

enum { HOUSES_MOST = 200, MEMBERS_MOST = 30 };

/* ─── my houses ─── */

struct my_house {
	int64_t estate_id, house_id, area_dm2, kind, tie, share_num, share_den, is_representative;
	const char *estate, *label, *relation, *since;
};
static const struct field my_house_fields[] = {
	{"estate_id", F_ID, 0, AT(my_house, estate_id), L("小区标识", "Estate id")},
	{"estate", F_TEXT, 0, AT(my_house, estate), L("小区", "Estate")},
	{"house_id", F_ID, 0, AT(my_house, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(my_house, label), L("房屋", "House")},
	{"kind", F_ENUM, 0, AT(my_house, kind), L("房屋性质", "Kind"), .of = &house_kinds},
	{"area_dm2", F_INT, 0, AT(my_house, area_dm2), L("产权面积", "Certified area"), .places = 2,
	 .unit = "㎡"},
	{"tie", F_ENUM, 0, AT(my_house, tie), L("身份", "Tie"), .of = &ties},
	{"share_num", F_INT, 0, AT(my_house, share_num), L("份额分子", "Share, numerator")},
	{"share_den", F_INT, 0, AT(my_house, share_den), L("份额分母", "Share, denominator")},
	{"is_representative", F_FLAG, 0, AT(my_house, is_representative),
	 L("表决代表", "Voting representative")},
	{"relation", F_TEXT, 0, AT(my_house, relation), L("与业主关系", "Relation")},
	{"since", F_DATE, 0, AT(my_house, since), L("自", "Since")},
	{0},
};

static err house_list(struct ctx *cx, struct request *rq)
{
	struct my_house *rows = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx,
		    "SELECT t.home_id AS estate_id, e.name AS estate, t.house_id, h.label, h.kind,"
		    " h.area_dm2, t.tie, t.share_num, t.share_den, t.is_representative,"
		    " t.relation, t.since FROM (SELECT home_id, house_id, 1 AS tie, share_num,"
		    " share_den, is_representative, CAST(NULL AS TEXT) AS relation, since"
		    " FROM ownership WHERE person_id = $1 AND until >= $2 AND deleted_at IS NULL"
		    " UNION ALL SELECT home_id, house_id, kind + 1, CAST(NULL AS BIGINT),"
		    " CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), relation, since FROM occupancy"
		    " WHERE person_id = $1 AND until >= $2 AND deleted_at IS NULL) t"
		    " JOIN house h ON h.home_id = t.home_id AND h.id = t.house_id"
		    " JOIN estate e ON e.home_id = t.home_id"
		    " WHERE h.deleted_at IS NULL AND e.deleted_at IS NULL"
		    " ORDER BY e.name, t.home_id, h.sort_key, t.tie LIMIT $3",
		    i64(cx->actor->person_id), str(reach_today(cx)), i64(HOUSES_MOST));
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		fields_clear(my_house_fields, &rows[n]);
		sql_read(q, my_house_fields, &rows[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

/* ─── one of them ─── */

struct co_owner {
	int64_t is_me, share_num, share_den, is_representative;
	const char *name, *since;
};
static const struct field co_owner_fields[] = {
	{"name", F_TEXT, MASKED, AT(co_owner, name), L("姓名", "Name"), .mask = MASK_NAME},
	{"is_me", F_FLAG, 0, AT(co_owner, is_me), L("本人", "Myself")},
	{"share_num", F_INT, 0, AT(co_owner, share_num), L("份额分子", "Share, numerator")},
	{"share_den", F_INT, 0, AT(co_owner, share_den), L("份额分母", "Share, denominator")},
	{"is_representative", F_FLAG, 0, AT(co_owner, is_representative),
	 L("表决代表", "Voting representative")},
	{"since", F_DATE, 0, AT(co_owner, since), L("自", "Since")},
	{0},
};
static const struct element co_owner_element = {sizeof(struct co_owner), co_owner_fields};

struct member {
	int64_t id, is_me, tie;
	const char *name, *relation, *since;
};
static const struct field member_fields[] = {
	{"id", F_ID, 0, AT(member, id), L("标识", "Id")},
	{"name", F_TEXT, MASKED, AT(member, name), L("姓名", "Name"), .mask = MASK_NAME},
	{"is_me", F_FLAG, 0, AT(member, is_me), L("本人", "Myself")},
	{"tie", F_ENUM, 0, AT(member, tie), L("身份", "Tie"), .of = &ties},
	{"relation", F_TEXT, 0, AT(member, relation), L("与业主关系", "Relation")},
	{"since", F_DATE, 0, AT(member, since), L("自", "Since")},
	{0},
};
static const struct element member_element = {sizeof(struct member), member_fields};

struct my_house_shown {
	int64_t estate_id, house_id, kind, use, area_dm2, floor, is_mine;
	const char *estate, *address, *company, *company_phone, *office, *office_phone, *label,
		*building, *entrance, *unit_number;
	struct list owners, members;
};
static const struct field my_house_shown_fields[] = {
	{"estate_id", F_ID, 0, AT(my_house_shown, estate_id), L("小区标识", "Estate id")},
	{"estate", F_TEXT, 0, AT(my_house_shown, estate), L("小区", "Estate")},
	{"address", F_TEXT, 0, AT(my_house_shown, address), L("地址", "Address")},
	{"company", F_TEXT, 0, AT(my_house_shown, company), L("物业服务企业", "Property company")},
	{"company_phone", F_TEXT, 0, AT(my_house_shown, company_phone),
	 L("物业电话", "Company's phone")},
	{"office", F_TEXT, 0, AT(my_house_shown, office), L("镇街社区机构", "Local office")},
	{"office_phone", F_TEXT, 0, AT(my_house_shown, office_phone),
	 L("社区电话", "Local office's phone")},
	{"house_id", F_ID, 0, AT(my_house_shown, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(my_house_shown, label), L("房屋", "House")},
	{"building", F_TEXT, 0, AT(my_house_shown, building), L("楼栋", "Building")},
	{"entrance", F_TEXT, 0, AT(my_house_shown, entrance), L("单元", "Entrance")},
	{"floor", F_INT, 0, AT(my_house_shown, floor), L("楼层", "Floor")},
	{"kind", F_ENUM, 0, AT(my_house_shown, kind), L("房屋性质", "Kind"), .of = &house_kinds},
	{"use", F_ENUM, 0, AT(my_house_shown, use), L("使用状况", "Use"), .of = &house_uses},
	{"area_dm2", F_INT, 0, AT(my_house_shown, area_dm2), L("产权面积", "Certified area"),
	 .places = 2, .unit = "㎡"},
	{"unit_number", F_TEXT, 0, AT(my_house_shown, unit_number),
	 L("不动产单元号", "Real-estate unit number")},
	{"is_mine", F_FLAG, 0, AT(my_house_shown, is_mine), L("本人为业主", "I am an owner")},
	{"owners", F_LIST, 0, AT(my_house_shown, owners), L("业主", "Owners"),
	 .of = &co_owner_element},
	{"members", F_LIST, 0, AT(my_house_shown, members), L("同住人", "Household"),
	 .of = &member_element},
	{0},
};

/* Rows of a list by their table. */
struct rows {
	const struct element *of;
	struct list list;
};

static err read_rows(struct ctx *cx, struct stmt *q, struct rows *r)
{
	size_t size = r->of->size;
	r->list = (struct list){0};
	while (sql_next(q)) {
		r->list.items = mem_resized(cx->mem, r->list.items, size, r->list.n + 1);
		char *item = (char *)r->list.items + size * r->list.n++;
		fields_clear(r->of->fields, item);
		sql_read(q, r->of->fields, item);
	}
	return sql_end(q);
}

static err read_owners(struct ctx *cx, struct request *rq, struct list *ret)
{
	struct rows r = {.of = &co_owner_element};
	struct stmt *q =
		sql(cx,
		    "SELECT p.name, CASE WHEN p.person_id = $4 THEN 1 ELSE 0 END AS is_me,"
		    " o.share_num, o.share_den, o.is_representative, o.since FROM ownership o"
		    " JOIN person p ON p.person_id = o.person_id WHERE o.home_id = $1"
		    " AND o.house_id = $2 AND o.until >= $3 AND o.deleted_at IS NULL"
		    " ORDER BY o.is_representative DESC, o.id",
		    i64(request_id(rq, "estate")), i64(request_id(rq, "house")),
		    str(reach_today(cx)), i64(cx->actor->person_id));
	err e = read_rows(cx, q, &r);
	*ret = r.list;
	return e;
}

static err read_members(struct ctx *cx, struct request *rq, struct list *ret)
{
	struct rows r = {.of = &member_element};
	struct stmt *q =
		sql(cx,
		    "SELECT o.id, p.name, CASE WHEN p.person_id = $4 THEN 1 ELSE 0 END AS is_me,"
		    " o.kind + 1 AS tie, o.relation, o.since FROM occupancy o"
		    " JOIN person p ON p.person_id = o.person_id WHERE o.home_id = $1"
		    " AND o.house_id = $2 AND o.until >= $3 AND o.deleted_at IS NULL ORDER BY o.id",
		    i64(request_id(rq, "estate")), i64(request_id(rq, "house")),
		    str(reach_today(cx)), i64(cx->actor->person_id));
	err e = read_rows(cx, q, &r);
	*ret = r.list;
	return e;
}

static err read_house(struct ctx *cx, struct request *rq, struct my_house_shown *ret)
{
	struct stmt *q =
		sql(cx,
		    "SELECT e.home_id AS estate_id, e.name AS estate, e.address, c.name AS company,"
		    " c.phone AS company_phone, o.name AS office, o.phone AS office_phone,"
		    " h.id AS house_id, h.label, b.name AS building,"
		    " h.entrance, h.floor, h.kind, h.use, h.area_dm2, h.unit_number FROM house h"
		    " JOIN estate e ON e.home_id = h.home_id"
		    " JOIN building b ON b.home_id = h.home_id AND b.id = h.building_id"
		    " LEFT JOIN organisation c ON c.home_id = e.company_id"
		    " LEFT JOIN organisation o ON o.home_id = (SELECT f.home_id FROM region r"
		    " JOIN organisation f ON f.region_id IN (r.home_id, r.parent_id)"
		    " WHERE r.home_id = e.region_id AND f.kind = 2 AND f.deleted_at IS NULL"
		    " ORDER BY CASE WHEN f.region_id = r.home_id THEN 0 ELSE 1 END, f.home_id"
		    " LIMIT 1) WHERE h.home_id = $1 AND h.id = $2 AND h.deleted_at IS NULL"
		    " AND e.deleted_at IS NULL",
		    i64(request_id(rq, "estate")), i64(request_id(rq, "house")));
	bool is_there = sql_next(q);
	if (is_there)
		sql_read(q, my_house_shown_fields, ret);
	err e = sql_end(q);
	return e || is_there ? e : fail_not_found(cx);
}

static err house_get(struct ctx *cx, struct request *rq)
{
	struct my_house_shown h;
	fields_clear(my_house_shown_fields, &h);
	err e = read_house(cx, rq, &h);
	if (e || (e = read_owners(cx, rq, &h.owners)) || (e = read_members(cx, rq, &h.members)))
		return e;
	h.is_mine = house_is_owned_by(cx, h.estate_id, h.house_id, cx->actor->person_id);
	if (!h.is_mine)
		h.unit_number = NULL;
	return ctx_err(cx) ? ctx_err(cx) : reply_object(cx, rq, &h, NONE);
}

/* ─── who lives there ─── */

static err member_list(struct ctx *cx, struct request *rq)
{
	struct list members;
	err e = read_members(cx, rq, &members);
	return e ? e : reply_list(cx, rq, members.items, sizeof(struct member), members.n);
}

static err member_get(struct ctx *cx, struct request *rq)
{
	struct list members;
	err e = read_members(cx, rq, &members);
	const struct member *all = members.items;
	for (size_t i = 0; !e && i < members.n; i++)
		if (all[i].id == request_id(rq, "member"))
			return reply_object(cx, rq, &all[i], NONE);
	return e ? e : fail_not_found(cx);
}

struct member_in {
	const char *name, *phone, *relation;
	int64_t tie;
};
static const struct field member_in_fields[] = {
	{"name", F_TEXT, REQUIRED, AT(member_in, name), L("姓名", "Name"), 1, 60},
	{"phone", F_TEXT, PERSONAL, AT(member_in, phone), L("联系电话", "Phone"), 5, 30,
	 .mask = MASK_PHONE},
	{"tie", F_ENUM, REQUIRED, AT(member_in, tie), L("身份", "Tie"), .of = &ties},
	{"relation", F_TEXT, 0, AT(member_in, relation), L("与业主关系", "Relation"), 1, 20},
	{0},
};

static err check_member(struct ctx *cx, struct request *rq, const struct member_in *in)
{
	struct list members;
	if (in->tie == TIE_OWNER)
		fail_field(cx, "tie",
			   T("resident.tie", "业主须经产权登记，不能在此添加",
			     "an owner is registered by the company or the community"));
	err e = read_members(cx, rq, &members);
	if (!e && members.n >= MEMBERS_MOST)
		return fail(cx, ERR_CONFLICT,
			    T("resident.members", "每套房屋最多登记 {1} 名同住人",
			      "At most {1} people can be registered in a house"),
			    i64(MEMBERS_MOST));
	return e ? e : ctx_err(cx);
}

/* A person of their own, without papers: who it is in the register is not for an owner to find out. */
static err member_post(struct ctx *cx, struct request *rq)
{
	const struct member_in *in = rq->body;
	struct house h;
	struct person p;
	err e = house_load(cx, request_id(rq, "estate"), request_id(rq, "house"), &h);
	if (e || (e = check_member(cx, rq, in)))
		return e;
	fields_clear(person_fields, &p);
	p.name = in->name;
	p.phone = in->phone ? phone_normalise(cx->mem, in->phone) : NULL;
	if ((e = record_create(cx, &person_entity, &p)))
		return e;
	struct occupancy o = {
		.rec.home_id = h.rec.home_id,
		.house_id = h.rec.id,
		.person_id = p.rec.id,
		.kind = in->tie - 1,
		.relation = in->relation,
		.since = reach_today(cx),
	};
	if ((e = record_create(cx, &occupancy_entity, &o)))
		return e;
	struct member shown = {.id = o.rec.id,
			       .tie = in->tie,
			       .name = in->name,
			       .relation = in->relation,
			       .since = o.since};
	return reply_created(cx, rq, o.rec.id, &shown, NONE);
}

/* Registered by the owner himself, not by the company or the community? */
static bool is_own_entry(struct ctx *cx, const struct occupancy *o)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM version WHERE home_id = $1 AND kind = 'occupancy'"
		       " AND id = $2 AND version = 1 AND account_id = $3",
		       i64(o->rec.home_id), i64(o->rec.id), i64(cx->account_id)) == 1;
}

/* What an owner has registered himself is forgotten, as far as nobody else is to know it. */
static err member_remove(struct ctx *cx, struct request *rq)
{
	int64_t estate = request_id(rq, "estate"), id = request_id(rq, "member");
	struct occupancy o;
	enum need need;
	err e = record_load(cx, &occupancy_entity, estate, id, &o);
	if (e)
		return e;
	if (o.house_id != request_id(rq, "house") || strcmp(o.until, reach_today(cx)) < 0)
		return fail_not_found(cx);
	if ((e = resident_move_out(cx, estate, id)) || (e = binding_end_of(cx, estate, id)))
		return e;
	if (is_own_entry(cx, &o) && (e = person_forget(cx, o.person_id, &need)))
		return e;
	return ctx_err(cx) ? ctx_err(cx) : reply_nothing(cx, rq);
}

const struct route my_house_routes[] = {
	{"GET", "/me/houses", MAY_LIVE_HERE, SCOPE_SELF, house_list, .out = my_house_fields,
	 .summary = "My houses, as owner or resident", .flags = ROUTE_LIST},
	{"GET", "/me/houses/{estate}/{house}", MAY_LIVE_HERE, SCOPE_HOUSE, house_get,
	 .out = my_house_shown_fields, .summary = "One of my houses; the others in it are masked"},
	{"GET", "/me/houses/{estate}/{house}/members", MAY_LIVE_HERE, SCOPE_HOUSE, member_list,
	 .out = member_fields, .summary = "Who lives in my house, masked", .flags = ROUTE_LIST},
	{"GET", "/me/houses/{estate}/{house}/members/{member}", MAY_LIVE_HERE, SCOPE_HOUSE,
	 member_get, .out = member_fields, .summary = "One who lives in my house, masked"},
	{"POST", "/me/houses/{estate}/{house}/members", MAY_LIVE_HERE, SCOPE_OWNED_HOUSE,
	 member_post, .in = member_in_fields, .in_size = sizeof(struct member_in),
	 .out = member_fields, .summary = "Register somebody who lives in a house that I own"},
	{"DELETE", "/me/houses/{estate}/{house}/members/{member}", MAY_LIVE_HERE, SCOPE_OWNED_HOUSE,
	 member_remove, .summary = "Somebody lives in the house that I own no more"},
	{0},
};
