#include "test.h"

#include "base/date.h"
#include "base/log.h"
#include "policy/fact.h"
#include "store/store.h"

/* ─── joining ─── */

static const struct choice colours[] = {{"red", "红", "Red"}, {"green", "绿", "Green"}};
static const struct choices colour = CHOICES("colour", colours);

static const struct fact size[] = {
	{"rooms", FACT_INT, L("房间", "Rooms"), L("房间数", "how many"), .unit = "间"},
	{"area_dm2", FACT_INT, L("面积", "Area"), L("面积", "in 0.01 m²"), .places = 2,
	 .unit = "㎡"},
	{0},
};
static const struct fact look[] = {
	{"has_door", FACT_FLAG, L("有门", "Door"), L("有门", "there is a door")},
	{"colour", FACT_TEXT, L("颜色", "Colour"), L("颜色", "its colour"), .of = &colour},
	{"motto", FACT_TEXT, L("题字", "Motto"), L("题字", "what is written on it")},
	{"built_on", FACT_DATE, L("建成", "Built"), L("建成日期", "the day"), .unit = "天"},
	{0},
};

/* Two houses are known: 7 with all that there is to say, 9 with nothing. */
#define HOUSES(columns)                                                                 \
	SQL("SELECT h.id, " columns " FROM (SELECT CAST(7 AS BIGINT) AS id, 1 AS knows" \
	    " UNION ALL SELECT 9, 0) h WHERE h.id IN (SELECT unnest FROM unnest($1))"   \
	    " AND $2 = '2026-03-02' ORDER BY h.id DESC")
#define KNOWN(value) "CASE WHEN h.knows = 1 THEN " value " END"
static const struct fact_table rooms[] = {
	{SUBJECT_ESTATE, size, HOUSES(KNOWN("3") ", " KNOWN("8950"))},
	{0},
};
static const struct fact_table looks[] = {
	{SUBJECT_ESTATE, look,
	 HOUSES("h.knows, CASE WHEN h.knows = 1 THEN 2 ELSE 8 END, " KNOWN("'平安'") ", " KNOWN(
		 "'2020-02-29'"))},
	{SUBJECT_STAFF, size, HOUSES("1, 2")},
	{0},
};
static const struct fact_table of_nothing[] = {{SUBJECT_ESTATE, size + 2, HOUSES("1")}, {0}};
static const struct fact_table too_narrow[] = {{SUBJECT_ESTATE, size, HOUSES("1")}, {0}};

static const struct fact untold_facts[] = {{"x", FACT_INT, "x", "x", NULL, NULL}, {0}};
static const struct fact_table untold[] = {{SUBJECT_ESTATE, untold_facts, HOUSES("1")}, {0}};

TEST(facts_of_a_kind_stand_in_the_order_of_their_tables)
{
	struct ctx *cx = test_ctx();
	const struct facts *f;
	const struct fact *const *list;
	assert_ok(facts_join(cx, cx->mem, (const struct fact_table *const[]){rooms, looks, NULL},
			     &f));
	assert_int_equal(facts_of(f, SUBJECT_ESTATE, &list), 6);
	assert_ptr_equal(list[1], &size[1]);
	assert_ptr_equal(list[2], &look[0]);
	assert_int_equal(facts_of(f, SUBJECT_STAFF, &list), 2);
	assert_int_equal(facts_of(f, SUBJECT_COMPANY, &list), 0);
	facts_set(f);
	assert_ptr_equal(facts_all(), f);
	facts_set(NULL);
}

static void refuses(const struct fact_table *a, const struct fact_table *b, const char *why)
{
	struct ctx *cx = test_ctx();
	const struct facts *f = NULL;
	assert_int_equal(facts_join(cx, cx->mem, (const struct fact_table *const[]){a, b, NULL},
				    &f),
			 ERR_INTERNAL);
	assert_string_equal(cx->failure.internal, why);
	assert_null(f);
}

TEST(what_stands_twice_or_says_nothing_is_refused)
{
	refuses(rooms, rooms, "fact estate.rooms stands twice");
	refuses(rooms, of_nothing, "a table of facts has no facts");
	refuses(rooms, untold, "fact estate.x lacks a type or a text");
}

/* ─── loading and showing ─── */

struct loaded {
	const struct facts *facts;
	struct expr_value *values;
};

static err load(struct ctx *cx, void *arg)
{
	struct loaded *l = arg;
	return facts_load(cx, l->facts,
			  &(struct subjects){SUBJECT_ESTATE, (int64_t[]){9, 8, 7, 9}, 4},
			  &l->values);
}

static err on_a_store(struct ctx *cx, const struct fact_table *a, const struct fact_table *b,
		      struct expr_value **ret)
{
	struct store *store;
	struct loaded l;
	struct store_settings s = {.url = mem_format(cx->mem, "sqlite:%s/t.db", test_folder())};
	cx->now = INT64_C(1772413200000); /* 2026-03-02 09:00 in Shanghai */
	log_set_level(LOG_ERROR);
	assert_ok(
		facts_join(cx, cx->mem, (const struct fact_table *const[]){a, b, NULL}, &l.facts));
	assert_ok(store_open(cx, &s, &store));
	assert_ok(store_migrate(store, cx));
	err e = store_read(store, cx, load, &l);
	*ret = l.values;
	store_close(store);
	return e;
}

TEST(values_stand_in_the_order_of_the_ids)
{
	struct ctx *cx = test_ctx();
	struct expr_value *v;
	assert_ok(on_a_store(cx, rooms, looks, &v));
	for (int i = 0; i < 6; i++) {
		assert_int_equal(v[6 + i].kind, 0); /* 8 is nobody */
		assert_int_equal(v[18 + i].kind, v[i].kind);
	}
	assert_int_equal(v[0].kind, 0);
	assert_int_equal(v[2].kind, EXPR_BOOL);
	assert_false(v[2].b);
	assert_int_equal(v[3].kind, 0); /* no choice has this number */
	assert_int_equal(v[12].i, 3);
	assert_true(v[14].b);
	assert_string_equal(v[15].s, "green");
	assert_string_equal(v[16].s, "平安");
	assert_int_equal(v[17].kind, EXPR_DATE);
	assert_int_equal(v[17].i, date_to_day("2020-02-29"));
}

TEST(a_query_with_other_columns_than_its_facts_is_our_fault)
{
	struct ctx *cx = test_ctx();
	struct expr_value *v;
	assert_int_equal(on_a_store(cx, too_narrow, NULL, &v), ERR_INTERNAL);
	assert_string_equal(cx->failure.internal, "facts from rooms: 1 values for 2 facts");
}

TEST(values_are_shown_as_people_read_them)
{
	struct ctx *cx = test_ctx();
	struct expr_value no = {0}, n = {.kind = EXPR_INT, .i = 8950},
			  yes = {.kind = EXPR_BOOL, .b = true},
			  code = {.kind = EXPR_STRING, .s = "green"},
			  day = {.kind = EXPR_DATE, .i = date_to_day("2020-02-29")};
	assert_string_equal(fact_show(cx->mem, &size[0], &no, LANG_ZH), "");
	assert_string_equal(fact_show(cx->mem, &size[0], &n, LANG_ZH), "8950间");
	assert_string_equal(fact_show(cx->mem, &size[1], &n, LANG_ZH), "89.50㎡");
	assert_string_equal(fact_show(cx->mem, &look[0], &yes, LANG_ZH), "是");
	assert_string_equal(fact_show(cx->mem, &look[0], &yes, LANG_EN), "yes");
	assert_string_equal(fact_show(cx->mem, &look[1], &code, LANG_ZH), "绿");
	assert_string_equal(fact_show(cx->mem, &look[1], &code, LANG_EN), "Green");
	assert_string_equal(fact_show(cx->mem, &look[2], &code, LANG_ZH), "green");
	assert_string_equal(fact_show(cx->mem, &look[3], &day, LANG_ZH), "2020-02-29");
}
