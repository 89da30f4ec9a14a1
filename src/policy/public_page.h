/* The public cockpit, as the server writes it. */
#ifndef LINLI_POLICY_PUBLIC_PAGE_H
#define LINLI_POLICY_PUBLIC_PAGE_H

#include "http/served.h"

/* The document that governs {region}, clause by clause, with figures and nobody's name; without a
 * region: the regions to choose from. */
err public_cockpit_page(struct ctx *cx, struct request *rq, struct served_page *ret);

#endif
