/* Reading a file of regions: its columns stand in data/regions/README.md. */
#include <string.h>
#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "app/regions_import.h"
#include "base/utf8.h"
#include "place/identifier.h"
#include "place/region.h"

enum { KEY, CODE, PARENT, LEVEL, FULL_NAME, NAME, NOTE, N_COLUMNS };
#define HEADER  "key,division_code,parent_key,level,name,display_name,note"
#define BOM     "\xef\xbb\xbf"
#define ROW_MAX 100000

struct key {
	const char *text;
	int row;
	UT_hash_handle hh;
};

struct parsing {
	struct ctx *cx;
	struct region_row *rows;
	size_t n, room;
	int line;
	struct key *keys, *codes;
};

static void wrong(struct parsing *p, const char *column, struct text text)
{
	fail_field(p->cx, mem_format(p->cx->mem, "rows[%d].%s", p->line, column), text);
}

/* The next line without its end, and past it; NULL at the end of the text. */
static char *next_line(struct parsing *p, const char **at)
{
	if (!**at)
		return NULL;
	size_t n = strcspn(*at, "\n");
	char *line = mem_strn(p->cx->mem, *at, n);
	*at += n + ((*at)[n] == '\n');
	if (n && line[n - 1] == '\r')
		line[n - 1] = '\0';
	p->line++;
	return line;
}

/* Cuts the line at its commas. No field of these files holds a comma or a quote. */
static bool split(char *line, const char *cells[static N_COLUMNS])
{
	int n = 0;
	if (strchr(line, '"'))
		return false;
	while (line && n < N_COLUMNS) {
		char *cell = strsep(&line, ",");
		utf8_trim(cell);
		cells[n++] = *cell ? cell : NULL;
	}
	return n == N_COLUMNS && !line;
}

static int row_of(struct key *keys, const char *key)
{
	struct key *k = NULL;
	if (key)
		HASH_FIND_STR(keys, key, k);
	return k ? k->row : -1;
}

static void keep_key(struct parsing *p, struct key **keys, const char *key)
{
	if (!key || row_of(*keys, key) >= 0)
		return;
	struct key *k = mem_new(p->cx->mem, struct key);
	k->text = key;
	k->row = (int)p->n;
	HASH_ADD_KEYPTR(hh, *keys, key, strlen(key), k);
}

static void check_key(struct parsing *p, const char *column, struct key *keys, const char *key)
{
	if (row_of(keys, key) >= 0)
		wrong(p, column, T("regions.twice", "与前面的行重复", "stands above already"));
}

/* As long as the register's field of that name may be. */
static void check_text(struct parsing *p, const char *column, const char *text, const char *field)
{
	const struct field *f = field_find(region_fields, field);
	int64_t most = f->max ? f->max : TEXT_MAX_DEFAULT;
	if (text && (int64_t)utf8_length(text) > most)
		wrong(p, column, T("regions.long", "过长", "is too long"));
}

static void check_needed(struct parsing *p, const char *column, bool is_there)
{
	if (!is_there)
		wrong(p, column, T("regions.needed", "不能为空", "must not be empty"));
}

static void check_row(struct parsing *p, const struct region_row *r)
{
	struct identifier_fault fault;
	check_needed(p, "key", r->key);
	check_needed(p, "display_name", r->name);
	check_key(p, "key", p->keys, r->key);
	check_key(p, "division_code", p->codes, r->division_code);
	check_text(p, "key", r->key, "outside_key");
	check_text(p, "name", r->full_name, "full_name");
	check_text(p, "display_name", r->name, "name");
	check_text(p, "note", r->note, "note");
	if (r->division_code && !identifier_check_division_code(r->division_code, &fault))
		identifier_fail(p->cx, mem_format(p->cx->mem, "rows[%d].division_code", p->line),
				&fault);
	if (!r->level)
		wrong(p, "level", T("regions.level", "没有这个层级", "no such level"));
	if (r->parent >= 0 && r->level && p->rows[r->parent].level >= r->level)
		wrong(p, "parent_key",
		      T("regions.parent", "上级的层级应高于本行", "must be of a higher level"));
}

static void parse_row(struct parsing *p, char *line)
{
	const char *cells[N_COLUMNS];
	if (!split(line, cells)) {
		wrong(p, "key",
		      T("regions.columns", "每行应有七列，且不含引号",
			"a row has seven columns and no quotation marks"));
		return;
	}
	struct region_row r = {
		.key = cells[KEY],
		.division_code = cells[CODE],
		.parent_key = cells[PARENT],
		.full_name = cells[FULL_NAME],
		.name = cells[NAME],
		.note = cells[NOTE],
		.level = cells[LEVEL] ? choice_find(&region_levels, cells[LEVEL]) : 0,
		.parent = row_of(p->keys, cells[PARENT]),
		.line = p->line,
	};
	check_row(p, &r);
	if (p->n == p->room)
		p->rows = mem_grow(p->cx->mem, p->rows, p->room = p->room * 2 + 64);
	keep_key(p, &p->keys, r.key);
	keep_key(p, &p->codes, r.division_code);
	p->rows[p->n++] = r;
}

err regions_parse(struct ctx *cx, const struct regions_source *from, struct region_row **ret,
		  size_t *ret_n)
{
	struct parsing p = {.cx = cx};
	if (!utf8_is_text(from->csv, from->n))
		return fail(cx, ERR_INVALID,
			    T("regions.encoding", "文件不是 UTF-8 编码的文本",
			      "The file is not text in UTF-8"));
	const char *at = mem_strn(cx->mem, from->csv, from->n);
	at += strncmp(at, BOM, 3) ? 0 : 3;
	char *line = next_line(&p, &at);
	if (!line || strcmp(line, HEADER) != 0)
		return fail(cx, ERR_INVALID,
			    T("regions.header", "首行应为：{1}", "The first line must be: {1}"),
			    str(HEADER));
	while ((line = next_line(&p, &at)) && p.n < ROW_MAX)
		if (*line)
			parse_row(&p, line);
	HASH_CLEAR(hh, p.keys);
	HASH_CLEAR(hh, p.codes);
	if (line)
		return fail(cx, ERR_TOO_LARGE,
			    T("regions.rows", "超过 {1} 行", "More than {1} rows"), i64(ROW_MAX));
	*ret = p.rows;
	*ret_n = p.n;
	return ctx_err(cx);
}

struct regions_source regions_file(const char *name)
{
	const struct regions_file *f = regions_files;
	while (strcmp(f->name, name) != 0)
		f++;
	return (struct regions_source){.csv = f->csv, .n = strlen(f->csv)};
}
