/* Settings of the installation: one table says key, type, limits and default of each; the system
 * administrator changes them, and they are in force from the next request on.
 *
 * A request sees one immutable snapshot (cx->settings): setting_int(cx, SETTING_IDLE_MINUTES).
 */
#ifndef LINLI_ACCOUNT_SETTING_H
#define LINLI_ACCOUNT_SETTING_H

#include "base/ctx.h"
#include "base/field.h"

enum setting_id {
	SETTING_IDLE_MINUTES,
	SETTING_SESSION_HOURS,
	SETTING_FRESH_MINUTES,
	SETTING_LOCK_FAILURES,
	SETTING_LOCK_MINUTES,
	SETTING_INVITATION_DAYS,
	SETTING_SYSTEM_NAME,
	SETTING_HOST_UNIT,
	SETTING_CONTACT,
	SETTING_SITE_CODE,
	SETTING_ICP,
	SETTING_POLICE_RECORD,
	SETTING_CONTRACT_DAYS,
	SETTING_INSPECTION_DAYS,
	SETTING__MAX
};

struct setting {
	const char *key;
	enum field_type type; /* F_INT or F_TEXT */
	const char *zh, *en;
	int64_t min, max; /* of a number; code points of a text */
	int64_t number;   /* defaults */
	const char *text;
};
extern const struct setting settings_table[SETTING__MAX];

struct settings {
	int64_t number[SETTING__MAX];
	const char *text[SETTING__MAX];
};

const struct setting *setting_named(const char *key); /* NULL: there is none */

/* The settings as they are in the database, in the memory of `parent`. */
err settings_load(struct ctx *cx, mem *parent, const struct settings **ret);

int64_t setting_int(const struct ctx *cx, enum setting_id id);
const char *setting_text(const struct ctx *cx, enum setting_id id);

#endif
