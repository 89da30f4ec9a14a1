/* Messages on their way out of the process: SMS, 企业微信, e-mail. A message is written in the
 * transaction of what causes it and sent by the clockwork through an adapter; the demo's adapter
 * shows them on a page. Address and body are sealed. */
#ifndef LINLI_ACCOUNT_OUTBOX_H
#define LINLI_ACCOUNT_OUTBOX_H

#include "base/ctx.h"
#include "base/field.h"

enum channel { CHANNEL_SMS = 1, CHANNEL_WECOM, CHANNEL_MAIL };
extern const struct choices channels;

struct message {
	const char *key; /* unique: at most one message is ever sent for it */
	enum channel channel;
	const char *address, *body;
};
err outbox_put(struct ctx *cx, const struct message *m);

/* Everything that was sent there, or is to be, is gone: of somebody who leaves. */
err outbox_forget(struct ctx *cx, const char *address);
/* Messages are kept for three months, so that it can be said that they were sent. */
enum { OUTBOX_KEPT_DAYS = 90 };
err outbox_sweep(struct ctx *cx);

/* Sending is three steps, so that no transaction waits for the world: claim what is due (a write
 * transaction; the next try is set before anything leaves), hand each over, record what came of
 * it. A crash in between costs a delay, never a second copy within the pause. */
struct due {
	int64_t id;
	struct message message;
};
err outbox_claim(struct ctx *cx, size_t most, struct due *due, size_t *ret_n);
err outbox_record(struct ctx *cx, int64_t id, const char *error); /* NULL: it was sent */

#endif
