/* The lists of an estate as they stood at the end of a day: ?as_of=YYYY-MM-DD on a list of parts.
 *
 * Rows are made from the versions that were in force then: what had not been registered yet is not
 * there, what was removed since is. Members that only the list has (the label of the house that a
 * row refers to, a name) are today's. Filters by id or choice hold; a text, what was removed, and
 * files of such a list are refused. */
#ifndef LINLI_REGISTRY_AS_OF_H
#define LINLI_REGISTRY_AS_OF_H

#include "audit/record.h"
#include "http/request.h"

/* The parameter, for the tables of lists. */
#define AS_OF_PARAM                   \
	{                             \
		"as_of", F_DATE, NULL \
	}

bool is_as_of(const struct request *rq);
/* Answers with the list of this entity in {estate}, by route->out and route->query. */
err as_of_list(struct ctx *cx, struct request *rq, const struct entity *e);

#endif
