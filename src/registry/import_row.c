/* Cells to values, and what is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/id.h"
#include "base/utf8.h"
#include "registry/human_priv.h"
#include "registry/import_priv.h"

/* ─── findings ─── */

const struct import_title *import_title_of(const struct import_run *run,
					   const struct import_column *c)
{
	for (size_t i = 0; c && i < run->n_titles; i++)
		if (run->titles[i].key && !strcmp(run->titles[i].key, c->key))
			return &run->titles[i];
	return NULL;
}

/* What a person's cell says is not repeated in a text that is kept. */
static const struct arg *without_personal(struct ctx *cx, const struct import_column *c,
					  const struct arg *args)
{
	bool has_field = c && c->field && (c->field->flags & (PERSONAL | MASKED));
	if (!has_field && !(c && c->is_personal))
		return args;
	enum mask mask = has_field ? c->field->mask : c->mask;
	struct arg *out = args_copy(cx->mem, args);
	for (struct arg *a = out; a->kind; a++)
		if (a->kind == &arg_is_str)
			*a = str(mask_text(cx->mem, mask, a->p));
	return out;
}

void import_report(struct import_row *row, enum import_level level, const struct import_column *c,
		   struct text text, const struct arg *args)
{
	static const enum import_outcome outcomes[] = {[LEVEL_WRONG] = ROW_BAD,
						       [LEVEL_ASKED] = ROW_ASKED,
						       [LEVEL_NOTE] = ROW_NONE,
						       [LEVEL_LEFT] = ROW_NONE};
	struct import_run *run = row->run;
	mem *m = run->cx->mem;
	const struct import_title *title = import_title_of(run, c);
	const struct arg *shown = without_personal(row->cx, c, args);
	run->findings = mem_grow(m, run->findings, run->n_findings + 1);
	run->findings[run->n_findings++] = (struct import_finding){
		.level = level,
		.row_no = row->number,
		.column_no = title ? title->column_no : 0,
		.header = title ? title->header : NULL,
		.code = text.key,
		.zh = text_render(m, text, LANG_ZH, shown),
		.en = text_render(m, text, LANG_EN, shown),
	};
	if (outcomes[level] && row->outcome != ROW_BAD)
		row->outcome = outcomes[level];
}

/* The column that fills a member. */
static const struct import_column *column_for(const struct import_row *row, const char *path)
{
	const struct import_column *best = NULL;
	size_t n = strcspn(path, ".[");
	for (const struct import_column *c = row->run->columns; c->key; c++) {
		bool is_its = strlen(c->key) == n && !strncmp(c->key, path, n);
		bool covers = c->covers && !strncmp(c->covers, path, strlen(c->covers));
		if ((is_its || covers) && import_title_of(row->run, c))
			best = is_its || !best ? c : best;
	}
	return best;
}

bool import_take_failure(struct import_row *row)
{
	const struct failure *f = &row->cx->failure;
	if (!f->kind)
		return true;
	if (f->kind == ERR_INTERNAL || f->kind == ERR_BUSY)
		return false;
	for (size_t i = 0; i < f->n_fields; i++)
		import_report(row, LEVEL_WRONG, column_for(row, f->fields[i].path),
			      f->fields[i].text, f->fields[i].args ? f->fields[i].args : ARGS());
	if (!f->n_fields)
		import_report(row, LEVEL_WRONG, NULL, f->text, f->args ? f->args : ARGS());
	ctx_forgive(row->cx);
	return false;
}

/* ─── cells ─── */

static void put(struct import_row *row, const struct import_column *c, json_t *value)
{
	json_object_set_new(row->object, c->field->name, value);
}

static void put_amount(struct import_row *row, const struct import_column *c, enum human is,
		       const struct amount *a, const struct human_fault *fault)
{
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault->text, str(fault->what));
	else if (is == HUMAN_VALUE)
		put(row, c, json_integer(a->value));
}

/* Digits with what is counted behind them: "35%", "1.20元". */
static void parse_decimal(struct import_row *row, const struct import_column *c, const char *text)
{
	int64_t value;
	char *folded = mem_str(row->cx->mem, text);
	utf8_fold_width(folded);
	size_t n = strspn(folded, "-0123456789.,");
	bool has_unit = c->field->unit && !strcmp(folded + n, c->field->unit);
	if (has_unit)
		folded[n] = '\0';
	if (decimal_parse(folded, c->field->places, &value) == DECIMAL_OK)
		put(row, c, json_integer(value));
	else
		import_wrong(row, c,
			     T("import.number", "“{1}”不是最多 {2} 位小数的数，请只填数字",
			       "“{1}” is not a number of at most {2} decimal places"),
			     str(text), i64(c->field->places));
}

static void parse_int(struct import_row *row, const struct import_column *c, const char *text)
{
	struct amount a;
	struct human_fault fault;
	bool is_area = c->field->unit && !strcmp(c->field->unit, "㎡");
	if (is_area)
		put_amount(row, c, human_area(text, &a, &fault), &a, &fault);
	else if (c->field->places || c->field->min < 0)
		parse_decimal(row, c, text);
	else
		put_amount(row, c, human_count(text, &a, &fault), &a, &fault);
}

static void parse_flag(struct import_row *row, const struct import_column *c, const char *text)
{
	bool value;
	struct human_fault fault;
	enum human is = human_flag(text, &value, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	else if (is == HUMAN_VALUE)
		put(row, c, json_boolean(value));
}

static void parse_date(struct import_row *row, const struct import_column *c, const char *text)
{
	struct human_date d;
	struct human_fault fault;
	enum human is = human_date(text, &d, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	if (is != HUMAN_VALUE)
		return;
	put(row, c, json_string(d.date));
	if (d.is_imprecise)
		import_note(row, c,
			    T("import.imprecise", "“{1}”没有写到日，按 {2} 导入",
			      "“{1}” has no day: it is taken for {2}"),
			    str(text), str(d.date));
}

const char *import_choices_text(mem *parent, const struct choices *c, enum lang lang)
{
	struct buf out = buf_on(parent);
	for (int64_t i = 0; i < c->n; i++)
		buf_format(&out, "%s%s", i ? lang == LANG_EN ? ", " : "、" : "",
			   lang == LANG_EN ? c->values[i].en : c->values[i].zh);
	return buf_text(&out);
}

static void parse_choice(struct import_row *row, const struct import_column *c, const char *text)
{
	const struct choices *of = c->field->of;
	int64_t value = choice_find(of, text);
	if (value)
		put(row, c, json_string(choice_of(of, value)->code));
	else
		import_wrong(row, c,
			     T("import.choice", "“{1}”不在可选值中：{2}", "“{1}” is none of: {3}"),
			     str(text), str(import_choices_text(row->cx->mem, of, LANG_ZH)),
			     str(import_choices_text(row->cx->mem, of, LANG_EN)));
}

static void parse_text(struct import_row *row, const struct import_column *c, const char *text)
{
	put(row, c, json_string(text));
}

static bool says_nothing(const char *text)
{
	struct plain p;
	struct human_fault fault;
	return plain_open(&p, text, &fault) == HUMAN_NONE;
}

void import_parse_field(struct import_row *row, const struct import_column *c, const char *text)
{
	static import_parse *const by_type[] = {
		[F_INT] = parse_int,   [F_FLAG] = parse_flag,   [F_TEXT] = parse_text,
		[F_DATE] = parse_date, [F_ENUM] = parse_choice,
	};
	if (c->field->type == F_FLAG || !says_nothing(text))
		by_type[c->field->type](row, c, text);
}

void import_parse_id(struct import_row *row, const struct import_column *c, const char *text)
{
	if (!id_parse(text, &row->id))
		import_wrong(row, c,
			     T("import.id", "“{1}”不是导出文件里的标识，请不要改动这一列",
			       "“{1}” is no id of an exported list: leave this column as it was"),
			     str(text));
}

void import_parse_version(struct import_row *row, const struct import_column *c, const char *text)
{
	if (decimal_parse(text, 0, &row->version) != DECIMAL_OK || row->version < 1)
		import_wrong(row, c,
			     T("import.version", "“{1}”不是版本号，请不要改动这一列",
			       "“{1}” is no version: leave this column as it was"),
			     str(text));
}

/* ─── names within the file ─── */

/* FNV-1a; kinds and keys are short. */
static uint32_t hash_of(const char *kind, const char *key)
{
	uint32_t hash = 2166136261U;
	for (; *kind; kind++)
		hash = (hash ^ (unsigned char)*kind) * 16777619U;
	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 16777619U;
	return hash;
}

/* Where it stands in the table, or would stand. */
static uint32_t *slot_of(const struct import_run *run, const char *kind, const char *key)
{
	size_t at = hash_of(kind, key) & (run->n_named_at - 1);
	for (;; at = (at + 1) & (run->n_named_at - 1)) {
		const struct import_named *n = &run->named[run->named_at[at] - 1];
		if (!run->named_at[at] || (!strcmp(n->key, key) && !strcmp(n->kind, kind)))
			return &run->named_at[at];
	}
}

static void grow_names(struct import_run *run)
{
	run->n_named_at = run->n_named_at ? 2 * run->n_named_at : 1024;
	run->named_at = mem_array(run->cx->mem, uint32_t, run->n_named_at);
	for (size_t i = 0; i < run->n_named; i++)
		*slot_of(run, run->named[i].kind, run->named[i].key) = (uint32_t)i + 1;
}

/* ─── names of earlier steps, as hashes: most names are new, and need no question to be so ─── */

static uint64_t long_hash(const char *kind, const char *key)
{
	uint64_t hash = 14695981039346656037U;
	for (; *kind; kind++)
		hash = (hash ^ (unsigned char)*kind) * 1099511628211U;
	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 1099511628211U;
	return hash ? hash : 1;
}

static uint64_t *place_of(const struct import_kept *k, uint64_t hash)
{
	size_t at = (hash ^ hash >> 32) & (k->n_slots - 1);
	while (k->names[at] && k->names[at] != hash)
		at = (at + 1) & (k->n_slots - 1);
	return &k->names[at];
}

static bool is_known(const struct import_kept *k, uint64_t hash)
{
	return k->n_slots && *place_of(k, hash);
}

static void grow_known(struct import_kept *k)
{
	struct import_kept old = *k;
	k->n_slots = old.n_slots ? 2 * old.n_slots : 4096;
	k->names = mem_array(k->mem, uint64_t, k->n_slots);
	for (size_t i = 0; i < old.n_slots; i++)
		if (old.names[i])
			*place_of(k, old.names[i]) = old.names[i];
	if (old.names)
		mem_free(old.names);
}

static void know(struct import_kept *k, uint64_t hash)
{
	if (2 * (k->n_names + 1) > k->n_slots)
		grow_known(k);
	k->n_names += !*place_of(k, hash);
	*place_of(k, hash) = hash;
}

err import_load_names(struct import_run *run)
{
	struct stmt *q =
		sql(run->cx,
		    "SELECT kind, key FROM import_key WHERE home_id = $1 AND import_id = $2",
		    i64(run->im->home_id), i64(run->im->id));
	while (sql_next(q)) {
		const char *kind = col_str(q, 0);
		know(run->kept, long_hash(kind, col_peek(q, 1)));
	}
	run->kept->is_loaded = true;
	return sql_end(q);
}

const struct import_named *import_named(struct import_run *run, const char *kind, const char *key)
{
	uint32_t at = run->n_named_at ? *slot_of(run, kind, key) : 0;
	if (at || !is_known(run->kept, long_hash(kind, key)))
		return at ? &run->named[at - 1] : NULL;
	struct stmt *q = sql(run->cx,
			     "SELECT thing_id, row_no FROM import_key WHERE home_id = $1"
			     " AND import_id = $2 AND kind = $3 AND key = $4",
			     i64(run->im->home_id), i64(run->im->id), str(kind), str(key));
	struct import_named *found = NULL;
	if (sql_next(q)) {
		found = mem_new(run->cx->mem, struct import_named);
		*found = (struct import_named){kind, key, col_i64(q, 0), col_i64(q, 1)};
	}
	return sql_end(q) ? NULL : found;
}

void import_name(struct import_row *row, const char *kind, const char *key, int64_t id)
{
	struct import_run *run = row->run;
	if (2 * (run->n_named + 1) > run->n_named_at)
		grow_names(run);
	run->named = mem_grow(run->cx->mem, run->named, run->n_named + 1);
	run->named[run->n_named] =
		(struct import_named){kind, mem_str(run->cx->mem, key), id, row->number};
	*slot_of(run, kind, key) = (uint32_t)++run->n_named;
	know(run->kept, long_hash(kind, key));
}

static void stage(struct import_run *run, struct import_staged s)
{
	run->staged = mem_grow(run->cx->mem, run->staged, run->n_staged + 1);
	s.obj = mem_dup(run->cx->mem, s.obj, s.target->entity->size);
	run->staged[run->n_staged++] = s;
}

void import_stage(struct import_run *run, const struct import_target *target, const void *obj)
{
	stage(run, (struct import_staged){.target = target, .obj = obj});
}

/* Among what the block stages itself; NULL: it is not. */
static struct import_staged *staged_here(struct import_run *run, const struct import_target *target,
					 int64_t id)
{
	for (size_t i = run->n_staged; i-- > 0;) {
		const struct record *rec = run->staged[i].obj;
		if (run->staged[i].target == target && rec->id == id)
			return &run->staged[i];
	}
	return NULL;
}

bool import_staged(struct import_run *run, const struct import_target *target, int64_t id,
		   void *ret)
{
	const struct entity *e = target->entity;
	const struct import_staged *here = staged_here(run, target, id);
	if (here)
		memcpy(ret, here->obj, e->size);
	if (here || run->im->next_block == 0)
		return here;
	struct stmt *q = sql_run(run->cx, &e->staged, i64(run->im->id), i64(id - 1), i64(1));
	bool is_there = sql_next(q) && col_i64(q, 1) == id;
	if (is_there) {
		fields_clear(e->fields, ret);
		sql_read(q, e->fields, ret);
	}
	return sql_end(q) == OK && is_there;
}

void import_restage(struct import_run *run, const struct import_target *target, const void *obj)
{
	const struct record *rec = obj;
	struct import_staged *here = staged_here(run, target, rec->id);
	if (here)
		here->obj = mem_dup(run->cx->mem, obj, target->entity->size);
	else
		stage(run, (struct import_staged){target, obj, true});
}
