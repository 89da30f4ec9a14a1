#include "audit/audit.h"

#include "base/id.h"
#include "store/sql.h"

err audit_act(struct ctx *cx, const struct act *a)
{
	return sql_exec(
		cx,
		"INSERT INTO audit (home_id, id, at, account_id, post_id, action, is_refused,"
		" kind, subject_id, detail, reason, request_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		i64(a->home_id), i64(id_new()), i64(cx->now), id_or_none(cx->account_id),
		id_or_none(cx->post_id), str(a->action), flag(a->is_refused), str(a->kind),
		id_or_none(a->subject_id), str(a->detail ? a->detail : "{}"), str(cx->reason),
		i64((int64_t)cx->request_id));
}

err audit_look(struct ctx *cx, const struct look *l)
{
	err e = sql_exec(
		cx,
		"INSERT INTO look (person_id, id, at, account_id, post_title, organisation,"
		" fields, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		i64(l->person_id), i64(id_new()), i64(cx->now), i64(cx->account_id),
		str(l->post_title), str(l->organisation), str(l->fields), str(cx->reason));
	if (e)
		return e;
	struct buf detail = buf_on(cx->mem);
	struct json j = json_on(&detail);
	json_open(&j, '{');
	json_key(&j, "fields");
	json_put_str(&j, l->fields);
	json_close(&j, '}');
	return audit_act(cx, &(struct act){.action = "person.look",
					   .kind = "person",
					   .subject_id = l->person_id,
					   .detail = buf_text(&detail)});
}
