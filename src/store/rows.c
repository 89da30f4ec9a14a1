/* Rows by field table. */
#include <string.h>

#include "base/secret.h"
#include "store/store_priv.h"

static const struct arg_kind *kind_of(const struct field *f)
{
	if (f->flags & PERSONAL)
		return &arg_is_blob;
	return f->type == F_TEXT || f->type == F_DATE ? &arg_is_str : &arg_is_i64;
}

static struct row_column column_of(struct stmt *q, const struct field *f)
{
	struct row_column c = {.field = f, .kind = kind_of(f)};
	if (f->flags & (SECRET | INTERNAL))
		return c;
	c.key_len = strlen(f->name) + 3;
	char *key = mem_array(q, char, c.key_len + JSON_KEY_ROOM);
	snprintf(key, c.key_len + 1, "\"%s\":", f->name);
	c.key = key;
	return c;
}

static const struct row_column *columns_of(struct stmt *q, const struct field *table)
{
	if (q->table == table)
		return q->columns;
	q->columns = mem_grow(q, q->columns, (size_t)q->n_columns);
	q->table = NULL;
	for (int i = 0; i < q->n_columns; i++) {
		const struct field *f = field_find(table, col_name(q, i));
		if (!f || f->type == F_LIST) {
			err e = fail_internal(q->cx, "column %s has no field: %s", col_name(q, i),
					      q->text);
			(void)e; /* sticky */
			return NULL;
		}
		q->columns[i] = column_of(q, f);
		if (i && f == q->columns[i - 1].field)
			q->columns[i].key = NULL; /* the key of a page is its id */
	}
	q->table = table;
	return q->columns;
}

static void wrong_kind(struct stmt *q, const struct row_column *c, struct arg v)
{
	err e = fail_internal(q->cx, "column %s is %s, its field wants %s: %s", c->field->name,
			      v.kind->name, c->kind->name, q->text);
	(void)e; /* sticky */
}

/* The value of column `i`; NULL after a mistake too, which is then in cx. */
static struct arg value_of(struct stmt *q, int i, const struct row_column *c)
{
	struct arg v = q->conn->store->driver.column(q, i);
	if (v.kind == c->kind || v.kind == &arg_is_null)
		return v;
	wrong_kind(q, c, v);
	return none();
}

/* ─── into an object ─── */

static void set_text(struct stmt *q, const struct field *f, struct arg v, void *obj)
{
	const char *text = NULL;
	if (v.kind == &arg_is_str)
		text = mem_strn(q->cx->mem, v.p, v.n);
	else if (v.kind == &arg_is_blob && secret_open(q->cx, v.p, v.n, &text))
		text = NULL; /* the failure is in cx */
	*(const char **)(void *)((char *)obj + f->at) = text;
}

static void set_number(const struct field *f, struct arg v, void *obj)
{
	int64_t absent = f->type == F_ID || f->type == F_ENUM ? 0 : NONE;
	*(int64_t *)(void *)((char *)obj + f->at) = v.kind == &arg_is_i64 ? v.i : absent;
}

void sql_read(struct stmt *q, const struct field *table, void *obj)
{
	const struct row_column *columns = q->has_row ? columns_of(q, table) : NULL;
	for (int i = 0; columns && i < q->n_columns; i++) {
		const struct field *f = columns[i].field;
		struct arg v = value_of(q, i, &columns[i]);
		if (f->type == F_TEXT || f->type == F_DATE)
			set_text(q, f, v, obj);
		else
			set_number(f, v, obj);
	}
}

/* ─── into JSON ─── */

static void put_text(struct stmt *q, const struct field *f, struct arg v, struct json *j)
{
	const char *text;
	if (f->flags & PERSONAL) {
		if (secret_open(q->cx, v.p, v.n, &text))
			json_put_null(j); /* the failure is in cx */
		else
			json_put_str(j, mask_text(q->cx->mem, f->mask, text));
	} else if (f->flags & MASKED) {
		json_put_str(j, mask_text(q->cx->mem, f->mask, v.p));
	} else {
		json_put_strn(j, v.p, v.n);
	}
}

static void put_code(const struct choice *c, struct json *j)
{
	json_put_plain(j, c->code, strlen(c->code));
}

static void put_value(struct stmt *q, const struct field *f, struct arg v, struct json *j)
{
	switch (f->type) {
	case F_TEXT:
	case F_DATE:
		put_text(q, f, v, j);
		break;
	case F_ID:
		json_put_id(j, v.i);
		break;
	case F_INT:
		json_put_int(j, v.i);
		break;
	case F_FLAG:
		json_put_bool(j, v.i == 1);
		break;
	case F_INSTANT:
		json_put_instant(j, v.i);
		break;
	case F_ENUM:
		put_code(choice_of(f->of, v.i), j);
		break;
	case F_LIST: /* has no column: fields_of() */
		break;
	}
}

static bool is_said(const struct field *f, struct arg v)
{
	return f->type == F_ENUM ? choice_of(f->of, v.i) != NULL : f->type != F_ID || v.i;
}

static void put_member(struct stmt *q, const struct row_column *c, struct arg v, struct json *j)
{
	if (v.kind == c->kind && is_said(c->field, v)) {
		json_put_key(j, c->key, c->key_len);
		put_value(q, c->field, v, j);
	} else if (v.kind != c->kind && v.kind != &arg_is_null) {
		wrong_kind(q, c, v);
	}
}

void sql_write_json(struct stmt *q, const struct field *table, struct json *j)
{
	const struct row_column *columns = q->has_row ? columns_of(q, table) : NULL;
	json_open(j, '{');
	for (int i = 0; columns && i < q->n_columns; i++)
		if (columns[i].key)
			put_member(q, &columns[i], q->conn->store->driver.column(q, i), j);
	json_close(j, '}');
}

/* ─── out of an object ─── */

const struct arg *sql_args_of(struct ctx *cx, const struct field *table, const void *obj,
			      const struct arg *more)
{
	size_t n = 0, n_more = args_count(more);
	struct arg *args = mem_array(cx->mem, struct arg, fields_count(table) + n_more + 1);
	for (const struct field *f = table; f->name; f++) {
		if (f->type == F_LIST)
			continue;
		struct arg v = field_arg(f, obj);
		args[n++] = f->flags & PERSONAL
				    ? secret_seal(cx, v.kind == &arg_is_str ? v.p : NULL)
				    : v;
	}
	for (size_t i = 0; i < n_more; i++)
		args[n++] = more[i];
	return args;
}
