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

/* A deep copy of an argument list, so that it may outlive what it points at. */
struct arg *args_copy(mem *parent, const struct arg *args);

#endif
