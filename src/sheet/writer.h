/* Writing a spreadsheet, row by row, .xlsx and .csv by the same calls. Memory stays small: rows go
 * to disk as they are written.
 *
 *     static const struct out_column columns[] = {{"房号", 14}, {"建筑面积（㎡）", 12}, {"交付日期"}};
 *     struct writer *w;
 *     err e = writer_open(cx, path, WRITER_XLSX, &w);
 *     if (!e)
 *             e = writer_sheet(w, "房屋", "翠苑一区房屋清单", columns, 3);
 *     for (…) {
 *             write_text(w, h->number), write_decimal(w, h->area_dm2, 2), write_date(w, h->handed_on);
 *             write_row_end(w);
 *     }
 *     return e ? e : writer_close(w);
 *
 * Errors are sticky: write_…() after a failure does nothing, and writer_close() says what it was.
 *
 * A .csv is UTF-8 with a byte order mark, RFC 4180, guarded against formulas (guard.h). It has one
 * sheet, whose header is its first row: the title, colours and comments are left out. It is for
 * programs; who edits in Excel should be given .xlsx, for Excel takes an 18-digit number in a .csv
 * for a number and keeps 15 digits of it.
 */
#ifndef LINLI_SHEET_WRITER_H
#define LINLI_SHEET_WRITER_H

#include "base/ctx.h"
#include "sheet/cell.h"

enum writer_kind { WRITER_XLSX, WRITER_CSV };

struct out_column {
	const char *title;
	int width; /* in Latin letters; a Chinese character takes two. 0: as its title needs */
};

enum cell_mark { MARK_NONE, MARK_WRONG, MARK_DOUBTFUL, MARK__MAX }; /* red, yellow */
enum { COMMENTS_MAX = 10000 }; /* further ones are left out: each costs memory to the end */

struct writer;

/* Makes the file; an old one is replaced. Fails INTERNAL if it cannot be written. */
err writer_open(struct ctx *cx, const char *path, enum writer_kind kind, struct writer **ret);

/* Begins a sheet: its title over all columns (NULL: none), then the header, which stays in view.
 * What a sheet's name may not hold becomes a blank, and it is cut to 31 characters. */
err writer_sheet(struct writer *w, const char *name, const char *title,
		 const struct out_column *columns, size_t n);

/* The next cell of the row. NULL and NONE leave it empty. */
void write_text(struct writer *w, const char *s);
void write_int(struct writer *w, int64_t v);
void write_decimal(struct writer *w, int64_t v, int places); /* 8950, 2: 89.50 */
void write_date(struct writer *w, const char *date);
void write_flag(struct writer *w, int64_t v); /* 是, 否; in English Yes, No */
void write_blank(struct writer *w);

/* A cell as it was read, for a report beside the original. */
void write_cell(struct writer *w, const struct cell *c);

/* Colours the next cell, and hangs a comment on it (NULL: none). */
void write_mark(struct writer *w, enum cell_mark mark, const char *comment);

void write_row_end(struct writer *w);

/* Finishes the file. Unless it returns OK the file is of no use, and is removed. */
err writer_close(struct writer *w);

#endif
