/* Buildings and houses by name, for choosing one's own before anything is proved. Names alone: not
 * who owns or lives there, nor how large or whether it is let. */
#include "account/may.h"
#include "account/scope.h"
#include "http/page.h"
#include "registry/registry_api.h"

struct choosable {
	int64_t id;
	const char *sort_key, *name;
};
static const struct field choosable_fields[] = {
	{"sort_key", F_TEXT, INTERNAL, AT(choosable, sort_key), L("排序", "Sort key")},
	{"id", F_ID, 0, AT(choosable, id), L("标识", "Id")},
	{"name", F_TEXT, 0, AT(choosable, name), L("名称", "Name")},
	{0},
};

static const struct sort building_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT b.sort_key, b.id, b.name FROM building b"
		  " JOIN estate e ON e.home_id = b.home_id"
		  " WHERE b.home_id = $5 AND b.deleted_at IS NULL AND e.deleted_at IS NULL",
		  "b.sort_key", "b.id")},
	{0},
};
static const struct sort house_sorts[] = {
	{"name", F_TEXT,
	 PAGE_SQL("SELECT h.sort_key, h.id, h.label AS name FROM house h"
		  " JOIN estate e ON e.home_id = h.home_id"
		  " WHERE h.home_id = $5 AND h.building_id = $6 AND h.deleted_at IS NULL"
		  " AND e.deleted_at IS NULL",
		  "h.sort_key", "h.id")},
	{0},
};

static err building_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, building_sorts, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p),
				      i64(request_id(rq, "estate"))),
			      NONE);
}

static err house_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, house_sorts, &p);
	return e ? e
		 : reply_page(cx, rq, &p,
			      sql_run(cx, page_query(&p), PAGE_ARGS(&p),
				      i64(request_id(rq, "estate")),
				      i64(request_id(rq, "building"))),
			      NONE);
}

const struct route binding_public_routes[] = {
	{"GET", "/estates/{estate}/buildings", MAY_PUBLIC, SCOPE_PUBLIC, building_list,
	 .out = choosable_fields, .summary = "Buildings of an estate, by name",
	 .flags = ROUTE_LIST},
	{"GET", "/estates/{estate}/buildings/{building}/houses", MAY_PUBLIC, SCOPE_PUBLIC,
	 house_list, .out = choosable_fields, .summary = "Houses of a building, by name",
	 .flags = ROUTE_LIST},
	{0},
};
