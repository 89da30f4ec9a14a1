#include "app/export_sheet.h"

#include <string.h>
#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "app/export.h"
#include "base/date.h"
#include "base/decimal.h"
#include "place/region.h"
#include "registry/human.h"
#include "store/sql.h"

enum { COLUMNS_MAX = 200, MINUTE_MS = 60000, CHINA_MS = 8 * 60 * MINUTE_MS };

/* ─── names of what is told by id ─── */

/* In lists that name what they refer to, the name stands beside the id, and the id is left out. */
static const struct named {
	const char *member; /* NULL ends the table */
	struct query name;  /* by home $1 and id $2 */
} names[] = {
	{"region_id", SQL("SELECT name FROM region WHERE $1 >= 0 AND home_id = $2")},
	{"parent_id", SQL("SELECT name FROM region WHERE $1 >= 0 AND home_id = $2")},
	{"organisation_id", SQL("SELECT name FROM organisation WHERE $1 >= 0 AND home_id = $2")},
	{"operated_by", SQL("SELECT name FROM organisation WHERE $1 >= 0 AND home_id = $2")},
	{"estate_id", SQL("SELECT name FROM estate WHERE $1 >= 0 AND home_id = $2")},
	{"house_id", SQL("SELECT label FROM house WHERE home_id = $1 AND id = $2")},
	{"account_id", SQL("SELECT name FROM account WHERE $1 >= 0 AND id = $2")},
	{0},
};

struct name {
	struct name_key {
		const struct query *query;
		int64_t id;
	} key;
	const char *text;
	UT_hash_handle hh;
};

struct seen {
	int64_t person_id;
	UT_hash_handle hh;
};

/* ─── columns ─── */

struct column {
	const struct field *field;
	const struct query *name; /* of what it tells by id; NULL: it tells itself */
	bool is_fee;              /* all of a fee, from its first member */
};

struct export_sheet {
	struct ctx *cx;
	struct writer *writer;
	const struct request *list;
	const char *title;
	const struct field *table;
	int64_t estate_id, rows;
	struct out_column titles[COLUMNS_MAX];
	struct column columns[COLUMNS_MAX];
	size_t n;
	void *row; /* an object of the table */
	struct name *names;
	const struct field *person; /* whose data are shown in the clear; NULL: all are masked */
	struct seen *seen;
	int64_t *people;
	size_t n_people;
	struct row_sink sink;
	bool is_begun;
};

static const char *const fee_members[] = {"fee_low_e4", "fee_high_e4", "fee_unit"};

static bool has_fee(const struct field *table)
{
	for (size_t i = 0; i < sizeof fee_members / sizeof *fee_members; i++)
		if (!field_find(table, fee_members[i]))
			return false;
	return true;
}

static int fee_member(const struct export_sheet *s, const struct field *f)
{
	for (int i = 0; i < 3 && has_fee(s->table); i++)
		if (!strcmp(f->name, fee_members[i]))
			return i + 1;
	return 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && !strcmp(text + n - m, end);
}

/* An id that is not the row's own: its name stands beside it. */
static bool is_named_beside(const struct export_sheet *s, const struct field *f)
{
	char name[64];
	if (f->type != F_ID || !strcmp(f->zh, "标识"))
		return false;
	snprintf(name, sizeof name, "%.*s", (int)(strlen(f->name) - strlen("_id")), f->name);
	bool is_told = ends_with(f->name, "_id") && field_find(s->table, name);
	return is_told || ends_with(f->zh, "标识");
}

static bool is_shown(const struct export_sheet *s, const struct field *f)
{
	return f->type != F_LIST && !(f->flags & (SECRET | INTERNAL)) && fee_member(s, f) < 2 &&
	       !is_named_beside(s, f);
}

static const struct query *name_of_member(const struct field *f)
{
	for (const struct named *n = names; f->type == F_ID && n->member; n++)
		if (!strcmp(n->member, f->name))
			return &n->name;
	return NULL;
}

static const char *title_of(const struct export_sheet *s, const struct column *c)
{
	const struct field *f = c->field;
	const char *label = s->cx->lang == LANG_EN ? f->en : f->zh;
	if (c->is_fee)
		return s->cx->lang == LANG_EN ? "Fee" : "物业费";
	return f->unit ? mem_format(s->cx->mem, "%s（%s）", label, f->unit) : label;
}

static void add_column(struct export_sheet *s, const struct field *f)
{
	struct column *c = &s->columns[s->n];
	*c = (struct column){f, name_of_member(f), fee_member(s, f) == 1};
	s->titles[s->n++] = (struct out_column){title_of(s, c), 0};
}

/* `q`: the statement of a list, whose columns are shown; NULL: all are. */
static bool is_filled(struct stmt *q, const struct field *f)
{
	int n = q ? col_count(q) : 0, i = 0;
	while (i < n && strcmp(col_name(q, i), f->name) != 0)
		i++;
	return !q || i < n;
}

static err begin(struct export_sheet *s, struct stmt *q)
{
	s->is_begun = true;
	for (const struct field *f = s->table; f->name && s->n < COLUMNS_MAX; f++)
		if (is_shown(s, f) && is_filled(q, f))
			add_column(s, f);
	return writer_sheet(s->writer, "导出", s->title, s->titles, s->n);
}

/* ─── cells ─── */

const char *export_instant(mem *parent, int64_t instant)
{
	char day[DATE_SIZE];
	date_of_instant(instant, day);
	int64_t minute = (instant + CHINA_MS) / MINUTE_MS % (24 * 60);
	return mem_format(parent, "%s %02d:%02d", day, (int)(minute / 60), (int)(minute % 60));
}

static const char *name_of(struct export_sheet *s, const struct query *query, int64_t id)
{
	struct name_key key;
	struct name *known;
	memset(&key, 0, sizeof key);
	key.query = query;
	key.id = id;
	HASH_FIND(hh, s->names, &key, sizeof key, known);
	if (known)
		return known->text;
	known = mem_new(s, struct name);
	known->key = key;
	known->text =
		mem_str(s, sql_one_text(s->cx, NULL, query, ARGS(i64(s->estate_id), i64(id))));
	HASH_ADD(hh, s->names, key, sizeof key, known);
	return known->text;
}

static int64_t number_in(const struct export_sheet *s, const struct field *f)
{
	return *(const int64_t *)((const char *)s->row + f->at);
}

static const char *text_in_row(const struct export_sheet *s, const struct field *f)
{
	return *(const char *const *)((const char *)s->row + f->at);
}

/* "1.1400" → "1.14" */
static const char *price(mem *parent, int64_t e4)
{
	char text[DECIMAL_SIZE];
	decimal_format(e4, 4, text);
	size_t n = strlen(text);
	while (n && text[n - 1] == '0')
		n--;
	n -= n && text[n - 1] == '.';
	return mem_strn(parent, text, n);
}

/* "1.14至2.48元/㎡·月" */
static const char *fee(const struct export_sheet *s, mem *parent)
{
	int64_t low = number_in(s, field_find(s->table, fee_members[0]));
	int64_t high = number_in(s, field_find(s->table, fee_members[1]));
	int64_t unit = number_in(s, field_find(s->table, fee_members[2]));
	const struct choice *of = choice_of(&fee_units, unit);
	if (low == NONE || high == NONE || !of)
		return NULL;
	return mem_format(parent, "%s%s%s%s", price(parent, low), low == high ? "" : "至",
			  low == high ? "" : price(parent, high), of->zh);
}

/* A day that says "always" or "still" is no day. */
static const char *day(const char *date)
{
	return date && (!strcmp(date, ALWAYS) || !strcmp(date, STILL)) ? NULL : date;
}

static void write_number(struct export_sheet *s, const struct field *f)
{
	int64_t v = number_in(s, f);
	if (f->places)
		write_decimal(s->writer, v, f->places);
	else
		write_int(s->writer, v);
}

static void write_column(struct export_sheet *s, const struct column *c, mem *parent)
{
	const struct field *f = c->field;
	if (c->is_fee)
		write_text(s->writer, fee(s, parent));
	else if (c->name)
		write_text(s->writer,
			   number_in(s, f) ? name_of(s, c->name, number_in(s, f)) : NULL);
	else if (f->type == F_INT)
		write_number(s, f);
	else if (f->type == F_FLAG)
		write_flag(s->writer, number_in(s, f));
	else if (f->type == F_DATE)
		write_date(s->writer, day(text_in_row(s, f)));
	else if (f->type == F_INSTANT)
		write_text(s->writer, number_in(s, f) == NONE
					      ? NULL
					      : export_instant(parent, number_in(s, f)));
	else
		write_text(s->writer,
			   field_show(parent, f, s->row, s->cx->lang, s->person != NULL));
}

/* ─── whose data are shown ─── */

static void note_person(struct export_sheet *s)
{
	struct seen *seen;
	int64_t id = s->person ? number_in(s, s->person) : 0;
	if (!id)
		return;
	HASH_FIND(hh, s->seen, &id, sizeof id, seen);
	if (seen)
		return;
	seen = mem_new(s, struct seen);
	seen->person_id = id;
	HASH_ADD(hh, s->seen, person_id, sizeof id, seen);
	s->people = mem_grow(s, s->people, s->n_people + 1);
	s->people[s->n_people++] = id;
}

void export_sheet_reveal(struct export_sheet *s)
{
	for (const struct field *f = s->table; f->name && !s->person; f++)
		if (f->type == F_ID && !strcmp(f->zh, "人员标识"))
			s->person = f;
}

const int64_t *export_sheet_people(const struct export_sheet *s, size_t *ret_n)
{
	*ret_n = s->n_people;
	return s->people;
}

const char *export_sheet_personal(const struct export_sheet *s)
{
	struct buf out = buf_on(s->cx->mem);
	for (size_t i = 0; i < s->n; i++)
		if (s->columns[i].field->flags & (PERSONAL | MASKED))
			buf_format(&out, out.len ? ",%s" : "%s", s->columns[i].field->name);
	return buf_text(&out);
}

static err write_row(struct export_sheet *s, mem *parent)
{
	for (size_t i = 0; i < s->n; i++)
		write_column(s, &s->columns[i], parent);
	note_person(s);
	write_row_end(s->writer);
	s->rows++;
	return ctx_err(s->cx);
}

/* ─── rows ─── */

static err take_row(void *arg, struct stmt *q, const struct field *out)
{
	struct export_sheet *s = arg;
	struct ctx *cx = s->cx;
	mem *all = cx->mem; /* what a row needs goes with the row */
	err e = s->is_begun ? OK : begin(s, q);
	if (e)
		return e;
	cx->mem = mem_child(all);
	fields_clear(out, s->row);
	sql_read(q, out, s->row);
	e = write_row(s, cx->mem);
	mem_free(cx->mem);
	cx->mem = all;
	return e;
}

static err take_object(void *arg, const void *obj, const struct field *out)
{
	struct export_sheet *s = arg;
	err e = s->is_begun ? OK : begin(s, NULL);
	mem *parent = mem_child(s->cx->mem);
	for (const struct field *f = out; f->name; f++)
		memcpy((char *)s->row + f->at, (const char *)obj + f->at,
		       f->type == F_LIST ? sizeof(struct list) : sizeof(int64_t));
	e = e ? e : write_row(s, parent);
	mem_free(parent);
	return e;
}

static size_t size_of(const struct field *table)
{
	size_t size = 0;
	for (const struct field *f = table; f->name; f++)
		if (f->at + sizeof(struct list) > size)
			size = f->at + sizeof(struct list);
	return size;
}

static int release(struct export_sheet *s)
{
	HASH_CLEAR(hh, s->names);
	HASH_CLEAR(hh, s->seen);
	return 0;
}

struct export_sheet *export_sheet_on(struct ctx *cx, struct writer *w, const struct request *list,
				     const char *title)
{
	struct export_sheet *s = mem_new(cx->mem, struct export_sheet);
	s->cx = cx;
	s->writer = w;
	s->list = list;
	s->title = title;
	s->table = list->route->out;
	s->estate_id = request_id(list, "estate");
	talloc_set_destructor(s, release); /* tables are malloc's */
	s->row = mem_zeroed(s, size_of(s->table), 1, "row of a list");
	s->sink = (struct row_sink){.row = take_row,
				    .object = take_object,
				    .arg = s,
				    .most = EXPORT_ROWS_MAX};
	return s;
}

struct row_sink *export_sheet_sink(struct export_sheet *s)
{
	return &s->sink;
}

err export_sheet_end(struct export_sheet *s)
{
	return s->is_begun ? OK : begin(s, NULL);
}

int64_t export_sheet_rows(const struct export_sheet *s)
{
	return s->rows;
}
