/* Directions, comparisons, severities and times. */
#include "llm/ground_judge.h"

#include <math.h>
#include <string.h>
#include <strings.h>

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
static bool only_way(const struct judge *j, uint64_t says, bool turned)
{
	const struct side *f = j->facts;
	bool this = false, other = false;

	for (size_t i = 0; i < f->t.n; i++) {
		const struct token *t = &f->t.at[i];
		uint64_t way = (t->kind == TOKEN_SAY ? t->says : 0) |
			       way_of_name(f, t);
		way |= side_says(t, SAYS(SAY_OVER)) ? SAYS(SAY_UP) : 0;
		way |= side_says(t, SAYS(SAY_UNDER)) ? SAYS(SAY_DOWN) : 0;
		if (!(way & WAYS) || !f->line[t->line].asserted ||
		    !judge_here(j, i))
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

static bool changes(const struct side *c, const struct token *t)
{
	for (size_t i = 0; i < c->t.n; i++) {
		const struct token *o = &c->t.at[i];
		if (o->clause == t->clause &&
		    (side_says(o, SAYS(SAY_DONE) | SAYS(SAY_THAN)) ||
		     (o->kind == TOKEN_NUMBER && ground_is_time(o))))
			return true;
	}
	return false;
}

bool judge_way(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	uint64_t way = t->says & WAYS;
	size_t lo, hi;
	bool beyond = judge_beside(j->claim, k, true, &lo, &hi) ||
		      judge_beside(j->claim, k, false, &lo, &hi);

	if (k + 1 < j->claim->t.n && side_says(t + 1, SAYS(SAY_UNDER)))
		return true; /* "rises by no more than" */
	uint64_t also = (way & SAYS(SAY_UP) ? SAYS(SAY_OVER) : 0) |
			(way & SAYS(SAY_DOWN) ? SAYS(SAY_UNDER) : 0);
	if (beyond && judge_said(j, k, way | also, t->turned, true))
		return true;
	/* 48 小时内已下降: how it changed, not how it is */
	if (changes(j->claim, t))
		return false;
	return only_way(j, way, t->turned) ||
	       (!t->turned && beyond_limit(j->facts, way));
}

static bool reads(const struct judge *j, const struct token *t,
		  const char *const *words)
{
	const char *s = j->claim->text + t->start;
	size_t n = t->end - t->start;

	for (; *words; words++)
		if (n == strlen(*words) && strncasecmp(s, *words, n) == 0)
			return true;
	return false;
}

bool judge_urgent(const struct judge *j, const struct token *t)
{
	static const char *const pressing[] = {"urgent", "紧急", "危险",
					       "dangerous", NULL};
	static const char *const patient[] = {
		"不急",       "不着急",        "不紧急",
		"并不紧急",   "no hurry",      "no rush",
		"not urgent", "not dangerous", NULL};

	if (reads(j, t, patient))
		return j->facts->urgency >= URGENCY_ROUTINE && !t->turned;
	return reads(j, t, pressing) &&
	       (t->turned ? j->facts->urgency >= URGENCY_ROUTINE
			  : j->facts->urgency <= URGENCY_URGENT);
}

bool judge_time(const struct judge *j, const struct token *t)
{
	enum urgency u = j->facts->urgency;

	if (t->says & SAYS(SAY_NOW))
		return u == URGENCY_CRITICAL ||
		       judge_anywhere(j, SAYS(SAY_NOW)) ||
		       (u == URGENCY_URGENT &&
			judge_clause_says(j->claim, t->clause - 1,
					  SAYS(SAY_IF)));
	if (t->says & SAYS(SAY_TODAY))
		return u <= URGENCY_URGENT ||
		       judge_anywhere(j, SAYS(SAY_TODAY));
	if (t->says & SAYS(SAY_SOON))
		return u <= URGENCY_SOON ||
		       judge_anywhere(j, SAYS(SAY_NOW) | SAYS(SAY_TODAY) |
						 SAYS(SAY_SOON));
	return judge_anywhere(j, SAYS(SAY_NEXT));
}

bool judge_severity(const struct judge *j, const struct token *t)
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
		else if (side_says(&s->t.at[i],
				   SAYS(SAY_OVER) | SAYS(SAY_UNDER)))
			return NULL; /* "at least < 2.6" */
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

/* Over and under that a text says of one number. */
static uint64_t signs(const struct side *s, const struct token *number)
{
	uint64_t says = 0;

	for (size_t i = 0; i < s->t.n; i++)
		if (side_says(&s->t.at[i], SAYS(SAY_OVER) | SAYS(SAY_UNDER)) &&
		    compared(s, i) == number)
			says |= s->t.at[i].says;
	return says & (SAYS(SAY_OVER) | SAYS(SAY_UNDER));
}

/* "below 2.6 at least" is not "above 2.6 at least". */
static bool same_signs(const struct judge *j, const struct token *here,
		       const struct token *there)
{
	return signs(j->claim, here) == signs(j->facts, there) ||
	       !(signs(j->facts, there) & (signs(j->facts, there) - 1));
}

bool judge_comparison(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	const struct token *limit = compared(j->claim, k);
	uint64_t says = t->says & (SAYS(SAY_OVER) | SAYS(SAY_UNDER));

	/* "above the age-adjusted limit": of that, as a fact has it */
	if (!limit && judge_said(j, k, says, t->turned, false))
		return true;
	if (!limit) /* "above the limit" is "high" */
		return (says & SAYS(SAY_UNDER) &&
			judge_anywhere(j, SAYS(SAY_UNDER))) ||
		       only_way(j,
				says & SAYS(SAY_OVER) ? SAYS(SAY_UP)
						      : SAYS(SAY_DOWN),
				t->turned);
	for (size_t i = 0; i < j->facts->t.n; i++) {
		const struct token *o = compared(j->facts, i);
		if (judge_here(j, i) && side_says(&j->facts->t.at[i], says) &&
		    j->facts->t.at[i].turned == t->turned && o &&
		    fabs(o->value - limit->value) < 1e-9)
			return same_signs(j, limit, o);
	}
	return !t->turned && arithmetic(j, limit, says & SAYS(SAY_OVER));
}
