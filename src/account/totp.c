#include "account/totp.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { SECRET_BYTES = 20, STEP_S = 30, DIGITS = 6, DRIFT = 1, QUIET = 4 };

err totp_new(struct ctx *cx, const char *login, const char **ret_secret, const char **ret_uri)
{
	char bytes[SECRET_BYTES], *base32;
	size_t n;
	randombytes_buf(bytes, sizeof bytes);
	if (oath_base32_encode(bytes, sizeof bytes, &base32, &n) != OATH_OK)
		return fail_internal(cx, "base32 of a secret");
	*ret_secret = mem_strn(cx->mem, base32, n);
	*ret_uri = mem_format(cx->mem, "otpauth://totp/Linli:%s?secret=%s&issuer=Linli", login,
			      *ret_secret);
	sodium_memzero(base32, n);
	free(base32); /* liboath's own */
	return OK;
}

bool totp_verify(struct ctx *cx, const char *secret, const char *code, int64_t last_step,
		 int64_t *ret_step)
{
	char *bytes;
	size_t n;
	int64_t now = cx->now / 1000;
	if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS ||
	    oath_base32_decode(secret, strlen(secret), &bytes, &n) != OATH_OK)
		return false;
	bool is_right = false;
	for (int64_t step = now / STEP_S - DRIFT; step <= now / STEP_S + DRIFT; step++) {
		char expected[DIGITS + 1];
		if (step > last_step && !is_right &&
		    oath_totp_generate(bytes, n, step * STEP_S, STEP_S, 0, DIGITS, expected) ==
			    OATH_OK &&
		    sodium_memcmp(expected, code, DIGITS) == 0) {
			is_right = true;
			*ret_step = step;
		}
	}
	sodium_memzero(bytes, n);
	free(bytes);
	return is_right;
}

/* One path of unit squares: small, and sharp at any size. */
static const char *svg_of(struct ctx *cx, const QRcode *code)
{
	struct buf svg = buf_on(cx->mem);
	int side = code->width + 2 * QUIET;
	buf_format(&svg,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
		   " shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path "
		   "d=\"",
		   side, side, side, side);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				buf_format(&svg, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_puts(&svg, "\"/></svg>");
	return buf_text(&svg);
}

err totp_qr(struct ctx *cx, const char *uri, const char **ret_svg)
{
	QRcode *code = QRcode_encodeString8bit(uri, 0, QR_ECLEVEL_M);
	if (!code)
		return fail_internal(cx, "QR code of a URI");
	*ret_svg = svg_of(cx, code);
	QRcode_free(code);
	return OK;
}
