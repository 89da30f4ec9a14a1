/* The context of one request, job or command: its memory, its clock, who acts, and what failed.
 *
 * It is the first parameter of every function above `base` that can fail. Time is `cx->now`,
 * never the machine's clock, so that a test can set it. There is no other global than the log.
 *
 *     if (!house)
 *             return fail(cx, ERR_NOT_FOUND, T("house.none", "没有这套房屋", "No such house"));
 *
 * The first failure wins; field errors gather, so that a form is answered with all that is wrong.
 */
#ifndef LINLI_BASE_CTX_H
#define LINLI_BASE_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arg.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

struct ctx;
struct tx;          /* the transaction (store) */
struct actor;       /* who acts, under which post (account) */
struct keyring;     /* the keys of personal data (base/secret.h) */
struct settings;    /* a snapshot of the installation's settings (account) */
struct live_holder; /* the policy packs in force (policy) */

/* One wrong field: its JSON path ("houses[3].area_dm2"), and what to do about it. */
struct field_error {
	const char *path;
	struct text text;
	const struct arg *args;
};

enum { FIELD_ERRORS_MAX = 100 };

struct failure {
	err kind; /* OK: none */
	struct text text;
	const struct arg *args;
	const char *internal; /* for the log, when kind is ERR_INTERNAL */
	struct field_error *fields;
	size_t n_fields;
};

struct after_commit {
	void (*run)(struct ctx *cx, void *arg);
	void *arg;
	struct after_commit *next;
};

struct ctx {
	mem *mem;
	int64_t now; /* UTC, ms */
	enum lang lang;
	uint64_t request_id;
	struct tx *tx;
	const struct actor *actor;   /* NULL: nobody is signed in */
	int64_t account_id, post_id; /* the same as ids, for history and audit; 0: nobody */
	const char *reason;          /* why, as the actor gave it; NULL: not said */
	const struct keyring *keys;
	const struct settings *settings; /* NULL: the defaults */
	struct live_holder *packs;       /* NULL: no pack is in force */
	bool has_begun_job;              /* a job waits: whoever commits wakes the runner */
	struct failure failure;
	struct after_commit *after_commit; /* newest first */
};

#define fail(cx, kind, text, ...)       fail_with((cx), (kind), (text), ARGS(__VA_ARGS__))
#define fail_field(cx, path, text, ...) fail_field_with((cx), (path), (text), ARGS(__VA_ARGS__))

/* Sets the failure unless one is set, and returns the kind that stands. Field errors give way to
 * INTERNAL and BUSY. */
err fail_with(struct ctx *cx, err kind, struct text text, const struct arg *args);

/* Adds a field error; the failure becomes ERR_INVALID unless another kind stands. Go on checking,
 * and end with `return ctx_err(cx)`. */
void fail_field_with(struct ctx *cx, const char *path, struct text text, const struct arg *args);

/* One text for what is absent and what is out of scope, so that neither can be told apart. */
err fail_not_found(struct ctx *cx);

/* Our own fault, or the machine's: `format` is for the log and is never shown to a client. */
err fail_internal(struct ctx *cx, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline err ctx_err(const struct ctx *cx)
{
	return cx->failure.kind;
}

static inline void ctx_forgive(struct ctx *cx)
{
	cx->failure = (struct failure){0};
}

/* `run(cx, arg)` once the transaction is on disk; never if it is rolled back. Replies, events and
 * wake-ups hang here. Order of running: as added. */
void ctx_after_commit(struct ctx *cx, void (*run)(struct ctx *, void *), void *arg);
void ctx_run_after_commit(struct ctx *cx);

#endif
