#include "sheet/package.h"

#include <string.h>
#include <unistd.h>
#include <zip.h>

struct package {
	struct book *book;
	zip_t *zip;
};

struct part {
	struct book *book;
	zip_file_t *file;
	char *name;
	int64_t packed, unpacked;
};

static const struct text CUT_OFF = {
	"sheet.zip_broken", "文件不完整或已损坏（可能没有下载完），请重新导出后再上传",
	"The file is incomplete or damaged (perhaps not fully downloaded); "
	"export it again"};

/* ─── the directory at the end of a zip ─── */

static uint64_t little(const unsigned char *p, int n)
{
	uint64_t v = 0;
	while (n > 0)
		v = v << 8 | p[--n];
	return v;
}

/* The entries that a 64-bit directory record at `at` claims. */
static uint64_t entries64(struct book *b, uint64_t at)
{
	unsigned char record[40];
	if (at > (uint64_t)b->file_bytes || !book_read_at(b, record, sizeof record, (int64_t)at))
		return 0; /* libzip will say that it is broken */
	return little(record + 32, 8);
}

/* libzip takes memory for every entry that the directory claims, before we could look: so we look
 * first, at every place where it may find a directory. */
static err check_directory(struct book *b)
{
	enum { TAIL = 65536 + 64 };
	int64_t n = b->file_bytes < TAIL ? b->file_bytes : TAIL;
	unsigned char *tail = mem_array(b, unsigned char, TAIL);
	uint64_t most = 0;
	if (!book_read_at(b, tail, (size_t)n, b->file_bytes - n))
		return fail_internal(b->cx, "cannot read the end of a zip");
	for (int64_t i = 0; i + 20 <= n; i++) {
		uint64_t claimed = 0;
		if (!memcmp(tail + i, "PK\5\6", 4))
			claimed = little(tail + i + 10, 2);
		else if (!memcmp(tail + i, "PK\6\7", 4))
			claimed = entries64(b, little(tail + i + 8, 8));
		if (claimed > most && claimed != 0xFFFF)
			most = claimed;
	}
	mem_free(tail);
	if (most <= (uint64_t)b->limits.parts)
		return OK;
	return fail(b->cx, ERR_TOO_LARGE,
		    T("sheet.parts", "文件内部的部件超过 {1} 个的上限",
		      "The file has more than {1} parts"),
		    i64(b->limits.parts));
}

static int package_release(struct package *p)
{
	if (p->zip)
		zip_discard(p->zip);
	return 0;
}

err package_open(struct book *b, struct package **ret)
{
	struct package *p = mem_new(b, struct package);
	p->book = b;
	talloc_set_destructor(p, package_release);
	err e = check_directory(b);
	if (e)
		return e;
	int fd = dup(b->fd), error;
	p->zip = fd >= 0 ? zip_fdopen(fd, 0, &error) : NULL;
	if (!p->zip && fd >= 0)
		close(fd);
	if (!p->zip)
		return broken(b, CUT_OFF);
	*ret = p;
	return OK;
}

struct book *package_book(const struct package *p)
{
	return p->book;
}

bool package_has(const struct package *p, const char *name)
{
	return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

/* ─── parts ─── */

static int part_release(struct part *part)
{
	if (part->file)
		zip_fclose(part->file);
	return 0;
}

err part_open(struct package *p, const char *name, struct part **ret)
{
	struct book *b = p->book;
	struct zip_stat st;
	zip_stat_init(&st);
	if (zip_stat(p->zip, name, ZIP_FL_NOCASE, &st))
		return broken(b,
			      T("sheet.part_missing", "文件已损坏：缺少部件 {1}",
				"The file is broken: its part {1} is missing"),
			      str(name));
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return broken(b, T("sheet.encrypted", "文件有密码，请取消密码后再上传",
				   "The file is protected by a password; remove it first"));
	struct part *part = mem_new(p, struct part);
	talloc_set_destructor(part, part_release);
	part->book = b;
	part->name = mem_str(part, name);
	part->packed =
		st.comp_size < (uint64_t)b->file_bytes ? (int64_t)st.comp_size : b->file_bytes;
	part->file = zip_fopen_index(p->zip, st.index, 0);
	if (!part->file)
		return broken(b, CUT_OFF);
	*ret = part;
	return OK;
}

static err check_size(const struct part *part)
{
	const struct sheet_limits *l = &part->book->limits;
	bool is_bomb = part->unpacked > 1048576 && part->unpacked / l->ratio > part->packed;
	if (part->unpacked <= l->part_bytes && !is_bomb)
		return OK;
	return fail(part->book->cx, ERR_TOO_LARGE,
		    is_bomb ? T("sheet.ratio", "部件 {1} 的压缩比超过 {2} 倍，像是恶意文件",
				"Part {1} is packed more than {2} times: it looks like a trap")
			    : T("sheet.part_bytes",
				"部件 {1} 解压后超过 {3} 字节的上限，请拆成几个文件",
				"Part {1} unpacks to more than {3} bytes; split the file"),
		    str(part->name), i64(l->ratio), i64(l->part_bytes));
}

err part_read(struct part *part, void *to, size_t room, size_t *ret_n)
{
	zip_int64_t got = zip_fread(part->file, to, room);
	if (got < 0)
		return broken(part->book, CUT_OFF);
	part->unpacked += got;
	*ret_n = (size_t)got;
	err e = check_size(part);
	return e ? e : book_count_bytes(part->book, (size_t)got);
}

const char *part_name(const struct part *part)
{
	return part->name;
}

/* Drops the last member of a folder path: "xl/worksheets/" → "xl/". */
static void go_up(struct buf *path)
{
	if (path->len)
		path->len--;
	while (path->len && path->data[path->len - 1] != '/')
		path->len--;
}

char *part_resolve(mem *parent, const char *from, const char *target)
{
	struct buf path = buf_on(parent);
	const char *slash = strrchr(from, '/');
	if (*target == '/')
		target++;
	else if (slash)
		buf_put(&path, from, (size_t)(slash + 1 - from));
	while (!strncmp(target, "../", 3) || !strncmp(target, "./", 2)) {
		if (target[1] == '.')
			go_up(&path);
		target = strchr(target, '/') + 1;
	}
	buf_puts(&path, target);
	return buf_text(&path);
}
