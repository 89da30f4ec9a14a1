/* The cursor of a page: what is read comes back as it was. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/page_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct sort sorts[] = {{.name = "a", .key = F_TEXT},
					    {.name = "a", .key = F_INT},
					    {.name = "a", .key = F_DATE}};
	mem *m = mem_child(NULL);
	char *text = mem_strn(m, (const char *)data, n);
	for (size_t i = 0; i < 3; i++) {
		struct cursor c, again;
		if (!cursor_decode(m, &sorts[i], "a", text, &c))
			continue;
		bool is_read = cursor_decode(m, &sorts[i], "a", cursor_encode(m, "a", &c), &again);
		assert(is_read && c.id == again.id && c.number == again.number);
		assert(!c.text == !again.text && (!c.text || !strcmp(c.text, again.text)));
	}
	mem_free(m);
	return 0;
}
