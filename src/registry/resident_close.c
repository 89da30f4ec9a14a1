/* What ends: an occupancy, an account, the knowledge of a person. */
#include <string.h>

#include "audit/audit.h"
#include "base/date.h"
#include "base/secret.h"
#include "place/person.h"
#include "place/reach.h"
#include "registry/binding.h"
#include "registry/ownership.h"
#include "registry/resident.h"
#include "store/sql.h"

/* ─── an occupancy ─── */

static const char *yesterday(struct ctx *cx)
{
	char *date = mem_array(cx->mem, char, DATE_SIZE);
	date_from_day(date_to_day(reach_today(cx)) - 1, date);
	return date;
}

/* The house and the person may be gone: such an occupancy can only be removed. */
static bool is_whole(struct ctx *cx, const struct occupancy *o)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM house h JOIN person p ON p.person_id = $3"
		       " WHERE h.home_id = $1 AND h.id = $2"
		       " AND h.deleted_at IS NULL AND p.deleted_at IS NULL",
		       i64(o->rec.home_id), i64(o->house_id), i64(o->person_id)) == 1;
}

err resident_move_out(struct ctx *cx, int64_t estate_id, int64_t occupancy_id)
{
	struct occupancy o;
	err e = record_load_any(cx, &occupancy_entity, estate_id, occupancy_id, &o);
	const char *last = yesterday(cx);
	if (e || o.rec.deleted_at != NONE || strcmp(o.until, last) <= 0)
		return e;
	if (strcmp(o.since, last) > 0 || !is_whole(cx, &o))
		return record_delete(cx, &occupancy_entity, &o);
	o.until = last;
	return record_update(cx, &occupancy_entity, &o);
}

/* ─── a person ─── */

static void blank(struct person *p)
{
	struct record rec = p->rec;
	fields_clear(person_fields, p);
	p->rec = rec;
	p->name = "已删除";
}

static err blank_version(struct ctx *cx, int64_t person_id, int64_t version, const char *body)
{
	json_t *object;
	struct person p;
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	err e = json_load_text(cx, body, strlen(body), &object);
	if (e || (e = fields_read(cx, person_fields, object, &p, READ_STORED)))
		return e;
	blank(&p);
	fields_store(cx, &j, person_fields, &p);
	return sql_exec(cx,
			"UPDATE version SET body = $3 WHERE home_id = $1 AND kind = 'person'"
			" AND id = $1 AND version = $2",
			i64(person_id), i64(version), str(buf_text(&out)));
}

static err blank_versions(struct ctx *cx, int64_t person_id)
{
	const char **bodies = NULL;
	int64_t *versions = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT version, body FROM version WHERE home_id = $1"
			     " AND kind = 'person' AND id = $1",
			     i64(person_id));
	for (; sql_next(q); n++) {
		versions = mem_grow(cx->mem, versions, n + 1);
		bodies = mem_grow(cx->mem, bodies, n + 1);
		versions[n] = col_i64(q, 0);
		bodies[n] = col_str(q, 1);
	}
	err e = sql_end(q);
	for (size_t i = 0; i < n && !e; i++)
		e = blank_version(cx, person_id, versions[i], bodies[i]);
	return e;
}

err person_erase(struct ctx *cx, int64_t person_id)
{
	struct person p;
	err e = person_load(cx, person_id, &p);
	if (e)
		return e;
	blank(&p);
	e = record_delete(cx, &person_entity, &p);
	return e ? e : blank_versions(cx, person_id);
}

/* A past occupancy may point at a blank; whoever owned a house is known for good. */
static bool is_tied(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE person_id = $1 AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM occupancy WHERE person_id = $1"
		       " AND deleted_at IS NULL AND until >= $2"
		       " UNION ALL SELECT 1 FROM committee_member WHERE person_id = $1"
		       " UNION ALL SELECT 1 FROM staff WHERE person_id = $1"
		       " UNION ALL SELECT 1 FROM party_organisation WHERE secretary_id = $1"
		       " UNION ALL SELECT 1 FROM account WHERE person_id = $1 LIMIT 1",
		       i64(person_id), str(reach_today(cx))) == 1;
}

err person_erase_if_untied(struct ctx *cx, int64_t person_id, bool *ret_is_kept)
{
	bool is_kept = is_tied(cx, person_id);
	if (ret_is_kept)
		*ret_is_kept = is_kept;
	return ctx_err(cx) ? ctx_err(cx) : is_kept ? OK : person_erase(cx, person_id);
}

/* ─── an account ─── */

static err check_posts(struct ctx *cx, const struct account *a)
{
	bool has_other = sql_int(cx, 0,
				 "SELECT 1 FROM post WHERE account_id = $1 AND role <> $2"
				 " AND until >= $3 LIMIT 1",
				 i64(a->id), i64(ROLE_RESIDENT), str(reach_today(cx))) == 1;
	if (!has_other)
		return ctx_err(cx);
	return fail(cx, ERR_CONFLICT,
		    T("resident.has_post", "该账号还担任工作岗位，请先由安全管理员结束岗位",
		      "The account holds another post; the security administrator must end it"));
}

static err end_posts(struct ctx *cx, int64_t account_id)
{
	err e = sql_exec(cx,
			 "UPDATE post SET until = $2, version = version + 1"
			 " WHERE account_id = $1 AND until > $2",
			 i64(account_id), str(yesterday(cx)));
	return e ? e : sql_exec(cx, "DELETE FROM session WHERE account_id = $1", i64(account_id));
}

/* The row stays, for what was done under it; the phone is free for a new account. */
static err empty_account(struct ctx *cx, int64_t account_id)
{
	err e = sql_exec(
		cx,
		"UPDATE account SET state = $2, login = $3, name = '已注销', person_id = NULL,"
		" phone = NULL, password_hash = NULL, password_at = NULL, totp = NULL,"
		" totp_step = 0, failures = 0, locked_until = NULL, last_sign_in_from = NULL,"
		" version = version + 1 WHERE id = $1",
		i64(account_id), i64(ACCOUNT_CLOSED),
		str(mem_format(cx->mem, "closed:%lld", (long long)account_id)));
	return e ? e
		 : sql_exec(cx, "DELETE FROM account_password WHERE account_id = $1",
			    i64(account_id));
}

err resident_close(struct ctx *cx, const struct account *a, bool *ret_is_registered)
{
	err e = check_posts(cx, a);
	if (e || (e = binding_end_all(cx, a->id)) || (e = end_posts(cx, a->id)) ||
	    (e = empty_account(cx, a->id)) ||
	    (e = person_erase_if_untied(cx, a->person_id, ret_is_registered)))
		return e;
	return audit_act(cx, &(struct act){.action = "account.close",
					   .kind = "account",
					   .subject_id = a->id,
					   .detail = "{\"by\":\"holder\"}"});
}
