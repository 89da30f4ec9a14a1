#include "sheet/guard.h"

#include <string.h>

bool guard_is_needed(const char *s, size_t n)
{
	static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
					     "\n", "＝", "＋", "－", "＠"};
	size_t at = 0;
	while (at < n && s[at] == '\'')
		at++;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		size_t length = strlen(starts[i]);
		if (n - at >= length && !memcmp(s + at, starts[i], length))
			return true;
	}
	return false;
}

size_t guard_length(const char *s, size_t n)
{
	return n && *s == '\'' && guard_is_needed(s, n);
}
