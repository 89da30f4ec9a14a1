/* Registered things: one way to load, create, change, delete, restore and remember them all.
 *
 * An entity is a field table and three literals. From these come optimistic versions (the ETag),
 * the earlier versions with who and why, as-of reads, the audit entry with the names of the
 * changed fields, and the generic handlers of record_api.h.
 *
 *     struct building { struct record rec; const char *name; … };
 *     #define COLUMNS RECORD_COLUMNS ", name, floors"
 *     const struct entity building_entity = {
 *             .kind = "building", .zh = "楼栋", .en = "building", .fields = building_fields,
 *             .size = sizeof(struct building), .check = building_check,
 *             ENTITY_SQL("building", COLUMNS, P_6),
 *     };
 *
 * `struct record` is the first member of the struct, RECORD_FIELDS the first rows of the table, and
 * columns stand in the order of the fields: entity_check() refuses to start otherwise.
 */
#ifndef LINLI_AUDIT_RECORD_H
#define LINLI_AUDIT_RECORD_H

#include "base/field.h"
#include "store/params.h"
#include "store/sql.h"

struct record {
	int64_t home_id; /* the estate, or its own id where the thing is nobody's part */
	int64_t id;
	int64_t version;    /* 1, 2, 3 …: the ETag */
	int64_t deleted_at; /* NONE: it stands */
};

#define RECORD_FIELDS(type)                                                                 \
	{"home_id", F_ID, READ_ONLY | INTERNAL, AT(type, rec.home_id), L("归属", "Home")},  \
		{"id", F_ID, READ_ONLY, AT(type, rec.id), L("标识", "Id")},                 \
		{"version", F_INT, READ_ONLY, AT(type, rec.version), L("版本", "Version")}, \
	{                                                                                   \
		"deleted_at", F_INSTANT, READ_ONLY, AT(type, rec.deleted_at),               \
			L("删除时间", "Deleted at")                                         \
	}
#define RECORD_COLUMNS "home_id, id, version, deleted_at"

#define ENTITY_SQL(table, columns_, values)                                               \
	.columns = columns_,                                                              \
	.load = SQL("SELECT " columns_ " FROM " table " WHERE home_id = $1 AND id = $2"), \
	.insert = SQL("INSERT INTO " table " (" columns_ ") VALUES (" values ")"),        \
	.update = SQL("UPDATE " table " SET (" columns_ ") = (" values ")"                \
		      " WHERE home_id = $1 AND id = $2 AND version = $3 - 1"),            \
	ENTITY_STAGE(table, columns_)

/* An import's rows lie in stage_<table>, as they will stand, until one transaction brings them over:
 * those of version 1 are new, the others take the place of the version before. $1 is the import. */
#define STAGED_OVER(table)                                                                 \
	" FROM stage_" table " s WHERE s.import_id = $1 AND s.home_id = " table ".home_id" \
	" AND s.id = " table ".id"
#define ENTITY_STAGE(table, columns_)                                                             \
	.stage = SQL("stage_" table "(" columns_ ", import_id)"),                                 \
	.staged = SQL("SELECT " columns_ " FROM stage_" table " WHERE import_id = $1 AND id > $2" \
		      " ORDER BY id LIMIT $3"),                                                   \
	.unstage = SQL("DELETE FROM stage_" table " WHERE import_id = $1 AND id > $2"             \
		       " AND id <= $3"),                                                          \
	.unstage_some = SQL("DELETE FROM stage_" table " WHERE import_id = $1 AND id <="          \
			    " (SELECT max(id) FROM (SELECT id FROM stage_" table                  \
			    " WHERE import_id = $1 ORDER BY id LIMIT 2000) x)"),                  \
	.stage_stale = SQL("SELECT s.id, s.home_id FROM stage_" table " s"                        \
			   " WHERE s.import_id = $1 AND s.version > 1 AND NOT EXISTS"             \
			   " (SELECT 1 FROM " table " t WHERE t.home_id = s.home_id"              \
			   " AND t.id = s.id AND t.version = s.version - 1)"                      \
			   " ORDER BY s.id LIMIT 100"),                                           \
	.stage_new = SQL("INSERT INTO " table " (" columns_ ") SELECT " columns_                  \
			 " FROM stage_" table " WHERE import_id = $1 AND version = 1"),           \
	.stage_changed =                                                                          \
		SQL("UPDATE " table " SET (" columns_ ") = (SELECT " columns_ STAGED_OVER(        \
			table) ") WHERE (home_id, id) IN (SELECT home_id, id"                     \
			       " FROM stage_" table " WHERE import_id = $1 AND version > 1)")

struct entity {
	const char *kind; /* in versions, audit, URLs: "estate" */
	const char *zh, *en;
	const struct field *fields;
	size_t size;
	/* Puts what people write (blanks and dashes in a code) into the form that is kept; before
	 * `check`. */
	void (*normalise)(struct ctx *cx, void *obj);
	/* Members that follow from others: a sort key, a number; before every write, after `check`. */
	err (*fill)(struct ctx *cx, void *obj);
	/* Rules across fields, with what the database must be asked for; reports by fail_field(). */
	err (*check)(struct ctx *cx, const void *obj);
	/* What follows from a change, in its transaction: search entries, reach, counts. `old` is NULL
	 * for a new thing; deletion and restoring are changes of deleted_at. */
	err (*saved)(struct ctx *cx, const void *old, const void *new);
	bool is_own_home; /* home_id is its own id: estates, organisations, regions, people */
	const char *columns;
	struct query load, insert, update;
	/* Imports: into the stage (for sql_bulk(), the import's id last), out of it in order, away from
	 * it, and into the table. */
	struct query stage, staged, unstage, unstage_some, stage_stale, stage_new, stage_changed;
};

/* Columns, fields and SQL agree. For the program's start: fails INTERNAL naming the entity. */
err entity_check(struct ctx *cx, const struct entity *e);

/* NOT_FOUND when it is absent, or deleted; what was merged says into which. */
err record_load(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id, void *ret);
/* The same, deleted or not. */
err record_load_any(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id, void *ret);

/* Makes a new one: checks it, gives it an id (unless it has one) and version 1. */
err record_create(struct ctx *cx, const struct entity *e, void *obj);

/* Keeps a change. `obj` carries the version it was read at: STALE if somebody was faster. What
 * did not change makes no version. */
err record_update(struct ctx *cx, const struct entity *e, void *obj);
/* The same for what follows from another act (a merge) and is nobody's to mend here: unchecked. */
err record_amend(struct ctx *cx, const struct entity *e, void *obj);

err record_delete(struct ctx *cx, const struct entity *e, void *obj);
err record_restore(struct ctx *cx, const struct entity *e, void *obj);

/* As it stood at an instant: NOT_FOUND before it began or while it was deleted. */
err record_as_of(struct ctx *cx, const struct entity *e, struct record key, int64_t instant,
		 void *ret);

#endif
