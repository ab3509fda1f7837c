#include "llm/ground_agree.h"

#include <math.h>
#include <string.h>

#define FRAMES                                                                \
	(SAYS(SAY_ASK) | SAYS(SAY_ALLOW) | SAYS(SAY_IF) | SAYS(SAY_MAYBE) |   \
	 SAYS(SAY_RISK) | SAYS(SAY_STOP) | SAYS(SAY_START) |                  \
	 SAYS(SAY_CHANGE) | SAYS(SAY_TEST) | SAYS(SAY_AGAIN) |                \
	 SAYS(SAY_FIRST) | SAYS(SAY_NOW) | SAYS(SAY_TODAY) | SAYS(SAY_SOON) | \
	 SAYS(SAY_NEXT) | SAYS(SAY_LESS) | SAYS(SAY_NOT) | SAYS(SAY_THEN) |   \
	 SAYS(SAY_UNDER))

uint64_t ground_asserted(const struct side *facts)
{
	uint64_t lines = 0;

	for (int i = 0; i < facts->n_lines; i++)
		if (facts->line[i].asserted)
			lines |= UINT64_C(1) << i;
	return lines;
}

/* Of one sentence: everything it says. */
static uint64_t sentence_says(const struct side *claim, int sentence)
{
	uint64_t says = 0;

	for (size_t i = 0; i < claim->t.n; i++)
		if (claim->t.at[i].sentence == sentence)
			says |= claim->t.at[i].says;
	return says;
}

static bool same_value(double x, double y)
{
	return fabs(x - y) <= 1e-9 * (1 + fabs(y));
}

static uint64_t number_lines(const struct token *t, const struct side *facts)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < facts->t.n; i++)
		if (facts->t.at[i].kind == TOKEN_NUMBER &&
		    same_value(facts->t.at[i].value, t->value))
			lines |= UINT64_C(1) << facts->t.at[i].line;
	return lines;
}

/* Do all the pieces and numbers between `from` and `to` stand in what one fact
 * states, and at most one of its other lines? */
static bool together(const struct side *claim, const struct side *facts,
		     const struct pieces *pieces, size_t from, size_t to)
{
	for (int line = 0; line < facts->n_lines; line++) {
		uint64_t here = UINT64_C(1) << line;
		bool all = true;
		for (int i = 0; i < facts->n_lines; i++)
			if (facts->line[i].asserted &&
			    facts->line[i].fact == facts->line[line].fact)
				here |= UINT64_C(1) << i;
		for (size_t i = 0; i < pieces->n && all; i++) {
			const struct piece *p = &pieces->at[i];
			if (p->token >= from && p->token < to)
				all = p->lines & here;
		}
		for (size_t k = from; k < to && all; k++)
			if (claim->t.at[k].kind == TOKEN_NUMBER &&
			    !(k == 0 && to > 1)) {
				uint64_t lines =
					number_lines(&claim->t.at[k], facts);
				all = !lines || (lines & here);
			}
		if (all)
			return true;
	}
	return false;
}

/* A clause ends where the next begins, and where "and" joins another thing. */
static size_t clause_end(const struct side *claim, size_t k)
{
	int clause = claim->t.at[k].clause;

	while (k < claim->t.n && claim->t.at[k].clause == clause)
		k++;
	return k;
}

static size_t sentence_end(const struct side *claim, size_t k)
{
	int sentence = claim->t.at[k].sentence;

	while (k < claim->t.n && claim->t.at[k].sentence == sentence)
		k++;
	return k;
}

static const char *places(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces,
			  const struct token **ret_at)
{
	bool several = false;

	for (int i = 1; i < facts->n_lines; i++)
		several |= facts->line[i].fact != facts->line[0].fact;
	for (size_t k = 0; k < claim->t.n;) {
		size_t end = sentence_end(claim, k);
		bool conditional =
			sentence_says(claim, claim->t.at[k].sentence) &
			SAYS(SAY_IF);
		/* of several facts a sentence may tell what they share */
		if (!conditional || several)
			end = clause_end(claim, k);
		*ret_at = &claim->t.at[k];
		if (!several && !together(claim, facts, pieces, k, end))
			return "not said together";
		k = end;
	}
	return NULL;
}

/* What is only to be done or looked for is not stated as being so; and what
 * holds under a condition is not told without it. */
static const char *frames(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces,
			  const struct token **ret_at)
{
	uint64_t asserted = ground_asserted(facts);

	for (size_t i = 0; i < pieces->n; i++) {
		const struct token *t = &claim->t.at[pieces->at[i].token];
		*ret_at = t;
		if (!(pieces->at[i].lines & asserted) &&
		    !(sentence_says(claim, t->sentence) & FRAMES))
			return "stated as being so";
	}
	return NULL;
}

/* "Start the pathway: …": no condition. */
static bool is_order(const struct side *facts, const struct ground_line *line)
{
	for (size_t i = line->first; i < line->head; i++)
		if (side_says(&facts->t.at[i],
			      SAYS(SAY_START) | SAYS(SAY_TEST) |
				      SAYS(SAY_AGAIN) | SAYS(SAY_STOP) |
				      SAYS(SAY_CHANGE) | SAYS(SAY_FIRST)))
			return true;
	return false;
}

/* "A, B: do C": C is told with one of A and B, or with a condition. */
static const char *heads(const struct side *claim, const struct side *facts,
			 const struct pieces *pieces,
			 const struct token **ret_at)
{
	for (int l = 0; l < facts->n_lines; l++) {
		const struct ground_line *line = &facts->line[l];
		bool tail = false, other = false, head = false;
		if (line->asserted || line->head == line->first ||
		    is_order(facts, line))
			continue;
		for (size_t i = 0; i < pieces->n; i++) {
			const struct piece *p = &pieces->at[i];
			size_t to = p->token + p->len;
			if (!(p->lines >> l & 1))
				continue;
			bool in_head = side_share(claim, p->token, to, facts,
						  line->first, line->head);
			head |= in_head;
			if (in_head || p->lines != UINT64_C(1) << l)
				continue;
			tail = true;
			*ret_at = &claim->t.at[p->token];
		}
		for (size_t k = 0; k < claim->t.n; k++)
			other |= side_says(&claim->t.at[k],
					   SAYS(SAY_IF) | SAYS(SAY_MAYBE));
		if (tail && !head && !other)
			return "without its condition";
	}
	return NULL;
}

/* Denied here and not there, or the other way round. */
/* "Do not take A with B": one of the two is stopped. */
static bool pair_stopped(const struct side *claim, const struct pieces *pieces,
			 const struct token *t)
{
	for (size_t i = 0; t->name[0].len && i < pieces->n; i++) {
		const struct token *o = &claim->t.at[pieces->at[i].token];
		if (o != t && o->clause == t->clause && o->name[0].len &&
		    o->turned && (pieces->at[i].how & 2U))
			return true;
	}
	return false;
}

static const char *denials(const struct side *claim,
			   const struct pieces *pieces,
			   const struct token **ret_at)
{
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		const struct token *t = &claim->t.at[p->token];
		*ret_at = t;
		if (!(p->how & (t->turned ? 2U : 1U)) &&
		    !(t->turned && pair_stopped(claim, pieces, t)))
			return "denied";
	}
	return NULL;
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
	       facts->t.at[first - 1].kind != TOKEN_NUMBER)
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

/* "in 24 hours" belongs to what happens, wherever that is named. */
static bool is_time(const struct token *t)
{
	static const char *const units[] = {"hour", "day",   "week",
					    "year", "month", "minute"};

	for (size_t i = 0; t->unit && i < sizeof units / sizeof *units; i++)
		if (strcmp(t->unit, units[i]) == 0)
			return true;
	return false;
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

static const char *numbers(const struct side *claim, const struct side *facts,
			   const struct pieces *pieces,
			   const struct token **ret_at)
{
	for (size_t k = 0; k < claim->t.n; k++) {
		size_t of;
		bool any = false, right = false;
		if (claim->t.at[k].kind != TOKEN_NUMBER ||
		    is_time(&claim->t.at[k]) || !owner(claim, k, &of))
			continue;
		for (size_t i = 0; i < facts->t.n; i++)
			if (facts->t.at[i].kind == TOKEN_NUMBER &&
			    same_value(facts->t.at[i].value,
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

const char *ground_disagrees(const struct side *claim, const struct side *facts,
			     const struct pieces *pieces,
			     const struct token **ret_at)
{
	const char *wrong;

	if ((wrong = places(claim, facts, pieces, ret_at)) ||
	    (wrong = frames(claim, facts, pieces, ret_at)) ||
	    (wrong = heads(claim, facts, pieces, ret_at)) ||
	    (wrong = denials(claim, pieces, ret_at)) ||
	    (wrong = numbers(claim, facts, pieces, ret_at)))
		return wrong;
	return ground_says(claim, facts, pieces, ret_at);
}
