/* From a file to rows as they lie in the store: in pieces of some hundred, sealed. */
#include <string.h>

#include "base/secret.h"
#include "registry/import_priv.h"
#include "sheet/fill.h"

/* ─── rows as text ─── */

enum { KIND_ROUNDED = 100 };

/* [row, kind, text, kind, text …]; empty cells are ["0", ""]. */
static void write_row(struct json *j, const struct row *r)
{
	json_open(j, '[');
	json_put_int(j, r->number);
	for (int i = 0; i < r->n; i++) {
		json_put_int(j,
			     (int)r->cells[i].kind + (r->cells[i].is_rounded ? KIND_ROUNDED : 0));
		json_put_str(j, r->cells[i].text);
	}
	json_close(j, ']');
}

static void read_row(mem *parent, const json_t *from, struct row *ret)
{
	int n = (int)(json_array_size(from) / 2);
	struct cell *cells = mem_array(parent, struct cell, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		size_t at = 1 + 2 * (size_t)i;
		int kind = (int)json_integer_value(json_array_get(from, at));
		cells[i] = (struct cell){
			.kind = (enum cell_kind)(kind % KIND_ROUNDED),
			.is_rounded = kind >= KIND_ROUNDED,
			.text = mem_str(parent, json_string_value(json_array_get(from, at + 1)))};
	}
	*ret = (struct row){.sheet = "",
			    .number = json_integer_value(json_array_get(from, 0)),
			    .cells = cells,
			    .n = n};
}

/* ─── blocks ─── */

struct reading {
	struct ctx *cx;
	struct import_file *file;
	struct book *book;
	const struct known_column *known;
	struct buf text; /* of the block that is being filled */
	struct json json;
	int64_t sheet, block, first_row, n_rows;
	int64_t data_row; /* of this sheet: from here on merged cells are filled */
};

static err end_block(struct reading *r)
{
	struct import_file *f = r->file;
	if (!r->n_rows)
		return OK;
	json_close(&r->json, ']');
	f->blocks = mem_grow(r->cx->mem, f->blocks, f->n_blocks + 1);
	f->blocks[f->n_blocks++] = (struct import_block){
		.sheet = r->sheet,
		.block = r->block++,
		.first_row = r->first_row,
		.n_rows = r->n_rows,
		.body = buf_text(&r->text),
	};
	r->n_rows = 0;
	if (f->flush && f->n_blocks >= FLUSH_BLOCKS)
		return f->flush(f);
	return ctx_err(r->cx);
}

static err add_row(struct reading *r, const struct row *row)
{
	if (!r->n_rows) {
		r->text = buf_on(r->file->block_mem ? r->file->block_mem : r->cx->mem);
		r->json = json_on(&r->text);
		json_open(&r->json, '[');
		r->first_row = row->number;
	}
	write_row(&r->json, row);
	r->n_rows++;
	return r->n_rows == BLOCK_ROWS || r->text.len > BLOCK_BYTES ? end_block(r) : OK;
}

/* ─── sheets ─── */

static err find_header(struct reading *r, struct header **ret)
{
	struct row *rows;
	size_t n;
	err e = book_preview(r->book, (int)r->sheet, HEADER_ROWS_MAX, &rows, &n);
	if (e)
		return e;
	*ret = header_find(r->cx->mem, rows, n, r->known);
	r->data_row = (*ret)->data_row;
	return OK;
}

static err read_rows(struct reading *r, struct import_sheet *sheet)
{
	const struct merge *merges;
	size_t n;
	struct row row;
	err e = book_merges(r->book, (int)r->sheet, &merges, &n);
	if (e || (e = book_start(r->book, (int)r->sheet)))
		return e;
	struct fill *fill = fill_new(r->cx->mem, merges, n);
	while (!e && book_next(r->book, &row)) {
		struct row filled = row;
		fill_row(fill, &filled);
		e = add_row(r, row.number >= r->data_row ? &filled : &row);
		if (++sheet->n_rows > IMPORT_ROWS_MAX)
			e = fail(r->cx, ERR_TOO_LARGE,
				 T("import.rows", "一张工作表最多 {1} 行，请分成几个文件",
				   "A sheet has at most {1} rows: split the file"),
				 i64(IMPORT_ROWS_MAX));
	}
	return e ? e : (e = book_end(r->book)) ? e : end_block(r);
}

/* The sheet that is imported is the one whose header says most. */
static err read_sheet(struct reading *r, const struct sheet_info *info)
{
	struct import_file *f = r->file;
	struct import_sheet *sheet = &f->sheets[f->n_sheets++];
	struct header *h;
	*sheet = (struct import_sheet){.name = mem_str(r->cx->mem, info->name), .sheet = r->sheet};
	err e = find_header(r, &h);
	if (e || (e = read_rows(r, sheet)))
		return e;
	if (!f->header || h->n_matched > f->header->n_matched) {
		f->header = h;
		f->im.sheet = r->sheet;
	}
	return OK;
}

static err read_book(struct reading *r)
{
	int n;
	const struct sheet_info *sheets = book_sheets(r->book, &n);
	r->file->sheets = mem_array(r->cx->mem, struct import_sheet, (size_t)n);
	err e = OK;
	for (r->sheet = 0; r->sheet < n && !e; r->sheet++) {
		r->block = 0;
		e = read_sheet(r, &sheets[r->sheet]);
	}
	return e;
}

/* ─── titles ─── */

static const int64_t confidence_of[] = {
	[MATCH_NONE] = CONFIDENCE_NONE,
	[MATCH_CONTAINS] = CONFIDENCE_CONTAINS,
	[MATCH_ALIAS] = CONFIDENCE_ALIAS,
	[MATCH_EXACT] = CONFIDENCE_EXACT,
};

static const char *joined(mem *parent, const char **words)
{
	struct buf out = buf_on(parent);
	for (; words && *words; words++)
		buf_format(&out, out.len ? " %s" : "%s", *words);
	return out.len ? buf_text(&out) : NULL;
}

static bool has_key(const struct import_title *titles, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (titles[i].key && !strcmp(titles[i].key, key))
			return true;
	return false;
}

/* What the account chose for this title before, if no other column has it. */
static void remember(struct ctx *cx, const char *kind, struct import_title *all, size_t n, size_t i)
{
	const char *key =
		sql_text(cx, NULL,
			 "SELECT key FROM import_match WHERE account_id = $3 AND kind = $1"
			 " AND header = $2",
			 str(kind), str(header_plain(cx->mem, all[i].header)), i64(cx->account_id));
	if (!key || (*key && has_key(all, n, key)))
		return;
	all[i].key = *key ? key : NULL;
	all[i].confidence = CONFIDENCE_REMEMBERED;
	all[i].candidates = NULL;
}

static bool has_title(const struct import_title *all, size_t n, const char *key,
		      const struct import_column *columns)
{
	const struct import_column *c = import_column_find(columns, key);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].header, c->zh) || !strcmp(all[i].header, c->en))
			return true;
	return false;
}

/* The titles of our own lists, to the letter, before all else. In a list with ids and versions what
 * is only nearly called so is shown beside, and is no column. */
static void settle_own(struct ctx *cx, const char *kind, struct import_title *all, size_t n)
{
	const struct import_kind *k = import_kind_find(kind);
	const struct import_column *columns = import_columns(cx->mem, k);
	bool is_list = has_title(all, n, "id", columns) && has_title(all, n, "version", columns);
	for (size_t i = 0; i < n; i++)
		if (is_list && all[i].confidence < CONFIDENCE_ALIAS)
			all[i] = (struct import_title){.column_no = all[i].column_no,
						       .confidence = CONFIDENCE_NONE,
						       .header = all[i].header,
						       .unit = all[i].unit};
	for (size_t i = 0; i < n; i++) {
		const char *key = import_key_of_title(cx->mem, k, all[i].header);
		if (!key || has_key(all, n, key))
			continue;
		all[i].key = key;
		all[i].confidence = CONFIDENCE_EXACT;
		all[i].candidates = NULL;
	}
}

/* An id of ours stands beside its version; "id" alone is somebody else's number. */
static void settle_id(struct import_title *all, size_t n)
{
	for (size_t i = 0; i < n && !has_key(all, n, "version"); i++)
		if (all[i].key && !strcmp(all[i].key, "id"))
			all[i].key = has_key(all, n, "outside_key") ? NULL : "outside_key";
}

err import_titles(struct ctx *cx, const char *kind, const struct header *h,
		  struct import_title **ret, size_t *ret_n)
{
	struct import_title *all = mem_array(cx->mem, struct import_title, h->n + 1);
	for (size_t i = 0; i < h->n; i++) {
		const struct header_column *c = &h->columns[i];
		all[i] = (struct import_title){
			.column_no = c->column,
			.confidence = c->key ? confidence_of[c->match] : CONFIDENCE_NONE,
			.header = mem_str(cx->mem, c->title),
			.unit = mem_str(cx->mem, c->unit),
			.key = c->key,
			.candidates = c->key ? NULL : joined(cx->mem, c->candidates),
		};
	}
	settle_own(cx, kind, all, h->n);
	settle_id(all, h->n);
	for (size_t i = 0; i < h->n; i++)
		remember(cx, kind, all, h->n, i);
	*ret = all;
	*ret_n = h->n;
	return ctx_err(cx);
}

static err nothing_in_it(struct ctx *cx)
{
	return fail(cx, ERR_INVALID,
		    T("import.empty", "文件里没有数据", "There is nothing in the file"));
}

const char *import_format(enum book_kind kind)
{
	static const char *const formats[] = {
		[BOOK_XLSX] = "xlsx", [BOOK_XLS] = "xls", [BOOK_CSV] = "csv"};
	return formats[kind];
}

err import_read_file(struct ctx *cx, const char *path, struct import_file *f)
{
	struct reading r = {.cx = cx,
			    .file = f,
			    .known = import_known(cx->mem, import_kind_find(f->im.kind))};
	err e = book_open(cx, path, NULL, &r.book);
	if (e)
		return e;
	e = read_book(&r);
	if (!e && f->flush && f->n_blocks)
		e = f->flush(f);
	f->im.format = import_format(book_kind(r.book));
	book_close(r.book);
	if (e)
		return e;
	if (!f->header || !f->header->row)
		return nothing_in_it(cx);
	f->im.header_row = f->header->row;
	f->im.data_row = f->header->data_row;
	return OK;
}

err import_read(struct ctx *cx, const char *path, struct import_file *f)
{
	err e = import_read_file(cx, path, f);
	return e ? e : import_titles(cx, f->im.kind, f->header, &f->titles, &f->n_titles);
}

int64_t import_rows_below(const struct import_file *f)
{
	int64_t n = f->sheets[f->im.sheet].n_rows;
	return n > f->im.data_row - 1 ? n - (f->im.data_row - 1) : 0;
}

/* ─── out of the store ─── */

static err open_rows(struct ctx *cx, const char *text, struct row **ret, size_t *ret_n)
{
	json_t *all, *one;
	size_t i;
	err e = json_load_text(cx, text, strlen(text), &all);
	if (e)
		return e;
	*ret_n = json_array_size(all);
	*ret = mem_array(cx->mem, struct row, *ret_n + 1);
	json_array_foreach (all, i, one) {
		read_row(cx->mem, one, &(*ret)[i]);
	}
	return OK;
}

static err open_block(struct ctx *cx, struct stmt *q, struct row **ret, size_t *ret_n)
{
	const char *text = NULL;
	size_t n;
	const void *sealed = sql_next(q) ? col_blob(q, 0, &n) : NULL;
	err e = sql_end(q);
	if (e)
		return e;
	if (!sealed)
		return fail_not_found(cx);
	e = secret_open(cx, sealed, n, &text);
	return e ? e : open_rows(cx, text, ret, ret_n);
}

err import_rows(struct ctx *cx, const struct import *im, int64_t block, struct row **ret,
		size_t *ret_n)
{
	return open_block(cx,
			  sql(cx,
			      "SELECT body FROM import_block WHERE home_id = $1 AND import_id = $2"
			      " AND sheet = $3 AND block = $4",
			      i64(im->home_id), i64(im->id), i64(im->sheet), i64(block)),
			  ret, ret_n);
}

err import_rows_at(struct ctx *cx, const struct import *im, int64_t row_no, struct row **ret,
		   size_t *ret_n)
{
	return open_block(cx,
			  sql(cx,
			      "SELECT body FROM import_block WHERE home_id = $1 AND import_id = $2"
			      " AND sheet = $3 AND block = (SELECT max(block) FROM import_block"
			      " WHERE home_id = $1 AND import_id = $2 AND sheet = $3"
			      " AND first_row <= $4)",
			      i64(im->home_id), i64(im->id), i64(im->sheet), i64(row_no)),
			  ret, ret_n);
}
