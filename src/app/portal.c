#include "app/portal.h"

#include <string.h>

#include "account/may.h"
#include "account/scope.h"
#include "account/setting.h"
#include "app/app.h"
#include "base/date.h"
#include "http/html.h"
#include "http/static.h"
#include "policy/public_page.h"
#include "registry/public_page.h"

/* The frame is the web's own page, so that styles and script are those of its build: what stands
 * between the marks of the head gives way, what was written stands where the script will mount. */
static const char bare_frame[] =
	"<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
	"<!--head--><!--/head--></head><body><div id=\"app\"><!--page--></div></body></html>\n";

static const char *frame(mem *m, const struct static_files *web)
{
	for (size_t i = 0; web && i < web->n; i++)
		if (!strcmp(web->files[i].path, "/portal/index.html"))
			return mem_strn(m, (const char *)web->files[i].plain,
					web->files[i].plain_size);
	return bare_frame;
}

/* ─── the head ─── */

static void put_meta(struct buf *b, const char *name, const char *content)
{
	if (!content || !*content)
		return;
	html_put(b, "<meta name=\"");
	html_text(b, name);
	html_put(b, "\" content=\"");
	html_text(b, content);
	html_put(b, "\">\n");
}

/* The names that the norms of government websites give. */
static void put_head(struct ctx *cx, struct request *rq, struct buf *b,
		     const struct served_page *page)
{
	const char *site = setting_text(cx, SETTING_SYSTEM_NAME);
	const char *column = page->column ? page->column : page->title;
	char date[DATE_SIZE] = "";
	if (page->changed_at != NONE)
		date_of_instant(page->changed_at, date);
	html_put(b, "<title>");
	html_text(b, page->title);
	html_put(b, " - ");
	html_text(b, site);
	html_put(b, "</title>\n");
	put_meta(b, "SiteName", site);
	put_meta(b, "SiteDomain", request_header(rq, "Host"));
	put_meta(b, "SiteIDCode", setting_text(cx, SETTING_SITE_CODE));
	put_meta(b, "ColumnName", column);
	put_meta(b, "ColumnType", either(cx, "信息公开", "Disclosure"));
	put_meta(b, "ArticleTitle", page->column ? page->title : NULL);
	put_meta(b, "PubDate", date);
	put_meta(b, "ContentSource", setting_text(cx, SETTING_HOST_UNIT));
	put_meta(b, "Keywords",
		 either(cx, "住宅小区,物业服务,物业服务企业,公示公开",
			"residential estates, property service, disclosure"));
	put_meta(b, "Description",
		 mem_format(cx->mem, "%s：%s", page->title,
			    either(cx, "住宅小区与物业服务信息公开",
				   "estates and their property service, disclosed")));
	if (page->status != 200)
		put_meta(b, "robots", "noindex");
}

/* ─── around the page ─── */

static void put_top(struct ctx *cx, const struct request *rq, struct buf *b)
{
	bool is_english = cx->lang == LANG_EN;
	html_put(b,
		 "<header class=\"served head\"><div class=\"width\"><a class=\"name\" href=\"/");
	buf_puts(b, with_lang(cx, "?lang=en", ""));
	html_put(b, "\">");
	html_text(b, setting_text(cx, SETTING_SYSTEM_NAME));
	html_put(b, "</a> <a href=\"/cockpit");
	buf_puts(b, with_lang(cx, "?lang=en", ""));
	html_put(b, "\">");
	html_text(b, either(cx, "政策落实", "Policy"));
	html_put(b, "</a> <a hreflang=\"");
	buf_puts(b, is_english ? "zh-CN" : "en");
	html_put(b, "\" lang=\"");
	buf_puts(b, is_english ? "zh-CN" : "en");
	html_put(b, "\" href=\"");
	html_text(b, rq->path);
	buf_puts(b, is_english ? "\">中文" : "?lang=en\">English");
	html_put(b, "</a></div></header><main id=\"main\" class=\"served width\">");
}

static const struct {
	enum setting_id id;
	const char *zh, *en;
} footer[] = {
	{SETTING_HOST_UNIT, "主办单位", "Host unit"},
	{SETTING_CONTACT, "联系方式", "Contact"},
	{SETTING_SITE_CODE, "网站标识码", "Website code"},
	{SETTING_ICP, "ICP 备案号", "ICP number"},
	{SETTING_POLICE_RECORD, "公安备案号", "Police record number"},
};

static void put_foot(struct ctx *cx, struct buf *b)
{
	html_put(b, "</main><footer class=\"served foot\"><div class=\"width\">");
	for (size_t i = 0; i < sizeof footer / sizeof *footer; i++) {
		const char *value = setting_text(cx, footer[i].id);
		if (!*value)
			continue;
		html_put(b, "<p>");
		html_text(b, either(cx, footer[i].zh, footer[i].en));
		html_put(b, ": ");
		html_text(b, value);
		html_put(b, "</p>");
	}
	html_put(b, "</div></footer>");
}

/* Up to a mark of the frame; behind it the rest begins. */
static const char *put_until(struct buf *b, const char *rest, const char *mark)
{
	const char *at = strstr(rest, mark);
	if (!at) {
		buf_puts(b, rest);
		return rest + strlen(rest);
	}
	buf_put(b, rest, (size_t)(at - rest));
	return at + strlen(mark);
}

static err reply_page_of(struct ctx *cx, struct request *rq, const struct served_page *page)
{
	struct buf b = buf_on(cx->mem), dropped = buf_on(cx->mem);
	const struct app *app = server_arg(rq);
	const char *rest = frame(cx->mem, app->files);
	if (cx->lang == LANG_EN) {
		rest = put_until(&b, rest, "lang=\"zh-CN\"");
		html_put(&b, "lang=\"en\"");
	}
	rest = put_until(&b, rest, "<!--head-->");
	put_head(cx, rq, &b, page);
	rest = put_until(&dropped, rest, "<!--/head-->");
	rest = put_until(&b, rest, "<!--page-->");
	put_top(cx, rq, &b);
	buf_put(&b, page->main.data, page->main.len);
	put_foot(cx, &b);
	buf_puts(&b, rest);
	return reply_html(cx, rq, page->status, &b);
}

/* Chinese unless English is asked for in the address: a browser's own wish would make a page that
 * the script then turns. */
static struct served_page begin(struct ctx *cx, const struct request *rq)
{
	const char *lang = request_param(rq, "lang");
	cx->lang = lang && !strcmp(lang, "en") ? LANG_EN : LANG_ZH;
	return (struct served_page){.main = buf_on(cx->mem), .changed_at = NONE};
}

static err list_page(struct ctx *cx, struct request *rq)
{
	struct served_page page = begin(cx, rq);
	err e = public_list_page(cx, rq, &page);
	return e ? e : reply_page_of(cx, rq, &page);
}

static err estate_page(struct ctx *cx, struct request *rq)
{
	struct served_page page = begin(cx, rq);
	err e = public_estate_page(cx, rq, &page);
	return e ? e : reply_page_of(cx, rq, &page);
}

static err cockpit_page(struct ctx *cx, struct request *rq)
{
	struct served_page page = begin(cx, rq);
	err e = public_cockpit_page(cx, rq, &page);
	return e ? e : reply_page_of(cx, rq, &page);
}

enum { PAGE = ROUTE_PAGE | ROUTE_RAW | ROUTE_SLOW };

const struct route portal_routes[] = {
	{"GET", "/", MAY_PUBLIC, SCOPE_PUBLIC, list_page, .summary = "The list of estates, a page",
	 .flags = PAGE},
	{"GET", "/estates/{estate}", MAY_PUBLIC, SCOPE_PUBLIC, estate_page,
	 .summary = "One estate, a page", .flags = PAGE},
	{"GET", "/cockpit", MAY_PUBLIC, SCOPE_PUBLIC, cockpit_page,
	 .summary = "The regions whose documents are shown, a page", .flags = PAGE},
	{"GET", "/cockpit/{region}", MAY_PUBLIC, SCOPE_PUBLIC, cockpit_page,
	 .summary = "A document for a region, a page", .flags = PAGE},
	{0},
};
