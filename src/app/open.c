/* Opening and closing what every command stands on: keys, store, schema, node. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "account/setting.h"
#include "app/app.h"
#include "app/tables.h"
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "base/secret.h"
#include "policy/live.h"
#include "policy/recount.h"
#include "registry/subjects.h"

/* Nobody is to wait longer than two seconds for an answer: as long again as for the writer may pass on
 * the way in and out when thousands come at once. */
enum { JOB_MEM = 64 * 1024, N_WRITERS = 8, QUEUE_CAP = 4096, WAIT_CAP_MS = 1000 };

int64_t app_now(const struct app *app)
{
	return clock_now() + atomic_load_explicit(&app->clock_shift_ms, memory_order_relaxed);
}

struct ctx *app_ctx(struct app *app, struct ctx *cx)
{
	*cx = (struct ctx){
		.mem = mem_pool(JOB_MEM),
		.now = app_now(app),
		.keys = app->keys,
		.settings = atomic_load(&app->settings),
		.packs = app->packs,
	};
	return cx;
}

err app_make_folder(struct ctx *cx, const char *path)
{
	if (mkdir(path, 0700) && errno != EEXIST)
		return fail_internal(cx, "folder %s: %s", path, strerror(errno));
	return OK;
}

static err check_entities(struct ctx *cx)
{
	err e = OK;
	for (const struct entity *const *all = app_entities; *all && !e; all++)
		e = entity_check(cx, *all);
	return e;
}

err app_join_facts(struct ctx *cx, mem *parent)
{
	const struct facts *joined;
	err e = facts_join(cx, parent, app_facts, &joined);
	if (e == OK)
		facts_set(joined);
	subjects_set(&registry_subjects);
	return e;
}

const char *app_url(struct ctx *cx, const struct options *o)
{
	return o->db ? o->db : mem_format(cx->mem, "sqlite:%s/linli.db", o->data);
}

static err load_settings(struct ctx *cx, void *arg)
{
	struct app *app = arg;
	const struct settings *loaded;
	err e = settings_load(cx, app->snapshots, &loaded);
	if (e == OK)
		atomic_store(&app->settings, loaded);
	return e;
}

void app_reload_settings(struct app *app)
{
	struct ctx cx;
	app_ctx(app, &cx);
	if (store_read(app->store, &cx, load_settings, app))
		log_event(LOG_ERROR, "settings.not_loaded", {"error", str(cx.failure.internal)});
	mem_free(cx.mem);
}

err app_open(struct ctx *cx, mem *parent, struct app *app)
{
	const struct options *o = app->options;
	struct store_settings settings = {
		.url = app_url(cx, o),
		.n_writers = N_WRITERS,
		.queue_cap = QUEUE_CAP,
		.wait_cap_ms = WAIT_CAP_MS,
	};
	const char *keys = o->keys ? o->keys : mem_format(cx->mem, "%s/keys", o->data);
	int node;
	err e = check_entities(cx);
	if (e || (e = app_join_facts(cx, parent)) || (e = app_make_folder(cx, o->data)) ||
	    (e = keyring_open(cx, parent, keys, true, &app->keys)) ||
	    (e = store_open(cx, &settings, &app->store)))
		return e;
	cx->keys = app->keys;
	if ((e = store_migrate(app->store, cx)) || (e = store_lease_node(app->store, cx, &node)))
		return e;
	id_set_node(node);
	app->instance = id_new();
	app->snapshots = mem_child(parent);
	app->packs = live_holder_new(parent);
	app->recount = recount_new(parent);
	cx->packs = app->packs;
	pthread_mutex_init(&app->measuring, NULL);
	return store_read(app->store, cx, load_settings, app);
}

void app_close(struct app *app)
{
	if (app->store)
		store_close(app->store);
	app->store = NULL;
	facts_set(NULL);
}

err app_router(struct ctx *cx, mem *parent, bool is_test, struct router **ret)
{
	struct route_mount *mounts = NULL;
	size_t n = 0;
	for (const struct route_mount *m = app_mounts; m->prefix; m++) {
		bool is_for_tests = m->routes->flags & ROUTE_TEST;
		if (is_for_tests && !is_test)
			continue;
		mounts = mem_grow(cx->mem, mounts, n + 2);
		mounts[n++] = *m;
		mounts[n] = (struct route_mount){0};
	}
	return router_new(cx, parent, mounts, ret);
}
