#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "sheet/guard.h"
#include "sheet/writer_priv.h"

struct csv_out {
	FILE *file;
};

static err trouble(struct writer *w)
{
	return fail_internal(w->cx, "cannot write a csv: %s", strerror(errno));
}

static int release(struct csv_out *c)
{
	if (c->file)
		fclose(c->file);
	return 0;
}

static err csv_open(struct writer *w)
{
	struct csv_out *c = mem_new(w, struct csv_out);
	c->file = fopen(w->path, "we");
	if (!c->file)
		return trouble(w);
	talloc_set_destructor(c, release);
	w->state = c;
	fputs("\xEF\xBB\xBF", c->file);
	return OK;
}

static bool needs_quotes(const char *s)
{
	size_t n = strlen(s);
	return strpbrk(s, ",\"\r\n\t;'") || s[0] == ' ' || (n && s[n - 1] == ' ');
}

static void put_text(FILE *f, const char *s)
{
	bool is_quoted = needs_quotes(s);
	if (is_quoted)
		putc('"', f);
	if (guard_is_needed(s, strlen(s)))
		putc('\'', f);
	for (; *s; s++) {
		if (*s == '"')
			putc('"', f);
		putc(*s, f);
	}
	if (is_quoted)
		putc('"', f);
}

static err csv_put(struct writer *w, const struct out_cell *cell)
{
	FILE *f = ((struct csv_out *)w->state)->file;
	char number[DECIMAL_SIZE];
	if (w->column)
		putc(',', f);
	switch (cell->kind) {
	case OUT_TEXT:
	case OUT_DATE:
		put_text(f, cell->text);
		break;
	case OUT_INT:
	case OUT_DECIMAL:
		decimal_format(cell->value, cell->places, number);
		fputs(number, f);
		break;
	case OUT_BLANK:
		break;
	}
	return OK;
}

static err csv_row_end(struct writer *w)
{
	FILE *f = ((struct csv_out *)w->state)->file;
	fputs("\r\n", f);
	return ferror(f) ? trouble(w) : OK;
}

static err csv_sheet(struct writer *w, const char *name, const char *title)
{
	(void)name, (void)title;
	if (w->n_sheets > 1)
		return fail(w->cx, ERR_INVALID,
			    T("sheet.csv_sheets", ".csv 只能有一张工作表，请改用 .xlsx",
			      "A .csv holds one sheet; use .xlsx"));
	for (size_t i = 0; i < w->n_columns; i++, w->column++) {
		err e = csv_put(w,
				&(struct out_cell){.kind = OUT_TEXT, .text = w->columns[i].title});
		if (e)
			return e;
	}
	w->column = 0;
	return csv_row_end(w);
}

static err csv_close(struct writer *w)
{
	struct csv_out *c = w->state;
	bool is_written = !ferror(c->file);
	is_written &= fclose(c->file) == 0;
	c->file = NULL;
	return is_written ? OK : trouble(w);
}

const struct writer_format writer_csv = {csv_open, csv_sheet, csv_put, csv_row_end, csv_close};
