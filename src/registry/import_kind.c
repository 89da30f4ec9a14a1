/* Kinds of imports and their columns: the fields of an entity under the names they have in lists
 * and exports, and what else people write. */
#include <string.h>

#include "base/decimal.h"
#include "registry/import_part_priv.h"

static const struct import_kind *const kinds[] = {
	&import_estate_kind,   &import_roll_kind,    &import_building_kind,
	&import_house_kind,    &import_parking_kind, &import_vehicle_kind,
	&import_facility_kind, &import_staff_kind,   &import_committee_kind,
	&import_member_kind,   &import_party_kind,   &import_organisation_kind,
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

const struct import_kind *import_kind_find(const char *name)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (!strcmp(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const struct import_kind *import_kind_at(size_t i)
{
	return i < N_KINDS ? kinds[i] : NULL;
}

static bool is_among(const char *at, const char *name)
{
	size_t n = strlen(name);
	while (at && (at = strstr(at, name))) {
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
		at += n;
	}
	return false;
}

static bool is_column(const struct import_kind *k, const struct field *f)
{
	return f->type != F_LIST && f->type != F_ID &&
	       !(f->flags & (READ_ONLY | INTERNAL | SECRET)) && !is_among(k->left_out, f->name);
}

static const struct import_column row_columns[] = {
	{"id", "标识", "Id", import_parse_id},
	{"version", "版本", "Version", import_parse_version},
	{0},
};

static size_t append(struct import_column *out, size_t n, const struct import_column *more)
{
	for (; more && more->key; more++)
		out[n++] = *more;
	return n;
}

static size_t count(const struct import_column *table)
{
	size_t n = 0;
	while (table && table[n].key)
		n++;
	return n;
}

const struct import_column *import_columns(mem *parent, const struct import_kind *k)
{
	size_t most = fields_count(k->entity->fields) + count(row_columns) + count(k->extra) + 1;
	struct import_column *out = mem_array(parent, struct import_column, most);
	size_t n = append(out, 0, row_columns);
	for (const struct field *f = k->entity->fields; f->name; f++)
		if (is_column(k, f))
			out[n++] = (struct import_column){.key = f->name,
							  .zh = f->zh,
							  .en = f->en,
							  .parse = import_parse_field,
							  .field = f,
							  .is_required =
								  (f->flags & REQUIRED) &&
								  !is_among(k->optional, f->name)};
	append(out, n, k->extra);
	return out;
}

const struct import_column *import_column_find(const struct import_column *all, const char *key)
{
	for (; all->key; all++)
		if (!strcmp(all->key, key))
			return all;
	return NULL;
}

static void add_aliases(struct known_column *out, const struct import_alias *aliases)
{
	for (; aliases && aliases->key; aliases++) {
		if (strcmp(aliases->key, out->key) != 0)
			continue;
		for (int i = 0; i < KNOWN_NAMES_MAX - 2 && aliases->names[i]; i++)
			out->names[2 + i] = aliases->names[i];
	}
}

/* "物业费（最低）" is known by the whole of it alone: without what is in brackets it would be 物业费. */
static bool has_aside(const struct import_column *c)
{
	return strstr(c->zh, "（") != NULL;
}

static bool is_full_title(mem *parent, const struct import_column *c, const char *title)
{
	const char *unit = c->field ? c->field->unit : NULL;
	if (!strcmp(title, c->zh) || !strcmp(title, c->en))
		return true;
	return unit && (!strcmp(title, mem_format(parent, "%s（%s）", c->zh, unit)) ||
			!strcmp(title, mem_format(parent, "%s（%s）", c->en, unit)));
}

const char *import_key_of_title(mem *parent, const struct import_kind *k, const char *title)
{
	for (const struct import_column *c = import_columns(parent, k); c->key; c++)
		if (is_full_title(parent, c, title))
			return c->key;
	return NULL;
}

const struct known_column *import_known(mem *parent, const struct import_kind *k)
{
	const struct import_column *columns = import_columns(parent, k);
	struct known_column *out = mem_array(parent, struct known_column, count(columns) + 1);
	for (size_t i = 0; columns[i].key; i++) {
		out[i] = (struct known_column){columns[i].key, {columns[i].zh, columns[i].en}};
		if (has_aside(&columns[i]))
			out[i].names[0] = NULL;
		add_aliases(&out[i], k->aliases);
	}
	return out;
}

/* ─── what may stand in a column ─── */

static const struct import_hint *hint_of(const struct import_kind *k, const char *key)
{
	for (const struct import_hint *h = k->hints; h && h->key; h++)
		if (!strcmp(h->key, key))
			return h;
	return NULL;
}

static const char *about_number(mem *parent, const struct field *f, bool is_en)
{
	const char *unit = f->unit ? f->unit : "";
	if (f->places)
		return is_en ? mem_format(parent, "A number with at most %d decimals %s", f->places,
					  unit)
			     : mem_format(parent, "数字，最多 %d 位小数，单位 %s", f->places,
					  *unit ? unit : "无");
	return is_en ? "A whole number" : "整数";
}

static const char *about_text(mem *parent, const struct field *f, bool is_en)
{
	int most = (int)(f->max ? f->max : TEXT_MAX_DEFAULT);
	return mem_format(parent, is_en ? "Text of at most %d characters" : "文字，最多 %d 字",
			  most);
}

static const char *about_choice(mem *parent, const struct field *f, bool is_en)
{
	return mem_format(parent, is_en ? "One of: %s" : "只能填：%s",
			  import_choices_text(parent, f->of, is_en ? LANG_EN : LANG_ZH));
}

static const char *about_date(mem *parent, const struct field *f, bool is_en)
{
	(void)parent, (void)f;
	return is_en ? "A date, such as 2020-08-01" : "日期，如 2020-08-01 或 2020年8月1日";
}

static const char *about_flag(mem *parent, const struct field *f, bool is_en)
{
	(void)parent, (void)f;
	return is_en ? "Yes or No (是, 否)" : "是 或 否";
}

const char *import_about(mem *parent, const struct import_kind *k, const struct import_column *c,
			 enum lang lang)
{
	static const char *(*const by_type[])(mem *, const struct field *, bool) = {
		[F_INT] = about_number, [F_FLAG] = about_flag,   [F_TEXT] = about_text,
		[F_DATE] = about_date,  [F_ENUM] = about_choice,
	};
	const struct import_hint *h = hint_of(k, c->key);
	const char *said = h ? lang == LANG_EN ? h->en : h->zh : NULL;
	if (said)
		return said;
	return c->field ? by_type[c->field->type](parent, c->field, lang == LANG_EN) : NULL;
}

static const char *example_number(mem *parent, const struct field *f)
{
	int64_t least = f->min > 0 ? f->min : 0;
	char text[DECIMAL_SIZE];
	if (f->places)
		return decimal_format(least, f->places, text), mem_str(parent, text);
	return mem_format(parent, "%lld", (long long)(least ? least : 1));
}

const char *import_example(mem *parent, const struct import_kind *k, const struct import_column *c)
{
	const struct import_hint *h = hint_of(k, c->key);
	const struct field *f = c->field;
	if ((h && h->example) || !f)
		return h && h->example ? h->example : "";
	if (f->type == F_ENUM)
		return ((const struct choices *)f->of)->values[0].zh;
	if (f->type == F_INT)
		return example_number(parent, f);
	return f->type == F_FLAG ? "是" : f->type == F_DATE ? "2020-08-01" : "";
}
