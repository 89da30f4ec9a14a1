/* Shared by the files of the demo. What is generated here is pure: no store, no clock. */
#ifndef LINLI_APP_DEMO_PRIV_H
#define LINLI_APP_DEMO_PRIV_H

#include "app/regions_import.h"
#include "place/organisation.h"
#include "place/person.h"
#include "registry/body.h"
#include "registry/building.h"
#include "registry/equipment.h"
#include "registry/estate.h"
#include "registry/house.h"
#include "registry/ownership.h"

/* ── chance (demo_dice.c) ── */

/* A stream of its own for each thing, so that one thing's data do not hang on another's. */
struct dice {
	uint64_t state;
};
struct dice dice_of(const char *what, int64_t a, int64_t b);
int64_t dice_below(struct dice *d, int64_t n);
int64_t dice_between(struct dice *d, int64_t first, int64_t last); /* both included */
bool dice_hit(struct dice *d, int permille);
/* An index of `weights`. */
int dice_weighted(struct dice *d, const unsigned char *weights, int n);
/* 1, 0, or NONE: not recorded. */
int64_t dice_flag(struct dice *d, int permille_yes, int permille_unknown);

/* ── names (demo_names.c) ── */
const char *demo_person_name(mem *m, struct dice *d);
/* "翠柳", by number: differs for the first thousand. */
const char *demo_word(mem *m, int64_t n);
const char *demo_estate_name(mem *m, struct dice *d, enum estate_kind kind);
const char *demo_road(mem *m, struct dice *d);

/* ── the five districts (demo_districts.c) ── */
enum { DEMO_DISTRICTS = 5, XIHU = 0, YONGCHUAN, ZHANGDIAN, NANZHENG, XIXIAN };

struct demo_duty {
	const char *name, *duty; /* {0} ends a list */
};

struct demo_district {
	const char *key;         /* "xihu": its file in data/regions, and in keys */
	const char *region;      /* key of the district among the regions */
	const char *name, *city; /* 西湖区; 杭州, for the names of companies */
	const char *plate;       /* 浙X */
	const char *hero;        /* key of the community of its first estate */
	const char *specialist;  /* what it calls 物业专干 */
	int estates, served;     /* served: so many first ones have a company in any case */
	int companies, developers;
	int full_houses;       /* estates are filled house by house until there are so many */
	int specialists;       /* the norm for each community */
	int price_permille;    /* of 西湖's */
	int facility_permille; /* how often there is what 西湖 has */
	unsigned char kinds[ESTATE__MAX - 1];
	unsigned char old_modes[SERVICE__MAX - 1]; /* of old estates */
	const struct demo_duty *departments;
	const struct demo_duty *new_town_departments; /* NULL: it has no new towns */
};
extern const struct demo_district demo_districts[DEMO_DISTRICTS];

/* ── people and numbers (demo_people.c) ── */

/* Whoever is invented is one of a crowd of a district; their numbers follow from their place in it
 * and so are nobody else's. */
enum demo_crowd {
	CROWD_STAFF = 1,
	CROWD_COMMITTEE,
	CROWD_OWNER,
	CROWD_SPOUSE,
	CROWD_CHILD,
	CROWD_ELDER,
	CROWD_TENANT,
	CROWD_OFFICIAL,
	CROWD_FIRM, /* an organisation that owns */
	CROWD__MAX
};
struct demo_who {
	enum demo_crowd crowd;
	int district;
	int64_t index; /* below 1,000,000 */
};
void demo_person(mem *m, struct demo_who who, struct person *ret);
const char *demo_id_number(mem *m, struct demo_who who);
int64_t demo_birth_day(struct demo_who who);
const char *demo_phone(mem *m, struct demo_who who);
/* `class` is the first two characters: 91 an enterprise, 51 an association. Serial < 100,000. */
const char *demo_credit_code(mem *m, const char *class, int64_t serial);
const char *demo_plate(mem *m, const struct demo_district *d, int64_t serial, bool is_electric);
const char *demo_date(mem *m, int64_t day);

/* ── organisations (demo_organisations.c) ── */

struct demo_organisation {
	const char *region_key;
	struct organisation organisation;
};
/* Those of a district. The first of 西湖 is the mark by which a store is known as a demo's. */
struct demo_plan;
struct demo_organisations {
	struct demo_organisation *all;
	size_t n;
};
struct demo_organisations demo_organisations(mem *m, const struct demo_plan *p, int district);
#define DEMO_MARK "demo:xihu:association"
const char *demo_company_key(mem *m, int district, int company);
const char *demo_developer_key(mem *m, int district, int developer);
const char *demo_office_key(mem *m, const char *street_key);
const char *demo_utility_key(mem *m, int district, const char *duty);
/* 杭州示例翠柳物业服务有限公司 */
const char *demo_company_name(mem *m, int district, const char *trade, int n);

/* ── the plan: all estates (demo_estates.c) ── */

/* How the buildings of an estate are made; houses are counted through them. */
struct demo_layout {
	int buildings, entrances, floors, per_floor;
	int shops; /* in one building more */
};
static inline int demo_layout_homes(const struct demo_layout *l)
{
	return l->buildings * l->entrances * l->floors * l->per_floor;
}

struct demo_estate {
	int district, index;
	const char *region_key;
	int company, developer; /* -1: none */
	struct demo_layout layout;
	bool is_full;
	int64_t first_house; /* of a full one: its first house among those of the district */
	int64_t committee, committee_state; /* enum committee_kind, committee_state; 0: none */
	struct estate estate;               /* without ids of others */
};

struct demo_plan {
	const char *today;
	int32_t day; /* the same, as a number */
	struct region_row *rows[DEMO_DISTRICTS];
	size_t n_rows[DEMO_DISTRICTS];
	struct demo_estate *estates;
	size_t n;
	size_t first[DEMO_DISTRICTS + 1]; /* of each district among the estates */
};
err demo_plan(struct ctx *cx, const char *today, struct demo_plan *ret);

/* What it says of the estate beside place, kind and size (demo_service.c). */
void demo_service(mem *m, const struct demo_plan *p, struct demo_estate *e);

/* ── committees, Party organisations, staff (demo_bodies.c) ── */

struct demo_member {
	struct demo_who who;
	struct committee_member member;
};
struct demo_staff {
	struct demo_who who;
	const char *organisation_key; /* NULL: none */
	struct staff staff;
};
enum { MEMBERS_MAX = 13, STAFF_MAX = 8 };
struct demo_bodies {
	struct committee committee; /* kind 0: none */
	struct demo_member members[MEMBERS_MAX];
	int n_members;
	struct party_organisation party; /* form 0: none */
	struct demo_who secretary;
	struct demo_staff staff[STAFF_MAX];
	int n_staff;
};
void demo_bodies(mem *m, const struct demo_plan *p, const struct demo_estate *e,
		 struct demo_bodies *ret);
/* Those of a street or a community; returns how many. */
int demo_region_staff(mem *m, const struct demo_plan *p, int district, int row,
		      struct demo_staff ret[static STAFF_MAX]);

/* ── houses (demo_houses.c) ── */

struct demo_owner {
	struct demo_who who;
	struct ownership ownership;
};
struct demo_occupant {
	struct demo_who who;
	struct occupancy occupancy;
};
enum { OWNERS_MAX = 3, OCCUPANTS_MAX = 4 };
struct demo_household {
	int building; /* from 0 */
	struct house house;
	struct demo_owner owners[OWNERS_MAX];
	struct demo_occupant occupants[OCCUPANTS_MAX];
	int n_owners, n_occupants;
	struct parking_space space; /* name NULL: none */
	struct vehicle vehicle;     /* plate NULL: none */
};
struct demo_layout demo_layout(struct dice *d, enum estate_kind kind, int64_t year, int64_t target);
int demo_building_count(const struct demo_estate *e);
int demo_house_count(const struct demo_estate *e);
void demo_building(mem *m, const struct demo_estate *e, int building, struct building *ret);
/* All homes together. */
int64_t demo_housing_dm2(const struct demo_estate *e);
/* The first owner of a house. */
struct demo_who demo_first_owner(const struct demo_estate *e, int house);
void demo_household(mem *m, const struct demo_plan *p, const struct demo_estate *e, int house,
		    struct demo_household *ret);
/* Facilities and equipment of an estate with houses; returns how many. */
enum { FACILITIES_MAX = 60 };
struct demo_facility {
	const char *operator_key; /* the utility that took it over; NULL: none */
	struct facility facility;
};
int demo_facilities(mem *m, const struct demo_plan *p, const struct demo_estate *e,
		    struct demo_facility ret[static FACILITIES_MAX]);

/* ── accounts (demo_accounts.c) ── */

/* Who signs in: an official of their own, or one of the first estate of the district: a committee's
 * member, the Party secretary, an owner, who is posted there in the account's role. */
enum demo_holder {
	HOLDER_OFFICIAL,
	HOLDER_CHAIR,
	HOLDER_MEMBER,
	HOLDER_SECRETARY,
	HOLDER_OWNER,
	HOLDER_STAFF
};
struct demo_account {
	const char *login, *title;
	int64_t role;
	const char *organisation; /* its key; NULL: none */
	const char *reach; /* key of a region, an organisation or an estate, as the role has it */
	int district;
	enum demo_holder holder;
};
extern const struct demo_account demo_accounts[]; /* login NULL ends it */
struct demo_who demo_account_holder(const struct demo_plan *p, const struct demo_account *a);

/* ── into the store (demo_fill.c, demo_fill_houses.c, demo_fill_accounts.c) ── */

struct demo_key;
struct demo_filling {
	struct app *app;
	mem *mem; /* the plan's and the keys' */
	struct demo_plan plan;
	struct demo_key *ids;             /* of regions, organisations and estates, by their keys */
	const struct demo_estate *estate; /* whose houses are written */
};
/* 0: not there. */
int64_t demo_id(const struct demo_filling *f, const char *key);
err demo_load_ids(struct ctx *cx, struct demo_filling *f);
void demo_forget_ids(struct demo_filling *f);

/* Writes things 0 … n - 1, `step` of them a transaction, unless the program is to stop. */
typedef err demo_write(struct ctx *cx, struct demo_filling *f, size_t i);
struct demo_batch {
	size_t from, to, step;
	demo_write *write;
};
err demo_in_batches(struct ctx *cx, struct demo_filling *f, struct demo_batch batch);

/* The person, made if they are not there. */
err demo_person_id(struct ctx *cx, struct demo_who who, int64_t *ret);

/* The houses of an estate that are missing yet. */
err demo_fill_houses(struct ctx *cx, struct demo_filling *f, const struct demo_estate *e);
err demo_fill_accounts(struct ctx *cx, struct demo_filling *f);
err demo_print_accounts(struct ctx *cx, struct demo_filling *f);
/* The packs built in; and, once their measures have been evaluated, an invented past of the figures. */
err demo_fill_packs(struct ctx *cx, struct demo_filling *f);
err demo_fill_past(struct ctx *cx, struct demo_filling *f);
/* All that must be there before anybody signs in. The plan hangs on f->mem. */
err demo_fill_first(struct ctx *cx, struct demo_filling *f);

#endif
