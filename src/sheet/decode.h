/* The text of a csv as UTF-8, whatever it is written in. */
#ifndef LINLI_SHEET_DECODE_H
#define LINLI_SHEET_DECODE_H

#include "sheet/reader_priv.h"

struct decoder;

/* Finds the encoding and sets b->encoding: by a byte order mark; else UTF-8 if the whole file is
 * valid UTF-8; else GB18030, which is what Excel writes on a Chinese Windows. */
err decode_sniff(struct book *b);

/* From the beginning. */
err decode_open(struct book *b, struct decoder **ret);

/* The next piece, with line ends as "\n"; *ret_n = 0 at the end. Fails INVALID, with the place, at
 * bytes that are not of the encoding. It stays until the next call. */
err decode_next(struct decoder *d, const char **ret, size_t *ret_n);

void decode_close(struct decoder *d);

#endif
