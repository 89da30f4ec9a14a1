/* Reading a cell from left to right. */
#ifndef LINLI_REGISTRY_HUMAN_PRIV_H
#define LINLI_REGISTRY_HUMAN_PRIV_H

#include "registry/human.h"

enum { PLAIN_SIZE = 256 };

/* A cell in half width, lower case and without blanks, and how far it has been read. */
struct plain {
	char text[PLAIN_SIZE];
	const char *at;
	const char *written; /* as it was, for a fault */
};

/* HUMAN_VALUE when there is something to read. */
enum human plain_open(struct plain *p, const char *s, struct human_fault *fault);

/* Past `word` if it stands here; past the first of `words` (NULL-terminated) that does, which is
 * returned, else NULL. Longer words come first in such a list. */
bool plain_take(struct plain *p, const char *word);
const char *plain_take_any(struct plain *p, const char *const *words);

/* Past a number, its text into `out`; false if none stands here. */
enum { NUMBER_TEXT_SIZE = 32 };
bool plain_take_number(struct plain *p, char out[static NUMBER_TEXT_SIZE]);

bool plain_take_about(struct plain *p); /* 约, before or behind */
bool plain_is_at_end(const struct plain *p);

/* Chinese numerals to digits: "二〇二〇年十二月" → "2020年12月". In place. */
void plain_numerals(struct plain *p);

enum human human_wrong(struct human_fault *fault, const char *what, struct text text);

#endif
