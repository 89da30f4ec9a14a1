/* Imports end to end, on both databases: what a file makes, what a second one changes, what is wrong
 * with it and where, and what happens when somebody is faster. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "base/secret.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "place/region.h"
#include "postgres.h"
#include "registry/estate.h"
#include "registry/import_priv.h"
#include "sheet/biff.h"
#include "sheet/fixture_test.h"

struct world {
	struct store *store;
	struct ctx *cx;
	struct job_env env;
	int64_t district, street, account_id, post_id;
	int64_t import_id;
	struct import im;
	const char *result;
};

/* ─── the world: a district with a street, and an officer ─── */

static int64_t add_region(struct ctx *cx, int64_t parent, enum region_level level, const char *name)
{
	struct region r;
	fields_clear(region_fields, &r);
	r.rec.id = 0;
	r.parent_id = parent;
	r.level = level;
	r.name = name;
	assert_ok(record_create(cx, &region_entity, &r));
	return r.rec.id;
}

static err make_world(struct ctx *cx, void *arg)
{
	struct world *w = arg;
	w->district = add_region(cx, 0, LEVEL_DISTRICT, "甲区");
	w->street = add_region(cx, w->district, LEVEL_SUBDISTRICT, "乙街道");
	w->account_id = id_new();
	w->post_id = id_new();
	err e = sql_exec(
		cx,
		"INSERT INTO account (id, login, name, state, totp_step, failures, version)"
		" VALUES ($1, 'officer', '经办', $2, 0, 0, 1)",
		i64(w->account_id), i64(ACCOUNT_ACTIVE));
	return e ? e
		 : sql_exec(cx,
			    "INSERT INTO post (id, account_id, role, reach_id, title, since, until,"
			    " version) VALUES ($1, $2, $3, $4, '经办', $5, $6, 1)",
			    i64(w->post_id), i64(w->account_id), i64(ROLE_HOUSING_OFFICER),
			    i64(w->district), str(ALWAYS), str(STILL));
}

static void on(const char *url, void (*test)(struct world *w))
{
	struct world w = {.cx = test_ctx()};
	struct store_settings settings = {.url = url};
	const char *keys = mem_format(w.cx->mem, "%s/keys", test_folder());
	log_set_level(LOG_ERROR);
	w.cx->now = date_to_instant("2026-03-02");
	assert_ok(keyring_open(w.cx, w.cx->mem, keys, true, &w.cx->keys));
	assert_ok(store_open(w.cx, &settings, &w.store));
	assert_ok(store_migrate(w.store, w.cx));
	assert_ok(store_write_now(w.store, w.cx, make_world, &w));
	w.cx->account_id = w.account_id;
	w.cx->post_id = w.post_id;
	w.env = (struct job_env){.store = w.store, .data = test_folder()};
	test(&w);
	store_close(w.store);
}

#define IMPORT_TEST(name)                                                   \
	static void name(struct world *w);                                  \
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
	static void name(struct world *w)

/* ─── steps ─── */

struct upload_work {
	struct world *w;
	const char *path;
	struct import_file file;
};

static err read_file(struct ctx *cx, void *arg)
{
	struct upload_work *u = arg;
	return import_read(cx, u->path, &u->file);
}

static err insert_file(struct ctx *cx, void *arg)
{
	struct upload_work *u = arg;
	return import_insert(cx, &u->file);
}

static void upload_file(struct world *w, const char *path)
{
	struct upload_work *u = mem_new(w->cx->mem, struct upload_work);
	u->path = path;
	fields_clear(import_fields, &u->file.im);
	u->file.im.kind = "estates";
	u->file.im.file_name = "list.csv";
	u->file.im.size = 0;
	u->file.im.region_id = w->street;
	u->file.im.home_id = w->street;
	u->file.im.id = w->import_id = id_new();
	u->file.im.account_id = w->account_id;
	u->file.im.post_id = w->post_id;
	u->file.im.state = IMPORT_CHECKING;
	u->file.im.n_rows = u->file.im.n_good = u->file.im.n_bad = u->file.im.n_new =
		u->file.im.n_changed = u->file.im.n_same = u->file.im.n_asked = 0;
	u->file.im.made_at = w->cx->now;
	assert_ok(store_read(w->store, w->cx, read_file, u));
	assert_ok(store_write_now(w->store, w->cx, insert_file, u));
}

static void upload(struct world *w, const char *csv)
{
	upload_file(w, fixture_text("list.csv", csv));
}

typedef err step(struct ctx *, const struct job_env *, struct job *);

static err run_job(struct world *w, step *run)
{
	struct job job = {.account_id = w->account_id,
			  .post_id = w->post_id,
			  .subject_id = w->import_id};
	err e = OK;
	while (!e && !job.is_finished)
		e = run(w->cx, &w->env, &job);
	return e;
}

struct state_work {
	int64_t id, state;
};

static err set_state(struct ctx *cx, void *arg)
{
	struct state_work *s = arg;
	return sql_exec(cx, "UPDATE import SET state = $2, next_block = 0 WHERE id = $1",
			i64(s->id), i64(s->state));
}

static err begin_and_run(struct world *w, enum import_state state, step *run)
{
	struct state_work s = {w->import_id, state};
	assert_ok(store_write_now(w->store, w->cx, set_state, &s));
	return run_job(w, run);
}

static err load_import(struct ctx *cx, void *arg)
{
	struct world *w = arg;
	return import_load(cx, w->import_id, &w->im);
}

static void check(struct world *w)
{
	assert_ok(begin_and_run(w, IMPORT_CHECKING, import_check_step));
	assert_ok(store_read(w->store, w->cx, load_import, w));
	assert_int_equal(w->im.state, IMPORT_CHECKED);
	assert_int_equal(w->im.n_rows, w->im.n_good + w->im.n_bad + w->im.n_asked);
}

static void assert_counts(const struct world *w, int made, int changed, int same, int bad)
{
	assert_int_equal(w->im.n_new, made);
	assert_int_equal(w->im.n_changed, changed);
	assert_int_equal(w->im.n_same, same);
	assert_int_equal(w->im.n_bad, bad);
}

struct asked {
	struct query query;
	int64_t import_id, ret;
};

static err ask(struct ctx *cx, void *arg)
{
	struct asked *a = arg;
	a->ret = sql_one_int(cx, -1, &a->query, ARGS(i64(a->import_id)));
	return ctx_err(cx);
}

static int64_t number(struct world *w, struct query query)
{
	struct asked a = {query, w->import_id, 0};
	assert_ok(store_read(w->store, w->cx, ask, &a));
	return a.ret;
}
#define NUMBER(w, literal)                                                            \
	number((w), (struct query)SQL("SELECT CAST(count(*) AS BIGINT) FROM " literal \
				      " AND CAST($1 AS BIGINT) = $1"))

#define HEAD "小区名称,物业费,物业公司,开发商,总户数,建成年份,外部编号\n"
#define LIST                                                                                       \
	HEAD "一苑,2.38元/平米/月,丙物业公司,丁置业公司,120户,2001年建成,k1\n" \
	     "二苑,1.14至2.48元/平米/月,丙物业公司,,5389户,暂无数据,k2\n"         \
	     "三苑,暂无数据,,丁置业公司,,,k3\n"

/* ─── tests ─── */

IMPORT_TEST(a_list_becomes_estates_and_a_second_time_nothing)
{
	upload(w, LIST);
	check(w);
	assert_counts(w, 3, 0, 0, 0);
	assert_int_equal(NUMBER(w, "estate WHERE 1 = 1"), 0);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "estate WHERE number LIKE '000000-00000_'"), 3);
	assert_int_equal(NUMBER(w, "estate WHERE name = '二苑' AND fee_low_e4 = 11400"
				   " AND fee_high_e4 = 24800 AND fee_unit = 1"
				   " AND house_count = 5389 AND built_year IS NULL"),
			 1);
	assert_int_equal(NUMBER(w, "estate e JOIN organisation o ON o.home_id = e.company_id"
				   " WHERE o.name = '丙物业公司' AND o.kind = 3"),
			 2);
	assert_int_equal(NUMBER(w, "organisation WHERE 1 = 1"), 2);
	assert_int_equal(NUMBER(w, "version WHERE kind = 'estate' AND reason = '导入 list.csv'"),
			 3);
	assert_int_equal(NUMBER(w, "search_entry WHERE text LIKE '一苑%'"), 1);
	/* The street, the district, the estate itself, and the company of two. */
	assert_int_equal(NUMBER(w, "reach WHERE kind = 1"), 3 * 3 + 2);
	assert_int_equal(NUMBER(w, "audit WHERE action = 'import.commit'"), 1);
	assert_int_equal(NUMBER(w, "stage_estate WHERE 1 = 1"), 0);

	upload(w, LIST);
	check(w);
	assert_counts(w, 0, 0, 3, 0);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "version WHERE kind IN ('estate', 'organisation')"), 5);
}

IMPORT_TEST(what_a_list_says_otherwise_becomes_a_new_version)
{
	upload(w, LIST);
	check(w);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	upload(w, HEAD "一苑,2.5元/平米/月,戊物业公司,丁置业公司,121户,2001,k1\n"
		       "三苑,,,,,,k3\n"
		       "四苑,,,,,,\n");
	check(w);
	assert_counts(w, 1, 1, 1, 0);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "estate WHERE name = '一苑' AND version = 2"
				   " AND house_count = 121 AND fee_low_e4 = 25000"),
			 1);
	assert_int_equal(NUMBER(w, "version WHERE kind = 'estate' AND version = 2"), 1);
	assert_int_equal(NUMBER(w, "reach r JOIN organisation o ON o.home_id = r.reach_id"
				   " WHERE r.kind = 1 AND o.name = '丙物业公司'"),
			 1);
	assert_int_equal(NUMBER(w, "reach r JOIN organisation o ON o.home_id = r.reach_id"
				   " WHERE r.kind = 1 AND o.name = '戊物业公司'"),
			 1);
}

IMPORT_TEST(every_wrong_cell_is_told_with_its_place)
{
	upload(w, "甲区小区台账\n" HEAD "一苑,面议,丙物业公司,,多,12年前,k1\n"
		  ",2元/平米/月,,,1,2001,k2\n"
		  "三苑,,,,1,2001,k3\n"
		  "三苑,,,,1,2001,k4\n"
		  "五苑,#REF!,,,-5,2001,k5\n");
	check(w);
	assert_counts(w, 1, 0, 0, 4);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 1 AND row_no = 3"
				   " AND column_no IN (2, 5, 6)"),
			 3);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 1 AND row_no = 4"
				   " AND column_no = 1 AND code = 'field.required'"),
			 1);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 1 AND row_no = 6"
				   " AND column_no = 1 AND zh LIKE '%第 5 行%'"),
			 1);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 1 AND row_no = 7"), 2);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 1"), 7);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "estate WHERE 1 = 1"), 1);
	assert_int_equal(NUMBER(w, "organisation WHERE 1 = 1"), 0);
}

static err change_first(struct ctx *cx, void *arg)
{
	struct estate e;
	int64_t id = sql_int(cx, 0, "SELECT id FROM estate WHERE name = '一苑'");
	(void)arg;
	err r = estate_load(cx, id, &e);
	e.note = "有人改过";
	return r ? r : record_update(cx, &estate_entity, &e);
}

IMPORT_TEST(a_record_that_somebody_changed_since_the_check_stops_all)
{
	upload(w, LIST);
	check(w);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	upload(w, HEAD "一苑,,,,999,,k1\n二苑,,,,999,,k2\n");
	check(w);
	assert_counts(w, 0, 2, 0, 0);
	assert_ok(store_write_now(w->store, w->cx, change_first, NULL));
	assert_int_equal(begin_and_run(w, IMPORT_COMMITTING, import_commit_step), ERR_CONFLICT);
	ctx_forgive(w->cx);
	assert_int_equal(NUMBER(w, "estate WHERE house_count = 999"), 0);
	assert_ok(store_read(w->store, w->cx, load_import, w));
	assert_int_equal(w->im.state, IMPORT_MAPPING);
	check(w);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "estate WHERE house_count = 999"), 2);
	assert_int_equal(NUMBER(w, "estate WHERE note = '有人改过' AND version = 3"), 1);
}

IMPORT_TEST(an_exported_row_is_an_update_of_its_version)
{
	char id[ID_SIZE];
	upload(w, LIST);
	check(w);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	struct asked a = {SQL("SELECT id FROM estate WHERE name = '一苑'"
			      " AND CAST($1 AS BIGINT) = $1"),
			  w->import_id, 0};
	assert_ok(store_read(w->store, w->cx, ask, &a));
	id_format(a.ret, id);
#define EXPORTED "标识,版本,小区名称,物业费（最低）（元）,物业费（最高）（元）,计费单位\n"
	upload(w, mem_format(w->cx->mem, EXPORTED "%s,1,一苑新名,3.0000,3.2000,元/㎡·月\n", id));
	check(w);
	assert_counts(w, 0, 1, 0, 0);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_int_equal(NUMBER(w, "estate WHERE name = '一苑新名' AND fee_low_e4 = 30000"
				   " AND fee_high_e4 = 32000"),
			 1);
	upload(w, mem_format(w->cx->mem, EXPORTED "%s,1,一苑旧名,3.0000,3.2000,元/㎡·月\n", id));
	check(w);
	assert_counts(w, 0, 0, 0, 1);
	assert_int_equal(NUMBER(w, "import_finding WHERE code = 'import.version_old'"
				   " AND row_no = 2 AND column_no = 2"),
			 NUMBER(w, "import_finding WHERE level = 1"));
}

IMPORT_TEST(an_import_is_taken_back_but_for_what_changed_since)
{
	upload(w, LIST);
	check(w);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	upload(w, HEAD "一苑,2.5元/平米/月,戊物业公司,丁置业公司,121户,2001,k1\n"
		       "二苑,,,,999,,k2\n"
		       "四苑,,,,,,k4\n");
	check(w);
	assert_counts(w, 1, 2, 0, 0);
	assert_ok(begin_and_run(w, IMPORT_COMMITTING, import_commit_step));
	assert_ok(store_write_now(w->store, w->cx, change_first, NULL));
	assert_ok(begin_and_run(w, IMPORT_UNDOING, import_undo_step));
	assert_ok(store_read(w->store, w->cx, load_import, w));
	assert_int_equal(w->im.state, IMPORT_UNDONE);
	/* 一苑 was changed since, and so uses its new company: both stay. */
	assert_int_equal(w->im.n_left, 2);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 4 AND zh LIKE '%一苑%'"), 1);
	assert_int_equal(NUMBER(w, "import_finding WHERE level = 4 AND zh LIKE '%戊物业公司%'"), 1);
	assert_int_equal(NUMBER(w, "estate WHERE name = '一苑' AND version = 3"
				   " AND house_count = 121"),
			 1);
	assert_int_equal(NUMBER(w, "estate WHERE name = '二苑' AND version = 3"
				   " AND house_count = 5389"),
			 1);
	assert_int_equal(NUMBER(w, "estate WHERE name = '四苑' AND deleted_at IS NOT NULL"), 1);
	assert_int_equal(NUMBER(w, "reach r JOIN estate e ON e.home_id = r.thing_id"
				   " WHERE r.kind = 1 AND e.name = '四苑'"),
			 0);
	assert_int_equal(NUMBER(w, "search_entry WHERE text LIKE '四苑%'"), 0);
	assert_int_equal(NUMBER(w, "version WHERE reason = '撤销导入 list.csv'"), 2);
	assert_int_equal(NUMBER(w, "audit WHERE action = 'import.undo'"), 1);
	assert_int_equal(NUMBER(w, "stage_estate WHERE 1 = 1"), 0);
}

/* ─── the same list in three formats ─── */

/* Cells without commas: rows and columns as the formats are given them. */
static const char *const cells[][7] = {
	{"小区名称", "物业费", "物业公司", "开发商", "总户数", "建成年份", "外部编号"},
	{"一苑", "2.38元/平米/月", "丙物业公司", "丁置业公司", "120户", "2001年建成", "k1"},
	{"二苑", "1.14至2.48元/平米/月", "丙物业公司", "", "很多", "2001", "k2"},
	{"三苑", "暂无数据", "", "丁置业公司", "", "1998", "k3"},
};
enum { N_ROWS = sizeof cells / sizeof *cells, N_COLUMNS = 7 };

static const char *as_csv(mem *m)
{
	struct buf b = buf_on(m);
	for (int i = 0; i < N_ROWS; i++)
		for (int j = 0; j < N_COLUMNS; j++)
			buf_format(&b, "%s%s", cells[i][j], j < N_COLUMNS - 1 ? "," : "\r\n");
	return fixture_text("three.csv", buf_text(&b));
}

static const char *as_xlsx(mem *m)
{
	struct buf b = buf_on(m);
	for (int i = 0; i < N_ROWS; i++) {
		buf_format(&b, "<row r=\"%d\">", i + 1);
		for (int j = 0; j < N_COLUMNS; j++)
			if (*cells[i][j])
				buf_format(&b,
					   "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>",
					   'A' + j, i + 1, cells[i][j]);
		buf_puts(&b, "</row>");
	}
	return fixture_xlsx(buf_text(&b), NULL, NULL, NULL);
}

static void put_bof(struct buf *b, mem *m, unsigned kind)
{
	struct buf d = buf_on(m);
	put_u16(&d, 0x0600);
	put_u16(&d, kind);
	put_u32(&d, 0);
	put_record(b, BIFF_BOF, &d);
}

static void put_cells(struct buf *b, mem *m)
{
	for (int i = 0; i < N_ROWS; i++)
		for (int j = 0; j < N_COLUMNS; j++) {
			struct buf d = buf_on(m);
			put_u16(&d, (unsigned)i);
			put_u16(&d, (unsigned)j);
			put_u16(&d, 0);
			put_u32(&d, (uint32_t)(i * N_COLUMNS + j));
			put_record(b, BIFF_LABELSST, &d);
		}
}

static const char *as_xls(mem *m)
{
	struct buf b = buf_on(m), d = buf_on(m), none = buf_on(m);
	put_bof(&b, m, 5);
	size_t sheet_at = b.len + 4;
	put_u32(&d, 0);
	put_u16(&d, 0);
	put_string(&d, "台账", 1);
	put_record(&b, BIFF_BOUNDSHEET, &d);
	d.len = 0;
	put_u32(&d, N_ROWS * N_COLUMNS);
	put_u32(&d, N_ROWS * N_COLUMNS);
	for (int i = 0; i < N_ROWS * N_COLUMNS; i++)
		put_string(&d, cells[i / N_COLUMNS][i % N_COLUMNS], 2);
	put_record(&b, BIFF_SST, &d);
	put_record(&b, BIFF_EOF, &none);
	uint32_t at = (uint32_t)b.len;
	memcpy(b.data + sheet_at, &at, sizeof at); /* little endian, as the machines of the tests */
	put_bof(&b, m, 0x10);
	put_cells(&b, m);
	put_record(&b, BIFF_EOF, &none);
	return fixture_cfb("Workbook", b.data, b.len);
}

/* What the check found and staged, in one text. */
static err read_result(struct ctx *cx, void *arg)
{
	struct world *w = arg;
	struct buf out = buf_on(w->cx->mem);
	struct stmt *q = sql(cx,
			     "SELECT row_no, column_no, code, zh FROM import_finding"
			     " WHERE import_id = $1 ORDER BY row_no, column_no, code",
			     i64(w->import_id));
	while (sql_next(q))
		buf_format(&out, "%lld,%lld %s %s\n", (long long)col_i64(q, 0),
			   (long long)col_i64(q, 1), col_peek(q, 2), col_peek(q, 3));
	err e = sql_end(q);
	q = sql(cx,
		"SELECT name, fee_low_e4, fee_high_e4, built_year, house_count, outside_key"
		" FROM stage_estate WHERE import_id = $1 ORDER BY name",
		i64(w->import_id));
	while (sql_next(q))
		buf_format(&out, "%s %lld %lld %lld %lld %s\n", col_peek(q, 0),
			   (long long)col_i64(q, 1), (long long)col_i64(q, 2),
			   (long long)col_i64(q, 3), (long long)col_i64(q, 4), col_peek(q, 5));
	w->result = buf_text(&out);
	return e ? e : sql_end(q);
}

IMPORT_TEST(a_list_says_the_same_in_every_format)
{
	static const char *(*const formats[])(mem *) = {as_csv, as_xlsx, as_xls};
	const char *first = NULL;
	for (int i = 0; i < 3; i++) {
		upload_file(w, formats[i](w->cx->mem));
		check(w);
		assert_counts(w, 2, 0, 0, 1);
		assert_ok(store_read(w->store, w->cx, read_result, w));
		if (first)
			assert_string_equal(w->result, first);
		first = w->result;
	}
	assert_non_null(strstr(first, "3,5 human."));
	assert_non_null(strstr(first, "一苑 23800 23800 2001 120 k1"));
}
