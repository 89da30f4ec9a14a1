#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "registry/human_priv.h"

/* House numbers: parts with a word that says what they are, or in their order. */

enum role {
	ROLE_NONE,
	ROLE_BUILDING,
	ROLE_ENTRANCE,
	ROLE_FLOOR,
	ROLE_HOUSE,
	ROLE_NUMBER,
	ROLE__MAX
};

struct part {
	char value[24];
	enum role role;
};
enum { PARTS_MAX = 5 };

static const struct role_word {
	const char *word;
	enum role role;
} role_words[] = {
	{"号楼", ROLE_BUILDING},   {"号幢", ROLE_BUILDING},
	{"号栋", ROLE_BUILDING},   {"#楼", ROLE_BUILDING},
	{"#", ROLE_BUILDING},      {"幢", ROLE_BUILDING},
	{"栋", ROLE_BUILDING},     {"座", ROLE_BUILDING},
	{"号单元", ROLE_ENTRANCE}, {"单元", ROLE_ENTRANCE},
	{"号门", ROLE_ENTRANCE},   {"门", ROLE_ENTRANCE},
	{"梯", ROLE_ENTRANCE},     {"楼层", ROLE_FLOOR},
	{"层", ROLE_FLOOR},        {"号室", ROLE_HOUSE},
	{"号房", ROLE_HOUSE},      {"室", ROLE_HOUSE},
	{"房", ROLE_HOUSE},        {"户", ROLE_HOUSE},
	{"号", ROLE_NUMBER}, /* the last: a house's */
};

static enum role take_role(struct plain *p)
{
	for (size_t i = 0; i < sizeof role_words / sizeof *role_words; i++)
		if (plain_take(p, role_words[i].word))
			return role_words[i].role;
	return ROLE_NONE;
}

static size_t direction(const char *s)
{
	static const char *const directions[] = {"东南", "东北", "西南", "西北", "东",
						 "西",   "南",   "北",   "中"};
	for (size_t i = 0; i < sizeof directions / sizeof *directions; i++)
		if (!strncmp(s, directions[i], strlen(directions[i])))
			return strlen(directions[i]);
	return 0;
}

/* "A区", "二期", "东区" before a building belong to its name. */
static size_t zone(const char *s)
{
	static const char *const ends[] = {"区", "期", "组团"};
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");
	n += n ? 0 : direction(s);
	for (size_t i = 0; n && i < sizeof ends / sizeof *ends; i++)
		if (!strncmp(s + n, ends[i], strlen(ends[i])))
			return n + strlen(ends[i]);
	return 0;
}

/* Leading zeros go, but for the last digit: "0501" and "501" are one house. */
static bool keep_value(struct part *part, const char *s, size_t n)
{
	while (n > 1 && s[0] == '0' && isdigit((unsigned char)s[1])) {
		s++;
		n--;
	}
	size_t at = strlen(part->value);
	if (at + n >= sizeof part->value - 8)
		return false;
	for (size_t i = 0; i < n; i++)
		part->value[at + i] = (char)toupper((unsigned char)s[i]);
	part->value[at + n] = '\0';
	return true;
}

static bool take_part(struct plain *p, struct part *ret)
{
	struct part part = {0};
	size_t n = zone(p->at);
	if (n && !keep_value(&part, p->at, n))
		return false;
	p->at += n;
	bool has_zone = n > 0;
	n = strspn(p->at, "abcdefghijklmnopqrstuvwxyz0123456789");
	n += n ? 0 : direction(p->at);
	if (!n || !keep_value(&part, p->at, n))
		return false;
	p->at += n;
	part.role = take_role(p);
	if (has_zone && part.role != ROLE_BUILDING && part.role != ROLE_NUMBER && part.role)
		return false;
	*ret = part;
	return true;
}

static bool take_parts(struct plain *p, struct part parts[static PARTS_MAX], size_t *ret_n)
{
	static const char *const marks[] = {"-", "—", "–", "/", "_", ".", ",", "、", NULL};
	size_t n = 0;
	while (!plain_is_at_end(p) && n < PARTS_MAX) {
		if (!take_part(p, &parts[n++]))
			return false;
		(void)plain_take_any(p, marks);
	}
	*ret_n = n;
	return plain_is_at_end(p);
}

/* 号 says a building, unless it is the last part. */
static void settle_numbers(struct part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].role == ROLE_NUMBER)
			parts[i].role = i + 1 == n ? ROLE_HOUSE : ROLE_BUILDING;
}

/* The parts that say nothing take the roles that are left: the last is the house, the first of two
 * the building. False if there are more parts than roles, or two for one. */
static bool assign(struct part *parts, size_t n, const char *by_role[static ROLE__MAX])
{
	size_t unsaid = 0;
	for (size_t i = 0; i < n; i++) {
		unsaid += !parts[i].role;
		if (parts[i].role && by_role[parts[i].role])
			return false;
		if (parts[i].role)
			by_role[parts[i].role] = parts[i].value;
	}
	for (size_t i = 0; i < n; i++) {
		if (parts[i].role)
			continue;
		enum role role = unsaid == 1               ? ROLE_HOUSE
				 : !by_role[ROLE_BUILDING] ? ROLE_BUILDING
							   : ROLE_ENTRANCE;
		if (role == ROLE_HOUSE && by_role[role])
			role = by_role[ROLE_BUILDING] ? ROLE_ENTRANCE : ROLE_BUILDING;
		if (by_role[role])
			return false;
		by_role[role] = parts[i].value;
		unsaid--;
	}
	return true;
}

/* A number, or 东户; letters alone are none. */
static bool is_house(const char *value)
{
	return value && (strpbrk(value, "0123456789") || direction(value));
}

static enum human unreadable(const char *s, struct human_fault *fault)
{
	return human_wrong(fault, s,
			   T("human.house", "看不懂房号“{1}”，请写成 3幢2单元1201室 或 3-2-1201",
			     "The house “{1}” cannot be read; write 3-2-1201 (building, entrance, "
			     "house)"));
}

static void copy(char *out, size_t room, const char *value)
{
	snprintf(out, room, "%s", value ? value : "");
}

enum human human_house(const char *s, struct human_house *ret, struct human_fault *fault)
{
	struct plain p;
	struct part parts[PARTS_MAX] = {0};
	const char *by_role[ROLE__MAX] = {0};
	size_t n;
	enum human h = plain_open(&p, s, fault);
	if (h != HUMAN_VALUE)
		return h;
	plain_numerals(&p);
	if (!take_parts(&p, parts, &n))
		return unreadable(s, fault);
	settle_numbers(parts, n);
	if (!assign(parts, n, by_role) || !is_house(by_role[ROLE_HOUSE]))
		return unreadable(s, fault);
	*ret = (struct human_house){0};
	copy(ret->building, sizeof ret->building, by_role[ROLE_BUILDING]);
	copy(ret->entrance, sizeof ret->entrance, by_role[ROLE_ENTRANCE]);
	copy(ret->house, sizeof ret->house, by_role[ROLE_HOUSE]);
	return HUMAN_VALUE;
}

char *human_house_part(mem *parent, const char *s)
{
	struct plain p;
	struct part part;
	struct human_fault fault;
	if (plain_open(&p, s, &fault) == HUMAN_WRONG)
		return mem_str(parent, s);
	plain_numerals(&p);
	if (take_part(&p, &part) && plain_is_at_end(&p))
		return mem_str(parent, part.value);
	for (char *c = p.text; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return mem_str(parent, p.text);
}

char *human_house_normal(mem *parent, const struct human_house *h)
{
	if (!*h->building && *h->entrance) /* two bare numbers would be building and house */
		return mem_format(parent, "%s单元%s", h->entrance, h->house);
	return mem_format(parent, "%s%s%s%s%s", h->building, *h->building ? "-" : "", h->entrance,
			  *h->entrance ? "-" : "", h->house);
}
