/* Merged cells, as owners' rolls have them: a house number merged over the rows of its owners. The
 * file holds the value once, in the first row; here each row gets it.
 *
 *     struct fill *f = fill_new(cx->mem, merges, n);
 *     while (book_next(b, &row)) {
 *             fill_row(f, &row);
 *             …
 *     }
 */
#ifndef LINLI_SHEET_FILL_H
#define LINLI_SHEET_FILL_H

#include "sheet/reader.h"

enum { FILL_COLUMNS_MAX = 512 };

struct fill;

/* `merges` from book_merges(); they stay with the caller. */
struct fill *fill_new(mem *parent, const struct merge *merges, size_t n);

/* Rows in their order. Fills the empty cells of `r` that are merged with one above; merging side by
 * side changes nothing. The cells stay until the next call. */
void fill_row(struct fill *f, struct row *r);

#endif
