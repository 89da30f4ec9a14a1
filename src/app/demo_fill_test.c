/* The demo into a store. */
#include "test.h"

#include "app/demo.h"
#include "app/demo_priv.h"
#include "base/log.h"
#include "place/reach.h"
#include "store/sql.h"

struct stage {
	struct ctx *cx;
	struct options options;
	struct app *app;
};

static void open_stage(struct stage *s)
{
	s->cx = test_ctx();
	s->options = (struct options){.data = test_folder(), .is_demo = true};
	s->app = mem_new(s->cx->mem, struct app);
	s->app->options = &s->options;
	log_set_level(LOG_ERROR);
	assert_ok(app_open(s->cx, s->cx->mem, s->app));
}

struct census {
	int64_t estates, houses, people, accounts, found, versions, residents_house;
};

static err take_census(struct ctx *cx, void *arg)
{
	struct census *c = arg;
	c->estates = sql_int(cx, 0, "SELECT count(*) FROM estate");
	c->houses = sql_int(cx, 0, "SELECT count(*) FROM house");
	c->people = sql_int(cx, 0, "SELECT count(*) FROM person");
	c->accounts = sql_int(cx, 0, "SELECT count(*) FROM account WHERE state = 2");
	c->found = sql_int(cx, 0, "SELECT count(*) FROM search_entry WHERE kind = 'estate'");
	c->versions = sql_int(cx, 0, "SELECT count(*) FROM version");
	c->residents_house = sql_int(
		cx, 0,
		"SELECT count(*) FROM account a JOIN ownership o ON o.person_id = a.person_id"
		" JOIN binding b ON b.account_id = a.id AND b.house_id = o.house_id AND b.state = 2"
		" WHERE a.login = 'xihu.yezhu'");
	return ctx_err(cx);
}

static struct census census_of(struct stage *s)
{
	struct census c;
	assert_ok(store_read(s->app->store, s->cx, take_census, &c));
	return c;
}

TEST(the_first_filling_is_whole_and_done_once)
{
	struct stage s;
	open_stage(&s);
	struct demo_filling first = {.app = s.app, .mem = s.cx->mem}, again = first;
	assert_ok(demo_fill_first(s.cx, &first));
	struct census a = census_of(&s);
	assert_int_equal(a.estates, first.plan.n);
	assert_int_equal(a.found, a.estates);
	assert_int_equal(a.houses, demo_house_count(&first.plan.estates[0]));
	assert_int_equal(a.residents_house, 1);
	assert_true(a.accounts > 40 && a.people > 5000);
	assert_ok(demo_fill_first(s.cx, &again));
	struct census b = census_of(&s);
	assert_memory_equal(&a, &b, sizeof a);
	demo_forget_ids(&first);
	demo_forget_ids(&again);
	app_close(s.app);
}

TEST(houses_go_on_where_they_were_broken_off)
{
	struct stage s;
	open_stage(&s);
	struct demo_filling f = {.app = s.app, .mem = s.cx->mem};
	assert_ok(demo_fill_first(s.cx, &f));
	const struct demo_estate *e = &f.plan.estates[f.plan.first[NANZHENG]];
	struct census before = census_of(&s);
	atomic_store(&s.app->is_stopping, true);
	assert_ok(demo_fill_houses(s.cx, &f, e));
	assert_int_equal(census_of(&s).houses, before.houses);
	atomic_store(&s.app->is_stopping, false);
	assert_ok(demo_fill_houses(s.cx, &f, e));
	assert_int_equal(census_of(&s).houses, before.houses + demo_house_count(e));
	assert_ok(demo_fill_houses(s.cx, &f, e));
	assert_int_equal(census_of(&s).houses, before.houses + demo_house_count(e));
	demo_forget_ids(&f);
	app_close(s.app);
}

static err add_estranged(struct ctx *cx, void *arg)
{
	struct organisation *o = arg;
	return record_create(cx, &organisation_entity, o);
}

TEST(a_store_with_data_of_its_own_is_left_alone)
{
	struct stage s;
	struct organisation o;
	open_stage(&s);
	fields_clear(organisation_fields, &o);
	o.kind = ORGANISATION_OTHER;
	o.name = "一家真实的单位";
	assert_ok(store_write_now(s.app->store, s.cx, add_estranged, &o));
	assert_null(demo_start(s.cx->mem, s.app));
	assert_int_equal(census_of(&s).estates, 0);
	assert_int_equal(census_of(&s).accounts, 0);
	app_close(s.app);
}
