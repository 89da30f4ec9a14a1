/* The worker pool: threads for what takes long. A bounded queue; what does not fit is refused. */
#ifndef LINLI_APP_POOL_H
#define LINLI_APP_POOL_H

#include "base/ctx.h"

struct pool;
struct pool *pool_start(mem *parent, int n_threads, int queue_cap);
/* False when the queue is full, or the pool is stopping. */
bool pool_put(struct pool *p, void (*run)(void *arg), void *arg);
/* Finishes what is queued, ends the threads. */
void pool_stop(struct pool *p);

#endif
