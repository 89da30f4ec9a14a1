/* Personal data at rest: sealed with a key, found again by a keyed hash.
 *
 * A keyring holds encryption keys by number (the newest seals, any opens) and one key for hashes.
 * It lies in a file of its own (0600), never in the database nor in a backup: without it a copy of
 * the database tells nobody an ID number.
 */
#ifndef LINLI_BASE_SECRET_H
#define LINLI_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { LOOKUP_HASH_SIZE = 32, SECRET_OVERHEAD = 4 + 24 + 16 };

/* Opens the key file at `path`, or makes it with fresh keys if it is absent and `may_create`.
 * Lives as long as `parent`. Fails INTERNAL with what is wrong (also when others may read it). */
err keyring_open(struct ctx *cx, mem *parent, const char *path, bool may_create,
		 const struct keyring **ret);

/* Adds a fresh sealing key to the file; earlier ones stay, so that old rows can still be opened. */
err keyring_add_key(struct ctx *cx, const char *path);

/* The number of the key that sealed these bytes, and of the key that seals now. */
uint32_t secret_key_of(const void *sealed, size_t n);
uint32_t keyring_newest(const struct keyring *k);

/* Seals a text under cx->keys: key number, nonce, ciphertext. Never fails. */
struct arg secret_seal(struct ctx *cx, const char *text);

/* Opens what secret_seal() made; INTERNAL if the key is missing or the bytes were changed. */
err secret_open(struct ctx *cx, const void *sealed, size_t n, const char **ret_text);

/* The hash under which a value is looked up. `kind` ("id_number", "phone") keeps kinds apart; the
 * caller normalises the value first. */
void secret_hash(const struct keyring *k, const char *kind, const char *value,
		 unsigned char out[static LOOKUP_HASH_SIZE]);

#endif
