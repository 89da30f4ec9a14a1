#ifndef LINLI_APP_AUDIT_API_H
#define LINLI_APP_AUDIT_API_H

#include "account/job.h"
#include "http/route.h"

extern const struct route audit_routes[];
extern const struct job_kind audit_jobs[];

#endif
