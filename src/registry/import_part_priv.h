/* Shared by the kinds of imports: rows that each say one thing of an estate, whose links are written as
 * names; houses by their addresses; people. What a row says of another thing is put into row->object
 * by import_parse_words(), and taken out again by the kind's row().
 */
#ifndef LINLI_REGISTRY_IMPORT_PART_PRIV_H
#define LINLI_REGISTRY_IMPORT_PART_PRIV_H

#include "place/person.h"
#include "registry/building.h"
#include "registry/house.h"
#include "registry/import_priv.h"

/* Into row->object under the column's key, as it stands. */
void import_parse_words(struct import_row *row, const struct import_column *c, const char *text);
/* What import_parse_words() put there, which is removed; NULL: nothing. */
const char *import_words(struct import_row *row, const char *key);
const char *import_text(const struct import_row *row, const char *key); /* left there */
void import_put_id(struct import_row *row, const char *key, int64_t id);
const struct import_column *import_column(const struct import_row *row, const char *key);

/* ─── people (import_person.c) ─── */

struct import_who {
	const struct import_column *name_column, *number_column, *phone_column;
	const char *name;
	int64_t id_kind;       /* 0: as the number looks */
	const char *id_number; /* as written; NULL: none */
	const char **phones;   /* normalised */
	size_t n_phones;
	int64_t sex, is_party_member; /* 0, NONE: not said */
	int64_t house_id;             /* who of this name is tied to it is meant; 0: no house */
};
struct import_human {
	struct person person;
	bool is_new, is_changed;
	const char *phone_keys[2], *number_key, *house_key; /* under which later rows find it */
};
/* Who is meant: by number, by name and phone, by name and house. False: it is wrong, or asked. */
bool import_person(struct import_row *row, const struct import_who *who, struct import_human *ret);
void import_person_keep(struct import_row *row, const struct import_human *h);
/* The one or the several ID numbers of a cell. */
size_t import_numbers(mem *parent, const char *text, const char ***ret);

extern const struct import_target import_person_target;

/* ─── one row, one thing (import_part.c) ─── */

/* A member that is written as the name of another thing. */
struct import_link {
	const char *key;    /* of its column; NULL ends a table */
	const char *member; /* of the entity: an id */
	struct query name;  /* of the thing, by home $1 and id $2: as lists show it */
	/* The thing of that name; 0: what is wrong was reported. */
	int64_t (*find)(struct import_row *row, const struct import_column *c, const char *text);
};

struct import_part {
	const struct import_target *target;
	const struct import_link *links;
	/* The registered thing that a row without id means; 0: it is new. */
	int64_t (*find)(struct import_row *row);
	/* What a new thing is, where the row does not say it; NULL: nothing follows. */
	void (*complete)(struct import_row *row);
	/* Whether who imports may change it so; NULL: whoever may write the kind. Reports. */
	bool (*may)(struct import_row *row, const void *now);
	/* The column with the name of a person, and the member that it fills; NULL: none. */
	const char *person, *person_member;
	/* The text under which no two rows may stand; NULL: none. */
	const char *(*once)(struct import_row *row, const void *now);
	bool is_anywhere; /* no part of an estate: its home is its own */
};

void import_part_row(struct import_row *row);

/* ─── whose it is (import_home.c) ─── */

/* Sets row->home_id, unless the import goes into one estate: the estate that the row says, or for some
 * kinds the region, which may also be the one that the import goes into. False: it is wrong. */
bool import_find_home(struct import_row *row);
void import_parse_home(struct import_row *row, const struct import_column *c, const char *text);
/* A key that counts within the row's home alone. */
const char *import_in_home(const struct import_row *row, const char *key);
#define IMPORT_HOME_COLUMN                                      \
	{                                                       \
		"home", "所属小区", "Estate", import_parse_home \
	}
#define IMPORT_HOME_ALIASES                                \
	{                                                  \
		"home",                                    \
		{                                          \
			"小区", "小区名称", "所在小区" \
		}                                          \
	}
#define IMPORT_HOME_HINT                                                                      \
	{                                                                                     \
		"home", NULL, "已登记的小区名称或编号；导入到一个小区时不填",                 \
			"Name or number of a registered estate; empty in an import into one " \
			"estate"                                                              \
	}

/* ─── one row, one thing ─── */

/* Takes the columns id_number and phone, of the person that `name` says. */
bool import_person_of(struct import_row *row, const struct import_column *c, const char *name,
		      struct import_human *ret);
void import_parse_nothing(struct import_row *row, const struct import_column *c, const char *text);

/* Members that are masked in lists, and were left as the list shows them, say nothing. */
void import_unmask(struct import_row *row, const struct entity *e, const void *old);
/* What cannot be changed is either what it is already, or wrong. */
void import_fixed(struct import_row *row, const struct entity *e, const void *old);
bool import_is_same(const struct entity *e, const void *a, const void *b);
/* What differs between `old` and `now` goes over to `base`. */
void import_merge(const struct entity *e, const void *old, const void *now, void *base);
/* The version that the row says is the one in force. */
void import_version(struct import_row *row, int64_t is);
/* Takes the failure of row->cx, but for what it says of `path`. */
void import_take_failure_but(struct import_row *row, const char *path);
/* The first row that means this thing; a later one is wrong. */
bool import_first(struct import_row *row, const char *kind, const char *key, int64_t id);

int64_t import_find_house(struct import_row *row, const struct import_column *c, const char *text);
int64_t import_find_space(struct import_row *row, const struct import_column *c, const char *text);
int64_t import_find_organisation(struct import_row *row, const struct import_column *c,
				 const char *text);

/* ─── buildings and houses (import_house.c) ─── */

/* A house as the cells of a row tell it. */
struct import_address {
	const struct import_column *column; /* to be named if it is wrong */
	int64_t id;                         /* a house with just this label; 0: by its parts: */
	const char *building;               /* as written; NULL: not said */
	const char *entrance, *house;       /* in their plain form; entrance NULL: none */
};

/* From the columns house, building, entrance and name, which are taken out. False: the row says no
 * house, or it is wrong. */
bool import_address(struct import_row *row, struct import_address *ret);
/* A house in one cell. */
bool import_address_of(struct import_row *row, const struct import_column *c, const char *text,
		       struct import_address *ret);

struct import_home {
	struct building building;
	struct house house;
	const char *building_key, *house_key; /* under which later rows find them */
	bool building_is_new, house_is_new;
	bool building_is_staged; /* it is not in the register yet: this row or one above makes it */
	bool house_is_staged, house_is_changed;
};
/* Registered, or made by a row above (id, and home_id), or new: then under fresh ids, and nothing
 * is staged yet. False: it is wrong. */
bool import_home(struct import_row *row, const struct import_address *a, struct import_home *ret);
/* Reads the house's cells over what it is, and checks it: nothing else is left in row->object. */
void import_home_read(struct import_row *row, struct import_home *h);
/* Stages what of it is new or changed, and tells what is new. */
void import_home_keep(struct import_row *row, struct import_home *h);

extern const struct import_target import_building_target, import_house_target;
extern const struct import_kind import_building_kind, import_house_kind;

/* ─── the kinds ─── */

extern const struct import_kind import_estate_kind, import_organisation_kind, import_roll_kind,
	import_parking_kind, import_vehicle_kind, import_facility_kind, import_staff_kind,
	import_committee_kind, import_member_kind, import_party_kind;

#endif
