#include "app/scopes.h"

#include <string.h>

#include "account/actor.h"
#include "account/scope.h"
#include "audit/merged.h"
#include "base/id.h"
#include "place/reach.h"
#include "place/region.h"
#include "registry/house.h"
#include "registry/import.h"
#include "registry/people.h"

/* A member of the body that is an id; 0 if it is not there. */
static int64_t body_id(const struct request *rq, const char *name)
{
	int64_t id = 0;
	const char *text = json_string_value(json_object_get(rq->json, name));
	return text && id_parse(text, &id) ? id : 0;
}

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

/* A region that the body names as the place of the thing: only one's own, or below it. */
static bool may_place(struct ctx *cx, struct request *rq)
{
	int64_t id = body_id(rq, "region_id");
	return !id || region_holds(cx, cx->actor->reach_id, id);
}

/* Somebody whom the body names: nobody of other estates alone, unless found there by number. */
static bool may_name(struct ctx *cx, const json_t *body, const char *member)
{
	int64_t id = 0;
	const char *text = json_string_value(json_object_get(body, member));
	return !text || !id_parse(text, &id) || people_may_name(cx, id);
}

static bool may_name_all(struct ctx *cx, const struct request *rq)
{
	size_t i;
	json_t *owner;
	json_array_foreach (json_object_get(rq->json, "owners"), i, owner)
		if (!may_name(cx, owner, "person_id"))
			return false;
	return may_name(cx, rq->json, "person_id") && may_name(cx, rq->json, "secretary_id");
}

/* One that went into another of the actor's says so. */
static bool estate(struct ctx *cx, struct request *rq)
{
	int64_t id = request_id(rq, "estate"), into;
	if (reach_holds(cx, cx->actor->reach_id, REACH_ESTATE, id))
		return may_place(cx, rq) && may_name_all(cx, rq);
	into = merged_into(cx, "estate", id);
	err e = into && reach_holds(cx, cx->actor->reach_id, REACH_ESTATE, into)
			? merged_fail(cx, into)
			: OK;
	(void)e; /* stands in cx */
	return false;
}

static bool removed_estate(struct ctx *cx, struct request *rq)
{
	return reach_holds(cx, cx->actor->reach_id, REACH_REMOVED_ESTATE, request_id(rq, "estate"));
}

static bool region(struct ctx *cx, struct request *rq)
{
	int64_t id = request_id(rq, "region");
	return role_reach(cx->actor->role) == OF_INSTALLATION ||
	       (region_holds(cx, cx->actor->reach_id, id ? id : body_id(rq, "region_id")) &&
		may_name_all(cx, rq));
}

static bool organisation(struct ctx *cx, struct request *rq)
{
	return reach_holds(cx, cx->actor->reach_id, REACH_ORGANISATION,
			   request_id(rq, "organisation")) &&
	       may_place(cx, rq);
}

static bool removed_organisation(struct ctx *cx, struct request *rq)
{
	return reach_holds(cx, cx->actor->reach_id, REACH_REMOVED_ORGANISATION,
			   request_id(rq, "organisation"));
}

static bool house(struct ctx *cx, struct request *rq)
{
	return house_is_of(cx, request_id(rq, "estate"), request_id(rq, "house"),
			   cx->actor->person_id);
}

static bool owned_house(struct ctx *cx, struct request *rq)
{
	return house_is_owned_by(cx, request_id(rq, "estate"), request_id(rq, "house"),
				 cx->actor->person_id);
}

static const char *form_value(const struct request *rq, const char *name)
{
	for (const struct pair *p = rq->form; p && p->name; p++)
		if (!strcmp(p->name, name))
			return p->value;
	return NULL;
}

/* Named in the form of an upload, or in the body. */
static int64_t said_id(struct request *rq, const char *name)
{
	int64_t id = body_id(rq, name);
	const char *text = form_value(rq, name);
	return id ? id : text && id_parse(text, &id) ? id : 0;
}

static bool import(struct ctx *cx, struct request *rq)
{
	int64_t region_id = said_id(rq, "region_id"), estate_id = said_id(rq, "estate_id");
	return has_reach(cx, rq) && import_is_in_reach(cx, region_id, estate_id) &&
	       (!request_segment(rq, "import") || import_is_own(cx, request_id(rq, "import"))) &&
	       import_may_kind(cx, form_value(rq, "kind")) &&
	       import_may_kind(cx, request_segment(rq, "kind"));
}

static bool (*const holds[])(struct ctx *, struct request *) = {
	[SCOPE_PUBLIC] = always,
	[SCOPE_SELF] = always,
	[SCOPE_INSTALLATION] = installation,
	[SCOPE_REACH] = has_reach,
	[SCOPE_ESTATE] = estate,
	[SCOPE_REGION] = region,
	[SCOPE_ORGANISATION] = organisation,
	[SCOPE_REMOVED_ESTATE] = removed_estate,
	[SCOPE_REMOVED_ORGANISATION] = removed_organisation,
	[SCOPE_HOUSE] = house,
	[SCOPE_OWNED_HOUSE] = owned_house,
	[SCOPE_IMPORT] = import,
};
_Static_assert(sizeof holds / sizeof *holds == SCOPE__MAX, "a function for each scope");

err scope_check(struct ctx *cx, struct request *rq)
{
	bool is_within = holds[rq->route->scope](cx, rq);
	return ctx_err(cx) ? ctx_err(cx) : is_within ? OK : fail_not_found(cx);
}
