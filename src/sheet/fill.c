#include "sheet/fill.h"

#include <string.h>

struct fill {
	const struct merge *merges;
	size_t n, next; /* the first that has not begun */
	struct {
		int64_t until; /* the last row that inherits */
		char *text;
		struct cell cell;
	} columns[FILL_COLUMNS_MAX];
	int widest;
	struct cell cells[FILL_COLUMNS_MAX];
};

struct fill *fill_new(mem *parent, const struct merge *merges, size_t n)
{
	struct fill *f = mem_new(parent, struct fill);
	f->merges = merges;
	f->n = n;
	return f;
}

/* Keeps what the first row of a merged range holds. */
static void begin(struct fill *f, const struct merge *m, const struct row *r)
{
	const struct cell *cell = row_cell(r, m->column_from);
	int column = m->column_from - 1;
	if (m->row_from != r->number || m->row_to == m->row_from || cell->kind == CELL_EMPTY ||
	    column >= FILL_COLUMNS_MAX)
		return;
	mem_free(f->columns[column].text);
	f->columns[column].text = mem_str(f, cell->text);
	f->columns[column].until = m->row_to;
	f->columns[column].cell = *cell;
	f->columns[column].cell.text = f->columns[column].text;
	if (column >= f->widest)
		f->widest = column + 1;
}

void fill_row(struct fill *f, struct row *r)
{
	for (; f->next < f->n && f->merges[f->next].row_from <= r->number; f->next++)
		begin(f, &f->merges[f->next], r);
	if (!f->widest || r->n > FILL_COLUMNS_MAX)
		return;
	int n = r->n;
	memcpy(f->cells, r->cells, (size_t)n * sizeof *f->cells);
	for (int i = 0; i < f->widest; i++) {
		bool inherits = f->columns[i].until >= r->number;
		if (!inherits || (i < n && f->cells[i].kind != CELL_EMPTY))
			continue;
		for (; n <= i; n++)
			f->cells[n] = CELL_NOTHING;
		f->cells[i] = f->columns[i].cell;
	}
	r->cells = f->cells;
	r->n = n;
}
