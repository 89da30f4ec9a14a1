#include "expr_test.h"

#include <stdio.h>

TEST(equality_is_by_value)
{
	are_true(ALL("1 == 1", "'' == \"\"", "'abc' == r'abc'", "'ίσος' == 'ίσος'", "true == true",
		     "[] == []", "[1, 2, 3] == [1, 2, 3]", "{} == {}",
		     "{'k': 'v'} == {\"k\": \"v\"}", "{'a': 'b', 'c': 'd'} == {'c': 'd', 'a': 'b'}",
		     "[[]] == [[]]", "[[1], []] == [[1], []]",
		     "date('2026-01-01') == date(\"2026-01-01\")",
		     "duration('60s') == duration('1m')", "{'a': [1]} == {'a': [1]}",
		     "[[], []] != [[1]]", "[[[]], [[1]]] != [[[]]]",
		     "estate.floors == [6, 11, 18]"));
	are_false(ALL("-1 == 1", "'a' == 'b'", "'abc' == 'ABC'", "'a' == 'à'",
		      "'Am\\u00E9lie' == 'Ame\\u0301lie'", "false == true",
		      "[1, 2, 3] == [1, 3, 2]", "['case'] == ['cAse']", "[1] == []",
		      "[1] == [1, 2]", "{'k': 'v'} == {'k': 'v1'}",
		      "{'k': 'v', 'l': 'w'} == {'k': 'v'}", "{'key': 'v'} == {'Key': 'v'}",
		      "[[]] == [[1]]", "duration('60s') == duration('3600s')",
		      "[[1], [2]] == [[1], [3]]"));
}

TEST(inequality_is_its_inverse)
{
	are_true(ALL("24 != 42", "'abc' != ''", "'résumé' != 'resume'", "false != true",
		     "[] != [1]", "[true, false, true] != [true, true, false]",
		     "{'k': true} != {'l': true}", "date('2026-01-01') != date('2026-01-02')"));
	are_false(ALL("1 != 1", "'abc' != 'abc'", "true != true", "[] != []", "[[]] != [[]]",
		      "{'a': 'b', 'c': 'd'} != {'c': 'd', 'a': 'b'}"));
}

TEST(order_is_that_of_numbers_code_points_and_days)
{
	are_true(ALL("-1 < 0", "'a' < 'b'", "'' < 'a'", "'Abc' < 'aBC'", "'abc' < 'abcd'",
		     "'a' < '\\u00e1'", "'f' < '\\u1ebf'", "'\\uffee' < '\\U0001f3e0'",
		     "false < true", "42 > -42", "'abc' > 'aBc'", "'α' > 'omega'", "true > false",
		     "0 <= 1", "1 <= 1", "'' <= ''", "'aBc' <= 'abc'", "false <= false", "0 >= -1",
		     "999 >= 999", "'a' >= ''", "true >= false",
		     "-9223372036854775808 < 9223372036854775807",
		     "date('2026-01-01') < date('2026-01-02')", "today <= today",
		     "today > date('2020-07-24')", "duration('1h') > duration('59m')",
		     "duration('200s') >= duration('200s')", "1 + 1 < 3 == true"));
	are_false(ALL("0 < 0", "'' < ''", "'a' < 'AB'", "true < true", "true < false", "0 > 0",
		      "'' > ''", "false > true", "1 <= -1", "'a' <= ''", "true <= false",
		      "999 >= 1000", "'' >= 'a'", "date('2026-01-02') <= date('2026-01-01')",
		      "duration('300s') <= duration('200s')"));
}

TEST(types_do_not_mix)
{
	is_wrong("1 == '1'", "expr.operands", "==");
	is_wrong("t == 1", "expr.operands", "==");
	is_wrong("'foo' < 1024", "expr.operands", "<");
	is_wrong("[0] < [1]", "expr.operands", "<");
	is_wrong("{'a': 1} >= {'b': 2}", "expr.operands", ">=");
	is_wrong("[1] == ['a']", "expr.operands", "==");
	is_wrong("[1] != {'a': 1}", "expr.operands", "!=");
	is_wrong("today == '2026-11-30'", "expr.operands", "==");
	is_wrong("today > 1", "expr.operands", ">");
	is_wrong("1 + 'a'", "expr.operands", "+");
	is_wrong("'a' - 'b'", "expr.operands", "-");
	is_wrong("t + f", "expr.operands", "+");
	is_wrong("[1] + ['a']", "expr.operands", "+");
	is_wrong("today + today", "expr.operands", "+");
	is_wrong("today + 1", "expr.operands", "+");
	is_wrong("duration('1h') - today", "expr.operands", "-");
	is_wrong("'a' * 3", "expr.operands", "*");
	is_wrong("-t", "expr.operand", "-t");
	is_wrong("-'a'", "expr.operand", "-'a'");
	is_wrong("!1", "expr.operand", "!1");
	is_wrong("1 && t", "expr.type", "1");
	is_wrong("t || 'a'", "expr.type", "'a'");
	is_wrong("1 ? 2 : 3", "expr.type", "1");
	is_wrong("t ? 2 : 'a'", "expr.branches", "'a'");
	is_wrong("[1, 'a']", "expr.members", "'a'");
	is_wrong("{'a': 1, 'b': t}", "expr.members", "t");
	is_wrong("{1: 1}", "expr.type", "1");
	is_wrong("1 in ['a']", "expr.operands", "in");
	is_wrong("1 in limits", "expr.operands", "in");
	is_wrong("1 in 1", "expr.operands", "in");
	is_wrong("1[0]", "expr.index", "1");
	is_wrong("[1]['a']", "expr.type", "'a'");
	is_wrong("limits[0]", "expr.type", "0");
}

TEST(arithmetic_is_that_of_64_bits)
{
	const struct {
		const char *source;
		int64_t value;
	} cases[] = {
		{"40 + 2", 42},
		{"42 + (-7)", 35},
		{"-4 + (-2)", -6},
		{"42 - 12", 30},
		{"42 - (-22)", 64},
		{"-42 - -12", -30},
		{"42 * 2", 84},
		{"40 * (-2)", -80},
		{"-30 * (-2)", 60},
		{"42 / 2", 21},
		{"-20 / 2", -10},
		{"-80 / (-2)", 40},
		{"7 / 2", 3},
		{"-7 / 2", -3},
		{"47 % 5", 2},
		{"43 % (-5)", 3},
		{"-42 % (-5)", -2},
		{"-3 % 5", -3},
		{"-(42)", -42},
		{"-(-42)", 42},
		{"--42", 42},
		{"2 + 3 * 4", 14},
		{"(2 + 3) * 4", 20},
		{"10 - 3 - 2", 5},
		{"100 / 10 / 2", 5},
		{"2 * 3 % 4", 2},
		{"1 - -1", 2},
		{"t ? 1 : f ? 2 : 3", 1},
		{"f ? 1 : f ? 2 : 3", 3},
		{"(t ? f : t) ? 1 : 2", 2},
		{"-estate.specialists", -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(cases[i].source, cases[i].value);
}

TEST(what_does_not_fit_is_an_error)
{
	static const char *const sources[] = {
		"9223372036854775807 + 1",
		"-9223372036854775808 + -1",
		"-9223372036854775808 - 1",
		"9223372036854775807 - -1",
		"5000000000 * 5000000000",
		"-9223372036854775808 * -1",
		"-9223372036854775808 / -1",
		"-9223372036854775808 % -1",
		"-(-9223372036854775808)",
		"duration('87660000h') + duration('1s')",
		"duration('-87660000h') - duration('1s')",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		is_error(sources[i], "expr.overflow");
	is_error("1 / 0", "expr.divided_by_zero");
	is_error("1 % 0", "expr.divided_by_zero");
}

TEST(logic_binds_loosest)
{
	are_true(ALL("t || f && f", "(t || f) && !f", "1 + 1 == 2 && 2 * 2 == 4", "!f && t",
		     "f || !f", "1 in [1] == true", "t ? t : f", "f == f || f", "t && (f || t)"));
}

TEST(lists_have_members)
{
	are_true(ALL("1 in [1, 2]", "!(3 in [1, 2])", "'a' in ['a']", "!('a' in [])",
		     "[1] in [[1], [2]]", "[] in [[1], []]", "[1] + [2] == [1, 2]",
		     "[] + [1] == [1]", "[1] + [] == [1]", "[] + [] == []", "size([]) == 0",
		     "[1, 2, 3].size() == 3", "[7, 8, 9][2] == 9", "[1, 2, ] == [1, 2]",
		     "grid[1][1] == 3", "11 in estate.floors", "(t ? [] : [1]) == []",
		     "[[], [1]][1][0] == 1", "[estate.specialists][0] == 1",
		     "estate.floors + [20] != estate.floors",
		     "size([[[[[[[[[[[[0]]]]]]]]]]]]) == 1"));
	is_error("[1][1]", "expr.no_member");
	is_error("[1][-1]", "expr.no_member");
	is_error("[][0] == 1", "expr.no_member");
	is_error("estate.floors[9223372036854775807]", "expr.no_member");
}

TEST(maps_have_keys)
{
	are_true(ALL("{'n': 'x'}['n'] == 'x'", "{'n': 'x'}.n == 'x'", "'a' in {'a': 1}",
		     "!('b' in {'a': 1})", "!('a' in {})", "size({'a': 1, 'b': 2}) == 2",
		     "{}.size() == 0", "limits.fee == 23800", "limits['staff'] == 2",
		     "{'m': {'k': 'v'}}.m.k == 'v'", "{'a': 1,}.a == 1",
		     "{estate.name: 1}['万家花园'] == 1", "{'in' : 1}['in'] == 1",
		     "(t ? {} : {'a': 1}) == {}", "{'for': 1}.for == 1"));
	is_error("{'a': 1}.b", "expr.no_key");
	is_error("limits['x']", "expr.no_key");
	is_error("{}['a'] == 1", "expr.no_key");
	is_error("{estate.name: 1, estate.name: 2}", "expr.same_key");
	is_wrong("{'a': 1, 'b': 2, 'a': 3}", "expr.same_key", "'a'");
	is_true("{estate.name: 1, 'b': 2, 'c': 3}.b == 2");
}

TEST(macros_walk_lists_and_the_keys_of_maps)
{
	are_true(ALL("[1, 2, 3].exists(e, e > 0)", "[1, 2, 3].exists(e, e == 2)",
		     "[1, 2, 3].all(e, e > 0)", "[].all(e, e > 0)",
		     "{'k1': 1, 'k2': 2}.exists(k, k == 'k2')", "[7].exists_one(a, a == 7)",
		     "[6, 7, 8].exists_one(foo, foo % 5 == 2)", "[].map(n, n / 2) == []",
		     "[3].map(n, n * n) == [9]", "[2, 4, 6].map(n, n / 2) == [1, 2, 3]",
		     "{'John': 'smart'}.map(key, key) == ['John']",
		     "[].filter(n, n % 2 == 0) == []",
		     "[0, 1, 2, 3, 4].filter(x, x % 2 == 1) == [1, 3]",
		     "[3, 2, 1].map(x, x > 1, x * 10) == [30, 20]", "[1].filter(n, n > 3) == []",
		     "{'a': 1, 'b': 2}.filter(k, k == 'b') == ['b']",
		     "['a'].all(x, ['b'].all(x, x == 'b'))", "[1, 2].all(x, [3, 4].all(y, x < y))",
		     "[1, 2].map(x, [x, x + 1]) == [[1, 2], [2, 3]]",
		     "[1, 2, 3].all(e, 6 / (2 - e) == 6) == false",
		     "grid.all(row, row.all(x, x < 4))", "grid.map(row, row[0]) == [1, 2]",
		     "[[1, 2], [3]].map(x, x.filter(y, y > 1)) == [[2], [3]]",
		     "[1].map(x, x).map(x, x + 1) == [2]", "estate.tags.exists(t, t == 'lift')",
		     "[5].all(today, today == 5 && .today > date('2020-01-01'))"));
	are_false(ALL("[1, 2, 3].exists(e, e > 3)", "[].exists(e, e == 2)",
		      "[1, 2, 3].all(e, e == 2)", "{'k1': 1, 'k2': 2}.all(k, k == 'k2')",
		      "[].exists_one(a, a == 7)", "[8].exists_one(a, a == 7)",
		      "['foal', 'foo', 'four'].exists_one(n, n.startsWith('fo'))",
		      "[0, 1, 2, 3, 4].exists_one(n, n % 2 == 1)"));
	is_error("[1, 2, 3].exists(e, e / 0 == 17)", "expr.divided_by_zero");
	is_error("[3, 2, 1, 0].exists_one(n, 12 / n > 1)", "expr.divided_by_zero");
	is_error("[2, 1, 0].map(n, 4 / n)", "expr.divided_by_zero");
	is_error("[3, 2, 1, 0].filter(n, 12 / n > 4)", "expr.divided_by_zero");
}

TEST(macros_are_written_as_such)
{
	is_wrong("[1].all(x)", "expr.macro", "all");
	is_wrong("[1].exists(x, t, t)", "expr.macro", "exists");
	is_wrong("[1].map(x)", "expr.macro", "map");
	is_wrong("all([1], x, t)", "expr.as_method", "all");
	is_wrong("1.all(x, t)", "expr.range", "1");
	is_wrong("'abc'.map(x, x)", "expr.range", "'abc'");
	is_wrong("[1].all(1, t)", "expr.local", "1");
	is_wrong("[1].all(x.y, t)", "expr.local", "x.y");
	is_wrong("[1].all(.x, t)", "expr.local", ".x");
	is_wrong("[1].all(x, 1)", "expr.type", "1");
	is_wrong("[1].filter(x, 1)", "expr.type", "1");
	is_wrong("[1].map(x, 1, 2)", "expr.type", "1");
	is_wrong("[1].all(x, t) && x == 1", "expr.variable", "x");
	is_wrong("[1].all(x, .x == 1)", "expr.variable", ".x");
	is_wrong("[1].all(x, x == 'a')", "expr.operands", "==");
	is_wrong("[1].all(estate, estate.name == 'a')", "expr.select", "name");
	assert_int_equal(finds("[1].all(null, t)", NULL)->n, 1);
	assert_int_equal(finds("estate.nme.all(x, t)", NULL)->n, 1);
	is_error("[][0].all(x, t)", "expr.no_member");
}

TEST(texts_are_searched_and_sized_in_code_points)
{
	are_true(ALL("size('') == 0", "size('万家花园') == 4", "'\\U0001f3e0'.size() == 1",
		     "'foobar'.startsWith('foo')", "!'foobar'.startsWith('FOO')",
		     "'foobar'.startsWith('')", "''.startsWith('')", "!''.startsWith('a')",
		     "'foobar'.endsWith('bar')", "'foobar'.endsWith('')",
		     "!'bar'.endsWith('foobar')", "'πέντε'.endsWith('τε')",
		     "'foobar'.contains('oba')", "'foobar'.contains('')",
		     "!'foobar'.contains('oo0')", "estate.name.contains('花')",
		     "'TacoCÆt'.lowerAscii() == 'tacocÆt'", "'tacoCαt'.upperAscii() == 'TACOCαT'",
		     "'a' + 'b' + '' == 'ab'", "'家' + '园' == '家园'"));
}

TEST(values_are_converted)
{
	is_int("int('987')", 987);
	is_int("int('-0')", 0);
	is_int("int('+5')", 5);
	is_int("int('-9223372036854775808')", INT64_MIN);
	is_int("int(7)", 7);
	is_text("string(123)", "123");
	is_text("string(-9223372036854775808)", "-9223372036854775808");
	is_text("string('a')", "a");
	is_text("string(true) + string(1 > 2)", "truefalse");
	is_text("string(date('2026-02-28'))", "2026-02-28");
	is_error("int('')", "expr.not_int");
	is_error("int('99999999999999999999')", "expr.not_int");
	is_error("int('-')", "expr.not_int");
	is_error("int('1.5')", "expr.not_int");
	is_error("int(' 1')", "expr.not_int");
	is_error("int('9223372036854775808')", "expr.not_int");
	is_error("int('-9223372036854775809')", "expr.not_int");
	is_wrong("int(t)", "expr.overload", "int");
	is_wrong("string([1])", "expr.overload", "string");
	is_wrong("string()", "expr.overload", "string");
}

TEST(a_date_is_a_day)
{
	is_day("date('2024-02-28') + duration('24h')", "2024-02-29");
	is_day("duration('48h') + date('2024-02-28')", "2024-03-01");
	is_day("date('2024-03-01') - duration('24h')", "2024-02-29");
	is_day("date(string(today))", "2026-11-30");
	is_day("date('0001-01-01')", "0001-01-01");
	is_day("date('9999-12-31') - duration('8784h')", "9998-12-30");
	are_true(ALL("date('2026-12-31') - today == duration('744h')",
		     "days_between(today, estate.contract_until) == 31",
		     "days_between(estate.contract_until, today) == -31",
		     "today.getFullYear() == 2026", "today.getMonth() == 10",
		     "today.getDate() == 30", "today.getDayOfMonth() == 29",
		     "today.getDayOfWeek() == 1", "date('1970-01-01').getDayOfWeek() == 4",
		     "date('1969-12-27').getDayOfWeek() == 6",
		     "date('2026-11-29').getDayOfWeek() == 0",
		     "date('0001-01-01').getDayOfWeek() == 1"));
	is_error("today + duration('1h')", "expr.part_of_day");
	is_error("today - duration('36h')", "expr.part_of_day");
	is_error("date('9999-12-31') + duration('24h')", "expr.date_range");
	is_error("date('0001-01-01') - duration('24h')", "expr.date_range");
	is_error("date(estate.name)", "expr.not_date");
	is_wrong("date('2026-02-30')", "expr.not_date", "'2026-02-30'");
	is_wrong("date('26-2-3') < today", "expr.not_date", "'26-2-3'");
	is_wrong("date(1)", "expr.type", "1");
	is_wrong("getFullYear(today)", "expr.as_method", "getFullYear");
	is_wrong("today.date()", "expr.as_function", "date");
}

TEST(terms_are_counted_in_days_and_months)
{
	is_day("date_add_days(date('2026-01-31'), 1)", "2026-02-01");
	is_day("date_add_days(date('2026-01-31'), -31)", "2025-12-31");
	is_day("date_add_months(date('2026-01-31'), 1)", "2026-02-28");
	is_day("date_add_months(date('2024-01-31'), 1)", "2024-02-29");
	is_day("date_add_months(date('2100-01-31'), 1)", "2100-02-28");
	is_day("date_add_months(date('2000-03-31'), -1)", "2000-02-29");
	is_day("date_add_months(date('2026-03-15'), -3)", "2025-12-15");
	is_day("date_add_months(date('2024-02-29'), 12)", "2025-02-28");
	is_day("date_add_months(today, 36)", "2029-11-30");
	is_day("date_add_months(date('9999-12-31'), -1)", "9999-11-30");
	is_error("date_add_months(date('9999-12-31'), 1)", "expr.date_range");
	is_error("date_add_months(date('0001-01-01'), -1)", "expr.date_range");
	is_error("date_add_months(today, 9223372036854775807)", "expr.date_range");
	is_error("date_add_days(today, 9223372036854775807)", "expr.date_range");
	is_error("date_add_days(today, 99999999)", "expr.date_range");
}

TEST(days_from_outside_are_within_the_calendar)
{
	static const char *const sources[] = {
		"u.date.getFullYear()",
		"u.date.getMonth()",
		"u.date.getDate()",
		"u.date.getDayOfMonth()",
		"u.date.getDayOfWeek()",
		"string(u.date)",
		"date_add_days(u.date, -1)",
		"date_add_months(u.date, 1)",
		"days_between(u.date, today)",
		"u.date - duration('24h')",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		mem *m = test_ctx()->mem;
		struct expr_value *values = test_values(m);
		values[U_DATE] = (struct expr_value){.kind = EXPR_DATE, .i = INT64_MAX};
		struct expr_result r = expr_run(m, compiles(m, sources[i], NULL), values);
		assert_int_equal(r.outcome, EXPR_ERROR);
		assert_string_equal(r.error.key, "expr.date_range");
	}
	mem *m = test_ctx()->mem;
	struct expr_value *values = test_values(m);
	values[U_DATE] = (struct expr_value){.kind = EXPR_DATE, .i = INT64_MIN};
	assert_int_equal(expr_run(m, compiles(m, "today - u.date", NULL), values).outcome,
			 EXPR_ERROR);
	values[U_DATE].i = INT64_MAX / 1000;
	assert_int_equal(expr_run(m, compiles(m, "u.date - today", NULL), values).outcome,
			 EXPR_ERROR);
}

TEST(a_duration_is_written_as_cel_writes_it)
{
	are_true(ALL("duration('72h30m') == duration('261000s')",
		     "duration('1.5h') == duration('90m')", "duration('-10s') < duration('0')",
		     "duration('+1ms') == duration('1000000ns')",
		     "duration('1h2m3s4ms') == duration('3723004ms')",
		     "duration('0.001s') == duration('1ms')",
		     "duration('1000us') == duration('1000µs')",
		     "duration('600s') + duration('50s') == duration('650s')",
		     "duration('900s') - duration('42s') == duration('858s')",
		     "duration('.5s') == duration('500ms')"));
	static const char *const wrong[] = {
		"duration('')",
		"duration('1')",
		"duration('h')",
		"duration('1x')",
		"duration('1h ')",
		"duration('1.2.3s')",
		"duration('1us')",
		"duration('0.0001s')",
		"duration('--1s')",
		"duration('-')",
		"duration('90000000h')",
		"duration('1s1s1')",
		"duration('12345678901234567890s')",
		"duration('1.1234567890123456s')",
		"duration('0.3ns')",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_string_equal(finds(wrong[i], NULL)->all[0].text.key, "expr.not_duration");
	char many[300] = "duration('";
	for (int i = 0; i < 101; i++)
		memcpy(many + strlen(many), "1s", 3);
	memcpy(many + strlen(many), "')", 3);
	assert_string_equal(finds(many, NULL)->all[0].text.key, "expr.not_duration");
	is_error("duration(estate.name)", "expr.not_duration");
	is_wrong("-duration('1s')", "expr.operand", "-duration('1s')");
}

TEST(shares_are_compared_exactly)
{
	are_true(ALL("at_least(1, 2, 1, 2)", "at_least(2, 3, 2, 3)", "at_least(0, 5, 0, 1)",
		     "at_least(9223372036854775807, 9223372036854775807, 1, 1)",
		     "at_least(6148914691236517205, 9223372036854775807, 6148914691236517205, "
		     "9223372036854775807)",
		     "!at_least(3333, 10000, 1, 3)",
		     "!at_least(6666666666666666, 10000000000000000, 2, 3)",
		     "!at_least(estate.registered, 100, 60, 100)", "!at_least(-1, 2, 0, 1)"));
	is_error("at_least(1, -1, 1, 2)", "expr.not_share");
	is_error("at_least(1, 2, 1, 0)", "expr.not_share");
	is_error("at_least(1, 0, 1, -2)", "expr.not_share");
	is_unknown("at_least(0, 0, 1, 2)");
}

TEST(names_are_resolved_as_one)
{
	are_true(ALL("estate.house_count == 1200", ".estate.house_count == 1200", ".today == today",
		     "limits.fee == params.fee_least_e4", "estate.tags.size() == 2",
		     "estate . name != ''"));
	is_wrong("estate", "expr.message", "estate");
	is_wrong("estate.nam == 'a'", "expr.field", "nam");
	is_wrong("estat.name == 'a'", "expr.variable", "estat.name");
	is_wrong("nothing", "expr.variable", "nothing");
	is_wrong("estate.name.x", "expr.select", "x");
	is_wrong("today.x", "expr.select", "x");
	is_wrong("(1 + 2).x", "expr.select", "x");
	is_wrong("estate.floors.x", "expr.select", "x");
	is_wrong("estate['name']", "expr.message", "estate");
	is_wrong(".estate.nme", "expr.field", "nme");
	assert_int_equal(finds("nope.x.y", NULL)->n, 1);
	assert_int_equal(finds("has(nope)", NULL)->n, 1);
}

TEST(functions_are_known_by_name)
{
	is_wrong("f_unknown(17)", "expr.function", "f_unknown");
	is_wrong("'a'.matches('b')", "expr.function", "matches");
	is_wrong("contains('a', 'b')", "expr.as_method", "contains");
	is_wrong("1.int()", "expr.as_function", "int");
	is_wrong("'a'.startsWith(1)", "expr.type", "1");
	is_wrong("'a'.startsWith()", "expr.arguments", "startsWith");
	is_wrong("at_least(1, 2)", "expr.arguments", "at_least");
	is_wrong("1.startsWith('a')", "expr.type", "1");
	is_wrong("size(1)", "expr.overload", "size");
	is_wrong("size('a', 'b')", "expr.overload", "size");
	is_wrong("days_between(1, today)", "expr.type", "1");
	const struct {
		const char *source, *nearest;
	} near[] = {
		{"'a'.startWith('b')", "startsWith"},
		{"[1].exist(x, t)", "exists"},
		{"hass(estate.name)", "has"},
		{"date_add_month(today, 1)", "date_add_months"},
		{"estate.hose_count > 1", "house_count"},
		{"tody > date('2020-01-01')", "today"},
		{"estate.service_mode == 'lmp'", "lump"},
		{"estates.name == ''", "estate.name"},
		{"[1].all(item, itm > 1)", "item"},
	};
	for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
		const char *nearest = finds(near[i].source, NULL)->all[0].nearest;
		assert_non_null(nearest);
		assert_string_equal(nearest, near[i].nearest);
	}
	assert_null(finds("zzzzzz", NULL)->all[0].nearest);
}

TEST(a_code_is_one_of_its_list)
{
	are_true(ALL("estate.service_mode == 'lump'", "estate.service_mode != 'commission'",
		     "'lump' == estate.service_mode",
		     "estate.service_mode in ['lump', 'commission']",
		     "estate.service_mode == (t ? 'lump' : 'commission')",
		     "estate.service_mode != estate.name", "estate.service_mode + 'x' == 'lumpx'"));
	is_wrong("estate.service_mode == 'lumb'", "expr.code", "'lumb'");
	is_wrong("'lumb' != estate.service_mode", "expr.code", "'lumb'");
	is_true("estate.service_mode in {'lump': 1}");
	is_wrong("estate.service_mode == 1", "expr.operands", "==");
	is_wrong("estate.service_mode in ['lump', 'other']", "expr.code", "'other'");
	is_wrong("estate.service_mode == (t ? 'lump' : 'x')", "expr.code", "'x'");
	assert_int_equal(finds("estate.service_mode in ['a', 'b', 'lump']", NULL)->n, 2);
}

TEST(reserved_words_are_no_names)
{
	static const char *const words[] = {"as",   "break",    "const",     "continue", "else",
					    "for",  "function", "if",        "import",   "let",
					    "loop", "package",  "namespace", "return",   "var",
					    "void", "while"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		is_wrong(words[i], "expr.reserved", words[i]);
		assert_int_equal(finds(words[i], NULL)->n, 1);
	}
	is_wrong("null", "expr.null", "null");
	is_wrong("if(1, 2)", "expr.reserved", "if");
	assert_int_equal(finds("if(1, 2)", NULL)->n, 1);
	is_wrong("in", "expr.no_value_but", "in");
	is_wrong("limits.in", "expr.no_name", "in");
	is_wrong("limits.true", "expr.no_name", "true");
	is_wrong("limits.null", "expr.no_name", "null");
	is_wrong("limits.false", "expr.no_name", "false");
}

TEST(the_grammar_is_kept)
{
	is_wrong("1 +", "expr.no_value", "");
	is_wrong("+ 1", "expr.no_value_but", "+");
	is_wrong("(1", "expr.missing", "");
	is_wrong("[1", "expr.missing", "");
	is_wrong("{'a': 1", "expr.missing", "");
	is_wrong("size('a'", "expr.missing", "");
	is_wrong("limits['a'", "expr.missing", "");
	is_wrong("(1 2)", "expr.expected", "2");
	is_wrong("[1 2]", "expr.expected", "2");
	is_wrong("[1, , 2]", "expr.no_value_but", ",");
	is_wrong("[,]", "expr.no_value_but", ",");
	is_wrong("size('a',)", "expr.no_value_but", ")");
	is_wrong("{'a' 1}", "expr.no_colon", "1");
	is_wrong("{'a'}", "expr.no_colon", "}");
	is_wrong("{'a':}", "expr.no_value_but", "}");
	is_wrong("t ? 1", "expr.no_else", "");
	is_wrong("t ? 1 ; 2", "expr.character", ";");
	is_wrong("t ? t ? 1 : 2 : 3", "expr.no_else", "?");
	is_wrong("1 2", "expr.unexpected", "2");
	is_wrong("1)", "expr.unexpected", ")");
	is_wrong("estate{}", "expr.message", "estate");
	is_wrong("limits.", "expr.no_name", "");
	is_wrong("limits.1", "expr.double", ".1");
	is_wrong(". 1", "expr.no_value_but", "1");
	is_wrong("()", "expr.no_value_but", ")");
	is_wrong("t && && t", "expr.no_value_but", "&&");
	is_wrong("!", "expr.no_value", "");
	is_wrong("-", "expr.no_value", "");
	is_wrong("1 === 1", "expr.half", "=");
	is_wrong("[1](0)", "expr.unexpected", "(");
}

TEST(every_mistake_is_found_in_the_order_of_the_source)
{
	const struct expr_findings *wrong = finds(
		"estate.nam == 1 && estate.house_count = 'a' || size(1.5, tody) > 3u and nope(x)",
		&expr_bool);
	static const char *const keys[] = {"expr.field",  "expr.half",     "expr.operands",
					   "expr.double", "expr.variable", "expr.uint",
					   "expr.half",   "expr.function", "expr.variable"};
	size_t n = 0;
	for (size_t i = 0; i < wrong->n; i++) {
		assert_true(i == 0 || wrong->all[i - 1].at <= wrong->all[i].at);
		for (size_t j = 0; j < 9; j++)
			n += !strcmp(wrong->all[i].text.key, keys[j]);
	}
	assert_true(n >= 8);
	assert_int_equal(finds("(a b) && c", NULL)->n, 3);
	assert_int_equal(finds("1 2 && a", NULL)->n, 2);
	assert_int_equal(finds("1 2 || a", NULL)->n, 2);
	assert_int_equal(finds("(1 (2) [3] {'a': 5} 6) + a", NULL)->n, 2);
	assert_int_equal(finds("[a, b, c] + {d: e}", NULL)->n, 6);
	assert_int_equal(finds("a.b(c, d) ? e : f.g", NULL)->n, 6);
	assert_int_equal(finds("[a,b,c,d,e,g,h,i,j,k,l,m,n,o,p,q,r,s,u1,v,w,x,y,z]", NULL)->n,
			 EXPR_FINDINGS_MAX);
}

/* ─── cost ─── */

/* u.list has so many members, u.text so many bytes. */
static struct expr_result costs(const char *source, size_t n_members, size_t n_bytes)
{
	mem *m = test_ctx()->mem;
	struct expr_value *values = test_values(m);
	struct expr_value *members = mem_array(m, struct expr_value, n_members);
	for (size_t i = 0; i < n_members; i++)
		members[i] = (struct expr_value){.kind = EXPR_INT, .i = (int64_t)i};
	values[U_LIST] = (struct expr_value){.kind = EXPR_LIST, .list = {members, NULL, n_members}};
	char *text = mem_array(m, char, n_bytes + 1);
	memset(text, 'a', n_bytes);
	values[U_STRING] = (struct expr_value){.kind = EXPR_STRING, .s = text};
	return expr_run(m, compiles(m, source, NULL), values);
}

static void is_too_costly(const char *source, size_t n_members, size_t n_bytes)
{
	struct expr_result r = costs(source, n_members, n_bytes);
	if (r.outcome != EXPR_ERROR)
		fprintf(stderr, "%s\n  has outcome %d\n", source, (int)r.outcome);
	assert_int_equal(r.outcome, EXPR_ERROR);
	assert_string_equal(r.error.key, "expr.too_costly");
}

TEST(cost_is_bounded)
{
	static const char *const sources[] = {
		"u.list.all(x, x >= 0)",
		"u.list.exists(x, x < 0)",
		"u.list.exists_one(x, x == 1)",
		"u.list.map(x, x)",
		"u.list.filter(x, true)",
		"u.list.map(x, t, x)",
		"-1 in u.list",
		"u.list == u.list",
		"u.list + u.list == []",
		"u.list.exists(x, x < 0) || t",
		"u.flag || u.list.exists(x, x < 0)",
		"u.list.all(x, u.list.all(y, true))",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		is_too_costly(sources[i], 100001, 0);
	is_too_costly("[1, 2].all(x, u.list.all(y, y >= 0))", 40000, 0);
	is_too_costly("u.list.all(x, u.list.exists(y, y == x))", 1000, 0);
	is_too_costly("u.list.map(x, u.list.map(y, x))", 1000, 0);
	assert_int_equal(costs("u.list.all(x, x >= 0)", 10000, 0).outcome, EXPR_VALUE);
	assert_int_equal(costs("u.list.exists(x, x == 5)", 1000000, 0).outcome, EXPR_VALUE);
	assert_int_equal(costs("size(u.list)", 1000000, 0).outcome, EXPR_VALUE);
}

TEST(bytes_cost_too)
{
	static const char *const sources[] = {
		"u.text + 'a' == ''",    "'a' + u.text == ''",     "u.text == u.text",
		"'a' < u.text",          "size(u.text)",           "u.text.contains('b')",
		"'a'.contains(u.text)",  "'a'.startsWith(u.text)", "'a'.endsWith(u.text)",
		"u.text.lowerAscii()",   "u.text.upperAscii()",    "int(u.text)",
		"duration(u.text)",      "{u.text: 1}.b",          "{'a': 1} == {u.text: 1}",
		"u.text in {u.text: 1}",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		is_too_costly(sources[i], 0, 1700000);
	assert_int_equal(costs("u.text + u.text == ''", 0, 100000).outcome, EXPR_VALUE);
	is_too_costly("[1,1,1,1,1,1,1,1,1,1].map(x, u.text + u.text + u.text)", 0, 100000);
}

TEST(growing_by_repetition_is_bounded)
{
	char source[2000] = "['0123456789']";
	for (int i = 0; i < 40; i++)
		memcpy(source + strlen(source), ".map(x, x + x)", sizeof ".map(x, x + x)");
	struct expr_result r = runs(source, NULL);
	assert_int_equal(r.outcome, EXPR_ERROR);
	assert_string_equal(r.error.key, "expr.too_costly");
	is_true("size(['a'].map(x, x + x).map(x, x + x)[0]) == 4");
}

TEST(many_keys_are_compared_within_the_cost)
{
	char source[EXPR_SOURCE_MAX] = "[";
	size_t n = 1;
	for (int i = 0; i < 12; i++) {
		memcpy(source + n, "{", 1), n++;
		for (int j = 0; j < 30; j++) {
			memcpy(source + n, "estate.name:1,", 14);
			n += 14;
			if (n > EXPR_SOURCE_MAX - 40)
				break;
		}
		memcpy(source + n, "},", 2), n += 2;
		if (n > EXPR_SOURCE_MAX - 40)
			break;
	}
	memcpy(source + n, "]", 2);
	is_error(source, "expr.same_key");
}

TEST(the_same_expression_runs_in_any_number_of_threads_on_its_own_memory)
{
	mem *m = test_ctx()->mem;
	const struct expr *e = compiles(m, "estate.name + 'x'", NULL);
	struct expr_value *values = test_values(m);
	mem *a = mem_child(m), *b = mem_child(m);
	struct expr_result first = expr_run(a, e, values), second = expr_run(b, e, values);
	mem_free(a);
	assert_string_equal(second.value.s, "万家花园x");
	assert_int_equal(first.outcome, EXPR_VALUE);
}
