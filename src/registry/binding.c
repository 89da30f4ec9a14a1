#include "registry/binding.h"

#include <string.h>

#include "account/outbox.h"
#include "audit/audit.h"
#include "base/id.h"
#include "base/secret.h"
#include "place/identifier.h"
#include "place/person.h"
#include "place/reach.h"
#include "registry/binding_code.h"
#include "registry/estate.h"
#include "registry/house.h"
#include "registry/ownership.h"
#include "registry/resident.h"
#include "store/sql.h"

static const struct choice way_values[] = {
	{"register", "实名核对", "By the register"},
	{"code", "绑定码", "By a printed code"},
	{"request", "申请审核", "By request"},
};
const struct choices binding_ways = CHOICES("binding_way", way_values);

static const struct choice state_values[] = {
	{"asked", "待审核", "Asked"},     {"bound", "已绑定", "Bound"},
	{"refused", "未通过", "Refused"}, {"withdrawn", "已撤回", "Withdrawn"},
	{"ended", "已解除", "Ended"},
};
const struct choices binding_states = CHOICES("binding_state", state_values);

enum { ASKED_MOST = 5, NAMESAKES_MOST = 20 };

/* ─── rows ─── */

static err insert(struct ctx *cx, struct binding *b)
{
	b->id = id_new();
	b->at = cx->now;
	return sql_exec(cx,
			"INSERT INTO binding (home_id, id, account_id, house_id, label, way, tie,"
			" state, note, occupancy_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
			" $9, $10, $11)",
			i64(b->home_id), i64(b->id), i64(b->account_id), id_or_none(b->house_id),
			str(b->label), i64(b->way), i64(b->tie), i64(b->state), str(b->note),
			id_or_none(b->occupancy_id), i64(b->at));
}

static int64_t id_of(struct stmt *q, int column)
{
	int64_t id = col_i64(q, column);
	return id == NONE ? 0 : id;
}

err binding_load(struct ctx *cx, int64_t estate_id, int64_t id, struct binding *ret)
{
	struct stmt *q = sql(cx,
			     "SELECT account_id, house_id, label, way, tie, state, note,"
			     " occupancy_id, at, decided_at, reason FROM binding"
			     " WHERE home_id = $1 AND id = $2",
			     i64(estate_id), i64(id));
	bool is_there = sql_next(q);
	if (is_there)
		*ret = (struct binding){
			.home_id = estate_id,
			.id = id,
			.account_id = col_i64(q, 0),
			.house_id = id_of(q, 1),
			.label = col_str(q, 2),
			.way = col_i64(q, 3),
			.tie = col_i64(q, 4),
			.state = col_i64(q, 5),
			.note = col_str(q, 6),
			.occupancy_id = id_of(q, 7),
			.at = col_i64(q, 8),
			.decided_at = col_i64(q, 9),
			.reason = col_str(q, 10),
		};
	err e = sql_end(q);
	return e || is_there ? e : fail_not_found(cx);
}

static err audit(struct ctx *cx, const char *action, const struct binding *b)
{
	return audit_act(cx, &(struct act){.action = action,
					   .home_id = b->home_id,
					   .kind = "binding",
					   .subject_id = b->id});
}

/* ─── who it is, and what ties him to the house ─── */

struct settling {
	struct account *account;
	struct binding *binding; /* house_id and tie as wished; tie and occupancy_id are set */
	int64_t person_id;       /* as chosen; 0: by name and phone */
};

static int64_t tie_of(struct ctx *cx, const struct binding *b, int64_t person_id)
{
	return sql_int(cx, TIE_OTHER,
		       "SELECT min(t.tie) FROM (SELECT 1 AS tie FROM ownership WHERE home_id = $1"
		       " AND house_id = $2 AND person_id = $3 AND until >= $4"
		       " AND deleted_at IS NULL UNION ALL SELECT kind + 1 FROM occupancy"
		       " WHERE home_id = $1 AND house_id = $2 AND person_id = $3 AND until >= $4"
		       " AND deleted_at IS NULL) t",
		       i64(b->home_id), i64(b->house_id), i64(person_id), str(reach_today(cx)));
}

struct namesakes {
	int64_t ids[NAMESAKES_MOST];
	size_t n;
};

/* People with this phone who are called so. */
static err read_namesakes(struct ctx *cx, const char *phone, const char *name,
			  struct namesakes *ret)
{
	unsigned char hash[LOOKUP_HASH_SIZE];
	const char *folded = text_fold(cx->mem, name);
	ret->n = 0;
	secret_hash(cx->keys, "phone", phone, hash);
	struct stmt *q =
		sql(cx,
		    "SELECT p.person_id, p.name FROM person_key k"
		    " JOIN person p ON p.person_id = k.person_id"
		    " WHERE k.kind = 'phone' AND k.hash = $1 AND p.deleted_at IS NULL LIMIT $2",
		    blob(hash, sizeof hash), i64(NAMESAKES_MOST));
	while (sql_next(q))
		if (!strcmp(text_fold(cx->mem, col_peek(q, 1)), folded))
			ret->ids[ret->n++] = col_i64(q, 0);
	return sql_end(q);
}

/* The one of them whom the register knows in the house; 0 if there is none, or more than one. */
static int64_t same_person(struct ctx *cx, const struct settling *s)
{
	const struct account *a = s->account;
	struct namesakes who;
	int64_t found = 0;
	size_t n = 0;
	if (!a->phone || read_namesakes(cx, a->phone, a->name, &who))
		return 0;
	for (size_t i = 0; i < who.n; i++)
		if (who.ids[i] != a->person_id &&
		    house_is_of(cx, s->binding->home_id, s->binding->house_id, who.ids[i])) {
			found = who.ids[i];
			n++;
		}
	return n == 1 && resident_may_become(cx, a, found) ? found : 0;
}

static err move_in(struct ctx *cx, const struct settling *s)
{
	struct binding *b = s->binding;
	struct occupancy o = {
		.rec.home_id = b->home_id,
		.house_id = b->house_id,
		.person_id = s->account->person_id,
		.kind = b->tie - 1,
		.since = reach_today(cx),
	};
	err e = record_create(cx, &occupancy_entity, &o);
	b->occupancy_id = o.rec.id;
	return e;
}

static err settle(struct ctx *cx, struct settling *s)
{
	struct binding *b = s->binding;
	int64_t person = s->person_id ? s->person_id : same_person(cx, s);
	err e = ctx_err(cx);
	if (e || (person && (e = resident_become(cx, s->account, person))))
		return e;
	bool is_known = house_is_of(cx, b->home_id, b->house_id, s->account->person_id);
	if (is_known)
		b->tie = tie_of(cx, b, s->account->person_id);
	if (ctx_err(cx) || is_known)
		return ctx_err(cx);
	if (b->tie != TIE_OWNER)
		return move_in(cx, s);
	fail_field(
		cx, "person_id",
		T("binding.which_owner",
		  "登记中没有姓名、手机号都相符的业主：请指定他是哪位登记业主，或先登记产权",
		  "no registered owner has this name and phone: say which one it is, or register "
		  "the ownership first"));
	return ctx_err(cx);
}

/* ─── by the register ─── */

static bool is_called(struct ctx *cx, const struct person *p, const char *name)
{
	return !strcmp(text_fold(cx->mem, p->name), text_fold(cx->mem, name));
}

/* The owner that a proof names, if the account may become that person; otherwise 0. An organisation's
 * name and code are known to everybody, and prove nothing. */
static err proved_owner(struct ctx *cx, const struct account *a, const struct register_proof *p,
			int64_t *ret)
{
	struct person person;
	bool many;
	*ret = 0;
	err e = person_find(cx, "id_number", identifier_normalise(cx->mem, p->id_number), ret,
			    &many);
	if (e || !*ret || (e = person_load(cx, *ret, &person)))
		return e;
	if (person.id_kind == ID_CREDIT_CODE || !is_called(cx, &person, p->name) ||
	    !resident_may_become(cx, a, *ret))
		*ret = 0;
	return ctx_err(cx);
}

struct houses {
	int64_t *ids;
	size_t n;
};

/* What the person owns in the estate and is not bound to yet; *ret_owns: anything at all. */
static err read_houses(struct ctx *cx, const struct binding *b, int64_t person_id,
		       struct houses *ret, bool *ret_owns)
{
	*ret = (struct houses){0};
	*ret_owns = false;
	struct stmt *q =
		sql(cx,
		    "SELECT o.house_id, (SELECT count(*) FROM binding b WHERE b.account_id = $4"
		    " AND b.home_id = o.home_id AND b.house_id = o.house_id AND b.state = $5)"
		    " FROM ownership o JOIN house h ON h.home_id = o.home_id AND h.id = o.house_id"
		    " JOIN estate e ON e.home_id = o.home_id"
		    " WHERE o.home_id = $1 AND o.person_id = $2 AND o.until >= $3"
		    " AND o.deleted_at IS NULL AND h.deleted_at IS NULL AND e.deleted_at IS NULL"
		    " ORDER BY h.sort_key, o.house_id",
		    i64(b->home_id), i64(person_id), str(reach_today(cx)), i64(b->account_id),
		    i64(BINDING_BOUND));
	while (sql_next(q)) {
		*ret_owns = true;
		if (col_i64(q, 1))
			continue;
		ret->ids = mem_grow(cx->mem, ret->ids, ret->n + 1);
		ret->ids[ret->n++] = col_i64(q, 0);
	}
	return sql_end(q);
}

err binding_by_register(struct ctx *cx, struct account *a, const struct register_proof *p,
			bool *ret_holds)
{
	struct binding b = {.home_id = p->estate_id,
			    .account_id = a->id,
			    .way = BINDING_REGISTER,
			    .tie = TIE_OWNER,
			    .state = BINDING_BOUND};
	struct houses houses;
	int64_t person;
	*ret_holds = false;
	err e = proved_owner(cx, a, p, &person);
	if (e || !person)
		return e;
	e = read_houses(cx, &b, person, &houses, ret_holds);
	if (e || !*ret_holds || (e = resident_become(cx, a, person)))
		return e;
	for (size_t i = 0; i < houses.n && !e; i++) {
		b.house_id = houses.ids[i];
		if ((e = insert(cx, &b)) == OK)
			e = audit(cx, "binding.prove", &b);
	}
	return e;
}

/* ─── by a code ─── */

static err already_yours(struct ctx *cx)
{
	return fail(cx, ERR_CONFLICT,
		    T("binding.yours", "您已绑定这套房屋", "The house is yours already"));
}

err binding_by_code(struct ctx *cx, struct account *a, const char *code, bool *ret_holds)
{
	struct house_code found;
	err e = house_code_find(cx, code, &found);
	*ret_holds = found.id != 0;
	if (e || !found.id)
		return e;
	if (house_is_of(cx, found.home_id, found.house_id, a->person_id))
		return already_yours(cx);
	struct binding b = {.home_id = found.home_id,
			    .account_id = a->id,
			    .house_id = found.house_id,
			    .way = BINDING_CODE,
			    .tie = TIE_MEMBER,
			    .state = BINDING_BOUND};
	if ((e = settle(cx, &(struct settling){.account = a, .binding = &b})) ||
	    (e = house_code_use(cx, &found)) || (e = insert(cx, &b)))
		return e;
	return audit(cx, "binding.prove", &b);
}

/* ─── by request ─── */

static bool has_asked(struct ctx *cx, const struct binding *b)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM binding WHERE account_id = $1 AND home_id = $2 AND state = $5"
		       " AND (house_id = $3 OR label = $4) LIMIT 1",
		       i64(b->account_id), i64(b->home_id), id_or_none(b->house_id), str(b->label),
		       i64(BINDING_ASKED)) == 1;
}

static err check_wish(struct ctx *cx, const struct account *a, const struct binding *b)
{
	if (b->house_id && house_is_of(cx, b->home_id, b->house_id, a->person_id))
		return already_yours(cx);
	if (has_asked(cx, b))
		return fail(cx, ERR_CONFLICT,
			    T("binding.asked", "您已提交过这套房屋的申请，请等待审核",
			      "You have asked for this house; it waits to be decided"));
	if (sql_int(cx, 0, "SELECT count(*) FROM binding WHERE account_id = $1 AND state = $2",
		    i64(a->id), i64(BINDING_ASKED)) >= ASKED_MOST)
		return fail(cx, ERR_CONFLICT,
			    T("binding.many", "待审核的申请最多 {1} 件",
			      "At most {1} requests may wait to be decided"),
			    i64(ASKED_MOST));
	return ctx_err(cx);
}

static err find_house(struct ctx *cx, const struct binding_wish *w, struct binding *b)
{
	struct house h;
	b->house_id = w->house_id;
	if (w->house_id)
		return house_load(cx, w->estate_id, w->house_id, &h);
	b->house_id = sql_int(cx, 0,
			      "SELECT id FROM house WHERE home_id = $1 AND label = $2"
			      " AND deleted_at IS NULL",
			      i64(w->estate_id), str(w->label));
	if (!b->house_id)
		b->label = w->label;
	return ctx_err(cx);
}

err binding_ask(struct ctx *cx, const struct account *a, const struct binding_wish *w)
{
	struct estate estate;
	struct binding b = {.home_id = w->estate_id,
			    .account_id = a->id,
			    .way = BINDING_REQUEST,
			    .tie = w->tie ? w->tie : TIE_MEMBER,
			    .state = BINDING_ASKED,
			    .note = w->note};
	err e = estate_load(cx, w->estate_id, &estate);
	if (e || (e = find_house(cx, w, &b)) || (e = check_wish(cx, a, &b)) || (e = insert(cx, &b)))
		return e;
	return audit(cx, "binding.ask", &b);
}

/* ─── deciding ─── */

static err check_person(struct ctx *cx, const struct account *a, const struct binding *b,
			int64_t person_id)
{
	if (!person_id)
		return OK;
	if (!house_is_of(cx, b->home_id, b->house_id, person_id) ||
	    !resident_may_become(cx, a, person_id))
		fail_field(cx, "person_id",
			   T("binding.person", "他不是这套房屋登记的住户，或已绑定其他账号",
			     "is not registered in this house, or has an account already"));
	return ctx_err(cx);
}

static err check_house(struct ctx *cx, struct binding *b, int64_t house_id)
{
	struct house h;
	if (!b->house_id)
		b->house_id = house_id;
	if (b->house_id)
		return house_load(cx, b->home_id, b->house_id, &h);
	fail_field(cx, "house_id",
		   T("binding.which_house", "申请人只填写了“{1}”，请选择对应的房屋",
		     "the asker only wrote {1}: choose the house"),
		   str(b->label));
	return ctx_err(cx);
}

static err confirm(struct ctx *cx, struct binding *b, struct account *a,
		   const struct binding_decision *d)
{
	err e = check_house(cx, b, d->house_id);
	if (e || (e = check_person(cx, a, b, d->person_id)))
		return e;
	b->state = BINDING_BOUND;
	return settle(cx,
		      &(struct settling){.account = a, .binding = b, .person_id = d->person_id});
}

static err send_word(struct ctx *cx, const struct account *a, const struct binding *b)
{
	struct message m = {
		.key = mem_format(cx->mem, "binding:%lld", (long long)b->id),
		.channel = CHANNEL_SMS,
		.address = a->phone,
		.body = b->state == BINDING_BOUND
				? "【邻里】您申请绑定的房屋已通过审核，请登录查看。"
				: "【邻里】您的房屋绑定申请未通过审核，请登录查看原因。",
	};
	return a->phone ? outbox_put(cx, &m) : OK;
}

static err keep_decision(struct ctx *cx, const struct binding *b)
{
	return sql_exec(cx,
			"UPDATE binding SET state = $3, tie = $4, house_id = $5, occupancy_id = $6,"
			" decided_by = $7, decided_at = $8, reason = $9"
			" WHERE home_id = $1 AND id = $2",
			i64(b->home_id), i64(b->id), i64(b->state), i64(b->tie),
			id_or_none(b->house_id), id_or_none(b->occupancy_id), i64(cx->account_id),
			i64(cx->now), str(b->reason));
}

err binding_decide(struct ctx *cx, struct binding *b, const struct binding_decision *d)
{
	struct account a;
	if (b->state != BINDING_ASKED)
		return fail(cx, ERR_CONFLICT,
			    T("binding.decided", "这件申请已经处理或撤回",
			      "The request is decided already, or was withdrawn"));
	if (!d->is_confirmed && !d->reason) {
		fail_field(cx, "reason",
			   T("binding.reason", "不予通过时须说明原因", "a refusal needs a reason"));
		return ctx_err(cx);
	}
	err e = account_load(cx, b->account_id, &a);
	b->state = BINDING_REFUSED;
	b->reason = d->reason;
	b->decided_at = cx->now;
	if (e || (d->is_confirmed && (e = confirm(cx, b, &a, d))) || (e = keep_decision(cx, b)) ||
	    (e = send_word(cx, &a, b)))
		return e;
	return audit(cx, d->is_confirmed ? "binding.confirm" : "binding.refuse", b);
}

/* ─── ending ─── */

static err set_state(struct ctx *cx, struct binding *b, enum binding_state state)
{
	err e = OK;
	if (b->state == BINDING_BOUND && b->occupancy_id)
		e = resident_move_out(cx, b->home_id, b->occupancy_id);
	b->state = state;
	return e ? e
		 : sql_exec(cx, "UPDATE binding SET state = $3 WHERE home_id = $1 AND id = $2",
			    i64(b->home_id), i64(b->id), i64(state));
}

err binding_withdraw(struct ctx *cx, struct binding *b)
{
	bool is_asked = b->state == BINDING_ASKED;
	if (!is_asked && (b->state != BINDING_BOUND || !b->occupancy_id))
		return fail(cx, ERR_CONFLICT,
			    T("binding.registered",
			      "登记簿上的产权或居住关系不能自行解除，请联系物业或社区更正",
			      "What the register says is not undone here; ask the company or the "
			      "community"));
	err e = set_state(cx, b, is_asked ? BINDING_WITHDRAWN : BINDING_ENDED);
	return e ? e : audit(cx, is_asked ? "binding.withdraw" : "binding.end", b);
}

err binding_end_all(struct ctx *cx, int64_t account_id)
{
	struct binding *all = NULL;
	size_t n = 0;
	struct stmt *q = sql(cx,
			     "SELECT home_id, id, state, occupancy_id FROM binding"
			     " WHERE account_id = $1 AND state IN ($2, $3) ORDER BY id",
			     i64(account_id), i64(BINDING_ASKED), i64(BINDING_BOUND));
	while (sql_next(q)) {
		all = mem_grow(cx->mem, all, n + 1);
		all[n++] = (struct binding){.home_id = col_i64(q, 0),
					    .id = col_i64(q, 1),
					    .state = col_i64(q, 2),
					    .occupancy_id = id_of(q, 3)};
	}
	err e = sql_end(q);
	for (size_t i = 0; i < n && !e; i++)
		e = set_state(cx, &all[i],
			      all[i].state == BINDING_ASKED ? BINDING_WITHDRAWN : BINDING_ENDED);
	return e;
}

err binding_end_of(struct ctx *cx, int64_t estate_id, int64_t occupancy_id)
{
	return sql_exec(cx,
			"UPDATE binding SET state = $3 WHERE home_id = $1 AND occupancy_id = $2"
			" AND state = $4",
			i64(estate_id), i64(occupancy_id), i64(BINDING_ENDED), i64(BINDING_BOUND));
}
