/* Owners' bodies and their members, Party organisations, and who is posted to property matters. */
#include "app/demo_priv.h"
#include "place/region.h"

enum { TERM_DAYS = 5 * 365 + 1, PEOPLE_OF_ESTATE = 16 };

/* ─── owners' bodies ─── */

struct drawing {
	mem *m;
	const struct demo_plan *p;
	const struct demo_estate *e;
	struct dice d;
	struct demo_bodies *to;
};

static const char *name_of_body(struct drawing *w)
{
	static const char *const ordinals[] = {"一", "二", "三", "四"};
	if (w->e->committee == COMMITTEE_NEIGHBOURHOOD)
		return "居民委员会代行业主委员会职责";
	if (w->e->committee == COMMITTEE_MANAGEMENT)
		return "物业管理委员会";
	return mem_format(w->m, "第%s届业主委员会", ordinals[dice_below(&w->d, 4)]);
}

/* One in seven of those in office has outlived its term. */
static int64_t first_day(struct drawing *w)
{
	int64_t today = w->p->day;
	if (w->e->committee_state == COMMITTEE_PREPARING)
		return today - dice_between(&w->d, 15, 120);
	bool is_over = w->e->committee_state != COMMITTEE_IN_OFFICE ||
		       (w->e->index && dice_hit(&w->d, 140));
	return is_over ? today - TERM_DAYS - dice_between(&w->d, 20, 700)
		       : today - dice_between(&w->d, 60, TERM_DAYS - 30);
}

static void draw_committee(struct drawing *w)
{
	struct committee *c = &w->to->committee;
	int64_t since = first_day(w);
	c->kind = w->e->committee;
	c->state = w->e->committee_state;
	c->name = name_of_body(w);
	c->since = demo_date(w->m, since);
	if (c->state == COMMITTEE_PREPARING)
		return;
	c->until = demo_date(w->m, since + TERM_DAYS - 1);
	if (!dice_hit(&w->d, 910))
		return;
	c->filed_on = demo_date(w->m, since + dice_between(&w->d, 5, 30));
	c->filing_number = mem_format(w->m, "示备〔%.4s〕%04d号", c->since,
				      w->e->district * 1000 + w->e->index);
}

static bool is_drawn(const struct demo_bodies *b, struct demo_who who)
{
	for (int i = 0; i < b->n_members; i++)
		if (b->members[i].who.crowd == who.crowd && b->members[i].who.index == who.index)
			return true;
	return false;
}

/* Owners, where houses are known one by one. */
static struct demo_who some_member(struct drawing *w, int i)
{
	enum { STRIDE = 1009 };
	int homes = demo_layout_homes(&w->e->layout);
	struct demo_who who = {CROWD_COMMITTEE, w->e->district, w->e->index * PEOPLE_OF_ESTATE + i};
	for (int k = i; w->e->is_full; k += MEMBERS_MAX) {
		who = demo_first_owner(w->e, (k * STRIDE + 3) % homes);
		if (!is_drawn(w->to, who))
			break;
	}
	return who;
}

/* At least half are to be Party members, never under three in ten (XH-7): some fall short. */
static int party_members(struct drawing *w, int n)
{
	static const unsigned char shares[] = {64, 25, 11};
	int share = dice_weighted(&w->d, shares, 3);
	if (share == 0 || w->e->index == 0)
		return (n + 1) / 2 + (int)dice_below(&w->d, 2);
	return share == 1 ? (3 * n + 9) / 10 : (int)dice_below(&w->d, 2);
}

static void draw_members(struct drawing *w)
{
	static const unsigned char sizes[] = {5, 7, 9, 11, 6, 8, 4}; /* the last three are even */
	static const unsigned char weights[] = {40, 33, 12, 5, 5, 3, 2};
	int n = w->e->index ? sizes[dice_weighted(&w->d, weights, 7)] : 7;
	int party = party_members(w, n);
	for (int i = 0; i < n; i++) {
		struct demo_member *to = &w->to->members[i];
		struct committee_member *member = &to->member;
		fields_clear(committee_member_fields, member);
		to->who = some_member(w, i);
		w->to->n_members++;
		member->duty = i == 0 ? 1 : i == 1 ? 2 : 3; /* chair, vice-chair, member */
		member->is_party_member = i < party;
		member->is_cross_appointed = dice_flag(&w->d, i < party ? 260 : 60, 40);
		if (dice_hit(&w->d, 580))
			member->trained_on =
				demo_date(w->m, w->p->day - dice_between(&w->d, 5, 40));
		member->since = w->to->committee.since;
	}
	w->to->committee.has_party_branch = party >= 3 ? dice_flag(&w->d, 830, 40) : 0;
}

/* ─── Party organisations ─── */

static void draw_party(struct drawing *w)
{
	static const unsigned char forms[] = {46, 30, 4, 20}; /* alone, joint, by trade, group */
	enum { GROUP = 4 };
	struct party_organisation *o = &w->to->party;
	bool is_served = w->e->estate.service_mode == SERVICE_PROFESSIONAL;
	if (w->e->index && !dice_hit(&w->d, is_served ? 580 : 310))
		return;
	o->form = dice_weighted(&w->d, forms, 4) + 1;
	o->name =
		mem_format(w->m, "%s%s", w->e->estate.name, o->form == GROUP ? "党小组" : "党支部");
	o->member_count =
		dice_between(&w->d, 1, 2) + (o->form == GROUP ? 0 : dice_between(&w->d, 2, 36));
	o->is_secretary_of_community = dice_flag(&w->d, 680, 60);
	o->since = demo_date(w->m, w->p->day - dice_between(&w->d, 40, 2000));
	w->to->secretary =
		w->to->n_members && dice_hit(&w->d, 350)
			? w->to->members[0].who
			: (struct demo_who){CROWD_COMMITTEE, w->e->district,
					    w->e->index * PEOPLE_OF_ESTATE + PEOPLE_OF_ESTATE - 1};
}

/* ─── staff ─── */

static void fill_staff(mem *m, struct demo_staff *to, int64_t kind, const char *title,
		       int64_t first_day)
{
	struct person person;
	demo_person(m, to->who, &person);
	fields_clear(staff_fields, &to->staff);
	to->staff.kind = kind;
	to->staff.name = person.name;
	to->staff.title = title;
	to->staff.work_phone = person.phone;
	to->staff.since = demo_date(m, first_day);
}

static const char *office_above(mem *m, const struct demo_plan *p, int district,
				const char *region_key)
{
	const struct region_row *rows = p->rows[district], *r = rows;
	while (strcmp(r->key, region_key) != 0)
		r++;
	return demo_office_key(m, r->level >= LEVEL_COMMUNITY ? rows[r->parent].key : r->key);
}

static struct demo_staff *next_of_estate(struct drawing *w, const char *organisation_key)
{
	struct demo_staff *to = &w->to->staff[w->to->n_staff];
	to->who = (struct demo_who){CROWD_STAFF, w->e->district,
				    w->e->index * STAFF_MAX + w->to->n_staff++};
	to->organisation_key = organisation_key;
	return to;
}

static void draw_staff(struct drawing *w)
{
	const struct demo_estate *e = w->e;
	const char *company =
		e->company < 0 ? NULL : demo_company_key(w->m, e->district, e->company);
	int64_t since = w->p->day - dice_between(&w->d, 30, 1500);
	int guards = company && dice_hit(&w->d, 350) ? (int)dice_between(&w->d, 1, 2) : 0;
	if (company && (!e->index || dice_hit(&w->d, 955)))
		fill_staff(w->m, next_of_estate(w, company), STAFF_PROJECT_MANAGER, "项目负责人",
			   since);
	for (int i = 0; i < guards; i++)
		fill_staff(w->m, next_of_estate(w, company), STAFF_GUARD, "秩序维护班长", since);
	if (e->district == ZHANGDIAN && (!e->index || dice_hit(&w->d, 960)))
		fill_staff(w->m,
			   next_of_estate(w, office_above(w->m, w->p, e->district, e->region_key)),
			   STAFF_APPOINTED, "挂包干部", since);
	if (w->to->committee.kind && dice_hit(&w->d, 240))
		fill_staff(w->m, next_of_estate(w, NULL), STAFF_PARTY_INSTRUCTOR, "党建指导员",
			   since);
	if (dice_hit(&w->d, 420))
		fill_staff(w->m, next_of_estate(w, NULL), STAFF_VOLUNTEER, "志愿服务站联络员",
			   since);
}

void demo_bodies(mem *m, const struct demo_plan *p, const struct demo_estate *e,
		 struct demo_bodies *ret)
{
	struct drawing w = {.m = m, .p = p, .e = e, .to = ret};
	w.d = dice_of("bodies", e->district, e->index);
	*ret = (struct demo_bodies){0};
	fields_clear(committee_fields, &ret->committee);
	fields_clear(party_organisation_fields, &ret->party);
	if (e->committee)
		draw_committee(&w);
	if (e->committee && e->committee != COMMITTEE_NEIGHBOURHOOD &&
	    e->committee_state != COMMITTEE_PREPARING)
		draw_members(&w);
	draw_party(&w);
	draw_staff(&w);
}

/* ─── staff of streets and communities ─── */

struct posting {
	int64_t kind;
	const char *title;         /* NULL: as the district calls its specialists */
	unsigned char how_many[4]; /* weights of none, one, two, three */
};
enum { POSTINGS = 3 };
static const struct posting of_districts[POSTINGS] = {
	{STAFF_MEDIATOR, "区级物业纠纷调解员", {0, 30, 50, 20}},
	{STAFF_PARTY_INSTRUCTOR, "党建指导员", {20, 50, 30, 0}},
	{STAFF_VOLUNTEER, "志愿服务联络员", {30, 70, 0, 0}}};
static const struct posting of_streets[POSTINGS] = {
	{STAFF_TOWN_OFFICE, "物业办工作人员", {4, 26, 48, 22}},
	{STAFF_MEDIATOR, "物业纠纷调解员", {18, 70, 12, 0}},
	{STAFF_PARTY_INSTRUCTOR, "党建指导员", {40, 45, 15, 0}}};
static const struct posting of_communities[POSTINGS] = {
	{STAFF_SPECIALIST, NULL, {8, 74, 15, 3}},
	{STAFF_GRID_WORKER, "网格员", {2, 40, 46, 12}},
	{STAFF_MEDIATOR, "社区物业纠纷调解员", {35, 60, 5, 0}}};
/* Two specialists are the norm there. */
static const struct posting of_xixian[POSTINGS] = {{STAFF_SPECIALIST, NULL, {4, 15, 62, 19}},
						   {STAFF_GRID_WORKER, "网格员", {2, 40, 46, 12}},
						   {STAFF_PARTY_INSTRUCTOR,
						    "党建指导员",
						    {60, 38, 2, 0}}};

static const struct posting *postings_of(int district, const struct region_row *r)
{
	if (r->level == LEVEL_DISTRICT || r->level == LEVEL_AUTHORITY)
		return of_districts;
	if (r->level == LEVEL_SUBDISTRICT || r->level == LEVEL_TOWN)
		return of_streets;
	if (r->level == LEVEL_COMMUNITY)
		return demo_districts[district].specialists > 1 ? of_xixian : of_communities;
	return NULL;
}

int demo_region_staff(mem *m, const struct demo_plan *p, int district, int row,
		      struct demo_staff ret[static STAFF_MAX])
{
	enum { BEHIND_ESTATES = 500000 };
	const struct region_row *r = &p->rows[district][row];
	const struct posting *postings = postings_of(district, r);
	struct dice d = dice_of("region staff", district, row);
	int n = 0;
	for (int k = 0; k < POSTINGS && postings; k++) {
		const char *title = postings[k].title;
		int many = dice_weighted(&d, postings[k].how_many, 4);
		for (int i = 0; i < many; i++, n++) {
			ret[n].who = (struct demo_who){CROWD_STAFF, district,
						       BEHIND_ESTATES + row * STAFF_MAX + n};
			ret[n].organisation_key = office_above(m, p, district, r->key);
			fill_staff(m, &ret[n], postings[k].kind,
				   title ? title : demo_districts[district].specialist,
				   p->day - dice_between(&d, 30, 1500));
			ret[n].staff.is_full_time = dice_flag(&d, 720, 30);
		}
	}
	return n;
}
