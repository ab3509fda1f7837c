/* What comes first, what then. */
#include "llm/ground_judge.h"

/* A run of things; lo == hi: none. */
struct run {
	size_t lo, hi;
};

static struct run beside(const struct side *s, size_t k, bool before)
{
	struct run r = {0, 0};

	if (!judge_beside(s, k, before, &r.lo, &r.hi))
		r.lo = r.hi = 0;
	return r;
}

/* What is first: 先查X; "First exclude X", but "X first". */
static struct run first_of(const struct side *s, size_t k)
{
	const struct token *t = &s->t.at[k];
	bool opens =
		k == 0 || t[-1].kind == TOKEN_STOP || t[-1].kind == TOKEN_CUT;
	struct run r = beside(s, k, t->latin && !opens);

	return r.lo == r.hi ? beside(s, k, !t->latin || opens) : r;
}

static bool shared(const struct judge *j, struct run here, struct run there)
{
	return here.lo < here.hi && there.lo < there.hi &&
	       side_share(j->claim, here.lo, here.hi, j->facts, there.lo,
			  there.hi);
}

static bool is_first(const struct judge *j, struct run here, size_t i)
{
	const struct token *t = &j->facts->t.at[i];

	if (side_says(t, SAYS(SAY_FIRST)))
		return shared(j, here, first_of(j->facts, i));
	return side_says(t, SAYS(SAY_BEFORE)) &&
	       (shared(j, here, beside(j->facts, i, true)) ||
		shared(j, here, beside(j->facts, i, false)));
}

/* Does a run share a thing with the two tokens of the facts at i? */
static bool shared_at(const struct judge *j, struct run here, size_t i)
{
	size_t n = j->facts->t.n;

	return shared(j, here, (struct run){i, i + 2 < n ? i + 2 : n});
}

/* Does some thing of a stand before some of b in the facts? */
static bool follows(const struct judge *j, struct run a, struct run b)
{
	const struct side *f = j->facts;

	for (size_t i = 0; i < f->t.n; i++) {
		if (!shared_at(j, a, i))
			continue;
		for (size_t k = i + 1; k < f->t.n; k++)
			if (shared_at(j, b, k))
				return true;
	}
	return false;
}

/* "A, then B": A stands before B there, too. */
bool judge_sequence(const struct judge *j, size_t k)
{
	const struct side *c = j->claim;
	struct run b = beside(c, k, false), a = {0, 0};
	size_t i = k;

	while (i > 0 && c->t.at[i - 1].sentence == c->t.at[k].sentence &&
	       c->t.at[i - 1].kind != TOKEN_THING)
		i--;
	if (i > 0 && c->t.at[i - 1].sentence == c->t.at[k].sentence)
		a = beside(c, i, true);
	/* "after 4 weeks", 停药后 */
	if (a.lo == a.hi || b.lo == b.hi)
		return true;
	return follows(j, a, b);
}

/* What comes first: as the facts have it; "ask first" of nothing else. */
bool judge_order(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	struct run here = first_of(j->claim, k);

	if (t->says & SAYS(SAY_LESS))
		return judge_anywhere(j, SAYS(SAY_LESS)) &&
		       judge_said(j, k, SAYS(SAY_LESS), t->turned, true);
	if (here.lo == here.hi)
		return (t->says & SAYS(SAY_FIRST)) ||
		       judge_anywhere(j, t->says);
	if (t->says & SAYS(SAY_BEFORE))
		return judge_said(j, k, SAYS(SAY_FIRST) | SAYS(SAY_BEFORE),
				  t->turned, true);
	for (size_t i = 0; i < j->facts->t.n; i++)
		if (judge_here(j, i) && is_first(j, here, i))
			return true;
	return false;
}
