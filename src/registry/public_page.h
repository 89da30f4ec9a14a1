/* The public pages of estates as plain HTML: readable, searchable and printable without a script.
 * What is written is the inside of the page's main part; app/portal.c puts it into the site's frame.
 */
#ifndef LINLI_REGISTRY_PUBLIC_PAGE_H
#define LINLI_REGISTRY_PUBLIC_PAGE_H

#include "http/request.h"

struct public_page {
	int status;         /* 200, or 404 where there is no such estate */
	const char *title;  /* of the window, without the site's name */
	const char *column; /* the list that it belongs to; NULL: it is that list */
	int64_t changed_at; /* NONE: not of one thing */
	struct buf main;
};

/* Estates by `region`, `q` and `page`. */
err public_list_page(struct ctx *cx, struct request *rq, struct public_page *ret);
/* One: {estate}. */
err public_estate_page(struct ctx *cx, struct request *rq, struct public_page *ret);

/* The Chinese or the English of the program's own words, by cx->lang. */
static inline const char *either(const struct ctx *cx, const char *zh, const char *en)
{
	return cx->lang == LANG_EN ? en : zh;
}

/* "?lang=en" in an address, where that was asked for; else what stands for nothing. */
static inline const char *with_lang(const struct ctx *cx, const char *asked, const char *otherwise)
{
	return cx->lang == LANG_EN ? asked : otherwise;
}

#endif
