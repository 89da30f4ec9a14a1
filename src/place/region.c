#include "place/region.h"

#include <string.h>

#include "base/date.h"
#include "place/reach.h"
#include "place/search.h"

static const struct choice level_values[] = {
	{"province", "省级", "Province"}, {"city", "市级", "City"},
	{"district", "区县", "District"}, {"authority", "新区", "Authority"},
	{"new_town", "新城", "New town"}, {"subdistrict", "街道", "Subdistrict"},
	{"town", "镇", "Town"},           {"community", "社区", "Community"},
	{"village", "村", "Village"},
};
const struct choices region_levels = CHOICES("region_level", level_values);
_Static_assert(sizeof level_values / sizeof *level_values == LEVEL__MAX - 1, "a name for each");

const struct field region_fields[] = {
	RECORD_FIELDS(region),
	{"parent_id", F_ID, 0, AT(region, parent_id), L("上级辖区", "Parent")},
	{"level", F_ENUM, REQUIRED, AT(region, level), L("层级", "Level"), .of = &region_levels},
	{"name", F_TEXT, REQUIRED, AT(region, name), L("名称", "Name"), 1, 60},
	{"full_name", F_TEXT, 0, AT(region, full_name), L("全称", "Full name"), 1, 100},
	{"division_code", F_TEXT, 0, AT(region, division_code), L("区划代码", "Division code"), 6,
	 12},
	{"outside_key", F_TEXT, ON_CREATE, AT(region, outside_key), L("来源标识", "Outside key"), 1,
	 60},
	{"note", F_TEXT, 0, AT(region, note), L("备注", "Note")},
	{"since", F_DATE, 0, AT(region, since), L("启用日期", "Since")},
	{"until", F_DATE, 0, AT(region, until), L("停用日期", "Until")},
	{0},
};

static bool is_digits(const char *s)
{
	return strspn(s, "0123456789") == strlen(s);
}

static void check_is_new(struct ctx *cx, const struct region *r)
{
	const char *taken = sql_text(cx, NULL,
				     "SELECT name FROM region WHERE division_code = $1"
				     " AND home_id <> $2 AND deleted_at IS NULL",
				     str(r->division_code), i64(r->rec.id));
	if (taken)
		fail_field(cx, "division_code",
			   T("region.taken", "已是“{1}”的区划代码", "is already the code of {1}"),
			   str(taken));
	taken = sql_text(cx, NULL,
			 "SELECT name FROM region WHERE outside_key = $1"
			 " AND home_id <> $2 AND deleted_at IS NULL",
			 str(r->outside_key), i64(r->rec.id));
	if (taken)
		fail_field(cx, "outside_key",
			   T("region.key_taken", "已是“{1}”的来源标识",
			     "is already the key of {1}"),
			   str(taken));
}

static err check(struct ctx *cx, const void *obj)
{
	const struct region *r = obj;
	struct region parent;
	const char *code = r->division_code;
	size_t n = code ? strlen(code) : 6;
	if (code && (!is_digits(code) || (n != 6 && n != 9 && n != 12)))
		fail_field(cx, "division_code",
			   T("region.code", "区划代码应是 6、9 或 12 位数字",
			     "A division code has 6, 9 or 12 digits"));
	check_is_new(cx, r);
	if (!r->parent_id)
		return ctx_err(cx);
	if (record_load(cx, &region_entity, r->parent_id, r->parent_id, &parent))
		return ctx_err(cx);
	if (parent.level >= r->level)
		fail_field(cx, "level",
			   T("region.level", "层级应低于上级“{1}”", "must be below its parent {1}"),
			   str(parent.name));
	if (r->rec.id && region_holds(cx, r->rec.id, r->parent_id))
		fail_field(cx, "parent_id",
			   T("region.circle", "不能挂到自己的下级之下",
			     "cannot hang below itself"));
	return ctx_err(cx);
}

/* The node within itself and within all that stands above its parent. */
static err insert_closure(struct ctx *cx, const struct region *r, const char *since)
{
	err e = sql_exec(
		cx,
		"INSERT INTO region_within (ancestor_id, descendant_id, depth, since, until)"
		" VALUES ($1, $1, 0, $2, $3)",
		i64(r->rec.id), str(since), str(STILL));
	if (e || !r->parent_id)
		return e;
	return sql_exec(
		cx,
		"INSERT INTO region_within (ancestor_id, descendant_id, depth, since, until)"
		" SELECT ancestor_id, $1, depth + 1, $3, until FROM region_within"
		" WHERE descendant_id = $2 AND until = $4",
		i64(r->rec.id), i64(r->parent_id), str(since), str(STILL));
}

/* A branch that moves: what stood above it ends yesterday, what stands above it now begins today;
 * the closure inside the branch stays. */
static err move_branch(struct ctx *cx, const struct region *r)
{
	char today[DATE_SIZE], yesterday[DATE_SIZE];
	date_of_instant(cx->now, today);
	date_from_day(date_to_day(today) - 1, yesterday);
	err e = sql_exec(
		cx,
		"DELETE FROM region_within WHERE since = $2 AND until = $3 AND descendant_id IN"
		" (SELECT descendant_id FROM region_within WHERE ancestor_id = $1 AND until = $3)"
		" AND ancestor_id NOT IN"
		" (SELECT descendant_id FROM region_within WHERE ancestor_id = $1 AND until = $3)",
		i64(r->rec.id), str(today), str(STILL));
	if (e)
		return e;
	e = sql_exec(
		cx,
		"UPDATE region_within SET until = $2 WHERE until = $3 AND descendant_id IN"
		" (SELECT descendant_id FROM region_within WHERE ancestor_id = $1 AND until = $3)"
		" AND ancestor_id NOT IN"
		" (SELECT descendant_id FROM region_within WHERE ancestor_id = $1 AND until = $3)",
		i64(r->rec.id), str(yesterday), str(STILL));
	if (e || !r->parent_id)
		return e;
	return sql_exec(
		cx,
		"INSERT INTO region_within (ancestor_id, descendant_id, depth, since, until)"
		" SELECT a.ancestor_id, d.descendant_id, a.depth + d.depth + 1, $3, $4"
		" FROM region_within a, region_within d"
		" WHERE a.descendant_id = $2 AND a.until = $4"
		" AND d.ancestor_id = $1 AND d.until = $4",
		i64(r->rec.id), i64(r->parent_id), str(today), str(STILL));
}

static err keep_search(struct ctx *cx, const struct region *r)
{
	return search_keep(cx, &(struct search_thing){
				       .home_id = r->rec.id,
				       .kind = SEARCH_REGION,
				       .id = r->rec.id,
				       .texts = {r->rec.deleted_at == NONE ? r->name : NULL,
						 r->full_name, r->division_code},
			       });
}

static err saved(struct ctx *cx, const void *old, const void *new)
{
	const struct region *before = old, *after = new;
	err e = keep_search(cx, after);
	if (e)
		return e;
	if (!before)
		return insert_closure(cx, after, after->since ? after->since : ALWAYS);
	if (before->parent_id == after->parent_id)
		return OK;
	e = move_branch(cx, after);
	return e ? e : reach_move_region(cx, after->rec.id);
}

#define COLUMNS                                                                                 \
	RECORD_COLUMNS ", parent_id, level, name, full_name, division_code, outside_key, note," \
		       " since, until"

const struct entity region_entity = {
	.kind = "region",
	.zh = "辖区",
	.en = "region",
	.fields = region_fields,
	.size = sizeof(struct region),
	.check = check,
	.saved = saved,
	.is_own_home = true,
	ENTITY_SQL("region", COLUMNS, P_13),
};

err region_load(struct ctx *cx, int64_t id, struct region *ret)
{
	return record_load(cx, &region_entity, id, id, ret);
}

bool region_holds(struct ctx *cx, int64_t outer, int64_t inner)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM region_within WHERE ancestor_id = $1 AND descendant_id = $2"
		       " AND until = $3",
		       i64(outer), i64(inner), str(STILL)) == 1;
}

err region_path(struct ctx *cx, int64_t id, const char **ret)
{
	struct buf path = buf_on(cx->mem);
	struct stmt *q =
		sql(cx,
		    "SELECT r.name FROM region_within w JOIN region r ON r.home_id = w.ancestor_id"
		    " WHERE w.descendant_id = $1 AND w.until = $2 AND r.level >= $3"
		    " ORDER BY w.depth DESC",
		    i64(id), str(STILL), i64(LEVEL_DISTRICT));
	while (sql_next(q)) {
		if (path.len)
			buf_puts(&path, " / ");
		buf_puts(&path, col_peek(q, 0));
	}
	*ret = buf_text(&path);
	return sql_end(q);
}
