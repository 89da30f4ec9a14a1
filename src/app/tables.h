/* The tables of the rooms, joined. Reading this page's .c is reading what the program can do. */
#ifndef LINLI_APP_TABLES_H
#define LINLI_APP_TABLES_H

#include "account/job.h"
#include "audit/record.h"
#include "http/route.h"
#include "policy/fact.h"

extern const struct route_mount app_mounts[];        /* prefix NULL ends it */
extern const struct entity *const app_entities[];    /* NULL ends it */
extern const struct job_kind *const app_job_kinds[]; /* NULL ends it */
extern const struct fact_table *const app_facts[];   /* NULL ends it */

#endif
