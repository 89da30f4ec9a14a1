#include "base/field.h"

#include <sodium.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/utf8.h"

const struct field *field_find(const struct field *table, const char *name)
{
	for (const struct field *f = table; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

size_t fields_count(const struct field *table)
{
	size_t n = 0;
	while (table[n].name)
		n++;
	return n;
}

static int64_t *number_at(const struct field *f, void *obj)
{
	return (int64_t *)(void *)((char *)obj + f->at);
}

static const char **text_at(const struct field *f, void *obj)
{
	return (const char **)(void *)((char *)obj + f->at);
}

static int64_t number_of(const struct field *f, const void *obj)
{
	return *(const int64_t *)(const void *)((const char *)obj + f->at);
}

static const char *text_of(const struct field *f, const void *obj)
{
	return *(const char *const *)(const void *)((const char *)obj + f->at);
}

static const struct list *list_of(const struct field *f, const void *obj)
{
	return (const struct list *)(const void *)((const char *)obj + f->at);
}

static bool is_text_type(const struct field *f)
{
	return f->type == F_TEXT || f->type == F_DATE;
}

static int64_t none_of(const struct field *f)
{
	return f->type == F_ID || f->type == F_ENUM ? 0 : NONE;
}

static void clear(const struct field *f, void *obj)
{
	if (f->type == F_LIST)
		*(struct list *)(void *)((char *)obj + f->at) = (struct list){0};
	else if (is_text_type(f))
		*text_at(f, obj) = NULL;
	else
		*number_at(f, obj) = none_of(f);
}

void fields_clear(const struct field *table, void *obj)
{
	for (const struct field *f = table; f->name; f++)
		clear(f, obj);
}

struct arg field_arg(const struct field *f, const void *obj)
{
	if (is_text_type(f))
		return str(text_of(f, obj));
	int64_t v = number_of(f, obj);
	return v == none_of(f) ? none() : i64(v);
}

bool field_equal(const struct field *f, const void *a, const void *b)
{
	if (!is_text_type(f))
		return number_of(f, a) == number_of(f, b);
	const char *x = text_of(f, a), *y = text_of(f, b);
	return x == y || (x && y && !strcmp(x, y));
}

static bool is_none(const struct field *f, const void *obj)
{
	if (f->type == F_LIST)
		return false;
	if (is_text_type(f))
		return !text_of(f, obj);
	if (f->type == F_ENUM)
		return !choice_of(f->of, number_of(f, obj));
	return number_of(f, obj) == none_of(f);
}

void fields_fill(const struct field *table, void *into, const void *from)
{
	for (const struct field *f = table; f->name; f++) {
		if ((f->flags & READ_ONLY) || f->type == F_LIST || !is_none(f, into))
			continue;
		if (is_text_type(f))
			*text_at(f, into) = text_of(f, from);
		else
			*number_at(f, into) = number_of(f, from);
	}
}

int64_t choice_find(const struct choices *c, const char *text)
{
	for (int64_t i = 0; i < c->n; i++) {
		const struct choice *v = &c->values[i];
		if (!strcmp(v->code, text) || !strcmp(v->zh, text) || !strcmp(v->en, text))
			return i + 1;
	}
	return 0;
}

/* ─── writing ─── */

static void write_list(struct json *j, const struct field *f, const void *obj, bool is_bare)
{
	const struct element *e = f->of;
	const struct list *l = list_of(f, obj);
	json_open(j, '[');
	for (size_t i = 0; i < l->n; i++) {
		const void *item = (const char *)l->items + i * e->size;
		if (*e->fields->name)
			fields_write(j, e->fields, item, is_bare);
		else
			field_write(j, e->fields, item, is_bare);
	}
	json_close(j, ']');
}

static void write_text(struct json *j, const struct field *f, const char *s, bool is_bare)
{
	if (s && (f->flags & (PERSONAL | MASKED)) && !is_bare)
		s = mask_text(j->out->parent, f->mask, s);
	json_put_str(j, s);
}

void field_write(struct json *j, const struct field *f, const void *obj, bool is_bare)
{
	switch (f->type) {
	case F_TEXT:
	case F_DATE:
		write_text(j, f, text_of(f, obj), is_bare);
		break;
	case F_ID:
		json_put_id(j, number_of(f, obj));
		break;
	case F_INT:
		json_put_int(j, number_of(f, obj));
		break;
	case F_FLAG:
		json_put_bool(j, number_of(f, obj) == 1);
		break;
	case F_INSTANT:
		json_put_instant(j, number_of(f, obj));
		break;
	case F_ENUM:
		json_put_str(j, choice_of(f->of, number_of(f, obj))->code);
		break;
	case F_LIST:
		write_list(j, f, obj, is_bare);
		break;
	}
}

void fields_write(struct json *j, const struct field *table, const void *obj, bool is_bare)
{
	json_open(j, '{');
	for (const struct field *f = table; f->name; f++) {
		if ((f->flags & (SECRET | INTERNAL)) || is_none(f, obj))
			continue;
		json_key(j, f->name);
		field_write(j, f, obj, is_bare);
	}
	json_close(j, '}');
}

const char *field_show(mem *parent, const struct field *f, const void *obj, enum lang lang,
		       bool is_bare)
{
	char text[INSTANT_SIZE];
	if (f->type == F_LIST || is_none(f, obj))
		return "";
	if (is_text_type(f)) {
		bool is_masked = (f->flags & (PERSONAL | MASKED)) && !is_bare;
		return is_masked ? mask_text(parent, f->mask, text_of(f, obj)) : text_of(f, obj);
	}
	int64_t v = number_of(f, obj);
	if (f->type == F_ENUM)
		return lang == LANG_EN ? choice_of(f->of, v)->en : choice_of(f->of, v)->zh;
	if (f->type == F_FLAG)
		return text_in(v ? T("yes", "是", "yes") : T("no", "否", "no"), lang);
	if (f->type == F_INT)
		decimal_format(v, f->places, text);
	else if (f->type == F_ID)
		id_format(v, text);
	else
		instant_format(v, text);
	return mem_str(parent, text);
}

static void store_sealed(struct ctx *cx, struct json *j, const char *text)
{
	struct arg sealed = secret_seal(cx, text);
	size_t n = sodium_base64_ENCODED_LEN(sealed.n, sodium_base64_VARIANT_ORIGINAL);
	char *base64 = mem_array(cx->mem, char, n);
	sodium_bin2base64(base64, n, sealed.p, sealed.n, sodium_base64_VARIANT_ORIGINAL);
	json_put_str(j, base64);
}

void fields_store(struct ctx *cx, struct json *j, const struct field *table, const void *obj)
{
	json_open(j, '{');
	for (const struct field *f = table; f->name; f++) {
		if ((f->flags & SECRET) || f->type == F_LIST || is_none(f, obj))
			continue;
		json_key(j, f->name);
		if (f->flags & PERSONAL)
			store_sealed(cx, j, text_of(f, obj));
		else
			field_write(j, f, obj, true);
	}
	json_close(j, '}');
}

/* ─── reading ─── */

/* What is being read: the path so far, for the errors. */
struct reading {
	struct ctx *cx;
	const char *prefix; /* "" or "houses[3]." */
	enum field_mode mode;
};

static void wrong(const struct reading *r, const struct field *f, struct text text, struct arg a,
		  struct arg b)
{
	const char *path = mem_format(r->cx->mem, "%s%s", r->prefix, f->name);
	fail_field(r->cx, path, text, a, b);
}

static void wrong_type(const struct reading *r, const struct field *f)
{
	static const struct text expected[] = {
		[F_ID] = {"field.type_id", "应是 13 位标识", "must be a 13-character id"},
		[F_INT] = {"field.type_int", "应是整数", "must be an integer"},
		[F_FLAG] = {"field.type_flag", "应是 true 或 false", "must be true or false"},
		[F_TEXT] = {"field.type_text", "应是文本", "must be text"},
		[F_DATE] = {"field.type_date", "应是 YYYY-MM-DD 的日期",
			    "must be a date, YYYY-MM-DD"},
		[F_INSTANT] = {"field.type_instant", "应是 RFC 3339 时间",
			       "must be an RFC 3339 time"},
		[F_ENUM] = {"field.type_enum", "应是文本代码", "must be one of the codes, as text"},
		[F_LIST] = {"field.type_list", "应是列表", "must be a list"},
	};
	wrong(r, f, expected[f->type], none(), none());
}

static bool is_in_range(const struct field *f, int64_t v)
{
	return !(f->min || f->max) || (v >= f->min && (f->max == 0 || v <= f->max));
}

static void read_int(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	if (!json_is_integer(v))
		return wrong_type(r, f);
	int64_t n = json_integer_value(v);
	if (n == NONE || (r->mode != READ_STORED && !is_in_range(f, n)))
		return wrong(r, f,
			     T("field.range", "应在 {1} 到 {2} 之间",
			       "must be between {1} and {2}"),
			     i64(f->min), i64(f->max ? f->max : INT64_MAX));
	*number_at(f, obj) = n;
}

static void read_enum(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	if (!json_is_string(v))
		return wrong_type(r, f);
	const struct choices *c = f->of;
	int64_t n = choice_find(c, json_string_value(v));
	if (!n || strcmp(c->values[n - 1].code, json_string_value(v)) != 0)
		return wrong(r, f,
			     T("field.choice", "没有“{1}”这个选项",
			       "“{1}” is not one of the choices"),
			     str(json_string_value(v)), none());
	*number_at(f, obj) = n;
}

static void read_sealed(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	const char *base64 = json_string_value(v);
	size_t n = 0, room = base64 ? strlen(base64) : 0;
	unsigned char *sealed = mem_array(r->cx->mem, unsigned char, room + 1);
	if (!base64 || sodium_base642bin(sealed, room, base64, room, NULL, &n, NULL,
					 sodium_base64_VARIANT_ORIGINAL))
		return wrong_type(r, f);
	err e = secret_open(r->cx, sealed, n, text_at(f, obj));
	(void)e; /* stands in cx, asked for at the end */
}

static void read_text(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	if (!json_is_string(v))
		return wrong_type(r, f);
	if (r->mode == READ_STORED && (f->flags & PERSONAL))
		return read_sealed(r, f, v, obj);
	size_t n = json_string_length(v);
	if (!utf8_is_text(json_string_value(v), n))
		return wrong(r, f,
			     T("field.control", "含有不可见的控制字符", "has control characters"),
			     none(), none());
	char *s = mem_strn(r->cx->mem, json_string_value(v), n);
	if (!(f->flags & SECRET))
		utf8_trim(s);
	int64_t max = r->mode == READ_STORED ? INT64_MAX : f->max ? f->max : TEXT_MAX_DEFAULT;
	int64_t length = (int64_t)utf8_length(s);
	if (length > max)
		return wrong(r, f,
			     T("field.too_long", "最多 {1} 个字，现有 {2} 个",
			       "at most {1} characters, this has {2}"),
			     i64(max), i64(length));
	if (length && length < f->min && r->mode != READ_STORED)
		return wrong(r, f,
			     T("field.too_short", "至少 {1} 个字，现有 {2} 个",
			       "at least {1} characters, this has {2}"),
			     i64(f->min), i64(length));
	*text_at(f, obj) = length ? s : NULL;
}

static void read_date(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	if (!json_is_string(v) || !date_is_valid(json_string_value(v)))
		return wrong_type(r, f);
	*text_at(f, obj) = mem_str(r->cx->mem, json_string_value(v));
}

static void read_scalar(const struct reading *r, const struct field *f, const json_t *v, void *obj)
{
	int64_t *n = number_at(f, obj);
	const char *s = json_string_value(v); /* NULL unless it is text */
	bool is_right = f->type == F_FLAG ? json_is_boolean(v)
			: f->type == F_ID ? s && id_parse(s, n)
					  : s && instant_parse(s, n);
	if (!is_right)
		return wrong_type(r, f);
	if (f->type == F_FLAG)
		*n = json_is_true(v);
}

static void read_table(const struct reading *r, const struct field *table, json_t *object,
		       void *obj);
static void read_value(const struct reading *r, const struct field *f, json_t *v, void *obj);

static void read_item(const struct reading *r, const struct field *f, size_t i, json_t *v,
		      void *item)
{
	const struct element *e = f->of;
	struct reading inner = {.cx = r->cx, .mode = READ_NEW};
	fields_clear(e->fields, item);
	if (*e->fields->name) {
		inner.prefix = mem_format(r->cx->mem, "%s%s[%zu].", r->prefix, f->name, i);
		read_table(&inner, e->fields, v, item);
	} else {
		inner.prefix = mem_format(r->cx->mem, "%s%s[%zu]", r->prefix, f->name, i);
		read_value(&inner, e->fields, v, item);
	}
}

static void read_list(const struct reading *r, const struct field *f, json_t *v, void *obj)
{
	if (!json_is_array(v))
		return wrong_type(r, f);
	size_t n = json_array_size(v), max = f->max ? (size_t)f->max : LIST_MAX_DEFAULT;
	if (n > max || (int64_t)n < f->min)
		return wrong(r, f,
			     T("field.count", "应有 {1} 到 {2} 项", "must have {1} to {2} members"),
			     i64(f->min), i64((int64_t)max));
	const struct element *e = f->of;
	struct list l = {.items = mem_zeroed(r->cx->mem, e->size, n, "list"), .n = n};
	for (size_t i = 0; i < n; i++)
		read_item(r, f, i, json_array_get(v, i), (char *)l.items + i * e->size);
	*(struct list *)(void *)((char *)obj + f->at) = l;
}

static void read_value(const struct reading *r, const struct field *f, json_t *v, void *obj)
{
	switch (f->type) {
	case F_TEXT:
		return read_text(r, f, v, obj);
	case F_DATE:
		return read_date(r, f, v, obj);
	case F_INT:
		return read_int(r, f, v, obj);
	case F_ENUM:
		return read_enum(r, f, v, obj);
	case F_LIST:
		return read_list(r, f, v, obj);
	case F_ID:
	case F_FLAG:
	case F_INSTANT:
		return read_scalar(r, f, v, obj);
	}
}

static const struct text REQUIRED_TEXT = {"field.required", "必填", "is required"};

static void read_member(const struct reading *r, const struct field *f, json_t *v, void *obj)
{
	bool is_fixed =
		r->mode != READ_STORED && ((f->flags & (READ_ONLY | INTERNAL)) ||
					   (r->mode == READ_PATCH && (f->flags & ON_CREATE)));
	if (is_fixed)
		return wrong(r, f, T("field.read_only", "不能修改", "cannot be set"), none(),
			     none());
	size_t errors = r->cx->failure.n_fields;
	if (json_is_null(v))
		clear(f, obj);
	else
		read_value(r, f, v, obj);
	if ((f->flags & REQUIRED) && is_none(f, obj) && r->cx->failure.n_fields == errors)
		wrong(r, f, REQUIRED_TEXT, none(), none());
}

static void refuse_unknown(const struct reading *r, const struct field *table, json_t *object)
{
	const char *name;
	json_t *v;
	json_object_foreach (object, name, v) {
		if (field_find(table, name) || !utf8_is_text(name, strlen(name)))
			continue;
		struct field unknown = {.name = name};
		wrong(r, &unknown, T("field.unknown", "没有这个字段", "is not a known field"),
		      none(), none());
	}
}

static void read_table(const struct reading *r, const struct field *table, json_t *object,
		       void *obj)
{
	if (!json_is_object(object)) {
		struct field whole = {.name = ""};
		return wrong(r, &whole, T("field.type_object", "应是对象", "must be an object"),
			     none(), none());
	}
	for (const struct field *f = table; f->name; f++) {
		json_t *v = json_object_get(object, f->name);
		if (v)
			read_member(r, f, v, obj);
		else if (r->mode == READ_NEW && (f->flags & REQUIRED))
			wrong(r, f, REQUIRED_TEXT, none(), none());
	}
	refuse_unknown(r, table, object);
}

err fields_read(struct ctx *cx, const struct field *table, json_t *object, void *obj,
		enum field_mode mode)
{
	struct reading r = {.cx = cx, .prefix = "", .mode = mode};
	if (mode != READ_PATCH)
		fields_clear(table, obj);
	read_table(&r, table, object, obj);
	return ctx_err(cx);
}

/* ─── masks ─── */

/* Code points kept at the front and at the back; the rest become stars. */
static const struct {
	size_t front, back;
} kept[] = {
	[MASK_ALL] = {0, 0},       [MASK_NAME] = {1, 0},  [MASK_PHONE] = {3, 4},
	[MASK_ID_NUMBER] = {6, 4}, [MASK_PLATE] = {3, 2}, [MASK_ADDRESS] = {6, 0},
};

char *mask_text(mem *parent, enum mask mask, const char *s)
{
	size_t n = utf8_length(s), front = kept[mask].front, back = kept[mask].back;
	if (front + back >= n) /* too short to hide enough of it */
		front = n > 1, back = 0;
	struct buf b = buf_on(parent);
	for (size_t i = 0; *s; i++) {
		const char *start = s;
		utf8_next(&s);
		if (i < front || i >= n - back)
			buf_put(&b, start, (size_t)(s - start));
		else
			buf_putc(&b, '*');
	}
	return buf_text(&b);
}
