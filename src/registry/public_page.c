#include "registry/public_page.h"

#include <inttypes.h>
#include <stdlib.h>

#include "http/html.h"
#include "place/region_links.h"
#include "registry/public_priv.h"

enum { ROWS = 20, LAST_PAGE = PAGE_JUMP_MAX / ROWS };

static const char *label_of(const struct ctx *cx, const struct field *f)
{
	return either(cx, f->zh, f->en);
}

static const char *shown(struct ctx *cx, const struct field *f, const void *obj)
{
	const char *text = field_show(cx->mem, f, obj, cx->lang, false);
	return *text ? text : "—";
}

/* ─── the list ─── */

static int64_t page_asked(const struct request *rq)
{
	const char *text = request_param(rq, "page");
	int64_t n = text ? strtoll(text, NULL, 10) : 1;
	return n < 1 ? 1 : n > LAST_PAGE ? LAST_PAGE : n;
}

/* The address of a page of the list, with what was asked for. */
static void put_address(struct ctx *cx, struct buf *b, const struct request *rq, int64_t page)
{
	int64_t region = request_param_id(rq, "region");
	html_put(b, "/?page=");
	buf_format(b, "%" PRId64, page);
	if (region) {
		html_put(b, "&amp;region=");
		html_id(b, region);
	}
	if (request_param(rq, "q")) {
		html_put(b, "&amp;q=");
		html_param(b, request_param(rq, "q"));
	}
	buf_puts(b, with_lang(cx, "&amp;lang=en", ""));
}

static void put_search(struct ctx *cx, struct buf *b, const struct request *rq)
{
	int64_t region = request_param_id(rq, "region");
	html_put(b, "<form class=\"card\" role=\"search\" action=\"/\"><label>");
	html_text(b, either(cx, "小区名称、拼音首字母或编号 ", "Name, initials or number "));
	html_put(b, "<input type=\"search\" name=\"q\" maxlength=\"60\" value=\"");
	html_text(b, request_param(rq, "q"));
	html_put(b, "\"></label> ");
	if (region) {
		html_put(b, "<input type=\"hidden\" name=\"region\" value=\"");
		html_id(b, region);
		html_put(b, "\">");
	}
	buf_puts(b, with_lang(cx, "<input type=\"hidden\" name=\"lang\" value=\"en\">", ""));
	html_put(b, "<button type=\"submit\" class=\"button primary\">");
	html_text(b, either(cx, "查询", "Search"));
	html_put(b, "</button></form>");
}

static const char *const columns[] = {"region", "kind", "service_mode", "company", "house_count"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_head(struct ctx *cx, struct buf *b)
{
	html_put(b, "<table class=\"table card\"><thead><tr><th scope=\"col\">");
	html_text(b, label_of(cx, field_find(public_estate_fields, "name")));
	html_put(b, "</th>");
	for (int i = 0; i < COLUMNS; i++) {
		html_put(b, "<th scope=\"col\">");
		html_text(b, label_of(cx, field_find(public_estate_fields, columns[i])));
		html_put(b, "</th>");
	}
	html_put(b, "</tr></thead><tbody>");
}

static void put_row(struct ctx *cx, struct buf *b, const struct public_estate *e)
{
	html_put(b, "<tr><th scope=\"row\"><a href=\"/estates/");
	html_id(b, e->id);
	buf_puts(b, with_lang(cx, "?lang=en", ""));
	html_put(b, "\">");
	html_text(b, e->name);
	html_put(b, "</a></th>");
	for (int i = 0; i < COLUMNS; i++) {
		html_put(b, "<td>");
		html_text(b, shown(cx, field_find(public_estate_fields, columns[i]), e));
		html_put(b, "</td>");
	}
	html_put(b, "</tr>");
}

static err put_rows(struct ctx *cx, struct buf *b, const struct public_search *s, int64_t page)
{
	struct public_estate e;
	put_head(cx, b);
	struct stmt *q = public_rows(cx, s, ROWS, (page - 1) * ROWS);
	while (sql_next(q)) {
		fields_clear(public_estate_fields, &e);
		sql_read(q, public_estate_fields, &e);
		put_row(cx, b, &e);
	}
	html_put(b, "</tbody></table>");
	return sql_end(q);
}

static void put_turn(struct ctx *cx, struct buf *b, const struct request *rq, int64_t page,
		     const char *words)
{
	html_put(b, " <a href=\"");
	put_address(cx, b, rq, page);
	html_put(b, "\">");
	html_text(b, words);
	html_put(b, "</a> ");
}

static void put_paging(struct ctx *cx, struct buf *b, const struct request *rq, int64_t total)
{
	int64_t page = page_asked(rq), last = (total + ROWS - 1) / ROWS;
	if (last < 2)
		return;
	html_put(b, "<nav class=\"pages\" aria-label=\"");
	html_text(b, either(cx, "分页", "Pages"));
	html_put(b, "\">");
	if (page > 1)
		put_turn(cx, b, rq, page - 1, either(cx, "上一页", "Previous page"));
	buf_format(b, "%" PRId64 " / %" PRId64, page, last < LAST_PAGE ? last : LAST_PAGE);
	if (page < last && page < LAST_PAGE)
		put_turn(cx, b, rq, page + 1, either(cx, "下一页", "Next page"));
	html_put(b, "</nav>");
}

err public_list_page(struct ctx *cx, struct request *rq, struct served_page *ret)
{
	struct buf *b = &ret->main;
	struct public_search s = public_search_of(cx, rq);
	int64_t total = public_count(cx, &s);
	ret->status = 200;
	ret->title = either(cx, "住宅小区", "Residential estates");
	html_put(b, "<h1>");
	html_text(b, ret->title);
	html_put(b, "</h1>");
	put_search(cx, b, rq);
	err e = region_links(cx, b, request_param_id(rq, "region"), "/?region=");
	html_put(b, "<p class=\"muted\">");
	buf_format(b, either(cx, "共 %s%s 个小区", "%s%s estates"),
		   mem_format(cx->mem, "%" PRId64, total > PAGE_JUMP_MAX ? PAGE_JUMP_MAX : total),
		   total > PAGE_JUMP_MAX ? "+" : "");
	html_put(b, "</p>");
	if (!e && total > 0)
		e = put_rows(cx, b, &s, page_asked(rq));
	put_paging(cx, b, rq, total);
	return e ? e : ctx_err(cx);
}

/* ─── one estate ─── */

static const struct {
	const char *zh, *en, *names[8];
} groups[] = {
	{"基本情况",
	 "The estate",
	 {"number", "region", "address", "kind", "built_year", "building_count", "house_count"}},
	{"物业服务",
	 "Property service",
	 {"service_mode", "service_grade", "company", "contract_until", "charging_form",
	  "fee_low_e4", "fee_high_e4", "fee_unit"}},
};

static void put_group(struct ctx *cx, struct buf *b, size_t at, const struct public_estate *e)
{
	html_put(b, "<section><h2>");
	html_text(b, either(cx, groups[at].zh, groups[at].en));
	html_put(b, "</h2><dl>");
	for (int i = 0; i < 8 && groups[at].names[i]; i++) {
		const struct field *f = field_find(public_estate_fields, groups[at].names[i]);
		html_put(b, "<dt>");
		html_text(b, label_of(cx, f));
		html_put(b, "</dt><dd>");
		html_text(b, shown(cx, f, e));
		html_put(b, "</dd>");
	}
	html_put(b, "</dl></section>");
}

static void put_estate(struct ctx *cx, struct buf *b, const struct public_estate *e)
{
	html_put(b, "<article class=\"card\"><h1>");
	html_text(b, e->name);
	html_put(b, "</h1>");
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		put_group(cx, b, i, e);
	html_put(b, "</article>");
}

err public_estate_page(struct ctx *cx, struct request *rq, struct served_page *ret)
{
	struct public_estate estate;
	struct buf *b = &ret->main;
	int64_t id = request_id(rq, "estate");
	err e = public_estate_load(cx, id, &estate);
	bool is_there = !e;
	if (e && e != ERR_NOT_FOUND)
		return e;
	ctx_forgive(cx);
	ret->status = is_there ? 200 : 404;
	ret->title =
		is_there ? estate.name : either(cx, "没有找到这个小区", "There is no such estate");
	ret->column = either(cx, "住宅小区", "Residential estates");
	html_put(b, "<p><a href=\"/");
	buf_puts(b, with_lang(cx, "?lang=en", ""));
	html_put(b, "\">");
	html_text(b, either(cx, "返回小区名录", "Back to the list"));
	html_put(b, "</a></p>");
	if (is_there) {
		put_estate(cx, b, &estate);
		ret->changed_at = sql_int(cx, NONE,
					  "SELECT max(at) FROM version WHERE home_id = $1"
					  " AND kind = 'estate' AND id = $1",
					  i64(id));
		return ctx_err(cx);
	}
	html_put(b, "<h1>");
	html_text(b, ret->title);
	html_put(b, "</h1>");
	return OK;
}
