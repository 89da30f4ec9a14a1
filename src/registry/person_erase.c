#include "registry/person_erase.h"

#include <string.h>

#include "account/account.h"
#include "account/outbox.h"
#include "base/id.h"
#include "place/reach.h"
#include "registry/body.h"
#include "registry/import_priv.h"
#include "registry/ownership.h"
#include "registry/repoint.h"
#include "store/sql.h"

static const char GONE[] = "已删除";

/* ─── what is needed ─── */

static bool needs_all(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE person_id = $1 AND deleted_at IS NULL"
		       " AND until >= $2"
		       " UNION ALL SELECT 1 FROM occupancy WHERE person_id = $1"
		       " AND deleted_at IS NULL AND until >= $2"
		       " UNION ALL SELECT 1 FROM committee_member WHERE person_id = $1"
		       " AND deleted_at IS NULL AND coalesce(until, $2) >= $2"
		       " UNION ALL SELECT 1 FROM staff WHERE person_id = $1"
		       " AND deleted_at IS NULL AND coalesce(until, $2) >= $2"
		       " UNION ALL SELECT 1 FROM party_organisation WHERE secretary_id = $1"
		       " AND deleted_at IS NULL AND coalesce(until, $2) >= $2"
		       " UNION ALL SELECT 1 FROM account WHERE person_id = $1 AND state <> $3"
		       " LIMIT 1",
		       i64(person_id), str(reach_today(cx)), i64(ACCOUNT_CLOSED)) == 1;
}

static bool needs_identity(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE person_id = $1 AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM committee_member WHERE person_id = $1"
		       " AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM staff WHERE person_id = $1"
		       " AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM party_organisation WHERE secretary_id = $1"
		       " AND deleted_at IS NULL"
		       " UNION ALL SELECT 1 FROM account WHERE person_id = $1 LIMIT 1",
		       i64(person_id)) == 1;
}

err person_need(struct ctx *cx, int64_t person_id, enum need *ret)
{
	*ret = needs_all(cx, person_id)        ? NEED_ALL
	       : needs_identity(cx, person_id) ? NEED_IDENTITY
					       : NEED_NOTHING;
	return ctx_err(cx);
}

/* ─── blanks ─── */

static void blank_person(void *obj)
{
	struct person *p = obj;
	struct record rec = p->rec;
	fields_clear(person_fields, p);
	p->rec = rec;
	p->name = GONE;
}

static void blank_contact(void *obj)
{
	const struct person before = *(struct person *)obj;
	struct person *p = obj;
	blank_person(p);
	p->name = before.name;
	p->id_kind = before.id_kind;
	p->id_number = before.id_number;
}

static void blank_relation(void *obj)
{
	((struct occupancy *)obj)->relation = NULL;
}

static void blank_work_phone(void *obj)
{
	((struct staff *)obj)->work_phone = NULL;
}

static void blank_staff(void *obj)
{
	blank_work_phone(obj);
	((struct staff *)obj)->name = GONE;
}

/* ─── versions ─── */

struct old_version {
	int64_t version;
	const char *body;
};

static err blank_version(struct ctx *cx, const struct entity *e, const struct record *key,
			 const struct old_version *v, void (*blank)(void *obj))
{
	json_t *object;
	void *obj = mem_zeroed(cx->mem, e->size, 1, e->kind);
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	err r = json_load_text(cx, v->body, strlen(v->body), &object);
	if (r || (r = fields_read(cx, e->fields, object, obj, READ_STORED)))
		return r;
	blank(obj);
	fields_store(cx, &j, e->fields, obj);
	return sql_exec(cx,
			"UPDATE version SET body = $5 WHERE home_id = $1 AND kind = $2"
			" AND id = $3 AND version = $4",
			i64(key->home_id), str(e->kind), i64(key->id), i64(v->version),
			str(buf_text(&out)));
}

/* What imports wrote is known for a month, so that they can be undone; what it said is not needed. */
static err blank_staged(struct ctx *cx, const struct entity *e, const struct record *key)
{
	return sql_exec(cx,
			"UPDATE stage_version SET body = '' WHERE home_id = $1 AND kind = $2"
			" AND id = $3 AND EXISTS (SELECT 1 FROM import i"
			" WHERE i.id = stage_version.import_id AND i.state IN ($4, $5))",
			i64(key->home_id), str(e->kind), i64(key->id), i64(IMPORT_COMMITTED),
			i64(IMPORT_UNDONE));
}

static err blank_versions(struct ctx *cx, const struct entity *e, const struct record *key,
			  void (*blank)(void *obj))
{
	struct old_version *all = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT version, body FROM version WHERE home_id = $1"
			     " AND kind = $2 AND id = $3",
			     i64(key->home_id), str(e->kind), i64(key->id));
	for (; sql_next(q); n++) {
		all = mem_grow(cx->mem, all, n + 1);
		all[n] = (struct old_version){col_i64(q, 0), col_str(q, 1)};
	}
	err r = sql_end(q);
	for (size_t i = 0; i < n && !r; i++)
		r = blank_version(cx, e, key, &all[i], blank);
	return r ? r : blank_staged(cx, e, key);
}

static err blank_all(struct ctx *cx, const struct entity *e, const struct query *of,
		     int64_t person_id, void (*blank)(void *obj))
{
	struct found found;
	err r = repoint_find(cx, of, person_id, &found);
	for (size_t i = 0; i < found.n && !r; i++)
		r = blank_versions(cx, e, &found.keys[i], blank);
	return r;
}

/* ─── what hangs on a person ─── */

static const struct query occupancies_of =
	SQL("SELECT home_id, id FROM occupancy WHERE person_id = $1");
static const struct query staff_of = SQL("SELECT home_id, id FROM staff WHERE person_id = $1");

/* Rows that no version tells of; the name of who served is of the body's records. */
static err blank_rows(struct ctx *cx, int64_t person_id, bool is_named)
{
	static const struct query rows[] = {
		SQL("UPDATE occupancy SET relation = NULL WHERE person_id = $1"),
		SQL("UPDATE staff SET work_phone = NULL WHERE person_id = $1"),
		SQL("UPDATE account SET phone = NULL WHERE person_id = $1"),
		SQL("DELETE FROM search_entry WHERE kind = 'staff' AND (home_id, id) IN"
		    " (SELECT home_id, id FROM staff WHERE person_id = $1)"),
	};
	err e = OK;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !e; i++)
		e = sql_finish(cx, NULL, &rows[i], ARGS(i64(person_id)));
	if (!e)
		e = sql_exec(
			cx,
			"INSERT INTO touched (home_id, kind, id, at) SELECT DISTINCT home_id, "
			"'home',"
			" CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM staff WHERE person_id = $1",
			i64(person_id), i64(id_new()), i64(cx->now));
	if (e || is_named)
		return e;
	return sql_exec(cx, "UPDATE staff SET name = $2 WHERE person_id = $1", i64(person_id),
			str(GONE));
}

static err blank_parts(struct ctx *cx, int64_t person_id, bool is_named)
{
	err e = blank_rows(cx, person_id, is_named);
	if (e || (e = blank_all(cx, &occupancy_entity, &occupancies_of, person_id, blank_relation)))
		return e;
	return blank_all(cx, &staff_entity, &staff_of, person_id,
			 is_named ? blank_work_phone : blank_staff);
}

/* ─── those who went into the person ─── */

/* They were removed when they did; nothing of them is needed. */
static err blank_merged(struct ctx *cx, int64_t person_id)
{
	static const struct query went_in =
		SQL("SELECT from_id, from_id FROM merged WHERE home_id = $1 AND kind = 'person'");
	struct found found;
	err e = repoint_find(cx, &went_in, person_id, &found);
	for (size_t i = 0; i < found.n && !e; i++) {
		e = sql_exec(cx,
			     "UPDATE person SET name = $2, id_kind = NULL, id_number = NULL,"
			     " phone = NULL, other_phone = NULL, sex = NULL, birth_year = NULL,"
			     " is_party_member = NULL, public_role = NULL, note = NULL"
			     " WHERE person_id = $1",
			     i64(found.keys[i].id), str(GONE));
		if (!e)
			e = blank_versions(cx, &person_entity, &found.keys[i], blank_person);
	}
	return e;
}

/* ─── the person ─── */

err person_erase(struct ctx *cx, int64_t person_id)
{
	struct person p;
	err e = person_load(cx, person_id, &p);
	if (e || (e = blank_parts(cx, person_id, false)) || (e = blank_merged(cx, person_id)))
		return e;
	blank_person(&p);
	e = record_delete(cx, &person_entity, &p);
	return e ? e : blank_versions(cx, &person_entity, &p.rec, blank_person);
}

/* Name and papers stay. */
static err reduce(struct ctx *cx, int64_t person_id)
{
	struct person p;
	err e = person_load(cx, person_id, &p);
	if (e || (e = blank_parts(cx, person_id, true)) || (e = blank_merged(cx, person_id)))
		return e;
	blank_contact(&p);
	e = record_amend(cx, &person_entity, &p);
	return e ? e : blank_versions(cx, &person_entity, &p.rec, blank_contact);
}

/* What was sent to the person, from the page of messages too. */
static err forget_messages(struct ctx *cx, const struct person *p)
{
	err e = p->phone ? outbox_forget(cx, p->phone) : OK;
	return e || !p->other_phone ? e : outbox_forget(cx, p->other_phone);
}

err person_forget(struct ctx *cx, int64_t person_id, enum need *ret)
{
	static err (*const ways[])(struct ctx *, int64_t) = {
		[NEED_NOTHING] = person_erase,
		[NEED_IDENTITY] = reduce,
	};
	struct person p;
	err e = person_need(cx, person_id, ret);
	if (e || *ret == NEED_ALL || (e = person_load(cx, person_id, &p)) ||
	    (e = forget_messages(cx, &p)))
		return e;
	return ways[*ret](cx, person_id);
}
