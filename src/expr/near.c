#include <ctype.h>
#include <string.h>

#include "expr/expr_priv.h"

enum { WORD_MAX = 64 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Letters to be added, dropped, replaced, or exchanged with their neighbour, upper and lower case
 * being the same (Damerau and Levenshtein, the restricted form). */
static int distance(const char *a, const char *b)
{
	int rows[3][WORD_MAX + 1];
	int n = (int)strlen(b);
	for (int j = 0; j <= n; j++)
		rows[0][j] = j;
	for (int i = 1; a[i - 1]; i++) {
		int *row = rows[i % 3], *above = rows[(i + 2) % 3], *third = rows[(i + 1) % 3];
		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int differs = !same_letter(a[i - 1], b[j - 1]);
			row[j] = least(above[j - 1] + differs, least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				row[j] = least(row[j], third[j - 2] + 1);
		}
	}
	return rows[strlen(a) % 3][n];
}

/* One letter in three may be wrong, and one in a word of two. */
const char *expr_nearest(const char *word, const char *const *names, size_t n)
{
	const char *nearest = NULL;
	size_t len = strlen(word);
	int best = (int)(len < 3 ? len - (len > 0) : len / 3) + 1;
	for (size_t i = 0; len <= WORD_MAX && i < n; i++) {
		size_t other = strlen(names[i]);
		size_t apart = other > len ? other - len : len - other;
		int d = other <= WORD_MAX && apart < (size_t)best ? distance(word, names[i]) : best;
		if (d < best && d < (int)other)
			nearest = names[i], best = d;
	}
	return nearest;
}
