/* The clockwork: one thread that does what is due. Every job is one row of a table. */
#ifndef LINLI_APP_CLOCKWORK_H
#define LINLI_APP_CLOCKWORK_H

#include "app/app.h"

struct clockwork;
struct clockwork *clockwork_start(mem *parent, struct app *app);
void clockwork_stop(struct clockwork *c);

/* Does everything once, now: for tests, which do not wait. */
err clockwork_run_all(struct app *app, struct ctx *cx);

#endif
