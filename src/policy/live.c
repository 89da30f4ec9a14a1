#include "policy/live.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "place/reach.h"
#include "place/region.h"
#include "policy/version.h"
#include "store/sql.h"

/* ─── the stamp ─── */

static int64_t regions_stamp(struct ctx *cx)
{
	enum { FACTOR = 1000003 };
	int64_t n = 0, versions = 0;
	struct stmt *q = sql(cx, "SELECT count(*), CAST(sum(version) AS BIGINT) FROM region"
				 " WHERE deleted_at IS NULL");
	if (sql_next(q)) {
		n = col_i64(q, 0);
		versions = n ? col_i64(q, 1) : 0;
	}
	return sql_end(q) ? 0 : versions * FACTOR + n;
}

int64_t live_stamp(struct ctx *cx)
{
	int64_t last = sql_int(cx, 0, "SELECT max(id) FROM policy_load");
	return regions_stamp(cx) ^ (last == NONE ? 0 : last);
}

/* ─── packs ─── */

struct loading {
	struct live *l;
	struct live_pack *packs;
	const struct pack **read; /* all that were read, bases too */
	size_t n_read;
};

static const struct pack *find_read(void *arg, const char *hash)
{
	const struct loading *w = arg;
	for (size_t i = 0; i < w->n_read; i++)
		if (!strcmp(w->read[i]->hash, hash))
			return w->read[i];
	return NULL;
}

/* The one version that a pack being read may extend: the one it pins. */
struct pinned {
	const struct pack *base;
};

static const struct pack *find_pinned(void *arg, const char *name)
{
	const struct pinned *p = arg;
	return p->base && !strcmp(p->base->name, name) ? p->base : NULL;
}

static void log_unreadable(const struct policy_version *v, const struct findings *f)
{
	const struct finding *first = f->n ? &f->all[0] : NULL;
	log_event(LOG_ERROR, "policy.unreadable", {"pack", str(v->pack)}, {"hash", str(v->hash)},
		  {"file", str(first ? first->file : NULL)}, {"line", i64(first ? first->line : 0)},
		  {"key", str(first ? first->text.key : NULL)});
}

/* Its files in the database are none any more: the other packs stay in force. */
static err skip_broken(struct ctx *cx, const char *hash)
{
	log_event(LOG_ERROR, "policy.broken", {"hash", str(hash)});
	ctx_forgive(cx);
	return OK;
}

/* A version and what it extends; *ret NULL if this program cannot read it. */
static err read_version(struct ctx *cx, struct loading *w, const char *hash,
			const struct pack **ret)
{
	struct policy_version v;
	struct pack_files files;
	struct pinned pinned = {0};
	struct findings wrong = {0};
	if ((*ret = find_read(w, hash)))
		return OK;
	err e = policy_version_load(cx, hash, &v, &files);
	if (e == ERR_NOT_FOUND || e == ERR_MALFORMED)
		return skip_broken(cx, hash);
	if (e || (v.base_hash && (e = read_version(cx, w, v.base_hash, &pinned.base))))
		return e;
	struct pack_env env = {.mem = w->l->mem,
			       .facts = facts_all(),
			       .find = find_pinned,
			       .arg = &pinned};
	if ((e = pack_read(cx, &files, &env, ret, &wrong)))
		return e;
	if (!*ret) {
		log_unreadable(&v, &wrong);
		return OK;
	}
	w->read = mem_grow(cx->mem, w->read, w->n_read + 1);
	w->read[w->n_read++] = *ret;
	return OK;
}

/* ─── their measures ─── */

static int by_kind(const void *a, const void *b)
{
	const struct live_measure *x = a, *y = b;
	if (x->m->subject != y->m->subject)
		return x->m->subject < y->m->subject ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static const char *owner_of(const struct measure *m)
{
	while (m->below)
		m = m->below;
	return m->pack->name;
}

static int64_t number_of(struct ctx *cx, const struct live_pack *p, const struct measure *m)
{
	return sql_int(cx, 0,
		       "SELECT id FROM policy_measure WHERE pack = $1 AND owner = $2 AND code = $3",
		       str(p->pack->name), str(owner_of(m)), str(m->id));
}

static void add_measure(struct ctx *cx, struct live_pack *p, struct live_measure *to,
			const struct measure *m)
{
	to[p->n_measures++] = (struct live_measure){number_of(cx, p, m), m, p};
}

/* Its own, and those of its base as they read this pack's parameters. */
static void add_measures(struct ctx *cx, struct live_pack *p, struct live_measure *to)
{
	const struct pack *own = p->pack, *base = own->base;
	for (size_t i = 0; i < own->n_measures; i++)
		add_measure(cx, p, to, &own->measures[i]);
	for (size_t i = 0; base && i < base->n_measures; i++) {
		const struct measure *m = pack_measure(own, base->measures[i].id);
		if (m && m->below)
			add_measure(cx, p, to, m);
	}
}

static void load_measures(struct ctx *cx, struct loading *w, struct live_pack *p)
{
	size_t n = p->pack->n_measures + (p->pack->base ? p->pack->base->n_measures : 0), at = 0;
	struct live_measure *all = mem_array(w->l->mem, struct live_measure, n + 1);
	add_measures(cx, p, all);
	qsort(all, p->n_measures, sizeof *all, by_kind);
	p->measures = all;
	for (int kind = 1; kind <= SUBJECT__MAX; kind++) {
		p->first[kind] = at;
		while (at < p->n_measures && (int)all[at].m->subject == kind)
			at++;
	}
}

/* ─── their regions ─── */

static enum subject_kind kind_of_level(int64_t level)
{
	static const unsigned char kinds[LEVEL__MAX] = {
		[LEVEL_DISTRICT] = SUBJECT_AUTHORITY, [LEVEL_AUTHORITY] = SUBJECT_AUTHORITY,
		[LEVEL_NEW_TOWN] = SUBJECT_NEW_TOWN,  [LEVEL_SUBDISTRICT] = SUBJECT_SUBDISTRICT,
		[LEVEL_TOWN] = SUBJECT_SUBDISTRICT,   [LEVEL_COMMUNITY] = SUBJECT_COMMUNITY,
		[LEVEL_VILLAGE] = SUBJECT_COMMUNITY,
	};
	return level > 0 && level < LEVEL__MAX ? kinds[level] : 0;
}

static const struct live_region *among(const struct live_pack *p, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (p->regions[i]->id == id)
			return p->regions[i];
	return NULL;
}

static err load_regions(struct ctx *cx, struct loading *w, struct live_pack *p, int64_t root)
{
	struct stmt *q = sql(cx,
			     "SELECT r.id, r.parent_id, r.level, r.name FROM region_within w"
			     " JOIN region r ON r.home_id = w.descendant_id"
			     " WHERE w.ancestor_id = $1 AND w.until = $2 AND r.deleted_at IS NULL"
			     " ORDER BY w.depth, r.id",
			     i64(root), str(STILL));
	while (sql_next(q)) {
		struct live_region *r = mem_new(w->l->mem, struct live_region);
		r->id = col_i64(q, 0);
		r->parent = among(p, p->n_regions, col_i64(q, 1));
		r->level = col_i64(q, 2);
		r->kind = kind_of_level(r->level);
		r->name = mem_str(w->l->mem, col_peek(q, 3));
		r->pack = p;
		p->regions = mem_grow(w->l->mem, p->regions, p->n_regions + 1);
		p->regions[p->n_regions++] = r;
	}
	p->region = p->n_regions ? p->regions[0] : NULL;
	return sql_end(q);
}

static int64_t region_of_key(struct ctx *cx, const char *key)
{
	return sql_int(cx, 0,
		       "SELECT id FROM region WHERE (outside_key = $1 OR division_code = $1)"
		       " AND deleted_at IS NULL ORDER BY id LIMIT 1",
		       str(key));
}

/* ─── the snapshot ─── */

static err add_pack(struct ctx *cx, struct loading *w, const struct pack *pack)
{
	int64_t root = pack->region ? region_of_key(cx, pack->region) : 0;
	if (!root)
		return ctx_err(cx);
	struct live_pack *p = &w->packs[w->l->n_packs];
	p->pack = pack;
	load_measures(cx, w, p);
	err e = load_regions(cx, w, p, root);
	w->l->n_packs += !e && p->n_regions > 0;
	return e;
}

static err load_pack(struct ctx *cx, struct loading *w, const char *hash)
{
	const struct pack *pack;
	err e = read_version(cx, w, hash, &pack);
	return e || !pack ? e : add_pack(cx, w, pack);
}

static int by_region(const void *a, const void *b)
{
	const struct live_region *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* Of a region under two packs, the one under the smaller pack first. */
static int by_region_and_pack(const void *a, const void *b)
{
	const struct live_region *x = a, *y = b;
	int order = by_region(a, b);
	return order ? order
		     : (x->pack->n_regions > y->pack->n_regions) -
			       (x->pack->n_regions < y->pack->n_regions);
}

static size_t keep_first(struct live_region *all, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!kept || all[kept - 1].id != all[i].id)
			all[kept++] = all[i];
	return kept;
}

static int by_measure(const void *a, const void *b)
{
	const struct live_measure *const *x = a, *const *y = b;
	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* A pack keeps the regions that it governs. */
static void keep_own(const struct live *l, struct live_pack *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_regions; i++)
		if (live_region(l, p->regions[i]->id)->pack == p)
			p->regions[n++] = p->regions[i];
	p->n_regions = n;
}

/* What totals are summed over: names and the like may change, these may not. */
static int64_t tree_of(const struct live_pack *p)
{
	enum { FACTOR = 1000003 };
	uint64_t tree = p->n_regions;
	for (size_t i = 0; i < p->n_regions; i++) {
		const struct live_region *r = p->regions[i];
		tree = tree * FACTOR + (uint64_t)r->id;
		tree = tree * FACTOR + (uint64_t)(r->parent ? r->parent->id : 0);
		tree = tree * FACTOR + (uint64_t)r->level;
	}
	return (int64_t)(tree >> 1);
}

/* All regions and measures, in the order in which they are looked up. Where one pack's region lies
 * within another's, the inner one holds. */
static void index_all(struct live *l, struct live_pack *packs)
{
	struct live_region *regions = NULL;
	for (size_t i = 0; i < l->n_packs; i++) {
		const struct live_pack *p = &l->packs[i];
		regions = mem_grow(l->mem, regions, l->n_regions + p->n_regions + 1);
		for (size_t k = 0; k < p->n_regions; k++)
			regions[l->n_regions++] = *p->regions[k];
		l->measures = mem_grow(l->mem, l->measures, l->n_measures + p->n_measures + 1);
		for (size_t k = 0; k < p->n_measures; k++)
			l->measures[l->n_measures++] = &p->measures[k];
	}
	if (regions) {
		qsort(regions, l->n_regions, sizeof *regions, by_region_and_pack);
		l->n_regions = keep_first(regions, l->n_regions);
	}
	if (l->measures)
		qsort(l->measures, l->n_measures, sizeof *l->measures, by_measure);
	l->regions = regions;
	for (size_t i = 0; i < l->n_packs; i++) {
		keep_own(l, &packs[i]);
		packs[i].tree = tree_of(&packs[i]);
	}
}

static struct live *live_new(struct ctx *cx)
{
	mem *m = mem_pool(64 * 1024);
	struct live *l = mem_new(m, struct live);
	l->mem = m;
	l->day = date_to_day(reach_today(cx));
	l->stamp = live_stamp(cx);
	return l;
}

static err finish(struct loading *w, err e, struct live **ret)
{
	struct live *l = w->l;
	if (e) {
		mem_free(l->mem);
		return e;
	}
	index_all(l, w->packs);
	*ret = l;
	return OK;
}

err live_load(struct ctx *cx, struct live **ret)
{
	struct loading w = {.l = live_new(cx)};
	const char *const *hashes;
	size_t n;
	err e = policy_versions_in_force(cx, &hashes, &n);
	w.packs = mem_array(w.l->mem, struct live_pack, n + 1);
	w.l->packs = w.packs;
	for (size_t i = 0; i < n && !e; i++)
		e = load_pack(cx, &w, hashes[i]);
	return finish(&w, e, ret);
}

err live_try(struct ctx *cx, const struct pack *pack, struct live **ret)
{
	struct loading w = {.l = live_new(cx)};
	w.packs = mem_array(w.l->mem, struct live_pack, 1);
	w.l->packs = w.packs;
	return finish(&w, add_pack(cx, &w, pack), ret);
}

void live_free(struct live *l)
{
	if (l)
		mem_free(l->mem);
}

void live_end(void *l)
{
	live_free(l);
}

/* ─── looking up ─── */

const struct live_region *live_region(const struct live *l, int64_t id)
{
	return l && l->n_regions ? bsearch(&(struct live_region){.id = id}, l->regions,
					   l->n_regions, sizeof *l->regions, by_region)
				 : NULL;
}

const struct live_measure *live_measure(const struct live *l, int64_t id)
{
	const struct live_measure key = {.id = id}, *const at = &key;
	const struct live_measure *const *found =
		l->n_measures
			? bsearch(&at, l->measures, l->n_measures, sizeof *l->measures, by_measure)
			: NULL;
	return found ? *found : NULL;
}

const struct live_pack *live_pack(const struct live *l, const char *name)
{
	for (size_t i = 0; i < l->n_packs; i++)
		if (!strcmp(l->packs[i].pack->name, name))
			return &l->packs[i];
	return NULL;
}

const struct live_measure *live_measure_of(const struct live_pack *p, const struct measure *m)
{
	for (size_t i = 0; i < p->n_measures; i++)
		if (p->measures[i].m == m || p->measures[i].m->below == m)
			return &p->measures[i];
	return NULL;
}

/* ─── the snapshot in use ─── */

struct live_holder {
	pthread_mutex_t lock;
	struct live *now; /* held once by the holder itself */
};

struct hold {
	struct live_holder *holder;
	struct live *live;
};

static void let_go(struct live_holder *h, struct live *l)
{
	pthread_mutex_lock(&h->lock);
	bool is_last = l && --l->n_held == 0;
	pthread_mutex_unlock(&h->lock);
	if (is_last)
		live_free(l);
}

static void end_holder(void *arg)
{
	struct live_holder *h = arg;
	let_go(h, h->now);
	pthread_mutex_destroy(&h->lock);
}

struct live_holder *live_holder_new(mem *parent)
{
	struct live_holder *h = mem_new(parent, struct live_holder);
	pthread_mutex_init(&h->lock, NULL);
	mem_at_end(h, end_holder, h);
	return h;
}

void live_put(struct live_holder *h, struct live *l)
{
	l->n_held = 1;
	pthread_mutex_lock(&h->lock);
	struct live *before = h->now;
	h->now = l;
	pthread_mutex_unlock(&h->lock);
	let_go(h, before);
}

static void end_hold(void *arg)
{
	struct hold *held = arg;
	let_go(held->holder, held->live);
}

const struct live *live_use(struct ctx *cx)
{
	struct live_holder *h = cx->packs;
	if (!h)
		return NULL;
	pthread_mutex_lock(&h->lock);
	struct live *l = h->now;
	if (l)
		l->n_held++;
	pthread_mutex_unlock(&h->lock);
	if (!l)
		return NULL;
	struct hold *held = mem_new(cx->mem, struct hold);
	*held = (struct hold){h, l};
	mem_at_end(held, end_hold, held);
	return l;
}
