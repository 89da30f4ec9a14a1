#include "registry/as_of.h"

#include <string.h>

#include "audit/record_api.h"
#include "base/date.h"
#include "base/id.h"
#include "http/page.h"

bool is_as_of(const struct request *rq)
{
	return request_param(rq, "as_of") != NULL;
}

/* ─── what only the list has ─── */

/* Columns that follow from a member of the record: $1 the estate, $2 that member, $3 the day. */
static const struct follower {
	const char *name, *of;
	struct query query;
} followers[] = {
	{"house", "house_id",
	 SQL("SELECT label FROM house WHERE home_id = $1 AND id = $2 AND $3 > ''")},
	{"building", "building_id",
	 SQL("SELECT name FROM building WHERE home_id = $1 AND id = $2 AND $3 > ''")},
	{"space", "space_id",
	 SQL("SELECT name FROM parking_space WHERE home_id = $1 AND id = $2 AND $3 > ''")},
	{"committee", "committee_id",
	 SQL("SELECT name FROM committee WHERE home_id = $1 AND id = $2 AND $3 > ''")},
	{"person", "person_id",
	 SQL("SELECT name FROM person WHERE $1 > 0 AND person_id = $2 AND $3 > ''")},
	{"secretary", "secretary_id",
	 SQL("SELECT name FROM person WHERE $1 > 0 AND person_id = $2 AND $3 > ''")},
	{"organisation", "organisation_id",
	 SQL("SELECT name FROM organisation WHERE $1 > 0 AND home_id = $2 AND $3 > ''")},
	{"owner", "id",
	 SQL("SELECT p.name FROM ownership o JOIN person p ON p.person_id = o.person_id"
	     " WHERE o.home_id = $1 AND o.house_id = $2 AND o.since <= $3 AND o.until >= $3"
	     " AND o.deleted_at IS NULL ORDER BY o.is_representative DESC, o.id LIMIT 1")},
};
static const struct query owner_count =
	SQL("SELECT count(*) FROM ownership WHERE home_id = $1 AND house_id = $2 AND since <= $3"
	    " AND until >= $3 AND deleted_at IS NULL");

struct reading {
	struct ctx *cx;
	const struct entity *entity;
	const struct field *out;
	const char *day;
	int64_t estate_id;
	void *obj, *none;
};

static const struct follower *follower_of(const char *name)
{
	for (size_t i = 0; i < sizeof followers / sizeof *followers; i++)
		if (!strcmp(followers[i].name, name))
			return &followers[i];
	return NULL;
}

static const struct arg *about(const struct reading *r, const char *member)
{
	const struct field *f = field_find(r->entity->fields, member);
	struct arg args[] = {i64(r->estate_id), field_arg(f, r->obj), str(r->day), {0}};
	return args_copy(r->cx->mem, args);
}

static void write_follower(struct reading *r, struct json *j, const struct field *f)
{
	const struct follower *by = follower_of(f->name);
	if (!strcmp(f->name, "owner_count")) {
		json_key(j, f->name);
		json_put_int(j, sql_one_int(r->cx, 0, &owner_count, about(r, "id")));
	}
	const char *text = by ? sql_one_text(r->cx, NULL, &by->query, about(r, by->of)) : NULL;
	if (!text)
		return;
	json_key(j, f->name);
	json_put_str(j, f->flags & MASKED ? mask_text(r->cx->mem, f->mask, text) : text);
}

/* ─── a row ─── */

static void write_member(struct reading *r, struct json *j, const struct field *f)
{
	const struct field *kept = field_find(r->entity->fields, f->name);
	if (!kept) {
		write_follower(r, j, f);
	} else if (!field_equal(kept, r->obj, r->none)) {
		json_key(j, f->name);
		field_write(j, kept, r->obj, false);
	}
}

static void write_row(void *arg, struct stmt *q, struct json *j)
{
	struct reading *r = arg;
	const char *body = col_str(q, 2);
	json_t *object;
	if (ctx_err(r->cx) || json_load_text(r->cx, body, strlen(body), &object) ||
	    fields_read(r->cx, r->entity->fields, object, r->obj, READ_STORED))
		return;
	json_open(j, '{');
	for (const struct field *f = r->out; f->name; f++)
		if (!(f->flags & INTERNAL))
			write_member(r, j, f);
	json_close(j, '}');
}

/* ─── the list ─── */

/* A key in quotes stands only for itself in JSON: in a text the quotes would be escaped. */
#define STOOD(home, kind, instant, first, second, third)                                          \
	" FROM version v WHERE v.home_id = " home " AND v.kind = " kind " AND v.at <= " instant   \
	" AND v.body NOT LIKE '%\"deleted_at\":%'"                                                \
	" AND NOT EXISTS (SELECT 1 FROM version w WHERE w.home_id = v.home_id"                    \
	" AND w.kind = v.kind AND w.id = v.id AND w.version > v.version AND w.at <= " instant ")" \
	" AND (CAST(" first " AS TEXT) IS NULL OR v.body LIKE " first " ESCAPE '\\')"             \
	" AND (CAST(" second " AS TEXT) IS NULL OR v.body LIKE " second " ESCAPE '\\')"           \
	" AND (CAST(" third " AS TEXT) IS NULL OR v.body LIKE " third " ESCAPE '\\')"

static const struct sort sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID("SELECT v.id, v.id, v.body" STOOD("$5", "$6", "$7", "$8", "$9", "$10"),
			"v.id")},
	{0},
};

enum { FILTERS = 3 }; /* by id or choice; no list has more */

/* {"house_id":"…"} for ?house=…, {"kind":"tenant"} for ?kind=tenant. */
static const char *filter_of(struct ctx *cx, const struct request *rq, const struct entity *e,
			     const struct param *p)
{
	const char *value = request_param(rq, p->name);
	char id[ID_SIZE];
	const char *name =
		field_find(e->fields, p->name) ? p->name : mem_format(cx->mem, "%s_id", p->name);
	if (!value || !field_find(e->fields, name))
		return NULL;
	if (p->type == F_ID)
		id_format(request_param_id(rq, p->name), id);
	return text_pattern(cx->mem, mem_format(cx->mem, "\"%s\":\"%s\"", name,
						p->type == F_ID ? id : value));
}

static err check(struct ctx *cx, const struct request *rq)
{
	static const char *const others[] = {"q", "removed"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (request_param(rq, others[i]))
			fail_field(cx, others[i],
				   T("as_of.filter", "查看过去的状态时不能使用",
				     "cannot be asked for together with as_of"));
	if (rq->sink)
		fail_field(cx, "as_of",
			   T("as_of.export", "过去的状态不能导出", "is not for exports"));
	return ctx_err(cx);
}

/* What the statements ask for, beyond the page. */
struct asked {
	struct arg home, kind, until, by[FILTERS];
};

static struct asked asked_of(struct ctx *cx, const struct request *rq, const struct entity *e)
{
	struct asked a = {
		.home = i64(record_home(rq)),
		.kind = str(e->kind),
		.until = i64(date_to_instant(request_param(rq, "as_of")) + DAY_MS - 1),
		.by = {str(NULL), str(NULL), str(NULL)},
	};
	size_t n = 0;
	for (const struct param *p = rq->route->query; p->name; p++)
		if (p->type == F_ID || p->type == F_ENUM)
			a.by[n++] = str(filter_of(cx, rq, e, p));
	return a;
}

static int64_t count(struct ctx *cx, const struct asked *a)
{
	return sql_int(cx, 0,
		       "SELECT count(*) FROM (SELECT 1" STOOD("$1", "$2", "$3", "$4", "$5",
							      "$6") " LIMIT " PAGE_COUNT ") x",
		       a->home, a->kind, a->until, a->by[0], a->by[1], a->by[2]);
}

err as_of_list(struct ctx *cx, struct request *rq, const struct entity *e)
{
	struct page p;
	struct reading r = {
		.cx = cx,
		.entity = e,
		.out = rq->route->out,
		.day = request_param(rq, "as_of"),
		.estate_id = record_home(rq),
		.obj = mem_zeroed(cx->mem, e->size, 1, e->kind),
		.none = mem_zeroed(cx->mem, e->size, 1, e->kind),
	};
	err failed = check(cx, rq);
	if (failed || (failed = page_read(cx, rq, sorts, &p)))
		return failed;
	struct asked a = asked_of(cx, rq, e);
	int64_t total = p.wants_total ? count(cx, &a) : NONE;
	fields_clear(e->fields, r.none);
	p.write = write_row;
	p.write_arg = &r;
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), a.home, a.kind, a.until,
				  a.by[0], a.by[1], a.by[2]),
			  total);
}
