/* SQL, as domain code writes it: a literal beside its use, `$1` parameters, typed values.
 *
 *     struct stmt *q = sql(cx, "SELECT id, name FROM estate WHERE region_id = $1", i64(region));
 *     while (sql_next(q))
 *             json_put_str(j, col_peek(q, 1));
 *     return sql_end(q);
 *
 * Nothing but a literal compiles, so nothing is ever pasted into SQL. Errors are sticky: start,
 * next and the columns do nothing after one, and sql_end() returns it; only field errors, which
 * gather, stop nothing. One text serves SQLite and PostgreSQL; the habits that make that so are in
 * docs/sql.md.
 *
 * A statement belongs to the transaction in `cx->tx` (store.h) and to its thread. It has run up to
 * its first row when sql() returns. What its arguments point at must stay until sql_end().
 */
#ifndef LINLI_STORE_SQL_H
#define LINLI_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/field.h"

struct stmt;

/* A query: only a string literal can become one. In a table: `static const struct query by[] =
 * { SQL("SELECT …"), SQL("SELECT …") };` */
struct query {
	const char *text;
};
#define SQL(literal)          \
	{                     \
		"" literal "" \
	}

#define sql(cx, literal, ...)   sql_start((cx), &(const struct query)SQL(literal), ARGS(__VA_ARGS__))
#define sql_run(cx, query, ...) sql_start((cx), (query), ARGS(__VA_ARGS__))

struct stmt *sql_start(struct ctx *cx, const struct query *query, const struct arg *args);
bool sql_next(struct stmt *q); /* false at the end, and after an error */
err sql_end(struct stmt *q);

/* Columns of the current row, from 0. NULL gives NONE, or a NULL pointer. */
int64_t col_i64(struct stmt *q, int column);
const char *col_str(struct stmt *q, int column);                 /* a copy in cx->mem */
const void *col_blob(struct stmt *q, int column, size_t *ret_n); /* a copy in cx->mem */
/* As col_str() without the copy: good until the next sql_next() or sql_end(). */
const char *col_peek(struct stmt *q, int column);
const void *col_peek_blob(struct stmt *q, int column, size_t *ret_n);
int col_count(struct stmt *q);
const char *col_name(struct stmt *q, int column);

/* A statement run to its end; the number of rows that it changed in *ret_changed if not NULL. */
#define sql_exec(cx, literal, ...) \
	sql_finish((cx), NULL, &(const struct query)SQL(literal), ARGS(__VA_ARGS__))
#define sql_change(cx, ret_changed, literal, ...) \
	sql_finish((cx), (ret_changed), &(const struct query)SQL(literal), ARGS(__VA_ARGS__))
err sql_finish(struct ctx *cx, int64_t *ret_changed, const struct query *query,
	       const struct arg *args);

/* The first column of the first row, or a default; an error is sticky in cx. */
#define sql_int(cx, otherwise, literal, ...) \
	sql_one_int((cx), (otherwise), &(const struct query)SQL(literal), ARGS(__VA_ARGS__))
#define sql_text(cx, otherwise, literal, ...) \
	sql_one_text((cx), (otherwise), &(const struct query)SQL(literal), ARGS(__VA_ARGS__))
int64_t sql_one_int(struct ctx *cx, int64_t otherwise, const struct query *query,
		    const struct arg *args);
const char *sql_one_text(struct ctx *cx, const char *otherwise, const struct query *query,
			 const struct arg *args);

/* Rows by field table. Columns find their field by name; a column without one is an INTERNAL
 * error, so that SQL and table cannot drift apart. PERSONAL texts are sealed and opened here
 * (base/secret.h): in the database they are BLOB. Members without a column are left alone. */
void sql_read(struct stmt *q, const struct field *table, void *obj);

/* Writes the row straight to JSON, without an object between: PERSONAL and MASKED texts masked,
 * SECRET and INTERNAL members and NULLs left out. */
void sql_write_json(struct stmt *q, const struct field *table, struct json *j);

/* The members of `obj` as arguments $1 … $n in the order of the table, PERSONAL ones sealed,
 * followed by `more`. An F_LIST has no column and is not counted. */
const struct arg *sql_args_of(struct ctx *cx, const struct field *table, const void *obj,
			      const struct arg *more);

/* Many rows into one table: COPY on PostgreSQL, one prepared insert on SQLite. `into` is a
 * literal "table(column, …)" with `n` columns.
 *
 *     struct bulk *b = sql_bulk(cx, "import_cell(batch_id, row_no, text)", 3);
 *     for (…)
 *             bulk_row(b, ARGS(i64(batch), i64(row), str(text)));
 *     return bulk_end(b);
 *
 * From sql_bulk() to bulk_end() no other statement may run.
 */
struct bulk;
#define sql_bulk(cx, into, n) bulk_start((cx), &(const struct query)SQL(into), (n))
struct bulk *bulk_start(struct ctx *cx, const struct query *into, int n_columns);
void bulk_row(struct bulk *b, const struct arg *args);
err bulk_end(struct bulk *b);

#endif
