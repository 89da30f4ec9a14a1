/* unnest($1) on SQLite: the members of an int8[] as rows of one column, named as PostgreSQL names
 * it. A table-valued function that every connection has, with nothing in the schema. */
#include "store/sqlite_priv.h"

enum { COLUMN_VALUE, COLUMN_ARGUMENT };

struct cursor {
	sqlite3_vtab_cursor base;
	struct int8s list;
	size_t at;
};

static int on_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **ret,
		      char **ret_error)
{
	(void)aux, (void)argc, (void)argv, (void)ret_error;
	int code = sqlite3_declare_vtab(db, "CREATE TABLE x(unnest INTEGER, list HIDDEN)");
	if (code)
		return code;
	*ret = sqlite3_malloc(sizeof **ret);
	if (!*ret)
		return SQLITE_NOMEM;
	**ret = (sqlite3_vtab){0};
	return SQLITE_OK;
}

static int on_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* The only plan: the list is given. */
static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	for (int i = 0; i < info->nConstraint; i++) {
		const struct sqlite3_index_constraint *c = &info->aConstraint[i];
		if (c->iColumn != COLUMN_ARGUMENT || c->op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!c->usable)
			return SQLITE_CONSTRAINT;
		info->aConstraintUsage[i].argvIndex = 1;
		info->aConstraintUsage[i].omit = 1;
		info->estimatedCost = 10;
		info->estimatedRows = 100;
		return SQLITE_OK;
	}
	return SQLITE_CONSTRAINT;
}

static int on_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret)
{
	(void)table;
	struct cursor *c = sqlite3_malloc(sizeof *c);
	if (!c)
		return SQLITE_NOMEM;
	*c = (struct cursor){0};
	*ret = &c->base;
	return SQLITE_OK;
}

static int on_close(sqlite3_vtab_cursor *c)
{
	sqlite3_free(c);
	return SQLITE_OK;
}

static int on_filter(sqlite3_vtab_cursor *cursor, int plan, const char *name, int argc,
		     sqlite3_value **argv)
{
	(void)plan, (void)name, (void)argc;
	struct cursor *c = (struct cursor *)cursor;
	const struct int8s *list = sqlite3_value_pointer(argv[0], SQLITE_INT8S);
	c->list = list ? *list : (struct int8s){0}; /* NULL has no members */
	c->at = 0;
	return SQLITE_OK;
}

static int on_next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int is_eof(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;
	return c->at >= c->list.n;
}

static int on_column(sqlite3_vtab_cursor *cursor, sqlite3_context *result, int column)
{
	struct cursor *c = (struct cursor *)cursor;
	if (column == COLUMN_VALUE)
		sqlite3_result_int64(result, c->list.p[c->at]);
	return SQLITE_OK;
}

static int on_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
	*ret = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xConnect = on_connect,
	.xBestIndex = best_index,
	.xDisconnect = on_disconnect,
	.xOpen = on_open,
	.xClose = on_close,
	.xFilter = on_filter,
	.xNext = on_next,
	.xEof = is_eof,
	.xColumn = on_column,
	.xRowid = on_rowid,
};

err sqlite_add_unnest(struct ctx *cx, sqlite3 *db)
{
	return sqlite3_create_module(db, "unnest", &module, NULL) ? sqlite_fail(cx, db, "unnest")
								  : OK;
}
