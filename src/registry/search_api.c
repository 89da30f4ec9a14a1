/* One search box: estates and organisations by name, initials, number or address; houses inside
 * the estates that match nothing else are found on their estate's own list. */
#include "account/actor.h"
#include "account/scope.h"
#include "http/request.h"
#include "place/reach.h"
#include "registry/registry_api.h"
#include "store/sql.h"

struct hit {
	int64_t id, home_id;
	const char *kind, *name, *detail;
};
static const struct field hit_fields[] = {
	{"kind", F_TEXT, 0, AT(hit, kind), L("类别", "Kind")},
	{"id", F_ID, 0, AT(hit, id), L("标识", "Id")},
	{"home_id", F_ID, 0, AT(hit, home_id), L("归属", "Home")},
	{"name", F_TEXT, 0, AT(hit, name), L("名称", "Name")},
	{"detail", F_TEXT, 0, AT(hit, detail), L("说明", "Detail")},
	{0},
};
static const struct param search_query[] = {{"q", F_TEXT, NULL}, {0}};

/* Each kind within the actor's reach, at most ten. */
static const struct query kinds[] = {
	SQL("SELECT 'estate' AS kind, e.id, e.home_id, e.name, e.number AS detail FROM reach h"
	    " JOIN search_entry s ON s.home_id = h.thing_id AND s.kind = 'estate' AND s.id = "
	    "h.thing_id"
	    " JOIN estate e ON e.home_id = h.thing_id"
	    " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
	    " AND (s.text LIKE $3 ESCAPE '\\' OR s.initials LIKE $3 ESCAPE '\\')"
	    " ORDER BY e.name, e.id LIMIT 10"),
	SQL("SELECT 'organisation' AS kind, o.id, o.home_id, o.name, o.credit_code AS detail"
	    " FROM search_entry s JOIN organisation o ON o.home_id = s.id"
	    " WHERE s.kind = 'organisation' AND $1 >= 0 AND $2 > ''"
	    " AND (s.text LIKE $3 ESCAPE '\\' OR s.initials LIKE $3 ESCAPE '\\')"
	    " ORDER BY o.name, o.id LIMIT 10"),
	SQL("SELECT 'staff' AS kind, f.id, f.home_id, f.name, f.title AS detail FROM reach h"
	    " JOIN search_entry s ON s.home_id = h.thing_id AND s.kind = 'staff'"
	    " JOIN staff f ON f.home_id = s.home_id AND f.id = s.id"
	    " WHERE h.reach_id = $1 AND h.kind = 1 AND h.since <= $2 AND h.until >= $2"
	    " AND (s.text LIKE $3 ESCAPE '\\' OR s.initials LIKE $3 ESCAPE '\\')"
	    " ORDER BY f.name, f.id LIMIT 10"),
};
enum { KINDS = sizeof kinds / sizeof *kinds, HITS_MAX = 10 * KINDS };

static err search(struct ctx *cx, struct request *rq)
{
	struct hit *hits = mem_array(cx->mem, struct hit, HITS_MAX);
	const char *pattern = text_pattern(cx->mem, request_param(rq, "q"));
	size_t n = 0;
	err e = OK;
	for (int i = 0; pattern && !e && i < KINDS; i++) {
		struct stmt *q = sql_run(cx, &kinds[i], i64(cx->actor->reach_id),
					 str(reach_today(cx)), str(pattern));
		while (n < HITS_MAX && sql_next(q)) {
			fields_clear(hit_fields, &hits[n]);
			sql_read(q, hit_fields, &hits[n++]);
		}
		e = sql_end(q);
	}
	return e ? e : reply_list(cx, rq, hits, sizeof *hits, n);
}

const struct route search_routes[] = {
	{"GET", "/search", MAY_READ_ESTATE, SCOPE_REACH, search, .out = hit_fields,
	 .summary = "Find estates, organisations and staff", .flags = ROUTE_LIST | ROUTE_SLOW,
	 .query = search_query},
	{0},
};
