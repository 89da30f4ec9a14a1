#include "sheet/biff.h"

#include <string.h>

#include "base/utf8.h"

bool biff_next(struct biff *r)
{
	unsigned char head[4];
	if (!cfb_read(r->stream, head, 4, r->next))
		return false;
	r->type = head[0] | (unsigned)head[1] << 8;
	r->n = head[2] | (size_t)head[3] << 8;
	r->at = 0;
	bool is_whole = cfb_read(r->stream, r->data, r->n, r->next + 4);
	r->next += 4 + (int64_t)r->n;
	return is_whole;
}

uint32_t biff_u(const struct biff *r, size_t at, int bytes)
{
	uint32_t v = 0;
	if (at + (size_t)bytes > r->n)
		return 0;
	while (bytes > 0)
		v = v << 8 | r->data[at + (size_t)--bytes];
	return v;
}

double biff_double(const struct biff *r, size_t at)
{
	uint64_t bits = biff_u(r, at, 4) | (uint64_t)biff_u(r, at + 4, 4) << 32;
	double v;
	memcpy(&v, &bits, sizeof v);
	return v;
}

err biff_damaged(struct biff *r)
{
	return broken(r->book,
		      T("sheet.biff", "文件不完整或已损坏（.xls 的记录有误），请重新导出",
			"The file is incomplete or damaged (a record of an .xls); export it "
			"again"));
}

/* At the end of a record, on to its continuation. */
static bool reach_data(struct biff *r)
{
	while (r->at >= r->n)
		if (!biff_next(r) || r->type != BIFF_CONTINUE)
			return false;
	return true;
}

static int next_byte(struct biff *r)
{
	return reach_data(r) ? r->data[r->at++] : -1;
}

uint32_t biff_int(struct biff *r, int bytes)
{
	uint32_t v = 0;
	for (int i = 0; i < bytes; i++) {
		int c = next_byte(r);
		v |= (c < 0 ? 0 : (uint32_t)c) << (8 * i);
	}
	return v;
}

static void put_char(struct biff *r, uint32_t c)
{
	char bytes[4];
	bool is_lone_half = c >= 0xD800 && c < 0xE000;
	size_t n = utf8_encode(is_lone_half ? 0xFFFD : c, bytes);
	if ((int64_t)(r->text.len + n) <= r->book->limits.cell_bytes + 4)
		buf_put(&r->text, bytes, n);
}

/* `count` characters. Where they go on in another record, a byte there says anew how wide they
 * are. */
static bool read_chars(struct biff *r, uint32_t count, bool is_wide)
{
	uint32_t high = 0; /* the first half of a pair */
	for (; count > 0; count--) {
		bool goes_on = r->at >= r->n;
		if (!reach_data(r))
			return false;
		if (goes_on)
			is_wide = r->data[r->at++] & 1;
		size_t width = is_wide ? 2 : 1;
		if (r->n - r->at < width)
			return false;
		uint32_t c = biff_u(r, r->at, (int)width);
		r->at += width;
		bool is_low = c >= 0xDC00 && c < 0xE000;
		if (high && is_low)
			c = 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00);
		else if (high)
			put_char(r, high);
		high = c >= 0xD800 && c < 0xDC00 ? c : 0;
		if (!high)
			put_char(r, c);
	}
	if (high)
		put_char(r, high);
	return true;
}

static bool skip(struct biff *r, uint64_t n)
{
	while (n > 0) {
		if (!reach_data(r))
			return false;
		size_t part = r->n - r->at < n ? r->n - r->at : (size_t)n;
		r->at += part;
		n -= part;
	}
	return true;
}

err biff_text(struct biff *r, int length_bytes)
{
	r->text.len = 0;
	uint32_t count = biff_int(r, length_bytes);
	uint32_t flags = biff_int(r, 1);
	uint64_t runs = flags & 8 ? biff_int(r, 2) : 0; /* of formatting */
	uint64_t phonetic = flags & 4 ? biff_int(r, 4) : 0;
	if (!read_chars(r, count, flags & 1) || !skip(r, runs * 4 + phonetic))
		return biff_damaged(r);
	return OK;
}
