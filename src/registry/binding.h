/* How an account comes to its houses, in three ways:
 *
 *   register   name and ID number are those of an owner in the estate: the account becomes that person
 *   code       the code of a letter to the house: the account is of the household
 *   request    the community is asked, and decides
 *
 * An account that is bound may do what SCOPE_HOUSE and SCOPE_OWNED_HOUSE ask for, because the
 * register knows its person there; the row in `binding` only tells how that came about. Whoever
 * proves a house by a code or a request, and is called and reached by phone as one whom the register
 * knows there, is taken for that one; anybody else is added to the household.
 *
 * What is wrong with a proof is never told apart: the functions say only whether it holds.
 */
#ifndef LINLI_REGISTRY_BINDING_H
#define LINLI_REGISTRY_BINDING_H

#include "account/account.h"
#include "registry/people.h"

enum binding_way { BINDING_REGISTER = 1, BINDING_CODE, BINDING_REQUEST };
enum binding_state {
	BINDING_ASKED = 1,
	BINDING_BOUND,
	BINDING_REFUSED,
	BINDING_WITHDRAWN, /* by the asker, before it was decided */
	BINDING_ENDED,     /* by the asker or an owner, or with the account */
};
extern const struct choices binding_ways, binding_states;

struct binding {
	int64_t home_id, id, account_id, house_id, way, tie, state, occupancy_id, at, decided_at;
	const char *label, *note, *reason;
};

err binding_load(struct ctx *cx, int64_t estate_id, int64_t id, struct binding *ret);

/* ─── proved ─── */

struct register_proof {
	int64_t estate_id;
	const char *name, *id_number; /* as typed */
};
/* *ret_holds: the account is that owner now, and has a binding for each house there. */
err binding_by_register(struct ctx *cx, struct account *a, const struct register_proof *p,
			bool *ret_holds);

/* CONFLICT if the house is the account's already: the code is good for somebody else then. */
err binding_by_code(struct ctx *cx, struct account *a, const char *code, bool *ret_holds);

/* ─── asked for ─── */

struct binding_wish {
	int64_t estate_id, house_id, tie;
	const char
		*label; /* where house_id is 0; the estate's house of that name, if there is one */
	const char *note;
};
err binding_ask(struct ctx *cx, const struct account *a, const struct binding_wish *w);

struct binding_decision {
	bool is_confirmed;
	const char *reason; /* a refusal has one */
	int64_t house_id;   /* where the asker only wrote a label */
	int64_t person_id; /* who the asker is among those that the register knows there; 0: by name and phone */
};
/* CONFLICT if it was decided already. The asker is sent word of it. */
err binding_decide(struct ctx *cx, struct binding *b, const struct binding_decision *d);

/* ─── ended ─── */

/* Takes a wish back, or leaves the household. CONFLICT where the tie is the register's own. */
err binding_withdraw(struct ctx *cx, struct binding *b);
/* All of an account that is closed. */
err binding_end_all(struct ctx *cx, int64_t account_id);
/* Those that rest on an occupancy that an owner has ended. */
err binding_end_of(struct ctx *cx, int64_t estate_id, int64_t occupancy_id);

#endif
