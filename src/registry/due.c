#include "registry/due.h"

#include "base/date.h"
#include "place/reach.h"
#include "place/region.h"

static const struct choice due_values[] = {
	{"past", "已到期", "Past due"},
	{"soon", "即将到期", "Due soon"},
};
const struct choices dues = CHOICES("due", due_values);

static const char *days_from(struct ctx *cx, const char *today, int64_t days)
{
	char *day = mem_array(cx->mem, char, DATE_SIZE);
	date_from_day(date_to_day(today) + (int32_t)days, day);
	return day;
}

struct due_days due_days(struct ctx *cx, int64_t due, enum setting_id ahead)
{
	const char *today = reach_today(cx);
	if (due == DUE_PAST)
		return (struct due_days){ALWAYS, days_from(cx, today, -1)};
	if (due == DUE_SOON)
		return (struct due_days){today, days_from(cx, today, setting_int(cx, ahead))};
	return (struct due_days){0};
}
