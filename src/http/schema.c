/* JSON Schema of field tables. */
#include "base/id.h"
#include "http/openapi_priv.h"
#include "http/wire_priv.h"

void put_str(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_put_str(j, value);
}

void put_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_put_int(j, value);
}

void put_bool(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_put_bool(j, value);
}

void put_open(struct json *j, const char *key, char bracket)
{
	json_key(j, key);
	json_open(j, bracket);
}

/* ─── which, and how they are called ─── */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

const char *schema_camel(mem *m, const char *before, const char *word, size_t n)
{
	struct buf b = buf_on(m);
	bool is_start = true;
	buf_puts(&b, before);
	for (size_t i = 0; i < n; i++) {
		char c = word[i];
		if (is_letter(c))
			buf_putc(&b, is_start && c >= 'a' ? (char)(c - 'a' + 'A') : c);
		is_start = !is_letter(c);
	}
	return buf_text(&b);
}

static struct schema *find(const struct schemas *s, const struct field *table)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->all[i].table == table)
			return &s->all[i];
	return NULL;
}

static bool is_taken(const struct schemas *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->all[i].name, name))
			return true;
	return false;
}

static const char *name_for(const struct schemas *s, const struct field *table,
			    const char *otherwise)
{
	for (const struct schema_name *n = s->names; n && n->table; n++)
		if (n->table == table)
			return n->name;
	const char *name = otherwise;
	for (int i = 2; is_taken(s, name); i++)
		name = mem_format(s->m, "%s%d", otherwise, i);
	return name;
}

static const struct field *element_table(const struct field *f)
{
	const struct field *inner =
		f->type == F_LIST ? ((const struct element *)f->of)->fields : NULL;
	return inner && *inner->name ? inner : NULL;
}

void schema_add(struct schemas *s, const struct field *table, enum schema_kind kind,
		const char *otherwise)
{
	struct schema *found = find(s, table);
	if (found && found->is_used[kind])
		return;
	if (!found) {
		const char *name = name_for(s, table, otherwise);
		s->all = mem_grow(s->m, s->all, s->n + 1);
		found = &s->all[s->n++];
		*found = (struct schema){.table = table, .name = name};
	}
	found->is_used[kind] = true;
	const char *name = found->name; /* the list may move */
	for (const struct field *f = table; f->name; f++)
		if (element_table(f))
			schema_add(s, element_table(f), kind,
				   schema_camel(s->m, name, f->name, strlen(f->name)));
}

static const char *full_name(const struct schemas *s, const struct schema *schema,
			     enum schema_kind kind)
{
	static const char *const endings[] = {"", "Input", "Patch"};
	return mem_format(s->m, "%s%s", schema->name, endings[kind]);
}

void schema_put_ref(const struct schemas *s, struct json *j, const struct field *table,
		    enum schema_kind kind)
{
	json_open(j, '{');
	put_str(j, "$ref",
		mem_format(s->m, "#/components/schemas/%s", full_name(s, find(s, table), kind)));
	json_close(j, '}');
}

/* ─── values ─── */

/* What may be emptied says so by null. */
static void put_type(struct json *j, const char *type, bool may_be_null)
{
	if (!may_be_null) {
		put_str(j, "type", type);
		return;
	}
	put_open(j, "type", '[');
	json_put_str(j, type);
	json_put_str(j, "null");
	json_close(j, ']');
}

static void put_texts(struct json *j, const char *key, const struct choices *c, size_t at)
{
	put_open(j, key, '[');
	for (int64_t i = 0; i < c->n; i++)
		json_put_str(j, *(const char *const *)(const void *)((const char *)&c->values[i] +
								     at));
}

static void put_enum(struct json *j, const struct choices *c, bool may_be_null)
{
	put_texts(j, "enum", c, offsetof(struct choice, code));
	if (may_be_null)
		json_put_null(j);
	json_close(j, ']');
	put_texts(j, "x-enum-zh", c, offsetof(struct choice, zh));
	json_close(j, ']');
	put_texts(j, "x-enum-en", c, offsetof(struct choice, en));
	json_close(j, ']');
}

static void put_text_limits(struct json *j, const struct field *f)
{
	if (f->min)
		put_int(j, "minLength", f->min);
	put_int(j, "maxLength", f->max ? f->max : TEXT_MAX_DEFAULT);
}

static void put_int_limits(struct json *j, const struct field *f)
{
	put_str(j, "format", "int64");
	if (f->min || f->max)
		put_int(j, "minimum", f->min);
	if (f->max)
		put_int(j, "maximum", f->max);
	if (f->places)
		put_int(j, "x-places", f->places);
	if (f->unit)
		put_str(j, "x-unit", f->unit);
}

static void put_list_limits(const struct schemas *s, struct json *j, const struct field *f,
			    enum schema_kind kind)
{
	const struct element *e = f->of;
	json_key(j, "items");
	if (element_table(f)) {
		schema_put_ref(s, j, e->fields, kind);
	} else {
		json_open(j, '{');
		schema_put_value(s, j, e->fields, SCHEMA_REPLY);
		json_close(j, '}');
	}
	if (f->min)
		put_int(j, "minItems", f->min);
	put_int(j, "maxItems", f->max ? f->max : LIST_MAX_DEFAULT);
}

void schema_put_value(const struct schemas *s, struct json *j, const struct field *f,
		      enum schema_kind kind)
{
	static const struct {
		const char *type, *format;
	} types[] = {
		[F_ID] = {"string", NULL},     [F_INT] = {"integer", NULL},
		[F_FLAG] = {"boolean", NULL},  [F_TEXT] = {"string", NULL},
		[F_DATE] = {"string", "date"}, [F_INSTANT] = {"string", "date-time"},
		[F_ENUM] = {"string", NULL},   [F_LIST] = {"array", NULL},
	};
	bool may_be_null = kind != SCHEMA_REPLY && !(f->flags & REQUIRED);
	put_type(j, types[f->type].type, may_be_null);
	if (types[f->type].format)
		put_str(j, "format", types[f->type].format);
	if (f->type == F_ID)
		put_str(j, "pattern", "^[0-7][0-9a-hjkmnp-tv-z]{12}$");
	else if (f->type == F_INT)
		put_int_limits(j, f);
	else if (f->type == F_TEXT)
		put_text_limits(j, f);
	else if (f->type == F_ENUM)
		put_enum(j, f->of, may_be_null);
	else if (f->type == F_LIST)
		put_list_limits(s, j, f, kind);
}

/* ─── objects ─── */

static bool is_member(const struct field *f, enum schema_kind kind)
{
	static const unsigned hidden[] = {
		[SCHEMA_REPLY] = SECRET | INTERNAL,
		[SCHEMA_INPUT] = READ_ONLY | INTERNAL,
		[SCHEMA_PATCH] = READ_ONLY | INTERNAL | ON_CREATE,
	};
	return !(f->flags & hidden[kind]);
}

/* A reply leaves out what nobody has recorded, but never a list. */
static bool is_required(const struct field *f, enum schema_kind kind)
{
	return kind != SCHEMA_PATCH &&
	       ((f->flags & REQUIRED) || (kind == SCHEMA_REPLY && f->type == F_LIST));
}

static void put_member(const struct schemas *s, struct json *j, const struct field *f,
		       enum schema_kind kind)
{
	put_open(j, f->name, '{');
	schema_put_value(s, j, f, kind);
	put_str(j, "x-label-zh", f->zh);
	put_str(j, "x-label-en", f->en);
	if ((f->flags & READ_ONLY) && kind == SCHEMA_REPLY)
		put_bool(j, "readOnly", true);
	if (f->flags & SECRET)
		put_bool(j, "writeOnly", true);
	if (f->flags & PERSONAL)
		put_bool(j, "x-personal", true);
	json_close(j, '}');
}

static void put_object(const struct schemas *s, struct json *j, const struct schema *schema,
		       enum schema_kind kind)
{
	put_open(j, full_name(s, schema, kind), '{');
	put_str(j, "type", "object");
	put_open(j, "properties", '{');
	for (const struct field *f = schema->table; f->name; f++)
		if (is_member(f, kind))
			put_member(s, j, f, kind);
	json_close(j, '}');
	put_open(j, "required", '[');
	for (const struct field *f = schema->table; f->name; f++)
		if (is_member(f, kind) && is_required(f, kind))
			json_put_str(j, f->name);
	json_close(j, ']');
	json_close(j, '}');
}

void schemas_put(const struct schemas *s, struct json *j)
{
	for (size_t i = 0; i < s->n; i++)
		for (enum schema_kind kind = 0; kind < SCHEMA__MAX; kind++)
			if (s->all[i].is_used[kind])
				put_object(s, j, &s->all[i], kind);
}
