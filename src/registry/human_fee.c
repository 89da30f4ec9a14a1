#include <string.h>

#include "registry/human_priv.h"
#include "sheet/number.h"

/* Fees: a price or two, and what they are counted by. */

static const struct choice unit_values[] = {
	{"m2_month", "元/㎡·月", "yuan/m²/month"},
	{"m2_day", "元/㎡·天", "yuan/m²/day"},
	{"m2_quarter", "元/㎡·季", "yuan/m²/quarter"},
	{"m2_year", "元/㎡·年", "yuan/m²/year"},
	{"house_month", "元/户·月", "yuan/house/month"},
	{"house_day", "元/户·天", "yuan/house/day"},
	{"house_quarter", "元/户·季", "yuan/house/quarter"},
	{"house_year", "元/户·年", "yuan/house/year"},
};
const struct choices fee_units = CHOICES("fee_unit", unit_values);
_Static_assert(sizeof unit_values / sizeof *unit_values == FEE__MAX - 1, "a name for each");

enum base { BASE_NONE, BASE_M2, BASE_HOUSE };
enum period { PERIOD_NONE, PERIOD_MONTH, PERIOD_DAY, PERIOD_QUARTER, PERIOD_YEAR };

struct unit_word {
	const char *word;
	int meaning;
};

static const struct unit_word bases[] = {
	{"建筑平方米", BASE_M2}, {"平方米", BASE_M2},
	{"平方", BASE_M2},       {"平米", BASE_M2},
	{"㎡", BASE_M2},         {"m2", BASE_M2},
	{"m²", BASE_M2},         {"m^2", BASE_M2},
	{"平", BASE_M2},         {"户", BASE_HOUSE},
	{"套", BASE_HOUSE},      {"家", BASE_HOUSE},
	{"house", BASE_HOUSE},   {0},
};
static const struct unit_word periods[] = {
	{"季度", PERIOD_QUARTER}, {"季", PERIOD_QUARTER},  {"个月", PERIOD_MONTH},
	{"月", PERIOD_MONTH},     {"month", PERIOD_MONTH}, {"天", PERIOD_DAY},
	{"日", PERIOD_DAY},       {"day", PERIOD_DAY},     {"quarter", PERIOD_QUARTER},
	{"年", PERIOD_YEAR},      {"year", PERIOD_YEAR},   {0},
};

/* A unit is written in either order and with any dividing marks; each part once. */
struct unit {
	bool has_yuan;
	int base, period;
};

static int take_word(struct plain *p, const struct unit_word *words)
{
	for (; words->word; words++)
		if (plain_take(p, words->word))
			return words->meaning;
	return 0;
}

static struct unit take_unit(struct plain *p)
{
	static const char *const yuan[] = {"元", "圆", "块钱", "块", "yuan", "rmb", NULL};
	static const char *const marks[] = {"/", "·",  "•", "・", ".",      "*",
					    "×", "每", "(", ")",  "人民币", NULL};
	struct unit u = {0};
	for (bool moves = true; moves;) {
		int meaning = 0;
		moves = plain_take_any(p, marks);
		if (!u.has_yuan && (u.has_yuan = plain_take_any(p, yuan)))
			moves = true;
		if (!u.base && (meaning = take_word(p, bases)))
			u.base = meaning, moves = true;
		if (!u.period && (meaning = take_word(p, periods)))
			u.period = meaning, moves = true;
	}
	return u;
}

static int64_t unit_of(const struct unit *u)
{
	static const int64_t by_m2[] = {FEE_M2_MONTH, FEE_M2_MONTH, FEE_M2_DAY, FEE_M2_QUARTER,
					FEE_M2_YEAR};
	static const int64_t by_house[] = {FEE_HOUSE_MONTH, FEE_HOUSE_MONTH, FEE_HOUSE_DAY,
					   FEE_HOUSE_QUARTER, FEE_HOUSE_YEAR};
	return u->base == BASE_HOUSE ? by_house[u->period] : by_m2[u->period];
}

/* ─── faults ─── */

static enum human unreadable(const struct plain *p, struct human_fault *fault)
{
	return human_wrong(fault, p->written,
			   T("human.fee",
			     "看不懂物业费“{1}”，请写成 2.38元/㎡·月 或 1.14至2.48元/㎡·月",
			     "The fee “{1}” cannot be read; write 2.38 yuan/m²/month or 1.14-2.48 "
			     "yuan/m²/month"));
}

static enum human several(const struct plain *p, struct human_fault *fault)
{
	return human_wrong(fault, p->written,
			   T("human.fee_several",
			     "“{1}”写了不止一种价格，请只填住宅的价格或价格范围",
			     "“{1}” holds several prices; write that of the homes, or a range"));
}

static enum human open_range(const struct plain *p, struct human_fault *fault)
{
	return human_wrong(fault, p->written,
			   T("human.fee_open",
			     "“{1}”只有一头，请写明最低价和最高价，如 1.14至2.48元/㎡·月",
			     "“{1}” has one end; write both prices, as 1.14-2.48 yuan/m²/month"));
}

/* ─── reading ─── */

static bool take_range(struct plain *p)
{
	static const char *const marks[] = {"至", "到", "--", "-", "——", "—", "–", "~", "∼", NULL};
	return plain_take_any(p, marks);
}

static enum human take_price(struct plain *p, int64_t *ret, struct human_fault *fault)
{
	static const char *const currency[] = {"¥", "￥", "rmb", "人民币", NULL};
	char text[NUMBER_TEXT_SIZE];
	(void)plain_take_any(p, currency);
	if (!plain_take_number(p, text))
		return unreadable(p, fault);
	enum decimal_result r = number_scale(text, 4, ret);
	if (r == DECIMAL_TOO_FINE)
		return human_wrong(fault, p->written,
				   T("human.fee_fine", "物业费“{1}”最多四位小数",
				     "The fee “{1}” has more than four decimal places"));
	if (r != DECIMAL_OK || *ret > INT64_C(10000000000)) /* a million yuan */
		return unreadable(p, fault);
	if (*ret <= 0)
		return human_wrong(
			fault, p->written,
			T("human.fee_zero", "物业费“{1}”应大于 0；不收费或不清楚请留空",
			  "The fee “{1}” should be above 0; leave it empty if there is none or "
			  "it is not known"));
	return HUMAN_VALUE;
}

/* What follows the first price: nothing, or the second. Its unit may stand behind either. */
static enum human take_second(struct plain *p, struct fee *f, struct unit *u,
			      struct human_fault *fault)
{
	static const char *const open_ends[] = {"起", "以上", "以下", "以内", NULL};
	f->high_e4 = f->low_e4;
	f->is_range = take_range(p);
	if (!f->is_range)
		return plain_take_any(p, open_ends) ? open_range(p, fault) : HUMAN_VALUE;
	if (plain_is_at_end(p))
		return open_range(p, fault);
	enum human h = take_price(p, &f->high_e4, fault);
	if (h != HUMAN_VALUE)
		return h;
	struct unit second = take_unit(p);
	bool differs = (second.base && u->base && second.base != u->base) ||
		       (second.period && u->period && second.period != u->period);
	if (differs)
		return several(p, fault);
	u->base = second.base ? second.base : u->base;
	u->period = second.period ? second.period : u->period;
	if (f->high_e4 < f->low_e4)
		return human_wrong(fault, p->written,
				   T("human.fee_order", "“{1}”后面的价格低于前面的",
				     "In “{1}” the second price is below the first"));
	f->is_range = f->high_e4 > f->low_e4;
	return HUMAN_VALUE;
}

/* Where the unit has to be assumed, the price must look like one by m² and month. */
static enum human assume(const struct plain *p, const struct unit *u, struct fee *f,
			 struct human_fault *fault)
{
	const int64_t most_e4 = 300000;
	f->unit = unit_of(u);
	f->is_unit_assumed = !u->base || !u->period;
	if (u->base || f->high_e4 <= most_e4)
		return HUMAN_VALUE;
	return human_wrong(fault, p->written,
			   T("human.fee_unit", "“{1}”没写按平方米还是按户，请写明，如 180元/户·月",
			     "“{1}” does not say whether by m² or by house; write it, as 180 "
			     "yuan/house/month"));
}

enum human human_fee(const char *s, struct fee *ret, struct human_fault *fault)
{
	struct plain p;
	struct fee f = {0};
	enum human h = plain_open(&p, s, fault);
	if (h != HUMAN_VALUE)
		return h;
	f.is_about = plain_take_about(&p);
	h = take_price(&p, &f.low_e4, fault);
	if (h != HUMAN_VALUE)
		return h;
	struct unit u = take_unit(&p);
	h = take_second(&p, &f, &u, fault);
	if (h != HUMAN_VALUE)
		return h;
	f.is_about |= plain_take_about(&p);
	if (!plain_is_at_end(&p))
		return strpbrk(p.at, "0123456789") ? several(&p, fault) : unreadable(&p, fault);
	h = assume(&p, &u, &f, fault);
	if (h == HUMAN_VALUE)
		*ret = f;
	return h;
}
