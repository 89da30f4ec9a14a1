#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "expr/expr_priv.h"

static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->len ? l->source[l->at + ahead] : '\0';
}

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool is_name_part(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void skip_blanks(struct lexer *l)
{
	while (l->at < l->len) {
		if (strchr(" \t\n\f\r", peek(l, 0)))
			l->at++;
		else if (peek(l, 0) == '/' && peek(l, 1) == '/')
			l->at += strcspn(l->source + l->at, "\n");
		else
			break;
	}
}

/* ─── numbers ─── */

/* How long what people would read as one number is: digits and letters, a point before a digit, a
 * sign after an exponent's letter. */
static size_t number_length(const struct lexer *l)
{
	bool is_hex = peek(l, 0) == '0' && tolower((unsigned char)peek(l, 1)) == 'x';
	size_t n = 0;
	for (;; n++) {
		char c = peek(l, n), before = n ? peek(l, n - 1) : '\0';
		bool is_exponent = !is_hex && (before == 'e' || before == 'E');
		if (!is_name_part(c) && !(c == '.' && isdigit((unsigned char)peek(l, n + 1))) &&
		    !(is_exponent && (c == '+' || c == '-')))
			return n;
	}
}

/* All `n` characters are digits, of which there is at least one. */
static bool are_digits(const char *s, size_t n, const char *digits)
{
	return n && strspn(s, digits) >= n;
}

static bool is_int(const char *s, size_t n)
{
	if (s[0] == '0' && n > 1 && s[1] == 'x')
		return are_digits(s + 2, n - 2, "0123456789abcdefABCDEF");
	return are_digits(s, n, "0123456789");
}

/* Of an int's literal; false if it is beyond 2^63. */
static bool read_int(const char *s, size_t n, uint64_t *ret)
{
	unsigned base = n > 1 && s[1] == 'x' ? 16 : 10;
	uint64_t v = 0;
	for (size_t i = base == 16 ? 2 : 0; i < n; i++) {
		char c = (char)tolower((unsigned char)s[i]);
		unsigned digit = (unsigned)(isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10);
		if (__builtin_mul_overflow(v, base, &v) || __builtin_add_overflow(v, digit, &v))
			return false;
	}
	*ret = v;
	return v <= UINT64_C(1) << 63;
}

static struct token wrong_number(struct lexer *l, struct token t, struct text text)
{
	expr_wrong(l->wrongs, t.span, text, NULL,
		   ARGS(str(mem_strn(l->m, l->source + t.span.at, t.span.n))));
	t.kind = TOKEN_WRONG;
	return t;
}

static struct token lex_number(struct lexer *l)
{
	const char *s = l->source + l->at;
	size_t n = number_length(l);
	struct token t = {.kind = TOKEN_INT, .span = {l->at, n}};
	l->at += n;
	if (is_int(s, n))
		return read_int(s, n, &t.number)
			       ? t
			       : wrong_number(l, t,
					      T("expr.int_range", "{1} 超出 64 位整数的范围",
						"{1} does not fit an int of 64 bits"));
	if (tolower((unsigned char)s[n - 1]) == 'u' && is_int(s, n - 1))
		return wrong_number(l, t,
				    T("expr.uint", "没有无符号整数：{1} 请去掉 u",
				      "There are no unsigned ints: write {1} without the u"));
	if (strspn(s, "0123456789.eE+-") >= n)
		return wrong_number(
			l, t,
			T("expr.double", "没有小数：{1} 请用最小单位的整数书写",
			  "There is no floating point: write {1} as an int of a smaller unit"));
	return wrong_number(l, t, T("expr.number", "{1} 不是整数", "{1} is not an int"));
}

/* ─── names and symbols ─── */

static struct token lex_name(struct lexer *l)
{
	size_t n = 1;
	while (is_name_part(peek(l, n)))
		n++;
	struct token t = {.kind = TOKEN_NAME, .span = {l->at, n}};
	t.text = mem_strn(l->m, l->source + l->at, n);
	l->at += n;
	return t;
}

static struct token symbol(struct lexer *l, int which, size_t n)
{
	struct token t = {.kind = TOKEN_SYMBOL, .span = {l->at, n}, .symbol = which};
	l->at += n;
	return t;
}

/* One character where the language has two: what is meant is clear, so the parser goes on. */
static struct token half_symbol(struct lexer *l, int meant, const char *written)
{
	struct token t = symbol(l, meant, 1);
	expr_wrong(l->wrongs, t.span, T("expr.half", "这里要写 {1}", "Write {1} here"), written,
		   ARGS(str(written)));
	return t;
}

static bool lex_symbol(struct lexer *l, struct token *ret)
{
	static const int pairs[] = {SYMBOL_AND, SYMBOL_OR, SYMBOL_EQ,
				    SYMBOL_NE,  SYMBOL_LE, SYMBOL_GE};
	char c = peek(l, 0);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (c == pairs[i] >> 8 && peek(l, 1) == (pairs[i] & 0xFF))
			return *ret = symbol(l, pairs[i], 2), true;
	if (c == '=')
		return *ret = half_symbol(l, SYMBOL_EQ, "=="), true;
	if (c == '&')
		return *ret = half_symbol(l, SYMBOL_AND, "&&"), true;
	if (c == '|')
		return *ret = half_symbol(l, SYMBOL_OR, "||"), true;
	if (c && strchr("()[]{},:?.<>!+-*/%", c))
		return *ret = symbol(l, c, 1), true;
	return false;
}

/* ─── what does not belong ─── */

static const char *half_width(struct lexer *l, uint32_t c)
{
	if (c >= 0x2018 && c <= 0x201F)
		return "\"";
	if (c == 0x3000)
		return " ";
	if (c < 0xFF01 || c > 0xFF5E)
		return NULL;
	return mem_format(l->m, "%c", (char)(c - 0xFEE0));
}

/* “…” to its end on the line. */
static size_t curly_length(const struct lexer *l, size_t first)
{
	size_t line = strcspn(l->source + l->at, "\r\n");
	const char *from = l->source + l->at + first;
	const char *end = strstr(from, "\u201d"), *other = strstr(from, "\u2019");
	if (!end || (other && other < end))
		end = other;
	return end && (size_t)(end - l->source) < l->at + line
		       ? (size_t)(end - l->source) - l->at + first
		       : line;
}

/* A character of an input method where ASCII belongs: said, and read as what it stands for. */
static bool lex_full_width(struct lexer *l, uint32_t c, size_t n, struct token *ret)
{
	const char *meant = half_width(l, c);
	struct span where = {l->at, n};
	if (!meant)
		return false;
	expr_wrong(l->wrongs, where,
		   T("expr.full_width", "{1} 是全角字符，要用半角",
		     "{1} is full width; write it in ASCII"),
		   meant, ARGS(str(mem_strn(l->m, l->source + l->at, n))));
	if (*meant == '"')
		*ret = symbol(l, 0, curly_length(l, n)), ret->kind = TOKEN_WRONG;
	else if (strchr("()[]{},:?.<>!+-*/%", *meant))
		*ret = symbol(l, *meant, n);
	else if (*meant == '=')
		*ret = symbol(l, SYMBOL_EQ, n);
	else if (*meant == ' ')
		l->at += n, *ret = expr_lex(l);
	else
		*ret = symbol(l, 0, n), ret->kind = TOKEN_WRONG;
	return true;
}

static struct token lex_other(struct lexer *l)
{
	const char *s = l->source + l->at;
	struct token t;
	uint32_t c = utf8_next(&s);
	size_t n = (size_t)(s - l->source) - l->at;
	if (lex_full_width(l, c, n, &t))
		return t;
	while (utf8_next(&s) >= 0x80) /* a word of Chinese is one mistake */
		n = (size_t)(s - l->source) - l->at;
	t = symbol(l, 0, n);
	t.kind = TOKEN_WRONG;
	expr_wrong(l->wrongs, t.span,
		   T("expr.character", "这里不能写 {1}", "{1} has no place here"), NULL,
		   ARGS(str(mem_strn(l->m, l->source + t.span.at, n))));
	return t;
}

struct token expr_lex(struct lexer *l)
{
	struct token t;
	skip_blanks(l);
	char c = peek(l, 0);
	if (l->at >= l->len)
		return (struct token){.kind = TOKEN_END, .span = {l->len, 0}};
	if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)peek(l, 1))))
		return lex_number(l);
	if (expr_at_string(l))
		return expr_lex_string(l);
	if (is_name_start(c))
		return lex_name(l);
	return lex_symbol(l, &t) ? t : lex_other(l);
}
