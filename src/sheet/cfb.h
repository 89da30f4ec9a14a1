/* The container of an .xls: Microsoft's compound file, a small file system of sectors (MS-CFB).
 * Reads one stream of it, piece by piece, from the open file of a book. */
#ifndef LINLI_SHEET_CFB_H
#define LINLI_SHEET_CFB_H

#include "sheet/reader_priv.h"

struct cfb_stream {
	struct book *book;
	int64_t size;
	size_t piece; /* bytes of each */
	int64_t *at;  /* where each lies in the file */
	size_t n_pieces;
	char *window; /* the piece read last */
	size_t window_of;
};

/* Finds the stream of a workbook. Fails INVALID if the container is broken, is a workbook of Excel
 * 95 or before, is encrypted, or holds something else (a Word file). */
err cfb_open(struct book *b, struct cfb_stream **ret);

/* `n` bytes from `at` on; false beyond the end or where the file is cut off. */
bool cfb_read(struct cfb_stream *s, void *to, size_t n, int64_t at);

#endif
