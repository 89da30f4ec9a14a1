#include "audit/record_api.h"

#include <string.h>

#include "base/date.h"

static const struct entity *entity_of(const struct request *rq)
{
	return rq->route->of;
}

static void *new_object(struct ctx *cx, const struct entity *e)
{
	return mem_zeroed(cx->mem, e->size, 1, e->kind);
}

/* The segment that names the thing: the last one in braces. */
static int64_t last_id(struct request *rq)
{
	const char *name = strrchr(rq->route->path, '{') + 1;
	return request_id(rq, mem_strn(rq->cx->mem, name, strcspn(name, "}")));
}

int64_t record_home(const struct request *rq)
{
	int64_t estate = request_id(rq, "estate");
	return estate ? estate : request_id(rq, "region");
}

struct record record_key(struct request *rq)
{
	int64_t id = last_id(rq);
	return (struct record){
		.home_id = entity_of(rq)->is_own_home ? id : record_home(rq),
		.id = id,
		.version = request_version(rq),
	};
}

/* Loads what the path names, and takes If-Match's version for the one it was read at. */
static err load_for_change(struct ctx *cx, struct request *rq, void **ret)
{
	struct record key = record_key(rq), *rec = *ret = new_object(cx, entity_of(rq));
	err r = record_load(cx, entity_of(rq), key.home_id, key.id, rec);
	if (r == OK && key.version != rec->version)
		return fail(cx, ERR_STALE,
			    T("record.stale", "别人刚刚修改过，请刷新后再改",
			      "Somebody else has changed this meanwhile; load it again"));
	return r;
}

static err answer(struct ctx *cx, struct request *rq, const void *obj)
{
	return reply_object(cx, rq, obj, ((const struct record *)obj)->version);
}

const struct param as_of_param[] = {{"as_of", F_DATE, NULL}, {0}};

err record_get(struct ctx *cx, struct request *rq)
{
	const struct entity *e = entity_of(rq);
	const char *as_of = request_param(rq, "as_of");
	struct record key = record_key(rq);
	void *obj = new_object(cx, e);
	err r = as_of ? record_as_of(cx, e, key, date_to_instant(as_of) + DAY_MS - 1, obj)
		      : record_load(cx, e, key.home_id, key.id, obj);
	return r ? r : answer(cx, rq, obj);
}

err record_post(struct ctx *cx, struct request *rq)
{
	struct record *rec = rq->body;
	rec->home_id = record_home(rq);
	err r = record_create(cx, entity_of(rq), rec);
	if (r)
		return r;
	return reply_created(cx, rq, rec->id, rec, rec->version);
}

err record_patch(struct ctx *cx, struct request *rq)
{
	void *obj;
	err r = load_for_change(cx, rq, &obj);
	if (r || (r = fields_read(cx, rq->route->in, rq->json, obj, READ_PATCH)) ||
	    (r = record_update(cx, entity_of(rq), obj)))
		return r;
	return answer(cx, rq, obj);
}

err record_remove(struct ctx *cx, struct request *rq)
{
	void *obj;
	err r = load_for_change(cx, rq, &obj);
	if (r || (r = record_delete(cx, entity_of(rq), obj)))
		return r;
	return reply_nothing(cx, rq);
}

err record_bring_back(struct ctx *cx, struct request *rq)
{
	struct record key = record_key(rq), *rec = new_object(cx, entity_of(rq));
	err r = record_load_any(cx, entity_of(rq), key.home_id, key.id, rec);
	if (r)
		return r;
	if (rec->deleted_at == NONE)
		return fail(cx, ERR_CONFLICT,
			    T("record.stands", "它没有被删除", "It has not been deleted"));
	if ((r = record_restore(cx, entity_of(rq), rec)))
		return r;
	return answer(cx, rq, rec);
}
