/* Settings over HTTP. */
#ifndef LINLI_APP_SETTING_API_H
#define LINLI_APP_SETTING_API_H

#include "http/route.h"

extern const struct route setting_routes[], site_routes[];

#endif
