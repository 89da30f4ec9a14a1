#include "policy/public_page.h"

#include <inttypes.h>

#include "base/date.h"
#include "http/html.h"
#include "place/region.h"
#include "place/region_links.h"
#include "policy/cockpit_out_priv.h"
#include "store/sql.h"

static void put_words(struct ctx *cx, struct buf *b, const char *zh, const char *en)
{
	html_put(b, "<p class=\"muted\">");
	html_text(b, either(cx, zh, en));
	html_put(b, "</p>");
}

/* ─── the document ─── */

static void put_fact(struct buf *b, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	html_put(b, "<dt>");
	html_text(b, label);
	html_put(b, "</dt><dd>");
	html_text(b, value);
	html_put(b, "</dd>");
}

static void put_document(struct ctx *cx, struct buf *b, const struct cockpit *c, const char *path)
{
	char today[DATE_SIZE];
	date_from_day(c->live->day, today);
	html_put(b, "<dl class=\"card\">");
	put_fact(b, either(cx, "辖区", "Region"), path);
	put_fact(b, either(cx, "文号", "Number"), c->doc->number);
	put_fact(b, either(cx, "发文机关", "Issuer"), c->doc->issuer);
	put_fact(b, either(cx, "施行日期", "In force from"), c->doc->from);
	put_fact(b, either(cx, "统计日期", "As of"), today);
	if (c->doc->is_draft)
		put_fact(b, either(cx, "效力", "Force"), either(cx, "征求意见稿", "Draft"));
	html_put(b, "</dl>");
}

/* ─── its clauses ─── */

static const enum light told[] = {
	LIGHT_UNMET,    LIGHT_SHORT,          LIGHT_UNKNOWN, LIGHT_MET,
	LIGHT_IN_FORCE, LIGHT_NOT_APPLICABLE, LIGHT_NOT_YET, LIGHT_NOTHING,
};

static const char *light_word(const struct ctx *cx, int64_t light)
{
	const struct choice *found = choice_of(&lights, light);
	return either(cx, found->zh, found->en);
}

static void put_counts(struct ctx *cx, struct buf *b, const struct clause_out *all, size_t n)
{
	int64_t counts[LIGHT__MAX] = {0};
	for (size_t i = 0; i < n; i++)
		counts[all[i].light]++;
	html_put(b, "<ul class=\"regions\">");
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		if (!counts[told[i]])
			continue;
		html_put(b, "<li>");
		html_text(b, light_word(cx, told[i]));
		buf_format(b, " %" PRId64, counts[told[i]]);
		html_put(b, "</li>");
	}
	html_put(b, "</ul>");
}

/* "达到 12 / 20，情况不明 3": of those to whom it applies. */
static void put_figure(struct ctx *cx, struct buf *b, const struct clause_out *clause)
{
	int64_t applies = clause->met + clause->unmet + clause->unknown;
	if (!applies)
		return;
	html_put(b, "<p>");
	html_text(b, either(cx, "达到", "Met"));
	buf_format(b, " %" PRId64 " / %" PRId64, clause->met, applies);
	if (clause->unknown) {
		html_text(b, either(cx, "，情况不明 ", ", unknown "));
		buf_format(b, "%" PRId64, clause->unknown);
	}
	html_put(b, "</p>");
}

static void put_clause(struct ctx *cx, struct buf *b, const struct clause_out *clause)
{
	html_put(b, "<li><h3>");
	html_text(b, clause->title);
	html_put(b, " <span class=\"muted\">");
	html_text(b, clause->cites);
	html_put(b, "</span></h3><p><strong>");
	html_text(b, light_word(cx, clause->light));
	html_put(b, "</strong></p><p>");
	html_text(b, clause->gist);
	html_put(b, "</p>");
	put_figure(cx, b, clause);
	if (clause->lead_titles) {
		html_put(b, "<p class=\"muted\">");
		html_text(b, either(cx, "责任单位：", "Leads: "));
		html_text(b, clause->lead_titles);
		html_put(b, "</p>");
	}
	html_put(b, "</li>");
}

/* The clauses of one part; `part` NULL: those of none. */
static void put_part(struct ctx *cx, struct buf *b, const struct cockpit *c,
		     const struct part *part, const struct clause_out *all)
{
	bool is_begun = false;
	for (size_t i = 0; i < c->doc->n_clauses; i++) {
		if (c->doc->clauses[i].part != part)
			continue;
		if (!is_begun) {
			html_put(b, "<section class=\"card part\"><h2>");
			html_text(b, part ? label_in(part->title, cx->lang)
					  : either(cx, "其他条款", "Other clauses"));
			html_put(b, "</h2><ul class=\"clauses\">");
		}
		is_begun = true;
		put_clause(cx, b, &all[i]);
	}
	if (is_begun)
		html_put(b, "</ul></section>");
}

static err put_cockpit(struct ctx *cx, struct buf *b, const struct cockpit *c)
{
	const char *path;
	struct clause_out *all = mem_array(cx->mem, struct clause_out, c->doc->n_clauses + 1);
	err e = region_path(cx, c->region->id, &path);
	for (size_t i = 0; i < c->doc->n_clauses && !e; i++)
		e = clause_out_fill(cx, c, &c->doc->clauses[i], &all[i]);
	if (e)
		return e;
	put_document(cx, b, c, path ? path : c->region->name);
	put_counts(cx, b, all, c->doc->n_clauses);
	for (size_t i = 0; i < c->doc->n_parts; i++)
		put_part(cx, b, c, &c->doc->parts[i], all);
	put_part(cx, b, c, NULL, all);
	return OK;
}

/* ─── the page ─── */

/* The region's document, in `c`; where none governs it `c` stays empty. */
static err open_document(struct ctx *cx, int64_t region_id, struct cockpit *c,
			 struct served_page *ret)
{
	struct region region = {0};
	err e = region_load(cx, region_id, &region);
	if (!e && !(e = cockpit_open(cx, region_id, NULL, c))) {
		ret->title = mem_format(cx->mem, "%s %s", region.name,
					c->doc->document ? c->doc->document : ret->title);
		return OK;
	}
	if (e != ERR_NOT_FOUND)
		return e;
	if (!region.rec.id)
		ret->status = 404;
	ctx_forgive(cx);
	return OK;
}

static const char *heading(const struct cockpit *c, const struct served_page *page)
{
	return c->doc && c->doc->document ? c->doc->document : page->title;
}

err public_cockpit_page(struct ctx *cx, struct request *rq, struct served_page *ret)
{
	struct buf *b = &ret->main;
	struct cockpit c = {0};
	bool is_of_region = request_segment(rq, "region") != NULL;
	int64_t region_id = is_of_region ? request_id(rq, "region") : 0;
	ret->status = 200;
	ret->title = either(cx, "政策落实", "Policy");
	ret->column = is_of_region ? ret->title : NULL;
	err e = is_of_region ? open_document(cx, region_id, &c, ret) : OK;
	html_put(b, "<h1>");
	html_text(b, heading(&c, ret));
	html_put(b, "</h1>");
	if (!is_of_region)
		put_words(cx, b, "请选择辖区，查看其政策文件的落实情况。",
			  "Choose a region to see how its policy document is carried out.");
	else if (!e && ret->status == 404)
		put_words(cx, b, "没有找到这个辖区。", "There is no such region.");
	else if (!e && !c.doc)
		put_words(cx, b, "本辖区没有施行中的政策文件，请查看下级辖区。",
			  "No policy document is in force here; see the regions below.");
	if (!e)
		e = region_links(cx, b, region_id, "/cockpit/");
	return e || !c.doc ? e : put_cockpit(cx, b, &c);
}
