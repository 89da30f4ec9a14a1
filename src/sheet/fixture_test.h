/* Files for the tests, made on the spot: packages, workbooks of Excel 97, plain bytes. */
#ifndef LINLI_SHEET_FIXTURE_TEST_H
#define LINLI_SHEET_FIXTURE_TEST_H

#include "test.h"

#include "base/buf.h"
#include "sheet/reader.h"

/* In the test's own folder, which is made when first asked for. */
const char *fixture_path(const char *name);
const char *fixture_bytes(const char *name, const void *bytes, size_t n);
const char *fixture_text(const char *name, const char *text);

/* A package with these parts; `name` NULL ends the list. */
struct fixture_part {
	const char *name, *text;
	size_t n; /* 0: strlen(text) */
};
const char *fixture_zip(const char *name, const struct fixture_part *parts);

/* A workbook of one sheet: what stands inside <sheetData> and behind it, inside <sst> and inside
 * <styleSheet> (NULL: none). */
const char *fixture_xlsx(const char *rows, const char *behind, const char *strings,
			 const char *styles);
extern const char FIXTURE_RELS[], FIXTURE_WORKBOOK[], FIXTURE_WORKBOOK_RELS[];

/* A compound file with one stream; small ones go into the mini stream. */
const char *fixture_cfb(const char *stream, const void *bytes, size_t n);

/* A record of a workbook stream; numbers for fixture_record() by put_u16() and the like. */
void put_u16(struct buf *b, unsigned v);
void put_u32(struct buf *b, uint32_t v);
void put_double(struct buf *b, double v);
void put_record(struct buf *b, unsigned type, const struct buf *data);
/* "名" as 16-bit, "abc" as 8-bit characters, behind its length of one or two bytes. */
void put_string(struct buf *b, const char *utf8, int length_bytes);

/* All rows of a sheet, each on a line: "3: 房号|#89.5|@2020-08-01|?TRUE|!#N/A" (# a number, @ a
 * date or time, ? a flag, ! an error, ~ rounded). What failed comes last: "(too_large: sheet.rows)".
 * It stays until the next call. */
const char *book_shown(const char *path, const struct sheet_limits *limits, int sheet);

#endif
