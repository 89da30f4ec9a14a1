/* What falls due: a day on which something ends, past or soon. How soon is soon is a setting. */
#ifndef LINLI_REGISTRY_DUE_H
#define LINLI_REGISTRY_DUE_H

#include "account/setting.h"

enum due { DUE_PAST = 1, DUE_SOON };
extern const struct choices dues;

/* The days that are meant, both inclusive; NULL both where `due` is 0 or NONE: any. Soon is from
 * today on, as many days as the setting says. */
struct due_days {
	const char *from, *to;
};
struct due_days due_days(struct ctx *cx, int64_t due, enum setting_id ahead);

#endif
