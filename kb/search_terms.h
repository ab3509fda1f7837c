/* Text → search tokens, the same for passages and questions: overlapping pairs
 * of ideographs, folded Latin words and numbers kept whole (HbA1c, 5.9), and
 * one token per concept of the knowledge base, whatever its name or language
 * ("#d12" for 阿司匹林, aspirin and 拜阿司匹灵). */
#ifndef KB_SEARCH_TERMS_H
#define KB_SEARCH_TERMS_H

#include "base/arena.h"
#include "base/vec.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct search_token {
	const char *text; /* in the arena */
	int unit;     /* of a question: tokens of one unit are alternatives */
	bool concept; /* the unit is a named thing */
	bool broader; /* a class of it */
};
struct search_tokens VEC_OF(struct search_token);

/* Of a passage: every token, as often as it stands there. */
void search_tokens_of(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct search_tokens *ret);
/* Of a question: words that only ask (为什么, should) are left out, a drug's
 * classes are alternatives to it. Returns the number of units. */
int search_units_of(struct kb *kb, const char *text, size_t n, struct arena *a,
		    struct search_tokens *ret);

#endif
