/* People in imports: who is meant, by ID number, by name and phone, by name and house; nobody is
 * guessed from a name alone. Numbers and names lie in import_key as keyed hashes only. */
#include "registry/import_part_priv.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "place/identifier.h"
#include "place/reach.h"

enum { NAMESAKES_MAX = 10 };

/* ─── keys ─── */

static const char *hashed(struct import_row *row, const char *kind, const char *value)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	char *hex = mem_array(row->run->cx->mem, char, LOOKUP_HASH_SIZE * 2 + 1);
	secret_hash(row->cx->keys, kind, value, hash);
	return sodium_bin2hex(hex, LOOKUP_HASH_SIZE * 2 + 1, hash, sizeof hash);
}

static const char *key_with(struct import_row *row, const char *name, const char *with)
{
	return hashed(row, "import.person", mem_format(row->cx->mem, "%s|%s", name, with));
}

static const char *key_of_house(struct import_row *row, const struct import_who *who)
{
	return key_with(row, who->name,
			mem_format(row->cx->mem, "#%lld", (long long)who->house_id));
}

/* ─── numbers ─── */

size_t import_numbers(mem *parent, const char *text, const char ***ret)
{
	char *all = mem_str(parent, text);
	const char **out = NULL;
	size_t n = 0;
	utf8_fold_width(all);
	for (char *one; (one = strsep(&all, "/,;\n|\\"));) {
		for (char *mark; (mark = strstr(one, "、"));) {
			*mark = '\0';
			out = mem_grow(parent, out, n + 1);
			out[n++] = identifier_normalise(parent, one);
			one = mark + strlen("、");
		}
		out = mem_grow(parent, out, n + 1);
		out[n++] = identifier_normalise(parent, one);
	}
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (*out[i])
			out[kept++] = out[i];
	*ret = out;
	return kept;
}

/* What has the length of a resident's number is one, unless it is right as a company's code. */
static int64_t kind_of_number(const char *s)
{
	struct identifier_fault ignored;
	size_t n = strlen(s);
	if (identifier_check_credit_code(s, &ignored))
		return ID_CREDIT_CODE;
	return n >= 15 && n <= 20 ? ID_RESIDENT : 0;
}

/* A check digit names no person, so it may be told; the rest of the number is not repeated. */
static void refuse_number(struct import_row *row, const struct import_column *c,
			  const struct identifier_fault *f)
{
	struct import_column open = *c;
	open.is_personal = false;
	open.field = NULL;
	import_wrong(row, &open, f->text, i64(f->at), str(f->seen), str(f->expected));
}

static bool check_number(struct import_row *row, const struct import_who *who, int64_t kind,
			 const char *number)
{
	struct identifier_fault fault;
	char today[DATE_SIZE];
	date_of_instant(row->cx->now, today);
	bool is_checked = kind == ID_RESIDENT || kind == ID_RESIDENCE;
	if (!kind)
		import_wrong(
			row, who->number_column,
			T("import.id_kind", "不像居民身份证号，请在“证件类型”列写明是什么证件",
			  "is no resident's ID number: say in a column of ID kinds what it is"));
	else if (is_checked && !identifier_check_id_number(number, today, &fault))
		refuse_number(row, who->number_column, &fault);
	else if (kind == ID_CREDIT_CODE && !identifier_check_credit_code(number, &fault))
		refuse_number(row, who->number_column, &fault);
	else
		return true;
	return false;
}

/* ─── who it is ─── */

struct found {
	int64_t id;
	bool is_staged; /* made by a row above */
};

static struct found in_file(struct import_row *row, const char *kind, const char *key)
{
	const struct import_named *n = import_named(row->run, kind, key);
	return (struct found){n ? n->id : 0, n};
}

static struct found by_number(struct import_row *row, const char *number, const char *key)
{
	struct found f = in_file(row, "person.number", key);
	bool many;
	if (!f.id && person_find(row->cx, "id_number", number, &f.id, &many))
		f.id = 0;
	return f;
}

/* Somebody of the estate with this phone and this name. */
static int64_t registered_by_phone(struct import_row *row, const char *name, const char *phone)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	secret_hash(row->cx->keys, "phone", phone, hash);
	struct stmt *q = sql(
		row->cx,
		"SELECT k.person_id FROM person_key k JOIN person p ON p.person_id = k.person_id"
		" WHERE k.kind = 'phone' AND k.hash = $1 AND p.name = $2"
		" AND p.deleted_at IS NULL AND (EXISTS (SELECT 1 FROM ownership o"
		" WHERE o.person_id = k.person_id AND o.home_id = $3) OR EXISTS (SELECT 1"
		" FROM occupancy o WHERE o.person_id = k.person_id AND o.home_id = $3)"
		" OR EXISTS (SELECT 1 FROM committee_member m WHERE m.person_id = k.person_id"
		" AND m.home_id = $3) OR EXISTS (SELECT 1 FROM staff s"
		" WHERE s.person_id = k.person_id AND s.home_id = $3))"
		" ORDER BY k.person_id LIMIT 1",
		blob(hash, sizeof hash), str(name), i64(row->home_id));
	int64_t id = sql_next(q) ? col_i64(q, 0) : 0;
	return sql_end(q) ? 0 : id;
}

static struct found by_phone(struct import_row *row, const struct import_who *who)
{
	struct found f = {0};
	for (size_t i = 0; i < who->n_phones && !f.id; i++)
		f = in_file(row, "person.phone", key_with(row, who->name, who->phones[i]));
	for (size_t i = 0; i < who->n_phones && !f.id; i++)
		f.id = registered_by_phone(row, who->name, who->phones[i]);
	return f;
}

/* Who owns the house, or lives there, and is called so: only if it is one. */
static struct found by_house(struct import_row *row, const struct import_who *who)
{
	struct found f = {0};
	if (who->house_id)
		f = in_file(row, "person.house", key_of_house(row, who));
	if (f.id || !who->house_id)
		return f;
	struct stmt *q = sql(
		row->cx,
		"SELECT DISTINCT t.person_id FROM (SELECT person_id FROM ownership"
		" WHERE home_id = $1 AND house_id = $2 AND until >= $3 AND deleted_at IS NULL"
		" UNION SELECT person_id FROM occupancy WHERE home_id = $1 AND house_id = $2"
		" AND until >= $3 AND deleted_at IS NULL) t JOIN person p"
		" ON p.person_id = t.person_id WHERE p.name = $4 AND p.deleted_at IS NULL LIMIT 2",
		i64(row->home_id), i64(who->house_id), str(reach_today(row->cx)), str(who->name));
	f.id = sql_next(q) ? col_i64(q, 0) : 0;
	if (sql_next(q))
		f.id = 0;
	return sql_end(q) ? (struct found){0} : f;
}

static bool load_found(struct import_row *row, const struct found *f, struct import_human *ret)
{
	if (import_staged(row->run, &import_person_target, f->id, &ret->person))
		return true;
	return person_load(row->cx, f->id, &ret->person) == OK;
}

/* Papers tell two people of one name and phone apart. */
static bool has_other_number(const struct person *p, const char *number)
{
	return number && p->id_number && strcmp(p->id_number, number) != 0;
}

/* ─── namesakes ─── */

static size_t namesakes(struct import_row *row, const char *name,
			struct import_candidate out[static NAMESAKES_MAX])
{
	size_t n = 0;
	mem *m = row->run->cx->mem;
	struct stmt *q =
		sql(row->cx,
		    "SELECT p.person_id, min(h.label) FROM (SELECT person_id, house_id, home_id"
		    " FROM ownership WHERE home_id = $1 AND deleted_at IS NULL"
		    " UNION SELECT person_id, house_id, home_id FROM occupancy"
		    " WHERE home_id = $1 AND deleted_at IS NULL) t"
		    " JOIN person p ON p.person_id = t.person_id JOIN house h"
		    " ON h.home_id = t.home_id AND h.id = t.house_id"
		    " WHERE p.name = $2 AND p.deleted_at IS NULL GROUP BY p.person_id"
		    " ORDER BY p.person_id LIMIT 10",
		    i64(row->home_id), str(name));
	for (; sql_next(q); n++)
		out[n] = (struct import_candidate){
			.id = col_i64(q, 0),
			.label = mask_text(m, MASK_NAME, name),
			.detail = mem_str(m, col_peek(q, 1)),
		};
	return sql_end(q) ? 0 : n;
}

/* A name alone, which somebody in the estate has: asked. */
static bool ask_namesake(struct import_row *row, const struct import_who *who, int64_t *ret_id)
{
	struct import_candidate all[NAMESAKES_MAX];
	size_t n = namesakes(row, who->name, all);
	*ret_id = 0;
	if (!n || ctx_err(row->cx))
		return !ctx_err(row->cx);
	switch (import_ask(row,
			   &(struct import_doubt){.column = who->name_column,
						  .kind = "person",
						  .text = who->name,
						  .candidates = all,
						  .n = n,
						  .may_be_new = true},
			   ret_id)) {
	case ANSWER_IS:
	case ANSWER_NEW:
		return true;
	case ANSWER_WAITS:
	case ANSWER_SKIP:
		break;
	}
	return false;
}

/* Between rows of one file nothing can be asked: who has no number is somebody else. */
static void tell_namesake(struct import_row *row, const struct import_who *who)
{
	const char *key = hashed(row, "import.person", who->name);
	const struct import_named *n = import_named(row->run, "person.name", key);
	if (!n)
		import_name(row, "person.name", key, 0);
	else if (!who->id_number && !who->n_phones)
		import_note(
			row, who->name_column,
			T("import.namesake",
			  "与第 {1} 行同名，没有证件号码和电话可以核对，按另一人登记",
			  "has the name of row {1}, and no number to compare: taken for another"),
			i64(n->row_no));
}

/* ─── what the row adds to the person ─── */

static bool has_phone(const struct person *p, const char *phone)
{
	return (p->phone && !strcmp(p->phone, phone)) ||
	       (p->other_phone && !strcmp(p->other_phone, phone));
}

static void add_phone(struct import_row *row, const struct import_who *who, struct person *p,
		      const char *phone)
{
	if (has_phone(p, phone))
		return;
	if (!p->phone)
		p->phone = phone;
	else if (!p->other_phone)
		p->other_phone = phone;
	else
		import_note(row, who->phone_column,
			    T("import.phones", "每人登记两个电话，其余的没有导入",
			      "two phones are kept of a person: the others are left out"));
}

static void add_all(struct import_row *row, const struct import_who *who, int64_t id_kind,
		    struct import_human *h)
{
	struct person *p = &h->person, old = h->person;
	if (who->id_number && !p->id_number) {
		p->id_number = who->id_number;
		p->id_kind = id_kind;
	}
	if (p->id_number && p->id_kind == ID_RESIDENT && p->birth_year == NONE) {
		char birth[DATE_SIZE];
		id_number_birth(p->id_number, birth);
		p->birth_year = strtoll(birth, NULL, 10);
		p->sex = id_number_is_male(p->id_number) ? 1 : 2;
	}
	for (size_t i = 0; i < who->n_phones; i++)
		add_phone(row, who, p, who->phones[i]);
	p->sex = who->sex ? who->sex : p->sex;
	p->is_party_member =
		who->is_party_member != NONE ? who->is_party_member : p->is_party_member;
	h->is_changed = !h->is_new && !import_is_same(&person_entity, &old, p);
}

static void make_person(struct import_row *row, const struct import_who *who, struct person *ret)
{
	fields_clear(person_fields, ret);
	ret->rec = (struct record){.id = id_new(), .version = 1, .deleted_at = NONE};
	ret->rec.home_id = ret->rec.id;
	ret->name = mem_str(row->run->cx->mem, who->name);
}

/* ─── the whole ─── */

static bool find_person(struct import_row *row, const struct import_who *who,
			const char *number_key, struct import_human *ret)
{
	struct found f = {0};
	bool is_by_number = false;
	if (who->id_number) {
		f = by_number(row, who->id_number, number_key);
		is_by_number = f.id;
	}
	if (!f.id)
		f = by_phone(row, who);
	if (!f.id)
		f = by_house(row, who);
	if (f.id && !load_found(row, &f, ret))
		return false;
	if (f.id && !is_by_number && has_other_number(&ret->person, who->id_number))
		f.id = 0;
	if (f.id && strcmp(ret->person.name, who->name) != 0) {
		import_wrong(row, who->number_column,
			     T("import.number_taken",
			       "这个证件号码已登记在另一个姓名下，请核对姓名和号码",
			       "this number is registered under another name: check both"));
		return false;
	}
	if (!f.id && !who->id_number && !who->n_phones && !ask_namesake(row, who, &f.id))
		return false;
	if (f.id && !ret->person.rec.id && !load_found(row, &f, ret))
		return false;
	ret->is_new = !f.id;
	if (!f.id)
		make_person(row, who, &ret->person);
	return !ctx_err(row->cx);
}

static void set_keys(struct import_row *row, const struct import_who *who, const char *number_key,
		     struct import_human *h)
{
	h->number_key = who->id_number ? number_key : NULL;
	for (size_t i = 0; i < who->n_phones && i < 2; i++)
		h->phone_keys[i] = key_with(row, who->name, who->phones[i]);
	h->house_key = who->house_id ? key_of_house(row, who) : NULL;
}

bool import_person(struct import_row *row, const struct import_who *who, struct import_human *ret)
{
	*ret = (struct import_human){0};
	int64_t id_kind = who->id_kind     ? who->id_kind
			  : who->id_number ? kind_of_number(who->id_number)
					   : 0;
	const char *number_key = who->id_number ? hashed(row, "id_number", who->id_number) : NULL;
	if (who->id_number && !check_number(row, who, id_kind, who->id_number))
		return false;
	if (!find_person(row, who, number_key, ret))
		return false;
	add_all(row, who, id_kind, ret);
	set_keys(row, who, number_key, ret);
	if (ret->is_new)
		tell_namesake(row, who);
	if ((ret->is_new || ret->is_changed) && person_entity.check(row->cx, &ret->person))
		import_take_failure(row);
	return row->outcome == ROW_NONE && !ctx_err(row->cx);
}

static void name_once(struct import_row *row, const char *kind, const char *key, int64_t id)
{
	if (key && !import_named(row->run, kind, key))
		import_name(row, kind, key, id);
}

void import_person_keep(struct import_row *row, const struct import_human *h)
{
	struct person p = h->person, staged;
	bool is_staged = import_staged(row->run, &import_person_target, p.rec.id, &staged);
	if (h->is_changed && !is_staged)
		p.rec.version++;
	if (h->is_new || h->is_changed)
		import_restage(row->run, &import_person_target, &p);
	name_once(row, "person.number", h->number_key, p.rec.id);
	name_once(row, "person.phone", h->phone_keys[0], p.rec.id);
	name_once(row, "person.phone", h->phone_keys[1], p.rec.id);
	name_once(row, "person.house", h->house_key, p.rec.id);
}

/* ─── the target ─── */

struct key_list {
	struct ctx *cx;
	struct bulk *bulk;
	int64_t import_id;
};

static void keep_key(const struct key_list *l, int64_t person_id, const char *kind,
		     const char *value)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	secret_hash(l->cx->keys, kind, value, hash);
	bulk_row(l->bulk,
		 ARGS(i64(person_id), i64(l->import_id), str(kind), blob(hash, sizeof hash)));
}

/* Under which numbers they will be found, as entity->saved() would write it. */
static err prepare_keys(struct ctx *cx, int64_t import_id, const void *all, size_t n)
{
	const struct person *people = all;
	err e = OK;
	for (size_t i = 0; i < n && !e; i++)
		e = sql_exec(cx,
			     "DELETE FROM stage_person_key WHERE home_id = $1 AND import_id = $2",
			     i64(people[i].rec.id), i64(import_id));
	if (e)
		return e;
	struct key_list l = {cx, NULL, import_id};
	l.bulk = sql_bulk(cx, "stage_person_key(home_id, import_id, kind, hash)", 4);
	for (size_t i = 0; i < n; i++) {
		const struct person *p = &people[i];
		bool is_gone = p->rec.deleted_at != NONE;
		bool has_other = p->other_phone && (!p->phone || strcmp(p->phone, p->other_phone));
		if (p->id_number && !is_gone)
			keep_key(&l, p->rec.id, "id_number", p->id_number);
		if (p->phone && !is_gone)
			keep_key(&l, p->rec.id, "phone", p->phone);
		if (has_other && !is_gone)
			keep_key(&l, p->rec.id, "phone", p->other_phone);
	}
	return bulk_end(l.bulk);
}

static const struct query after_people[] = {
	SQL("DELETE FROM person_key WHERE person_id IN (SELECT id FROM stage_person"
	    " WHERE import_id = $1)"),
	SQL("INSERT INTO person_key (kind, hash, person_id) SELECT kind, hash, home_id"
	    " FROM stage_person_key WHERE import_id = $1 ON CONFLICT DO NOTHING"),
	SQL("DELETE FROM stage_person_key WHERE import_id = $1"),
	{0},
};
static const struct query person_taken =
	SQL("SELECT s.kind FROM stage_person_key s JOIN person_key k ON k.kind = s.kind"
	    " AND k.hash = s.hash AND k.person_id <> s.home_id WHERE s.import_id = $1"
	    " AND s.kind = 'id_number' LIMIT 1");

#define TIED(table, member) \
	"EXISTS (SELECT 1 FROM " table " t WHERE t." member " = s.id AND t.deleted_at IS NULL"
#define BUT_STAGED(table)                                                         \
	" AND NOT EXISTS (SELECT 1 FROM stage_" table " m WHERE m.import_id = $1" \
	" AND m.home_id = t.home_id AND m.id = t.id AND m.deleted_at IS NOT NULL))"
static const struct query person_in_use = SQL(
	"SELECT s.id, s.home_id FROM stage_person s WHERE s.import_id = $1"
	" AND s.deleted_at IS NOT NULL AND (" TIED("ownership", "person_id")
		BUT_STAGED("ownership") " OR " TIED("occupancy", "person_id") BUT_STAGED(
			"occupancy") " OR " TIED("staff", "person_id")
			BUT_STAGED("staff") " OR " TIED("committee_member", "person_id") BUT_STAGED(
				"committee_member") " OR " TIED("party_organisation",
								"secretary_id")
				BUT_STAGED(
					"party_organisation") " OR EXISTS (SELECT 1 FROM account a "
							      "WHERE a.person_id = s.id))"
							      " ORDER BY s.id LIMIT 100");

const struct import_target import_person_target = {
	.in_use = &person_in_use,
	.entity = &person_entity,
	.after = after_people,
	.taken = &person_taken,
	.prepare = prepare_keys,
	.is_filled = true,
};
