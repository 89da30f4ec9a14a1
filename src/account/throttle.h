/* Attempts counted against a limit in a window of time. */
#ifndef LINLI_ACCOUNT_THROTTLE_H
#define LINLI_ACCOUNT_THROTTLE_H

#include "base/ctx.h"

struct throttle {
	const char *what; /* "sign_in" */
	int64_t most, window_ms;
};

/* Is there one more left for `who`? If not, *ret_wait_s says how long until there is. */
bool throttle_allows(struct ctx *cx, const struct throttle *t, const char *who,
		     int64_t *ret_wait_s);

/* Counts one. In a write transaction. */
err throttle_count(struct ctx *cx, const struct throttle *t, const char *who);
err throttle_forget(struct ctx *cx, const struct throttle *t, const char *who);

/* Drops windows that have passed. A clockwork job. */
err throttle_sweep(struct ctx *cx);

#endif
