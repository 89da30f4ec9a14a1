/* Who did what, and who looked at whom.
 *
 * An act is written in the transaction of the act itself, so that there is no one without the
 * other; a refusal that must be remembered is an act too. Rows are sealed in blocks of about a
 * second: a Merkle root over the rows, chained to the block before, so that a row that is changed,
 * added or removed afterwards breaks every later block. `linli verify` and any stranger with an
 * export can check it (docs/audit.md).
 *
 * `detail` holds codes, ids and field names, never values of personal data.
 */
#ifndef LINLI_AUDIT_AUDIT_H
#define LINLI_AUDIT_AUDIT_H

#include "base/ctx.h"

struct act {
	const char *action; /* "estate.update" */
	int64_t home_id;    /* the estate or region it concerns; 0: the installation */
	const char *kind;   /* of the thing; NULL: none */
	int64_t subject_id; /* of the thing; 0: none */
	const char *detail; /* a JSON object; NULL: {} */
	bool is_refused;
};

err audit_act(struct ctx *cx, const struct act *act);

/* A look at a person's data in the clear, for the reason in cx->reason. `fields` are their names,
 * comma-separated; title and organisation are the looker's, as they are now. */
struct look {
	int64_t person_id;
	const char *fields, *post_title, *organisation;
};
err audit_look(struct ctx *cx, const struct look *look);

/* Seals what has been committed and is older than `settle_ms` (so that ids of slower transactions
 * are in), at most `most` rows, as one block. *ret_sealed: how many rows; 0 makes no block. */
err audit_seal(struct ctx *cx, int64_t settle_ms, int64_t most, int64_t *ret_sealed);

/* Recomputes blocks first … last of the chain. Each finding is a line to `say`; `ret` counts what
 * was read. */
struct audit_check {
	int64_t blocks, rows, unsealed, findings;
};
err audit_verify(struct ctx *cx, void (*say)(void *arg, const char *line), void *arg,
		 struct audit_check *ret);

enum { AUDIT_HASH = 32 };

/* The Merkle root of `n` leaf hashes (RFC 6962's shape: leaves and nodes are hashed apart, the
 * left half is the largest power of two below n). Overwrites `leaves`. n > 0. */
void merkle_root(unsigned char (*leaves)[AUDIT_HASH], size_t n,
		 unsigned char out[static AUDIT_HASH]);
void merkle_leaf(const void *bytes, size_t n, unsigned char out[static AUDIT_HASH]);

#endif
