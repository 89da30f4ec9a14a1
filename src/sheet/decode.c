#include "sheet/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

enum { CHUNK = 1 << 16, OUT = CHUNK * 2 }; /* two bytes become three at most */

static const struct encoding {
	const char *name, *mark;
	size_t n_mark;
} marks[] = {
	{"UTF-8", "\xEF\xBB\xBF", 3},
	{"UTF-16LE", "\xFF\xFE", 2},
	{"UTF-16BE", "\xFE\xFF", 2},
};

struct decoder {
	struct book *book;
	iconv_t converter; /* (iconv_t)-1: UTF-8 already */
	int64_t at;
	char in[CHUNK], out[OUT];
	size_t n_in; /* bytes in `in` that are not converted yet */
	bool ended_in_cr;
};

static size_t chunk_at(const struct book *b, int64_t at)
{
	return (size_t)(b->file_bytes - at < CHUNK ? b->file_bytes - at : CHUNK);
}

static err unreadable(struct book *b)
{
	return fail_internal(b->cx, "cannot read a spreadsheet: %s", strerror(errno));
}

static const struct encoding *marked(struct book *b)
{
	char head[3] = {0};
	size_t n = b->file_bytes < 3 ? (size_t)b->file_bytes : 3;
	if (!book_read_at(b, head, n, 0))
		return NULL;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (n >= marks[i].n_mark && !memcmp(head, marks[i].mark, marks[i].n_mark))
			return &marks[i];
	return NULL;
}

/* How many bytes at the end of a chunk may belong to a character that goes on behind it. */
static size_t unfinished(const char *s, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = (unsigned char)s[n - back];
		if (c >= 0xC0)
			return (c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2) > back ? back : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

static err whole_is_utf8(struct book *b, bool *ret)
{
	char *chunk = mem_array(b, char, CHUNK);
	*ret = true;
	for (int64_t at = 0; at < b->file_bytes && *ret;) {
		size_t n = chunk_at(b, at);
		if (!book_read_at(b, chunk, n, at))
			return unreadable(b);
		bool is_last = at + (int64_t)n == b->file_bytes;
		size_t whole = is_last ? n : n - unfinished(chunk, n);
		*ret = utf8_is_valid(chunk, whole);
		at += (int64_t)whole;
	}
	mem_free(chunk);
	return OK;
}

err decode_sniff(struct book *b)
{
	const struct encoding *mark = marked(b);
	bool is_utf8 = true;
	if (mark && mark != &marks[0])
		return b->encoding = mark->name, OK;
	err e = whole_is_utf8(b, &is_utf8);
	if (!e && mark && !is_utf8)
		e = broken(b, T("sheet.bad_utf8", "文件标明是 UTF-8，但内容不是；请重新导出",
				"The file says that it is UTF-8 and is not; export it again"));
	b->encoding = is_utf8 ? "UTF-8" : "GB18030";
	return e;
}

static int decoder_release(struct decoder *d)
{
	if (d->converter != (iconv_t)-1)
		iconv_close(d->converter);
	return 0;
}

err decode_open(struct book *b, struct decoder **ret)
{
	const struct encoding *mark = marked(b);
	struct decoder *d = mem_new(b, struct decoder);
	d->book = b;
	d->at = mark ? (int64_t)mark->n_mark : 0;
	d->converter = (iconv_t)-1;
	if (strcmp(b->encoding, "UTF-8") != 0) {
		d->converter = iconv_open("UTF-8", b->encoding);
		if (d->converter == (iconv_t)-1)
			return fail_internal(b->cx, "iconv cannot read %s", b->encoding);
	}
	talloc_set_destructor(d, decoder_release);
	*ret = d;
	return OK;
}

void decode_close(struct decoder *d)
{
	mem_free(d);
}

/* "\r\n" and "\r" to "\n", also where a piece ends between the two. */
static size_t unify_line_ends(struct decoder *d, size_t n)
{
	size_t out = 0;
	for (size_t i = 0; i < n; i++) {
		char c = d->out[i];
		bool is_second = c == '\n' && d->ended_in_cr;
		d->ended_in_cr = c == '\r';
		if (!is_second)
			d->out[out++] = d->ended_in_cr ? '\n' : c;
	}
	return out;
}

static size_t finish(struct decoder *d, size_t n)
{
	bool has_cr = d->ended_in_cr || memchr(d->out, '\r', n);
	return has_cr ? unify_line_ends(d, n) : n;
}

static err convert(struct decoder *d, bool is_last, size_t *ret_n)
{
	char *from = d->in, *to = d->out;
	size_t left = d->n_in, room = sizeof d->out;
	size_t r = iconv(d->converter, &from, &left, &to, &room);
	bool is_cut = r == (size_t)-1 && errno == EINVAL;
	if ((r == (size_t)-1 && errno == EILSEQ) || (is_cut && is_last))
		return broken(
			d->book,
			T("sheet.encoding",
			  "认不出文件的编码（第 {1} 字节不是 {2}），请另存为 .xlsx 或 UTF-8 的 csv",
			  "The encoding is unknown (byte {1} is not {2}); save it as .xlsx or "
			  "as csv in UTF-8"),
			i64(d->at - (int64_t)left + 1), str(d->book->encoding));
	memmove(d->in, from, left);
	d->n_in = left;
	*ret_n = (size_t)(to - d->out);
	return OK;
}

err decode_next(struct decoder *d, const char **ret, size_t *ret_n)
{
	struct book *b = d->book;
	*ret = d->out;
	*ret_n = 0;
	while (!*ret_n && (d->at < b->file_bytes || d->n_in)) {
		bool is_plain = d->converter == (iconv_t)-1;
		char *to = is_plain ? d->out : d->in + d->n_in;
		size_t n = chunk_at(b, d->at);
		if (!is_plain && n > sizeof d->in - d->n_in)
			n = sizeof d->in - d->n_in;
		if (!book_read_at(b, to, n, d->at))
			return unreadable(b);
		d->at += (int64_t)n;
		d->n_in += is_plain ? 0 : n;
		size_t got = n;
		err e = is_plain ? OK : convert(d, d->at == b->file_bytes, &got);
		if (!e)
			e = book_count_bytes(b, got);
		if (e)
			return e;
		*ret_n = finish(d, got);
	}
	return OK;
}
