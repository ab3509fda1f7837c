/* Folding: one spelling for the many ways a name is printed.
 *
 * Full-width becomes ASCII, upper becomes lower case, traditional characters
 * become simplified, Greek letters their Latin name-letter (α a, β b, γ g,
 * δ d, μ u), Roman numeral signs and super-/subscripts plain; spaces,
 * brackets, stars, marks and punctuation vanish. Kept: letters, digits,
 * ideographs, and % # / which tell names apart (NEUT% NEUT#, A/G AG). */
#ifndef KB_FOLD_H
#define KB_FOLD_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct kb;

struct folded {
	char *s;      /* NUL-terminated */
	size_t n;
	uint32_t *at; /* n + 1 offsets: folded byte i came from original byte
	                 at[i]; at[n] is the original length */
};

/* kb supplies the traditional script table (NULL: script kept as it is). */
struct folded fold_text(struct kb *kb, const char *s, size_t n, struct arena *a);

/* The same with the table given: pairs of code points, sorted by the first.
 * The compiler has no open kb yet. */
struct folded fold_with(const uint32_t *pairs, size_t n_pairs, const char *s,
			size_t n, struct arena *a);

#endif
