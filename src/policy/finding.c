#include "policy/finding_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { QUOTED_MAX = 40, COMPARED_MAX = 50000 };

/* ─── gathering ─── */

static struct finding *add(struct report *r)
{
	if (r->n == FINDINGS_MAX - 1) { /* the last place is for what is said at the end */
		r->n_left_out++;
		return &r->beyond;
	}
	if (r->n == r->room) {
		r->room = r->room ? r->room * 2 : 64;
		r->all = mem_grow(r->m, r->all, r->room);
	}
	return &r->all[r->n++];
}

struct finding *report_place(struct report *r, const struct finding *place, struct text text,
			     const struct arg *args)
{
	struct finding *f = add(r);
	r->n_errors += place->severity == FINDING_ERROR;
	r->n_warnings += place->severity == FINDING_WARNING;
	*f = *place;
	f->text = text;
	if (f != &r->beyond)
		f->args = args_copy(r->m, args);
	return f;
}

struct finding *report_node(struct report *r, enum severity severity, const struct yaml *node,
			    struct text text, const struct arg *args)
{
	struct finding place = {severity, node->doc->path, node->line, node->column};
	struct finding *f = report_place(r, &place, text, args);
	if (f != &r->beyond)
		f->path = yaml_path(r->m, node);
	return f;
}

static int compare_places(const struct finding *x, const struct finding *y)
{
	int c = strcmp(x->file, y->file);
	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (int)x->severity - (int)y->severity;
}

/* Of one place, as they were found. */
static int by_place(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int c = compare_places(x, y);
	return c ? c : (x > y) - (x < y);
}

static struct finding *sorted(struct report *r)
{
	const struct finding **all = mem_array(r->m, const struct finding *, r->n);
	struct finding *to = mem_array(r->m, struct finding, r->n + 1);
	for (size_t i = 0; i < r->n; i++)
		all[i] = &r->all[i];
	if (r->n)
		qsort(all, r->n, sizeof *all, by_place);
	for (size_t i = 0; i < r->n; i++)
		to[i] = *all[i];
	return to;
}

void report_end(struct report *r, struct findings *ret)
{
	struct finding *all = sorted(r);
	size_t n = r->n;
	if (r->n_left_out) {
		all[n] = (struct finding){
			.severity = FINDING_WARNING,
			.file = all[n - 1].file,
			.text = T("pack.more", "另有 {1} 处问题没有列出",
				  "{1} more findings are not listed"),
			.args = args_copy(r->m, ARGS(i64((int64_t)r->n_left_out))),
		};
		n++;
	}
	*ret = (struct findings){all, n, r->n_errors, r->n_warnings};
}

/* ─── words ─── */

const char *near_name(struct report *r, const char *word, const char *const *names, size_t n)
{
	if (n > COMPARED_MAX - r->n_compared || strlen(word) > TEXT_MAX_DEFAULT)
		return NULL;
	r->n_compared += n;
	return expr_nearest(word, names, n);
}

struct arg quoted(struct report *r, const char *text)
{
	const char *p = text;
	for (int n = 0; n < QUOTED_MAX && *p && *p != '\n'; n++)
		utf8_next(&p);
	return str(*p ? mem_format(r->m, "%.*s…", (int)(p - text), text) : mem_str(r->m, text));
}

/* ─── showing ─── */

static void show_place(struct buf *out, const struct finding *f)
{
	buf_puts(out, f->file);
	if (f->line)
		buf_format(out, ":%d:%d", f->line, f->column);
	buf_puts(out, ": ");
}

const char *finding_show(mem *m, const struct finding *f, enum lang lang)
{
	const struct text warning = T("pack.warning", "警告：", "warning: ");
	const struct text meant = T("pack.meant", "；是不是“{1}”？", "; did you mean “{1}”?");
	const char *last = f->path ? strrchr(f->path, '.') : NULL;
	const char *where = last ? last + 1 : f->path;
	struct buf out = buf_on(m);
	show_place(&out, f);
	if (f->severity == FINDING_WARNING)
		buf_puts(&out, text_in(warning, lang));
	if (where && *where)
		buf_format(&out, "%s: ", where);
	buf_puts(&out, text_render(m, f->text, lang, f->args));
	if (f->nearest)
		buf_puts(&out, text_render(m, meant, lang, ARGS(str(f->nearest))));
	return buf_text(&out);
}
