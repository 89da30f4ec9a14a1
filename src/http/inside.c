/* A request that the program makes of itself: a list that is exported. */
#include "http/request.h"
#include "http/wire_priv.h"

err request_inside(struct ctx *cx, const struct router *router, const char *target,
		   struct request **ret)
{
	struct request *rq = *ret = mem_new(cx->mem, struct request);
	struct slice path, query;
	target_split((struct slice){target, strlen(target)}, &path, &query);
	rq->cx = cx;
	rq->method = "GET";
	if (path_parse(cx->mem, path, &rq->path) != LAWFUL ||
	    query_parse(cx->mem, query, &rq->query) != LAWFUL)
		return fail_not_found(cx);
	rq->match = router_match(router, cx->mem, rq->method, rq->path);
	rq->route = rq->match.route;
	return rq->route ? request_check_query(cx, rq) : fail_not_found(cx);
}
