/* Leases: of several processes on one database, one does the shared duties and runs the jobs. Its
 * lease is a row, renewed every few seconds; when the process is gone, another takes it. */
#ifndef LINLI_APP_LEASE_H
#define LINLI_APP_LEASE_H

#include "app/app.h"

enum { LEASE_MS = 15 * 1000, LEASE_RENEW_MS = 5 * 1000 };

/* Takes or renews the lease for this process; false if another holds it. */
bool lease_hold(struct app *app, const char *name);
/* Lets it go, so that another need not wait. */
void lease_release(struct app *app, const char *name);

#endif
