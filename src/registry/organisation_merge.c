/* Merging an organisation that was registered twice. */
#include "registry/organisation_merge.h"

#include <string.h>

#include "audit/audit.h"
#include "audit/merged.h"
#include "place/reach.h"
#include "registry/body.h"
#include "registry/equipment.h"
#include "registry/estate.h"
#include "registry/repoint.h"
#include "store/sql.h"

static const struct pointer pointers[] = {
	POINTER(estate, company_id),      POINTER(estate, developer_id),
	POINTER(facility, operated_by),   POINTER(staff, organisation_id),
	POINTER(organisation, parent_id), POINTER(organisation, successor_id),
};

/* What no entity keeps: posts, estates that were removed or granted, rows of an import under way. */
static const struct query moves[] = {
	SQL("UPDATE post SET organisation_id = $2, version = version + 1"
	    " WHERE organisation_id = $1"),
	SQL("UPDATE post SET reach_id = $2, version = version + 1 WHERE reach_id = $1"),
	SQL("INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"
	    " SELECT $2, kind, thing_id, way, since, until FROM reach"
	    " WHERE reach_id = $1 AND thing_id <> $1 ON CONFLICT DO NOTHING"),
	SQL("DELETE FROM reach WHERE reach_id = $1 AND thing_id <> $1 AND $2 > 0"),
	SQL("UPDATE stage_estate SET company_id = $2 WHERE company_id = $1"),
	SQL("UPDATE stage_estate SET developer_id = $2 WHERE developer_id = $1"),
	SQL("UPDATE stage_facility SET operated_by = $2 WHERE operated_by = $1"),
	SQL("UPDATE stage_staff SET organisation_id = $2 WHERE organisation_id = $1"),
};

/* Is `id` above the other, however many levels? */
static bool is_above(struct ctx *cx, int64_t id, int64_t other)
{
	return sql_int(cx, 0,
		       "WITH RECURSIVE up (id, n) AS (SELECT CAST($2 AS BIGINT), 0 UNION ALL"
		       " SELECT o.parent_id, up.n + 1 FROM up JOIN organisation o"
		       " ON o.home_id = up.id WHERE o.parent_id IS NOT NULL AND up.n < 30)"
		       " SELECT 1 FROM up WHERE id = $1 AND n > 0 LIMIT 1",
		       i64(id), i64(other)) == 1;
}

static err check(struct ctx *cx, const struct organisation *from, const struct organisation *into)
{
	if (from->rec.id == into->rec.id)
		return fail(cx, ERR_CONFLICT,
			    T("organisation.merge_self", "不能并入自己",
			      "an organisation cannot be merged into itself"));
	if (from->kind != into->kind)
		return fail(cx, ERR_CONFLICT,
			    T("organisation.merge_kind", "两个单位类别不同，不是同一单位",
			      "they are of different kinds, and so not one"));
	if (from->credit_code && into->credit_code && strcmp(from->credit_code, into->credit_code))
		return fail(cx, ERR_CONFLICT,
			    T("organisation.merge_code",
			      "两个单位的统一社会信用代码不同，不是同一单位",
			      "they have different credit codes, and so are not one"));
	if (is_above(cx, from->rec.id, into->rec.id) || is_above(cx, into->rec.id, from->rec.id))
		return fail(cx, ERR_CONFLICT,
			    T("organisation.merge_above", "上下级单位不能合并",
			      "one of them belongs to the other"));
	return ctx_err(cx);
}

static err move_all(struct ctx *cx, int64_t from, int64_t into)
{
	err e = OK;
	for (size_t i = 0; i < sizeof pointers / sizeof *pointers && !e; i++)
		e = repoint(cx, &pointers[i], from, into);
	for (size_t i = 0; i < sizeof moves / sizeof *moves && !e; i++)
		e = sql_finish(cx, NULL, &moves[i], ARGS(i64(from), i64(into)));
	return e;
}

err organisation_absorb(struct ctx *cx, struct organisation *from, struct organisation *into)
{
	int64_t id = into->rec.id;
	err e = check(cx, from, into);
	if (e || (e = move_all(cx, from->rec.id, id)) || (e = organisation_load(cx, id, into)))
		return e;
	fields_fill(organisation_fields, into, from);
	if (into->successor_id == id)
		into->successor_id = 0;
	if ((e = record_delete(cx, &organisation_entity, from)) ||
	    (e = record_amend(cx, &organisation_entity, into)) ||
	    (e = merged_note(cx, "organisation", from->rec.id, id)))
		return e;
	return audit_act(cx, &(struct act){.action = "organisation.merge",
					   .home_id = id,
					   .kind = "organisation",
					   .subject_id = from->rec.id});
}
