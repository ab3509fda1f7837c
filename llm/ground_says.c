/* The words of a claim that say something, each against the facts. */
#include "llm/ground_agree.h"

#include <math.h>
#include <string.h>

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
};

/* The things right beside k: what follows, up to four; else what precedes. */
static bool beside(const struct side *s, size_t k, bool before, size_t *lo,
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

/* The things nearest to the claim's word k, in its scope; with either_side on
 * both sides. Returns how many runs. */
static int runs_of(const struct side *c, size_t k, bool either_side,
		   size_t at[2][2])
{
	size_t lo, hi;
	int n = 0;

	if (either_side) {
		n += beside(c, k, false, &at[n][0], &at[n][1]);
		n += beside(c, k, true, &at[n][0], &at[n][1]);
		return n;
	}
	return side_scope(c, k, &lo, &hi) &&
	       beside(c, k, lo <= k, &at[0][0], &at[0][1]);
}

static bool clause_says(const struct side *s, int clause, uint64_t says)
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
	       !clause_says(j->claim, j->claim->t.at[k].clause,
			    SAYS(SAY_ASK) | SAYS(SAY_IF) | SAYS(SAY_MAYBE) |
				    SAYS(SAY_TEST) | SAYS(SAY_RISK) |
				    SAYS(SAY_UNDER));
}

/* Does a fact say one of `says` of what the claim's word k speaks of? */
static bool said(const struct judge *j, size_t k, uint64_t says, bool turned,
		 bool either_side)
{
	const struct side *c = j->claim, *f = j->facts;
	size_t at[2][2];
	int n = runs_of(c, k, either_side, at);

	for (size_t i = 0; i < f->t.n; i++) {
		size_t lo, hi;
		if (!side_says(&f->t.at[i], says) ||
		    f->t.at[i].turned != turned ||
		    ((says & WAYS) && hidden(j, k, i)))
			continue;
		if (!side_scope(f, i, &lo, &hi)) {
			if (says & DENY) /* "stop": what the title names */
				return true;
			continue;
		}
		if (!n)
			return true;
		for (int s = 0; s < n; s++)
			if (side_share(c, at[s][0], at[s][1], f, lo, hi))
				return true;
		if (!either_side)
			continue;
		for (int s = 0; s < n; s++)
			if (beside(f, i, true, &lo, &hi) &&
			    side_share(c, at[s][0], at[s][1], f, lo, hi))
				return true;
	}
	return false;
}

static bool anywhere(const struct side *s, uint64_t says)
{
	for (size_t i = 0; i < s->t.n; i++)
		if (side_says(&s->t.at[i], says))
			return true;
	return false;
}

/* hyper…, 高…: a name that says a direction. */
static uint64_t way_of_name(const struct side *s, const struct token *t)
{
	if (t->kind != TOKEN_THING || !t->latin)
		return 0;
	if (strncasecmp(s->text + t->start, "hyper", 5) == 0)
		return SAYS(SAY_UP);
	return strncasecmp(s->text + t->start, "hypo", 4) == 0 ? SAYS(SAY_DOWN)
							       : 0;
}

/* The facts state this direction and none other. */
static bool only_way(const struct side *f, uint64_t says, bool turned)
{
	bool this = false, other = false;

	for (size_t i = 0; i < f->t.n; i++) {
		const struct token *t = &f->t.at[i];
		uint64_t way = (t->kind == TOKEN_SAY ? t->says : 0) |
			       way_of_name(f, t);
		way |= side_says(t, SAYS(SAY_OVER)) ? SAYS(SAY_UP) : 0;
		way |= side_says(t, SAYS(SAY_UNDER)) ? SAYS(SAY_DOWN) : 0;
		if (!(way & WAYS) || !f->line[t->line].asserted)
			continue;
		if ((way & says) && t->turned == turned)
			this = true;
		else if (way & (SAYS(SAY_UP) | SAYS(SAY_DOWN)))
			other = true;
	}
	return this && !other;
}

/* "8.9 mmol/L; the limit is 7.0 mmol/L": which way the reason has it. */
static bool beyond_limit(const struct side *f, uint64_t way)
{
	static const char *const words[] = {"点",    "限",        "值",
					    "limit", "threshold", "cutoff"};

	for (size_t i = 1, number = 0; i < f->t.n; i++) {
		const struct token *t = &f->t.at[i], *v = &f->t.at[number];
		size_t word = i;
		bool limit = false;
		if (t->kind != TOKEN_NUMBER || !f->line[t->line].asserted)
			continue;
		while (word-- > 0 && i - word < 4)
			for (size_t k = 0; k < sizeof words / sizeof *words;
			     k++)
				limit |= f->t.at[word].kind == TOKEN_THING &&
					 strncasecmp(
						 f->text + f->t.at[word].start,
						 words[k],
						 strlen(words[k])) == 0;
		if (limit && v->kind == TOKEN_NUMBER && v->line == t->line &&
		    v->unit && t->unit && strcmp(v->unit, t->unit) == 0 &&
		    (way &
		     (v->value > t->value ? SAYS(SAY_UP) : SAYS(SAY_DOWN))))
			return true;
		number = i;
	}
	return false;
}

static bool ways(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	uint64_t way = t->says & WAYS;
	size_t lo, hi;
	bool beyond = beside(j->claim, k, true, &lo, &hi) ||
		      beside(j->claim, k, false, &lo, &hi);

	if (side_says(t + 1, SAYS(SAY_UNDER)) && k + 1 < j->claim->t.n)
		return true; /* "rises by no more than" */
	uint64_t also = (way & SAYS(SAY_UP) ? SAYS(SAY_OVER) : 0) |
			(way & SAYS(SAY_DOWN) ? SAYS(SAY_UNDER) : 0);
	if (beyond && said(j, k, way | also, t->turned, true))
		return true;
	return only_way(j->facts, way, t->turned) ||
	       (!t->turned && beyond_limit(j->facts, way));
}

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

static bool names_drug(const struct side *s, size_t lo, size_t hi)
{
	for (size_t i = lo; i < hi; i++)
		if (s->t.at[i].name[0].len)
			return true;
	return false;
}

/* "A with B": that it happens; never that it may. That it must not needs a
 * fact that stops or changes something. */
static bool together(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];

	if (t->turned)
		return anywhere(j->facts, DENY | SAYS(SAY_CHANGE));
	return !clause_says(j->claim, t->clause,
			    SAYS(SAY_ALLOW) | SAYS(SAY_GO)) ||
	       anywhere(j->facts, SAYS(SAY_ALLOW));
}

static bool deed(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	size_t lo = 0, hi = 0;
	bool things = beside(j->claim, k, false, &lo, &hi) ||
		      beside(j->claim, k, true, &lo, &hi);

	/* "do not take X" is "stop X" */
	if (t->turned)
		return said(j, k, DENY, false, false);
	if (said(j, k, t->says & DEEDS, false, false) && things)
		return true;
	/* going on with it is a risk */
	if ((t->says & SAYS(SAY_GO)) &&
	    clause_says(j->claim, t->clause, SAYS(SAY_RISK)) &&
	    !clause_says(j->claim, t->clause, SAYS(SAY_ASK)))
		return true;
	if (t->says & (SAYS(SAY_GO) | SAYS(SAY_MORE)))
		return false;
	if (!things || ((t->says & (SAYS(SAY_TAKE) | SAYS(SAY_ALLOW))) &&
			!names_drug(j->claim, lo, hi)))
		return true;
	if (recommended(j, lo, hi))
		return true;
	/* what is taken already, in a condition or a description */
	return (t->says & (SAYS(SAY_TAKE) | SAYS(SAY_START))) &&
	       clause_says(j->claim, t->clause,
			   SAYS(SAY_IF) | SAYS(SAY_RISK) | SAYS(SAY_MAYBE));
}

static bool denial(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	size_t lo, hi, n = 0;

	if (t->turned) /* not stop: go on */
		return (t->says & SAYS(SAY_STOP)) == 0 ||
		       said(j, k, t->says & DENY, true, false);
	if (side_scope(j->claim, k, &lo, &hi))
		return said(j, k, DENY, false, false);
	/* "not high": the direction answers for it */
	for (size_t i = k + 1;
	     i < j->claim->t.n && j->claim->t.at[i].kind == TOKEN_SAY; i++)
		n += (j->claim->t.at[i].says & WAYS) != 0;
	return n || anywhere(j->facts, SAYS(SAY_STOP) & t->says) ||
	       said(j, k, t->says & DENY, false, false);
}

static bool times(const struct judge *j, const struct token *t)
{
	enum urgency u = j->facts->urgency;

	if (t->says & SAYS(SAY_NOW))
		return u == URGENCY_CRITICAL ||
		       anywhere(j->facts, SAYS(SAY_NOW)) ||
		       (u == URGENCY_URGENT &&
			clause_says(j->claim, t->clause - 1, SAYS(SAY_IF)));
	if (t->says & SAYS(SAY_TODAY))
		return u <= URGENCY_URGENT ||
		       anywhere(j->facts, SAYS(SAY_TODAY));
	if (t->says & SAYS(SAY_SOON))
		return u <= URGENCY_SOON ||
		       anywhere(j->facts, SAYS(SAY_NOW) | SAYS(SAY_TODAY) |
						  SAYS(SAY_SOON));
	return anywhere(j->facts, SAYS(SAY_NEXT));
}

static bool severity(const struct judge *j, const struct token *t)
{
	uint64_t says = t->says & (SAYS(SAY_SEVERE) | SAYS(SAY_MODERATE) |
				   SAYS(SAY_MILD));

	if ((says & SAYS(SAY_SEVERE)) && !t->turned &&
	    j->facts->urgency == URGENCY_CRITICAL)
		return true;
	for (size_t i = 0; i < j->facts->t.n; i++)
		if (side_says(&j->facts->t.at[i], says) &&
		    j->facts->t.at[i].turned == t->turned &&
		    j->facts->line[j->facts->t.at[i].line].asserted)
			return true;
	return false;
}

/* The number a comparison is with: behind it, else before it. */
static const struct token *compared(const struct side *s, size_t k)
{
	for (size_t i = k + 1; i < s->t.n && s->t.at[i].kind != TOKEN_CUT &&
			       s->t.at[i].kind != TOKEN_STOP;
	     i++)
		if (s->t.at[i].kind == TOKEN_NUMBER)
			return &s->t.at[i];
	while (k-- > 0 && s->t.at[k].kind != TOKEN_CUT &&
	       s->t.at[k].kind != TOKEN_STOP)
		if (s->t.at[k].kind == TOKEN_NUMBER)
			return &s->t.at[k];
	return NULL;
}

/* It is so: a number of this sentence, measured, is beyond that one. */
static bool arithmetic(const struct judge *j, const struct token *limit,
		       bool over)
{
	const struct side *c = j->claim, *f = j->facts;

	for (size_t i = 0; i < c->t.n; i++) {
		const struct token *t = &c->t.at[i];
		if (t->kind != TOKEN_NUMBER || t == limit ||
		    t->sentence != limit->sentence ||
		    (over ? t->value <= limit->value
			  : t->value >= limit->value))
			continue;
		for (size_t k = 0; k < f->t.n; k++)
			if (f->t.at[k].kind == TOKEN_NUMBER &&
			    fabs(f->t.at[k].value - t->value) < 1e-9 &&
			    f->line[f->t.at[k].line].asserted)
				return true;
	}
	return false;
}

static bool comparison(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	const struct token *limit = compared(j->claim, k);
	uint64_t says = t->says & (SAYS(SAY_OVER) | SAYS(SAY_UNDER));

	if (!limit) /* "above the limit" is "high" */
		return (says & SAYS(SAY_UNDER) &&
			anywhere(j->facts, SAYS(SAY_UNDER))) ||
		       only_way(j->facts,
				says & SAYS(SAY_OVER) ? SAYS(SAY_UP)
						      : SAYS(SAY_DOWN),
				t->turned);
	for (size_t i = 0; i < j->facts->t.n; i++) {
		const struct token *o = compared(j->facts, i);
		if (side_says(&j->facts->t.at[i], says) &&
		    j->facts->t.at[i].turned == t->turned && o &&
		    fabs(o->value - limit->value) < 1e-9)
			return true;
	}
	return !t->turned && arithmetic(j, limit, says & SAYS(SAY_OVER));
}

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

	while (next < c->t.n && side_says(&c->t.at[next], SAYS(SAY_PLAIN)))
		next++;
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

static bool behind_colon(const struct judge *j, size_t lo, size_t hi)
{
	for (int i = 0; i < j->facts->n_lines; i++) {
		const struct ground_line *l = &j->facts->line[i];
		if (l->asserted && l->head > l->first &&
		    side_share(j->claim, lo, hi, j->facts, l->head, l->last))
			return true;
	}
	return false;
}

/* A cause: the facts name one, or this is what a title warns of behind its
 * colon ("A + B: bleeding"). */
static bool cause(const struct judge *j, size_t k)
{
	size_t lo, hi;

	if (said(j, k, SAYS(SAY_CAUSE), false, true) &&
	    anywhere(j->facts, SAYS(SAY_CAUSE)))
		return true;
	if (!beside(j->claim, k, false, &lo, &hi))
		return false;
	return behind_colon(j, lo, hi) ||
	       said(j, k, SAYS(SAY_RISK), false, false);
}

/* What comes first: as the facts have it; "ask first" of nothing else. */
static bool order(const struct judge *j, size_t k)
{
	uint64_t same = SAYS(SAY_FIRST) | SAYS(SAY_BEFORE);
	uint64_t says = j->claim->t.at[k].says;
	size_t lo, hi;

	if (!beside(j->claim, k, false, &lo, &hi) &&
	    !beside(j->claim, k, true, &lo, &hi))
		return (says & SAYS(SAY_FIRST)) || anywhere(j->facts, says);
	says = says & same ? same : SAYS(SAY_LESS);
	return anywhere(j->facts, says) &&
	       said(j, k, says, j->claim->t.at[k].turned, true);
}

static bool holds(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	uint64_t s = t->says;

	if (s & SAYS(SAY_PLAIN))
		return true;
	if (s & SAYS(SAY_NONEED))
		return said(j, k, SAYS(SAY_NONEED), false, false);
	if (s & DENY)
		return denial(j, k);
	if (s & WAYS)
		return ways(j, k);
	if (s & DEEDS)
		return deed(j, k);
	if (s & (SAYS(SAY_OVER) | SAYS(SAY_UNDER)))
		return comparison(j, k);
	if (s &
	    (SAYS(SAY_NOW) | SAYS(SAY_TODAY) | SAYS(SAY_NEXT) | SAYS(SAY_SOON)))
		return times(j, t);
	if (s & (SAYS(SAY_SEVERE) | SAYS(SAY_MODERATE) | SAYS(SAY_MILD)))
		return severity(j, t);
	if (s & (SAYS(SAY_IS) | SAYS(SAY_MEAN)))
		return assertion(j, k);
	if (s & SAYS(SAY_CAUSE))
		return cause(j, k);
	if (s & SAYS(SAY_WITH))
		return together(j, k);
	if (s & (SAYS(SAY_FIRST) | SAYS(SAY_BEFORE) | SAYS(SAY_LESS)))
		return order(j, k);
	if ((s & SAYS(SAY_DONE)) &&
	    (side_says(t + (k + 1 < j->claim->t.n), WAYS) ||
	     clause_says(j->claim, t->clause, SAYS(SAY_IF))))
		return true;
	if (s & (SAYS(SAY_AGAIN) | SAYS(SAY_DONE) | SAYS(SAY_THAN)))
		return anywhere(j->facts, s);
	if (s & SAYS(SAY_ONLY))
		return anywhere(j->facts, s) ||
		       (k + 1 < j->claim->t.n &&
			j->claim->t.at[k + 1].kind == TOKEN_NUMBER);
	return true;
}

const char *ground_says(const struct side *claim, const struct side *facts,
			const struct pieces *pieces,
			const struct token **ret_at)
{
	struct judge j = {claim, facts, pieces};

	for (size_t k = 0; k < claim->t.n; k++)
		if (claim->t.at[k].kind == TOKEN_SAY && !holds(&j, k)) {
			*ret_at = &claim->t.at[k];
			return "said otherwise";
		}
	return NULL;
}
