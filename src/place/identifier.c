#include "place/identifier_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* ─── faults ─── */

void identifier_fail(struct ctx *cx, const char *path, const struct identifier_fault *f)
{
	fail_field(cx, path, f->text, i64(f->at), str(f->seen), str(f->expected));
}

/* The character at a place of `s`, counted from 1. */
static void copy_char(const char *s, int at, char out[static 24])
{
	const char *p = s;
	for (int i = 1; i < at && *p; i++)
		(void)utf8_next(&p);
	const char *end = p;
	(void)utf8_next(&end);
	memcpy(out, p, (size_t)(end - p));
	out[end - p] = '\0';
}

bool identifier_fault_at(struct identifier_fault *ret, const char *s, int at, const char *expected,
			 struct text text)
{
	*ret = (struct identifier_fault){.at = at, .text = text};
	if (at > 0)
		copy_char(s, at, ret->seen);
	snprintf(ret->expected, sizeof ret->expected, "%s", expected);
	return false;
}

static bool fault_of_length(struct identifier_fault *ret, const char *s, const char *expected)
{
	*ret = (struct identifier_fault){.text = T("identifier.length", "应为 {3} 位，现有 {2} 位",
						   "{3} characters are needed, there are {2}")};
	snprintf(ret->seen, sizeof ret->seen, "%zu", utf8_length(s));
	snprintf(ret->expected, sizeof ret->expected, "%s", expected);
	return false;
}

/* ─── characters ─── */

static const char DIGITS[] = "0123456789";
static const char CREDIT[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* no I, O, S, V, Z */
static const char LETTERS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* What people read or type for one another. */
static char lookalike(char c)
{
	static const char pairs[][2] = {{'O', '0'}, {'I', '1'}, {'L', '1'}, {'S', '5'},
					{'Z', '2'}, {'B', '8'}, {'Q', '0'}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i][0] == c)
			return pairs[i][1];
	return '\0';
}

/* What one place of a number may hold; `name` and `en` say it to people. */
struct allowed {
	char sign; /* in a shape */
	const char *chars;
	struct text text;
};

static const struct allowed classes[] = {
	{'9',
	 DIGITS,
	 {"identifier.digit", "第 {1} 位是“{2}”，应为数字",
	  "Character {1} is “{2}”; it should be a digit"}},
	{'C',
	 CREDIT,
	 {"identifier.credit_char", "第 {1} 位是“{2}”，只能是数字或除 I、O、S、V、Z 外的大写字母",
	  "Character {1} is “{2}”; only digits and capitals other than I, O, S, V, Z occur"}},
	{'A',
	 LETTERS,
	 {"identifier.letter", "第 {1} 位是“{2}”，应为数字或大写字母",
	  "Character {1} is “{2}”; it should be a digit or a capital letter"}},
	{'X',
	 "0123456789X",
	 {"identifier.digit_or_x", "第 {1} 位是“{2}”，应为数字或 X",
	  "Character {1} is “{2}”; it should be a digit or X"}},
};

static const struct allowed *class_of(char sign)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (classes[i].sign == sign)
			return &classes[i];
	return NULL;
}

/* Each character against its place in the shape; `s` is as long. */
static bool fits_shape(const char *s, const char *shape, struct identifier_fault *ret)
{
	for (int i = 0; shape[i]; i++) {
		const struct allowed *a = class_of(shape[i]);
		if (strchr(a->chars, s[i]))
			continue;
		char like[2] = {lookalike(s[i])};
		bool may_be = like[0] && strchr(a->chars, like[0]);
		return identifier_fault_at(
			ret, s, i + 1, like,
			may_be ? T("identifier.lookalike", "第 {1} 位是字母“{2}”，是不是数字“{3}”",
				   "Character {1} is the letter “{2}”; is it the digit “{3}”?")
			       : a->text);
	}
	return true;
}

/* ASCII, of one length, in one shape. */
static bool has_shape(const char *s, const char *shape, struct identifier_fault *ret)
{
	char length[24];
	if (utf8_length(s) != strlen(shape)) {
		snprintf(length, sizeof length, "%zu", strlen(shape));
		return fault_of_length(ret, s, length);
	}
	for (int at = 1; at <= (int)strlen(shape); at++) {
		const char *p = s;
		for (int i = 1; i < at; i++)
			(void)utf8_next(&p);
		if ((unsigned char)*p >= 0x80)
			return identifier_fault_at(ret, s, at, "", class_of(shape[at - 1])->text);
	}
	return fits_shape(s, shape, ret);
}

static int value_of(char c, const char *alphabet)
{
	return (int)(strchr(alphabet, c) - alphabet);
}

static int weigh(const char *s, const char *alphabet, const int *weights, int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++)
		sum += value_of(s[i], alphabet) * weights[i];
	return sum;
}

char *identifier_normalise(mem *parent, const char *s)
{
	static const uint32_t dropped[] = {' ',    '\t',   '\n',   '\r',   '-',  '.',
					   '(',    ')',    '_',    '[',    ']',  0x2010,
					   0x2011, 0x2013, 0x2014, 0x2212, 0xB7, 0x2022};
	char *folded = mem_str(parent, s);
	utf8_fold_width(folded);
	struct buf out = buf_on(parent);
	const char *p = folded;
	for (uint32_t c; (c = utf8_next(&p)) != 0;) {
		bool is_dropped = false;
		for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
			is_dropped |= c == dropped[i];
		char bytes[4];
		uint32_t upper = c < 128 ? (uint32_t)toupper((int)c) : c;
		if (!is_dropped)
			buf_put(&out, bytes, utf8_encode(upper, bytes));
	}
	return buf_text(&out);
}

/* ─── organisations ─── */

static char organisation_check(const char *s)
{
	static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	int c = 11 - weigh(s, LETTERS, weights, 8) % 11;
	return c == 10 ? 'X' : (char)('0' + c % 11);
}

bool identifier_check_organisation_code(const char *s, struct identifier_fault *ret)
{
	if (!has_shape(s, "AAAAAAAAX", ret))
		return false;
	char check[2] = {organisation_check(s)};
	if (s[8] == check[0])
		return true;
	return identifier_fault_at(
		ret, s, 9, check,
		T("identifier.check",
		  "校验位（第 {1} 位）是“{2}”，按前面各位应为“{3}”：有一位写错了",
		  "The check digit (character {1}) is “{2}”, by the others it should be “{3}”: one "
		  "of them is wrong"));
}

bool identifier_check_credit_code(const char *s, struct identifier_fault *ret)
{
	static const int weights[] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
				      29, 25, 13, 8,  24, 10, 30, 28};
	if (!has_shape(s, "CC999999CCCCCCCCCC", ret))
		return false;
	char check[2] = {CREDIT[(31 - weigh(s, CREDIT, weights, 17) % 31) % 31]};
	if (s[17] == check[0])
		return true;
	bool body_fits = s[16] == organisation_check(s + 8);
	return identifier_fault_at(
		ret, s, 18, check,
		body_fits
			? T("identifier.credit_head",
			    "校验位（第 {1} 位）是“{2}”，按前面各位应为“{3}”；第 9 至 17 "
			    "位自身相符，"
			    "多半错在第 1 至 8 位或第 18 位",
			    "The check digit (character {1}) is “{2}”, by the others it should be "
			    "“{3}”; characters 9 to 17 fit one another, so look at 1 to 8 and 18")
			: T("identifier.credit_body",
			    "校验位（第 {1} 位）是“{2}”，按前面各位应为“{3}”；第 9 至 17 "
			    "位自身也不符，"
			    "多半错在其中",
			    "The check digit (character {1}) is “{2}”, by the others it should be "
			    "“{3}”; characters 9 to 17 do not fit one another: look there"));
}

/* ─── people ─── */

static char id_check(const char *s)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	return "10X98765432"[weigh(s, DIGITS, weights, 17) % 11];
}

void id_number_birth(const char *s, char out[static DATE_SIZE])
{
	char text[DATE_SIZE + 8];
	snprintf(text, sizeof text, "%.4s-%.2s-%.2s", s + 6, s + 10, s + 12);
	memcpy(out, text, DATE_SIZE);
}

bool id_number_is_male(const char *s)
{
	return (s[16] - '0') % 2 == 1;
}

static bool check_birth(const char *s, const char *today, struct identifier_fault *ret)
{
	char birth[DATE_SIZE], month[3] = {s[10], s[11]};
	id_number_birth(s, birth);
	if (strcmp(month, "01") < 0 || strcmp(month, "12") > 0)
		return identifier_fault_at(ret, s, 11, "01–12",
					   T("identifier.birth_month",
					     "第 11、12 位是出生月份，应在 {3} 之间",
					     "Characters 11 and 12 are the month of birth, {3}"));
	if (strncmp(birth, "1850", 4) < 0)
		return identifier_fault_at(
			ret, s, 7, "",
			T("identifier.birth_year", "第 7 至 10 位是出生年份，不会这么早",
			  "Characters 7 to 10 are the year of birth, which cannot be so long ago"));
	if (!date_is_valid(birth))
		return identifier_fault_at(
			ret, s, 13, "",
			T("identifier.birth_day", "第 13、14 位是出生日，这个月没有这一天",
			  "Characters 13 and 14 are the day of birth; that month has no such day"));
	if (strcmp(birth, today) > 0)
		return identifier_fault_at(
			ret, s, 7, today,
			T("identifier.birth_future", "第 7 至 14 位是出生日期，晚于今天（{3}）",
			  "Characters 7 to 14 are the day of birth, which lies after today ({3})"));
	return true;
}

bool identifier_check_id_number(const char *s, const char *today, struct identifier_fault *ret)
{
	if (strlen(s) == 15 && strspn(s, DIGITS) == 15)
		return identifier_fault_at(ret, s, 0, "18",
					   T("identifier.id_old",
					     "这是 15 位的旧号码，请填 {3} 位的公民身份号码",
					     "This is an old number of 15 digits; {3} are needed"));
	if (!has_shape(s, "99999999999999999X", ret))
		return false;
	if (s[0] == '0')
		return identifier_fault_at(ret, s, 1, "",
					   T("identifier.id_division",
					     "第 {1} 位是“{2}”，没有这样的行政区划",
					     "Character {1} is “{2}”: no division begins so"));
	if (!check_birth(s, today, ret))
		return false;
	char check[2] = {id_check(s)};
	if (s[17] == check[0])
		return true;
	return identifier_fault_at(
		ret, s, 18, check,
		T("identifier.check",
		  "校验位（第 {1} 位）是“{2}”，按前面各位应为“{3}”：有一位写错了",
		  "The check digit (character {1}) is “{2}”, by the others it should be “{3}”: one "
		  "of them is wrong"));
}

/* ─── real estate and divisions ─── */

/* A part of a unit number: so many characters, of these. */
struct unit_part {
	int n;
	const char *chars;
	struct text text;
};

static const struct unit_part unit_parts[] = {
	{6,
	 DIGITS,
	 {"unit_number.county", "县级行政区划（第 1 至 6 位）的第 {1} 位是“{2}”，应为数字",
	  "Character {1}, of the county's code (1 to 6), is “{2}”; it should be a digit"}},
	{3,
	 DIGITS,
	 {"unit_number.district", "地籍区（第 7 至 9 位）的第 {1} 位是“{2}”，应为数字",
	  "Character {1}, of the cadastral district (7 to 9), is “{2}”; it should be a digit"}},
	{3,
	 DIGITS,
	 {"unit_number.subdistrict", "地籍子区（第 10 至 12 位）的第 {1} 位是“{2}”，应为数字",
	  "Character {1}, of the cadastral subdistrict (10 to 12), is “{2}”; it should be a "
	  "digit"}},
	{1,
	 "GJZ",
	 {"unit_number.holder",
	  "土地所有权（第 13 位）是“{2}”，应为 G（国有）、J（集体）或 Z（争议）",
	  "Character 13, who owns the land, is “{2}”; it should be G (state), J (collective) or Z "
	  "(disputed)"}},
	{1,
	 "ABSXCDEFHGWY",
	 {"unit_number.right", "宗地特征（第 14 位）是“{2}”，应为 A B S X C D E F H G W Y 之一",
	  "Character 14, the kind of parcel, is “{2}”; it should be one of A B S X C D E F H G W "
	  "Y"}},
	{5,
	 DIGITS,
	 {"unit_number.parcel", "宗地顺序号（第 15 至 19 位）的第 {1} 位是“{2}”，应为数字",
	  "Character {1}, of the parcel's number (15 to 19), is “{2}”; it should be a digit"}},
	{1,
	 "FLQW",
	 {"unit_number.fixture",
	  "定着物特征（第 20 位）是“{2}”，应为 F（房屋）、L（林木）、Q（其他）或 W（无）",
	  "Character 20, what stands there, is “{2}”; it should be F (building), L (trees), Q "
	  "(other) or W (nothing)"}},
	{8,
	 DIGITS,
	 {"unit_number.unit",
	  "定着物单元（第 21 至 28 位：幢 4 位、户 4 位）的第 {1} 位是“{2}”，应为数字",
	  "Character {1}, of the unit (21 to 28: building and house), is “{2}”; it should be a "
	  "digit"}},
};

bool identifier_check_unit_number(const char *s, struct identifier_fault *ret)
{
	enum { LENGTH = 28, FIXTURE = 19 };
	const char *p = s;
	int at = 1;
	if (utf8_length(s) != LENGTH)
		return fault_of_length(ret, s, "28");
	for (size_t i = 0; i < sizeof unit_parts / sizeof *unit_parts; i++)
		for (int j = 0; j < unit_parts[i].n; j++, at++) {
			uint32_t c = utf8_next(&p);
			if (c >= 128 || !strchr(unit_parts[i].chars, (int)c))
				return identifier_fault_at(ret, s, at, "", unit_parts[i].text);
		}
	size_t zeros = strspn(s + FIXTURE + 1, "0");
	if (s[FIXTURE] == 'W' && zeros != 8)
		return identifier_fault_at(
			ret, s, FIXTURE + 2 + (int)zeros, "0",
			T("unit_number.nothing",
			  "第 20 位是 W（无定着物），第 21 至 28 位应全为 0，第 {1} 位却是“{2}”",
			  "Character 20 is W (nothing stands there), so 21 to 28 should be 0, but "
			  "character {1} is “{2}”"));
	return true;
}

bool identifier_check_division_code(const char *s, struct identifier_fault *ret)
{
	static const char *const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 "
					     "43 44 45 46 50 51 52 53 54 61 62 "
					     "63 64 65 71 81 82";
	static const char *const shapes[] = {"999999", "999999999", "999999999999"};
	size_t n = utf8_length(s);
	if (n != 6 && n != 9 && n != 12)
		return fault_of_length(ret, s, "6、9、12");
	if (!has_shape(s, shapes[n / 3 - 2], ret))
		return false;
	char province[3] = {s[0], s[1]};
	if (!strstr(provinces, province))
		return identifier_fault_at(ret, s, 1, "",
					   T("identifier.province",
					     "前两位不是任何省、自治区、直辖市的代码",
					     "The first two digits are no province's"));
	return true;
}
