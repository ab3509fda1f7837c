/* A clause of a claim tells what one line of one fact has. */
#include "llm/ground_agree.h"

#include <string.h>
#include <strings.h>

static uint64_t bit(int line)
{
	return UINT64_C(1) << line;
}

static uint64_t number_lines(const struct token *t, const struct side *facts)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < facts->t.n; i++)
		if (facts->t.at[i].kind == TOKEN_NUMBER &&
		    ground_same_value(facts->t.at[i].value, t->value))
			lines |= bit(facts->t.at[i].line);
	return lines;
}

/* The line, and what its fact states. */
static uint64_t around(const struct side *facts, int line)
{
	uint64_t here = bit(line);

	for (int i = 0; i < facts->n_lines; i++)
		if (facts->line[i].asserted &&
		    facts->line[i].fact == facts->line[line].fact)
			here |= bit(i);
	return here;
}

/* A reason that does not name the drug is not told as what the drug does: which
 * of the two it is of is not said. */
static bool is_drug(const struct token *t)
{
	return t->name[0].len && !t->name[1].len;
}

/* Do all the pieces and numbers between `from` and `to` stand here? */
static bool all_here(const struct side *claim, const struct side *facts,
		     const struct pieces *pieces, size_t from, size_t to,
		     uint64_t here)
{
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		if (p->token >= from && p->token < to && !(p->lines & here))
			return false;
	}
	for (size_t k = from; k < to; k++) {
		if (claim->t.at[k].kind != TOKEN_NUMBER ||
		    (k == 0 && !claim->t.at[k].unit))
			continue;
		uint64_t lines = number_lines(&claim->t.at[k], facts);
		if (lines && !(lines & here))
			return false;
	}
	return true;
}

/* Something that only the reason has, told of a drug that it does not name. */
static bool mixed_with(const struct side *claim, const struct pieces *pieces,
		       size_t from, size_t to, uint64_t here, uint64_t reason)
{
	bool drug = false, reasoned = false;

	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		if (p->token < from || p->token >= to)
			continue;
		drug |= is_drug(&claim->t.at[p->token]) && !(p->lines & reason);
		reasoned |= (p->lines & here) == reason;
	}
	return drug && reasoned;
}

/* An alternative, told of with what the fact states of the drug in question. */
static bool crossed(const struct side *claim, const struct side *facts,
		    const struct pieces *pieces, size_t from, size_t to)
{
	uint64_t stated = ground_asserted(facts), says = 0;
	bool other = false, told = false;

	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		const struct token *t = &claim->t.at[p->token];
		if (p->token < from || p->token >= to)
			continue;
		other |= is_drug(t) && !(p->lines & stated);
		told |= !is_drug(t) && !(p->lines & ~stated);
	}
	for (size_t k = from; k < to; k++)
		if (claim->t.at[k].kind == TOKEN_SAY)
			says |= claim->t.at[k].says;
	return other && told && !(says & (SAYS(SAY_CHANGE) | SAYS(SAY_TEST)));
}

static bool mixed(const struct side *claim, const struct side *facts,
		  const struct pieces *pieces, size_t from, size_t to, int line)
{
	uint64_t here = around(facts, line);

	if (crossed(claim, facts, pieces, from, to))
		return true;
	for (int i = 0; i < facts->n_lines; i++)
		if ((here & bit(i)) && facts->line[i].asserted &&
		    !facts->line[i].title &&
		    mixed_with(claim, pieces, from, to, here, bit(i)))
			return true;
	return false;
}

/* Does only this line, of what is to be done, have one of the pieces? */
static bool owns(const struct side *facts, const struct pieces *pieces,
		 size_t from, size_t to, int line)
{
	if (facts->line[line].asserted)
		return false;
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		if (p->token >= from && p->token < to &&
		    (p->lines & around(facts, line)) == bit(line))
			return true;
	}
	return false;
}

static uint64_t title_of(const struct side *facts, int line)
{
	while (line > 0 && !facts->line[line].title)
		line--;
	return bit(line);
}

/* The lines it may rest on; 0: none. */
static uint64_t together(const struct side *claim, const struct side *facts,
			 const struct pieces *pieces, size_t from, size_t to)
{
	uint64_t lines = 0;

	for (int line = 0; line < facts->n_lines; line++) {
		uint64_t here = around(facts, line);
		if (!all_here(claim, facts, pieces, from, to, here) ||
		    mixed(claim, facts, pieces, from, to, line))
			continue;
		lines |= owns(facts, pieces, from, to, line)
				 ? bit(line) | title_of(facts, line)
				 : here;
	}
	return lines;
}

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

static bool speaks_of_something(const struct side *claim,
				const struct pieces *pieces, size_t from,
				size_t to)
{
	for (size_t i = 0; i < pieces->n; i++)
		if (pieces->at[i].token >= from && pieces->at[i].token < to)
			return true;
	for (size_t k = from; k < to; k++)
		if (claim->t.at[k].kind == TOKEN_NUMBER)
			return true;
	return false;
}

/* "Stop it and repeat the test": two deeds, each of its own line. */
static size_t joint(const struct side *claim, size_t k, size_t end)
{
	static const char *const words[] = {"and",  "but", "并",
					    "并且", "且",  "同时"};

	for (; k < end; k++)
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			const struct token *t = &claim->t.at[k];
			if (t->kind == TOKEN_SAY &&
			    t->end - t->start == strlen(words[i]) &&
			    strncasecmp(claim->text + t->start, words[i],
					t->end - t->start) == 0)
				return k;
		}
	return end;
}

/* All lines of the facts that have some of these. */
static uint64_t whole(const struct side *facts, uint64_t lines)
{
	uint64_t all = 0;

	for (int i = 0; i < facts->n_lines; i++)
		for (int k = 0; k < facts->n_lines; k++)
			if ((lines & bit(k)) &&
			    facts->line[i].fact == facts->line[k].fact)
				all |= bit(i);
	return all;
}

/* What a stretch rests on, for each of its tokens. False: not on one line. */
static bool place(const struct side *claim, const struct side *facts,
		  const struct pieces *pieces, size_t k, size_t end,
		  struct rests *ret)
{
	uint64_t lines = together(claim, facts, pieces, k, end);
	size_t mid = lines ? end : joint(claim, k + 1, end);

	if (mid < end) {
		/* both, so that every token has its lines */
		bool first = place(claim, facts, pieces, k, mid, ret);
		return place(claim, facts, pieces, mid, end, ret) && first;
	}
	/* "…, and need not be treated": of what was spoken of */
	if (!speaks_of_something(claim, pieces, k, end) && ret->n)
		lines = whole(facts, ret->at[ret->n - 1]);
	for (; k < end; k++)
		vec_push(ret, lines ? lines : ~UINT64_C(0));
	return lines != 0;
}

const char *ground_places(const struct side *claim, const struct side *facts,
			  const struct pieces *pieces, struct rests *ret,
			  const struct token **ret_at)
{
	bool several = false;

	for (int i = 1; i < facts->n_lines; i++)
		several |= facts->line[i].fact != facts->line[0].fact;
	for (size_t k = 0; k < claim->t.n;) {
		size_t end = sentence_end(claim, k);
		bool conditional =
			ground_sentence_says(claim, claim->t.at[k].sentence) &
			SAYS(SAY_IF);
		/* of several facts a sentence may tell what they share */
		if (!conditional || several)
			end = clause_end(claim, k);
		*ret_at = &claim->t.at[k];
		if (!place(claim, facts, pieces, k, end, ret) && !several)
			return "not said together";
		k = end;
	}
	return NULL;
}
