/* Cells and rows as they come out of a spreadsheet, whatever file it was.
 *
 * A value is always text in one form, never a double: "89.5", "0.1", "2020-08-01", "12:30:00".
 * A csv knows only text; there the kinds are CELL_EMPTY and CELL_TEXT.
 */
#ifndef LINLI_SHEET_CELL_H
#define LINLI_SHEET_CELL_H

#include <stdbool.h>
#include <stdint.h>

enum cell_kind {
	CELL_EMPTY,  /* nothing, or nothing but blanks */
	CELL_TEXT,   /* UTF-8; line ends are "\n"; other control characters are left out */
	CELL_NUMBER, /* the shortest decimal that reads back as the workbook's number (number.h) */
	CELL_DATE,   /* "2020-08-01" */
	CELL_DATETIME, /* "2020-08-01 12:30:00", local time: a spreadsheet knows no zone */
	CELL_TIME,     /* "12:30:00" */
	CELL_FLAG,     /* "TRUE", "FALSE" */
	CELL_ERROR,    /* "#N/A", "#REF!"; a formula that was never reckoned is "#VALUE?" */
};

struct cell {
	const char *text; /* never NULL */
	enum cell_kind kind;
	bool is_rounded; /* a number past 15 digits: the spreadsheet has lost the others for good */
};

struct row {
	const char *sheet;
	int64_t number;           /* from 1, as people see it beside the row */
	const struct cell *cells; /* cells[0] is column A */
	int n;                    /* up to the last cell that is not empty */
};

extern const struct cell CELL_NOTHING;

/* The cell of a column, counted from 1; CELL_NOTHING beyond the last. */
static inline const struct cell *row_cell(const struct row *r, int column)
{
	return column >= 1 && column <= r->n ? &r->cells[column - 1] : &CELL_NOTHING;
}

enum { CELL_REF_SIZE = 24 };

/* Column 3, row 12 → "C12". Row 0 gives the column alone, "C". */
void cell_ref(int column, int64_t row, char out[static CELL_REF_SIZE]);

/* "C12" → 3, 12; "C" → 3, 0. False if it is neither, or beyond column XFD or row 9,999,999. */
bool cell_ref_parse(const char *s, int *ret_column, int64_t *ret_row);

#endif
