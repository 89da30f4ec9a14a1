#include "test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"

static struct CMUnitTest *tests;
static size_t n_tests;
static struct ctx cx;
static char folders[8][64]; /* of this test */
static int n_folders;

static int end_test(void **state);

void test_register(const char *name, void (*run)(void **))
{
	tests = realloc(tests, (n_tests + 1) * sizeof *tests);
	tests[n_tests++] = (struct CMUnitTest){name, run, NULL, end_test, NULL};
}

struct ctx *test_ctx(void)
{
	mem_free(cx.mem);
	cx = (struct ctx){.mem = mem_pool(65536), .now = clock_now()};
	return &cx;
}

const char *test_folder(void)
{
	const char *base = getenv("TMPDIR");
	assert_true(n_folders < (int)(sizeof folders / sizeof *folders));
	char *folder = folders[n_folders];
	snprintf(folder, sizeof *folders, "%s/linli-test-XXXXXX", base ? base : "/tmp");
	assert_non_null(mkdtemp(folder));
	n_folders++;
	return folder;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int end_test(void **state)
{
	(void)state;
	mem_free(cx.mem);
	cx.mem = NULL;
	while (n_folders > 0)
		nftw(folders[--n_folders], remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return _cmocka_run_group_tests(argv[0], tests, n_tests, NULL, NULL);
}
