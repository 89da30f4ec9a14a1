/* What the checks share. */
#ifndef LINLI_PLACE_IDENTIFIER_PRIV_H
#define LINLI_PLACE_IDENTIFIER_PRIV_H

#include "place/identifier.h"

/* Fills in a fault at a character of `s` (counted from 1; 0: the whole). Returns false, as the check
 * that found it does. */
bool identifier_fault_at(struct identifier_fault *ret, const char *s, int at, const char *expected,
			 struct text text);

#endif
