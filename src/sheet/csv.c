#include <csv.h>
#include <string.h>

#include "sheet/decode.h"
#include "sheet/guard.h"

/* Rows of a csv. Its cells are texts, or empty. */

struct csv {
	struct book *book;
	struct decoder *decoder;
	struct csv_parser parser;
	char delimiter;
	const char *piece; /* decoded, from here on not parsed */
	size_t n_piece;
	int column;
	bool is_at_end, row_ended;
};

/* ─── the delimiter ─── */

enum { SNIFF_LINES = 20 };

/* How many of a delimiter each of the first lines has, outside quotes. Returns the lines. */
static int count_in_lines(const char *s, size_t n, char delimiter, int counts[static SNIFF_LINES])
{
	bool is_quoted = false;
	int line = 0;
	counts[0] = 0;
	for (size_t i = 0; i < n; i++) {
		is_quoted ^= s[i] == '"';
		counts[line] += s[i] == delimiter && !is_quoted;
		if (s[i] != '\n' || is_quoted)
			continue;
		if (++line == SNIFF_LINES)
			return line;
		counts[line] = 0;
	}
	return line + 1;
}

/* How well a delimiter divides them: by how many lines agree on a number of it, then by that. */
static int fitness(const char *s, size_t n, char delimiter)
{
	int counts[SNIFF_LINES], best = 0;
	int lines = count_in_lines(s, n, delimiter, counts);
	for (int i = 0; i < lines; i++) {
		int agreeing = 0;
		for (int j = 0; j < lines; j++)
			agreeing += counts[j] == counts[i];
		int fit = agreeing * 1000 + (counts[i] < 1000 ? counts[i] : 999);
		if (counts[i] && fit > best)
			best = fit;
	}
	return best;
}

static char sniff_delimiter(const char *s, size_t n)
{
	static const char candidates[] = {',', '\t', ';'};
	char best = ',';
	int most = 0;
	for (size_t i = 0; i < sizeof candidates; i++) {
		int fit = fitness(s, n, candidates[i]);
		if (fit > most) {
			most = fit;
			best = candidates[i];
		}
	}
	return best;
}

/* Excel writes and reads a first line "sep=;"; it is no row. */
static char declared_delimiter(const char *s, size_t n)
{
	bool is_declared = n >= 6 && !memcmp(s, "sep=", 4) && s[5] == '\n';
	return is_declared ? s[4] : '\0';
}

/* ─── parsing ─── */

static int is_blank(unsigned char c)
{
	return c == ' ';
}

static void on_field(void *s, size_t n, void *user)
{
	struct csv *c = user;
	const char *text = s ? s : "";
	size_t skip = guard_length(text, n);
	(void)row_put(c->book, ++c->column, CELL_TEXT, text + skip, n - skip);
}

static void on_row(int end, void *user)
{
	struct csv *c = user;
	(void)end;
	c->row_ended = true;
}

static int csv_release(struct csv *c)
{
	csv_free(&c->parser);
	return 0;
}

static err begin_parser(struct csv *c)
{
	csv_free(&c->parser);
	if (csv_init(&c->parser, CSV_REPALL_NL))
		return fail_internal(c->book->cx, "cannot start the csv parser");
	csv_set_delim(&c->parser, (unsigned char)c->delimiter);
	csv_set_blk_size(&c->parser, 4096);
	csv_set_space_func(&c->parser, is_blank);
	return OK;
}

static err unclosed(struct csv *c)
{
	return broken(c->book,
		      T("sheet.csv_quote", "第 {1} 行有一个引号没有成对，后面的内容无法分列",
			"A quote that opens in row {1} is never closed"),
		      i64(c->book->row_number));
}

/* One line of the file, which ends at most one row. */
static err parse_line(struct csv *c)
{
	const char *end = memchr(c->piece, '\n', c->n_piece);
	size_t n = end ? (size_t)(end + 1 - c->piece) : c->n_piece;
	if (csv_parse(&c->parser, c->piece, n, on_field, on_row, c) != n)
		return fail_internal(c->book->cx, "csv: %s", csv_strerror(csv_error(&c->parser)));
	c->piece += n;
	c->n_piece -= n;
	if ((int64_t)c->parser.entry_pos > c->book->limits.cell_bytes)
		return fail(
			c->book->cx, ERR_TOO_LARGE,
			T("sheet.csv_cell",
			  "第 {1} 行第 {2} 列超过 {3} 字节的上限，可能有一个引号没有成对",
			  "Row {1}, column {2} is longer than {3} bytes; perhaps a quote is not "
			  "closed"),
			i64(c->book->row_number), i64(c->column + 1),
			i64(c->book->limits.cell_bytes));
	return ctx_err(c->book->cx);
}

static err parse_end(struct csv *c)
{
	c->is_at_end = true;
	csv_set_opts(&c->parser, CSV_STRICT | CSV_STRICT_FINI);
	if (csv_fini(&c->parser, on_field, on_row, c))
		return unclosed(c);
	return ctx_err(c->book->cx);
}

static bool csv_next(struct book *b)
{
	struct csv *c = b->state;
	c->row_ended = false;
	c->column = 0;
	err e = c->is_at_end ? OK : row_begin(b, b->row_number + 1);
	while (!e && !c->is_at_end && !c->row_ended) {
		if (!c->n_piece)
			e = decode_next(c->decoder, &c->piece, &c->n_piece);
		if (!e)
			e = c->n_piece ? parse_line(c) : parse_end(c);
	}
	return !e && c->row_ended;
}

static err csv_start(struct book *b, int sheet)
{
	struct csv *c = b->state;
	(void)sheet;
	if (c->decoder)
		decode_close(c->decoder);
	c->decoder = NULL;
	c->is_at_end = false;
	err e = decode_open(b, &c->decoder);
	if (!e)
		e = decode_next(c->decoder, &c->piece, &c->n_piece);
	if (e)
		return e;
	char declared = declared_delimiter(c->piece, c->n_piece);
	c->delimiter = declared ? declared : sniff_delimiter(c->piece, c->n_piece);
	c->piece += declared ? 6 : 0;
	c->n_piece -= declared ? 6 : 0;
	return begin_parser(c);
}

static err csv_merges(struct book *b, int sheet)
{
	(void)b, (void)sheet;
	return OK;
}

static err csv_open(struct book *b)
{
	struct csv *c = mem_new(b, struct csv);
	c->book = b;
	b->state = c;
	talloc_set_destructor(c, csv_release);
	err e = decode_sniff(b);
	return e ? e : book_add_sheet(b, "CSV", false);
}

const struct book_format book_csv = {BOOK_CSV, csv_open, csv_start, csv_next, csv_merges};
