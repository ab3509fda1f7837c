#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 48 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment distance; both shorter than LONGEST. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[3][LONGEST + 1];

	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3],
		       *upper = row[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t change = up[j - 1] + (a[i - 1] != b[j - 1]);
			now[j] = least(least(up[j], now[j - 1]) + 1, change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], upper[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

struct nearest nearest_to(const char *given)
{
	size_t n = strlen(given);

	return (struct nearest){
		.given = given,
		.word = "",
		.distance = n < LONGEST ? (n + 5) / 3 : 0,
	};
}

void nearest_try(struct nearest *near, const char *word)
{
	size_t n = strlen(near->given), m = strlen(word);

	if (n >= LONGEST || m >= LONGEST)
		return;
	size_t d = distance(near->given, n, word, m);
	if (d < near->distance) {
		near->distance = d;
		near->word = word;
	}
}
