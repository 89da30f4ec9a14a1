#include "app/regions_import.h"

#include <string.h>
#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "base/id.h"
#include "place/region.h"
#include "store/sql.h"

enum { CHUNK = 200 };

static const struct choice change_values[] = {
	{"added", "新增", "added"},     {"renamed", "更名", "renamed"}, {"moved", "改隶", "moved"},
	{"altered", "变更", "changed"}, {"gone", "文件中没有", "gone"},
};
const struct choices region_changes = CHOICES("region_change", change_values);
_Static_assert(sizeof change_values / sizeof *change_values == REGION_CHANGE__MAX - 1,
	       "a name for each");

/* A row and what the tree has of it. */
struct match {
	struct region now;    /* as it should be; id set in any case */
	struct region before; /* as it is; id 0: not there */
	bool is_changed;
	UT_hash_handle hh; /* by now.rec.id */
};

struct import {
	struct regions_report *report;
	const struct region_row *rows;
	struct match *matches, *by_id;
	size_t n;
	size_t from, to; /* the chunk that is being written */
};

/* ─── what would change ─── */

static bool is_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void note(struct ctx *cx, struct import *im, struct region_change change)
{
	struct regions_report *r = im->report;
	change.was = mem_str(cx->mem, change.was);
	change.name = mem_str(cx->mem, change.name);
	r->changes = mem_grow(cx->mem, r->changes, r->n + 1);
	r->changes[r->n++] = change;
	r->n_of[change.kind]++;
}

static int64_t find_key(struct ctx *cx, const char *key)
{
	return sql_int(cx, 0, "SELECT id FROM region WHERE outside_key = $1 AND deleted_at IS NULL",
		       str(key));
}

static int64_t find_code(struct ctx *cx, const char *code)
{
	return code ? sql_int(cx, 0,
			      "SELECT id FROM region WHERE division_code = $1"
			      " AND deleted_at IS NULL",
			      str(code))
		    : 0;
}

static err wrong(struct ctx *cx, const struct region_row *row, const char *column, struct text text)
{
	fail_field(cx, mem_format(cx->mem, "rows[%d].%s", row->line, column), text);
	return ctx_err(cx);
}

static bool is_matched(const struct import *im, int64_t id)
{
	struct match *m;
	HASH_FIND(hh, im->by_id, &id, sizeof id, m);
	return m;
}

/* The region that a row means; 0: a new one. */
static err find(struct ctx *cx, const struct import *im, const struct region_row *row, int64_t *ret)
{
	int64_t by_key = find_key(cx, row->key), by_code = find_code(cx, row->division_code);
	*ret = by_key ? by_key : by_code;
	if (by_key && by_code && by_key != by_code)
		return wrong(cx, row, "division_code",
			     T("regions.code_of_other", "是另一个已登记辖区的代码",
			       "is the code of another region that is registered"));
	if (*ret && is_matched(im, *ret))
		return wrong(cx, row, "key",
			     T("regions.same", "与前面的行是同一个已登记的辖区",
			       "is the same registered region as a row above"));
	return ctx_err(cx);
}

static err find_parent(struct ctx *cx, struct import *im, const struct region_row *row,
		       int64_t *ret)
{
	if (row->parent >= 0) {
		*ret = im->matches[row->parent].now.rec.id;
		return OK;
	}
	*ret = row->parent_key ? find_key(cx, row->parent_key) : 0;
	if (row->parent_key && !*ret)
		*ret = find_code(cx, row->parent_key);
	if (row->parent_key && !*ret)
		return wrong(cx, row, "parent_key",
			     T("regions.orphan", "前面的行和已登记的辖区中都没有这个上级",
			       "is neither above in the file nor registered"));
	return ctx_err(cx);
}

static const char *name_of(struct ctx *cx, int64_t id)
{
	return sql_text(cx, NULL, "SELECT name FROM region WHERE home_id = $1", i64(id));
}

static void compare(struct ctx *cx, struct import *im, const struct region_row *row,
		    struct match *m)
{
	const struct region *a = &m->before, *b = &m->now;
	struct region_change change = {.key = row->key, .name = row->name};
	bool is_renamed = !is_same(a->name, b->name) || !is_same(a->full_name, b->full_name);
	bool is_moved = a->parent_id != b->parent_id;
	bool is_altered = a->level != b->level || !is_same(a->note, b->note) ||
			  !is_same(a->division_code, b->division_code);
	change.kind = REGION_RENAMED, change.was = a->name;
	if (is_renamed)
		note(cx, im, change);
	change.kind = REGION_MOVED, change.was = NULL;
	if (is_moved && a->parent_id)
		change.was = name_of(cx, a->parent_id);
	if (is_moved)
		note(cx, im, change);
	change.kind = REGION_ALTERED, change.was = NULL;
	if (is_altered)
		note(cx, im, change);
	m->is_changed = is_renamed || is_moved || is_altered;
	im->report->unchanged += !m->is_changed;
}

static err match_row(struct ctx *cx, struct import *im, size_t i)
{
	const struct region_row *row = &im->rows[i];
	struct match *m = &im->matches[i];
	int64_t id, parent;
	fields_clear(region_fields, &m->before);
	err e = find(cx, im, row, &id);
	if (e || (id && (e = region_load(cx, id, &m->before))) ||
	    (e = find_parent(cx, im, row, &parent)))
		return e;
	m->now = m->before;
	m->now.rec.id = id ? id : id_new();
	HASH_ADD(hh, im->by_id, now.rec.id, sizeof m->now.rec.id, m);
	if (!id || row->parent_key) /* a file's top may hang below something it does not know */
		m->now.parent_id = parent;
	m->now.level = row->level;
	m->now.name = row->name;
	m->now.full_name = row->full_name;
	m->now.division_code = row->division_code;
	m->now.note = row->note;
	if (id) {
		compare(cx, im, row, m);
		return ctx_err(cx);
	}
	m->is_changed = true;
	m->now.outside_key = row->key;
	note(cx, im,
	     (struct region_change){.kind = REGION_ADDED, .key = row->key, .name = row->name});
	return ctx_err(cx);
}

/* ─── what the file lacks ─── */

/* What the file is about: where the single line from its first row downwards ends. A province and a
 * city above the district do not make it a file of the province. */
static size_t subject_of(const struct import *im)
{
	size_t at = 0;
	while (at + 1 < im->n && im->rows[at + 1].parent == (int)at) {
		size_t children = 0;
		for (size_t i = at + 1; i < im->n; i++)
			children += im->rows[i].parent == (int)at;
		if (children > 1)
			break;
		at++;
	}
	return at;
}

static err find_gone(struct ctx *cx, struct import *im)
{
	if (!im->n)
		return OK;
	struct stmt *q = sql(
		cx,
		"SELECT r.id, r.outside_key, r.name FROM region_within w"
		" JOIN region r ON r.home_id = w.descendant_id"
		" WHERE w.ancestor_id = $1 AND w.until = $2 AND r.deleted_at IS NULL ORDER BY r.id",
		i64(im->matches[subject_of(im)].now.rec.id), str(STILL));
	while (sql_next(q))
		if (!is_matched(im, col_i64(q, 0)))
			note(cx, im,
			     (struct region_change){.kind = REGION_GONE,
						    .key = col_str(q, 1),
						    .name = col_peek(q, 2)});
	return sql_end(q);
}

static err match_all(struct ctx *cx, void *arg)
{
	struct import *im = arg;
	err e = OK;
	*im->report = (struct regions_report){.rows = (int64_t)im->n};
	for (size_t i = 0; i < im->n && !e; i++)
		e = match_row(cx, im, i);
	return e ? e : find_gone(cx, im);
}

/* ─── writing ─── */

static err write_chunk(struct ctx *cx, void *arg)
{
	const struct import *im = arg;
	err e = OK;
	for (size_t i = im->from; i < im->to && !e; i++) {
		struct region r = im->matches[i].now;
		if (!im->matches[i].is_changed)
			continue;
		e = im->matches[i].before.rec.id ? record_update(cx, &region_entity, &r)
						 : record_create(cx, &region_entity, &r);
	}
	return e;
}

err regions_import(struct ctx *cx, struct store *store, const struct regions_source *from,
		   struct regions_report *ret)
{
	struct region_row *rows = NULL;
	struct import im = {.report = ret};
	err e = regions_parse(cx, from, &rows, &im.n);
	if (e)
		return e;
	im.rows = rows;
	im.matches = mem_array(cx->mem, struct match, im.n);
	e = store_read(store, cx, match_all, &im);
	HASH_CLEAR(hh, im.by_id);
	for (; !e && im.to < im.n && !from->is_dry; im.from = im.to) {
		im.to = im.from + CHUNK < im.n ? im.from + CHUNK : im.n;
		e = store_write_now(store, cx, write_chunk, &im);
	}
	return e;
}

void regions_report_print(FILE *out, const char *file, const struct regions_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct region_change *c = &r->changes[i];
		fprintf(out, "%s\t%s\t%s", choice_of(&region_changes, c->kind)->en,
			c->key ? c->key : "-", c->name);
		fprintf(out, c->was ? "\twas %s\n" : "\n", c->was);
	}
	fprintf(out, "%s: %lld rows", file, (long long)r->rows);
	for (int64_t k = 1; k < REGION_CHANGE__MAX; k++)
		fprintf(out, ", %lld %s", (long long)r->n_of[k], choice_of(&region_changes, k)->en);
	fprintf(out, ", %lld unchanged\n", (long long)r->unchanged);
}
