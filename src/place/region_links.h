/* The way through the tree of regions on a page that the server writes. */
#ifndef LINLI_PLACE_REGION_LINKS_H
#define LINLI_PLACE_REGION_LINKS_H

#include "http/served.h"

/* Links to the regions above this one and itself, then to those below it; 0: to the roots. `address`
 * is what stands before a region's id, "/?region=". */
err region_links(struct ctx *cx, struct buf *b, int64_t region_id, const char *address);

#endif
