/* Shared by the files of imports; no other file includes it. */
#ifndef LINLI_REGISTRY_IMPORT_PRIV_H
#define LINLI_REGISTRY_IMPORT_PRIV_H

#include "audit/record.h"
#include "place/search.h"
#include "registry/human.h"
#include "registry/import.h"
#include "sheet/header.h"
#include "store/sql.h"

enum import_state {
	IMPORT_MAPPING = 1, /* columns can be matched; what was checked before counts no more */
	IMPORT_CHECKING,
	IMPORT_CHECKED,
	IMPORT_COMMITTING,
	IMPORT_COMMITTED,
	IMPORT_UNDOING,
	IMPORT_UNDONE,
	IMPORT_READING,  /* a large file, whose rows are still being read */
	IMPORT_GIVEN_UP, /* by who began it; its rows go with the next sweep */
	IMPORT_STATE__MAX
};
extern const struct choices import_states;

enum import_confidence {
	CONFIDENCE_NONE = 1, /* nothing fits, or more than one thing does */
	CONFIDENCE_CONTAINS,
	CONFIDENCE_ALIAS,
	CONFIDENCE_EXACT,
	CONFIDENCE_REMEMBERED, /* as somebody matched this title before */
	CONFIDENCE_CHOSEN,     /* by hand, for this file */
	CONFIDENCE__MAX
};
extern const struct choices import_confidences;

enum import_level {
	LEVEL_WRONG = 1,
	LEVEL_ASKED,
	LEVEL_NOTE,
	LEVEL_LEFT, /* the undoing left it: somebody changed it since */
	IMPORT_LEVEL__MAX
};
extern const struct choices import_levels;

enum {
	IMPORT_ROWS_MAX = 250000,
	IMPORT_COLUMNS_MAX = 200,
	BLOCK_ROWS = 200,
	BLOCK_BYTES = 256 * 1024,
};
#define IMPORT_KEPT_MS (INT64_C(30) * 24 * 3600 * 1000) /* rows, and what an undoing needs */

struct import {
	int64_t home_id, id, account_id, post_id, size, sheet, header_row, data_row, region_id,
		estate_id, state, job_id, next_block, n_rows, n_good, n_bad, n_new, n_changed,
		n_same, n_asked, n_skipped, n_left, has_answers, made_at, checked_at, committed_at,
		undone_at;
	const char *kind, *file_name, *format;
};
extern const struct field import_fields[];

err import_load(struct ctx *cx, int64_t id, struct import *ret);
/* The columns of `im` that change while it is worked on. */
err import_keep(struct ctx *cx, const struct import *im);

/* ─── kinds ─── */

struct import_row;
struct import_run;
struct import_column;

/* Reads a cell into row->object (JSON by the entity's field table) or into the row itself. What it
 * cannot read it reports by import_wrong(). */
typedef void import_parse(struct import_row *row, const struct import_column *column,
			  const char *text);

/* A column of a kind: what may stand in a file, and what becomes of it. */
struct import_column {
	const char *key; /* NULL ends a table */
	const char *zh, *en;
	import_parse *parse;
	const struct field *field; /* what it fills, where that is one member */
	const char *covers;        /* the beginning of the names of the members it fills */
	bool is_required;          /* in a file without an id column */
	int64_t of;                /* for `parse` */
	bool is_personal;          /* what stands in it is shown masked, as of a personal field */
	enum mask mask;
};

/* With this begins the template's example, and a row that begins so is no data. */
#define IMPORT_EXAMPLE "示例："

/* What the template says of a column, where its field does not say enough. */
struct import_hint {
	const char *key; /* NULL ends a table */
	const char *example;
	const char *zh, *en; /* NULL: as the field has it */
};

struct import_alias {
	const char *key; /* NULL ends a table */
	const char *names[KNOWN_NAMES_MAX - 2];
};

/* A table that a kind writes to. Statements run in the commit, in their order, before and after the
 * rows go over; $1 is the import. `taken` yields what has been made meanwhile by others under the
 * same name. */
struct import_target {
	const struct entity *entity;
	const struct query *before, *after; /* .text NULL ends each; NULL: none */
	const struct query *taken;          /* NULL: none */
	void (*search)(const void *obj, struct search_thing *t); /* NULL: it is not searched */
	/* What goes with `n` rows that are prepared for the commit; NULL: nothing. */
	err (*prepare)(struct ctx *cx, int64_t import_id, const void *all, size_t n);
	/* After an undoing was staged: id and home_id of rows to be removed that others have come
	 * to use, and that must stay; NULL: none are. */
	const struct query *in_use;
	bool is_filled; /* rows are staged with what entity->fill() would give them */
};

struct import_kind {
	const char *name; /* NULL ends a table */
	const char *zh, *en;
	unsigned may;                /* the permission to write what it brings (account/may.h) */
	const struct entity *entity; /* its writable fields are columns */
	const struct import_column *extra;
	const struct import_alias *aliases;
	const struct import_hint *hints; /* NULL: none */
	const char *left_out;            /* fields that are no columns: " a b " */
	const char *optional;            /* required ones that a file may leave out */
	bool needs_region, needs_estate; /* to be checked at all */
	bool has_homes;     /* a column `home` may say the estate of each row instead */
	bool is_of_regions; /* and its things may be a region's, too */
	const struct import_target *const *targets; /* in the order of the commit; NULL ends */
	void (*row)(struct import_row *row);        /* from parsed cells to staged objects */
	const void *of;                             /* for `row` */
};
const struct import_kind *import_kind_find(const char *name); /* NULL: none */
const struct import_kind *import_kind_at(size_t i);           /* NULL: past the last */
/* Its columns, fields and extra ones, ended by a NULL key. */
const struct import_column *import_columns(mem *parent, const struct import_kind *k);
const struct import_column *import_column_find(const struct import_column *all, const char *key);
/* The key whose title in a list or an export is exactly this; NULL: none. */
const char *import_key_of_title(mem *parent, const struct import_kind *k, const char *title);
/* The words of an enum, one after the other. */
const char *import_choices_text(mem *parent, const struct choices *c, enum lang lang);
/* What may stand in a column, in a sentence; and what may stand in the template's example. */
const char *import_about(mem *parent, const struct import_kind *k, const struct import_column *c,
			 enum lang lang);
const char *import_example(mem *parent, const struct import_kind *k, const struct import_column *c);
/* The same as titles, for finding a header. */
const struct known_column *import_known(mem *parent, const struct import_kind *k);

/* ─── reading files (import_read.c) ─── */

struct import_sheet {
	const char *name;
	int64_t sheet, n_rows;
};
struct import_block {
	int64_t sheet, block, first_row, n_rows;
	const char *body;
};
struct import_title {
	int64_t column_no, confidence;
	const char *header, *unit, *key, *candidates;
};
struct import_file {
	struct import im;
	struct import_sheet *sheets;
	size_t n_sheets;
	struct import_block *blocks;
	size_t n_blocks;
	struct import_title *titles;
	size_t n_titles;
	struct header *header; /* of the sheet that is imported */
	/* Takes what has gathered in `blocks`, as often as there is enough; NULL: all of it stays. */
	err (*flush)(struct import_file *f);
	void *flush_arg;
	mem *block_mem; /* of their bodies */
};
enum { FLUSH_BLOCKS = 10 };

/* Everything in the file at `path`; im.kind is set. Needs no transaction, and matches no titles. */
err import_read_file(struct ctx *cx, const char *path, struct import_file *ret);
/* The same with its titles. In a read transaction. */
err import_read(struct ctx *cx, const char *path, struct import_file *ret);
const char *import_format(enum book_kind kind); /* "xlsx" */
/* Rows below the header of the sheet that is imported. */
int64_t import_rows_below(const struct import_file *f);
/* Keeps it, with all its rows. */
err import_insert(struct ctx *cx, const struct import_file *f);
/* Its parts. */
err import_write_blocks(struct ctx *cx, const struct import_file *f);
err import_write_sheets(struct ctx *cx, const struct import_file *f);
/* Titles of a header, with what was remembered of them. */
err import_titles(struct ctx *cx, const char *kind, const struct header *h,
		  struct import_title **ret, size_t *ret_n);
/* The rows of a block as they were read; NOT_FOUND past the last. */
err import_rows(struct ctx *cx, const struct import *im, int64_t block, struct row **ret,
		size_t *ret_n);
/* The same of the block that holds a row, or would hold it. */
err import_rows_at(struct ctx *cx, const struct import *im, int64_t row_no, struct row **ret,
		   size_t *ret_n);
err import_load_titles(struct ctx *cx, const struct import *im, struct import_title **ret,
		       size_t *ret_n);
err import_write_titles(struct ctx *cx, const struct import *im, const struct import_title *titles,
			size_t n);

/* ─── checking (import_check.c, import_row.c) ─── */

struct import_finding {
	int64_t level, row_no, column_no;
	const char *header, *code, *zh, *en;
};
struct import_staged {
	const struct import_target *target;
	const void *obj;
	bool is_again; /* an earlier block staged it too */
};
struct import_rowed {
	int64_t row_no, outcome;
};
struct import_named {
	const char *kind, *key;
	int64_t id, row_no;
};

struct import_names;

/* What goes from one step of a check to the next, as long as the process lives. */
struct import_kept {
	mem *mem;
	const struct import_names *regions, *organisations; /* as far as they were asked for */
	uint64_t *names; /* hashes of what rows have named so far, in a table; 0: free */
	size_t n_names, n_slots;
	bool is_loaded;
};

/* The rows of a step, being checked. */
struct import_run {
	struct ctx *cx;
	struct import *im;
	const struct import_kind *kind;
	const struct import_column *columns;
	const struct import_title *titles;
	size_t n_titles;
	const struct import_column **column_of; /* of each title; NULL: it is not imported */
	int64_t reach_id;                       /* of who imports */
	void *book;                             /* what a kind keeps for the step */
	struct import_kept *kept;

	struct import_finding *findings;
	size_t n_findings;
	struct import_staged *staged;
	size_t n_staged;
	struct import_named *named;
	size_t n_named;
	uint32_t *named_at; /* by hash: 1 + the place in `named`; 0: free */
	size_t n_named_at;
	struct import_question *questions;
	size_t n_questions;
	struct import_rowed *rows; /* what became of each row */
	size_t n_rows;
};

enum import_outcome {
	ROW_NONE, /* nothing stands in it */
	ROW_NEW,
	ROW_CHANGED,
	ROW_SAME,
	ROW_BAD,
	ROW_ASKED,
	ROW_SKIPPED, /* as somebody answered */
	ROW__MAX
};
extern const struct choices import_outcomes;

/* What is said of a doubtful match. */
enum import_answer {
	ANSWER_WAITS = 1, /* the row is now one that waits for the answer */
	ANSWER_IS,        /* *ret_id */
	ANSWER_NEW,
	ANSWER_SKIP, /* the row is now one that is left out */
};

enum { LINKS_MAX = 4 };

struct import_row {
	struct import_run *run;
	struct ctx *cx;
	int64_t number;
	json_t *object;      /* members by the entity's field table */
	int64_t id, version; /* of the columns of those names; 0: not said */
	struct {
		const struct import_column *column;
		const char *name;
		enum import_answer answer;
	} links[LINKS_MAX]; /* organisations by name */
	size_t n_links;
	const char *region;             /* as written; NULL: no such column, or empty */
	const char *home;               /* the same: whose the thing is, if each row says it */
	int64_t home_id;                /* the estate that the import goes into, or of the row */
	const struct import_column *at; /* the column that is being parsed */
	enum import_outcome outcome;
};

/* Reports a cell (or, without a column, the row) and makes the row a bad one. */
#define import_wrong(row, column, text, ...) \
	import_report((row), LEVEL_WRONG, (column), (text), ARGS(__VA_ARGS__))
#define import_note(row, column, text, ...) \
	import_report((row), LEVEL_NOTE, (column), (text), ARGS(__VA_ARGS__))
void import_report(struct import_row *row, enum import_level level,
		   const struct import_column *column, struct text text, const struct arg *args);
/* The column of the file that is taken for `c`; NULL: none is, or `c` is NULL. */
const struct import_title *import_title_of(const struct import_run *run,
					   const struct import_column *c);
/* The field errors, or the failure, of row->cx become findings and are forgiven; what is our own
 * fault stays. False if there were any. */
bool import_take_failure(struct import_row *row);

void import_parse_field(struct import_row *row, const struct import_column *c, const char *text);
void import_parse_id(struct import_row *row, const struct import_column *c, const char *text);
void import_parse_version(struct import_row *row, const struct import_column *c, const char *text);

/* What this import makes under a name already; NULL: nothing. */
const struct import_named *import_named(struct import_run *run, const char *kind, const char *key);
void import_name(struct import_row *row, const char *kind, const char *key, int64_t id);
/* Reads what rows named before this process took the check up. */
err import_load_names(struct import_run *run);
void import_stage(struct import_run *run, const struct import_target *target, const void *obj);
/* What this import has staged under an id already, and putting another in its place. */
bool import_staged(struct import_run *run, const struct import_target *target, int64_t id,
		   void *ret);
void import_restage(struct import_run *run, const struct import_target *target, const void *obj);

/* ─── doubtful matches (import_question.c) ─── */

enum { CANDIDATES_MAX = 20 };

struct import_candidate {
	int64_t id;
	const char *label, *detail; /* without personal data in the clear; detail NULL: none */
};

/* A cell that may mean several things. */
struct import_doubt {
	const struct import_column *column;
	const char *kind; /* of what is meant: "region", "organisation" */
	const char *text; /* as written */
	const struct import_candidate *candidates;
	size_t n;
	bool may_be_new; /* none of them, and made by the import */
};

/* What somebody said is meant, or a question. One doubt a column of a row. Whatever comes of it, the
 * row's other cells are looked at all the same; it is staged only while its outcome is ROW_NONE. */
enum import_answer import_ask(struct import_row *row, const struct import_doubt *d,
			      int64_t *ret_id);

struct import_question {
	int64_t id, row_no, column_no, may_be_new;
	const char *kind, *text, *hash, *candidates;
};
err import_write_questions(struct ctx *cx, const struct import *im,
			   const struct import_question *all, size_t n);

/* ─── matching by name (import_match.c) ─── */

/* The region a cell names, within the reach of who imports; 0: it is asked, or wrong, and that is
 * reported. */
int64_t import_region(struct import_row *row, const struct import_column *c, const char *text);

/* The organisation of a kind (enum organisation_kind) that a cell names. ANSWER_NEW: none is
 * registered. */
enum import_answer import_organisation(struct import_row *row, const struct import_column *c,
				       int64_t kind, const char *text, int64_t *ret_id);

/* ─── jobs ─── */

err import_read_step(struct ctx *cx, const struct job_env *env, struct job *job);
err import_check_step(struct ctx *cx, const struct job_env *env, struct job *job);
err import_commit_step(struct ctx *cx, const struct job_env *env, struct job *job);
err import_undo_step(struct ctx *cx, const struct job_env *env, struct job *job);

extern const struct import_target import_organisation_target;

#endif
