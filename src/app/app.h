/* The program: what the rooms are joined to. */
#ifndef LINLI_APP_APP_H
#define LINLI_APP_APP_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/server.h"
#include "store/store.h"

struct pool;
struct job_runner;
struct live_holder;
struct recount;

/* What `linli serve` was told. */
struct options {
	const char *listen; /* ADDR:PORT */
	const char *data;   /* the folder of the database, keys, attachments */
	const char *db;     /* a store URL; NULL: SQLite in `data` */
	const char *keys;   /* the key file; NULL: DATA/keys */
	const char *tls_cert, *tls_key;
	const char *clock; /* of a test: where it begins, an instant; NULL: now */
	bool is_demo, is_test;
};

struct app {
	const struct options *options;
	struct store *store;
	struct server *server;
	struct router *router;
	struct pool *pool;
	const struct keyring *keys;
	const struct static_files *files; /* the web; set with the server */
	int64_t started_at;
	int64_t instance; /* drawn at start: tells this process from others on the database */
	struct job_runner *jobs;
	mem *snapshots;                          /* settings that were in force, oldest first */
	const struct settings *_Atomic settings; /* those in force now */
	struct live_holder *packs;               /* the policy packs in force */
	struct recount *recount;                 /* how far that has come */
	pthread_mutex_t measuring;          /* held by whoever evaluates measures in this process */
	atomic_int_fast64_t clock_shift_ms; /* --test sets the clock */
	atomic_bool is_stopping;
};

/* A context for work that is no request: a job, a command. Its memory hangs on nothing. */
struct ctx *app_ctx(struct app *app, struct ctx *cx);
int64_t app_now(const struct app *app);

/* Every table of the program, joined; entities checked. Fails INTERNAL naming what is wrong. */
err app_router(struct ctx *cx, mem *parent, bool is_test, struct router **ret);

/* The rooms' tables of facts, joined into facts_all(), which is good until `parent` goes or app_close().
 * Fails INTERNAL naming what is wrong. */
err app_join_facts(struct ctx *cx, mem *parent);

/* server_settings.on_request */
void app_dispatch(struct request *rq);

/* The commands of the command line: 0, or the exit status. */
int app_main(int argc, char **argv);

/* Opens store and keys as the options say, brings the schema up to date, leases a node. */
err app_open(struct ctx *cx, mem *parent, struct app *app);
void app_close(struct app *app);
/* Puts the settings of the database in force. Earlier snapshots stay for those who still read them:
 * settings change some times a year, and a snapshot is a few hundred bytes. */
void app_reload_settings(struct app *app);
const char *app_url(struct ctx *cx, const struct options *o);
err app_make_folder(struct ctx *cx, const char *path);
int serve_run(struct app *app);

#endif
