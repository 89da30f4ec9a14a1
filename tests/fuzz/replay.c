/* Runs a fuzz target over every file of a folder: what the fuzzer found once is tried in every run.
 *
 *     fuzz-sheet_csv tests/fuzz/corpus/sheet_csv
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int replay(const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "r");
	if (!f || fseek(f, 0, SEEK_END))
		return perror(path), 1;
	size_t n = (size_t)ftell(f);
	uint8_t *data = malloc(n ? n : 1); /* exactly as large, so that a sanitizer sees its end */
	rewind(f);
	int failed = fread(data, 1, n, f) != n;
	fclose(f);
	if (!failed)
		LLVMFuzzerTestOneInput(data, n);
	free(data);
	return failed;
}

int main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	if (!folder)
		return fprintf(stderr, "usage: %s FOLDER\n", argv[0]), 2;
	int n = 0, failed = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		failed += replay(argv[1], entry->d_name);
		n++;
	}
	closedir(folder);
	printf("%d passed, %d failed\n", n - failed, failed);
	return failed || !n; /* a corpus that went missing is a failure */
}
