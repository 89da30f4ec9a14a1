/* Policy packs from folders, as the command line names them: a folder, or the name of one that is
 * built in. What a pack extends is looked for beside its folder, then among those built in.
 *
 *     struct shelf shelf = {.cx = &cx};
 *     struct shelved *it;
 *     err e = shelf_open(&shelf, "policies/xihu", &it);
 */
#ifndef LINLI_APP_POLICY_SHELF_H
#define LINLI_APP_POLICY_SHELF_H

#include "policy/pack_read.h"

struct shelved {
	const char *name, *folder; /* folder NULL: built in */
	const struct pack *pack;   /* NULL: the findings say why */
	struct findings findings;
	bool is_open; /* being read */
	struct shelved *next;
};
struct shelf {
	struct ctx *cx;
	struct shelved *all;
	const struct shelved *current;
};

/* Reads a pack once; what is wrong with it are its findings. Fails NOT_FOUND, TOO_LARGE or INVALID for
 * what is no pack at all. The facts must have been joined. */
err shelf_open(struct shelf *s, const char *folder_or_name, struct shelved **ret);

#endif
