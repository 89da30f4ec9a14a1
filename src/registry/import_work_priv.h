/* Shared by the jobs that bring an import over, take it back and clear it away; no other file
 * includes it. */
#ifndef LINLI_REGISTRY_IMPORT_WORK_PRIV_H
#define LINLI_REGISTRY_IMPORT_WORK_PRIV_H

#include "registry/import_priv.h"

enum { PIECE_ROWS = 1000, BATCH_COMMIT = 1, BATCH_UNDO };

/* Some rows of one target, as they will stand. */
struct import_piece {
	int64_t import_id, batch;
	const struct import_target *target;
	char *all; /* n objects of target->entity->size */
	size_t n;
};

/* Into the stage; versions and search entries beside it. In a write. */
err import_put_staged(struct ctx *cx, const struct import_piece *p);
err import_put_beside(struct ctx *cx, const struct import_piece *p);

/* Everything that is staged becomes part of the register, with its history under `reason`. */
err import_bring(struct ctx *cx, const struct import *im, int64_t batch, const char *reason);

/* What a person calls a record: its name, masked as in a list, or its id. */
const char *import_name_of(struct ctx *cx, const struct entity *e, int64_t home_id, int64_t id);

/* Clears away, some thousand rows a transaction, what an import has in the stage; `all`: what the
 * check found and the commit will need too. */
err import_clear(struct ctx *cx, struct store *store, const struct import *im, bool all);

/* The rows of its file. */
err import_clear_rows(struct ctx *cx, struct store *store, const struct import *im);
/* Everything in the file at `path` into an import that is IMPORT_READING; then it is IMPORT_MAPPING. */
err import_read_from(struct ctx *cx, struct store *store, const char *path, int64_t id);
/* Where a large file lies until it is read. */
const char *import_path(mem *parent, const char *data, int64_t id);

#endif
