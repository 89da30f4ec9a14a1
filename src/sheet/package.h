/* The zip of an .xlsx, opened with care: how many parts, how large, how tightly packed. */
#ifndef LINLI_SHEET_PACKAGE_H
#define LINLI_SHEET_PACKAGE_H

#include "sheet/reader_priv.h"

struct package;
struct part;

/* Fails INVALID if the zip is cut off or broken, TOO_LARGE if it holds too many parts. Let go with
 * the book. */
err package_open(struct book *b, struct package **ret);

struct book *package_book(const struct package *p);
bool package_has(const struct package *p, const char *name);

/* Opens a part for reading once through. Fails INVALID if it is absent, encrypted or packed in an
 * unknown way. */
err part_open(struct package *p, const char *name, struct part **ret);

/* The next bytes, *ret_n = 0 at the end. Fails TOO_LARGE for a bomb. */
err part_read(struct part *part, void *to, size_t room, size_t *ret_n);

const char *part_name(const struct part *part);

/* "xl/worksheets/sheet1.xml" for "worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml" or
 * "/xl/worksheets/sheet1.xml" as named by "xl/workbook.xml". */
char *part_resolve(mem *parent, const char *from, const char *target);

#endif
