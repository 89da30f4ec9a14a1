/* House codes: printed in a letter to a house, good once, for whoever has the letter. Twelve
 * characters (60 bits) in groups of four, without letters that look like digits; kept as a keyed
 * hash, and so shown once. A newer letter to the house makes the earlier one worthless.
 */
#ifndef LINLI_REGISTRY_BINDING_CODE_H
#define LINLI_REGISTRY_BINDING_CODE_H

#include "base/ctx.h"

struct house_code {
	int64_t home_id, id, house_id;
};

struct house_letter {
	int64_t id, house_id;
	const char *label, *code, *ends_on;
};

/* Codes for the houses of `letters` (house_id, label); the rest is filled in. */
err house_code_make(struct ctx *cx, int64_t estate_id, const char *ends_on,
		    struct house_letter *letters, size_t n);

/* The code that was typed, if it is good: id 0 if not. */
err house_code_find(struct ctx *cx, const char *typed, struct house_code *ret);

err house_code_use(struct ctx *cx, const struct house_code *c);

/* NOT_FOUND unless it is good still. */
err house_code_revoke(struct ctx *cx, int64_t estate_id, int64_t id);

#endif
