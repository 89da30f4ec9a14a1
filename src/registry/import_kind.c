/* Kinds of imports and their columns: the fields of an entity under the names they have in lists
 * and exports, and what else people write. */
#include <string.h>

#include "registry/import_priv.h"

const struct import_kind *import_kind_find(const char *name)
{
	for (const struct import_kind *k = import_kinds; k->name; k++)
		if (!strcmp(k->name, name))
			return k;
	return NULL;
}

static bool is_left_out(const struct import_kind *k, const char *name)
{
	const char *at = k->left_out;
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
	       !(f->flags & (READ_ONLY | INTERNAL | SECRET)) && !is_left_out(k, f->name);
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
							  .is_required = f->flags & REQUIRED};
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
