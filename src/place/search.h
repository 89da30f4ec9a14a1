/* Finding things by a piece of their name, by pinyin initials, by number or address. One row a
 * thing; a search scans the rows within the actor's reach. */
#ifndef LINLI_PLACE_SEARCH_H
#define LINLI_PLACE_SEARCH_H

#include "base/ctx.h"

#define SEARCH_ESTATE       "estate"
#define SEARCH_ORGANISATION "organisation"
#define SEARCH_STAFF        "staff"
#define SEARCH_REGION       "region"

enum { SEARCH_TEXTS = 4 };

struct search_thing {
	int64_t home_id;
	const char *kind;
	int64_t id;
	const char *texts[SEARCH_TEXTS]; /* NULLs are skipped; all NULL: it is found no more */
};
err search_keep(struct ctx *cx, const struct search_thing *t);

/* What search_keep() writes, for who writes many: the texts folded, their initials, one a line. */
void search_texts(mem *parent, const struct search_thing *t, const char **ret_text,
		  const char **ret_initials);

/* The initials of a Chinese text ("翠苑" → "cy"), other letters and digits as they are in lower
 * case; where characters have several readings, at most `most` combinations. */
struct initials {
	const char *all[8];
	int n;
};
struct initials initials_of(mem *parent, const char *text);

/* For each character of the CJK block from U+4E00: a bit for each initial letter it can have. */
extern const uint32_t pinyin_initials[];
extern const uint32_t pinyin_initials_n;

#endif
