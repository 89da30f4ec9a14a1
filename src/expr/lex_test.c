#include "expr_test.h"

TEST(ints_are_decimal_or_hexadecimal)
{
	is_int("0", 0);
	is_int("42", 42);
	is_int("007", 7);
	is_int("0x55555555", 1431655765);
	is_int("0xFf", 255);
	is_int("-0x10", -16);
	is_int("9223372036854775807", INT64_MAX);
	is_int("-9223372036854775808", INT64_MIN);
	is_int("- 9223372036854775808", INT64_MIN);
	is_int("-0x8000000000000000", INT64_MIN);
	is_int("0x7fffffffffffffff", INT64_MAX);
	is_wrong("9223372036854775808", "expr.int_range", "9223372036854775808");
	is_wrong("-9223372036854775809", "expr.int_range", "9223372036854775809");
	is_wrong("99999999999999999999", "expr.int_range", "99999999999999999999");
	is_wrong("18446744073709551616", "expr.int_range", "18446744073709551616");
	is_wrong("0x10000000000000000", "expr.int_range", "0x10000000000000000");
	is_error("-(-9223372036854775808)", "expr.overflow");
}

TEST(other_numbers_are_refused_by_name)
{
	is_wrong("1u", "expr.uint", "1u");
	is_wrong("0x1FU", "expr.uint", "0x1FU");
	is_wrong("1.5", "expr.double", "1.5");
	is_wrong(".5", "expr.double", ".5");
	is_wrong("1e3", "expr.double", "1e3");
	is_wrong("1e+3", "expr.double", "1e+3");
	is_wrong("2.5E-3 > 1", "expr.double", "2.5E-3");
	is_wrong("12abc", "expr.number", "12abc");
	is_wrong("0x", "expr.number", "0x");
	is_wrong("12xu", "expr.number", "12xu");
	is_wrong("2e*3", "expr.double", "2e");
	is_wrong("0X1F", "expr.number", "0X1F");
	is_wrong("0xe+1g", "expr.number", "1g");
	is_int("0xe+1", 15);
	assert_int_equal(finds("1.5 + 2u", NULL)->n, 2);
}

TEST(texts_stand_in_either_quotes)
{
	is_text("'hello'", "hello");
	is_text("\"hello\"", "hello");
	is_text("''", "");
	is_text("\"\"", "");
	is_text("'\"'", "\"");
	is_text("\"'\"", "'");
	is_text("'万家花园'", "万家花园");
	is_text("'''hello'''", "hello");
	is_text("\"\"\"hello\"\"\"", "hello");
	is_text("''''''", "");
	is_text("'''x''x'''", "x''x");
	is_text("'''a\nb'''", "a\nb");
	is_text("\"\"\"a\r\n\"b\" \"\"\"", "a\r\n\"b\" ");
	is_text("'a' + \"b\"", "ab");
}

TEST(escapes_are_those_of_cel)
{
	is_text("'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`'", "\a\b\f\n\r\t\v\\?\"'`");
	is_text("'\\x41\\X4a\\u4e07\\U0001f3e0\\101\\377'", "AJ万🏠Aÿ");
	is_text("'''\\x41\\n'''", "A\n");
	is_text("'\\ufffd\\ue000\\ud7ff'", "\xef\xbf\xbd\xee\x80\x80\xed\x9f\xbf");
	is_text("'\\U0010ffff'", "\xf4\x8f\xbf\xbf");
	is_wrong("'\\s'", "expr.escape", "\\s");
	is_wrong("'\\x4'", "expr.escape", "\\x4");
	is_wrong("'\\xg1'", "expr.escape", "\\x");
	is_wrong("'\\u12'", "expr.escape", "\\u12");
	is_wrong("'\\U0001f3e'", "expr.escape", "\\U0001f3e");
	is_wrong("'\\ud83d'", "expr.escape", "\\ud83d");
	is_wrong("'\\U00110000'", "expr.escape", "\\U00110000");
	is_wrong("'\\18'", "expr.escape", "\\1");
	is_wrong("'\\400'", "expr.escape", "\\4");
	is_wrong("'\\万'", "expr.escape", "\\万");
	is_wrong("'\\0'", "expr.escape", "\\0");
	is_wrong("'\\9'", "expr.escape", "\\9");
	is_wrong("'\\/'", "expr.escape", "\\/");
	is_wrong("'\\x", "expr.open_string", "'\\x");
	is_wrong("'\\000'", "expr.nul", "\\000");
	is_wrong("'\\u0000'", "expr.nul", "\\u0000");
	assert_int_equal(finds("'\\s\\q' + '\\z'", NULL)->n, 3);
}

TEST(raw_texts_are_left_as_they_are)
{
	is_text("r'\\n\\'", "\\n\\");
	is_text("R\"\\x41\"", "\\x41");
	is_text("r'''\\a'b\n'''", "\\a'b\n");
	is_text("r\"\"", "");
}

TEST(byte_sequences_are_refused)
{
	is_wrong("b'abc'", "expr.bytes", "b'abc'");
	is_wrong("B\"abc\"", "expr.bytes", "B\"abc\"");
	is_wrong("br'a'", "expr.bytes", "br'a'");
	is_wrong("rb'''a'''", "expr.bytes", "rb'''a'''");
	is_wrong("bb", "expr.variable", "bb");
	is_wrong("rrr''", "expr.variable", "rrr");
}

TEST(a_text_ends_on_its_line_or_with_three_quotes)
{
	is_wrong("'abc", "expr.open_string", "'abc");
	is_wrong("'abc\n'", "expr.open_string", "'abc");
	is_wrong("'abc\r'", "expr.open_string", "'abc");
	is_wrong("'''abc''", "expr.open_string", "'''abc''");
	is_wrong("\"abc'", "expr.open_string", "\"abc'");
	is_wrong("'abc\\", "expr.open_string", "'abc\\");
	is_wrong("'abc\\'", "expr.open_string", "'abc\\'");
	is_wrong("r'", "expr.open_string", "r'");
}

TEST(blanks_and_comments_mean_nothing)
{
	is_int(" \t\n\f\r1 // one\n + // two\n2 //", 3);
	is_int("7/2", 3);
	is_int("7//2\n", 7);
	is_text("'//'", "//");
}

TEST(one_character_for_two_is_understood)
{
	is_wrong("t & t", "expr.half", "&");
	is_wrong("t | t", "expr.half", "|");
	is_wrong("1 = 1", "expr.half", "=");
	is_wrong("t and t", "expr.half", "and");
	is_wrong("t OR t", "expr.half", "OR");
	const struct expr_findings *wrong = finds("t AND f or t && estate.nam", NULL);
	assert_int_equal(wrong->n, 3);
	assert_string_equal(wrong->all[0].nearest, "&&");
	assert_string_equal(wrong->all[1].nearest, "||");
	assert_string_equal(wrong->all[2].nearest, "name");
	wrong = finds("not t", NULL);
	assert_string_equal(wrong->all[0].nearest, "!");
}

TEST(full_width_characters_are_named_with_what_they_stand_for)
{
	const struct {
		const char *source, *at, *meant;
	} cases[] = {
		{"size（'a')", "（", "("}, {"size('a'）", "）", ")"}, {"t ？ 1 : 2", "？", "?"},
		{"１", "１", "1"},         {"1 ＝ 1", "＝", "="},     {"1　+ 1", "　", " "},
		{"“abc”", "“", "\""},      {"‘abc’", "‘", "\""},      {"“abc", "“", "\""},
		{"“a\n1", "“", "\""},      {"“a’ + 1", "“", "\""},    {"[1，2]", "，", ","},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_wrong(cases[i].source, "expr.full_width", cases[i].at);
		const struct expr_findings *wrong = finds(cases[i].source, NULL);
		assert_string_equal(wrong->all[0].nearest, cases[i].meant);
	}
	assert_int_equal(finds("size（'a'）＋1", NULL)->n, 3);
	assert_int_equal(finds("estate.name == “万家”", NULL)->n, 1);
}

TEST(what_has_no_place_is_named_once)
{
	is_wrong("#", "expr.character", "#");
	is_wrong("t # t", "expr.character", "#");
	is_wrong("物业费 > 1", "expr.character", "物业费");
	is_wrong("1 + é", "expr.character", "é");
	is_wrong("｡", "expr.character", "｡");
	is_wrong("_x1", "expr.variable", "_x1");
	is_wrong("NOT t", "expr.variable", "NOT");
	is_wrong("“a\n”", "expr.full_width", "“");
	is_wrong("“a’b”", "expr.full_width", "“");
	is_wrong("“a”b’", "expr.full_width", "“");
	is_wrong("\x01", "expr.character", "\x01");
	assert_int_equal(finds("物业费", NULL)->n, 1);
	assert_int_equal(finds("$ + 1", NULL)->n, 1);
}
