/* JSON Schema (draft 2020-12) of the forms, for editors. */
#include <string.h>

#include "policy/pack_priv.h"

static void put_str(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_put_str(j, value);
}

static void put_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_put_int(j, value);
}

static void put_open(struct json *j, const char *key, char bracket)
{
	json_key(j, key);
	json_open(j, bracket);
}

static void put_types(struct json *j, const char *a, const char *b, const char *c)
{
	put_open(j, "type", '[');
	json_put_str(j, a);
	if (b)
		json_put_str(j, b);
	if (c)
		json_put_str(j, c);
	json_close(j, ']');
}

/* ─── by type ─── */

static void put_text(struct json *j, const struct form *f)
{
	put_types(j, "string", "number", NULL); /* 330106 need not stand in quotes */
	put_int(j, "minLength", 1);
	put_int(j, "maxLength", f->max ? f->max : FORM_TEXT_MAX);
}

static void put_label(struct json *j, const struct form *f)
{
	const int64_t max = f->max ? f->max : FORM_TEXT_MAX;
	const struct form rows[] = {{"zh", FORM_TEXT, NEEDED, NOWHERE, L("中文", "Chinese"),
				     .max = max},
				    {"en", FORM_TEXT, NEEDED, NOWHERE, L("英文", "English"),
				     .max = max * 3},
				    {0}};
	form_schema(j, rows);
}

static void put_id(struct json *j, const struct form *f)
{
	(void)f;
	put_str(j, "type", "string");
	put_str(j, "pattern", "^[a-z][a-z0-9_]{0,63}$");
}

static void put_code(struct json *j, const struct form *f)
{
	(void)f;
	put_types(j, "string", "integer", NULL);
	put_str(j, "pattern", "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$");
}

static void put_range(struct json *j, const struct form *f)
{
	put_str(j, "type", "integer");
	put_int(j, "minimum", f->min);
	put_int(j, "maximum", f->max);
}

static void put_flag(struct json *j, const struct form *f)
{
	(void)f;
	put_str(j, "type", "boolean");
}

static void put_date(struct json *j, const struct form *f)
{
	(void)f;
	put_str(j, "type", "string");
	put_str(j, "pattern", "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$");
}

static void put_choice(struct json *j, const struct form *f)
{
	const struct choices *c = f->of;
	put_open(j, "enum", '[');
	for (int64_t i = 0; i < c->n; i++)
		json_put_str(j, c->values[i].code);
	json_close(j, ']');
}

static void put_expression(struct json *j, const struct form *f)
{
	(void)f;
	put_types(j, "string", "boolean", NULL);
	put_int(j, "maxLength", EXPR_SOURCE_MAX);
}

static void put_value(struct json *j, const struct form *f)
{
	(void)f;
	put_types(j, "string", "integer", "boolean");
}

static void put_reach(struct json *j, const struct form *f)
{
	(void)f;
	put_types(j, "string", "integer", NULL);
	put_str(j, "pattern", "^([0-9]{1,3}(\\.[0-9])?%|[1-9][0-9]*)$");
}

static void put_ref(struct json *j, const struct form *f)
{
	(void)f;
	put_types(j, "string", "integer", NULL);
}

static void put_list_of(struct json *j, const struct form *f,
			void (*put)(struct json *j, const struct form *f))
{
	put_str(j, "type", "array");
	put_int(j, "maxItems", f->max ? f->max : FORM_LIST_MAX);
	put_open(j, "items", '{');
	put(j, f);
	json_close(j, '}');
}

static void put_refs(struct json *j, const struct form *f)
{
	put_list_of(j, f, put_ref);
}

static void put_days(struct json *j, const struct form *f)
{
	put_list_of(j, f, put_date);
}

static void put_map(struct json *j, const struct form *f)
{
	form_schema(j, f->of);
}

static void put_item(struct json *j, const struct form *f)
{
	const struct form_item *item = f->of;
	form_schema(j, item->rows);
}

static void put_list(struct json *j, const struct form *f)
{
	put_list_of(j, f, put_item);
}

static void (*const writers[FORM__MAX])(struct json *j, const struct form *f) = {
	[FORM_LABEL] = put_label,   [FORM_TEXT] = put_text,
	[FORM_ID] = put_id,         [FORM_CODE] = put_code,
	[FORM_INT] = put_range,     [FORM_FLAG] = put_flag,
	[FORM_DATE] = put_date,     [FORM_DAY] = put_date,
	[FORM_CHOICE] = put_choice, [FORM_EXPRESSION] = put_expression,
	[FORM_VALUE] = put_value,   [FORM_REACH] = put_reach,
	[FORM_REF] = put_ref,       [FORM_REFS] = put_refs,
	[FORM_DAYS] = put_days,     [FORM_MAP] = put_map,
	[FORM_LIST] = put_list,
};

/* ─── a mapping, a file ─── */

void form_schema(struct json *j, const struct form *rows)
{
	char description[512];
	put_str(j, "type", "object");
	put_open(j, "properties", '{');
	for (const struct form *f = rows; f->key; f++) {
		put_open(j, f->key, '{');
		snprintf(description, sizeof description, "%s · %s", f->zh, f->en);
		put_str(j, "description", description);
		writers[f->type](j, f);
		json_close(j, '}');
	}
	json_close(j, '}');
	put_open(j, "required", '[');
	for (const struct form *f = rows; f->key; f++)
		if (f->flags & NEEDED)
			json_put_str(j, f->key);
	json_close(j, ']');
	json_key(j, "additionalProperties");
	json_put_bool(j, false);
}

err pack_schema(struct ctx *cx, const char *file, const char **ret)
{
	struct buf compact = buf_on(cx->mem);
	struct json j = json_on(&compact);
	const struct pack_form *form = pack_forms;
	while (form < pack_forms + PART__MAX && strcmp(form->path, file) != 0)
		form++;
	if (form == pack_forms + PART__MAX)
		return fail_not_found(cx);
	json_open(&j, '{');
	put_str(&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
	put_str(&j, "title", mem_format(cx->mem, "%s · %s", form->zh, form->en));
	form_schema(&j, form->rows);
	json_close(&j, '}');
	json_t *tree = json_loadb(compact.data, compact.len, 0, NULL);
	char *pretty = tree ? json_dumps(tree, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL;
	json_decref(tree);
	*ret = mem_format(cx->mem, "%s\n", pretty ? pretty : "");
	bool is_done = pretty != NULL;
	free(pretty);
	return is_done ? OK : fail_internal(cx, "the schema of %s is no JSON", file);
}
