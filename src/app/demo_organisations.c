/* Departments as the documents name them; companies and other bodies, invented. */
#include "app/demo_priv.h"
#include "place/region.h"

const char *demo_company_key(mem *m, int district, int company)
{
	return mem_format(m, "demo:%s:company:%02d", demo_districts[district].key, company);
}

const char *demo_developer_key(mem *m, int district, int developer)
{
	return mem_format(m, "demo:%s:developer:%02d", demo_districts[district].key, developer);
}

const char *demo_office_key(mem *m, const char *street_key)
{
	return mem_format(m, "demo:office:%s", street_key);
}

const char *demo_utility_key(mem *m, int district, const char *duty)
{
	return mem_format(m, "demo:%s:utility:%s", demo_districts[district].key, duty);
}

const char *demo_company_name(mem *m, int district, const char *trade, int n)
{
	return mem_format(m, "%s示例%s%s有限公司", demo_districts[district].city, demo_word(m, n),
			  trade);
}

struct listing {
	mem *m;
	const struct demo_plan *p;
	int district;
	struct demo_organisations list;
};

static int64_t serial_of(const struct listing *l)
{
	return l->district * 2000 + (int64_t)l->list.n;
}

static const char *office_phone(const struct listing *l)
{
	enum { OFFICES = 900000 }; /* phones of offices, apart from those of people */
	return demo_phone(l->m, (struct demo_who){CROWD_FIRM, l->district, OFFICES + serial_of(l)});
}

static struct organisation *add(struct listing *l, const char *region_key,
				enum organisation_kind kind, const char *key)
{
	struct demo_organisations *to = &l->list;
	to->all = mem_grow(l->m, to->all, to->n + 1);
	struct demo_organisation *o = &to->all[to->n++];
	fields_clear(organisation_fields, &o->organisation);
	o->region_key = region_key;
	o->organisation.kind = kind;
	o->organisation.outside_key = key;
	o->organisation.phone = office_phone(l);
	return &o->organisation;
}

/* What a body that is entered in a register has: code, legal representative, first day. */
static void enrol(struct listing *l, struct organisation *o, const char *class)
{
	struct dice d = dice_of("organisation", l->district, (int64_t)l->list.n);
	o->credit_code = demo_credit_code(l->m, class, serial_of(l));
	o->legal_person = demo_person_name(l->m, &d);
	o->address =
		mem_format(l->m, "%s%s", demo_districts[l->district].name, demo_road(l->m, &d));
	o->since = demo_date(l->m, l->p->day - dice_between(&d, 700, 9000));
}

static void add_department(struct listing *l, const char *region_key, const char *region_name,
			   const struct demo_duty *department)
{
	struct organisation *o =
		add(l, region_key, ORGANISATION_DEPARTMENT,
		    mem_format(l->m, "demo:department:%s:%s", region_key, department->duty));
	o->name = mem_format(l->m, "%s%s", region_name, department->name);
	o->duty = department->duty;
}

/* In 西咸 each new town has departments of its own too. */
static void add_departments(struct listing *l)
{
	const struct demo_district *d = &demo_districts[l->district];
	const struct region_row *rows = l->p->rows[l->district];
	for (const struct demo_duty *each = d->departments; each->name; each++)
		add_department(l, d->region, d->name, each);
	for (size_t i = 0; i < l->p->n_rows[l->district]; i++)
		for (const struct demo_duty *each = d->new_town_departments;
		     rows[i].level == LEVEL_NEW_TOWN && each->name; each++)
			add_department(l, rows[i].key, rows[i].name, each);
}

static void add_offices(struct listing *l)
{
	const struct region_row *rows = l->p->rows[l->district];
	for (size_t i = 0; i < l->p->n_rows[l->district]; i++) {
		if (rows[i].level != LEVEL_SUBDISTRICT && rows[i].level != LEVEL_TOWN)
			continue;
		struct organisation *o = add(l, rows[i].key, ORGANISATION_OFFICE,
					     demo_office_key(l->m, rows[i].key));
		o->name = mem_format(l->m, "%s社区物业管理办公室", rows[i].name);
		o->duty = "物业";
	}
}

static void add_companies(struct listing *l)
{
	const struct demo_district *of = &demo_districts[l->district];
	for (int i = 0; i < of->companies; i++) {
		struct dice d = dice_of("company", l->district, i);
		struct organisation *o = add(l, of->region, ORGANISATION_COMPANY,
					     demo_company_key(l->m, l->district, i));
		enrol(l, o, "91");
		o->name = demo_company_name(l->m, l->district, "物业服务", i);
		o->short_name = mem_format(l->m, "示例%s物业", demo_word(l->m, i));
		o->is_association_member = dice_flag(&d, 760, 0);
		o->has_party_organisation = dice_flag(&d, 660, 70);
		o->has_trade_union = dice_flag(&d, 480, 120);
	}
}

static void add_developers(struct listing *l)
{
	enum { WORDS_OF_COMPANIES = 100 };
	const struct demo_district *of = &demo_districts[l->district];
	for (int i = 0; i < of->developers; i++) {
		struct organisation *o = add(l, of->region, ORGANISATION_DEVELOPER,
					     demo_developer_key(l->m, l->district, i));
		enrol(l, o, "91");
		o->name = demo_company_name(l->m, l->district, "置业", WORDS_OF_COMPANIES + i);
		o->short_name =
			mem_format(l->m, "示例%s置业", demo_word(l->m, WORDS_OF_COMPANIES + i));
	}
}

static void add_utilities(struct listing *l)
{
	static const struct {
		const char *duty, *trade;
	} utilities[] = {{"供水", "水务"}, {"供电", "供电服务"}, {"供气", "燃气"},
			 {"供热", "热力"}, {"通信", "通信"},     {"广电", "广电网络"}};
	enum { WORDS = 200 };
	for (int i = 0; i < (int)(sizeof utilities / sizeof *utilities); i++) {
		bool is_south = l->district == XIHU || l->district == YONGCHUAN;
		if (is_south && !strcmp(utilities[i].duty, "供热"))
			continue;
		struct organisation *o =
			add(l, demo_districts[l->district].region, ORGANISATION_UTILITY,
			    demo_utility_key(l->m, l->district, utilities[i].duty));
		enrol(l, o, "91");
		o->name = demo_company_name(l->m, l->district, utilities[i].trade, WORDS + i);
		o->duty = utilities[i].duty;
	}
}

static void add_others(struct listing *l)
{
	enum { WORDS = 220, SECURITY = 2 };
	const struct demo_district *of = &demo_districts[l->district];
	for (int i = 0; i < SECURITY; i++) {
		struct organisation *o = add(l, of->region, ORGANISATION_SECURITY,
					     mem_format(l->m, "demo:%s:security:%d", of->key, i));
		enrol(l, o, "91");
		o->name = demo_company_name(l->m, l->district, "保安服务", WORDS + i);
	}
}

struct demo_organisations demo_organisations(mem *m, const struct demo_plan *p, int district)
{
	const struct demo_district *of = &demo_districts[district];
	struct listing l = {.m = m, .p = p, .district = district};
	struct organisation *association = add(&l, of->region, ORGANISATION_ASSOCIATION,
					       mem_format(m, "demo:%s:association", of->key));
	enrol(&l, association, "51");
	association->name = mem_format(m, "%s示例物业管理协会", of->name);
	add_departments(&l);
	add_offices(&l);
	add_companies(&l);
	add_developers(&l);
	add_utilities(&l);
	add_others(&l);
	return l.list;
}
