/* Owners' shares and who lives there. Owners without a share share equally what is free, counted over
 * all rows of the house, also bad ones: so that a row that is mended later finds its share left. */
#include "registry/import_roll_priv.h"

#include <string.h>

#include "base/id.h"
#include "base/secret.h"
#include "place/reach.h"
#include "place/region.h"

enum { OWNERS_MAX = 200, SHARE_MAX = 1000000 };

struct owner {
	struct ownership o;
	bool is_registered, is_unsaid, is_touched;
};
struct roll_ties {
	struct roll_row *r;
	struct owner owners[OWNERS_MAX];
	size_t n;
	struct occupancy lives[ROLL_PEOPLE_MAX];
	size_t n_lives;
	const char *key; /* of the house, in import_key */
	int64_t n_equal; /* owners of this file who share equally */
};

/* ─── fractions ─── */

struct fraction {
	int64_t num, den;
};

static int64_t divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a ? a : 1;
}

/* Exact, or false. */
static bool add(struct fraction *sum, int64_t num, int64_t den)
{
	int64_t a, b, c, d;
	if (__builtin_mul_overflow(sum->num, den, &a) ||
	    __builtin_mul_overflow(num, sum->den, &b) || __builtin_add_overflow(a, b, &c) ||
	    __builtin_mul_overflow(sum->den, den, &d))
		return false;
	int64_t by = divisor(c < 0 ? -c : c, d);
	*sum = (struct fraction){c / by, d / by};
	return true;
}

/* ─── who owns the house ─── */

static struct owner *owner_by_id(struct roll_ties *t, int64_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->owners[i].o.rec.id == id)
			return &t->owners[i];
	return NULL;
}

static void put_owner(struct roll_ties *t, const struct ownership *o, bool is_registered)
{
	struct owner *known = owner_by_id(t, o->rec.id);
	if (known)
		known->o = *o;
	else if (t->n < OWNERS_MAX)
		t->owners[t->n++] = (struct owner){*o, is_registered, false, false};
}

#define OWNERSHIP                                                                             \
	"SELECT home_id, id, version, deleted_at, house_id, person_id, share_num, share_den," \
	" is_representative, certificate, since, until FROM "

static void read_owners(struct roll_ties *t, struct stmt *q, bool is_registered)
{
	struct ownership o;
	while (sql_next(q)) {
		fields_clear(ownership_fields, &o);
		sql_read(q, ownership_fields, &o);
		put_owner(t, &o, is_registered);
	}
	(void)sql_end(q); /* sticky in cx */
}

static void load_owners(struct roll_ties *t)
{
	struct import_row *row = t->r->row;
	struct import_run *run = row->run;
	int64_t house = t->r->home.house.rec.id;
	if (!t->r->home.house_is_new)
		read_owners(t,
			    sql(row->cx,
				OWNERSHIP "ownership WHERE home_id = $1 AND house_id = $2"
					  " AND until >= $3 AND deleted_at IS NULL ORDER BY id",
				i64(run->im->estate_id), i64(house), str(reach_today(row->cx))),
			    true);
	if (!t->r->home.house_is_new && run->im->next_block > 0)
		read_owners(t,
			    sql(row->cx,
				OWNERSHIP "stage_ownership WHERE home_id = $1 AND import_id = $2"
					  " AND house_id = $3 ORDER BY id",
				i64(run->im->estate_id), i64(run->im->id), i64(house)),
			    false);
	for (size_t i = 0; i < run->n_staged; i++) {
		const struct ownership *o = run->staged[i].obj;
		if (run->staged[i].target == &import_ownership_target && o->house_id == house)
			put_owner(t, o, false);
	}
}

/* ─── what the file said of the house so far ─── */

static const char *key_of(struct import_row *row, const struct import_home *h)
{
	char id[ID_SIZE];
	id_format(h->house.rec.id, id);
	bool is_registered = !h->house_is_new && !h->house_is_staged;
	const char *text =
		is_registered || !h->house_key
			? id
			: mem_format(row->cx->mem, "%s|%s|%s", h->building_key,
				     h->house.entrance ? h->house.entrance : "", h->house.name);
	return mem_str(row->run->cx->mem, text);
}

/* All owners of a house tell their shares, or none does. */
static bool is_of_one_mode(struct roll_ties *t, bool is_said)
{
	struct import_row *row = t->r->row;
	const struct import_named *mode = import_named(row->run, "roll.mode", t->key);
	if (!mode)
		import_name(row, "roll.mode", t->key, is_said ? 2 : 1);
	if (!mode || mode->id == (is_said ? 2 : 1))
		return true;
	import_wrong(
		row, import_column(row, "share"),
		T("import.share_some", "这套房屋在第 {1} 行与本行有的写了份额、有的没写，请统一",
		  "of this house row {1} and this one tell shares and do not: tell all or none"),
		i64(mode->row_no));
	return false;
}

/* Owners who share equally, of rows above. */
static void count_equal(struct roll_ties *t)
{
	struct import_row *row = t->r->row;
	struct import_run *run = row->run;
	mem *m = row->cx->mem;
	size_t n = strlen(t->key);
	struct stmt *q = sql(row->cx,
			     "SELECT thing_id FROM import_key WHERE home_id = $1 AND import_id = $2"
			     " AND kind = 'roll.equal' AND key >= $3 AND key < $4",
			     i64(run->im->home_id), i64(run->im->id),
			     str(mem_format(m, "%s#", t->key)), str(mem_format(m, "%s$", t->key)));
	while (sql_next(q)) {
		struct owner *o = owner_by_id(t, col_i64(q, 0));
		t->n_equal++;
		if (o)
			o->is_unsaid = true;
	}
	(void)sql_end(q);
	for (size_t i = 0; i < run->n_named; i++) {
		const struct import_named *k = &run->named[i];
		if (strcmp(k->kind, "roll.equal") != 0 || strncmp(k->key, t->key, n) != 0 ||
		    k->key[n] != '#')
			continue;
		struct owner *o = owner_by_id(t, k->id);
		t->n_equal++;
		if (o)
			o->is_unsaid = true;
	}
}

/* ─── an owner of the row ─── */

static struct owner *owner_by_person(struct roll_ties *t, int64_t person_id)
{
	for (size_t i = 0; person_id && i < t->n; i++)
		if (t->owners[i].o.person_id == person_id)
			return &t->owners[i];
	return NULL;
}

static const char *first_day(const struct roll_row *r)
{
	return r->since                     ? r->since
	       : r->home.house.delivered_on ? r->home.house.delivered_on
					    : ALWAYS;
}

static void set_text(struct owner *o, const char **member, const char *text)
{
	if (!text || (*member && !strcmp(*member, text)))
		return;
	*member = text;
	o->is_touched = true;
}

static void change_owner(struct roll_ties *t, struct owner *o, const struct roll_person *p)
{
	const struct roll_row *r = t->r;
	bool is_other = p->den && (o->o.share_num * p->den != p->num * o->o.share_den);
	if (is_other) {
		o->o.share_num = p->num;
		o->o.share_den = p->den;
		o->is_touched = true;
		o->is_unsaid = false;
	}
	set_text(o, &o->o.certificate, r->certificate);
	set_text(o, &o->o.since, r->since);
	set_text(o, &o->o.until, r->until);
}

static struct owner *new_owner(struct roll_ties *t, const struct roll_person *p)
{
	const struct roll_row *r = t->r;
	struct ownership o;
	if (t->n == OWNERS_MAX)
		return NULL;
	fields_clear(ownership_fields, &o);
	o.rec = (struct record){r->home.house.rec.home_id, id_new(), 1, NONE};
	o.house_id = r->home.house.rec.id;
	o.person_id = p->human.person.rec.id;
	o.share_num = p->num;
	o.share_den = p->den;
	o.is_representative = 0;
	o.certificate = r->certificate;
	o.since = first_day(r);
	o.until = r->until ? r->until : STILL;
	struct owner *new = &t->owners[t->n++];
	*new = (struct owner){o, false, !p->den, true};
	return new;
}

/* Counts among those who share equally, for rows below. */
static void name_equal(struct roll_ties *t, size_t i, int64_t id)
{
	struct import_row *row = t->r->row;
	t->n_equal++;
	import_name(row, "roll.equal",
		    mem_format(row->cx->mem, "%s#%lld.%zu", t->key, (long long)row->number, i), id);
}

static void add_owner(struct roll_ties *t, size_t i)
{
	struct roll_person *p = &t->r->people[i];
	struct owner *known = p->is_found ? owner_by_person(t, p->human.person.rec.id) : NULL;
	if (known) {
		change_owner(t, known, p);
		return;
	}
	if (!is_of_one_mode(t, p->den))
		return;
	struct owner *new = p->is_found && t->r->row->outcome == ROW_NONE ? new_owner(t, p) : NULL;
	if (!p->den)
		name_equal(t, i, new ? new->o.rec.id : 0);
	t->r->makes |= new != NULL;
}

/* ─── shares and the representative ─── */

static bool has_new(const struct roll_ties *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->owners[i].is_touched && !t->owners[i].is_registered)
			return true;
	return false;
}

static void refuse_full(struct roll_ties *t)
{
	struct import_row *row = t->r->row;
	const char *owner = NULL;
	for (size_t i = 0; i < t->n && !owner; i++)
		if (t->owners[i].is_registered)
			owner = sql_text(row->cx, NULL,
					 "SELECT name FROM person WHERE person_id = $1",
					 i64(t->owners[i].o.person_id));
	if (owner)
		import_wrong(
			row, import_column(row, "person"),
			T("import.owned",
			  "“{2}”已登记的业主是 {1} 等，份额已满：如已转让，请先在房屋页办理转移",
			  "“{2}” is owned by {1}: if it was sold, transfer the house first"),
			str(mask_text(row->cx->mem, MASK_NAME, owner)),
			str(t->r->home.house.label));
	else
		import_wrong(row, import_column(row, "share"),
			     T("import.shares", "“{1}”各业主份额合计超过 100%",
			       "the shares of “{1}” make more than 100%"),
			     str(t->r->home.house.label));
}

/* What is left of the house by those who have said, or are registered. */
static bool free_share(const struct roll_ties *t, struct fraction *ret)
{
	*ret = (struct fraction){1, 1};
	for (size_t i = 0; i < t->n; i++) {
		const struct owner *o = &t->owners[i];
		if (!o->is_unsaid && !add(ret, -o->o.share_num, o->o.share_den))
			return false;
	}
	return ret->num >= 0;
}

static void settle_shares(struct roll_ties *t)
{
	struct fraction left;
	bool fits = free_share(t, &left);
	bool is_equal = fits && t->n_equal > 0 && left.num > 0;
	if (!fits || (t->n_equal > 0 && !is_equal)) {
		refuse_full(t);
		return;
	}
	struct fraction each = left;
	if (is_equal && (__builtin_mul_overflow(left.den, t->n_equal, &each.den) ||
			 each.den / divisor(each.num, each.den) > SHARE_MAX)) {
		refuse_full(t);
		return;
	}
	int64_t by = divisor(each.num, each.den);
	for (size_t i = 0; is_equal && i < t->n; i++) {
		struct owner *o = &t->owners[i];
		if (!o->is_unsaid || o->is_registered)
			continue;
		o->is_touched |= o->o.share_num * each.den != each.num * o->o.share_den;
		o->o.share_num = each.num / by;
		o->o.share_den = each.den / by;
	}
}

static void set_representative(struct owner *o, int64_t is)
{
	o->is_touched |= o->o.is_representative != is;
	o->o.is_representative = is;
}

/* The one that the row names; otherwise the first, if there is none. */
static void settle_representative(struct roll_ties *t)
{
	struct owner *said = NULL;
	bool is_there = false;
	if (t->r->is_representative == 1 && t->r->n && t->r->people[0].is_found)
		said = owner_by_person(t, t->r->people[0].human.person.rec.id);
	for (size_t i = 0; said && i < t->n; i++)
		set_representative(&t->owners[i], &t->owners[i] == said);
	for (size_t i = 0; i < t->n; i++)
		is_there |= t->owners[i].o.is_representative == 1;
	if (!is_there && t->n)
		set_representative(&t->owners[0], 1);
}

/* ─── who lives there ─── */

static bool load_life(struct roll_ties *t, int64_t person_id, int64_t kind, struct occupancy *ret)
{
	struct import_row *row = t->r->row;
	int64_t id = sql_int(row->cx, 0,
			     "SELECT id FROM occupancy WHERE home_id = $1 AND house_id = $2"
			     " AND person_id = $3 AND kind = $4 AND until >= $5"
			     " AND deleted_at IS NULL",
			     i64(row->run->im->estate_id), i64(t->r->home.house.rec.id),
			     i64(person_id), i64(kind), str(reach_today(row->cx)));
	return id &&
	       record_load(row->cx, &occupancy_entity, row->run->im->estate_id, id, ret) == OK;
}

static void add_life(struct roll_ties *t, const struct roll_person *p)
{
	struct roll_row *r = t->r;
	struct occupancy o, old;
	int64_t person = p->human.person.rec.id, kind = p->tie - 1;
	const char *key = mem_format(r->row->cx->mem, "%s#%lld.%lld", t->key, (long long)person,
				     (long long)kind);
	if (import_named(r->row->run, "roll.lives", key))
		return;
	import_name(r->row, "roll.lives", key, person);
	bool is_there = load_life(t, person, kind, &old);
	if (is_there) {
		o = old;
	} else {
		fields_clear(occupancy_fields, &o);
		o.rec = (struct record){r->home.house.rec.home_id, id_new(), 1, NONE};
		o.house_id = r->home.house.rec.id;
		o.person_id = person;
		o.kind = kind;
		o.since = r->since ? r->since : ALWAYS;
		o.until = STILL;
	}
	bool is_main = p == &r->people[0];
	o.relation = p->relation ? p->relation : o.relation;
	o.since = is_there && is_main && r->since ? r->since : o.since;
	o.until = is_main && r->until ? r->until : o.until;
	r->makes |= !is_there;
	bool is_changed = is_there && !import_is_same(&occupancy_entity, &old, &o);
	r->changes |= is_changed;
	o.rec.version += is_changed;
	if (!is_there || is_changed)
		t->lives[t->n_lives++] = o;
}

/* ─── the whole ─── */

static void check_days(struct roll_row *r)
{
	if (r->since && r->until && strcmp(r->until, r->since) < 0)
		import_wrong(r->row, import_column(r->row, "until"),
			     T("date.order", "早于开始日期", "is before the first day"));
}

struct roll_ties *roll_ties(struct roll_row *r)
{
	struct roll_ties *t = mem_new(r->row->cx->mem, struct roll_ties);
	bool has_owner = false;
	t->r = r;
	t->key = key_of(r->row, &r->home);
	check_days(r);
	load_owners(t);
	count_equal(t);
	for (size_t i = 0; i < r->n; i++) {
		has_owner |= r->people[i].tie == TIE_OWNER;
		if (r->people[i].tie == TIE_OWNER)
			add_owner(t, i);
		else if (r->people[i].is_found)
			add_life(t, &r->people[i]);
	}
	if (has_owner && r->row->outcome == ROW_NONE) {
		bool is_new = has_new(t);
		if (is_new || t->n_equal)
			settle_shares(t);
		else if (!free_share(t, &(struct fraction){0}))
			refuse_full(t);
		settle_representative(t);
	}
	for (size_t i = 0; i < t->n; i++)
		r->changes |= t->owners[i].is_touched && t->owners[i].is_registered;
	return t;
}

struct roll_ties *roll_put_owner(struct roll_row *r, const struct ownership *now)
{
	struct roll_ties *t = mem_new(r->row->cx->mem, struct roll_ties);
	struct fraction left;
	t->r = r;
	load_owners(t);
	put_owner(t, now, true);
	struct owner *it = owner_by_id(t, now->rec.id);
	it->is_touched = true;
	for (size_t i = 0; now->is_representative == 1 && i < t->n; i++)
		set_representative(&t->owners[i], &t->owners[i] == it);
	if (!free_share(t, &left))
		import_wrong(
			r->row, import_column(r->row, "share_num"),
			T("import.shares_first",
			  "“{1}”各业主份额合计超过 100%：请把减少份额的一行写在前面",
			  "the shares of “{1}” make more than 100%: put the row of who has less"
			  " now first"),
			str(r->home.house.label));
	return t;
}

void roll_keep_ties(struct roll_ties *t)
{
	struct import_run *run = t->r->row->run;
	for (size_t i = 0; i < t->n; i++) {
		struct owner *o = &t->owners[i];
		struct ownership staged;
		if (!o->is_touched)
			continue;
		bool is_staged = import_staged(run, &import_ownership_target, o->o.rec.id, &staged);
		o->o.rec.version += o->is_registered && !is_staged;
		import_restage(run, &import_ownership_target, &o->o);
	}
	for (size_t i = 0; i < t->n_lives; i++)
		import_stage(run, &import_occupancy_target, &t->lives[i]);
}

/* ─── targets ─── */

/* Somebody registered an owner of one of the houses since the check. Ids grow with time. */
static const struct query ownership_taken =
	SQL("SELECT CAST(s.house_id AS TEXT) FROM stage_ownership s WHERE s.import_id = $1"
	    " AND s.version = 1 AND s.deleted_at IS NULL AND EXISTS (SELECT 1 FROM ownership o"
	    " WHERE o.home_id = s.home_id AND o.house_id = s.house_id AND o.id > s.id"
	    " AND o.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM stage_ownership m"
	    " WHERE m.import_id = $1 AND m.home_id = o.home_id AND m.id = o.id)) LIMIT 1");

const struct import_target import_ownership_target = {.entity = &ownership_entity,
						      .taken = &ownership_taken,
						      .is_filled = true};
const struct import_target import_occupancy_target = {.entity = &occupancy_entity,
						      .is_filled = true};
