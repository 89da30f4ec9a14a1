#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/reader_priv.h"

#define MB INT64_C(1048576)

static const struct sheet_limits defaults = {
	.file_bytes = 128 * MB,
	.part_bytes = 1024 * MB,
	.total_bytes = 4096 * MB,
	.ratio = 300,
	.parts = 10000,
	.depth = 64,
	.strings_bytes = 512 * MB,
	.sheets = 100,
	.rows = 1048576,
	.columns = 512,
	.cell_bytes = MB / 8,
	.merges = 200000,
};

static int64_t or_default(int64_t limit, int64_t fallback)
{
	return limit > 0 ? limit : fallback;
}

static struct sheet_limits complete(const struct sheet_limits *l)
{
	const struct sheet_limits *d = &defaults;
	if (!l)
		return *d;
	return (struct sheet_limits){
		.file_bytes = or_default(l->file_bytes, d->file_bytes),
		.part_bytes = or_default(l->part_bytes, d->part_bytes),
		.total_bytes = or_default(l->total_bytes, d->total_bytes),
		.ratio = or_default(l->ratio, d->ratio),
		.parts = or_default(l->parts, d->parts),
		.depth = or_default(l->depth, d->depth),
		.strings_bytes = or_default(l->strings_bytes, d->strings_bytes),
		.sheets = or_default(l->sheets, d->sheets),
		.rows = or_default(l->rows, d->rows),
		.columns = or_default(l->columns, d->columns),
		.cell_bytes = or_default(l->cell_bytes, d->cell_bytes),
		.merges = or_default(l->merges, d->merges),
	};
}

/* ─── what kind of file ─── */

static const struct signature {
	const char *bytes;
	size_t n;
	const struct book_format *format; /* NULL: no spreadsheet */
} signatures[] = {
	{"PK\3\4", 4, &book_xlsx}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, &book_xls},
	{"PK\5\6", 4, NULL},       {"%PDF", 4, NULL},
	{"\x89PNG", 4, NULL},      {"\xFF\xD8\xFF", 3, NULL},
	{"GIF8", 4, NULL},         {"Rar!", 4, NULL},
	{"7z\xBC\xAF", 4, NULL},   {"\x1F\x8B", 2, NULL},
	{"\x09\x08", 2, NULL}, /* Excel before 97, without a container */
};

static bool has_utf16_mark(const char *s, size_t n)
{
	return n >= 2 && (!memcmp(s, "\xFF\xFE", 2) || !memcmp(s, "\xFE\xFF", 2));
}

/* Many systems offer a web page or an XML file under the name .xls; Excel opens them with a
 * warning. */
static bool is_markup(const char *s, size_t n)
{
	static const char *const starts[] = {"<!doctype", "<html", "<?xml", "<table",
					     "<meta",     "<head", "<style"};
	size_t at = n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
	while (at < n && isspace((unsigned char)s[at]))
		at++;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (n - at >= strlen(starts[i]) &&
		    !strncasecmp(s + at, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static err recognise(struct book *b, const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const struct signature *g = &signatures[i];
		if (n < g->n || memcmp(s, g->bytes, g->n) != 0)
			continue;
		b->format = g->format;
		return g->format ? OK
				 : broken(b,
					  T("sheet.not_a_sheet",
					    "这不是表格文件，请另存为 .xlsx、.xls 或 .csv 后再上传",
					    "This is no spreadsheet; save it as .xlsx, .xls or "
					    ".csv"));
	}
	if (is_markup(s, n))
		return broken(
			b, T("sheet.is_markup",
			     "这是网页或 XML，只是名字像表格；请用 Excel 或 WPS 打开后另存为 .xlsx",
			     "This is a web page or XML under a spreadsheet's name; open it in "
			     "Excel or WPS and save it as .xlsx"));
	if (memchr(s, '\0', n) && !has_utf16_mark(s, n))
		return broken(b, T("sheet.binary", "认不出这种文件，请另存为 .xlsx、.xls 或 .csv",
				   "This kind of file is unknown; save it as .xlsx, .xls or .csv"));
	b->format = &book_csv;
	return OK;
}

/* ─── opening ─── */

bool book_read_at(struct book *b, void *to, size_t n, int64_t at)
{
	for (size_t done = 0; done < n;) {
		ssize_t got = pread(b->fd, (char *)to + done, n - done, (off_t)at + (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

static err open_file(struct book *b, const char *path)
{
	struct stat st;
	b->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (b->fd < 0 || fstat(b->fd, &st) || !S_ISREG(st.st_mode))
		return fail(b->cx, ERR_NOT_FOUND,
			    T("sheet.unreadable", "打不开这个文件", "The file cannot be opened"));
	b->file_bytes = st.st_size;
	if (!st.st_size)
		return broken(b, T("sheet.empty", "文件是空的", "The file is empty"));
	if (st.st_size > b->limits.file_bytes)
		return fail(b->cx, ERR_TOO_LARGE,
			    T("sheet.file_bytes", "文件超过 {1} 字节的上限，请拆成几个",
			      "The file is larger than {1} bytes; split it"),
			    i64(b->limits.file_bytes));
	char head[4096];
	size_t n = (size_t)(st.st_size < (off_t)sizeof head ? st.st_size : (off_t)sizeof head);
	if (!book_read_at(b, head, n, 0))
		return fail_internal(b->cx, "cannot read a spreadsheet: %s", strerror(errno));
	return recognise(b, head, n);
}

static int book_release(struct book *b)
{
	if (b->fd >= 0)
		close(b->fd);
	return 0;
}

static char *folder_of(mem *parent, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? mem_strn(parent, path, (size_t)(slash - path)) : mem_str(parent, ".");
}

err book_open(struct ctx *cx, const char *path, const struct sheet_limits *limits,
	      struct book **ret)
{
	struct book *b = mem_new(cx->mem, struct book);
	*b = (struct book){.cx = cx, .limits = complete(limits), .fd = -1, .sheet = -1};
	talloc_set_destructor(b, book_release);
	b->folder = folder_of(b, path);
	b->styles.parent = b;
	b->texts = buf_on(b);
	err e = open_file(b, path);
	if (!e)
		e = b->format->open(b);
	if (!e && !b->n_sheets)
		e = broken(b, T("sheet.no_sheets", "工作簿里没有工作表",
				"The workbook has no worksheet"));
	if (!e)
		*ret = b;
	return e;
}

void book_close(struct book *b)
{
	mem_free(b);
}

enum book_kind book_kind(const struct book *b)
{
	return b->format->kind;
}

const char *book_encoding(const struct book *b)
{
	return b->encoding;
}

const struct sheet_info *book_sheets(const struct book *b, int *ret_n)
{
	*ret_n = b->n_sheets;
	return b->sheets;
}

const char *sheet_name(const struct book *b)
{
	return b->sheet >= 0 ? b->sheets[b->sheet].name : "";
}

err book_count_bytes(struct book *b, size_t n)
{
	b->unpacked += (int64_t)n;
	if (b->unpacked <= b->limits.total_bytes)
		return OK;
	return fail(b->cx, ERR_TOO_LARGE,
		    T("sheet.total_bytes", "解压后超过 {1} 字节的上限，请拆成几个文件",
		      "Unpacked it is larger than {1} bytes; split it into several files"),
		    i64(b->limits.total_bytes));
}

/* ─── reading ─── */

err book_start(struct book *b, int sheet)
{
	if (sheet < 0 || sheet >= b->n_sheets)
		return fail(b->cx, ERR_NOT_FOUND,
			    T("sheet.none", "没有这张工作表", "There is no such worksheet"));
	b->sheet = sheet;
	b->row_number = b->n_rows = 0;
	return b->format->start(b, sheet);
}

static void show_row(struct book *b, struct row *ret)
{
	for (int i = 0; i < b->n; i++)
		if (!b->cells[i].text)
			b->cells[i].text = b->texts.data + b->at[i];
	*ret = (struct row){sheet_name(b), b->row_number, b->cells, b->n};
}

bool book_next(struct book *b, struct row *ret)
{
	while (!ctx_err(b->cx) && b->sheet >= 0 && b->format->next(b)) {
		if (!b->n)
			continue;
		if (++b->n_rows > b->limits.rows) {
			(void)fail(b->cx, ERR_TOO_LARGE,
				   T("sheet.rows", "工作表“{1}”超过 {2} 行的上限，请拆成几个文件",
				     "Sheet “{1}” has more than {2} rows; split it"),
				   str(sheet_name(b)), i64(b->limits.rows));
			return false;
		}
		show_row(b, ret);
		return true;
	}
	return false;
}

err book_end(const struct book *b)
{
	return ctx_err(b->cx);
}

static int by_place(const void *a, const void *b)
{
	const struct merge *m = a, *n = b;
	if (m->row_from != n->row_from)
		return m->row_from < n->row_from ? -1 : 1;
	return (m->column_from > n->column_from) - (m->column_from < n->column_from);
}

err book_merges(struct book *b, int sheet, const struct merge **ret, size_t *ret_n)
{
	b->n_merges = 0;
	err e = book_start(b, sheet);
	if (!e)
		e = b->format->merges(b, sheet);
	b->sheet = -1;
	if (e)
		return e;
	struct merge *found = mem_array(b->cx->mem, struct merge, b->n_merges);
	if (b->n_merges) {
		memcpy(found, b->merges, b->n_merges * sizeof *found);
		qsort(found, b->n_merges, sizeof *found, by_place);
	}
	*ret = found;
	*ret_n = b->n_merges;
	return OK;
}

/* Whole characters, and no more than are looked at. */
static char *cut(mem *parent, const char *s)
{
	size_t n = strnlen(s, PREVIEW_BYTES);
	while (s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return mem_strn(parent, s, n);
}

static struct row copy_row(struct ctx *cx, const struct row *r)
{
	struct cell *cells = mem_array(cx->mem, struct cell, (size_t)r->n);
	for (int i = 0; i < r->n; i++) {
		cells[i] = r->cells[i];
		cells[i].text = cut(cx->mem, r->cells[i].text);
	}
	return (struct row){mem_str(cx->mem, r->sheet), r->number, cells, r->n};
}

err book_preview(struct book *b, int sheet, size_t max, struct row **ret, size_t *ret_n)
{
	struct row *rows = mem_array(b->cx->mem, struct row, max);
	size_t n = 0;
	err e = book_start(b, sheet);
	while (!e && n < max && book_next(b, &rows[n])) {
		rows[n] = copy_row(b->cx, &rows[n]);
		n++;
	}
	if (!e)
		e = book_end(b);
	*ret = rows;
	*ret_n = n;
	return e;
}
