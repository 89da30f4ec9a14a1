/* Codes, residents and house codes on a store of their own. Each test plays acts, one transaction
 * each, on the writer's thread; what they found out is asserted afterwards. */
#include "test.h"

#include <string.h>

#include "account/outbox.h"
#include "base/date.h"
#include "base/log.h"
#include "base/secret.h"
#include "place/person.h"
#include "registry/binding.h"
#include "registry/binding_code.h"
#include "registry/consent.h"
#include "registry/house.h"
#include "registry/ownership.h"
#include "registry/resident.h"
#include "registry/resident_code.h"
#include "store/sql.h"
#include "store/store.h"

#define PHONE   "13800000001"
#define OTHER   "13800000002"
#define PEER    "127.0.0.1"
#define MORNING INT64_C(1772413200000) /* 2026-03-02 09:00 in Shanghai */
enum { ESTATE = 1000, HOUSE = 1200, SECOND = 1201 };

/* ─── the store, and a play on it ─── */

static struct store *store;
static struct ctx *cx;

static err build_estate(struct ctx *c, void *arg)
{
	(void)arg;
	err e = sql_exec(c,
			 "INSERT INTO estate (home_id, id, version, number, name, region_id)"
			 " VALUES ($1, $1, 1, '000000-000001', '湖畔花园', 1)",
			 i64(ESTATE));
	for (int64_t house = HOUSE; house <= SECOND && !e; house++)
		e = sql_exec(c,
			     "INSERT INTO house (home_id, id, version, building_id, name, label,"
			     " sort_key, kind, use) VALUES ($1, $2, 1, 1, $3, $3, $3, 1, 1)",
			     i64(ESTATE), i64(house), str(mem_format(c->mem, "1幢%d", (int)house)));
	return e;
}

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

static void fails(store_work *work, void *arg, err kind, const char *key)
{
	assert_int_equal(store_write_now(store, cx, work, arg), kind);
	if (key)
		assert_string_equal(cx->failure.text.key, key);
	ctx_forgive(cx);
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
	act(build_estate, NULL);
}

/* A TEST on a fresh store. */
#define PLAY(name)                           \
	static void name##_on_a_store(void); \
	TEST(name)                           \
	{                                    \
		begin();                     \
		name##_on_a_store();         \
		store_close(store);          \
	}                                    \
	static void name##_on_a_store(void)

struct count {
	const char *what;
	int64_t id, n;
};

/* What a table says, in one number. */
static err count_work(struct ctx *c, void *arg)
{
	static const struct {
		const char *what;
		struct query query;
	} counts[] = {
		{"occupancies", SQL("SELECT count(*) FROM occupancy WHERE person_id = $1"
				    " AND deleted_at IS NULL")},
		{"removed occupancies", SQL("SELECT count(*) FROM occupancy WHERE person_id = $1"
					    " AND deleted_at IS NOT NULL")},
		{"ownerships", SQL("SELECT count(*) FROM ownership WHERE person_id = $1"
				   " AND deleted_at IS NULL")},
		{"looks", SQL("SELECT count(*) FROM look WHERE person_id = $1")},
		{"standing people", SQL("SELECT count(*) FROM person WHERE person_id = $1"
					" AND deleted_at IS NULL")},
		{"numbers", SQL("SELECT count(*) FROM person_key WHERE person_id = $1")},
		{"versions that name", SQL("SELECT count(*) FROM version WHERE home_id = $1"
					   " AND (body LIKE '%立春%' OR body LIKE '%phone%')")},
		{"versions", SQL("SELECT count(*) FROM version WHERE home_id = $1")},
		{"merged", SQL("SELECT into_id FROM merged WHERE from_id = $1")},
		{"reach of the post", SQL("SELECT reach_id FROM post WHERE account_id = $1")},
		{"messages", SQL("SELECT count(*) FROM outbox WHERE $1 = 0")},
		{"codes", SQL("SELECT count(*) FROM phone_code WHERE $1 = 0")},
	};
	struct count *k = arg;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (!strcmp(counts[i].what, k->what)) {
			k->n = sql_one_int(c, 0, &counts[i].query, ARGS(i64(k->id)));
			return ctx_err(c);
		}
	return fail_internal(c, "no count %s", k->what);
}

static int64_t count(const char *what, int64_t id)
{
	struct count k = {.what = what, .id = id};
	done(store_read(store, cx, count_work, &k));
	return k.n;
}

/* ─── codes by SMS ─── */

struct coding {
	struct phone_code code;
	const char *peer;
	char text[7]; /* the code, as it stands in the message */
	bool is_right;
};

static err send(struct ctx *c, void *arg)
{
	struct coding *k = arg;
	return phone_code_send(c, &k->code, k->peer ? k->peer : PEER);
}

static err read_message(struct ctx *c, void *arg)
{
	struct coding *k = arg;
	const char *body;
	size_t n;
	struct stmt *q = sql(c, "SELECT body FROM outbox ORDER BY id DESC LIMIT 1");
	const void *sealed = sql_next(q) ? col_blob(q, 0, &n) : NULL;
	err e = sql_end(q);
	if (e || (e = secret_open(c, sealed, n, &body)))
		return e;
	const char *at = strpbrk(body, "0123456789");
	memcpy(k->text, at, 6);
	return OK;
}

static struct coding sent(enum code_purpose purpose, const char *phone, int64_t account_id)
{
	struct coding k = {.code = {purpose, phone, account_id}};
	act(send, &k);
	act(read_message, &k);
	return k;
}

static err check(struct ctx *c, void *arg)
{
	struct coding *k = arg;
	k->is_right = phone_code_is_right(c, &k->code, k->text);
	return ctx_err(c);
}

static bool is_right(struct coding *k)
{
	done(store_read(store, cx, check, k));
	return k->is_right;
}

static err miss(struct ctx *c, void *arg)
{
	struct coding *k = arg;
	return phone_code_miss(c, &k->code);
}

static err spend(struct ctx *c, void *arg)
{
	struct coding *k = arg;
	return phone_code_spend(c, &k->code);
}

PLAY(a_code_is_right_for_its_phone_and_its_purpose_once)
{
	struct coding k = sent(CODE_SIGN_IN, PHONE, 0);
	assert_true(is_right(&k));
	struct coding other_phone = k, other_purpose = k, other_account = k, other_text = k;
	other_phone.code.phone = OTHER;
	other_purpose.code.purpose = CODE_NEW_PHONE;
	other_account.code.account_id = 7;
	other_text.text[5] = other_text.text[5] == '0' ? '1' : '0';
	assert_false(is_right(&other_phone));
	assert_false(is_right(&other_purpose));
	assert_false(is_right(&other_account));
	assert_false(is_right(&other_text));
	act(spend, &k);
	assert_false(is_right(&k));
}

PLAY(codes_of_two_purposes_do_not_replace_each_other)
{
	struct coding k = sent(CODE_SIGN_IN, PHONE, 0);
	cx->now += CODE_PAUSE_MS + 1;
	struct coding new_phone = sent(CODE_NEW_PHONE, PHONE, 7);
	assert_true(is_right(&k));
	assert_true(is_right(&new_phone));
	cx->now += CODE_PAUSE_MS + 1;
	struct coding again = sent(CODE_SIGN_IN, PHONE, 0);
	assert_true(is_right(&again));
	assert_true(strcmp(k.text, again.text) == 0 || !is_right(&k));
}

PLAY(a_code_ends_after_ten_minutes)
{
	struct coding k = sent(CODE_SIGN_IN, PHONE, 0);
	cx->now += CODE_LIFE_MS - 1;
	assert_true(is_right(&k));
	cx->now += 1;
	assert_false(is_right(&k));
	struct coding other = sent(CODE_SIGN_IN, OTHER, 0);
	assert_int_equal(count("codes", 0), 1); /* the one that has ended is gone */
	assert_true(is_right(&other));
}

PLAY(a_code_is_worn_out_by_five_misses)
{
	struct coding k = sent(CODE_SIGN_IN, PHONE, 0);
	for (int i = 0; i < 4; i++)
		act(miss, &k);
	assert_true(is_right(&k));
	act(miss, &k);
	assert_false(is_right(&k));
	cx->now += CODE_PAUSE_MS + 1;
	struct coding again = sent(CODE_SIGN_IN, PHONE, 0);
	assert_true(is_right(&again)); /* a fresh one has five tries of its own */
}

PLAY(a_phone_is_rung_once_a_minute_and_five_times_an_hour)
{
	struct coding k = {.code = {CODE_SIGN_IN, PHONE, 0}};
	act(send, &k);
	fails(send, &k, ERR_TOO_MANY, "phone_code.wait");
	struct coding other = {.code = {CODE_SIGN_IN, OTHER, 0}};
	act(send, &other);
	for (int i = 0; i < 4; i++) {
		cx->now += CODE_PAUSE_MS;
		act(send, &k);
	}
	cx->now += CODE_PAUSE_MS;
	fails(send, &k, ERR_TOO_MANY, "phone_code.wait");
	assert_int_equal(count("messages", 0), 6); /* nothing is sent when it is refused */
	cx->now = MORNING + 3600 * 1000;
	act(send, &k);
}

PLAY(an_address_asks_for_sixty_codes)
{
	struct coding k = {.code = {CODE_SIGN_IN, NULL, 0}};
	for (int i = 0; i < 60; i++) {
		k.code.phone = mem_format(cx->mem, "1380000%04d", i + 100);
		act(send, &k);
	}
	k.code.phone = PHONE;
	fails(send, &k, ERR_TOO_MANY, "phone_code.wait");
	k.peer = "127.0.0.2";
	act(send, &k);
}

PLAY(a_mobile_number_is_known_in_every_spelling)
{
	assert_string_equal(mobile_of(cx, "phone", "+86 138-0000-0001"), PHONE);
	assert_string_equal(mobile_of(cx, "phone", "１３８００００ ０００１"), PHONE);
	assert_null(mobile_of(cx, "phone", "0571-88886666"));
	assert_string_equal(cx->failure.fields[0].text.key, "phone.mobile");
	ctx_forgive(cx);
	assert_null(mobile_of(cx, "phone", "1380000000"));
	assert_string_equal(cx->failure.fields[0].path, "phone");
	ctx_forgive(cx);
	const char *login = account_login_of(cx, "138 0000 0001");
	assert_string_equal(login, account_login_of(cx, PHONE));
	assert_memory_equal(login, "phone:", 6);
	assert_null(strstr(login, PHONE));
	assert_string_equal(account_login_of(cx, "Wang.Wu"), "wang.wu");
}

/* ─── residents ─── */

struct cast {
	int64_t account, person; /* a resident, and the person he is by now */
	int64_t owner;           /* of the register */
	int64_t occupancy;
	const char *phone, *id_number, *since;
	int64_t house;
	bool may, holds, is_registered;
	char code[20];
};

static err register_resident(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	struct new_resident n = {k->phone ? k->phone : PHONE, "陈立春", "$argon2id$none"};
	err e = resident_create(c, &n, &k->account);
	if (e || (e = account_load(c, k->account, &a)))
		return e;
	k->person = a.person_id;
	return consent_give(c, k->account, CONSENT_CONTACT);
}

static err register_owner(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct person p;
	fields_clear(person_fields, &p);
	p.name = "陈立春";
	p.id_number = k->id_number;
	p.id_kind = k->id_number ? ID_PASSPORT : 0;
	err e = record_create(c, &person_entity, &p);
	if (e)
		return e;
	k->owner = p.rec.id;
	struct ownership o = {.rec.home_id = ESTATE,
			      .house_id = k->house ? k->house : HOUSE,
			      .person_id = k->owner,
			      .share_num = 1,
			      .share_den = 1,
			      .is_representative = NONE,
			      .since = "2020-01-01"};
	return record_create(c, &ownership_entity, &o);
}

static err live(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct occupancy o = {.rec.home_id = ESTATE,
			      .house_id = k->house,
			      .person_id = k->person,
			      .kind = OCCUPANT_MEMBER,
			      .since = k->since ? k->since : "2026-03-02"};
	err e = record_create(c, &occupancy_entity, &o);
	k->occupancy = o.rec.id;
	return e;
}

static err look(struct ctx *c, void *arg)
{
	const struct cast *k = arg;
	return sql_exec(c,
			"INSERT INTO look (person_id, id, at, account_id, post_title, organisation,"
			" fields, reason) VALUES ($1, 1, 1, 1, '', '', 'name', '核对')",
			i64(k->person));
}

static err become(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	err e = account_load(c, k->account, &a);
	if (e)
		return e;
	k->may = resident_may_become(c, &a, k->owner);
	if (!k->may || (e = resident_become(c, &a, k->owner)))
		return ctx_err(c);
	return a.person_id == k->owner ? OK : fail_internal(c, "the account is not up to date");
}

PLAY(a_resident_becomes_a_person_of_the_register)
{
	struct cast k = {.house = HOUSE};
	act(register_resident, &k);
	act(register_owner, &k);
	int64_t fresh = k.person;
	act(live, &k); /* in the house that is his own, as it turns out */
	k.house = SECOND;
	act(live, &k);
	act(look, &k);
	act(become, &k);
	assert_true(k.may);
	assert_int_equal(count("occupancies", k.owner), 1);
	assert_int_equal(count("removed occupancies", k.owner), 1);
	assert_int_equal(count("occupancies", fresh), 0);
	assert_int_equal(count("looks", k.owner), 1);
	assert_int_equal(count("looks", fresh), 0);
	assert_int_equal(count("merged", fresh), k.owner);
	assert_int_equal(count("reach of the post", k.account), k.owner);
	assert_int_equal(count("standing people", fresh), 0);
	assert_int_equal(count("versions", fresh), 2);
	assert_int_equal(count("versions that name", fresh), 0);
	assert_int_equal(count("numbers", fresh), 0);
	assert_int_equal(count("numbers", k.owner), 1); /* the register learns the phone */
	act(become, &k);                                /* once more changes nothing */
	assert_int_equal(count("standing people", k.owner), 1);
}

PLAY(a_person_has_one_resident_and_a_known_person_becomes_nobody_else)
{
	struct cast k = {.id_number = "P1234567"}, other = {.phone = OTHER};
	act(register_resident, &k);
	act(register_owner, &k);
	act(become, &k);
	act(register_resident, &other);
	other.owner = k.owner;
	act(become, &other);
	assert_false(other.may); /* somebody else is that person */
	struct cast stranger = {.house = SECOND};
	act(register_owner, &stranger);
	k.owner = stranger.owner;
	act(become, &k);
	assert_false(k.may); /* whose papers are known */
}

static err close_account(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	err e = account_load(c, k->account, &a);
	return e ? e : resident_close(c, &a, &k->is_registered);
}

static err load_account(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	err e = account_load(c, k->account, &a);
	k->may = !e && a.state == ACCOUNT_CLOSED && !a.phone && !a.person_id && !a.password_hash &&
		 strncmp(a.login, "phone:", 6) != 0 && !strstr(a.name, "陈");
	return e;
}

PLAY(who_leaves_is_forgotten_unless_the_register_knows_him)
{
	struct cast k = {0}, stranger = {.phone = OTHER};
	act(register_resident, &k);
	act(register_owner, &k);
	act(become, &k);
	act(close_account, &k);
	assert_true(k.is_registered);
	assert_int_equal(count("standing people", k.owner), 1);
	assert_int_equal(count("ownerships", k.owner), 1);
	act(register_resident, &stranger);
	act(close_account, &stranger);
	assert_false(stranger.is_registered);
	assert_int_equal(count("standing people", stranger.person), 0);
	assert_int_equal(count("versions that name", stranger.person), 0);
	act(load_account, &stranger);
	assert_true(stranger.may);
	act(register_resident, &stranger); /* the phone is free for a new account */
}

static err grant_office(struct ctx *c, void *arg)
{
	const struct cast *k = arg;
	struct post p = {.account_id = k->account,
			 .role = ROLE_COMMITTEE_MEMBER,
			 .reach_id = ESTATE,
			 .title = "委员"};
	return post_grant(c, &p);
}

PLAY(who_holds_an_office_does_not_leave_by_himself)
{
	struct cast k = {0};
	act(register_resident, &k);
	act(grant_office, &k);
	fails(close_account, &k, ERR_CONFLICT, "resident.has_post");
	act(load_account, &k);
	assert_false(k.may);
}

static err move_out(struct ctx *c, void *arg)
{
	const struct cast *k = arg;
	return resident_move_out(c, ESTATE, k->occupancy);
}

static err house_lives(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	k->holds = house_is_of(c, ESTATE, HOUSE, k->person);
	return ctx_err(c);
}

PLAY(who_moves_out_today_has_not_lived_there_if_he_came_today)
{
	struct cast k = {.house = HOUSE};
	act(register_resident, &k);
	act(live, &k);
	act(move_out, &k);
	assert_int_equal(count("removed occupancies", k.person), 1);
	act(move_out, &k); /* what is over is left alone */
	k.since = "2026-01-01";
	act(live, &k);
	act(house_lives, &k);
	assert_true(k.holds);
	act(move_out, &k);
	act(house_lives, &k);
	assert_false(k.holds);
	assert_int_equal(count("occupancies", k.person), 1); /* it ended yesterday, and stays */
}

/* ─── bindings ─── */

static err prove(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	struct register_proof p = {ESTATE, "陈 立春", "p-1234567"};
	err e = account_load(c, k->account, &a);
	c->account_id = k->account;
	return e ? e : binding_by_register(c, &a, &p, &k->holds);
}

PLAY(an_owner_proves_himself_by_name_and_papers)
{
	struct cast k = {.id_number = "P1234567"}, other = {.phone = OTHER};
	act(register_resident, &k);
	act(prove, &k);
	assert_false(k.holds); /* the register knows nobody yet */
	act(register_owner, &k);
	act(prove, &k);
	assert_true(k.holds);
	act(prove, &k);
	assert_true(k.holds);
	act(register_resident, &other);
	act(prove, &other);
	assert_false(other.holds);
}

static err make_code(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct house_letter l = {.house_id = k->house, .label = "1幢"};
	c->account_id = k->account;
	err e = house_code_make(c, ESTATE, "2026-03-03", &l, 1);
	memcpy(k->code, l.code, strlen(l.code) + 1);
	return e;
}

static err find_code(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct house_code found;
	err e = house_code_find(c, k->code, &found);
	k->holds = found.id && found.house_id == k->house;
	return e;
}

static bool is_good(const struct cast *k, const char *typed)
{
	struct cast trial = *k;
	memcpy(trial.code, typed, strlen(typed) + 1);
	act(find_code, &trial);
	return trial.holds;
}

static err use_code(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	c->account_id = k->account;
	err e = account_load(c, k->account, &a);
	return e ? e : binding_by_code(c, &a, k->code, &k->holds);
}

/* As people copy it: small letters, no dashes, and letters for the digits that look like them. */
static const char *miscopied(const char *code)
{
	char *s = mem_str(cx->mem, code), *out = s;
	for (const char *p = code; *p; p++)
		if (*p != '-')
			*out++ = *p == '0' ? 'o' : *p == '1' ? 'L' : (char)(*p | 0x20);
	*out = '\0';
	return s;
}

PLAY(a_house_code_is_good_once_and_until_its_last_day)
{
	struct cast k = {.house = HOUSE};
	act(register_resident, &k);
	act(make_code, &k);
	assert_int_equal(strlen(k.code), 14);
	assert_true(is_good(&k, k.code));
	assert_true(is_good(&k, miscopied(k.code)));
	assert_false(is_good(&k, "AAAA-BBBB-CCCC"));
	assert_false(is_good(&k, "AAAA"));
	assert_false(is_good(&k, "UUUU-UUUU-UUUU"));
	cx->now += 2 * DAY_MS;
	assert_false(is_good(&k, k.code));
	cx->now -= DAY_MS;
	assert_true(is_good(&k, k.code));
	act(use_code, &k);
	assert_true(k.holds);
	assert_false(is_good(&k, k.code));
	act(house_lives, &k);
	assert_true(k.holds);
}

PLAY(a_newer_letter_makes_the_earlier_one_worthless)
{
	struct cast k = {.house = HOUSE}, second = {.house = SECOND};
	act(register_resident, &k);
	act(make_code, &k);
	second.account = k.account;
	act(make_code, &second);
	struct cast newer = k;
	act(make_code, &newer);
	assert_false(is_good(&k, k.code));
	assert_true(is_good(&newer, newer.code));
	assert_true(is_good(&second, second.code)); /* another house's */
	act(use_code, &newer);
	act(make_code, &newer);
	fails(use_code, &newer, ERR_CONFLICT, "binding.yours");
	assert_true(is_good(&newer, newer.code)); /* for somebody else then */
}

static err ask(struct ctx *c, void *arg)
{
	struct cast *k = arg;
	struct account a;
	struct binding_wish w = {.estate_id = ESTATE, .label = k->code, .tie = TIE_TENANT};
	err e = account_load(c, k->account, &a);
	return e ? e : binding_ask(c, &a, &w);
}

PLAY(five_requests_wait_at_most)
{
	struct cast k = {0};
	act(register_resident, &k);
	for (int i = 0; i < 5; i++) {
		k.code[0] = (char)('1' + i);
		act(ask, &k);
		fails(ask, &k, ERR_CONFLICT, "binding.asked");
	}
	k.code[0] = '9';
	fails(ask, &k, ERR_CONFLICT, "binding.many");
	act(close_account, &k);
	assert_false(k.is_registered);
}
