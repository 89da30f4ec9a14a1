/* What a resident has agreed to: each purpose by itself, told beforehand what is collected and what
 * for, and to be taken back as easily as it was given (Personal Information Protection Law 14, 15,
 * 17; sensitive data separately: 29).
 *
 * A giving and its withdrawal are one row; the rows stay, as proof, when the account is closed. What
 * is told has a number: when the wording changes, earlier consents no longer hold.
 */
#ifndef LINLI_REGISTRY_CONSENT_H
#define LINLI_REGISTRY_CONSENT_H

#include "base/ctx.h"
#include "base/field.h"

enum consent_purpose {
	CONSENT_ACCOUNT =
		1,         /* name and phone, to have an account at all: withdrawn by closing it */
	CONSENT_ID_NUMBER, /* the number of one's papers, to be proved an owner: sensitive */
	CONSENT_CONTACT,   /* the sign-in phone, as the owner's phone in the register */
	CONSENT__MAX
};
extern const struct choices consent_purposes;

/* What is told: `wording` counts its versions. */
struct consent_notice {
	int64_t wording;
	bool is_sensitive;
	struct text collected, why;
};
const struct consent_notice *consent_notice(enum consent_purpose purpose);

/* Does it hold today? */
bool consent_holds(struct ctx *cx, int64_t account_id, enum consent_purpose purpose);
err consent_give(struct ctx *cx, int64_t account_id, enum consent_purpose purpose);
/* Nothing if it was not given. */
err consent_withdraw(struct ctx *cx, int64_t account_id, enum consent_purpose purpose);
/* Of who leaves. */
err consent_withdraw_all(struct ctx *cx, int64_t account_id);

#endif
