/* What is to be done, not to be done, and in which order. */
#include "llm/ground_judge.h"

/* The drug is one of those that an action recommends. */
static bool recommended(const struct judge *j, size_t lo, size_t hi)
{
	const struct side *f = j->facts;
	bool plain = false;

	for (size_t i = 0; i < f->t.n; i++) {
		if (f->t.at[i].kind != TOKEN_THING ||
		    !side_share(j->claim, lo, hi, f, i,
				i + f->t.at[i].span + !f->t.at[i].span))
			continue;
		if (f->t.at[i].turned)
			return false;
		plain |= !f->line[f->t.at[i].line].asserted;
	}
	return plain;
}

/* Every drug that a clause names. */
static bool all_recommended(const struct judge *j, int clause)
{
	for (size_t i = 0; i < j->claim->t.n; i++)
		if (j->claim->t.at[i].clause == clause &&
		    j->claim->t.at[i].name[0].len &&
		    !recommended(j, i, i + j->claim->t.at[i].span))
			return false;
	return true;
}

static bool names_drug(const struct side *s, size_t lo, size_t hi)
{
	for (size_t i = lo; i < hi; i++)
		if (s->t.at[i].name[0].len)
			return true;
	return false;
}

/* "A with B": that it happens; never that it may. That it must not needs a
 * fact that stops or changes something. */
bool judge_together(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];

	if (t->turned)
		return judge_anywhere(j, DENY | SAYS(SAY_CHANGE));
	uint64_t described = SAYS(SAY_IF) | SAYS(SAY_CAUSE) | SAYS(SAY_RISK) |
			     SAYS(SAY_MAYBE) | WAYS;
	uint64_t told = SAYS(SAY_ALLOW) | SAYS(SAY_GO) | SAYS(SAY_TAKE) |
			SAYS(SAY_ASK) | SAYS(SAY_START);
	bool may = judge_clause_says(j->claim, t->clause,
				     SAYS(SAY_ALLOW) | SAYS(SAY_GO));
	return (!may && (judge_clause_says(j->claim, t->clause, described) ||
			 !judge_clause_says(j->claim, t->clause, told))) ||
	       judge_anywhere(j, SAYS(SAY_ALLOW));
}

bool judge_deed(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	size_t lo = 0, hi = 0;
	bool things = judge_beside(j->claim, k, false, &lo, &hi) ||
		      judge_beside(j->claim, k, true, &lo, &hi);

	/* "do not take X" is "stop X" */
	if (t->turned)
		return judge_said(j, k, DENY, false, false);
	if (judge_said(j, k, t->says & DEEDS, false, false) && things)
		return true;
	/* going on with it is a risk */
	if ((t->says & SAYS(SAY_GO)) &&
	    (judge_clause_says(j->claim, t->clause, SAYS(SAY_RISK)) ||
	     (judge_clause_says(j->claim, t->clause, SAYS(SAY_CAUSE)) &&
	      judge_anywhere(j, SAYS(SAY_GO)))) &&
	    !judge_clause_says(j->claim, t->clause, SAYS(SAY_ASK)))
		return true;
	if (t->says & (SAYS(SAY_GO) | SAYS(SAY_MORE)))
		return false;
	if (!things || ((t->says & (SAYS(SAY_TAKE) | SAYS(SAY_ALLOW))) &&
			!names_drug(j->claim, lo, hi)))
		return true;
	if (t->says & (SAYS(SAY_TAKE) | SAYS(SAY_ALLOW))
		    ? all_recommended(j, t->clause)
		    : recommended(j, lo, hi))
		return true;
	/* what is taken already, in a condition or a description */
	return (t->says & (SAYS(SAY_TAKE) | SAYS(SAY_START))) &&
	       judge_clause_says(j->claim, t->clause,
				 SAYS(SAY_IF) | SAYS(SAY_RISK) |
					 SAYS(SAY_MAYBE));
}

bool judge_denial(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	size_t lo, hi, n = 0;

	if (t->turned) /* not stop: go on */
		return (t->says & SAYS(SAY_STOP)) == 0 ||
		       judge_said(j, k, t->says & DENY, true, false);
	if (side_scope(j->claim, k, &lo, &hi))
		return judge_said(j, k, DENY, false, false);
	/* "not high": the direction answers for it */
	for (size_t i = k + 1;
	     i < j->claim->t.n && j->claim->t.at[i].kind == TOKEN_SAY; i++)
		n += (j->claim->t.at[i].says & WAYS) != 0;
	return n || judge_anywhere(j, SAYS(SAY_STOP) & t->says) ||
	       judge_said(j, k, t->says & DENY, false, false);
}
