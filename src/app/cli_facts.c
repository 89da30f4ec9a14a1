/* linli facts: what measures may ask, and what one subject answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/tables.h"
#include "base/id.h"
#include "store/sql.h"

/* ─── lists ─── */

static void print_kinds(void)
{
	for (int64_t k = 1; k < SUBJECT__MAX; k++) {
		const struct choice *kind = choice_of(&subject_kinds, k);
		const struct fact *const *facts;
		size_t n = facts_of(facts_all(), (enum subject_kind)k, &facts);
		printf("%s\t%s\t%zu\n", kind->code, kind->zh, n);
	}
}

static const char *const type_names[] = {
	[FACT_INT] = "int", [FACT_FLAG] = "bool", [FACT_TEXT] = "string", [FACT_DATE] = "date"};

/* "[commodity 商品房小区, old 老旧小区 …]" */
static void print_choices(const struct choices *of)
{
	for (int64_t i = 0; i < of->n; i++)
		printf("%s%s %s", i ? ", " : " [", of->values[i].code, of->values[i].zh);
	printf("]");
}

/* Name as expressions write it, type, unit, label, meaning. */
static void print_fact(const char *kind, const struct fact *f)
{
	printf("%s.%s\t%s\t%s\t%s\t%s", kind, f->name, type_names[f->type], f->unit ? f->unit : "-",
	       f->zh, f->meaning_zh);
	if (f->of)
		print_choices(f->of);
	printf("\n");
}

static void print_facts(enum subject_kind kind)
{
	const struct fact *const *facts;
	size_t n = facts_of(facts_all(), kind, &facts);
	for (size_t i = 0; i < n; i++)
		print_fact(choice_of(&subject_kinds, kind)->code, facts[i]);
}

/* ─── one subject ─── */

/* $1 is what was typed, $2 the id that it may be. */
#define REGION_OF(levels)                                                         \
	SQL("SELECT home_id, name FROM region WHERE deleted_at IS NULL AND level" \
	    " IN (" levels                                                        \
	    ") AND (home_id = $2 OR division_code = $1 OR outside_key = $1) LIMIT 2")
#define ORGANISATION_OF(kind)                                                 \
	SQL("SELECT home_id, name FROM organisation WHERE deleted_at IS NULL" \
	    " AND kind = " kind " AND (home_id = $2 OR name = $1 OR credit_code = $1) LIMIT 2")
static const struct query finds[SUBJECT__MAX] = {
	[SUBJECT_AUTHORITY] = REGION_OF("3, 4"),
	[SUBJECT_NEW_TOWN] = REGION_OF("5"),
	[SUBJECT_SUBDISTRICT] = REGION_OF("6, 7"),
	[SUBJECT_COMMUNITY] = REGION_OF("8, 9"),
	[SUBJECT_ESTATE] = SQL("SELECT home_id, name FROM estate WHERE deleted_at IS NULL"
			       " AND (home_id = $2 OR number = $1) LIMIT 2"),
	[SUBJECT_COMPANY] = ORGANISATION_OF("3"),
	[SUBJECT_DEPARTMENT] = ORGANISATION_OF("1"),
	[SUBJECT_COMMITTEE] = SQL("SELECT id, name FROM committee WHERE deleted_at IS NULL"
				  " AND $1 > '' AND id = $2"),
	[SUBJECT_STAFF] = SQL("SELECT id, name FROM staff WHERE deleted_at IS NULL"
			      " AND $1 > '' AND id = $2"),
};

struct subject {
	enum subject_kind kind;
	const char *typed, *name;
	int64_t id;
	struct expr_value *values;
};

static err find_subject(struct ctx *cx, struct subject *s)
{
	const char *kind = choice_of(&subject_kinds, s->kind)->zh;
	int64_t id = 0;
	id = id_parse(s->typed, &id) ? id : 0;
	struct stmt *q = sql_run(cx, &finds[s->kind], str(s->typed), i64(id));
	bool is_there = sql_next(q), is_many = false;
	if (is_there) {
		s->id = col_i64(q, 0);
		s->name = col_str(q, 1);
		is_many = sql_next(q);
	}
	err e = sql_end(q);
	if (!e && is_many)
		return fail(cx, ERR_CONFLICT,
			    T("facts.many", "{1}“{2}”不止一个，请用 13 位标识",
			      "there are several {1} {2}: give the 13-character id"),
			    str(kind), str(s->typed));
	return e || is_there ? e
			     : fail(cx, ERR_NOT_FOUND,
				    T("facts.none", "没有登记{1}“{2}”", "no {1} {2} is registered"),
				    str(kind), str(s->typed));
}

static err load_subject(struct ctx *cx, void *arg)
{
	struct subject *s = arg;
	err e = find_subject(cx, s);
	return e ? e
		 : facts_load(cx, facts_all(), &(struct subjects){s->kind, &s->id, 1}, &s->values);
}

static void print_subject(struct ctx *cx, const struct subject *s)
{
	const char *kind = choice_of(&subject_kinds, s->kind)->code;
	const struct fact *const *facts;
	size_t n = facts_of(facts_all(), s->kind, &facts);
	printf("%s\n", s->name);
	for (size_t i = 0; i < n; i++) {
		const struct expr_value *v = &s->values[i];
		printf("%s.%s\t%s\t%s\n", kind, facts[i]->name, facts[i]->zh,
		       v->kind ? fact_show(cx->mem, facts[i], v, LANG_ZH) : "没有记录");
	}
}

/* ─── the command ─── */

static err kind_of(struct ctx *cx, const char *typed, enum subject_kind *ret)
{
	const char *names[SUBJECT__MAX];
	size_t n = 0;
	int64_t kind = choice_find(&subject_kinds, typed);
	if (kind) {
		*ret = (enum subject_kind)kind;
		return OK;
	}
	for (int64_t k = 1; k < SUBJECT__MAX; k++)
		names[n++] = choice_of(&subject_kinds, k)->code;
	const char *nearest = expr_nearest(typed, names, n);
	if (nearest)
		return fail(cx, ERR_INVALID,
			    T("facts.kind_near", "没有“{1}”这类对象，是不是“{2}”？",
			      "there is no kind {1}; is {2} meant?"),
			    str(typed), str(nearest));
	return fail(cx, ERR_INVALID,
		    T("facts.kind", "没有“{1}”这类对象；linli facts 列出有哪些",
		      "there is no kind {1}; linli facts lists what there is"),
		    str(typed));
}

static err with_subject(struct ctx *cx, struct app *app, struct cli *c)
{
	struct subject s = {.typed = c->words[1]};
	err e = kind_of(cx, c->words[0], &s.kind);
	if (e || (e = store_read(app->store, cx, load_subject, &s)))
		return e;
	print_subject(cx, &s);
	return OK;
}

/* Without a store: the tables are the program's. */
static int print_tables(struct cli *c)
{
	struct app app = {.options = &c->options};
	struct ctx cx;
	enum subject_kind kind = 0;
	app_ctx(&app, &cx);
	err e = app_join_facts(&cx, cx.mem);
	if (!e && c->n_words)
		e = kind_of(&cx, c->words[0], &kind);
	if (!e && kind)
		print_facts(kind);
	else if (!e)
		print_kinds();
	int status = e ? cli_fail(&cx) : EXIT_SUCCESS;
	facts_set(NULL);
	mem_free(cx.mem);
	return status;
}

int cli_facts(struct cli *c)
{
	if (c->n_words <= 1)
		return print_tables(c);
	if (c->n_words == 2)
		return cli_with_store(c, with_subject);
	fputs("linli facts: name a KIND and one ID at most\n", stderr);
	return EXIT_FAILURE;
}
