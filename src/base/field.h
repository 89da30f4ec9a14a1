/* Field tables: one `const` table an entity says what its members are called in JSON and in the
 * database, their types and limits, and what people call them. From it the program reads JSON,
 * checks it, writes it, binds and reads rows, keeps history, names import columns and prints the
 * API's description.
 *
 *     struct building { int64_t id; const char *name; int64_t floors; bool has_lift; };
 *     static const struct field building_fields[] = {
 *             {"id",       F_ID,   READ_ONLY, AT(building, id),       L("标识", "Id")},
 *             {"name",     F_TEXT, REQUIRED,  AT(building, name),     L("楼栋", "Building"), 1, 40},
 *             {"floors",   F_INT,  0,         AT(building, floors),   L("层数", "Floors"), 1, 200},
 *             {0}
 *     };
 *
 * Members of a struct: F_ID, F_INT, F_INSTANT int64_t (0 is no id; NONE is no number or instant);
 * F_FLAG int64_t too (0, 1 or NONE); F_ENUM int64_t (0: not said); F_TEXT, F_DATE const char *
 * (NULL: none); F_LIST struct list.
 */
#ifndef LINLI_BASE_FIELD_H
#define LINLI_BASE_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/json.h"

enum field_type { F_ID = 1, F_INT, F_FLAG, F_TEXT, F_DATE, F_INSTANT, F_ENUM, F_LIST };

enum field_flag {
	REQUIRED = 1,  /* must be said when the thing is made, and cannot be emptied */
	READ_ONLY = 2, /* the server sets it; in a request it is an error */
	ON_CREATE = 4, /* may be said when the thing is made, not changed afterwards */
	PERSONAL =
		8,   /* personal data: encrypted in the database, masked in replies, never logged */
	SECRET = 16, /* only ever read from a request: a password, a code */
	MASKED = 32, /* shown masked as PERSONAL is, but stored as it stands: a name */
	INTERNAL = 64, /* a column that never appears in a reply or a request */
};

/* How a PERSONAL text is shown to who may not see it (law.md 6.8). */
enum mask { MASK_ALL, MASK_NAME, MASK_PHONE, MASK_ID_NUMBER, MASK_PLATE, MASK_ADDRESS };

/* The values of an F_ENUM, from 1 up: `code` stands in JSON, in the database stands the number,
 * so values are appended, never reordered. */
struct choice {
	const char *code, *zh, *en;
};
struct choices {
	const char *name;
	const struct choice *values; /* values[0] is the value 1 */
	int64_t n;
};
#define CHOICES(name, values)                                   \
	{                                                       \
		name, values, sizeof(values) / sizeof *(values) \
	}

struct list {
	void *items;
	size_t n;
};

struct field;
/* The members of an F_LIST. With `fields` whose only name is "" the members are bare values. */
struct element {
	size_t size;
	const struct field *fields;
};

struct field {
	const char *name; /* NULL ends a table */
	enum field_type type;
	unsigned flags;
	size_t at;
	const char *zh, *en; /* the label */
	int64_t min, max; /* F_INT: range; F_TEXT: code points; F_LIST: members. max 0: none said */
	const void *of;   /* F_ENUM: struct choices; F_LIST: struct element */
	enum mask mask;   /* PERSONAL */
	int places;       /* F_INT: shown to people with so many decimal places */
	const char *unit; /* what is counted, as people write it: "㎡", "元/㎡·月" */
};

#define AT(type, member) offsetof(struct type, member)
#define L(zh, en)        zh, en

enum { TEXT_MAX_DEFAULT = 200, LIST_MAX_DEFAULT = 1000 };

enum field_mode {
	READ_NEW,    /* all REQUIRED fields must be there; absent ones become none */
	READ_PATCH,  /* only what is there changes; null empties */
	READ_STORED, /* what fields_store() wrote: every column, limits of today not applied */
};

/* Reads a JSON object into `obj` by its table. Every wrong field is reported, unknown members
 * too. Texts are trimmed, copied to cx->mem and checked to be free of control characters. */
err fields_read(struct ctx *cx, const struct field *table, json_t *object, void *obj,
		enum field_mode mode);

/* Writes the object `{…}`. Members that are none are left out. PERSONAL ones are masked unless
 * `is_bare`. */
void fields_write(struct json *j, const struct field *table, const void *obj, bool is_bare);
void field_write(struct json *j, const struct field *f, const void *obj, bool is_bare);

/* Writes every member but SECRET ones, for keeping: PERSONAL ones sealed (base64). fields_read()
 * with READ_STORED reads it back and opens them. */
void fields_store(struct ctx *cx, struct json *j, const struct field *table, const void *obj);

/* The value as people read it, in a list or an export: labels of choices, decimals, 是/否. NULL is
 * "". Masked unless `is_bare`. */
const char *field_show(mem *parent, const struct field *f, const void *obj, enum lang lang,
		       bool is_bare);

const struct field *field_find(const struct field *table, const char *name);
size_t fields_count(const struct field *table);

/* Members of `into` that are none take the value of `from`; READ_ONLY ones stay. */
void fields_fill(const struct field *table, void *into, const void *from);

/* Sets every member to its none. */
void fields_clear(const struct field *table, void *obj);

/* The member as an argument (typed for SQL, or for a message). */
struct arg field_arg(const struct field *f, const void *obj);
/* The same value in two objects. */
bool field_equal(const struct field *f, const void *a, const void *b);

/* The value of an enum by its code, its Chinese or its English; 0 if it is none of them. */
int64_t choice_find(const struct choices *c, const char *text);
static inline const struct choice *choice_of(const struct choices *c, int64_t value)
{
	return value >= 1 && value <= c->n ? &c->values[value - 1] : NULL;
}

/* 王小明 → 王**, 13812345678 → 138****5678, 330106…1234 → 330106********1234, 浙A·1**45. */
char *mask_text(mem *parent, enum mask mask, const char *s);

#endif
