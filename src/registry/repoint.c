#include "registry/repoint.h"

#include "store/sql.h"

err repoint_find(struct ctx *cx, const struct query *query, int64_t id, struct found *ret)
{
	*ret = (struct found){0};
	struct stmt *q = sql_run(cx, query, i64(id));
	while (sql_next(q)) {
		ret->keys = mem_grow(cx->mem, ret->keys, ret->n + 1);
		ret->keys[ret->n++] =
			(struct record){.home_id = col_i64(q, 0), .id = col_i64(q, 1)};
	}
	return sql_end(q);
}

static err turn(struct ctx *cx, const struct pointer *p, const struct record *key, int64_t into)
{
	char *obj = mem_zeroed(cx->mem, p->entity->size, 1, p->entity->kind);
	err e = record_load(cx, p->entity, key->home_id, key->id, obj);
	if (e)
		return e;
	*(int64_t *)(void *)(obj + p->at) = into;
	return record_amend(cx, p->entity, obj);
}

err repoint(struct ctx *cx, const struct pointer *p, int64_t from, int64_t into)
{
	struct found found;
	err e = repoint_find(cx, &p->standing, from, &found);
	for (size_t i = 0; i < found.n && !e; i++)
		e = turn(cx, p, &found.keys[i], into);
	return e ? e : sql_finish(cx, NULL, &p->removed, ARGS(i64(from), i64(into)));
}
