/* The plan into the store. Whatever has a key of the demo's and is there already is left alone, so
 * that a filling that was broken off goes on. */
#include "app/demo_priv.h"

#define HASH_FUNCTION HASH_FNV /* the usual one falls through its cases, which clang refuses */
#include <uthash.h>

#include "app/app.h"
#include "base/date.h"
#include "store/sql.h"

#define REASON "演示数据（虚构）"
#define OURS   " outside_key >= 'demo:' AND outside_key < 'demo;'"

struct demo_key {
	const char *key;
	int64_t id;
	UT_hash_handle hh;
};

/* ─── ids by keys ─── */

int64_t demo_id(const struct demo_filling *f, const char *key)
{
	struct demo_key *k = NULL;
	if (key)
		HASH_FIND_STR(f->ids, key, k);
	return k ? k->id : 0;
}

static void keep_id(struct demo_filling *f, const char *key, int64_t id)
{
	struct demo_key *k;
	if (demo_id(f, key))
		return;
	k = mem_new(f->mem, struct demo_key);
	k->key = mem_str(f->mem, key);
	k->id = id;
	HASH_ADD_KEYPTR(hh, f->ids, k->key, strlen(k->key), k);
}

static err load_ids(struct ctx *cx, void *arg)
{
	struct stmt *q = sql(cx, "SELECT outside_key, id FROM region WHERE outside_key IS NOT NULL"
				 " AND deleted_at IS NULL"
				 " UNION ALL SELECT outside_key, id FROM organisation WHERE" OURS
				 " UNION ALL SELECT outside_key, id FROM estate WHERE" OURS);
	while (sql_next(q))
		keep_id(arg, col_peek(q, 0), col_i64(q, 1));
	return sql_end(q);
}

err demo_load_ids(struct ctx *cx, struct demo_filling *f)
{
	return store_read(f->app->store, cx, load_ids, f);
}

void demo_forget_ids(struct demo_filling *f)
{
	HASH_CLEAR(hh, f->ids);
}

/* ─── batches ─── */

struct part {
	struct demo_filling *f;
	struct demo_batch batch;
};

static err write_part(struct ctx *cx, void *arg)
{
	struct part *p = arg;
	err e = OK;
	for (size_t i = p->batch.from; i < p->batch.to && !e; i++)
		e = p->batch.write(cx, p->f, i);
	return e;
}

/* What a person can do with it: the first wrong field, else what goes to the log. */
static void pass_on(struct ctx *to, const struct ctx *from)
{
	const struct failure *f = &from->failure;
	const struct field_error *wrong = f->n_fields ? &f->fields[0] : NULL;
	struct text text = wrong ? wrong->text : f->text;
	const char *what =
		f->internal ? f->internal
			    : text_render(to->mem, text, LANG_EN, wrong ? wrong->args : f->args);
	err e = fail_internal(to, "%s%s%s", wrong ? wrong->path : "", wrong ? ": " : "", what);
	(void)e;
}

/* Others come first: when the writer is too busy, the batch waits for a while. */
static err write_batch(struct ctx *cx, struct part *part)
{
	enum { PATIENCE = 600, PAUSE_NS = 200 * 1000000 };
	struct app *app = part->f->app;
	err e = ERR_BUSY;
	for (int i = 0; e == ERR_BUSY && i < PATIENCE && !atomic_load(&app->is_stopping); i++) {
		struct ctx own;
		if (i)
			nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
		app_ctx(app, &own)->reason = REASON;
		e = store_write_now(app->store, &own, write_part, part);
		if (e && e != ERR_BUSY)
			pass_on(cx, &own);
		mem_free(own.mem);
	}
	if (e != ERR_BUSY || atomic_load(&app->is_stopping))
		return ctx_err(cx);
	return fail_internal(cx, "the writer stays busy");
}

err demo_in_batches(struct ctx *cx, struct demo_filling *f, struct demo_batch batch)
{
	struct part part = {.f = f, .batch = batch};
	err e = OK;
	for (size_t i = batch.from; i < batch.to && !e; i = part.batch.to) {
		part.batch.from = i;
		part.batch.to = i + batch.step < batch.to ? i + batch.step : batch.to;
		if (atomic_load(&f->app->is_stopping))
			return OK;
		e = write_batch(cx, &part);
	}
	return e;
}

/* ─── one thing each ─── */

err demo_person_id(struct ctx *cx, struct demo_who who, int64_t *ret)
{
	struct person person;
	bool is_many;
	err e = OK;
	demo_person(cx->mem, who, &person);
	*ret = 0;
	if (person.id_number && (e = person_find(cx, "id_number", person.id_number, ret, &is_many)))
		return e;
	if (*ret)
		return OK;
	e = record_create(cx, &person_entity, &person);
	*ret = person.rec.id;
	return e;
}

static err write_organisation(struct ctx *cx, struct demo_filling *f,
			      const struct demo_organisation *o)
{
	struct organisation to = o->organisation;
	if (demo_id(f, to.outside_key))
		return OK;
	to.region_id = demo_id(f, o->region_key);
	return record_create(cx, &organisation_entity, &to);
}

/* A district's at once: some hundred. */
static err write_organisations(struct ctx *cx, struct demo_filling *f, size_t district)
{
	struct demo_organisations list = demo_organisations(cx->mem, &f->plan, (int)district);
	err e = OK;
	for (size_t i = 0; i < list.n && !e; i++)
		e = write_organisation(cx, f, &list.all[i]);
	return e;
}

static err write_staff(struct ctx *cx, const struct demo_filling *f, int64_t home_id,
		       const struct demo_staff *s)
{
	struct staff to = s->staff;
	err e = demo_person_id(cx, s->who, &to.person_id);
	to.rec.home_id = home_id;
	to.organisation_id = demo_id(f, s->organisation_key);
	return e ? e : record_create(cx, &staff_entity, &to);
}

static err write_committee(struct ctx *cx, struct demo_bodies *b, int64_t estate_id)
{
	b->committee.rec.home_id = estate_id;
	err e = record_create(cx, &committee_entity, &b->committee);
	for (int i = 0; i < b->n_members && !e; i++) {
		struct committee_member *m = &b->members[i].member;
		m->rec.home_id = estate_id;
		m->committee_id = b->committee.rec.id;
		if (!(e = demo_person_id(cx, b->members[i].who, &m->person_id)))
			e = record_create(cx, &committee_member_entity, m);
	}
	return e;
}

static err write_bodies(struct ctx *cx, const struct demo_filling *f,
			const struct demo_estate *from, int64_t estate_id)
{
	struct demo_bodies b;
	err e = OK;
	demo_bodies(cx->mem, &f->plan, from, &b);
	if (b.committee.kind)
		e = write_committee(cx, &b, estate_id);
	for (int i = 0; i < b.n_staff && !e; i++)
		e = write_staff(cx, f, estate_id, &b.staff[i]);
	if (e || !b.party.form || (e = demo_person_id(cx, b.secretary, &b.party.secretary_id)))
		return e;
	b.party.rec.home_id = estate_id;
	return record_create(cx, &party_organisation_entity, &b.party);
}

static err write_estate(struct ctx *cx, struct demo_filling *f, size_t i)
{
	const struct demo_estate *from = &f->plan.estates[i];
	struct estate to = from->estate;
	if (demo_id(f, to.outside_key))
		return OK;
	to.region_id = demo_id(f, from->region_key);
	if (from->company >= 0)
		to.company_id =
			demo_id(f, demo_company_key(cx->mem, from->district, from->company));
	if (from->developer >= 0)
		to.developer_id =
			demo_id(f, demo_developer_key(cx->mem, from->district, from->developer));
	err e = record_create(cx, &estate_entity, &to);
	return e ? e : write_bodies(cx, f, from, to.rec.id);
}

/* `i` counts the rows of all districts' regions. */
static err write_region_staff(struct ctx *cx, struct demo_filling *f, size_t i)
{
	struct demo_staff staff[STAFF_MAX];
	int district = 0;
	err e = OK;
	while (i >= f->plan.n_rows[district])
		i -= f->plan.n_rows[district++];
	int64_t region_id = demo_id(f, f->plan.rows[district][i].key);
	int n = demo_region_staff(cx->mem, &f->plan, district, (int)i, staff);
	if (!n || sql_int(cx, 0, "SELECT 1 FROM staff WHERE home_id = $1 LIMIT 1", i64(region_id)))
		return ctx_err(cx);
	for (int k = 0; k < n && !e; k++)
		e = write_staff(cx, f, region_id, &staff[k]);
	return e;
}

/* ─── all that must be there at once ─── */

/* Until the first organisation is there; what is done to the tree afterwards stays. */
static err fill_regions(struct ctx *cx, struct demo_filling *f)
{
	err e = demo_load_ids(cx, f);
	bool are_there = demo_id(f, DEMO_MARK) != 0;
	for (int i = 0; i < DEMO_DISTRICTS && !e && !are_there; i++) {
		struct regions_report ignored;
		struct regions_source file = regions_file(demo_districts[i].key);
		e = regions_import(cx, f->app->store, &file, &ignored);
	}
	return e;
}

static err make_plan(struct ctx *cx, struct demo_filling *f)
{
	char today[DATE_SIZE];
	struct ctx own = *cx;
	own.mem = f->mem;
	date_of_instant(cx->now, today);
	return demo_plan(&own, today, &f->plan) ? fail_internal(cx, "the demo has no plan") : OK;
}

err demo_fill_first(struct ctx *cx, struct demo_filling *f)
{
	size_t n_rows = 0;
	err e = fill_regions(cx, f);
	if (e || (e = make_plan(cx, f)) || (e = demo_load_ids(cx, f)))
		return e;
	for (int i = 0; i < DEMO_DISTRICTS; i++)
		n_rows += f->plan.n_rows[i];
	if ((e = demo_in_batches(cx, f,
				 (struct demo_batch){0, DEMO_DISTRICTS, 1, write_organisations})) ||
	    (e = demo_load_ids(cx, f)) ||
	    (e = demo_in_batches(cx, f, (struct demo_batch){0, f->plan.n, 20, write_estate})) ||
	    (e = demo_in_batches(cx, f, (struct demo_batch){0, n_rows, 60, write_region_staff})) ||
	    (e = demo_load_ids(cx, f)) ||
	    (e = demo_fill_houses(cx, f, &f->plan.estates[f->plan.first[XIHU]])))
		return e;
	return (e = demo_fill_packs(cx, f)) ? e : demo_fill_accounts(cx, f);
}
