#include <string.h>
#include <unistd.h>

#include "sheet/number.h"
#include "sheet/writer_priv.h"

static int writer_release(struct writer *w)
{
	if (!w->is_done)
		unlink(w->path);
	return 0;
}

err writer_open(struct ctx *cx, const char *path, enum writer_kind kind, struct writer **ret)
{
	struct writer *w = mem_new(cx->mem, struct writer);
	w->cx = cx;
	w->format = kind == WRITER_CSV ? &writer_csv : &writer_xlsx;
	w->path = mem_str(w, path);
	err e = w->format->open(w);
	if (e)
		return e;
	talloc_set_destructor(w, writer_release);
	*ret = w;
	return OK;
}

err writer_sheet(struct writer *w, const char *name, const char *title,
		 const struct out_column *columns, size_t n)
{
	if (ctx_err(w->cx))
		return ctx_err(w->cx);
	w->columns = columns;
	w->n_columns = n;
	w->row = w->column = 0;
	w->n_sheets++;
	return w->format->sheet(w, name, title);
}

static void put(struct writer *w, struct out_cell c)
{
	if (ctx_err(w->cx))
		return;
	c.mark = w->mark;
	c.comment = w->comment;
	(void)w->format->put(w, &c);
	w->column++;
	w->mark = MARK_NONE;
	w->comment = NULL;
}

void write_blank(struct writer *w)
{
	put(w, (struct out_cell){.kind = OUT_BLANK});
}

void write_text(struct writer *w, const char *s)
{
	bool has_text = s && *s;
	put(w, (struct out_cell){.kind = has_text ? OUT_TEXT : OUT_BLANK, .text = s});
}

void write_int(struct writer *w, int64_t v)
{
	put(w, (struct out_cell){.kind = v == NONE ? OUT_BLANK : OUT_INT, .value = v});
}

void write_decimal(struct writer *w, int64_t v, int places)
{
	put(w, (struct out_cell){.kind = v == NONE ? OUT_BLANK : OUT_DECIMAL,
				 .value = v,
				 .places = places});
}

void write_date(struct writer *w, const char *date)
{
	put(w, (struct out_cell){.kind = date ? OUT_DATE : OUT_BLANK, .text = date});
}

void write_flag(struct writer *w, int64_t v)
{
	static const struct text yes = {"yes", "是", "Yes"}, no = {"no", "否", "No"};
	write_text(w, v == NONE ? NULL : text_in(v ? yes : no, w->cx->lang));
}

/* "89.5" as 895 at 1 place, so that it is a number again. False if it has more digits than a
 * spreadsheet keeps. */
static bool number_of(const char *s, struct out_cell *ret)
{
	const char *point = strchr(s, '.');
	int places = point ? (int)strlen(point + 1) : 0;
	bool fits = strlen(s) <= 16 && decimal_parse(s, places, &ret->value) == DECIMAL_OK;
	ret->kind = places ? OUT_DECIMAL : OUT_INT;
	ret->places = places;
	return fits;
}

void write_cell(struct writer *w, const struct cell *c)
{
	struct out_cell number = {0};
	if (c->kind == CELL_DATE)
		write_date(w, c->text);
	else if (c->kind == CELL_NUMBER && number_of(c->text, &number))
		put(w, number);
	else
		write_text(w, c->text);
}

void write_mark(struct writer *w, enum cell_mark mark, const char *comment)
{
	w->mark = mark;
	w->comment = comment;
}

void write_row_end(struct writer *w)
{
	if (ctx_err(w->cx))
		return;
	(void)w->format->row_end(w);
	w->row++;
	w->column = 0;
}

err writer_close(struct writer *w)
{
	err e = ctx_err(w->cx);
	if (!e)
		e = w->format->close(w);
	w->is_done = !e;
	mem_free(w);
	return e;
}
