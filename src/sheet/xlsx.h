/* What a workbook's parts have in common with the reading of its sheets. */
#ifndef LINLI_SHEET_XLSX_H
#define LINLI_SHEET_XLSX_H

#include "sheet/xml.h"

struct relation {
	char *id, *kind, *target; /* "rId1", "worksheet", "xl/worksheets/sheet1.xml" */
};

struct xlsx_type; /* how a cell's t="…" is read */

struct xlsx {
	struct book *book;
	struct package *package;
	char *part; /* the one whose relations are being read */
	struct relation *relations;
	size_t n_relations;
	char **sheet_parts;
	int64_t n_listed; /* sheets of every kind that the workbook names */

	/* the shared strings, or the row, being read */
	struct xml *xml;
	struct buf value;
	int phonetic;    /* inside <rPh>: how a name is said, no part of the text */
	bool is_heard;   /* character data belongs to `value` */
	bool is_in_list; /* styles: inside <cellXfs> */
	bool has_row;    /* a row has been read to its end */
	bool has_formula;
	int column;
	int64_t style;
	const struct xlsx_type *type;
};

/* Character data for `value`: one byte past the limit of a cell, and whoever takes the value sees
 * that it is too long, and where. */
void xlsx_hear(struct xml *x, const char *s, size_t n);

/* `value` with _x000D_ and the like as the characters they stand for. */
void xlsx_unescape(struct buf *value);

err xlsx_start(struct book *b, int sheet);
bool xlsx_next(struct book *b);
err xlsx_merges(struct book *b, int sheet);

#endif
