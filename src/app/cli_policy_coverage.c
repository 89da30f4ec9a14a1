/* linli policy coverage: each clause, what carries it, and what it still waits for. */
#include <inttypes.h>
#include <stdio.h>

#include "app/cli_policy.h"
#include "base/decimal.h"
#include "policy/cockpit.h"

static const char *word(const struct policy_call *c, const struct choices *of, int64_t value)
{
	const struct choice *v = choice_of(of, value);
	return c->cx->lang == LANG_EN ? v->en : v->zh;
}

/* ─── clauses ─── */

static void print_carrier(const struct policy_call *c, const struct carrier *it)
{
	printf("    %c %s %s\n", carrier_carries(it) ? '+' : '-', word(c, &carrier_kinds, it->kind),
	       it->id);
}

static void print_clause(const struct policy_call *c, const struct clause *it)
{
	enum lang lang = c->cx->lang;
	printf("%s  %s  [%s]\n", it->id, label_in(it->title, lang),
	       word(c, &carrieds, clause_carried(it)));
	for (size_t i = 0; i < it->n_carriers; i++)
		print_carrier(c, &it->carriers[i]);
	for (size_t i = 0; i < it->n_awaits; i++)
		printf("    - %s: %s\n", word(c, &engines, it->awaits[i].engine),
		       label_in(it->awaits[i].what, lang));
}

/* ─── totals ─── */

struct totals {
	int64_t by_state[CARRIED__MAX], by_kind[CLAUSE_KIND__MAX][CARRIED__MAX];
	int64_t by_carrier[CARRIER__MAX], by_engine[ENGINE__MAX];
};

static void count_clause(struct totals *t, const struct clause *it)
{
	enum carried state = clause_carried(it);
	bool is_carried_by[CARRIER__MAX] = {0}, is_awaited[ENGINE__MAX] = {0};
	t->by_state[state]++;
	t->by_kind[it->kind][state]++;
	for (size_t i = 0; i < it->n_carriers; i++)
		is_carried_by[it->carriers[i].kind] = true;
	for (size_t i = 0; i < it->n_awaits; i++)
		is_awaited[it->awaits[i].engine] = true;
	is_awaited[ENGINE_PUBLISH] |= is_carried_by[CARRIER_DISCLOSURE];
	for (int kind = 1; kind < CARRIER__MAX; kind++)
		t->by_carrier[kind] += is_carried_by[kind];
	for (int engine = 1; engine < ENGINE__MAX; engine++)
		t->by_engine[engine] += is_awaited[engine];
}

/* Tenths of a percent that add up to 100.0: the largest remainders are rounded up. */
static void share_out(const int64_t *counts, int64_t n, int64_t shares[static CARRIED__MAX])
{
	int64_t left = 1000;
	for (int s = 1; s < CARRIED__MAX; s++)
		left -= shares[s] = counts[s] * 1000 / n;
	for (; left > 0; left--) {
		int most = 1;
		for (int s = 2; s < CARRIED__MAX; s++)
			if (counts[s] * 1000 - shares[s] * n >
			    counts[most] * 1000 - shares[most] * n)
				most = s;
		shares[most]++;
	}
}

static void print_states(const struct policy_call *c, const struct totals *t, int64_t n)
{
	int64_t shares[CARRIED__MAX];
	char percent[DECIMAL_SIZE];
	share_out(t->by_state, n, shares);
	for (int s = 1; s < CARRIED__MAX; s++) {
		decimal_format(shares[s], 1, percent);
		printf("  %s\t%" PRId64 "\t%s%%\n", word(c, &carrieds, s), t->by_state[s], percent);
	}
}

static void print_kinds(const struct policy_call *c, const struct totals *t)
{
	for (int kind = 1; kind < CLAUSE_KIND__MAX; kind++) {
		printf("  %s", word(c, &clause_kinds, kind));
		for (int s = 1; s < CARRIED__MAX; s++)
			printf("\t%" PRId64, t->by_kind[kind][s]);
		printf("\n");
	}
}

static void print_counts(const struct policy_call *c, const struct choices *of,
			 const int64_t *counts)
{
	for (int i = 1; i <= of->n; i++)
		printf("  %s\t%" PRId64 "\n", word(c, of, i), counts[i]);
}

static void print_totals(const struct policy_call *c, const struct pack *p)
{
	struct totals t = {0};
	for (size_t i = 0; i < p->n_clauses; i++)
		count_clause(&t, &p->clauses[i]);
	say(c, T("policy.by_state", "\n共 {1} 条，按状态：", "\n{1} clauses by state:"),
	    i64((int64_t)p->n_clauses));
	print_states(c, &t, p->n_clauses ? (int64_t)p->n_clauses : 1);
	say(c, T("policy.by_kind", "按种类（已承载、部分承载、尚未承载、无承载）：",
		 "by kind (carried, partly, not yet, nothing):"));
	print_kinds(c, &t);
	say(c, T("policy.by_carrier", "由什么承载（条款数）：", "clauses by what carries them:"));
	print_counts(c, &carrier_kinds, t.by_carrier);
	say(c, T("policy.by_engine", "还待引擎承载的条款：", "clauses that await an engine:"));
	print_counts(c, &engines, t.by_engine);
}

err policy_coverage(struct policy_call *c)
{
	const struct pack *p;
	const struct part *part = NULL;
	err e = policy_open(c, c->words[0], &p);
	if (e)
		return e;
	for (size_t i = 0; i < p->n_clauses; i++) {
		const struct clause *it = &p->clauses[i];
		if (it->part != part)
			printf("%s%s\n", i ? "\n" : "", label_in(it->part->title, c->cx->lang));
		part = it->part;
		print_clause(c, it);
	}
	print_totals(c, p);
	return OK;
}
