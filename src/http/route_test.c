/* Compiling and matching routes; their description. */
#include "test.h"

#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "http/openapi.h"
#include "http/request.h"

static err handle(struct ctx *cx, struct request *rq)
{
	(void)rq;
	return ctx_err(cx);
}

struct building {
	int64_t id, floors, kind, has_lift, built_at;
	const char *name, *signed_on, *password;
	struct list marks, rooms;
};
static const struct choice kind_values[] = {{"tower", "高层", "Tower"}, {"slab", "板楼", "Slab"}};
static const struct choices kinds = CHOICES("building.kind", kind_values);
static const struct field mark_fields[] = {{"", F_TEXT, 0, 0, L("标记", "Mark"), 1, 10}, {0}};
static const struct element marks = {sizeof(char *), mark_fields};
struct room {
	const char *number;
};
static const struct field room_fields[] = {
	{"number", F_TEXT, REQUIRED, AT(room, number), L("室号", "Number"), 1, 20},
	{0},
};
static const struct element rooms = {sizeof(struct room), room_fields};
static const struct field building_fields[] = {
	{"id", F_ID, READ_ONLY | REQUIRED, AT(building, id), L("标识", "Id")},
	{"name", F_TEXT, REQUIRED, AT(building, name), L("楼栋", "Building"), 1, 40},
	{"floors", F_INT, 0, AT(building, floors), L("层数", "Floors"), 1, 200, .unit = "层"},
	{"kind", F_ENUM, 0, AT(building, kind), L("类型", "Kind"), .of = &kinds},
	{"has_lift", F_FLAG, 0, AT(building, has_lift), L("电梯", "Lift")},
	{"built_at", F_INSTANT, ON_CREATE, AT(building, built_at), L("建成", "Built")},
	{"signed_on", F_DATE, 0, AT(building, signed_on), L("签约", "Signed")},
	{"password", F_TEXT, SECRET, AT(building, password), L("密码", "Password")},
	{"marks", F_LIST, 0, AT(building, marks), L("标记", "Marks"), 0, 5, &marks},
	{"rooms", F_LIST, 0, AT(building, rooms), L("房间", "Rooms"), .of = &rooms},
	{0},
};
static const struct param filters[] = {{"kind", F_ENUM, &kinds}, {"since", F_DATE, NULL}, {0}};

static const struct route routes[] = {
	{"GET", "/estates", 1, 1, handle, NULL, building_fields, "All", ROUTE_LIST,
	 .query = filters},
	{"POST", "/estates", 2, 2, handle, building_fields, building_fields, "New",
	 ROUTE_IDEMPOTENT, .in_size = sizeof(struct building)},
	{"GET", "/estates/{estate}", 1, 1, handle, NULL, building_fields, "One"},
	{"PATCH", "/estates/{estate}", 1, 1, handle, building_fields, building_fields, "Change",
	 ROUTE_PATCH | ROUTE_MATCH, .in_size = sizeof(struct building)},
	{"GET", "/estates/near", 1, 1, handle, NULL, building_fields, "Near", ROUTE_LIST},
	{"GET", "/estates/near/{region}/on", 1, 1, handle, NULL, NULL, "Map", ROUTE_RAW},
	{"GET", "/estates/{estate}/houses/{house}", 1, 1, handle, NULL, room_fields, "House"},
	{"DELETE", "/estates/{estate}/houses/{house}", 1, 1, handle, NULL, NULL, "Tear down",
	 ROUTE_FRESH},
	{"POST", "/invitations/{token}", 1, 1, handle, NULL, NULL, "Accept"},
	{"POST", "/clock", 1, 1, handle, NULL, NULL, "Set the clock", ROUTE_TEST},
	{"POST", "/files", 1, 1, handle, NULL, NULL, "Upload", ROUTE_UPLOAD},
	{0},
};
static const struct route root_routes[] = {{"GET", "/healthz", 1, 1, handle, NULL, NULL, "Alive",
					    ROUTE_RAW},
					   {0}};
static const struct route_mount mounts[] = {{"/api/v1", routes}, {"", root_routes}, {0}};

static struct router *compile(struct ctx *cx)
{
	struct router *r;
	assert_ok(router_new(cx, cx->mem, mounts, &r));
	return r;
}

/* ─── matching ─── */

TEST(a_path_finds_its_route)
{
	static const struct {
		const char *method, *path, *summary, *first, *second; /* summary NULL: none */
	} cases[] = {
		{"GET", "/api/v1/estates", "All", NULL, NULL},
		{"HEAD", "/api/v1/estates", "All", NULL, NULL},
		{"POST", "/api/v1/estates", "New", NULL, NULL},
		{"GET", "/api/v1/estates/abc", "One", "abc", NULL},
		{"GET", "/api/v1/estates/near", "Near", NULL, NULL},
		{"GET", "/api/v1/estates/near/7/on", "Map", "7", NULL},
		{"GET", "/api/v1/estates/near/houses/9", "House", "near",
		 "9"}, /* not further along near */
		{"GET", "/api/v1/estates/甲/houses/{x}", "House", "甲", "{x}"},
		{"GET", "/healthz", "Alive", NULL, NULL},
		{"GET", "/", NULL, NULL, NULL},
		{"GET", "", NULL, NULL, NULL},
		{"GET", "/api/v1", NULL, NULL, NULL},
		{"GET", "/api/v1/", NULL, NULL, NULL},
		{"GET", "/api/v1/estates/", NULL, NULL, NULL},
		{"GET", "/api/v1/estatess", NULL, NULL, NULL},
		{"GET", "/api/v1/estate", NULL, NULL, NULL},
		{"GET", "/api/v1/estates/a/houses", NULL, NULL, NULL},
		{"GET", "/api/v1/estates/a/houses/b/c", NULL, NULL, NULL},
		{"GET", "estates", NULL, NULL, NULL},
	};
	struct ctx *cx = test_ctx();
	const struct router *r = compile(cx);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct route_match m = router_match(r, cx->mem, cases[i].method, cases[i].path);
		if (!cases[i].summary) {
			assert_null(m.route);
			assert_false(m.is_other_method);
			continue;
		}
		assert_non_null(m.route);
		assert_string_equal(m.route->summary, cases[i].summary);
		if (cases[i].first)
			assert_string_equal(m.params[0], cases[i].first);
		if (cases[i].second)
			assert_string_equal(m.params[1], cases[i].second);
	}
}

TEST(another_method_is_told_what_is_allowed)
{
	struct ctx *cx = test_ctx();
	const struct router *r = compile(cx);
	struct route_match m = router_match(r, cx->mem, "DELETE", "/api/v1/estates/a");
	assert_null(m.route);
	assert_true(m.is_other_method);
	assert_string_equal(m.allow, "GET, HEAD, PATCH, OPTIONS");
	m = router_match(r, cx->mem, "BREW", "/healthz");
	assert_true(m.is_other_method);
	assert_string_equal(m.allow, "GET, HEAD, OPTIONS");
}

TEST(segments_are_read_by_name)
{
	struct ctx *cx = test_ctx();
	struct request rq = {.cx = cx};
	rq.match = router_match(compile(cx), cx->mem, "GET",
				"/api/v1/estates/0000000000007/houses/nonsense");
	rq.route = rq.match.route;
	assert_int_equal(request_id(&rq, "estate"), 7);
	assert_int_equal(request_id(&rq, "house"), 0);
	assert_string_equal(request_segment(&rq, "house"), "nonsense");
	assert_null(request_segment(&rq, "hous"));
	assert_null(request_segment(&rq, "room"));
}

TEST(matching_is_quick)
{
	struct ctx *cx = test_ctx();
	const struct router *r = compile(cx);
	enum { TIMES = 20000 };
	int64_t best = INT64_MAX;
	for (int round = 0; round < 5; round++) {
		mem *m = mem_pool(TIMES * 256);
		int64_t start = clock_ticks();
		for (int i = 0; i < TIMES; i++)
			assert_non_null(
				router_match(r, m, "GET", "/api/v1/estates/0000000000007/houses/9")
					.route);
		int64_t ns = (clock_ticks() - start) / TIMES;
		best = ns < best ? ns : best;
		mem_free(m);
	}
	print_message("a match takes %lld ns\n", (long long)best);
	assert_true(best < 20000); /* a sanitizer's build on a busy machine */
}

/* ─── compiling ─── */

TEST(a_faulty_route_stops_the_start)
{
	static const struct {
		struct route routes[3];
		const char *why;
	} bad[] = {
		{{{"GET", "/a", 0, 1, handle}}, "no permission"},
		{{{"GET", "/a", 1, 0, handle}}, "no scope"},
		{{{"GET", "/a", 1, 1, NULL}}, "no handler"},
		{{{"BREW", "/a", 1, 1, handle}}, "method is unknown"},
		{{{"HEAD", "/a", 1, 1, handle}}, "method is unknown"},
		{{{"GET", "a", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a//b", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a/{b", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a/b}", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a/x{b}", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a/{}", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/a/{B}", 1, 1, handle}}, "not well formed"},
		{{{"GET", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", 1, 1, handle}},
		 "not well formed"},
		{{{"GET", "/a/{b}", 1, 1, handle}, {"GET", "/a/{c}", 1, 1, handle}},
		 "same method and path"},
		{{{"GET", "/a", 1, 1, handle, room_fields, .in_size = 8}}, "takes no body"},
		{{{"POST", "/a", 1, 1, handle, room_fields}}, "in_size"},
		{{{"GET", "/a", 1, 1, handle, .flags = ROUTE_LIST}}, "items"},
		{{{"POST", "/a", 1, 1, handle, room_fields, .in_size = 8, .flags = ROUTE_UPLOAD}},
		 "form"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ctx *cx = test_ctx();
		struct route_mount bad_mounts[] = {{"/api", bad[i].routes}, {0}};
		struct router *r;
		assert_int_equal(router_new(cx, cx->mem, bad_mounts, &r), ERR_INTERNAL);
		assert_non_null(strstr(cx->failure.internal, bad[i].why));
		assert_non_null(strstr(cx->failure.internal, "/api"));
	}
}

/* ─── the query ─── */

TEST(a_query_is_checked_by_its_types)
{
	static const struct param params[] = {
		{"id", F_ID, NULL},       {"n", F_INT, NULL},
		{"is", F_FLAG, NULL},     {"text", F_TEXT, NULL},
		{"on", F_DATE, NULL},     {"at", F_INSTANT, NULL},
		{"kind", F_ENUM, &kinds}, {0},
	};
	static const struct route with_params = {"GET", "/x", 1, 1, handle, .query = params};
	static const struct pair good[] = {
		{"id", "0000000000007"}, {"n", "-5"},
		{"is", "true"},          {"text", "翠苑"},
		{"on", "2026-01-31"},    {"at", "2026-01-31T00:00:00Z"},
		{"kind", "slab"},        {0},
	};
	static const struct pair bad[][3] = {
		{{"id", "7"}},    {{"n", "5.5"}},           {{"n", "1,000"}},
		{{"n", ""}},      {{"is", "yes"}},          {{"on", "2026-02-30"}},
		{{"at", "noon"}}, {{"kind", "高层"}},       {{"kind", ""}},
		{{"size", "20"}}, {{"n", "1"}, {"n", "1"}},
	};
	struct ctx *cx = test_ctx();
	struct request rq = {.cx = cx, .route = &with_params, .query = good};
	assert_ok(request_check_query(cx, &rq));
	assert_int_equal(request_param_id(&rq, "id"), 7);
	assert_int_equal(request_param_int(&rq, "n"), -5);
	assert_int_equal(request_param_int(&rq, "is"), 1);
	assert_int_equal(request_param_int(&rq, "kind"), 2);
	assert_true(request_param_int(&rq, "at") > 0);
	assert_true(request_param_int(&rq, "text") == NONE);
	assert_true(request_param_int(&rq, "absent") == NONE);
	assert_int_equal(request_param_id(&rq, "absent"), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cx = test_ctx();
		rq = (struct request){.cx = cx, .route = &with_params, .query = bad[i]};
		assert_int_equal(request_check_query(cx, &rq), ERR_INVALID);
		assert_string_equal(cx->failure.fields[0].path, bad[i][0].name);
	}
}

/* ─── the description ─── */

static const char *may_name(unsigned may)
{
	return may == 1 ? "anybody" : "staff";
}

static const char *scope_name(unsigned scope)
{
	return scope == 1 ? "public" : "region";
}

static const struct schema_name schema_names[] = {{building_fields, "Building"}, {0}};
static const struct api_about about = {
	"Linli", "0.1.0", schema_names, "session", "X-CSRF-Token", 1, may_name, scope_name,
};

/* The value at a path of keys and indices: "paths|/a|get|parameters|0|name". */
static json_t *at(json_t *doc, const char *path)
{
	char key[200];
	while (doc && *path) {
		size_t n = strcspn(path, "|");
		snprintf(key, sizeof key, "%.*s", (int)n, path);
		doc = json_is_array(doc) ? json_array_get(doc, strtoul(key, NULL, 10))
					 : json_object_get(doc, key);
		path += n + (path[n] == '|');
	}
	return doc;
}

static const char *text_at(json_t *doc, const char *path)
{
	const char *s = json_string_value(at(doc, path));
	return s ? s : "(none)";
}

static json_t *describe(struct ctx *cx)
{
	struct buf b = buf_on(cx->mem);
	json_t *doc;
	openapi_write(compile(cx), &about, &b);
	err e = json_load_text(cx, b.data, b.len, &doc);
	if (e)
		print_error("%.*s\n", (int)b.len, b.data);
	assert_ok(e);
	return doc;
}

TEST(the_description_has_every_route_but_those_of_tests)
{
	struct ctx *cx = test_ctx();
	json_t *doc = describe(cx);
	assert_string_equal(text_at(doc, "openapi"), "3.1.0");
	assert_int_equal(json_object_size(at(doc, "paths")), 8);
	assert_null(at(doc, "paths|/api/v1/clock"));
	assert_string_equal(text_at(doc, "paths|/api/v1/estates|get|operationId"), "getEstates");
	assert_string_equal(
		text_at(doc, "paths|/api/v1/estates/{estate}/houses/{house}|delete|operationId"),
		"deleteEstatesByEstateHousesByHouse");
	assert_string_equal(text_at(doc, "paths|/healthz|get|operationId"), "getHealthz");
	assert_string_equal(text_at(doc, "paths|/api/v1/estates|post|x-permission"), "staff");
	assert_true(json_is_array(at(doc, "paths|/api/v1/estates|get|security")));
	assert_null(at(doc, "paths|/api/v1/estates|post|security"));
}

TEST(the_description_has_parameters_and_bodies)
{
	struct ctx *cx = test_ctx();
	json_t *doc = describe(cx), *get = at(doc, "paths|/api/v1/estates|get");
	assert_string_equal(text_at(get, "parameters|0|name"), "kind");
	assert_string_equal(text_at(get, "parameters|0|schema|enum|1"), "slab");
	assert_string_equal(text_at(get, "parameters|2|name"), "sort");
	assert_int_equal(json_array_size(at(get, "parameters")), 8);
	assert_string_equal(text_at(get, "responses|200|content|application/"
					 "json|schema|properties|items|items|$ref"),
			    "#/components/schemas/Building");
	json_t *post = at(doc, "paths|/api/v1/estates|post");
	assert_string_equal(text_at(post, "parameters|0|name"), "Idempotency-Key");
	assert_string_equal(text_at(post, "requestBody|content|application/json|schema|$ref"),
			    "#/components/schemas/BuildingInput");
	assert_string_equal(text_at(post, "responses|201|headers|ETag|schema|type"), "string");
	json_t *patch = at(doc, "paths|/api/v1/estates/{estate}|patch");
	assert_string_equal(text_at(patch, "parameters|0|schema|pattern"),
			    "^[0-7][0-9a-hjkmnp-tv-z]{12}$");
	assert_string_equal(text_at(patch, "parameters|1|name"), "If-Match");
	assert_string_equal(text_at(patch, "requestBody|content|application/json|schema|$ref"),
			    "#/components/schemas/BuildingPatch");
	assert_null(at(doc, "paths|/api/v1/invitations/{token}|post|parameters|0|schema|pattern"));
	assert_string_equal(text_at(doc, "paths|/api/v1/files|post|requestBody|content|multipart/"
					 "form-data|schema|type"),
			    "object");
	assert_string_equal(text_at(patch, "responses|default|$ref"),
			    "#/components/responses/Problem");
}

TEST(the_description_has_schemas_of_the_field_tables)
{
	struct ctx *cx = test_ctx();
	json_t *all = at(describe(cx), "components|schemas");
	json_t *reply = at(all, "Building|properties"),
	       *input = at(all, "BuildingInput|properties");
	assert_int_equal(json_integer_value(at(reply, "name|maxLength")), 40);
	assert_string_equal(text_at(reply, "name|x-label-zh"), "楼栋");
	assert_string_equal(text_at(reply, "floors|type"), "integer");
	assert_string_equal(text_at(input, "floors|type|1"), "null");
	assert_int_equal(json_integer_value(at(reply, "floors|maximum")), 200);
	assert_string_equal(text_at(reply, "floors|x-unit"), "层");
	assert_string_equal(text_at(reply, "kind|enum|0"), "tower");
	assert_true(json_is_null(at(input, "kind|enum|2")));
	assert_string_equal(text_at(reply, "kind|x-enum-zh|0"), "高层");
	assert_string_equal(text_at(reply, "built_at|format"), "date-time");
	assert_true(json_is_true(at(reply, "id|readOnly")));
	assert_null(at(reply, "password"));
	assert_true(json_is_true(at(input, "password|writeOnly")));
	assert_null(at(input, "id"));
	assert_null(at(all, "BuildingPatch|properties|built_at"));
	assert_string_equal(text_at(reply, "marks|items|type"), "string");
	assert_string_equal(text_at(reply, "rooms|items|$ref"),
			    "#/components/schemas/BuildingRooms");
	assert_string_equal(text_at(input, "rooms|items|$ref"),
			    "#/components/schemas/BuildingRoomsInput");
	assert_string_equal(text_at(all, "BuildingInput|required|0"), "name");
	assert_int_equal(json_array_size(at(all, "BuildingPatch|required")), 0);
	assert_non_null(at(all, "Problem|properties|errors"));
}

TEST(the_description_is_the_same_each_time)
{
	struct ctx *cx = test_ctx();
	struct buf a = buf_on(cx->mem), b = buf_on(cx->mem);
	openapi_write(compile(cx), &about, &a);
	openapi_write(compile(cx), &about, &b);
	assert_string_equal(buf_text(&a), buf_text(&b));
}

TEST(routes_are_listed_with_what_they_ask)
{
	struct ctx *cx = test_ctx();
	struct buf b = buf_on(cx->mem);
	routes_write(compile(cx), &about, &b);
	const char *text = buf_text(&b);
	assert_memory_equal(text, "GET    /api/v1/estates 1:anybody 1:public list\n", 47);
	assert_non_null(strstr(text, "POST   /api/v1/estates 2:staff 2:region idempotent\n"));
	assert_non_null(
		strstr(text, "PATCH  /api/v1/estates/{estate} 1:anybody 1:public match patch\n"));
}
