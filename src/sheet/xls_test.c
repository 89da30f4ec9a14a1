#include "sheet/fixture_test.h"

#include <string.h>

#include "sheet/biff.h"

#define assert_shown(path, text) assert_string_equal(book_shown(path, NULL, 0), text)

static mem *scratch;

static struct buf fresh(void)
{
	return buf_on(scratch);
}

static void bof(struct buf *b, unsigned kind)
{
	struct buf d = fresh();
	put_u16(&d, 0x0600);
	put_u16(&d, kind);
	put_u32(&d, 0);
	put_record(b, BIFF_BOF, &d);
}

/* Row, column and cell format, which begin every cell's record. */
static struct buf at(unsigned row, unsigned column, unsigned xf)
{
	struct buf d = fresh();
	put_u16(&d, row);
	put_u16(&d, column);
	put_u16(&d, xf);
	return d;
}

static void number(struct buf *b, unsigned row, unsigned column, unsigned xf, double v)
{
	struct buf d = at(row, column, xf);
	put_double(&d, v);
	put_record(b, BIFF_NUMBER, &d);
}

static void rk(struct buf *b, unsigned row, unsigned column, uint32_t v)
{
	struct buf d = at(row, column, 0);
	put_u32(&d, v);
	put_record(b, BIFF_RK, &d);
}

static void label(struct buf *b, unsigned row, unsigned column, uint32_t string)
{
	struct buf d = at(row, column, 0);
	put_u32(&d, string);
	put_record(b, BIFF_LABELSST, &d);
}

static void formula(struct buf *b, unsigned row, unsigned column, const char result[8])
{
	struct buf d = at(row, column, 0);
	buf_put(&d, result, 8);
	put_record(b, BIFF_FORMULA, &d);
}

static void flag_or_error(struct buf *b, unsigned row, unsigned column, int v, int is_error)
{
	struct buf d = at(row, column, 0);
	buf_putc(&d, (char)v);
	buf_putc(&d, (char)is_error);
	put_record(b, BIFF_BOOLERR, &d);
}

static void xf(struct buf *b, unsigned format)
{
	struct buf d = fresh();
	put_u16(&d, 0);
	put_u16(&d, format);
	put_record(b, BIFF_XF, &d);
}

/* The shared strings; the third is cut by a CONTINUE in its midst, 16-bit before, 8-bit behind. */
static void strings(struct buf *b)
{
	struct buf d = fresh(), more = fresh();
	put_u32(&d, 4);
	put_u32(&d, 4);
	put_string(&d, "房号", 2);
	put_string(&d, "name", 2);
	put_u16(&d, 4);
	buf_putc(&d, 1);
	put_u16(&d, 0x7FE0);
	put_u16(&d, 0x82D1);
	put_record(b, BIFF_SST, &d);
	buf_put(&more, "\0AB", 3);
	put_u16(&more, 2); /* rich text: one run, which is skipped; a pair of halves */
	buf_putc(&more, 9);
	put_u16(&more, 1);
	put_u16(&more, 0xD840);
	put_u16(&more, 0xDC0B);
	put_u32(&more, 0xFFFFFFFF);
	put_record(b, BIFF_CONTINUE, &more);
}

static void globals(struct buf *b, bool is_1904, uint32_t sheet_at)
{
	struct buf d = fresh();
	bof(b, 5);
	put_u16(&d, is_1904);
	put_record(b, BIFF_DATEMODE, &d);
	d.len = 0;
	put_u16(&d, 164);
	put_string(&d, "yyyy\"年\"m", 2);
	put_record(b, BIFF_FORMAT, &d);
	xf(b, 0);
	xf(b, 164);
	xf(b, 14);
	d.len = 0;
	put_u32(&d, sheet_at);
	put_u16(&d, 1); /* hidden */
	put_string(&d, "名册", 1);
	put_record(b, BIFF_BOUNDSHEET, &d);
	strings(b);
	put_record(b, BIFF_EOF, NULL);
}

static void cells(struct buf *b)
{
	bof(b, 0x10);
	label(b, 1, 0, 0);
	label(b, 1, 1, 1);
	label(b, 1, 2, 2);
	label(b, 1, 3, 3);
	number(b, 2, 0, 0, 89.5);
	number(b, 2, 1, 1, 44044);
	number(b, 2, 2, 2, 44044.5);
	rk(b, 2, 3, (uint32_t)-5 << 2 | 2);
	rk(b, 2, 4, 8950u << 2 | 3);
	rk(b, 2, 5, 0x3FF80000); /* 1.5 */
	bof(b, 0x20);            /* a chart in the sheet */
	number(b, 99, 0, 0, 1);
	put_record(b, BIFF_EOF, NULL);
	flag_or_error(b, 4, 0, 1, 0);
	flag_or_error(b, 4, 1, 0x2A, 1);
	formula(b, 4, 2, "\0\0\0\0\0\0\xF8\x3F");
	formula(b, 4, 3, "\0\0\0\0\0\0\xFF\xFF");
	struct buf d = fresh();
	put_string(&d, "文", 2);
	put_record(b, BIFF_STRING, &d);
	formula(b, 4, 4, "\1\0\1\0\0\0\xFF\xFF");
	formula(b, 4, 5, "\2\0\7\0\0\0\xFF\xFF");
	formula(b, 4, 6, "\3\0\0\0\0\0\xFF\xFF");
	d = at(5, 1, 0);
	put_u32(&d, 1u << 2 | 2);
	put_u16(&d, 0);
	put_u32(&d, 2u << 2 | 2);
	put_u16(&d, 2);
	put_record(b, BIFF_MULRK, &d);
	d = fresh();
	put_u16(&d, 1);
	put_u16(&d, 2), put_u16(&d, 4), put_u16(&d, 0), put_u16(&d, 1);
	put_record(b, BIFF_MERGEDCELLS, &d);
	put_record(b, BIFF_EOF, NULL);
}

static const char SHOWN[] = "2: 房号|name|翠苑AB|𠀋\n"
			    "3: #89.5|@2020-08-01|@2020-08-01 12:00:00|#-5|#89.5|#1.5\n"
			    "5: ?TRUE|!#N/A|#1.5|文|?TRUE|!#DIV/0!\n"
			    "6: |#1|#2\n";

/* The globals are as long with any number in the place of the sheet's. */
static struct buf workbook(bool is_1904, size_t padded_to)
{
	struct buf b = fresh();
	globals(&b, is_1904, 0);
	uint32_t sheet_at = (uint32_t)b.len;
	b.len = 0;
	globals(&b, is_1904, sheet_at);
	cells(&b);
	while (b.len < padded_to)
		buf_putc(&b, 0);
	return b;
}

TEST(an_xls_gives_each_cell_its_kind)
{
	scratch = test_ctx()->mem;
	struct buf small = workbook(false, 0), large = workbook(false, 6000);
	assert_true(small.len < 4096);
	assert_shown(fixture_cfb("Workbook", small.data, small.len), SHOWN);
	const char *path = fixture_cfb("Workbook", large.data, large.len);
	assert_shown(path, SHOWN);
	struct ctx *cx = test_ctx();
	struct book *b;
	const struct merge *m;
	size_t n;
	int n_sheets;
	assert_ok(book_open(cx, path, NULL, &b));
	assert_int_equal(book_kind(b), BOOK_XLS);
	assert_true(book_sheets(b, &n_sheets)->is_hidden);
	assert_int_equal(n_sheets, 1);
	assert_ok(book_merges(b, 0, &m, &n));
	assert_int_equal(n, 1);
	assert_int_equal(m->row_from, 3);
	assert_int_equal(m->row_to, 5);
	assert_int_equal(m->column_to, 2);
}

TEST(an_xls_of_1904_counts_from_there)
{
	scratch = test_ctx()->mem;
	struct buf b = workbook(true, 0);
	assert_non_null(strstr(book_shown(fixture_cfb("Workbook", b.data, b.len), NULL, 0),
			       "@2024-08-02|@2024-08-02 12:00:00"));
}

TEST(an_xls_that_cannot_be_read_says_why)
{
	scratch = test_ctx()->mem;
	struct buf b = workbook(false, 0), old = fresh(), locked = fresh();
	assert_shown(fixture_cfb("Book", b.data, b.len), "(invalid: sheet.excel95)");
	assert_shown(fixture_cfb("EncryptedPackage", b.data, b.len), "(invalid: sheet.encrypted)");
	assert_shown(fixture_cfb("WordDocument", b.data, b.len), "(invalid: sheet.no_workbook)");
	struct buf d = fresh();
	put_u32(&d, 0x00050500);
	put_record(&old, BIFF_BOF, &d);
	assert_shown(fixture_cfb("Workbook", old.data, old.len), "(invalid: sheet.excel95)");
	bof(&locked, 5);
	put_record(&locked, BIFF_FILEPASS, &d);
	assert_shown(fixture_cfb("Workbook", locked.data, locked.len),
		     "(invalid: sheet.encrypted)");
	assert_shown(fixture_text("a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more"),
		     "(invalid: sheet.cfb)");
}

/* Cut anywhere, and with each byte changed, it is refused or read: never a crash or an endless
 * loop. Many bytes do not matter, so what comes out is not looked at but for an error's kind. */
TEST(an_xls_may_be_damaged_anywhere)
{
	scratch = test_ctx()->mem;
	static char bytes[8192];
	struct buf b = workbook(false, 4200);
	size_t end = 3 * 512 + workbook(false, 0).len - 4; /* where the last record begins */
	FILE *f = fopen(fixture_cfb("Workbook", b.data, b.len), "r");
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	for (size_t cut = 8; cut <= end; cut += 11) {
		const char *shown = book_shown(fixture_bytes("cut.xls", bytes, cut), NULL, 0);
		assert_non_null(strstr(shown, "(invalid"));
	}
	for (size_t i = 0; i < n; i++) {
		char was = bytes[i];
		bytes[i] = (char)~was;
		const char *shown = book_shown(fixture_bytes("bad.xls", bytes, n), NULL, 0);
		assert_null(strstr(shown, "internal"));
		bytes[i] = was;
	}
	assert_shown(fixture_bytes("good.xls", bytes, n), SHOWN);
}
