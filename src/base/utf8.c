#include "base/utf8.h"

#include <string.h>

/* Length of the sequence that starts with byte `c`, and the bits of its first byte. */
static size_t sequence(unsigned char c, uint32_t *bits)
{
	if (c < 0x80)
		return *bits = c, 1;
	if (c >= 0xC2 && c < 0xE0)
		return *bits = c & 0x1F, 2;
	if (c >= 0xE0 && c < 0xF0)
		return *bits = c & 0x0F, 3;
	if (c >= 0xF0 && c < 0xF5)
		return *bits = c & 0x07, 4;
	return 0;
}

/* The code point at s (at most n bytes), and its length in *len; false if it is broken. */
static bool decode(const char *s, size_t n, uint32_t *ret_c, size_t *ret_len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c;
	size_t len = sequence((unsigned char)s[0], &c);
	if (!len || len > n)
		return false;
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return false;
		c = c << 6 | ((unsigned char)s[i] & 0x3F);
	}
	if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return false;
	*ret_c = c;
	*ret_len = len;
	return true;
}

bool utf8_is_valid(const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c;
		if (!decode(s + i, n - i, &c, &len) || c == 0)
			return false;
	}
	return true;
}

static bool is_control(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0);
}

bool utf8_is_text(const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c;
		if (!decode(s + i, n - i, &c, &len) || is_control(c))
			return false;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

uint32_t utf8_next(const char **s)
{
	uint32_t c;
	size_t len;
	if (!**s)
		return 0;
	if (!decode(*s, strnlen(*s, 4), &c, &len)) {
		(*s)++;
		return 0xFFFD;
	}
	*s += len;
	return c;
}

size_t utf8_encode(uint32_t c, char out[static 4])
{
	if (c < 0x80)
		return out[0] = (char)c, 1;
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	out[0] = (char)(lead[len] | c);
	return len;
}

static uint32_t fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	return c == 0x3000 || c == 0xA0 ? ' ' : c;
}

void utf8_fold_width(char *s)
{
	const char *in = s;
	char *out = s;
	for (uint32_t c; (c = fold(utf8_next(&in))) != 0;) {
		char bytes[4];
		size_t n = utf8_encode(c, bytes);
		if (out + n > in) /* a broken byte would grow into U+FFFD */
			break;
		memcpy(out, bytes, n);
		out += n;
	}
	*out = '\0';
	utf8_trim(s);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000 || c == 0xA0;
}

void utf8_trim(char *s)
{
	const char *start = s, *p = s, *end = s;
	for (bool is_leading = true; *p;) {
		const char *at = p;
		bool is_inside = !is_blank(utf8_next(&p));
		if (is_inside && is_leading)
			start = at;
		if (is_inside)
			end = p, is_leading = false;
	}
	if (end < start)
		start = end;
	memmove(s, start, (size_t)(end - start));
	s[end - start] = '\0';
}
