#include "test.h"

#include <string.h>

#include "place/identifier.h"

static struct identifier_fault fault;

static bool credit(const char *s)
{
	return identifier_check_credit_code(s, &fault);
}

static bool organisation(const char *s)
{
	return identifier_check_organisation_code(s, &fault);
}

static bool person(const char *s)
{
	return identifier_check_id_number(s, "2026-11-21", &fault);
}

static bool phone(const char *s)
{
	return identifier_check_phone(s, &fault);
}

static bool plate(const char *s)
{
	return identifier_check_plate(s, &fault);
}

static bool unit(const char *s)
{
	return identifier_check_unit_number(s, &fault);
}

static bool division(const char *s)
{
	return identifier_check_division_code(s, &fault);
}

/* The check refuses `s`, at this place and for this reason. */
static void refuses(bool (*check)(const char *), const char *s, int at, const char *key)
{
	assert_false(check(s));
	assert_string_equal(fault.text.key, key);
	assert_int_equal(fault.at, at);
}

/* No other character may stand at any place, and no two neighbours may change places. */
static void every_mutation_is_found(bool (*check)(const char *), const char *good,
				    const char *alphabet)
{
	char s[32];
	size_t n = strlen(good);
	assert_true(check(good));
	for (size_t i = 0; i < n; i++)
		for (const char *c = alphabet; *c; c++) {
			memcpy(s, good, n + 1);
			s[i] = *c;
			assert_true(check(s) == (*c == good[i]));
			assert_true(*c == good[i] || fault.at >= 0);
		}
	for (size_t i = 0; i + 1 < n; i++) {
		memcpy(s, good, n + 1);
		s[i] = good[i + 1];
		s[i + 1] = good[i];
		assert_true(check(s) == (good[i] == good[i + 1]));
	}
}

/* ─── organisations ─── */

TEST(a_credit_code_tells_every_slip)
{
	static const char *const good[] = {"91350100M000100Y43", "91440300708461136T",
					   "91330100799655058B", "91110108551385082Q"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		every_mutation_is_found(credit, good[i], "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZa-");
}

TEST(a_credit_code_says_where_it_is_wrong)
{
	refuses(credit, "9135O100M000100Y43", 5, "identifier.lookalike");
	assert_string_equal(fault.seen, "O");
	assert_string_equal(fault.expected, "0");
	refuses(credit, "91350100M0001V0Y43", 14, "identifier.credit_char");
	refuses(credit, "9135A100M000100Y43", 5, "identifier.digit");
	refuses(credit, "91350100M000100Y4", 0, "identifier.length");
	assert_string_equal(fault.seen, "17");
	assert_string_equal(fault.expected, "18");
	refuses(credit, "91350100M000100Y４3", 17, "identifier.credit_char");
	assert_string_equal(fault.seen, "４");
	refuses(credit, "91350100M000100Y44", 18, "identifier.credit_head");
	assert_string_equal(fault.expected, "3");
	refuses(credit, "91350100M000101Y43", 18, "identifier.credit_body");
	refuses(credit, "", 0, "identifier.length");
	struct ctx *cx = test_ctx();
	identifier_fail(cx, "credit_code", &fault);
	assert_string_equal(cx->failure.fields[0].path, "credit_code");
	assert_string_equal(text_render(cx->mem, cx->failure.fields[0].text, LANG_ZH,
					cx->failure.fields[0].args),
			    "应为 18 位，现有 0 位");
}

TEST(an_organisation_code_tells_every_slip)
{
	/* of digits alone: its sum is taken by 11, and some letters count as some digits do */
	every_mutation_is_found(organisation, "708461136", "0123456789");
	assert_true(organisation("M000100Y4"));
	assert_true(organisation("D2143569X"));
	refuses(organisation, "D21435690", 9, "identifier.check");
	assert_string_equal(fault.expected, "X");
	refuses(organisation, "70846113-6", 0, "identifier.length");
}

/* ─── people ─── */

TEST(an_id_number_tells_every_slip)
{
	every_mutation_is_found(person, "11010519491231002X", "0123456789XxA");
	every_mutation_is_found(person, "440524188001010014", "0123456789X");
	assert_true(person("810000199408230021"));
}

TEST(an_id_number_says_where_it_is_wrong)
{
	char birth[DATE_SIZE];
	id_number_birth("11010519491231002X", birth);
	assert_string_equal(birth, "1949-12-31");
	assert_false(id_number_is_male("11010519491231002X"));
	assert_true(id_number_is_male("440524188001010014"));
	refuses(person, "11010519491331002X", 11, "identifier.birth_month");
	refuses(person, "11010519490031002X", 11, "identifier.birth_month");
	refuses(person, "11010519490231002X", 13, "identifier.birth_day");
	refuses(person, "11010517491231002X", 7, "identifier.birth_year");
	refuses(person, "110105202612310021", 7, "identifier.birth_future");
	refuses(person, "01010519491231002X", 1, "identifier.id_division");
	refuses(person, "110105194912310021", 18, "identifier.check");
	assert_string_equal(fault.expected, "X");
	refuses(person, "1101051949123100X2", 17, "identifier.digit");
	refuses(person, "11O10519491231002X", 3, "identifier.lookalike");
	refuses(person, "110105491231002", 0, "identifier.id_old");
	refuses(person, "1101054912310", 0, "identifier.length");
}

/* ─── phones ─── */

static void phone_becomes(const char *typed, const char *kept, enum phone_kind kind)
{
	char *s = phone_normalise(test_ctx()->mem, typed);
	assert_string_equal(s, kept);
	assert_int_equal(phone_kind_of(s), kind);
}

TEST(a_phone_is_kept_in_one_form)
{
	phone_becomes("+86 138-0000-0000", "13800000000", PHONE_MOBILE);
	phone_becomes("１３８００００００００", "13800000000", PHONE_MOBILE);
	phone_becomes("0086-13800000000", "13800000000", PHONE_MOBILE);
	phone_becomes("0571-88886666", "057188886666", PHONE_LANDLINE);
	phone_becomes("（0571）8888 6666 转 801", "057188886666-801", PHONE_LANDLINE);
	phone_becomes("010-62345678-12", "01062345678-12", PHONE_LANDLINE);
	phone_becomes("0916-5512345", "09165512345", PHONE_LANDLINE);
	phone_becomes("400-800-1234", "4008001234", PHONE_SERVICE);
	phone_becomes("12345", "12345", PHONE_SERVICE);
	phone_becomes("95598", "95598", PHONE_SERVICE);
	phone_becomes("88886666", "88886666", PHONE_NONE);
	phone_becomes("", "", PHONE_NONE);
}

TEST(a_phone_says_where_it_is_wrong)
{
	refuses(phone, "1280000000", 2, "phone.mobile_second");
	refuses(phone, "1380000000", 0, "phone.mobile_short");
	refuses(phone, "1380000000013900000000", 0, "phone.mobile_long");
	refuses(phone, "1380000000O", 11, "phone.char");
	refuses(phone, "138 00000000", 4, "phone.char");
	refuses(phone, "88886666", 1, "phone.no_area");
	refuses(phone, "0057188886666", 2, "phone.area");
	refuses(phone, "01162345678", 3, "phone.area");
	refuses(phone, "0571188866661", 5, "phone.local_first");
	refuses(phone, "057188886", 0, "phone.landline_7");
	refuses(phone, "0216234567", 0, "phone.landline_8");
	refuses(phone, "400800123", 0, "phone.service");
	refuses(phone, "057188886666-12x", 16, "phone.extension");
	refuses(phone, "057188886666-", 14, "phone.extension");
	refuses(phone, "2345", 1, "phone.first");
	refuses(phone, "0", 0, "phone.landline_7");
	refuses(phone, "", 0, "phone.empty");
}

/* ─── plates ─── */

TEST(a_plate_is_one_of_the_standard)
{
	static const char *const good[] = {"浙A12345",  "京AF0236",  "沪AD12345", "浙AF12345",
					   "陕AD123挂", "粤Z1234港", "京A1234警", "川A1234学",
					   "浙A12345D", "渝AB12345", "使014578",  "224578使",
					   "沪A0023领", "浙AFB1234"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(plate(good[i]));
	assert_true(plate_is_new_energy("浙A12345D"));
	assert_false(plate_is_new_energy("浙A12345"));
}

TEST(a_plate_says_where_it_is_wrong)
{
	refuses(plate, "A12345浙", 1, "plate.province");
	refuses(plate, "浙112345", 2, "plate.office");
	refuses(plate, "浙I12345", 2, "plate.office");
	refuses(plate, "浙A1O345", 4, "plate.serial");
	refuses(plate, "浙A1挂345", 4, "plate.serial");
	refuses(plate, "浙A1234", 0, "plate.length");
	refuses(plate, "浙AL12345", 3, "plate.new_energy");
	refuses(plate, "浙AD1234A", 8, "plate.new_energy");
	refuses(plate, "浙A123456", 8, "plate.new_energy");
	refuses(plate, "使01457A", 1, "plate.province");
	refuses(plate, "浙a12345", 2, "plate.office");
	refuses(plate, "浙A·12345", 3, "plate.new_energy");
	char *s = identifier_normalise(test_ctx()->mem, " 浙a·１２３-45 ");
	assert_true(plate(s));
	assert_string_equal(s, "浙A12345");
}

/* ─── real estate, divisions ─── */

TEST(a_unit_number_names_the_part_that_is_wrong)
{
	const char *good = "330106001005GB00012F00030012";
	static const char *const keys[] = {"unit_number.county",      "unit_number.district",
					   "unit_number.subdistrict", "unit_number.holder",
					   "unit_number.right",       "unit_number.parcel",
					   "unit_number.fixture",     "unit_number.unit"};
	static const int ends[] = {6, 9, 12, 13, 14, 19, 20, 28};
	assert_true(unit(good));
	assert_true(unit("330106001005GB00012W00000000"));
	for (int at = 1, part = 0; at <= 28; at++) {
		char s[32];
		memcpy(s, good, 29);
		s[at - 1] = 'p';
		part += at > ends[part];
		refuses(unit, s, at, keys[part]);
	}
	refuses(unit, "330106001005GB00012W00000010", 27, "unit_number.nothing");
	refuses(unit, "330106001005GB00012F0003001", 0, "identifier.length");
	refuses(unit, "３30106001005GB00012F00030012", 1, "unit_number.county");
}

TEST(a_division_code_has_one_of_three_lengths)
{
	assert_true(division("330106"));
	assert_true(division("330106009"));
	assert_true(division("330106009001"));
	refuses(division, "3301060", 0, "identifier.length");
	refuses(division, "190106", 1, "identifier.province");
	refuses(division, "33010A", 6, "identifier.digit");
	refuses(division, "33010O", 6, "identifier.lookalike");
}
