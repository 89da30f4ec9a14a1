/* The public pages of estates, as the server writes them. */
#ifndef LINLI_REGISTRY_PUBLIC_PAGE_H
#define LINLI_REGISTRY_PUBLIC_PAGE_H

#include "http/served.h"

/* Estates by `region`, `q` and `page`. */
err public_list_page(struct ctx *cx, struct request *rq, struct served_page *ret);
/* One: {estate}. */
err public_estate_page(struct ctx *cx, struct request *rq, struct served_page *ret);

#endif
