#include "base/id.h"

#include <stdatomic.h>
#include <string.h>

#include "base/date.h"

static const int64_t EPOCH_MS = INT64_C(1577836800000); /* 2020-01-01T00:00:00Z */
static const char ALPHABET[] = "0123456789abcdefghjkmnpqrstvwxyz";

static atomic_int_fast64_t last_stamp; /* milliseconds << 12 | sequence */
static int64_t node_bits;

void id_set_node(int node)
{
	node_bits = (int64_t)node << 12;
}

int64_t id_new(void)
{
	int64_t now = (clock_now() - EPOCH_MS) << 12;
	int64_t last = atomic_load_explicit(&last_stamp, memory_order_relaxed), next;
	do
		next = now > last ? now : last + 1;
	while (!atomic_compare_exchange_weak(&last_stamp, &last, next));
	return (next >> 12) << 22 | node_bits | (next & 0xFFF);
}

void id_format(int64_t id, char out[static ID_SIZE])
{
	uint64_t v = (uint64_t)id;
	for (int i = ID_TEXT - 1; i >= 0; i--, v >>= 5)
		out[i] = ALPHABET[v & 31];
	out[ID_TEXT] = '\0';
}

static int digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'o')
		c = '0';
	if (c == 'i' || c == 'l')
		c = '1';
	const char *p = c ? strchr(ALPHABET, c) : NULL;
	return p ? (int)(p - ALPHABET) : -1;
}

bool id_parse(const char *s, int64_t *ret_id)
{
	uint64_t v = 0;
	if (strlen(s) != ID_TEXT || digit_of(s[0]) > 7)
		return false; /* 13 × 5 bits are 65: the first digit holds 3, its top one the sign */
	for (int i = 0; i < ID_TEXT; i++) {
		int d = digit_of(s[i]);
		if (d < 0)
			return false;
		v = v << 5 | (uint64_t)d;
	}
	if (v == 0 || v > INT64_MAX)
		return false;
	*ret_id = (int64_t)v;
	return true;
}
