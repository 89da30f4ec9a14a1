/* Runs the jobs, one at a time, on a thread of its own. */
#ifndef LINLI_APP_JOB_RUNNER_H
#define LINLI_APP_JOB_RUNNER_H

#include "app/app.h"

/* Ready to be woken, before anybody can ask for anything. */
struct job_runner *job_runner_new(mem *parent, struct app *app);
/* Begins to run jobs: when there is a server to which it can send hints. */
void job_runner_start(struct job_runner *r);
/* A job was queued. From any thread. */
void job_runner_wake(struct job_runner *r);
/* Lets the step that runs come to its end, if it was started; what is not finished goes on at the next start. The
 * runner itself goes with its parent: a late job_runner_wake() does no harm. */
void job_runner_stop(struct job_runner *r);

#endif
