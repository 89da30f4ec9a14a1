#include "policy/form_priv.h"

#include <string.h>

#include "base/date.h"
#include "base/utf8.h"

enum { NAMES_MAX = 32 }; /* keys of one form */

/* ─── what is wrong, in words ─── */

static const struct choice kind_words[] = {
	[YAML_SCALAR - 1] = {"scalar", "一个值", "a value"},
	[YAML_LIST - 1] = {"list", "列表", "a list"},
	[YAML_MAP - 1] = {"map", "映射（键: 值）", "a mapping"},
};

struct finding *form_unexpected(struct report *r, const struct yaml *node, const char *zh,
				const char *en)
{
	if (node->kind != YAML_SCALAR) {
		const struct choice *found = &kind_words[node->kind - 1];
		return wrong(r, node,
			     T("pack.kind", "这里是{1}，应为{3}", "found {2}, expected {4}"),
			     str(found->zh), str(found->en), str(zh), str(en));
	}
	if (node->style == YAML_PLAIN && !*node->text)
		return wrong(r, node,
			     T("pack.nothing", "这里没有填写，应为{1}",
			       "nothing stands here; expected {2}"),
			     str(zh), str(en));
	return wrong(r, node,
		     T("pack.unexpected", "写的是“{1}”，应为{2}", "found “{1}”, expected {3}"),
		     quoted(r, node->text), str(zh), str(en));
}

struct finding *form_missing(struct report *r, const struct yaml *map, const char *key)
{
	return wrong(r, map, T("pack.missing", "缺少“{1}”", "“{1}” is missing"), str(key));
}

static bool is_kind(struct report *r, const struct yaml *node, enum yaml_kind kind)
{
	const struct choice *wanted = &kind_words[kind - 1];
	if (node->kind == kind)
		return !node->is_bad;
	if (!node->is_bad)
		form_unexpected(r, node, wanted->zh, wanted->en);
	return false;
}

const char *form_choices(mem *m, const struct choices *c, enum lang lang)
{
	const struct text or = T("pack.or", " 或 ", " or ");
	struct buf out = buf_on(m);
	for (int64_t i = 0; i < c->n; i++) {
		if (i)
			buf_puts(&out, i == c->n - 1     ? text_in(or, lang)
				       : lang == LANG_EN ? ", "
							 : "、");
		buf_puts(&out, c->values[i].code);
	}
	return buf_text(&out);
}

/* ─── members ─── */

static void *in(const struct form *f, void *obj)
{
	return (char *)obj + f->at;
}

static void put_number(const struct form *f, void *obj, int64_t v)
{
	if (f->size == sizeof(int64_t))
		memcpy(in(f, obj), &v, sizeof v);
	else if (f->size == sizeof(int32_t))
		memcpy(in(f, obj), &(int32_t){(int32_t)v}, sizeof(int32_t));
	else if (f->size == sizeof(bool))
		memcpy(in(f, obj), &(bool){v != 0}, sizeof(bool));
}

static void put_text(const struct form *f, void *obj, const char *text)
{
	if (f->size)
		memcpy(in(f, obj), &text, sizeof text);
}

/* ─── scalars ─── */

static void read_text(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	char *text = mem_str(r->m, node->text);
	int64_t max = f->max ? f->max : FORM_TEXT_MAX;
	utf8_trim(text);
	if (!*text)
		form_unexpected(r, node, "文字", "a text");
	else if ((int64_t)utf8_length(text) > max)
		wrong(r, node,
		      T("pack.long", "文字有 {1} 个字，最多 {2} 个",
			"the text has {1} characters, at most {2} are allowed"),
		      i64((int64_t)utf8_length(text)), i64(max));
	else
		put_text(f, obj, text);
}

static bool is_id(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return *s >= 'a' && *s <= 'z' && !s[n] && n <= FORM_ID_MAX;
}

static void read_id(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	if (is_id(node->text))
		put_text(f, obj, node->text);
	else
		form_unexpected(r, node, "标识：小写字母、数字和下划线，以字母开头",
				"an id: small letters, digits and _, beginning with a letter");
}

static bool is_code(const char *s)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
	size_t n = strspn(s, letters);
	return n && !s[n] && n <= FORM_ID_MAX && *s != '.' && *s != '-';
}

static void read_code(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	if (is_code(node->text))
		put_text(f, obj, node->text);
	else
		form_unexpected(r, node, "编号：字母、数字、“.”、“-”和“_”，如 XX-5.1",
				"a number: letters, digits, “.”, “-” and “_”, as XX-5.1");
}

/* A reference to anything: its own form is checked where it is looked up. */
static void read_ref(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	(void)f, (void)obj;
	if (is_kind(r, node, YAML_SCALAR) && !*node->text)
		form_unexpected(r, node, "标识", "an id");
}

bool form_parse_int(const char *s, int64_t *ret)
{
	bool is_minus = *s == '-';
	uint64_t v = 0, max = (uint64_t)INT64_MAX;
	size_t n = strspn(s += is_minus, "0123456789");
	if (!n || s[n])
		return false;
	for (; *s; s++) {
		uint64_t digit = (uint64_t)(*s - '0');
		if (v > (max - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*ret = is_minus ? -(int64_t)v : (int64_t)v;
	return true;
}

enum { BOUNDS_SHOWN = 1000000 };

static void refuse_int(struct report *r, const struct yaml *node, int64_t min, int64_t max)
{
	long long least = min, most = max;
	if (min == max)
		form_unexpected(r, node, mem_format(r->m, " %lld", least),
				mem_format(r->m, "%lld", least));
	else if (max > BOUNDS_SHOWN)
		form_unexpected(r, node, "整数，只用数字", "a whole number, in digits alone");
	else
		form_unexpected(r, node, mem_format(r->m, "整数，%lld 到 %lld", least, most),
				mem_format(r->m, "a whole number from %lld to %lld", least, most));
}

bool form_int(struct report *r, const struct yaml *node, int64_t min, int64_t max, int64_t *ret)
{
	int64_t v;
	if (!is_kind(r, node, YAML_SCALAR))
		return false;
	if (form_parse_int(node->text, &v) && v >= min && v <= max)
		return *ret = v, true;
	refuse_int(r, node, min, max);
	return false;
}

static void read_int(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	int64_t v;
	if (form_int(r, node, f->min, f->max, &v))
		put_number(f, obj, v);
}

static void read_flag(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	bool is_true = !strcmp(node->text, "true");
	if (is_true || !strcmp(node->text, "false"))
		put_number(f, obj, is_true);
	else
		form_unexpected(r, node, " true 或 false", "true or false");
}

bool form_day(struct report *r, const struct yaml *node, int32_t *ret)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return false;
	bool is_date = date_is_valid(node->text) && *node->text != '0' && *node->text != '9';
	if (is_date)
		*ret = date_to_day(node->text);
	else
		form_unexpected(r, node, "存在的日期，如 2020-07-24",
				"a date that exists, as 2020-07-24");
	return is_date;
}

static void read_day(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	int32_t day;
	if (form_day(r, node, &day))
		put_number(f, obj, day);
}

static void read_date(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	int32_t day;
	if (form_day(r, node, &day))
		put_text(f, obj, node->text);
}

static void read_choice(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	const struct choices *c = f->of;
	const char *names[NAMES_MAX];
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	for (int64_t i = 0; i < c->n; i++)
		if (!strcmp(c->values[i].code, node->text)) {
			put_number(f, obj, i + 1);
			return;
		}
	for (int64_t i = 0; i < c->n && i < NAMES_MAX; i++)
		names[i] = c->values[i].code;
	form_unexpected(r, node, mem_format(r->m, " %s", form_choices(r->m, c, LANG_ZH)),
			form_choices(r->m, c, LANG_EN))
		->nearest = near_name(r, node->text, names, (size_t)c->n);
}

static void read_expression(struct report *r, const struct yaml *node, const struct form *f,
			    void *obj)
{
	if (!is_kind(r, node, YAML_SCALAR))
		return;
	if (!*node->text)
		form_unexpected(r, node, "表达式", "an expression");
	else if (strlen(node->text) > EXPR_SOURCE_MAX)
		wrong(r, node,
		      T("pack.long_expression", "表达式超过 {1} 字节",
			"the expression is longer than {1} bytes"),
		      i64(EXPR_SOURCE_MAX));
	else
		put_text(f, obj, node->text);
}

static void read_value(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	(void)f, (void)obj;
	(void)is_kind(r, node, YAML_SCALAR);
}

/* ─── lists and mappings ─── */

static void read_label(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	const int64_t max = f->max ? f->max : FORM_TEXT_MAX;
	const struct form rows[] = {{"zh", FORM_TEXT, NEEDED, IN(label, zh), .max = max},
				    {"en", FORM_TEXT, NEEDED, IN(label, en),
				     .max = max * 3}, /* letters for characters */
				    {0}};
	struct label l = {0};
	if (node->kind == YAML_SCALAR && !node->is_bad) {
		form_unexpected(r, node, "中英文各一段：{zh: …, en: …}",
				"a text in both languages: {zh: …, en: …}");
		return;
	}
	form_read(r, node, rows, &l);
	if (f->size)
		memcpy(in(f, obj), &l, sizeof l);
}

static bool check_list(struct report *r, const struct yaml *node, const struct form *f)
{
	size_t max = f->max ? (size_t)f->max : FORM_LIST_MAX;
	if (!is_kind(r, node, YAML_LIST))
		return false;
	if (node->n <= max)
		return true;
	wrong(r, node,
	      T("pack.many", "有 {1} 项，最多 {2} 项", "{1} items, at most {2} are allowed"),
	      i64((int64_t)node->n), i64((int64_t)max));
	return false;
}

static void read_refs(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	if (!check_list(r, node, f))
		return;
	for (const struct yaml *v = node->first; v; v = v->next)
		read_ref(r, v, f, obj);
}

static void read_days(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	int32_t day;
	(void)obj;
	if (!check_list(r, node, f))
		return;
	for (const struct yaml *v = node->first; v; v = v->next)
		(void)form_day(r, v, &day);
}

static void read_map(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	form_read(r, node, f->of, obj);
}

static void read_list(struct report *r, const struct yaml *node, const struct form *f, void *obj)
{
	const struct form_item *item = f->of;
	if (!check_list(r, node, f))
		return;
	char *items = mem_zeroed(r->m, item->size ? item->size : 1, node->n, f->key);
	for (const struct yaml *v = node->first; v; v = v->next)
		form_read(r, v, item->rows, items + item->size * v->index);
	if (!f->size)
		return;
	memcpy(in(f, obj), &(void *){items}, sizeof(void *));
	memcpy((char *)obj + f->n_at, &node->n, sizeof node->n);
}

static void (*const readers[FORM__MAX])(struct report *r, const struct yaml *node,
					const struct form *f, void *obj) = {
	[FORM_LABEL] = read_label,   [FORM_TEXT] = read_text,
	[FORM_ID] = read_id,         [FORM_CODE] = read_code,
	[FORM_INT] = read_int,       [FORM_FLAG] = read_flag,
	[FORM_DATE] = read_date,     [FORM_DAY] = read_day,
	[FORM_CHOICE] = read_choice, [FORM_EXPRESSION] = read_expression,
	[FORM_VALUE] = read_value,   [FORM_REACH] = read_value,
	[FORM_REF] = read_ref,       [FORM_REFS] = read_refs,
	[FORM_DAYS] = read_days,     [FORM_MAP] = read_map,
	[FORM_LIST] = read_list,
};

/* ─── a mapping ─── */

static size_t names_of(const struct form *rows, const char *names[static NAMES_MAX])
{
	size_t n = 0;
	for (; rows->key && n < NAMES_MAX; rows++)
		names[n++] = rows->key;
	return n;
}

static void check_unknown(struct report *r, const struct yaml *node, const struct form *rows)
{
	const char *names[NAMES_MAX];
	size_t n = names_of(rows, names);
	for (const struct yaml *v = node->first; v; v = v->next) {
		const struct form *f = rows;
		while (f->key && strcmp(f->key, v->key->text) != 0)
			f++;
		if (!f->key)
			wrong(r, v->key,
			      T("pack.unknown_key", "没有“{1}”这一项",
				"there is no key “{1}” here"),
			      quoted(r, v->key->text))
				->nearest = near_name(r, v->key->text, names, n);
	}
}

void form_read(struct report *r, const struct yaml *node, const struct form *rows, void *obj)
{
	if (!is_kind(r, node, YAML_MAP))
		return;
	for (const struct form *f = rows; f->key; f++) {
		const struct yaml *v = yaml_get(node, f->key);
		if (f->type == FORM_INT)
			put_number(f, obj, f->size == sizeof(int64_t) ? NONE : 0);
		if (v)
			readers[f->type](r, v, f, obj);
		else if (f->flags & NEEDED)
			form_missing(r, node, f->key);
	}
	check_unknown(r, node, rows);
}
