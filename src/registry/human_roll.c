#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "place/identifier.h"
#include "registry/human_priv.h"

/* Owners' rolls: names with shares, and phones. */

enum { OWNERS_MAX = 100, PHONES_MAX = 20, NAME_MAX = 60 };

/* ─── shares ─── */

struct share {
	int64_t num, den;
};

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static struct share shorten(struct share s)
{
	int64_t d = common_divisor(s.num, s.den);
	return d ? (struct share){s.num / d, s.den / d} : s;
}

/* "50%", "33.33％", "1/2", "0.5", "1/2产权", "占50%"; false if it is none. */
static bool read_share(const char *s, size_t n, struct share *ret)
{
	static const char *const before[] = {"占", "份额", "产权", ":", NULL};
	static const char *const behind[] = {"产权", "份额", NULL};
	struct plain p;
	struct human_fault ignored;
	char text[PLAIN_SIZE], first[NUMBER_TEXT_SIZE], second[NUMBER_TEXT_SIZE];
	struct share v = {0, 1};
	if (n >= sizeof text)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (plain_open(&p, text, &ignored) != HUMAN_VALUE)
		return false;
	while (plain_take_any(&p, before))
		;
	if (!plain_take_number(&p, first))
		return false;
	if (plain_take(&p, "/") && plain_take_number(&p, second)) {
		if (decimal_parse(first, 0, &v.num) || decimal_parse(second, 0, &v.den))
			return false;
	} else if (plain_take(&p, "%")) {
		v.den = 1000000; /* four places of a hundredth */
		if (decimal_parse(first, 4, &v.num))
			return false;
	} else {
		v.den = 10000;
		if (!strchr(first, '.') || decimal_parse(first, 4, &v.num))
			return false;
	}
	(void)plain_take_any(&p, behind);
	if (!plain_is_at_end(&p) || v.num <= 0 || v.den <= 0 || v.num > v.den ||
	    v.den > 1000000)
		return false;
	*ret = shorten(v);
	return true;
}

/* ─── owners ─── */

struct roll {
	mem *parent;
	struct human_owner *owners;
	size_t n;
	struct buf name; /* of the owner being read */
	struct human_fault *fault;
};

/* Two single characters with a blank between are one name: 张　三. */
static bool joins(const struct buf *name, const char *next, size_t n)
{
	char *so_far = memchr(name->data, ' ', name->len);
	if (so_far || !name->len)
		return false;
	bool is_latin = isalpha((unsigned char)*next) &&
			isalpha((unsigned char)name->data[name->len - 1]);
	return is_latin || (name->len == 3 && n == 3 && (unsigned char)*next >= 0xE0 &&
			    (unsigned char)*name->data >= 0xE0);
}

static enum human end_name(struct roll *r)
{
	if (!r->name.len)
		return HUMAN_VALUE;
	const char *name = buf_text(&r->name);
	r->name.len = 0;
	if (utf8_length(name) > NAME_MAX || r->n == OWNERS_MAX)
		return human_wrong(r->fault, name,
				   T("human.owner_long", "“{1}”不像一个名字，请用顿号把产权人分开",
				     "“{1}” does not look like a name; put commas between owners"));
	r->owners = mem_grow(r->parent, r->owners, r->n + 1);
	r->owners[r->n++] = (struct human_owner){.name = mem_str(r->parent, name)};
	return HUMAN_VALUE;
}

static enum human add_share(struct roll *r, struct share s, const char *written)
{
	enum human h = end_name(r);
	if (h != HUMAN_VALUE)
		return h;
	struct human_owner *last = r->n ? &r->owners[r->n - 1] : NULL;
	if (!last || last->den)
		return human_wrong(r->fault, written,
				   T("human.share_alone", "“{1}”里有份额不知道是谁的",
				     "In “{1}” a share stands without an owner"));
	last->num = s.num;
	last->den = s.den;
	return HUMAN_VALUE;
}

/* A word between dividing marks: a share, a name, or both ("张三50%", "张三(50%)"). */
static enum human add_word(struct roll *r, const char *s, size_t n, const char *written)
{
	struct share share;
	size_t name = 0;
	if (read_share(s, n, &share))
		return add_share(r, share, written);
	while (name < n && !isdigit((unsigned char)s[name]))
		name++;
	size_t end = name;
	while (end > 0 && strchr("(:", s[end - 1]))
		end--;
	const char *tails[] = {"占", "份额", "产权"};
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		size_t length = strlen(tails[i]);
		if (end >= length && name < n && !memcmp(s + end - length, tails[i], length))
			end -= length;
	}
	size_t close = n && s[n - 1] == ')' ? n - 1 : n;
	bool has_share = name < n && read_share(s + name, close - name, &share);
	size_t length = has_share ? end : n;
	if (r->name.len && !joins(&r->name, s, length)) {
		enum human h = end_name(r);
		if (h != HUMAN_VALUE)
			return h;
	}
	if (r->name.len && isalpha((unsigned char)*s))
		buf_putc(&r->name, ' ');
	buf_put(&r->name, s, length);
	return has_share ? add_share(r, share, written) : HUMAN_VALUE;
}
