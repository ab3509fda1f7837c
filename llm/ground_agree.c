#include "llm/ground_agree.h"

#include <string.h>
#include <strings.h>

#define FRAMES                                                                 \
	(SAYS(SAY_ASK) | SAYS(SAY_ALLOW) | SAYS(SAY_IF) | SAYS(SAY_MAYBE) |    \
	 SAYS(SAY_RISK) | SAYS(SAY_PREVENT) | SAYS(SAY_STOP) |                 \
	 SAYS(SAY_START) | SAYS(SAY_CHANGE) | SAYS(SAY_TEST) |                 \
	 SAYS(SAY_AGAIN) | SAYS(SAY_FIRST) | SAYS(SAY_NOW) | SAYS(SAY_TODAY) | \
	 SAYS(SAY_SOON) | SAYS(SAY_NEXT) | SAYS(SAY_LESS) | SAYS(SAY_NOT) |    \
	 SAYS(SAY_THEN) | SAYS(SAY_UNDER))

uint64_t ground_asserted(const struct side *facts)
{
	uint64_t lines = 0;

	for (int i = 0; i < facts->n_lines; i++)
		if (facts->line[i].asserted)
			lines |= UINT64_C(1) << i;
	return lines;
}

/* Of one sentence: everything it says. */
uint64_t ground_sentence_says(const struct side *claim, int sentence)
{
	uint64_t says = 0;

	for (size_t i = 0; i < claim->t.n; i++)
		if (claim->t.at[i].sentence == sentence)
			says |= claim->t.at[i].says;
	return says;
}

/* "Use another agent": a clause that begins with such a word is an order. */
static bool commanded(const struct side *claim, size_t at)
{
	static const char *const verbs[] = {
		"use",    "contact", "call",   "see",      "find", "review",
		"record", "write",   "notify", "transfer", "send", "refer",
		"look",   "watch",   "keep",   "tell",     "联系", "通知",
		"告知",   "记录",    "核对",   "寻找",     "处理", "观察"};
	size_t k = at;

	while (k > 0 && claim->t.at[k - 1].clause == claim->t.at[at].clause)
		k--;
	const struct token *t = &claim->t.at[k];
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (t->end - t->start == strlen(verbs[i]) &&
		    strncasecmp(claim->text + t->start, verbs[i],
				t->end - t->start) == 0)
			return true;
	return false;
}

/* Told as to be done or looked for: in its clause; or the clause only goes on
 * with a list. */
static bool framed(const struct side *claim, size_t at)
{
	const struct token *t = &claim->t.at[at];
	uint64_t here = 0, before = 0, says;
	bool list = true;

	if ((t->mode & MODE_IF) || commanded(claim, at))
		return true;

	for (size_t i = 0; i < claim->t.n; i++) {
		const struct token *o = &claim->t.at[i];
		says = o->kind == TOKEN_SAY ? o->says : 0;
		if (o->sentence != t->sentence)
			continue;
		/* "A, B and C are needed" */
		if (o->clause > t->clause) {
			before |= o->latin ? says : 0;
			continue;
		}
		if (o->clause < t->clause) {
			before |= says;
			continue;
		}
		here |= says;
		list &= !(says &
			  (SAYS(SAY_IS) | SAYS(SAY_MEAN) | SAYS(SAY_DONE) |
			   SAYS(SAY_UP) | SAYS(SAY_DOWN)));
	}
	return (here & FRAMES) || (before & SAYS(SAY_IF)) ||
	       (list && (before & FRAMES)) || ground_open(claim, at, 0);
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
		    !framed(claim, pieces->at[i].token))
			return "stated as being so";
	}
	return NULL;
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
		    side_is_order(facts, line))
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
	struct rests rests = {0};
	const char *wrong = ground_places(claim, facts, pieces, &rests, ret_at);

	wrong = wrong ? wrong : frames(claim, facts, pieces, ret_at);
	wrong = wrong ? wrong : heads(claim, facts, pieces, ret_at);
	wrong = wrong ? wrong : ground_modes(claim, pieces, ret_at);
	wrong = wrong ? wrong : denials(claim, pieces, ret_at);
	wrong = wrong ? wrong : ground_owners(claim, facts, pieces, ret_at);
	if (!wrong)
		wrong = ground_says(claim, facts, pieces, &rests, ret_at);
	vec_free(&rests);
	return wrong;
}
