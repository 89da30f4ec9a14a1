/* A PostgreSQL of the test's own: from Debian's packages, in a temporary folder, reached through a
 * socket in it, and gone with the process that started it, however that ends.
 *
 *     const char *url = postgres_database();   // an empty database; the server starts at need
 *
 * PostgreSQL refuses to run as root; then it runs as the user `postgres`, or else `nobody`.
 */
#ifndef LINLI_TEST_POSTGRES_H
#define LINLI_TEST_POSTGRES_H

#include <stdbool.h>

/* The URL of a new empty database on the server of this process. Aborts, with what is wrong on
 * standard error, if there can be none: without PostgreSQL the tests have not passed. */
const char *postgres_database(void);

/* The server ends at once, without a checkpoint, and starts again on its files. */
void postgres_crash(void);

/* The server writes to the disk as in earnest (fsync). Before the first postgres_database(). */
void postgres_durable(void);

#endif
