/* A pack's expression: the first two bytes say what is recorded and what it is worth, the rest is
 * the source. It is compiled, run twice and explained in both languages. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "expr/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct choice modes[] = {
	{"lump", "包干制", "Lump sum"},
	{"commission", "酬金制", "Commission"},
};
static const struct choices mode_choices = CHOICES("mode", modes);
static const struct expr_type map_of_int = {EXPR_MAP, &expr_int};

static const struct expr_variable variables[] = {
	{"today", &expr_date, "今天", "Today"},
	{"estate.houses", &expr_int, "户数", "Houses", NULL, 0, "户"},
	{"estate.fee_e4", &expr_int, "物业费", "Fee", NULL, 4, "元/㎡·月"},
	{"estate.mode", &expr_string, "服务模式", "Service mode", &mode_choices},
	{"estate.name", &expr_string, "名称", "Name"},
	{"estate.until", &expr_date, "合同到期", "Contract's end"},
	{"b", &expr_bool, "是否", "Flag"},
	{"l", &expr_int_list, NULL, NULL},
	{"s", &expr_string_list, "标签", "Tags"},
	{"m", &map_of_int, "限额", "Limits"},
	{"d", &expr_duration, "时长", "Duration"},
};
enum { N_VARIABLES = sizeof variables / sizeof *variables };
static const struct expr_scope scope = {variables, N_VARIABLES};

static struct expr_value int_of(int64_t i)
{
	return (struct expr_value){.kind = EXPR_INT, .i = i};
}

static struct expr_value text_of(const char *s)
{
	return (struct expr_value){.kind = EXPR_STRING, .s = s};
}

/* One bit for each of the first eight variables: recorded or not. The other byte chooses values. */
static void fill(struct expr_value *values, uint8_t recorded, uint8_t worth)
{
	static const int64_t numbers[] = {0, 1, -1, 7, 23800, INT64_MAX, INT64_MIN, 100};
	static struct expr_value ints[3], texts[2], keys[2];
	ints[0] = int_of(numbers[worth & 7]);
	ints[1] = int_of(3);
	ints[2] = worth & 8 ? (struct expr_value){0} : int_of(-5);
	texts[0] = keys[0] = text_of("a");
	texts[1] = keys[1] = text_of(worth & 16 ? "万家花园" : "");
	values[0] = (struct expr_value){.kind = EXPR_DATE, .i = 20787};
	values[1] = int_of(numbers[worth >> 5]);
	values[2] = int_of(numbers[worth & 7]);
	values[3] = text_of(worth & 16 ? "lump" : "commission");
	values[4] = text_of("万家花园");
	values[5] = (struct expr_value){.kind = EXPR_DATE, .i = worth & 32 ? 2932896 : -719162};
	values[6] = (struct expr_value){.kind = EXPR_BOOL, .b = worth & 64};
	values[7] = (struct expr_value){.kind = EXPR_LIST, .list = {ints, NULL, 3}};
	values[8] = (struct expr_value){.kind = EXPR_LIST, .list = {texts, NULL, 2}};
	values[9] = (struct expr_value){.kind = EXPR_MAP, .list = {ints + 1, keys, 2}};
	values[10] = (struct expr_value){.kind = EXPR_DURATION, .i = worth * INT64_C(43200000)};
	for (int i = 0; i < 8; i++)
		if (!(recorded >> i & 1))
			values[i].kind = 0;
}

static void check_text(const char *s)
{
	assert(utf8_is_valid(s, strlen(s)));
}

static void check_findings(mem *m, const char *source, const struct expr_findings *wrong)
{
	for (size_t i = 0; i < wrong->n; i++) {
		const struct expr_finding *f = &wrong->all[i];
		assert(f->at + f->n <= strlen(source));
		assert(i == 0 || wrong->all[i - 1].at <= f->at);
		check_text(text_render(m, f->text, LANG_ZH, f->args));
		check_text(text_render(m, f->text, LANG_EN, f->args));
	}
}

static void check_same(const struct expr_value *a, const struct expr_value *b)
{
	assert(a->kind == b->kind);
	if (a->kind == EXPR_BOOL)
		assert(a->b == b->b);
	else if (a->kind == EXPR_STRING)
		assert(!strcmp(a->s, b->s)), check_text(a->s);
	else if (a->kind == EXPR_LIST || a->kind == EXPR_MAP)
		assert(a->list.n == b->list.n);
	else if (a->kind)
		assert(a->i == b->i);
}

static void run(mem *m, const struct expr *e, const struct expr_value *values)
{
	struct expr_result r = expr_run(m, e, values), again = expr_run(m, e, values);
	assert(r.outcome == again.outcome);
	assert(r.outcome != EXPR_VALUE || r.value.kind == expr_type_of(e)->kind);
	check_same(&r.value, &again.value);
	if (r.outcome == EXPR_ERROR)
		check_text(text_render(m, r.error, LANG_ZH, r.args));
	bool is_well = r.outcome == EXPR_VALUE && (r.value.kind != EXPR_BOOL || r.value.b);
	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
		const char *said = expr_explain(m, e, values, lang);
		check_text(said);
		assert(is_well == !*said);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct expr_value values[N_VARIABLES];
	struct expr_findings wrong;
	if (n < 2)
		return 0;
	mem *m = mem_pool(1 << 14);
	char *source = mem_strn(m, (const char *)data + 2, n - 2);
	fill(values, data[0], data[1]);
	const struct expr *e = expr_compile(m, &scope, source, NULL, &wrong);
	assert(!e == (wrong.n > 0));
	check_findings(m, source, &wrong);
	if (e)
		run(m, e, values);
	mem_free(m);
	return 0;
}
