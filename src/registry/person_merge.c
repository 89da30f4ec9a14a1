/* Merging a person who was registered twice. */
#include "registry/person_merge.h"

#include <string.h>

#include "account/account.h"
#include "audit/audit.h"
#include "audit/merged.h"
#include "place/reach.h"
#include "registry/body.h"
#include "registry/house.h"
#include "registry/ownership.h"
#include "registry/repoint.h"
#include "store/sql.h"

/* ─── ties ─── */

/* Whether the other is there already: occupancies and seats are not held twice. */
static bool lives_there(struct ctx *cx, const void *obj, int64_t person_id)
{
	const struct occupancy *o = obj;
	return strcmp(o->until, reach_today(cx)) >= 0 &&
	       house_is_of(cx, o->rec.home_id, o->house_id, person_id);
}

static bool sits_there(struct ctx *cx, const void *obj, int64_t person_id)
{
	const struct committee_member *m = obj;
	return sql_int(cx, 0,
		       "SELECT 1 FROM committee_member WHERE person_id = $3 AND home_id = $1"
		       " AND committee_id = $2 AND deleted_at IS NULL LIMIT 1",
		       i64(m->rec.home_id), i64(m->committee_id), i64(person_id)) == 1;
}

static const struct single {
	struct pointer pointer;
	bool (*is_there)(struct ctx *cx, const void *obj, int64_t person_id);
} singles[] = {
	{POINTER(occupancy, person_id), lives_there},
	{POINTER(committee_member, person_id), sits_there},
};
static const struct pointer pointers[] = {
	POINTER(ownership, person_id),
	POINTER(staff, person_id),
	POINTER(party_organisation, secretary_id),
};

static err drop(struct ctx *cx, const struct single *s, const struct record *key, int64_t into)
{
	const struct entity *e = s->pointer.entity;
	void *obj = mem_zeroed(cx->mem, e->size, 1, e->kind);
	err r = record_load(cx, e, key->home_id, key->id, obj);
	if (r || !s->is_there(cx, obj, into))
		return r ? r : ctx_err(cx);
	return record_delete(cx, e, obj);
}

static err move_single(struct ctx *cx, const struct single *s, int64_t from, int64_t into)
{
	struct found found;
	err e = repoint_find(cx, &s->pointer.standing, from, &found);
	for (size_t i = 0; i < found.n && !e; i++)
		e = drop(cx, s, &found.keys[i], into);
	return e ? e : repoint(cx, &s->pointer, from, into);
}

static err move_looks(struct ctx *cx, int64_t from, int64_t into)
{
	err e = sql_exec(
		cx,
		"INSERT INTO look (person_id, id, at, account_id, post_title, organisation,"
		" fields, reason) SELECT $2, id, at, account_id, post_title, organisation,"
		" fields, reason FROM look WHERE person_id = $1",
		i64(from), i64(into));
	return e ? e : sql_exec(cx, "DELETE FROM look WHERE person_id = $1", i64(from));
}

err person_move_ties(struct ctx *cx, int64_t from, int64_t into)
{
	err e = OK;
	for (size_t i = 0; i < sizeof pointers / sizeof *pointers && !e; i++)
		e = repoint(cx, &pointers[i], from, into);
	for (size_t i = 0; i < sizeof singles / sizeof *singles && !e; i++)
		e = move_single(cx, &singles[i], from, into);
	return e ? e : move_looks(cx, from, into);
}

/* ─── the whole person ─── */

static bool both_sign_in(struct ctx *cx, int64_t from, int64_t into)
{
	return sql_int(cx, 0,
		       "SELECT count(DISTINCT a.person_id) FROM account a"
		       " JOIN post p ON p.account_id = a.id AND p.role = $4"
		       " WHERE a.person_id IN ($1, $2) AND a.state <> $3",
		       i64(from), i64(into), i64(ACCOUNT_CLOSED), i64(ROLE_RESIDENT)) == 2;
}

static err check(struct ctx *cx, const struct person *from, const struct person *into)
{
	if (from->rec.id == into->rec.id)
		return fail(cx, ERR_CONFLICT,
			    T("person.merge_self", "不能并入自己",
			      "a person cannot be merged into themselves"));
	if (from->id_number && into->id_number && strcmp(from->id_number, into->id_number) != 0)
		return fail(cx, ERR_CONFLICT,
			    T("person.merge_papers", "两人的证件号码不同，不是同一人",
			      "their ID numbers differ: they are not one person"));
	if (both_sign_in(cx, from->rec.id, into->rec.id))
		return fail(cx, ERR_CONFLICT,
			    T("person.merge_accounts", "两人各有住户账号，请本人先注销其中一个",
			      "each has a resident's account; one of them must be closed first"));
	return ctx_err(cx);
}

static err move_account(struct ctx *cx, int64_t from, int64_t into)
{
	err e = sql_exec(cx,
			 "UPDATE post SET reach_id = $2, version = version + 1"
			 " WHERE reach_id = $1 AND role = $3",
			 i64(from), i64(into), i64(ROLE_RESIDENT));
	return e ? e
		 : sql_exec(cx,
			    "UPDATE account SET person_id = $2, version = version + 1"
			    " WHERE person_id = $1",
			    i64(from), i64(into));
}

/* A paper goes over with its kind; the phone of the one is the other phone of both. */
static void fill(struct person *into, const struct person *from)
{
	bool has_other = from->phone && into->phone && strcmp(from->phone, into->phone) != 0;
	if (!into->id_number && from->id_number)
		into->id_kind = from->id_kind;
	if (has_other && !into->other_phone)
		into->other_phone = from->phone;
	fields_fill(person_fields, into, from);
}

err person_absorb(struct ctx *cx, struct person *from, struct person *into)
{
	err e = check(cx, from, into);
	if (e || (e = person_move_ties(cx, from->rec.id, into->rec.id)) ||
	    (e = move_account(cx, from->rec.id, into->rec.id)))
		return e;
	fill(into, from);
	if ((e = record_delete(cx, &person_entity, from)) ||
	    (e = record_amend(cx, &person_entity, into)) ||
	    (e = merged_note(cx, "person", from->rec.id, into->rec.id)))
		return e;
	return audit_act(cx, &(struct act){.action = "person.merge",
					   .home_id = into->rec.id,
					   .kind = "person",
					   .subject_id = from->rec.id});
}
