#include "place/search.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "store/sql.h"

enum { CJK_FIRST = 0x4E00, COMBINATIONS_MAX = 8 };

static uint32_t letters_of(uint32_t c)
{
	if (c < CJK_FIRST || c - CJK_FIRST >= pinyin_initials_n)
		return 0;
	return pinyin_initials[c - CJK_FIRST];
}

/* Every way to read what has been read so far, each with one more letter. */
static void extend(struct buf *ways, int *n, uint32_t letters)
{
	int was = *n;
	for (int letter = 0, first = 1; letter < 26; letter++) {
		if (!(letters >> letter & 1))
			continue;
		for (int i = 0; i < was && !first && *n < COMBINATIONS_MAX; i++) {
			buf_put(&ways[*n], ways[i].data, ways[i].len - 1);
			buf_putc(&ways[(*n)++], (char)('a' + letter));
		}
		for (int i = 0; i < was && first; i++)
			buf_putc(&ways[i], (char)('a' + letter));
		first = 0;
	}
}

struct initials initials_of(mem *parent, const char *text)
{
	struct buf ways[COMBINATIONS_MAX];
	struct initials ret = {0};
	int n = 1;
	for (int i = 0; i < COMBINATIONS_MAX; i++)
		ways[i] = buf_on(parent);
	for (uint32_t c; (c = utf8_next(&text)) != 0;) {
		uint32_t letters = letters_of(c);
		if (letters)
			extend(ways, &n, letters);
		else if (c < 0x80 && isalnum((int)c))
			for (int i = 0; i < n; i++)
				buf_putc(&ways[i], (char)tolower((int)c));
	}
	for (; ret.n < n; ret.n++)
		ret.all[ret.n] = buf_text(&ways[ret.n]);
	return ret;
}

/* ─── keeping ─── */

static void add_initials(struct buf *out, const char *text)
{
	struct initials in = initials_of(out->parent, text);
	for (int i = 0; i < in.n; i++) {
		buf_puts(out, in.all[i]);
		buf_putc(out, '\n');
	}
}

void search_texts(mem *parent, const struct search_thing *t, const char **ret_text,
		  const char **ret_initials)
{
	struct buf text = buf_on(parent), initials = buf_on(parent);
	for (int i = 0; i < SEARCH_TEXTS; i++) {
		if (!t->texts[i])
			continue;
		buf_puts(&text, text_fold(parent, t->texts[i]));
		buf_putc(&text, '\n');
		add_initials(&initials, t->texts[i]);
	}
	*ret_text = buf_text(&text);
	*ret_initials = buf_text(&initials);
}

err search_keep(struct ctx *cx, const struct search_thing *t)
{
	const char *text, *initials;
	if (!t->texts[0])
		return sql_exec(
			cx, "DELETE FROM search_entry WHERE home_id = $1 AND kind = $2 AND id = $3",
			i64(t->home_id), str(t->kind), i64(t->id));
	search_texts(cx->mem, t, &text, &initials);
	return sql_exec(cx,
			"INSERT INTO search_entry (home_id, kind, id, text, initials)"
			" VALUES ($1, $2, $3, $4, $5)"
			" ON CONFLICT (home_id, kind, id) DO UPDATE SET text = $4, initials = $5",
			i64(t->home_id), str(t->kind), i64(t->id), str(text), str(initials));
}
