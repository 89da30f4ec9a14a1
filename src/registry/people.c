#include "registry/people.h"

#include "account/actor.h"
#include "base/date.h"
#include "place/reach.h"
#include "store/sql.h"

bool people_knows(struct ctx *cx, int64_t estate_id, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM ownership WHERE home_id = $1 AND person_id = $2"
		       " UNION ALL SELECT 1 FROM occupancy WHERE home_id = $1 AND person_id = $2"
		       " UNION ALL SELECT 1 FROM committee_member WHERE home_id = $1 AND person_id "
		       "= $2"
		       " UNION ALL SELECT 1 FROM staff WHERE home_id = $1 AND person_id = $2"
		       " UNION ALL SELECT 1 FROM party_organisation WHERE home_id = $1"
		       " AND secretary_id = $2 LIMIT 1",
		       i64(estate_id), i64(person_id)) == 1;
}

/* Where a person is known: estates, and the regions that staff is posted to. */
#define HOMES                                                                              \
	"(SELECT home_id FROM ownership WHERE person_id = $1 AND deleted_at IS NULL"       \
	" UNION SELECT home_id FROM occupancy WHERE person_id = $1 AND deleted_at IS NULL" \
	" UNION SELECT home_id FROM committee_member WHERE person_id = $1"                 \
	" AND deleted_at IS NULL"                                                          \
	" UNION SELECT home_id FROM staff WHERE person_id = $1 AND deleted_at IS NULL"     \
	" UNION SELECT home_id FROM party_organisation WHERE secretary_id = $1"            \
	" AND deleted_at IS NULL) t"
#define REACHED                                                             \
	"(SELECT 1 FROM reach h WHERE h.reach_id = $2 AND h.kind = 1"       \
	" AND h.thing_id = t.home_id AND h.since <= $3 AND h.until >= $3"   \
	" UNION ALL SELECT 1 FROM region_within w WHERE w.ancestor_id = $2" \
	" AND w.descendant_id = t.home_id AND w.until >= $3)"

bool people_is_reached(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0, "SELECT 1 FROM " HOMES " WHERE EXISTS " REACHED " LIMIT 1",
		       i64(person_id), i64(cx->actor->reach_id), str(reach_today(cx))) == 1;
}

bool people_is_known_elsewhere(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0, "SELECT 1 FROM " HOMES " WHERE NOT EXISTS " REACHED " LIMIT 1",
		       i64(person_id), i64(cx->actor->reach_id), str(reach_today(cx))) == 1;
}

static bool was_found(struct ctx *cx, int64_t person_id)
{
	return sql_int(cx, 0,
		       "SELECT 1 FROM look WHERE person_id = $1 AND account_id = $2 AND at > $3"
		       " LIMIT 1",
		       i64(person_id), i64(cx->account_id), i64(cx->now - DAY_MS)) == 1;
}

bool people_may_name(struct ctx *cx, int64_t person_id)
{
	return !people_is_known_elsewhere(cx, person_id) || people_is_reached(cx, person_id) ||
	       was_found(cx, person_id);
}
