#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/utf8.h"
#include "policy/finding_priv.h"

struct builder {
	struct report *report;
	struct yaml_budget *budget;
	struct yaml_doc *doc;
	struct yaml *root, *top; /* top: the list or map that is being filled */
	int depth, n_documents;
	bool is_broken;
};

/* ─── nodes ─── */

static struct yaml *node_new(struct builder *b, enum yaml_kind kind, const yaml_mark_t *at)
{
	struct yaml *n = mem_new(b->report->m, struct yaml);
	*n = (struct yaml){.kind = kind,
			   .line = (int)at->line + 1,
			   .column = (int)at->column + 1,
			   .doc = b->doc,
			   .parent = b->top};
	if (++b->budget->nodes == YAML_NODES_MAX + 1)
		wrong_at(b->report, b->doc->path, n->line, n->column,
			 T("pack.nodes", "政策包的内容超过 {1} 项", "a pack has at most {1} nodes"),
			 i64(YAML_NODES_MAX));
	b->is_broken |= b->budget->nodes > YAML_NODES_MAX;
	return n;
}

static void append(struct yaml *to, struct yaml *n)
{
	n->index = to->n++;
	if (to->last)
		to->last->next = n;
	else
		to->first = n;
	to->last = n;
}

static void take_key(struct builder *b, struct yaml *n)
{
	b->top->waiting = n;
	if (n->kind != YAML_SCALAR) {
		wrong(b->report, n,
		      T("pack.complex_key", "键只能是一个词，不能是列表或映射",
			"a key is a word, never a list or a mapping"));
		n->is_bad = true;
	} else if (!strcmp(n->text, "<<") && n->style == YAML_PLAIN) {
		wrong(b->report, n,
		      T("pack.merge", "不支持合并键“<<”，请把内容写全",
			"merge keys (<<) are not part of the format: write out what is meant"));
		n->is_bad = true;
	}
}

/* Where a finished scalar, or a list or map that begins, belongs. */
static void attach(struct builder *b, struct yaml *n)
{
	if (!b->top) {
		b->root = n;
	} else if (b->top->kind == YAML_LIST) {
		append(b->top, n);
	} else if (!b->top->waiting) {
		take_key(b, n);
	} else {
		n->key = b->top->waiting;
		b->top->waiting = NULL;
		if (!n->key->is_bad)
			append(b->top, n);
	}
}

static void open_node(struct builder *b, enum yaml_kind kind, const yaml_mark_t *at)
{
	struct yaml *n = node_new(b, kind, at);
	attach(b, n);
	b->top = n;
	if (++b->depth > YAML_DEPTH_MAX) {
		wrong(b->report, n,
		      T("pack.deep", "嵌套超过 {1} 层", "nested more than {1} levels deep"),
		      i64(YAML_DEPTH_MAX));
		b->is_broken = true;
	}
}

/* ─── duplicate keys ─── */

static int by_key(const void *a, const void *b)
{
	const struct yaml *x = *(struct yaml *const *)a, *y = *(struct yaml *const *)b;
	int c = strcmp(x->key->text, y->key->text);
	return c ? c : (x->index > y->index) - (x->index < y->index);
}

static void check_keys(struct builder *b, struct yaml *map)
{
	struct yaml **all = mem_array(b->report->m, struct yaml *, map->n);
	const struct yaml *first = NULL;
	size_t n = 0;
	for (struct yaml *v = map->first; v; v = v->next)
		all[n++] = v;
	if (n)
		qsort(all, n, sizeof *all, by_key);
	for (size_t i = 0; i < n; i++) {
		if (!first || strcmp(first->text, all[i]->key->text) != 0) {
			first = all[i]->key;
			continue;
		}
		wrong(b->report, all[i]->key,
		      T("pack.twice_key", "“{1}”写了两次，第一次在第 {2} 行",
			"“{1}” stands twice; the first is on line {2}"),
		      quoted(b->report, first->text), i64(first->line));
	}
	mem_free(all);
}

static void close_node(struct builder *b)
{
	struct yaml *n = b->top;
	if (n->kind == YAML_MAP)
		check_keys(b, n);
	b->top = n->parent;
	b->depth--;
}

/* ─── what is not part of the format ─── */

/* "!!str", as it was probably written. */
static const char *short_tag(mem *m, const char *tag)
{
	static const char start[] = "tag:yaml.org,2002:";
	size_t n = sizeof start - 1;
	return strncmp(tag, start, n) ? tag : mem_format(m, "!!%s", tag + n);
}

static void refuse_anchor(struct builder *b, struct yaml *n, const void *anchor, const void *tag)
{
	if (anchor)
		wrong(b->report, n,
		      T("pack.anchor", "不支持锚点“&{1}”，请把内容写全",
			"anchors (&{1}) are not part of the format: write out what is meant"),
		      quoted(b->report, anchor));
	if (tag)
		wrong(b->report, n,
		      T("pack.tag", "不支持类型标记“{1}”，请删去",
			"tags ({1}) are not part of the format: leave it out"),
		      quoted(b->report, short_tag(b->report->m, tag)));
}

static enum yaml_style style_of(yaml_scalar_style_t style)
{
	if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE)
		return YAML_SINGLE;
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return YAML_DOUBLE;
	return style == YAML_PLAIN_SCALAR_STYLE ? YAML_PLAIN : YAML_BLOCK;
}

static void take_scalar(struct builder *b, const yaml_event_t *e)
{
	struct yaml *n = node_new(b, YAML_SCALAR, &e->start_mark);
	const char *text = (const char *)e->data.scalar.value;
	size_t length = e->data.scalar.length;
	n->style = style_of(e->data.scalar.style);
	n->is_bad = !utf8_is_text(text, length) || memchr(text, '\0', length);
	n->text = n->is_bad ? "" : mem_strn(b->report->m, text, length);
	refuse_anchor(b, n, e->data.scalar.anchor, e->data.scalar.tag);
	if (n->is_bad)
		wrong(b->report, n,
		      T("pack.control", "含有控制字符", "control characters are not allowed"));
	attach(b, n);
}

static void take_alias(struct builder *b, const yaml_event_t *e)
{
	struct yaml *n = node_new(b, YAML_SCALAR, &e->start_mark);
	n->style = YAML_PLAIN;
	n->text = "";
	n->is_bad = true;
	wrong(b->report, n,
	      T("pack.alias", "不支持引用“*{1}”，请把内容写全",
		"aliases (*{1}) are not part of the format: write out what is meant"),
	      quoted(b->report, (const char *)e->data.alias.anchor));
	attach(b, n);
}

static void begin_document(struct builder *b, const yaml_event_t *e)
{
	const yaml_mark_t *at = &e->start_mark;
	if (e->data.document_start.version_directive ||
	    e->data.document_start.tag_directives.start !=
		    e->data.document_start.tag_directives.end)
		wrong_at(b->report, b->doc->path, (int)at->line + 1, (int)at->column + 1,
			 T("pack.directive", "不支持以“%”开头的指令，请删去",
			   "directives (%) are not part of the format: leave them out"));
	if (++b->n_documents < 2)
		return;
	b->is_broken = true;
	wrong_at(b->report, b->doc->path, (int)at->line + 1, (int)at->column + 1,
		 T("pack.documents", "一个文件只能有一份文档，请删去这一行“---”",
		   "a file holds one document: remove this “---”"));
}

static void take_event(struct builder *b, const yaml_event_t *e)
{
	switch ((int)e->type) {
	case YAML_DOCUMENT_START_EVENT:
		begin_document(b, e);
		break;
	case YAML_ALIAS_EVENT:
		take_alias(b, e);
		break;
	case YAML_SCALAR_EVENT:
		take_scalar(b, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_node(b, YAML_LIST, &e->start_mark);
		refuse_anchor(b, b->top, e->data.sequence_start.anchor, e->data.sequence_start.tag);
		break;
	case YAML_MAPPING_START_EVENT:
		open_node(b, YAML_MAP, &e->start_mark);
		refuse_anchor(b, b->top, e->data.mapping_start.anchor, e->data.mapping_start.tag);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_node(b);
		break;
	default:
		break;
	}
}

/* ─── libyaml's problems in our words ─── */

static const struct {
	const char *theirs;
	struct text ours;
} problems[] = {
	{"mapping values are not allowed in this context",
	 {"pack.yaml.colon", "这里不能有“: ”；文字里有冒号时请加引号，或检查缩进",
	  "“: ” cannot stand here: put quotes around a text that has it, or check the "
	  "indentation"}},
	{"could not find expected ':'",
	 {"pack.yaml.no_colon", "键后面缺少“: ”，或缩进不对",
	  "“: ” is missing after the key, or the indentation is wrong"}},
	{"did not find expected key",
	 {"pack.yaml.no_key", "这里应为一个键：检查缩进，以及前面的引号和括号是否成对",
	  "a key is expected here: check the indentation, and that quotes and brackets before it "
	  "are "
	  "closed"}},
	{"did not find expected '-' indicator",
	 {"pack.yaml.no_dash", "列表的每一项都要以“- ”开头，并且对齐",
	  "every item of a list begins with “- ”, in the same column"}},
	{"did not find expected ',' or ']'",
	 {"pack.yaml.bracket", "列表缺少“,”或“]”；含逗号、冒号的文字请加引号",
	  "“,” or “]” is missing; put quotes around a text that has commas or colons"}},
	{"did not find expected ',' or '}'",
	 {"pack.yaml.brace", "缺少“,”或“}”；含逗号、冒号的文字请加引号",
	  "“,” or “}” is missing; put quotes around a text that has commas or colons"}},
	{"found character that cannot start any token",
	 {"pack.yaml.character", "文字不能以这个符号（@、`、% 等）开头，请加引号",
	  "a text cannot begin with this character (@, `, %): put quotes around it"}},
	{"block sequence entries are not allowed in this context",
	 {"pack.yaml.entry", "这里不能开始列表项：检查缩进",
	  "an item of a list cannot begin here: check the indentation"}},
	{"did not find expected node content",
	 {"pack.yaml.no_value", "这里缺少一个值，或括号没有成对",
	  "a value is missing here, or brackets are not closed"}},
	{"found unexpected end of stream",
	 {"pack.yaml.end", "文件到此结束，但引号没有关闭", "the file ends inside quotes"}},
	{"found unexpected document indicator",
	 {"pack.yaml.marker", "引号没有关闭就出现了“---”或“...”", "“---” or “...” inside quotes"}},
	{"found unknown escape character",
	 {"pack.yaml.escape", "双引号里没有这种“\\”写法：改用单引号",
	  "there is no such “\\” in double quotes: use single quotes"}},
	{"did not find expected <document start>",
	 {"pack.yaml.after", "文件的内容到上面已经结束：检查缩进",
	  "what the file holds has ended above: check the indentation"}},
};

static void report_problem(struct builder *b, const yaml_parser_t *p)
{
	const yaml_mark_t *at = &p->problem_mark;
	int line = (int)at->line + 1, column = (int)at->column + 1;
	const char *problem = p->problem ? p->problem : "?";
	b->is_broken = true;
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
		if (!strcmp(problem, problems[i].theirs)) {
			wrong_at(b->report, b->doc->path, line, column, problems[i].ours);
			return;
		}
	wrong_at(b->report, b->doc->path, line, column,
		 T("pack.yaml", "不是正确的 YAML（{1}）", "not YAML ({1})"), str(problem));
}

static void parse(struct builder *b, yaml_parser_t *p)
{
	bool is_over = false;
	while (!is_over && !b->is_broken) {
		yaml_event_t e;
		if (!yaml_parser_parse(p, &e)) {
			report_problem(b, p);
			return;
		}
		is_over = e.type == YAML_STREAM_END_EVENT;
		take_event(b, &e);
		yaml_event_delete(&e);
	}
}

/* ─── bytes ─── */

static void index_lines(mem *m, struct yaml_doc *d, size_t n)
{
	const char *end = d->text + n;
	size_t n_lines = 2;
	for (const char *p = d->text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n_lines++;
	d->lines = mem_array(m, const char *, n_lines);
	d->lines[d->n_lines++] = d->text;
	for (const char *p = d->text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		d->lines[d->n_lines++] = p + 1;
	d->lines[d->n_lines] = end;
}

/* Line breaks that no editor shows as such would shift every line behind them. */
static bool is_odd(uint32_t c, const char *next)
{
	return c == 0x2028 || c == 0x2029 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xFEFF ||
	       (c < 0x20 && c != '\n' && c != '\t' && !(c == '\r' && *next == '\n'));
}

struct place {
	int line, column, tab_line;
};

static bool check_character(struct report *r, const struct yaml_doc *d, struct place *at,
			    const char **p)
{
	const char *start = *p;
	uint32_t c = utf8_next(p);
	bool is_broken = c == 0xFFFD && *p - start == 1;
	if (is_broken)
		wrong_at(r, d->path, at->line, at->column,
			 T("pack.utf8", "文件不是 UTF-8 编码，请另存为 UTF-8",
			   "the file is not UTF-8: save it as UTF-8"));
	else if (is_odd(c, *p))
		wrong_at(r, d->path, at->line, at->column,
			 T("pack.control", "含有控制字符", "control characters are not allowed"));
	else if (c == '\t' && at->tab_line != at->line)
		wrong_at(r, d->path, at->tab_line = at->line, at->column,
			 T("pack.tab", "有制表符，请改用空格", "a tab: use spaces"));
	if (c == '\n')
		at->line++, at->column = 0;
	at->column++;
	return !is_broken && !is_odd(c, *p);
}

/* False if lines and columns could not be told; the first such place is said. */
static bool check_bytes(struct report *r, const struct yaml_doc *d, size_t n)
{
	struct place at = {1, 1, 0};
	const char *p = d->text;
	while (p < d->text + n) {
		if (*p == '\0') {
			wrong_at(r, d->path, at.line, at.column,
				 T("pack.control", "含有控制字符",
				   "control characters are not allowed"));
			return false;
		}
		if (!check_character(r, d, &at, &p))
			return false;
	}
	return true;
}

static void parse_text(struct builder *b, const char *text, size_t n)
{
	yaml_parser_t p;
	bool is_up = yaml_parser_initialize(&p);
	if (is_up) {
		yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(&p, (const unsigned char *)text, n);
		parse(b, &p);
	}
	b->is_broken |= !is_up;
	yaml_parser_delete(&p);
}

const struct yaml *yaml_read(struct report *r, const struct pack_file *f,
			     struct yaml_budget *budget)
{
	struct yaml_doc *d = mem_new(r->m, struct yaml_doc);
	struct builder b = {.report = r, .budget = budget, .doc = d};
	size_t skip = f->n >= 3 && !memcmp(f->text, "\xEF\xBB\xBF", 3) ? 3 : 0, n = f->n - skip;
	char *text = mem_strn(r->m, f->text + skip, n);
	d->path = mem_str(r->m, f->path);
	d->text = text;
	if (!check_bytes(r, d, n))
		return NULL;
	index_lines(r->m, d, n);
	for (char *p = text; (p = memchr(p, '\t', (size_t)(text + n - p))); p++)
		*p = ' ';
	parse_text(&b, text, n);
	if (!b.is_broken && !b.root)
		wrong_at(r, d->path, 0, 0, T("pack.empty", "文件是空的", "the file is empty"));
	return b.is_broken ? NULL : b.root;
}
