#include "account/versions.h"

#include <string.h>

#include "audit/record_api.h"
#include "store/sql.h"

enum { VERSIONS_MAX = 200 };

struct change {
	const char *field, *label, *before, *after;
};
static const struct field change_fields[] = {
	{"field", F_TEXT, 0, AT(change, field), L("字段", "Field")},
	{"label", F_TEXT, 0, AT(change, label), L("名称", "Label")},
	{"before", F_TEXT, 0, AT(change, before), L("修改前", "Before")},
	{"after", F_TEXT, 0, AT(change, after), L("修改后", "After")},
	{0},
};
const struct element change_element = {sizeof(struct change), change_fields};

struct version_row {
	int64_t version, at;
	const char *account, *post, *reason;
	struct list changes;
};
const struct field version_fields[] = {
	{"version", F_INT, 0, AT(version_row, version), L("版本", "Version")},
	{"at", F_INSTANT, 0, AT(version_row, at), L("时间", "At")},
	{"account", F_TEXT, 0, AT(version_row, account), L("修改人", "By")},
	{"post", F_TEXT, 0, AT(version_row, post), L("岗位", "Post")},
	{"reason", F_TEXT, 0, AT(version_row, reason), L("原因", "Reason")},
	{"changes", F_LIST, 0, AT(version_row, changes), L("变化", "Changes"),
	 .of = &change_element},
	{0},
};

static struct list changes_between(struct ctx *cx, const struct entity *e, const void *old,
				   const void *new)
{
	struct change *changes = mem_array(cx->mem, struct change, fields_count(e->fields));
	size_t n = 0;
	for (const struct field *f = e->fields; f->name; f++) {
		if ((f->flags & INTERNAL) || !strcmp(f->name, "version") ||
		    field_equal(f, old, new))
			continue;
		changes[n++] = (struct change){
			.field = f->name,
			.label = cx->lang == LANG_EN ? f->en : f->zh,
			.before = field_show(cx->mem, f, old, cx->lang, false),
			.after = field_show(cx->mem, f, new, cx->lang, false),
		};
	}
	return (struct list){changes, n};
}

static err read_version(struct ctx *cx, const struct entity *e, const char *body, void *obj)
{
	json_t *object;
	err r = json_load_text(cx, body, strlen(body), &object);
	return r ? r : fields_read(cx, e->fields, object, obj, READ_STORED);
}

err record_changes(struct ctx *cx, const struct entity *e, struct record key, struct list *ret)
{
	void *old = mem_zeroed(cx->mem, e->size, 1, e->kind), *new = NULL;
	err r = OK;
	fields_clear(e->fields, old);
	struct stmt *q =
		sql(cx,
		    "SELECT version, body FROM version WHERE home_id = $1 AND kind = $2"
		    " AND id = $3 AND version >= $4 - 1 AND version <= $4 ORDER BY version",
		    i64(key.home_id), str(e->kind), i64(key.id), i64(key.version));
	while (!r && sql_next(q)) {
		bool is_new = col_i64(q, 0) == key.version;
		if (is_new)
			new = mem_zeroed(cx->mem, e->size, 1, e->kind);
		r = read_version(cx, e, col_str(q, 1), is_new ? new : old);
	}
	err end = sql_end(q);
	*ret = new && !r ? changes_between(cx, e, old, new) : (struct list){0};
	return r ? r : end;
}

err record_versions(struct ctx *cx, struct request *rq)
{
	const struct entity *e = rq->route->of;
	struct record key = record_key(rq);
	/* One more than is shown: what the first one changed is told by the one before. */
	struct version_row *rows = mem_array(cx->mem, struct version_row, VERSIONS_MAX + 1);
	void *old = mem_zeroed(cx->mem, e->size, 1, e->kind);
	size_t n = 0;
	err r = OK;
	fields_clear(e->fields, old);
	struct stmt *q =
		sql(cx,
		    "SELECT v.version, v.at, a.name AS account, p.title AS post, v.reason, v.body"
		    " FROM version v LEFT JOIN account a ON a.id = v.account_id"
		    " LEFT JOIN post p ON p.id = v.post_id"
		    " WHERE v.home_id = $1 AND v.kind = $2 AND v.id = $3"
		    " AND v.version >= (SELECT max(version) FROM version WHERE home_id = $1"
		    " AND kind = $2 AND id = $3) - $4 ORDER BY v.version",
		    i64(key.home_id), str(e->kind), i64(key.id), i64(VERSIONS_MAX));
	while (!r && sql_next(q)) {
		struct version_row *v = &rows[n++];
		void *new = mem_zeroed(cx->mem, e->size, 1, e->kind);
		*v = (struct version_row){.version = col_i64(q, 0),
					  .at = col_i64(q, 1),
					  .account = col_str(q, 2),
					  .post = col_str(q, 3),
					  .reason = col_str(q, 4)};
		r = read_version(cx, e, col_str(q, 5), new);
		v->changes = changes_between(cx, e, old, new);
		old = new;
	}
	err end = sql_end(q);
	r = r ? r : end;
	size_t first = n > VERSIONS_MAX;
	return r ? r : reply_list(cx, rq, rows + first, sizeof *rows, n - first);
}
