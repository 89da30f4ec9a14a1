/* A spreadsheet of any kind, read as the importer reads it: merges, preview, header, all rows. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "sheet/fill.h"
#include "sheet/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct known_column known[] = {
	{"house", {"房号", "室号"}},
	{"owner", {"业主姓名", "姓名"}},
	{"area_dm2", {"建筑面积", "面积"}},
	{0},
};

/* What the header promises of a cell. */
static void check_row(const struct row *r)
{
	for (int i = 0; i < r->n; i++) {
		const struct cell *c = &r->cells[i];
		assert(c->text && utf8_is_text(c->text, strlen(c->text)));
		assert((c->kind == CELL_EMPTY) == !*c->text);
	}
	assert(!r->n || r->cells[r->n - 1].kind != CELL_EMPTY);
}

static void read_sheet(struct ctx *cx, struct book *b, int sheet)
{
	const struct merge *merges;
	size_t n_merges, n;
	struct row *first, row;
	if (book_merges(b, sheet, &merges, &n_merges) ||
	    book_preview(b, sheet, HEADER_ROWS_MAX, &first, &n))
		return;
	header_find(cx->mem, first, n, known);
	struct fill *fill = fill_new(cx->mem, merges, n_merges);
	if (book_start(b, sheet))
		return;
	for (int64_t last = 0; book_next(b, &row); last = row.number) {
		assert(row.number > last);
		check_row(&row);
		fill_row(fill, &row);
		check_row(&row);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct sheet_limits limits = {.part_bytes = 1 << 20,
						   .total_bytes = 8 << 20,
						   .strings_bytes = 1 << 20,
						   .parts = 100,
						   .sheets = 4,
						   .rows = 1000,
						   .columns = 64,
						   .merges = 1000};
	char path[64];
	int n_sheets, fd = memfd_create("book", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, n) != (ssize_t)n)
		return close(fd), 0;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	struct ctx cx = {.mem = mem_pool(1 << 16)};
	struct book *b;
	if (book_open(&cx, path, &limits, &b) == OK) {
		book_sheets(b, &n_sheets);
		for (int i = 0; i < n_sheets && ctx_err(&cx) == OK; i++)
			read_sheet(&cx, b, i);
		book_close(b);
	}
	assert(ctx_err(&cx) != ERR_INTERNAL);
	mem_free(cx.mem);
	close(fd);
	return 0;
}
