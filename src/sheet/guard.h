/* Formulas in a csv. A spreadsheet program runs a text that begins like a formula, whoever wrote
 * it, so the writer puts an apostrophe before such a text and the reader takes exactly that away:
 *
 *     =1+1  →  '=1+1        '=1+1  →  ''=1+1        'tis  →  'tis
 *
 * Guarded is a text that begins with = + - @ (also full-width), tab, CR or LF, after any number of
 * apostrophes: so that what was written is read again, whatever it was.
 */
#ifndef LINLI_SHEET_GUARD_H
#define LINLI_SHEET_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* A text that the writer must guard. */
bool guard_is_needed(const char *s, size_t n);

/* The bytes that a guard takes at the start of a text that was read: 0 or 1. */
size_t guard_length(const char *s, size_t n);

#endif
