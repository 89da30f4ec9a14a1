/* Finding the header of a sheet: under title rows, over one or two rows, with units beneath, its
 * columns named as people name them.
 *
 *     static const struct known_column known[] = {
 *             {"name",      {"小区名称", "小区", "项目名称"}},
 *             {"n_houses",  {"总户数", "户数", "房屋总数"}},
 *             {0}
 *     };
 *     err e = book_preview(b, 0, HEADER_ROWS_MAX, &rows, &n);
 *     struct header *h = header_find(cx->mem, rows, n, known);
 *
 * Nothing is guessed between equals: two columns that fit one key as well, or two keys that fit one
 * column as well, are left open with their candidates, for a person to say.
 */
#ifndef LINLI_SHEET_HEADER_H
#define LINLI_SHEET_HEADER_H

#include "sheet/reader.h"

enum { HEADER_ROWS_MAX = 20, KNOWN_NAMES_MAX = 12 };

struct known_column {
	const char *key;                    /* NULL ends a table */
	const char *names[KNOWN_NAMES_MAX]; /* its own name first, then what else it is called */
};

enum match {
	MATCH_NONE,
	MATCH_CONTAINS, /* "房屋建筑面积" holds "建筑面积", or is held by it */
	MATCH_ALIAS,
	MATCH_EXACT,
};

struct header_column {
	int column; /* from 1 */
	const char *
		title; /* as written; under a heading over several columns, that first: "业主 姓名" */
	const char *unit; /* "元/㎡·月", from brackets or from a row of units; NULL: none */
	const char *key;  /* NULL: nothing fits, or more than one does */
	enum match match; /* how well `key`, or what is left open, fits */
	const char **candidates; /* NULL-terminated: the keys between which somebody must choose;
				    empty unless `key` is NULL */
};

struct header {
	int64_t row;       /* the last row of the header; 0: the sheet is empty */
	int64_t first_row; /* the same, or the one above if it takes two rows */
	int64_t data_row;  /* from where on rows are data */
	int64_t rival_row; /* another row that fits as well and says something else; 0: none */
	struct header_column *columns;
	size_t n, n_matched;
};

/* Never fails: where no title is known, the row that looks most like a header is taken, with no
 * keys, so that somebody can match its columns by hand. */
struct header *header_find(mem *parent, const struct row *rows, size_t n,
			   const struct known_column *known);

/* The column of a key, from 1; 0 if none was matched. */
int header_column(const struct header *h, const char *key);

/* A title as it is compared: without blanks, marks, brackets and what is in them, in half-width
 * lower case. "建筑 面积*（㎡）" → "建筑面积". */
char *header_plain(mem *parent, const char *title);

#endif
