/* Loading packs from outside the server: the command line, the demo, a fresh installation. */
#ifndef LINLI_APP_PACKS_H
#define LINLI_APP_PACKS_H

#include "app/app.h"
#include "policy/pack_read.h"
#include "policy/trial.h"

struct pack_loaded {
	const struct pack *pack; /* NULL: it has errors, and nothing was loaded */
	struct findings findings;
	struct trial_row *rows; /* of a trial */
	size_t n_rows;
};

/* Reads a pack over those that are loaded, and loads it; with `is_dry` it is only tried. */
err pack_load(struct ctx *cx, struct app *app, const struct pack_files *files, bool is_dry,
	      struct pack_loaded *ret);

/* The packs built into the program: the one of this name, or, for NULL, all of them. Those that are
 * loaded already, in any version, are left alone. */
#define NATIONAL_PACK "national"
err packs_load_builtin(struct ctx *cx, struct app *app, const char *only);

#endif
