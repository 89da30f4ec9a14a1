#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "place/identifier.h"
#include "registry/human_priv.h"

/* Owners' rolls: names with shares, and phones. */

enum { OWNERS_MAX = 100, PHONES_MAX = 20, NAME_CHARS_MAX = 60, SHARE_DEN_MAX = 1000000 };

/* Half width; HUMAN_NONE if there is nothing, however long. */
static enum human fold(mem *parent, const char *s, char **ret, struct human_fault *fault)
{
	struct plain p;
	if (strlen(s) < PLAIN_SIZE && plain_open(&p, s, fault) == HUMAN_NONE)
		return HUMAN_NONE;
	*ret = mem_str(parent, s);
	utf8_fold_width(*ret);
	return **ret ? HUMAN_VALUE : HUMAN_NONE;
}

/* What divides owners, or phones, whatever stands around it. */
static size_t divider(const char *s)
{
	static const char *const dividers[] = {"/", "、", ",", ";", "\n", "\r", "\t", "|", "\\"};
	for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++)
		if (!strncmp(s, dividers[i], strlen(dividers[i])))
			return strlen(dividers[i]);
	return 0;
}

/* ─── shares ─── */

struct share {
	int64_t num, den;
};

static struct share shorten(struct share s)
{
	int64_t a = s.num, b = s.den;
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a > 1 ? (struct share){s.num / a, s.den / a} : s;
}

/* Past "50%", "33.33 %", "1/2" or "0.5"; a bare whole number is none. */
static bool take_share(const char **s, struct share *ret)
{
	char text[16];
	size_t n = strspn(*s, "0123456789.");
	if (!n || n >= sizeof text)
		return false;
	memcpy(text, *s, n);
	text[n] = '\0';
	const char *p = *s + n;
	p += strspn(p, " ");
	struct share v = {0, 10000};
	enum decimal_result r = DECIMAL_NOT_A_NUMBER;
	if (*p == '%') {
		v.den = SHARE_DEN_MAX; /* four places of a hundredth */
		r = decimal_parse(text, 4, &v.num);
		p++;
	} else if (*p == '/' && isdigit((unsigned char)p[1])) {
		r = decimal_parse(text, 0, &v.num);
		for (v.den = 0, p++; isdigit((unsigned char)*p) && v.den <= SHARE_DEN_MAX; p++)
			v.den = v.den * 10 + (*p - '0');
	} else if (strchr(text, '.')) {
		r = decimal_parse(text, 4, &v.num);
	}
	if (r != DECIMAL_OK || v.num <= 0 || v.num > v.den || v.den > SHARE_DEN_MAX)
		return false;
	*s = p;
	*ret = shorten(v);
	return true;
}

static bool add(struct share *sum, struct share s)
{
	int64_t a, b;
	if (__builtin_mul_overflow(sum->num, s.den, &a) ||
	    __builtin_mul_overflow(s.num, sum->den, &b) ||
	    __builtin_add_overflow(a, b, &sum->num) ||
	    __builtin_mul_overflow(sum->den, s.den, &sum->den))
		return false;
	*sum = shorten(*sum);
	return true;
}

/* ─── owners ─── */

struct roll {
	mem *parent;
	const char *written;
	struct human_owner *owners;
	size_t n;
	struct buf name; /* of the owner being read */
	bool after_blank;
	struct human_fault *fault;
};

/* "张三等3人", "张三等" */
static bool is_cut_short(const char *name)
{
	const char *etc = strstr(name, "等");
	const char *rest = etc ? etc + strlen("等") : "";
	return etc && (!*rest || isdigit((unsigned char)*rest) || strstr(rest, "人"));
}

static void trim_end(struct buf *name, bool *ret_has_bracket)
{
	static const char *const tails[] = {" ", "(", ":", "占", "份额", "产权"};
	for (bool moves = true; moves;) {
		moves = false;
		for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
			size_t n = strlen(tails[i]);
			if (name->len < n || memcmp(name->data + name->len - n, tails[i], n) != 0)
				continue;
			*ret_has_bracket |= *tails[i] == '(';
			name->len -= n;
			moves = true;
		}
	}
}

static enum human end_name(struct roll *r)
{
	char *name = buf_text(&r->name);
	utf8_trim(name);
	r->name.len = 0;
	if (!*name)
		return HUMAN_VALUE;
	if (is_cut_short(name))
		return human_wrong(r->fault, r->written,
				   T("human.owner_etc", "“{1}”没有写全，请写出每个产权人",
				     "“{1}” leaves owners out; name each of them"));
	if (utf8_length(name) > NAME_CHARS_MAX || r->n == OWNERS_MAX)
		return human_wrong(r->fault, name,
				   T("human.owner_long", "“{1}”不像一个名字，请用顿号把产权人分开",
				     "“{1}” does not look like a name; put commas between owners"));
	r->owners = mem_grow(r->parent, r->owners, r->n + 1);
	r->owners[r->n++] = (struct human_owner){.name = mem_str(r->parent, name)};
	return HUMAN_VALUE;
}

/* A share belongs to the name before it. */
static enum human end_share(struct roll *r, struct share s, const char **at)
{
	bool has_bracket = false;
	trim_end(&r->name, &has_bracket);
	bool has_name = r->name.len > 0;
	enum human h = end_name(r);
	if (h != HUMAN_VALUE)
		return h;
	struct human_owner *last = r->n ? &r->owners[r->n - 1] : NULL;
	if (!last || (!has_name && last->den))
		return human_wrong(r->fault, r->written,
				   T("human.share_alone", "“{1}”里有一个份额不知道是谁的",
				     "In “{1}” a share stands without an owner"));
	last->num = s.num;
	last->den = s.den;
	if (has_bracket && **at == ')')
		(*at)++;
	return HUMAN_VALUE;
}

/* The characters up to the next blank, divider, bracket or digit. */
static size_t piece_length(const char *s)
{
	size_t n = 0;
	while (s[n] && !strchr(" (0123456789", s[n]) && !divider(s + n))
		n++;
	return n;
}

/* A blank divides names, but for 张　三, whose two characters were spaced out, and Latin ones. */
static bool blank_joins(const struct buf *name, const char *next)
{
	unsigned char first = (unsigned char)*name->data,
		      last = (unsigned char)name->data[name->len - 1];
	bool is_spaced = name->len == 3 && first >= 0xE0 && piece_length(next) == 3 &&
			 (unsigned char)*next >= 0xE0;
	return is_spaced || (isalpha(last) && isalpha((unsigned char)*next));
}

static enum human take_character(struct roll *r, const char **s)
{
	enum human h = HUMAN_VALUE;
	if (r->after_blank && r->name.len) {
		if (!blank_joins(&r->name, *s))
			h = end_name(r);
		else if (isalpha((unsigned char)**s))
			buf_putc(&r->name, ' ');
	}
	r->after_blank = false;
	const char *start = *s;
	(void)utf8_next(s);
	buf_put(&r->name, start, (size_t)(*s - start));
	return h;
}

static enum human take_next(struct roll *r, const char **s)
{
	struct share share;
	size_t n = divider(*s);
	if (isdigit((unsigned char)**s) && take_share(s, &share))
		return end_share(r, share, s);
	if (n) {
		*s += n;
		r->after_blank = false;
		return end_name(r);
	}
	if (**s == ' ') {
		r->after_blank = true;
		(*s)++;
		return HUMAN_VALUE;
	}
	return take_character(r, s);
}

static enum human check_shares(struct roll *r)
{
	struct share sum = {0, 1};
	size_t said = 0;
	for (size_t i = 0; i < r->n; i++) {
		struct share s = {r->owners[i].num, r->owners[i].den};
		said += s.den > 0;
		if (s.den && !add(&sum, s))
			return human_wrong(r->fault, r->written,
					   T("human.share_fine", "“{1}”的份额太零碎，请写成分数",
					     "The shares of “{1}” are too fine; write fractions"));
	}
	if (!said)
		return HUMAN_VALUE;
	if (said < r->n)
		return human_wrong(r->fault, r->written,
				   T("human.share_some",
				     "“{1}”里有人没写份额：要么都写，要么都不写",
				     "In “{1}” some shares are missing; write all or none"));
	if (sum.num != sum.den)
		return human_wrong(
			r->fault, r->written,
			T("human.share_sum", "“{1}”各人份额合计不是 100%（三人均分请写 1/3）",
			  "The shares of “{1}” do not make 100% (three equal ones are 1/3)"));
	return HUMAN_VALUE;
}

enum human human_owners(mem *parent, const char *s, struct human_owner **ret, size_t *ret_n,
			struct human_fault *fault)
{
	char *folded;
	struct roll r = {.parent = parent, .written = s, .name = buf_on(parent), .fault = fault};
	enum human h = fold(parent, s, &folded, fault);
	if (h != HUMAN_VALUE)
		return h;
	const char *at = folded;
	while (*at && h == HUMAN_VALUE)
		h = take_next(&r, &at);
	if (h == HUMAN_VALUE)
		h = end_name(&r);
	if (h == HUMAN_VALUE)
		h = check_shares(&r);
	if (h != HUMAN_VALUE || !r.n)
		return r.n || h == HUMAN_WRONG ? h : HUMAN_NONE;
	*ret = r.owners;
	*ret_n = r.n;
	return HUMAN_VALUE;
}

enum human human_share(const char *s, struct human_owner *ret, struct human_fault *fault)
{
	static const char *const wholes[] = {"全部", "单独所有", "单独", "独有", "100", "1", NULL};
	struct plain p;
	struct share share = {1, 1};
	enum human h = plain_open(&p, s, fault);
	if (h != HUMAN_VALUE)
		return h;
	(void)(plain_take(&p, "各") || plain_take(&p, "占"));
	const char *at = p.at;
	for (const char *const *w = wholes; *w; w++)
		if (!strcmp(at, *w))
			at += strlen(at);
	if (*at && (!take_share(&at, &share) || *at))
		return human_wrong(fault, s,
				   T("human.share", "看不懂份额“{1}”，请写成 50% 或 1/2",
				     "The share “{1}” cannot be read; write 50% or 1/2"));
	ret->num = share.num;
	ret->den = share.den;
	return HUMAN_VALUE;
}

/* ─── phones ─── */

struct phones {
	mem *parent;
	const char **list;
	size_t n;
};

static bool keep_phone(struct phones *p, const char *s)
{
	struct identifier_fault ignored;
	char *phone = phone_normalise(p->parent, s);
	if (p->n == PHONES_MAX || !identifier_check_phone(phone, &ignored))
		return false;
	p->list = mem_grow(p->parent, p->list, p->n + 1);
	p->list[p->n++] = phone;
	return true;
}

/* "1380000000013900000000": mobiles written without anything between them. */
static bool keep_run(struct phones *p, const char *s)
{
	enum { MOBILE = 11 };
	char *run = phone_normalise(p->parent, s);
	size_t n = strlen(run), before = p->n;
	if (n <= MOBILE || n % MOBILE)
		return false;
	for (size_t i = 0; i < n; i += MOBILE) {
		char *one = mem_strn(p->parent, run + i, MOBILE);
		if (phone_kind_of(one) != PHONE_MOBILE || !keep_phone(p, one))
			return p->n = before, false;
	}
	return true;
}

/* One number with blanks inside, or several with blanks between. */
static bool keep_piece(struct phones *p, char *s)
{
	size_t before = p->n;
	utf8_trim(s);
	if (!*s || keep_phone(p, s) || keep_run(p, s))
		return true;
	bool is_kept = strchr(s, ' ');
	for (char *one; is_kept && (one = strsep(&s, " "));)
		is_kept = !*one || keep_phone(p, one) || keep_run(p, one);
	if (!is_kept)
		p->n = before;
	return is_kept;
}

enum human human_phones(mem *parent, const char *s, const char ***ret, size_t *ret_n,
			struct human_fault *fault)
{
	char *folded;
	struct phones p = {.parent = parent};
	enum human h = fold(parent, s, &folded, fault);
	if (h != HUMAN_VALUE)
		return h;
	for (const char *at = folded; *at;) {
		size_t n = 0;
		while (at[n] && !divider(at + n))
			n++;
		char *piece = mem_strn(parent, at, n);
		if (!keep_piece(&p, mem_str(parent, piece)))
			return human_wrong(
				fault, piece,
				T("human.phone",
				  "电话“{1}”不对：手机 11 位，座机加区号，几个号码用顿号分开",
				  "The phone “{1}” is not right: 11 digits, or a landline with its "
				  "area code; commas between several"));
		at += n + divider(at + n);
	}
	if (!p.n)
		return HUMAN_NONE;
	*ret = p.list;
	*ret_n = p.n;
	return HUMAN_VALUE;
}
