#include "app/web.h"

#include <string.h>

static bool begins(const char *path, const char *with)
{
	return !strncmp(path, with, strlen(with));
}

/* Addresses of the programs' own faces are never a page, nor are files that are not there. */
static const char *shell_of(const char *path)
{
	static const char *const not_pages[] = {"/api/", "/assets/", "/test/", "/docs/"};
	for (size_t i = 0; i < sizeof not_pages / sizeof *not_pages; i++)
		if (begins(path, not_pages[i]))
			return NULL;
	if (begins(path, "/console"))
		return "/index.html";
	return begins(path, "/m/") || !strcmp(path, "/m") ? "/m/index.html" : "/portal/index.html";
}

struct static_files web_static(void)
{
	return (struct static_files){.files = web_files, .n = web_files_n, .shell = shell_of};
}
