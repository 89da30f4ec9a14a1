/* Long work: imports, exports, recounts. A job belongs to who started it, shows its progress, can
 * be cancelled, and goes on after a crash where it was.
 *
 * A kind is one function, called again and again by the runner (app/job_runner.c) outside any
 * transaction. Each call does a small step with its own transactions, moves `position` on, and sets
 * `is_finished` at the end; between two calls progress is kept and cancelling is looked for.
 */
#ifndef LINLI_ACCOUNT_JOB_H
#define LINLI_ACCOUNT_JOB_H

#include "base/ctx.h"
#include "base/field.h"
#include "http/route.h"
#include "store/store.h"

enum job_state { JOB_WAITING = 1, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };
extern const struct choices job_states;

struct job {
	int64_t id, account_id, post_id, home_id, subject_id, state, position, total;
	const char *kind, *input, *result, *error;
	int64_t made_at, began_at, ended_at;
	bool is_finished; /* the step's word; not kept */
	/* What a step leaves for the next one in the same process, on `mem`. After a crash it is gone;
	 * both are NULL where nobody runs the job (tests, commands). */
	mem *mem;
	void *left;
};

/* What a step works with. */
struct job_env {
	struct store *store;
	const struct router *router;
	const char *data; /* the folder of files */
};

struct job_kind {
	const char *name; /* NULL ends a table */
	err (*step)(struct ctx *cx, const struct job_env *env, struct job *job);
};

/* Queues a job for the actor in cx; the runner is woken when it is committed. In a write. */
err job_start(struct ctx *cx, struct job *job);

/* Ends it, if it has not ended. */
err job_stop(struct ctx *cx, int64_t id);

err job_load(struct ctx *cx, int64_t id, struct job *ret);
/* The same, if the actor started it. */
err job_load_own(struct ctx *cx, int64_t id, struct job *ret);

/* For the runner: is there one that waits, or was running when the process ended? */
bool job_waits(struct ctx *cx);
/* The next of those. NULL in ->kind: none. */
err job_take(struct ctx *cx, struct job *ret);
/* Keeps progress; *ret_is_cancelled: somebody asked for its end. */
err job_keep(struct ctx *cx, const struct job *job, bool *ret_is_cancelled);
err job_end(struct ctx *cx, const struct job *job, enum job_state state);

extern const struct route job_routes[];

#endif
