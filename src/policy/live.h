/* The packs in force, as one immutable snapshot: what is evaluated, and what the cockpit shows.
 *
 * A snapshot is made for a day from the versions in the database, and replaced whole when a pack is
 * loaded, the day changes or the tree of regions does. Who uses one holds it until the memory of the
 * request or job goes:
 *
 *     const struct live *l = live_use(cx);
 *     const struct live_region *r = live_region(l, region_id);
 */
#ifndef LINLI_POLICY_LIVE_H
#define LINLI_POLICY_LIVE_H

#include "policy/pack.h"
#include "store/store.h"

struct live_pack;

struct live_region {
	int64_t id;
	int64_t level; /* enum region_level */
	enum subject_kind kind;
	const char *name;
	const struct live_region *parent; /* NULL: the pack's own region */
	const struct live_pack *pack;
};

struct live_measure {
	int64_t id; /* policy_measure */
	const struct measure *m;
	const struct live_pack *pack; /* under which it is evaluated */
};

struct live_pack {
	const struct pack *pack;
	const struct live_region *region;
	const struct live_region **regions; /* its own and all below, parents before children */
	size_t n_regions;
	int64_t tree;                        /* of which regions these are, and how they stand */
	const struct live_measure *measures; /* its own and its base's, by kind of subject */
	size_t n_measures;
	size_t first[SUBJECT__MAX + 1]; /* those of kind k are first[k] … first[k + 1] - 1 */
};

struct live {
	int32_t day;   /* for which it was made */
	int64_t stamp; /* of what it was made from: live_stamp() */
	const struct live_pack *packs;
	size_t n_packs;
	const struct live_region *regions; /* in the order of their ids */
	size_t n_regions;
	const struct live_measure **measures; /* of all packs, in the order of their ids */
	size_t n_measures;
	mem *mem;
	int n_held; /* of the holder */
};

/* Changes whenever a snapshot would come out otherwise, but for the day. */
int64_t live_stamp(struct ctx *cx);

/* Reads the packs in force today and makes the snapshot, in a read. A version that this program cannot
 * read any more is logged and left out. */
err live_load(struct ctx *cx, struct live **ret);
/* A snapshot of this pack alone, loaded or not, as if it were in force today. Without a region here it
 * has no packs. */
err live_try(struct ctx *cx, const struct pack *pack, struct live **ret);
void live_free(struct live *l);
void live_end(void *l); /* the same, for mem_at_end() */

const struct live_region *live_region(const struct live *l, int64_t id); /* NULL: under no pack */
const struct live_measure *live_measure(const struct live *l, int64_t id);
const struct live_pack *live_pack(const struct live *l, const char *name);
/* A measure of the pack, or one of its base, under the pack. */
const struct live_measure *live_measure_of(const struct live_pack *p, const struct measure *m);

/* ─── the snapshot in use ─── */

struct live_holder;
struct live_holder *live_holder_new(mem *parent);
/* Puts a snapshot in use; the one before goes when nobody holds it any more. */
void live_put(struct live_holder *h, struct live *l);
/* Held as long as cx->mem; NULL: no pack is loaded. */
const struct live *live_use(struct ctx *cx);

#endif
