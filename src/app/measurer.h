/* The thread that keeps the packs in force and the cockpit true. In every process it looks each second
 * whether another snapshot is due (a pack was loaded, the day or the tree of regions changed); the
 * process that holds the lease evaluates what changed. */
#ifndef LINLI_APP_MEASURER_H
#define LINLI_APP_MEASURER_H

#include "app/app.h"

struct measurer;
struct measurer *measurer_start(mem *parent, struct app *app);
void measurer_stop(struct measurer *m);

/* Puts the packs of the database in force, if others are in use. */
err packs_refresh(struct ctx *cx, struct app *app);
/* Evaluates all that is due, now, in the process that holds the lease: for tests. */
err measure_all(struct ctx *cx, struct app *app);

#endif
