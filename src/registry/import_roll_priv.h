/* Shared by the files of owners' rolls. A row names a house and people: owners, or who else lives there.
 *
 *     import_roll_read.c   cells to people
 *     import_roll_tie.c    people to ownerships with shares, and to occupancies
 *     import_roll_list.c   rows of an exported list of people
 */
#ifndef LINLI_REGISTRY_IMPORT_ROLL_PRIV_H
#define LINLI_REGISTRY_IMPORT_ROLL_PRIV_H

#include "registry/import_part_priv.h"
#include "registry/ownership.h"
#include "registry/people.h"

enum { ROLL_PEOPLE_MAX = 40 };

struct roll_person {
	struct import_who who;
	struct import_human human;
	bool is_found; /* `human` is filled */
	enum tie tie;
	const char *relation;
	int64_t num, den; /* of the owner; 0, 0: not said */
};

struct roll_row {
	struct import_row *row;
	struct import_home home;
	struct roll_person people[ROLL_PEOPLE_MAX];
	size_t n;
	const char *certificate, *since, *until; /* NULL: not said */
	int64_t is_representative;               /* NONE: not said */
	bool makes, changes;                     /* anything but the house and the people */
};

/* A number of row->object, which is removed; NONE: nothing. */
int64_t roll_number(struct import_row *row, const char *key);

/* Takes the cells of people out of row->object; what cannot be read is reported. */
void roll_read(struct roll_row *r);

/* Ownerships and occupancies of r->people, whose persons are known; staged by roll_keep_ties(), if the
 * row is good. Also of a bad row: its owners count among those that share equally. */
struct roll_ties;
struct roll_ties *roll_ties(struct roll_row *r);
void roll_keep_ties(struct roll_ties *t);
/* A registered ownership of r->home.house as it shall be, with what follows for the other owners. */
struct roll_ties *roll_put_owner(struct roll_row *r, const struct ownership *now);

/* A row with the id of an ownership or an occupancy. */
void roll_list_row(struct import_row *row);

extern const struct import_target import_ownership_target, import_occupancy_target;

#endif
