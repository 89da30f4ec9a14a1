/* PostgreSQL: the whole database as one file, by pg_dump and pg_restore. What the URL says reaches
 * them through the environment, where no other user sees it. */
#include "store/pg_priv.h"

/* The parts of the URL as libpq's own variables: PGHOST=…, PGPASSWORD=… */
static err environment_of(struct ctx *cx, const char *url, const char *const **ret,
			  const char **ret_database)
{
	char *message = NULL;
	size_t n = 0;
	PQconninfoOption *options = PQconninfoParse(url, &message);
	if (!options) {
		err e = fail_internal(cx, "database URL: %s", message);
		PQfreemem(message);
		return e;
	}
	for (PQconninfoOption *o = options; o->keyword; o++)
		n++;
	const char **all = mem_array(cx->mem, const char *, n + 1);
	*ret_database = "";
	n = 0;
	for (PQconninfoOption *o = options; o->keyword; o++) {
		if (o->val && o->envvar)
			all[n++] = mem_format(cx->mem, "%s=%s", o->envvar, o->val);
		if (o->val && !strcmp(o->keyword, "dbname"))
			*ret_database = mem_str(cx->mem, o->val);
	}
	PQconninfoFree(options);
	*ret = all;
	return OK;
}

/* A name that can be mistaken for neither an option nor a connection string. */
static const char *database_argument(struct ctx *cx, const char *name)
{
	struct buf b = buf_on(cx->mem);
	buf_puts(&b, "--dbname=dbname='");
	for (; *name; name++) {
		if (*name == '\'' || *name == '\\')
			buf_putc(&b, '\\');
		buf_putc(&b, *name);
	}
	buf_puts(&b, "'");
	return buf_text(&b);
}

err pg_copy_out(struct ctx *cx, struct store *s, const char *path)
{
	const char *const *environment, *database;
	err e = environment_of(cx, s->url, &environment, &database);
	if (e)
		return e;
	const char *const dump[] = {"pg_dump",
				    "--format=custom",
				    "--no-owner",
				    "--no-privileges",
				    "--file",
				    path,
				    database_argument(cx, database),
				    NULL};
	/* Reading all of it, to nowhere, is what shows that it can be read. */
	const char *const verify[] = {"pg_restore", "--file=/dev/null", path, NULL};
	e = spawn_wait(cx, dump, environment);
	return e ? e : spawn_wait(cx, verify, environment);
}

static err refuse_full(struct ctx *cx, const char *url)
{
	PGconn *pg;
	err e = pg_connect(cx, url, &pg);
	if (e)
		return e;
	PGresult *r = PQexec(pg, driver_postgresql.tables.text);
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		e = fail_internal(cx, "%s", PQerrorMessage(pg));
	else if (PQntuples(r))
		e = fail_internal(cx, "the database is not empty: it has a table %s",
				  PQgetvalue(r, 0, 0));
	PQclear(r);
	PQfinish(pg);
	return e;
}

err pg_copy_in(struct ctx *cx, const char *url, const char *path)
{
	const char *const *environment, *database;
	err e = environment_of(cx, url, &environment, &database);
	if (!e)
		e = refuse_full(cx, url);
	if (e)
		return e;
	const char *const restore[] = {"pg_restore",
				       "--exit-on-error",
				       "--single-transaction",
				       "--no-owner",
				       "--no-privileges",
				       database_argument(cx, database),
				       path,
				       NULL};
	return spawn_wait(cx, restore, environment);
}
