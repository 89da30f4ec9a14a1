/* Our schema files, which use three types and SQLite's words, as another dialect has them. */
#include <ctype.h>
#include <string.h>

#include "store/store_priv.h"

/* ─── just enough of a lexer ─── */

enum token { TOKEN_END, TOKEN_WORD, TOKEN_PARAM, TOKEN_COMMENT, TOKEN_QUOTED, TOKEN_OTHER };

static size_t quoted_length(const char *p)
{
	size_t n = 1;
	while (p[n] && (p[n] != *p || p[n + 1] == *p)) /* a doubled quote is a quote inside */
		n += p[n] == *p ? 2 : 1;
	return p[n] ? n + 1 : n;
}

static size_t comment_length(const char *p)
{
	if (p[0] == '-')
		return strcspn(p, "\n");
	const char *end = strstr(p + 2, "*/");
	return end ? (size_t)(end - p) + 2 : strlen(p);
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

static enum token token_at(const char *p, size_t *ret_n)
{
	*ret_n = 1;
	if (!*p)
		return TOKEN_END;
	if (*p == '\'' || *p == '"')
		return *ret_n = quoted_length(p), TOKEN_QUOTED;
	if ((p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*'))
		return *ret_n = comment_length(p), TOKEN_COMMENT;
	if (*p == '$' && isdigit((unsigned char)p[1]))
		return *ret_n = 1 + strspn(p + 1, "0123456789"), TOKEN_PARAM;
	if (!is_word_char(*p))
		return TOKEN_OTHER;
	while (is_word_char(p[*ret_n]))
		++*ret_n;
	return TOKEN_WORD;
}

int sql_highest_param(const char *text)
{
	long highest = 0;
	enum token t;
	for (size_t n; (t = token_at(text, &n)) != TOKEN_END; text += n) {
		long number = t == TOKEN_PARAM ? strtol(text + 1, NULL, 10) : 0;
		highest = number > highest ? number : highest;
	}
	return (int)highest;
}

/* ─── words ─── */

static const char *translate(const struct word *words, const char *p, size_t n)
{
	for (const struct word *w = words; w->ours; w++)
		if (strlen(w->ours) == n && !memcmp(w->ours, p, n))
			return w->theirs;
	return NULL;
}

static bool is_word(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(p, word, n);
}

/* Types and table options are whole words in capitals; names are in small letters, so a column may
 * be called `text`. After AS (a cast) a type stands bare; options that are dropped take the comma
 * between them along. */
static const char *map_words(struct ctx *cx, const struct word *words, const char *p)
{
	struct buf out = buf_on(cx->mem);
	bool is_cast = false, is_dropped = false;
	enum token t;
	for (size_t n; (t = token_at(p, &n)) != TOKEN_END; p += n) {
		const char *theirs = t == TOKEN_WORD ? translate(words, p, n) : NULL;
		if (is_dropped && *p == ',')
			continue;
		if (theirs)
			buf_put(&out, theirs, is_cast ? strcspn(theirs, " ") : strlen(theirs));
		else
			buf_put(&out, p, n);
		if (!isspace((unsigned char)*p)) {
			is_dropped = theirs && !*theirs;
			is_cast = is_word(p, n, "AS");
		}
	}
	return buf_text(&out);
}

/* ─── sections ─── */

struct sections {
	const char *kind;
	int line;
	bool is_inside, is_skipped;
};

/* "-- only sqlite" → "sqlite"; NULL: another line. */
static const char *section_name(struct ctx *cx, const char *line, size_t n)
{
	static const char opening[] = "-- only ";
	size_t skip = sizeof opening - 1;
	if (n <= skip || memcmp(line, opening, skip) != 0)
		return NULL;
	return mem_strn(cx->mem, line + skip, n - skip);
}

static err read_mark(struct ctx *cx, struct sections *s, const char *line, size_t n)
{
	const char *name = section_name(cx, line, n);
	bool is_end = is_word(line, n, "-- end");
	if (name && s->is_inside)
		return fail_internal(cx, "line %d: a section within a section", s->line);
	if (is_end && !s->is_inside)
		return fail_internal(cx, "line %d: -- end without -- only", s->line);
	if (name && strcmp(name, "sqlite") != 0 && strcmp(name, "postgresql") != 0)
		return fail_internal(cx, "line %d: only what? %s", s->line, name);
	if (name)
		s->is_inside = true, s->is_skipped = strcmp(name, s->kind) != 0;
	if (is_end)
		s->is_inside = s->is_skipped = false;
	return OK;
}

static err choose_sections(struct ctx *cx, const char *kind, const char *text, const char **ret)
{
	struct buf out = buf_on(cx->mem);
	struct sections s = {.kind = kind, .line = 1};
	for (size_t n; *text; text += n, s.line++) {
		n = strcspn(text, "\n");
		size_t end = n;
		while (end && isspace((unsigned char)text[end - 1]))
			end--;
		err e = read_mark(cx, &s, text, end);
		if (e)
			return e;
		n += text[n] == '\n';
		if (!s.is_skipped)
			buf_put(&out, text, n);
	}
	if (s.is_inside)
		return fail_internal(cx, "-- only %s has no -- end", kind);
	*ret = buf_text(&out);
	return OK;
}

err schema_text(struct ctx *cx, const struct driver *d, const char *text, const char **ret)
{
	err e = choose_sections(cx, d->kind, text, &text);
	if (!e)
		*ret = d->words ? map_words(cx, d->words, text) : text;
	return e;
}
