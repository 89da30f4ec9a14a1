/* Whose the thing of a row is, where a list holds things of many estates, or of regions. */
#include "place/reach.h"
#include "registry/import_part_priv.h"

enum { NAMESAKES = 50, WITHIN_MAX = 2 };

void import_parse_home(struct import_row *row, const struct import_column *c, const char *text)
{
	(void)c;
	row->home = text;
}

const char *import_in_home(const struct import_row *row, const char *key)
{
	return mem_format(row->cx->mem, "%lld|%s", (long long)row->home_id, key);
}

/* How many estates within reach are called so, or have this number: 0, 1 or 2. */
static size_t estates_called(struct import_row *row, const char *text,
			     int64_t ret[static WITHIN_MAX])
{
	int64_t ids[NAMESAKES];
	size_t n = 0, n_within = 0;
	struct stmt *q = sql(row->cx,
			     "SELECT home_id FROM estate WHERE name = $1 AND deleted_at IS NULL"
			     " UNION SELECT home_id FROM estate WHERE number = $1"
			     " AND deleted_at IS NULL LIMIT 50",
			     str(text));
	while (n < NAMESAKES && sql_next(q))
		ids[n++] = col_i64(q, 0);
	if (sql_end(q))
		return 0;
	for (size_t i = 0; i < n && n_within < WITHIN_MAX; i++)
		if (reach_holds(row->cx, row->run->reach_id, REACH_ESTATE, ids[i]))
			ret[n_within++] = ids[i];
	return n_within;
}

static int64_t home_called(struct import_row *row, const struct import_column *c, const char *text)
{
	int64_t ids[WITHIN_MAX];
	size_t n = estates_called(row, text, ids);
	if (n == 1)
		return ids[0];
	if (n)
		import_wrong(row, c,
			     T("import.homes", "有多个小区叫“{1}”，请填小区编号",
			       "several estates are called {1}: write the number"),
			     str(text));
	else if (row->run->kind->is_of_regions)
		return import_region(row, c, text);
	else
		import_wrong(row, c,
			     T("import.no_home", "您的范围内没有登记小区“{1}”，请先登记或导入小区",
			       "no estate within your reach is called {1}: register it first"),
			     str(text));
	return 0;
}

bool import_find_home(struct import_row *row)
{
	const struct import_column *c = import_column(row, "home");
	if (row->home_id)
		return true;
	if (row->home)
		row->home_id = home_called(row, c, row->home);
	else if (row->run->kind->is_of_regions && row->run->im->region_id)
		row->home_id = row->run->im->region_id;
	else
		import_wrong(row, c,
			     T("import.whose", "没有写明属于哪个小区", "does not say whose it is"));
	return row->home_id != 0;
}
