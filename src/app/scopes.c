#include "app/scopes.h"

#include "account/actor.h"
#include "account/scope.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/house.h"

static bool always(struct ctx *cx, struct request *rq)
{
	(void)cx, (void)rq;
	return true;
}

static bool installation(struct ctx *cx, struct request *rq)
{
	(void)rq;
	return role_reach(cx->actor->role) == OF_INSTALLATION;
}

static bool has_reach(struct ctx *cx, struct request *rq)
{
	(void)rq;
	return cx->actor->post_id != 0;
}

static bool estate(struct ctx *cx, struct request *rq)
{
	return reach_holds(cx, cx->actor->reach_id, REACH_ESTATE, request_id(rq, "estate"));
}

static bool region(struct ctx *cx, struct request *rq)
{
	return role_reach(cx->actor->role) == OF_INSTALLATION ||
	       region_holds(cx, cx->actor->reach_id, request_id(rq, "region"));
}

static bool organisation(struct ctx *cx, struct request *rq)
{
	return reach_holds(cx, cx->actor->reach_id, REACH_ORGANISATION,
			   request_id(rq, "organisation"));
}

static bool house(struct ctx *cx, struct request *rq)
{
	return house_is_of(cx, request_id(rq, "estate"), request_id(rq, "house"),
			   cx->actor->person_id);
}

static bool (*const holds[])(struct ctx *, struct request *) = {
	[SCOPE_PUBLIC] = always,
	[SCOPE_SELF] = always,
	[SCOPE_INSTALLATION] = installation,
	[SCOPE_REACH] = has_reach,
	[SCOPE_ESTATE] = estate,
	[SCOPE_REGION] = region,
	[SCOPE_ORGANISATION] = organisation,
	[SCOPE_HOUSE] = house,
};
_Static_assert(sizeof holds / sizeof *holds == SCOPE__MAX, "a function for each scope");

err scope_check(struct ctx *cx, struct request *rq)
{
	bool is_within = holds[rq->route->scope](cx, rq);
	return ctx_err(cx) ? ctx_err(cx) : is_within ? OK : fail_not_found(cx);
}
