/* English names told in other words: what carries nothing is left out (my, the,
 * is, really), endings are cut (hurting, hurts: hurt), so that "blood in my
 * stools" and "some blood mixed in the stool" are alike. Negations stay. */
#ifndef KB_GIST_H
#define KB_GIST_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct gist_word {
	uint32_t at;         /* its letters in s */
	uint32_t start, end; /* where it stands in the text */
};
struct gist {
	char *s; /* the words without spaces, a line feed for every stop */
	size_t n;
	struct gist_word *words;
	size_t n_words;
};

/* Of the words in Latin letters; everything in a. */
struct gist gist_read(const char *s, size_t n, struct arena *a);

#endif
