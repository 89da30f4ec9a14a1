/* SQLite: the whole database as one file, out and in. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "store/sqlite_priv.h"

static err open_file(struct ctx *cx, const char *path, sqlite3 **ret)
{
	int code = sqlite3_open_v2(path, ret, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	return code ? sqlite_fail(cx, *ret, path) : OK;
}

/* The first value of a query of ours, as text. */
static err ask(struct ctx *cx, sqlite3 *db, const char *sql, const char **ret)
{
	sqlite3_stmt *q = NULL;
	err e = OK;
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) || sqlite3_step(q) != SQLITE_ROW)
		e = sqlite_fail(cx, db, sql);
	else
		*ret = mem_str(cx->mem, (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	return e;
}

static err check(struct ctx *cx, sqlite3 *db, const char *path)
{
	const char *found = "";
	err e = ask(cx, db, "PRAGMA integrity_check(1)", &found);
	if (!e && strcmp(found, "ok") != 0)
		return fail_internal(cx, "%s is damaged: %s", path, found);
	return e;
}

/* VACUUM INTO reads one snapshot, so that others may write meanwhile. */
static err copy_to(struct ctx *cx, sqlite3 *db, const char *path)
{
	sqlite3_stmt *q = NULL;
	bool is_done = !sqlite3_prepare_v2(db, "VACUUM INTO $1", -1, &q, NULL) &&
		       !sqlite3_bind_text(q, 1, path, -1, SQLITE_STATIC) &&
		       sqlite3_step(q) == SQLITE_DONE;
	err e = is_done ? OK : sqlite_fail(cx, db, path);
	sqlite3_finalize(q);
	return e;
}

err sqlite_copy_out(struct ctx *cx, struct store *s, const char *path)
{
	sqlite3 *db = NULL, *copy = NULL;
	err e = open_file(cx, sqlite_path(s->url), &db);
	if (!e)
		e = copy_to(cx, db, path);
	if (!e)
		e = open_file(cx, path, &copy);
	if (!e)
		e = check(cx, copy, path);
	sqlite3_close(copy);
	sqlite3_close(db);
	return e;
}

/* A file without tables may make room; a log without its file is somebody's data. */
static err make_room(struct ctx *cx, const char *path)
{
	const char *n = "0", *log = mem_format(cx->mem, "%s-wal", path);
	sqlite3 *db = NULL;
	if (access(path, F_OK))
		return access(log, F_OK) ? OK
					 : fail_internal(cx, "%s is there without %s", log, path);
	err e = open_file(cx, path, &db);
	if (!e)
		e = ask(cx, db, "SELECT count(*) FROM sqlite_schema", &n);
	sqlite3_close(db);
	if (!e && strcmp(n, "0") != 0)
		return fail_internal(cx, "%s is not empty", path);
	if (!e && unlink(path))
		return fail_internal(cx, "%s: %s", path, strerror(errno));
	return e;
}

err sqlite_copy_in(struct ctx *cx, const char *url, const char *path)
{
	const char *to = sqlite_path(url), *partial = mem_format(cx->mem, "%s.partial", to);
	sqlite3 *db = NULL;
	err e = make_room(cx, to);
	if (!e)
		e = open_file(cx, path, &db);
	if (!e)
		e = check(cx, db, path);
	unlink(partial);
	if (!e)
		e = file_create(cx, partial);
	if (!e)
		e = copy_to(cx, db, partial);
	sqlite3_close(db);
	if (!e)
		e = file_sync(cx, partial);
	return e ? e : file_publish(cx, partial, to);
}
