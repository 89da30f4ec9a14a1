/* Binding to houses over HTTP: as a resident proves or asks it, and as the community decides it. */
#include "registry/binding.h"

#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "account/throttle.h"
#include "audit/audit.h"
#include "http/page.h"
#include "place/reach.h"
#include "registry/consent.h"
#include "registry/registry_api.h"
#include "registry/resident.h"

/* ─── mine ─── */

struct my_binding {
	int64_t id, estate_id, house_id, way, tie, state, at, decided_at;
	const char *estate, *label, *note, *reason;
};
static const struct field my_binding_fields[] = {
	{"id", F_ID, 0, AT(my_binding, id), L("标识", "Id")},
	{"estate_id", F_ID, 0, AT(my_binding, estate_id), L("小区标识", "Estate id")},
	{"estate", F_TEXT, 0, AT(my_binding, estate), L("小区", "Estate")},
	{"house_id", F_ID, 0, AT(my_binding, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(my_binding, label), L("房屋", "House")},
	{"way", F_ENUM, 0, AT(my_binding, way), L("方式", "Way"), .of = &binding_ways},
	{"tie", F_ENUM, 0, AT(my_binding, tie), L("身份", "Tie"), .of = &ties},
	{"state", F_ENUM, 0, AT(my_binding, state), L("状态", "State"), .of = &binding_states},
	{"note", F_TEXT, 0, AT(my_binding, note), L("说明", "Note")},
	{"at", F_INSTANT, 0, AT(my_binding, at), L("提交时间", "At")},
	{"decided_at", F_INSTANT, 0, AT(my_binding, decided_at), L("处理时间", "Decided at")},
	{"reason", F_TEXT, 0, AT(my_binding, reason), L("未通过原因", "Reason")},
	{0},
};

enum { MINE_MOST = 200 };

static err binding_list(struct ctx *cx, struct request *rq)
{
	struct my_binding *rows = NULL;
	size_t n = 0;
	struct stmt *q =
		sql(cx,
		    "SELECT b.id, b.home_id AS estate_id, e.name AS estate, b.house_id,"
		    " coalesce(h.label, b.label) AS label, b.way, b.tie, b.state, b.note, b.at,"
		    " b.decided_at, b.reason FROM binding b"
		    " JOIN estate e ON e.home_id = b.home_id"
		    " LEFT JOIN house h ON h.home_id = b.home_id AND h.id = b.house_id"
		    " WHERE b.account_id = $1 ORDER BY b.id DESC LIMIT $2",
		    i64(cx->account_id), i64(MINE_MOST));
	while (sql_next(q)) {
		rows = mem_grow(cx->mem, rows, n + 1);
		fields_clear(my_binding_fields, &rows[n]);
		sql_read(q, my_binding_fields, &rows[n++]);
	}
	err e = sql_end(q);
	return e ? e : reply_list(cx, rq, rows, sizeof *rows, n);
}

/* ─── binding ─── */

struct binding_in {
	int64_t way, estate_id, house_id, tie;
	const char *name, *id_number, *code, *label, *note;
};
static const struct field binding_in_fields[] = {
	{"way", F_ENUM, REQUIRED, AT(binding_in, way), L("方式", "Way"), .of = &binding_ways},
	{"estate_id", F_ID, 0, AT(binding_in, estate_id), L("小区", "Estate")},
	{"name", F_TEXT, SECRET, AT(binding_in, name), L("姓名", "Name"), 1, 60},
	{"id_number", F_TEXT, SECRET, AT(binding_in, id_number), L("证件号码", "ID number"), 4, 40},
	{"code", F_TEXT, SECRET, AT(binding_in, code), L("绑定码", "Code"), 1, 40},
	{"house_id", F_ID, 0, AT(binding_in, house_id), L("房屋", "House")},
	{"label", F_TEXT, 0, AT(binding_in, label), L("房屋", "House"), 1, 80},
	{"tie", F_ENUM, 0, AT(binding_in, tie), L("身份", "Tie"), .of = &ties},
	{"note", F_TEXT, 0, AT(binding_in, note), L("说明", "Note"), 1, 200},
	{0},
};

/* Guesses: few from an account, and an address may belong to many. */
static const struct throttle by_account = {"binding", 10, 24 * 3600 * 1000};
static const struct throttle by_address = {"binding_address", 60, 24 * 3600 * 1000};

static const char *counter_of(struct ctx *cx)
{
	return mem_format(cx->mem, "%lld", (long long)cx->account_id);
}

static err check_guesses(struct ctx *cx, const struct request *rq)
{
	int64_t wait_s;
	if (throttle_allows(cx, &by_account, counter_of(cx), &wait_s) &&
	    throttle_allows(cx, &by_address, rq->peer, &wait_s))
		return OK;
	return fail(cx, ERR_TOO_MANY,
		    T("binding.wait", "核对失败次数过多，请在 {1} 小时后再试，或提交申请由社区审核",
		      "Too many failed proofs; try again in {1} hours, or ask the community"),
		    i64((wait_s + 3599) / 3600));
}

/* One text for whatever was wrong, so that nothing can be fished for. */
static err refuse(struct ctx *cx, struct request *rq, const char *why)
{
	err e = throttle_count(cx, &by_account, counter_of(cx));
	if (e || (e = throttle_count(cx, &by_address, rq->peer)))
		return e;
	e = audit_act(cx, &(struct act){.action = "binding.prove",
					.kind = "account",
					.subject_id = cx->account_id,
					.detail = mem_format(cx->mem, "{\"refused\":\"%s\"}", why),
					.is_refused = true});
	return e ? e
		 : reply_refused(cx, rq, ERR_DENIED,
				 T("binding.wrong",
				   "未能核对：信息与登记不符、已失效，或该业主已绑定其他账号。"
				   "可改用其他方式，或提交申请由社区审核",
				   "It does not hold: not what is registered, good no more, or an "
				   "account is bound already. Try another way, or ask the "
				   "community"));
}

/* An ID number is sensitive: it is not even compared without its holder's separate consent. */
static err check_consent(struct ctx *cx, const struct account *a)
{
	if (consent_holds(cx, a->id, CONSENT_ID_NUMBER))
		return OK;
	return fail(cx, ERR_CONFLICT,
		    T("consent.id_number", "使用证件号码核对前，需要您的单独同意",
		      "Your ID number is used only with your separate consent"));
}

static err prove(struct ctx *cx, struct request *rq, struct account *a)
{
	const struct binding_in *in = rq->body;
	bool is_code = in->way == BINDING_CODE, holds;
	struct register_proof p = {in->estate_id, in->name, in->id_number};
	err e = is_code ? OK : check_consent(cx, a);
	if (!e)
		e = check_guesses(cx, rq);
	if (!e)
		e = is_code ? binding_by_code(cx, a, in->code, &holds)
			    : binding_by_register(cx, a, &p, &holds);
	if (e)
		return e;
	return holds ? binding_list(cx, rq) : refuse(cx, rq, is_code ? "code" : "register");
}

static err ask(struct ctx *cx, struct request *rq, struct account *a)
{
	const struct binding_in *in = rq->body;
	struct binding_wish w = {.estate_id = in->estate_id,
				 .house_id = in->house_id,
				 .tie = in->tie,
				 .label = in->label,
				 .note = in->note};
	err e = binding_ask(cx, a, &w);
	return e ? e : binding_list(cx, rq);
}

/* What each way needs, and what it does not take. */
static const struct way {
	const char *needs[3], *takes[4];
	err (*run)(struct ctx *cx, struct request *rq, struct account *a);
} ways[] = {
	[BINDING_REGISTER] = {{"estate_id", "name", "id_number"}, {NULL}, prove},
	[BINDING_CODE] = {{"code"}, {NULL}, prove},
	[BINDING_REQUEST] = {{"estate_id"}, {"house_id", "label", "tie", "note"}, ask},
};

static bool is_among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n && names[i]; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static void check_field(struct ctx *cx, const struct way *way, const struct field *f,
			const json_t *given)
{
	bool is_needed = is_among(way->needs, 3, f->name);
	bool is_given = given && !json_is_null(given);
	if (is_needed && !is_given)
		fail_field(cx, f->name, T("field.required", "必填", "is required"));
	if (is_given && !is_needed && !is_among(way->takes, 4, f->name))
		fail_field(cx, f->name,
			   T("binding.not_this_way", "不适用于这种方式", "is not for this way"));
}

static err check_in(struct ctx *cx, const struct request *rq, const struct binding_in *in)
{
	const struct way *way = &ways[in->way];
	for (const struct field *f = binding_in_fields + 1; f->name; f++)
		check_field(cx, way, f, json_object_get(rq->json, f->name));
	if (in->way == BINDING_REQUEST && !in->house_id == !in->label)
		fail_field(cx, "house_id",
			   T("binding.house", "请选择房屋，或填写楼栋室号，二者选一",
			     "choose the house, or write its address: one of the two"));
	return ctx_err(cx);
}

static err binding_post(struct ctx *cx, struct request *rq)
{
	const struct binding_in *in = rq->body;
	struct account a;
	err e = check_in(cx, rq, in);
	if (e || (e = resident_self(cx, &a)))
		return e;
	return ways[in->way].run(cx, rq, &a);
}

/* ─── taking it back ─── */

static err binding_remove(struct ctx *cx, struct request *rq)
{
	int64_t id = request_id(rq, "binding");
	struct binding b;
	int64_t estate =
		sql_int(cx, 0, "SELECT home_id FROM binding WHERE account_id = $1 AND id = $2",
			i64(cx->account_id), i64(id));
	if (!estate)
		return ctx_err(cx) ? ctx_err(cx) : fail_not_found(cx);
	err e = binding_load(cx, estate, id, &b);
	if (e || (e = binding_withdraw(cx, &b)))
		return e;
	return reply_nothing(cx, rq);
}

/* ─── as the community sees it ─── */

struct binding_row {
	int64_t id, estate_id, house_id, way, tie, state, at, decided_at;
	const char *estate, *label, *name, *phone, *note, *decided_by, *reason;
};
static const struct field binding_row_fields[] = {
	{"id", F_ID, 0, AT(binding_row, id), L("标识", "Id")},
	{"estate_id", F_ID, 0, AT(binding_row, estate_id), L("小区标识", "Estate id")},
	{"estate", F_TEXT, 0, AT(binding_row, estate), L("小区", "Estate")},
	{"house_id", F_ID, 0, AT(binding_row, house_id), L("房屋标识", "House id")},
	{"label", F_TEXT, 0, AT(binding_row, label), L("房屋", "House")},
	{"name", F_TEXT, MASKED, AT(binding_row, name), L("申请人", "Asker"), .mask = MASK_NAME},
	{"phone", F_TEXT, PERSONAL, AT(binding_row, phone), L("手机号", "Mobile phone"),
	 .mask = MASK_PHONE},
	{"way", F_ENUM, 0, AT(binding_row, way), L("方式", "Way"), .of = &binding_ways},
	{"tie", F_ENUM, 0, AT(binding_row, tie), L("身份", "Tie"), .of = &ties},
	{"state", F_ENUM, 0, AT(binding_row, state), L("状态", "State"), .of = &binding_states},
	{"note", F_TEXT, 0, AT(binding_row, note), L("说明", "Note")},
	{"at", F_INSTANT, 0, AT(binding_row, at), L("提交时间", "At")},
	{"decided_at", F_INSTANT, 0, AT(binding_row, decided_at), L("处理时间", "Decided at")},
	{"decided_by", F_TEXT, 0, AT(binding_row, decided_by), L("处理人", "Decided by")},
	{"reason", F_TEXT, 0, AT(binding_row, reason), L("未通过原因", "Reason")},
	{0},
};
#define BINDINGS(from)                                                                  \
	"SELECT b.id, b.id, b.home_id AS estate_id, e.name AS estate, b.house_id,"      \
	" coalesce(h.label, b.label) AS label, a.name, a.phone, b.way, b.tie, b.state," \
	" b.note, b.at, b.decided_at, d.name AS decided_by, b.reason FROM " from        \
	" JOIN estate e ON e.home_id = b.home_id JOIN account a ON a.id = b.account_id" \
	" LEFT JOIN account d ON d.id = b.decided_by"                                   \
	" LEFT JOIN house h ON h.home_id = b.home_id AND h.id = b.house_id"
#define IN_STATE(state) " AND (CAST(" state " AS BIGINT) IS NULL OR b.state = " state ")"
static const struct sort binding_sorts[] = {
	{"id", F_ID,
	 PAGE_SQL_BY_ID(BINDINGS("binding b") " WHERE b.home_id = $5" IN_STATE("$6"), "b.id")},
	{0},
};

/* Of all estates within the actor's reach: the queue of who decides for several. */
#define WITHIN "reach x JOIN binding b ON b.home_id = x.thing_id"
#define REACHED(reach, today)                                                \
	" WHERE x.reach_id = " reach " AND x.kind = 1 AND x.since <= " today \
	" AND x.until >= " today
static const struct sort reach_sorts[] = {
	{"id", F_ID, PAGE_SQL_BY_ID(BINDINGS(WITHIN) REACHED("$5", "$6") IN_STATE("$7"), "b.id")},
	{0},
};
static const struct param binding_query[] = {{"state", F_ENUM, &binding_states}, {0}};

static err estate_binding_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct arg estate = i64(request_id(rq, "estate"));
	struct arg state = i64(request_param_int(rq, "state"));
	int64_t total = NONE;
	err e = page_read(cx, rq, binding_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM binding WHERE home_id = $1"
				" AND (CAST($2 AS BIGINT) IS NULL OR state = $2)"
				" LIMIT " PAGE_COUNT ") x",
				estate, state);
	return reply_page(cx, rq, &p, sql_run(cx, page_query(&p), PAGE_ARGS(&p), estate, state),
			  total);
}

static err reach_binding_list(struct ctx *cx, struct request *rq)
{
	struct page p;
	struct arg reach = i64(cx->actor->reach_id), today = str(reach_today(cx));
	struct arg state = i64(request_param_int(rq, "state"));
	int64_t total = NONE;
	err e = page_read(cx, rq, reach_sorts, &p);
	if (e)
		return e;
	if (p.wants_total)
		total = sql_int(cx, 0,
				"SELECT count(*) FROM (SELECT 1 FROM " WITHIN REACHED("$1", "$2")
					IN_STATE("$3") " LIMIT " PAGE_COUNT ") y",
				reach, today, state);
	return reply_page(cx, rq, &p,
			  sql_run(cx, page_query(&p), PAGE_ARGS(&p), reach, today, state), total);
}

struct decision_in {
	int64_t is_confirmed, house_id, person_id;
	const char *reason;
};
static const struct field decision_fields[] = {
	{"is_confirmed", F_FLAG, REQUIRED, AT(decision_in, is_confirmed), L("通过", "Confirmed")},
	{"reason", F_TEXT, 0, AT(decision_in, reason), L("原因", "Reason"), 2, 200},
	{"house_id", F_ID, 0, AT(decision_in, house_id), L("房屋", "House")},
	{"person_id", F_ID, 0, AT(decision_in, person_id), L("登记人员", "Person registered")},
	{0},
};

struct decided {
	int64_t id, house_id, tie, state, decided_at;
	const char *reason;
};
static const struct field decided_fields[] = {
	{"id", F_ID, 0, AT(decided, id), L("标识", "Id")},
	{"house_id", F_ID, 0, AT(decided, house_id), L("房屋标识", "House id")},
	{"tie", F_ENUM, 0, AT(decided, tie), L("身份", "Tie"), .of = &ties},
	{"state", F_ENUM, 0, AT(decided, state), L("状态", "State"), .of = &binding_states},
	{"decided_at", F_INSTANT, 0, AT(decided, decided_at), L("处理时间", "Decided at")},
	{"reason", F_TEXT, 0, AT(decided, reason), L("原因", "Reason")},
	{0},
};

static err decide(struct ctx *cx, struct request *rq)
{
	const struct decision_in *in = rq->body;
	struct binding_decision d = {.is_confirmed = in->is_confirmed == 1,
				     .reason = in->reason,
				     .house_id = in->house_id,
				     .person_id = in->person_id};
	struct binding b;
	err e = binding_load(cx, request_id(rq, "estate"), request_id(rq, "binding"), &b);
	if (e || (e = binding_decide(cx, &b, &d)))
		return e;
	return reply_object(cx, rq,
			    &(struct decided){b.id, b.house_id, b.tie, b.state, b.decided_at,
					      b.reason},
			    NONE);
}

/* ─── who asks, in the clear ─── */

struct reveal_in {
	const char *reason;
};
static const struct field reveal_in_fields[] = {
	{"reason", F_TEXT, REQUIRED, AT(reveal_in, reason), L("查看理由", "Reason"), 4, 200},
	{0},
};

struct asker {
	const char *name, *phone;
};
static const struct field asker_fields[] = {
	{"name", F_TEXT, 0, AT(asker, name), L("姓名", "Name")},
	{"phone", F_TEXT, 0, AT(asker, phone), L("手机号", "Mobile phone")},
	{0},
};

/* Nobody in the estate knows the asker yet, so that the people of the estate do not show him. */
static err asker_reveal(struct ctx *cx, struct request *rq)
{
	const struct reveal_in *in = rq->body;
	struct binding b;
	struct account a;
	err e = binding_load(cx, request_id(rq, "estate"), request_id(rq, "binding"), &b);
	if (e || (e = account_load(cx, b.account_id, &a)))
		return e;
	if (b.state != BINDING_ASKED)
		return fail(cx, ERR_CONFLICT,
			    T("binding.decided", "这件申请已经处理或撤回",
			      "The request is decided already, or was withdrawn"));
	e = people_look(cx, a.person_id, "name,phone", in->reason);
	return e ? e : reply_object(cx, rq, &(struct asker){a.name, a.phone}, NONE);
}

#define BODY(type, fields) .in = fields, .in_size = sizeof(struct type)

const struct route binding_routes[] = {
	{"GET", "/me/bindings", MAY_LIVE_HERE, SCOPE_SELF, binding_list, .out = my_binding_fields,
	 .summary = "My bindings to houses, and what became of my requests", .flags = ROUTE_LIST},
	{"POST", "/me/bindings", MAY_LIVE_HERE, SCOPE_SELF, binding_post, .out = my_binding_fields,
	 .summary = "Bind a house: by the register, by a printed code, by request",
	 .flags = ROUTE_LIST, BODY(binding_in, binding_in_fields)},
	{"DELETE", "/me/bindings/{binding}", MAY_LIVE_HERE, SCOPE_SELF, binding_remove,
	 .summary = "Take a request back, or leave the household"},
	{"GET", "/estates/{estate}/bindings", MAY_CONFIRM_BINDING, SCOPE_ESTATE,
	 estate_binding_list, .out = binding_row_fields,
	 .summary = "Bindings of an estate, and requests to decide", .flags = ROUTE_LIST,
	 .query = binding_query},
	{"GET", "/bindings", MAY_CONFIRM_BINDING, SCOPE_REACH, reach_binding_list,
	 .out = binding_row_fields, .summary = "Bindings of all estates within reach",
	 .flags = ROUTE_LIST | ROUTE_SLOW, .query = binding_query},
	{"POST", "/estates/{estate}/bindings/{binding}/decision", MAY_CONFIRM_BINDING, SCOPE_ESTATE,
	 decide, .out = decided_fields, .summary = "Confirm or refuse a request",
	 BODY(decision_in, decision_fields)},
	{"POST", "/estates/{estate}/bindings/{binding}/reveal", MAY_REVEAL_PERSON, SCOPE_ESTATE,
	 asker_reveal, .out = asker_fields,
	 .summary = "Who asks, in the clear, for a reason that the asker can see",
	 BODY(reveal_in, reveal_in_fields)},
	{0},
};
