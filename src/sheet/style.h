/* Which numbers of a workbook are dates: number formats, and serial days. Both kinds of workbook
 * keep a date as a number of days, and only the cell's number format says that it is one.
 */
#ifndef LINLI_SHEET_STYLE_H
#define LINLI_SHEET_STYLE_H

#include <stddef.h>

#include "base/mem.h"
#include "sheet/cell.h"

enum number_style { STYLE_NUMBER, STYLE_DATE, STYLE_TIME };

/* By a format's code: "yyyy\"年\"m\"月\"", "[$-804]h:mm". Elapsed time ("[h]:mm") is a number. */
enum number_style style_of_code(const char *code);

/* By a built-in format's number (14 is a date); STYLE_NUMBER for those that a code must define. */
enum number_style style_of_builtin(int id);

/* The cell formats (xf) of one workbook, in their order. Codes come before the xfs that use them. */
struct styles {
	mem *parent;
	unsigned char *of_xf;
	size_t n_xfs;
	struct style_code {
		int id;
		enum number_style style;
	} * codes;
	size_t n_codes;
	bool is_1904; /* days are counted from 1904-01-01 */
};
enum { STYLES_MAX = 65536, STYLE_CODES_MAX = 4096 };

/* False once there are more than any spreadsheet program writes. */
bool styles_add_code(struct styles *s, int id, const char *code);
bool styles_add_xf(struct styles *s, int format_id);
enum number_style styles_get(const struct styles *s, size_t xf);

enum { SERIAL_SIZE = sizeof "2020-08-01 12:30:00" };

/* A serial number as a date, a time or both. CELL_NUMBER, and nothing written, if no such day
 * exists (negative, beyond 9999, or the 1900-02-29 that never was). */
enum cell_kind serial_format(double serial, enum number_style style, bool is_1904,
			     char out[static SERIAL_SIZE]);

#endif
