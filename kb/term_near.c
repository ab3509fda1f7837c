/* Names that are nearly the text: misspelt, cut short. */
#include "kb/term.h"

#include "base/utf8.h"
#include "kb/private.h"

#include <stdlib.h>
#include <string.h>

static size_t name_length(const struct term_array *t, uint32_t i)
{
	return t->offset[i + 1] - t->offset[i];
}

enum { NEAR_MAX = 64 };

static size_t to_code_points(const char *s, size_t n, uint32_t *out)
{
	size_t count = 0;

	for (size_t i = 0; i < n && count < NEAR_MAX;)
		i += utf8_decode(s + i, n - i, &out[count++]);
	return count;
}

/* Levenshtein distance, given up beyond `most`. */
static int edits(const uint32_t *a, size_t n, const uint32_t *b, size_t m,
		 int most)
{
	int row[NEAR_MAX + 1];

	for (size_t j = 0; j <= m; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int diagonal = row[0], best = row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int cost = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < cost)
				cost = row[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			row[j] = cost;
			if (cost < best)
				best = cost;
		}
		if (best > most)
			return most + 1;
	}
	return row[m];
}

struct term_match term_nearest(struct kb *kb, enum term_domain domain,
			       const char *s, size_t n, int distance)
{
	const struct term_array *t = term_load(kb, domain);
	uint32_t text[NEAR_MAX], name[NEAR_MAX];
	size_t n_text = to_code_points(s, n, text);
	struct term_match best = {0, NULL, 0};
	int least = distance + 1;

	for (uint32_t i = 0; i < t->n; i++) {
		size_t len = name_length(t, i);
		if (len > n + 4 * (size_t)distance ||
		    n > len + 4 * (size_t)distance)
			continue;
		size_t n_name =
			to_code_points(t->names + t->offset[i], len, name);
		int d = edits(text, n_text, name, n_name, least);
		if (d < least) {
			least = d;
			best = term_match_at(t, i);
		} else if (d == least && d <= distance && best.len &&
			   best.targets[0] != t->target[t->first[i]]) {
			best.len = 0; /* a tie is no answer, unless beaten */
		}
	}
	return best;
}

static size_t add_near(uint32_t *ret, int *how, size_t n, size_t max,
		       uint32_t target, int d)
{
	size_t i = n;

	for (size_t k = 0; k < n; k++)
		if (ret[k] == target) {
			if (how[k] <= d)
				return n;
			memmove(ret + k, ret + k + 1,
				(n - k - 1) * sizeof *ret);
			memmove(how + k, how + k + 1,
				(n - k - 1) * sizeof *how);
			i = --n;
			break;
		}
	while (i > 0 && how[i - 1] > d)
		i--;
	if (i >= max)
		return n;
	size_t kept = n < max ? n : max - 1;
	memmove(ret + i + 1, ret + i, (kept - i) * sizeof *ret);
	memmove(how + i + 1, how + i, (kept - i) * sizeof *how);
	ret[i] = target;
	how[i] = d;
	return kept + 1;
}

size_t term_near_all(struct kb *kb, enum term_domain domain, const char *s,
		     size_t n, int distance, uint32_t *ret, size_t max)
{
	enum { MOST = 32 };
	const struct term_array *t = term_load(kb, domain);
	uint32_t text[NEAR_MAX], name[NEAR_MAX];
	size_t n_text = to_code_points(s, n, text), found = 0;
	int how[MOST];

	if (max > MOST)
		max = MOST;
	for (uint32_t i = 0; i < t->n; i++) {
		size_t len = name_length(t, i);
		if (len > n + 4 * (size_t)distance ||
		    n > len + 4 * (size_t)distance)
			continue;
		size_t n_name =
			to_code_points(t->names + t->offset[i], len, name);
		/* short names differ from everything by a character or two */
		if (n_name < 2 * (size_t)distance + 1)
			continue;
		int d = edits(text, n_text, name, n_name, distance);
		if (d > distance)
			continue;
		for (uint32_t k = t->first[i]; k < t->first[i + 1]; k++)
			found = add_near(ret, how, found, max, t->target[k], d);
	}
	return found;
}

/* Is the name the text with one character put in? */
static bool one_longer(const char *name, size_t len, const char *s, size_t n)
{
	size_t same = 0, behind = 0;

	while (same < n && name[same] == s[same])
		same++;
	while (behind < n - same && name[len - 1 - behind] == s[n - 1 - behind])
		behind++;
	return same + behind == n;
}

size_t term_one_longer(struct kb *kb, enum term_domain domain, const char *s,
		       size_t n, uint32_t *ret, size_t max)
{
	const struct term_array *t = term_load(kb, domain);
	size_t more = n && (unsigned char)*s >= 0x80 ? 3 : 1, found = 0;

	for (uint32_t i = 0; i < t->n && found < max; i++) {
		const char *name = t->names + t->offset[i];
		if (name_length(t, i) != n + more ||
		    !one_longer(name, n + more, s, n))
			continue;
		for (uint32_t k = t->first[i];
		     k < t->first[i + 1] && found < max; k++)
			ret[found++] = t->target[k];
	}
	return found;
}
