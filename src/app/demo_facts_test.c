/* The facts of the demo beside SQL that asks the same of one subject after the other, by the tree's
 * parents instead of its closure. */
#include "test.h"

#include <string.h>

#include "app/demo.h"
#include "app/demo_priv.h"
#include "base/log.h"
#include "place/reach.h"
#include "policy/fact.h"
#include "store/sql.h"

struct check {
	const char *fact;
	struct query plain; /* $1 the subject, $2 today */
};

#define STANDS   " AND deleted_at IS NULL AND $2 > ''"
#define IN_FORCE " AND deleted_at IS NULL AND since <= $2 AND coalesce(until, $2) >= $2"

/* ─── regions ─── */

#define BELOW                                                                        \
	"WITH RECURSIVE below(id) AS (SELECT home_id FROM region WHERE home_id = $1" \
	" UNION SELECT r.home_id FROM region r JOIN below b ON r.parent_id = b.id) "
#define ESTATES     BELOW "SELECT count(*) FROM estate WHERE region_id IN (SELECT id FROM below)" STANDS
#define HERE(table) " AND home_id IN (SELECT home_id FROM " table " WHERE 1 = 1"
#define STAFF(kind) BELOW "SELECT count(*) FROM staff WHERE kind = " kind IN_FORCE
static const struct check of_regions[] = {
	{"communities", SQL(BELOW "SELECT count(*) FROM region WHERE level > 7"
				  " AND home_id IN (SELECT id FROM below)" STANDS)},
	{"estates", SQL(ESTATES)},
	{"estates_old", SQL(ESTATES " AND kind = 2")},
	{"estates_unit", SQL(ESTATES " AND kind = 6")},
	{"estates_scattered", SQL(ESTATES " AND kind = 8")},
	{"estates_served", SQL(ESTATES " AND service_mode <> 5")},
	{"estates_basic", SQL(ESTATES " AND service_mode = 2")},
	{"estates_unserved", SQL(ESTATES " AND service_mode = 5")},
	{"estates_mode_unknown", SQL(ESTATES " AND coalesce(service_mode, 0) = 0")},
	{"estates_not_placed",
	 SQL(ESTATES " AND region_id IN (SELECT home_id FROM region WHERE level < 8)")},
	{"houses", SQL(BELOW "SELECT coalesce(sum(house_count), 0) FROM estate"
			     " WHERE region_id IN (SELECT id FROM below)" STANDS)},
	{"estates_with_committee",
	 SQL(ESTATES HERE("committee") " AND kind = 1 AND state = 2" IN_FORCE ")")},
	{"committees_in_office", SQL(ESTATES HERE("committee") " AND state = 2" IN_FORCE ")")},
	{"committees_expired",
	 SQL(ESTATES HERE("committee") " AND (state = 3 OR (state = 2 AND until < $2)))"
				       " AND home_id NOT IN (SELECT home_id FROM committee"
				       " WHERE state = 2" IN_FORCE ")")},
	{"estates_with_party_organisation", SQL(ESTATES HERE("party_organisation") IN_FORCE ")")},
	{"estates_with_appointed_official",
	 SQL(ESTATES HERE("staff") " AND kind = 3" IN_FORCE ")")},
	{"specialists", SQL(STAFF("1") " AND home_id IN (SELECT id FROM below)")},
	{"grid_workers", SQL(STAFF("4") " AND home_id IN (SELECT id FROM below)")},
	{"own_office_staff_full_time", SQL(STAFF("2") " AND is_full_time = 1 AND home_id = $1")},
	{"own_mediators", SQL(STAFF("7") " AND home_id = $1")},
	{"departments", SQL("SELECT count(*) FROM organisation WHERE region_id = $1"
			    " AND kind < 3" STANDS)},
	{0},
};

/* ─── estates and their parts ─── */

#define PARTS(table)   "SELECT count(*) FROM " table " WHERE home_id = $1" STANDS
#define HAS_NOW(table) " AND id IN (SELECT house_id FROM " table " WHERE home_id = $1" IN_FORCE
static const struct check of_estates[] = {
	{"house_count", SQL("SELECT house_count FROM estate WHERE home_id = $1" STANDS)},
	{"buildings_registered", SQL(PARTS("building"))},
	{"houses_registered", SQL(PARTS("house"))},
	{"houses_with_owner", SQL(PARTS("house") HAS_NOW("ownership") ")")},
	{"houses_with_area", SQL(PARTS("house") " AND area_dm2 > 0")},
	{"houses_let_with_tenant",
	 SQL(PARTS("house") " AND use = 2" HAS_NOW("occupancy") " AND kind = 2)")},
	{"houses_with_household", SQL(PARTS("house") " AND use = 1" HAS_NOW("occupancy") ")")},
	{"unsold_spaces", SQL(PARTS("parking_space") " AND holding = 4")},
	{"lifts", SQL(PARTS("facility") " AND kind = 1 AND state <> 4")},
	{"facilities_inspection_overdue",
	 SQL(PARTS("facility") " AND state < 3 AND inspect_due_on < $2")},
	{"facilities_maintenance_overdue",
	 SQL(PARTS("facility") " AND state < 3 AND julianday(maintained_on)"
			       " + maintain_every_days < julianday($2)")},
	{"utility_facilities", SQL(PARTS("facility") " AND kind BETWEEN 5 AND 11 AND kind <> 6")},
	{"committee_members",
	 SQL("SELECT count(*) FROM committee_member WHERE home_id = $1" IN_FORCE
	     " AND committee_id IN (SELECT id FROM committee WHERE state = 2" IN_FORCE ")")},
	{"committee_party_members",
	 SQL("SELECT count(*) FROM committee_member WHERE home_id = $1 AND is_party_member = "
	     "1" IN_FORCE " AND committee_id IN (SELECT id FROM committee WHERE state = 2" IN_FORCE
	     ")")},
	{"guards", SQL("SELECT count(*) FROM staff WHERE home_id = $1 AND kind = 6" IN_FORCE)},
	{"appointed_officials",
	 SQL("SELECT count(*) FROM staff WHERE home_id = $1 AND kind = 3" IN_FORCE)},
	{0},
};

/* ─── organisations and bodies ─── */

#define SERVED                                                                      \
	" FROM estate WHERE company_id = $1 AND coalesce(contract_since, $2) <= $2" \
	" AND coalesce(contract_until, $2) >= $2" STANDS
static const struct check of_companies[] = {
	{"estates_served", SQL("SELECT count(*)" SERVED)},
	{"houses_served", SQL("SELECT coalesce(sum(house_count), 0)" SERVED)},
	{"project_managers",
	 SQL("SELECT count(*) FROM staff WHERE organisation_id = $1 AND kind = 5" IN_FORCE)},
	{0},
};
static const struct check of_departments[] = {
	{"staff", SQL("SELECT count(*) FROM staff WHERE organisation_id = $1" IN_FORCE)},
	{"posts", SQL("SELECT count(*) FROM account WHERE state < 3 AND id IN (SELECT account_id"
		      " FROM post WHERE organisation_id = $1 AND $2 BETWEEN since AND until)")},
	{0},
};
static const struct check of_committees[] = {
	{"members", SQL("SELECT count(*) FROM committee_member WHERE committee_id = $1 AND duty < "
			"4" IN_FORCE)},
	{"party_members", SQL("SELECT count(*) FROM committee_member WHERE committee_id = $1"
			      " AND duty < 4 AND is_party_member = 1" IN_FORCE)},
	{"members_trained", SQL("SELECT count(*) FROM committee_member WHERE committee_id = $1"
				" AND duty < 4 AND trained_on <= $2" IN_FORCE)},
	{0},
};

/* ─── samples ─── */

static const struct sample {
	enum subject_kind kind;
	const struct check *checks;
	size_t step;
	struct query ids;
} samples[] = {
	{SUBJECT_AUTHORITY, of_regions, 1, SQL("SELECT home_id FROM region WHERE level IN (3, 4)")},
	{SUBJECT_NEW_TOWN, of_regions, 1, SQL("SELECT home_id FROM region WHERE level = 5")},
	{SUBJECT_SUBDISTRICT, of_regions, 9,
	 SQL("SELECT home_id FROM region WHERE level IN (6, 7)")},
	{SUBJECT_COMMUNITY, of_regions, 71, SQL("SELECT home_id FROM region WHERE level > 7")},
	{SUBJECT_ESTATE, of_estates, 61, SQL("SELECT home_id FROM estate ORDER BY home_id DESC")},
	{SUBJECT_ESTATE, of_estates, 1, SQL("SELECT DISTINCT home_id FROM house")},
	{SUBJECT_COMPANY, of_companies, 3, SQL("SELECT home_id FROM organisation WHERE kind = 3")},
	{SUBJECT_DEPARTMENT, of_departments, 7,
	 SQL("SELECT home_id FROM organisation WHERE kind < 3")},
	{SUBJECT_COMMITTEE, of_committees, 17, SQL("SELECT id FROM committee")},
};

static size_t slot_of(enum subject_kind kind, const char *name, size_t *ret_width)
{
	const struct fact *const *list;
	*ret_width = facts_of(facts_all(), kind, &list);
	for (size_t i = 0; i < *ret_width; i++)
		if (!strcmp(list[i]->name, name))
			return i;
	print_error("no fact is called %s\n", name);
	assert_true(false);
	return 0;
}

struct sampled {
	const struct sample *from;
	int64_t *ids;
	size_t n, compared;
	struct expr_value *values;
};

static void compare(struct ctx *cx, struct sampled *s, const struct check *check)
{
	size_t width, slot = slot_of(s->from->kind, check->fact, &width);
	for (size_t i = 0; i < s->n; i += s->from->step) {
		const struct expr_value *v = &s->values[i * width + slot];
		int64_t plain = sql_one_int(cx, NONE, &check->plain,
					    ARGS(i64(s->ids[i]), str(reach_today(cx))));
		int64_t ours = v->kind ? v->i : NONE;
		if (ours != plain)
			print_error("%s of %lld\n", check->fact, (long long)s->ids[i]);
		assert_int_equal(ours, plain);
		s->compared++;
	}
}

static err compare_all(struct ctx *cx, void *arg)
{
	struct sampled *s = arg;
	struct stmt *q = sql_run(cx, &s->from->ids);
	for (s->n = 0; sql_next(q); s->n++) {
		s->ids = mem_grow(cx->mem, s->ids, s->n + 1);
		s->ids[s->n] = col_i64(q, 0);
	}
	err e = sql_end(q);
	if (e || (e = facts_load(cx, facts_all(), &(struct subjects){s->from->kind, s->ids, s->n},
				 &s->values)))
		return e;
	for (const struct check *c = s->from->checks; c->fact; c++)
		compare(cx, s, c);
	return ctx_err(cx);
}

TEST(facts_are_what_one_finds_by_asking_for_each)
{
	struct ctx *cx = test_ctx();
	struct options options = {.data = test_folder(), .is_demo = true};
	struct app *app = mem_new(cx->mem, struct app);
	app->options = &options;
	log_set_level(LOG_ERROR);
	assert_ok(app_open(cx, cx->mem, app));
	struct demo_filling filling = {.app = app, .mem = cx->mem};
	assert_ok(demo_fill_first(cx, &filling));
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct sampled s = {.from = &samples[i]};
		assert_ok(store_read(app->store, cx, compare_all, &s));
		assert_true(s.compared > 0);
	}
	demo_forget_ids(&filling);
	app_close(app);
}
