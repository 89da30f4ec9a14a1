/* Names with numbers in them: in the order people expect, and as addresses are written. */
#ifndef LINLI_REGISTRY_LABEL_H
#define LINLI_REGISTRY_LABEL_H

#include "base/mem.h"

/* A key that sorts "2幢" before "10幢": every run of digits padded to eight places. */
const char *label_sort_key(mem *parent, const char *label);

/* "3幢", "2", "1201" → "3幢2单元1201"; without an entrance "3幢1201". */
const char *label_house(mem *parent, const char *building, const char *entrance, const char *house);

#endif
