/* Chance that is the same every time: splitmix64, a stream for each thing. */
#include "app/demo_priv.h"

static uint64_t next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

struct dice dice_of(const char *what, int64_t a, int64_t b)
{
	struct dice d = {.state = UINT64_C(0x6C696E6C69)}; /* any number; a new one is a new demo */
	for (; *what; what++)
		d.state = next(&d) ^ (unsigned char)*what;
	d.state = next(&d) ^ (uint64_t)a;
	d.state = next(&d) ^ (uint64_t)b;
	return d;
}

int64_t dice_below(struct dice *d, int64_t n)
{
	return (int64_t)(next(d) % (uint64_t)n);
}

int64_t dice_between(struct dice *d, int64_t first, int64_t last)
{
	return first + dice_below(d, last - first + 1);
}

bool dice_hit(struct dice *d, int permille)
{
	return dice_below(d, 1000) < permille;
}

int dice_weighted(struct dice *d, const unsigned char *weights, int n)
{
	int64_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += weights[i];
	int64_t at = dice_below(d, sum);
	int i = 0;
	while (at >= weights[i])
		at -= weights[i++];
	return i;
}

int64_t dice_flag(struct dice *d, int permille_yes, int permille_unknown)
{
	bool is_unknown = dice_hit(d, permille_unknown), is_yes = dice_hit(d, permille_yes);
	return is_unknown ? NONE : is_yes;
}
