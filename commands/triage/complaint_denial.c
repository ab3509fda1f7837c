/* Negations inside phrases and before their words. */
#include "commands/triage/complaint_atom.h"

bool phrase_set_has(const struct phrase_set *s, int class)
{
	return s->bits[class / 64] >> (class % 64) & 1;
}

static bool inside_used(const struct complaint_token *t,
			const struct atom *const *used, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (used[i]->start < t->end && t->start < used[i]->end)
			return true;
	return false;
}

static bool of_phrase(const struct phrase_rule *p, int class)
{
	for (size_t i = 0; i < p->n_parts; i++)
		if (phrase_set_has(&p->part[i], class))
			return true;
	return false;
}

/* 不 in 不行: not a word of its own. */
static bool in_a_word(const struct matcher *m, const struct phrase_rule *p,
		      const struct complaint_token *t)
{
	for (size_t i = 0; i < m->atoms.n; i++) {
		const struct atom *a = &m->atoms.at[i];
		if (of_phrase(p, a->class) && a->start <= t->start &&
		    t->end <= a->end && a->end - a->start > t->end - t->start)
			return true;
	}
	return false;
}

/* A negation between the parts denies what stands next to it only, one of
 * lists ("denies", "no") what comes soon. */
static bool denies_next(const struct complaint_token *t,
			const struct atom *const *used, size_t n)
{
	size_t reach = t->word->value == 2 ? 20 : t->word->value == 1 ? 6 : 1;

	for (size_t i = 0; i < n; i++)
		if (used[i]->start >= t->end &&
		    used[i]->start - t->end <= reach)
			return true;
	return false;
}

/* 嘴不歪: one denied name holds two words of the phrase. */
bool phrase_holds_denied(const struct matcher *m,
			 const struct atom *const *used, size_t n)
{
	for (size_t i = 0; i < m->r->tokens.n; i++) {
		const struct complaint_token *t = &m->r->tokens.at[i];
		size_t inside = 0;
		if (t->kind != TOKEN_SYMPTOM || !t->denied)
			continue;
		for (size_t k = 0; k < n; k++)
			inside += t->start <= used[k]->start &&
				  used[k]->end <= t->end;
		if (inside >= 2)
			return true;
	}
	return false;
}

/* A negation that is part of the phrase denies nothing; one between its
 * parts denies it. */
bool phrase_denied_inside(struct matcher *m, const struct phrase_rule *p,
			  const struct atom *const *used, size_t n, size_t lo,
			  size_t hi)
{
	bool denied = false;

	for (size_t i = 0; i < m->r->tokens.n; i++) {
		struct complaint_token *t = &m->r->tokens.at[i];
		if (!token_means(t, "negation") && !token_means(t, "none") &&
		    !token_means(t, "question") && !token_means(t, "stop"))
			continue;
		if (inside_used(t, used, n))
			t->spent = true;
		else if (token_means(t, "negation") && t->start > lo &&
			 t->end < hi && !t->spent && !in_a_word(m, p, t) &&
			 denies_next(t, used, n))
			denied = true;
	}
	return denied;
}

/* Does a negation before it in its clause deny the word? */
bool phrase_word_denied(const struct matcher *m, const struct phrase_rule *p,
			const struct atom *a)
{
	const struct complaint_token_vec *list = &m->r->tokens;
	bool denied = false;

	for (size_t i = 0; i < list->n && list->at[i].end <= a->start; i++) {
		const struct complaint_token *t = &list->at[i];
		size_t gap = a->start - t->end;
		if (t->clause != a->clause)
			continue;
		if (token_means(t, "affirm") || token_means(t, "stop"))
			denied = false;
		else if (token_means(t, "negation") && !t->spent &&
			 !in_a_word(m, p, t))
			denied = t->word->value == 2   ? gap <= 28
				 : t->word->value == 1 ? gap <= 9
						       : gap <= 1;
	}
	return denied;
}

/* Over several clauses each word's own clause denies it, and none is past
 * because another is. */
bool phrase_spans_clauses(const struct atom *const *used, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (used[i]->clause != used[0]->clause)
			return true;
	return false;
}
