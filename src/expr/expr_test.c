#include "expr_test.h"

#include <stdio.h>

#include "base/date.h"

/* ─── the scope ─── */

static const struct choice modes[] = {
	{"lump", "包干制", "Lump sum"},
	{"commission", "酬金制", "Commission"},
};
static const struct choices mode_choices = CHOICES("mode", modes);
static const struct expr_type map_of_int = {EXPR_MAP, &expr_int},
			      list_of_lists = {EXPR_LIST, &expr_int_list};

static const struct expr_variable variables[N_VARIABLES] = {
	[TODAY] = {"today", &expr_date, "今天", "Today"},
	[HOUSES] = {"estate.house_count", &expr_int, "户数", "Houses", NULL, 0, "户"},
	[STAFF] = {"estate.specialists", &expr_int, "物业专干", "Specialists"},
	[MODE] = {"estate.service_mode", &expr_string, "服务模式", "Service mode", &mode_choices},
	[FEE] = {"estate.fee_low_e4", &expr_int, "物业费", "Fee", NULL, 4, "元/㎡·月"},
	[NAME] = {"estate.name", &expr_string, "名称", "Name"},
	[ASSEMBLY] = {"estate.has_assembly", &expr_bool, "业主大会", "Owners' assembly"},
	[UNTIL] = {"estate.contract_until", &expr_date, "合同到期", "Contract's end"},
	[FLOORS] = {"estate.floors", &expr_int_list, "层数", "Floors", NULL, 0, "层"},
	[TAGS] = {"estate.tags", &expr_string_list, "标签", "Tags"},
	[LIMITS] = {"limits", &map_of_int, "限额", "Limits"},
	[FEE_LEAST] = {"params.fee_least_e4", &expr_int, "最低物业费", "Least fee", NULL, 4,
		       "元/㎡·月"},
	[STAFF_LEAST] = {"params.staff_least", &expr_int, "最低人数", "Least staff"},
	[U_BOOL] = {"u.flag", &expr_bool, "某项", "Some flag"},
	[U_INT] = {"u.number", &expr_int, "某数", "Some number"},
	[U_STRING] = {"u.text", &expr_string, "某文", "Some text"},
	[U_DATE] = {"u.date", &expr_date, "某日", "Some day"},
	[U_LIST] = {"u.list", &expr_int_list, "某表", "Some list"},
	[GAPS] = {"gaps", &expr_int_list, "各项", "Items"},
	[YES] = {"t", &expr_bool, "真", "T"},
	[NO] = {"f", &expr_bool, "假", "F"},
	[GRID] = {"grid", &list_of_lists, NULL, NULL},
	[REGISTERED] = {"estate.registered", &expr_int, "已登记", "Registered"},
};
const struct expr_scope test_scope = {variables, N_VARIABLES};

#define INT_(v)                          \
	{                                \
		.kind = EXPR_INT, .i = v \
	}
#define TEXT_(v)                            \
	{                                   \
		.kind = EXPR_STRING, .s = v \
	}
#define BOOL_(v)                          \
	{                                 \
		.kind = EXPR_BOOL, .b = v \
	}
#define LIST_(v)                                                                \
	{                                                                       \
		.kind = EXPR_LIST, .list = { v, NULL, sizeof(v) / sizeof *(v) } \
	}

static const struct expr_value floors[] = {INT_(6), INT_(11), INT_(18)},
			       tags[] = {TEXT_("old"), TEXT_("lift")},
			       limit_keys[] = {TEXT_("fee"), TEXT_("staff"), TEXT_("none")},
			       limit_values[] = {INT_(23800), INT_(2), {0}},
			       gaps[] = {INT_(1), {0}, INT_(3)}, row_1[] = {INT_(1)},
			       row_2[] = {INT_(2), INT_(3)}, grid[] = {LIST_(row_1), LIST_(row_2)};

struct expr_value *test_values(mem *m)
{
	const struct expr_value values[N_VARIABLES] = {
		[TODAY] = {.kind = EXPR_DATE, .i = date_to_day("2026-11-30")},
		[HOUSES] = INT_(1200),
		[STAFF] = INT_(1),
		[MODE] = TEXT_("lump"),
		[FEE] = INT_(23000),
		[NAME] = TEXT_("万家花园"),
		[ASSEMBLY] = BOOL_(false),
		[UNTIL] = {.kind = EXPR_DATE, .i = date_to_day("2026-12-31")},
		[FLOORS] = LIST_(floors),
		[TAGS] = LIST_(tags),
		[LIMITS] = {.kind = EXPR_MAP, .list = {limit_values, limit_keys, 3}},
		[FEE_LEAST] = INT_(23800),
		[STAFF_LEAST] = INT_(2),
		[GAPS] = LIST_(gaps),
		[YES] = BOOL_(true),
		[NO] = BOOL_(false),
		[GRID] = LIST_(grid),
		[REGISTERED] = INT_(30),
	};
	return mem_dup(m, values, sizeof values);
}

/* ─── the questions ─── */

struct expr_findings *finds(const char *source, const struct expr_type *wanted)
{
	static struct expr_findings wrong;
	struct ctx *cx = test_ctx();
	const struct expr *e = expr_compile(cx->mem, &test_scope, source, wanted, &wrong);
	assert_int_equal(!e, wrong.n > 0);
	for (size_t i = 0; i < wrong.n; i++)
		assert_true(wrong.all[i].at + wrong.all[i].n <= strlen(source));
	return &wrong;
}

const struct expr *compiles(mem *m, const char *source, const struct expr_type *wanted)
{
	struct expr_findings wrong;
	const struct expr *e = expr_compile(m, &test_scope, source, wanted, &wrong);
	for (size_t i = 0; i < wrong.n; i++)
		fprintf(stderr, "%s\n  at %zu: %s\n", source, wrong.all[i].at,
			text_render(m, wrong.all[i].text, LANG_EN, wrong.all[i].args));
	assert_non_null(e);
	return e;
}

struct expr_result runs(const char *source, const struct expr_type *wanted)
{
	mem *m = test_ctx()->mem;
	return expr_run(m, compiles(m, source, wanted), test_values(m));
}

static void has_outcome(const char *source, enum expr_outcome is, enum expr_outcome wanted)
{
	if (is != wanted)
		fprintf(stderr, "%s\n  has outcome %d\n", source, (int)is);
	assert_int_equal(is, wanted);
}

static void is_bool(const char *source, bool wanted)
{
	struct expr_result r = runs(source, &expr_bool);
	has_outcome(source, r.outcome, EXPR_VALUE);
	if (r.value.b != wanted)
		fprintf(stderr, "%s\n  is %s\n", source, wanted ? "false" : "true");
	assert_int_equal(r.value.b, wanted);
}

void is_true(const char *source)
{
	is_bool(source, true);
}

void is_false(const char *source)
{
	is_bool(source, false);
}

void are_true(const char *const *sources)
{
	for (; *sources; sources++)
		is_bool(*sources, true);
}

void are_false(const char *const *sources)
{
	for (; *sources; sources++)
		is_bool(*sources, false);
}

void is_int(const char *source, int64_t value)
{
	struct expr_result r = runs(source, &expr_int);
	has_outcome(source, r.outcome, EXPR_VALUE);
	assert_int_equal(r.value.kind, EXPR_INT);
	assert_int_equal(r.value.i, value);
}

void is_text(const char *source, const char *value)
{
	struct expr_result r = runs(source, &expr_string);
	has_outcome(source, r.outcome, EXPR_VALUE);
	assert_string_equal(r.value.s, value);
}

void is_day(const char *source, const char *date)
{
	char text[DATE_SIZE];
	struct expr_result r = runs(source, &expr_date);
	has_outcome(source, r.outcome, EXPR_VALUE);
	date_from_day((int32_t)r.value.i, text);
	assert_string_equal(text, date);
}

void is_unknown(const char *source)
{
	has_outcome(source, runs(source, NULL).outcome, EXPR_UNKNOWN);
}

void is_error(const char *source, const char *key)
{
	struct expr_result r = runs(source, NULL);
	has_outcome(source, r.outcome, EXPR_ERROR);
	assert_string_equal(r.error.key, key);
	assert_non_null(text_render(test_ctx()->mem, r.error, LANG_ZH, ARGS()));
}

void is_wrong(const char *source, const char *key, const char *what)
{
	const struct expr_findings *wrong = finds(source, NULL);
	if (!wrong->n || strcmp(wrong->all[0].text.key, key) != 0)
		fprintf(stderr, "%s\n  finds %s\n", source,
			wrong->n ? wrong->all[0].text.key : "nothing");
	assert_true(wrong->n > 0);
	const struct expr_finding *f = &wrong->all[0];
	assert_string_equal(f->text.key, key);
	if (f->n != strlen(what) || strncmp(source + f->at, what, f->n) != 0)
		fprintf(stderr, "%s\n  finds %s at %.*s\n", source, key, (int)f->n, source + f->at);
	assert_int_equal(f->n, strlen(what));
	assert_memory_equal(source + f->at, what, f->n);
}

/* ─── the door ─── */

TEST(an_expression_knows_its_type_and_what_it_uses)
{
	mem *m = test_ctx()->mem;
	const struct expr *e = compiles(m, "estate.house_count + size(estate.tags) > 3 || t", NULL);
	assert_ptr_equal(expr_type_of(e), &expr_bool);
	assert_true(expr_uses(e, HOUSES) && expr_uses(e, TAGS) && expr_uses(e, YES));
	assert_false(expr_uses(e, TODAY) || expr_uses(e, NO) || expr_uses(e, NAME));
	assert_int_equal(expr_type_of(compiles(m, "[1]", NULL))->of->kind, EXPR_INT);
	assert_int_equal(expr_type_of(compiles(m, "{'a': [true]}", NULL))->of->of->kind, EXPR_BOOL);
	assert_ptr_equal(expr_type_of(compiles(m, "[]", &expr_int_list)), &expr_int_list);
	assert_true(expr_uses(compiles(m, "has(estate.name)", NULL), NAME));
}

TEST(a_result_is_of_the_type_that_is_wanted)
{
	assert_int_equal(finds("1", &expr_int)->n, 0);
	assert_int_equal(finds("1", &expr_bool)->n, 1);
	assert_int_equal(finds("[1]", &expr_string_list)->n, 1);
	assert_int_equal(finds("[]", &expr_string_list)->n, 0);
	is_wrong("[]", "expr.free", "[]");
	is_wrong("{}", "expr.free", "{}");
	is_wrong("[][0]", "expr.free", "[][0]");
}

TEST(a_source_is_text_of_bounded_length)
{
	char *long_one = mem_zeroed(NULL, 1, EXPR_SOURCE_MAX + 2, "source");
	memset(long_one, ' ', EXPR_SOURCE_MAX + 1);
	long_one[0] = '1';
	is_wrong(long_one, "expr.too_long", "");
	long_one[EXPR_SOURCE_MAX] = '\0';
	is_int(long_one, 1);
	mem_free(long_one);
	is_wrong("\xff", "expr.not_utf8", "");
	is_wrong("", "expr.no_value", "");
	is_wrong("  // nothing\n", "expr.no_value", "");
}

/* `open` n times, `middle`, `close` n times. */
static char *nested(const char *open, const char *middle, const char *close, size_t n)
{
	size_t a = strlen(open), b = strlen(close), length = n * (a + b) + strlen(middle);
	char *s = mem_zeroed(NULL, 1, length + 1, "source"), *p = s;
	for (size_t i = 0; i < n; i++, p += a)
		memcpy(p, open, a);
	memcpy(p, middle, strlen(middle));
	p += strlen(middle);
	for (size_t i = 0; i < n; i++, p += b)
		memcpy(p, close, b);
	return s;
}

static void nests(const char *open, const char *middle, const char *close, bool is_fine_at_32)
{
	static const size_t depths[] = {64, 65, 400, 10000};
	char *s = nested(open, middle, close, 24);
	assert_int_equal(finds(s, NULL)->n == 0, is_fine_at_32);
	mem_free(s);
	for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
		s = nested(open, middle, close, depths[i]);
		const struct expr_findings *wrong = finds(s, NULL);
		assert_int_equal(wrong->n, 1);
		if (strlen(s) > EXPR_SOURCE_MAX)
			assert_string_equal(wrong->all[0].text.key, "expr.too_long");
		else
			assert_string_equal(wrong->all[0].text.key, "expr.too_deep");
		mem_free(s);
	}
}

TEST(nesting_is_bounded)
{
	nests("(", "1", ")", true);
	nests("[", "1", "]", true);
	nests("{'a':", "1", "}", true);
	nests("!", "t", "", true);
	nests("-", "(1)", "", true);
	nests("t ? 1 : ", "2", "", true);
	nests("int(", "1", ")", true);
	nests("", "1", " + 1", true);
	nests("", "1", " - 1", true);
	nests("[1].map(x, ", "1", ")", true);
	nests("", "'a'", ".lowerAscii()", true);
}

TEST(an_expression_has_a_thousand_parts_at_most)
{
	char source[EXPR_SOURCE_MAX + 1] = "[";
	size_t n = 1;
	for (int i = 0; i < 999; i++)
		source[n++] = '1', source[n++] = ',';
	source[n] = ']';
	assert_int_equal(finds(source, NULL)->n, 0);
	memcpy(source + n, "1]", 3);
	const struct expr_findings *wrong = finds(source, NULL);
	assert_int_equal(wrong->n, 1);
	assert_string_equal(wrong->all[0].text.key, "expr.too_many");
}

TEST(alternatives_in_a_row_are_no_nesting)
{
	char *s = nested("f || ", "t", "", 400), *all = nested("t && ", "f", "", 400);
	is_true(s);
	is_false(all);
	mem_free(s);
	mem_free(all);
}

TEST(the_nearest_name_is_found)
{
	static const char *const names[] = {"house_count", "house_area", "name", "at", "x", ""};
	const struct {
		const char *word, *nearest;
	} cases[] = {
		{"hose_count", "house_count"},
		{"House_Count", "house_count"},
		{"house_coutn", "house_count"},
		{"nmae", "name"},
		{"names", "name"},
		{"ta", "at"},
		{"completely", NULL},
		{"", NULL},
		{"y", NULL},
		{"housearea", "house_area"},
		{"hoose_arex", "house_area"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *near = expr_nearest(cases[i].word, names, 6);
		assert_int_equal(!near, !cases[i].nearest);
		if (near)
			assert_string_equal(near, cases[i].nearest);
	}
	char word[70];
	memset(word, 'a', 69);
	word[69] = '\0';
	assert_null(expr_nearest(word, names, 6));
	const char *long_names[] = {word};
	word[65] = '\0';
	char other[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	assert_null(expr_nearest(other, long_names, 1));
	assert_null(expr_nearest("name", names, 0));
}
