#include "policy/fact.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "place/reach.h"

static const struct choice subject_values[] = {
	{"authority", "区县（新区）", "District or authority"},
	{"new_town", "新城", "New town"},
	{"subdistrict", "镇街", "Subdistrict or town"},
	{"community", "社区（村）", "Community or village"},
	{"estate", "小区", "Estate"},
	{"company", "物业服务企业", "Property company"},
	{"committee", "业主组织", "Owners' body"},
	{"department", "部门", "Department"},
	{"staff", "工作人员", "Staff"},
};
const struct choices subject_kinds = CHOICES("subject_kind", subject_values);
_Static_assert(sizeof subject_values / sizeof *subject_values == SUBJECT__MAX - 1,
	       "a name for each");

/* ─── joining ─── */

struct of_kind {
	const struct fact **facts;
	size_t n;
	const struct fact_table **tables; /* their facts follow each other in `facts` */
	size_t n_tables;
};
struct facts {
	struct of_kind of[SUBJECT__MAX];
};

static const struct facts *all;

const struct facts *facts_all(void)
{
	return all;
}

void facts_set(const struct facts *f)
{
	all = f;
}

static size_t facts_count(const struct fact *facts)
{
	size_t n = 0;
	while (facts && facts[n].name)
		n++;
	return n;
}

static err add_fact(struct ctx *cx, struct of_kind *to, const struct fact_table *t,
		    const struct fact *f)
{
	const char *kind = choice_of(&subject_kinds, t->kind)->code;
	for (size_t i = 0; i < to->n; i++)
		if (!strcmp(to->facts[i]->name, f->name))
			return fail_internal(cx, "fact %s.%s stands twice", kind, f->name);
	if (!f->type || !f->zh || !f->en || !f->meaning_zh || !f->meaning_en)
		return fail_internal(cx, "fact %s.%s lacks a type or a text", kind, f->name);
	to->facts[to->n++] = f;
	return OK;
}

static err add_table(struct ctx *cx, mem *m, struct facts *f, const struct fact_table *t)
{
	size_t n = facts_count(t->facts);
	err e = OK;
	if (!choice_of(&subject_kinds, t->kind) || !n)
		return fail_internal(cx, "a table of facts has no %s", n ? "kind" : "facts");
	struct of_kind *to = &f->of[t->kind];
	to->facts = mem_grow(m, to->facts, to->n + n);
	to->tables = mem_grow(m, to->tables, to->n_tables + 1);
	to->tables[to->n_tables++] = t;
	for (size_t i = 0; i < n && !e; i++)
		e = add_fact(cx, to, t, &t->facts[i]);
	return e;
}

err facts_join(struct ctx *cx, mem *m, const struct fact_table *const *tables,
	       const struct facts **ret)
{
	struct facts *f = mem_new(m, struct facts);
	err e = OK;
	for (; *tables && !e; tables++)
		for (const struct fact_table *t = *tables; t->kind && !e; t++)
			e = add_table(cx, f, f, t);
	if (e == OK)
		*ret = f;
	return e;
}

size_t facts_of(const struct facts *f, enum subject_kind kind, const struct fact *const **ret)
{
	*ret = f->of[kind].facts;
	return f->of[kind].n;
}

/* ─── loading ─── */

enum { BLOCK = 1000 };

struct place {
	int64_t id;
	size_t row; /* of the values */
};

/* A block of subjects, and where their values go. */
struct loading {
	const struct of_kind *kind;
	const char *today;
	int64_t ids[BLOCK];
	struct place places[BLOCK]; /* by id; one that was asked for twice stands twice */
	size_t n;
	struct expr_value *values;
};

static int by_id(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	return p->id < q->id ? -1 : p->id > q->id;
}

/* The first place of an id, or where it would stand. */
static size_t place_of(const struct loading *l, int64_t id)
{
	size_t from = 0, to = l->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (l->places[middle].id < id)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct expr_value text_value(const struct fact *f, struct stmt *q, int column)
{
	const struct choice *c = f->of ? choice_of(f->of, col_i64(q, column)) : NULL;
	const char *s = f->of ? (c ? c->code : NULL) : col_str(q, column);
	return s ? (struct expr_value){.kind = EXPR_STRING, .s = s} : (struct expr_value){0};
}

static struct expr_value read_value(const struct fact *f, struct stmt *q, int column)
{
	if (f->type == FACT_TEXT)
		return text_value(f, q, column);
	if (f->type == FACT_DATE) {
		const char *date = col_peek(q, column);
		return date && date_is_valid(date)
			       ? (struct expr_value){.kind = EXPR_DATE, .i = date_to_day(date)}
			       : (struct expr_value){0};
	}
	int64_t i = col_i64(q, column);
	if (i == NONE)
		return (struct expr_value){0};
	return f->type == FACT_FLAG ? (struct expr_value){.kind = EXPR_BOOL, .b = i != 0}
				    : (struct expr_value){.kind = EXPR_INT, .i = i};
}

/* `first` is the slot of the table's first fact. */
static void read_row(const struct loading *l, struct stmt *q, size_t first, size_t n)
{
	int64_t id = col_i64(q, 0);
	for (size_t i = place_of(l, id); i < l->n && l->places[i].id == id; i++) {
		struct expr_value *to = l->values + l->places[i].row * l->kind->n + first;
		for (size_t k = 0; k < n; k++)
			to[k] = read_value(l->kind->facts[first + k], q, (int)k + 1);
	}
}

static err load_table(struct ctx *cx, const struct loading *l, const struct fact_table *t,
		      size_t first, size_t n)
{
	struct stmt *q = sql_run(cx, &t->query, i64s(l->ids, l->n), str(l->today));
	while (sql_next(q)) {
		if (col_count(q) == (int)n + 1) {
			read_row(l, q, first, n);
			continue;
		}
		err e = fail_internal(cx, "facts from %s: %d values for %zu facts",
				      l->kind->facts[first]->name, col_count(q) - 1, n);
		(void)e;
		break;
	}
	return sql_end(q);
}

static err load_block(struct ctx *cx, struct loading *l, const int64_t *ids)
{
	size_t first = 0;
	err e = OK;
	for (size_t i = 0; i < l->n; i++) {
		l->ids[i] = ids[i];
		l->places[i] = (struct place){ids[i], i};
	}
	qsort(l->places, l->n, sizeof *l->places, by_id);
	for (size_t i = 0; i < l->kind->n_tables && !e; i++) {
		size_t n = facts_count(l->kind->tables[i]->facts);
		e = load_table(cx, l, l->kind->tables[i], first, n);
		first += n;
	}
	return e;
}

err facts_load(struct ctx *cx, const struct facts *f, const struct subjects *of,
	       struct expr_value **ret)
{
	const struct of_kind *kind = &f->of[of->kind];
	struct expr_value *values = mem_array(cx->mem, struct expr_value, of->n * kind->n + 1);
	struct loading *l = mem_new(cx->mem, struct loading);
	l->kind = kind;
	l->today = reach_today(cx);
	err e = OK;
	for (size_t i = 0; i < of->n && !e; i += BLOCK) {
		l->n = of->n - i < BLOCK ? of->n - i : BLOCK;
		l->values = values + i * kind->n;
		e = load_block(cx, l, of->ids + i);
	}
	mem_free(l);
	if (e == OK)
		*ret = values;
	return e;
}

/* ─── showing ─── */

static const char *show_text(const struct fact *f, const char *s, enum lang lang)
{
	const struct choice *c = f->of ? choice_of(f->of, choice_find(f->of, s)) : NULL;
	return !c ? s : lang == LANG_EN ? c->en : c->zh;
}

const char *fact_show(mem *m, const struct fact *f, const struct expr_value *v, enum lang lang)
{
	char text[DECIMAL_SIZE]; /* a date is shorter */
	if (!v->kind)
		return "";
	if (f->type == FACT_TEXT)
		return show_text(f, v->s, lang);
	if (f->type == FACT_FLAG)
		return text_in(v->b ? T("yes", "是", "yes") : T("no", "否", "no"), lang);
	if (f->type == FACT_DATE)
		date_from_day((int32_t)v->i, text);
	else
		decimal_format(v->i, f->places, text);
	return mem_format(m, "%s%s", text, f->unit && f->type == FACT_INT ? f->unit : "");
}
