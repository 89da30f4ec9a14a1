/* From the stage into the register, by set-based statements: rows, versions, search entries. */
#include <string.h>

#include "base/id.h"
#include "registry/import_work_priv.h"

/* ─── a piece: rows as they will stand ─── */

static void *row_of(const struct import_piece *p, size_t i)
{
	return p->all + i * p->target->entity->size;
}

err import_put_staged(struct ctx *cx, const struct import_piece *p)
{
	const struct entity *e = p->target->entity;
	struct bulk *b = bulk_start(cx, &e->stage, (int)fields_count(e->fields) + 1);
	for (size_t i = 0; i < p->n; i++)
		bulk_row(b, sql_args_of(cx, e->fields, row_of(p, i), ARGS(i64(p->import_id))));
	return bulk_end(b);
}

static err put_versions(struct ctx *cx, const struct import_piece *p)
{
	const struct entity *e = p->target->entity;
	struct bulk *b =
		sql_bulk(cx, "stage_version(home_id, import_id, batch, kind, id, version, body)",
			 7);
	for (size_t i = 0; i < p->n; i++) {
		const struct record *rec = row_of(p, i);
		struct buf body = buf_on(cx->mem);
		struct json j = json_on(&body);
		fields_store(cx, &j, e->fields, rec);
		bulk_row(b, ARGS(i64(rec->home_id), i64(p->import_id), i64(p->batch), str(e->kind),
				 i64(rec->id), i64(rec->version), str(buf_text(&body))));
	}
	return bulk_end(b);
}

static err put_search(struct ctx *cx, const struct import_piece *p)
{
	if (!p->target->search)
		return OK;
	struct bulk *b =
		sql_bulk(cx, "stage_search(home_id, import_id, kind, id, text, initials)", 6);
	for (size_t i = 0; i < p->n; i++) {
		struct search_thing t;
		const char *text = "", *initials = "";
		p->target->search(row_of(p, i), &t);
		if (t.texts[0])
			search_texts(cx->mem, &t, &text, &initials);
		bulk_row(b, ARGS(i64(t.home_id), i64(p->import_id), str(t.kind), i64(t.id),
				 str(text), str(initials)));
	}
	return bulk_end(b);
}

err import_put_beside(struct ctx *cx, const struct import_piece *p)
{
	err e = put_versions(cx, p);
	if (e || (p->target->prepare && (e = p->target->prepare(cx, p->import_id, p->all, p->n))))
		return e;
	return put_search(cx, p);
}

/* ─── everything at once ─── */

static err run_all(struct ctx *cx, const struct import *im, const struct query *list)
{
	err e = OK;
	for (; list && list->text && !e; list++)
		e = sql_finish(cx, NULL, list, ARGS(i64(im->id)));
	return e;
}

static err bring_target(struct ctx *cx, const struct import *im, const struct import_target *t)
{
	const struct arg *import = ARGS(i64(im->id));
	err e = run_all(cx, im, t->before);
	if (e || (e = sql_finish(cx, NULL, &t->entity->stage_changed, import)) ||
	    (e = sql_finish(cx, NULL, &t->entity->stage_new, import)))
		return e;
	return run_all(cx, im, t->after);
}

static err bring_history(struct ctx *cx, const struct import *im, int64_t batch, const char *reason)
{
	return sql_exec(cx,
			"INSERT INTO version (home_id, kind, id, version, at, account_id, post_id,"
			" reason, body) SELECT home_id, kind, id, version, $3, $4, $5, $6, body"
			" FROM stage_version WHERE import_id = $1 AND batch = $2",
			i64(im->id), i64(batch), i64(cx->now), id_or_none(cx->account_id),
			id_or_none(cx->post_id), str(reason));
}

/* Once for each home, however many rows. */
static err bring_touched(struct ctx *cx, const struct import *im, int64_t batch)
{
	return sql_exec(
		cx,
		"INSERT INTO touched (home_id, kind, id, at) SELECT DISTINCT home_id, 'home',"
		" CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM stage_version"
		" WHERE import_id = $1 AND batch = $2",
		i64(im->id), i64(batch), i64(id_new()), i64(cx->now));
}

/* A thing of which no text is left is found no more. */
static err bring_search(struct ctx *cx, const struct import *im)
{
	err e = sql_exec(cx,
			 "INSERT INTO search_entry (home_id, kind, id, text, initials)"
			 " SELECT home_id, kind, id, text, initials FROM stage_search"
			 " WHERE import_id = $1 AND text <> '' ON CONFLICT (home_id, kind, id)"
			 " DO UPDATE SET text = excluded.text, initials = excluded.initials",
			 i64(im->id));
	return e ? e
		 : sql_exec(cx,
			    "DELETE FROM search_entry WHERE (home_id, kind, id) IN"
			    " (SELECT home_id, kind, id FROM stage_search WHERE import_id = $1"
			    " AND text = '')",
			    i64(im->id));
}

/* What estates leave by it (a company, a region) has lost something too. Before they are changed. */
static err bring_left(struct ctx *cx, const struct import *im)
{
	return sql_exec(
		cx,
		"INSERT INTO touched (home_id, kind, id, at) SELECT x.home_id, 'home',"
		" CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM (SELECT e.company_id AS home_id"
		" FROM stage_estate s JOIN estate e ON e.home_id = s.home_id"
		" WHERE s.import_id = $1 AND e.company_id IS NOT NULL"
		" UNION SELECT e.region_id FROM stage_estate s JOIN estate e"
		" ON e.home_id = s.home_id WHERE s.import_id = $1"
		" UNION SELECT o.region_id FROM stage_organisation s JOIN organisation o"
		" ON o.home_id = s.home_id WHERE s.import_id = $1"
		" AND o.region_id IS NOT NULL) x",
		i64(im->id), i64(id_new()), i64(cx->now));
}

err import_bring(struct ctx *cx, const struct import *im, int64_t batch, const char *reason)
{
	const struct import_kind *k = import_kind_find(im->kind);
	err e = bring_left(cx, im);
	for (const struct import_target *const *t = k->targets; *t && !e; t++)
		e = bring_target(cx, im, *t);
	if (e || (e = bring_history(cx, im, batch, reason)) || (e = bring_touched(cx, im, batch)))
		return e;
	return bring_search(cx, im);
}

const char *import_name_of(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id)
{
	const struct field *name = field_find(e->fields, "name");
	void *obj = mem_zeroed(cx->mem, e->size, 1, e->kind);
	char *text = mem_array(cx->mem, char, ID_SIZE);
	id_format(id, text);
	if (!name || record_load_any(cx, e, home_id, id, obj)) {
		if (ctx_err(cx) == ERR_NOT_FOUND)
			ctx_forgive(cx);
		return text;
	}
	return field_show(cx->mem, name, obj, LANG_ZH, false);
}
