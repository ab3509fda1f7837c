/* What a word of a claim speaks of, and whether a fact says it of the same. */
#include "llm/ground_judge.h"

#include <string.h>
#include <strings.h>

/* The things right beside k: what follows, up to four; else what precedes. */
bool judge_beside(const struct side *s, size_t k, bool before, size_t *lo,
		  size_t *hi)
{
	size_t i = k;

	for (;;) {
		if (before ? i == 0 : i + 1 >= s->t.n)
			return false;
		i = before ? i - 1 : i + 1;
		const struct token *t = &s->t.at[i];
		if (t->kind == TOKEN_CUT || t->kind == TOKEN_STOP)
			return false;
		if (t->kind == TOKEN_THING)
			break;
	}
	*lo = i;
	*hi = i + 1;
	while (*hi - *lo < 10) {
		if (before && *lo > 0 && s->t.at[*lo - 1].kind == TOKEN_THING)
			--*lo;
		else if (!before && *hi < s->t.n &&
			 s->t.at[*hi].kind == TOKEN_THING)
			++*hi;
		else
			break;
	}
	return true;
}

/* What a direction is the direction of: what follows at once (高钾血症, raised
 * troponin), else what is nearest before; all of a clause for "are both". */
static bool way_run(const struct side *s, size_t k, size_t *lo, size_t *hi)
{
	static const char *const all[] = {"both", "all", "均", "都", "皆"};
	const struct token *t = &s->t.at[k];
	bool next = k + 1 < s->t.n && t[1].kind == TOKEN_THING;

	for (size_t i = k >= 2 ? k - 2 : 0; i < k; i++)
		for (size_t w = 0; w < sizeof all / sizeof *all; w++)
			if (s->t.at[i].end - s->t.at[i].start ==
				    strlen(all[w]) &&
			    strncmp(s->text + s->t.at[i].start, all[w],
				    strlen(all[w])) == 0 &&
			    !next) {
				*hi = k;
				for (*lo = k;
				     *lo > 0 &&
				     s->t.at[*lo - 1].kind != TOKEN_CUT &&
				     s->t.at[*lo - 1].kind != TOKEN_STOP;)
					--*lo;
				return true;
			}
	return judge_beside(s, k, !next, lo, hi) ||
	       (!next && judge_beside(s, k, false, lo, hi));
}

/* The things nearest to the claim's word k, in its scope; with either_side on
 * both sides. Returns how many runs. */
static int runs_of(const struct side *c, size_t k, uint64_t says,
		   bool either_side, size_t at[2][2])
{
	size_t lo, hi;
	int n = 0;

	if (says & WAYS)
		return way_run(c, k, &at[0][0], &at[0][1]);
	if (either_side) {
		n += judge_beside(c, k, false, &at[n][0], &at[n][1]);
		n += judge_beside(c, k, true, &at[n][0], &at[n][1]);
		return n;
	}
	return side_scope(c, k, &lo, &hi) &&
	       judge_beside(c, k, lo <= k, &at[0][0], &at[0][1]);
}

bool judge_clause_says(const struct side *s, int clause, uint64_t says)
{
	for (size_t i = 0; i < s->t.n; i++)
		if (s->t.at[i].clause == clause && side_says(&s->t.at[i], says))
			return true;
	return false;
}

/* A direction told of what is only to be done: told so here, too? */
static bool hidden(const struct judge *j, size_t k, size_t fact)
{
	return !j->facts->line[j->facts->t.at[fact].line].asserted &&
	       !j->claim->t.at[k].turned &&
	       !judge_clause_says(j->claim, j->claim->t.at[k].clause,
				  SAYS(SAY_ASK) | SAYS(SAY_IF) |
					  SAYS(SAY_MAYBE) | SAYS(SAY_TEST) |
					  SAYS(SAY_RISK) | SAYS(SAY_UNDER) |
					  SAYS(SAY_ALLOW));
}

static bool is_drug(const struct token *t)
{
	return t->name[0].len && !t->name[1].len;
}

/* Does the title over a line name one drug, so that it is clear which is meant? */
static bool one_drug(const struct side *f, int line)
{
	const struct token *first = NULL;

	while (line > 0 && !f->line[line].title)
		line--;
	for (size_t i = f->line[line].first; i < f->line[line].last; i++) {
		const struct token *t = &f->t.at[i];
		if (!is_drug(t))
			continue;
		if (first && !ground_same_name(first, t))
			return false;
		first = t;
	}
	return true;
}

static bool names_drug(const struct side *c, size_t at[2][2], int n)
{
	for (int s = 0; s < n; s++)
		for (size_t i = at[s][0]; i < at[s][1]; i++)
			if (is_drug(&c->t.at[i]))
				return true;
	return false;
}

/* Does a fact say one of `says` of what the claim's word k speaks of? */
bool judge_said(const struct judge *j, size_t k, uint64_t says, bool turned,
		bool either_side)
{
	const struct side *c = j->claim, *f = j->facts;
	size_t at[2][2];
	int n = runs_of(c, k, says, either_side, at);

	for (size_t i = 0; i < f->t.n; i++) {
		size_t lo, hi;
		if (!judge_here(j, i) || !side_says(&f->t.at[i], says) ||
		    ((says & WAYS) && f->t.at[i].mode &&
		     !ground_open(c, k, f->t.at[i].mode)) ||
		    f->t.at[i].turned != turned ||
		    ((says & WAYS) && hidden(j, k, i)))
			continue;
		if (!(says & WAYS ? way_run(f, i, &lo, &hi)
				  : side_scope(f, i, &lo, &hi))) {
			/* "stop", "less": of what the title names */
			if ((says & (DENY | SAYS(SAY_LESS))) &&
			    (one_drug(f, f->t.at[i].line) ||
			     !names_drug(c, at, n)))
				return true;
			continue;
		}
		if (!n)
			return true;
		for (int s = 0; s < n; s++)
			if (side_share(c, at[s][0], at[s][1], f, lo, hi))
				return true;
		if (!either_side || (says & WAYS))
			continue;
		for (int s = 0; s < n; s++)
			if (judge_beside(f, i, true, &lo, &hi) &&
			    side_share(c, at[s][0], at[s][1], f, lo, hi))
				return true;
	}
	return false;
}

bool judge_anywhere(const struct judge *j, uint64_t says)
{
	for (size_t i = 0; i < j->facts->t.n; i++)
		if (judge_here(j, i) && side_says(&j->facts->t.at[i], says))
			return true;
	return false;
}

static bool same_token(const struct side *c, const struct token *x,
		       const struct side *f, const struct token *y)
{
	size_t n = x->end - x->start;

	/* a single ideograph is too little to know again */
	return (x->kind == TOKEN_SAY || x->kind == TOKEN_THING) && n > 3 &&
	       n == y->end - y->start &&
	       strncasecmp(c->text + x->start, f->text + y->start, n) == 0;
}

/* Said in the very words of a fact: with the word before or behind. */
bool judge_literal(const struct judge *j, size_t k)
{
	const struct side *c = j->claim, *f = j->facts;

	for (size_t i = 0; i + 1 < f->t.n; i++)
		for (size_t d = 0; d < 2; d++) {
			if (k + d == 0 || k + d >= c->t.n)
				continue;
			const struct token *x = &c->t.at[k + d - 1];
			const struct token *y = &f->t.at[i];
			bool turned = c->t.at[k].turned == y[1 - d].turned;
			if (judge_here(j, i) && turned &&
			    same_token(c, x, f, y) &&
			    same_token(c, x + 1, f, y + 1) &&
			    (!hidden(j, k, i) || f->line[y->line].asserted))
				return true;
		}
	return false;
}
