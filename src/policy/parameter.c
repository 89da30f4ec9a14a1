#include "policy/parameter.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"

static const char *number_show(mem *m, const struct parameter *p, enum lang lang)
{
	char number[DECIMAL_SIZE];
	decimal_format(p->value, p->places, number);
	return p->unit.zh ? mem_format(m, "%s %s", number, label_in(p->unit, lang))
			  : mem_str(m, number);
}

static const char *day_show(mem *m, int32_t day)
{
	char *text = mem_array(m, char, DATE_SIZE);
	date_from_day(day, text);
	return text;
}

const char *parameter_show(mem *m, const struct parameter *p, enum lang lang)
{
	switch (p->type) {
	case PARAMETER_INT:
		return number_show(m, p, lang);
	case PARAMETER_FLAG:
		return p->value ? label_in((struct label){"是", "yes"}, lang)
				: label_in((struct label){"否", "no"}, lang);
	case PARAMETER_TEXT:
		return p->text;
	case PARAMETER_DATE:
		return day_show(m, (int32_t)p->value);
	case PARAMETER_FRACTION:
		return mem_format(m, "%lld/%lld", (long long)p->value, (long long)p->den);
	}
	return "";
}

static bool uses(const struct expr *e, const struct expr_scope *scope, const char *name)
{
	for (size_t i = 0; e && i < scope->n; i++)
		if (!strcmp(scope->variables[i].name, name) && expr_uses(e, i))
			return true;
	return false;
}

static bool names(const struct measure *m, const char *variable)
{
	const struct expr_scope *scope = pack_scope(m->pack, m->subject);
	return uses(m->when, scope, variable) || uses(m->meets, scope, variable);
}

bool measure_reads(const struct measure *m, const char *parameter)
{
	char name[128];
	static const char *const endings[] = {"", "_num", "_den"};
	bool reads = false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings && !reads; i++) {
		int n = snprintf(name, sizeof name, "params.%s%s", parameter, endings[i]);
		reads = n > 0 && (size_t)n < sizeof name && names(m, name);
	}
	return reads;
}
