#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "expr/expr_priv.h"

/* What stands before the quotes: r is raw, b makes bytes. */
static size_t prefix_length(const struct lexer *l)
{
	size_t n = strspn(l->source + l->at, "rRbB");
	return n <= 2 ? n : 0;
}

bool expr_at_string(const struct lexer *l)
{
	char c = l->source[l->at + prefix_length(l)];
	return c == '"' || c == '\'';
}

static void wrong_escape(struct lexer *l, size_t n)
{
	struct span where = {l->at, n};
	expr_wrong(l->wrongs, where,
		   T("expr.escape", "{1} 不是转义写法；反斜杠本身写作 \\\\",
		     "{1} is no escape; a backslash itself is written \\\\"),
		   NULL, ARGS(str(mem_strn(l->m, l->source + l->at, n))));
}

/* As many digits as there are of the `n`, and their value. */
static size_t read_digits(const char *s, size_t n, uint32_t base, uint32_t *ret)
{
	static const char digits[] = "0123456789abcdef";
	uint32_t v = 0;
	size_t i = 0;
	for (; i < n && s[i]; i++) {
		const char *d = strchr(digits, tolower((unsigned char)s[i]));
		if (!d || (uint32_t)(d - digits) >= base)
			break;
		v = v * base + (uint32_t)(d - digits);
	}
	*ret = v;
	return i;
}

static void put_code_point(struct lexer *l, struct buf *out, uint32_t c, size_t n)
{
	char bytes[4];
	struct span where = {l->at, n};
	if (c == 0)
		expr_wrong(l->wrongs, where,
			   T("expr.nul", "文字不能含有编码为 0 的字符",
			     "A text cannot hold the character 0"),
			   NULL, ARGS());
	else if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		wrong_escape(l, n);
	else
		buf_put(out, bytes, utf8_encode(c, bytes));
}

/* \x41, \u4e00, \U0001f3e0, \101 */
static size_t lex_numeric_escape(struct lexer *l, struct buf *out)
{
	const char *s = l->source + l->at + 1;
	bool is_octal = *s >= '0' && *s <= '3';
	size_t n = is_octal ? 3 : *s == 'u' ? 4 : *s == 'U' ? 8 : 2, skip = is_octal ? 0 : 1;
	uint32_t c;
	size_t got = read_digits(s + skip, n, is_octal ? 8 : 16, &c);
	if (got < n)
		wrong_escape(l, 1 + skip + got);
	else
		put_code_point(l, out, c, 1 + skip + n);
	return 1 + skip + got;
}

/* The escape at l->at; moves past it. */
static void lex_escape(struct lexer *l, struct buf *out)
{
	static const char written[] = "abfnrtv\\?\"'`", meant[] = "\a\b\f\n\r\t\v\\?\"'`";
	const char *s = l->source + l->at + 1;
	const char *simple = *s ? strchr(written, *s) : NULL;
	if (simple) {
		buf_putc(out, meant[simple - written]);
		l->at += 2;
	} else if (*s && strchr("xXuU0123", *s)) {
		l->at += lex_numeric_escape(l, out);
	} else {
		const char *after = s;
		utf8_next(&after);
		wrong_escape(l, 1 + (size_t)(after - s));
		l->at++;
	}
}

/* The text up to the closing quotes, which it moves past; false if there are none. */
static bool lex_body(struct lexer *l, const char *quotes, bool is_raw, struct buf *out)
{
	size_t n = strlen(quotes);
	while (l->at < l->len && strncmp(l->source + l->at, quotes, n) != 0) {
		char c = l->source[l->at];
		if (n == 1 && (c == '\n' || c == '\r'))
			return false;
		if (c == '\\' && !is_raw)
			lex_escape(l, out);
		else
			buf_putc(out, c), l->at++;
	}
	if (l->at >= l->len)
		return false;
	l->at += n;
	return true;
}

struct token expr_lex_string(struct lexer *l)
{
	struct token t = {.kind = TOKEN_STRING, .span = {l->at, 0}};
	size_t prefix = prefix_length(l);
	const char *s = l->source + l->at, *quote = s + prefix;
	bool is_raw = memchr(s, 'r', prefix) || memchr(s, 'R', prefix);
	bool is_bytes = memchr(s, 'b', prefix) || memchr(s, 'B', prefix);
	bool is_triple = quote[1] == *quote && quote[2] == *quote;
	char quotes[4] = {*quote, is_triple ? *quote : '\0', *quote};
	struct buf out = buf_on(l->m);
	l->at += prefix + (is_triple ? 3 : 1);
	bool is_closed = lex_body(l, quotes, is_raw, &out);
	t.text = buf_text(&out);
	t.span.n = l->at - t.span.at;
	if (!is_closed)
		expr_wrong(l->wrongs, t.span,
			   T("expr.open_string", "文字没有结束的引号 {1}",
			     "The text has no closing {1}"),
			   NULL, ARGS(str(quotes)));
	else if (is_bytes)
		expr_wrong(l->wrongs, t.span,
			   T("expr.bytes", "没有字节串：请去掉引号前的 b",
			     "There are no byte sequences: leave out the b before the quotes"),
			   NULL, ARGS());
	t.kind = is_closed && !is_bytes ? TOKEN_STRING : TOKEN_WRONG;
	return t;
}
