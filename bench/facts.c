/* How long the facts take: of all subjects of each kind, of one estate, of its regions.
 *
 *     bench-facts DATA [DB]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/app.h"
#include "base/date.h"
#include "policy/fact.h"
#include "store/sql.h"
#include "store/store.h"

#define REGIONS(levels)                                                                 \
	SQL("SELECT home_id FROM region WHERE deleted_at IS NULL AND level IN (" levels \
	    ") ORDER BY 1")
#define ORGANISATIONS(kinds)                                                                \
	SQL("SELECT home_id FROM organisation WHERE deleted_at IS NULL AND kind IN (" kinds \
	    ") ORDER BY 1")
static const struct query of_kind[SUBJECT__MAX] = {
	[SUBJECT_AUTHORITY] = REGIONS("3, 4"),
	[SUBJECT_NEW_TOWN] = REGIONS("5"),
	[SUBJECT_SUBDISTRICT] = REGIONS("6, 7"),
	[SUBJECT_COMMUNITY] = REGIONS("8, 9"),
	[SUBJECT_ESTATE] = SQL("SELECT home_id FROM estate WHERE deleted_at IS NULL ORDER BY 1"),
	[SUBJECT_COMPANY] = ORGANISATIONS("3"),
	[SUBJECT_COMMITTEE] = SQL("SELECT id FROM committee WHERE deleted_at IS NULL ORDER BY 1"),
	[SUBJECT_DEPARTMENT] = ORGANISATIONS("1, 2"),
	[SUBJECT_STAFF] = SQL("SELECT id FROM staff WHERE deleted_at IS NULL ORDER BY 1"),
};

static err ids_of(struct ctx *cx, const struct query *query, int64_t **ret, size_t *ret_n)
{
	struct stmt *q = sql_run(cx, query);
	*ret = NULL;
	for (*ret_n = 0; sql_next(q); ++*ret_n) {
		*ret = mem_grow(cx->mem, *ret, *ret_n + 1);
		(*ret)[*ret_n] = col_i64(q, 0);
	}
	return sql_end(q);
}

static int64_t cpu_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

enum { BLOCK = 1000 };

/* In blocks with memory of their own, as whoever evaluates measures does it. */
static err load_blocks(struct ctx *cx, enum subject_kind kind, const int64_t *ids, size_t n)
{
	err e = OK;
	mem *m = cx->mem;
	for (size_t i = 0; i < n && !e; i += BLOCK) {
		struct expr_value *values;
		cx->mem = mem_child(m);
		e = facts_load(cx, facts_all(),
			       &(struct subjects){kind, ids + i, n - i < BLOCK ? n - i : BLOCK},
			       &values);
		mem_free(cx->mem);
	}
	cx->mem = m;
	return e;
}

/* Time that passed, and what this process itself computed: all of it on SQLite. */
static err load(struct ctx *cx, enum subject_kind kind, const int64_t *ids, size_t n)
{
	const struct fact *const *facts;
	size_t n_facts = facts_of(facts_all(), kind, &facts);
	int64_t began = clock_ticks(), cpu = cpu_ns();
	err e = load_blocks(cx, kind, ids, n);
	printf("%-12s %6zu subjects %4zu facts %9.2f ms %9.2f ms cpu\n",
	       choice_of(&subject_kinds, kind)->code, n, n_facts,
	       (double)(clock_ticks() - began) / 1e6, (double)(cpu_ns() - cpu) / 1e6);
	return e;
}

static err load_all(struct ctx *cx, void *arg)
{
	err e = OK;
	(void)arg;
	for (int k = 1; k < SUBJECT__MAX && !e; k++) {
		int64_t *ids;
		size_t n;
		e = ids_of(cx, &of_kind[k], &ids, &n);
		e = e ? e : load(cx, (enum subject_kind)k, ids, n);
	}
	return e;
}

/* The estate with the most houses, and the regions above it. */
static err load_one(struct ctx *cx, void *arg)
{
	static const int64_t levels[] = {3, 6, 8};
	static const enum subject_kind kinds[] = {SUBJECT_AUTHORITY, SUBJECT_SUBDISTRICT,
						  SUBJECT_COMMUNITY};
	int64_t id =
		sql_int(cx, 0,
			"SELECT e.home_id FROM estate e JOIN region r ON r.home_id = e.region_id"
			" WHERE r.level = 8 ORDER BY (SELECT count(*) FROM house h"
			" WHERE h.home_id = e.home_id) DESC LIMIT 1");
	(void)arg;
	err e = load(cx, SUBJECT_ESTATE, &id, 1);
	for (int i = 0; i < 3 && !e; i++) {
		int64_t above = sql_int(cx, 0,
					"SELECT w.ancestor_id FROM estate e JOIN region_within w"
					" ON w.descendant_id = e.region_id JOIN region r ON "
					"r.home_id = w.ancestor_id"
					" WHERE e.home_id = $1 AND r.level BETWEEN $2 AND $2 + 1",
					i64(id), i64(levels[i]));
		e = load(cx, kinds[i], &above, 1);
	}
	return e;
}

int main(int argc, char **argv)
{
	struct options options = {.data = argc > 1 ? argv[1] : "data",
				  .db = argc > 2 ? argv[2] : NULL};
	struct app app = {.options = &options};
	struct ctx cx;
	app_ctx(&app, &cx);
	err e = app_open(&cx, cx.mem, &app);
	for (int i = 0; i < 3 && !e; i++) {
		e = store_read(app.store, &cx, load_all, NULL);
		e = e ? e : store_read(app.store, &cx, load_one, NULL);
	}
	if (e)
		fprintf(stderr, "bench-facts: %s\n",
			cx.failure.internal ? cx.failure.internal : cx.failure.text.en);
	app_close(&app);
	mem_free(cx.mem);
	return e ? EXIT_FAILURE : EXIT_SUCCESS;
}
