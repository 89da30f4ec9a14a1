/* The import of estates: a list of 小区 with their fees, companies and developers. */
#include <string.h>

#include "account/may.h"
#include "base/id.h"
#include "base/utf8.h"
#include "place/organisation.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/estate.h"
#include "registry/import_part_priv.h"

/* ─── cells ─── */

static void parse_fee(struct import_row *row, const struct import_column *c, const char *text)
{
	struct fee fee;
	struct human_fault fault;
	enum human is = human_fee(text, &fee, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	if (is != HUMAN_VALUE)
		return;
	json_object_set_new(row->object, "fee_low_e4", json_integer(fee.low_e4));
	json_object_set_new(row->object, "fee_high_e4", json_integer(fee.high_e4));
	json_object_set_new(row->object, "fee_unit",
			    json_string(choice_of(&fee_units, fee.unit)->code));
	if (fee.is_unit_assumed)
		import_note(row, c,
			    T("import.fee_unit", "“{1}”没有写全单位，按“{2}”导入",
			      "“{1}” does not name its unit: it is taken for {3}"),
			    str(text), str(choice_of(&fee_units, fee.unit)->zh),
			    str(choice_of(&fee_units, fee.unit)->en));
}

static void parse_year(struct import_row *row, const struct import_column *c, const char *text)
{
	struct years years;
	struct human_fault fault;
	enum human is = human_years(text, &years, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(row, c, fault.text, str(fault.what));
	else if (is == HUMAN_VALUE && years.from != years.to)
		import_wrong(row, c,
			     T("import.years", "“{1}”不是一个年份，请填最后建成的年份",
			       "“{1}” is not one year: write the year of completion"),
			     str(text));
	else if (is == HUMAN_VALUE)
		json_object_set_new(row->object, "built_year", json_integer(years.to));
}

/* What stands where a name would, and says that there is none: "无物业管理服务", "单位自管物业". */
static bool is_no_organisation(const char *text)
{
	static const char *const starts[] = {"无物业", "无开发", "无建设",
					     "无专业", "没有",   "暂无"};
	static const char *const parts[] = {"自管", "自筹", "代管", "业主委员会", "业委会"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (!strncmp(text, starts[i], strlen(starts[i])))
			return true;
	for (size_t i = 0; !strstr(text, "公司") && i < sizeof parts / sizeof *parts; i++)
		if (strstr(text, parts[i]))
			return true;
	return false;
}

static void parse_organisation(struct import_row *row, const struct import_column *c,
			       const char *text)
{
	struct human_fault fault;
	struct amount number;
	if (!strcmp(text, "-") || human_count(text, &number, &fault) == HUMAN_NONE)
		return;
	if (is_no_organisation(text))
		import_note(row, c,
			    T("import.names_none", "“{1}”不是单位名称，{2}留空",
			      "“{1}” is not the name of an organisation: {3} is left open"),
			    str(text), str(c->zh), str(c->en));
	else if (utf8_length(text) < 2 || utf8_length(text) > 80)
		import_wrong(row, c,
			     T("import.organisation_name", "单位名称应为 2 至 80 字",
			       "the name of an organisation has 2 to 80 characters"));
	else if (row->n_links < LINKS_MAX) {
		row->links[row->n_links].column = c;
		row->links[row->n_links++].name = text;
	}
}

static void parse_region(struct import_row *row, const struct import_column *c, const char *text)
{
	(void)c;
	row->region = text;
}

static const struct import_column extra[] = {
	{"region", "所属辖区", "Region", parse_region},
	{"fee", "物业费", "Fee", parse_fee, .covers = "fee_"},
	{"company", "物业服务企业", "Property company", parse_organisation, .covers = "company_id",
	 .of = ORGANISATION_COMPANY},
	{"developer", "建设单位", "Developer", parse_organisation, .covers = "developer_id",
	 .of = ORGANISATION_DEVELOPER},
	{"built_year", "建成年份", "Built in", parse_year, .covers = "built_year"},
	{0},
};

static const struct import_alias aliases[] = {
	{"name", {"小区", "项目名称", "物业项目名称", "小区名", "楼盘名称", "title", "estate"}},
	{"number", {"编号", "小区编码"}},
	{"outside_key", {"外部编号", "原系统编号", "source id"}},
	{"alias", {"曾用名", "又名"}},
	{"address", {"小区地址", "坐落", "详细地址", "项目地址"}},
	{"region", {"所属社区", "社区", "所属街道", "街道", "镇街", "所在社区", "社区名称"}},
	{"fee", {"收费标准", "物业费标准", "物业收费标准", "物业服务费", "cost", "物业费单价"}},
	{"company",
	 {"物业公司", "物业企业", "物业服务公司", "物业", "物业管理公司", "service",
	  "物业服务单位"}},
	{"developer", {"开发商", "开发企业", "开发单位", "建设开发单位", "company"}},
	{"built_year", {"建成年代", "建筑年代", "竣工年份", "建设年代", "建成时间", "year"}},
	{"building_count", {"栋数", "楼栋总数", "幢数", "building_num", "楼栋"}},
	{"house_count", {"总户数", "房屋总数", "住户数", "house_num", "房屋套数"}},
	{"floor_dm2", {"总建筑面积", "建筑总面积"}},
	{"note", {"说明"}},
	{0},
};

/* ─── where it stands ─── */

/* A region's name that an exported row was left with, whichever others have it. */
static int64_t region_as_listed(struct import_row *row)
{
	return sql_int(row->cx, 0,
		       "SELECT r.id FROM estate e JOIN region r ON r.home_id = e.region_id"
		       " WHERE e.home_id = $1 AND r.name = $2",
		       i64(row->id), str(row->region));
}

static int64_t region_of(struct import_row *row)
{
	int64_t listed = row->id && row->region ? region_as_listed(row) : 0;
	if (listed)
		return listed;
	if (!row->region)
		return row->run->im->region_id;
	return import_region(row, import_column_find(row->run->columns, "region"), row->region);
}

/* ─── which it is ─── */

static int64_t find_by_id(struct import_row *row)
{
	const struct import_column *c = import_column_find(row->run->columns, "id");
	if (reach_holds(row->cx, row->run->reach_id, REACH_ESTATE, row->id))
		return row->id;
	import_wrong(row, c,
		     T("import.gone", "没有这个标识的小区，或不在您的范围内",
		       "no estate of this id is within your reach"));
	return 0;
}

static const char *text_of(const struct import_row *row, const char *name)
{
	return json_string_value(json_object_get(row->object, name));
}

/* By number, by the key of its source, by its name in the region; 0: it is new. */
static int64_t find_estate(struct import_row *row, int64_t region_id)
{
	struct ctx *cx = row->cx;
	const char *number = text_of(row, "number"), *key = text_of(row, "outside_key");
	int64_t id = 0;
	if (number)
		id = sql_int(cx, 0,
			     "SELECT id FROM estate WHERE number = $1 AND deleted_at IS NULL",
			     str(number));
	if (!id && key)
		id = sql_int(cx, 0,
			     "SELECT id FROM estate WHERE outside_key = $1 AND deleted_at IS NULL",
			     str(key));
	if (!id)
		id = sql_int(cx, 0,
			     "SELECT id FROM estate WHERE region_id = $1 AND name = $2"
			     " AND deleted_at IS NULL AND (outside_key IS NULL"
			     " OR CAST($3 AS TEXT) IS NULL)",
			     i64(region_id), str(text_of(row, "name")), str(key));
	return id && reach_holds(cx, row->run->reach_id, REACH_ESTATE, id) ? id : 0;
}

/* The row above that means the same estate. */
static bool is_first(struct import_row *row, const char *kind, const char *key, const char *column,
		     int64_t id)
{
	const struct import_named *named = import_named(row->run, kind, key);
	if (named)
		import_wrong(row, import_column_find(row->run->columns, column),
			     T("import.twice", "与第 {1} 行是同一个小区，请只保留一行",
			       "is the same estate as row {1}: keep one of them"),
			     i64(named->row_no));
	else
		import_name(row, kind, key, id);
	return !named;
}

static bool is_only(struct import_row *row, const struct estate *e)
{
	char id[ID_SIZE];
	id_format(e->rec.id, id);
	return is_first(row, "estate.id", id, "name", e->rec.id) &&
	       is_first(row, "estate.name",
			mem_format(row->cx->mem, "%lld|%s", (long long)e->region_id, e->name),
			"name", e->rec.id) &&
	       (!e->outside_key ||
		is_first(row, "estate.outside_key", e->outside_key, "outside_key", e->rec.id));
}

/* ─── its companies ─── */

static void stage_partner(struct import_row *row, const struct import_column *c, const char *name,
			  int64_t id)
{
	struct organisation o;
	fields_clear(organisation_fields, &o);
	o.rec = (struct record){id, id, 1, NONE};
	o.kind = c->of;
	o.name = mem_str(row->run->cx->mem, name);
	o.region_id = row->run->im->region_id ? row->run->im->region_id : row->run->reach_id;
	import_stage(row->run, &import_organisation_target, &o);
}

/* One that nobody has registered: made by a row above, or by this one. */
static int64_t new_partner(struct import_row *row, const struct import_column *c, const char *name)
{
	const struct choice *kind = choice_of(&organisation_kinds, c->of);
	const char *named_as = mem_format(row->run->cx->mem, "organisation.%s", kind->code);
	const struct import_named *named = import_named(row->run, named_as, name);
	int64_t id = named ? named->id : id_new();
	if (named)
		return id;
	import_name(row, named_as, name, id);
	import_note(row, c, T("import.makes", "将新登记{1}“{3}”", "registers {2} “{3}”"),
		    str(kind->zh), str(kind->en), str(name));
	stage_partner(row, c, name, id);
	return id;
}

static int64_t *member_of(struct estate *e, const struct import_column *c)
{
	return c->of == ORGANISATION_COMPANY ? &e->company_id : &e->developer_id;
}

static bool is_as_listed(struct import_row *row, int64_t id, const char *name)
{
	return row->id && id &&
	       sql_int(row->cx, 0, "SELECT 1 FROM organisation WHERE home_id = $1 AND name = $2",
		       i64(id), str(name)) == 1;
}

/* Those that are registered are checked with the estate. */
static void link_registered(struct import_row *row, struct estate *e)
{
	for (size_t i = 0; i < row->n_links; i++) {
		const struct import_column *c = row->links[i].column;
		int64_t known;
		row->links[i].answer = ANSWER_IS;
		if (is_as_listed(row, *member_of(e, c), row->links[i].name))
			continue;
		row->links[i].answer =
			import_organisation(row, c, c->of, row->links[i].name, &known);
		if (row->links[i].answer == ANSWER_IS)
			*member_of(e, c) = known;
	}
}

/* Those that this import makes cannot be checked yet, and are put in when the row is good. */
static void link_new(struct import_row *row, struct estate *e)
{
	for (size_t i = 0; i < row->n_links; i++)
		if (row->links[i].answer == ANSWER_NEW)
			*member_of(e, row->links[i].column) =
				new_partner(row, row->links[i].column, row->links[i].name);
}

/* ─── the row ─── */

static err load_old(struct import_row *row, int64_t id, struct estate *ret)
{
	const struct import_column *c = import_column_find(row->run->columns, "version");
	err e = estate_load(row->cx, id, ret);
	if (e || !row->version || row->version == ret->rec.version)
		return e;
	import_wrong(row, c,
		     T("import.version_old",
		       "导出以后已被修改（现为版本 {1}），请重新导出，在新文件上修改",
		       "has been changed since it was exported (version {1} now): export it again"),
		     i64(ret->rec.version));
	return OK;
}

/* What cannot be changed is either what it is already, or wrong. */
static void check_fixed(struct import_row *row, const char *name, const char *is)
{
	const char *said = text_of(row, name);
	if (said && is && strcmp(said, is) != 0)
		import_wrong(row, import_column_find(row->run->columns, name),
			     T("import.fixed", "登记后不能修改，现为“{1}”",
			       "cannot be changed once registered; it is {1}"),
			     str(is));
	json_object_del(row->object, name);
}

static void put_id(struct import_row *row, const char *name, int64_t id)
{
	char text[ID_SIZE];
	if (!id)
		return;
	id_format(id, text);
	json_object_set_new(row->object, name, json_string(text));
}

static void read_members(struct import_row *row, struct estate *now, const struct estate *old)
{
	if (old) {
		*now = *old;
		check_fixed(row, "number", old->number);
		check_fixed(row, "outside_key", old->outside_key);
	}
	err e = fields_read(row->cx, estate_fields, row->object, now, old ? READ_PATCH : READ_NEW);
	if (e)
		import_take_failure(row);
	if (!old)
		now->rec = (struct record){.id = id_new(), .version = 1, .deleted_at = NONE};
	now->rec.home_id = now->rec.id;
}

static bool is_same(const struct estate *a, const struct estate *b)
{
	for (const struct field *f = estate_fields; f->name; f++)
		if (!field_equal(f, a, b))
			return false;
	return true;
}

static const struct import_target estate_target;

static void settle(struct import_row *row, struct estate *now, const struct estate *old)
{
	link_registered(row, now);
	if (estate_entity.check(row->cx, now))
		import_take_failure(row);
	if (row->outcome != ROW_NONE || ctx_err(row->cx) || !is_only(row, now))
		return;
	link_new(row, now);
	row->outcome = !old ? ROW_NEW : is_same(old, now) ? ROW_SAME : ROW_CHANGED;
	if (row->outcome == ROW_SAME)
		return;
	now->rec.version += old ? 1 : 0;
	import_stage(row->run, &estate_target, now);
}

static void estate_row(struct import_row *row)
{
	struct estate old, now;
	int64_t region_id = region_of(row);
	int64_t id = row->id ? find_by_id(row) : find_estate(row, region_id);
	if (ctx_err(row->cx) || (id && load_old(row, id, &old)))
		return;
	/* Without a region the row is a bad one; its other cells are looked at all the same. */
	if (!id || row->region)
		put_id(row, "region_id", region_id ? region_id : row->run->reach_id);
	if (!id && !region_id && row->outcome == ROW_NONE)
		import_wrong(row, NULL,
			     T("import.region_needed", "没有写明所属辖区",
			       "the region is missing"));
	read_members(row, &now, id ? &old : NULL);
	if (!ctx_err(row->cx))
		settle(row, &now, id ? &old : NULL);
}

/* ─── the commit ─── */

static void search_estate(const void *obj, struct search_thing *t)
{
	const struct estate *e = obj;
	*t = (struct search_thing){
		.home_id = e->rec.id,
		.kind = SEARCH_ESTATE,
		.id = e->rec.id,
		.texts = {e->rec.deleted_at == NONE ? e->name : NULL, e->alias, e->number,
			  e->address},
	};
}

static void search_organisation(const void *obj, struct search_thing *t)
{
	const struct organisation *o = obj;
	*t = (struct search_thing){
		.home_id = o->rec.id,
		.kind = SEARCH_ORGANISATION,
		.id = o->rec.id,
		.texts = {o->rec.deleted_at == NONE ? o->name : NULL, o->short_name,
			  o->credit_code},
	};
}

/* What reach_place(), reach_grant() and reach_turn() (place/reach.h) do, for all rows at once. */
#define STAGED(table)  " FROM stage_" table " s WHERE s.import_id = $1"
#define GONE(table)    "(SELECT s.id" STAGED(table) " AND s.deleted_at IS NOT NULL)"
#define CHANGED(table) "(SELECT s.id" STAGED(table) " AND s.version > 1 AND s.deleted_at IS NULL)"
#define PLACE(table, kind)                                                                    \
	SQL("INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"                 \
	    " SELECT w.ancestor_id, " kind ", s.id, CASE WHEN w.depth = 0 THEN 1 ELSE 2 END," \
	    " '" ALWAYS "', '" STILL "' FROM stage_" table " s"                               \
	    " JOIN region_within w ON w.descendant_id = s.region_id"                          \
	    " WHERE s.import_id = $1 AND s.deleted_at IS NULL AND w.until = '" STILL "'")
#define GRANT_SELF(table, kind)                                               \
	SQL("INSERT INTO reach (reach_id, kind, thing_id, way, since, until)" \
	    " SELECT s.id, " kind ", s.id, 3, '" ALWAYS "', '" STILL          \
	    "'" STAGED(table) " AND s.version = 1")
#define UNPLACE(table, kind) \
	SQL("DELETE FROM reach WHERE kind = " kind " AND way <> 3 AND thing_id IN " CHANGED(table))
#define REMOVE(table, kind, removed)                                 \
	SQL("UPDATE reach SET kind = " removed " WHERE kind = " kind \
	    " AND thing_id IN " GONE(table))

static const struct query before_estates[] = {
	SQL("DELETE FROM reach WHERE kind = 1 AND way = 3 AND (reach_id, thing_id) IN"
	    " (SELECT e.company_id, e.id FROM stage_estate s JOIN estate e ON e.home_id = s.home_id"
	    " WHERE s.import_id = $1 AND s.version > 1"
	    " AND s.company_id IS DISTINCT FROM e.company_id)"),
	{0},
};
static const struct query after_estates[] = {
	REMOVE("estate", "1", "3"),
	UNPLACE("estate", "1"),
	PLACE("estate", "1"),
	GRANT_SELF("estate", "1"),
	SQL("INSERT INTO reach (reach_id, kind, thing_id, way, since, until)"
	    " SELECT s.company_id, 1, s.id, 3, coalesce(s.contract_since, '" ALWAYS "'),"
	    " coalesce(s.contract_until, '" STILL
	    "')" STAGED("estate") " AND s.company_id IS NOT NULL AND s.deleted_at IS NULL"
				  " ON CONFLICT (reach_id, kind, thing_id)"
				  " DO UPDATE SET since = excluded.since, until = excluded.until"),
	{0},
};
static const struct query estate_taken = SQL("SELECT s.name" STAGED(
	"estate") " AND s.version = 1 AND EXISTS (SELECT 1 FROM estate e"
		  " WHERE e.region_id = s.region_id AND e.name = s.name AND e.deleted_at IS NULL)"
		  " LIMIT 1");

#define STANDS_IN(table) \
	"EXISTS (SELECT 1 FROM " table " p WHERE p.home_id = s.id AND p.deleted_at IS NULL)"
static const struct query estate_in_use = SQL("SELECT s.id, s.home_id" STAGED(
	"estate") " AND s.deleted_at IS NOT NULL AND "
		  "(" STANDS_IN("building") " OR " STANDS_IN(
			  "h"
			  "o"
			  "u"
			  "s"
			  "e") " OR " STANDS_IN("parking_space") " OR " STANDS_IN("facility") " OR"
											      " " STANDS_IN(
												      "committ"
												      "ee") " "
													    "O"
													    "R"
													    " " STANDS_IN(
														    "staff") ")");

static const struct query after_organisations[] = {
	REMOVE("organisation", "2", "4"),
	UNPLACE("organisation", "2"),
	PLACE("organisation", "2"),
	GRANT_SELF("organisation", "2"),
	{0},
};
static const struct query organisation_taken = SQL("SELECT s.name" STAGED(
	"organisation") " AND s.version = 1 AND EXISTS"
			" (SELECT 1 FROM organisation o WHERE o.name = s.name AND o.kind = s.kind"
			" AND o.deleted_at IS NULL) LIMIT 1");

/* Estates that stand, and are not to be removed or changed back by the same undoing. */
static const struct query organisation_in_use = SQL("SELECT s.id, s.home_id" STAGED(
	"organisation") " AND s.deleted_at IS NOT NULL AND EXISTS"
			" (SELECT 1 FROM estate e WHERE (e.company_id = s.id"
			" OR e.developer_id = s.id) AND e.deleted_at IS NULL AND NOT EXISTS"
			" (SELECT 1 FROM stage_estate t WHERE t.import_id = $1"
			" AND t.home_id = e.home_id AND t.id = e.id"
			" AND (t.deleted_at IS NOT NULL"
			" OR (t.company_id IS DISTINCT FROM s.id"
			" AND t.developer_id IS DISTINCT FROM s.id))))");

const struct import_target import_organisation_target = {
	.entity = &organisation_entity,
	.after = after_organisations,
	.taken = &organisation_taken,
	.search = search_organisation,
	.in_use = &organisation_in_use,
};
static const struct import_target estate_target = {
	.entity = &estate_entity,
	.before = before_estates,
	.after = after_estates,
	.taken = &estate_taken,
	.search = search_estate,
	.in_use = &estate_in_use,
};
static const struct import_target *const targets[] = {&import_organisation_target, &estate_target,
						      NULL};

static const struct import_hint hints[] = {
	{"name", "湖畔花园", NULL, NULL},
	{"region", "翠苑一区社区", "街道或社区的名称，或区划代码；不填按所选辖区",
	 "The street's or community's name, or its code; empty: the region chosen"},
	{"fee", "2.38元/㎡·月", "如 2.38元/㎡·月、1.14至2.48元/㎡·月、180元/户·年",
	 "Such as 2.38 yuan/m²/month, or 1.14-2.48 yuan/m²/month"},
	{"company", NULL, "单位全称或统一社会信用代码；没有登记的一并登记",
	 "Its full name or credit code; one that is missing is registered"},
	{"developer", NULL, "单位全称或统一社会信用代码；没有登记的一并登记",
	 "Its full name or credit code; one that is missing is registered"},
	{"built_year", "2003", "四位年份", "A year"},
	{0},
};
const struct import_kind import_estate_kind = {
	.name = "estates",
	.zh = "小区",
	.en = "Estates",
	.may = MAY_WRITE_ESTATE,
	.entity = &estate_entity,
	.extra = extra,
	.aliases = aliases,
	.hints = hints,
	.left_out = " built_year ",
	.needs_region = true,
	.targets = targets,
	.row = estate_row,
};
