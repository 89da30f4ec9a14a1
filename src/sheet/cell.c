#include "sheet/cell.h"

#include <inttypes.h>
#include <stdio.h>

enum { COLUMN_LAST = 16384, ROW_LAST = 9999999 };

const struct cell CELL_NOTHING = {.text = ""};

void cell_ref(int column, int64_t row, char out[static CELL_REF_SIZE])
{
	char letters[8];
	int n = 0;
	for (; column > 0; column = (column - 1) / 26)
		letters[n++] = (char)('A' + (column - 1) % 26);
	char *p = out;
	while (n > 0)
		*p++ = letters[--n];
	*p = '\0';
	if (row > 0)
		snprintf(p, CELL_REF_SIZE - (size_t)(p - out), "%" PRId64, row);
}

bool cell_ref_parse(const char *s, int *ret_column, int64_t *ret_row)
{
	int column = 0;
	int64_t row = 0;
	for (; *s >= 'A' && *s <= 'Z' && column <= COLUMN_LAST; s++)
		column = column * 26 + (*s - 'A' + 1);
	for (; *s >= '0' && *s <= '9' && row <= ROW_LAST; s++)
		row = row * 10 + (*s - '0');
	if (*s || column < 1 || column > COLUMN_LAST || row > ROW_LAST)
		return false;
	*ret_column = column;
	*ret_row = row;
	return true;
}
