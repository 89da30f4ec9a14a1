#include "audit/merged.h"

#include "base/id.h"
#include "store/sql.h"

err merged_note(struct ctx *cx, const char *kind, int64_t from, int64_t into)
{
	err e = sql_exec(cx,
			 "UPDATE merged SET home_id = $3, into_id = $3"
			 " WHERE home_id = $2 AND kind = $1",
			 str(kind), i64(from), i64(into));
	return e ? e
		 : sql_exec(cx,
			    "INSERT INTO merged (home_id, kind, from_id, into_id, at, account_id)"
			    " VALUES ($3, $1, $2, $3, $4, $5)",
			    str(kind), i64(from), i64(into), i64(cx->now),
			    id_or_none(cx->account_id));
}

int64_t merged_into(struct ctx *cx, const char *kind, int64_t id)
{
	return sql_int(cx, 0, "SELECT into_id FROM merged WHERE from_id = $2 AND kind = $1",
		       str(kind), i64(id));
}

err merged_fail(struct ctx *cx, int64_t into)
{
	char id[ID_SIZE];
	id_format(into, id);
	return fail(cx, ERR_NOT_FOUND,
		    T("record.merged", "它已并入另一条登记（{1}）",
		      "It was merged into another record ({1})"),
		    str(mem_str(cx->mem, id)));
}

err merged_forget(struct ctx *cx, const char *kind, int64_t id)
{
	return sql_exec(cx, "DELETE FROM merged WHERE from_id = $2 AND kind = $1", str(kind),
			i64(id));
}
