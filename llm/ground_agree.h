/* Does what a claim says of its things agree with what the facts say of them? */
#ifndef LLM_GROUND_AGREE_H
#define LLM_GROUND_AGREE_H

#include "llm/ground_side.h"

/* Some of the claim's things that stand together in the facts. */
struct piece {
	size_t token, len;
	uint64_t
		lines; /* of the facts, as bits: where it stands as here, denied
	                   or not; nowhere so: where it stands at all */
	bool agrees;   /* it does stand as here */
	bool denied;   /* it stands under a denial, too */
	unsigned mode; /* how it is told wherever it stands */
};
struct pieces VEC_OF(struct piece);

/* The lines of the facts that each token of the claim rests on (bits): what is
 * said there has to be said in them. */
struct rests VEC_OF(uint64_t);

/* Every clause rests on one line of one fact, with what the fact states:
 * ground_place.c. NULL, or what does not. */
const char *ground_places(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces, struct rests *ret,
			  const struct token **ret_at);
/* Everything that one sentence of the claim says. */
uint64_t ground_sentence_says(const struct side *claim, int sentence);

/* NULL: it does; else what does not, and at which token. */
const char *ground_disagrees(const struct side *claim, const struct side *facts,
			     const struct pieces *pieces,
			     const struct token **ret_at);

/* The same of numbers: ground_owner.c. */
const char *ground_owners(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces,
			  const struct token **ret_at);
bool ground_same_value(double x, double y);
/* A number of hours, days … */
bool ground_is_time(const struct token *t);

/* The same of conditions and of what is only possible: ground_mode.c. */
const char *ground_modes(const struct side *claim, const struct pieces *pieces,
			 const struct token **ret_at);

/* May what the facts tell in this mode be told at the claim's token k as it is
 * told there? */
bool ground_open(const struct side *claim, size_t k, unsigned mode);

/* The same of the words that say something: ground_says.c. */
const char *ground_says(const struct side *claim, const struct side *facts,
			const struct pieces *pieces, const struct rests *rests,
			const struct token **ret_at);

/* Lines that say what is; of one fact, its title and reason. */
uint64_t ground_asserted(const struct side *facts);

#endif
