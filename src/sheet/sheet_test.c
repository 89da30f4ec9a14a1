#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/fill.h"
#include "sheet/guard.h"
#include "sheet/header.h"
#include "sheet/number.h"
#include "sheet/style.h"

/* ─── cells ─── */

TEST(a_cell_has_the_name_that_people_see)
{
	char ref[CELL_REF_SIZE];
	int column;
	int64_t row;
	cell_ref(3, 12, ref);
	assert_string_equal(ref, "C12");
	cell_ref(16384, 0, ref);
	assert_string_equal(ref, "XFD");
	for (int i = 1; i <= 16384; i++) {
		cell_ref(i, i * 7, ref);
		assert_true(cell_ref_parse(ref, &column, &row));
		assert_int_equal(column, i);
		assert_int_equal(row, i * 7);
	}
	assert_false(cell_ref_parse("XFE1", &column, &row));
	assert_false(cell_ref_parse("12", &column, &row));
	assert_false(cell_ref_parse("C12x", &column, &row));
	assert_false(cell_ref_parse("C99999999", &column, &row));
}

/* ─── numbers ─── */

static const char *shown(double v)
{
	static char text[NUMBER_SIZE];
	number_format(v, text);
	return text;
}

TEST(a_number_is_its_shortest_decimal)
{
	assert_string_equal(shown(89.5), "89.5");
	assert_string_equal(shown(0.10000000000000001), "0.1");
	assert_string_equal(shown(0.1 + 0.2), "0.30000000000000004");
	assert_string_equal(shown(-1200), "-1200");
	assert_string_equal(shown(0), "0");
	assert_string_equal(shown(-0.0), "0");
	assert_string_equal(shown(1e20), "100000000000000000000");
	assert_string_equal(shown(1.5e30), "1.5e+30");
	assert_string_equal(shown(0.000012), "0.000012");
	assert_string_equal(shown(2.5e-19), "2.5e-19");
	assert_string_equal(shown(110105194912310016.0), "110105194912310020");
	assert_string_equal(shown(9007199254740993.0), "9007199254740992");
}

TEST(a_number_reads_back_as_the_same_double)
{
	srand48(7);
	for (int i = 0; i < 20000; i++) {
		double v = ldexp(drand48() - 0.5, (int)(lrand48() % 60) - 20);
		assert_true(strtod(shown(v), NULL) == v);
	}
	for (int i = 0; i < 1000000; i += 37) {
		char text[NUMBER_SIZE], plain[NUMBER_SIZE];
		double v;
		snprintf(plain, sizeof plain, "%d.%02d", i / 100, i % 100);
		assert_true(number_read(plain, text, &v));
		assert_string_equal(text, shown(v));
	}
}

TEST(a_number_of_a_file_is_a_number_or_nothing)
{
	char text[NUMBER_SIZE];
	double v;
	assert_true(number_read("8.9499999999999997E1", text, &v));
	assert_string_equal(text, "89.5");
	assert_true(number_read("007.50", text, &v));
	assert_string_equal(text, "7.5");
	assert_false(number_read("", text, &v));
	assert_false(number_read("inf", text, &v));
	assert_false(number_read("0x10", text, &v));
	assert_false(number_read("1e999", text, &v));
	assert_false(number_read("12 ", text, &v));
	assert_true(number_is_rounded(1e15));
	assert_false(number_is_rounded(999999999999999));
}

static int64_t scaled(const char *s, int places)
{
	int64_t v = -1;
	assert_int_equal(number_scale(s, places, &v), DECIMAL_OK);
	return v;
}

TEST(a_number_is_accepted_within_a_millionth)
{
	int64_t v = 7;
	assert_int_equal(scaled("89.5", 2), 8950);
	assert_int_equal(scaled("89.49999999999999", 2), 8950);
	assert_int_equal(scaled("89.500001", 2), 8950);
	assert_int_equal(scaled("0.30000000000000004", 2), 30);
	assert_int_equal(scaled("-1,234.999999999", 2), -123500);
	assert_int_equal(scaled("99.9999999", 2), 10000);
	assert_int_equal(scaled(".5", 1), 5);
	assert_int_equal(scaled("2.38", 4), 23800);
	assert_int_equal(scaled("1e-19", 2), 0);
	assert_int_equal(number_scale("89.505", 2, &v), DECIMAL_TOO_FINE);
	assert_int_equal(number_scale("89.500002", 2, &v), DECIMAL_TOO_FINE);
	assert_int_equal(number_scale("", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale(".", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale("-+5", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale("8 9", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale("1e2", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale("1.5.5", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(number_scale("1e+30", 2, &v), DECIMAL_TOO_LARGE);
	assert_int_equal(number_scale("99999999999999999999", 2, &v), DECIMAL_TOO_LARGE);
	assert_int_equal(number_scale("9223372036854775807", 2, &v), DECIMAL_TOO_LARGE);
	assert_int_equal(v, 7);
}

/* ─── dates ─── */

TEST(a_format_says_whether_a_number_is_a_date)
{
	assert_int_equal(style_of_code("General"), STYLE_NUMBER);
	assert_int_equal(style_of_code("#,##0.00_);[Red]\\(#,##0.00\\)"), STYLE_NUMBER);
	assert_int_equal(style_of_code("0.00E+00"), STYLE_NUMBER);
	assert_int_equal(style_of_code("0\"days\""), STYLE_NUMBER);
	assert_int_equal(style_of_code("[$¥-804]#,##0"), STYLE_NUMBER);
	assert_int_equal(style_of_code("[h]:mm"), STYLE_NUMBER);
	assert_int_equal(style_of_code("yyyy\"年\"m\"月\"d\"日\""), STYLE_DATE);
	assert_int_equal(style_of_code("[$-804]yyyy-mm-dd;@"), STYLE_DATE);
	assert_int_equal(style_of_code("[DBNum1][$-804]m\"月\""), STYLE_DATE);
	assert_int_equal(style_of_code("e\"年\""), STYLE_DATE);
	assert_int_equal(style_of_code("h:mm"), STYLE_TIME);
	assert_int_equal(style_of_code("mm:ss"), STYLE_TIME);
	assert_int_equal(style_of_code("\"unclosed"), STYLE_NUMBER);
	assert_int_equal(style_of_code("[unclosed"), STYLE_NUMBER);
	assert_int_equal(style_of_code("\\"), STYLE_NUMBER);
	assert_int_equal(style_of_builtin(14), STYLE_DATE);
	assert_int_equal(style_of_builtin(21), STYLE_TIME);
	assert_int_equal(style_of_builtin(31), STYLE_DATE);
	assert_int_equal(style_of_builtin(4), STYLE_NUMBER);
}

static const char *serial(double v, enum number_style style, bool is_1904)
{
	static char text[SERIAL_SIZE];
	memset(text, 0, sizeof text);
	return serial_format(v, style, is_1904, text) == CELL_NUMBER ? "number" : text;
}

TEST(a_serial_is_the_day_that_a_spreadsheet_shows)
{
	assert_string_equal(serial(44044, STYLE_DATE, false), "2020-08-01");
	assert_string_equal(serial(42582, STYLE_DATE, true), "2020-08-01");
	assert_string_equal(serial(1, STYLE_DATE, false), "1900-01-01");
	assert_string_equal(serial(59, STYLE_DATE, false), "1900-02-28");
	assert_string_equal(serial(60, STYLE_DATE, false), "number");
	assert_string_equal(serial(61, STYLE_DATE, false), "1900-03-01");
	assert_string_equal(serial(0, STYLE_DATE, true), "1904-01-01");
	assert_string_equal(serial(2958465, STYLE_DATE, false), "9999-12-31");
	assert_string_equal(serial(2958466, STYLE_DATE, false), "number");
	assert_string_equal(serial(-1, STYLE_DATE, false), "number");
	assert_string_equal(serial(NAN, STYLE_DATE, false), "number");
	assert_string_equal(serial(44044, STYLE_NUMBER, false), "number");
	assert_string_equal(serial(44044.520833333336, STYLE_DATE, false), "2020-08-01 12:30:00");
	assert_string_equal(serial(44044.999999, STYLE_DATE, false), "2020-08-02");
	assert_string_equal(serial(0.75, STYLE_TIME, false), "18:00:00");
	assert_string_equal(serial(0, STYLE_TIME, false), "00:00:00");
}

/* ─── formulas in a csv ─── */

TEST(a_guard_takes_away_exactly_what_was_put)
{
	static const char *const texts[] = {"=1+1", "'=1", "''=1", "'tis", "-5",   "+86",
					    "@x",   "\tx", "＝1",  "翠苑", "",     "'",
					    "''",   "a=b", "\rx",  "\nx",  "'＋1", "－"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char written[64];
		size_t n = strlen(texts[i]);
		bool is_guarded = guard_is_needed(texts[i], n);
		snprintf(written, sizeof written, "%s%s", is_guarded ? "'" : "", texts[i]);
		assert_string_equal(written + guard_length(written, strlen(written)), texts[i]);
	}
	assert_true(guard_is_needed("=1", 2));
	assert_true(guard_is_needed("'=1", 3));
	assert_false(guard_is_needed("'tis", 4));
	assert_false(guard_is_needed("1=1", 3));
}

/* ─── headers ─── */

static const struct known_column known[] = {
	{"building", {"楼栋", "楼号", "幢号"}},
	{"house", {"房号", "门牌号", "室号"}},
	{"owner", {"业主姓名", "业主", "产权人", "姓名"}},
	{"phone", {"联系电话", "业主电话", "手机号", "电话"}},
	{"tenant", {"租户姓名", "租户"}},
	{"area_dm2", {"建筑面积", "面积", "产权面积"}},
	{"n_houses", {"户数", "总户数"}},
	{"handed_on", {"交付日期", "交房时间"}},
	{0},
};

/* Rows from texts: cells divided by |, "#…" a number. */
static struct row *rows_of(struct ctx *cx, const char *const *lines, size_t n)
{
	struct row *rows = mem_array(cx->mem, struct row, n);
	for (size_t i = 0; i < n; i++) {
		struct cell *cells = mem_array(cx->mem, struct cell, 20);
		char *line = mem_str(cx->mem, lines[i]);
		rows[i] = (struct row){"名册", (int64_t)i + 1, cells, 0};
		for (char *cell; (cell = strsep(&line, "|"));) {
			bool is_number = *cell == '#';
			cells[rows[i].n++] = (struct cell){.text = cell + is_number,
							   .kind = is_number ? CELL_NUMBER
								   : *cell   ? CELL_TEXT
									     : CELL_EMPTY};
		}
	}
	return rows;
}

#define FIND(cx, ...) find(cx, (const char *const[]){__VA_ARGS__, NULL})

static struct header *find(struct ctx *cx, const char *const *lines)
{
	size_t n = 0;
	while (lines[n])
		n++;
	return header_find(cx->mem, rows_of(cx, lines, n), n, known);
}

TEST(a_header_is_found_under_titles)
{
	struct ctx *cx = test_ctx();
	struct header *h =
		FIND(cx, "翠苑一区业主名册（2026年）", "制表单位：翠苑物业||制表日期：2026-01-05",
		     "序号|楼栋*|房 号|产权人|建筑面积（㎡）|联系电话\n（手机）|备注",
		     "#1|3幢|1201|张三|#89.5|13800000000");
	assert_int_equal(h->row, 3);
	assert_int_equal(h->data_row, 4);
	assert_int_equal(h->rival_row, 0);
	assert_int_equal(h->n_matched, 5);
	assert_int_equal(header_column(h, "building"), 2);
	assert_int_equal(header_column(h, "house"), 3);
	assert_int_equal(header_column(h, "owner"), 4);
	assert_int_equal(header_column(h, "area_dm2"), 5);
	assert_int_equal(header_column(h, "phone"), 6);
	assert_int_equal(header_column(h, "tenant"), 0);
	assert_int_equal(h->columns[1].match, MATCH_EXACT);
	assert_int_equal(h->columns[3].match, MATCH_ALIAS);
	assert_string_equal(h->columns[4].unit, "㎡");
	assert_null(h->columns[5].unit);
	assert_null(h->columns[6].key);
	assert_int_equal(h->columns[6].match, MATCH_NONE);
	assert_null(h->columns[6].candidates[0]);
}

TEST(a_header_of_two_rows_takes_the_headings_along)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "名册", "楼栋|房号|业主||租户||面积", "||姓名|电话|姓名|手机|",
				"3|1201|张三|138|李四|139|#89.5");
	assert_int_equal(h->first_row, 2);
	assert_int_equal(h->row, 3);
	assert_int_equal(h->data_row, 4);
	assert_int_equal(header_column(h, "owner"), 3);
	assert_int_equal(header_column(h, "phone"), 4);
	assert_int_equal(header_column(h, "tenant"), 5);
	assert_int_equal(header_column(h, "area_dm2"), 7);
	assert_string_equal(h->columns[4].title, "租户 姓名");
}

TEST(a_title_over_the_whole_table_is_no_heading)
{
	struct ctx *cx = test_ctx();
	struct header *h =
		FIND(cx, "业主房号台账", "楼栋|房号|姓名|巡查员的心得", "3|1201|张三|路灯不亮");
	assert_int_equal(h->first_row, 2);
	assert_int_equal(h->row, 2);
	assert_string_equal(h->columns[3].title, "巡查员的心得");
	assert_null(h->columns[3].key);
	assert_int_equal(h->columns[3].match, MATCH_NONE);
	h = FIND(cx, "业主房号台账|业主房号台账|业主房号台账", "楼栋|房号|电话", "3|1201|138");
	assert_int_equal(h->first_row, 2);
	assert_string_equal(h->columns[2].title, "电话");
}

TEST(a_row_of_units_is_no_data)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "小区|户数|面积", "|（户）|㎡", "翠苑|#12|#5");
	assert_int_equal(h->row, 1);
	assert_int_equal(h->data_row, 3);
	assert_string_equal(h->columns[1].unit, "户");
	assert_string_equal(h->columns[2].unit, "㎡");
}

TEST(between_two_columns_for_one_key_somebody_must_choose)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "楼栋|房号|电话|手机号|建筑面积", "3|1201|0571|138|#89");
	assert_int_equal(header_column(h, "phone"), 0);
	assert_int_equal(header_column(h, "house"), 2);
	for (int i = 2; i < 4; i++) {
		assert_null(h->columns[i].key);
		assert_int_equal(h->columns[i].match, MATCH_ALIAS);
		assert_string_equal(h->columns[i].candidates[0], "phone");
		assert_null(h->columns[i].candidates[1]);
	}
}

TEST(the_column_that_fits_better_has_the_key)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "楼栋|建筑面积|套内建筑面积|房号", "3|#89|#70|1");
	assert_int_equal(header_column(h, "area_dm2"), 2);
	assert_null(h->columns[2].key);
	assert_null(h->columns[2].candidates[0]);
}

TEST(between_two_keys_for_one_column_somebody_must_choose)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "楼栋|房号|业主姓名租户姓名", "3|1201|张三");
	assert_null(h->columns[2].key);
	assert_int_equal(h->columns[2].match, MATCH_CONTAINS);
	assert_string_equal(h->columns[2].candidates[0], "owner");
	assert_string_equal(h->columns[2].candidates[1], "tenant");
}

TEST(two_rows_that_fit_as_well_are_told)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "楼栋|房号", "#1|#2", "房号|楼栋", "#1|#2");
	assert_int_equal(h->row, 1);
	assert_int_equal(h->rival_row, 3);
	h = FIND(cx, "楼栋|房号", "#1|#2", "楼栋|房号",
		 "#1|#2"); /* a header printed on each page */
	assert_int_equal(h->rival_row, 0);
}

TEST(where_no_title_is_known_the_likeliest_row_is_taken)
{
	struct ctx *cx = test_ctx();
	struct header *h = FIND(cx, "一览表", "甲|乙|丙", "#1|#2|x");
	assert_int_equal(h->row, 2);
	assert_int_equal(h->n_matched, 0);
	assert_int_equal(h->n, 3);
	h = header_find(cx->mem, NULL, 0, known);
	assert_int_equal(h->row, 0);
}

/* ─── merged cells ─── */

TEST(merged_cells_inherit_from_above)
{
	struct ctx *cx = test_ctx();
	const struct merge merges[] = {{1, 1, 1, 3}, {2, 4, 1, 1}, {2, 3, 3, 3}, {5, 9, 2, 2}};
	const char *const lines[] = {"标题", "1201|张三|89", "|李四", "|王五|70", "1202||5", "|x"};
	static const char *const filled[] = {"标题",         "1201|张三|89", "1201|李四|89",
					     "1201|王五|70", "1202||5",      "|x"};
	struct row *rows = rows_of(cx, lines, 6);
	struct fill *f = fill_new(cx->mem, merges, 4);
	for (int i = 0; i < 6; i++) {
		char text[64] = "";
		fill_row(f, &rows[i]);
		for (int j = 0; j < rows[i].n; j++)
			snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
				 j ? "|" : "", rows[i].cells[j].text);
		assert_string_equal(text, filled[i]);
	}
}
