/* Reading a spreadsheet, row by row: .xlsx, .xls (Excel 97 to 2003) and .csv by the same calls. What
 * a file is, is seen from its bytes, never from its name. Rows stream: a file of 200,000 rows needs
 * a few megabytes.
 *
 *     struct book *b;
 *     struct row row;
 *     err e = book_open(cx, path, NULL, &b);
 *     if (!e)
 *             e = book_start(b, 0);
 *     while (!e && book_next(b, &row))
 *             … row_cell(&row, 3)->text …
 *     return e ? e : book_end(b);
 *
 * Of a csv, blanks around a value that is not in quotes are left out, and the guard against formulas
 * is taken away (guard.h).
 *
 * A book hangs on cx->mem and is let go with it. Errors are sticky: the loop ends, and book_end()
 * says why. ERR_INVALID is a file that is broken or no spreadsheet, ERR_TOO_LARGE one that is past
 * a limit; both say what and where, in words for whoever made the file.
 *
 * Why not libfreexl for .xls: mutated files crash it or make it run for ever (about one in a
 * hundred), and it knows no formulas' results and no merged cells.
 */
#ifndef LINLI_SHEET_READER_H
#define LINLI_SHEET_READER_H

#include "base/ctx.h"
#include "sheet/cell.h"

/* What a file may ask of us. 0 in any of them means the default. */
struct sheet_limits {
	int64_t file_bytes;    /* the file itself: 128 MB */
	int64_t part_bytes;    /* one part of an .xlsx, unpacked: 1 GB */
	int64_t total_bytes;   /* all that is unpacked while the book is open: 4 GB */
	int64_t ratio;         /* unpacked ÷ packed of a part past its first megabyte: 300 */
	int64_t parts;         /* files inside an .xlsx: 10,000 */
	int64_t depth;         /* nesting of XML elements: 64 */
	int64_t strings_bytes; /* shared strings, on disk: 512 MB */
	int64_t sheets;        /* 100 */
	int64_t rows;          /* of one sheet that hold anything: 1,048,576 */
	int64_t columns;       /* 512 */
	int64_t cell_bytes;    /* 128 KB; Excel's own limit is 32,767 characters */
	int64_t merges;        /* merged ranges of one sheet: 200,000 */
};

enum book_kind { BOOK_XLSX, BOOK_XLS, BOOK_CSV };

struct book;

struct sheet_info {
	const char *name; /* of a csv: "CSV" */
	bool is_hidden;
};

/* Rows and columns from 1, both ends included. */
struct merge {
	int64_t row_from, row_to;
	int column_from, column_to;
};

/* Opens a file and reads what all its sheets share. `limits` NULL: the defaults. */
err book_open(struct ctx *cx, const char *path, const struct sheet_limits *limits,
	      struct book **ret);

enum book_kind book_kind(const struct book *b);
const char *book_encoding(const struct book *b); /* of a csv: "UTF-8", "GB18030", "UTF-16LE" … */
const struct sheet_info *book_sheets(const struct book *b, int *ret_n);

/* Goes to the first row of a sheet, counted from 0. May be called again, for any sheet. */
err book_start(struct book *b, int sheet);

/* The next row that holds anything; its texts stay until the next call. False at the end, and
 * after a failure. */
bool book_next(struct book *b, struct row *ret);

/* How it ended: OK, or the failure of cx. */
err book_end(const struct book *b);

/* The merged ranges of a sheet, in the order of their first rows. Reads the sheet through, since a
 * file names them only behind its rows; what book_start() began is lost. */
err book_merges(struct book *b, int sheet, const struct merge **ret, size_t *ret_n);

/* The first rows of a sheet (at most `max`), copied to cx->mem: for finding the header, and for
 * showing what is in a file. Long texts are cut to PREVIEW_BYTES. */
enum { PREVIEW_BYTES = 400 };
err book_preview(struct book *b, int sheet, size_t max, struct row **ret, size_t *ret_n);

/* Before cx->mem goes: files and buffers now. */
void book_close(struct book *b);

#endif
