#include "test.h"

#include <stdio.h>
#include <string.h>

#include "registry/human.h"

static struct human_fault fault;

/* A fault has both languages, and its part of the cell where the text has a place for it. */
static const char *wrong(void)
{
	assert_non_null(fault.text.zh);
	assert_non_null(fault.text.en);
	return fault.text.key;
}

/* ─── fees ─── */

/* "23800 m2_month", "11400-24800 m2_month about assumed", "none", or what is wrong. */
static const char *fee(const char *s)
{
	static char shown[128];
	struct fee f = {.low_e4 = -7};
	switch (human_fee(s, &f, &fault)) {
	case HUMAN_NONE:
		assert_int_equal(f.low_e4, -7);
		return "none";
	case HUMAN_WRONG:
		assert_int_equal(f.low_e4, -7);
		return wrong();
	case HUMAN_VALUE:
		break;
	}
	assert_true(f.low_e4 > 0 && f.high_e4 >= f.low_e4);
	assert_int_equal(f.is_range, f.high_e4 > f.low_e4);
	int n = snprintf(shown, sizeof shown, "%d", (int)f.low_e4);
	if (f.is_range)
		n += snprintf(shown + n, sizeof shown - (size_t)n, "-%d", (int)f.high_e4);
	snprintf(shown + n, sizeof shown - (size_t)n, " %s%s%s",
		 choice_of(&fee_units, f.unit)->code, f.is_about ? " about" : "",
		 f.is_unit_assumed ? " assumed" : "");
	return shown;
}

TEST(a_fee_is_read_as_people_write_it)
{
	static const char *const cases[][2] = {
		{"2.38元/平米/月", "23800 m2_month"},
		{"1.14至2.48元/平米/月", "11400-24800 m2_month"},
		{"0.5-1.68元/m2/月", "5000-16800 m2_month"},
		{"1.5元/㎡·月", "15000 m2_month"},
		{"１．５元／㎡・月", "15000 m2_month"},
		{"1.5 元 / (㎡·月)", "15000 m2_month"},
		{"1.5元每平方米每月", "15000 m2_month"},
		{"1.5元/月/平方米", "15000 m2_month"},
		{"1.5元/月·㎡~2.5元/月·㎡", "15000-25000 m2_month"},
		{"1.5—1.5元/建筑平方米/月", "15000 m2_month"},
		{"¥2.6/m²/month", "26000 m2_month"},
		{"2.38 yuan/m²/month", "23800 m2_month"},
		{"1.14-2.48 yuan/m²/month", "11400-24800 m2_month"},
		{"0.05元/平方米·天", "500 m2_day"},
		{"0.08元/㎡/日", "800 m2_day"},
		{"3.6元/平米/季度", "36000 m2_quarter"},
		{"18元/㎡·年", "180000 m2_year"},
		{"30元/户·月", "300000 house_month"},
		{"180元/户/年", "1800000 house_year"},
		{"1,200元/套/年", "12000000 house_year"},
		{"45元/户·季", "450000 house_quarter"},
		{"1元/户·天", "10000 house_day"},
		{"约1.2元", "12000 m2_month about assumed"},
		{"1.2元左右", "12000 m2_month about assumed"},
		{"1.2", "12000 m2_month assumed"},
		{"1.2元/月", "12000 m2_month assumed"},
		{"1.2元/平", "12000 m2_month assumed"},
		{"25元/户", "250000 house_month assumed"},
		{"0.30000000000000004", "3000 m2_month assumed"},
		{"2.3800元/平米/月", "23800 m2_month"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(fee(cases[i][0]), cases[i][1]);
}

TEST(a_fee_that_is_none_is_not_nought)
{
	static const char *const none[] = {"",   " ",  "暂无数据", "暂无信息", "-",  "－",
					   "无", "--", "/",        "暂 无",    "N/A"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_string_equal(fee(none[i]), "none");
}

TEST(a_fee_that_cannot_be_read_says_why)
{
	static const char *const cases[][2] = {
		{"0元/平米/月", "human.fee_zero"},
		{"-1.2元/平米/月", "human.fee_zero"},
		{"面议", "human.fee"},
		{"元/平米/月", "human.fee"},
		{"1.2.3元", "human.fee"},
		{"12,34元/户/月", "human.fee"},
		{"99999999999元/㎡·月", "human.fee"},
		{"2.38美元/平米/月", "human.fee"},
		{"多层1.2元，高层1.8元", "human.fee"},
		{"1.2元/㎡·月，商铺3元/㎡·月", "human.fee_several"},
		{"1.2元/㎡·月至180元/户·年", "human.fee_several"},
		{"2.48至1.14元/平米/月", "human.fee_order"},
		{"1.2元起", "human.fee_open"},
		{"1.2元至", "human.fee_open"},
		{"1.23456元/㎡·月", "human.fee_fine"},
		{"150", "human.fee_unit"},
		{"150元/月", "human.fee_unit"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(fee(cases[i][0]), cases[i][1]);
	static char longest[1000];
	memset(longest, '1', sizeof longest - 1);
	assert_string_equal(fee(longest), "human.long");
	assert_true(strlen(fault.what) < sizeof fault.what);
	struct ctx *cx = test_ctx();
	assert_string_equal(fee("面议"), "human.fee");
	human_fail(cx, "fee", &fault);
	assert_string_equal(text_render(cx->mem, cx->failure.fields[0].text, LANG_ZH,
					cx->failure.fields[0].args),
			    "看不懂物业费“面议”，请写成 2.38元/㎡·月 或 1.14至2.48元/㎡·月");
}

/* ─── amounts ─── */

static const char *amount(enum human (*parse)(const char *, struct amount *, struct human_fault *),
			  const char *s)
{
	static char shown[64];
	struct amount a = {.value = -7};
	enum human h = parse(s, &a, &fault);
	if (h == HUMAN_WRONG)
		return wrong();
	snprintf(shown, sizeof shown, "%lld%s", (long long)a.value, a.is_about ? " about" : "");
	return h == HUMAN_NONE ? "none" : shown;
}

TEST(an_area_is_hundredths_of_a_square_metre)
{
	static const char *const cases[][2] = {
		{"89.50㎡", "8950"},
		{"89.5平方米", "8950"},
		{"1,234.56", "123456"},
		{"８９．５ ㎡", "8950"},
		{"89.49999999999999", "8950"},
		{"共89.5m2", "8950"},
		{"约10.5万㎡", "10500000 about"},
		{"10.1234万", "10123400"},
		{"0", "0"},
		{"暂无", "none"},
		{"89.505㎡", "human.too_fine"},
		{"-5㎡", "human.negative"},
		{"五十", "human.amount"},
		{"80×2", "human.amount"},
		{"50亩", "human.area_unit"},
		{"9999999999999999999", "human.too_large"},
		{"922337203685477万", "human.too_large"},
		{"89.5平房", "human.amount"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(amount(human_area, cases[i][0]), cases[i][1]);
}

TEST(a_count_is_whole)
{
	static const char *const cases[][2] = {
		{"1124户", "1124"},
		{"5栋", "5"},
		{"约200户", "200 about"},
		{"12,345", "12345"},
		{"200户左右", "200 about"},
		{"共 5 栋楼", "5"},
		{"200余户", "200 about"},
		{"1.2万户", "12000"},
		{"0户", "0"},
		{"1124.0", "1124"},
		{"-", "none"},
		{"5.5户", "human.not_whole"},
		{"5-6栋", "human.amount"},
		{"很多", "human.amount"},
		{"5栋6层", "human.amount"},
		{"-3", "human.negative"},
		{"1.23456万", "human.not_whole"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(amount(human_count, cases[i][0]), cases[i][1]);
}

static const char *years(const char *s)
{
	static char shown[64];
	struct years y = {0};
	enum human h = human_years(s, &y, &fault);
	if (h == HUMAN_WRONG)
		return wrong();
	snprintf(shown, sizeof shown, "%d-%d%s", (int)y.from, (int)y.to,
		 y.is_about ? " about" : "");
	return h == HUMAN_NONE ? "none" : shown;
}

TEST(a_year_may_be_two)
{
	static const char *const cases[][2] = {
		{"2002年建成", "2002-2002"},
		{"2002", "2002-2002"},
		{"1998-2003年", "1998-2003"},
		{"1998年至2003年建成", "1998-2003"},
		{"建于2002年", "2002-2002"},
		{"约2000年", "2000-2000 about"},
		{"2000年左右", "2000-2000 about"},
		{"90年代", "1990-1999 about"},
		{"1980年代", "1980-1989 about"},
		{"暂无信息", "none"},
		{"20年代", "human.year"},
		{"2003-1998", "human.year"},
		{"02年", "human.year"},
		{"1700", "human.year"},
		{"20021", "human.year"},
		{"2002年建成投用", "human.year"},
		{"2002-", "human.year"},
		{"明年", "human.year"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(years(cases[i][0]), cases[i][1]);
}

/* ─── dates, yes and no ─── */

static const char *date(const char *s)
{
	static char shown[64];
	struct human_date d = {.date = "untouched"};
	enum human h = human_date(s, &d, &fault);
	if (h == HUMAN_WRONG)
		return wrong();
	snprintf(shown, sizeof shown, "%s%s", d.date, d.is_imprecise ? " imprecise" : "");
	return h == HUMAN_NONE ? "none" : shown;
}

TEST(a_date_is_read_in_many_forms)
{
	static const char *const whole[] = {"2020-8-1",
					    "2020-08-01",
					    "2020/8/1",
					    "2020/08/01",
					    "2020.8.1",
					    "20200801",
					    "44044",
					    "2020年8月1日",
					    "2020年08月01号",
					    "２０２０－８－１",
					    "2020年 8月 1日",
					    "2020-08-01 12:30:00",
					    "2020/8/1 0:00",
					    "2020-08-01T00:00:00",
					    "二〇二〇年八月一日",
					    "2020-08-01T12:30:00.000Z"};
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		assert_string_equal(date(whole[i]), "2020-08-01");
	static const char *const months[] = {"2020年8月", "2020-08", "2020.8",
					     "2020/8",    "202008",  "2020年8月份"};
	for (size_t i = 0; i < sizeof months / sizeof *months; i++)
		assert_string_equal(date(months[i]), "2020-08-01 imprecise");
	assert_string_equal(date("2020年"), "2020-01-01 imprecise");
	assert_string_equal(date("2020"), "2020-01-01 imprecise");
	assert_string_equal(date("二〇二〇年十二月三十一日"), "2020-12-31");
	assert_string_equal(date("二零二零年十月二十日"), "2020-10-20");
	assert_string_equal(date("2020年12月11日"), "2020-12-11");
	assert_string_equal(date("无"), "none");
}

TEST(a_date_that_is_none_says_why)
{
	static const char *const cases[][2] = {
		{"2020-2-30", "human.no_such_day"},
		{"20201301", "human.no_such_day"},
		{"2020年13月", "human.no_such_day"},
		{"20-8-1", "human.date_year"},
		{"1/8/2020", "human.date_year"},
		{"8月1日", "human.date_year"},
		{"长期", "human.date_year"},
		{"2020-8-1-1", "human.date"},
		{"2020-0-1", "human.date"},
		{"2020年8月1日前", "human.date"},
		{"202000", "human.date"},
		{"9999", "human.date"},
		{"99999", "human.date"},
		{"2020081", "human.date"},
		{"20200801123000", "human.date"},
		{"2020-8-1,2021-8-1", "human.date"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(date(cases[i][0]), cases[i][1]);
}

TEST(yes_and_no_have_many_words)
{
	static const char *const yes[] = {"是", "有", "√", "Y", "1", "yes", "TRUE", "１"};
	static const char *const no[] = {"否", "无", "×", "N", "0", "没有", "X", "false"};
	bool v;
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(human_flag(yes[i], &v, &fault), HUMAN_VALUE);
		assert_true(v);
		assert_int_equal(human_flag(no[i], &v, &fault), HUMAN_VALUE);
		assert_false(v);
	}
	assert_int_equal(human_flag(" ", &v, &fault), HUMAN_NONE);
	assert_int_equal(human_flag("-", &v, &fault), HUMAN_NONE);
	assert_int_equal(human_flag("也许", &v, &fault), HUMAN_WRONG);
	assert_string_equal(wrong(), "human.flag");
}

/* ─── owners ─── */

/* "张三 1/2|李四 1/2" */
static const char *owners(const char *s)
{
	static char shown[512];
	struct human_owner *o;
	size_t n, at = 0;
	enum human h = human_owners(test_ctx()->mem, s, &o, &n, &fault);
	if (h != HUMAN_VALUE)
		return h == HUMAN_NONE ? "none" : wrong();
	for (size_t i = 0; i < n; i++) {
		at += (size_t)snprintf(shown + at, sizeof shown - at, "%s%s", i ? "|" : "",
				       o[i].name);
		if (o[i].den)
			at += (size_t)snprintf(shown + at, sizeof shown - at, " %d/%d",
					       (int)o[i].num, (int)o[i].den);
	}
	return shown;
}

TEST(owners_of_one_house_are_told_apart)
{
	static const char *const cases[][2] = {
		{"张三", "张三"},
		{"张三/李四", "张三|李四"},
		{"张三、李四，王五;赵六", "张三|李四|王五|赵六"},
		{"张三\n李四", "张三|李四"},
		{"张三 李四", "张三|李四"},
		{"张　三", "张三"},
		{"张 三/李 四", "张三|李四"},
		{"欧阳明 张三", "欧阳明|张三"},
		{"John Smith、李四", "John Smith|李四"},
		{"张三（50%）李四（50%）", "张三 1/2|李四 1/2"},
		{"张三 50% 李四 50%", "张三 1/2|李四 1/2"},
		{"张三50%/李四50%", "张三 1/2|李四 1/2"},
		{"张三：50％、李四：50％", "张三 1/2|李四 1/2"},
		{"张三占1/3，李四占2/3", "张三 1/3|李四 2/3"},
		{"张三1/3李四1/3王五1/3", "张三 1/3|李四 1/3|王五 1/3"},
		{"张三(0.25) 李四(0.75)", "张三 1/4|李四 3/4"},
		{"张三 33.33%、李四 66.67%", "张三 3333/10000|李四 6667/10000"},
		{"张三（份额 12.5%）李四（份额 87.5%）", "张三 1/8|李四 7/8"},
		{"杭州邻里（集团）有限公司", "杭州邻里(集团)有限公司"},
		{"张三 100%", "张三 1/1"},
		{" ", "none"},
		{"、", "none"},
		{"张三50%、李四40%", "human.share_sum"},
		{"张三33.33%、李四33.33%、王五33.33%", "human.share_sum"},
		{"张三 50%", "human.share_sum"},
		{"张三50%、李四", "human.share_some"},
		{"50%张三", "human.share_alone"},
		{"张三50%50%", "human.share_alone"},
		{"张三等3人", "human.owner_etc"},
		{"张三等", "human.owner_etc"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(owners(cases[i][0]), cases[i][1]);
	static char longest[3000];
	for (size_t i = 0; i + 3 < sizeof longest; i += 3)
		memcpy(longest + i, "张", 3);
	assert_string_equal(owners(longest), "human.owner_long");
}

static const char *phones(const char *s)
{
	static char shown[512];
	const char **list;
	size_t n, at = 0;
	enum human h = human_phones(test_ctx()->mem, s, &list, &n, &fault);
	if (h != HUMAN_VALUE)
		return h == HUMAN_NONE ? "none" : wrong();
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(shown + at, sizeof shown - at, "%s%s", i ? "|" : "",
				       list[i]);
	return shown;
}

TEST(several_phones_stand_in_one_cell)
{
	static const char *const cases[][2] = {
		{"13800000000", "13800000000"},
		{"13800000000/13900000000", "13800000000|13900000000"},
		{"13800000000、0571-88886666", "13800000000|057188886666"},
		{"138 0000 0000", "13800000000"},
		{"138-0000-0000 139-0000-0000", "13800000000|13900000000"},
		{"13800000000 13900000000", "13800000000|13900000000"},
		{"1380000000013900000000", "13800000000|13900000000"},
		{"１３８００００００００；１３９００００００００", "13800000000|13900000000"},
		{"13800000000\n13900000000\n", "13800000000|13900000000"},
		{"(0571)88886666转801", "057188886666-801"},
		{"无", "none"},
		{"1380000000", "human.phone"},
		{"13800000000/88886666", "human.phone"},
		{"张三13800000000", "human.phone"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(phones(cases[i][0]), cases[i][1]);
	assert_string_equal(phones("13800000000/88886666"), "human.phone");
	assert_string_equal(fault.what, "88886666");
}

/* ─── houses ─── */

static const char *house(const char *s)
{
	struct human_house h = {0};
	struct ctx *cx = test_ctx();
	enum human r = human_house(s, &h, &fault);
	if (r != HUMAN_VALUE)
		return r == HUMAN_NONE ? "none" : wrong();
	return human_house_normal(cx->mem, &h);
}

TEST(a_house_has_one_form)
{
	static const char *const cases[][2] = {
		{"3幢2单元1201室", "3-2-1201"},
		{"3-2-1201", "3-2-1201"},
		{"3号楼1201", "3-1201"},
		{"03栋-01单元-0501", "3-1-501"},
		{"3幢1201", "3-1201"},
		{"3#2-1201", "3-2-1201"},
		{"3#楼2单元1201", "3-2-1201"},
		{"A座1201", "A-1201"},
		{"a-1201b", "A-1201B"},
		{"三幢二单元1201室", "3-2-1201"},
		{"十二幢1201", "12-1201"},
		{"3幢东单元301", "3-东-301"},
		{"3幢2单元东户", "3-2-东"},
		{"东区3幢2单元1201", "东区3-2-1201"},
		{"二期5号楼101", "2期5-101"},
		{"3号1201室", "3-1201"},
		{"3幢1201号", "3-1201"},
		{"2单元1201室", "2单元1201"},
		{"3幢2单元12层1201室", "3-2-1201"},
		{"3－2－1201", "3-2-1201"},
		{"3 幢 2 单元 1201 室", "3-2-1201"},
		{"3/2/1201", "3-2-1201"},
		{"1201", "1201"},
		{"000", "0"},
		{"", "none"},
		{"3幢", "human.house"},
		{"3楼1201", "human.house"},
		{"3-2-1201-4", "human.house"},
		{"3幢4栋1201", "human.house"},
		{"翠苑一区3幢1201", "human.house"},
		{"3幢2单元1201室（顶楼）", "human.house"},
		{"12345678901234567890", "human.house"},
		{"-1201", "human.house"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(house(cases[i][0]), cases[i][1]);
	struct human_house h;
	assert_int_equal(human_house("3幢1201", &h, &fault), HUMAN_VALUE);
	assert_string_equal(h.building, "3");
	assert_string_equal(h.entrance, "");
	assert_string_equal(h.house, "1201");
}

TEST(a_part_of_an_address_has_one_form)
{
	static const char *const cases[][2] = {
		{"03幢", "3"},        {"3号楼", "3"},        {"三幢", "3"},      {"a座", "A"},
		{"2单元", "2"},       {"东单元", "东"},      {"1201室", "1201"}, {"0501", "501"},
		{"B1-023", "B1-023"}, {"商业 楼", "商业楼"}, {"2期3幢", "2期3"}, {"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(human_house_part(test_ctx()->mem, cases[i][0]), cases[i][1]);
}

static const char *share(const char *s)
{
	struct human_owner o = {0};
	enum human r = human_share(s, &o, &fault);
	if (r != HUMAN_VALUE)
		return r == HUMAN_NONE ? "none" : wrong();
	return mem_format(test_ctx()->mem, "%lld/%lld", (long long)o.num, (long long)o.den);
}

TEST(a_share_alone)
{
	static const char *const cases[][2] = {
		{"50%", "1/2"},
		{"33.33%", "3333/10000"},
		{"1/3", "1/3"},
		{"2/4", "1/2"},
		{"0.5", "1/2"},
		{"全部", "1/1"},
		{"单独所有", "1/1"},
		{"1", "1/1"},
		{"100%", "1/1"},
		{"各50%", "1/2"},
		{"占 1/2", "1/2"},
		{"-", "none"},
		{"", "none"},
		{"50", "human.share"},
		{"0%", "human.share"},
		{"120%", "human.share"},
		{"3/2", "human.share"},
		{"一半", "human.share"},
		{"50%和50%", "human.share"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(share(cases[i][0]), cases[i][1]);
}
