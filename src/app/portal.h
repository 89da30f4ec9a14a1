/* The portal's pages as the server writes them. The web's script, where it runs, takes their place. */
#ifndef LINLI_APP_PORTAL_H
#define LINLI_APP_PORTAL_H

#include "http/route.h"

extern const struct route portal_routes[];

#endif
