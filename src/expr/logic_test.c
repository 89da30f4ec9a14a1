#include "expr_test.h"

#include <stdio.h>

/* What a source comes to, as one letter: true, false, unknown, error. */
static char letter(const char *source)
{
	struct expr_result r = runs(source, &expr_bool);
	if (r.outcome == EXPR_VALUE)
		return r.value.b ? 't' : 'f';
	return r.outcome == EXPR_UNKNOWN ? 'u' : 'e';
}

static const char letters[] = "tfue";
static const char *const operands[] = {"t", "f", "u.flag", "1 / 0 == 1"};

static void follows(const char *format, const char *table)
{
	char source[200];
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++) {
			snprintf(source, sizeof source, format, operands[i], operands[j]);
			if (letter(source) != table[i * 4 + j])
				fprintf(stderr, "%s\n", source);
			assert_int_equal(letter(source), table[i * 4 + j]);
		}
}

/*                                       t,fue  f,tfue … */
TEST(false_decides_and_before_unknown_before_error)
{
	follows("(%s) && (%s)", "tfue"
				"ffff"
				"ufuu"
				"efue");
}

TEST(true_decides_or_before_unknown_before_error)
{
	follows("(%s) || (%s)", "tttt"
				"tfue"
				"tuuu"
				"teue");
}

TEST(other_operators_are_unknown_before_they_fail)
{
	follows("(%s) == (%s)", "tfue"
				"ftue"
				"uuuu"
				"eeue");
	follows("(%s) != (%s)", "ftue"
				"tfue"
				"uuuu"
				"eeue");
	follows("(%s) in [(%s)]", "tfue"
				  "ftue"
				  "uuuu"
				  "eeue");
	follows("string(%s).contains(string(%s))", "tfue"
						   "ftue"
						   "uuuu"
						   "eeue");
}

TEST(a_condition_evaluates_what_it_chooses)
{
	follows("(%s) ? t : (%s)", "tttt"
				   "tfue"
				   "uuuu"
				   "eeee");
	follows("(%s) ? (%s) : f", "tfue"
				   "ffff"
				   "uuuu"
				   "eeee");
}

TEST(not_keeps_unknown_and_error)
{
	for (size_t i = 0; i < 4; i++) {
		char source[40];
		snprintf(source, sizeof source, "!(%s)", operands[i]);
		assert_int_equal(letter(source), "ftue"[i]);
		snprintf(source, sizeof source, "!!(%s)", operands[i]);
		assert_int_equal(letter(source), letters[i]);
	}
}

/* [0, 1] with the outcome of `i` at each place. */
#define PICK "(x == 0 ? (%s) : (%s))"

TEST(all_and_exists_go_together_like_and_and_or)
{
	follows("[0, 1].all(x, " PICK ")", "tfue"
					   "ffff"
					   "ufuu"
					   "efue");
	follows("[0, 1].exists(x, " PICK ")", "tttt"
					      "tfue"
					      "tuuu"
					      "teue");
}

TEST(exists_one_counts_only_when_all_is_known)
{
	follows("[0, 1].exists_one(x, " PICK ")", "ftue"
						  "tfue"
						  "uuuu"
						  "eeue");
}

TEST(filter_and_map_need_every_member)
{
	follows("size([0, 1].filter(x, " PICK ")) == 1", "ftue"
							 "tfue"
							 "uuuu"
							 "eeue");
	follows("[0, 1].map(x, " PICK ")[0]", "ttue"
					      "ffue"
					      "uuuu"
					      "eeue");
	follows("size([0, 1].map(x, " PICK ", 1 / x)) == 1", "eeue"
							     "tfue"
							     "uuuu"
							     "eeue");
}

TEST(every_part_of_a_row_counts)
{
	assert_int_equal(letter("t && t && u.flag && 1 / 0 == 1 && f"), 'f');
	assert_int_equal(letter("t && 1 / 0 == 1 && u.flag && t"), 'u');
	assert_int_equal(letter("f || 1 / 0 == 1 || u.flag || t"), 't');
	assert_int_equal(letter("f || 1 / 0 == 1 || f"), 'e');
}

TEST(the_first_of_two_errors_is_told)
{
	is_error("1 / 0 + estate.floors[9]", "expr.divided_by_zero");
	is_error("estate.floors[9] + 1 / 0", "expr.no_member");
	is_error("1 / 0 == 1 && estate.floors[9] == 1", "expr.divided_by_zero");
	is_error("[1 / 0, estate.floors[9]]", "expr.divided_by_zero");
	is_error("[0, 9].all(x, 1 / x > estate.floors[x])", "expr.divided_by_zero");
	is_true("(1 / 0 == 1 || t) && !(estate.floors[9] == 1 && f)");
}

TEST(has_asks_for_being_recorded)
{
	are_true(ALL("has(estate.house_count)", "!has(u.number)", "has(limits.fee)",
		     "!has(limits.none)", "!has(limits.other)", "has({'a': 1}.a)",
		     "!has({'a': 1}.b)", "!has({}.a)", "has(u.number) ? u.number > 1 : t",
		     "!has(u.number) || u.number > 1"));
	is_false("has(u.number) && u.number > 1");
	is_unknown("has({'a': u.number}.a)");
	is_wrong("has(today)", "expr.has", "has(today)");
	is_wrong("has(1)", "expr.has", "has(1)");
	is_wrong("has()", "expr.has", "has()");
	is_wrong("has(estate.name, 1)", "expr.has", "has(estate.name, 1)");
	is_wrong("has(estate.nme)", "expr.field", "nme");
	is_wrong("has(estate.name.length)", "expr.select", "length");
	is_wrong("has(limits['fee'])", "expr.has", "has(limits['fee'])");
	is_wrong("t.has()", "expr.as_function", "has");
}

TEST(what_is_not_recorded_makes_unknown)
{
	static const char *const sources[] = {
		"u.number + 1",
		"-u.number",
		"u.number > 1",
		"u.number == 1",
		"u.text + 'a'",
		"size(u.text)",
		"u.date < today",
		"{'m': {'a': u.number}}.m.a",
		"(t ? u.number : 1) > 2",
		"u.list[0]",
		"u.list",
		"estate.floors[u.number]",
		"1 in u.list",
		"u.number in [1]",
		"[u.number]",
		"{'a': u.number}",
		"{u.text: 1}",
		"u.list.all(x, true)",
		"u.list.map(x, 1)",
		"u.list.exists_one(x, t)",
		"limits.none",
		"limits['none']",
		"gaps[1]",
		"gaps[1] + 1",
		"gaps == [1, 2, 3]",
		"2 in gaps",
		"gaps.map(x, x)",
		"gaps.filter(x, x > 0)",
		"gaps.exists_one(x, x == 1)",
		"gaps.all(x, x > 0)",
		"at_least(1, 0, 1, 2)",
		"at_least(0, u.number, 1, 2)",
		"u.flag ? 1 : 2",
		"{'a': limits} == {'a': {'fee': 23800, 'staff': 2, 'none': 1}}",
		"limits[u.text]",
		"u.text.startsWith('a')",
		"days_between(u.date, today)",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		is_unknown(sources[i]);
}

TEST(what_is_recorded_decides_where_it_can)
{
	are_true(ALL("gaps.exists(x, x == 3)", "3 in gaps", "gaps != [1, 2, 4]", "gaps != [1]",
		     "size(gaps) == 3", "!gaps.all(x, x > 1)", "gaps.filter(x, true)[2] == 3",
		     "limits != {'fee': 1, 'staff': 2, 'none': 1}",
		     "limits != {'none': 1, 'fee': 2}", "'none' in limits",
		     "u.list.exists(x, x == 1) || t"));
}
