#include "sheet/cfb.h"

#include <string.h>

enum {
	HEADER = 512,
	DIFAT_IN_HEADER = 109,
	ENTRY = 128, /* of the directory */
	ENTRIES_MAX = 1 << 16,
	MINI_PIECE = 64,
	KIND_STREAM = 2,
};
static const uint32_t SECTOR_LAST = 0xFFFFFFFA; /* above stand the marks: end of chain, free … */

/* A chain of sectors, by number. */
struct chain {
	uint32_t *sectors;
	size_t n;
};

struct entry {
	char name[34]; /* its ASCII; other characters as '?' */
	int kind;      /* 0: none */
	uint32_t left, right, child;
	uint32_t start;
	int64_t size;
};

struct cfb {
	struct book *book;
	unsigned char header[HEADER];
	size_t sector; /* bytes of each */
	uint32_t n_sectors;
	struct chain fat, mini_fat; /* here `sectors` is the table: for each the one after it */
	struct chain root;          /* the sectors of the mini stream */
	int64_t mini_cutoff;
	unsigned char *directory;
	uint32_t n_entries;
	struct entry workbook, mini_stream;
	bool is_old, is_encrypted;
};

static uint32_t u16(const void *p)
{
	const unsigned char *s = p;
	return s[0] | (uint32_t)s[1] << 8;
}

static uint32_t u32(const void *p)
{
	const unsigned char *s = p;
	return u16(s) | u16(s + 2) << 16;
}

static err damaged(struct cfb *c)
{
	return broken(c->book,
		      T("sheet.cfb", "文件不完整或已损坏（.xls 的容器结构有误），请重新导出",
			"The file is incomplete or damaged (the container of an .xls); "
			"export it again"));
}

static int64_t sector_at(const struct cfb *c, uint32_t sector)
{
	return ((int64_t)sector + 1) * (int64_t)c->sector;
}

static err read_sector(struct cfb *c, uint32_t sector, void *to)
{
	bool is_read =
		sector < c->n_sectors && book_read_at(c->book, to, c->sector, sector_at(c, sector));
	return is_read ? OK : damaged(c);
}

static void chain_add(struct cfb *c, struct chain *chain, uint32_t sector)
{
	if ((chain->n & (chain->n - 1)) == 0)
		chain->sectors = mem_grow(c, chain->sectors, chain->n ? chain->n * 2 : 1);
	chain->sectors[chain->n++] = sector;
}

/* The chain that starts at `sector`, by the table `next`. */
static err follow(struct cfb *c, const struct chain *next, uint32_t sector, struct chain *ret)
{
	for (; sector < SECTOR_LAST; sector = next->sectors[sector]) {
		if (sector >= next->n || ret->n >= next->n) /* astray, or biting its tail */
			return damaged(c);
		chain_add(c, ret, sector);
	}
	return OK;
}

/* A table, from the sectors that it lies in; no more of it than the file has pieces for. */
static err load_table(struct cfb *c, const struct chain *where, size_t piece, struct chain *table)
{
	size_t each = c->sector / 4, most = (size_t)c->book->file_bytes / piece + each;
	unsigned char *sector = mem_array(c, unsigned char, c->sector);
	size_t n = where->n < most / each ? where->n : most / each;
	table->sectors = mem_array(c, uint32_t, n * each);
	for (size_t i = 0; i < n; i++) {
		err e = read_sector(c, where->sectors[i], sector);
		if (e)
			return e;
		for (size_t j = 0; j < each; j++)
			table->sectors[table->n++] = u32(sector + j * 4);
	}
	return OK;
}

/* Where the FAT's own sectors are: 109 in the header, the rest in a chain of their own. */
static err find_fat(struct cfb *c, struct chain *ret)
{
	uint32_t n = u32(c->header + 44), next = u32(c->header + 68);
	unsigned char *sector = mem_array(c, unsigned char, c->sector);
	if (n > c->n_sectors)
		return damaged(c);
	for (uint32_t i = 0; i < n && i < DIFAT_IN_HEADER; i++)
		chain_add(c, ret, u32(c->header + 76 + i * 4));
	while (ret->n < n && next < SECTOR_LAST) {
		err e = read_sector(c, next, sector);
		if (e)
			return e;
		for (size_t j = 0; j + 4 < c->sector && ret->n < n; j += 4)
			chain_add(c, ret, u32(sector + j));
		next = u32(sector + c->sector - 4);
	}
	return OK;
}

/* ─── the directory ─── */

static struct entry read_entry(const unsigned char *p)
{
	struct entry e = {.kind = p[66],
			  .left = u32(p + 68),
			  .right = u32(p + 72),
			  .child = u32(p + 76),
			  .start = u32(p + 116),
			  .size = u32(p + 120)};
	uint32_t n = u16(p + 64) / 2;
	for (uint32_t i = 0; i + 1 < n && i < 32; i++) {
		uint32_t ch = u16(p + i * 2);
		e.name[i] = ch < 128 ? (char)ch : '?';
	}
	return e;
}

static void notice(struct cfb *c, const struct entry *e)
{
	if (e->kind != KIND_STREAM)
		return;
	c->is_old |= !strcmp(e->name, "Book");
	c->is_encrypted |= !strcmp(e->name, "EncryptedPackage");
	if (!strcmp(e->name, "Workbook"))
		c->workbook = *e;
}

/* The members of the root: a tree by their names. Other folders may hold workbooks too, embedded
 * in this one, which are not meant. */
static void walk_root(struct cfb *c)
{
	struct chain open = {0};
	bool *is_seen = mem_array(c, bool, c->n_entries);
	c->mini_stream = read_entry(c->directory);
	chain_add(c, &open, c->mini_stream.child);
	while (open.n) {
		uint32_t i = open.sectors[--open.n];
		if (i >= c->n_entries || is_seen[i])
			continue;
		is_seen[i] = true;
		struct entry e = read_entry(c->directory + (size_t)i * ENTRY);
		notice(c, &e);
		chain_add(c, &open, e.left);
		chain_add(c, &open, e.right);
	}
}

static err read_directory(struct cfb *c)
{
	struct chain where = {0};
	err e = follow(c, &c->fat, u32(c->header + 48), &where);
	size_t each = c->sector / ENTRY;
	if (!e && (!where.n || where.n > ENTRIES_MAX / each))
		return damaged(c);
	c->directory = mem_array(c, unsigned char, where.n * c->sector);
	c->n_entries = (uint32_t)(where.n * each);
	for (size_t i = 0; !e && i < where.n; i++)
		e = read_sector(c, where.sectors[i], c->directory + i * c->sector);
	if (!e)
		walk_root(c);
	return e;
}

static err check_directory(struct cfb *c)
{
	if (c->is_encrypted)
		return broken(c->book, T("sheet.encrypted", "文件有密码，请取消密码后再上传",
					 "The file is protected by a password; remove it first"));
	if (c->workbook.kind)
		return OK;
	return c->is_old ? broken(c->book,
				  T("sheet.excel95", "这是 Excel 95 或更早的文件，请另存为 .xlsx",
				    "This is a file of Excel 95 or before; save it as .xlsx"))
			 : broken(c->book,
				  T("sheet.no_workbook", "这是压缩包或别的文件，里面没有工作簿",
				    "This is an archive or another kind of file: it holds no "
				    "workbook"));
}

/* ─── the stream ─── */

static err locate(struct cfb *c, struct cfb_stream *s)
{
	bool is_mini = c->workbook.size < c->mini_cutoff;
	struct chain chain = {0};
	err e = follow(c, is_mini ? &c->mini_fat : &c->fat, c->workbook.start, &chain);
	if (!e && is_mini)
		e = follow(c, &c->fat, c->mini_stream.start, &c->root);
	if (e)
		return e;
	s->piece = is_mini ? MINI_PIECE : c->sector;
	s->at = mem_array(s, int64_t, chain.n);
	size_t minis = c->sector / MINI_PIECE;
	for (; s->n_pieces < chain.n; s->n_pieces++) {
		uint32_t i = chain.sectors[s->n_pieces];
		if (is_mini && i / minis >= c->root.n)
			return damaged(c);
		s->at[s->n_pieces] = is_mini ? sector_at(c, c->root.sectors[i / minis]) +
						       (int64_t)(i % minis) * MINI_PIECE
					     : sector_at(c, i);
	}
	int64_t held = (int64_t)(s->n_pieces * s->piece);
	s->size = c->workbook.size < held ? c->workbook.size : held;
	return OK;
}

static err read_tables(struct cfb *c)
{
	struct chain fat_at = {0}, mini_at = {0};
	uint32_t shift = u16(c->header + 30);
	if (shift != 9 && shift != 12)
		return damaged(c);
	c->sector = (size_t)1 << shift;
	c->n_sectors = (uint32_t)((c->book->file_bytes + (int64_t)c->sector - 1) >> shift);
	c->mini_cutoff = u32(c->header + 56);
	err e = find_fat(c, &fat_at);
	if (!e)
		e = load_table(c, &fat_at, c->sector, &c->fat);
	if (!e)
		e = follow(c, &c->fat, u32(c->header + 60), &mini_at);
	if (!e)
		e = load_table(c, &mini_at, MINI_PIECE, &c->mini_fat);
	return e;
}

err cfb_open(struct book *b, struct cfb_stream **ret)
{
	struct cfb *c = mem_new(b, struct cfb);
	struct cfb_stream *s = mem_new(b, struct cfb_stream);
	c->book = s->book = b;
	err e = book_read_at(b, c->header, HEADER, 0) ? OK : damaged(c);
	if (!e)
		e = read_tables(c);
	if (!e)
		e = read_directory(c);
	if (!e)
		e = check_directory(c);
	if (!e)
		e = locate(c, s);
	if (e)
		return e;
	s->window = mem_array(s, char, s->piece);
	s->window_of = SIZE_MAX;
	mem_free(c);
	*ret = s;
	return OK;
}

/* The last sector of a file may be cut short: what is missing reads as zeros. */
static bool load_piece(struct cfb_stream *s, size_t i)
{
	if (s->window_of == i)
		return true;
	int64_t left = s->book->file_bytes - s->at[i];
	size_t n = left < (int64_t)s->piece ? (size_t)(left > 0 ? left : 0) : s->piece;
	memset(s->window + n, 0, s->piece - n);
	bool is_read = n && book_read_at(s->book, s->window, n, s->at[i]);
	s->window_of = is_read ? i : SIZE_MAX;
	return is_read;
}

bool cfb_read(struct cfb_stream *s, void *to, size_t n, int64_t at)
{
	if (at < 0 || at > s->size || (int64_t)n > s->size - at)
		return false;
	for (char *p = to; n > 0;) {
		size_t i = (size_t)at / s->piece, from = (size_t)at % s->piece;
		size_t part = s->piece - from < n ? s->piece - from : n;
		if (!load_piece(s, i))
			return false;
		memcpy(p, s->window + from, part);
		p += part;
		at += (int64_t)part;
		n -= part;
	}
	return true;
}
