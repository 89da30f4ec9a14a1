/* What the files of this room share: tokens, the tree, the checker's state, a run's state. A source
 * becomes tokens (lex.c), a tree (parse.c), a typed tree whose nodes know the function that runs
 * them (check.c, check_name.c, check_call.c), and then is run (run.c, operators.c, functions.c) or
 * told to people (explain.c, tell.c, show.c). */
#ifndef LINLI_EXPR_PRIV_H
#define LINLI_EXPR_PRIV_H

#include "expr/expr.h"

/* ─── findings ─── */

struct span {
	size_t at, n;
};

struct wrongs {
	mem *m;
	struct expr_findings *all;
};

/* One more finding, its arguments copied. A second one with the same text at the same place, and
 * whatever comes after EXPR_FINDINGS_MAX, is dropped. */
void expr_wrong(struct wrongs *w, struct span where, struct text text, const char *nearest,
		const struct arg *args);

/* ─── tokens ─── */

enum token_kind {
	TOKEN_END,
	TOKEN_INT,
	TOKEN_STRING,
	TOKEN_NAME,
	TOKEN_SYMBOL,
	TOKEN_WRONG, /* stands where a value stood that has been refused */
};

/* A symbol of one character is that character. */
enum {
	SYMBOL_AND = '&' << 8 | '&',
	SYMBOL_OR = '|' << 8 | '|',
	SYMBOL_EQ = '=' << 8 | '=',
	SYMBOL_NE = '!' << 8 | '=',
	SYMBOL_LE = '<' << 8 | '=',
	SYMBOL_GE = '>' << 8 | '=',
};

struct token {
	enum token_kind kind;
	struct span span;
	int symbol;
	const char *text; /* a name; a string as it is meant */
	uint64_t number;  /* at most 2^63, which only a minus makes an int */
};

struct lexer {
	const char *source;
	size_t at, len;
	mem *m;
	struct wrongs *wrongs;
};
struct token expr_lex(struct lexer *l);
/* A string's or byte sequence's literal, which begins at l->at; lex_string.c. */
struct token expr_lex_string(struct lexer *l);
bool expr_at_string(const struct lexer *l);

/* ─── the tree ─── */

enum node_kind {
	NODE_WRONG, /* found fault with already; of every type */
	NODE_LITERAL,
	NODE_LIST,
	NODE_MAP, /* key, value, key, value … */
	NODE_NAME,
	NODE_SELECT,
	NODE_INDEX,
	NODE_CALL,
	NODE_METHOD, /* args[0] is what it is called on */
	NODE_OPERATOR,
	NODE_AND, /* of two or more */
	NODE_OR,
	NODE_CONDITION,
	NODE_VARIABLE, /* from here on what the checker makes of names and calls */
	NODE_LOCAL,
	NODE_HAS,   /* args[0] is the variable, or the select of a map */
	NODE_MACRO, /* args: the list or map, the local, the one or two expressions */
	NODE__MAX
};

enum op {
	OP_NONE,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_IN,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_NEG,
	OP_NOT,
	OP_AND,
	OP_OR,
	OP__MAX
};
extern const char *const expr_op_names[OP__MAX];

enum macro { MACRO_NONE, MACRO_ALL, MACRO_EXISTS, MACRO_EXISTS_ONE, MACRO_FILTER, MACRO_MAP };

struct run;
struct node;
typedef enum expr_outcome runner(struct run *r, const struct node *n, struct expr_value *out);
typedef enum expr_outcome callee(struct run *r, const struct expr_value *args,
				 struct expr_value *out);

struct node {
	runner *run;
	callee *call; /* of operators and functions: on operands that are all known */
	struct node **args;
	uint32_t n_args;
	uint16_t height;
	bool is_rooted; /* `.name`: not a local */
	enum node_kind kind : 8;
	enum op op : 8;
	enum macro macro : 8;
	const struct expr_type *type;
	size_t index;            /* of a variable, of a local */
	struct expr_value value; /* NODE_LITERAL, and lists and maps of literals alone */
	const char *name;
	struct span span, name_span;
};

/* Never NULL; whatever is wrong is in `wrongs`, and *ret_is_whole is false if the source was too
 * deep or too large to be read to its end. */
struct node *expr_parse(mem *m, const char *source, struct wrongs *wrongs, bool *ret_is_whole);

struct expr {
	const struct expr_scope *scope;
	const char *source;
	const struct node *root;
	const struct expr_type *type;
	bool *uses;
};

/* ─── types ─── */

/* The type of a member of `[]`, and of what is wrong: every type fits it. */
extern const struct expr_type expr_free, expr_free_list, expr_free_map;

const struct expr_type *expr_type_new(mem *m, enum expr_kind kind, const struct expr_type *of);
/* What both are, the free parts of one filled from the other; NULL if they differ. */
const struct expr_type *expr_type_join(mem *m, const struct expr_type *a,
				       const struct expr_type *b);
bool expr_type_is_whole(const struct expr_type *t); /* nothing free in it */
const char *expr_type_name(mem *m, const struct expr_type *t);

/* ─── the checker ─── */

struct local {
	const char *name;
	const struct expr_type *type;
};

struct checker {
	mem *m;
	struct wrongs *wrongs;
	const struct expr_scope *scope;
	bool *uses;
	struct local locals[EXPR_DEPTH_MAX + 1];
	size_t n_locals;
};

const struct expr_type *expr_check(struct checker *c, struct node *n);
const struct expr_type *expr_check_name(struct checker *c, struct node *n);
const struct expr_type *expr_check_select(struct checker *c, struct node *n);
const struct expr_type *expr_check_call(struct checker *c, struct node *n);
const struct expr_type *expr_check_macro(struct checker *c, struct node *n, enum macro macro);
const struct expr_type *expr_check_operator(struct checker *c, struct node *n);
/* A finding unless `n` is of this type. */
void expr_want(struct checker *c, const struct node *n, const struct expr_type *type);
/* expr_nearest(), unless there is no room for another finding. */
const char *expr_check_nearest(const struct checker *c, const char *word, const char *const *names,
			       size_t n);
/* What is wrong with the literals of `n`, if they stand for codes of `of`. */
void expr_check_codes(struct checker *c, const struct node *n, const struct choices *of);

enum style { AS_FUNCTION = 1, AS_METHOD = 2, AS_EITHER = 3 };
enum { PARAMETERS_MAX = 4 };
struct function {
	const char *name;
	enum style style;
	uint32_t n;
	const struct expr_type *parameters[PARAMETERS_MAX];
	const struct expr_type *result;
	callee *call;
	bool is_literal; /* of a literal it is worked out, and found fault with, at once */
};
extern const struct function expr_functions[];
extern const size_t expr_n_functions;

struct overload {
	enum op op;
	const struct expr_type *a, *b;  /* b NULL: an operator of one operand */
	const struct expr_type *result; /* NULL: what both operands are */
	callee *call;
};
extern const struct overload expr_overloads[];
extern const size_t expr_n_overloads;
extern callee *const expr_relations[OP__MAX];

/* ─── a run ─── */

struct failure_of_run {
	struct text text;
	struct arg args[3];
};

struct run {
	mem *m;
	const struct expr_value *values;
	size_t cost, limit;
	struct failure_of_run failure;
	const struct expr_value *locals[EXPR_DEPTH_MAX + 1];
};

enum { BYTES_A_STEP = 16 };

enum expr_outcome expr_too_costly(struct run *r);
/* Sets what failed, at most two arguments; what they point at outlives the run. */
enum expr_outcome expr_fail(struct run *r, struct text text, const struct arg *args);

static inline enum expr_outcome expr_eval(struct run *r, const struct node *n,
					  struct expr_value *out)
{
	return ++r->cost > r->limit ? expr_too_costly(r) : n->run(r, n, out);
}

static inline bool expr_is_spent(const struct run *r)
{
	return r->cost > r->limit;
}

/* Takes `n` more steps; false if there are not so many left. */
static inline bool expr_charge(struct run *r, size_t n)
{
	if (expr_is_spent(r) || n > r->limit - r->cost)
		r->cost = r->limit + 1;
	else
		r->cost += n;
	return !expr_is_spent(r);
}

static inline bool expr_charge_bytes(struct run *r, size_t n)
{
	return expr_charge(r, n / BYTES_A_STEP);
}

enum expr_outcome expr_give_bool(struct expr_value *out, bool b);
enum expr_outcome expr_give_int(struct expr_value *out, enum expr_kind kind, int64_t i);
enum expr_outcome expr_give_text(struct expr_value *out, const char *s);

/* Are they the same? Unknown if that hangs on a member that nobody has recorded. */
enum expr_outcome expr_equal(struct run *r, const struct expr_value *a, const struct expr_value *b,
			     bool *ret_is);
/* The value of a key; NULL if there is none. */
const struct expr_value *expr_lookup(struct run *r, const struct expr_list *map, const char *key);

runner expr_run_wrong, expr_run_literal, expr_run_list, expr_run_map, expr_run_select,
	expr_run_index, expr_run_call, expr_run_unary, expr_run_binary, expr_run_and, expr_run_or,
	expr_run_condition, expr_run_variable, expr_run_local, expr_run_has, expr_run_has_key;
extern runner *const expr_macro_runners[];

/* Runs a node as a whole: what is beyond the cost is an error whatever came of it. */
enum expr_outcome expr_run_node(struct run *r, const struct node *n, struct expr_value *out);

/* ─── dates and durations ─── */

bool expr_day_is_valid(int64_t day); /* 0001-01-01 … 9999-12-31 */
bool expr_duration_is_valid(int64_t ms);
bool expr_duration_parse(const char *s, int64_t *ret_ms);

/* ─── telling people ─── */

/* How numbers and codes are shown: as those of the variable that they are compared with. */
struct look {
	int places;
	const char *unit;
	const struct choices *of;
};

struct teller {
	mem *m;
	enum lang lang;
	const struct expr *e;
	struct run run;
	size_t budget;                         /* steps of all runs together */
	struct look looks[EXPR_DEPTH_MAX + 1]; /* of the locals */
	bool *has_told; /* of each variable: has() said already that it is not recorded */
};

/* Parts of a sentence, none twice. */
enum { PARTS_MAX = 40 };
struct parts {
	const char *all[PARTS_MAX];
	size_t n;
};
void expr_parts_add(struct parts *p, const char *s); /* NULL adds nothing */
const char *expr_parts_join(struct teller *t, const struct parts *p, const char *between);

enum expr_outcome expr_teller_run(struct teller *t, const struct node *n, struct expr_value *out);
const char *expr_say(struct teller *t, struct text text, const struct arg *args);

/* Why `n` is not `want`; NULL if it is, or if that has been told. The others are told that it is not, with a value. */
const char *expr_why(struct teller *t, const struct node *n, bool want);
const char *expr_why_operator(struct teller *t, const struct node *n, bool want);
const char *expr_why_call(struct teller *t, const struct node *n, bool want);
const char *expr_why_macro(struct teller *t, const struct node *n, bool want);
const char *expr_why_other(struct teller *t, const struct node *n, bool want);
/* What is not recorded, so that `n` is unknown; NULL if has() told it all. */
const char *expr_why_unknown(struct teller *t, const struct node *n);

struct look expr_look(struct teller *t, const struct node *n);
const char *expr_show(struct teller *t, const struct expr_value *v, struct look look);
const char *expr_show_flag(struct teller *t, bool b);
/* What people call it; NULL if there is no variable in it. */
const char *expr_label(struct teller *t, const struct node *n);
const char *expr_variable_label(struct teller *t, size_t variable);
const char *expr_snippet(struct teller *t, const struct node *n); /* as it stands in the source */

#endif
