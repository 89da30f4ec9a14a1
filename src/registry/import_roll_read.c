/* Cells of owners' rolls to people: several in a cell, several phones in a cell. What belongs to whom is
 * told by its place; where that does not tell, it is wrong. */
#include "registry/import_roll_priv.h"

#include <string.h>

#include "base/utf8.h"

int64_t roll_number(struct import_row *row, const char *key)
{
	json_t *v = json_object_get(row->object, key);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : NONE;
	json_object_del(row->object, key);
	return n;
}

/* ─── who somebody is to the house ─── */

static const struct tie_word {
	const char *word;
	enum tie tie;
} tie_words[] = {
	{"业主", TIE_OWNER},    {"产权人", TIE_OWNER},  {"共有人", TIE_OWNER},
	{"户主", TIE_OWNER},    {"房主", TIE_OWNER},    {"owner", TIE_OWNER},
	{"租户", TIE_TENANT},   {"租客", TIE_TENANT},   {"承租人", TIE_TENANT},
	{"租住", TIE_TENANT},   {"tenant", TIE_TENANT}, {"家庭成员", TIE_MEMBER},
	{"家属", TIE_MEMBER},   {"成员", TIE_MEMBER},   {"member", TIE_MEMBER},
	{"同住人", TIE_MEMBER}, {"其他", TIE_OTHER},    {"借住", TIE_OTHER},
	{"使用人", TIE_OTHER},  {"other", TIE_OTHER},
};

/* 配偶, 儿子 … say that one lives there with the owner, and how they are related. */
static const char *const relatives[] = {"配偶", "妻子", "丈夫", "子女", "儿子", "女儿",
					"父亲", "母亲", "父母", "兄弟", "姐妹", "祖父",
					"祖母", "孙子", "孙女", "岳父", "岳母", "公公",
					"婆婆", "儿媳", "女婿", "亲属", "亲戚"};

static enum tie tie_of(struct import_row *row, const char *text, const char **ret_relation)
{
	char *plain = text_fold(row->cx->mem, text);
	int64_t listed = choice_find(&ties, text);
	if (listed)
		return (enum tie)listed;
	for (size_t i = 0; i < sizeof tie_words / sizeof *tie_words; i++)
		if (!strcmp(plain, tie_words[i].word))
			return tie_words[i].tie;
	for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
		if (!strcmp(plain, relatives[i])) {
			*ret_relation = relatives[i];
			return TIE_MEMBER;
		}
	import_wrong(row, import_column(row, "tie"),
		     T("import.tie", "“{1}”不是 业主、租户、家庭成员 或 其他",
		       "“{1}” is none of owner, tenant, member, other"),
		     str(text));
	return TIE_OWNER;
}

/* ─── several in a cell ─── */

static struct roll_person *add_person(struct roll_row *r, const char *name, enum tie tie)
{
	if (r->n == ROLL_PEOPLE_MAX) {
		import_wrong(r->row, NULL,
			     T("import.people", "一行最多 {1} 人，请分成几行",
			       "a row tells of at most {1} people: split it"),
			     i64(ROLL_PEOPLE_MAX));
		return NULL;
	}
	struct roll_person *p = &r->people[r->n++];
	*p = (struct roll_person){.tie = tie};
	p->who.name = name;
	p->who.is_party_member = NONE;
	return p;
}

static void add_people(struct roll_row *r, const char *key, const char *text, enum tie tie)
{
	struct human_owner *all;
	struct human_fault fault;
	size_t n;
	enum human is = human_owners(r->row->cx->mem, text, &all, &n, &fault);
	if (is == HUMAN_WRONG)
		import_wrong(r->row, import_column(r->row, key), fault.text, str(fault.what));
	for (size_t i = 0; is == HUMAN_VALUE && i < n; i++) {
		struct roll_person *p = add_person(r, all[i].name, tie);
		if (!p)
			return;
		p->who.name_column = import_column(r->row, key);
		p->num = all[i].num;
		p->den = all[i].den;
	}
}

/* The numbers of a cell belong to the people of another, in their order; `from`: the first of those. */
static void give_numbers(struct roll_row *r, const char *key, size_t from)
{
	const char **all, *text = import_words(r->row, key);
	const struct import_column *c = import_column(r->row, key);
	size_t n = text ? import_numbers(r->row->cx->mem, text, &all) : 0, people = r->n - from;
	for (size_t i = from; i < r->n; i++)
		r->people[i].who.number_column = c;
	if (n && n != people)
		import_wrong(r->row, c,
			     T("import.numbers",
			       "{1} 人却有 {2} 个证件号码，分不清是谁的，请一人一行",
			       "{1} people and {2} ID numbers: one row each, so that it is clear"
			       " whose they are"),
			     i64((int64_t)people), i64((int64_t)n));
	for (size_t i = 0; n == people && i < n; i++)
		r->people[from + i].who.id_number = all[i];
}

/* As many phones as people: each has one. Otherwise they are the first one's, which is told. */
static void give_phones(struct roll_row *r, const char *key, size_t from)
{
	const char **all, *text = import_words(r->row, key);
	const struct import_column *c = import_column(r->row, key);
	struct human_fault fault;
	size_t n = 0, people = r->n - from;
	enum human is = text ? human_phones(r->row->cx->mem, text, &all, &n, &fault) : HUMAN_NONE;
	for (size_t i = from; i < r->n; i++)
		r->people[i].who.phone_column = c;
	if (is == HUMAN_WRONG)
		import_wrong(r->row, c, fault.text, str(fault.what));
	if (is != HUMAN_VALUE)
		return;
	if (!people) {
		import_wrong(r->row, c,
			     T("import.phone_alone", "有电话而没有姓名", "a phone without a name"));
		return;
	}
	if (n == people) {
		for (size_t i = 0; i < n; i++) {
			r->people[from + i].who.phones = &all[i];
			r->people[from + i].who.n_phones = 1;
		}
		return;
	}
	r->people[from].who.phones = all;
	r->people[from].who.n_phones = n;
	if (people > 1)
		import_note(r->row, c,
			    T("import.phone_first", "{1} 人有 {2} 个电话，都登记在第一人名下",
			      "{2} phones of {1} people: kept with the first of them"),
			    i64((int64_t)people), i64((int64_t)n));
}

/* ─── shares ─── */

static void set_share(struct roll_person *p, int64_t num, int64_t den)
{
	p->num = num;
	p->den = den;
}

static void read_share(struct roll_row *r, size_t n_owners)
{
	struct human_owner share;
	struct human_fault fault;
	const char *text = import_words(r->row, "share");
	const struct import_column *c = import_column(r->row, "share");
	enum human is = text ? human_share(text, &share, &fault) : HUMAN_NONE;
	if (is == HUMAN_VALUE && n_owners * (size_t)share.num <= (size_t)share.den) {
		for (size_t i = 0; i < n_owners; i++)
			set_share(&r->people[i], share.num, share.den);
		return;
	}
	if (is == HUMAN_VALUE || (is == HUMAN_WRONG && n_owners < 2)) {
		import_wrong(r->row, c,
			     T("import.share", "看不懂份额“{1}”，请写成 50% 或 1/2，几人分别写明",
			       "the share “{1}” cannot be read: write 50% or 1/2, for each owner"),
			     str(text));
		return;
	}
	const char *rest = text;
	size_t i = 0;
	for (; is == HUMAN_WRONG && *rest && i < n_owners; i++) { /* 50%、50% */
		size_t length = strcspn(rest, ",; \n");
		const char *mark = strstr(rest, "、");
		if (mark && (size_t)(mark - rest) < length)
			length = (size_t)(mark - rest);
		const char *one = mem_strn(r->row->cx->mem, rest, length);
		if (human_share(one, &share, &fault) != HUMAN_VALUE)
			break;
		set_share(&r->people[i], share.num, share.den);
		rest += length;
		rest += !strncmp(rest, "、", strlen("、")) ? strlen("、") : *rest != '\0';
	}
	if (is == HUMAN_WRONG && (i < n_owners || *rest))
		import_wrong(r->row, c, fault.text, str(text));
}

static void read_fraction(struct roll_row *r, size_t n_owners)
{
	int64_t num = roll_number(r->row, "share_num"), den = roll_number(r->row, "share_den");
	if (num == NONE && den == NONE)
		return;
	if (num < 1 || den < num || n_owners != 1)
		import_wrong(r->row, import_column(r->row, "share_num"),
			     T("import.fraction",
			       "份额分子、分母要一起写，分子不大于分母，一人一行",
			       "numerator and denominator of one owner's share: at most 1"));
	else
		set_share(&r->people[0], num, den);
}

/* ─── the row ─── */

static int64_t read_choice(struct import_row *row, const char *key, const struct choices *of)
{
	const char *text = import_words(row, key);
	int64_t value = text ? choice_find(of, text) : 0;
	if (text && !value && of == &id_kinds && !strcmp(text, "身份证"))
		value = ID_RESIDENT;
	if (text && !value)
		import_wrong(row, import_column(row, key),
			     T("import.no_choice", "“{1}”不在可选值中",
			       "“{1}” is none of the choices"),
			     str(text));
	return value;
}

static void read_main(struct roll_row *r)
{
	struct import_row *row = r->row;
	const char *said = import_words(row, "tie"), *relation = import_words(row, "relation");
	const char *names = import_words(row, "person");
	enum tie tie = said ? tie_of(row, said, &relation) : TIE_OWNER;
	int64_t id_kind = read_choice(row, "id_kind", &id_kinds),
		sex = read_choice(row, "sex", &sexes), party = roll_number(row, "is_party_member");
	if (names)
		add_people(r, "person", names, tie);
	give_numbers(r, "id_number", 0);
	give_phones(r, "phone", 0);
	for (size_t i = 0; i < r->n; i++) {
		struct roll_person *p = &r->people[i];
		p->relation = tie == TIE_OWNER ? NULL : relation;
		p->who.id_kind = id_kind;
		p->who.sex = r->n == 1 ? sex : 0;
		p->who.is_party_member = r->n == 1 ? party : NONE;
	}
	read_share(r, tie == TIE_OWNER ? r->n : 0);
	read_fraction(r, tie == TIE_OWNER ? r->n : 0);
}

/* Two of one name in a row, whom only their numbers would tell apart. */
static void check_twins(struct roll_row *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct import_who *a = &r->people[i].who, *b = &r->people[k].who;
			if (!strcmp(a->name, b->name) && !(a->id_number && b->id_number))
				import_wrong(
					r->row, a->name_column,
					T("import.twins",
					  "一行里有两个“{1}”，没有证件号码分不清是不是一个人",
					  "“{1}” stands twice in the row: only ID numbers would"
					  " tell whether it is one person"),
					str(a->name));
		}
}

void roll_read(struct roll_row *r)
{
	struct import_row *row = r->row;
	(void)roll_number(row, "person_version"); /* of exported rows alone */
	read_main(r);
	size_t from = r->n;
	const char *tenants = import_words(row, "tenant");
	if (tenants)
		add_people(r, "tenant", tenants, TIE_TENANT);
	give_numbers(r, "tenant_number", from);
	give_phones(r, "tenant_phone", from);
	const char *members = import_words(row, "members");
	if (members)
		add_people(r, "members", members, TIE_MEMBER);
	check_twins(r);
}
