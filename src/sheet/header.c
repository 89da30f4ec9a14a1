#include "sheet/header.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
	KNOWN_MAX = 128,
	TITLE_BYTES_MAX = 150,
	SCORE_LEAST = 8
}; /* one title that is known, or two that nearly are */

/* ─── titles ─── */

/* The opening brackets that enclose an aside, after folding to half width, and their ends. */
static const struct bracket {
	const char *open, *close;
} brackets[] = {{"(", ")"}, {"[", "]"}, {"【", "】"}, {"{", "}"}, {"〔", "〕"}};

/* The aside at `s`, if one begins there; *ret_past is behind it. */
static const struct bracket *aside_at(const char *s, const char **ret_past)
{
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
		size_t n = strlen(brackets[i].open);
		const char *end =
			strncmp(s, brackets[i].open, n) ? NULL : strstr(s + n, brackets[i].close);
		if (!end)
			continue;
		*ret_past = end + strlen(brackets[i].close);
		return &brackets[i];
	}
	return NULL;
}

static bool is_noise(char c)
{
	return isspace((unsigned char)c) || strchr("*:_-#", c);
}

static char *plain(mem *parent, const char *title, bool keeps_asides)
{
	char *folded = mem_str(parent, title);
	utf8_fold_width(folded);
	struct buf out = buf_on(parent);
	for (const char *p = folded; *p;) {
		const char *past;
		if (!keeps_asides && aside_at(p, &past)) {
			p = past;
			continue;
		}
		if (!is_noise(*p) && !(keeps_asides && strchr("()[]", *p)))
			buf_putc(&out, (char)tolower((unsigned char)*p));
		p++;
	}
	return buf_text(&out);
}

char *header_plain(mem *parent, const char *title)
{
	char *s = plain(parent, title, false);
	return *s ? s : plain(parent, title, true);
}

/* Measure words, as they stand in brackets or in a row of their own. */
static bool is_unit(const char *s)
{
	static const char *const units[] = {"元",   "万元", "㎡",   "平方米", "平米", "m2", "m²",
					    "户",   "栋",   "幢",   "个",     "人",   "年", "%",
					    "万㎡", "亩",   "公顷", "层",     "米",   "台", "辆",
					    "岁",   "天",   "月",   "部",     "套"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (!strcmp(s, units[i]))
			return true;
	return !strncmp(s, "元/", strlen("元/")) || !strncmp(s, "单位:", strlen("单位:"));
}

/* "物业费（元/㎡·月）" → "元/㎡·月"; also a bare "元/㎡·月", or "（㎡）", of a row of units. */
static const char *unit_in(mem *parent, const char *title)
{
	char *s = mem_str(parent, title);
	utf8_fold_width(s);
	const char *past;
	for (const char *p = s; *p; p++) {
		const struct bracket *b = aside_at(p, &past);
		if (!b)
			continue;
		const char *inside = p + strlen(b->open);
		char *unit = mem_strn(parent, inside, (size_t)(past - inside) - strlen(b->close));
		utf8_trim(unit);
		if (is_unit(unit))
			return strncmp(unit, "单位:", strlen("单位:")) ? unit
								       : unit + strlen("单位:");
	}
	return is_unit(s) ? s : NULL;
}

/* ─── fitting titles to keys ─── */

struct names {
	const struct known_column *known;
	size_t n;
	char *plain[KNOWN_MAX][KNOWN_NAMES_MAX];
};

static struct names *plain_names(mem *parent, const struct known_column *known)
{
	struct names *names = mem_new(parent, struct names);
	names->known = known;
	for (; known[names->n].key && names->n < KNOWN_MAX; names->n++)
		for (int i = 0; i < KNOWN_NAMES_MAX && known[names->n].names[i]; i++)
			names->plain[names->n][i] = header_plain(names, known[names->n].names[i]);
	return names;
}

/* How a title fits a key; *ret_overlap is how much of it, where one only holds the other. */
static enum match fit(const struct names *names, size_t key, const char *title, size_t *ret_overlap)
{
	enum match best = MATCH_NONE;
	*ret_overlap = 0;
	for (int i = 0; i < KNOWN_NAMES_MAX && names->plain[key][i]; i++) {
		const char *name = names->plain[key][i];
		if (!strcmp(name, title))
			return i ? MATCH_ALIAS : MATCH_EXACT;
		bool holds = strstr(title, name), is_held = strstr(name, title);
		size_t overlap = strlen(holds ? name : title);
		if ((holds || is_held) && overlap > *ret_overlap && overlap > strlen("户")) {
			best = MATCH_CONTAINS;
			*ret_overlap = overlap;
		}
	}
	return best;
}

/* The keys that fit a title best, and how well. */
struct fits {
	enum match match;
	size_t overlap, n;
	size_t keys[KNOWN_MAX];
};

static void fit_all(const struct names *names, const char *title, struct fits *ret)
{
	ret->match = MATCH_NONE;
	ret->overlap = ret->n = 0;
	bool is_title = *title && strlen(title) <= TITLE_BYTES_MAX;
	for (size_t i = 0; is_title && i < names->n; i++) {
		size_t overlap;
		enum match m = fit(names, i, title, &overlap);
		if (m == MATCH_NONE || m < ret->match ||
		    (m == ret->match && overlap < ret->overlap))
			continue;
		if (m > ret->match || overlap > ret->overlap)
			ret->n = 0;
		ret->match = m;
		ret->overlap = overlap;
		ret->keys[ret->n++] = i;
	}
}

/* ─── a row, or two, taken for the header ─── */

struct attempt {
	struct header *header;
	size_t upper, lower; /* rows; the same where one row is the header */
	int score;
};

static const char *text_at(const struct row *r, int column)
{
	return row_cell(r, column)->text;
}

/* The heading over several columns that a lower title stands under: the cell above it, or the
 * next one to its left. */
static const char *heading(const struct row *upper, int column)
{
	while (column > 1 && !*text_at(upper, column))
		column--;
	return text_at(upper, column);
}

static void set_fits(mem *parent, struct header_column *c, const struct names *names,
		     const struct fits *f)
{
	const char **keys = mem_array(parent, const char *, f->n + 1);
	for (size_t i = 0; i < f->n; i++) {
		size_t known = f->keys[i];
		keys[i] = names->known[known].key;
	}
	c->match = f->match;
	c->key = f->n == 1 ? keys[0] : NULL;
	c->candidates = f->n == 1 ? &keys[1] : keys;
}

/* The title alone, or with its heading if that fits better or as well. */
static void match_column(mem *parent, struct header_column *c, const struct names *names,
			 const char *above)
{
	struct fits alone, both;
	char *own = header_plain(parent, c->title);
	fit_all(names, own, &alone);
	c->unit = unit_in(parent, c->title);
	if (*above) {
		char *over = header_plain(parent, above);
		fit_all(names, mem_format(parent, "%s%s", over, own), &both);
		c->title = mem_format(parent, "%s %s", above, c->title);
		if (!c->unit)
			c->unit = unit_in(parent, above);
	}
	bool takes_both =
		*above && both.match >= alone.match && both.n <= (alone.n ? alone.n : both.n);
	set_fits(parent, c, names, takes_both ? &both : &alone);
}

/* Two columns for one key: the one that fits better has it; between equals it stays open. */
static void settle(mem *parent, struct header *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct header_column *c = &h->columns[i];
		enum match best = MATCH_NONE;
		const char *key = c->key;
		size_t n_best = 0;
		for (size_t j = 0; key && j < h->n; j++) {
			if (h->columns[j].key != key)
				continue;
			n_best = h->columns[j].match > best
					 ? 1
					 : n_best + (h->columns[j].match == best);
			best = h->columns[j].match > best ? h->columns[j].match : best;
		}
		for (size_t j = i; key && j < h->n; j++) {
			struct header_column *d = &h->columns[j];
			if (d->key != key || (d->match == best && n_best == 1))
				continue;
			d->key = NULL;
			d->candidates = mem_array(parent, const char *, 2);
			d->candidates[0] = d->match == best ? key : NULL;
			d->match = d->match == best ? best : MATCH_NONE;
		}
	}
}

static int score_column(const struct header_column *c, const struct cell *cell)
{
	static const int points[] = {
		[MATCH_NONE] = 0, [MATCH_CONTAINS] = 4, [MATCH_ALIAS] = 10, [MATCH_EXACT] = 10};
	bool is_value = cell->kind != CELL_EMPTY && cell->kind != CELL_TEXT;
	return (c->key ? points[c->match] : c->match ? 1 : 0) - (is_value ? 5 : 0);
}

static struct attempt attempt(mem *parent, const struct row *rows, size_t lower, size_t upper,
			      const struct names *names)
{
	const struct row *r = &rows[lower], *u = &rows[upper];
	int width = r->n > u->n ? r->n : u->n;
	struct header *h = mem_new(parent, struct header);
	struct attempt a = {.header = h, .upper = upper, .lower = lower};
	h->columns = mem_array(h, struct header_column, (size_t)width);
	h->row = r->number;
	h->first_row = u->number;
	for (int column = 1; column <= width; column++) {
		bool is_low = *text_at(r, column);
		const char *title = text_at(is_low ? r : u, column);
		if (!*title)
			continue;
		struct header_column *c = &h->columns[h->n++];
		c->column = column;
		c->title = title;
		match_column(h, c, names, is_low && upper != lower ? heading(u, column) : "");
	}
	settle(h, h);
	for (size_t i = 0; i < h->n; i++) {
		a.score += score_column(&h->columns[i], row_cell(r, h->columns[i].column));
		h->n_matched += h->columns[i].key != NULL;
	}
	return a;
}

static bool says_the_same(const struct row *a, const struct row *b)
{
	bool is_same = a->n == b->n;
	for (int i = 1; is_same && i <= a->n; i++)
		is_same = !strcmp(text_at(a, i), text_at(b, i));
	return is_same;
}

/* ─── choosing ─── */

/* Better, or as good and shorter; what is as good and says something else is a rival. */
static void consider(struct attempt *best, const struct attempt *a, const struct row *rows)
{
	if (!best->header || a->score > best->score) {
		*best = *a;
		return;
	}
	bool is_rival = a->score == best->score && a->score > 0 && a->upper == a->lower &&
			a->lower != best->lower && a->lower != best->upper &&
			!says_the_same(&rows[a->lower], &rows[best->lower]);
	if (is_rival && !best->header->rival_row)
		best->header->rival_row = rows[a->lower].number;
}

/* Nothing is known: the first row with the most texts and no numbers. */
static size_t most_like_a_header(const struct row *rows, size_t n)
{
	size_t best = 0;
	int most = 0;
	for (size_t i = 0; i < n; i++) {
		int texts = 0;
		for (int j = 0; j < rows[i].n; j++)
			texts += rows[i].cells[j].kind == CELL_TEXT
					 ? 1
					 : -(rows[i].cells[j].kind != CELL_EMPTY);
		if (texts > most) {
			most = texts;
			best = i;
		}
	}
	return best;
}

/* Under the header: a row of nothing but units. */
static bool take_units(mem *parent, struct header *h, const struct row *r)
{
	bool has_unit = false;
	for (int i = 0; i < r->n; i++) {
		const char *text = r->cells[i].text;
		if (*text && !unit_in(parent, text))
			return false;
		has_unit |= *text != '\0';
	}
	for (size_t i = 0; has_unit && i < h->n; i++) {
		const char *text = text_at(r, h->columns[i].column);
		if (*text)
			h->columns[i].unit = unit_in(parent, text);
	}
	return has_unit;
}

/* One text over all of the row beneath: a title of the table, which is no heading. */
static bool is_title_over(const struct row *upper, const struct row *lower)
{
	int first = 1;
	while (first <= lower->n && !*text_at(lower, first))
		first++;
	const char *title = heading(upper, first);
	bool is_one = *title;
	for (int i = 1; is_one && i <= upper->n; i++)
		is_one = !*text_at(upper, i) || !strcmp(text_at(upper, i), title);
	return is_one;
}

struct header *header_find(mem *parent, const struct row *rows, size_t n,
			   const struct known_column *known)
{
	struct names *names = plain_names(parent, known);
	struct attempt best = {0};
	if (n > HEADER_ROWS_MAX)
		n = HEADER_ROWS_MAX;
	for (size_t i = 0; i < n; i++) {
		struct attempt one = attempt(parent, rows, i, i, names);
		consider(&best, &one, rows);
	}
	for (size_t i = 1; i < n; i++) {
		if (rows[i].number != rows[i - 1].number + 1 ||
		    is_title_over(&rows[i - 1], &rows[i]))
			continue;
		struct attempt two = attempt(parent, rows, i, i - 1, names);
		consider(&best, &two, rows);
	}
	if (!n)
		return mem_new(parent, struct header);
	if (best.score < SCORE_LEAST) {
		size_t i = most_like_a_header(rows, n);
		best = attempt(parent, rows, i, i, names);
	}
	struct header *h = best.header;
	size_t next = best.lower + 1;
	h->data_row = h->row + 1;
	if (next < n && take_units(h, h, &rows[next]))
		h->data_row = rows[next].number + 1;
	return h;
}

int header_column(const struct header *h, const char *key)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->columns[i].key && !strcmp(h->columns[i].key, key))
			return h->columns[i].column;
	return 0;
}
