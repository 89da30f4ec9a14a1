/* Loading files of regions: what is in them, and what they do to a tree, on both databases. */
#include "test.h"

#include <string.h>

#include "app/regions_import.h"
#include "base/log.h"
#include "place/region.h"
#include "postgres.h"
#include "store/sql.h"

#define HEAD "key,division_code,parent_key,level,name,display_name,note\n"
#define TOP  "99,820000,,province,甲省,甲省,\n9901,820100,99,district,乙区,乙区,\n"
#define SMALL                                                               \
	HEAD TOP "990101,820100101,9901,subdistrict,丙街道,丙街道,\n" \
		 "990102,820100102,9901,town,丁镇,丁镇,\n"              \
		 "99010101,820100101001,990101,community,戊社区居委会,戊社区,\n"

static struct regions_source source(const char *csv)
{
	return (struct regions_source){.csv = csv, .n = strlen(csv)};
}

/* ─── reading ─── */

static err parse(struct ctx *cx, const char *csv, struct region_row **ret, size_t *ret_n)
{
	struct regions_source from = source(csv);
	return regions_parse(cx, &from, ret, ret_n);
}

static void assert_wrong(const char *csv, const char *path)
{
	struct ctx *cx = test_ctx();
	struct region_row *rows;
	size_t n;
	assert_int_equal(parse(cx, csv, &rows, &n), ERR_INVALID);
	assert_string_equal(cx->failure.n_fields ? cx->failure.fields[0].path : "", path);
}

TEST(rows_know_the_row_above)
{
	struct region_row *rows;
	size_t n;
	assert_ok(parse(test_ctx(), SMALL, &rows, &n));
	assert_int_equal(n, 5);
	assert_int_equal(rows[0].parent, -1);
	assert_int_equal(rows[4].parent, 2);
	assert_int_equal(rows[4].level, LEVEL_COMMUNITY);
	assert_string_equal(rows[4].full_name, "戊社区居委会");
	assert_string_equal(rows[4].name, "戊社区");
	assert_null(rows[4].note);
	assert_null(rows[0].parent_key);
}

TEST(a_byte_order_mark_and_carriage_returns_do_no_harm)
{
	struct region_row *rows;
	size_t n;
	assert_ok(parse(test_ctx(),
			"\xef\xbb\xbfkey,division_code,parent_key,level,name,display_name,note\r\n"
			"99,820000,,province,甲省,甲省,\r\n\r\n",
			&rows, &n));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].name, "甲省");
}

TEST(what_is_wrong_is_told_by_line_and_column)
{
	assert_wrong("", "");
	assert_wrong("key,name\n", "");
	assert_wrong(HEAD "\xff\xfe\n", "");
	assert_wrong(HEAD "99,820000,,province,甲省\n", "rows[2].key");
	assert_wrong(HEAD "99,820000,,province,甲省,甲省,,\n", "rows[2].key");
	assert_wrong(HEAD "99,820000,,province,\"甲省\",甲省,\n", "rows[2].key");
	assert_wrong(HEAD ",820000,,province,甲省,甲省,\n", "rows[2].key");
	assert_wrong(HEAD "99,820000,,province,甲省,,\n", "rows[2].display_name");
	assert_wrong(HEAD "99,820000,,state,甲省,甲省,\n", "rows[2].level");
	assert_wrong(HEAD TOP "99,820000,,province,甲省,甲省,\n", "rows[4].key");
	assert_wrong(HEAD TOP "98,820100,9901,town,己镇,己镇,\n", "rows[4].division_code");
	assert_wrong(HEAD "99,99,,province,甲省,甲省,\n", "rows[2].division_code");
	assert_wrong(HEAD TOP "98,,9901,city,己市,己市,\n", "rows[4].parent_key");
}

TEST(the_program_carries_the_five_districts)
{
	static const struct {
		const char *name;
		size_t rows;
	} files[] = {{"xihu", 237},
		     {"yongchuan", 292},
		     {"zhangdian", 320},
		     {"nanzheng", 338},
		     {"xixian", 391}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct regions_source from = regions_file(files[i].name);
		struct region_row *rows;
		size_t n;
		assert_ok(regions_parse(test_ctx(), &from, &rows, &n));
		assert_int_equal(n, files[i].rows);
	}
}

/* ─── loading ─── */

struct loading {
	struct store *store;
	struct ctx *cx;
	struct regions_report report;
};

static err load(struct loading *l, const char *csv, bool is_dry)
{
	struct regions_source from = source(csv);
	from.is_dry = is_dry;
	ctx_forgive(l->cx);
	return regions_import(l->cx, l->store, &from, &l->report);
}

static void assert_changes(const struct loading *l, int added, int renamed, int moved, int gone)
{
	assert_int_equal(l->report.n_of[REGION_ADDED], added);
	assert_int_equal(l->report.n_of[REGION_RENAMED], renamed);
	assert_int_equal(l->report.n_of[REGION_MOVED], moved);
	assert_int_equal(l->report.n_of[REGION_GONE], gone);
}

static err read_number(struct ctx *cx, void *arg)
{
	*(int64_t *)arg = sql_int(cx, -1, "SELECT count(*) FROM region WHERE deleted_at IS NULL");
	return ctx_err(cx);
}

static err read_path(struct ctx *cx, void *arg)
{
	const char **path = arg;
	int64_t id = sql_int(cx, 0, "SELECT id FROM region WHERE outside_key = $1", str(*path));
	return region_path(cx, id, path);
}

static int64_t count(struct loading *l)
{
	int64_t n;
	assert_ok(store_read(l->store, l->cx, read_number, &n));
	return n;
}

static void assert_path(struct loading *l, const char *key, const char *expected)
{
	const char *path = key;
	assert_ok(store_read(l->store, l->cx, read_path, &path));
	assert_string_equal(path, expected);
}

static void on(const char *url, void (*test)(struct loading *l))
{
	struct loading l = {.cx = test_ctx()};
	struct store_settings settings = {.url = url};
	log_set_level(LOG_ERROR);
	assert_ok(store_open(l.cx, &settings, &l.store));
	assert_ok(store_migrate(l.store, l.cx));
	test(&l);
	store_close(l.store);
}

#define LOAD_TEST(name)                                                     \
	static void name(struct loading *l);                                \
	TEST(name##_on_sqlite)                                              \
	{                                                                   \
		char url[128];                                              \
		snprintf(url, sizeof url, "sqlite:%s/t.db", test_folder()); \
		on(url, name);                                              \
	}                                                                   \
	TEST(name##_on_postgresql)                                          \
	{                                                                   \
		on(postgres_database(), name);                              \
	}                                                                   \
	static void name(struct loading *l)

LOAD_TEST(a_file_is_loaded_once)
{
	assert_ok(load(l, SMALL, true));
	assert_changes(l, 5, 0, 0, 0);
	assert_int_equal(count(l), 0);
	assert_ok(load(l, SMALL, false));
	assert_changes(l, 5, 0, 0, 0);
	assert_int_equal(count(l), 5);
	assert_path(l, "99010101", "乙区 / 丙街道 / 戊社区");
	assert_ok(load(l, SMALL, false));
	assert_changes(l, 0, 0, 0, 0);
	assert_int_equal(l->report.unchanged, 5);
	assert_int_equal(count(l), 5);
}

LOAD_TEST(names_and_parents_follow_the_file)
{
	static const char changed[] =
		HEAD TOP "990101,820100101,9901,subdistrict,丙街道,丙新街道,待核对\n"
			 "990102,820100102,9901,town,丁镇,丁镇,\n"
			 "99010101,820100101001,990102,community,戊社区居委会,戊社区,\n";
	assert_ok(load(l, SMALL, false));
	assert_ok(load(l, changed, true));
	assert_changes(l, 0, 1, 1, 0);
	assert_int_equal(l->report.n_of[REGION_ALTERED], 1);
	assert_string_equal(l->report.changes[0].was, "丙街道");
	assert_path(l, "99010101", "乙区 / 丙街道 / 戊社区");
	assert_ok(load(l, changed, false));
	assert_path(l, "99010101", "乙区 / 丁镇 / 戊社区");
	assert_path(l, "990101", "乙区 / 丙新街道");
	assert_ok(load(l, changed, false));
	assert_changes(l, 0, 0, 0, 0);
}

LOAD_TEST(a_row_without_its_key_is_found_by_its_code)
{
	assert_ok(load(l, SMALL, false));
	assert_ok(load(l,
		       HEAD TOP "other,820100101,9901,subdistrict,丙街道,丙街道,\n"
				"990102,820100102,9901,town,丁镇,丁镇,\n"
				"99010101,820100101001,other,community,戊社区居委会,戊社区,\n",
		       false));
	assert_changes(l, 0, 0, 0, 0);
	assert_int_equal(count(l), 5);
}

static void assert_refused(struct loading *l, const char *csv, const char *path)
{
	assert_int_equal(load(l, csv, false), ERR_INVALID);
	assert_string_equal(l->cx->failure.fields[0].path, path);
}

LOAD_TEST(a_row_that_means_two_regions_is_refused)
{
	assert_ok(load(l, SMALL, false));
	assert_refused(l, HEAD TOP "990101,820100102,9901,subdistrict,丙街道,丙街道,\n",
		       "rows[4].division_code");
	assert_refused(l,
		       HEAD TOP "990101,,9901,subdistrict,丙街道,丙街道,\n"
				"other,820100101,9901,subdistrict,丙街道,丙街道,\n",
		       "rows[5].key");
	ctx_forgive(l->cx);
	assert_int_equal(count(l), 5);
}

LOAD_TEST(what_the_file_lacks_is_told_and_stays)
{
	assert_ok(load(l, SMALL, false));
	assert_ok(load(l,
		       HEAD "99,820000,,province,甲省,甲省,\n9902,820200,99,district,庚区,庚区,\n"
			    "990201,820200101,9902,subdistrict,辛街道,辛街道,\n"
			    "990202,820200102,9902,town,壬镇,壬镇,\n",
		       false));
	assert_changes(l, 3, 0, 0, 0); /* 乙区 is not what that file is about */
	assert_ok(load(l,
		       HEAD TOP "990101,820100101,9901,subdistrict,丙街道,丙街道,\n"
				"990102,820100102,9901,town,丁镇,丁镇,\n",
		       false));
	assert_changes(l, 0, 0, 0, 1);
	assert_string_equal(l->report.changes[0].name, "戊社区");
	assert_int_equal(count(l), 8);
}

LOAD_TEST(part_of_a_tree_hangs_below_what_is_registered)
{
	static const char part[] = HEAD "990103,,9901,subdistrict,癸街道,癸街道,\n";
	assert_int_equal(load(l, part, false), ERR_INVALID);
	assert_string_equal(l->cx->failure.fields[0].path, "rows[2].parent_key");
	ctx_forgive(l->cx);
	assert_ok(load(l, SMALL, false));
	assert_ok(load(l, part, false));
	assert_path(l, "990103", "乙区 / 癸街道");
}

/* A place above the top of the file is the customer's own. */
LOAD_TEST(the_top_of_a_file_is_not_torn_off)
{
	assert_ok(load(l, HEAD "99,820000,,province,甲省,甲省,\n", false));
	assert_ok(load(l, HEAD "9901,820100,99,district,乙区,乙区,\n", false));
	assert_ok(load(l, HEAD "9901,820100,,district,乙区,乙区,\n", false));
	assert_changes(l, 0, 0, 0, 0);
}

LOAD_TEST(all_five_districts_fit_into_one_tree)
{
	static const char *const names[] = {"xihu", "yongchuan", "zhangdian", "nanzheng", "xixian"};
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5; i++) {
			struct regions_source from = regions_file(names[i]);
			assert_ok(regions_import(l->cx, l->store, &from, &l->report));
			assert_int_equal(l->report.n_of[REGION_GONE], 0);
			assert_int_equal(l->report.n_of[REGION_ADDED] > 0, round == 0);
			assert_int_equal(l->report.n_of[REGION_MOVED], 0);
		}
	assert_int_equal(count(l), 237 + 292 + 320 + 338 + 391 - 1); /* 陕西省 is in two */
	assert_path(l, "610112002001", "西咸新区 / 沣东新城 / 三桥街道 / 三桥火车站社区");
}
