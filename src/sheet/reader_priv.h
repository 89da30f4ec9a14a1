/* What the three formats share: the open file, its limits, and the row that is being gathered. */
#ifndef LINLI_SHEET_READER_PRIV_H
#define LINLI_SHEET_READER_PRIV_H

#include "base/buf.h"
#include "sheet/number.h"
#include "sheet/reader.h"
#include "sheet/string_pool.h"
#include "sheet/style.h"

struct book_format {
	enum book_kind kind;
	err (*open)(struct book *b);
	err (*start)(struct book *b, int sheet);
	bool (*next)(struct book *b); /* gathers one row; it may turn out empty */
	err (*merges)(struct book *b, int sheet);
};
extern const struct book_format book_xlsx, book_xls, book_csv;

struct book {
	struct ctx *cx;
	const struct book_format *format;
	void *state; /* of the format */
	struct sheet_limits limits;
	char *folder; /* where the file lies */
	int fd;
	int64_t file_bytes, unpacked;
	const char *encoding;
	struct sheet_info *sheets;
	int n_sheets, sheet; /* -1: none has been started */
	struct styles styles;
	struct strings *strings;
	struct merge *merges;
	size_t n_merges;

	struct cell *cells; /* of the row being gathered; `text` NULL: at texts.data + at[i] */
	size_t *at;
	int room, n;
	struct buf texts;
	int64_t row_number, n_rows;
};

/* Broken, by the file's fault: what is wrong; and at a column of the row being gathered, with the
 * sheet's name as {1} and the cell as {2}. */
#define broken(b, text, ...) fail((b)->cx, ERR_INVALID, (text)__VA_OPT__(, ) __VA_ARGS__)
err broken_at(struct book *b, int column, struct text text);

err book_too_many_sheets(struct book *b);
err book_add_sheet(struct book *b, const char *name, bool is_hidden);
err book_add_merge(struct book *b, const struct merge *m);
err book_add_string(struct book *b, const char *text, size_t n);
const char *sheet_name(const struct book *b);

/* Counts bytes that were unpacked. */
err book_count_bytes(struct book *b, size_t n);

/* A part of the file, whole; false if it ends before. */
bool book_read_at(struct book *b, void *to, size_t n, int64_t at);

/* Begins a row: numbers must rise. */
err row_begin(struct book *b, int64_t number);

/* Puts a value into a column of it; text is cleaned (cell.h) and copied. */
err row_put(struct book *b, int column, enum cell_kind kind, const char *text, size_t n);
/* A number or, by its style, a date. `text` is what number_read() made of it. */
err row_put_number(struct book *b, int column, double v, const char *text, enum number_style style);
/* A text that book_add_string() took. */
err row_put_string(struct book *b, int column, size_t i);

#endif
