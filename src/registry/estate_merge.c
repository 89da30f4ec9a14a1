/* Merging an estate that was registered twice. */
#include "audit/audit.h"
#include "audit/merged.h"
#include "registry/estate.h"

/* Parts change their home, and their history goes with them; the audit stays as it was sealed. */
static const struct query moves[] = {
	SQL("UPDATE building SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE house SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE ownership SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE occupancy SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE parking_space SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE vehicle SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE facility SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE committee SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE committee_member SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE party_organisation SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE staff SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE search_entry SET home_id = $2 WHERE home_id = $1 AND kind <> 'estate'"),
	SQL("UPDATE version SET home_id = $2 WHERE home_id = $1 AND kind <> 'estate'"),
	SQL("UPDATE measure_state SET home_id = $2 WHERE home_id = $1 AND subject_id <> $1"),
	SQL("UPDATE measure_change SET home_id = $2 WHERE home_id = $1 AND subject_id <> $1"),
	SQL("UPDATE binding SET home_id = $2 WHERE home_id = $1"),
	SQL("UPDATE house_code SET home_id = $2 WHERE home_id = $1"),
};

static err refuse_same_building(struct ctx *cx, int64_t from, int64_t into)
{
	const char *name =
		sql_text(cx, NULL,
			 "SELECT a.name FROM building a JOIN building b ON b.name = a.name"
			 " WHERE a.home_id = $1 AND b.home_id = $2"
			 " AND a.deleted_at IS NULL AND b.deleted_at IS NULL LIMIT 1",
			 i64(from), i64(into));
	if (ctx_err(cx) || !name)
		return ctx_err(cx);
	return fail(cx, ERR_CONFLICT,
		    T("estate.merge", "两个小区都有“{1}”，请先合并或改名",
		      "both estates have a building {1}; rename or remove one first"),
		    str(name));
}

static err move_parts(struct ctx *cx, int64_t from, int64_t into)
{
	err e = OK;
	for (size_t i = 0; i < sizeof moves / sizeof *moves && !e; i++)
		e = sql_finish(cx, NULL, &moves[i], ARGS(i64(from), i64(into)));
	return e;
}

static err note_merge(struct ctx *cx, const struct estate *from, const struct estate *into)
{
	err e = merged_note(cx, "estate", from->rec.id, into->rec.id);
	return e ? e
		 : audit_act(cx, &(struct act){.action = "estate.merge",
					       .home_id = into->rec.id,
					       .kind = "estate",
					       .subject_id = from->rec.id});
}

err estate_absorb(struct ctx *cx, struct estate *from, struct estate *into)
{
	if (from->rec.id == into->rec.id)
		return fail(cx, ERR_CONFLICT,
			    T("estate.merge_self", "不能并入自己",
			      "an estate cannot be merged into itself"));
	err e = refuse_same_building(cx, from->rec.id, into->rec.id);
	if (e || (e = move_parts(cx, from->rec.id, into->rec.id)))
		return e;
	fields_fill(estate_fields, into, from);
	if ((e = record_delete(cx, &estate_entity, from)) ||
	    (e = record_update(cx, &estate_entity, into)))
		return e;
	return note_merge(cx, from, into);
}
