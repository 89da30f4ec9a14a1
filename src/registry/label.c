#include "registry/label.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

enum { PLACES = 8 };

const char *label_sort_key(mem *parent, const char *label)
{
	struct buf key = buf_on(parent);
	for (const char *p = label; *p;) {
		size_t n = strspn(p, "0123456789");
		for (size_t i = n; n && i < PLACES; i++)
			buf_putc(&key, '0');
		buf_put(&key, p, n ? n : 1);
		p += n ? n : 1;
	}
	return buf_text(&key);
}

/* Does the name say itself what it is ("2单元", "A座")? Then nothing is added. */
static bool is_bare_number(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

const char *label_house(mem *parent, const char *building, const char *entrance, const char *house)
{
	struct buf label = buf_on(parent);
	buf_puts(&label, building);
	if (is_bare_number(building))
		buf_puts(&label, "幢");
	if (entrance) {
		buf_puts(&label, entrance);
		if (is_bare_number(entrance))
			buf_puts(&label, "单元");
	}
	buf_puts(&label, house);
	return buf_text(&label);
}
