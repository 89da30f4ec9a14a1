/* What a person reads: a key, its Chinese and its English, with {1}, {2} … for the arguments.
 *
 *     T("estate.taken", "编号 {1} 已被使用", "Number {1} is taken")
 *
 * The key is stable and documented; the wording may change.
 */
#ifndef LINLI_BASE_TEXT_H
#define LINLI_BASE_TEXT_H

#include "base/arg.h"
#include "base/mem.h"

enum lang { LANG_ZH, LANG_EN };

struct text {
	const char *key, *zh, *en;
};

#define T(key_, zh_, en_) ((struct text){key_, zh_, en_})

static inline const char *text_in(struct text t, enum lang lang)
{
	return lang == LANG_EN ? t.en : t.zh;
}

/* The text with its arguments filled in; an argument that is absent leaves its braces. */
char *text_render(mem *parent, struct text t, enum lang lang, const struct arg *args);

/* As people mean a text when they look for it: half width, lower case, no blanks. */
char *text_fold(mem *parent, const char *text);

/* What was typed, folded, for `column LIKE $n ESCAPE '\\'`: anywhere in the text. NULL for NULL and
 * for nothing but blanks. */
const char *text_pattern(mem *parent, const char *typed);

/* Percent-encoded UTF-8 as text of at most `most` characters; NULL if it is anything else. */
char *text_decode(mem *parent, const char *encoded, size_t most);

/* A deep copy of an argument list, so that it may outlive what it points at. */
struct arg *args_copy(mem *parent, const struct arg *args);

#endif
