/* The tables of all kinds of imports, and what needs no database. */
#include "test.h"

#include <string.h>

#include "registry/import_part_priv.h"

static size_t count(const struct import_column *columns)
{
	size_t n = 0;
	while (columns[n].key)
		n++;
	return n;
}

TEST(keys_and_titles_of_a_kind_stand_once)
{
	mem *m = test_ctx()->mem;
	const struct import_kind *k;
	for (size_t at = 0; (k = import_kind_at(at)); at++) {
		const struct import_column *all = import_columns(m, k);
		for (size_t i = 0; i < count(all); i++)
			for (size_t j = 0; j < i; j++) {
				assert_string_not_equal(all[i].key, all[j].key);
				assert_string_not_equal(all[i].zh, all[j].zh);
			}
		assert_ptr_equal(import_kind_find(k->name), k);
		assert_true(count(all) < 128); /* as many as a header can be matched with */
	}
	assert_int_equal(count(import_columns(m, import_kind_find("roll"))) > 20, true);
	assert_null(import_kind_find("palaces"));
}

TEST(other_names_and_hints_belong_to_columns)
{
	mem *m = test_ctx()->mem;
	const struct import_kind *k;
	for (size_t at = 0; (k = import_kind_at(at)); at++) {
		const struct import_column *all = import_columns(m, k);
		for (const struct import_alias *a = k->aliases; a && a->key; a++)
			assert_non_null(import_column_find(all, a->key));
		for (const struct import_hint *h = k->hints; h && h->key; h++)
			assert_non_null(import_column_find(all, h->key));
	}
}

static bool has_name(const struct known_column *c, const char *name)
{
	for (int i = 2; i < KNOWN_NAMES_MAX && c->names[i]; i++)
		if (!strcmp(c->names[i], name))
			return true;
	return false;
}

/* A title that two columns are called by would be left open for ever. */
static void assert_names_are_its_own(const struct known_column *all, size_t at)
{
	for (int i = 2; i < KNOWN_NAMES_MAX && all[at].names[i]; i++)
		for (size_t other = 0; other < at; other++)
			assert_false(has_name(&all[other], all[at].names[i]));
}

TEST(no_two_columns_of_a_kind_have_one_name)
{
	const struct import_kind *k;
	for (size_t at = 0; (k = import_kind_at(at)); at++) {
		const struct known_column *all = import_known(test_ctx()->mem, k);
		for (size_t i = 0; all[i].key; i++)
			assert_names_are_its_own(all, i);
	}
}

TEST(every_column_of_a_template_says_what_it_takes)
{
	mem *m = test_ctx()->mem;
	const struct import_kind *k;
	for (size_t at = 0; (k = import_kind_at(at)); at++)
		for (const struct import_column *c = import_columns(m, k); c->key; c++) {
			bool is_ours = !strcmp(c->key, "id") || !strcmp(c->key, "version");
			assert_true(is_ours || import_about(m, k, c, LANG_ZH));
			assert_true(is_ours || import_about(m, k, c, LANG_EN));
		}
}

static const char *numbers(const char *text)
{
	mem *m = test_ctx()->mem;
	const char **all;
	struct buf out = buf_on(m);
	size_t n = import_numbers(m, text, &all);
	for (size_t i = 0; i < n; i++)
		buf_format(&out, out.len ? " %s" : "%s", all[i]);
	return buf_text(&out);
}

TEST(several_numbers_in_a_cell)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"33010619800101001x", "33010619800101001X"},
		{"1111/2222", "1111 2222"},
		{"1111、2222，3333", "1111 2222 3333"},
		{"1111\n2222;;", "1111 2222"},
		{"３３０ 106-1980", "3301061980"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(numbers(cases[i][0]), cases[i][1]);
}
