/* An import from the command line: the same steps, one after the other. */
#include <string.h>

#include "account/account.h"
#include "base/id.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/import_api_priv.h"
#include "registry/import_work_priv.h"
#include "sheet/cell.h"

struct here {
	const struct import_order *order;
	const struct import_kind *kind;
	const struct job_env *env;
	struct import im;
};

/* ─── in whose name ─── */

static err no_post(struct ctx *cx, const struct import_order *o)
{
	return fail(cx, ERR_DENIED,
		    T("import.no_post", "账号“{1}”没有可以这样导入的岗位",
		      "The account {1} has no post that may import this"),
		    str(o->login));
}

static bool may_here(struct ctx *cx, const struct here *h, const struct actor *a)
{
	const struct import_order *o = h->order;
	return a && actor_may(a, MAY_IMPORT) && actor_may(a, (enum may)h->kind->may) &&
	       (!o->region_id || region_holds(cx, a->reach_id, o->region_id)) &&
	       (!o->estate_id || reach_holds(cx, a->reach_id, REACH_ESTATE, o->estate_id));
}

/* The first post of the account that may do this here. */
static err find_post(struct ctx *cx, struct here *h, int64_t account_id)
{
	int64_t posts[64];
	size_t n = 0;
	struct stmt *q =
		sql(cx, "SELECT id FROM post WHERE account_id = $1 ORDER BY id", i64(account_id));
	while (n < sizeof posts / sizeof *posts && sql_next(q))
		posts[n++] = col_i64(q, 0);
	err e = sql_end(q);
	for (size_t i = 0; i < n && !e; i++) {
		const struct actor *a;
		e = actor_by_post(cx, account_id, posts[i], &a);
		if (e || !may_here(cx, h, a))
			continue;
		cx->account_id = account_id;
		cx->post_id = posts[i];
		h->im.home_id = h->order->estate_id   ? h->order->estate_id
				: h->order->region_id ? h->order->region_id
						      : a->reach_id;
		return OK;
	}
	return e ? e : no_post(cx, h->order);
}

static err find_who(struct ctx *cx, void *arg)
{
	struct here *h = arg;
	struct account *account;
	err e = account_find(cx, account_login_of(cx, h->order->login), &account);
	if (e)
		return e;
	return account && account->state == ACCOUNT_ACTIVE ? find_post(cx, h, account->id)
							   : no_post(cx, h->order);
}

/* ─── the steps ─── */

static err insert(struct ctx *cx, void *arg)
{
	struct here *h = arg;
	const struct import_order *o = h->order;
	const char *slash = strrchr(o->path, '/');
	struct import_file f = {.im = {.home_id = h->im.home_id,
				       .id = id_new(),
				       .account_id = cx->account_id,
				       .post_id = cx->post_id,
				       .kind = h->kind->name,
				       .file_name = slash ? slash + 1 : o->path,
				       .format = "",
				       .region_id = o->region_id,
				       .estate_id = o->estate_id,
				       .state = IMPORT_READING,
				       .made_at = cx->now,
				       .checked_at = NONE,
				       .committed_at = NONE,
				       .undone_at = NONE}};
	h->im = f.im;
	return import_insert(cx, &f);
}

static err keep(struct ctx *cx, void *arg)
{
	return import_keep(cx, &((struct here *)arg)->im);
}

static err load(struct ctx *cx, void *arg)
{
	struct here *h = arg;
	return import_load(cx, h->im.id, &h->im);
}

static err look(struct ctx *cx, void *arg)
{
	struct here *h = arg;
	struct import_out out;
	err e = load(cx, h);
	return e || (e = import_show(cx, &h->im, &out)) ? e : import_check_ready(cx, &out);
}

/* Each step in memory of its own; what failed stays. */
static err run(struct ctx *cx, struct here *h, enum import_state state,
	       err (*step)(struct ctx *, const struct job_env *, struct job *))
{
	struct job job = {.account_id = cx->account_id,
			  .post_id = cx->post_id,
			  .subject_id = h->im.id};
	mem *all = cx->mem;
	h->im.state = state;
	h->im.next_block = 0;
	err e = store_write_now(h->env->store, cx, keep, h);
	while (!e && !job.is_finished) {
		cx->mem = mem_child(all);
		e = step(cx, h->env, &job);
		if (!e)
			mem_free(cx->mem);
		cx->mem = all;
	}
	return e ? e : store_read(h->env->store, cx, load, h);
}

static err report(struct ctx *cx, void *arg)
{
	const struct here *h = arg;
	return import_write_report(cx, h->im.id, false, h->order->report);
}

static err check(struct ctx *cx, struct here *h)
{
	struct store *store = h->env->store;
	err e = store_read(store, cx, look, h);
	if (e || (e = run(cx, h, IMPORT_CHECKING, import_check_step)))
		return e;
	return h->order->report ? store_read(store, cx, report, h) : OK;
}

/* What came to nothing is not left lying among the account's imports. */
static err give_up(struct ctx *cx, struct here *h)
{
	struct failure why = cx->failure;
	ctx_forgive(cx);
	h->im.state = IMPORT_GIVEN_UP;
	if (store_write_now(h->env->store, cx, keep, h))
		return ctx_err(cx);
	cx->failure = why;
	return why.kind;
}

static err read_and_check(struct ctx *cx, struct here *h)
{
	struct store *store = h->env->store;
	err e = import_read_from(cx, store, h->order->path, h->im.id);
	if (!e)
		e = check(cx, h);
	bool is_kept = !e && !h->order->is_dry;
	return is_kept ? OK : give_up(cx, h);
}

err import_here(struct ctx *cx, const struct job_env *env, const struct import_order *o,
		struct import_done *ret)
{
	struct here h = {.order = o, .kind = import_kind_find(o->kind), .env = env};
	if (!h.kind)
		return fail(cx, ERR_INVALID,
			    T("import.kind", "没有这种导入", "there is no such kind of import"));
	err e = store_read(env->store, cx, find_who, &h);
	if (e || (e = store_write_now(env->store, cx, insert, &h)) || (e = read_and_check(cx, &h)))
		return e;
	if (!o->is_dry && h.im.n_new + h.im.n_changed)
		e = run(cx, &h, IMPORT_COMMITTING, import_commit_step);
	*ret = (struct import_done){.id = h.im.id,
				    .n_rows = h.im.n_rows,
				    .n_new = h.im.n_new,
				    .n_changed = h.im.n_changed,
				    .n_same = h.im.n_same,
				    .n_bad = h.im.n_bad,
				    .n_asked = h.im.n_asked,
				    .is_committed = h.im.state == IMPORT_COMMITTED};
	return e;
}

err import_findings(struct ctx *cx, int64_t id, int64_t most, import_say *say, void *arg)
{
	struct stmt *q = sql(cx,
			     "SELECT row_no, column_no, zh, en FROM import_finding"
			     " WHERE import_id = $1 AND level IN ($2, $3) ORDER BY row_no, id"
			     " LIMIT $4",
			     i64(id), i64(LEVEL_WRONG), i64(LEVEL_ASKED), i64(most));
	while (sql_next(q)) {
		char column[CELL_REF_SIZE];
		int64_t column_no = col_i64(q, 1);
		cell_ref((int)column_no, 0, column);
		say(arg, col_i64(q, 0), column_no ? column : NULL,
		    col_peek(q, cx->lang == LANG_EN ? 3 : 2));
	}
	return sql_end(q);
}
