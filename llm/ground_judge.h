/* One word of a claim against the facts. All of these: is it so? */
#ifndef LLM_GROUND_JUDGE_H
#define LLM_GROUND_JUDGE_H

#include "llm/ground_agree.h"

#define DENY (SAYS(SAY_NOT) | SAYS(SAY_STOP))
#define DEEDS                                                                 \
	(SAYS(SAY_START) | SAYS(SAY_GO) | SAYS(SAY_TAKE) | SAYS(SAY_CHANGE) | \
	 SAYS(SAY_MORE) | SAYS(SAY_ALLOW))
#define WAYS                                                \
	(SAYS(SAY_UP) | SAYS(SAY_DOWN) | SAYS(SAY_NORMAL) | \
	 SAYS(SAY_POSITIVE) | SAYS(SAY_NEGATIVE))

struct judge {
	const struct side *claim, *facts;
	const struct pieces *pieces;
	uint64_t here; /* the lines that the clause rests on */
};

/* Does the facts' token i stand in what the clause rests on? */
static inline bool judge_here(const struct judge *j, size_t i)
{
	return j->here >> j->facts->t.at[i].line & 1;
}

/* The things nearest to k, behind or before it, as a run. False: none in its
 * clause. */
bool judge_beside(const struct side *s, size_t k, bool before, size_t *lo,
		  size_t *hi);
bool judge_clause_says(const struct side *s, int clause, uint64_t says);
bool judge_anywhere(const struct judge *j, uint64_t says);
/* Does a fact say one of `says` of what the claim's word k speaks of? `turned`:
 * under a denial. */
bool judge_said(const struct judge *j, size_t k, uint64_t says, bool turned,
		bool either_side);
/* Said in a fact's very words: with the word before or behind. */
bool judge_literal(const struct judge *j, size_t k);

bool judge_way(const struct judge *j, size_t k);
bool judge_comparison(const struct judge *j, size_t k);
bool judge_severity(const struct judge *j, const struct token *t);
/* "urgent", "no hurry": as the worst finding cited is. */
bool judge_urgent(const struct judge *j, const struct token *t);
bool judge_time(const struct judge *j, const struct token *t);

bool judge_cause(const struct judge *j, size_t k);
bool judge_deed(const struct judge *j, size_t k);
bool judge_denial(const struct judge *j, size_t k);
bool judge_sequence(const struct judge *j, size_t k);
bool judge_order(const struct judge *j, size_t k);
bool judge_together(const struct judge *j, size_t k);

#endif
