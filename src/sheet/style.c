#include "sheet/style.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

/* ─── number formats ─── */

/* Past what is shown as it stands: "quoted", \c, _c (a blank as wide as c), *c (fill). */
static const char *skip_literal(const char *p)
{
	if (*p == '"') {
		const char *end = strchr(p + 1, '"');
		return end ? end + 1 : p + strlen(p);
	}
	if (strchr("\\_*", *p))
		return p[1] ? p + 2 : p + 1;
	return NULL;
}

/* [h], [mm], [ss]: time that has elapsed. [Red], [$-804], [>100] are something else. */
static bool is_elapsed(const char *p)
{
	size_t n = strspn(p + 1, "hHmMsS");
	return n && p[1 + n] == ']';
}

enum number_style style_of_code(const char *code)
{
	enum number_style style = STYLE_NUMBER;
	for (const char *p = code; *p && *p != ';';) {
		const char *past = skip_literal(p);
		if (past) {
			p = past;
			continue;
		}
		if (*p == '[' && is_elapsed(p))
			return STYLE_NUMBER;
		if (*p == '[')
			p += strcspn(p, "]");
		else if (!strncmp(p, "General", 7))
			p += 6;
		else if (strchr("yYdD", *p) || (strchr("eE", *p) && !strchr("+-", p[1])))
			return STYLE_DATE;
		else if (strchr("hHsS", *p))
			style = STYLE_TIME;
		else if (strchr("mM", *p) && style == STYLE_NUMBER)
			style = STYLE_DATE; /* a month, unless hours or seconds follow */
		p += *p != '\0';
	}
	return style;
}

enum number_style style_of_builtin(int id)
{
	static const struct {
		int from, to;
		enum number_style style;
	} builtin[] = {
		{14, 17, STYLE_DATE}, {18, 21, STYLE_TIME}, {22, 22, STYLE_DATE},
		{27, 31, STYLE_DATE}, /* 27 to 36 and 50 to 58 are the East Asian ones */
		{32, 35, STYLE_TIME}, {36, 36, STYLE_DATE}, {45, 45, STYLE_TIME},
		{47, 47, STYLE_TIME}, {50, 54, STYLE_DATE}, {55, 56, STYLE_TIME},
		{57, 58, STYLE_DATE},
	};
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (id >= builtin[i].from && id <= builtin[i].to)
			return builtin[i].style;
	return STYLE_NUMBER;
}

bool styles_add_code(struct styles *s, int id, const char *code)
{
	if (s->n_codes == STYLE_CODES_MAX)
		return false;
	if ((s->n_codes & (s->n_codes - 1)) == 0)
		s->codes = mem_grow(s->parent, s->codes, s->n_codes ? s->n_codes * 2 : 1);
	s->codes[s->n_codes++] = (struct style_code){id, style_of_code(code)};
	return true;
}

static enum number_style style_of_id(const struct styles *s, int id)
{
	for (size_t i = s->n_codes; i > 0; i--)
		if (s->codes[i - 1].id == id)
			return s->codes[i - 1].style;
	return style_of_builtin(id);
}

bool styles_add_xf(struct styles *s, int format_id)
{
	if (s->n_xfs == STYLES_MAX)
		return false;
	if ((s->n_xfs & (s->n_xfs - 1)) == 0)
		s->of_xf = mem_grow(s->parent, s->of_xf, s->n_xfs ? s->n_xfs * 2 : 1);
	s->of_xf[s->n_xfs++] = (unsigned char)style_of_id(s, format_id);
	return true;
}

enum number_style styles_get(const struct styles *s, size_t xf)
{
	return xf < s->n_xfs ? (enum number_style)s->of_xf[xf] : STYLE_NUMBER;
}

/* ─── serial days ─── */

enum { DAY_SECONDS = 86400, SERIAL_1970 = 25569, SERIAL_1970_FROM_1904 = 24107 };

/* The day number (date.h) of a whole serial. Lotus 1-2-3 believed in 1900-02-29, serial 60, and
 * every workbook since counts it. */
static bool day_of_serial(int64_t serial, bool is_1904, int32_t *ret_day)
{
	const int64_t last = is_1904 ? 2957003 : 2958465; /* 9999-12-31 */
	if (serial < !is_1904 || serial > last || (!is_1904 && serial == 60))
		return false;
	*ret_day = (int32_t)(is_1904 ? serial - SERIAL_1970_FROM_1904
				     : serial - SERIAL_1970 + (serial < 60));
	return true;
}

/* "12:30:00" at `out`, which has room for it. */
static void put_clock(int seconds, char *out)
{
	char text[16];
	snprintf(text, sizeof text, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
		 seconds % 60);
	memcpy(out, text, sizeof "12:30:00");
}

enum cell_kind serial_format(double serial, enum number_style style, bool is_1904,
			     char out[static SERIAL_SIZE])
{
	if (style == STYLE_NUMBER || !(serial >= 0) || serial > 2958466)
		return CELL_NUMBER;
	int64_t seconds = llround(serial * DAY_SECONDS);
	int64_t whole = seconds / DAY_SECONDS;
	int clock = (int)(seconds % DAY_SECONDS);
	if (whole == 0 && (style == STYLE_TIME || clock > 0)) {
		put_clock(clock, out);
		return CELL_TIME;
	}
	int32_t day;
	if (!day_of_serial(whole, is_1904, &day))
		return CELL_NUMBER;
	date_from_day(day, out);
	if (clock == 0)
		return CELL_DATE;
	out[DATE_SIZE - 1] = ' ';
	put_clock(clock, out + DATE_SIZE);
	return CELL_DATETIME;
}
