/* The web inside the binary, and which shell serves which path. */
#ifndef LINLI_APP_WEB_H
#define LINLI_APP_WEB_H

#include "http/static.h"

struct static_files web_static(void);

/* Made by tools/embed_web.mjs from the web's build. */
extern const struct static_file web_files[];
extern const size_t web_files_n;

#endif
