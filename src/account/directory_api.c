/* Who holds which post where, for those who work with them; and what each role may do. */
#include "account/account.h"
#include "account/scope.h"
#include "http/page.h"
#include "place/reach.h"

/* ─── posts within reach ─── */

struct post_row {
	int64_t id, account_id, role, organisation_id;
	const char *name, *title, *organisation, *place, *since, *until;
};
static const struct field post_row_fields[] = {
	{"id", F_ID, 0, AT(post_row, id), L("标识", "Id")},
	{"account_id", F_ID, 0, AT(post_row, account_id), L("账号标识", "Account id")},
	{"name", F_TEXT, 0, AT(post_row, name), L("姓名", "Name")},
	{"title", F_TEXT, 0, AT(post_row, title), L("岗位", "Post")},
	{"role", F_ENUM, 0, AT(post_row, role), L("角色", "Role"), .of = &roles},
	{"organisation_id", F_ID, 0, AT(post_row, organisation_id),
	 L("单位标识", "Organisation id")},
	{"organisation", F_TEXT, 0, AT(post_row, organisation), L("单位", "Organisation")},
	{"place", F_TEXT, 0, AT(post_row, place), L("管理范围", "Reach")},
	{"since", F_DATE, 0, AT(post_row, since), L("开始日期", "Since")},
	{"until", F_DATE, 0, AT(post_row, until), L("结束日期", "Until")},
	{0},
};

/* From the places in reach to the posts over them: residents' posts, which are many, lie over
 * people and are never met. $5 the reach, $6 today, $7 role, $8 pattern, $9 organisation. */
#define PLACES                                                                                  \
	"(SELECT w.descendant_id AS id, r.name AS name FROM region_within w"                    \
	" JOIN region r ON r.home_id = w.descendant_id"                                         \
	" WHERE w.ancestor_id = $5 AND w.until = '9999-12-31'"                                  \
	" UNION SELECT h.thing_id, e.name FROM reach h JOIN estate e ON e.home_id = h.thing_id" \
	" WHERE h.reach_id = $5 AND h.kind = 1 AND h.since <= $6 AND h.until >= $6"             \
	" UNION SELECT h.thing_id, o.name FROM reach h"                                         \
	" JOIN organisation o ON o.home_id = h.thing_id"                                        \
	" WHERE h.reach_id = $5 AND h.kind = 2)"
#define POSTS                                                                                   \
	"SELECT a.name, p.id, p.account_id, p.title, p.role, p.organisation_id,"                \
	" o.name AS organisation, l.name AS place, p.since, p.until FROM " PLACES " l"          \
	" JOIN post p ON p.reach_id = l.id JOIN account a ON a.id = p.account_id"               \
	" LEFT JOIN organisation o ON o.home_id = p.organisation_id"                            \
	" WHERE p.until >= $6 AND a.state <> 3"                                                 \
	" AND (CAST($7 AS BIGINT) IS NULL OR p.role = $7)"                                      \
	" AND (CAST($8 AS TEXT) IS NULL OR replace(lower(a.name), ' ', '') LIKE $8 ESCAPE '\\'" \
	" OR lower(p.title) LIKE $8 ESCAPE '\\')"                                               \
	" AND (CAST($9 AS BIGINT) IS NULL OR p.organisation_id = $9)"

static const struct sort post_sorts[] = {
	{"name", F_TEXT, PAGE_SQL(POSTS, "a.name", "p.id")},
	{0},
};
static const struct param post_query[] = {{"q", F_TEXT, NULL},
					  {"role", F_ENUM, &roles},
					  {"organisation", F_ID, NULL},
					  {0}};

static err post_directory(struct ctx *cx, struct request *rq)
{
	struct page p;
	err e = page_read(cx, rq, post_sorts, &p);
	if (e)
		return e;
	struct stmt *q = sql_run(cx, page_query(&p), PAGE_ARGS(&p), i64(cx->actor->reach_id),
				 str(reach_today(cx)), i64(request_param_int(rq, "role")),
				 str(text_pattern(cx->mem, request_param(rq, "q"))),
				 id_or_none(request_param_id(rq, "organisation")));
	return reply_page(cx, rq, &p, q, NONE);
}

/* ─── roles ─── */

struct may_row {
	const char *code, *label;
};
static const struct field may_row_fields[] = {
	{"code", F_TEXT, 0, AT(may_row, code), L("代码", "Code")},
	{"label", F_TEXT, 0, AT(may_row, label), L("权限", "Permission")},
	{0},
};
static const struct element may_element = {sizeof(struct may_row), may_row_fields};

static const struct choice reach_values[] = {
	{"installation", "全系统", "Installation"},
	{"region", "辖区", "Region"},
	{"organisation", "单位", "Organisation"},
	{"estate", "小区", "Estate"},
	{"person", "人员", "Person"},
};
static const struct choices reaches = CHOICES("reach_of", reach_values);

struct role_row {
	const char *code, *label;
	int64_t reach, is_admin;
	struct list permissions;
};
static const struct field role_row_fields[] = {
	{"code", F_TEXT, 0, AT(role_row, code), L("代码", "Code")},
	{"label", F_TEXT, 0, AT(role_row, label), L("角色", "Role")},
	{"reach", F_ENUM, 0, AT(role_row, reach), L("管理范围", "Reach"), .of = &reaches},
	{"is_admin", F_FLAG, 0, AT(role_row, is_admin),
	 L("与其他岗位互斥", "Excludes all other posts")},
	{"permissions", F_LIST, 0, AT(role_row, permissions), L("权限", "Permissions"),
	 .of = &may_element},
	{0},
};

static const char *label_of(const struct ctx *cx, const struct choice *c)
{
	return cx->lang == LANG_EN ? c->en : c->zh;
}

static struct list permissions_of(struct ctx *cx, enum role role)
{
	struct may_row *rows = mem_array(cx->mem, struct may_row, MAY__MAX);
	size_t n = 0;
	for (int may = MAY_BE_SELF; may < MAY__MAX; may++) {
		const struct choice *c = choice_of(&permissions, may);
		if (role_may(role, (enum may)may))
			rows[n++] = (struct may_row){c->code, label_of(cx, c)};
	}
	return (struct list){rows, n};
}

static err role_list(struct ctx *cx, struct request *rq)
{
	struct role_row *rows = mem_array(cx->mem, struct role_row, ROLE__MAX);
	for (int role = 1; role < ROLE__MAX; role++) {
		const struct choice *c = choice_of(&roles, role);
		rows[role - 1] = (struct role_row){
			.code = c->code,
			.label = label_of(cx, c),
			.reach = role_reach((enum role)role),
			.is_admin = role_is_admin((enum role)role),
			.permissions = permissions_of(cx, (enum role)role),
		};
	}
	return reply_list(cx, rq, rows, sizeof *rows, ROLE__MAX - 1);
}

const struct route directory_routes[] = {
	{"GET", "/posts", MAY_READ_STAFF, SCOPE_REACH, post_directory, .out = post_row_fields,
	 .summary = "Posts over what is in reach, and who holds them",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = post_query},
	{"GET", "/roles", MAY_READ_ACCOUNT, SCOPE_INSTALLATION, role_list, .out = role_row_fields,
	 .summary = "Roles, and what each may do", .flags = ROUTE_LIST},
	{0},
};
