/* Residents: accounts that sign in by mobile phone, and the person that each of them is.
 *
 * A new account has a person of its own, with name and phone, tied to no house. When a binding tells
 * who that is in the register, the register's person takes its place and the fresh one is erased;
 * what it was tied to meanwhile goes over (resident_become()). From then on all that the register
 * says of the person is the account's: houses, looks, post.
 */
#ifndef LINLI_REGISTRY_RESIDENT_H
#define LINLI_REGISTRY_RESIDENT_H

#include "account/account.h"

struct new_resident {
	const char *phone, *name, *password_hash;
};
/* An active account under the phone, its person, and the post of a resident. */
err resident_create(struct ctx *cx, const struct new_resident *n, int64_t *ret_account_id);

/* The account of who asks. NOT_FOUND unless it has a person. */
err resident_self(struct ctx *cx, struct account *ret);

/* May the register's person become this account's? Not if it has a resident's account already, nor if
 * the account is somebody whose papers are known, or who serves on a body of an estate. */
bool resident_may_become(struct ctx *cx, const struct account *a, int64_t person_id);
/* It does; `a` is brought up to date. */
err resident_become(struct ctx *cx, struct account *a, int64_t person_id);

/* Does the register know the person, as more than an account's fresh one? Then the name is the
 * register's, not the holder's to change. */
bool resident_is_registered(struct ctx *cx, int64_t person_id);

/* Signs in with another phone from now on, that was proved by a code. CONFLICT if it is somebody
 * else's already. Other sessions end. */
err resident_set_phone(struct ctx *cx, struct account *a, const char *phone);

/* Closes the account at its holder's wish (Personal Information Protection Law 15, 47): sessions, bindings,
 * sign-in data and what only the app knew of the person go. An owner stays one in the register: then
 * *ret_is_registered is set. CONFLICT if the account has another post, which is not the holder's to
 * give up. */
err resident_close(struct ctx *cx, const struct account *a, bool *ret_is_registered);

/* The occupancy ends yesterday, or goes if it began today. One that is over is left alone. */
err resident_move_out(struct ctx *cx, int64_t estate_id, int64_t occupancy_id);

#endif
