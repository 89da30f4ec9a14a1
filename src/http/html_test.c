/* What is written into a page stays text. */
#include "test.h"

#include "http/html.h"

static const char *text(mem *m, const char *s)
{
	struct buf b = buf_on(m);
	html_text(&b, s);
	return buf_text(&b);
}

static const char *param(mem *m, const char *s)
{
	struct buf b = buf_on(m);
	html_param(&b, s);
	return buf_text(&b);
}

TEST(what_means_something_in_html_is_written_as_a_reference)
{
	mem *m = mem_pool(4096);
	assert_string_equal(text(m, "<img src=x onerror='a(\"b\")'>&amp;"),
			    "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;amp;");
	assert_string_equal(text(m, "湖畔花园 1—2 期"), "湖畔花园 1—2 期");
	mem_free(m);
}

TEST(control_characters_are_left_out_and_nothing_is_nothing)
{
	mem *m = mem_pool(4096);
	assert_string_equal(text(m, "a\x01\x1b[0m\x7f\tb\nc"), "a[0mb\nc");
	assert_string_equal(text(m, NULL), "");
	mem_free(m);
}

TEST(a_value_in_an_address_is_one_value)
{
	mem *m = mem_pool(4096);
	assert_string_equal(param(m, "a&b=c d/é\"'<#%"), "a%26b%3Dc%20d%2F%C3%A9%22%27%3C%23%25");
	assert_string_equal(param(m, NULL), "");
	mem_free(m);
}
