/* What a cell calls by name: a region of the tree, an organisation. What is named to the letter is
 * meant; what is only like it is asked. */
#include <stdlib.h>
#include <string.h>

#include "place/organisation.h"
#include "place/region.h"
#include "registry/import_priv.h"

/* ─── names that mean the same ─── */

/* Takes each of these away, wherever it stands. */
static char *without(char *text, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		for (char *at; (at = strstr(text, *words)) && strlen(text) > n;)
			memmove(at, at + n, strlen(at + n) + 1);
	}
	return text;
}

static const char *plain_region(mem *parent, const char *name)
{
	static const char *const words[] = {"社区居委会", "居委会", "村委会", "街道办事处",
					    "办事处",     "社区",   "街道",   "镇",
					    "乡",         "村",     NULL};
	return without(text_fold(parent, name), words);
}

static const char *plain_organisation(mem *parent, const char *name)
{
	static const char *const words[] = {
		"有限责任公司", "股份有限公司", "有限公司", "集团", "公司",
		"管理",         "服务",         "(",        ")",    NULL};
	return without(text_fold(parent, name), words);
}

/* ─── what there is, as long as the check goes on ─── */

struct known_thing {
	int64_t id, kind;
	const char *name, *code, *plain;
};

/* A name and who has it, in the order of names. */
struct known_name {
	const char *name;
	const struct known_thing *of;
};

struct name_list {
	struct known_name *all;
	size_t n;
};

struct import_names {
	struct name_list exact, plain;
};

static int by_name(const void *a, const void *b)
{
	const struct known_name *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->of->id > y->of->id) - (x->of->id < y->of->id);
}

static void add_name(mem *kept, struct name_list *list, const char *name,
		     const struct known_thing *of)
{
	if (!name || !*name)
		return;
	list->all = mem_grow(kept, list->all, list->n + 1);
	list->all[list->n++] = (struct known_name){name, of};
}

static void add_thing(mem *kept, struct import_names *names, struct stmt *q,
		      const char *(*plain)(mem *, const char *))
{
	struct known_thing *t = mem_new(kept, struct known_thing);
	*t = (struct known_thing){.id = col_i64(q, 0),
				  .kind = col_i64(q, 1),
				  .name = mem_str(kept, col_peek(q, 2)),
				  .code = mem_str(kept, col_peek(q, 4))};
	const char *other = mem_str(kept, col_peek(q, 3));
	t->plain = plain(kept, t->name);
	add_name(kept, &names->exact, t->name, t);
	if (strcmp(other, t->name) != 0)
		add_name(kept, &names->exact, other, t);
	add_name(kept, &names->exact, t->code, t);
	add_name(kept, &names->plain, t->plain, t);
}

/* Rows of id, kind, name, another name, code. */
static const struct import_names *load_names(struct import_run *run, struct stmt *q,
					     const char *(*plain)(mem *, const char *))
{
	struct import_names *names = mem_new(run->kept->mem, struct import_names);
	while (sql_next(q))
		add_thing(run->kept->mem, names, q, plain);
	if (sql_end(q))
		return names; /* the failure is in cx */
	if (names->exact.n)
		qsort(names->exact.all, names->exact.n, sizeof *names->exact.all, by_name);
	if (names->plain.n)
		qsort(names->plain.all, names->plain.n, sizeof *names->plain.all, by_name);
	return names;
}

/* Up to CANDIDATES_MAX different things of a kind (0: any) that have this name. */
struct matches {
	const struct known_thing *all[CANDIDATES_MAX];
	size_t n;
};

static void add_match(struct matches *m, const struct known_thing *t)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->all[i] == t)
			return;
	if (m->n < CANDIDATES_MAX)
		m->all[m->n++] = t;
}

static void find_names(const struct name_list *list, int64_t kind, const char *name,
		       struct matches *ret)
{
	size_t low = 0, high = list->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(list->all[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < list->n && !strcmp(list->all[low].name, name); low++)
		if (!kind || list->all[low].of->kind == kind)
			add_match(ret, list->all[low].of);
}

/* ─── asking ─── */

static const char *path_of(struct ctx *cx, int64_t id)
{
	const char *path;
	return region_path(cx, id, &path) ? NULL : path;
}

static enum import_answer ask(struct import_row *row, struct import_doubt *d,
			      const struct matches *found, int64_t *ret_id)
{
	mem *m = row->cx->mem;
	bool is_region = !strcmp(d->kind, "region");
	struct import_candidate *all = mem_array(m, struct import_candidate, found->n);
	for (size_t i = 0; i < found->n; i++) {
		const struct known_thing *t = found->all[i];
		all[i] = (struct import_candidate){t->id, t->name,
						   is_region ? path_of(row->cx, t->id) : t->code};
	}
	d->candidates = all;
	d->n = found->n;
	return import_ask(row, d, ret_id);
}

/* ─── regions ─── */

static const struct import_names *regions_of(struct import_run *run)
{
	if (!run->kept->regions)
		run->kept->regions = load_names(
			run,
			sql(run->cx,
			    "SELECT r.id, r.level, r.name, coalesce(r.full_name, ''),"
			    " coalesce(r.division_code, '') FROM region_within w"
			    " JOIN region r ON r.home_id = w.descendant_id"
			    " WHERE w.ancestor_id = $1 AND w.until = $2 AND r.deleted_at IS NULL",
			    i64(run->reach_id), str(STILL)),
			plain_region);
	return run->kept->regions;
}

int64_t import_region(struct import_row *row, const struct import_column *c, const char *text)
{
	const struct import_names *regions = regions_of(row->run);
	struct matches found = {0};
	int64_t id = 0;
	find_names(&regions->exact, 0, text, &found);
	if (found.n == 1)
		return found.all[0]->id;
	if (!found.n)
		find_names(&regions->plain, 0, plain_region(row->cx->mem, text), &found);
	struct import_doubt d = {.column = c, .kind = "region", .text = text};
	if (found.n)
		return ask(row, &d, &found, &id) == ANSWER_IS ? id : 0;
	import_wrong(row, c,
		     T("import.region", "您的辖区内没有“{1}”，请填写街道或社区的名称",
		       "no region within your reach is called {1}: write a name of the tree"),
		     str(text));
	return 0;
}

/* ─── organisations ─── */

static const struct import_names *organisations_of(struct import_run *run)
{
	if (!run->kept->organisations)
		run->kept->organisations =
			load_names(run,
				   sql(run->cx, "SELECT id, kind, name, coalesce(short_name, ''),"
						" coalesce(credit_code, '') FROM organisation"
						" WHERE home_id > 0 AND deleted_at IS NULL"),
				   plain_organisation);
	return run->kept->organisations;
}

enum import_answer import_organisation(struct import_row *row, const struct import_column *c,
				       int64_t kind, const char *text, int64_t *ret_id)
{
	const struct import_names *all = organisations_of(row->run);
	const struct choice *what = choice_of(&organisation_kinds, kind);
	struct matches found = {0};
	find_names(&all->exact, kind, text, &found);
	if (found.n == 1) {
		*ret_id = found.all[0]->id;
		return ANSWER_IS;
	}
	bool is_exact = found.n;
	if (!is_exact)
		find_names(&all->plain, kind, plain_organisation(row->cx->mem, text), &found);
	if (!found.n)
		return ANSWER_NEW;
	struct import_doubt d = {.column = c,
				 .kind = what->code,
				 .text = text,
				 .may_be_new = !is_exact};
	return ask(row, &d, &found, ret_id);
}
