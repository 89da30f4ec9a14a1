#include "registry/part.h"

#include <string.h>

void part_check(struct ctx *cx, const char *path, const struct query *exists, int64_t home_id,
		int64_t id)
{
	if (id && sql_one_int(cx, 0, exists, ARGS(i64(home_id), i64(id))) != 1)
		fail_field(cx, path,
			   T("part.none", "本小区没有登记它", "the estate has no such record"));
}

void part_check_days(struct ctx *cx, const char *path, const char *since, const char *until)
{
	if (since && until && strcmp(until, since) < 0)
		fail_field(cx, path, T("date.order", "早于开始日期", "is before the first day"));
}
