#include "audit/record.h"

#include <string.h>

#include "audit/audit.h"
#include "audit/merged.h"
#include "audit/touched.h"
#include "base/id.h"

/* ─── is the entity well made? ─── */

err entity_check(struct ctx *cx, const struct entity *e)
{
	const char *at = e->columns;
	for (const struct field *f = e->fields; f->name; f++) {
		size_t n = strcspn(at, ",");
		if (n != strlen(f->name) || strncmp(at, f->name, n) != 0)
			return fail_internal(cx, "entity %s: column \"%.*s\" stands for field %s",
					     e->kind, (int)n, at, f->name);
		at += n;
		at += strspn(at, ", ");
	}
	if (*at)
		return fail_internal(cx, "entity %s: column %s has no field", e->kind, at);
	return OK;
}

/* ─── loading ─── */

err record_load_any(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id, void *ret)
{
	struct stmt *q = sql_run(cx, &e->load, i64(home_id), i64(id));
	bool is_there = sql_next(q);
	if (is_there) {
		fields_clear(e->fields, ret);
		sql_read(q, e->fields, ret);
	}
	err r = sql_end(q);
	return r || is_there ? r : fail_not_found(cx);
}

static err fail_removed(struct ctx *cx, const struct entity *e, int64_t id)
{
	int64_t into = e->is_own_home ? merged_into(cx, e->kind, id) : 0;
	return into ? merged_fail(cx, into) : fail_not_found(cx);
}

err record_load(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id, void *ret)
{
	err r = record_load_any(cx, e, home_id, id, ret);
	if (r == OK && ((const struct record *)ret)->deleted_at != NONE)
		return fail_removed(cx, e, id);
	return r;
}

/* ─── keeping ─── */

static err keep_version(struct ctx *cx, const struct entity *e, const void *obj)
{
	const struct record *rec = obj;
	struct buf body = buf_on(cx->mem);
	struct json j = json_on(&body);
	fields_store(cx, &j, e->fields, obj);
	return sql_exec(cx,
			"INSERT INTO version (home_id, kind, id, version, at, account_id, post_id,"
			" reason, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			i64(rec->home_id), str(e->kind), i64(rec->id), i64(rec->version),
			i64(cx->now), id_or_none(cx->account_id), id_or_none(cx->post_id),
			str(cx->reason), str(buf_text(&body)));
}

/* {"version":3,"fields":["name","fee_price_e4"]}: what changed, by name only. */
static const char *detail_of(struct ctx *cx, const struct entity *e, const void *old,
			     const void *new)
{
	struct buf detail = buf_on(cx->mem);
	struct json j = json_on(&detail);
	json_open(&j, '{');
	json_key(&j, "version");
	json_put_int(&j, ((const struct record *)new)->version);
	json_key(&j, "fields");
	json_open(&j, '[');
	for (const struct field *f = e->fields; f->name && old; f++)
		if (!field_equal(f, old, new) && strcmp(f->name, "version") != 0)
			json_put_str(&j, f->name);
	json_close(&j, ']');
	json_close(&j, '}');
	return buf_text(&detail);
}

static err remember(struct ctx *cx, const struct entity *e, const char *verb, const void *old,
		    const void *new)
{
	const struct record *rec = new;
	struct act act = {
		.action = mem_format(cx->mem, "%s.%s", e->kind, verb),
		.home_id = rec->home_id,
		.kind = e->kind,
		.subject_id = rec->id,
		.detail = detail_of(cx, e, old, new),
	};
	err r = keep_version(cx, e, new);
	if (r == OK && e->saved)
		r = e->saved(cx, old, new);
	if (r || (r = touched_add(cx, rec->home_id)))
		return r;
	return audit_act(cx, &act);
}

static err check_and_fill(struct ctx *cx, const struct entity *e, void *obj)
{
	if (e->normalise)
		e->normalise(cx, obj);
	err r = e->check ? e->check(cx, obj) : OK;
	return r || !e->fill ? r : e->fill(cx, obj);
}

err record_create(struct ctx *cx, const struct entity *e, void *obj)
{
	struct record *rec = obj;
	if (!rec->id)
		rec->id = id_new();
	if (e->is_own_home)
		rec->home_id = rec->id;
	rec->version = 1;
	rec->deleted_at = NONE;
	err r = check_and_fill(cx, e, obj);
	if (r)
		return r;
	r = sql_finish(cx, NULL, &e->insert, sql_args_of(cx, e->fields, obj, ARGS()));
	return r ? r : remember(cx, e, "create", NULL, obj);
}

static err stale(struct ctx *cx)
{
	return fail(cx, ERR_STALE,
		    T("record.stale", "别人刚刚修改过，请刷新后再改",
		      "Somebody else has changed this meanwhile; load it again"));
}

static bool is_same(const struct entity *e, const void *a, const void *b)
{
	for (const struct field *f = e->fields; f->name; f++)
		if (f->type != F_LIST && !field_equal(f, a, b))
			return false;
	return true;
}

static err put(struct ctx *cx, const struct entity *e, const char *verb, const void *old, void *new)
{
	struct record *rec = new;
	int64_t changed;
	rec->version++;
	err r = sql_finish(cx, &changed, &e->update, sql_args_of(cx, e->fields, new, ARGS()));
	if (r)
		return r;
	return changed == 1 ? remember(cx, e, verb, old, new) : stale(cx);
}

/* What stands, if `obj` was read from it; *ret_is_same: there is nothing to keep. */
static err load_before(struct ctx *cx, const struct entity *e, const void *obj, void **ret,
		       bool *ret_is_same)
{
	const struct record *rec = obj;
	*ret = mem_zeroed(cx->mem, e->size, 1, e->kind);
	err r = record_load(cx, e, rec->home_id, rec->id, *ret);
	if (r)
		return r;
	*ret_is_same = is_same(e, *ret, obj);
	return ((const struct record *)*ret)->version == rec->version ? OK : stale(cx);
}

err record_update(struct ctx *cx, const struct entity *e, void *obj)
{
	void *old;
	bool is_same;
	err r = load_before(cx, e, obj, &old, &is_same);
	if (r || is_same || (r = check_and_fill(cx, e, obj)))
		return r;
	return put(cx, e, "update", old, obj);
}

err record_amend(struct ctx *cx, const struct entity *e, void *obj)
{
	void *old;
	bool is_same;
	err r = load_before(cx, e, obj, &old, &is_same);
	return r || is_same ? r : put(cx, e, "update", old, obj);
}

static err set_deleted(struct ctx *cx, const struct entity *e, void *obj, int64_t deleted_at)
{
	struct record *rec = obj;
	void *old = mem_dup(cx->mem, obj, e->size);
	rec->deleted_at = deleted_at;
	return put(cx, e, deleted_at == NONE ? "restore" : "delete", old, obj);
}

err record_delete(struct ctx *cx, const struct entity *e, void *obj)
{
	return set_deleted(cx, e, obj, cx->now);
}

err record_restore(struct ctx *cx, const struct entity *e, void *obj)
{
	err r = check_and_fill(cx, e, obj);
	if (r || (r = set_deleted(cx, e, obj, NONE)) || !e->is_own_home)
		return r;
	return merged_forget(cx, e->kind, ((const struct record *)obj)->id);
}

/* ─── the past ─── */

err record_as_of(struct ctx *cx, const struct entity *e, struct record key, int64_t instant,
		 void *ret)
{
	const char *body = sql_text(cx, NULL,
				    "SELECT body FROM version WHERE home_id = $1 AND kind = $2"
				    " AND id = $3 AND at <= $4 ORDER BY version DESC LIMIT 1",
				    i64(key.home_id), str(e->kind), i64(key.id), i64(instant));
	json_t *object;
	err r = ctx_err(cx);
	if (r)
		return r;
	if (!body)
		return fail_not_found(cx);
	if ((r = json_load_text(cx, body, strlen(body), &object)) ||
	    (r = fields_read(cx, e->fields, object, ret, READ_STORED)))
		return r;
	return ((struct record *)ret)->deleted_at == NONE ? OK : fail_not_found(cx);
}
