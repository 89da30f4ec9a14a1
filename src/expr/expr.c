#include <string.h>

#include "base/utf8.h"
#include "expr/expr_priv.h"

/* ─── findings ─── */

static bool is_told(const struct expr_findings *all, struct span where, struct text text)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->all[i].at == where.at && !strcmp(all->all[i].text.key, text.key))
			return true;
	return false;
}

void expr_wrong(struct wrongs *w, struct span where, struct text text, const char *nearest,
		const struct arg *args)
{
	if (w->all->n == EXPR_FINDINGS_MAX || is_told(w->all, where, text))
		return;
	w->all->all[w->all->n++] =
		(struct expr_finding){where.at, where.n, text, args_copy(w->m, args),
				      mem_str(w->m, nearest)};
}

/* In the order of the source: the parser has been there before the checker. */
static void sort_findings(struct expr_findings *all)
{
	for (size_t i = 1; i < all->n; i++) {
		struct expr_finding f = all->all[i];
		size_t j = i;
		for (; j > 0 && all->all[j - 1].at > f.at; j--)
			all->all[j] = all->all[j - 1];
		all->all[j] = f;
	}
}

/* ─── compiling ─── */

/* Whether there is a source to be read at all. */
static bool check_source(struct wrongs *w, const char *source)
{
	size_t n = strnlen(source, EXPR_SOURCE_MAX + 1);
	if (n > EXPR_SOURCE_MAX)
		expr_wrong(w, (struct span){0, 0},
			   T("expr.too_long", "表达式超过 {1} 字节",
			     "The expression has more than {1} bytes"),
			   NULL, ARGS(i64(EXPR_SOURCE_MAX)));
	else if (!utf8_is_valid(source, n))
		expr_wrong(w, (struct span){0, 0},
			   T("expr.not_utf8", "表达式不是 UTF-8", "The expression is not UTF-8"),
			   NULL, ARGS());
	return !w->all->n;
}

static void check_tree(struct checker *c, struct expr *e, struct node *root,
		       const struct expr_type *wanted)
{
	e->root = root;
	e->type = expr_check(c, root);
	if (wanted) {
		expr_want(c, root, wanted);
		e->type = wanted;
	} else if (!c->wrongs->all->n && !expr_type_is_whole(e->type)) {
		expr_wrong(c->wrongs, root->span,
			   T("expr.free", "看不出空的 [] 或 {} 是什么类型",
			     "It cannot be told of what type the empty [] or {} is"),
			   NULL, ARGS());
	}
}

static void compile(struct expr *e, const char *source, const struct expr_type *wanted,
		    struct wrongs *w)
{
	bool is_whole;
	e->source = mem_str(e, source);
	e->uses = mem_array(e, bool, e->scope->n);
	struct checker c = {.m = e, .wrongs = w, .scope = e->scope, .uses = e->uses};
	struct node *root = expr_parse(e, e->source, w, &is_whole);
	if (is_whole)
		check_tree(&c, e, root, wanted);
}

const struct expr *expr_compile(mem *m, const struct expr_scope *scope, const char *source,
				const struct expr_type *wanted, struct expr_findings *ret_wrong)
{
	struct expr *e = mem_new(m, struct expr);
	struct wrongs w = {m, ret_wrong};
	ret_wrong->n = 0;
	e->scope = scope;
	if (check_source(&w, source))
		compile(e, source, wanted, &w);
	sort_findings(ret_wrong);
	if (!ret_wrong->n)
		return e;
	mem_free(e);
	return NULL;
}

const struct expr_type *expr_type_of(const struct expr *e)
{
	return e->type;
}

bool expr_uses(const struct expr *e, size_t variable)
{
	return e->uses[variable];
}

/* ─── running ─── */

struct expr_result expr_run(mem *m, const struct expr *e, const struct expr_value *values)
{
	struct run r;
	struct expr_result result = {0};
	r.m = m;
	r.values = values;
	r.limit = EXPR_COST_MAX;
	result.outcome = expr_run_node(&r, e->root, &result.value);
	if (result.outcome == EXPR_ERROR) {
		result.error = r.failure.text;
		result.args = args_copy(m, r.failure.args);
	}
	if (result.outcome != EXPR_VALUE)
		result.value = (struct expr_value){0};
	return result;
}
