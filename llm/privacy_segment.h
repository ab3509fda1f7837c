/* A run of ideographs as the words it is cut into. */
#ifndef LLM_PRIVACY_SEGMENT_H
#define LLM_PRIVACY_SEGMENT_H

#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

enum { CUT_MOST = 240 }; /* ideographs */

enum piece_kind {
	PIECE_CLINICAL, /* a name of the knowledge base */
	PIECE_PLAIN,    /* a word of ordinary language */
	PIECE_KNOWN,    /* one character that is a word */
	PIECE_UNKNOWN,  /* one that is none */
};
struct piece {
	size_t at, len; /* bytes */
	enum piece_kind kind;
	bool out; /* to be replaced */
};
struct cut {
	struct kb *kb;
	const char *s; /* 3 bytes an ideograph */
	size_t len;
	struct piece piece[CUT_MOST];
	size_t n;
};

/* The cut of the n bytes at s (at most CUT_MOST ideographs) with the fewest
 * pieces. */
void cut_run(struct kb *kb, const char *s, size_t n, struct cut *ret);

/* Mark what is a name: of its unknown characters, of its context. */
void cut_names(struct cut *c);
void cut_context(struct cut *c);
/* Mark what the knowledge base has no use for, and a surname before it. */
void cut_typed(struct cut *c);

/* Is piece k one of the words? */
bool piece_is(const struct cut *c, size_t k, const char *const *words);

#endif
