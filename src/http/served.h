/* A public page as the server writes it: plain HTML, readable and printable without a script. A room
 * writes the inside of the main part; app/portal.c puts it into the site's frame. */
#ifndef LINLI_HTTP_SERVED_H
#define LINLI_HTTP_SERVED_H

#include "http/request.h"

struct served_page {
	int status;         /* 200, or 404 where there is no such thing */
	const char *title;  /* of the window, without the site's name */
	const char *column; /* the list that it belongs to; NULL: it is that list */
	int64_t changed_at; /* NONE: not of one thing */
	struct buf main;
};

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
