#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "place/identifier_priv.h"

/* Phones and plates. */

static const char DIGITS[] = "0123456789";

enum { MOBILE = 11, SERVICE = 10, LANDLINE_MIN = 10, LANDLINE_MAX = 12, EXTENSION_MAX = 6 };

/* ─── phones ─── */

/* How an extension is announced; the first is how it is kept. */
static size_t extension_mark(const char *s)
{
	static const char *const marks[] = {"-", "转", "轉", "EXT", "#", "*"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (!strncasecmp(s, marks[i], strlen(marks[i])))
			return strlen(marks[i]);
	return 0;
}

/* The digits of one part; what is neither a digit nor noise stays, for the check to find. */
static char *phone_part(mem *parent, const char *s, size_t n)
{
	char *part = mem_strn(parent, s, n);
	return identifier_normalise(parent, part);
}

/* Behind an area code and a number: where the extension begins, NULL if there is none. */
static const char *find_extension(const char *s, size_t *ret_mark)
{
	size_t digits = 0;
	for (const char *p = s; *p; p++) {
		size_t mark = extension_mark(p);
		bool is_whole = *s == '0' || *s == '(' ? digits >= LANDLINE_MIN : digits >= SERVICE;
		if (mark && is_whole && p[mark]) {
			*ret_mark = mark;
			return p;
		}
		digits += *p >= '0' && *p <= '9';
	}
	return NULL;
}

char *phone_normalise(mem *parent, const char *s)
{
	static const char *const prefixes[] = {"+86", "0086"};
	char *folded = mem_str(parent, s);
	utf8_fold_width(folded);
	const char *p = folded;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (!strncmp(p, prefixes[i], strlen(prefixes[i])))
			p += strlen(prefixes[i]);
	while (*p == ' ' || *p == '-')
		p++;
	size_t mark = 0;
	const char *extension = find_extension(p, &mark);
	if (!extension)
		return phone_part(parent, p, strlen(p));
	return mem_format(parent, "%s-%s", phone_part(parent, p, (size_t)(extension - p)),
			  phone_part(parent, extension + mark, strlen(extension + mark)));
}

static bool fault(struct identifier_fault *ret, const char *s, int at, struct text text)
{
	return identifier_fault_at(ret, s, at, "", text);
}

static bool check_mobile(const char *s, size_t n, struct identifier_fault *ret)
{
	if (n > 1 && (s[1] < '3' || s[1] > '9'))
		return fault(ret, s, 2,
			     T("phone.mobile_second", "手机号第 2 位是“{2}”，应为 3 至 9",
			       "The second digit of a mobile phone is “{2}”; it should be 3 to 9"));
	if (n != MOBILE)
		return fault(
			ret, s, 0,
			n < MOBILE
				? T("phone.mobile_short", "手机号应为 11 位，少了几位",
				    "A mobile phone has 11 digits; some are missing")
				: T("phone.mobile_long",
				    "手机号应为 11 位，多了几位；几个号码请分开填写",
				    "A mobile phone has 11 digits; there are more. Write several "
				    "numbers apart"));
	return true;
}

/* 010 and 02x have three digits and numbers of eight behind them, the others four and seven or
 * eight. */
static bool check_landline(const char *s, size_t n, struct identifier_fault *ret)
{
	bool is_short = n > 1 && (s[1] == '1' || s[1] == '2');
	size_t area = is_short ? 3 : 4;
	if (n > 1 && (s[1] == '0' || (s[1] == '1' && n > 2 && s[2] != '0')))
		return fault(ret, s, s[1] == '0' ? 2 : 3,
			     T("phone.area", "没有这样的区号（第 {1} 位是“{2}”）",
			       "There is no such area code (digit {1} is “{2}”)"));
	if (n > area && (s[area] == '0' || s[area] == '1'))
		return fault(ret, s, (int)area + 1,
			     T("phone.local_first", "区号后的号码不以“{2}”开头",
			       "Behind the area code a number does not begin with “{2}”"));
	if (n - area == 8 || (!is_short && n - area == 7))
		return true;
	return fault(ret, s, 0,
		     is_short ? T("phone.landline_8", "区号后应有 8 位",
				  "Eight digits are needed behind the area code")
			      : T("phone.landline_7", "区号后应有 7 或 8 位",
				  "Seven or eight digits are needed behind the area code"));
}

/* 110, 12345, 95598, 962121. */
static bool is_hotline(const char *s, size_t n)
{
	bool is_public = s[0] == '1' && s[1] <= '2' && (n == 3 || n == 5);
	bool is_company = s[0] == '9' && (s[1] == '5' || s[1] == '6') && (n == 5 || n == 6);
	return is_public || is_company;
}

static bool is_service(const char *s)
{
	return !strncmp(s, "400", 3) || !strncmp(s, "800", 3);
}

static bool check_service(const char *s, size_t n, struct identifier_fault *ret)
{
	return n == SERVICE || fault(ret, s, 0,
				     T("phone.service", "400、800 号码应为 10 位",
				       "A 400 or 800 number has 10 digits"));
}

static bool check_extension(const char *s, size_t at, struct identifier_fault *ret)
{
	size_t n = strlen(s + at + 1), digits = strspn(s + at + 1, DIGITS);
	if (digits == n && n >= 1 && n <= EXTENSION_MAX)
		return true;
	return fault(ret, s, (int)(at + 2 + (digits < n ? digits : 0)),
		     T("phone.extension", "分机号应为 1 至 6 位数字",
		       "An extension has 1 to 6 digits"));
}

bool identifier_check_phone(const char *s, struct identifier_fault *ret)
{
	size_t n = strspn(s, DIGITS);
	bool has_extension = s[n] == '-' && n >= SERVICE;
	if (!*s)
		return fault(ret, s, 0, T("phone.empty", "没有号码", "There is no number"));
	if (s[n] && !has_extension)
		return fault(ret, s, (int)n + 1,
			     T("phone.char", "第 {1} 位是“{2}”，应为数字",
			       "Character {1} is “{2}”; it should be a digit"));
	if (has_extension && !check_extension(s, n, ret))
		return false;
	if (is_hotline(s, n))
		return true;
	if (*s == '1')
		return check_mobile(s, n, ret);
	if (*s == '0')
		return check_landline(s, n, ret);
	if (is_service(s) && n > 8)
		return check_service(s, n, ret);
	return fault(
		ret, s, 1,
		n == 7 || n == 8
			? T("phone.no_area", "座机请加区号，如 0571-88886666",
			    "Write a landline with its area code, as in 0571-88886666")
			: T("phone.first", "不是手机号、带区号的座机或 400 号码",
			    "This is no mobile phone, no landline with an area code and no 400 "
			    "number"));
}

enum phone_kind phone_kind_of(const char *s)
{
	struct identifier_fault ignored;
	if (!identifier_check_phone(s, &ignored))
		return PHONE_NONE;
	if (is_hotline(s, strlen(s)))
		return PHONE_SERVICE;
	return *s == '1' ? PHONE_MOBILE : *s == '0' ? PHONE_LANDLINE : PHONE_SERVICE;
}

/* ─── plates ─── */

static const char PROVINCES[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
static const char LAST[] = "挂学警港澳领";
static const char SERIAL[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"; /* no I, O */
static const char NEW_ENERGY[] = "ABCDEFGHJK"; /* A to E run on batteries alone */

enum { ORDINARY = 7, ELECTRIC = 8 };

/* The characters of a plate; more than eight are counted, not kept. */
static size_t split(const char *s, uint32_t out[static ELECTRIC])
{
	size_t n = 0;
	for (uint32_t c; (c = utf8_next(&s)) != 0; n++)
		if (n < ELECTRIC)
			out[n] = c;
	return n;
}

static bool is_one_of(uint32_t c, const char *set)
{
	for (uint32_t each; (each = utf8_next(&set)) != 0;)
		if (each == c)
			return true;
	return false;
}

/* 使 014578, or since 2018 224578 使: an embassy's. */
static bool is_embassy(const uint32_t *c, size_t n)
{
	static const uint32_t mark = 0x4F7F;
	size_t from = c[0] == mark, to = from ? ORDINARY : ORDINARY - 1;
	if (n != ORDINARY || (!from && c[ORDINARY - 1] != mark))
		return false;
	for (size_t i = from; i < to; i++)
		if (!is_one_of(c[i], DIGITS))
			return false;
	return true;
}

static struct text plate_text(size_t i, size_t n)
{
	if (i == 0)
		return T("plate.province", "第 1 位是“{2}”，应为省份简称，如 浙",
			 "Character 1 is “{2}”; it should be the short name of a province");
	if (i == 1)
		return T("plate.office", "第 2 位是“{2}”，应为 I、O 以外的大写字母",
			 "Character 2 is “{2}”; it should be a capital letter other than I and O");
	if (n == ELECTRIC)
		return T("plate.new_energy",
			 "新能源号牌第 3 位（小型）或第 8 位（大型）应为 A 至 K "
			 "的字母，其余为数字，第 {1} 位却是“{2}”",
			 "Of a new-energy plate character 3 (small) or 8 (large) is a letter from "
			 "A to "
			 "K, the others are digits, but character {1} is “{2}”");
	return T("plate.serial", "第 {1} 位是“{2}”，应为数字或 I、O 以外的大写字母",
		 "Character {1} is “{2}”; it should be a digit or a capital letter other than I "
		 "and O");
}

/* What may stand at a place of an eight-character plate: 浙AD12345 (the fourth may be a letter too)
 * or 浙A12345D. */
static const char *electric_set(const uint32_t *c, size_t i)
{
	bool is_large = is_one_of(c[2], DIGITS);
	if (i == 2)
		return is_large ? DIGITS : NEW_ENERGY;
	if (i == 7 && is_large)
		return NEW_ENERGY;
	return i == 3 && !is_large ? SERIAL : DIGITS;
}

static bool fits(const uint32_t *c, size_t i, size_t n)
{
	if (i == 0)
		return is_one_of(c[0], PROVINCES);
	if (i == 1)
		return is_one_of(c[1], SERIAL + 10);
	if (n == ELECTRIC)
		return is_one_of(c[i], electric_set(c, i));
	return is_one_of(c[i], SERIAL) || (i == 6 && is_one_of(c[6], LAST));
}

bool identifier_check_plate(const char *s, struct identifier_fault *ret)
{
	uint32_t c[ELECTRIC] = {0};
	size_t n = split(s, c);
	if (n != ORDINARY && n != ELECTRIC)
		return fault(ret, s, 0,
			     T("plate.length", "号牌应为 7 位，新能源 8 位",
			       "A plate has 7 characters, of a new-energy car 8"));
	if (is_embassy(c, n))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!fits(c, i, n))
			return fault(ret, s, (int)i + 1, plate_text(i, n));
	return true;
}

bool plate_is_new_energy(const char *s)
{
	return utf8_length(s) == ELECTRIC;
}
