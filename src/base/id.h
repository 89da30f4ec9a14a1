/* Identifiers: 63 bits, ordered by time, made in the process. 41 bits of milliseconds since 2020,
 * 10 bits of node (leased in a table at start), 12 bits of sequence. Outside the process an id is
 * always its 13 characters of Crockford base32, lower case. 0 is no id.
 */
#ifndef LINLI_BASE_ID_H
#define LINLI_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

enum { ID_TEXT = 13, ID_SIZE = ID_TEXT + 1, ID_NODES = 1024 };

/* Which node this process is, 0 to ID_NODES - 1. Once, before the first id_new(). */
void id_set_node(int node);

/* A new id, greater than every earlier one of this process. Safe from any thread. */
int64_t id_new(void);

void id_format(int64_t id, char out[static ID_SIZE]);
/* Accepts upper case and the confusable letters of Crockford's alphabet; false if it is no id. */
bool id_parse(const char *s, int64_t *ret_id);

#endif
