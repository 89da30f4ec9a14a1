#include "registry/human_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/number.h"

/* ─── faults ─── */

void human_fail(struct ctx *cx, const char *path, const struct human_fault *f)
{
	fail_field(cx, path, f->text, str(f->what));
}

enum human human_wrong(struct human_fault *fault, const char *what, struct text text)
{
	const char *end = what;
	for (const char *p = what; *p && p - what < (ptrdiff_t)sizeof fault->what - 8; end = p)
		(void)utf8_next(&p);
	snprintf(fault->what, sizeof fault->what, "%.*s%s", (int)(end - what), what,
		 *end ? "…" : "");
	fault->text = text;
	return HUMAN_WRONG;
}

/* ─── reading ─── */

static bool is_nothing(const char *plain)
{
	static const char *const words[] = {"",         "-",      "--",     "---",  "—",
					    "——",       "/",      "无",     "暂无", "暂无数据",
					    "暂无信息", "无数据", "无信息", "未知", "不详",
					    "待定",     "未填",   "没有",   "n/a",  "na",
					    "null",     "none",   "?"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(plain, words[i]))
			return true;
	return false;
}

static void drop_blanks(char *s)
{
	char *out = s;
	for (; *s; s++)
		if (!isspace((unsigned char)*s))
			*out++ = (char)tolower((unsigned char)*s);
	*out = '\0';
}

enum human plain_open(struct plain *p, const char *s, struct human_fault *fault)
{
	p->at = p->text;
	p->written = s;
	if (strlen(s) >= sizeof p->text)
		return human_wrong(fault, s,
				   T("human.long", "“{1}”太长，这一格只填一个值",
				     "“{1}” is too long: this cell takes one value"));
	memcpy(p->text, s, strlen(s) + 1);
	utf8_fold_width(p->text);
	drop_blanks(p->text);
	return is_nothing(p->text) ? HUMAN_NONE : HUMAN_VALUE;
}

bool plain_take(struct plain *p, const char *word)
{
	size_t n = strlen(word);
	bool is_here = !strncmp(p->at, word, n);
	p->at += is_here ? n : 0;
	return is_here;
}

const char *plain_take_any(struct plain *p, const char *const *words)
{
	for (; *words; words++)
		if (plain_take(p, *words))
			return *words;
	return NULL;
}

bool plain_take_number(struct plain *p, char out[static NUMBER_TEXT_SIZE])
{
	bool has_sign = *p->at == '-' || *p->at == '+';
	size_t n = has_sign + strspn(p->at + has_sign, "0123456789.,");
	if (n > has_sign && strchr(".,", p->at[n - 1])) /* a full stop behind the number */
		n--;
	if (n == has_sign || n >= NUMBER_TEXT_SIZE)
		return false;
	memcpy(out, p->at, n);
	out[n] = '\0';
	p->at += n;
	return true;
}

bool plain_take_about(struct plain *p)
{
	static const char *const words[] = {"大约", "约", "大概", "左右", "近", "~", NULL};
	return plain_take_any(p, words);
}

bool plain_is_at_end(const struct plain *p)
{
	return !*p->at;
}

/* ─── Chinese numerals ─── */

static int numeral(uint32_t c)
{
	static const char *const digits[] = {"〇零○", "一", "二", "三", "四", "五",
					     "六",    "七", "八", "九", "十"};
	for (int i = 0; i <= 10; i++)
		for (const char *p = digits[i]; *p;)
			if (utf8_next(&p) == c)
				return i;
	return -1;
}

/* One run of numerals at *s as digits: "十二" is 12, "二〇二〇" is 2020. Moves past it. */
static size_t write_numerals(const char **s, char *out)
{
	size_t n = 0;
	int last = -1, v;
	for (const char *p = *s; (v = numeral(utf8_next(&p))) >= 0; *s = p) {
		const char *next = p;
		int following = numeral(utf8_next(&next));
		if (v < 10)
			out[n++] = (char)('0' + v);
		else if (last < 0)
			out[n++] = '1';
		if (v == 10 && (following < 0 || following == 10))
			out[n++] = '0';
		last = v;
	}
	return n;
}

void plain_numerals(struct plain *p)
{
	const char *in = p->text;
	char *out = p->text;
	while (*in) {
		size_t n = write_numerals(&in, out);
		if (!n)
			*out++ = *in++;
		out += n;
	}
	*out = '\0';
}

/* ─── amounts ─── */

static enum human not_an_amount(const struct plain *p, struct human_fault *fault)
{
	return human_wrong(fault, p->written,
			   T("human.amount", "看不懂“{1}”，请只填一个数字",
			     "“{1}” cannot be read; write one number"));
}

/* A number, perhaps in ten thousands, at `places`. */
static enum human read_amount(struct plain *p, int places, int64_t *ret, struct human_fault *fault)
{
	char text[NUMBER_TEXT_SIZE];
	if (!plain_take_number(p, text))
		return not_an_amount(p, fault);
	bool in_myriads = plain_take(p, "万");
	switch (number_scale(text, in_myriads ? 4 : places, ret)) {
	case DECIMAL_OK:
		break;
	case DECIMAL_TOO_FINE:
		return human_wrong(fault, p->written,
				   places ? T("human.too_fine", "“{1}”最多两位小数",
					      "“{1}” has more than two decimal places")
					  : T("human.not_whole", "“{1}”应为整数",
					      "“{1}” should be a whole number"));
	case DECIMAL_TOO_LARGE:
		return human_wrong(fault, p->written,
				   T("human.too_large", "“{1}”太大", "“{1}” is too large"));
	case DECIMAL_NOT_A_NUMBER:
		return not_an_amount(p, fault);
	}
	if (in_myriads && places && !mul_div(*ret, 100, 1, ret)) /* 0.0001 of 10,000 is 1 */
		return human_wrong(fault, p->written,
				   T("human.too_large", "“{1}”太大", "“{1}” is too large"));
	if (*ret < 0)
		return human_wrong(fault, p->written,
				   T("human.negative", "“{1}”不能为负", "“{1}” is negative"));
	return HUMAN_VALUE;
}

/* Between the number and the end: a word of `units`, 左右. */
static enum human read_whole(struct plain *p, int places, const char *const *units,
			     struct amount *ret, struct human_fault *fault)
{
	static const char *const before[] = {"共计", "合计", "总计", "共", NULL};
	struct amount a = {0};
	(void)plain_take_any(p, before);
	a.is_about = plain_take_about(p);
	enum human h = read_amount(p, places, &a.value, fault);
	if (h != HUMAN_VALUE)
		return h;
	a.is_about |= plain_take(p, "余") || plain_take(p, "多");
	(void)plain_take_any(p, units);
	a.is_about |= plain_take_about(p);
	if (!plain_is_at_end(p))
		return not_an_amount(p, fault);
	*ret = a;
	return HUMAN_VALUE;
}

enum human human_area(const char *s, struct amount *ret, struct human_fault *fault)
{
	static const char *const units[] = {"建筑平方米", "平方米", "平方", "平米", "㎡",
					    "m2",         "m²",     "m^2",  "平",   NULL};
	struct plain p;
	enum human h = plain_open(&p, s, fault);
	if (h != HUMAN_VALUE)
		return h;
	if (strstr(p.text, "亩") || strstr(p.text, "公顷"))
		return human_wrong(fault, s,
				   T("human.area_unit", "“{1}”请换算成平方米",
				     "Write “{1}” in square metres"));
	return read_whole(&p, 2, units, ret, fault);
}

enum human human_count(const char *s, struct amount *ret, struct human_fault *fault)
{
	static const char *const units[] = {"栋楼", "幢楼", "单元", "个", "户", "栋", "幢", "套",
					    "人",   "层",   "部",   "台", "辆", "间", "位", "家",
					    "座",   "名",   "次",   "处", "只", NULL};
	struct plain p;
	enum human h = plain_open(&p, s, fault);
	return h == HUMAN_VALUE ? read_whole(&p, 0, units, ret, fault) : h;
}

/* ─── years ─── */

static enum human not_a_year(const struct plain *p, struct human_fault *fault)
{
	return human_wrong(fault, p->written,
			   T("human.year", "看不懂年份“{1}”，请写成 2002 或 1998-2003",
			     "The year “{1}” cannot be read; write 2002 or 1998-2003"));
}

static bool take_year(struct plain *p, int64_t *ret)
{
	if (strspn(p->at, "0123456789") != 4)
		return false;
	int64_t year = 0;
	for (int i = 0; i < 4; i++)
		year = year * 10 + (*p->at++ - '0');
	*ret = year;
	(void)plain_take(p, "年");
	return year >= 1800 && year <= 2100;
}

/* "90年代", "1990年代": ten years. */
static bool take_decade(struct plain *p, struct years *ret)
{
	size_t digits = strspn(p->at, "0123456789");
	if (strcmp(p->at + digits, "年代") != 0 || (digits != 2 && digits != 4))
		return false;
	int64_t year = digits == 2 ? 1900 : 0, tail = 0;
	for (size_t i = 0; i < digits; i++)
		tail = tail * 10 + (p->at[i] - '0');
	year += tail;
	if (year % 10 || (digits == 2 && tail < 30) || year < 1800 || year > 2090)
		return false; /* 20年代 may be of either century */
	*ret = (struct years){year, year + 9, true};
	p->at += strlen(p->at);
	return true;
}

enum human human_years(const char *s, struct years *ret, struct human_fault *fault)
{
	static const char *const before[] = {"始建于", "建于", "建成于", "竣工于", "交付于", NULL};
	static const char *const behind[] = {"建成", "竣工", "交付", "建造", "建", "间", NULL};
	static const char *const between[] = {"至", "到", "—", "–", "-", "~", "/", "、", NULL};
	struct plain p;
	struct years y = {0};
	enum human h = plain_open(&p, s, fault);
	if (h != HUMAN_VALUE)
		return h;
	(void)plain_take_any(&p, before);
	bool is_about = plain_take_about(&p);
	if (take_decade(&p, &y)) {
		*ret = y;
		return HUMAN_VALUE;
	}
	if (!take_year(&p, &y.from))
		return not_a_year(&p, fault);
	y.to = y.from;
	if (plain_take_any(&p, between) && !take_year(&p, &y.to))
		return not_a_year(&p, fault);
	(void)plain_take_any(&p, behind);
	y.is_about = plain_take_about(&p) || is_about;
	if (!plain_is_at_end(&p) || y.to < y.from)
		return not_a_year(&p, fault);
	*ret = y;
	return HUMAN_VALUE;
}

/* ─── yes and no ─── */

enum human human_flag(const char *s, bool *ret, struct human_fault *fault)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{"是", true},    {"有", true},      {"√", true},   {"✓", true},
		{"✔", true},     {"y", true},       {"yes", true}, {"1", true},
		{"true", true},  {"已", true},      {"对", true},  {"具备", true},
		{"否", false},   {"无", false},     {"×", false},  {"✗", false},
		{"✘", false},    {"x", false},      {"n", false},  {"no", false},
		{"0", false},    {"false", false},  {"未", false}, {"没有", false},
		{"不是", false}, {"不具备", false},
	};
	struct plain p;
	enum human h = plain_open(&p, s, fault); /* 无 and 没有 say no here */
	if (h == HUMAN_WRONG)
		return h;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(p.text, words[i].word)) {
			*ret = words[i].value;
			return HUMAN_VALUE;
		}
	if (h == HUMAN_NONE)
		return h;
	return human_wrong(fault, s,
			   T("human.flag", "“{1}”请写成 是 或 否", "Write “{1}” as Y or N"));
}
