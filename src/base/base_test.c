#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/field.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/utf8.h"

/* ─── dates ─── */

TEST(a_date_is_a_day_that_exists)
{
	assert_true(date_is_valid("2024-02-29"));
	assert_false(date_is_valid("2023-02-29"));
	assert_false(date_is_valid("2100-02-29"));
	assert_true(date_is_valid("2000-02-29"));
	assert_false(date_is_valid("2024-2-29"));
	assert_false(date_is_valid("2024-13-01"));
	assert_false(date_is_valid("1799-12-31"));
	assert_false(date_is_valid("2024-02-290"));
	assert_true(date_is_valid("9999-12-31"));
	assert_true(date_is_valid("0001-01-01"));
	assert_false(date_is_valid("9999-12-30"));
}

TEST(a_day_number_goes_there_and_back)
{
	char text[DATE_SIZE];
	assert_int_equal(date_to_day("1970-01-01"), 0);
	assert_int_equal(date_to_day("2000-03-01"), 11017);
	for (int32_t day = -62000; day < 370000; day += 13) {
		date_from_day(day, text);
		assert_true(date_is_valid(text));
		assert_int_equal(date_to_day(text), day);
	}
}

TEST(an_instant_falls_on_the_shanghai_date)
{
	char text[DATE_SIZE];
	int64_t at;
	assert_true(instant_parse("2026-02-16T15:59:59.999Z", &at));
	date_of_instant(at, text);
	assert_string_equal(text, "2026-02-16");
	date_of_instant(at + 1, text);
	assert_string_equal(text, "2026-02-17");
	assert_int_equal(date_to_instant("2026-02-17"), at + 1);
}

TEST(an_instant_is_read_with_any_offset)
{
	int64_t utc, east;
	char text[INSTANT_SIZE];
	assert_true(instant_parse("2026-01-31T08:00:00.250Z", &utc));
	assert_true(instant_parse("2026-01-31T16:00:00.25+08:00", &east));
	assert_int_equal(utc, east);
	instant_format(utc, text);
	assert_string_equal(text, "2026-01-31T08:00:00.250Z");
	assert_false(instant_parse("2026-01-31 08:00:00Z", &utc));
	assert_false(instant_parse("2026-01-31T24:00:00Z", &utc));
	assert_false(instant_parse("2026-01-31T08:00:00", &utc));
}

/* ─── decimals ─── */

static enum decimal_result parse(const char *s, int places, int64_t *v)
{
	return decimal_parse(s, places, v);
}

TEST(a_decimal_keeps_every_place)
{
	int64_t v;
	char text[DECIMAL_SIZE];
	assert_int_equal(parse("89.50", 2, &v), DECIMAL_OK);
	assert_int_equal(v, 8950);
	assert_int_equal(parse("-1,234,567.8", 2, &v), DECIMAL_OK);
	assert_int_equal(v, -123456780);
	assert_int_equal(parse("2.380000", 4, &v), DECIMAL_OK);
	assert_int_equal(v, 23800);
	decimal_format(-123456780, 2, text);
	assert_string_equal(text, "-1234567.80");
	decimal_format(5, 4, text);
	assert_string_equal(text, "0.0005");
}

TEST(a_decimal_that_is_none_says_why)
{
	int64_t v = 7;
	assert_int_equal(parse("1.005", 2, &v), DECIMAL_TOO_FINE);
	assert_int_equal(parse("", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(parse(".", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(parse("1e5", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(parse("12,34", 2, &v), DECIMAL_NOT_A_NUMBER);
	assert_int_equal(parse("99999999999999999999", 0, &v), DECIMAL_TOO_LARGE);
	assert_int_equal(parse("9223372036854775807", 1, &v), DECIMAL_TOO_LARGE);
	assert_int_equal(v, 7);
}

TEST(mul_div_rounds_half_away_from_zero)
{
	int64_t v;
	assert_true(mul_div(5, 1, 2, &v));
	assert_int_equal(v, 3);
	assert_true(mul_div(-5, 1, 2, &v));
	assert_int_equal(v, -3);
	assert_true(mul_div(INT64_MAX, 1000, 1000, &v));
	assert_true(v == INT64_MAX);
	assert_false(mul_div(INT64_MAX, 2, 1, &v));
}

/* ─── ids ─── */

TEST(ids_rise_and_read_back)
{
	int64_t last = 0, read;
	char text[ID_SIZE];
	for (int i = 0; i < 10000; i++) {
		int64_t id = id_new();
		assert_true(id > last);
		last = id;
	}
	id_format(last, text);
	assert_true(id_parse(text, &read));
	assert_true(read == last);
	assert_false(id_parse("zzzzzzzzzzzzz", &read));
	assert_false(id_parse("0000000000000", &read));
	assert_false(id_parse("00000000000u1", &read));
	assert_false(id_parse("1", &read));
	assert_true(id_parse("000000000000O", &read) == false);
	assert_true(id_parse("00000000000lI", &read));
	assert_int_equal(read, 33);
}

/* ─── text ─── */

TEST(utf8_refuses_what_is_broken)
{
	assert_true(utf8_is_valid("邻里\xF0\x9F\x8F\xA0", 10));
	assert_false(utf8_is_valid("\xC0\x80", 2));
	assert_false(utf8_is_valid("\xED\xA0\x80", 3));
	assert_false(utf8_is_valid("\xF4\x90\x80\x80", 4));
	assert_false(utf8_is_valid("\xE9\x82", 2));
	assert_false(utf8_is_valid("a\0b", 3));
	assert_false(utf8_is_text("a\x07", 2));
	assert_true(utf8_is_text("a\tb\n", 4));
	assert_int_equal(utf8_length("邻里a"), 3);
}

TEST(full_width_folds_to_what_was_meant)
{
	char s[] = "\u3000ＡＢ１２．５㎡ \n";
	utf8_fold_width(s);
	assert_string_equal(s, "AB12.5㎡");
	char blank[] = " \u3000 ";
	utf8_trim(blank);
	assert_string_equal(blank, "");
}

TEST(a_text_fills_its_slots)
{
	struct ctx *cx = test_ctx();
	struct text t = T("x", "{2}共{1}户{3}", "{1} houses in {2}");
	const struct arg *args = ARGS(i64(12), str("翠苑"));
	assert_string_equal(text_render(cx->mem, t, LANG_ZH, args), "翠苑共12户{3}");
	assert_string_equal(text_render(cx->mem, t, LANG_EN, args), "12 houses in 翠苑");
}

TEST(a_percent_encoded_text_reads_back)
{
	mem *m = test_ctx()->mem;
	assert_string_equal(text_decode(m, "%E6%94%B9%E5%90%8D", 2), "改名");
	assert_string_equal(text_decode(m, "a%20b%25", 9), "a b%");
	assert_null(text_decode(m, "%E6%94%B9%E5%90%8D", 1));
	assert_null(text_decode(m, "%E6%94", 9));
	assert_null(text_decode(m, "100%", 9));
	assert_null(text_decode(m, "%0g", 9));
}

TEST(the_first_failure_wins)
{
	struct ctx *cx = test_ctx();
	assert_int_equal(fail(cx, ERR_CONFLICT, T("a", "甲", "a")), ERR_CONFLICT);
	assert_int_equal(fail(cx, ERR_DENIED, T("b", "乙", "b")), ERR_CONFLICT);
	assert_string_equal(cx->failure.text.key, "a");
	ctx_forgive(cx);
	assert_int_equal(ctx_err(cx), OK);
}

TEST(field_errors_give_way_to_what_kept_them_from_being_checked)
{
	struct ctx *cx = test_ctx();
	fail_field(cx, "name", T("a", "甲", "a"));
	assert_int_equal(fail(cx, ERR_CONFLICT, T("b", "乙", "b")), ERR_INVALID);
	assert_int_equal(cx->failure.n_fields, 1);
	assert_int_equal(fail_internal(cx, "disk"), ERR_INTERNAL);
	fail_field(cx, "name", T("a", "甲", "a"));
	assert_int_equal(ctx_err(cx), ERR_INTERNAL);
	assert_int_equal(cx->failure.n_fields, 0);
}

/* ─── fields ─── */

static const struct choice kinds_values[] = {{"old", "老旧", "Old"}, {"new", "新建", "New"}};
static const struct choices kinds = CHOICES("kind", kinds_values);

struct part {
	int64_t area;
};
static const struct field part_fields[] = {{"area", F_INT, REQUIRED, AT(part, area),
					    L("面积", "Area"), 1, 1000},
					   {0}};
static const struct element part_element = {sizeof(struct part), part_fields};

struct thing {
	int64_t id, kind, count, has_lift, at;
	const char *name, *since, *phone, *password;
	struct list parts;
};
static const struct field thing_fields[] = {
	{"id", F_ID, READ_ONLY, AT(thing, id), L("标识", "Id")},
	{"name", F_TEXT, REQUIRED, AT(thing, name), L("名称", "Name"), 2, 5},
	{"kind", F_ENUM, 0, AT(thing, kind), L("类别", "Kind"), .of = &kinds},
	{"count", F_INT, 0, AT(thing, count), L("数", "Count"), 0, 9},
	{"has_lift", F_FLAG, 0, AT(thing, has_lift), L("电梯", "Lift")},
	{"since", F_DATE, ON_CREATE, AT(thing, since), L("自", "Since")},
	{"at", F_INSTANT, 0, AT(thing, at), L("时刻", "At")},
	{"phone", F_TEXT, PERSONAL, AT(thing, phone), L("电话", "Phone"), .mask = MASK_PHONE},
	{"password", F_TEXT, SECRET, AT(thing, password), L("口令", "Password")},
	{"parts", F_LIST, 0, AT(thing, parts), L("部分", "Parts"), 0, 2, .of = &part_element},
	{0},
};

static err read_thing(struct ctx *cx, const char *json, struct thing *t, enum field_mode mode)
{
	json_t *object;
	err e = json_load_text(cx, json, strlen(json), &object);
	return e ? e : fields_read(cx, thing_fields, object, t, mode);
}

static const char *write_thing(struct ctx *cx, const struct thing *t, bool is_bare)
{
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	fields_write(&j, thing_fields, t, is_bare);
	return buf_text(&out);
}

TEST(an_object_reads_and_writes_the_same)
{
	struct ctx *cx = test_ctx();
	struct thing t;
	const char *json =
		"{\"name\":\"翠 \\\"苑\",\"kind\":\"new\",\"count\":0,\"has_lift\":false,"
		"\"since\":\"2020-08-10\",\"at\":\"2020-08-10T00:00:00.000Z\","
		"\"phone\":\"13812345678\",\"parts\":[{\"area\":7}]}";
	assert_ok(read_thing(cx, json, &t, READ_NEW));
	assert_int_equal(t.kind, 2);
	assert_string_equal(write_thing(cx, &t, true), json);
	assert_non_null(strstr(write_thing(cx, &t, false), "138****5678"));
}

TEST(every_wrong_field_is_named)
{
	struct ctx *cx = test_ctx();
	struct thing t;
	const char *json = "{\"id\":\"0000000000001\",\"name\":\"一二三四五六\",\"kind\":\"最新\","
			   "\"count\":10,\"has_lift\":1,\"since\":\"2021-02-30\",\"at\":\"now\","
			   "\"phone\":\"a\\u0007\",\"parts\":[{\"area\":0},{}],\"colour\":3}";
	assert_int_equal(read_thing(cx, json, &t, READ_NEW), ERR_INVALID);
	static const char *const paths[] = {
		"id", "name",  "kind",          "count",         "has_lift", "since",
		"at", "phone", "parts[0].area", "parts[1].area", "colour"};
	assert_int_equal(cx->failure.n_fields, sizeof paths / sizeof *paths);
	for (size_t i = 0; i < cx->failure.n_fields; i++)
		assert_string_equal(cx->failure.fields[i].path, paths[i]);
}

TEST(a_patch_changes_what_it_names)
{
	struct ctx *cx = test_ctx();
	struct thing t;
	assert_ok(
		read_thing(cx, "{\"name\":\"翠苑\",\"count\":3,\"has_lift\":true}", &t, READ_NEW));
	assert_ok(read_thing(cx, "{\"count\":null,\"kind\":\"old\"}", &t, READ_PATCH));
	assert_string_equal(write_thing(cx, &t, true),
			    "{\"name\":\"翠苑\",\"kind\":\"old\",\"has_lift\":true,\"parts\":[]}");
	assert_int_equal(read_thing(cx, "{\"name\":\" \",\"since\":\"2020-01-01\"}", &t,
				    READ_PATCH),
			 ERR_INVALID);
	assert_int_equal(cx->failure.n_fields, 2);
	assert_string_equal(cx->failure.fields[0].text.key, "field.required");
	assert_string_equal(cx->failure.fields[1].text.key, "field.read_only");
}

TEST(json_that_is_none_names_line_and_column)
{
	struct ctx *cx = test_ctx();
	json_t *object;
	assert_int_equal(json_load_text(cx, "{\n\"a\":}", 7, &object), ERR_MALFORMED);
	assert_int_equal(cx->failure.args[0].i, 2);
	ctx_forgive(cx);
	assert_int_equal(json_load_text(cx, "{\"a\":1,\"a\":2}", 13, &object), ERR_MALFORMED);
}

static void check_json_text(struct ctx *cx, const char *text)
{
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	json_open(&j, '[');
	json_put_str(&j, text);
	json_close(&j, ']');
	json_t *back = json_loads(buf_text(&out), 0, NULL);
	assert_string_equal(json_string_value(json_array_get(back, 0)), text);
	json_decref(back);
}

/* Texts are copied in steps: whatever stands where, in a text of whatever length. */
TEST(json_texts_are_escaped_wherever_it_is_needed)
{
	struct ctx *cx = test_ctx();
	for (size_t n = 1; n <= 34; n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 1; c < 0x80; c++) {
				char text[40] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
				text[n] = '\0';
				text[at] = (char)c;
				check_json_text(cx, text);
			}
	check_json_text(cx, "鹭溪雅苑\x7f\"小区\"");
}

TEST(json_integers_are_whole)
{
	struct ctx *cx = test_ctx();
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	static const int64_t all[] = {0, 9, 10, -1, 1000000, INT64_MAX, INT64_MIN};
	json_open(&j, '[');
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		json_put_int(&j, all[i]);
	json_close(&j, ']');
	assert_string_equal(buf_text(&out),
			    "[0,9,10,-1,1000000,9223372036854775807,-9223372036854775808]");
}

static const char *put_one(struct ctx *cx, const char *key)
{
	char room[2 * JSON_KEY_ROOM] = {0};
	struct buf out = buf_on(cx->mem);
	struct json j = json_on(&out);
	snprintf(room, sizeof room, "\"%s\":", key);
	json_open(&j, '{');
	for (int i = 0; i < 2; i++) {
		json_put_key(&j, room, strlen(key) + 3);
		json_put_int(&j, i);
	}
	json_close(&j, '}');
	return buf_text(&out);
}

TEST(json_keys_short_and_long)
{
	struct ctx *cx = test_ctx();
	assert_string_equal(put_one(cx, "a"), "{\"a\":0,\"a\":1}");
	assert_string_equal(put_one(cx, "a_key_of_some_thirty_bytes_and_more"),
			    "{\"a_key_of_some_thirty_bytes_and_more\":0,"
			    "\"a_key_of_some_thirty_bytes_and_more\":1}");
}

TEST(the_json_writer_agrees_with_jansson)
{
	struct ctx *cx = test_ctx();
	for (int c = 1; c < 0x800; c++) {
		char text[5] = {0};
		utf8_encode((uint32_t)c, text);
		struct buf out = buf_on(cx->mem);
		struct json j = json_on(&out);
		json_open(&j, '[');
		json_put_str(&j, text);
		json_put_int(&j, -c);
		json_close(&j, ']');
		json_t *back = json_loads(buf_text(&out), 0, NULL);
		assert_string_equal(json_string_value(json_array_get(back, 0)), text);
		assert_int_equal(json_integer_value(json_array_get(back, 1)), -c);
		json_decref(back);
	}
}

TEST(a_full_buffer_stays_full)
{
	struct ctx *cx = test_ctx();
	struct buf b = buf_on(cx->mem);
	b.cap = 4;
	buf_puts(&b, "abcd");
	assert_false(b.is_full);
	buf_puts(&b, "e");
	buf_puts(&b, "");
	assert_true(b.is_full);
	assert_string_equal(buf_text(&b), "abcd");
}

TEST(masks_keep_little)
{
	struct ctx *cx = test_ctx();
	assert_string_equal(mask_text(cx->mem, MASK_NAME, "王小明"), "王**");
	assert_string_equal(mask_text(cx->mem, MASK_PHONE, "13812345678"), "138****5678");
	assert_string_equal(mask_text(cx->mem, MASK_ID_NUMBER, "11010519491231002X"),
			    "110105********002X");
	assert_string_equal(mask_text(cx->mem, MASK_PLATE, "浙A12345"), "浙A1**45");
	assert_string_equal(mask_text(cx->mem, MASK_PHONE, "5678"), "5***");
	assert_string_equal(mask_text(cx->mem, MASK_NAME, "王"), "*");
}

/* ─── secrets ─── */

TEST(what_is_sealed_opens_with_its_key_alone)
{
	struct ctx *cx = test_ctx();
	const char *path = mem_format(cx->mem, "%s/keys", test_folder());
	const char *other = mem_format(cx->mem, "%s/other", path), *text;
	assert_ok(keyring_open(cx, cx->mem, path, true, &cx->keys));
	struct arg sealed = secret_seal(cx, "11010519491231002X");
	assert_ok(secret_open(cx, sealed.p, sealed.n, &text));
	assert_string_equal(text, "11010519491231002X");

	assert_ok(keyring_add_key(cx, path));
	assert_ok(keyring_open(cx, cx->mem, path, false, &cx->keys));
	assert_int_equal(keyring_newest(cx->keys), 2);
	assert_ok(secret_open(cx, sealed.p, sealed.n, &text));

	unsigned char *changed = mem_dup(cx->mem, sealed.p, sealed.n);
	changed[sealed.n - 1] ^= 1;
	assert_int_equal(secret_open(cx, changed, sealed.n, &text), ERR_INTERNAL);
	ctx_forgive(cx);
	assert_int_equal(secret_open(cx, changed, 3, &text), ERR_INTERNAL);
	ctx_forgive(cx);
	assert_int_equal(keyring_open(cx, cx->mem, other, false, &cx->keys), ERR_INTERNAL);
}

TEST(a_look_up_hash_depends_on_kind_and_key)
{
	struct ctx *cx = test_ctx();
	const char *folder = test_folder();
	const struct keyring *a, *b;
	unsigned char x[LOOKUP_HASH_SIZE], y[LOOKUP_HASH_SIZE];
	assert_ok(keyring_open(cx, cx->mem, mem_format(cx->mem, "%s/a", folder), true, &a));
	assert_ok(keyring_open(cx, cx->mem, mem_format(cx->mem, "%s/b", folder), true, &b));
	secret_hash(a, "phone", "13812345678", x);
	secret_hash(a, "phone", "13812345678", y);
	assert_memory_equal(x, y, sizeof x);
	secret_hash(a, "id_number", "13812345678", y);
	assert_memory_not_equal(x, y, sizeof x);
	secret_hash(b, "phone", "13812345678", y);
	assert_memory_not_equal(x, y, sizeof x);
}
