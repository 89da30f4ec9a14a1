/* Holidays and make-up workdays. A year that the pack gives takes the place of the base's. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "policy/pack_priv.h"

enum { YEAR_DAYS = 366 };

struct year {
	int number;
	int32_t first, n_days; /* of the year */
	const struct yaml *said[YEAR_DAYS];
	bool is_work[YEAR_DAYS];
	struct label name[YEAR_DAYS];
};

struct days {
	struct calendar_day *all;
	int *years;
	size_t n, room, n_years;
};

/* Days of the week from Thursday, 1970-01-01. */
static bool is_weekend(int32_t day)
{
	int32_t of_week = (day % 7 + 7) % 7;
	return of_week == 2 || of_week == 3;
}

static int32_t first_of(int year)
{
	char date[DATE_SIZE];
	date_from_ymd(year, 1, 1, date);
	return date_to_day(date);
}

static bool read_day(const struct yaml *node, int32_t *ret)
{
	if (!node || node->kind != YAML_SCALAR || !date_is_valid(node->text))
		return false; /* the form has said so */
	*ret = date_to_day(node->text);
	return true;
}

static bool is_in_year(struct reader *r, const struct year *y, int32_t day, const struct yaml *node)
{
	if (day >= y->first && day < y->first + y->n_days)
		return true;
	wrong(r->report, node, T("pack.other_year", "不在 {1} 年", "is not in {1}"),
	      i64(y->number));
	return false;
}

static struct label label_of(const struct yaml *node)
{
	const struct yaml *zh = node ? yaml_get(node, "zh") : NULL;
	const struct yaml *en = node ? yaml_get(node, "en") : NULL;
	return (struct label){zh ? zh->text : NULL, en ? en->text : NULL};
}

static bool put_day(struct reader *r, struct year *y, int32_t day, const struct yaml *node)
{
	int32_t at = day - y->first;
	if (y->said[at]) {
		wrong(r->report, node,
		      T("pack.day_twice", "这一天已在第 {1} 行",
			"the day stands on line {1} already"),
		      i64(y->said[at]->line));
		return false;
	}
	y->said[at] = node;
	return true;
}

static void read_holiday(struct reader *r, struct year *y, const struct yaml *node)
{
	const struct yaml *from = yaml_get(node, "from"), *to = yaml_get(node, "to");
	int32_t first, last;
	if (!read_day(from, &first) || !read_day(to, &last) || !is_in_year(r, y, first, from) ||
	    !is_in_year(r, y, last, to))
		return;
	if (last < first)
		wrong(r->report, to,
		      T("pack.holiday_end", "最后一天早于第一天",
			"the last day is before the first"));
	for (int32_t day = first; day <= last && put_day(r, y, day, from); day++)
		y->name[day - y->first] = label_of(yaml_get(node, "name"));
}

static void read_workday(struct reader *r, struct year *y, const struct yaml *node)
{
	int32_t day;
	if (!read_day(node, &day) || !is_in_year(r, y, day, node))
		return;
	if (!is_weekend(day))
		wrong(r->report, node,
		      T("pack.no_weekend", "{1} 本来就是工作日，不是调休的周末",
			"{1} is a working day anyway, no day of a weekend"),
		      str(node->text));
	if (put_day(r, y, day, node))
		y->is_work[day - y->first] = true;
}

static void add_day(struct reader *r, struct days *to, struct calendar_day day)
{
	if (to->n == to->room) {
		to->room = to->room ? to->room * 2 : 64;
		to->all = mem_grow(r->m, to->all, to->room);
	}
	to->all[to->n++] = day;
}

static bool has_year(const struct days *d, int year)
{
	for (size_t i = 0; i < d->n_years; i++)
		if (d->years[i] == year)
			return true;
	return false;
}

static void read_year(struct reader *r, struct days *to, const struct yaml *node)
{
	const struct yaml *said = yaml_get(node, "year");
	const struct yaml *holidays = yaml_get(node, "holidays"),
			  *work = yaml_get(node, "workdays");
	int64_t number;
	if (!said || said->kind != YAML_SCALAR || !form_parse_int(said->text, &number) ||
	    number < 1990 || number > 2100)
		return;
	if (has_year(to, (int)number)) {
		wrong(r->report, said, T("pack.year_twice", "{1} 年写了两次", "{1} stands twice"),
		      i64(number));
		return;
	}
	struct year *y = mem_new(r->m, struct year);
	y->number = to->years[to->n_years++] = (int)number;
	y->first = first_of(y->number);
	y->n_days = first_of(y->number + 1) - y->first;
	for (const struct yaml *v = holidays ? holidays->first : NULL; v; v = v->next)
		read_holiday(r, y, v);
	for (const struct yaml *v = work ? work->first : NULL; v; v = v->next)
		read_workday(r, y, v);
	for (int32_t i = 0; i < y->n_days; i++)
		if (y->said[i])
			add_day(r, to,
				(struct calendar_day){y->first + i, y->is_work[i], y->name[i]});
	mem_free(y);
}

static void inherit(struct reader *r, struct days *to)
{
	const struct calendar *below = r->pack->base ? &r->pack->base->calendar : NULL;
	size_t n_own = to->n_years, day = 0;
	char first[DATE_SIZE];
	for (size_t i = 0; below && i < below->n_years; i++) {
		int year = below->years[i];
		date_from_ymd(year + 1, 1, 1, first);
		size_t end = day;
		while (end < below->n && below->days[end].day < date_to_day(first))
			end++;
		bool is_own = has_year(&(struct days){.years = to->years, .n_years = n_own}, year);
		for (; day < end; day++)
			if (!is_own)
				add_day(r, to, below->days[day]);
		if (!is_own)
			to->years[to->n_years++] = year;
	}
}

static int by_day(const void *a, const void *b)
{
	const struct calendar_day *x = a, *y = b;
	return (x->day > y->day) - (x->day < y->day);
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void read_calendar(struct reader *r)
{
	const struct yaml *first = part_items(r, PART_CALENDAR, "years");
	size_t n_below = r->pack->base ? r->pack->base->calendar.n_years : 0, n = n_below;
	struct days days = {0};
	for (const struct yaml *node = first; node; node = node->next)
		n++;
	days.years = mem_array(r->m, int, n);
	for (const struct yaml *node = first; node; node = node->next)
		read_year(r, &days, node);
	inherit(r, &days);
	if (days.n)
		qsort(days.all, days.n, sizeof *days.all, by_day);
	if (days.n_years)
		qsort(days.years, days.n_years, sizeof *days.years, by_number);
	r->pack->calendar = (struct calendar){days.all, days.n, days.years, days.n_years};
}
