/* Whose a number is, and before or after what a span of time lies. */
#include "llm/ground_agree.h"

#include <math.h>
#include <string.h>

bool ground_same_value(double x, double y)
{
	return fabs(x - y) <= 1e-9 * (1 + fabs(y));
}

/* "in 24 hours" belongs to what happens, wherever that is named. */
bool ground_is_time(const struct token *t)
{
	static const char *const units[] = {"hour", "day",   "week",
					    "year", "month", "minute"};

	for (size_t i = 0; t->unit && i < sizeof units / sizeof *units; i++)
		if (strcmp(t->unit, units[i]) == 0)
			return true;
	return false;
}

/* The thing that a number is the number of. */
static bool owner(const struct side *s, size_t k, size_t *ret)
{
	while (k-- > 0) {
		const struct token *t = &s->t.at[k];
		if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_CUT ||
		    t->kind == TOKEN_STOP)
			return false;
		if (t->kind == TOKEN_THING) {
			*ret = k;
			return true;
		}
	}
	return false;
}

static bool owned(const struct side *claim, size_t k, const struct side *facts,
		  size_t number)
{
	size_t lo = k, first = number;
	const struct ground_line *line = &facts->line[facts->t.at[number].line];
	bool any = false;

	if (!claim->t.at[k].latin && k > 0 &&
	    claim->t.at[k - 1].kind == TOKEN_THING)
		lo = k - 1;
	for (size_t i = k >= 8 ? k - 8 : 0; i < k; i++)
		if (claim->t.at[i].span && i + claim->t.at[i].span == k + 1)
			lo = i;
	while (first > line->first &&
	       (facts->t.at[first - 1].kind != TOKEN_NUMBER ||
		ground_is_time(&facts->t.at[first - 1])))
		any |= facts->t.at[--first].kind == TOKEN_THING;
	if (side_share(claim, lo, k + 1, facts, first, number))
		return true;
	/* "6.8 mmol/L reaches the limit", "correct by no more than 10": of what
	 * the title and the reason name */
	const struct ground_line *title = line;
	while (!title->title && title > facts->line)
		title--;
	return (!any || !line->asserted) &&
	       side_share(claim, lo, k + 1, facts, title->first,
			  line->asserted ? title->last : line->first);
}

/* "Urine sodium is 118" where the sodium is of the blood: all that stands right
 * before the number is named where the number is, or in what the fact states. */
static bool all_there(const struct side *claim, size_t k,
		      const struct pieces *pieces, const struct side *facts,
		      size_t number)
{
	int line = facts->t.at[number].line, fact = facts->line[line].fact;
	uint64_t here = UINT64_C(1) << line;
	size_t lo = k;

	for (int i = 0; i < facts->n_lines; i++)
		if (facts->line[i].asserted && facts->line[i].fact == fact)
			here |= UINT64_C(1) << i;
	while (lo > 0 && claim->t.at[lo - 1].kind == TOKEN_THING)
		lo--;
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		if (p->token <= k && p->token + p->len > lo &&
		    !(p->lines & here))
			return false;
	}
	return true;
}

/* Before or after: the word beside a span of time. 0: neither is. */
static uint64_t relation(const struct side *s, size_t k, size_t *ret_word)
{
	static const uint64_t both = SAYS(SAY_BEFORE) | SAYS(SAY_THEN);

	for (size_t d = 0; d < 2; d++) {
		size_t i = d ? k - 1 : k + 1;
		if (i >= s->t.n || !side_says(&s->t.at[i], both))
			continue;
		*ret_word = i;
		return s->t.at[i].says & both;
	}
	return 0;
}

/* What it is before or after of: 碳酸钙前, before calcium. */
static bool reference(const struct side *s, size_t word, size_t *lo, size_t *hi)
{
	bool right = s->t.at[word].latin;
	size_t i = word;

	while (right ? i + 1 < s->t.n : i > 0) {
		i = right ? i + 1 : i - 1;
		if (s->t.at[i].kind == TOKEN_CUT ||
		    s->t.at[i].kind == TOKEN_STOP)
			return false;
		if (s->t.at[i].kind != TOKEN_THING)
			continue;
		*lo = *hi = i;
		while (*hi < s->t.n && s->t.at[*hi].kind == TOKEN_THING)
			++*hi;
		while (*lo > 0 && s->t.at[*lo - 1].kind == TOKEN_THING)
			--*lo;
		return true;
	}
	return false;
}

static bool same_relation(const struct side *claim, size_t k,
			  const struct side *facts, size_t i)
{
	size_t word, other, lo, hi, from, to;
	uint64_t says = relation(claim, k, &word);

	if (!says)
		return true;
	uint64_t there = relation(facts, i, &other);
	if (!(there & says)) /* "in 4 weeks" is "after 4 weeks" */
		return !there && (says & SAYS(SAY_THEN));
	return !reference(claim, word, &lo, &hi) ||
	       !reference(facts, other, &from, &to) ||
	       side_share(claim, lo, hi, facts, from, to);
}

/* The things between a number and the next sign or number on one side. */
static bool company(const struct side *s, size_t k, bool right, size_t *lo,
		    size_t *hi)
{
	size_t i = k;

	*lo = *hi = k;
	while (right ? i + 1 < s->t.n : i > 0) {
		const struct token *t = &s->t.at[right ? ++i : --i];
		if (t->kind == TOKEN_CUT || t->kind == TOKEN_STOP ||
		    t->kind == TOKEN_NUMBER)
			break;
		if (t->kind != TOKEN_THING)
			continue;
		*lo = *lo == *hi || !right ? i : *lo;
		*hi = right || *hi == k ? i + 1 : *hi;
	}
	return *lo < *hi;
}

/* Does the line have another span of time with which it could be confused? */
static bool confusable(const struct side *f, size_t i)
{
	const struct ground_line *l = &f->line[f->t.at[i].line];

	for (size_t k = l->first; k < l->last; k++)
		if (f->t.at[k].kind == TOKEN_NUMBER &&
		    ground_is_time(&f->t.at[k]) && (k + 2 < i || k > i + 2) &&
		    !ground_same_value(f->t.at[k].value, f->t.at[i].value))
			return true;
	return false;
}

/* "24 h of this, 48 h of that": each beside its own. */
static bool same_company(const struct side *claim, size_t k,
			 const struct side *facts, size_t i)
{
	size_t lo, hi, from, to;

	if (!confusable(facts, i))
		return true;
	for (int right = 1; right >= 0; right--)
		if (company(claim, k, right, &lo, &hi) &&
		    company(facts, i, right, &from, &to))
			return side_share(claim, lo, hi, facts, from, to);
	return true;
}

/* "2 hours before" is not "2 hours after". */
static const char *spans(const struct side *claim, const struct side *facts,
			 const struct token **ret_at)
{
	for (size_t k = 0; k < claim->t.n; k++) {
		bool any = false, same = false;
		if (claim->t.at[k].kind != TOKEN_NUMBER ||
		    !ground_is_time(&claim->t.at[k]))
			continue;
		for (size_t i = 0; i < facts->t.n; i++)
			if (facts->t.at[i].kind == TOKEN_NUMBER &&
			    ground_same_value(facts->t.at[i].value,
					      claim->t.at[k].value)) {
				any = true;
				same |= same_relation(claim, k, facts, i) &&
					same_company(claim, k, facts, i);
			}
		*ret_at = &claim->t.at[k];
		if (any && !same)
			return "before for after";
	}
	return NULL;
}

static const char *numbers(const struct side *claim, const struct side *facts,
			   const struct pieces *pieces,
			   const struct token **ret_at)
{
	for (size_t k = 0; k < claim->t.n; k++) {
		size_t of;
		bool any = false, right = false;
		if (claim->t.at[k].kind != TOKEN_NUMBER ||
		    ground_is_time(&claim->t.at[k]) || !owner(claim, k, &of))
			continue;
		for (size_t i = 0; i < facts->t.n; i++)
			if (facts->t.at[i].kind == TOKEN_NUMBER &&
			    ground_same_value(facts->t.at[i].value,
					      claim->t.at[k].value)) {
				any = true;
				right |= owned(claim, of, facts, i) &&
					 all_there(claim, of, pieces, facts, i);
			}
		*ret_at = &claim->t.at[k];
		if (any && !right)
			return "number of something else";
	}
	return NULL;
}

const char *ground_owners(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces,
			  const struct token **ret_at)
{
	const char *wrong = numbers(claim, facts, pieces, ret_at);

	return wrong ? wrong : spans(claim, facts, ret_at);
}
