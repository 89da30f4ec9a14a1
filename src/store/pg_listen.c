/* PostgreSQL: notes between processes, NOTIFY and LISTEN on one channel of the server; ours stands
 * on the first line of the payload. */
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "store/pg_priv.h"

struct listener {
	struct store *store;
	PGconn *pg; /* NULL: lost */
	int stop;   /* an eventfd: readable when it is time to end */
	pthread_t thread;
};

enum { RECONNECT_MS = 1000 };

err pg_notify(struct ctx *cx, struct conn *c, const char *channel, const char *payload)
{
	(void)c; /* cx's own */
	return sql_exec(cx, "SELECT pg_notify('linli', $1)",
			str(mem_format(cx->mem, "%s\n%s", channel, payload)));
}

static err subscribe(struct ctx *cx, struct listener *l)
{
	err e = pg_connect(cx, l->store->url, &l->pg);
	if (e)
		return e;
	PGresult *r = PQexec(l->pg, "LISTEN linli");
	bool is_heard = PQresultStatus(r) == PGRES_COMMAND_OK;
	PQclear(r);
	if (is_heard)
		return OK;
	e = store_busy(cx, "LISTEN: %s", PQerrorMessage(l->pg));
	PQfinish(l->pg);
	l->pg = NULL;
	return e;
}

static void deliver(struct listener *l)
{
	for (PGnotify *n; (n = PQnotifies(l->pg)); PQfreemem(n)) {
		char *end = strchr(n->extra, '\n');
		if (!end)
			continue; /* not one of ours */
		*end = '\0';
		store_hear(l->store, n->extra, end + 1);
	}
}

/* Tries again; what was sent meanwhile is lost, and who listens is told so. */
static void resubscribe(struct listener *l)
{
	struct ctx cx = {.mem = mem_child(NULL)};
	if (subscribe(&cx, l))
		log_event(LOG_WARN, "store.listen", {"error", str(cx.failure.internal)});
	else
		store_hear(l->store, NULL, NULL);
	mem_free(cx.mem);
}

static void *listen_main(void *arg)
{
	struct listener *l = arg;
	for (;;) {
		struct pollfd p[] = {{.fd = l->stop, .events = POLLIN},
				     {.fd = l->pg ? PQsocket(l->pg) : -1, .events = POLLIN}};
		poll(p, 2, l->pg ? -1 : RECONNECT_MS);
		if (p[0].revents)
			return NULL;
		if (!l->pg) {
			resubscribe(l);
		} else if (PQconsumeInput(l->pg)) {
			deliver(l);
		} else {
			PQfinish(l->pg);
			l->pg = NULL;
		}
	}
}

static void listener_free(struct listener *l)
{
	PQfinish(l->pg);
	close(l->stop);
	mem_free(l);
}

err pg_listen(struct ctx *cx, struct store *s)
{
	struct listener *l = mem_new(NULL, struct listener);
	l->store = s;
	l->stop = eventfd(0, EFD_CLOEXEC);
	err e = subscribe(cx, l);
	if (!e && pthread_create(&l->thread, NULL, listen_main, l))
		e = fail_internal(cx, "the listening thread does not start");
	if (e)
		listener_free(l);
	else
		s->listener = l;
	return e;
}

void pg_unlisten(struct store *s)
{
	struct listener *l = s->listener;
	s->listener = NULL;
	eventfd_write(l->stop, 1);
	pthread_join(l->thread, NULL);
	listener_free(l);
}
