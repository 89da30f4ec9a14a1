/* A typed value on its way into a statement, a message or a log line.
 *
 *     sql(cx, "SELECT name FROM estate WHERE id = $1 AND is_active = $2", i64(id), flag(true));
 *     fail(cx, ERR_CONFLICT, T("estate.taken", "编号 {1} 已被使用", "Number {1} is taken"), str(no));
 *
 * The kind is a pointer so that a bare 5 or "x" where an argument belongs does not compile.
 */
#ifndef LINLI_BASE_ARG_H
#define LINLI_BASE_ARG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An integer or a flag that nobody has recorded: NULL in the database, absent in JSON. */
#define NONE INT64_MIN

struct arg_kind {
	const char *name;
};
extern const struct arg_kind arg_is_null, arg_is_i64, arg_is_str, arg_is_blob, arg_is_i64s;

struct arg {
	const struct arg_kind *kind; /* NULL ends a list */
	union {
		int64_t i;
		const void *p; /* text (NUL-terminated UTF-8), bytes, or int64_t[] */
	};
	size_t n; /* bytes of a blob, members of an array */
};

#define ARGS(...) ((const struct arg[]){__VA_ARGS__ __VA_OPT__(, ){0}})

static inline struct arg none(void)
{
	return (struct arg){.kind = &arg_is_null};
}

/* NONE becomes NULL. */
static inline struct arg i64(int64_t v)
{
	return v == NONE ? none() : (struct arg){.kind = &arg_is_i64, .i = v};
}

/* An id: 0 becomes NULL. */
static inline struct arg id_or_none(int64_t id)
{
	return i64(id ? id : NONE);
}

static inline struct arg flag(bool v)
{
	return (struct arg){.kind = &arg_is_i64, .i = v};
}

/* A NULL pointer becomes NULL. */
static inline struct arg str(const char *v)
{
	return v ? (struct arg){.kind = &arg_is_str, .p = v} : none();
}

static inline struct arg blob(const void *v, size_t n)
{
	return v ? (struct arg){.kind = &arg_is_blob, .p = v, .n = n} : none();
}

/* For `IN (SELECT unnest FROM unnest($1))`. */
static inline struct arg i64s(const int64_t *v, size_t n)
{
	return (struct arg){.kind = &arg_is_i64s, .p = v, .n = n};
}

static inline size_t args_count(const struct arg *args)
{
	size_t n = 0;
	while (args[n].kind)
		n++;
	return n;
}

#endif
