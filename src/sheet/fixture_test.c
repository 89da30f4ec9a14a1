#include "sheet/fixture_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/utf8.h"

/* A context beside the test's own, which test_ctx() makes anew whenever it is asked. */
static struct ctx own;

static struct ctx *begin(void)
{
	own = (struct ctx){.mem = mem_pool(1 << 16)};
	return &own;
}

static void end(void)
{
	mem_free(own.mem);
}

const char *fixture_path(const char *name)
{
	static char folder[64], path[128];
	if (!*folder || access(folder, F_OK))
		snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

const char *fixture_bytes(const char *name, const void *bytes, size_t n)
{
	const char *path = fixture_path(name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return path;
}

const char *fixture_text(const char *name, const char *text)
{
	return fixture_bytes(name, text, strlen(text));
}

/* ─── packages ─── */

const char FIXTURE_RELS[] = "<Relationships><Relationship Id='rId1' Type='http://x/officeDocument' "
			    "Target='xl/workbook.xml'/></Relationships>";
const char FIXTURE_WORKBOOK[] = "<workbook xmlns:r='r'><sheets><sheet name='名册' sheetId='1' "
				"r:id='rId1'/></sheets></workbook>";
const char FIXTURE_WORKBOOK_RELS[] =
	"<Relationships>"
	"<Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"
	"<Relationship Id='rId2' Type='http://x/sharedStrings' Target='/xl/sharedStrings.xml'/>"
	"<Relationship Id='rId3' Type='http://x/styles' Target='../xl/styles.xml'/>"
	"</Relationships>";

const char *fixture_zip(const char *name, const struct fixture_part *parts)
{
	const char *path = fixture_path(name);
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	for (; parts->name; parts++) {
		size_t n = parts->n ? parts->n : strlen(parts->text);
		zip_source_t *s = zip_source_buffer(zip, parts->text, n, 0);
		assert_true(zip_file_add(zip, parts->name, s, ZIP_FL_OVERWRITE) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	return path;
}

const char *fixture_xlsx(const char *rows, const char *behind, const char *strings,
			 const char *styles)
{
	struct ctx *cx = begin();
	char *sheet = mem_format(cx->mem, "<worksheet><sheetData>%s</sheetData>%s</worksheet>",
				 rows, behind ? behind : "");
	char *sst = mem_format(cx->mem, "<sst>%s</sst>", strings ? strings : "");
	char *looks = mem_format(cx->mem, "<styleSheet>%s</styleSheet>", styles ? styles : "");
	const struct fixture_part parts[] = {
		{"_rels/.rels", FIXTURE_RELS},
		{"xl/workbook.xml", FIXTURE_WORKBOOK},
		{"xl/_rels/workbook.xml.rels", FIXTURE_WORKBOOK_RELS},
		{"xl/worksheets/sheet1.xml", sheet},
		{"xl/sharedStrings.xml", sst},
		{"xl/styles.xml", looks},
		{0},
	};
	const char *path = fixture_zip("a.xlsx", parts);
	end();
	return path;
}

/* ─── workbooks of Excel 97 ─── */

void put_u16(struct buf *b, unsigned v)
{
	buf_putc(b, (char)v);
	buf_putc(b, (char)(v >> 8));
}

void put_u32(struct buf *b, uint32_t v)
{
	put_u16(b, v & 0xFFFF);
	put_u16(b, v >> 16);
}

void put_double(struct buf *b, double v)
{
	buf_put(b, &v, sizeof v); /* little-endian, as we are */
}

void put_record(struct buf *b, unsigned type, const struct buf *data)
{
	put_u16(b, type);
	put_u16(b, data ? (unsigned)data->len : 0);
	if (data)
		buf_put(b, data->data, data->len);
}

void put_string(struct buf *b, const char *s, int length_bytes)
{
	size_t n = utf8_length(s);
	bool is_wide = n != strlen(s);
	buf_putc(b, (char)n);
	if (length_bytes == 2)
		buf_putc(b, (char)(n >> 8));
	buf_putc(b, (char)is_wide);
	for (uint32_t c; (c = utf8_next(&s)) != 0;) {
		buf_putc(b, (char)c);
		if (is_wide)
			buf_putc(b, (char)(c >> 8));
	}
}

enum { SECTOR = 512, MINI = 64, CUTOFF = 4096, END = -2, FAT = -3, FREE = -1 };

static void pad(struct buf *b, size_t to, char with)
{
	while (b->len % to)
		buf_putc(b, with);
}

static void put_entry(struct buf *b, const char *name, int kind, uint32_t child, uint32_t start,
		      size_t size)
{
	size_t begin = b->len;
	for (size_t i = 0; i < 32; i++)
		put_u16(b, i < strlen(name) ? (unsigned char)name[i] : 0);
	put_u16(b, (unsigned)(strlen(name) + 1) * 2);
	buf_putc(b, (char)kind);
	buf_putc(b, 1);
	put_u32(b, (uint32_t)FREE);
	put_u32(b, (uint32_t)FREE);
	put_u32(b, child);
	while (b->len - begin < 116)
		buf_putc(b, 0);
	put_u32(b, start);
	put_u32(b, (uint32_t)size);
	put_u32(b, 0);
}

/* `n` sectors after one another, from `first` on. */
static uint32_t put_run(struct buf *fat, uint32_t first, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		put_u32(fat, first + i);
	put_u32(fat, (uint32_t)END);
	return first + n;
}

static void put_header(struct buf *b, uint32_t mini_fat, uint32_t n_mini_fat)
{
	buf_put(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	while (b->len < 24)
		buf_putc(b, 0);
	put_u16(b, 0x3E);
	put_u16(b, 3);
	put_u16(b, 0xFFFE);
	put_u16(b, 9);
	put_u16(b, 6);
	while (b->len < 44)
		buf_putc(b, 0);
	put_u32(b, 1); /* sectors of the FAT */
	put_u32(b, 1); /* the directory */
	put_u32(b, 0);
	put_u32(b, CUTOFF);
	put_u32(b, mini_fat);
	put_u32(b, n_mini_fat);
	put_u32(b, (uint32_t)END);
	put_u32(b, 0);
	put_u32(b, 0); /* the FAT */
	while (b->len < SECTOR)
		put_u32(b, (uint32_t)FREE);
}

/* FAT, directory, then the stream; a small one behind a table of its 64-byte pieces. */
const char *fixture_cfb(const char *stream, const void *bytes, size_t n)
{
	struct ctx *cx = begin();
	struct buf file = buf_on(cx->mem), fat = buf_on(cx->mem), minis = buf_on(cx->mem);
	bool is_mini = n < CUTOFF;
	uint32_t sectors = (uint32_t)((n + SECTOR - 1) / SECTOR), next = 2;
	put_u32(&fat, (uint32_t)FAT);
	put_u32(&fat, (uint32_t)END);
	if (is_mini)
		next = put_run(&fat, next, 1);
	put_run(&fat, next, sectors);
	assert_true(fat.len <= SECTOR);
	pad(&fat, SECTOR, (char)FREE);
	put_header(&file, is_mini ? 2 : (uint32_t)END, is_mini);
	buf_put(&file, fat.data, fat.len);
	put_entry(&file, "Root Entry", 5, 1, is_mini ? next : (uint32_t)END,
		  is_mini ? sectors * SECTOR : 0);
	put_entry(&file, stream, 2, (uint32_t)FREE, is_mini ? 0 : next, n);
	pad(&file, SECTOR, 0);
	if (is_mini) {
		put_run(&minis, 0, (uint32_t)((n + MINI - 1) / MINI));
		pad(&minis, SECTOR, (char)FREE);
		buf_put(&file, minis.data, minis.len);
	}
	buf_put(&file, bytes, n);
	pad(&file, SECTOR, 0);
	const char *path = fixture_bytes("a.xls", file.data, file.len);
	end();
	return path;
}

/* ─── what was read ─── */

static void show_row(struct buf *out, const struct row *r)
{
	static const char *const signs[] = {"", "", "#", "@", "@", "@", "?", "!"};
	buf_format(out, "%" PRId64 ": ", r->number);
	for (int i = 0; i < r->n; i++)
		buf_format(out, "%s%s%s%s", i ? "|" : "", signs[r->cells[i].kind], r->cells[i].text,
			   r->cells[i].is_rounded ? "~" : "");
	buf_putc(out, '\n');
}

const char *book_shown(const char *path, const struct sheet_limits *limits, int sheet)
{
	static char shown[1 << 18];
	struct ctx *cx = begin();
	struct buf out = buf_on(cx->mem);
	struct book *b;
	struct row row;
	err e = book_open(cx, path, limits, &b);
	if (!e)
		e = book_start(b, sheet);
	while (!e && book_next(b, &row))
		show_row(&out, &row);
	if (!e)
		e = book_end(b);
	if (e)
		buf_format(&out, "(%s: %s)", err_code(e), cx->failure.text.key);
	assert_true(out.len < sizeof shown);
	memcpy(shown, buf_text(&out), out.len + 1);
	end();
	return shown;
}
