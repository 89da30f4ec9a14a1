/* Memory: talloc contexts, and what to do when the machine has none left.
 *
 * Every allocation hangs on a parent. Above `base` the parent is `cx->mem`, one pool for each
 * request or job, thrown away whole: domain code never frees. Pointers go from short-lived
 * memory to long-lived memory only.
 *
 * None of these return NULL: real exhaustion aborts. What a client could make grow (a body, a
 * result, a reply) is capped before that and answers ERR_TOO_LARGE.
 *
 *     struct estate *e = mem_new(cx->mem, struct estate);
 *     char *title = mem_format(cx->mem, "%s（%s）", e->name, e->number);
 */
#ifndef LINLI_BASE_MEM_H
#define LINLI_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

typedef TALLOC_CTX mem; /* void: any talloc object can be a parent */

/* A zeroed object, or an array of `n` zeroed objects, of `type` under `parent`. */
#define mem_new(parent, type)      ((type *)mem_zeroed((parent), sizeof(type), 1, #type))
#define mem_array(parent, type, n) ((type *)mem_zeroed((parent), sizeof(type), (n), #type))

/* `array` (from mem_array) with room for `n` objects; new objects are not zeroed. */
#define mem_grow(parent, array, n) \
	((typeof(array))mem_resized((parent), (array), sizeof *(array), (n)))

void *mem_zeroed(mem *parent, size_t size, size_t n, const char *type);
void *mem_resized(mem *parent, void *array, size_t size, size_t n);

/* A pool: the first `bytes` are one allocation. Without a parent; free it with mem_free(). */
mem *mem_pool(size_t bytes);
mem *mem_child(mem *parent);
void mem_free(void *m);
/* `run(arg)` when `parent` is freed: gives back what is held as long as that memory. */
void mem_at_end(mem *parent, void (*run)(void *arg), void *arg);

char *mem_str(mem *parent, const char *s);
char *mem_strn(mem *parent, const char *s, size_t n);
void *mem_dup(mem *parent, const void *bytes, size_t n);
char *mem_format(mem *parent, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
