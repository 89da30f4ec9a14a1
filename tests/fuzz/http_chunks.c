/* A chunked body: read whole and byte by byte, it ends at the same place in the same way. */
#include <assert.h>
#include <stdint.h>

#include "http/wire_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static enum refusal scan(const uint8_t *data, size_t n, size_t piece, struct chunks *c)
{
	enum refusal r = LAWFUL;
	size_t used;
	*c = (struct chunks){.max = 1 << 20};
	for (size_t at = 0; at < n && !r && c->at != CHUNK_END; at += used) {
		r = chunks_scan(c, (const char *)data + at, piece < n - at ? piece : n - at, &used);
		assert(used <= piece);
	}
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct chunks whole, bytes;
	enum refusal a = scan(data, n, n, &whole), b = scan(data, n, 1, &bytes);
	assert(a == b && whole.at == bytes.at && whole.total == bytes.total);
	return 0;
}
