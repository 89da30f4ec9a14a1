/* Parameters: their values, what they change of the base's, and that nothing becomes weaker unsaid. */
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "policy/pack_priv.h"

enum { PART_OF_FRACTION_MAX = 1000000000 };

/* ─── values ─── */

static bool parse_fraction(mem *m, const char *text, struct parameter *p)
{
	const char *slash = strchr(text, '/');
	return slash && form_parse_int(mem_strn(m, text, (size_t)(slash - text)), &p->value) &&
	       form_parse_int(slash + 1, &p->den) && p->value >= 0 && p->den > 0 &&
	       p->value <= PART_OF_FRACTION_MAX && p->den <= PART_OF_FRACTION_MAX;
}

static void read_text_value(struct reader *r, const struct yaml *node, struct parameter *p)
{
	p->text = node->text;
	if (!*p->text || utf8_length(p->text) > FORM_TEXT_MAX)
		form_unexpected(r->report, node,
				mem_format(r->m, "文字，最多 %d 个字", FORM_TEXT_MAX),
				mem_format(r->m, "a text of at most %d characters", FORM_TEXT_MAX));
}

static void read_flag_value(struct reader *r, const struct yaml *node, struct parameter *p)
{
	p->value = !strcmp(node->text, "true");
	if (!p->value && strcmp(node->text, "false") != 0)
		form_unexpected(r->report, node, " true 或 false", "true or false");
}

static void read_value(struct reader *r, const struct yaml *node, struct parameter *p)
{
	int32_t day = 0;
	if (!node || node->kind != YAML_SCALAR || node->is_bad)
		return;
	switch (p->type) {
	case PARAMETER_INT:
		(void)form_int(r->report, node, -INT64_C(1000000000000000),
			       INT64_C(1000000000000000), &p->value);
		break;
	case PARAMETER_FLAG:
		read_flag_value(r, node, p);
		break;
	case PARAMETER_TEXT:
		read_text_value(r, node, p);
		break;
	case PARAMETER_DATE:
		if (form_day(r->report, node, &day))
			p->value = day;
		break;
	case PARAMETER_FRACTION:
		if (!parse_fraction(r->m, node->text, p))
			form_unexpected(r->report, node, "分数，如 2/3", "a fraction, as 2/3");
		break;
	default:
		break; /* the type is missing or wrong: a finding says so */
	}
}

/* ─── a change of the base's ─── */

static int compare(const struct parameter *a, const struct parameter *b)
{
	__int128 x = a->value, y = b->value;
	if (a->type == PARAMETER_FRACTION) {
		x *= b->den;
		y *= a->den;
	}
	return (x > y) - (x < y);
}

static bool is_weaker(const struct parameter *p)
{
	int c = compare(p, p->below);
	return (p->stricter == STRICTER_HIGHER && c < 0) ||
	       (p->stricter == STRICTER_LOWER && c > 0);
}

static const char *value_show(mem *m, const struct parameter *p)
{
	char date[DATE_SIZE];
	switch (p->type) {
	case PARAMETER_FLAG:
		return p->value ? "true" : "false";
	case PARAMETER_TEXT:
		return p->text;
	case PARAMETER_DATE:
		date_from_day((int32_t)p->value, date);
		return mem_str(m, date);
	case PARAMETER_FRACTION:
		return mem_format(m, "%lld/%lld", (long long)p->value, (long long)p->den);
	case PARAMETER_INT:
	default:
		return mem_format(m, "%lld", (long long)p->value);
	}
}

const char *parameter_show(mem *m, const struct parameter *p, enum lang lang)
{
	char number[DECIMAL_SIZE];
	const char *value = number;
	if (p->type == PARAMETER_INT)
		decimal_format(p->value, p->places, number);
	else
		value = value_show(m, p);
	if (!p->unit.zh)
		return mem_str(m, value);
	return mem_format(m, "%s %s", value, label_in(p->unit, lang));
}

static void check_change(struct reader *r, const struct yaml *node, struct parameter *p)
{
	static const char *const fixed[] = {"title", "type", "unit", "places", "stricter"};
	const struct yaml *said;
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if ((said = yaml_get(node, fixed[i])))
			wrong(r->report, said->key,
			      T("pack.fixed", "参数“{1}”来自上级包，“{2}”不能再写",
				"the parameter “{1}” is the base's: its “{2}” stays, leave it out"),
			      str(p->id), str(fixed[i]));
	p->title = p->below->title;
	p->unit = p->below->unit;
	p->type = p->below->type;
	p->stricter = p->below->stricter;
	p->places = p->below->places;
}

static void check_strict(struct reader *r, const struct yaml *node, struct parameter *p)
{
	const struct yaml *said = yaml_get(node, "acknowledged");
	bool is_less = p->below && is_weaker(p);
	if (is_less && !said)
		wrong(r->report, yaml_get(node, "value"),
		      T("pack.weaker", "{1} 比上级包的 {2} 宽松；改严，或用 acknowledged: 说明理由",
			"{1} is weaker than the base's {2}: make it stricter, or give the reason "
			"under acknowledged:"),
		      str(value_show(r->m, p)), str(value_show(r->m, p->below)));
	if (!is_less && said)
		warn(r->report, said->key,
		     T("pack.not_weaker", "并不比上级包宽松，acknowledged 可以删去",
		       "is not weaker than the base's: acknowledged can go"));
}

static void check_new(struct reader *r, const struct yaml *node, const struct parameter *p)
{
	static const char *const needed[] = {"title", "type", "stricter"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!yaml_get(node, needed[i]) && !r->is_base_missing)
			form_missing(r->report, node, needed[i]);
	if (p->type == PARAMETER_TEXT && p->stricter > STRICTER_NONE)
		wrong(r->report, yaml_get(node, "stricter"),
		      T("pack.text_strict", "文字没有宽严，应写 none",
			"a text is never stricter: write none"));
}

/* ─── all ─── */

static void read_parameter(struct reader *r, const struct yaml *node, struct parameter *p)
{
	size_t before = r->report->n_errors;
	p->is_own = true;
	p->below = p->id && r->pack->base ? pack_parameter(r->pack->base, p->id) : NULL;
	if (p->below)
		check_change(r, node, p);
	else
		check_new(r, node, p);
	read_value(r, yaml_get(node, "value"), p);
	if (before == r->report->n_errors && yaml_get(node, "value"))
		check_strict(r, node, p);
}

/* "params.x" of a number could be a part of the fraction "x". */
static void check_fraction_names(struct reader *r)
{
	const struct names *of = &r->names[THING_PARAMETER];
	for (size_t i = 0; i < of->n; i++) {
		const struct parameter *p = of->all[i].it, *whole;
		size_t n = strlen(p->id);
		bool is_part =
			n > 4 && (!strcmp(p->id + n - 4, "_num") || !strcmp(p->id + n - 4, "_den"));
		if (!is_part || !of->all[i].node)
			continue;
		whole = names_find(r, THING_PARAMETER, mem_strn(r->m, p->id, n - 4));
		if (whole && whole->type == PARAMETER_FRACTION)
			wrong(r->report, of->all[i].node,
			      T("pack.fraction_part", "“{1}”是分数“{2}”的一部分，请换一个标识",
				"“{1}” is a part of the fraction “{2}”: take another id"),
			      str(p->id), str(whole->id));
	}
}

/* The base's first, in its order and as this pack has them, then what is new. */
static void merge(struct reader *r, const struct parameter *own, size_t n_own)
{
	struct pack *p = r->pack;
	const struct pack *base = p->base;
	size_t n_base = base ? base->n_parameters : 0;
	p->parameters = mem_array(r->m, struct parameter, n_base + n_own);
	p->n_parameters = 0;
	for (size_t i = 0; i < n_base; i++) {
		struct parameter *to = &p->parameters[p->n_parameters++];
		const struct parameter *changed =
			names_find(r, THING_PARAMETER, base->parameters[i].id);
		*to = changed ? *changed : base->parameters[i];
		to->is_own = changed != NULL;
	}
	for (size_t i = 0; i < n_own; i++)
		if (own[i].id && !own[i].below)
			p->parameters[p->n_parameters++] = own[i];
}

/* What the findings of the second half of the reading look up: with the base's. */
static void name_again(struct reader *r)
{
	struct names *of = &r->names[THING_PARAMETER];
	const struct names own = *of;
	of->all = NULL;
	of->n = of->room = 0;
	for (size_t i = 0; i < r->pack->n_parameters; i++) {
		const struct parameter *p = &r->pack->parameters[i];
		const struct name *said = p->is_own ? names_entry(&own, p->id) : NULL;
		names_add(r, THING_PARAMETER, p, said ? said->node : NULL);
	}
	names_sort(r, THING_PARAMETER);
}

void read_parameters(struct reader *r)
{
	struct parameter *own = r->pack->parameters;
	size_t n_own = r->pack->n_parameters, i = 0;
	const struct yaml *node = part_items(r, PART_PACK, "parameters");
	for (; node && i < n_own; node = node->next, i++) {
		read_parameter(r, node, &own[i]);
		names_add(r, THING_PARAMETER, &own[i], node);
	}
	r->names[THING_PARAMETER].is_partial |= r->is_broken[PART_PACK];
	names_sort(r, THING_PARAMETER);
	names_check(r, THING_PARAMETER);
	merge(r, own, n_own);
	name_again(r);
	check_fraction_names(r);
}
