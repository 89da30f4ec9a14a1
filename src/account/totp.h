/* The second factor: TOTP (RFC 6238), 6 digits, 30 seconds, one step of drift, each code once. */
#ifndef LINLI_ACCOUNT_TOTP_H
#define LINLI_ACCOUNT_TOTP_H

#include "base/ctx.h"

/* A fresh secret in base32, and the otpauth:// URI for it. */
err totp_new(struct ctx *cx, const char *login, const char **ret_secret, const char **ret_uri);

/* The URI as a QR code, in SVG. */
err totp_qr(struct ctx *cx, const char *uri, const char **ret_svg);

/* Is `code` right at cx->now, and of a step after `last_step`? Then *ret_step is its step. */
bool totp_verify(struct ctx *cx, const char *secret, const char *code, int64_t last_step,
		 int64_t *ret_step);

#endif
