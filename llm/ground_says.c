/* The words of a claim that say something, each against the facts. */
#include "llm/ground_judge.h"

#include <string.h>

/* "A, B: C" told as "A suggests C". */
static bool told_behind(const struct judge *j, size_t at)
{
	for (int i = 0; i < j->facts->n_lines; i++) {
		const struct ground_line *l = &j->facts->line[i];
		if (l->head > l->first &&
		    side_share(j->claim, at, at + 1, j->facts, l->head,
			       l->last) &&
		    side_share(j->claim, 0, at, j->facts, l->first, l->head))
			return true;
	}
	return false;
}

/* "has X", "is X" of what is only looked for. */
static bool assertion(const struct judge *j, size_t k)
{
	const struct side *c = j->claim;
	uint64_t asserted = ground_asserted(j->facts);
	size_t next = k + 1;

	while (next < c->t.n &&
	       side_says(&c->t.at[next], SAYS(SAY_PLAIN) | SAYS(SAY_NOT)))
		next++;
	/* "has changed" */
	if (next < c->t.n &&
	    side_says(&c->t.at[next], DEEDS | DENY | SAYS(SAY_TEST)) &&
	    (c->text[c->t.at[k].start] | 32) == 'h')
		return false;
	if (next >= c->t.n || c->t.at[next].kind != TOKEN_THING)
		return true;
	for (size_t i = 0; i < c->t.n; i++)
		if (c->t.at[i].sentence == c->t.at[k].sentence &&
		    c->t.at[i].clause <= c->t.at[k].clause &&
		    side_says(&c->t.at[i], SAYS(SAY_IF) | SAYS(SAY_MAYBE)))
			return true;
	/* "有大出血请…", "出现肌痛，立即…": a condition */
	if (k == 0 || c->t.at[k - 1].kind == TOKEN_STOP)
		for (size_t i = k; i < c->t.n; i++)
			if (c->t.at[i].sentence == c->t.at[k].sentence &&
			    side_says(&c->t.at[i],
				      SAYS(SAY_ASK) | SAYS(SAY_NOW)))
				return true;
	if ((c->t.at[k].says & SAYS(SAY_MEAN)) && told_behind(j, next))
		return true;
	for (size_t i = 0; i < j->pieces->n; i++)
		if (j->pieces->at[i].token + j->pieces->at[i].len > next &&
		    j->pieces->at[i].token <= next)
			return (j->pieces->at[i].lines & asserted) != 0;
	return true;
}

static bool same_bytes(const struct side *c, const struct token *x,
		       const struct side *f, const struct token *y)
{
	size_t n = x->end - x->start;

	return n == y->end - y->start &&
	       memcmp(c->text + x->start, f->text + y->start, n) == 0;
}

/* 粒缺伴发热: a fact's own three words. */
static bool in_its_words(const struct judge *j, size_t k)
{
	const struct side *c = j->claim, *f = j->facts;

	if (!k || k + 1 >= c->t.n)
		return false;
	for (size_t i = 0; i + 2 < f->t.n; i++) {
		bool same = judge_here(j, i) &&
			    f->t.at[i].turned == c->t.at[k - 1].turned;
		for (size_t d = 0; d < 3 && same; d++)
			same = same_bytes(c, &c->t.at[k + d - 1], f,
					  &f->t.at[i + d]);
		if (same)
			return true;
	}
	return false;
}

/* 已达, 已属: no deed. */
static bool reached(const struct side *c, size_t k)
{
	static const char *const words[] = {"达", "达到", "属", "属于"};
	const struct token *t = &c->t.at[k + (k + 1 < c->t.n)];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (t->end - t->start == strlen(words[i]) &&
		    strncmp(c->text + t->start, words[i], t->end - t->start) ==
			    0)
			return true;
	return false;
}

static bool holds(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	uint64_t s = t->says;

	if ((s & SAYS(SAY_PLAIN)) || judge_urgent(j, t))
		return true;
	if (s & SAYS(SAY_NONEED))
		return judge_said(j, k, SAYS(SAY_NONEED), false, false);
	if (s & DENY)
		return judge_denial(j, k) &&
		       (!(s & SAYS(SAY_IS)) || assertion(j, k));
	if ((s & (WAYS | SAYS(SAY_LESS) | SAYS(SAY_SEVERE) |
		  SAYS(SAY_MODERATE) | SAYS(SAY_MILD))) &&
	    judge_literal(j, k))
		return true;
	if (s & WAYS)
		return judge_way(j, k);
	if (s & DEEDS)
		return judge_deed(j, k);
	if (s & (SAYS(SAY_OVER) | SAYS(SAY_UNDER)))
		return judge_comparison(j, k);
	if (s &
	    (SAYS(SAY_NOW) | SAYS(SAY_TODAY) | SAYS(SAY_NEXT) | SAYS(SAY_SOON)))
		return judge_time(j, t);
	if (s & (SAYS(SAY_SEVERE) | SAYS(SAY_MODERATE) | SAYS(SAY_MILD)))
		return judge_severity(j, t);
	if (s & (SAYS(SAY_IS) | SAYS(SAY_MEAN)))
		return in_its_words(j, k) || assertion(j, k);
	if (s & SAYS(SAY_CAUSE))
		return judge_cause(j, k);
	if (s & SAYS(SAY_PREVENT))
		return judge_said(j, k, SAYS(SAY_PREVENT), t->turned, false);
	if (s & SAYS(SAY_THEN))
		return judge_sequence(j, k);
	if (s & SAYS(SAY_WITH))
		return judge_together(j, k);
	if (s & (SAYS(SAY_FIRST) | SAYS(SAY_BEFORE) | SAYS(SAY_LESS)))
		return judge_order(j, k);
	if ((s & SAYS(SAY_DONE)) &&
	    (reached(j->claim, k) ||
	     side_says(t + (k + 1 < j->claim->t.n),
		       SAYS(SAY_OVER) | SAYS(SAY_UNDER)) ||
	     side_says(t + (k + 1 < j->claim->t.n), WAYS) ||
	     judge_clause_says(j->claim, t->clause, SAYS(SAY_IF))))
		return true;
	if (s & (SAYS(SAY_AGAIN) | SAYS(SAY_DONE) | SAYS(SAY_THAN)))
		return judge_anywhere(j, s);
	if (s & SAYS(SAY_ONLY))
		return judge_anywhere(j, s) ||
		       (k + 1 < j->claim->t.n &&
			j->claim->t.at[k + 1].kind == TOKEN_NUMBER);
	return true;
}

const char *ground_says(const struct side *claim, const struct side *facts,
			const struct pieces *pieces, const struct rests *rests,
			const struct token **ret_at)
{
	struct judge j = {claim, facts, pieces, 0};

	for (size_t k = 0; k < claim->t.n; k++) {
		j.here = rests->at[k];
		if (claim->t.at[k].kind == TOKEN_SAY && !holds(&j, k)) {
			*ret_at = &claim->t.at[k];
			return "said otherwise";
		}
	}
	return NULL;
}
