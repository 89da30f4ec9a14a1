#include "sheet/fixture_test.h"

#include <string.h>
#include <sys/stat.h>

#include "base/decimal.h"
#include "sheet/writer.h"

static const struct out_column columns[] = {{"房号", 14}, {"建筑面积（㎡）", 0}, {"交付日期", 12},
					    {"户数", 8},  {"电梯", 0},           {"备注", 0}};

static void rows(struct writer *w)
{
	write_text(w, "3-2-1201");
	write_decimal(w, 8950, 2);
	write_date(w, "2020-08-01");
	write_int(w, 1124);
	write_flag(w, 1);
	write_text(w, "=HYPERLINK(\"x\"),'a'");
	write_row_end(w);
	write_text(w, NULL);
	write_mark(w, MARK_WRONG, "面积不能为负");
	write_decimal(w, -123456789012345, 4);
	write_date(w, NULL);
	write_int(w, INT64_C(110105194912310020));
	write_flag(w, 0);
	write_mark(w, MARK_DOUBTFUL, NULL);
	write_blank(w);
	write_row_end(w);
	write_text(w, "_x0041_ 两行\n文字 ");
	write_decimal(w, NONE, 2);
	write_date(w, "1888-08-08");
	write_int(w, NONE);
	write_flag(w, NONE);
	write_text(w, "-5");
	write_row_end(w);
}

TEST(an_xlsx_that_was_written_reads_back)
{
	struct ctx *cx = test_ctx();
	struct writer *w;
	const char *path = fixture_path("out.xlsx");
	assert_ok(writer_open(cx, path, WRITER_XLSX, &w));
	assert_ok(writer_sheet(w, "房屋[1]", "翠苑一区", columns, 6));
	rows(w);
	assert_ok(writer_sheet(w, "第二张", NULL, columns, 1));
	write_text(w, "1");
	write_row_end(w);
	assert_ok(writer_close(w));
	assert_string_equal(book_shown(path, NULL, 0),
			    "1: 翠苑一区\n2: 房号|建筑面积（㎡）|交付日期|户数|电梯|备注\n"
			    "3: 3-2-1201|#89.5|@2020-08-01|#1124|是|=HYPERLINK(\"x\"),'a'\n"
			    "4: |#-12345678901.2345||110105194912310020|否\n"
			    "5: _x0041_ 两行\n文字 ||1888-08-08|||-5\n");
	assert_string_equal(book_shown(path, NULL, 1), "1: 房号\n2: 1\n");
	struct book *b;
	int n;
	assert_ok(book_open(cx, path, NULL, &b));
	assert_string_equal(book_sheets(b, &n)->name, "房屋 1 ");
	assert_int_equal(n, 2);
}

TEST(a_csv_that_was_written_reads_back)
{
	struct ctx *cx = test_ctx();
	struct writer *w;
	const char *path = fixture_path("out.csv");
	cx->lang = LANG_EN;
	assert_ok(writer_open(cx, path, WRITER_CSV, &w));
	assert_ok(writer_sheet(w, "房屋", "翠苑一区", columns, 6));
	rows(w);
	assert_ok(writer_close(w));
	assert_string_equal(book_shown(path, NULL, 0),
			    "1: 房号|建筑面积（㎡）|交付日期|户数|电梯|备注\n"
			    "2: 3-2-1201|89.50|2020-08-01|1124|Yes|=HYPERLINK(\"x\"),'a'\n"
			    "3: |-12345678901.2345||110105194912310020|No\n"
			    "4: _x0041_ 两行\n文字 ||1888-08-08|||-5\n");
	char bytes[512] = {0};
	FILE *f = fopen(path, "r");
	assert_true(fread(bytes, 1, sizeof bytes - 1, f) > 0);
	fclose(f);
	assert_non_null(strstr(bytes, "\xEF\xBB\xBF房号,"));
	assert_non_null(strstr(bytes, "\"'=HYPERLINK(\"\"x\"\"),'a'\"\r\n,-12345678901.2345,,"));
	assert_non_null(strstr(bytes, "\"_x0041_ 两行\n文字 \",,1888-08-08,,,'-5\r\n"));
}

TEST(every_amount_survives_an_xlsx)
{
	struct ctx *cx = test_ctx();
	struct writer *w;
	struct book *b;
	struct row row;
	const char *path = fixture_path("amounts.xlsx");
	assert_ok(writer_open(cx, path, WRITER_XLSX, &w));
	assert_ok(writer_sheet(w, "金额", NULL, columns, 4));
	for (int64_t v = 1; v < 100000; v += 7) {
		for (int places = 1; places <= 4; places++)
			write_decimal(w, v * 1000003 + places, places);
		write_row_end(w);
	}
	assert_ok(writer_close(w));
	assert_ok(book_open(cx, path, NULL, &b));
	assert_ok(book_start(b, 0));
	assert_true(book_next(b, &row));
	for (int64_t v = 1; v < 100000; v += 7) {
		assert_true(book_next(b, &row));
		for (int places = 1; places <= 4; places++) {
			int64_t read;
			enum decimal_result r =
				decimal_parse(row_cell(&row, places)->text, places, &read);
			assert_int_equal(r, DECIMAL_OK);
			assert_int_equal(read, v * 1000003 + places);
		}
	}
	assert_false(book_next(b, &row));
	assert_ok(book_end(b));
}

TEST(a_cell_that_was_read_is_written_as_it_was)
{
	struct ctx *cx = test_ctx();
	struct writer *w;
	const char *path = fixture_path("again.xlsx");
	static const struct cell cells[] = {{"89.5", CELL_NUMBER},
					    {"110105194912310020", CELL_NUMBER},
					    {"2020-08-01", CELL_DATE},
					    {"2020-08-01 12:30:00", CELL_DATETIME},
					    {"", CELL_EMPTY},
					    {"#N/A", CELL_ERROR},
					    {"1.5e+30", CELL_NUMBER}};
	assert_ok(writer_open(cx, path, WRITER_XLSX, &w));
	assert_ok(writer_sheet(w, "原表", NULL, columns, 1));
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		write_cell(w, &cells[i]);
	write_row_end(w);
	assert_ok(writer_close(w));
	assert_string_equal(book_shown(path, NULL, 0),
			    "1: 房号\n2: #89.5|110105194912310020|@2020-08-01|2020-08-01 12:30:00||"
			    "#N/A|1.5e+30\n");
}

TEST(a_file_that_cannot_be_written_is_an_error)
{
	struct ctx *cx = test_ctx();
	struct writer *w;
	struct stat st;
	assert_int_equal(writer_open(cx, "/nowhere/a.csv", WRITER_CSV, &w), ERR_INTERNAL);
	cx = test_ctx();
	if (writer_open(cx, "/nowhere/a.xlsx", WRITER_XLSX, &w) == OK) {
		assert_ok(writer_sheet(w, "a", NULL, columns, 1));
		assert_int_equal(writer_close(w), ERR_INTERNAL);
	}
	cx = test_ctx();
	const char *path = fixture_path("two.csv");
	assert_ok(writer_open(cx, path, WRITER_CSV, &w));
	assert_ok(writer_sheet(w, "a", NULL, columns, 1));
	assert_int_equal(writer_sheet(w, "b", NULL, columns, 1), ERR_INVALID);
	write_text(w, "x");
	write_row_end(w);
	assert_int_equal(writer_close(w), ERR_INVALID);
	assert_int_not_equal(stat(path, &st), 0);
	cx = test_ctx();
	static char longest[40000];
	memset(longest, 'a', sizeof longest - 1);
	path = fixture_path("long.xlsx");
	assert_ok(writer_open(cx, path, WRITER_XLSX, &w));
	assert_ok(writer_sheet(w, "a", NULL, columns, 1));
	write_text(w, longest);
	assert_int_equal(writer_close(w), ERR_TOO_LARGE);
	assert_int_not_equal(stat(path, &st), 0);
}
