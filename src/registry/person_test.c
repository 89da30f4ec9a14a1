/* Merging and forgetting people, on a store of their own: what the tables say afterwards. */
#include "test.h"

#include "account/outbox.h"
#include "base/log.h"
#include "base/secret.h"
#include "registry/body.h"
#include "registry/import_priv.h"
#include "registry/ownership.h"
#include "registry/person_erase.h"
#include "registry/person_merge.h"
#include "store/sql.h"
#include "store/store.h"

#define MORNING INT64_C(1772413200000) /* 2026-03-02 09:00 in Shanghai */
enum { ESTATE = 1000, HOUSE = 1200, SECOND = 1201 };

static struct store *store;
static struct ctx *cx;

/* ─── the play ─── */

static void done(err e)
{
	if (e)
		print_error("%s: %s\n", err_code(e),
			    cx->failure.internal ? cx->failure.internal : cx->failure.text.en);
	assert_ok(e);
}

static void act(store_work *work, void *arg)
{
	done(store_write_now(store, cx, work, arg));
}

static err build(struct ctx *c, void *arg)
{
	(void)arg;
	err e = OK;
	for (int64_t house = HOUSE; house <= SECOND && !e; house++)
		e = sql_exec(c,
			     "INSERT INTO house (home_id, id, version, building_id, name, label,"
			     " sort_key, kind, use) VALUES ($1, $2, 1, 1, $3, $3, $3, 1, 1)",
			     i64(ESTATE), i64(house), str(mem_format(c->mem, "1幢%d", (int)house)));
	return e;
}

static void begin(void)
{
	cx = test_ctx();
	cx->now = MORNING;
	log_set_level(LOG_ERROR);
	struct store_settings s = {
		.url = mem_format(cx->mem, "sqlite:%s/t.db", test_folder()),
	};
	done(keyring_open(cx, cx->mem, mem_format(cx->mem, "%s/keys", test_folder()), true,
			  &cx->keys));
	done(store_open(cx, &s, &store));
	done(store_migrate(store, cx));
	act(build, NULL);
}

#define PLAY(name)                           \
	static void name##_on_a_store(void); \
	TEST(name)                           \
	{                                    \
		begin();                     \
		name##_on_a_store();         \
		store_close(store);          \
	}                                    \
	static void name##_on_a_store(void)

/* What is found of somebody called 褚, by name or by a member that only a phone or a note makes. */
static const struct query traces[] = {
	SQL("SELECT count(*) FROM person WHERE name LIKE '%褚%' AND person_id = $1"),
	SQL("SELECT count(*) FROM version WHERE body LIKE '%褚%' AND $1 > 0"),
	SQL("SELECT count(*) FROM version WHERE (body LIKE '%phone%' OR body LIKE '%note%'"
	    " OR body LIKE '%relation%') AND $1 > 0"),
	SQL("SELECT count(*) FROM person_key WHERE kind = 'phone' AND $1 > 0"),
	SQL("SELECT count(*) FROM person_key WHERE kind = 'id_number' AND $1 > 0"),
	SQL("SELECT count(*) FROM staff WHERE name LIKE '%褚%' AND $1 > 0"),
	SQL("SELECT count(*) FROM search_entry WHERE text LIKE '%褚%' AND $1 > 0"),
	SQL("SELECT count(*) FROM occupancy WHERE relation IS NOT NULL AND $1 > 0"),
	SQL("SELECT count(*) FROM stage_version WHERE body LIKE '%褚%' AND $1 > 0"),
	SQL("SELECT count(*) FROM outbox WHERE $1 > 0"),
};
enum trace {
	NAMES,
	NAMES_IN_VERSIONS,
	CONTACTS_IN_VERSIONS,
	PHONE_KEYS,
	PAPER_KEYS,
	STAFF_NAMES,
	SEARCHED,
	RELATIONS,
	NAMES_IN_IMPORTS,
	MESSAGES,
};

struct asked {
	enum trace trace;
	int64_t id, n;
};

static err ask(struct ctx *c, void *arg)
{
	struct asked *a = arg;
	a->n = sql_one_int(c, -1, &traces[a->trace], ARGS(i64(a->id)));
	return ctx_err(c);
}

static int64_t found(enum trace trace, int64_t id)
{
	struct asked a = {.trace = trace, .id = id ? id : 1};
	done(store_read(store, cx, ask, &a));
	return a.n;
}

/* ─── acts ─── */

struct somebody {
	const char *name, *phone, *paper;
	int64_t id;
	enum need need;
};

static err register_one(struct ctx *c, void *arg)
{
	struct somebody *s = arg;
	struct person p;
	fields_clear(person_fields, &p);
	p.name = s->name;
	p.phone = s->phone;
	p.note = "常不在家";
	p.id_number = s->paper;
	p.id_kind = s->paper ? ID_PASSPORT : 0;
	err e = record_create(c, &person_entity, &p);
	s->id = p.rec.id;
	return e;
}

struct tie {
	int64_t person_id, house_id;
	const char *until;
};

static err own(struct ctx *c, void *arg)
{
	const struct tie *t = arg;
	struct ownership o = {.rec.home_id = ESTATE,
			      .house_id = t->house_id,
			      .person_id = t->person_id,
			      .share_num = 1,
			      .share_den = 1,
			      .is_representative = NONE,
			      .since = "2020-01-01",
			      .until = t->until};
	return record_create(c, &ownership_entity, &o);
}

static err live(struct ctx *c, void *arg)
{
	const struct tie *t = arg;
	struct occupancy o = {.rec.home_id = ESTATE,
			      .house_id = t->house_id,
			      .person_id = t->person_id,
			      .kind = OCCUPANT_MEMBER,
			      .relation = "配偶",
			      .since = "2020-01-01",
			      .until = t->until};
	return record_create(c, &occupancy_entity, &o);
}

static err serve(struct ctx *c, void *arg)
{
	const struct tie *t = arg;
	struct staff s = {.rec.home_id = ESTATE,
			  .kind = STAFF_VOLUNTEER,
			  .person_id = t->person_id,
			  .name = "褚志愿",
			  .work_phone = "0571-88000000",
			  .is_full_time = NONE,
			  .since = "2020-01-01",
			  .until = t->until};
	return record_create(c, &staff_entity, &s);
}

static err send(struct ctx *c, void *arg)
{
	const struct somebody *s = arg;
	return outbox_put(c, &(struct message){.key = s->phone,
					       .channel = CHANNEL_SMS,
					       .address = s->phone,
					       .body = "您好"});
}

/* What an import that can be undone remembers of having written everybody. */
static err import_all(struct ctx *c, void *arg)
{
	const int64_t *state = arg;
	err e = sql_exec(c,
			 "INSERT INTO import (home_id, id, account_id, post_id, kind, file_name,"
			 " format, size, sheet, header_row, data_row, state, next_block, n_rows,"
			 " n_good, n_bad, n_new, n_changed, n_same, n_asked, n_skipped, n_left,"
			 " has_answers, made_at) VALUES ($1, $2, 1, 1, 'roll', 'a.xlsx', 'xlsx', 1,"
			 " 0, 1, 2, $2, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, $3)",
			 i64(ESTATE), i64(*state), i64(c->now));
	return e ? e
		 : sql_exec(c,
			    "INSERT INTO stage_version (home_id, import_id, batch, kind, id,"
			    " version, body) SELECT home_id, $1, 1, kind, id, version, body"
			    " FROM version",
			    i64(*state));
}

static err forget(struct ctx *c, void *arg)
{
	struct somebody *s = arg;
	return person_forget(c, s->id, &s->need);
}

struct pair {
	int64_t from, into;
};

static err merge(struct ctx *c, void *arg)
{
	const struct pair *p = arg;
	struct person from, into;
	err e = person_load(c, p->from, &from);
	if (e || (e = person_load(c, p->into, &into)))
		return e;
	return person_absorb(c, &from, &into);
}

/* ─── forgetting ─── */

PLAY(whom_nothing_needs_is_forgotten_in_every_version)
{
	struct somebody s = {"褚大暑", "13800000001", "P1234567", 0, NEED_ALL};
	act(register_one, &s);
	act(live, &(struct tie){s.id, HOUSE, "2024-12-31"});
	act(send, &s);
	act(import_all, &(int64_t){IMPORT_COMMITTED});
	act(import_all, &(int64_t){IMPORT_UNDONE});
	assert_int_equal(found(NAMES_IN_IMPORTS, 0), 2);
	assert_int_equal(found(NAMES_IN_VERSIONS, 0), 1);
	assert_int_equal(found(CONTACTS_IN_VERSIONS, 0), 2);
	act(forget, &s);
	assert_int_equal(s.need, NEED_NOTHING);
	for (enum trace t = NAMES; t <= MESSAGES; t++)
		assert_int_equal(found(t, s.id), 0);
}

PLAY(who_owned_once_keeps_name_and_papers)
{
	struct somebody s = {"褚大暑", "13800000001", "P1234567", 0, NEED_ALL};
	act(register_one, &s);
	act(own, &(struct tie){s.id, HOUSE, "2024-12-31"});
	act(send, &s);
	act(forget, &s);
	assert_int_equal(s.need, NEED_IDENTITY);
	assert_int_equal(found(NAMES, s.id), 1);
	assert_int_equal(found(PAPER_KEYS, 0), 1);
	assert_int_equal(found(PHONE_KEYS, 0), 0);
	assert_int_equal(found(CONTACTS_IN_VERSIONS, 0), 0);
	assert_int_equal(found(MESSAGES, 0), 0);
	act(forget, &s); /* once more changes nothing */
	assert_int_equal(found(NAMES, s.id), 1);
}

PLAY(who_served_once_is_found_no_more_and_keeps_the_name)
{
	struct somebody s = {"褚志愿", "13800000001", NULL, 0, NEED_ALL};
	act(register_one, &s);
	act(serve, &(struct tie){s.id, 0, "2024-12-31"});
	assert_int_equal(found(SEARCHED, 0), 1);
	act(forget, &s);
	assert_int_equal(s.need, NEED_IDENTITY);
	assert_int_equal(found(SEARCHED, 0), 0);
	assert_int_equal(found(STAFF_NAMES, 0), 1);
	assert_int_equal(found(CONTACTS_IN_VERSIONS, 0), 0);
}

PLAY(who_owns_lives_or_serves_today_is_not_forgotten)
{
	static const struct {
		store_work *work;
		int64_t house;
	} ties[] = {{own, HOUSE}, {live, SECOND}, {serve, 0}};
	for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
		struct somebody s = {"褚大暑", "13800000001", NULL, 0, NEED_NOTHING};
		act(register_one, &s);
		act(ties[i].work, &(struct tie){s.id, ties[i].house, NULL});
		act(forget, &s);
		assert_int_equal(s.need, NEED_ALL);
		assert_int_equal(found(NAMES, s.id), 1);
	}
	assert_int_equal(found(RELATIONS, 0), 1);
}

/* ─── merging ─── */

PLAY(who_was_merged_is_forgotten_with_the_one_that_stayed)
{
	struct somebody first = {"褚小寒", "13800000001", NULL, 0, NEED_ALL};
	struct somebody second = {"褚小寒", "13800000002", "P1234567", 0, NEED_ALL};
	act(register_one, &first);
	act(register_one, &second);
	act(live, &(struct tie){first.id, HOUSE, "2024-12-31"});
	act(send, &first);
	act(merge, &(struct pair){first.id, second.id});
	assert_int_equal(found(PHONE_KEYS, 0), 2); /* both are the one's now */
	assert_int_equal(found(NAMES, first.id), 1);
	act(forget, &second);
	assert_int_equal(second.need, NEED_NOTHING);
	assert_int_equal(found(NAMES, first.id), 0);
	for (enum trace t = NAMES; t <= MESSAGES; t++)
		assert_int_equal(found(t, second.id), 0);
}

PLAY(different_papers_are_different_people)
{
	struct somebody first = {"褚小寒", NULL, "P1234567", 0, NEED_ALL};
	struct somebody second = {"褚小寒", NULL, "P7654321", 0, NEED_ALL};
	act(register_one, &first);
	act(register_one, &second);
	assert_int_equal(store_write_now(store, cx, merge, &(struct pair){first.id, second.id}),
			 ERR_CONFLICT);
	assert_string_equal(cx->failure.text.key, "person.merge_papers");
	ctx_forgive(cx);
	assert_int_equal(found(PAPER_KEYS, 0), 2);
}
