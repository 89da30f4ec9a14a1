#include <sodium.h>
#include <string.h>

#include "audit/audit.h"

_Static_assert(AUDIT_HASH == crypto_hash_sha256_BYTES, "SHA-256");

void merkle_leaf(const void *bytes, size_t n, unsigned char out[static AUDIT_HASH])
{
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char[]){0}, 1);
	crypto_hash_sha256_update(&s, bytes, n);
	crypto_hash_sha256_final(&s, out);
}

static void node(const unsigned char *left, const unsigned char *right,
		 unsigned char out[static AUDIT_HASH])
{
	crypto_hash_sha256_state s;
	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char[]){1}, 1);
	crypto_hash_sha256_update(&s, left, AUDIT_HASH);
	crypto_hash_sha256_update(&s, right, AUDIT_HASH);
	crypto_hash_sha256_final(&s, out);
}

/* Level by level; an odd one at the end moves up as it is, which gives RFC 6962's tree. */
void merkle_root(unsigned char (*leaves)[AUDIT_HASH], size_t n,
		 unsigned char out[static AUDIT_HASH])
{
	while (n > 1) {
		size_t half = 0;
		for (size_t i = 0; i + 1 < n; i += 2)
			node(leaves[i], leaves[i + 1], leaves[half++]);
		if (n % 2)
			memmove(leaves[half++], leaves[n - 1], AUDIT_HASH);
		n = half;
	}
	memcpy(out, leaves[0], AUDIT_HASH);
}
