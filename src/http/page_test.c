/* Pages through a real list, on both databases. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "http/page_priv.h"
#include "postgres.h"
#include "store/store.h"

struct estate {
	int64_t id, size;
	const char *name;
};
static const struct field estate_fields[] = {
	{"id", F_ID, READ_ONLY, AT(estate, id), L("标识", "Id")},
	{"name", F_TEXT, REQUIRED, AT(estate, name), L("名称", "Name"), 1, 40},
	{"size", F_INT, INTERNAL, AT(estate, size), L("大小", "Size")},
	{0},
};
static const struct sort sorts[] = {
	{"name", F_TEXT, PAGE_SQL("SELECT name, id FROM estate WHERE region = $5", "name", "id")},
	{"size", F_INT,
	 PAGE_SQL("SELECT size, id, name FROM estate WHERE region = $5", "size", "id")},
	{0},
};
static const struct route route = {"GET", "/estates",    1,         1,         NULL,
				   NULL,  estate_fields, "Estates", ROUTE_LIST};

/* ─── a list of 25 in region 1: names e00 to e24, each size five times ─── */

enum { N = 25 };

static err fill(struct ctx *cx, void *arg)
{
	(void)arg;
	err e = sql_exec(cx, "CREATE TABLE estate (id BIGINT PRIMARY KEY, region BIGINT NOT NULL,"
			     " name TEXT NOT NULL, size BIGINT NOT NULL)");
	for (int i = 0; i < N && !e; i++)
		e = sql_exec(cx,
			     "INSERT INTO estate (id, region, name, size) VALUES ($1, $2, $3, $4)",
			     i64(1000 - i), i64(1), str(mem_format(cx->mem, "e%02d", i)),
			     i64(i / 5));
	return e ? e
		 : sql_exec(cx,
			    "INSERT INTO estate (id, region, name, size) VALUES (1, 2, 'x', 1)");
}

static err list(struct ctx *cx, void *request)
{
	struct request *rq = request;
	struct page p;
	err e = request_check_query(cx, rq);
	if (e || (e = page_read(cx, rq, sorts, &p)))
		return e;
	int64_t total = NONE;
	if (p.wants_total)
		total = sql_int(
			cx, 0,
			"SELECT count(*) FROM (SELECT 1 AS one FROM estate WHERE region = $1"
			" LIMIT " PAGE_COUNT ") x",
			i64(1));
	return reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(1)), total);
}

struct paging {
	struct store *store;
	struct ctx *cx;
};

/* Asks for `n` parameters, and gives what was answered. */
static json_t *get(struct paging *t, const struct pair *query)
{
	struct request *rq = mem_new(t->cx->mem, struct request);
	json_t *answer;
	rq->cx = t->cx;
	rq->query = query;
	rq->route = &route;
	assert_ok(store_read(t->store, t->cx, list, rq));
	assert_int_equal(rq->status, 200);
	assert_ok(json_load_text(t->cx, rq->out.data, rq->out.len, &answer));
	return answer;
}

#define GET(t, ...) get((t), (const struct pair[]){__VA_ARGS__ __VA_OPT__(, ){0}})

/* The names of a page in one text: "e00 e01 …". */
static const char *names(struct paging *t, json_t *page)
{
	struct buf b = buf_on(t->cx->mem);
	size_t i;
	json_t *item;
	json_array_foreach (json_object_get(page, "items"), i, item) {
		buf_puts(&b, json_string_value(json_object_get(item, "name")));
		buf_putc(&b, ' ');
	}
	return buf_text(&b);
}

static const char *cursor_of(json_t *page, const char *which)
{
	return json_string_value(json_object_get(page, which));
}

static void page_forward_and_back(struct paging *t)
{
	json_t *first = GET(t, {"size", "10"});
	assert_string_equal(names(t, first), "e00 e01 e02 e03 e04 e05 e06 e07 e08 e09 ");
	assert_null(cursor_of(first, "prev"));
	assert_true(json_is_null(json_object_get(first, "total")));
	json_t *second = GET(t, {"size", "10"}, {"after", cursor_of(first, "next")});
	assert_string_equal(names(t, second), "e10 e11 e12 e13 e14 e15 e16 e17 e18 e19 ");
	json_t *last = GET(t, {"size", "10"}, {"after", cursor_of(second, "next")});
	assert_string_equal(names(t, last), "e20 e21 e22 e23 e24 ");
	assert_null(cursor_of(last, "next"));
	json_t *back = GET(t, {"size", "10"}, {"before", cursor_of(last, "prev")});
	assert_true(json_equal(back, second));
	back = GET(t, {"size", "10"}, {"before", cursor_of(back, "prev")});
	assert_string_equal(names(t, back), "e00 e01 e02 e03 e04 e05 e06 e07 e08 e09 ");
	assert_null(cursor_of(back, "prev"));
	assert_string_equal(cursor_of(back, "next"), cursor_of(first, "next"));
}

/* Equal keys are told apart by the id, here descending with the name. */
static void page_through_equal_keys(struct paging *t, const char *order, const char *expected)
{
	struct buf all = buf_on(t->cx->mem);
	const char *cursor = NULL;
	for (int i = 0; i < N; i++) {
		json_t *page = cursor ? GET(t, {"size", "3"}, {"sort", order}, {"after", cursor})
				      : GET(t, {"size", "3"}, {"sort", order});
		buf_puts(&all, names(t, page));
		cursor = cursor_of(page, "next");
		if (!cursor)
			break;
	}
	assert_string_equal(buf_text(&all), expected);
}

static void page_by_number_and_total(struct paging *t)
{
	json_t *page = GET(t, {"size", "10"}, {"page", "3"}, {"total", "1"}, {"sort", "-name"});
	assert_string_equal(names(t, page), "e04 e03 e02 e01 e00 ");
	assert_null(cursor_of(page, "next"));
	assert_int_equal(json_integer_value(json_object_get(page, "total")), N);
	assert_true(json_is_false(json_object_get(page, "total_is_capped")));
	json_t *before =
		GET(t, {"size", "2"}, {"before", cursor_of(page, "prev")}, {"sort", "-name"});
	assert_string_equal(names(t, before), "e06 e05 ");
	page = GET(t, {"size", "10"}, {"page", "4"});
	assert_string_equal(names(t, page), "");
	assert_null(cursor_of(page, "prev"));
	page = GET(t, {"size", "25"});
	assert_null(cursor_of(page, "next"));
}

static void page_through(const char *url)
{
	struct ctx *cx = test_ctx();
	struct store_settings settings = {.url = url,
					  .n_writers = 1,
					  .queue_cap = 10,
					  .wait_cap_ms = 60000};
	struct paging t = {.cx = cx};
	err e = store_open(cx, &settings, &t.store);
	if (e)
		print_error("%s\n", cx->failure.internal);
	assert_ok(e);
	assert_ok(store_write_now(t.store, cx, fill, NULL));
	page_forward_and_back(&t);
	page_through_equal_keys(&t, "size",
				"e04 e03 e02 e01 e00 e09 e08 e07 e06 e05 e14 e13 e12 e11 e10 "
				"e19 e18 e17 e16 e15 e24 e23 e22 e21 e20 ");
	page_through_equal_keys(&t, "-size",
				"e20 e21 e22 e23 e24 e15 e16 e17 e18 e19 e10 e11 e12 e13 e14 "
				"e05 e06 e07 e08 e09 e00 e01 e02 e03 e04 ");
	page_by_number_and_total(&t);
	store_close(t.store);
}

TEST(pages_on_sqlite)
{
	char url[128];
	snprintf(url, sizeof url, "sqlite:%s/page.db", test_folder());
	page_through(url);
}

TEST(pages_on_postgresql)
{
	page_through(postgres_database());
}

/* ─── parameters ─── */

#define TEN "1234567890"

TEST(paging_parameters_are_checked)
{
	static const struct {
		struct pair query[3];
		const char *path;
	} bad[] = {
		{{{"sort", "colour"}}, "sort"},
		{{{"sort", ""}}, "sort"},
		{{{"sort", "--name"}}, "sort"},
		{{{"size", "0"}}, "size"},
		{{{"size", "101"}}, "size"},
		{{{"size", "-1"}}, "size"},
		{{{"size", "1e1"}}, "size"},
		{{{"size", TEN TEN}}, "size"},
		{{{"page", "0"}}, "page"},
		{{{"page", "501"}}, "page"}, /* 501 × 20 > 10,000 */
		{{{"size", "100"}, {"page", "101"}}, "page"},
		{{{"total", "2"}}, "total"},
		{{{"after", ""}}, "after"},
		{{{"after", "!"}}, "after"},
		{{{"before", "bm9uc2Vuc2U"}}, "before"},
		{{{"after", "bmFtZQAAAAAAAAAAAGE"}, {"page", "1"}}, "after"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ctx *cx = test_ctx();
		struct request rq = {.cx = cx, .query = bad[i].query, .route = &route};
		struct page p;
		assert_int_equal(page_read(cx, &rq, sorts, &p), ERR_INVALID);
		assert_string_equal(cx->failure.fields[0].path, bad[i].path);
	}
}

TEST(the_first_page_begins_before_the_least_key)
{
	struct ctx *cx = test_ctx();
	struct request rq = {.cx = cx, .query = (const struct pair[]){{0}}, .route = &route};
	struct page p;
	assert_ok(page_read(cx, &rq, sorts, &p));
	assert_string_equal(p.key.p, "");
	assert_int_equal(p.limit, PAGE_SIZE_DEFAULT + 1);
	assert_true(p.is_first && !p.is_backward && !p.is_descending);
	rq.query = (const struct pair[]){{"sort", "-size"}, {0}};
	assert_ok(page_read(cx, &rq, sorts, &p));
	assert_true(p.key.i == INT64_MAX && p.id.i == INT64_MAX && p.is_descending);
	assert_ptr_equal(page_query(&p), &sorts[1].descending);
}

/* ─── cursors ─── */

TEST(a_cursor_comes_back_as_it_went)
{
	struct ctx *cx = test_ctx();
	const struct sort *name = &sorts[0], *size = &sorts[1];
	struct cursor back;
	const char *c = cursor_encode(cx->mem, "-name", &(struct cursor){.id = 77, .text = "翠苑"});
	assert_true(cursor_decode(cx->mem, name, "-name", c, &back));
	assert_int_equal(back.id, 77);
	assert_string_equal(back.text, "翠苑");
	assert_false(cursor_decode(cx->mem, name, "name", c, &back)); /* of another order */
	assert_false(cursor_decode(cx->mem, size, "size", c, &back));
	c = cursor_encode(cx->mem, "size", &(struct cursor){.id = INT64_MAX, .number = -5});
	assert_true(cursor_decode(cx->mem, size, "size", c, &back));
	assert_true(back.id == INT64_MAX && back.number == -5 && !back.text);
}

/* Whatever is cut off or changed is refused, or is a cursor of its own: never read past its end. */
TEST(a_damaged_cursor_is_refused)
{
	struct ctx *cx = test_ctx();
	static const struct sort date = {.name = "signed_on", .key = F_DATE};
	struct cursor back;
	char *c = cursor_encode(cx->mem, "signed_on",
				&(struct cursor){.id = 1, .text = "2026-01-31"});
	assert_true(cursor_decode(cx->mem, &date, "signed_on", c, &back));
	for (size_t n = strlen(c); n-- > 0;) {
		c[n] = '\0';
		assert_false(cursor_decode(cx->mem, &date, "signed_on", c, &back));
	}
	c = cursor_encode(cx->mem, "name", &(struct cursor){.id = 1, .text = "\xC3("});
	assert_false(cursor_decode(cx->mem, &sorts[0], "name", c, &back));
	c = cursor_encode(cx->mem, "name", &(struct cursor){.id = -1, .text = "a"});
	assert_false(cursor_decode(cx->mem, &sorts[0], "name", c, &back));
	c = cursor_encode(cx->mem, "size", &(struct cursor){.id = 1, .number = NONE});
	assert_false(cursor_decode(cx->mem, &sorts[1], "size", c, &back));
	char *long_text = mem_array(cx->mem, char, 5000);
	memset(long_text, 'A', 4999);
	assert_false(cursor_decode(cx->mem, &sorts[0], "name", long_text, &back));
}
