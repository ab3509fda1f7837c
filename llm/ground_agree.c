#include "llm/ground_agree.h"

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

static uint64_t number_lines(const struct token *t, const struct side *facts)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < facts->t.n; i++)
		if (facts->t.at[i].kind == TOKEN_NUMBER &&
		    ground_same_value(facts->t.at[i].value, t->value))
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
			    !(k == 0 && !claim->t.at[k].unit)) {
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
		    o->turned && pieces->at[i].denied)
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
		if (!p->agrees &&
		    !(t->turned && pair_stopped(claim, pieces, t)))
			return "denied";
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
	    (wrong = ground_owners(claim, facts, pieces, ret_at)))
		return wrong;
	return ground_says(claim, facts, pieces, ret_at);
}
