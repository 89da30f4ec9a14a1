/* What can be imported, as it is offered: kinds, their columns, and a template to fill in. */
#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "registry/import_api_priv.h"
#include "sheet/writer.h"

struct known_out {
	const char *key, *label, *about;
	int64_t required;
};
static const struct field known_fields[] = {
	{"key", F_TEXT, 0, AT(known_out, key), L("键", "Key")},
	{"label", F_TEXT, 0, AT(known_out, label), L("名称", "Label")},
	{"required", F_FLAG, 0, AT(known_out, required), L("必填", "Required")},
	{"about", F_TEXT, 0, AT(known_out, about), L("填写说明", "What may stand in it"), 0, 2000},
	{0},
};
static const struct element known_element = {sizeof(struct known_out), known_fields};

struct kind_out {
	const char *name, *label;
	int64_t needs_region, needs_estate;
	struct list columns;
};
static const struct field kind_fields[] = {
	{"name", F_TEXT, 0, AT(kind_out, name), L("类别", "Kind")},
	{"label", F_TEXT, 0, AT(kind_out, label), L("名称", "Label")},
	{"needs_region", F_FLAG, 0, AT(kind_out, needs_region),
	 L("没有辖区列时须选定辖区", "A region must be chosen unless a column names it")},
	{"needs_estate", F_FLAG, 0, AT(kind_out, needs_estate),
	 L("须选定小区", "An estate must be chosen")},
	{"columns", F_LIST, 0, AT(kind_out, columns), L("列", "Columns"), .of = &known_element},
	{0},
};

static const char *label_of(const struct import_column *c, enum lang lang)
{
	return lang == LANG_EN ? c->en : c->zh;
}

static struct list columns_out(struct ctx *cx, const struct import_kind *k)
{
	const struct import_column *columns = import_columns(cx->mem, k);
	size_t n = 0;
	while (columns[n].key)
		n++;
	struct known_out *out = mem_array(cx->mem, struct known_out, n + 1);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct known_out){
			.key = columns[i].key,
			.label = label_of(&columns[i], cx->lang),
			.about = import_about(cx->mem, k, &columns[i], cx->lang),
			.required = columns[i].is_required,
		};
	return (struct list){out, n};
}

static err kind_list(struct ctx *cx, struct request *rq)
{
	struct kind_out *out = NULL;
	size_t n = 0;
	for (const struct import_kind *k; (k = import_kind_at(n)); n++)
		out = mem_grow(cx->mem, out, n + 1);
	size_t n_out = 0;
	for (size_t i = 0; i < n; i++) {
		const struct import_kind *k = import_kind_at(i);
		if (actor_may(cx->actor, (enum may)k->may))
			out[n_out++] =
				(struct kind_out){k->name, cx->lang == LANG_EN ? k->en : k->zh,
						  k->needs_region, k->needs_estate,
						  columns_out(cx, k)};
	}
	return reply_list(cx, rq, out, sizeof *out, n_out);
}

/* ─── the template ─── */

static const char *title_of_column(mem *parent, const struct import_column *c, enum lang lang)
{
	const char *unit = c->field ? c->field->unit : NULL;
	const char *label = label_of(c, lang);
	return unit ? mem_format(parent, "%s（%s）", label, unit) : label;
}

/* Who fills in a template has no ids of ours. */
static bool is_for_people(const struct import_column *c)
{
	return strcmp(c->key, "id") != 0 && strcmp(c->key, "version") != 0;
}

static err write_rows(struct ctx *cx, struct writer *w, const struct import_kind *k)
{
	const struct import_column *columns = import_columns(cx->mem, k);
	struct out_column *titles = NULL;
	size_t n = 0, n_written = 0;
	for (const struct import_column *c = columns; c->key; c++) {
		if (!is_for_people(c))
			continue;
		titles = mem_grow(cx->mem, titles, n + 1);
		titles[n++] = (struct out_column){title_of_column(cx->mem, c, cx->lang), 0};
	}
	err e = writer_sheet(w, cx->lang == LANG_EN ? k->en : k->zh, NULL, titles, n);
	for (const struct import_column *c = columns; c->key && !e; c++) {
		const char *example = import_example(cx->mem, k, c);
		if (!is_for_people(c))
			continue;
		write_text(w, n_written++ ? example
					  : mem_format(cx->mem, IMPORT_EXAMPLE "%s", example));
	}
	write_row_end(w);
	return e;
}

static err write_words(struct ctx *cx, struct writer *w, const struct import_kind *k)
{
	bool is_en = cx->lang == LANG_EN;
	const struct out_column titles[] = {{is_en ? "Column" : "列", 24},
					    {is_en ? "Required" : "必填", 10},
					    {is_en ? "What may stand in it" : "可以怎样填写", 80}};
	err e = writer_sheet(w, is_en ? "How to fill it in" : "填写方法", NULL, titles, 3);
	for (const struct import_column *c = import_columns(cx->mem, k); c->key && !e; c++) {
		if (!is_for_people(c))
			continue;
		write_text(w, title_of_column(cx->mem, c, cx->lang));
		write_flag(w, c->is_required);
		write_text(w, import_about(cx->mem, k, c, cx->lang));
		write_row_end(w);
	}
	return e;
}

err import_write_template(struct ctx *cx, const char *kind, const char *path)
{
	struct writer *w;
	const struct import_kind *k = import_kind_find(kind);
	err e = k ? writer_open(cx, path, WRITER_XLSX, &w) : fail_not_found(cx);
	if (e)
		return e;
	if (!write_rows(cx, w, k))
		e = write_words(cx, w, k);
	err end = writer_close(w);
	return e ? e : end;
}

const struct route import_kind_routes[] = {
	{"GET", "/import-kinds", MAY_IMPORT, SCOPE_IMPORT, kind_list, .out = kind_fields,
	 .summary = "What can be imported, and its columns", .flags = ROUTE_LIST},
	{0},
};
