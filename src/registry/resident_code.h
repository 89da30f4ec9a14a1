/* Codes by SMS: the proof that somebody holds a mobile phone. Six digits, good for ten minutes, five
 * tries and once; the last one sent for a phone and a purpose is the one that counts.
 *
 *     struct phone_code c = {.purpose = CODE_SIGN_IN, .phone = mobile_of(cx, "phone", typed)};
 *     …
 *     if (!phone_code_is_right(cx, &c, in->code))
 *             e = phone_code_miss(cx, &c);       // and answer with reply_refused(): it is remembered
 *     else
 *             e = phone_code_spend(cx, &c);
 *
 * Whether the phone is known to anybody makes no difference to sending. The number itself is kept
 * nowhere but in the outgoing message, sealed.
 */
#ifndef LINLI_REGISTRY_RESIDENT_CODE_H
#define LINLI_REGISTRY_RESIDENT_CODE_H

#include "base/ctx.h"

enum code_purpose { CODE_SIGN_IN = 1, CODE_NEW_PHONE };

struct phone_code {
	enum code_purpose purpose;
	const char *phone;  /* normalised, a mobile */
	int64_t account_id; /* CODE_NEW_PHONE: whose new number it is to be; otherwise 0 */
};

enum { CODE_LIFE_MS = 10 * 60 * 1000, CODE_PAUSE_MS = 60 * 1000 };

/* What was typed as a mobile number, normalised; NULL, with an error of the field, if it is none. */
const char *mobile_of(struct ctx *cx, const char *path, const char *typed);

/* Sends a fresh code. Fails TOO_MANY when the phone, or the address that asks, has had its share. */
err phone_code_send(struct ctx *cx, const struct phone_code *c, const char *peer);

/* Reads only; false for a wrong, old, spent or worn-out one alike. */
bool phone_code_is_right(struct ctx *cx, const struct phone_code *c, const char *code);

err phone_code_miss(struct ctx *cx, const struct phone_code *c);
err phone_code_spend(struct ctx *cx, const struct phone_code *c);

#endif
