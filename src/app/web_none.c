/* In place of the web, where the build leaves it out (-Dweb=false). */
#include "app/web.h"

const struct static_file web_files[] = {{0}};
const size_t web_files_n = 0;
