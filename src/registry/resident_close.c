/* What ends: an occupancy, an account. */
#include <string.h>

#include "account/outbox.h"
#include "audit/audit.h"
#include "base/date.h"
#include "place/reach.h"
#include "registry/binding.h"
#include "registry/consent.h"
#include "registry/ownership.h"
#include "registry/person_erase.h"
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

/* What the asker wrote of himself, and what was sent to him. */
static err forget_words(struct ctx *cx, const struct account *a)
{
	err e = sql_exec(cx, "UPDATE binding SET note = NULL, label = NULL WHERE account_id = $1",
			 i64(a->id));
	return e || !a->phone ? e : outbox_forget(cx, a->phone);
}

err resident_close(struct ctx *cx, const struct account *a, bool *ret_is_registered)
{
	enum need need;
	err e = check_posts(cx, a);
	if (e || (e = binding_end_all(cx, a->id)) || (e = end_posts(cx, a->id)) ||
	    (e = forget_words(cx, a)) || (e = consent_withdraw_all(cx, a->id)) ||
	    (e = empty_account(cx, a->id)) || (e = person_forget(cx, a->person_id, &need)))
		return e;
	*ret_is_registered = need != NEED_NOTHING;
	return audit_act(cx, &(struct act){.action = "account.close",
					   .kind = "account",
					   .subject_id = a->id,
					   .detail = "{\"by\":\"holder\"}"});
}
