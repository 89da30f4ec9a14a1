/* A query string: whatever is read is text. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct pair *pairs;
	mem *m = mem_child(NULL);
	if (query_parse(m, (struct slice){(const char *)data, n}, &pairs) == LAWFUL)
		for (size_t i = 0; pairs[i].name; i++) {
			assert(*pairs[i].name && i < PARAMS_MAX);
			assert(utf8_is_text(pairs[i].name, strlen(pairs[i].name)));
			assert(utf8_is_text(pairs[i].value, strlen(pairs[i].value)));
		}
	mem_free(m);
	return 0;
}
