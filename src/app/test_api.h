/* Handles for tests, in a server started with --test: the clock, the clockwork, the database's
 * digest. Never in any other. */
#ifndef LINLI_APP_TEST_API_H
#define LINLI_APP_TEST_API_H

#include "http/route.h"

extern const struct route test_routes[];

#endif
