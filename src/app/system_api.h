/* Health, metrics, events: what the installation tells of itself. */
#ifndef LINLI_APP_SYSTEM_API_H
#define LINLI_APP_SYSTEM_API_H

#include "http/route.h"

extern const struct route system_routes[], event_routes[], state_routes[];

#endif
