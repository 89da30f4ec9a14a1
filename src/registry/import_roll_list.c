/* Rows of an exported list of people: each is an ownership or an occupancy by its id, and what was edited
 * changes it, and its person. */
#include "registry/import_roll_priv.h"

#include <string.h>

#include "base/id.h"

struct listed {
	struct roll_row *r;
	struct person person, old_person;
	bool is_owner;
	struct ownership owned, old_owned;
	struct occupancy lives, old_lives;
	const char *label;
};

static bool load_tie(struct listed *l)
{
	struct import_row *row = l->r->row;
	int64_t estate = row->run->im->estate_id;
	l->is_owner = record_load(row->cx, &ownership_entity, estate, row->id, &l->owned) == OK;
	if (ctx_err(row->cx) == ERR_NOT_FOUND)
		ctx_forgive(row->cx);
	if (l->is_owner || ctx_err(row->cx))
		return l->is_owner;
	if (record_load(row->cx, &occupancy_entity, estate, row->id, &l->lives) == OK)
		return true;
	if (ctx_err(row->cx) == ERR_NOT_FOUND) {
		ctx_forgive(row->cx);
		import_wrong(
			row, import_column(row, "id"),
			T("import.gone_part", "没有这个标识的记录，可能已被删除，或不属于所选小区",
			  "no record has this id: it was removed, or belongs to another estate"));
	}
	return false;
}

static bool load(struct listed *l)
{
	struct import_row *row = l->r->row;
	if (!load_tie(l))
		return false;
	import_version(row, l->is_owner ? l->owned.rec.version : l->lives.rec.version);
	l->old_owned = l->owned;
	l->old_lives = l->lives;
	int64_t house = l->is_owner ? l->owned.house_id : l->lives.house_id;
	int64_t person = l->is_owner ? l->owned.person_id : l->lives.person_id;
	if (house_load(row->cx, row->run->im->estate_id, house, &l->r->home.house))
		return import_take_failure(row);
	if (person_load(row->cx, person, &l->person))
		return import_take_failure(row);
	l->old_person = l->person;
	return true;
}

/* ─── the person ─── */

/* The cell says something else than what is registered, or than that masked. */
static bool is_edited(struct import_row *row, const char *key, const char *text, const char *is)
{
	const struct import_column *c = import_column(row, key);
	if (!text ||
	    (is && (!strcmp(text, is) || !strcmp(text, mask_text(row->cx->mem, c->mask, is)))))
		return false;
	if (!strchr(text, '*'))
		return true;
	import_wrong(
		row, c,
		T("import.masked", "这一格是遮盖后的内容，且与现在登记的不符：请写完整，或留空",
		  "is masked, and not as registered now: write it in full, or leave it empty"));
	return false;
}

static void read_phones(struct listed *l, const char *text)
{
	struct import_row *row = l->r->row;
	struct human_fault fault;
	const char **all;
	size_t n;
	enum human is = human_phones(row->cx->mem, text, &all, &n, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, import_column(row, "phone"), fault.text, str(fault.what));
	if (is != HUMAN_VALUE)
		return;
	l->person.phone = all[0];
	l->person.other_phone = n > 1 ? all[1] : l->person.other_phone;
}

static void read_person(struct listed *l, int64_t version)
{
	struct import_row *row = l->r->row;
	const char *name = import_words(row, "person"), *phone = import_words(row, "phone");
	int64_t party = roll_number(row, "is_party_member");
	if (is_edited(row, "person", name, l->person.name))
		l->person.name = name;
	if (is_edited(row, "phone", phone, l->person.phone))
		read_phones(l, phone);
	if (party != NONE)
		l->person.is_party_member = party;
	if (import_is_same(&person_entity, &l->old_person, &l->person))
		return;
	if (version != NONE && version != l->person.rec.version)
		import_wrong(row, import_column(row, "person_version"),
			     T("import.version_old",
			       "导出以后已被修改（现为版本 {1}），请重新导出，在新文件上修改",
			       "has been changed since it was exported (version {1} now): export it"
			       " again"),
			     i64(l->person.rec.version));
	person_entity.normalise(row->cx, &l->person);
	if (person_entity.check(row->cx, &l->person))
		import_take_failure(row);
}

/* ─── the tie ─── */

static void refuse_fixed(struct import_row *row, const char *key)
{
	import_wrong(row, import_column(row, key),
		     T("import.fixed_part", "登记后不能修改，请恢复原来的内容",
		       "cannot be changed once registered: put it back"));
}

static void read_owned(struct listed *l)
{
	struct import_row *row = l->r->row;
	struct ownership *o = &l->owned;
	int64_t num = roll_number(row, "share_num"), den = roll_number(row, "share_den"),
		representative = roll_number(row, "is_representative");
	const char *certificate = import_words(row, "certificate");
	o->share_num = num != NONE ? num : o->share_num;
	o->share_den = den != NONE ? den : o->share_den;
	o->is_representative = representative != NONE ? representative : o->is_representative;
	o->certificate = certificate ? certificate : o->certificate;
	o->since = l->r->since ? l->r->since : o->since;
	o->until = l->r->until ? l->r->until : o->until;
	if (o->share_num < 1 || o->share_num > o->share_den || o->share_den > 1000000)
		import_wrong(row, import_column(row, "share_num"),
			     T("ownership.share", "份额不能超过 1", "a share is at most 1"));
}

static void read_lives(struct listed *l, const char *tie)
{
	struct import_row *row = l->r->row;
	struct occupancy *o = &l->lives;
	const char *relation = import_words(row, "relation");
	int64_t kind = tie ? choice_find(&ties, tie) : 0;
	if (tie && kind < TIE_MEMBER)
		refuse_fixed(row, "tie");
	o->kind = kind >= TIE_MEMBER ? kind - 1 : o->kind;
	o->relation = relation ? relation : o->relation;
	o->since = l->r->since ? l->r->since : o->since;
	o->until = l->r->until ? l->r->until : o->until;
}

static void read_tie(struct listed *l)
{
	struct import_row *row = l->r->row;
	const char *tie = import_words(row, "tie"), *house = import_words(row, "house");
	const char *since = l->is_owner ? l->owned.since : l->lives.since;
	l->r->since = import_words(row, "since");
	l->r->until = import_words(row, "until");
	if (house && strcmp(house, l->r->home.house.label) != 0)
		refuse_fixed(row, "house");
	if (l->is_owner && tie && choice_find(&ties, tie) != TIE_OWNER)
		refuse_fixed(row, "tie");
	if (l->is_owner)
		read_owned(l);
	else
		read_lives(l, tie);
	since = l->r->since ? l->r->since : since;
	if (l->r->until && strcmp(l->r->until, since) < 0)
		import_wrong(row, import_column(row, "until"),
			     T("date.order", "早于开始日期", "is before the first day"));
}

/* ─── the row ─── */

static bool is_tie_same(const struct listed *l)
{
	return l->is_owner ? import_is_same(&ownership_entity, &l->old_owned, &l->owned)
			   : import_is_same(&occupancy_entity, &l->old_lives, &l->lives);
}

/* What rows above have changed of it already stays; a cell that was left as exported says nothing. */
static struct roll_ties *put_owner(struct listed *l)
{
	struct ownership base;
	if (!import_staged(l->r->row->run, &import_ownership_target, l->owned.rec.id, &base))
		return roll_put_owner(l->r, &l->owned);
	import_merge(&ownership_entity, &l->old_owned, &l->owned, &base);
	return roll_put_owner(l->r, &base);
}

static void keep_person(struct listed *l, bool is_changed)
{
	struct import_human h = {.person = l->person, .is_changed = is_changed};
	struct person base;
	if (!is_changed)
		return;
	if (import_staged(l->r->row->run, &import_person_target, l->person.rec.id, &base)) {
		import_merge(&person_entity, &l->old_person, &l->person, &base);
		h.person = base;
	}
	import_person_keep(l->r->row, &h);
}

static void keep(struct listed *l, struct roll_ties *owners)
{
	struct import_row *row = l->r->row;
	bool is_other = !import_is_same(&person_entity, &l->old_person, &l->person);
	bool is_same = is_tie_same(l);
	row->outcome = is_same && !is_other ? ROW_SAME : ROW_CHANGED;
	keep_person(l, is_other);
	if (owners)
		roll_keep_ties(owners);
	if (l->is_owner || is_same)
		return;
	l->lives.rec.version++;
	import_stage(row->run, &import_occupancy_target, &l->lives);
}

void roll_list_row(struct import_row *row)
{
	struct listed *l = mem_new(row->cx->mem, struct listed);
	char id[ID_SIZE];
	int64_t person_version = roll_number(row, "person_version");
	l->r = mem_new(row->cx->mem, struct roll_row);
	l->r->row = row;
	if (!load(l) || ctx_err(row->cx))
		return;
	read_person(l, person_version);
	read_tie(l);
	if (row->outcome != ROW_NONE || ctx_err(row->cx))
		return;
	struct roll_ties *owners = l->is_owner && !is_tie_same(l) ? put_owner(l) : NULL;
	id_format(row->id, id);
	if (row->outcome == ROW_NONE && import_first(row, "tie.id", id, row->id))
		keep(l, owners);
}
