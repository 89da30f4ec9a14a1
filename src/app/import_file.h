/* Files of imports: templates to fill in, reports to mend by. */
#ifndef LINLI_APP_IMPORT_FILE_H
#define LINLI_APP_IMPORT_FILE_H

#include "http/route.h"

extern const struct route import_file_routes[];

#endif
