/* Imports of things of an estate: each row one thing, found by its id or by what it is called. */
#include "registry/import_part_priv.h"

#include <string.h>

#include "base/id.h"
#include "place/identifier.h"
#include "registry/human_priv.h"

/* ─── words ─── */

void import_parse_words(struct import_row *row, const struct import_column *c, const char *text)
{
	struct plain p;
	struct human_fault fault;
	if (plain_open(&p, text, &fault) != HUMAN_NONE)
		json_object_set_new(row->object, c->key, json_string(text));
}

/* Of lists: what follows from other members, or is shown beside them. */
void import_parse_nothing(struct import_row *row, const struct import_column *c, const char *text)
{
	(void)row, (void)c, (void)text;
}

const char *import_text(const struct import_row *row, const char *key)
{
	return json_string_value(json_object_get(row->object, key));
}

const char *import_words(struct import_row *row, const char *key)
{
	const char *text = import_text(row, key);
	text = text ? mem_str(row->cx->mem, text) : NULL;
	json_object_del(row->object, key);
	return text;
}

void import_put_id(struct import_row *row, const char *key, int64_t id)
{
	char text[ID_SIZE];
	if (!id)
		return;
	id_format(id, text);
	json_object_set_new(row->object, key, json_string(text));
}

const struct import_column *import_column(const struct import_row *row, const char *key)
{
	return import_column_find(row->run->columns, key);
}

/* ─── what a row may say of what is registered ─── */

void import_version(struct import_row *row, int64_t is)
{
	if (row->version && row->version != is)
		import_wrong(row, import_column(row, "version"),
			     T("import.version_old",
			       "导出以后已被修改（现为版本 {1}），请重新导出，在新文件上修改",
			       "has been changed since it was exported (version {1} now): export "
			       "it again"),
			     i64(is));
}

static void unmask(struct import_row *row, const struct field *f, const void *old)
{
	const char *said = import_text(row, f->name),
		   *is = *(const char *const *)((const char *)old + f->at);
	if (!said || !strchr(said, '*'))
		return;
	if (!is || strcmp(said, mask_text(row->cx->mem, f->mask, is)) != 0)
		import_wrong(row, import_column(row, f->name),
			     T("import.masked",
			       "这一格是遮盖后的内容，且与现在登记的不符：请写完整，或留空",
			       "is masked, and not as registered now: write it in full, or leave it"
			       " empty"));
	json_object_del(row->object, f->name);
}

void import_unmask(struct import_row *row, const struct entity *e, const void *old)
{
	for (const struct field *f = e->fields; f->name; f++)
		if (f->type == F_TEXT && (f->flags & (PERSONAL | MASKED)))
			unmask(row, f, old);
}

void import_fixed(struct import_row *row, const struct entity *e, const void *old)
{
	for (const struct field *f = e->fields; f->name; f++) {
		json_t *said = json_object_get(row->object, f->name);
		if (!said || !(f->flags & ON_CREATE))
			continue;
		void *now = mem_dup(row->cx->mem, old, e->size);
		json_t *alone = json_pack("{sO}", f->name, said);
		struct field one[] = {*f, {0}};
		one->flags &= ~(unsigned)ON_CREATE;
		bool is_other = fields_read(row->cx, one, alone, now, READ_PATCH) ||
				!field_equal(f, now, old);
		json_decref(alone);
		json_object_del(row->object, f->name);
		if (ctx_err(row->cx))
			import_take_failure(row);
		else if (is_other)
			import_wrong(row, import_column(row, f->name),
				     T("import.fixed_part", "登记后不能修改，请恢复原来的内容",
				       "cannot be changed once registered: put it back"));
	}
}

bool import_is_same(const struct entity *e, const void *a, const void *b)
{
	for (const struct field *f = e->fields; f->name; f++)
		if (!field_equal(f, a, b))
			return false;
	return true;
}

void import_merge(const struct entity *e, const void *old, const void *now, void *base)
{
	for (const struct field *f = e->fields; f->name; f++)
		if (!field_equal(f, old, now)) /* numbers and pointers alike take eight bytes */
			memcpy((char *)base + f->at, (const char *)now + f->at, sizeof(int64_t));
}

void import_take_failure_but(struct import_row *row, const char *path)
{
	struct failure *f = &row->cx->failure;
	size_t n = 0;
	for (size_t i = 0; i < f->n_fields; i++)
		if (strcmp(f->fields[i].path, path) != 0)
			f->fields[n++] = f->fields[i];
	bool was_that_alone = f->n_fields && !n;
	f->n_fields = n;
	if (was_that_alone)
		ctx_forgive(row->cx);
	else if (f->kind)
		import_take_failure(row);
}

bool import_first(struct import_row *row, const char *kind, const char *key, int64_t id)
{
	const struct import_named *named = import_named(row->run, kind, key);
	if (named)
		import_wrong(row, NULL,
			     T("import.twice_part", "与第 {1} 行是同一条，请只保留一行",
			       "is the same as row {1}: keep one of them"),
			     i64(named->row_no));
	else
		import_name(row, kind, key, id);
	return !named;
}

/* ─── links ─── */

int64_t import_find_house(struct import_row *row, const struct import_column *c, const char *text)
{
	struct import_address a;
	struct import_home h;
	if (!import_address_of(row, c, text, &a) || !import_home(row, &a, &h))
		return 0;
	if (!h.house_is_new)
		return h.house.rec.id;
	import_wrong(row, c,
		     T("import.no_house", "本小区没有登记“{1}”这套房屋，请先登记或导入房屋",
		       "the estate has no house {1}: register it first"),
		     str(text));
	return 0;
}

int64_t import_find_space(struct import_row *row, const struct import_column *c, const char *text)
{
	int64_t id = sql_int(row->cx, 0,
			     "SELECT id FROM parking_space WHERE home_id = $1 AND name = $2"
			     " AND deleted_at IS NULL",
			     i64(row->home_id), str(text));
	if (!id)
		import_wrong(row, c,
			     T("import.no_space", "本小区没有登记车位“{1}”，请先登记或导入车位",
			       "the estate has no space {1}: register it first"),
			     str(text));
	return id;
}

int64_t import_find_organisation(struct import_row *row, const struct import_column *c,
				 const char *text)
{
	struct stmt *q = sql(row->cx,
			     "SELECT id FROM organisation WHERE (name = $1 OR short_name = $1"
			     " OR credit_code = $1) AND deleted_at IS NULL LIMIT 2",
			     str(text));
	int64_t id = sql_next(q) ? col_i64(q, 0) : 0;
	bool many = sql_next(q);
	if (sql_end(q))
		return 0;
	if (many)
		import_wrong(row, c,
			     T("import.organisations", "有多个单位叫“{1}”，请填统一社会信用代码",
			       "several organisations are called {1}: write the credit code"),
			     str(text));
	else if (!id)
		import_wrong(row, c,
			     T("import.no_organisation", "没有登记单位“{1}”，请先登记或导入单位",
			       "no organisation is called {1}: register it first"),
			     str(text));
	return many ? 0 : id;
}

static int64_t member(const struct entity *e, const void *obj, const char *name)
{
	return *(const int64_t *)((const char *)obj + field_find(e->fields, name)->at);
}

/* As the list shows what is linked now. */
static bool is_as_listed(struct import_row *row, const struct import_link *link, int64_t id,
			 const char *text)
{
	const char *name =
		id ? sql_one_text(row->cx, NULL, &link->name, ARGS(i64(row->home_id), i64(id)))
		   : NULL;
	return name && !strcmp(text, name);
}

static void follow_links(struct import_row *row, const struct import_part *p, const void *old)
{
	const struct entity *e = p->target->entity;
	for (const struct import_link *link = p->links; link && link->key; link++) {
		const char *text = import_words(row, link->key);
		if (!text || (old && is_as_listed(row, link, member(e, old, link->member), text)))
			continue;
		import_put_id(row, link->member,
			      link->find(row, import_column(row, link->key), text));
	}
}

/* ─── people ─── */

bool import_person_of(struct import_row *row, const struct import_column *c, const char *name,
		      struct import_human *ret)
{
	const char *number = import_words(row, "id_number"), *phone = import_words(row, "phone");
	struct import_who who = {.name_column = c,
				 .number_column = import_column(row, "id_number"),
				 .phone_column = import_column(row, "phone"),
				 .name = name,
				 .is_party_member = NONE};
	struct human_fault fault;
	if (number)
		who.id_number = identifier_normalise(row->cx->mem, number);
	if (phone &&
	    human_phones(row->cx->mem, phone, &who.phones, &who.n_phones, &fault) == HUMAN_WRONG) {
		import_wrong(row, who.phone_column, fault.text, str(fault.what));
		return false;
	}
	return import_person(row, &who, ret);
}

/* A name that is not the one registered. */
static const char *new_name(struct import_row *row, const struct import_part *p, const void *old)
{
	bool is_member = field_find(p->target->entity->fields, p->person);
	const char *name = is_member ? import_text(row, p->person) : import_words(row, p->person);
	int64_t id = old ? member(p->target->entity, old, p->person_member) : 0;
	const char *is = id ? sql_text(row->cx, NULL,
				       "SELECT name FROM person WHERE person_id = $1", i64(id))
			    : NULL;
	bool is_known = is && (is_member || !name || !strcmp(name, is) ||
			       !strcmp(name, mask_text(row->cx->mem, MASK_NAME, is)));
	return is_known ? NULL : name;
}

static void follow_person(struct import_row *row, const struct import_part *p, const void *old,
			  struct import_human *ret)
{
	const char *name = p->person ? new_name(row, p, old) : NULL;
	const struct import_column *c = name ? import_column(row, p->person) : NULL;
	if (name && strchr(name, '*'))
		import_wrong(row, c,
			     T("import.masked",
			       "这一格是遮盖后的内容，且与现在登记的不符：请写完整，或留空",
			       "is masked, and not as registered now: write it in full, or leave it"
			       " empty"));
	else if (name && import_person_of(row, c, name, ret))
		import_put_id(row, p->person_member, ret->person.rec.id);
	json_object_del(row->object, "id_number");
	if (p->person)
		json_object_del(row->object, "phone");
}

/* ─── the row ─── */

static bool load_old(struct import_row *row, const struct import_part *p, int64_t id, void *ret)
{
	int64_t home = p->is_anywhere ? id : row->home_id;
	if (record_load(row->cx, p->target->entity, home, id, ret) == OK)
		return true;
	if (ctx_err(row->cx) != ERR_NOT_FOUND)
		return false;
	ctx_forgive(row->cx);
	import_wrong(row, import_column(row, "id"),
		     T("import.gone_part", "没有这个标识的记录，可能已被删除，或不属于所选小区",
		       "no record has this id: it was removed, or belongs to another estate"));
	return false;
}

/* In: row->id. Out: what is registered, if anything is. */
static bool find_old(struct import_row *row, const struct import_part *p, void *ret,
		     bool *ret_is_there)
{
	*ret_is_there = false;
	if (row->id) {
		*ret_is_there = load_old(row, p, row->id, ret);
		if (*ret_is_there)
			import_version(row, ((const struct record *)ret)->version);
		follow_links(row, p, *ret_is_there ? ret : NULL);
		return *ret_is_there;
	}
	follow_links(row, p, NULL);
	int64_t id = p->find(row);
	if (ctx_err(row->cx) || !id)
		return !ctx_err(row->cx);
	*ret_is_there = load_old(row, p, id, ret);
	return *ret_is_there;
}

static void read_members(struct import_row *row, const struct import_part *p, void *now,
			 const void *old)
{
	const struct entity *e = p->target->entity;
	struct record *rec = now;
	if (old) {
		memcpy(now, old, e->size);
		import_unmask(row, e, old);
		import_fixed(row, e, old);
	}
	if (!old && p->complete)
		p->complete(row);
	if (fields_read(row->cx, e->fields, row->object, now, old ? READ_PATCH : READ_NEW))
		import_take_failure(row);
	if (old)
		return;
	*rec = (struct record){.id = id_new(), .version = 1, .deleted_at = NONE};
	rec->home_id = p->is_anywhere ? rec->id : row->home_id;
}

static bool is_only(struct import_row *row, const struct import_part *p, const void *now)
{
	const struct record *rec = now;
	const struct entity *e = p->target->entity;
	char id[ID_SIZE];
	id_format(rec->id, id);
	const char *once = p->once ? p->once(row, now) : NULL;
	return import_first(row, mem_format(row->cx->mem, "%s.id", e->kind), id, rec->id) &&
	       (!once || import_first(row, mem_format(row->cx->mem, "%s.once", e->kind),
				      import_in_home(row, once), rec->id));
}

struct both {
	void *now;
	const void *old;
	struct import_human human;
};

static void keep(struct import_row *row, const struct import_part *p, const struct both *b)
{
	struct record *rec = b->now;
	bool is_same = b->old && import_is_same(p->target->entity, b->old, b->now);
	row->outcome = !b->old ? ROW_NEW : !is_same || b->human.is_changed ? ROW_CHANGED : ROW_SAME;
	if (b->human.person.rec.id)
		import_person_keep(row, &b->human);
	if (is_same)
		return;
	rec->version += b->old ? 1 : 0;
	import_stage(row->run, p->target, b->now);
}

static void settle(struct import_row *row, const struct import_part *p, const struct both *b)
{
	const struct entity *e = p->target->entity;
	if (e->normalise)
		e->normalise(row->cx, b->now);
	bool is_same = b->old && import_is_same(e, b->old, b->now);
	if (!is_same && e->check && e->check(row->cx, b->now))
		import_take_failure_but(row, b->human.is_new ? p->person_member : "");
	bool is_good = row->outcome == ROW_NONE && !ctx_err(row->cx) &&
		       (is_same || !p->may || p->may(row, b->now)) && is_only(row, p, b->now);
	if (is_good && row->outcome == ROW_NONE && !ctx_err(row->cx))
		keep(row, p, b);
}

void import_part_row(struct import_row *row)
{
	const struct import_part *p = row->run->kind->of;
	const struct entity *e = p->target->entity;
	void *old = mem_zeroed(row->cx->mem, e->size, 1, e->kind);
	struct both b = {.now = mem_zeroed(row->cx->mem, e->size, 1, e->kind)};
	bool is_there;
	if (!p->is_anywhere && !import_find_home(row))
		return;
	if (!find_old(row, p, old, &is_there) || ctx_err(row->cx))
		return;
	b.old = is_there ? old : NULL;
	follow_person(row, p, b.old, &b.human);
	if (ctx_err(row->cx))
		return;
	read_members(row, p, b.now, b.old);
	if (row->outcome == ROW_NONE && !ctx_err(row->cx))
		settle(row, p, &b);
}
