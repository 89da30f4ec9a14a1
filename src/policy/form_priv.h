/* Forms: one `const` table for each mapping of the format says its keys, their types and limits, and
 * what they are for. From it the mapping is read into a struct, checked, and described as JSON Schema.
 *
 *     static const struct form part_rows[] = {
 *             {"id", FORM_ID, NEEDED, IN(part, id), L("部分的标识", "id of the part")},
 *             {"title", FORM_LABEL, NEEDED, IN(part, title), L("标题", "its title"), .max = 200},
 *             {0}
 *     };
 *
 * References and what needs more than its own node (a parameter's value, a reach) are only looked
 * at for their shape here: pack_*.c find the node again with yaml_get().
 */
#ifndef LINLI_POLICY_FORM_PRIV_H
#define LINLI_POLICY_FORM_PRIV_H

#include "policy/finding_priv.h"

enum form_type {
	FORM_LABEL = 1,  /* {zh, en}: struct label */
	FORM_TEXT,       /* const char * */
	FORM_ID,         /* small letters, digits, _: const char * */
	FORM_CODE,       /* letters, digits, . - _ (XX-5.1): const char * */
	FORM_INT,        /* any integer */
	FORM_FLAG,       /* bool */
	FORM_DATE,       /* const char * */
	FORM_DAY,        /* int32_t day number */
	FORM_CHOICE,     /* any integer; of: struct choices */
	FORM_EXPRESSION, /* const char *: the source */
	FORM_VALUE,      /* of a parameter; kept nowhere */
	FORM_REACH,      /* 80% or 130; kept nowhere */
	FORM_REF,        /* the id of something else; kept nowhere */
	FORM_REFS,       /* a list of ids; kept nowhere */
	FORM_DAYS,       /* a list of dates; kept nowhere */
	FORM_MAP,        /* a mapping whose members are the same struct's; of: struct form[] */
	FORM_LIST,       /* of mappings; of: struct form_item */
	FORM__MAX
};

enum { NEEDED = 1 };

struct form {
	const char *key; /* NULL ends a table */
	enum form_type type;
	unsigned flags;
	size_t at, size;
	const char *zh, *en; /* one line for who writes it */
	int64_t min, max; /* FORM_INT: range; texts: characters; lists: members. max 0: default */
	const void *of;
	size_t n_at; /* FORM_LIST: where the number of members goes */
};
#define IN(type, member) offsetof(struct type, member), sizeof(((struct type *)0)->member)
#define NOWHERE          0, 0

struct form_item {
	size_t size;
	const struct form *rows;
};

enum { FORM_ID_MAX = 64, FORM_TEXT_MAX = 200, FORM_LIST_MAX = 5000 };

/* Reads what a mapping holds into `obj`; everything wrong is a finding. Members that are absent or
 * wrong keep what they had, except that the NONE of FORM_INT is set where nothing is said. */
void form_read(struct report *r, const struct yaml *node, const struct form *rows, void *obj);

/* Scalars, for who reads a node alone. False after a finding. */
bool form_day(struct report *r, const struct yaml *node, int32_t *ret);
bool form_int(struct report *r, const struct yaml *node, int64_t min, int64_t max, int64_t *ret);
bool form_parse_int(const char *text, int64_t *ret);

/* The finding that a scalar is not what is wanted. */
struct finding *form_unexpected(struct report *r, const struct yaml *node, const char *zh,
				const char *en);
/* The finding that a key of a mapping is absent. */
struct finding *form_missing(struct report *r, const struct yaml *map, const char *key);
/* "must、should 或 may" */
const char *form_choices(mem *m, const struct choices *c, enum lang lang);

/* The JSON Schema of a mapping. */
void form_schema(struct json *j, const struct form *rows);

#endif
