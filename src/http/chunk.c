/* The framing of a chunked body. Sizes are plain hex digits: no extensions, signs or blanks; no
 * trailers. What is announced is bounded before it arrives. */
#include "http/wire_priv.h"

enum { SIZE_DIGITS_MAX = 8 };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size is complete: its CR has come. Many tiny chunks cost more than they carry. */
static enum refusal end_of_size(struct chunks *c)
{
	if (!c->n_digits)
		return REFUSE_CHUNK;
	c->is_last = c->size == 0;
	c->total += c->size;
	if (c->total > c->max)
		return REFUSE_BODY_LARGE;
	c->at = CHUNK_EDGE;
	c->n_edge = 1;
	return ++c->n > 256 + c->total / 64 ? REFUSE_CHUNK : LAWFUL;
}

static enum refusal take_size(struct chunks *c, char byte)
{
	int digit = hex_digit(byte);
	if (byte == '\r')
		return end_of_size(c);
	if (digit < 0 || ++c->n_digits > SIZE_DIGITS_MAX)
		return REFUSE_CHUNK;
	c->size = c->size << 4 | (unsigned)digit;
	return LAWFUL;
}

/* The CR LF after a size, after the data, and (with two of them) after the last chunk. */
static enum refusal take_edge(struct chunks *c, char byte)
{
	if (byte != "\r\n\r\n"[c->n_edge])
		return REFUSE_CHUNK;
	c->n_edge++;
	if (c->is_last && c->n_edge == 4)
		c->at = CHUNK_END;
	else if (!c->is_last && c->n_edge == 2)
		c->at = c->size ? CHUNK_DATA : CHUNK_DIGITS, c->n_digits = 0;
	return LAWFUL;
}

static size_t take_data(struct chunks *c, size_t n)
{
	if (n > c->size)
		n = c->size;
	c->size -= n;
	if (!c->size)
		c->at = CHUNK_EDGE, c->n_edge = 0;
	return n;
}

enum refusal chunks_scan(struct chunks *c, const char *p, size_t n, size_t *ret_used)
{
	enum refusal r = LAWFUL;
	size_t i = 0;
	while (i < n && r == LAWFUL && c->at != CHUNK_END) {
		if (c->at == CHUNK_DATA)
			i += take_data(c, n - i);
		else if (c->at == CHUNK_DIGITS)
			r = take_size(c, p[i++]);
		else
			r = take_edge(c, p[i++]);
	}
	*ret_used = i;
	return r;
}
