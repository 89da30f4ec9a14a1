#include <string.h>

#include "expr/expr_priv.h"

const char *const expr_op_names[OP__MAX] = {
	"",
	[OP_EQ] = "==",
	[OP_NE] = "!=",
	[OP_LT] = "<",
	[OP_LE] = "<=",
	[OP_GT] = ">",
	[OP_GE] = ">=",
	[OP_IN] = "in",
	[OP_ADD] = "+",
	[OP_SUB] = "-",
	[OP_MUL] = "*",
	[OP_DIV] = "/",
	[OP_MOD] = "%",
	[OP_NEG] = "-",
	[OP_NOT] = "!",
	[OP_AND] = "&&",
	[OP_OR] = "||",
};

struct binary {
	int symbol;
	enum op op;
	int binds; /* the higher, the tighter */
};

struct parser {
	struct lexer lex;
	struct token token;
	size_t end; /* of the token before it */
	mem *m;
	struct wrongs *wrongs;
	int depth;
	size_t n_nodes;
	bool is_stopped;
};

static struct node *parse_expr(struct parser *p);
static struct node *parse_unary(struct parser *p);

static void advance(struct parser *p)
{
	p->end = p->token.span.at + p->token.span.n;
	if (p->token.kind != TOKEN_END)
		p->token = expr_lex(&p->lex);
}

static bool is_symbol(const struct parser *p, int symbol)
{
	return p->token.kind == TOKEN_SYMBOL && p->token.symbol == symbol;
}

static bool skip(struct parser *p, int symbol)
{
	bool is = is_symbol(p, symbol);
	if (is)
		advance(p);
	return is;
}

static const char *token_text(const struct parser *p)
{
	return mem_strn(p->m, p->lex.source + p->token.span.at, p->token.span.n);
}

/* Too deep or too large: whatever follows is left unread, and nothing more is found fault with. */
static void stop(struct parser *p, struct text text, int64_t most)
{
	if (!p->is_stopped)
		expr_wrong(p->wrongs, p->token.span, text, NULL, ARGS(i64(most)));
	p->is_stopped = true;
	p->lex.at = p->lex.len;
	p->token = (struct token){.kind = TOKEN_END, .span = {p->lex.len, 0}};
}

static void stop_deep(struct parser *p)
{
	stop(p, T("expr.too_deep", "嵌套超过 {1} 层", "Nested deeper than {1}"), EXPR_DEPTH_MAX);
}

/* A finding at the token that stands here, unless it is one already. */
static void wrong_here(struct parser *p, struct text text, const char *nearest,
		       const struct arg *args)
{
	if (p->token.kind != TOKEN_WRONG && !p->is_stopped)
		expr_wrong(p->wrongs, p->token.span, text, nearest, args);
}

/* ─── nodes ─── */

static struct node *node_new(struct parser *p, enum node_kind kind, struct span span)
{
	struct node *n = mem_new(p->m, struct node);
	n->kind = kind;
	n->span = n->name_span = span;
	n->height = 1;
	if (++p->n_nodes > EXPR_NODES_MAX)
		stop(p,
		     T("expr.too_many", "表达式超过 {1} 个部分",
		       "The expression has more than {1} parts"),
		     EXPR_NODES_MAX);
	return n;
}

static struct node *node_here(struct parser *p, enum node_kind kind)
{
	return node_new(p, kind, p->token.span);
}

/* The node reaches to the end of what has been read. */
static struct node *end_here(struct parser *p, struct node *n)
{
	if (p->end > n->span.at)
		n->span.n = p->end - n->span.at;
	return n;
}

static void add(struct parser *p, struct node *n, struct node *arg)
{
	if ((n->n_args & (n->n_args - 1)) == 0)
		n->args = mem_grow(p->m, n->args, n->n_args ? n->n_args * 2 : 1);
	n->args[n->n_args++] = arg;
	if (arg->height >= n->height)
		n->height = arg->height + 1;
	if (n->height > EXPR_DEPTH_MAX)
		stop_deep(p);
	end_here(p, n);
}

/* ─── going on after a mistake ─── */

/* Past the bracket that closes what is open here. */
static void skip_to_close(struct parser *p)
{
	for (int open = 1; p->token.kind != TOKEN_END && open; advance(p)) {
		if (is_symbol(p, '(') || is_symbol(p, '[') || is_symbol(p, '{'))
			open++;
		if (is_symbol(p, ')') || is_symbol(p, ']') || is_symbol(p, '}'))
			open--;
	}
}

static void close_with(struct parser *p, char symbol)
{
	const char *wanted = mem_format(p->m, "%c", symbol);
	if (skip(p, symbol))
		return;
	if (p->token.kind == TOKEN_END)
		wrong_here(p, T("expr.missing", "缺少 {1}", "{1} is missing"), NULL,
			   ARGS(str(wanted)));
	else
		wrong_here(p, T("expr.expected", "这里是 {1}，应为 {2}", "Found {1}, expected {2}"),
			   NULL, ARGS(str(token_text(p)), str(wanted)));
	skip_to_close(p);
}

static struct node *no_value(struct parser *p)
{
	if (p->token.kind == TOKEN_END)
		wrong_here(p, T("expr.no_value", "这里缺少一个值", "A value is missing here"), NULL,
			   ARGS());
	else
		wrong_here(p,
			   T("expr.no_value_but", "这里是 {1}，应为一个值",
			     "Found {1}, expected a value"),
			   NULL, ARGS(str(token_text(p))));
	struct node *n = node_here(p, NODE_WRONG);
	if (p->token.kind == TOKEN_WRONG)
		advance(p);
	return n;
}

/* ─── literals and names ─── */

static struct node *parse_int(struct parser *p, bool is_negative, size_t from)
{
	uint64_t v = p->token.number;
	struct node *n = node_new(p, NODE_LITERAL, (struct span){from, 0});
	n->value.kind = EXPR_INT;
	n->value.i = (int64_t)(is_negative ? -v : v);
	if (!is_negative && v > INT64_MAX) {
		wrong_here(p,
			   T("expr.int_range", "{1} 超出 64 位整数的范围",
			     "{1} does not fit an int of 64 bits"),
			   NULL, ARGS(str(token_text(p))));
		n->kind = NODE_WRONG;
	}
	advance(p);
	return end_here(p, n);
}

static struct node *parse_string(struct parser *p)
{
	struct node *n = node_here(p, NODE_LITERAL);
	n->value.kind = EXPR_STRING;
	n->value.s = p->token.text;
	advance(p);
	return n;
}

static bool is_reserved(const char *name)
{
	static const char *const words[] = {
		"as",     "break",  "const",     "continue", "else",  "for",  "function",
		"if",     "import", "in",        "let",      "loop",  "null", "package",
		"return", "var",    "namespace", "void",     "while",
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(name, words[i]))
			return true;
	return false;
}

/* Expressions between commas up to `close`, which may follow a comma where `may_trail`. */
static void parse_list(struct parser *p, struct node *n, char close, bool may_trail)
{
	while (!is_symbol(p, close)) {
		add(p, n, parse_expr(p));
		if (!skip(p, ',') || (may_trail && is_symbol(p, close)))
			break;
		if (is_symbol(p, close))
			add(p, n, no_value(p));
	}
	close_with(p, close);
	end_here(p, n);
}

static struct node *parse_bool(struct parser *p)
{
	struct node *n = node_here(p, NODE_LITERAL);
	n->value.kind = EXPR_BOOL;
	n->value.b = *p->token.text == 't';
	advance(p);
	return n;
}

static struct node *parse_name(struct parser *p)
{
	const char *name = p->token.text;
	if (!strcmp(name, "true") || !strcmp(name, "false"))
		return parse_bool(p);
	struct node *n = node_here(p, NODE_NAME);
	n->name = name;
	if (!strcmp(name, "null"))
		wrong_here(p,
			   T("expr.null", "没有 null：用 has() 询问是否有记录",
			     "There is no null: has() asks whether something is recorded"),
			   NULL, ARGS());
	else if (is_reserved(name))
		wrong_here(p,
			   T("expr.reserved", "{1} 是保留字，不能作名称",
			     "{1} is a reserved word, no name"),
			   NULL, ARGS(str(name)));
	if (is_reserved(name))
		n->kind = NODE_WRONG;
	advance(p);
	if (skip(p, '(')) {
		n->kind = n->kind == NODE_WRONG ? NODE_WRONG : NODE_CALL;
		parse_list(p, n, ')', false);
	}
	return n;
}

/* `.name` */
static struct node *parse_rooted(struct parser *p)
{
	size_t from = p->token.span.at;
	advance(p);
	if (p->token.kind != TOKEN_NAME)
		return no_value(p);
	struct node *n = parse_name(p);
	n->span.n += n->span.at - from;
	n->span.at = from;
	n->is_rooted = true;
	return n;
}

static void parse_entry(struct parser *p, struct node *map)
{
	add(p, map, parse_expr(p));
	if (skip(p, ':')) {
		add(p, map, parse_expr(p));
		return;
	}
	wrong_here(p,
		   T("expr.no_colon", "键的后面应为 : 和值", "A key is followed by : and a value"),
		   ":", ARGS());
	add(p, map, node_here(p, NODE_WRONG));
}

static struct node *parse_map(struct parser *p)
{
	struct node *n = node_here(p, NODE_MAP);
	advance(p);
	while (!is_symbol(p, '}')) {
		parse_entry(p, n);
		if (!skip(p, ','))
			break;
	}
	close_with(p, '}');
	return end_here(p, n);
}

static struct node *parse_primary(struct parser *p)
{
	if (p->token.kind == TOKEN_INT)
		return parse_int(p, false, p->token.span.at);
	if (p->token.kind == TOKEN_STRING)
		return parse_string(p);
	if (p->token.kind == TOKEN_NAME && strcmp(p->token.text, "in") != 0)
		return parse_name(p);
	if (is_symbol(p, '.'))
		return parse_rooted(p);
	if (is_symbol(p, '{'))
		return parse_map(p);
	if (is_symbol(p, '[')) {
		struct node *n = node_here(p, NODE_LIST);
		advance(p);
		parse_list(p, n, ']', true);
		return n;
	}
	if (!skip(p, '('))
		return no_value(p);
	struct node *n = parse_expr(p);
	close_with(p, ')');
	return n;
}

/* ─── what follows a value ─── */

static struct node *parse_member(struct parser *p, struct node *of)
{
	struct node *n = node_new(p, NODE_SELECT, of->span);
	add(p, n, of);
	if (p->token.kind != TOKEN_NAME || !strcmp(p->token.text, "in") ||
	    !strcmp(p->token.text, "true") || !strcmp(p->token.text, "false") ||
	    !strcmp(p->token.text, "null")) {
		wrong_here(p,
			   T("expr.no_name", "点的后面应为名称",
			     "A name is expected after the point"),
			   NULL, ARGS());
		n->kind = NODE_WRONG;
		return n;
	}
	n->name = p->token.text;
	n->name_span = p->token.span;
	advance(p);
	if (skip(p, '(')) {
		n->kind = NODE_METHOD;
		parse_list(p, n, ')', false);
	}
	return end_here(p, n);
}

static struct node *parse_postfix(struct parser *p, struct node *n)
{
	for (;;) {
		if (skip(p, '.')) {
			n = parse_member(p, n);
		} else if (skip(p, '[')) {
			struct node *index = node_new(p, NODE_INDEX, n->span);
			add(p, index, n);
			add(p, index, parse_expr(p));
			close_with(p, ']');
			n = end_here(p, index);
		} else {
			return n;
		}
	}
}

/* ─── operators ─── */

static struct node *parse_operand(struct parser *p, enum op op)
{
	struct node *n = node_here(p, NODE_OPERATOR);
	n->op = op;
	advance(p);
	if (op == OP_NEG && p->token.kind == TOKEN_INT)
		return parse_postfix(p, parse_int(p, true, n->span.at));
	add(p, n, parse_unary(p));
	return n;
}

static struct node *parse_unary(struct parser *p)
{
	struct node *n;
	if (++p->depth > EXPR_DEPTH_MAX)
		stop_deep(p);
	if (is_symbol(p, '-'))
		n = parse_operand(p, OP_NEG);
	else if (is_symbol(p, '!'))
		n = parse_operand(p, OP_NOT);
	else
		n = parse_postfix(p, parse_primary(p));
	p->depth--;
	return n;
}

/* People write `and`, `or`: said, and understood. */
static const struct binary *word_operator(struct parser *p)
{
	static const struct binary in = {0, OP_IN, 3}, both = {0, OP_AND, 2},
				   either = {0, OP_OR, 1};
	const char *word = p->token.text;
	if (!strcmp(word, "in"))
		return &in;
	bool is_and = !strcmp(word, "and") || !strcmp(word, "AND");
	if (!is_and && strcmp(word, "or") != 0 && strcmp(word, "OR") != 0)
		return NULL;
	const struct binary *b = is_and ? &both : &either;
	wrong_here(p, T("expr.half", "这里要写 {1}", "Write {1} here"), expr_op_names[b->op],
		   ARGS(str(expr_op_names[b->op])));
	return b;
}

static const struct binary *binary_here(struct parser *p)
{
	static const struct binary table[] = {
		{SYMBOL_OR, OP_OR, 1}, {SYMBOL_AND, OP_AND, 2}, {SYMBOL_EQ, OP_EQ, 3},
		{SYMBOL_NE, OP_NE, 3}, {'<', OP_LT, 3},         {SYMBOL_LE, OP_LE, 3},
		{'>', OP_GT, 3},       {SYMBOL_GE, OP_GE, 3},   {'+', OP_ADD, 4},
		{'-', OP_SUB, 4},      {'*', OP_MUL, 5},        {'/', OP_DIV, 5},
		{'%', OP_MOD, 5},
	};
	if (p->token.kind == TOKEN_NAME)
		return word_operator(p);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (is_symbol(p, table[i].symbol))
			return &table[i];
	return NULL;
}

/* `a && b && c` is one node of three. */
static struct node *join(struct parser *p, enum op op, struct node *left, struct node *right)
{
	enum node_kind kind = op == OP_AND ? NODE_AND : op == OP_OR ? NODE_OR : NODE_OPERATOR;
	struct node *n = left;
	if (kind == NODE_OPERATOR || left->kind != kind) {
		n = node_new(p, kind, left->span);
		n->op = op;
		add(p, n, left);
	}
	add(p, n, right);
	return n;
}

static struct node *parse_binary(struct parser *p, int binds)
{
	struct node *left = parse_unary(p);
	for (;;) {
		const struct binary *b = binary_here(p);
		if (!b || b->binds < binds)
			return left;
		struct span where = p->token.span;
		advance(p);
		left = join(p, b->op, left, parse_binary(p, b->binds + 1));
		left->name_span = where;
	}
}

static struct node *parse_expr(struct parser *p)
{
	struct node *n = parse_binary(p, 1);
	if (!is_symbol(p, '?'))
		return n;
	struct node *condition = node_new(p, NODE_CONDITION, n->span);
	condition->name_span = p->token.span;
	advance(p);
	add(p, condition, n);
	add(p, condition, parse_binary(p, 1));
	if (skip(p, ':')) {
		p->depth++; /* found too deep, if it is, at the first operand */
		add(p, condition, parse_expr(p));
		p->depth--;
	} else {
		wrong_here(p,
			   T("expr.no_else", "? 的后面缺少 : 和另一个值",
			     "After ? the : and the other value are missing"),
			   ":", ARGS());
		add(p, condition, node_here(p, NODE_WRONG));
	}
	return condition;
}

/* What stands after the expression's end: said once, then whatever follows the next && or || is
 * read for more mistakes. */
static struct node *parse_rest(struct parser *p, struct node *first)
{
	struct node *all = node_new(p, NODE_WRONG, first->span);
	add(p, all, first);
	while (p->token.kind != TOKEN_END) {
		wrong_here(p,
			   T("expr.unexpected", "表达式到此已完整，多了 {1}",
			     "The expression is complete here; {1} is too much"),
			   NULL, ARGS(str(token_text(p))));
		do
			advance(p);
		while (p->token.kind != TOKEN_END && !is_symbol(p, SYMBOL_AND) &&
		       !is_symbol(p, SYMBOL_OR));
		advance(p);
		if (p->token.kind != TOKEN_END)
			add(p, all, parse_expr(p));
	}
	return all;
}

struct node *expr_parse(mem *m, const char *source, struct wrongs *wrongs, bool *ret_is_whole)
{
	struct parser p = {.m = m, .wrongs = wrongs};
	p.lex = (struct lexer){source, 0, strlen(source), m, wrongs};
	p.token = expr_lex(&p.lex);
	struct node *n = parse_expr(&p);
	if (p.token.kind != TOKEN_END)
		n = parse_rest(&p, n);
	*ret_is_whole = !p.is_stopped;
	return n;
}
