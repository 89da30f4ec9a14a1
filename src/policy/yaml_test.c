/* Files that are no packs: broken, hostile, too large. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "policy/pack_test.h"
#include "test.h"

#define MEASURES(text, wanted) \
	assert_string_equal(small_findings("measures.yaml", (text)), (wanted))

/* What is said of these bytes begins with `wanted`. */
static void expect_start(const char *text, const char *wanted)
{
	const char *said = small_findings("measures.yaml", text);
	if (strncmp(said, wanted, strlen(wanted)) != 0)
		assert_string_equal(said, wanted);
}

TEST(what_is_no_text_is_refused_at_its_place)
{
	MEASURES("a: \xC3\x28\n", "measures.yaml:1:4: the file is not UTF-8: save it as UTF-8\n");
	MEASURES("a: 1\nb: 中\x01\n", "measures.yaml:2:5: control characters are not allowed\n");
	MEASURES("a: 中\xE2\x80\xA8"
		 "b\n",
		 "measures.yaml:1:5: control characters are not allowed\n");
	MEASURES("a: 1\rb: 2\n", "measures.yaml:1:5: control characters are not allowed\n");
	MEASURES("\xFF\xFE"
		 "a\0",
		 "measures.yaml:1:1: the file is not UTF-8: save it as UTF-8\n");
	MEASURES("measures: []\n#\ta comment\n", "measures.yaml:2:2: a tab: use spaces\n");
	MEASURES("\xEF\xBB\xBFmeasures: []\r\n", "");
	MEASURES("measures: [\"\\0\"]\n",
		 "measures.yaml:1:12: measures[0]: control characters are not allowed\n");
}

TEST(broken_yaml_is_explained)
{
	static const char *const broken[][2] = {
		{"a: b: c\n", "measures.yaml:1:5: “: ” cannot stand here"},
		{"a: [1, 2\nb: 3\n", "measures.yaml:2:2: “,” or “]” is missing"},
		{"a: {b: 1\nc\n", "measures.yaml:3:1: “,” or “}” is missing"},
		{"a: 'open\n", "measures.yaml:2:1: the file ends inside quotes"},
		{"a: @b\n", "measures.yaml:1:4: a text cannot begin with this character"},
		{"a: \"\\q\"\n", "measures.yaml:1:5: there is no such “\\” in double quotes"},
		{"- a\nb: 1\n", "measures.yaml:2:1: every item of a list begins with “- ”"},
		{"a:\n  b: 1\n c: 2\n", "measures.yaml:3:2: a key is expected here"},
		{"a: 1\nb\nc: 2\n", "measures.yaml:3:1: “: ” is missing after the key"},
		{"a: - b\n", "measures.yaml:1:4: an item of a list cannot begin here"},
		{"a: }\n", "measures.yaml:1:4: a value is missing here"},
		{"a: *\n", "measures.yaml:1:5: not YAML ("},
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		expect_start(broken[i][0], broken[i][1]);
}

TEST(what_is_not_part_of_the_format_is_refused)
{
	MEASURES("measures: &m []\n",
		 "measures.yaml:1:11: measures: anchors (&m) are not part of the "
		 "format: write out what is meant\n");
	MEASURES("%YAML 1.1\n---\nmeasures: []\n",
		 "measures.yaml:1:1: directives (%) are not part of the format: leave them out\n");
	MEASURES("measures: []\n---\nmeasures: []\n",
		 "measures.yaml:2:1: a file holds one document: remove this “---”\n");
	MEASURES("---\nmeasures: []\n", "");
	MEASURES("measures: []\n<<: {a: 1}\n",
		 "measures.yaml:2:1: merge keys (<<) are not part of the "
		 "format: write out what is meant\n");
	MEASURES("measures: []\n? [a, b]\n: 1\n",
		 "measures.yaml:2:3: a key is a word, never a list or a "
		 "mapping\n");
	MEASURES("measures: !!seq []\n",
		 "measures.yaml:1:11: measures: tags (!!seq) are not part of the "
		 "format: leave it out\n");
	MEASURES("measures: []\nmeasures: []\n",
		 "measures.yaml:2:1: “measures” stands twice; the first is on line 1\n");
}

TEST(bombs_and_circles_of_anchors_are_never_followed)
{
	expect_start("measures: &a [*a, *a]\n", "measures.yaml:1:11: measures: anchors (&a)");
	expect_start(
		"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]\n",
		"measures.yaml:1:1: “measures” is missing\nmeasures.yaml:1:1: there is no key “a”");
	expect_start("*a : 1\n", "measures.yaml:1:1: ");
}

static const char *repeated(mem *m, const char *start, const char *piece, size_t n)
{
	struct buf b = buf_on(m);
	buf_puts(&b, start);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, piece);
	return buf_text(&b);
}

TEST(nesting_is_bounded)
{
	mem *m = mem_pool(1024);
	static const char *const pieces[] = {"[", "{a: ", "{", "? ", "- ", "[{", "[a, "};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		const char *said = small_findings("measures.yaml",
						  repeated(m, "measures: ", pieces[i], 100000));
		assert_true(*said);
	}
	expect_start(repeated(m, "measures: ", "[", 40), "measures.yaml:1:42: measures[0][0][0]");
	mem_free(m);
}

/* What took a time that grew with the square of the size would not end within the suite's. */
TEST(large_files_are_read_to_their_end)
{
	mem *m = mem_pool(1024);
	char key[32];
	struct buf keys = buf_on(m);
	for (int i = 0; i < 80000; i++) {
		snprintf(key, sizeof key, "k%d: 1\n", i);
		buf_puts(&keys, key);
	}
	const char *const texts[] = {
		buf_text(&keys),
		repeated(m, "measures: [", "a, ", 90000),
		repeated(m, "measures:\n", "  - {}\n", 5000),
		repeated(m, "", "a: 1\n", 100000),
		repeated(m, "a: '", "''", 500000),
		repeated(m, "a: \"", "\\n", 500000),
		repeated(m, "a: ", "b ", 500000),
		repeated(m, "a: |\n", "  b\n", 250000),
		repeated(m, "", "\n", 1000000),
		repeated(m, "# ", "中", 300000),
		repeated(m, "measures: [", "&a *a, ", 100000),
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_true(*small_findings("measures.yaml", texts[i]));
	}
	expect_start(mem_format(m, "%s]", texts[1]),
		     "measures.yaml:1:11: measures: 90000 items, at most 5000 are allowed\n");
	expect_start(repeated(m, "measures: [", "a, ", 110000),
		     "measures.yaml:1:299859: a pack has at most 100000 nodes\n");
	assert_string_equal(small_findings("measures.yaml", repeated(m, "# ", "x", PACK_FILE_MAX)),
			    "measures.yaml: the file is larger than 1048576 bytes\n");
	mem_free(m);
}

TEST(findings_have_an_end)
{
	mem *m = mem_pool(1024);
	const char *said =
		small_findings("measures.yaml", repeated(m, "measures:\n", "  - {}\n", 2000));
	size_t n = 0;
	for (const char *p = said; (p = strchr(p, '\n')); p++)
		n++;
	assert_int_equal(n, FINDINGS_MAX);
	assert_non_null(
		strstr(said, "measures.yaml: warning: 7001 more findings are not listed\n"));
	mem_free(m);
}

/* ─── places ─── */

#define BEFORE "measures:\n  - id: m\n    title: {zh: 指, en: M}\n    subject: estate\n    meets: "
#define IDLE \
	"measures.yaml:2:5: warning: measures[0]: no clause and no target names the measure “m”\n"
#define AT_LIFT(place) IDLE "measures.yaml:" place ": meets: estate has no fact lift\n"

TEST(a_mistake_in_an_expression_is_found_however_it_is_written)
{
	MEASURES(BEFORE "estate.has_lift || estate.lift\n", AT_LIFT("5:38"));
	MEASURES(BEFORE "'estate.kind == ''old'' || estate.lift'\n", AT_LIFT("5:46"));
	MEASURES(BEFORE "\"estate.kind == \\\"old\\\" || estate.lift\"\n", AT_LIFT("5:46"));
	MEASURES(BEFORE "\"estate.kind == '\\u8001' || estate.lift\"\n",
		 IDLE "measures.yaml:5:28: meets: 老 is no code of this fact\n"
		      "measures.yaml:5:47: meets: estate has no fact lift\n");
	MEASURES(BEFORE "estate.has_lift ||\n      estate.lift\n", AT_LIFT("6:14"));
	MEASURES(BEFORE "|\n      estate.has_lift ||\n      estate.lift\n", AT_LIFT("7:14"));
	MEASURES(BEFORE ">-  # folded\n      estate.has_lift\n\n      || estate.lift\n",
		 AT_LIFT("8:17"));
	MEASURES(BEFORE "'estate.has_lift\n\n      || estate.lift'\n", AT_LIFT("7:17"));
}

TEST(expressions_without_end_are_refused)
{
	mem *m = mem_pool(1024);
	const char *deep = repeated(m, BEFORE "\"", "(", 10000);
	expect_start(mem_format(m, "%s\"\n", deep),
		     IDLE "measures.yaml:5:12: meets: the expression is longer than 4096 bytes\n");
	expect_start(mem_format(m, "%s\"\n", repeated(m, BEFORE "\"", "(", 4000)),
		     IDLE "measures.yaml:5:");
	expect_start(mem_format(m, "%s true\"\n", repeated(m, BEFORE "\"", "!", 4000)),
		     IDLE "measures.yaml:5:");
	expect_start(BEFORE "99999999999999999999 > 1 && estate.has_lift\n",
		     IDLE "measures.yaml:5:12: meets: ");
	mem_free(m);
}

/* ─── folders ─── */

static void put_file(const char *folder, const char *name, const char *text, off_t size)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "we");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fflush(f), 0);
	if (size)
		assert_int_equal(ftruncate(fileno(f), size), 0);
	fclose(f);
}

TEST(a_folder_gives_its_files_in_order)
{
	struct ctx *cx = test_ctx();
	const char *folder = test_folder();
	struct pack_files files;
	put_file(folder, "pack.yaml", "a: 1\n", 0);
	put_file(folder, "clauses.yaml", "b: 1\n", 0);
	put_file(folder, ".pack.yaml.swp", "x", 0);
	assert_ok(pack_files_read(cx, folder, &files));
	assert_int_equal(files.n, 2);
	assert_string_equal(files.files[0].path, "clauses.yaml");
	assert_string_equal(files.name, strrchr(folder, '/') + 1);
}

TEST(what_is_no_pack_is_refused)
{
	struct ctx *cx = test_ctx();
	const char *folder = test_folder();
	struct pack_files files;
	assert_int_equal(pack_files_read(cx, "/nowhere/at/all", &files), ERR_NOT_FOUND);
	ctx_forgive(cx);
	put_file(folder, "pack.yaml", "", 0);
	put_file(folder, "notes.txt", "", 0);
	char path[256];
	snprintf(path, sizeof path, "%s/pipe.yaml", folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof path, "%s/link.yaml", folder);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_int_equal(pack_files_read(cx, folder, &files), ERR_INVALID);
	assert_int_equal(cx->failure.n_fields, 3);
}

TEST(fifty_megabytes_are_refused_unread)
{
	struct ctx *cx = test_ctx();
	const char *folder = test_folder();
	struct pack_files files;
	put_file(folder, "pack.yaml", "", 50 << 20);
	assert_int_equal(pack_files_read(cx, folder, &files), ERR_TOO_LARGE);
	ctx_forgive(cx);
	for (int i = 0; i < 5; i++)
		put_file(folder,
			 (const char *[]){"pack.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"}[i],
			 "", PACK_FILE_MAX);
	assert_int_equal(pack_files_read(cx, folder, &files), ERR_TOO_LARGE);
}
