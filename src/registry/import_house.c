/* Imports of buildings and houses, and houses as other kinds name them: by label, by one cell such as
 * 3-2-1201, or by columns of their own. Two spellings of one house are one house. */
#include "registry/import_part_priv.h"

#include <stdlib.h>
#include <string.h>

#include "account/may.h"
#include "base/id.h"
#include "registry/label.h"

/* ─── what the estate has ─── */

struct known_house {
	const char *key;
	int64_t id;
};
struct known_building {
	int64_t id;
	const char *name, *plain;
	struct known_house *houses; /* by key */
	size_t n_houses;
	bool is_loaded; /* its houses are */
};
struct estate_book {
	struct known_building *all;
	size_t n;
};

static struct estate_book *book_of(struct import_row *row)
{
	struct import_run *run = row->run;
	struct estate_book *book = run->book;
	if (book)
		return book;
	book = run->book = mem_new(run->cx->mem, struct estate_book);
	struct stmt *q = sql(run->cx,
			     "SELECT id, name FROM building WHERE home_id = $1"
			     " AND deleted_at IS NULL ORDER BY sort_key, id",
			     i64(run->im->estate_id));
	while (sql_next(q)) {
		book->all = mem_grow(run->cx->mem, book->all, book->n + 1);
		book->all[book->n++] = (struct known_building){
			.id = col_i64(q, 0),
			.name = col_str(q, 1),
			.plain = human_house_part(run->cx->mem, col_peek(q, 1)),
		};
	}
	(void)sql_end(q); /* sticky in cx */
	return book;
}

static const char *key_of_house(struct import_row *row, const char *entrance, const char *house)
{
	mem *m = row->run->cx->mem;
	return mem_format(m, "%s|%s", entrance ? human_house_part(m, entrance) : "",
			  human_house_part(m, house));
}

static int by_key(const void *a, const void *b)
{
	const struct known_house *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void load_houses(struct import_row *row, struct known_building *b)
{
	struct stmt *q = sql(row->cx,
			     "SELECT id, entrance, name FROM house WHERE home_id = $1"
			     " AND building_id = $2 AND deleted_at IS NULL",
			     i64(row->run->im->estate_id), i64(b->id));
	b->is_loaded = true;
	while (sql_next(q)) {
		b->houses = mem_grow(row->run->cx->mem, b->houses, b->n_houses + 1);
		b->houses[b->n_houses++] = (struct known_house){
			.key = key_of_house(row, col_peek(q, 1), col_peek(q, 2)),
			.id = col_i64(q, 0),
		};
	}
	(void)sql_end(q); /* sticky in cx */
	if (b->n_houses)
		qsort(b->houses, b->n_houses, sizeof *b->houses, by_key);
}

/* The house of this key; 0: none. */
static int64_t known_house(const struct known_building *b, const char *key)
{
	size_t low = 0, high = b->n_houses;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(b->houses[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < b->n_houses && !strcmp(b->houses[low].key, key) ? b->houses[low].id : 0;
}

/* ─── addresses ─── */

static void refuse_address(struct import_row *row, const struct import_column *c)
{
	import_wrong(row, c,
		     T("import.address", "房号与楼栋、单元、室号几列不一致，请核对",
		       "does not agree with the columns of building, entrance and house"));
}

bool import_address_of(struct import_row *row, const struct import_column *c, const char *text,
		       struct import_address *ret)
{
	struct human_house h;
	struct human_fault fault;
	mem *m = row->cx->mem;
	*ret = (struct import_address){.column = c};
	ret->id = sql_int(row->cx, 0,
			  "SELECT id FROM house WHERE home_id = $1 AND label = $2"
			  " AND deleted_at IS NULL",
			  i64(row->run->im->estate_id), str(text));
	if (ret->id || ctx_err(row->cx))
		return ret->id;
	if (human_house(text, &h, &fault) != HUMAN_VALUE) {
		import_wrong(row, c, fault.text, str(fault.what));
		return false;
	}
	ret->building = *h.building ? mem_str(m, h.building) : NULL;
	ret->entrance = *h.entrance ? mem_str(m, h.entrance) : NULL;
	ret->house = mem_str(m, h.house);
	return true;
}

static bool agree(struct import_row *row, const char *a, const char *b)
{
	mem *m = row->cx->mem;
	return !a || !b || !strcmp(human_house_part(m, a), human_house_part(m, b));
}

/* Behind a column of buildings, "2-1201" is entrance and house. */
static bool join(struct import_row *row, struct import_address *a, const char *building,
		 const char *entrance)
{
	if (building && a->building && !a->entrance && !agree(row, building, a->building)) {
		a->entrance = a->building;
		a->building = NULL;
	}
	if (!agree(row, building, a->building) || !agree(row, entrance, a->entrance)) {
		refuse_address(row, a->column);
		return false;
	}
	a->building = building ? building : a->building;
	if (entrance && !a->entrance)
		a->entrance = human_house_part(row->cx->mem, entrance);
	return true;
}

bool import_address(struct import_row *row, struct import_address *ret)
{
	const char *building = import_words(row, "building"), *whole = import_words(row, "house"),
		   *entrance = import_words(row, "entrance"), *name = import_words(row, "name");
	const char *text = whole ? whole : name;
	const struct import_column *c = import_column(row, whole ? "house" : "name");
	if (!text) {
		import_wrong(row, NULL,
			     T("import.no_address", "没有写明房号", "the house is missing"));
		return false;
	}
	if (!import_address_of(row, c, text, ret))
		return false;
	if (ret->id)
		return true;
	if (whole && !agree(row, name, ret->house)) {
		refuse_address(row, c);
		return false;
	}
	return join(row, ret, building, entrance);
}

/* ─── from an address to a house ─── */

static const char *new_name(mem *parent, const char *written)
{
	bool is_bare = strspn(written, "0123456789") == strlen(written);
	return is_bare ? mem_format(parent, "%s幢", written) : written;
}

static void make_building(struct import_row *row, const char *written, struct building *ret)
{
	fields_clear(building_fields, ret);
	ret->rec = (struct record){row->run->im->estate_id, id_new(), 1, NONE};
	ret->name = new_name(row->run->cx->mem, mem_str(row->run->cx->mem, written));
	ret->sort_key = label_sort_key(row->run->cx->mem, ret->name);
}

/* The registered building that is written so; NULL: none, or *ret_many. */
static struct known_building *known_building(struct estate_book *book, const char *written,
					     const char *plain, bool *ret_many)
{
	struct known_building *found = NULL;
	*ret_many = false;
	for (size_t i = 0; i < book->n; i++) {
		if (!strcmp(book->all[i].name, written)) {
			*ret_many = false;
			return &book->all[i];
		}
		if (strcmp(book->all[i].plain, plain) != 0)
			continue;
		*ret_many = found != NULL;
		found = &book->all[i];
	}
	return *ret_many ? NULL : found;
}

static bool find_building(struct import_row *row, const struct import_address *a,
			  struct import_home *h, struct known_building **ret_known)
{
	struct estate_book *book = book_of(row);
	const char *written = a->building ? a->building : book->n == 1 ? book->all[0].name : NULL;
	bool many = false;
	*ret_known = NULL;
	if (!written) {
		import_wrong(row, a->column,
			     T("import.no_building",
			       "没有写明楼栋，请写成 3幢2单元1201 或填写楼栋列",
			       "the building is missing: write 3-2-1201, or fill its column"));
		return false;
	}
	h->building_key = human_house_part(row->run->cx->mem, written);
	*ret_known = known_building(book, written, h->building_key, &many);
	if (many) {
		import_wrong(
			row, a->column,
			T("import.buildings", "本小区有多幢楼可能是“{1}”，请写登记的楼栋名称",
			  "several buildings may be {1}: write the name it is registered under"),
			str(written));
		return false;
	}
	if (*ret_known)
		return building_load(row->cx, row->run->im->estate_id, (*ret_known)->id,
				     &h->building) == OK;
	const struct import_named *named = import_named(row->run, "building", h->building_key);
	h->building_is_staged = true;
	h->building_is_new = !named;
	if (!named)
		make_building(row, written, &h->building);
	return !named || import_staged(row->run, &import_building_target, named->id, &h->building);
}

static const char *label_of(struct import_row *row, const struct import_home *h)
{
	return label_house(row->run->cx->mem, h->building.name, h->house.entrance, h->house.name);
}

static void make_house(struct import_row *row, const struct import_address *a,
		       struct import_home *h)
{
	mem *m = row->run->cx->mem;
	fields_clear(house_fields, &h->house);
	h->house.rec = (struct record){row->run->im->estate_id, id_new(), 1, NONE};
	h->house.building_id = h->building.rec.id;
	h->house.entrance = a->entrance ? mem_str(m, a->entrance) : NULL;
	h->house.name = mem_str(m, a->house);
	h->house.label = label_of(row, h);
	h->house.sort_key = label_sort_key(m, h->house.label);
}

static bool find_house(struct import_row *row, const struct import_address *a,
		       struct known_building *b, struct import_home *h)
{
	char id[ID_SIZE];
	int64_t known = 0;
	const char *key = key_of_house(row, a->entrance, a->house);
	id_format(h->building.rec.id, id);
	h->house_key = mem_format(row->run->cx->mem, "%s|%s", id, key);
	if (b && !b->is_loaded)
		load_houses(row, b);
	if (b)
		known = known_house(b, key);
	if (known)
		return house_load(row->cx, row->run->im->estate_id, known, &h->house) == OK;
	const struct import_named *named = import_named(row->run, "house", h->house_key);
	h->house_is_staged = named;
	h->house_is_new = !named;
	if (!named)
		make_house(row, a, h);
	return !named || import_staged(row->run, &import_house_target, named->id, &h->house);
}

bool import_home(struct import_row *row, const struct import_address *a, struct import_home *ret)
{
	struct known_building *known;
	int64_t estate = row->run->im->estate_id;
	*ret = (struct import_home){0};
	bool is_found =
		a->id ? house_load(row->cx, estate, a->id, &ret->house) == OK &&
				building_load(row->cx, estate, ret->house.building_id,
					      &ret->building) == OK
		      : find_building(row, a, ret, &known) && find_house(row, a, known, ret);
	struct house changed;
	if (is_found && !ret->house_is_new && !ret->house_is_staged &&
	    import_staged(row->run, &import_house_target, ret->house.rec.id, &changed)) {
		ret->house = changed;
		ret->house_is_staged = true;
	}
	return is_found && !ctx_err(row->cx);
}

/* ─── what a row says of the house ─── */

static void put_default(struct import_row *row, const char *key, const struct choices *of,
			int64_t value)
{
	if (!json_object_get(row->object, key))
		json_object_set_new(row->object, key, json_string(choice_of(of, value)->code));
}

static void read_new(struct import_row *row, struct import_home *h)
{
	struct house said;
	import_put_id(row, "building_id", h->building.rec.id);
	json_object_set_new(row->object, "name", json_string(h->house.name));
	if (h->house.entrance)
		json_object_set_new(row->object, "entrance", json_string(h->house.entrance));
	put_default(row, "kind", &house_kinds, HOUSE_HOME);
	put_default(row, "use", &house_uses, USE_VACANT);
	if (fields_read(row->cx, house_fields, row->object, &said, READ_NEW))
		import_take_failure(row);
	said.rec = h->house.rec;
	said.label = h->house.label;
	said.sort_key = h->house.sort_key;
	h->house = said;
}

static void read_known(struct import_row *row, struct import_home *h)
{
	import_fixed(row, &house_entity, &h->house);
	if (fields_read(row->cx, house_fields, row->object, &h->house, READ_PATCH))
		import_take_failure(row);
}

void import_home_read(struct import_row *row, struct import_home *h)
{
	const struct house old = h->house;
	if (h->house_is_new)
		read_new(row, h);
	else
		read_known(row, h);
	house_entity.normalise(row->cx, &h->house);
	h->house_is_changed = !h->house_is_new && !import_is_same(&house_entity, &old, &h->house);
	if ((h->house_is_new || h->house_is_changed) && house_entity.check(row->cx, &h->house))
		import_take_failure_but(row, h->building_is_staged ? "building_id" : "");
	if (h->house_is_changed && h->house_is_staged)
		import_wrong(row, NULL,
			     T("import.house_twice",
			       "上面有一行写了同一套房屋，但内容不一致，请改成一致",
			       "a row above tells the same house otherwise: make them agree"));
}

void import_home_keep(struct import_row *row, struct import_home *h)
{
	if (h->building_is_new) {
		import_stage(row->run, &import_building_target, &h->building);
		import_name(row, "building", h->building_key, h->building.rec.id);
		import_note(row, NULL,
			    T("import.makes_building", "将新登记楼栋“{1}”",
			      "registers building {1}"),
			    str(h->building.name));
	}
	h->house.rec.version += h->house_is_changed && !h->house_is_staged;
	if (h->house_is_new || h->house_is_changed)
		import_restage(row->run, &import_house_target, &h->house);
	if (!h->house_is_new)
		return;
	import_name(row, "house", h->house_key, h->house.rec.id);
	import_note(row, NULL, T("import.makes_house", "将新登记房屋“{1}”", "registers house {1}"),
		    str(h->house.label));
}

/* ─── targets ─── */

static const struct query building_taken =
	SQL("SELECT s.name FROM stage_building s WHERE s.import_id = $1 AND s.deleted_at IS NULL"
	    " AND EXISTS (SELECT 1 FROM building b WHERE b.home_id = s.home_id AND b.name = s.name"
	    " AND b.id <> s.id AND b.deleted_at IS NULL) LIMIT 1");
static const struct query house_taken =
	SQL("SELECT s.label FROM stage_house s WHERE s.import_id = $1 AND s.deleted_at IS NULL"
	    " AND EXISTS (SELECT 1 FROM house h WHERE h.home_id = s.home_id AND h.label = s.label"
	    " AND h.id <> s.id AND h.deleted_at IS NULL) LIMIT 1");

/* What this undoing does not remove itself keeps a building, or a house. */
#define KEPT(table, alias, member)                                                                 \
	"EXISTS (SELECT 1 FROM " table " " alias " WHERE " alias ".home_id = s.home_id AND " alias \
	"." member " = s.id AND " alias ".deleted_at IS NULL"
#define BUT_STAGED(table, alias)                                                  \
	" AND NOT EXISTS (SELECT 1 FROM stage_" table " m WHERE m.import_id = $1" \
	" AND m.home_id = " alias ".home_id AND m.id = " alias ".id"              \
	" AND m.deleted_at IS NOT NULL))"
static const struct query building_in_use =
	SQL("SELECT s.id, s.home_id FROM stage_building s WHERE s.import_id = $1"
	    " AND s.deleted_at IS NOT NULL AND " KEPT("house", "h", "building_id")
		    BUT_STAGED("house", "h") " ORDER BY s.id LIMIT 100");
static const struct query house_in_use = SQL(
	"SELECT s.id, s.home_id FROM stage_house s WHERE s.import_id = $1"
	" AND s.deleted_at IS NOT NULL AND (" KEPT("ownership", "o", "house_id") BUT_STAGED(
		"ownership", "o") " OR " KEPT("occupancy", "o", "house_id")
		BUT_STAGED("occupancy", "o") " OR " KEPT("vehicle", "v", "house_id") ") OR " KEPT(
			"parking_space", "p", "house_id") ")) ORDER BY s.id LIMIT 100");

const struct import_target import_building_target = {.entity = &building_entity,
						     .taken = &building_taken,
						     .in_use = &building_in_use,
						     .is_filled = true};
const struct import_target import_house_target = {.entity = &house_entity,
						  .taken = &house_taken,
						  .in_use = &house_in_use,
						  .is_filled = true};
static const struct import_target *const house_targets[] = {&import_building_target,
							    &import_house_target, NULL};

/* ─── buildings ─── */

static int64_t find_same_building(struct import_row *row)
{
	bool many;
	const char *name = import_text(row, "name");
	if (!name)
		return 0;
	struct known_building *b =
		known_building(book_of(row), name, human_house_part(row->cx->mem, name), &many);
	if (many)
		import_wrong(
			row, import_column(row, "name"),
			T("import.buildings", "本小区有多幢楼可能是“{1}”，请写登记的楼栋名称",
			  "several buildings may be {1}: write the name it is registered under"),
			str(name));
	if (b) /* another spelling renames nothing */
		json_object_set_new(row->object, "name", json_string(b->name));
	return b ? b->id : 0;
}

static const char *building_once(struct import_row *row, const void *now)
{
	const struct building *b = now;
	return human_house_part(row->cx->mem, b->name);
}

static void name_building(struct import_row *row)
{
	const char *name = import_text(row, "name");
	if (name)
		json_object_set_new(row->object, "name", json_string(new_name(row->cx->mem, name)));
}

static const struct query plain_building_in_use =
	SQL("SELECT s.id, s.home_id FROM stage_building s WHERE s.import_id = $1"
	    " AND s.deleted_at IS NOT NULL AND " KEPT("house", "h",
						      "building_id") ") ORDER BY s.id LIMIT 100");
static const struct import_target plain_building_target = {.entity = &building_entity,
							   .taken = &building_taken,
							   .in_use = &plain_building_in_use};
static const struct import_target *const plain_building_targets[] = {&plain_building_target, NULL};
static const struct import_part building_part = {
	.target = &plain_building_target,
	.find = find_same_building,
	.complete = name_building,
	.once = building_once,
};

static const struct import_alias building_aliases[] = {
	{"name", {"楼号", "幢号", "栋号", "楼栋名称", "楼栋号", "楼幢"}},
	{"kind", {"楼栋类型", "建筑类型", "房屋类型"}},
	{"floors", {"层数", "总层数", "地上楼层", "楼层数"}},
	{"basement_floors", {"地下楼层"}},
	{"entrance_count", {"单元", "单元总数"}},
	{"house_count", {"总户数", "房屋套数", "住户数"}},
	{"lift_count", {"电梯", "电梯总数"}},
	{"floor_dm2", {"总建筑面积", "楼栋面积"}},
	{"completed_on", {"竣工时间", "建成日期"}},
	{"structure", {"建筑结构", "结构类型"}},
	{0},
};
static const struct import_hint building_hints[] = {{"name", "3幢", NULL, NULL}, {0}};
const struct import_kind import_building_kind = {
	.name = "buildings",
	.zh = "楼栋",
	.en = "Buildings",
	.may = MAY_WRITE_HOUSE,
	.entity = &building_entity,
	.aliases = building_aliases,
	.hints = building_hints,
	.needs_estate = true,
	.targets = plain_building_targets,
	.row = import_part_row,
	.of = &building_part,
};

/* ─── houses ─── */

/* The building's cell of an exported row may name another one. */
static bool move_house(struct import_row *row, struct import_home *h)
{
	struct import_address a = {.column = import_column(row, "building"),
				   .building = import_words(row, "building")};
	struct known_building *known;
	const char *label = import_words(row, "house");
	if (label && strcmp(label, h->house.label) != 0) {
		import_wrong(row, import_column(row, "house"),
			     T("import.label", "由楼栋、单元、室号组成，请改那几列",
			       "follows from building, entrance and house: change those"));
		return false;
	}
	return !a.building || find_building(row, &a, h, &known);
}

static void house_by_id(struct import_row *row)
{
	struct import_home h = {0};
	int64_t estate = row->run->im->estate_id;
	if (house_load(row->cx, estate, row->id, &h.house) ||
	    building_load(row->cx, estate, h.house.building_id, &h.building)) {
		import_take_failure(row);
		return;
	}
	const struct house old = h.house;
	import_version(row, old.rec.version);
	if (!move_house(row, &h))
		return;
	read_known(row, &h);
	house_entity.normalise(row->cx, &h.house);
	h.house.building_id = h.building.rec.id;
	h.house.label = label_of(row, &h);
	h.house.sort_key = label_sort_key(row->run->cx->mem, h.house.label);
	h.house_is_changed = !import_is_same(&house_entity, &old, &h.house);
	if (h.house_is_changed && house_entity.check(row->cx, &h.house))
		import_take_failure_but(row, h.building_is_staged ? "building_id" : "");
	if (row->outcome != ROW_NONE || !import_first(row, "house.label", h.house.label, row->id))
		return;
	row->outcome = h.house_is_changed ? ROW_CHANGED : ROW_SAME;
	import_home_keep(row, &h);
}

static void house_by_address(struct import_row *row)
{
	struct import_address a;
	struct import_home h;
	bool is_found = import_address(row, &a) && import_home(row, &a, &h);
	if (!is_found || ctx_err(row->cx))
		return;
	import_home_read(row, &h);
	if (row->outcome != ROW_NONE || ctx_err(row->cx) ||
	    !import_first(row, "house.label", h.house.label, h.house.rec.id))
		return;
	row->outcome = h.house_is_new ? ROW_NEW : h.house_is_changed ? ROW_CHANGED : ROW_SAME;
	import_home_keep(row, &h);
}

static void house_row(struct import_row *row)
{
	if (row->id)
		house_by_id(row);
	else
		house_by_address(row);
}

static const struct import_column house_extra[] = {
	{"house", "房屋", "Address", import_parse_words},
	{"building", "楼栋", "Building", import_parse_words, .covers = "building_id"},
	{0},
};
static const struct import_alias house_aliases[] = {
	{"house", {"房号", "房屋地址", "门牌号", "房屋编号", "房屋坐落", "房间号"}},
	{"building", {"楼号", "幢号", "栋号", "幢", "栋", "楼栋号", "楼幢"}},
	{"entrance", {"单元号", "单元名称"}},
	{"name", {"房间", "室", "门牌", "房间名称"}},
	{"floor", {"层", "所在楼层", "所在层"}},
	{"kind", {"房屋类型", "用途", "房屋用途", "物业类型"}},
	{"use", {"使用状态", "房屋状态", "入住状态"}},
	{"area_dm2", {"建筑面积", "房屋面积", "面积", "房产面积", "计费面积"}},
	{"unit_number", {"不动产单元代码", "不动产单元编号"}},
	{"delivered_on", {"交房日期", "交付时间", "交房时间"}},
	{"outside_key", {"外部编号", "原系统编号"}},
	{0},
};
static const struct import_hint house_hints[] = {
	{"house", "3幢2单元1201",
	 "房号，写在一格里：3幢2单元1201 或 3-2-1201；也可分写楼栋、单元、室号三列",
	 "The house in one cell, such as 3-2-1201; or fill building, entrance and house"},
	{"building", "3幢", "楼栋；没有登记的一并登记",
	 "The building; one that is missing is made"},
	{"entrance", "2", NULL, NULL},
	{"name", "1201", NULL, NULL},
	{0},
};
const struct import_kind import_house_kind = {
	.name = "houses",
	.zh = "房屋",
	.en = "Houses",
	.may = MAY_WRITE_HOUSE,
	.entity = &house_entity,
	.extra = house_extra,
	.aliases = house_aliases,
	.hints = house_hints,
	.optional = " name kind use ",
	.needs_estate = true,
	.targets = house_targets,
	.row = house_row,
};
