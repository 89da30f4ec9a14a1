/* A Cookie header, and the other lists that headers hold. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice v;
	int64_t first, last;
	char *header = mem_strn(NULL, (const char *)data, n);
	if (cookie_find(header, "session", &v)) {
		assert(v.at > header && v.at + v.n <= header + strlen(header));
		assert(!memchr(v.at, ';', v.n) && !memchr(v.at, ' ', v.n));
	}
	int weight = coding_weight(header, "br");
	assert(weight >= 0 && weight <= 1000);
	etag_is_in(header, "\"7\"");
	if (range_parse(header, 100, &first, &last) == RANGE_ONE)
		assert(first >= 0 && first <= last && last < 100);
	mem_free(header);
	return 0;
}
