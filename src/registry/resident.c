#include "registry/resident.h"

#include <string.h>

#include "audit/audit.h"
#include "audit/merged.h"
#include "base/id.h"
#include "base/secret.h"
#include "place/person.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/consent.h"
#include "registry/person_erase.h"
#include "registry/person_merge.h"
#include "store/sql.h"

/* ─── a new one ─── */

err resident_create(struct ctx *cx, const struct new_resident *n, int64_t *ret_account_id)
{
	struct person p;
	struct post post = {.role = ROLE_RESIDENT, .title = "住户"};
	fields_clear(person_fields, &p);
	p.name = n->name;
	p.phone = n->phone;
	err e = record_create(cx, &person_entity, &p);
	if (e)
		return e;
	struct new_account a = {.login = account_login_of(cx, n->phone),
				.name = n->name,
				.person_id = p.rec.id};
	if ((e = account_create(cx, &a, ret_account_id)) ||
	    (e = account_set_password(cx, *ret_account_id, n->password_hash, 0)))
		return e;
	e = sql_exec(cx, "UPDATE account SET phone = $2 WHERE id = $1", i64(*ret_account_id),
		     secret_seal(cx, n->phone));
	post.account_id = *ret_account_id;
	post.reach_id = p.rec.id;
	post.since = reach_today(cx);
	if (e || (e = consent_give(cx, *ret_account_id, CONSENT_ACCOUNT)))
		return e;
	return post_grant(cx, &post);
}

err resident_self(struct ctx *cx, struct account *ret)
{
	err e = account_load(cx, cx->account_id, ret);
	return e || ret->person_id ? e : fail_not_found(cx);
}

/* ─── becoming a person of the register ─── */

static bool has_account(struct ctx *cx, int64_t person_id, int64_t other_than)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM account a JOIN post p ON p.account_id = a.id"
		       " WHERE a.person_id = $1 AND a.id <> $2 AND a.state <> $3 AND p.role = $4"
		       " LIMIT 1",
		       i64(person_id), i64(other_than), i64(ACCOUNT_CLOSED),
		       i64(ROLE_RESIDENT)) == 1;
}

/* Papers, or a seat: such a person is not the app's to merge. */
static bool is_somebody(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM person WHERE person_id = $1 AND id_number IS NOT NULL"
		       " UNION ALL SELECT 1 FROM committee_member WHERE person_id = $1"
		       " UNION ALL SELECT 1 FROM staff WHERE person_id = $1"
		       " UNION ALL SELECT 1 FROM party_organisation WHERE secretary_id = $1"
		       " LIMIT 1",
		       i64(person_id)) == 1;
}

bool resident_is_registered(struct ctx *cx, int64_t person_id)
{
	return is_somebody(cx, person_id) ||
	       sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE person_id = $1 AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM occupancy WHERE person_id = $1"
		       " AND deleted_at IS NULL LIMIT 1",
		       i64(person_id)) == 1;
}

bool resident_may_become(struct ctx *cx, const struct account *a, int64_t person_id)
{
	if (a->person_id == person_id)
		return true;
	return !has_account(cx, person_id, a->id) && !is_somebody(cx, a->person_id) && !ctx_err(cx);
}

/* A register that knows no phone learns the one that was proved, if its holder agrees. */
static err give_phone(struct ctx *cx, const struct account *a, int64_t person_id)
{
	struct person p;
	if (!a->phone || !consent_holds(cx, a->id, CONSENT_CONTACT))
		return ctx_err(cx);
	err e = person_load(cx, person_id, &p);
	if (e || p.phone)
		return e;
	p.phone = a->phone;
	return record_update(cx, &person_entity, &p);
}

static err merge_person(struct ctx *cx, int64_t from, int64_t into)
{
	err e = person_move_ties(cx, from, into);
	if (e || (e = merged_note(cx, "person", from, into)))
		return e;
	return person_erase(cx, from);
}

static err point_account(struct ctx *cx, const struct account *a, int64_t person_id)
{
	err e = sql_exec(cx,
			 "UPDATE account SET person_id = $2, name = (SELECT name FROM person"
			 " WHERE person_id = $2), version = version + 1 WHERE id = $1",
			 i64(a->id), i64(person_id));
	if (e)
		return e;
	return sql_exec(cx,
			"UPDATE post SET reach_id = $3, version = version + 1"
			" WHERE account_id = $1 AND role = $2",
			i64(a->id), i64(ROLE_RESIDENT), i64(person_id));
}

static const char *person_detail(struct ctx *cx, int64_t person_id)
{
	char id[ID_SIZE];
	id_format(person_id, id);
	return mem_format(cx->mem, "{\"person\":\"%s\"}", id);
}

err resident_become(struct ctx *cx, struct account *a, int64_t person_id)
{
	if (a->person_id == person_id)
		return OK;
	err e = point_account(cx, a, person_id);
	if (e || (e = merge_person(cx, a->person_id, person_id)) ||
	    (e = give_phone(cx, a, person_id)))
		return e;
	a->person_id = person_id;
	return audit_act(cx, &(struct act){.action = "account.become",
					   .kind = "account",
					   .subject_id = a->id,
					   .detail = person_detail(cx, person_id)});
}

/* ─── another phone ─── */

/* A login that is a name stays one. */
static err keep_phone(struct ctx *cx, const struct account *a, const char *phone)
{
	bool is_by_phone = !strncmp(a->login, "phone:", 6);
	return sql_exec(cx,
			"UPDATE account SET phone = $2, login = $3, version = version + 1"
			" WHERE id = $1",
			i64(a->id), secret_seal(cx, phone),
			str(is_by_phone ? account_login_of(cx, phone) : a->login));
}

err resident_set_phone(struct ctx *cx, struct account *a, const char *phone)
{
	struct account *other;
	struct person p;
	err e = account_find(cx, account_login_of(cx, phone), &other);
	if (e)
		return e;
	if (other && other->id != a->id)
		return fail(cx, ERR_CONFLICT,
			    T("resident.phone_taken", "这个手机号已注册了另一个账号",
			      "Another account signs in with this number"));
	if ((e = keep_phone(cx, a, phone)) || (e = person_load(cx, a->person_id, &p)))
		return e;
	p.phone = a->phone = phone;
	if ((e = record_update(cx, &person_entity, &p)))
		return e;
	e = sql_exec(cx, "DELETE FROM session WHERE account_id = $1 AND id <> $2", i64(a->id),
		     i64(cx->actor->session_id));
	return e ? e
		 : audit_act(cx, &(struct act){.action = "account.set_phone",
					       .kind = "account",
					       .subject_id = a->id});
}
