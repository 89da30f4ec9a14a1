/* House codes over HTTP: made and shown once for the letters, listed without the codes, revoked. */
#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "base/date.h"
#include "http/page.h"
#include "place/reach.h"
#include "registry/binding_code.h"
#include "registry/registry_api.h"

enum { LETTERS_MOST = 1000, DAYS_MOST = 366 };

/* ─── printing ─── */

struct letters_in {
	struct list house_ids;
	int64_t building_id;
	const char *ends_on;
};
struct house_id {
	int64_t id;
};
static const struct field house_id_fields[] = {
	{"", F_ID, 0, AT(house_id, id), L("房屋", "House")},
	{0},
};
static const struct element house_id_element = {sizeof(struct house_id), house_id_fields};
static const struct field letters_in_fields[] = {
	{"house_ids", F_LIST, 0, AT(letters_in, house_ids), L("房屋", "Houses"), 1, LETTERS_MOST,
	 .of = &house_id_element},
	{"building_id", F_ID, 0, AT(letters_in, building_id), L("楼栋", "Building")},
	{"ends_on", F_DATE, REQUIRED, AT(letters_in, ends_on), L("有效期至", "Ends on")},
	{0},
};

static const struct field letter_fields[] = {
	{"id", F_ID, 0, AT(house_letter, id), L("标识", "Id")},
	{"house_id", F_ID, 0, AT(house_letter, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(house_letter, label), L("房屋", "House")},
	{"code", F_TEXT, 0, AT(house_letter, code), L("绑定码", "Code")},
	{"ends_on", F_DATE, 0, AT(house_letter, ends_on), L("有效期至", "Ends on")},
	{0},
};

struct letters {
	struct house_letter *all;
	size_t n;
};

static err read_letters(struct stmt *q, struct ctx *cx, struct letters *ret)
{
	*ret = (struct letters){0};
	while (sql_next(q)) {
		ret->all = mem_grow(cx->mem, ret->all, ret->n + 1);
		ret->all[ret->n++] =
			(struct house_letter){.house_id = col_i64(q, 0), .label = col_str(q, 1)};
	}
	return sql_end(q);
}

/* Each of them once, however often it was named. */
static err letters_of_houses(struct ctx *cx, int64_t estate_id, const struct letters_in *in,
			     struct letters *ret)
{
	const struct house_id *ids = in->house_ids.items;
	int64_t *houses = mem_array(cx->mem, int64_t, in->house_ids.n);
	for (size_t i = 0; i < in->house_ids.n; i++)
		houses[i] = ids[i].id;
	err e = read_letters(sql(cx,
				 "SELECT id, label FROM house WHERE home_id = $1"
				 " AND id IN (SELECT unnest FROM unnest($2))"
				 " AND deleted_at IS NULL ORDER BY sort_key, id",
				 i64(estate_id), i64s(houses, in->house_ids.n)),
			     cx, ret);
	if (!e && ret->n != in->house_ids.n)
		fail_field(cx, "house_ids",
			   T("house_code.houses", "有房屋重复，或不在本小区",
			     "a house is named twice, or is not in the estate"));
	return ctx_err(cx);
}

static err letters_of_building(struct ctx *cx, int64_t estate_id, const struct letters_in *in,
			       struct letters *ret)
{
	err e = read_letters(sql(cx,
				 "SELECT id, label FROM house WHERE home_id = $1"
				 " AND building_id = $2 AND deleted_at IS NULL"
				 " ORDER BY sort_key, id LIMIT $3",
				 i64(estate_id), i64(in->building_id), i64(LETTERS_MOST + 1)),
			     cx, ret);
	if (!e && (ret->n == 0 || ret->n > LETTERS_MOST))
		fail_field(cx, "building_id",
			   T("house_code.building", "楼栋没有房屋，或超过 {1} 户",
			     "the building has no houses, or more than {1}"),
			   i64(LETTERS_MOST));
	return ctx_err(cx);
}

static err check_in(struct ctx *cx, const struct letters_in *in)
{
	int32_t today = date_to_day(reach_today(cx)), last = date_to_day(in->ends_on);
	if (last < today || last > today + DAYS_MOST)
		fail_field(cx, "ends_on",
			   T("house_code.ends_on", "应在今天起 {1} 天以内",
			     "must be within {1} days from today"),
			   i64(DAYS_MOST));
	if (!in->house_ids.n == !in->building_id)
		fail_field(cx, "house_ids",
			   T("house_code.which", "请选择房屋或楼栋，二者选一",
			     "choose houses or a building: one of the two"));
	return ctx_err(cx);
}

static err letters_post(struct ctx *cx, struct request *rq)
{
	const struct letters_in *in = rq->body;
	int64_t estate = request_id(rq, "estate");
	struct letters l;
	err e = check_in(cx, in);
	if (e)
		return e;
	e = in->building_id ? letters_of_building(cx, estate, in, &l)
			    : letters_of_houses(cx, estate, in, &l);
	if (e || (e = house_code_make(cx, estate, in->ends_on, l.all, l.n)))
		return e;
	return reply_list(cx, rq, l.all, sizeof *l.all, l.n);
}

/* ─── what became of them ─── */

static const struct choice state_values[] = {
	{"good", "有效", "Good"},
	{"used", "已使用", "Used"},
	{"revoked", "已作废", "Revoked"},
	{"expired", "已过期", "Expired"},
};
static const struct choices code_states = CHOICES("house_code_state", state_values);

struct code_row {
	int64_t id, house_id, state, made_at, used_at, revoked_at;
	const char *label, *ends_on, *made_by;
};
static const struct field code_row_fields[] = {
	{"id", F_ID, 0, AT(code_row, id), L("标识", "Id")},
	{"house_id", F_ID, 0, AT(code_row, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(code_row, label), L("房屋", "House")},
	{"state", F_ENUM, 0, AT(code_row, state), L("状态", "State"), .of = &code_states},
	{"ends_on", F_DATE, 0, AT(code_row, ends_on), L("有效期至", "Ends on")},
	{"made_at", F_INSTANT, 0, AT(code_row, made_at), L("制码时间", "Made at")},
	{"made_by", F_TEXT, 0, AT(code_row, made_by), L("制码人", "Made by")},
	{"used_at", F_INSTANT, 0, AT(code_row, used_at), L("使用时间", "Used at")},
	{"revoked_at", F_INSTANT, 0, AT(code_row, revoked_at), L("作废时间", "Revoked at")},
	{0},
};

#define STATE(today)                                                                       \
	"CASE WHEN c.used_at IS NOT NULL THEN 2 WHEN c.revoked_at IS NOT NULL THEN 3 WHEN" \
	" c.ends_on < " today " THEN 4 ELSE 1 END"

static const struct sort code_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL("SELECT c.id, c.id, c.house_id, h.label, " STATE(
			  "$6") " AS state, c.ends_on,"
				" c.made_at, a.name AS made_by, c.used_at, c.revoked_at FROM "
				"house_code c"
				" JOIN house h ON h.home_id = c.home_id AND h.id = c.house_id"
				" LEFT JOIN account a ON a.id = c.made_by"
				" WHERE c.home_id = $5 AND (CAST($7 AS BIGINT) IS NULL OR " STATE(
					"$6") " = $7)"
					      " AND (CAST($8 AS BIGINT) IS NULL OR h.building_id = "
					      "$8)",
		  "c.id", "c.id")},
	{0},
};
static const struct param code_query[] = {
	{"state", F_ENUM, &code_states},
	{"building", F_ID, NULL},
	{0},
};

static err code_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, code_sorts, &p);
	if (e)
		return e;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(request_id(rq, "estate")),
				  str(reach_today(cx)), i64(request_param_int(rq, "state")),
				  id_or_none(request_param_id(rq, "building"))),
			  NONE);
}

static err code_revoke(struct ctx *cx, struct request *rq)
{
	err e = house_code_revoke(cx, request_id(rq, "estate"), request_id(rq, "code"));
	return e ? e : reply_nothing(cx, rq);
}

const struct route house_code_routes[] = {
	{"GET", "/estates/{estate}/house-codes", MAY_PRINT_CODES, SCOPE_ESTATE, code_list,
	 .out = code_row_fields, .summary = "What became of the codes of letters to houses",
	 .flags = ROUTE_LIST, .query = code_query},
	{"POST", "/estates/{estate}/house-codes", MAY_PRINT_CODES, SCOPE_ESTATE, letters_post,
	 .out = letter_fields, .summary = "Codes for letters to houses, shown this once",
	 .flags = ROUTE_LIST, .in = letters_in_fields, .in_size = sizeof(struct letters_in)},
	{"DELETE", "/estates/{estate}/house-codes/{code}", MAY_PRINT_CODES, SCOPE_ESTATE,
	 code_revoke, .summary = "A code is good no more"},
	{0},
};
