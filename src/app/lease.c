#include "app/lease.h"

#include "base/date.h"
#include "base/log.h"
#include "store/sql.h"

struct holding {
	const char *name;
	int64_t holder;
	bool is_ours;
};

static err take(struct ctx *cx, void *arg)
{
	struct holding *h = arg;
	int64_t now = clock_now(); /* leases follow the machine's clock, which no test moves */
	h->is_ours =
		sql_int(cx, 0,
			"INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)"
			" ON CONFLICT (name) DO UPDATE SET holder = $2, until = $3"
			" WHERE lease.holder = $2 OR lease.until < $4 RETURNING holder",
			str(h->name), i64(h->holder), i64(now + LEASE_MS), i64(now)) == h->holder;
	return ctx_err(cx);
}

static err let_go(struct ctx *cx, void *arg)
{
	const struct holding *h = arg;
	return sql_exec(cx, "DELETE FROM lease WHERE name = $1 AND holder = $2", str(h->name),
			i64(h->holder));
}

static struct holding work(struct app *app, const char *name, store_work *run)
{
	struct ctx cx;
	struct holding h = {.name = name, .holder = app->instance};
	app_ctx(app, &cx);
	if (store_write_now(app->store, &cx, run, &h)) {
		h.is_ours = false;
		log_event(LOG_WARN, "lease.failed", {"name", str(name)},
			  {"error", str(cx.failure.internal)});
	}
	mem_free(cx.mem);
	return h;
}

bool lease_hold(struct app *app, const char *name)
{
	return work(app, name, take).is_ours;
}

void lease_release(struct app *app, const char *name)
{
	work(app, name, let_go);
}
