/* SQLite: statements. */
#include <assert.h>
#include <string.h>

#include "store/sqlite_priv.h"

struct sqlite_stmt {
	struct stmt base;
	sqlite3_stmt *handle;
	int n_params;
	int *arg_of;         /* which argument each of SQLite's parameters is */
	struct int8s *int8s; /* what unnest() reads, one for each parameter */
};

static struct sqlite_stmt *own(struct stmt *q)
{
	return (struct sqlite_stmt *)q;
}

static sqlite3 *db_of(struct conn *c)
{
	return ((struct sqlite_conn *)c)->db;
}

/* To SQLite `$3` is a name, numbered by where it first stands; here it is argument 2. */
static void map_params(struct sqlite_stmt *q)
{
	q->n_params = sqlite3_bind_parameter_count(q->handle);
	q->arg_of = mem_array(q, int, (size_t)q->n_params);
	q->int8s = mem_array(q, struct int8s, (size_t)q->n_params);
	for (int i = 0; i < q->n_params; i++) {
		const char *name = sqlite3_bind_parameter_name(q->handle, i + 1);
		assert(name && name[0] == '$');
		int number = (int)strtol(name + 1, NULL, 10);
		assert(number > 0);
		q->arg_of[i] = number - 1;
		q->base.n_args = number > q->base.n_args ? number : q->base.n_args;
	}
}

err sqlite_prepare(struct ctx *cx, struct conn *c, const char *text, const struct arg *args,
		   struct stmt **ret)
{
	(void)args;
	sqlite3_stmt *handle;
	if (sqlite3_prepare_v3(db_of(c), text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL))
		return sqlite_fail(cx, db_of(c), text);
	struct sqlite_stmt *q = mem_new(c, struct sqlite_stmt);
	q->handle = handle;
	q->base.n_columns = sqlite3_column_count(handle);
	map_params(q);
	*ret = &q->base;
	return OK;
}

bool sqlite_suits(const struct stmt *q, const struct arg *args)
{
	(void)q, (void)args;
	return true; /* its parameters have no types */
}

static int bind(struct sqlite_stmt *q, int i, const struct arg *a)
{
	sqlite3_stmt *h = q->handle;
	if (a->kind == &arg_is_i64)
		return sqlite3_bind_int64(h, i + 1, a->i);
	if (a->kind == &arg_is_str)
		return sqlite3_bind_text(h, i + 1, a->p, -1, SQLITE_STATIC);
	if (a->kind == &arg_is_null)
		return sqlite3_bind_null(h, i + 1);
	if (a->kind == &arg_is_blob)
		return sqlite3_bind_blob64(h, i + 1, a->p, a->n, SQLITE_STATIC);
	q->int8s[i] = (struct int8s){a->p, a->n};
	return sqlite3_bind_pointer(h, i + 1, &q->int8s[i], SQLITE_INT8S, NULL);
}

err sqlite_step(struct stmt *q)
{
	int code = sqlite3_step(own(q)->handle);
	sqlite3 *db = db_of(q->conn);
	q->has_row = code == SQLITE_ROW;
	if (code == SQLITE_DONE && !sqlite3_stmt_readonly(own(q)->handle))
		q->n_changed = sqlite3_changes64(db);
	return q->has_row || code == SQLITE_DONE ? OK : sqlite_fail(q->cx, db, q->text);
}

err sqlite_start(struct stmt *q, const struct arg *args)
{
	struct sqlite_stmt *sq = own(q);
	for (int i = 0; i < sq->n_params; i++)
		if (bind(sq, i, &args[sq->arg_of[i]]))
			return sqlite_fail(q->cx, db_of(q->conn), q->text);
	return sqlite_step(q);
}

void sqlite_reset(struct stmt *q)
{
	sqlite3_reset(own(q)->handle);
}

void sqlite_discard(struct stmt *q)
{
	sqlite3_finalize(own(q)->handle);
	mem_free(q);
}

/* By its value object: one look at the row, where sqlite3_column_…() would take three. The
 * connection belongs to its thread, so the object is not shared. */
struct arg sqlite_column(struct stmt *q, int column)
{
	sqlite3_value *v = sqlite3_column_value(own(q)->handle, column);
	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		return (struct arg){.kind = &arg_is_i64, .i = sqlite3_value_int64(v)};
	case SQLITE_TEXT:
		return (struct arg){.kind = &arg_is_str,
				    .p = sqlite3_value_text(v),
				    .n = (size_t)sqlite3_value_bytes(v)};
	case SQLITE_BLOB: {
		const void *p = sqlite3_value_blob(v); /* NULL when it is empty */
		return (struct arg){.kind = &arg_is_blob,
				    .p = p ? p : "",
				    .n = (size_t)sqlite3_value_bytes(v)};
	}
	case SQLITE_FLOAT:
		return (struct arg){.kind = &column_is_other};
	default:
		return none();
	}
}

const char *sqlite_column_name(struct stmt *q, int column)
{
	return sqlite3_column_name(own(q)->handle, column);
}
