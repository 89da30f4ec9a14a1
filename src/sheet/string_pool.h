/* The strings that the cells of a workbook share, by number. A roll of 200,000 owners has a
 * million of them; they lie in a file without a name, mapped, so that they cost no memory of our
 * own and are gone when the process is. */
#ifndef LINLI_SHEET_STRING_POOL_H
#define LINLI_SHEET_STRING_POOL_H

#include "base/ctx.h"

struct strings;

/* Empty; freed, and its file with it, with `parent`. The file is made in `folder`, or where that
 * cannot be, in the machine's temporary folder. */
err strings_open(struct ctx *cx, mem *parent, const char *folder, struct strings **ret);

/* Takes the next number for `n` bytes of text. Fails INTERNAL when the disk is full. */
err strings_add(struct ctx *cx, struct strings *s, const char *text, size_t n);

size_t strings_count(const struct strings *s);
size_t strings_bytes(const struct strings *s); /* what it takes on disk */

/* The i-th, NULL if there is none; it stays where it is until the next strings_add(). */
const char *strings_get(const struct strings *s, size_t i);

#endif
