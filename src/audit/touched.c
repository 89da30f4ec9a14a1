#include "audit/touched.h"

#include "base/id.h"
#include "store/sql.h"

err touched_add(struct ctx *cx, int64_t home_id)
{
	return home_id ? sql_exec(cx,
				  "INSERT INTO touched (home_id, kind, id, at) VALUES ($1, 'home', "
				  "$2, $3)",
				  i64(home_id), i64(id_new()), i64(cx->now))
		       : OK;
}
