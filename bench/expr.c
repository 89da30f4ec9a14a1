/* How often a second a guard of four conditions is evaluated, and how long one is compiled and
 * explained.
 *
 *     bench-expr
 */
#include <stdio.h>

#include "base/date.h"
#include "expr/expr.h"

enum { ROUNDS = 3000000, FEW = 20000 };

static const struct choice modes[] = {
	{"lump", "包干制", "Lump sum"},
	{"commission", "酬金制", "Commission"},
};
static const struct choices mode_choices = CHOICES("mode", modes);
static const struct expr_variable variables[] = {
	{"today", &expr_date, "今天", "Today"},
	{"estate.house_count", &expr_int, "户数", "Houses"},
	{"estate.service_mode", &expr_string, "服务模式", "Service mode", &mode_choices},
	{"estate.fee_low_e4", &expr_int, "物业费", "Fee", NULL, 4},
	{"estate.contract_until", &expr_date, "合同到期", "Contract's end"},
	{"params.fee_least_e4", &expr_int, "最低物业费", "Least fee", NULL, 4},
};
static const struct expr_scope scope = {variables, sizeof variables / sizeof *variables};
static const struct expr_value values[] = {
	{.kind = EXPR_DATE, .i = 20787},    {.kind = EXPR_INT, .i = 1200},
	{.kind = EXPR_STRING, .s = "lump"}, {.kind = EXPR_INT, .i = 23800},
	{.kind = EXPR_DATE, .i = 20818},    {.kind = EXPR_INT, .i = 23800},
};
static const char guard[] = "estate.house_count >= 100 && estate.service_mode == \"lump\""
			    " && estate.fee_low_e4 >= params.fee_least_e4"
			    " && estate.contract_until > today";

static void tell(const char *what, int64_t began, int rounds)
{
	int64_t ns = clock_ticks() - began;
	printf("%-10s %9.0f a second, %7.0f ns each\n", what, rounds * 1e9 / (double)ns,
	       (double)ns / rounds);
}

int main(void)
{
	struct expr_findings wrong;
	mem *m = mem_pool(1 << 20);
	const struct expr *e = expr_compile(m, &scope, guard, &expr_bool, &wrong);
	if (!e)
		return fprintf(stderr, "%s\n", wrong.all[0].text.en), 1;
	int n_true = 0;
	int64_t began = clock_ticks();
	for (int i = 0; i < ROUNDS; i++)
		n_true += expr_run(m, e, values).value.b;
	tell("evaluated", began, ROUNDS);
	began = clock_ticks();
	for (int i = 0; i < FEW; i++) {
		mem *one = mem_pool(1 << 14);
		n_true += expr_compile(one, &scope, guard, &expr_bool, &wrong) != NULL;
		mem_free(one);
	}
	tell("compiled", began, FEW);
	began = clock_ticks();
	for (int i = 0; i < FEW; i++) {
		struct expr_value few[6] = {values[0], {.kind = EXPR_INT, .i = i % 100},
					    values[2], values[3],
					    values[0], values[5]};
		mem *one = mem_pool(1 << 14);
		n_true += *expr_explain(one, e, few, LANG_ZH) != '\0';
		mem_free(one);
	}
	tell("explained", began, FEW);
	return n_true == ROUNDS + 2 * FEW ? 0 : 1;
}
