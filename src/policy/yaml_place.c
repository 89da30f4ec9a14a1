/* Where things stand in a file, and how they are called. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "policy/yaml_priv.h"

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (map->kind != YAML_MAP)
		return NULL;
	for (const struct yaml *v = map->first; v; v = v->next)
		if (!strcmp(v->key->text, key))
			return v;
	return NULL;
}

enum { KEY_SHOWN = 60 };

static void put_step(struct buf *out, const struct yaml *node)
{
	if (!node->key) {
		buf_format(out, "[%zu]", node->index);
		return;
	}
	const char *p = node->key->text ? node->key->text : "";
	if (out->len)
		buf_putc(out, '.');
	for (int n = 0; n < KEY_SHOWN && *p; n++)
		utf8_next(&p);
	if (node->key->text)
		buf_put(out, node->key->text, (size_t)(p - node->key->text));
}

const char *yaml_path(mem *m, const struct yaml *node)
{
	const struct yaml *way[YAML_DEPTH_MAX + 2];
	int n = 0;
	struct buf out = buf_on(m);
	for (; node->parent && n < YAML_DEPTH_MAX + 2; node = node->parent)
		if (node->key || node->parent->kind == YAML_LIST)
			way[n++] = node;
	while (n > 0)
		put_step(&out, way[--n]);
	return buf_text(&out);
}

/* ─── from a scalar's text to the file ─── */

struct walk {
	const char *at; /* in the file */
	enum yaml_style style;
};

static const char *start_of(const struct yaml *s)
{
	const struct yaml_doc *d = s->doc;
	const char *p = d->lines[(size_t)s->line - 1];
	for (int i = 1; i < s->column && *p; i++)
		utf8_next(&p);
	if (s->style == YAML_SINGLE || s->style == YAML_DOUBLE)
		p++;
	if (s->style == YAML_BLOCK) { /* behind “|” and the like */
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return p;
}

static size_t escape_length(const char *p)
{
	switch (p[1]) {
	case 'x':
		return 4;
	case 'u':
		return 6;
	case 'U':
		return 10;
	case '\0':
		return 1;
	default:
		return 2;
	}
}

/* Past one character of the text as it is written. */
static void step(struct walk *w)
{
	size_t n = 1;
	if (w->style == YAML_SINGLE && w->at[0] == '\'' && w->at[1] == '\'')
		n = 2;
	else if (w->style == YAML_DOUBLE && w->at[0] == '\\')
		n = escape_length(w->at);
	if (n > 1)
		w->at += strnlen(w->at, n);
	else
		utf8_next(&w->at);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r';
}

/* Folding adds and removes blanks but never what is between them. A blank that is written as an
 * escape would count: then the column is that of the line before. */
void yaml_place(const struct yaml *s, size_t at, int *ret_line, int *ret_column)
{
	struct walk w = {start_of(s), s->style};
	const char *p = s->text, *end = s->text + strnlen(s->text, at);
	while (p < end && *w.at) {
		bool is_skipped = is_blank(*p);
		utf8_next(&p);
		if (is_skipped)
			continue;
		while (is_blank(*w.at))
			w.at++;
		step(&w);
	}
	while (*p && !is_blank(*p) && is_blank(*w.at))
		w.at++;
	int line = s->line;
	while ((size_t)line < s->doc->n_lines && s->doc->lines[line] <= w.at)
		line++;
	const char *q = s->doc->lines[line - 1];
	for (*ret_column = 1; q < w.at; utf8_next(&q))
		++*ret_column;
	*ret_line = line;
}
