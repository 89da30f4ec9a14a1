/* Exports: any list that pages, as .xlsx or .csv, made by a job in the name of who asked, with who,
 * when and for which unit in its title. What is masked on the screen is masked in the file. Files
 * are fetched by who asked for them, for a day. */
#ifndef LINLI_APP_EXPORT_H
#define LINLI_APP_EXPORT_H

#include "account/job.h"

enum { EXPORT_ROWS_MAX = 200000 };

extern const struct route export_routes[];
extern const struct job_kind export_jobs[];

/* Removes files older than a day. A clockwork duty. */
void export_sweep(const char *data);

#endif
