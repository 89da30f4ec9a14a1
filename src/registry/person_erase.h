/* Forgetting a person (Personal Information Protection Law 47): out of the record, out of every
 * earlier version of it and of what hangs on it, out of the search and the messages.
 *
 * What the law or a contract still needs stays: whoever owns, lives or serves somewhere today is not
 * forgotten at all; of who once owned a house or sat on a body, name and papers stay, since votes
 * and accounts are to be proved for decades. The audit holds no values and is not touched, nor are
 * the looks at the person's data. */
#ifndef LINLI_REGISTRY_PERSON_ERASE_H
#define LINLI_REGISTRY_PERSON_ERASE_H

#include "place/person.h"

/* What is still needed of somebody. */
enum need {
	NEED_NOTHING,
	NEED_IDENTITY, /* owned or served once: name and papers */
	NEED_ALL,      /* owns, lives, serves or signs in today */
};
err person_need(struct ctx *cx, int64_t person_id, enum need *ret);

/* Takes out what is not needed any more, and says what was. Nothing at all under NEED_ALL. */
err person_forget(struct ctx *cx, int64_t person_id, enum need *ret);

/* Takes everything out, whoever needs it: of a record that another one has taken the place of. */
err person_erase(struct ctx *cx, int64_t person_id);

#endif
