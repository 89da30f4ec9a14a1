#include "sheet/fixture_test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const char STYLES[] =
	"<numFmts><numFmt numFmtId='164' formatCode='yyyy&quot;年&quot;m'/></numFmts>"
	"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
	"<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/>"
	"<xf numFmtId='20'/></cellXfs>";

#define assert_shown(path, text) assert_string_equal(book_shown(path, NULL, 0), text)

/* ─── xlsx ─── */

TEST(an_xlsx_gives_each_cell_its_kind)
{
	const char *path = fixture_xlsx(
		"<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2'><v>89.5</v></c>"
		"<c r='D2'><v>0.10000000000000001</v></c><c r='E2' s='1'><v>44044</v></c>"
		"<c r='F2' s='2'><v>44044.5</v></c><c r='G2' s='3'><v>0.75</v></c>"
		"<c r='H2' t='b'><v>1</v></c><c r='I2' t='e'><v>#N/A</v></c></row>"
		"<row r='5'><c t='inlineStr'><is><r><t>甲</t></r><rPh><t>jia</t></rPh>"
		"<r><t>乙</t></r></is></c><c t='str'><f>A1&amp;B1</f><v>丙</v></c>"
		"<c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c s='1'/><c><v>1e15</v></c></row>"
		"<row r='6'><c r='A6' s='1'/></row>"
		"<row><c t='d'><v>2020-08-01T00:00:00</v></c>"
		"<c t='d'><v>2020-08-01T12:30:00.000</v></c><c><v>oops</v></c></row>",
		NULL,
		"<si><r><t>张三</t></r><r><t "
		"xml:space='preserve'>/李四</t></r><rPh><t>x</t></rPh></si>",
		STYLES);
	assert_shown(path, "2: 张三/李四||#89.5|#0.1|@2020-08-01|@2020-08-01 12:00:00|@18:00:00|"
			   "?TRUE|!#N/A\n"
			   "5: 甲乙|丙|#2|!#VALUE?||#1000000000000000~\n"
			   "7: @2020-08-01|@2020-08-01 12:30:00|!oops\n");
}

TEST(an_xlsx_says_what_it_holds)
{
	struct ctx *cx = test_ctx();
	const char *path = fixture_zip(
		"b.xlsx",
		(struct fixture_part[]){
			{"_rels/.rels", FIXTURE_RELS},
			{"xl/workbook.xml",
			 "<x:workbook xmlns:x='x' xmlns:r='r'><x:workbookPr "
			 "date1904='1'/><x:sheets>"
			 "<x:sheet name='一' r:id='rId1'/><x:sheet name='图' r:id='rId4'/>"
			 "<x:sheet name='二' state='hidden' r:id='rId2'/></x:sheets></x:workbook>"},
			{"xl/_rels/workbook.xml.rels",
			 "<Relationships><Relationship Id='rId1' Type='a/worksheet' "
			 "Target='s1.xml'/>"
			 "<Relationship Id='rId4' Type='a/chartsheet' Target='c.xml'/>"
			 "<Relationship Id='rId5' Type='a/styles' Target='styles.xml'/>"
			 "<Relationship Id='rId2' Type='a/worksheet' "
			 "Target='s2.xml'/></Relationships>"},
			{"xl/styles.xml",
			 "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>"},
			{"xl/s1.xml", "<worksheet><sheetData/></worksheet>"},
			{"xl/s2.xml",
			 "<worksheet><sheetData><row r='1'><c><v>42582</v></c></row>"
			 "</sheetData><mergeCells><mergeCell ref='B3:B9'/><mergeCell ref='x'/>"
			 "<mergeCell ref='A1:C1'/></mergeCells></worksheet>"},
			{0},
		});
	struct book *b;
	const struct merge *merges;
	struct row row;
	size_t n_merges;
	int n;
	assert_ok(book_open(cx, path, NULL, &b));
	const struct sheet_info *sheets = book_sheets(b, &n);
	assert_int_equal(n, 2);
	assert_string_equal(sheets[0].name, "一");
	assert_string_equal(sheets[1].name, "二");
	assert_false(sheets[0].is_hidden);
	assert_true(sheets[1].is_hidden);
	assert_ok(book_merges(b, 1, &merges, &n_merges));
	assert_int_equal(n_merges, 2);
	assert_int_equal(merges[0].column_to, 3);
	assert_int_equal(merges[1].row_to, 9);
	for (int again = 0; again < 2; again++) {
		assert_ok(book_start(b, 1));
		assert_true(book_next(b, &row));
		assert_string_equal(row.sheet, "二");
		assert_string_equal(row_cell(&row, 1)->text, "2020-08-01");
		assert_string_equal(row_cell(&row, 2)->text, "");
		assert_false(book_next(b, &row));
	}
	assert_ok(book_start(b, 0));
	assert_false(book_next(b, &row));
	assert_ok(book_end(b));
	assert_int_equal(book_start(b, 2), ERR_NOT_FOUND);
	struct sheet_limits two = {.sheets = 2}; /* a chart counts too */
	assert_string_equal(book_shown(path, &two, 0), "(too_large: sheet.sheets)");
}

TEST(invisible_characters_are_left_out)
{
	const char *path = fixture_xlsx(
		"<row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
		"<c t='s'><v>2</v></c><c t='s'><v>3</v></c></row>",
		NULL,
		"<si><t>甲_x000D__x000A_乙_x0007_</t></si><si><t> \u3000\u00A0</t></si>"
		"<si><t>_x005F_x0041_ _x00_</t></si><si><t>c\xC2\x85"
		"d\x7F"
		"e</t></si>",
		NULL);
	assert_shown(path, "1: 甲\n乙||_x0041_ _x00_|cde\n");
}

TEST(a_workbook_that_is_broken_says_how)
{
	assert_shown(fixture_xlsx("<row r='1'><c t='s'><v>9</v></c></row>", NULL, NULL, NULL),
		     "(invalid: sheet.no_string)");
	assert_shown(fixture_xlsx("<row r='2'><c><v>1</v></c></row><row r='2'/>", NULL, NULL, NULL),
		     "2: #1\n(invalid: sheet.row_order)");
	assert_shown(fixture_xlsx("<row r='2'><c r='B2'><v>1</v></c><c r='B2'><v>1</v></c></row>",
				  NULL, NULL, NULL),
		     "(invalid: sheet.twice)");
	assert_shown(fixture_xlsx("<row r='2'><c r='?'><v>1</v></c></row>", NULL, NULL, NULL),
		     "(invalid: sheet.bad_ref)");
	assert_shown(fixture_xlsx("<row r='2'>", NULL, NULL, NULL), "(invalid: sheet.xml)");
	assert_shown(fixture_text("a.xlsx", "PK\3\4 and then nothing"),
		     "(invalid: sheet.zip_broken)");
	assert_shown(fixture_zip("a.xlsx",
				 (struct fixture_part[]){{"word/document.xml", "<x/>"}, {0}}),
		     "(invalid: sheet.no_workbook)");
	assert_shown(fixture_zip("a.xlsx", (struct fixture_part[]){{"content.xml", "<x/>"}, {0}}),
		     "(invalid: sheet.ods)");
	assert_shown(fixture_zip("a.xlsx", (struct fixture_part[]){{"xl/workbook.bin", "x"}, {0}}),
		     "(invalid: sheet.xlsb)");
	assert_shown(fixture_zip("a.xlsx",
				 (struct fixture_part[]){{"xl/workbook.xml", "<x/>"}, {0}}),
		     "(invalid: sheet.no_sheets)");
	assert_shown(fixture_zip("a.xlsx",
				 (struct fixture_part[]){{"xl/workbook.xml", FIXTURE_WORKBOOK},
							 {"xl/_rels/workbook.xml.rels",
							  FIXTURE_WORKBOOK_RELS},
							 {"xl/sharedStrings.xml", "<sst/>"},
							 {"xl/styles.xml", "<x/>"},
							 {0}}),
		     "(invalid: sheet.part_missing)");
}

TEST(a_workbook_that_is_cut_off_is_told_from_a_whole_one)
{
	const char *path = fixture_xlsx("<row r='1'><c><v>1</v></c></row>", NULL, NULL, NULL);
	static char bytes[8192];
	FILE *f = fopen(path, "r");
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	for (size_t cut = 5; cut < n; cut += 97) {
		const char *shown = book_shown(fixture_bytes("cut.xlsx", bytes, cut), NULL, 0);
		assert_string_equal(shown, "(invalid: sheet.zip_broken)");
	}
}

TEST(what_is_no_spreadsheet_is_named)
{
	assert_shown(fixture_bytes("a.xlsx", "", 0), "(invalid: sheet.empty)");
	assert_shown(fixture_text("a.xlsx", "%PDF-1.4"), "(invalid: sheet.not_a_sheet)");
	assert_shown(fixture_text("a.xls", "\n <HTML><table>"), "(invalid: sheet.is_markup)");
	assert_shown(fixture_text("a.xls", "\xEF\xBB\xBF<?xml version='1.0'?>"),
		     "(invalid: sheet.is_markup)");
	assert_shown(fixture_bytes("a.csv", "ab\0cd", 5), "(invalid: sheet.binary)");
	assert_shown("/nowhere/at/all.xlsx", "(not_found: sheet.unreadable)");
	assert_shown("/", "(not_found: sheet.unreadable)");
}

/* ─── traps ─── */

TEST(a_bomb_is_refused_before_it_goes_off)
{
	size_t n = 8 << 20;
	char *blanks = malloc(n);
	memset(blanks, ' ', n);
	memcpy(blanks, "<worksheet>", 11);
	const char *path =
		fixture_zip("bomb.xlsx",
			    (struct fixture_part[]){{"xl/workbook.xml", FIXTURE_WORKBOOK},
						    {"xl/_rels/workbook.xml.rels",
						     FIXTURE_WORKBOOK_RELS},
						    {"xl/worksheets/sheet1.xml", blanks, n},
						    {"xl/sharedStrings.xml", "<sst/>"},
						    {"xl/styles.xml", "<x/>"},
						    {0}});
	assert_shown(path, "(too_large: sheet.ratio)");
	struct sheet_limits l = {.ratio = 100000, .part_bytes = 1 << 20};
	assert_string_equal(book_shown(path, &l, 0), "(too_large: sheet.part_bytes)");
	l = (struct sheet_limits){.ratio = 100000, .total_bytes = 1 << 20};
	assert_string_equal(book_shown(path, &l, 0), "(too_large: sheet.total_bytes)");
	memset(blanks, 'a', n); /* one tag, 8 MB long */
	memcpy(blanks, "<worksheet ", 11);
	path = fixture_zip("tag.xlsx",
			   (struct fixture_part[]){{"xl/workbook.xml", FIXTURE_WORKBOOK},
						   {"xl/_rels/workbook.xml.rels",
						    FIXTURE_WORKBOOK_RELS},
						   {"xl/worksheets/sheet1.xml", blanks, n},
						   {"xl/sharedStrings.xml", "<sst/>"},
						   {"xl/styles.xml", "<x/>"},
						   {0}});
	l = (struct sheet_limits){.ratio = 100000};
	assert_string_equal(book_shown(path, &l, 0), "(too_large: sheet.tag)");
	free(blanks);
}

TEST(entities_cannot_expand)
{
	static const char laughs[] =
		"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
		"<workbook><sheets><sheet name='&b;'/></sheets></workbook>";
	assert_shown(fixture_zip("a.xlsx",
				 (struct fixture_part[]){{"xl/workbook.xml", laughs}, {0}}),
		     "(invalid: sheet.doctype)");
}

TEST(each_limit_says_what_is_past_it)
{
	const struct {
		struct sheet_limits limits;
		const char *shown;
	} cases[] = {
		{{.rows = 1}, "1: 甲甲甲甲\n(too_large: sheet.rows)"},
		{{.columns = 2}, "1: 甲甲甲甲\n(too_large: sheet.columns)"},
		{{.cell_bytes = 11}, "(too_large: sheet.string_bytes)"},
		{{.strings_bytes = 20}, "(too_large: sheet.strings)"},
		{{.depth = 3}, "(too_large: sheet.depth)"},
		{{.parts = 5}, "(too_large: sheet.parts)"},
		{{.file_bytes = 100}, "(too_large: sheet.file_bytes)"},
	};
	const char *path = fixture_xlsx(
		"<row r='1'><c t='s'><v>0</v></c></row>"
		"<row r='2'><c r='C2'><v>1</v></c></row>",
		"<mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='A2:B2'/></mergeCells>",
		"<si><t>甲甲甲甲</t></si><si><t>x</t></si>", NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(book_shown(path, &cases[i].limits, 0), cases[i].shown);
	struct ctx *cx = test_ctx();
	struct book *b;
	const struct merge *m;
	size_t n;
	assert_ok(book_open(cx, path, &(struct sheet_limits){.merges = 1}, &b));
	assert_int_equal(book_merges(b, 0, &m, &n), ERR_TOO_LARGE);
	path = fixture_xlsx(
		"<row r='7'><c r='B7' t='inlineStr'><is><t>0123456789</t></is></c></row>", NULL,
		NULL, NULL);
	cx = test_ctx();
	struct row row;
	assert_ok(book_open(cx, path, &(struct sheet_limits){.cell_bytes = 9}, &b));
	assert_ok(book_start(b, 0));
	assert_false(book_next(b, &row));
	assert_int_equal(book_end(b), ERR_TOO_LARGE);
	assert_string_equal(text_render(cx->mem, cx->failure.text, LANG_EN, cx->failure.args),
			    "B7 of sheet “名册” is longer than 9 bytes");
}

/* ─── csv ─── */

TEST(a_csv_is_read_in_every_encoding)
{
	struct ctx *cx = test_ctx();
	struct book *b;
	assert_shown(fixture_text("a.csv", "房号,姓名\r\n1201,张三\r\n"),
		     "1: 房号|姓名\n2: 1201|张三\n");
	assert_shown(fixture_text("a.csv", "\xEF\xBB\xBF房号,姓名"), "1: 房号|姓名\n");
	const char *gb =
		fixture_text("gb.csv", "\xB7\xBF\xBA\xC5,\xD0\xD5\xC3\xFB\n1,\x81\x39\xEE\x39\n");
	assert_shown(gb, "1: 房号|姓名\n2: 1|㐀\n");
	assert_ok(book_open(cx, fixture_path("gb.csv"), NULL, &b));
	assert_string_equal(book_encoding(b), "GB18030");
	assert_int_equal(book_kind(b), BOOK_CSV);
	assert_shown(fixture_bytes("a.csv", "\xFF\xFE\x3F\x62\t\0A\0\n\0", 10), "1: 房|A\n");
	assert_shown(fixture_bytes("a.csv", "\xFE\xFF\x62\x3F\0,\0A", 8), "1: 房|A\n");
	assert_shown(fixture_text("a.csv", "\xEF\xBB\xBF"
					   "a,\xB7\xBF"),
		     "(invalid: sheet.bad_utf8)");
	assert_shown(fixture_text("a.csv", "a,\xFF\xFF\n"), "(invalid: sheet.encoding)");
	assert_shown(fixture_bytes("a.csv", "\xFF\xFE\x3F\x62\t", 5), "(invalid: sheet.encoding)");
}

TEST(a_character_across_two_pieces_is_whole)
{
	static char text[200001];
	for (size_t shift = 0; shift < 3; shift++) {
		size_t n = shift;
		memset(text, 'a', shift);
		for (; n + 4 < sizeof text - 1; n += 3)
			memcpy(text + n, (n / 3) % 100 ? "翠" : "\n1,", 3);
		text[n] = '\0';
		const char *shown = book_shown(fixture_bytes("a.csv", text, n), NULL, 0);
		assert_null(strchr(shown, '('));
		struct ctx *cx = test_ctx();
		struct book *b;
		assert_ok(book_open(cx, fixture_path("a.csv"), NULL, &b));
		assert_string_equal(book_encoding(b), "UTF-8");
	}
}

TEST(a_csv_is_divided_as_it_was_written)
{
	assert_shown(fixture_text("a.csv", "a;b,c;d\n1;2;3\n"), "1: a|b,c|d\n2: 1|2|3\n");
	assert_shown(fixture_text("a.csv", "a\tb\n1,5\t2,5\n"), "1: a|b\n2: 1,5|2,5\n");
	assert_shown(fixture_text("a.csv", "sep=;\na;b,c\n"), "1: a|b,c\n");
	assert_shown(fixture_text("a.csv", "\"a,\"\"b\",c\n\n , ,\n\"x\ny\", z \r\r\"\",1"),
		     "1: a,\"b|c\n4: x\ny|z\n6: |1\n");
	assert_shown(fixture_text("a.csv", "'=1+1,'tis,''-5,-5\n"), "1: =1+1|'tis|'-5|-5\n");
	assert_shown(fixture_text("a.csv", "a,\"b\nc,d\ne"), "(invalid: sheet.csv_quote)");
	struct sheet_limits l = {.cell_bytes = 8};
	assert_string_equal(book_shown(fixture_text("a.csv", "a,\"b\nc,d\nefghij"), &l, 0),
			    "(too_large: sheet.csv_cell)");
	l = (struct sheet_limits){.columns = 2};
	assert_string_equal(book_shown(fixture_text("a.csv", "a,b,\na,b,c"), &l, 0),
			    "1: a|b\n(too_large: sheet.columns)");
}

TEST(a_preview_is_the_first_rows)
{
	struct ctx *cx = test_ctx();
	struct book *b;
	struct row *rows;
	size_t n;
	assert_ok(book_open(cx, fixture_text("a.csv", "a,b\n\n1,2\n3,4\n5,6\n"), NULL, &b));
	assert_ok(book_preview(b, 0, 3, &rows, &n));
	assert_int_equal(n, 3);
	assert_int_equal(rows[1].number, 3);
	assert_string_equal(rows[0].cells[1].text, "b");
	assert_string_equal(rows[2].cells[0].text, "3");
	assert_ok(book_preview(b, 0, 9, &rows, &n));
	assert_int_equal(n, 4);
	book_close(b);
	char longest[3 * PREVIEW_BYTES];
	for (size_t i = 0; i < PREVIEW_BYTES; i++)
		memcpy(longest + 3 * i, "翠", 3);
	assert_ok(book_open(cx, fixture_bytes("a.csv", longest, sizeof longest), NULL, &b));
	assert_ok(book_preview(b, 0, 1, &rows, &n));
	assert_int_equal(strlen(rows[0].cells[0].text), PREVIEW_BYTES / 3 * 3);
}
